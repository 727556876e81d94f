//! Kialo's text export (<https://www.kialo.com>): a tree of pros and cons, numbered.
//!
//! A thesis is a line without a side, and a thesis of the map. `-> See 1.2.` is the claim that stands there, so that it speaks
//! twice. The place of a claim in the tree is kept as `data.kialo` where the export could not find it again.

use rustc_hash::FxHashMap;

use super::draft::{Draft, Step, text};
use super::fault::Fault;
use super::{Format, Reading};
use crate::narrow::narrow;
use crate::syntax::{FileId, Span};

/// The name under which a map keeps what it cannot say.
pub(crate) const KIALO: &str = "kialo";

/// Kialo's text export.
pub(super) struct Kialo;

impl Format for Kialo {
    fn name(&self) -> &'static str {
        KIALO
    }

    fn about(&self) -> &'static str {
        "Kialo's export as text"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        text.starts_with("Discussion Title:")
            || text.starts_with("Discussion Name:")
            || line(text.lines().next().unwrap_or_default()).is_some()
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), Fault> {
        for (number, file) in reading.files.files.iter().enumerate() {
            debate(FileId(narrow(number)), &file.text, &mut reading.draft)?;
        }
        Ok(())
    }
}

/// One numbered line.
struct Line<'t> {
    /// Such as `1.2.`.
    number: &'t str,
    /// For or against what it stands below; none of a thesis.
    is_against: Option<bool>,
    words: &'t str,
}

/// One claim of a debate, as it is written.
struct Entry {
    number: String,
    is_against: Option<bool>,
    words: String,
    span: Span,
}

fn line(text: &str) -> Option<Line<'_>> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at(end);
    let is_number =
        number.ends_with('.') && number.split('.').rev().skip(1).all(|part| !part.is_empty());
    if !is_number || !rest.starts_with(' ') {
        return None;
    }
    let rest = rest.trim_start();
    let side = |name: &str| rest.strip_prefix(name).map(str::trim_start);
    let (is_against, words) = match (side("Pro:"), side("Con:")) {
        (Some(words), _) => (Some(false), words),
        (None, Some(words)) => (Some(true), words),
        (None, None) => (None, rest),
    };
    Some(Line {
        number,
        is_against,
        words,
    })
}

fn debate(file: FileId, text: &str, draft: &mut Draft) -> Result<(), Fault> {
    let fault =
        |span: Span, message: String, label: &str| Fault::new(KIALO, file, span, message, label);
    let mut entries: Vec<Entry> = Vec::new();
    let mut start = 0;
    for written in text.split_inclusive('\n') {
        let words = written.trim_end();
        let span = Span::new(start, start + words.len());
        start += written.len();
        if let Some(line) = line(words) {
            entries.push(Entry {
                number: line.number.to_owned(),
                is_against: line.is_against,
                words: unescaped(line.words),
                span,
            });
        } else if let Some(last) = entries.last_mut() {
            // A claim of several lines.
            if !words.trim().is_empty() {
                last.words.push('\n');
                last.words.push_str(&unescaped(words.trim()));
                last.span.end = span.end;
            }
        } else if let Some(title) = title(words) {
            draft
                .header()
                .title
                .get_or_insert_with(|| super::draft::text(title));
        } else if !words.trim().is_empty() {
            let message =
                "this is no export of Kialo: before the claims there is only its title".to_owned();
            return Err(fault(span, message, "is no numbered claim"));
        }
    }
    if entries.is_empty() {
        let end = Span::new(text.len(), text.len());
        return Err(fault(
            end,
            "this is no export of Kialo: it has no numbered claim".to_owned(),
            "the file ends",
        ));
    }
    claims(&entries, draft, fault)
}

fn claims(
    entries: &[Entry],
    draft: &mut Draft,
    fault: impl Fn(Span, String, &str) -> Fault,
) -> Result<(), Fault> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        if places.insert(&entry.number, index).is_some() {
            return Err(fault(
                entry.span,
                format!("the number `{}` is here twice", entry.number),
                "the second",
            ));
        }
    }
    let mut claims: Vec<Option<usize>> = vec![None; entries.len()];
    for (entry, claim) in entries.iter().zip(&mut claims) {
        if see(&entry.words).is_none() {
            *claim = Some(draft.claim(&entry.words));
        }
    }
    let claim_at = |entry: &Entry, index: usize| -> Result<usize, Fault> {
        let mut at = index;
        // `-> See` may lead to another one, but not in a circle.
        for _ in 0..=entries.len().min(1000) {
            if let Some(Some(claim)) = claims.get(at) {
                return Ok(*claim);
            }
            let target = entries
                .get(at)
                .and_then(|entry| see(&entry.words))
                .unwrap_or_default();
            let Some(&next) = places.get(target) else {
                let message = format!("`-> See {target}` leads nowhere");
                return Err(fault(entry.span, message, "no claim has this number"));
            };
            at = next;
        }
        Err(fault(
            entry.span,
            "`-> See` leads round in a circle".to_owned(),
            "this one",
        ))
    };
    for (index, entry) in entries.iter().enumerate() {
        let claim = claim_at(entry, index)?;
        let trimmed = entry.number.trim_end_matches('.');
        let above = trimmed
            .rsplit_once('.')
            .map(|(above, _)| format!("{above}."));
        let parent = above
            .as_deref()
            .and_then(|above| places.get(above))
            .copied();
        match (entry.is_against, parent) {
            (Some(is_against), Some(parent)) => {
                let conclusion = claim_at(entry, parent)?;
                draft.step(Step {
                    premises: vec![claim],
                    conclusion,
                    is_against,
                    ..Step::default()
                });
            }
            (Some(_), None) => {
                let message = format!("`{}` stands below nothing", entry.number);
                return Err(fault(
                    entry.span,
                    message,
                    "no claim has the number above it",
                ));
            }
            (None, _) => {
                let id = draft.id(claim);
                let header = draft.header();
                if header.thesis.iter().all(|other| other.value != id.value) {
                    header.thesis.push(text(&*id.value));
                }
                // A second thesis stands on its own, or answers the question above it.
                if let Some(parent) = parent {
                    let mut row = toml::Table::new();
                    row.insert(
                        "below".to_owned(),
                        draft.id(claim_at(entry, parent)?).value.to_string().into(),
                    );
                    draft.keep(claim, KIALO, row);
                }
            }
        }
    }
    Ok(())
}

fn title(line: &str) -> Option<&str> {
    let title = line
        .strip_prefix("Discussion Title:")
        .or(line.strip_prefix("Discussion Name:"))?;
    Some(title.trim())
}

/// The number that `-> See 1.2.` names.
fn see(words: &str) -> Option<&str> {
    let rest = words.strip_prefix("-> See ")?.trim();
    let is_number = !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then_some(rest)
}

/// Kialo writes a backslash before brackets.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let is_escape =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if is_escape {
            out.extend(characters.next());
        } else {
            out.push(character);
        }
    }
    out
}
