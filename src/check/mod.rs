//! Checks a map against every rule. Each rule is one file; `registry.rs` lists them all.
//!
//! Rules report facts as [`Diagnostic`]s. Here, these are collected, given their levels and sorted.

mod arrow;
mod budget;
mod elsewhere;
mod levels;
mod offers;
mod opposed;
mod owners;
mod quotation_wording;
mod registry;
mod right_name;
mod rule;
mod rules;
mod selected;
mod spelling;
mod trail;
mod unread;
mod verdict;
mod wording;

use rayon::prelude::*;

pub use levels::{Levels, UnknownRule};
pub use registry::{RULES, find, nearest};
pub(crate) use rule::found_elsewhere;
pub use rule::{Check, Context, Rule};

use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map};
use crate::proof::{Entry, Proof};
use crate::quotes::Outcome;
use crate::reason::Labelling;

/// The result of a check.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The findings: causes before their effects, then by place. None has the level [`Allow`](Level::Allow).
    pub diagnostics: Vec<Diagnostic>,
    /// How much was checked, and how much was found.
    pub summary: Summary,
    /// The claims whose quotations are not proven, in file order, with one entry per quotation.
    unproven: Vec<ClaimId>,
}

/// The counts in the last line of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Claims of the map.
    pub claims: usize,
    /// Reasons of the map, plain or with linked premises.
    pub reasons: usize,
    /// Quotations in the map's claims; 0 if the map has no sources to find them in.
    pub quotations: usize,
    /// How many of these are proven: in their source, in exactly one place.
    pub proven: usize,
    /// Findings that make a check fail.
    pub deny: usize,
    /// Warnings.
    pub warn: usize,
    /// Notes.
    pub note: usize,
}

/// Checks a map against every rule, in parallel. The result depends only on the map and the levels.
///
/// Findings come in stages: first what could not be read, then what could not be assembled, then what the argument
/// lacks, then what evaluation finds. Each stage is sorted by place. So causes come before their effects, and effects
/// whose cause is known are left out.
pub fn check(map: &Map, levels: &Levels) -> Report {
    check_proof(Proof::new(map), levels)
}

/// The same, for a map whose quotations have already been searched for.
pub fn check_proof(proof: Proof<'_>, levels: &Levels) -> Report {
    check_with(proof, levels, &[])
}

/// The same, with rules of your own as well. They run last. `[lints]` and comments can name them like argmap's own.
///
/// There is an example in the folder `examples`.
pub fn check_with(proof: Proof<'_>, levels: &Levels, own: &[&Rule<'_>]) -> Report {
    let mut context = Context::with(proof);
    context.own = own.iter().map(|rule| rule.name).collect();
    let map = context.map;
    let unproven = unproven(context.proof());
    let levels = levels.in_map(map, own);
    let mut diagnostics = Vec::new();
    let mut stage: Vec<_> = map.reading_diagnostics().cloned().collect();
    for rules in registry::stages().chain([own]) {
        let found: Vec<Vec<Diagnostic>> = rules
            .par_iter()
            .map(|rule| {
                let mut findings = Vec::new();
                if levels.level(rule.name) != Level::Allow {
                    (rule.check)(&context, &mut findings);
                }
                findings
            })
            .collect();
        stage.extend(found.into_iter().flatten());
        levels.apply(&context, &mut stage);
        // The sort is stable, so findings at the same place stay in the order of the registry.
        stage.sort_by_key(Diagnostic::place);
        let mut unread = std::mem::take(&mut context.unread);
        unread.note(&context, &stage);
        context.unread = unread;
        diagnostics.append(&mut stage);
    }
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

/// Why a claim has its label, as a sentence without its full stop. Names are in backquotes. Linear in the map.
pub fn verdict(map: &Map, labelling: &Labelling, claim: ClaimId) -> String {
    verdict::Verdicts::of_map(map, labelling).of(claim)
}

/// The faults that no change to a map may add to: what cannot be read, named or found, is stated twice, or is a reason
/// for itself. They are in no particular order and have no levels; levels that a user has set are ignored.
///
/// Leaves out suggestions about quotations, since finding these may take long.
pub fn faults(map: &Map) -> Vec<Diagnostic> {
    let context = Context::new(map);
    let quotations = quotation_wording::citations(&context).filter_map(|citation| {
        let (rule, fault) = match citation.cited.outcome.as_deref()? {
            Outcome::Found { .. } => return None,
            Outcome::Ambiguous { .. } => (RuleName::AMBIGUOUS_QUOTE, "occurs several times in"),
            _ => (RuleName::UNFOUND_QUOTE, "is not in"),
        };
        let (subject, source) = (citation.subject(&context), citation.source_name(&context));
        Some(citation.finding(rule, format!("{subject} {fault} {source}"), ""))
    });
    let sourceless = quotation_wording::sourceless(&context).filter_map(|(cited, file, quote)| {
        let (rule, fault) = match (&cited.elsewhere, &cited.outcome) {
            (Some(_), _) => (RuleName::AMBIGUOUS_QUOTE, "is in several sources"),
            (None, Some(_)) => (RuleName::UNFOUND_QUOTE, "is in none of the sources"),
            (None, None) => return None,
        };
        let subject = quotation_wording::subject(&context, cited);
        let finding = Diagnostic::new(rule, format!("{subject} {fault}"));
        Some(finding.label(file, quote.text.span, ""))
    });
    let mut faults: Vec<Diagnostic> = map
        .reading_diagnostics()
        .cloned()
        .chain(quotations)
        .chain(sourceless)
        .collect();
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .filter(|rule| is_grave(rule.name))
        .map(|rule| {
            let mut findings = Vec::new();
            (rule.check)(&context, &mut findings);
            findings
        })
        .collect();
    faults.extend(found.into_iter().flatten());
    faults
}

/// The errors that are not among the [`faults`]: what the map says, but cannot mean, such as premises that contradict
/// each other. They have the level [`Deny`](Level::Deny) by the rules and the map's `[lints]`. None is left out because
/// another explains it. They are in the order of the rules.
pub fn errors(map: &Map) -> Vec<Diagnostic> {
    let context = Context::new(map);
    let levels = Levels::default();
    let levels = levels.in_map(map, &[]);
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .filter(|rule| {
            let of_quotations = [RuleName::AMBIGUOUS_QUOTE, RuleName::UNFOUND_QUOTE];
            let is_counted = is_grave(rule.name) || of_quotations.contains(&rule.name);
            !is_counted && levels.level(rule.name) == Level::Deny
        })
        .map(|rule| {
            let mut findings = Vec::new();
            (rule.check)(&context, &mut findings);
            findings
        })
        .collect();
    let mut errors: Vec<Diagnostic> = found.into_iter().flatten().collect();
    levels.apply(&context, &mut errors);
    errors
}

/// Whether the findings of a rule are faults that no change may add. Those about quotations are collected separately.
fn is_grave(rule: RuleName) -> bool {
    const KINDS: [&str; 4] = ["invalid-", "unknown-", "duplicate-", "ambiguous-"];
    const OTHERS: [RuleName; 3] = [
        RuleName::WRONG_TYPE,
        RuleName::SELF_RELATION,
        RuleName::CIRCULAR_SUPPORT,
    ];
    rule != RuleName::AMBIGUOUS_QUOTE
        && (OTHERS.contains(&rule) || KINDS.iter().any(|kind| rule.as_str().starts_with(kind)))
}

/// How many quotations these claims have; 0 if the map has no sources to find them in.
fn quotations(map: &Map, claims: impl Iterator<Item = ClaimId>) -> usize {
    if map.sources().len() == 0 {
        return 0;
    }
    claims.map(|claim| map.claim(claim).quotes.len()).sum()
}

fn unproven(proof: &Proof<'_>) -> Vec<ClaimId> {
    if proof.sources().len() == 0 {
        return Vec::new();
    }
    let quotations = proof.quotations().iter();
    quotations
        .filter(|cited| cited.place().is_none())
        .filter_map(|cited| match cited.entry {
            Entry::Claim(claim, _) => Some(claim),
            Entry::Question(..) | Entry::Ignore(..) => None,
        })
        .collect()
}

impl Report {
    /// A report with these findings and counts, not tied to a map.
    pub fn new(diagnostics: Vec<Diagnostic>, summary: Summary) -> Self {
        Self {
            diagnostics,
            summary,
            unproven: Vec::new(),
        }
    }
}

impl Summary {
    /// The same summary, with these findings counted.
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
