//! Reads annotations of brat (<https://brat.nlplab.org/standoff.html>) as in the essays of Stab & Gurevych (2017).
//!
//! Text spans become claims, and each `MajorClaim` is a thesis. `supports` and `attacks` become reasons and objections.
//! A `Claim` with a `Stance` is a reason for or an objection to the first major claim. The text next to the
//! annotations, `NAME.txt`, becomes a source, and every claim is quoted from its place there.

use rustc_hash::FxHashMap;

use super::draft::{DraftStep, MapDraft, text};
use super::fault::ImportError;
use super::places::CharIndex;
use super::{ImportFormat, Reading};
use crate::losses::What;
use crate::narrow::narrow;
use crate::syntax::{FileId, Quote, Selector, Span, Spanned};

/// The name under which a map keeps what it cannot express.
const BRAT: &str = "brat";

/// Annotations of brat.
pub(super) struct BratImport;

impl ImportFormat for BratImport {
    fn name(&self) -> &'static str {
        BRAT
    }

    fn about(&self) -> &'static str {
        "annotations of brat, `NAME.ann` next to `NAME.txt`"
    }

    fn is_like(&self, name: &str, text: &str) -> bool {
        let first = text.lines().next().unwrap_or_default();
        let ending = std::path::Path::new(name).extension();
        ending.is_some_and(|ending| ending == "ann")
            || (first.starts_with('T') && first.matches('\t').count() == 2)
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        for (number, file) in reading.files.files.iter().enumerate() {
            let stem = file.name.rsplit('/').next().unwrap_or(&file.name);
            let beside = format!("{}.txt", stem.strip_suffix(".ann").unwrap_or(stem));
            let beside = (reading.includes)(&file.name, &beside).ok();
            let file_id = FileId(narrow(number));
            essay(
                file_id,
                &file.text,
                beside.map(|(_, name, text)| (name, text)),
                &mut reading.draft,
            )?;
        }
        Ok(())
    }
}

fn essay(
    file: FileId,
    written: &str,
    beside: Option<(String, String)>,
    draft: &mut MapDraft,
) -> Result<(), ImportError> {
    let source = beside.map(|(name, words)| {
        let title = words.lines().next().unwrap_or_default().trim().to_owned();
        let stem = name
            .rsplit('/')
            .next()
            .unwrap_or(&name)
            .trim_end_matches(".txt")
            .to_owned();
        let id = draft.source(&stem, &words, |source| {
            source.title = (!title.is_empty()).then(|| text(title.as_str()));
        });
        (id, words)
    });
    let mut places = source
        .as_ref()
        .map(|(_, words)| CharIndex::new(words.into()));
    let mut claims: FxHashMap<&str, usize> = FxHashMap::default();
    let mut theses: Vec<usize> = Vec::new();
    let mut relations: Vec<(Span, &str)> = Vec::new();
    let mut stances: Vec<(Span, &str)> = Vec::new();
    let mut start = 0;
    for line in written.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(start, start + words.len());
        start += line.len();
        let fault =
            |message: String, label: &str| ImportError::new(BRAT, file, span, message, label);
        match words.chars().next() {
            None => {}
            Some('T') => {
                let mut fields = words.splitn(3, '\t');
                let (Some(id), Some(about), Some(said)) =
                    (fields.next(), fields.next(), fields.next())
                else {
                    return Err(fault("a text span has an id, a type with places, and its words, with tabs between".to_owned(), "has not all of these"));
                };
                let mut about = about.split([' ', ';']);
                let kind = about.next().unwrap_or_default();
                let Some(offset) = about.next().and_then(|offset| offset.parse::<usize>().ok())
                else {
                    return Err(fault(
                        format!("the text span `{id}` has no place"),
                        "no number after the type",
                    ));
                };
                let claim = draft.claim(said);
                draft.get(claim).tags = vec![text(kind)].into();
                if let (Some((id, words)), Some(places)) = (&source, &mut places) {
                    let quote = quotation(id, (words, places), said, offset);
                    draft.get(claim).quotes = quote.into_iter().collect();
                }
                let mut data = toml::Table::new();
                data.insert("id".to_owned(), id.into());
                draft.keep(claim, BRAT, data);
                if kind == "MajorClaim" {
                    theses.push(claim);
                }
                if claims.insert(id, claim).is_some() {
                    return Err(fault(
                        format!("the text span `{id}` is here twice"),
                        "the second",
                    ));
                }
            }
            Some('R') => relations.push((span, words)),
            Some('A' | 'M') => stances.push((span, words)),
            Some('#') => draft.lose(
                What::new("note of the annotators", "notes of the annotators"),
                1,
            ),
            Some(_) => draft.lose(
                What::new("annotation of another kind", "annotations of other kinds"),
                1,
            ),
        }
    }
    for &thesis in &theses {
        let id = draft.id(thesis);
        draft.header().thesis.push(id);
    }
    let find = |span: Span, name: &str| {
        claims.get(name).copied().ok_or_else(|| {
            let message = format!("there is no text span `{name}`");
            ImportError::new(BRAT, file, span, message, "names it")
        })
    };
    for (span, words) in relations {
        let about = words.split('\t').nth(1).unwrap_or_default();
        let mut about = about.split(' ');
        let kind = about.next().unwrap_or_default();
        let mut end = || {
            about
                .next()
                .and_then(|end| end.split_once(':'))
                .map_or("", |(_, name)| name)
        };
        let (from, to) = (find(span, end())?, find(span, end())?);
        let is_against = kind.starts_with("attack") || kind.eq_ignore_ascii_case("contradicts");
        draft.step(DraftStep {
            premises: vec![from],
            conclusion: to,
            is_against,
            ..DraftStep::default()
        });
    }
    for (span, words) in stances {
        let about = words.split('\t').nth(1).unwrap_or_default();
        let fields: Vec<&str> = about.split(' ').collect();
        let (&["Stance", name, stance], Some(&major)) = (fields.as_slice(), theses.first()) else {
            draft.lose(What::new("attribute", "attributes"), 1);
            continue;
        };
        let claim = find(span, name)?;
        draft.step(DraftStep {
            premises: vec![claim],
            conclusion: major,
            is_against: stance == "Against",
            ..DraftStep::default()
        });
    }
    Ok(())
}

/// A quotation of the words `said`, at a place counted in characters. `None` if there are no words, or if other words
/// are there.
fn quotation(
    source: &str,
    (words, places): (&str, &mut CharIndex<'_>),
    said: &str,
    offset: usize,
) -> Option<Quote> {
    let at = places.byte(offset);
    if said.trim().is_empty() || !words.get(at..)?.starts_with(said) {
        return None;
    }
    let occurrence = places.occurrence(said, at);
    let selector = Selector {
        source: Some(text(source)),
        occurrence: occurrence.map(Spanned::unplaced),
        ..Selector::default()
    };
    Some(Quote {
        text: text(said),
        span: Span::default(),
        selector: Some(Box::new(selector)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_words_quotes_nothing() {
        let words = "Roads cost.";
        let quoted = |said| quotation("essay", (words, &mut CharIndex::new(words.into())), said, 0);
        assert!(quoted("Roads").is_some());
        assert!(quoted("").is_none());
        assert!(quoted("Rails").is_none());
    }
}
