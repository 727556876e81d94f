//! Finds which of the claims that rest on each other also have support from outside.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::{ClaimId, StepId, Support};
use crate::map::Map;

/// What supports a claim of a knot, whatever happens to the other claims in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foothold {
    /// The claim is taken for granted.
    Assumed,
    /// A reason for the claim with no premise in the knot.
    Reason(StepId),
}

impl Support {
    /// What supports a claim of a [knot](Self::knots) from outside the knot, if anything. O(premises of its reasons).
    pub fn foothold(&self, map: &Map, claim: ClaimId) -> Option<Foothold> {
        let written = map.claim(claim);
        if written.is_assumed() && !written.is_denied() {
            return Some(Foothold::Assumed);
        }
        // File order is also the order of the steps.
        let mut reasons = self.down(claim).chunk_by(|a, b| a.step == b.step);
        let reason = reasons.find(|premises| {
            let mut premises = premises.iter();
            !premises.any(|premise| self.same_knot(premise.claim, claim))
        });
        let first = reason.and_then(|premises| premises.first());
        first.map(|premise| Foothold::Reason(premise.step))
    }

    /// The claims of [knots](Self::knots) that only circles support: each reason for them has a premise that is one of
    /// them. Linear in the reasons of the knots.
    pub(crate) fn unfounded(&self, map: &Map) -> FixedBitSet {
        let mut unfounded = FixedBitSet::with_capacity(map.claim_count());
        let mut founded = Vec::new();
        // How many premises of each reason are not known to be founded yet.
        let mut waiting: FxHashMap<StepId, usize> = FxHashMap::default();
        for &claim in self.knots.iter().flatten() {
            unfounded.insert(claim.index());
            if self.foothold(map, claim).is_some() {
                founded.push(claim);
            }
            for premise in self.down(claim) {
                let is_waiting = self.same_knot(premise.claim, claim);
                *waiting.entry(premise.step).or_default() += usize::from(is_waiting);
            }
        }
        while let Some(claim) = founded.pop() {
            if !unfounded.contains(claim.index()) {
                continue;
            }
            unfounded.remove(claim.index());
            for reason in self.up(claim) {
                if let Some(left) = waiting.get_mut(&reason.step)
                    && self.same_knot(reason.claim, claim)
                {
                    *left -= 1;
                    if *left == 0 {
                        founded.push(reason.claim);
                    }
                }
            }
        }
        unfounded
    }
}
