//! What the analyst says about single claims: usually about few, so it is noted while the map is assembled.

use super::ClaimId;
use crate::syntax::Claim;

/// The claims that are marked in some way, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Flags {
    /// Those that are `implicit`.
    pub implicit: Vec<ClaimId>,
    /// Those that are `assumed`.
    pub assumed: Vec<ClaimId>,
    /// Those that are `denied`.
    pub denied: Vec<ClaimId>,
    /// Those that have a `credence`, each with it.
    pub credences: Vec<(ClaimId, f64)>,
}

impl Flags {
    /// Notes what is said of a claim that comes after all others so far.
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

    /// Adds what is said of later claims.
    pub(super) fn extend(&mut self, later: &Self) {
        self.implicit.extend(&later.implicit);
        self.assumed.extend(&later.assumed);
        self.denied.extend(&later.denied);
        self.credences.extend(&later.credences);
    }
}
