//! Gives every claim and step a strength from 0 to 1: how strongly it stands, not only whether.
//!
//! A map is read as a *weighted bipolar graph*: every claim has a *base score*, which it has before anything is said for or
//! against it, and a [`GradualSemantics`] changes that score by the strengths of what supports and attacks the claim.
//!
//! - The base score of a claim is its `credence`, or 0.5. A `denied` claim has nothing by itself: its base score is 0,
//!   though reasons may raise it. `assumed` changes nothing, because here every claim stands by its base score.
//! - The strength of a step is its own `strength`, or 1, times the strengths of its premises (each times the `strength` that
//!   the premise's entry gives, if any). Multiplying premises is our extension: the literature has single premises only.
//! - An undercut is a step too. It attacks the step that it undercuts, whose base score is that product; what outweighs an
//!   objection attacks it in the same way. An objection attacks its conclusion with the strength of its step. A
//!   contradiction attacks in both directions, each claim with its own strength; a `strength` on a contradiction multiplies
//!   the attack. Every two answers to an exclusive question contradict each other, once, however often that is said.
//!   Contrasts and restatements do nothing.
//! - Under [`Suppositions`], a claim that is supposed to fall has strength 0, whatever supports it; a claim that is supposed
//!   to stand by itself has base score 1, and may still be attacked; a claim that is supposed to be gone neither supports
//!   nor attacks.
//!
//! Without cycles, one pass from the grounds up finds the strengths, in time linear in the map. Claims that speak for or
//! against each other in a circle have the strengths at which the continuous form of the semantics comes to rest (Potyka
//! 2018), circle by circle; under log-odds, what moves is the log-odds of the strengths. It need not come to rest:
//! [`Strengths::is_settled`] says whether it did.

mod continuous;
mod denials;
mod from_map;
mod graph;
mod order;
mod rivals;
mod semantics;

pub use denials::Denials;
pub use from_map::base_score;
pub use graph::BipolarGraph;
pub use semantics::{CLAMP, GradualSemantics};

use fixedbitset::FixedBitSet;

use super::Suppositions;
use crate::map::{ClaimId, Map, StepId};

/// Strengths that differ by no more than this are the same, apart from rounding.
pub const SAME: f64 = 1e-9;

/// The strength of every claim and step of `map` under the suppositions.
///
/// See the [module](self) for how a map is read. Linear in the map if nothing circles; a circle takes a bounded number of
/// times as long.
pub fn strengths(map: &Map, semantics: GradualSemantics, suppositions: &Suppositions) -> Strengths {
    BipolarGraph::of(map, suppositions).strengths(semantics)
}

/// A strength for every claim and step of one map.
#[derive(Debug, Clone, PartialEq)]
pub struct Strengths {
    pub(super) semantics: GradualSemantics,
    /// How many claims there are.
    pub(super) claims: usize,
    /// The strength of each node; claims come first.
    pub(super) values: Vec<f64>,
    /// The node of each step.
    pub(super) steps: std::sync::Arc<[u32]>,
    /// Nodes whose base score or result is closer to 0 or 1 than the semantics can express.
    pub(super) clamped: FixedBitSet,
    /// Nodes of circles that did not come to rest, and nodes that depend on them.
    pub(super) unsettled: FixedBitSet,
}

impl Strengths {
    /// The semantics that gave the strengths.
    pub fn semantics(&self) -> GradualSemantics {
        self.semantics
    }

    /// The claim's strength, from 0 to 1; 0 if the claim is of another map.
    pub fn claim(&self, claim: ClaimId) -> f64 {
        self.values.get(claim.index()).copied().unwrap_or_default()
    }

    /// The step's strength, from 0 to 1; 0 if the step is of another map.
    pub fn step(&self, step: StepId) -> f64 {
        let value = self.values.get(self.node(step));
        value.copied().unwrap_or_default()
    }

    fn node(&self, step: StepId) -> usize {
        self.steps
            .get(step.index())
            .map_or(usize::MAX, |&node| node as usize)
    }

    /// Whether the claim's base score or its strength was clamped to [`CLAMP`].
    pub fn is_clamped(&self, claim: ClaimId) -> bool {
        self.clamped.contains(claim.index())
    }

    /// Whether the step's strength, or the product that it starts from, was clamped to [`CLAMP`]. Even if not, its premise's
    /// strength may have been.
    pub fn is_step_clamped(&self, step: StepId) -> bool {
        let node = self.node(step);
        node >= self.claims && self.clamped.contains(node)
    }

    /// Whether the claim's strength came to rest. If not, its value is where the evaluation was stopped.
    pub fn is_settled(&self, claim: ClaimId) -> bool {
        !self.unsettled.contains(claim.index())
    }

    /// The same for a step.
    pub fn is_step_settled(&self, step: StepId) -> bool {
        !self.unsettled.contains(self.node(step))
    }

    /// Whether every strength came to rest.
    pub fn converged(&self) -> bool {
        self.unsettled.is_clear()
    }
}
