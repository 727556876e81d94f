//! Finds where words stand in the sources of a map, or what there comes nearest.

use serde::Serialize;

use super::{QuoteEntry, Version};
use crate::map::SourceId;
use crate::proof::Proof;
use crate::quotes::{Nearest, Outcome, Passage, Place, Quotation, SourceText, Tier};
use crate::syntax::SharedStr;

/// Where words stand in the sources of a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsAnswer {
    /// The version of this form.
    pub version: Version<1>,
    /// What was looked for.
    pub text: String,
    /// The sources that could be read, in the order of the files.
    pub sources: Vec<WordsInSource>,
}

/// What became of the search through one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsInSource {
    /// The source's id.
    pub id: SharedStr,
    /// Its path as people are shown it.
    pub path: String,
    /// The source, for the map that was asked about; not in JSON.
    #[serde(skip)]
    pub source: SourceId,
    /// In how many places the words stand, as far as they are counted: see [`Outcome::Ambiguous`].
    pub total: usize,
    /// The first of them.
    pub places: Vec<WordsPlace>,
    /// Of words with an ellipsis: where their parts stand, which do not follow each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Passage>,
    /// The words, or the part of them, that do not stand there; not in JSON.
    #[serde(skip)]
    pub missing: Option<String>,
    /// What comes nearest to these: a help, never a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Why they may stand there all the same, in words; not in JSON.
    #[serde(skip)]
    pub doubts: Option<String>,
}

/// A place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsPlace {
    /// From the first word to the last.
    #[serde(flatten)]
    pub whole: Passage,
    /// How exactly they stand there.
    pub tier: Tier,
    /// The entry that quotes this place and no other.
    pub quote: QuoteEntry,
}

impl WordsAnswer {
    /// Looks for `words`, in which `[…]` or `[...]` stands for what is left out, and describes at most `most` places in each
    /// source.
    pub fn new(proof: &Proof<'_>, words: &str, most: usize) -> Self {
        let quotation = Quotation::new(words);
        let sources = proof.sources().filter_map(|(id, _, written)| {
            let mut answer = WordsInSource {
                id: written.id.value.clone(),
                path: proof.path(id).to_owned(),
                source: id,
                total: 0,
                places: Vec::new(),
                apart: Vec::new(),
                missing: None,
                nearest: None,
                doubts: None,
            };
            answer.search(proof, proof.source(id).ok()?, &quotation, most);
            Some(answer)
        });
        Self {
            version: Version,
            text: words.to_owned(),
            sources: sources.collect(),
        }
    }

    /// Whether the words stand in any of the sources.
    pub fn is_found(&self) -> bool {
        self.sources.iter().any(|source| source.total > 0)
    }
}

impl WordsInSource {
    fn search(
        &mut self,
        proof: &Proof<'_>,
        source: &SourceText,
        quotation: &Quotation<'_>,
        most: usize,
    ) {
        let words = quotation.text;
        let place = |place: Place, is_only| WordsPlace {
            quote: QuoteEntry::new(proof, (self.source, source), &place, words, is_only),
            whole: place.whole,
            tier: place.tier,
        };
        match source.find(quotation) {
            Outcome::Found { place: only, .. } => {
                self.total = 1;
                self.places = vec![place(only, true)];
            }
            Outcome::Ambiguous { places, total } => {
                self.total = total;
                let places = places.into_iter().take(most);
                self.places = places.map(|one| place(one, false)).collect();
            }
            Outcome::PartsApart { parts, .. } => {
                self.apart = parts.into_iter().map(|part| part.whole).collect();
            }
            Outcome::NotFound { part } => {
                let parts = quotation.parts();
                let missing = parts.get(part).copied().unwrap_or(words);
                self.nearest = source.nearest(missing);
                self.doubts = source.doubts_said();
                self.missing = Some(missing.to_owned());
            }
            Outcome::OutOfContext { .. } | Outcome::NoSuchOccurrence { .. } | Outcome::Blank => {}
        }
    }
}
