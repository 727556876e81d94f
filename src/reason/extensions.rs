//! Finds the extensions of a map: what can stand together, where the grounded labelling leaves several answers open.
//!
//! Each semantics is that of Dung (1995) and his successors, as [`super::af`] defines it, over the arguments that the map
//! makes: chains of steps from claims that stand by themselves, in which no claim rests on itself. Extensions are found as
//! labellings of the map. A labelling is complete if every claim and step is labelled as [`mod@super::grounded`] says, and
//! if everything accepted, and likewise everything not rejected, follows without a circle from claims that stand by
//! themselves. For normal logic programs these are the partial stable models (Przymusinski 1990). The grounded labelling is
//! the least complete one. Preferred labellings accept as much as possible, stable ones leave nothing undecided, and
//! semi-stable ones leave as little of the claims and steps undecided as possible. The ideal labelling accepts as much as it
//! can of what no complete labelling rejects and a preferred one accepts.
//!
//! Semi-stable labellings count claims and steps, not the arguments made of them, of which there can be exponentially many.
//! So under this semantics alone, the labellings can differ from the extensions of the arguments, as they do for logic
//! programs (Caminada et al. 2015).
//!
//! What the grounded labelling decides holds in all of them; the rest is flattened and given to the solver. If the grounded
//! labelling decides everything, as in every map whose attacks form no circle, there is one extension under every semantics.
//!
//! - M. Caminada, S. Sá, J. Alcântara, W. Dvořák: On the equivalence between logic programming semantics and argumentation
//!   semantics. International Journal of Approximate Reasoning 58, 2015.
//! - T. Przymusinski: Well-founded semantics coincides with three-valued stable semantics. Fundamenta Informaticae 13, 1990.

use std::ops::ControlFlow;

use super::af::{self, Acceptance, Argument, Budget, Framework, Interrupted, Semantics};
use super::flatten::{NodeLabel, TooLarge};
use super::label::{Label, Labelling};
use super::theory::Theory;
use super::undecided_part::UndecidedPart;
use super::{Suppositions, grounded};
use crate::map::{ClaimId, Map};

/// The extensions of one map: what the grounded labelling settles, and what it leaves open.
#[derive(Debug)]
pub struct Extensions {
    grounded: Labelling,
    undecided: UndecidedPart,
}

impl Extensions {
    /// Settles what can be settled and flattens the rest. Linear in the map where support does not circle.
    ///
    /// # Errors
    ///
    /// If what is left is too large for a framework.
    pub fn new(map: &Map, suppositions: &Suppositions) -> Result<Self, TooLarge> {
        let grounded = grounded(map, suppositions);
        let theory = Theory::new(map, suppositions);
        let undecided = UndecidedPart::new(map, &theory, &grounded)?;
        Ok(Self {
            grounded,
            undecided,
        })
    }

    /// The grounded labelling.
    pub fn grounded(&self) -> &Labelling {
        &self.grounded
    }

    /// Whether the grounded labelling is the only one under every semantics.
    pub fn is_settled(&self) -> bool {
        self.undecided.verdicts.is_empty()
    }

    /// A label for every claim and step, over all extensions; `None` if there is no extension, which happens only under
    /// stable semantics.
    ///
    /// Sceptically, what all extensions accept is accepted, and what all reject is rejected. Credulously, what some
    /// extension accepts is accepted, and what some rejects and none accepts is rejected. Everything else is undecided.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn labels(
        &self,
        semantics: Semantics,
        reading: Acceptance,
        budget: &Budget,
    ) -> Result<Option<Labelling>, Interrupted> {
        let asked: Vec<Argument> = (0..)
            .zip(&self.undecided.verdicts)
            .filter_map(|(argument, verdict)| verdict.map(|_| argument))
            .collect();
        let framework = &self.undecided.framework;
        let Some(found) = af::accepted(framework, semantics, reading, &asked, budget)? else {
            return Ok(None);
        };
        let accepted = || {
            let found = asked.iter().zip(&found).filter(|(_, found)| **found);
            found.filter_map(|(&argument, _)| self.verdict(argument))
        };
        let mut labelling = self.grounded.clone();
        // What falls in one extension may stand in another. Read credulously, it is then accepted, so accepted labels are
        // set last.
        for pass in [Label::Rejected, Label::Accepted] {
            for verdict in accepted().filter(|verdict| verdict.label() == pass) {
                pronounce(&mut labelling, verdict);
            }
        }
        Ok(Some(labelling))
    }

    /// Calls `visit` with the labelling of each extension, once, as it is found, until `visit` breaks off or `limit` have
    /// been given. The order is the same each time, but has no meaning.
    ///
    /// # Errors
    ///
    /// If the budget is spent; some extensions may have been given by then.
    pub fn for_each(
        &self,
        semantics: Semantics,
        limit: Option<usize>,
        budget: &Budget,
        mut visit: impl FnMut(Labelling) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let framework = &self.undecided.framework;
        af::for_each_extension(framework, semantics, limit, budget, |accepted| {
            let mut labelling = self.grounded.clone();
            for verdict in accepted
                .iter()
                .filter_map(|&argument| self.verdict(argument))
            {
                pronounce(&mut labelling, verdict);
            }
            visit(labelling)
        })
    }

    /// The framework of what is left open.
    pub(super) fn framework(&self) -> &Framework {
        &self.undecided.framework
    }

    /// The arguments that decide claims left open, each with the claim and the label that it gives.
    pub(super) fn claim_verdicts(&self) -> impl Iterator<Item = (Argument, ClaimId, Label)> {
        let verdicts = (0..).zip(&self.undecided.verdicts);
        verdicts.filter_map(|(argument, verdict)| match *verdict {
            Some(NodeLabel::Claim(claim, label)) => Some((argument, claim, label)),
            _ => None,
        })
    }

    fn verdict(&self, argument: Argument) -> Option<NodeLabel> {
        self.undecided
            .verdicts
            .get(argument as usize)
            .copied()
            .flatten()
    }
}

fn pronounce(labelling: &mut Labelling, verdict: NodeLabel) {
    let slot = match verdict {
        NodeLabel::Claim(claim, _) => labelling.claims.get_mut(claim.index()),
        NodeLabel::Step(step, _) => labelling.steps.get_mut(step.index()),
    };
    if let Some(slot) = slot {
        *slot = verdict.label();
    }
}
