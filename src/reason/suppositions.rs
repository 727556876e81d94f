//! What-if questions: a map evaluated under suppositions.

use crate::map::ClaimId;

/// What to suppose of a map before it is evaluated.
///
/// If several things are supposed of one claim, removal overrides denial, and denial overrides assumption.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppositions {
    /// Claims that fall, whatever is said for them.
    ///
    /// A claim that the map itself marks `denied` is different: it only does not stand by itself, and reasons may still
    /// carry it.
    pub denied: Vec<ClaimId>,
    /// Claims that stand by themselves, even if they are argued for or marked `denied`; objections may still defeat them.
    pub assumed: Vec<ClaimId>,
    /// Claims treated as if they did not exist, nor any step from them: a claim whose only reasons they were stands by
    /// itself.
    pub removed: Vec<ClaimId>,
    /// Claims that do not stand by themselves, even if they are leaves or marked `assumed`; reasons may still carry them.
    pub distrusted: Vec<ClaimId>,
    /// Claims whose own `assumed` and `denied` marks are ignored.
    pub unmarked: Vec<ClaimId>,
}

impl Suppositions {
    /// Whether nothing is supposed.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
