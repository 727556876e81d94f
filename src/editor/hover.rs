//! What is shown when the pointer rests on something, in Markdown.

use std::fmt::Write;
use std::ops::Range;

use super::thing::{NamedThing, thing_at};
use crate::check::{self, verdict};
use crate::map::{ClaimId, Map, StepId};
use crate::printable::printable;
use crate::proof::{Cited, Proof};
use crate::quotes::{Outcome, SourceText, Tier};
use crate::reason::Labelling;
use crate::syntax::{FileId, Scan, Span, Spot, TableKind};

use super::completion::{Within, within};

/// How many bytes of the source are shown before and after a quotation.
const AROUND: usize = 70;

/// What is shown about a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What there is to say, in Markdown, with the map's own text escaped.
    pub text: String,
}

/// What there is to say about the thing at a byte of a file: a claim with its label and why it has it, a quotation with
/// its proof, a key with its meaning. Linear in the size of the map.
pub fn hover(
    proof: &Proof<'_>,
    labelling: &Labelling,
    file: FileId,
    offset: usize,
) -> Option<Hover> {
    let map = proof.map();
    if let Some(thing) = thing_at(map, file, offset)
        && let Some(text) = about(proof, labelling, &thing)
    {
        let span = thing.span;
        return Some(Hover { span, text });
    }
    quotation(proof, file, offset).or_else(|| key(&map.files().file(file).text, offset))
}

fn about(proof: &Proof<'_>, labelling: &Labelling, thing: &NamedThing) -> Option<String> {
    let map = proof.map();
    match thing.space {
        TableKind::Claim => match map.find(&thing.name) {
            Some(found) => Some(claim(proof, labelling, found)),
            None => map
                .find_step(&thing.name)
                .map(|found| step(map, labelling, found)),
        },
        TableKind::Source => {
            let id = map.find_source(&thing.name)?;
            let (_, source) = proof.written(id)?;
            let title = source.title.as_ref().or(source.path.as_ref());
            let mut text = format!("**{}**", escaped(title.map_or("", |title| &title.value)));
            match proof.source(id) {
                Ok(_) => {
                    if let Some(coverage) = proof.coverage(id) {
                        let share = coverage.letters.covered() * 100.0;
                        let _ = write!(text, "\n\n{share:.0} % quoted or ignored");
                    }
                }
                Err(_) => text.push_str("\n\ncannot be read"),
            }
            Some(text)
        }
        TableKind::Speaker => {
            let name = map
                .speakers()
                .find(|(_, speaker)| speaker.id.value == *thing.name);
            let name = name.and_then(|(_, speaker)| speaker.name.as_ref())?;
            Some(format!("**{}**", escaped(&name.value)))
        }
        TableKind::Question => {
            let id = map.find_question(&thing.name)?;
            let mut text = format!("**{}**", escaped(map.question_text(id, None)));
            for &answer in map.answers(id) {
                let _ = write!(
                    text,
                    "\n- {} ({})",
                    code(map.id(answer)),
                    labelling.claim(answer)
                );
            }
            Some(text)
        }
    }
}

fn claim(proof: &Proof<'_>, labelling: &Labelling, claim: ClaimId) -> String {
    let map = proof.map();
    let mut text = format!(
        "**{}** ({})\n\n{}\n\n{}",
        escaped(map.id(claim)),
        labelling.claim(claim),
        escaped(map.text(claim, None)),
        in_markdown(&verdict(map, labelling, claim)),
    );
    if let Some(speakers) = map.speakers_in_words(&map.claim(claim).by) {
        let _ = write!(text, "\n\nheld by {}", escaped(&speakers));
    }
    for cited in proof.of_claim(claim) {
        let _ = write!(text, "\n\n{}", proven(proof, cited));
    }
    if map.claim(claim).is_implicit() {
        text.push_str("\n\nimplicit: the text does not say it");
    }
    text
}

fn step(map: &Map, labelling: &Labelling, step: StepId) -> String {
    let premises: Vec<String> = map
        .premises(step)
        .map(|premise| code(map.id(premise)))
        .collect();
    let stated = map.step(step);
    let target = code(map.id(stated.conclusion));
    let what = match stated.undercuts {
        Some(_) => format!("an undercut of a step to {target}"),
        None => format!(
            "{} {} {target}",
            stated.kind().name(),
            match stated.kind() {
                crate::map::StepKind::Reason => "for",
                _ => "to",
            }
        ),
    };
    let mut text = format!(
        "{what} ({})\n\nfrom {}",
        labelling.step(step),
        premises.join(" and ")
    );
    if let Some(why) = map.step_why(step) {
        let _ = write!(text, "\n\n{}", escaped(&why.value));
    }
    text
}

/// The quotation at a place, with the result of searching for it.
fn quotation(proof: &Proof<'_>, file: FileId, offset: usize) -> Option<Hover> {
    let cited = proof.cited().iter().find_map(|cited| {
        let (of, quote) = proof.quote(cited)?;
        let span = quote.text.span;
        (of == file && span.range().start <= offset && offset <= span.range().end)
            .then_some((cited, span))
    });
    let (cited, span) = cited?;
    Some(Hover {
        span,
        text: proven(proof, cited),
    })
}

/// Where a quotation is found, with the words around it, or that it is not found.
fn proven(proof: &Proof<'_>, cited: &Cited) -> String {
    let named = cited.source.and_then(|id| {
        let (_, written) = proof.written(id)?;
        Some((written, proof.source(id).ok()?))
    });
    let Some((written, source)) = named else {
        return "quoted: the source cannot be read".to_owned();
    };
    let name = escaped(&written.id.value);
    match cited.outcome.as_deref() {
        Some(Outcome::Found { place, .. }) => {
            let how = match place.tier {
                Tier::Exact => "exactly",
                _ => place.tier.name(),
            };
            let start = place.whole.start;
            let around = around(source, &place.whole.text);
            format!(
                "quoted from {name}, {}:{} ({how})\n\n{around}",
                start.line, start.column
            )
        }
        Some(Outcome::Ambiguous { total, .. }) => {
            format!("occurs in {total} places in {name}: which one is meant?")
        }
        Some(_) => format!("**not found** in {name}"),
        None => format!("not looked for in {name}"),
    }
}

/// A part of a source in bold, with a few words before and after it.
fn around(source: &SourceText, range: &Range<usize>) -> String {
    let text = source.text();
    let mut start = range.start.saturating_sub(AROUND);
    let mut end = (range.end + AROUND).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (before, after) = (part(start..range.start), part(range.end..end));
    // Cut at whole words if there are any.
    let before = match before.find(char::is_whitespace) {
        Some(at) if start > 0 => before.get(at..).unwrap_or_default(),
        _ => before,
    };
    let after = match after.rfind(char::is_whitespace) {
        Some(at) if end < text.len() => after.get(..at).unwrap_or_default(),
        _ => after,
    };
    let blank = |is: bool| if is { " " } else { "" };
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    format!(
        "{}{}{}**{}**{}{}{}",
        dots(start > 0),
        escaped(before).trim(),
        blank(before.ends_with(char::is_whitespace)),
        escaped(part(range.clone())).trim(),
        blank(after.starts_with(char::is_whitespace)),
        escaped(after).trim(),
        dots(end < text.len())
    )
}

/// What a key means, or what a rule finds.
fn key(text: &str, offset: usize) -> Option<Hover> {
    let (scan, spot) = Scan::at(text, offset);
    let (Spot::Key { parent, typed } | Spot::Header { parent, typed }) = spot? else {
        return None;
    };
    let path = parent.map(|parent| scan.path(parent)).unwrap_or_default();
    let name = text.get(typed.range())?.trim_matches(['"', '\'']);
    let told = match within(&path) {
        Within::Table(table) => {
            let key = table.keys.iter().find(|key| key.name.as_str() == name)?;
            format!("`{name}`: {}", key.meaning)
        }
        Within::Levels => {
            let rule = check::find(name)?;
            format!("{}\n\n{}", rule.summary, rule.page)
        }
        Within::Ids(_) | Within::Languages | Within::Free => return None,
    };
    Some(Hover {
        span: typed,
        text: told,
    })
}

/// Text from a map, escaped so that Markdown shows it as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable(&one_line(text)).chars() {
        if character.is_ascii_punctuation()
            && !matches!(
                character,
                '.' | ',' | '\'' | '"' | '?' | ':' | ';' | '/' | '%' | '-'
            )
        {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// An id as code.
fn code(id: &str) -> String {
    let id = printable(id);
    if id.contains('`') {
        escaped(&id)
    } else {
        format!("`{id}`")
    }
}

/// A sentence of this program as Markdown: names in backquotes become code, and the rest is escaped.
fn in_markdown(sentence: &str) -> String {
    let parts = sentence.split('`').enumerate();
    let parts = parts.map(|(number, part)| {
        if number % 2 == 1 {
            format!("`{}`", printable(part))
        } else {
            escaped_within(part)
        }
    });
    parts.collect()
}

fn escaped_within(part: &str) -> String {
    let (start, end) = (part.starts_with(' '), part.ends_with(' '));
    let blank = |is: bool| if is { " " } else { "" };
    if part.trim().is_empty() {
        return blank(start).to_owned();
    }
    format!("{}{}{}", blank(start), escaped(part.trim()), blank(end))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
