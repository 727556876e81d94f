//! `argmap quote find --format json`: where words stand in the sources, for programs.

use argmap::map::SourceId;
use argmap::printable::Shown;
use argmap::proof::Proof;
use argmap::quotes::{Outcome, Passage, Place, Quotation, SignChange, SourceText, WordChange};
use serde::Serialize;

use super::entry::Entry;
use crate::cli::Failure;
use crate::cli::output::to_json;

#[derive(Serialize)]
struct Document<'q> {
    version: u32,
    text: &'q str,
    sources: Vec<Searched>,
}

/// What became of the search through one source.
#[derive(Serialize)]
struct Searched {
    id: String,
    path: String,
    /// How many places there are; only the first ones are listed.
    total: usize,
    places: Vec<Stood>,
    /// Where the parts of the words stand that do not stand together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    apart: Vec<Stretch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<Near>,
}

#[derive(Serialize)]
struct Stood {
    #[serde(flatten)]
    whole: Stretch,
    tier: &'static str,
    quote: Entry,
}

/// Byte offsets in the file, from 0; lines, and columns in characters, from 1; the ends are the first after it.
#[derive(Serialize)]
struct Stretch {
    start: usize,
    end: usize,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// The nearest passage: help, and no proof.
#[derive(Serialize)]
struct Near {
    #[serde(flatten)]
    whole: Stretch,
    text: String,
    edits: usize,
    words: Vec<Word>,
    /// What differs where the words do not seem to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    signs: Vec<Signs>,
}

/// Signs that look alike, or are not seen: what the source has, and what was looked for has in their place.
#[derive(Serialize)]
struct Signs {
    missing: String,
    added: String,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Equal(String),
    /// The source has it, what was looked for does not.
    Missing(String),
    /// What was looked for has it, the source does not.
    Added(String),
}

/// The answer, and whether the words stand anywhere.
pub(super) fn json(proof: &Proof<'_>, words: &str) -> Result<(Shown, bool), Failure> {
    let quotation = Quotation::new(words);
    let readable = proof
        .sources()
        .filter_map(|(id, _, _)| Some((id, proof.source(id).ok()?)));
    let sources: Vec<_> = readable
        .map(|(id, source)| search(proof, (id, source), &quotation, words))
        .collect();
    let found = sources.iter().any(|source| !source.places.is_empty());
    let document = Document {
        version: 1,
        text: words,
        sources,
    };
    Ok((to_json(&document)?, found))
}

fn search(
    proof: &Proof<'_>,
    (id, source): (SourceId, &SourceText),
    quotation: &Quotation<'_>,
    words: &str,
) -> Searched {
    let stood = |place: &Place, is_only| Stood {
        whole: stretch(&place.whole),
        tier: place.tier.name(),
        quote: Entry::new(proof, (id, source), place, words, is_only),
    };
    let mut searched = Searched {
        id: proof
            .written(id)
            .map_or_else(String::new, |(_, written)| written.id.value.to_string()),
        path: proof.path(id).to_owned(),
        total: 0,
        places: Vec::new(),
        apart: Vec::new(),
        nearest: None,
    };
    match source.find(quotation) {
        Outcome::Found { place, .. } => {
            searched.total = 1;
            searched.places.push(stood(&place, true));
        }
        Outcome::Ambiguous { places, total } => {
            searched.total = total;
            searched.places = places.iter().map(|place| stood(place, false)).collect();
        }
        Outcome::PartsApart { parts, .. } => {
            searched.apart = parts.iter().map(|part| stretch(&part.whole)).collect();
        }
        Outcome::NotFound { part } => {
            let parts = quotation.parts();
            let missing = parts.get(part).copied().unwrap_or(words);
            searched.nearest = source.nearest(missing).map(|nearest| Near {
                whole: stretch(&nearest.passage),
                text: nearest.text,
                edits: nearest.edits,
                words: nearest.words.into_iter().map(word).collect(),
                signs: nearest.signs.into_iter().map(signs).collect(),
            });
        }
        Outcome::OutOfContext { .. } | Outcome::NoSuchOccurrence { .. } | Outcome::Blank => {}
    }
    searched
}

fn stretch(passage: &Passage) -> Stretch {
    Stretch {
        start: passage.bytes.start,
        end: passage.bytes.end,
        line: passage.start.line,
        column: passage.start.column,
        end_line: passage.end.line,
        end_column: passage.end.column,
    }
}

fn signs(change: SignChange) -> Signs {
    Signs {
        missing: change.theirs,
        added: change.own,
    }
}

fn word(change: WordChange) -> Word {
    match change {
        WordChange::Equal(text) => Word::Equal(text),
        WordChange::Missing(text) => Word::Missing(text),
        WordChange::Added(text) => Word::Added(text),
    }
}
