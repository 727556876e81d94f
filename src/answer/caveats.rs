//! What readers must know about strengths besides the numbers.

use super::Asked;
use crate::reason::Strengths;
use crate::reason::strength::{GradualSemantics, SAME, base_score};

/// What to know about the strengths of the claims and steps that were asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caveats {
    /// Whether no claim of the map has a `credence` and no step or link has a `strength`, so that the numbers come from
    /// the structure of the map alone.
    pub structure_alone: bool,
    /// How many claims have a [clamped](Strengths::is_clamped) base score or strength.
    pub clamped_claims: usize,
    /// How many steps have a clamped strength.
    pub clamped_steps: usize,
    /// How many claims have a strength that did [not converge](Strengths::is_settled).
    pub unsettled: usize,
    /// For log-odds: how many steps are weaker than 0.5, so that they count for the other side.
    pub weak_steps: usize,
    /// For the Euler-based semantics: how many claims have a base score of 0 or 1, which nothing can move.
    pub unmoved: usize,
    /// Whether a step has several premises. Their strengths are multiplied; the published semantics have no such steps.
    pub is_linked: bool,
}

impl Caveats {
    /// Checks everything that was asked about. `strengths` must be those of the same map and suppositions.
    pub fn new(asked: Asked<'_>, strengths: &Strengths) -> Self {
        let Asked {
            map, suppositions, ..
        } = asked;
        let mut caveats = Self {
            structure_alone: !map.is_weighed(),
            ..Self::default()
        };
        let is_euler = strengths.semantics() == GradualSemantics::Euler;
        for claim in asked.claims() {
            caveats.clamped_claims += usize::from(strengths.is_clamped(claim));
            caveats.unsettled += usize::from(!strengths.is_settled(claim));
            if is_euler {
                let base = base_score(map, claim, suppositions);
                caveats.unmoved += usize::from(base <= 0.0 || base >= 1.0);
            }
        }
        let is_log_odds = strengths.semantics() == GradualSemantics::LogOdds;
        for step in asked.steps() {
            caveats.clamped_steps += usize::from(strengths.is_step_clamped(step));
            let is_weak = is_log_odds && strengths.step(step) < 0.5 - SAME;
            caveats.weak_steps += usize::from(is_weak);
            caveats.is_linked |= map.premises(step).nth(1).is_some();
        }
        caveats
    }
}
