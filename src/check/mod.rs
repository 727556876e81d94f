//! A map in, findings out: one rule a file, one registry of them all.
//!
//! Rules state facts as [`Diagnostic`]s; here they are collected, given their levels, and put in order.

mod budget;
mod levels;
mod registry;
mod replacement;
mod restrict;
mod rule;
mod rules;
mod spelling;
mod trail;
mod wording;

use rayon::prelude::*;

pub use levels::{Levels, UnknownRule};
pub use registry::{RULES, find, nearest};
pub use rule::{Context, Info, Rule};

use crate::diagnostic::{Diagnostic, Level};
use crate::map::Map;

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The findings, by file and place; none of level [`Allow`](Level::Allow).
    pub diagnostics: Vec<Diagnostic>,
    /// How much was checked, and how much was found.
    pub summary: Summary,
}

/// Counts for the last line of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Claims of the map.
    pub claims: usize,
    /// Reasons of the map, linked and plain.
    pub reasons: usize,
    /// Findings that make a check fail.
    pub deny: usize,
    /// Warnings.
    pub warn: usize,
    /// Notes.
    pub note: usize,
}

/// Checks a map by every rule, in parallel; the result depends on the map and the levels alone.
pub fn check(map: &Map<'_>, levels: &Levels) -> Report {
    let context = Context::new(map);
    let levels = levels.in_map(map);
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .map(|rule| {
            let mut findings = Vec::new();
            if levels.level(rule.info().name) != Level::Allow {
                rule.check(&context, &mut findings);
            }
            findings
        })
        .collect();
    let mut diagnostics: Vec<_> = map
        .reading_diagnostics()
        .cloned()
        .chain(found.into_iter().flatten())
        .collect();
    levels.apply(&context, &mut diagnostics);
    // Stable: findings of one place stay in the order of the registry.
    diagnostics.sort_by_key(Diagnostic::place);
    let counted = Summary {
        claims: map.claim_count(),
        reasons: map.reason_count(),
        ..Summary::default()
    };
    Report {
        summary: counted.with_findings(&diagnostics),
        diagnostics,
    }
}

impl Summary {
    /// The same map with these findings.
    fn with_findings(self, diagnostics: &[Diagnostic]) -> Self {
        let count = |level| {
            diagnostics
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        Self {
            deny: count(Level::Deny),
            warn: count(Level::Warn),
            note: count(Level::Note),
            ..self
        }
    }
}
