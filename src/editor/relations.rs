//! What a claim rests on, and what rests on it, one step away.

use crate::diagnostic::Place;
use crate::map::{ClaimId, Map, StepId, StepKind};

/// A claim that a step connects to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Neighbour {
    /// The other claim.
    pub claim: ClaimId,
    /// What connects them: each step's kind, and where it names the premise.
    pub by: Vec<(StepKind, Place)>,
}

/// The claims that a claim rests on: the premises of the reasons for it, then those of the objections to it.
pub fn grounds(map: &Map, claim: ClaimId) -> Vec<Neighbour> {
    let mut ties = NeighbourList::default();
    for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
        for premise in map.premises(step) {
            ties.add(map, premise, step, premise);
        }
    }
    ties.0
}

/// The claims that rest on a claim, or that it objects to.
pub fn uses(map: &Map, claim: ClaimId) -> Vec<Neighbour> {
    let mut ties = NeighbourList::default();
    for step in map.uses(claim) {
        ties.add(map, map.step(step).conclusion, step, claim);
    }
    ties.0
}

#[derive(Default)]
struct NeighbourList(Vec<Neighbour>);

impl NeighbourList {
    fn add(&mut self, map: &Map, claim: ClaimId, step: StepId, premise: ClaimId) {
        let by = (map.step(step).kind(), map.premise_place(step, premise));
        match self.0.iter_mut().find(|tie| tie.claim == claim) {
            Some(tie) => tie.by.push(by),
            None => self.0.push(Neighbour {
                claim,
                by: vec![by],
            }),
        }
    }
}
