//! Finds whether an undecided claim is accepted, or rejected, in every preferred extension.
//!
//! If two claims contradict each other, the grounded labelling accepts neither, nor what follows from either. A claim that
//! follows from both stands all the same: every preferred extension accepts it, though each for a different reason (a
//! *floating conclusion*; Makinson & Schlechta 1991). Only a few claims are tested here: the theses of a map, or claims that
//! somebody asks about.
//!
//! - D. Makinson, K. Schlechta: Floating conclusions and zombie paths: two deep difficulties in the "directly skeptical"
//!   approach to defeasible inheritance nets. Artificial Intelligence 48, 1991.

use rustc_hash::FxHashMap;

use super::af::in_every_preferred;
use super::{Extensions, Label, Suppositions};
use crate::map::{ClaimId, Map};

/// How many conflicts the solver may run into in each connected part of a map; every search counts as at least one.
///
/// A limit in conflicts, not seconds, gives the same answer on every machine.
pub const MOST_CONFLICTS: u64 = 10_000;

/// The label that a claim has in all preferred extensions, if they agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EitherWay {
    /// All of them accept it.
    Accepted,
    /// All of them reject it.
    Rejected,
    /// Neither: not all accept it, and not all reject it.
    Neither,
    /// The search took more than [`MOST_CONFLICTS`].
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

    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Neither => "neither",
            Self::Unknown => "unknown",
        }
    }
}

/// What all preferred extensions of the map under the suppositions agree on for each of `claims`, in their order.
///
/// Searches only what bears on the claims. Linear in the map, apart from the searches, each of which is bounded.
pub fn either_way(map: &Map, suppositions: &Suppositions, claims: &[ClaimId]) -> Vec<EitherWay> {
    match Extensions::new(map, suppositions) {
        Ok(extensions) => extensions.either_way(claims, MOST_CONFLICTS),
        // The map is too large to be searched.
        Err(_) => vec![EitherWay::Unknown; claims.len()],
    }
}

impl Extensions {
    /// What all preferred extensions agree on for each of `claims`, found within `most_conflicts` in each connected part.
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
