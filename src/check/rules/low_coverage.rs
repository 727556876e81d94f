#![doc = include_str!("low_coverage.md")]

use rayon::prelude::*;

use crate::check::quotation_wording::{at, carried, said, source_name};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, PassageRole, RuleName};
use crate::map::SourceId;
use crate::syntax::{FileId, Source};

/// The required coverage for a source that sets none.
const BAR: f64 = 0.9;

/// Maximum number of uncovered passages shown.
const TOLD: usize = 3;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::LOW_COVERAGE,
    level: Level::Allow,
    summary: "a source that the map leaves out too much of",
    page: include_str!("low_coverage.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let sources: Vec<_> = context.proof().sources().collect();
    findings.par_extend(
        sources
            .into_par_iter()
            .filter_map(|(id, file, source)| low(context, id, file, source)),
    );
}

fn low(context: &Context<'_>, id: SourceId, file: FileId, source: &Source) -> Option<Diagnostic> {
    let coverage = context.proof().coverage(id)?;
    let covered = coverage.letters.covered();
    let bar = source.coverage.as_ref().map_or(BAR, |bar| bar.value);
    if covered >= bar {
        return None;
    }
    let (share, least, source_id) = (percent(covered), percent(bar), source_name(context, id));
    let message = format!("{share} of {source_id} is quoted or ignored, less than {least}");
    let (span, label) = match &source.coverage {
        Some(bar) => (bar.span, "the bar"),
        None => (source.id.span, "the map leaves too much of it out"),
    };
    let mut finding = Diagnostic::new(RULE.name, message).label(file, span, label);
    for left_out in coverage.left_out.iter().take(TOLD) {
        let (at, said) = (at(left_out.passage.start), said(&left_out.text, 120));
        let passage = carried(context, id, &left_out.passage, PassageRole::LeftOut);
        finding = finding.note(format!("{at}: {said}")).passage(passage);
    }
    if coverage.left_out.len() > TOLD {
        finding = finding.note(format!(
            "and {} more passages; `argmap coverage` lists them",
            coverage.left_out.len() - TOLD
        ));
    }
    Some(finding.help(format!(
        "quote what claims something and ignore the rest with a reason, or set the bar: `coverage = {}` under \
         `[source.{}]`",
        below(covered),
        source.id.value
    )))
}

/// A share in percent with at most one decimal, rounded down, so that less than all is never shown as 100 %.
fn percent(share: f64) -> String {
    format!("{}\u{A0}%", (share * 1000.0).floor() / 10.0)
}

/// The share in hundredths, rounded down.
fn below(share: f64) -> String {
    format!("{:.2}", (share * 100.0).floor() / 100.0)
}
