//! Turns what the grounded labelling leaves undecided into an abstract framework whose extensions are those of the map.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use super::af::founded::{Knot, Support as KnotSupport};
use super::af::{Argument, Framework};
use super::flatten::{Flattening, NodeLabel, TooLarge};
use super::label::{Label, Labelling};
use super::theory::Theory;
use crate::map::support::Support;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;

/// The undecided part of a map, flattened.
#[derive(Debug)]
pub(super) struct UndecidedPart {
    pub(super) framework: Framework,
    /// For each argument, what is decided if it is accepted.
    pub(super) verdicts: Vec<Option<NodeLabel>>,
}

impl UndecidedPart {
    /// Flattens what `grounded` leaves undecided. Linear in the map.
    pub(super) fn new(map: &Map, theory: &Theory, grounded: &Labelling) -> Result<Self, TooLarge> {
        let is_open = |label| label == Label::Undecided;
        let flattening = Flattening::of(
            map,
            theory,
            |claim| is_open(grounded.claim(claim)),
            |step| is_open(grounded.step(step)),
        )?;
        let mut verdicts: Vec<_> = flattening.meanings().iter().map(|m| m.verdict()).collect();
        let mut attacks = flattening.attacks().to_vec();
        // A caller can ask whether a step falls as well as whether it stands, so each step gets an argument that it falls.
        for argument in 0..flattening.argument_count() {
            if let Some(NodeLabel::Step(step, _)) = verdicts[argument as usize] {
                attacks.push((argument, narrow(verdicts.len())));
                verdicts.push(Some(NodeLabel::Step(step, Label::Rejected)));
            }
        }
        let size = narrow(verdicts.len());
        if size > Framework::MAX_ARGUMENTS {
            return Err(TooLarge);
        }
        let framework = Framework::numbered(size, &attacks);
        let knots = knots(map, &flattening);
        let meanings = (0..).zip(flattening.meanings());
        let silent = meanings.filter(|(_, meaning)| meaning.is_auxiliary());
        let silent: Vec<Argument> = silent.map(|(argument, _)| argument).collect();
        Ok(Self {
            framework: framework.with_knots(knots).with_silent(&silent),
            verdicts,
        })
    }
}

/// The knots of claims that hold each other up, each with all supports of its claims. Linear in the map.
fn knots(map: &Map, open: &Flattening) -> Vec<Knot> {
    if open.argument_count() == 0 {
        return Vec::new();
    }
    // What is decided may have split a knot of the map.
    let is_open = |claim: ClaimId| open.stands(claim).is_some();
    let support = Support::along(map, |arc| {
        open.step(arc.step).is_some() && is_open(arc.premise) && is_open(arc.conclusion)
    });
    let mut number_of = vec![None; map.claim_count()];
    let knots = support.circles().map(|claims| {
        for (number, claim) in (0..).zip(claims) {
            number_of[claim.index()] = Some(number);
        }
        let made = knot_of(map, open, claims, |claim| number_of[claim.index()]);
        for claim in claims {
            number_of[claim.index()] = None;
        }
        made
    });
    knots.collect()
}

/// The open reasons for a claim, each with its argument.
fn reasons(
    map: &Map,
    open: &Flattening,
    claim: ClaimId,
) -> impl Iterator<Item = (StepId, Argument)> {
    map.reasons_for(claim)
        .filter_map(|step| Some((step, open.step(step)?)))
}

fn knot_of(
    map: &Map,
    open: &Flattening,
    claims: &[ClaimId],
    number: impl Fn(ClaimId) -> Option<u32>,
) -> Knot {
    let mut supports = Vec::new();
    for (conclusion, &claim) in (0..).zip(claims) {
        let basic = open.by_itself(claim).map(|argument| KnotSupport {
            argument,
            conclusion,
            premises: Vec::new(),
        });
        let reasons = reasons(map, open, claim).map(|(step, argument)| KnotSupport {
            argument,
            conclusion,
            premises: map.premises(step).filter_map(&number).collect(),
        });
        supports.extend(basic.into_iter().chain(reasons));
    }
    let falls = claims.iter().filter_map(|&claim| open.falls(claim));
    Knot::new(falls.collect(), supports)
}
