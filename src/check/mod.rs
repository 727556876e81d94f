//! A map in, findings out: one rule a file, one registry of them all.
//!
//! Rules state facts as [`Diagnostic`]s; here they are collected, given their levels, and put in order.

mod budget;
mod citing;
mod elsewhere;
mod levels;
mod registry;
mod replacement;
mod restrict;
mod rule;
mod rules;
mod spelling;
mod trail;
mod verdict;
mod wording;

use rayon::prelude::*;

pub use levels::{Levels, UnknownRule};
pub use registry::{RULES, find, nearest};
pub use rule::{Context, Info, Rule};

use crate::diagnostic::{Diagnostic, Level};
use crate::map::{ClaimId, Map};
use crate::proof::{Entry, Proof};

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The findings, by file and place; none of level [`Allow`](Level::Allow).
    pub diagnostics: Vec<Diagnostic>,
    /// How much was checked, and how much was found.
    pub summary: Summary,
    /// The claims whose quotations are not proven, in the order of the files, one entry a quotation.
    unproven: Vec<ClaimId>,
}

/// Counts for the last line of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Claims of the map.
    pub claims: usize,
    /// Reasons of the map, linked and plain.
    pub reasons: usize,
    /// Quotations of the map's claims; 0 if the map has no sources in which they could be found.
    pub quotations: usize,
    /// So many of them stand in their sources, each in one place.
    pub proven: usize,
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
    let unproven = unproven(context.proof());
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
    let quotations = quotations(map, map.claims());
    let counted = Summary {
        claims: map.claim_count(),
        reasons: map.reason_count(),
        quotations,
        proven: quotations.saturating_sub(unproven.len()),
        ..Summary::default()
    };
    Report {
        summary: counted.with_findings(&diagnostics),
        diagnostics,
        unproven,
    }
}

/// How many quotations these claims have, if the map has sources in which they could be found.
fn quotations(map: &Map<'_>, claims: impl Iterator<Item = ClaimId>) -> usize {
    if map.sources().len() == 0 {
        return 0;
    }
    claims.map(|claim| map.claim(claim).quotes.len()).sum()
}

fn unproven(proof: &Proof<'_, '_>) -> Vec<ClaimId> {
    if proof.sources().len() == 0 {
        return Vec::new();
    }
    let quotations = proof.quotations().iter();
    quotations
        .filter(|cited| cited.place().is_none())
        .filter_map(|cited| match cited.entry {
            Entry::Claim(claim, _) => Some(claim),
            Entry::Ignore(..) => None,
        })
        .collect()
}

impl Report {
    /// These findings and counts, of no map in particular.
    pub fn new(diagnostics: Vec<Diagnostic>, summary: Summary) -> Self {
        Self {
            diagnostics,
            summary,
            unproven: Vec::new(),
        }
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
