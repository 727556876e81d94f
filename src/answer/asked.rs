//! What a question is about: a map or a selected part of it, with or without suppositions.

use crate::map::ClaimSet;
use crate::map::{ClaimId, Map, StepId};
use crate::reason::Suppositions;

/// The part of a map that a question is about, and what is supposed.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The map.
    pub map: &'a Map,
    /// The claims that the question is about; `None` for all.
    pub selected: Option<&'a ClaimSet>,
    /// What is supposed of the map's claims.
    pub suppositions: &'a Suppositions,
}

impl<'a> Asked<'a> {
    /// Whether the question is about the claim: it is selected, and not supposed to be removed.
    pub fn has(self, claim: ClaimId) -> bool {
        !self.is_removed(claim)
            && self
                .selected
                .is_none_or(|selected| selected.contains(claim))
    }

    /// The claims that the question is about, in file order.
    pub fn claims(self) -> impl Iterator<Item = ClaimId> + use<'a> {
        self.map.claims().filter(move |&claim| self.has(claim))
    }

    /// The steps whose conclusion and premises are all part of the question, in file order, undercuts last.
    pub fn steps(self) -> impl Iterator<Item = StepId> + use<'a> {
        let map = self.map;
        let among = map.steps_among(|step| {
            let mut premises = map.premises(step);
            self.has(map.step(step).conclusion) && premises.all(|claim| self.has(claim))
        });
        let is_whole = self.selected.is_none() && self.suppositions.removed.is_empty();
        map.all_steps()
            .filter(move |step| is_whole || among.contains(step.index()))
    }

    /// The theses that the question is about.
    pub fn theses(self) -> impl Iterator<Item = ClaimId> + use<'a> {
        let theses = self.map.thesis().iter().copied();
        theses.filter(move |&claim| self.has(claim))
    }

    /// The theses that are supposed to be removed.
    pub fn lost_theses(self) -> impl Iterator<Item = ClaimId> + use<'a> {
        let theses = self.map.thesis().iter().copied();
        theses.filter(move |&claim| self.is_removed(claim))
    }

    fn is_removed(self, claim: ClaimId) -> bool {
        self.suppositions.removed.binary_search(&claim).is_ok()
    }
}
