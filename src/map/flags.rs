//! What the analyst says about single claims. Usually this concerns few, so they are listed when the map is assembled.

use super::ClaimId;
use crate::syntax::Claim;

/// The claims that are marked in some way, in file order.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Flags {
    /// The claims with `implicit`.
    pub implicit: Vec<ClaimId>,
    /// The claims with `assumed`.
    pub assumed: Vec<ClaimId>,
    /// The claims with `denied`.
    pub denied: Vec<ClaimId>,
    /// The claims with a `credence`, with its value.
    pub credences: Vec<(ClaimId, f64)>,
}

impl Flags {
    /// Records the flags of a claim that comes after all recorded so far.
    pub(super) fn note(&mut self, id: ClaimId, claim: &Claim) {
        if claim.is_implicit() {
            self.implicit.push(id);
        }
        if claim.is_assumed() {
            self.assumed.push(id);
        }
        if claim.is_denied() {
            self.denied.push(id);
        }
        if let Some(credence) = &claim.credence {
            self.credences.push((id, credence.value));
        }
    }

    /// Appends the flags of later claims.
    pub(super) fn extend(&mut self, later: &Self) {
        self.implicit.extend(&later.implicit);
        self.assumed.extend(&later.assumed);
        self.denied.extend(&later.denied);
        self.credences.extend(&later.credences);
    }
}
