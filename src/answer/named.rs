//! Claims and steps as answers name them.

use serde::{Serialize, Serializer};

use crate::map::{ClaimId, Map, StepId};
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

/// A step, by what it leads from and to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedStep {
    /// Its premises.
    pub premises: Vec<Named>,
    /// Its conclusion.
    pub conclusion: Named,
}

impl NamedStep {
    /// The step as its map names it.
    pub fn new(map: &Map, step: StepId) -> Self {
        Self {
            premises: map
                .premises(step)
                .map(|claim| Named::new(map, claim))
                .collect(),
            conclusion: Named::new(map, map.step(step).conclusion),
        }
    }
}
