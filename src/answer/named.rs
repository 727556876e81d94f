//! Claims and steps, as answers name them.

use serde::{Serialize, Serializer};

use crate::map::{ClaimId, Map, StepId};
use crate::syntax::SharedStr;

/// A claim and its id. In JSON it is the id alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Named {
    /// The claim in the map that was asked about.
    pub claim: ClaimId,
    /// Its id.
    pub id: SharedStr,
}

impl Named {
    /// Names the claim by its id in the map.
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

/// A step, with its premises and conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedStep {
    /// Its premises.
    pub premises: Vec<Named>,
    /// Its conclusion. For an undercut, the conclusion of the step that it undercuts.
    pub conclusion: Named,
    /// Its own id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<SharedStr>,
    /// What it undercuts, if it is an undercut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undercuts: Option<UndercutStep>,
    /// Whether it outweighs the objection that it undercuts; the objection is then conceded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outweighs: bool,
}

/// A step that is undercut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UndercutStep {
    /// Its own id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<SharedStr>,
    /// Its premises.
    pub premises: Vec<Named>,
}

impl NamedStep {
    /// Names the step by the ids in the map.
    pub fn new(map: &Map, step: StepId) -> Self {
        let premises = |step| {
            let premises = map.premises(step);
            premises.map(|claim| Named::new(map, claim)).collect()
        };
        let id = |step| map.step_name(step).map(SharedStr::from);
        Self {
            premises: premises(step),
            conclusion: Named::new(map, map.step(step).conclusion),
            id: id(step),
            undercuts: map.step(step).undercuts.map(|other| UndercutStep {
                id: id(other),
                premises: premises(other),
            }),
            outweighs: map.is_outweighing(step),
        }
    }
}
