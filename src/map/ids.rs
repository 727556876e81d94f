//! Ids in, claims and steps out.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{ClaimId, StepId};

/// The one name space of a map: claims by hash, the few steps that have ids by binary search.
///
/// Holds numbers only; the names stay where they were written.
#[derive(Debug, Default)]
pub(super) struct Ids {
    claims: HashTable<u32>,
    steps: Vec<StepId>,
}

impl Ids {
    pub(super) fn with_capacity(claims: usize) -> Self {
        Self {
            claims: HashTable::with_capacity(claims),
            steps: Vec::new(),
        }
    }

    /// Enters a claim; gives the one that has its id already, if one has.
    pub(super) fn enter<'m>(
        &mut self,
        claim: ClaimId,
        name: &str,
        name_of: impl Fn(ClaimId) -> &'m str,
    ) -> Option<ClaimId> {
        let hash = FxBuildHasher.hash_one(name);
        let same = |&other: &u32| name_of(ClaimId(other)) == name;
        let rehash = |&other: &u32| FxBuildHasher.hash_one(name_of(ClaimId(other)));
        match self.claims.entry(hash, same, rehash) {
            hashbrown::hash_table::Entry::Occupied(entry) => Some(ClaimId(*entry.get())),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                entry.insert(claim.0);
                None
            }
        }
    }

    /// Enters the steps that have ids, sorted by them.
    pub(super) fn set_steps(&mut self, steps: Vec<StepId>) {
        self.steps = steps;
    }

    pub(super) fn claim<'m>(
        &self,
        name: &str,
        name_of: impl Fn(ClaimId) -> &'m str,
    ) -> Option<ClaimId> {
        let hash = FxBuildHasher.hash_one(name);
        let same = |&other: &u32| name_of(ClaimId(other)) == name;
        self.claims.find(hash, same).map(|&claim| ClaimId(claim))
    }

    pub(super) fn step<'m>(
        &self,
        name: &str,
        name_of: impl Fn(StepId) -> &'m str,
    ) -> Option<StepId> {
        let found = self
            .steps
            .binary_search_by(|&step| name_of(step).cmp(name))
            .ok()?;
        self.steps.get(found).copied()
    }
}
