//! Finds words in the sources of a map, or the nearest passages.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{QuoteEntry, Version};
use crate::map::SourceId;
use crate::proof::Proof;
use crate::quotes::{
    MAX_PLACES, Nearest, Outcome, Passage, Quotation, QuotePlace, SourceText, Tier,
};
use crate::syntax::SharedStr;

/// Where the sources of a map have certain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The words that were searched for.
    pub text: String,
    /// The sources that could be read, in file order.
    pub sources: Vec<WordsInSource>,
}

/// The result of the search in one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsInSource {
    /// The source's id.
    pub id: SharedStr,
    /// Its path, as shown to people.
    pub path: String,
    /// The source in the map that was asked about; not in JSON.
    #[serde(skip)]
    pub source: SourceId,
    /// How many places have the words. Counting stops at a limit: see [`Outcome::Ambiguous`].
    pub total: usize,
    /// The first of these places.
    pub places: Vec<WordsPlace>,
    /// For words with an ellipsis: where their parts are, if all are there but not one after the other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Passage>,
    /// The words that are not there, or the part of them that is not; not in JSON.
    #[serde(skip)]
    pub missing: Option<String>,
    /// The passage nearest to the missing words: a hint, never a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Why the words may be there after all, as text; not in JSON.
    #[serde(skip)]
    pub doubts: Option<String>,
}

/// A place that has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordsPlace {
    /// The passage from the first word to the last.
    #[serde(flatten)]
    pub whole: Passage,
    /// How exactly the words match here.
    pub tier: Tier,
    /// The entry that quotes this place and no other.
    pub quote: QuoteEntry,
}

/// Which places to describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichPlaces {
    /// The first few of the places with the most exact match.
    First(usize),
    /// All places, however exact the match.
    All,
}

impl WordsAnswer {
    /// Searches for `words`, in which `[…]` or `[...]` stands for an omission. Finds the places with the most exact
    /// match, or all places. After the first [`MAX_PLACES`] places in a source, entries tell places apart only by their
    /// `occurrence`.
    pub fn new(proof: &Proof<'_>, words: &str, which: WhichPlaces) -> Self {
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
            answer.search(proof, proof.source(id).ok()?, &quotation, which);
            Some(answer)
        });
        Self {
            version: Version,
            text: words.to_owned(),
            sources: sources.collect(),
        }
    }

    /// Whether any of the sources has the words.
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
        which: WhichPlaces,
    ) {
        let words = quotation.text;
        let place = |place: QuotePlace, is_only| WordsPlace {
            quote: QuoteEntry::new(proof, (self.source, source), &place, words, is_only),
            whole: place.whole,
            tier: place.tier,
        };
        let most = match which {
            WhichPlaces::First(most) => most,
            WhichPlaces::All => {
                let all = source.every_place(quotation);
                if all.len() > 1 {
                    self.total = all.len();
                    self.places = self.every(proof, source, words, all);
                    return;
                }
                1
            }
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
    /// Describes all places, each with its entry. Linear: for places after the first [`MAX_PLACES`], no `prefix` and
    /// `suffix` are searched for.
    fn every(
        &self,
        proof: &Proof<'_>,
        source: &SourceText,
        words: &str,
        places: Vec<QuotePlace>,
    ) -> Vec<WordsPlace> {
        let mut orders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let described = places.into_iter().enumerate().map(|(number, place)| {
            let is_near = number < MAX_PLACES;
            let mut quote = QuoteEntry::new(proof, (self.source, source), &place, words, !is_near);
            if !is_near {
                let starts = orders
                    .entry(quote.text.clone())
                    .or_insert_with_key(|text| source.starts(text, Tier::Exact));
                let order = starts.binary_search(&place.whole.text.start).ok();
                quote.occurrence = order.and_then(|order| u32::try_from(order + 1).ok());
            }
            WordsPlace {
                quote,
                whole: place.whole,
                tier: place.tier,
            }
        });
        described.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn workspace(source: &str, entry: &str) -> Workspace {
        let map = format!("[source.a]\npath = \"a.txt\"\n[claim.c]\ntext = \"C.\"\n{entry}\n");
        let texts = [("a.txt", source.to_owned()), ("map.toml", map)];
        Workspace::of_texts(texts).unwrap()
    }

    #[test]
    fn every_place_is_given_with_an_entry_that_means_it() {
        let source = "Drip, drip, DRIP. ".repeat(200);
        let without = workspace(&source, "");
        let proof = Proof::new(without.map());
        let answer = WordsAnswer::new(&proof, "drip", WhichPlaces::All);
        let found = &answer.sources[0];
        assert_eq!((found.total, found.places.len()), (600, 600));
        for place in found.places.iter().step_by(37) {
            let entry = place.quote.toml();
            let with = workspace(&source, &entry);
            let proof = Proof::new(with.map());
            let meant = proof.quotations()[0]
                .place()
                .map(|place| place.whole.clone());
            assert_eq!(meant.as_ref(), Some(&place.whole), "{entry}");
        }
    }

    #[test]
    fn words_in_one_place_need_no_more() {
        let workspace = workspace("One. Two.", "");
        let proof = Proof::new(workspace.map());
        let answer = |words| WordsAnswer::new(&proof, words, WhichPlaces::All);
        assert_eq!(
            answer("two").sources[0].places[0].quote.toml(),
            "quote = \"Two\""
        );
        let missing = answer("three");
        assert_eq!((missing.sources[0].total, missing.is_found()), (0, false));
    }
}
