//! What if: a map under suppositions.

use crate::map::ClaimId;

/// What is supposed of a map before it is evaluated.
///
/// Of a claim of which several things are supposed, removal overrides denial, and denial overrides assumption.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppositions {
    /// Claims that fall, whatever is said for them.
    ///
    /// A claim that the map itself calls `denied` only does not stand by itself: reasons may still carry it.
    pub denied: Vec<ClaimId>,
    /// Claims that stand by themselves, be they argued for or `denied`; objections may still defeat them.
    pub assumed: Vec<ClaimId>,
    /// Claims that are not there, nor is any step from them: what they were the only reason for stands by itself.
    pub removed: Vec<ClaimId>,
    /// Claims that do not stand by themselves, though they are leaves or `assumed`: reasons may still carry them.
    pub distrusted: Vec<ClaimId>,
    /// Claims whose own `assumed` and `denied` do not count.
    pub unmarked: Vec<ClaimId>,
}

impl Suppositions {
    /// Whether nothing is supposed.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
