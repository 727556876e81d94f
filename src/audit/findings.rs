//! Turns an audit into findings on the lines of the answers, like those of any other report.

use super::rules::rule;
use super::{Audit, Citation, Verdict};
use crate::check::{Report, Summary};
use crate::diagnostic::{Diagnostic, Level};
use crate::narrow::narrow;
use crate::quotes::{Tier, WordChange};
use crate::syntax::{File, FileId, Files, Span};

impl Audit {
    /// The findings, in the order of the answers, and the files that they point into. An exact proof is no finding.
    pub fn report(&self) -> (Report, Files) {
        let files = Files {
            files: self
                .files
                .iter()
                .map(|file| File {
                    path: file.path.clone(),
                    name: file.path.clone(),
                    text: file.text.as_str().into(),
                })
                .collect(),
            ..Files::default()
        };
        let findings: Vec<Diagnostic> = self
            .answers
            .iter()
            .flat_map(|answer| {
                let file = FileId(narrow(answer.file_number));
                answer
                    .citations
                    .iter()
                    .filter_map(move |citation| finding(citation, file))
            })
            .collect();
        let count = |level| {
            findings
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        let summary = Summary {
            claims: self.summary.sentences,
            quotations: self.summary.quotations,
            proven: self.summary.proven,
            deny: count(Level::Deny),
            warn: count(Level::Warn),
            note: count(Level::Note),
            ..Summary::default()
        };
        (Report::new(findings, summary), files)
    }
}

fn finding(citation: &Citation, file: FileId) -> Option<Diagnostic> {
    let span = Span::new(citation.at.start, citation.at.end);
    let source = citation.source.as_deref().unwrap_or("");
    let cited = citation.cited.first().map_or("", String::as_str);
    let place = citation.place.as_ref().map(|place| {
        let start = place.passage.start;
        match place.page {
            Some(page) => format!("`{}`, page {page}", place.source),
            None => format!(
                "`{}`, line {}, column {}",
                place.source, start.line, start.column
            ),
        }
    });
    let place = place.unwrap_or_default();
    let rule = rule(citation.verdict);
    let mut made = match citation.verdict {
        Verdict::NotThere if source.is_empty() => Diagnostic::new(
            rule.name,
            "these words are in none of the sources, and no source is named for them",
        )
        .label(file, span, "not found"),
        Verdict::NotThere => Diagnostic::new(
            rule.name,
            format!("these words are not in `{source}`"),
        )
        .label(file, span, "not found"),
        Verdict::WrongSource => Diagnostic::new(
            rule.name,
            format!(
                "these words are not in `{source}`, but in `{}`",
                citation
                    .elsewhere
                    .first()
                    .map_or("another source", |other| other.source.as_str())
            ),
        )
        .label(file, span, "is elsewhere"),
        Verdict::WrongPlace => {
            let given = citation.given.as_deref().unwrap_or("the place given");
            Diagnostic::new(
                rule.name,
                format!("these words are in `{source}`, but not at {given}"),
            )
            .label(file, span, "is elsewhere in its source")
            .note(format!("they are in {place}"))
        }
        Verdict::SourceMissing => {
            let what = if citation.words.is_some() {
                "these words"
            } else {
                "this sentence"
            };
            Diagnostic::new(
                rule.name,
                format!(
                    "the source that {what} cite{} is not among those given: `{cited}`",
                    if citation.words.is_some() { "" } else { "s" }
                ),
            )
            .label(file, span, "not looked for")
            .help(format!("give it: `--source '{cited}=FILE'`"))
        }
        Verdict::UncitedWords => Diagnostic::new(
            rule.name,
            format!("`{source}` is cited without its words: nothing to prove"),
        )
        .label(file, span, "no words quoted"),
        Verdict::Unclosed => Diagnostic::new(
            rule.name,
            "nothing closes this quotation mark, so the words after it are not looked for",
        )
        .label(file, span, "opens a quotation")
        .help("write the closing mark after the last word that is quoted"),
        Verdict::Ambiguous => Diagnostic::new(
            rule.name,
            format!(
                "these words occur in {} places in the sources",
                citation.places
            ),
        )
        .label(file, span, "which is meant?")
        .note(format!("the first: {place}")),
        Verdict::Proven => {
            let how = loose(citation);
            if how.is_empty() {
                return None;
            }
            Diagnostic::new(
                rule.name,
                format!("these words are in {place}, but not exactly"),
            )
            .label(file, span, "loosely")
            .note(how.join("; "))
        }
    };
    made.level = rule.level;
    if let Some(note) = &citation.note {
        made = made.note(note.clone());
    }
    for other in &citation.elsewhere {
        let start = other.passage.start;
        made = made.note(format!(
            "they are in `{}`, line {}, column {}",
            other.source, start.line, start.column
        ));
    }
    if let Some(near) = &citation.nearest {
        let start = near.nearest.passage.start;
        let mut text = format!(
            "nearest, `{}`, line {}, column {}: «{}»",
            near.source,
            start.line,
            start.column,
            near.nearest
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        );
        let changes: Vec<String> = WordChange::pairs(&near.nearest.words)
            .map(|(theirs, own)| match (theirs, own) {
                ("", own) => format!("the answer adds «{own}»"),
                (theirs, "") => format!("the answer lacks «{theirs}»"),
                (theirs, own) => format!("the answer has «{own}» for «{theirs}»"),
            })
            .take(6)
            .collect();
        if !changes.is_empty() {
            text.push_str("; ");
            text.push_str(&changes.join(", "));
        }
        made = made.note(text);
    }
    Some(made)
}

/// How the words of a proven quotation differ from those of the source.
pub(super) fn loose(citation: &Citation) -> Vec<&'static str> {
    let tier = match citation.tier {
        Some(Tier::Typography) => Some("typography differs"),
        Some(Tier::Case) => Some("letter case differs"),
        _ => None,
    };
    tier.into_iter()
        .chain(
            citation
                .loosenings
                .iter()
                .map(|loosening| loosening.words()),
        )
        .collect()
}
