//! What was supposed about a map, as answers repeat it.

use serde::Serialize;

use super::Named;
use crate::map::{ClaimId, Map};
use crate::reason::Suppositions;

/// What is supposed about claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Supposed {
    /// Claims that fall.
    pub denied: Vec<Named>,
    /// Claims that stand by themselves.
    pub assumed: Vec<Named>,
    /// Claims that are treated as if they had never been written.
    pub removed: Vec<Named>,
    /// Claims that do not stand by themselves because their quotations are not proven.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub distrusted: Vec<Named>,
}

impl Supposed {
    /// What is supposed; `None` if nothing is.
    pub fn new(map: &Map, suppositions: &Suppositions) -> Option<Self> {
        let named =
            |claims: &[ClaimId]| claims.iter().map(|&claim| Named::new(map, claim)).collect();
        (!suppositions.is_empty()).then(|| Self {
            denied: named(&suppositions.denied),
            assumed: named(&suppositions.assumed),
            removed: named(&suppositions.removed),
            distrusted: named(&suppositions.distrusted),
        })
    }
}
