//! A set of the claims of one map.

use fixedbitset::FixedBitSet;

use super::{ClaimId, Map};

/// A set of claims, which iterates in file order.
///
/// Uses one bit for each claim of the map. Asking about one claim is O(1); everything else is linear in the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSet {
    bits: FixedBitSet,
}

impl ClaimSet {
    /// The set with none of the map's claims.
    pub fn empty(map: &Map) -> Self {
        Self {
            bits: FixedBitSet::with_capacity(map.claim_count()),
        }
    }

    /// The set with all of the map's claims.
    pub fn full(map: &Map) -> Self {
        let mut set = Self::empty(map);
        set.bits.insert_range(..);
        set
    }

    /// The set with just these claims of the map.
    pub fn of(map: &Map, claims: impl IntoIterator<Item = ClaimId>) -> Self {
        let mut set = Self::empty(map);
        for claim in claims {
            set.insert(claim);
        }
        set
    }

    /// Adds a claim and returns whether it is new. Claims of other maps are ignored.
    pub fn insert(&mut self, claim: ClaimId) -> bool {
        claim.index() < self.bits.len() && !self.bits.put(claim.index())
    }

    /// Whether the set has the claim.
    pub fn contains(&self, claim: ClaimId) -> bool {
        self.bits.contains(claim.index())
    }

    /// How many claims the set has.
    pub fn len(&self) -> usize {
        self.bits.count_ones(..)
    }

    /// Whether the set has no claims.
    pub fn is_empty(&self) -> bool {
        self.bits.is_clear()
    }

    /// The claims in the set, in file order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = ClaimId> + '_ {
        self.bits.ones().map(ClaimId::at)
    }

    /// The claims in either set: `a | b`.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.bits.union_with(&other.bits);
        self
    }

    /// The claims in both sets: `a & b`.
    #[must_use]
    pub fn intersection(mut self, other: &Self) -> Self {
        self.bits.intersect_with(&other.bits);
        self
    }

    /// The claims in this set but not in the other: `a - b`.
    #[must_use]
    pub fn difference(mut self, other: &Self) -> Self {
        self.bits.difference_with(&other.bits);
        self
    }

    /// The map's claims that are not in the set: `!a`.
    #[must_use]
    pub fn complement(mut self) -> Self {
        self.bits.toggle_range(..);
        self
    }
}
