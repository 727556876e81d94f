//! What a reader must know about strengths besides the numbers.

use super::Asked;
use crate::reason::Strengths;
use crate::reason::strength::{GradualSemantics, SAME, base_score};

/// What there is to know of the strengths of the claims and steps that were asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caveats {
    /// Whether no claim of the map has a `credence` and no step or link a `strength`, so that the figures come from the
    /// structure of the map alone.
    pub structure_alone: bool,
    /// Claims whose base score or strength is [clamped](Strengths::is_clamped).
    pub clamped_claims: usize,
    /// Steps whose strength is.
    pub clamped_steps: usize,
    /// Claims whose strength did [not converge](Strengths::is_settled).
    pub unsettled: usize,
    /// By log-odds: steps weaker than 0.5, which count for the other side.
    pub weak_steps: usize,
    /// By the Euler-based semantics: claims whose base score is 0 or 1, which nothing can move.
    pub unmoved: usize,
    /// Whether a step has several premises, whose strengths are multiplied; the semantics as published have no such steps.
    pub is_linked: bool,
}

impl Caveats {
    /// Looks at everything that is asked about. `strengths` are those of its map with its suppositions.
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
