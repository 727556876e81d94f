//! Claims as answers name them.

use serde::{Serialize, Serializer};

use crate::map::{ClaimId, Map};
use crate::syntax::SharedStr;

/// A claim and its id; in JSON the id alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The claim, for the map that was asked about.
    pub claim: ClaimId,
    /// Its id.
    pub id: SharedStr,
}

impl Named {
    /// The claim as its map names it.
    pub fn new(map: &Map, claim: ClaimId) -> Self {
        Self {
            claim,
            id: map.claim(claim).id.value.clone(),
        }
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}
