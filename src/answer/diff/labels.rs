//! Finds the claims whose labels differ, and says why.

use rustc_hash::FxHashMap;

use super::pairs::Pairs;
use super::{Cause, Half, LabelChange};
use crate::answer::why::ExplanationNames;
use crate::answer::{Named, Telling, Told, ToldLine, Tone};
use crate::map::{ClaimId, Map};
use crate::reason::explain::Because;
use crate::reason::{Explainer, Label, Suppositions};

/// Maximum number of causes named in a line that says what decides a label.
const MOST: usize = 3;

/// The claims in both maps whose labels differ. Causes come before their effects, as far as the causes decide them.
pub(super) fn changes((old, new): &(Half<'_>, Half<'_>), pairs: &Pairs) -> Vec<LabelChange> {
    let moved = new.map.claims().filter_map(|claim| {
        let before = pairs.old_of(claim)?;
        let (from, to) = (old.labels.claim(before), new.labels.claim(claim));
        (from != to).then_some((before, claim))
    });
    let mut moved: Vec<(ClaimId, ClaimId)> = moved.collect();
    if moved.is_empty() {
        return Vec::new();
    }
    let tellers = (LabelTeller::new(old), LabelTeller::new(new));
    let ranks = new.labels.ranks();
    let steps = tellers
        .1
        .steps_to_knots(moved.iter().map(|(_, claim)| *claim));
    moved.sort_by_key(|(_, claim)| (ranks.get(claim.index()).copied(), steps.get(claim).copied()));
    let change = |(before, claim): (ClaimId, ClaimId)| {
        let why = tellers.1.line(claim);
        let causes = causes(claim, &why, (old, new), pairs);
        LabelChange {
            claim: Named::new(new.map, claim),
            from: old.labels.claim(before),
            to: new.labels.claim(claim),
            was_why: causes.is_empty().then(|| tellers.0.line(before)),
            why,
            causes,
            at: new.written(new.map.place(claim)),
        }
    };
    moved.into_iter().map(change).collect()
}

/// The claims named in a line that are new or have a different label.
fn causes(
    of: ClaimId,
    line: &ToldLine<'_>,
    (old, new): (&Half<'_>, &Half<'_>),
    pairs: &Pairs,
) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for (_, _, tone) in line.runs() {
        let Tone::Claim(claim) = tone else {
            continue;
        };
        let was = pairs.old_of(claim).map(|before| old.labels.claim(before));
        let is_cause = claim != of && was != Some(new.labels.claim(claim));
        if is_cause && causes.iter().all(|cause| cause.claim.claim != claim) {
            let claim = Named::new(new.map, claim);
            causes.push(Cause { claim, was });
        }
    }
    causes
}

/// Says in one line why claims of a map have their labels.
struct LabelTeller<'s> {
    map: &'s Map,
    explainer: Explainer<'s>,
}

impl<'s> LabelTeller<'s> {
    fn new(side: &'s Half<'_>) -> Self {
        Self {
            map: side.map,
            explainer: Explainer::new(side.map, &Suppositions::default(), &side.labels),
        }
    }

    /// How many steps each undecided claim is away from a knot of claims that wait for each other. Linear in the map.
    fn steps_to_knots(&self, claims: impl Iterator<Item = ClaimId>) -> FxHashMap<ClaimId, usize> {
        let mut steps: FxHashMap<ClaimId, usize> = FxHashMap::default();
        for claim in claims.filter(|&claim| self.explainer.label(claim) == Label::Undecided) {
            let mut way: Vec<ClaimId> = Vec::new();
            let mut at: FxHashMap<ClaimId, usize> = FxHashMap::default();
            let mut claim = claim;
            // Follow the claims until one is known, or one is already on the way: from there on, the way is a knot.
            let (mut count, knot) = loop {
                if let Some(&known) = steps.get(&claim) {
                    break (known + 1, way.len());
                }
                if let Some(&knot) = at.get(&claim) {
                    break (1, knot);
                }
                at.insert(claim, way.len());
                way.push(claim);
                let Some(wait) = self.explainer.waits_for(claim) else {
                    break (1, way.len() - 1);
                };
                claim = wait.other;
            };
            steps.extend(way.split_off(knot).into_iter().map(|claim| (claim, 0)));
            for claim in way.into_iter().rev() {
                steps.insert(claim, count);
                count += 1;
            }
        }
        steps
    }

    fn line(&self, claim: ClaimId) -> ToldLine<'static> {
        let because = match self.explainer.label(claim) {
            // Explaining the whole way down to a knot could take as long as the map.
            Label::Undecided => Because::Waits {
                way: self.explainer.waits_for(claim).into_iter().collect(),
                knot: Vec::new(),
            },
            Label::Accepted | Label::Rejected => self.explainer.because(claim),
        };
        let is_waiting = matches!(because, Because::Waits { .. });
        let because = ExplanationNames(self.map).because(&because);
        let telling = Telling::brief(self.map, &[]);
        let told = telling.tell(claim, &because).into_iter();
        let mut lines = told.filter_map(|told| match told {
            Told::Line(_, line) => Some(line),
            Told::Why(..) => None,
        });
        let most = if is_waiting { 1 } else { MOST };
        let mut joined = ToldLine::default();
        for line in lines.by_ref().take(most) {
            joined.join(line);
        }
        if !is_waiting && lines.next().is_some() {
            joined.join(ToldLine::of("more", Tone::Dim));
        }
        joined
    }
}
