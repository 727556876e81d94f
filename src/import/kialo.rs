//! Reads Kialo's text export (<https://www.kialo.com>): a numbered tree of pros and cons.
//!
//! A line that is neither a pro nor a con is a thesis of the map. A line that has only theses below it is the question
//! that they answer. `-> See 1.2.` refers to the claim with that number, which is then used twice. If an export could
//! not restore a claim's place in the tree, the place is kept as `data.kialo`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::{AskedQuestion, DraftStep, MapDraft};
use super::fault::ImportError;
use super::{ImportFormat, Reading};
use crate::narrow::narrow;
use crate::syntax::{FileId, Span};

/// The name under which a map keeps what it cannot express.
pub(crate) const KIALO: &str = "kialo";

/// Kialo's text export.
pub(super) struct KialoImport;

impl ImportFormat for KialoImport {
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

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        for (number, file) in reading.files.files.iter().enumerate() {
            debate(FileId(narrow(number)), &file.text, &mut reading.draft)?;
        }
        Ok(())
    }
}

/// One numbered line.
struct KialoLine<'t> {
    /// The number, such as `1.2.`.
    number: &'t str,
    /// Whether it is against the line above it; `None` for a thesis.
    is_against: Option<bool>,
    words: &'t str,
}

/// A claim of a debate, as written.
struct KialoClaim {
    number: String,
    is_against: Option<bool>,
    words: String,
    span: Span,
}

fn line(text: &str) -> Option<KialoLine<'_>> {
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
    Some(KialoLine {
        number,
        is_against,
        words,
    })
}

fn debate(file: FileId, text: &str, draft: &mut MapDraft) -> Result<(), ImportError> {
    let fault = |span: Span, message: String, label: &str| {
        ImportError::new(KIALO, file, span, message, label)
    };
    let mut entries: Vec<KialoClaim> = Vec::new();
    let mut start = 0;
    for written in text.split_inclusive('\n') {
        let words = written.trim_end();
        let span = Span::new(start, start + words.len());
        start += written.len();
        if let Some(line) = line(words) {
            entries.push(KialoClaim {
                number: line.number.to_owned(),
                is_against: line.is_against,
                words: unescaped(line.words),
                span,
            });
        } else if let Some(last) = entries.last_mut() {
            // A claim with several lines.
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
                "this is not an export of Kialo: before the claims there is only its title"
                    .to_owned();
            return Err(fault(span, message, "is not a numbered claim"));
        }
    }
    if entries.is_empty() {
        let end = Span::new(text.len(), text.len());
        return Err(fault(
            end,
            "this is not an export of Kialo: it has no numbered claim".to_owned(),
            "the file ends",
        ));
    }
    claims(&entries, draft, fault)
}

fn claims(
    entries: &[KialoClaim],
    draft: &mut MapDraft,
    fault: impl Fn(Span, String, &str) -> ImportError,
) -> Result<(), ImportError> {
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
    let parents: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let trimmed = entry.number.trim_end_matches('.');
            let (above, _) = trimmed.rsplit_once('.')?;
            places.get(format!("{above}.").as_str()).copied()
        })
        .collect();
    let said = written_out(entries, &places, &fault)?;
    let is_question = questions(entries, &parents, &said);
    let mut claims: Vec<Option<usize>> = vec![None; entries.len()];
    for (index, entry) in entries.iter().enumerate() {
        let is_here = said.get(index) == Some(&index);
        if let (Some(claim), true) = (
            claims.get_mut(index),
            is_here && !is_question.contains(&index),
        ) {
            *claim = Some(draft.claim(&entry.words));
        }
    }
    let claim_at = |index: usize| claims.get(*said.get(index)?).copied().flatten();
    let mut theses: FxHashSet<usize> = FxHashSet::default();
    let mut answers: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (index, (entry, &parent)) in entries.iter().zip(&parents).enumerate() {
        let Some(claim) = claim_at(index) else {
            continue;
        };
        if let Some(is_against) = entry.is_against {
            let Some(conclusion) = parent.and_then(claim_at) else {
                let message = format!("`{}` is below nothing", entry.number);
                return Err(fault(
                    entry.span,
                    message,
                    "no claim has the number above it",
                ));
            };
            draft.step(DraftStep {
                premises: vec![claim],
                conclusion,
                is_against,
                ..DraftStep::default()
            });
            continue;
        }
        if theses.insert(claim) {
            let id = draft.id(claim);
            draft.header().thesis.push(id);
        }
        match parent {
            Some(parent) if is_question.contains(&parent) => {
                answers.entry(parent).or_default().push(claim);
            }
            // There may also be a thesis below a claim.
            Some(parent) => {
                if let Some(below) = claim_at(parent) {
                    let below = draft.id(below).value.to_string();
                    let row = toml::Table::from_iter([("below".to_owned(), below.into())]);
                    draft.keep(claim, KIALO, row);
                }
            }
            None => {}
        }
    }
    for (index, entry) in entries.iter().enumerate() {
        if let Some(answers) = answers.get(&index) {
            draft.question(&AskedQuestion {
                id: None,
                text: &entry.words,
                answers,
                is_exclusive: false,
            });
        }
    }
    Ok(())
}

/// For each entry, the entry that has its words: itself, or the one to which `-> See` leads in the end. Linear.
fn written_out(
    entries: &[KialoClaim],
    places: &FxHashMap<&str, usize>,
    fault: impl Fn(Span, String, &str) -> ImportError,
) -> Result<Vec<usize>, ImportError> {
    let mut said: Vec<Option<usize>> = vec![None; entries.len()];
    for (start, entry) in entries.iter().enumerate() {
        let mut way: Vec<usize> = Vec::new();
        let mut at = start;
        let end = loop {
            if let Some(Some(known)) = said.get(at) {
                break *known;
            }
            let Some(target) = entries.get(at).and_then(|entry| see(&entry.words)) else {
                break at;
            };
            way.push(at);
            let Some(&next) = places.get(target) else {
                let message = format!("`-> See {target}` points nowhere");
                return Err(fault(entry.span, message, "no claim has this number"));
            };
            if way.len() > entries.len() {
                let message = "`-> See` forms a circle".to_owned();
                return Err(fault(entry.span, message, "this one"));
            }
            at = next;
        };
        for at in way.into_iter().chain([start]) {
            if let Some(said) = said.get_mut(at) {
                *said = Some(end);
            }
        }
    }
    Ok(said.into_iter().flatten().collect())
}

/// The entries that are questions: those at the root that have only theses below them, and to which no `-> See` leads.
fn questions(
    entries: &[KialoClaim],
    parents: &[Option<usize>],
    said: &[usize],
) -> FxHashSet<usize> {
    let mut has_answers: FxHashSet<usize> = FxHashSet::default();
    let mut has_sides: FxHashSet<usize> = FxHashSet::default();
    for (index, (entry, parent)) in entries.iter().zip(parents).enumerate() {
        has_sides.extend(said.get(index).filter(|&&said| said != index));
        match (parent, entry.is_against) {
            (Some(parent), None) => has_answers.insert(*parent),
            (Some(parent), Some(_)) => has_sides.insert(*parent),
            (None, _) => false,
        };
    }
    has_answers.retain(|&index| {
        let is_root = parents.get(index) == Some(&None) && said.get(index) == Some(&index);
        let is_thesis = entries
            .get(index)
            .is_some_and(|entry| entry.is_against.is_none());
        is_root && is_thesis && !has_sides.contains(&index)
    });
    has_answers
}

fn title(line: &str) -> Option<&str> {
    let title = line
        .strip_prefix("Discussion Title:")
        .or(line.strip_prefix("Discussion Name:"))?;
    Some(title.trim())
}

/// The number to which `-> See 1.2.` refers.
fn see(words: &str) -> Option<&str> {
    let rest = words.strip_prefix("-> See ")?.trim();
    let is_number = !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then_some(rest)
}

/// Removes backslashes before punctuation. Kialo writes them before brackets.
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
