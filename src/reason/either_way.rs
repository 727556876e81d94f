//! What becomes of undecided claims, however the knots that leave them undecided are decided.
//!
//! Of two claims that contradict each other the grounded labelling accepts neither, nor what follows from either. Where a claim follows
//! from both, it stands all the same: it is accepted in every preferred extension, though by other reasons in each (a *floating conclusion*;
//! Makinson & Schlechta 1991). Here that is asked of a few claims, those that a map is for or that somebody asks about.
//!
//! - D. Makinson, K. Schlechta: Floating conclusions and zombie paths: two deep difficulties in the "directly skeptical" approach to
//!   defeasible inheritance nets. Artificial Intelligence 48, 1991.

use rustc_hash::FxHashMap;

use super::af::in_every_preferred;
use super::{Extensions, Label, Suppositions};
use crate::map::{ClaimId, Map};

/// How many conflicts the solver may run into in each part of a map that hangs together; a search counts as one at least.
///
/// Conflicts, not seconds: the answer is the same on every machine.
pub const MOST_CONFLICTS: u64 = 10_000;

/// What all preferred extensions make of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EitherWay {
    /// All accept it.
    Accepted,
    /// All reject it.
    Rejected,
    /// Neither is so.
    Neither,
    /// It was not found out within [`MOST_CONFLICTS`].
    Unknown,
}

impl EitherWay {
    const fn all(label: Label) -> Self {
        match label {
            Label::Accepted => Self::Accepted,
            Label::Rejected => Self::Rejected,
            Label::Undecided => Self::Neither,
        }
    }

    /// The name by which JSON calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Neither => "neither",
            Self::Unknown => "unknown",
        }
    }
}

/// What all preferred extensions of the map make of these claims, were what is supposed to hold, in their order.
///
/// Only what bears on the claims is searched. Linear in the map, apart from the searches, each of which is bounded.
pub fn either_way(map: &Map, suppositions: &Suppositions, claims: &[ClaimId]) -> Vec<EitherWay> {
    match Extensions::new(map, suppositions) {
        Ok(extensions) => extensions.either_way(claims, MOST_CONFLICTS),
        // What is too large to be searched.
        Err(_) => vec![EitherWay::Unknown; claims.len()],
    }
}

impl Extensions {
    /// What all preferred extensions make of these claims, found within so many conflicts in each part that hangs together.
    pub fn either_way(&self, claims: &[ClaimId], most_conflicts: u64) -> Vec<EitherWay> {
        let mut open: FxHashMap<ClaimId, EitherWay> = claims
            .iter()
            .filter(|&&claim| self.grounded().claim(claim) == Label::Undecided)
            .map(|&claim| (claim, EitherWay::Neither))
            .collect();
        let verdicts = self.claim_verdicts();
        let asked: Vec<_> = verdicts
            .filter(|(_, claim, _)| open.contains_key(claim))
            .collect();
        let arguments: Vec<_> = asked.iter().map(|&(argument, ..)| argument).collect();
        let found = in_every_preferred(self.framework(), &arguments, most_conflicts);
        for ((_, claim, label), found) in asked.into_iter().zip(found) {
            match found {
                Some(true) => open.insert(claim, EitherWay::all(label)),
                Some(false) => None,
                None => open.insert(claim, EitherWay::Unknown),
            };
        }
        let decided = |claim| EitherWay::all(self.grounded().claim(claim));
        let each = claims.iter();
        each.map(|&claim| open.get(&claim).copied().unwrap_or_else(|| decided(claim)))
            .collect()
    }
}
