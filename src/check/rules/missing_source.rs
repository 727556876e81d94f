#![doc = include_str!("missing_source.md")]

use crate::check::quotation_wording::{source_name, sourceless};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::proof::UnreadSource;
use crate::quotes::LoadError;
use crate::world::SourceError;

/// Maximum number of characters in a label next to the path.
const LONGEST_LABEL: usize = 40;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::MISSING_SOURCE,
    level: Level::Deny,
    summary: "a source that does not exist, or cannot be read",
    page: include_str!("missing_source.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let proof = context.proof();
    let waiting = waiting(context);
    for (id, file, source) in proof.sources() {
        // A source without a `path` already has its own finding.
        let (Err(why), Some(path)) = (proof.source(id), &source.path) else {
            continue;
        };
        let message = format!("the source {} {}", source_name(context, id), fault(why));
        let finding = Diagnostic::new(RULE.name, message);
        let why_not = why.to_string();
        // A label is on the same line as the path, which may be long.
        let finding = if why_not.chars().count() <= LONGEST_LABEL {
            finding.label(file, path.span, why_not)
        } else {
            finding.label(file, path.span, "this file").note(why_not)
        };
        let mut finding = finding.note("none of its quotations can be proven");
        if waiting > 0 {
            let they = match waiting {
                1 => "quotation that names no source is",
                _ => "quotations that name no source are",
            };
            finding = finding.note(format!(
                "{waiting} {they} in none of the others, and may be in this one"
            ));
        }
        findings.push(way_out(why).into_iter().fold(finding, Diagnostic::help));
    }
}

/// How many quotations could be from any source, and are in none that could be read.
fn waiting(context: &Context<'_>) -> usize {
    let proof = context.proof();
    if proof.sources().all(|(id, ..)| proof.source(id).is_err()) {
        return 0;
    }
    let waiting = sourceless(context)
        .filter(|(cited, _, quote)| cited.outcome.is_none() && proof.could_be_anywhere(quote));
    waiting.count()
}

fn fault(why: &UnreadSource) -> &'static str {
    match why {
        UnreadSource::NoFolder | UnreadSource::NoPath => "cannot be looked for",
        UnreadSource::Unreached(SourceError::Missing) => "does not exist",
        UnreadSource::Unreached(SourceError::Unreachable(_) | SourceError::Unreadable(_)) => {
            "cannot be read"
        }
        UnreadSource::Unreached(_) => "is not a file in the map's folder",
        UnreadSource::Unreadable(LoadError::TooLarge { .. }) => "is too large",
        UnreadSource::Unreadable(_) => "is not readable text",
    }
}

fn way_out(why: &UnreadSource) -> Option<&'static str> {
    Some(match why {
        UnreadSource::NoFolder => "name the map's folder or file in place of `-`",
        UnreadSource::Unreached(SourceError::Missing) => {
            "correct the `path`: it is relative to the file that names it"
        }
        UnreadSource::Unreadable(LoadError::TooLarge { .. }) => "split it into several sources",
        UnreadSource::Unreached(SourceError::Unreachable(_) | SourceError::Unreadable(_))
        | UnreadSource::NoPath
        | UnreadSource::Unreadable(_) => return None,
        UnreadSource::Unreached(_) => {
            "copy the text into the map's folder, next to the file that names it"
        }
    })
}
