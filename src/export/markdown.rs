//! Writes a map as a Markdown document: nested lists of claims with their labels, and the quotations in footnotes.

use std::io::{self, Write};

use super::outline::{OutlineEntry, ReasonOutline};
use super::{ExportFormat, Part, Thing, one_line};
use crate::map::ClaimId;
use crate::proof::Proof;
use crate::quotes::Outcome;
use crate::reason::{Label, Suppositions, grounded};

/// A report in Markdown.
pub(super) struct Markdown;

impl ExportFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn carried(&self) -> &'static [Thing] {
        &[
            Thing::Title,
            Thing::Quotation,
            Thing::Source,
            Thing::Objection,
            Thing::MapTitle,
            Thing::Thesis,
            Thing::Tag,
            Thing::Note,
            Thing::Flag,
            Thing::Assumed,
            Thing::Question,
            Thing::Exclusion,
        ]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let map = part.map;
        let labels = grounded(map, &Suppositions::default());
        let proof = Proof::new(map);
        writeln!(out, "# {}", escaped(map.title().unwrap_or("An argument")))?;
        let sources = map.sources();
        if sources.len() > 0 {
            writeln!(out, "\nSources:\n")?;
            for (_, _, source) in sources {
                let title = source
                    .title
                    .as_ref()
                    .map_or(&*source.id.value, |title| &title.value);
                write!(out, "- {}", escaped(title))?;
                if let Some(author) = &source.author {
                    write!(out, ", {}", escaped(&author.value))?;
                }
                if let Some(url) = source.url.as_ref().filter(|url| is_link(&url.value)) {
                    write!(out, ", <{}>", url.value)?;
                }
                writeln!(out)?;
            }
        }
        writeln!(
            out,
            "\n✓ accepted, ✗ rejected, ? undecided: what stands once every objection has been heard.\n"
        )?;
        let mut notes: Vec<ClaimId> = Vec::new();
        let mut number = 0;
        let outline = ReasonOutline::new(part);
        for line in outline.lines(true) {
            let OutlineEntry::Claim(id) = line.entry else {
                continue;
            };
            let indent = "  ".repeat(line.depth);
            let sign = match labels.claim(id) {
                Label::Accepted => "✓",
                Label::Rejected => "✗",
                Label::Undecided => "?",
            };
            let side = match line.is_against {
                Some(true) => "**But:** ",
                Some(false) => "**Because:** ",
                None => "",
            };
            let claim = map.claim(id);
            if let Some(elsewhere) = line.elsewhere {
                writeln!(
                    out,
                    "{indent}- {side}{sign} {} (see {elsewhere})",
                    escaped(map.title_of(id))
                )?;
                continue;
            }
            write!(out, "{indent}- {side}{sign} ")?;
            if line.is_against.is_none() || claim.title.is_some() {
                let title = claim.title.as_ref().map_or("", |title| &title.value);
                let head = format!("{} {}", line.number, escaped(title));
                write!(out, "**{}** ", head.trim_end())?;
            } else {
                write!(out, "{} ", line.number)?;
            }
            write!(out, "{}", escaped(map.text(id, None)))?;
            for _ in &claim.quotes {
                number += 1;
                write!(out, "[^{number}]")?;
            }
            if !claim.quotes.is_empty() {
                notes.push(id);
            }
            let mut marks: Vec<String> = Vec::new();
            for (is_set, word) in [
                (claim.is_implicit(), "implicit"),
                (claim.is_assumed(), "assumed"),
                (claim.is_denied(), "denied"),
            ] {
                if is_set {
                    marks.push(word.to_owned());
                }
            }
            marks.extend(
                claim
                    .tags
                    .iter()
                    .map(|tag| format!("#{}", one_line(&tag.value))),
            );
            if !marks.is_empty() {
                write!(out, " *({})*", escaped(&marks.join(", ")))?;
            }
            writeln!(out)?;
            if let Some(note) = &claim.note {
                writeln!(out, "{indent}  {}", escaped(&note.value))?;
            }
        }
        for id in part.questions() {
            let question = map.question(id);
            let one = if question.is_exclusive() {
                " (one answer)"
            } else {
                ""
            };
            writeln!(out, "\n**{}**{one}\n", escaped(map.question_text(id, None)))?;
            for claim in part.answers(id) {
                writeln!(out, "- {}", escaped(map.title_of(claim)))?;
            }
        }
        let mut number = 0;
        for claim in notes {
            for (quote, cited) in map.claim(claim).quotes.iter().zip(proof.of_claim(claim)) {
                number += 1;
                let source = cited.source.and_then(|id| map.sources().nth(id.0 as usize));
                let source = source.map(|(_, _, source)| {
                    source
                        .title
                        .as_ref()
                        .map_or(&*source.id.value, |title| &title.value)
                });
                let found = match cited.outcome.as_deref() {
                    Some(Outcome::Found { place, .. }) => {
                        format!("line {}, {}", place.whole.start.line, place.tier.name())
                    }
                    Some(Outcome::Ambiguous { .. }) => "in several places".to_owned(),
                    Some(_) => "**not found there**".to_owned(),
                    None => "not looked for".to_owned(),
                };
                let source = source.map_or_else(|| "no source".to_owned(), escaped);
                write!(
                    out,
                    "\n[^{number}]: “{}”, {source}, {found}.",
                    escaped(&quote.text.value)
                )?;
            }
        }
        if number > 0 {
            writeln!(out)?;
        }
        Ok(())
    }
}

fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(['<', '>', ' ', '\n', '\r', '\t'])
}

/// Text on one line, with a backslash before characters that would be markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        if matches!(
            character,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '$'
                | '&'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
