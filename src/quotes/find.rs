//! Finds a quotation: the tiers, the parts around an ellipsis, and what selects one of several places.

use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::chain::{Chain, Chains};
use super::fold::is_blank;
use super::hits::{Beside, Hit};
use super::layout::BlockEnd;
use super::source::{Passage, SourceText};

/// Maximum number of characters that an ellipsis (`[…]`) may stand for.
pub const MAX_GAP: usize = 2_000;

/// Maximum number of places of a quotation that are listed; more are counted (see [`MAX_COUNTED`]).
pub const MAX_PLACES: usize = 100;

/// Maximum number of places that are counted: if a count is this high, the source may have more.
pub const MAX_COUNTED: usize = 1_000;

/// How exactly a quotation matches, the tightest tier first. Each tier allows everything that the ones before it allow.
///
/// Digits, signs, units, currency, letters and words must be the same on every tier, except that the last tier ignores
/// letter case (but not in a unit: `5 mW` is not `5 MW`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The same character by character, apart from white space and invisible characters: line breaks, runs of spaces,
    /// no-break and thin spaces, soft hyphens within a line, zero-width spaces, direction marks. A space cannot be left
    /// out, except for a line break between Chinese or Japanese characters.
    Exact,
    /// Typography differs: composed and decomposed letters (Unicode NFC), ligatures and other forms of the same
    /// letters; curly, straight and angled quotation marks, and a pair of single ones for double ones; hyphens and dashes; `…` and `...`; a word hyphenated at the
    /// end of a line, read with or without the hyphen; a line that ends in a dash or slash, joined to the next without
    /// a space; a space before `, ; : ! ? . ) ] %` or just inside brackets and quotation marks. A minus sign or a dash
    /// directly before a number is not a hyphen, `²` is not `2`, an `—` without spaces around it is not a hyphen, and
    /// `1 ,5` is not `1,5`.
    Typography,
    /// Letter case differs, under Unicode's simple case folding (`ß` is not `ss`).
    Case,
}

impl Tier {
    const LADDER: [Self; 3] = [Self::Exact, Self::Typography, Self::Case];

    /// The tier's name as used in reports: `exact`, `typography`, `case`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Typography => "typography",
            Self::Case => "case",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The author's words, and which of several places is meant: the `TextQuoteSelector` of the [W3C Web Annotation Data
/// Model](https://www.w3.org/TR/annotation-model/#text-quote-selector) with an occurrence number added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Quotation<'q> {
    /// The words. White space around them is ignored. `[…]` or `[...]` stands for an omission of at most [`MAX_GAP`]
    /// characters.
    pub text: &'q str,
    /// The text directly before; white space in between is ignored on every tier.
    pub prefix: Option<&'q str>,
    /// The text directly after; white space in between is ignored on every tier.
    pub suffix: Option<&'q str>,
    /// Which of the places that match `prefix` and `suffix` is meant, counted from 1 in the order of the source.
    pub occurrence: Option<u32>,
}

impl<'q> Quotation<'q> {
    /// A quotation that should occur only once.
    pub fn new(text: &'q str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// The parts between the ellipses, without the white space around them; empty parts are left out.
    pub fn parts(&self) -> Vec<&'q str> {
        self.text
            .split("[…]")
            .flat_map(|part| part.split("[...]"))
            .map(trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// Where a quotation is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotePlace {
    /// From the beginning of the first part to the end of the last.
    pub whole: Passage,
    /// What is quoted: one passage, or several with an ellipsis between each two.
    pub parts: Vec<Passage>,
    /// How exactly the quotation matches: the tier of its loosest part.
    pub tier: Tier,
    /// The first block of the source that ends within a part: the words are there, but a reader does not see them
    /// together.
    pub over: Option<BlockEnd>,
}

impl QuotePlace {
    /// The quoted ranges of the rendered text, in order, as [`coverage`](super::coverage()) takes them.
    pub fn text_ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.parts.iter().map(|part| part.text.clone())
    }
}

/// The result of a search for a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in one place, or `prefix`, `suffix` and `occurrence` leave only one.
    Found {
        /// Where.
        place: QuotePlace,
        /// How many places match `prefix` and `suffix` on that tier. Counting stops at [`MAX_COUNTED`] ([`MAX_PLACES`]
        /// for a quotation in parts), or at `occurrence` if that is more.
        of: usize,
    },
    /// It is in several places, and nothing selects one of them.
    Ambiguous {
        /// The first [`MAX_PLACES`] that match `prefix` and `suffix`, in the order of the source.
        places: Vec<QuotePlace>,
        /// How many there are, counted up to [`MAX_COUNTED`], or up to [`MAX_PLACES`] for a quotation in parts.
        total: usize,
    },
    /// The words are there, but nowhere with this `prefix` and `suffix`.
    OutOfContext {
        /// The first [`MAX_PLACES`] places of the words, in the order of the source.
        places: Vec<QuotePlace>,
        /// How many there are, counted up to [`MAX_COUNTED`], or up to [`MAX_PLACES`] for a quotation in parts.
        total: usize,
        /// Whether some place matches the `prefix`; true if none was given.
        prefix_fits: bool,
        /// Whether some place matches the `suffix`; true if none was given.
        suffix_fits: bool,
    },
    /// The words are there, but fewer times than `occurrence` says; or `occurrence` is 0.
    NoSuchOccurrence {
        /// The first [`MAX_PLACES`] that match `prefix` and `suffix`, in the order of the source.
        places: Vec<QuotePlace>,
        /// How many there are. Counting stops at [`MAX_COUNTED`] ([`MAX_PLACES`] for a quotation in parts), or at
        /// `occurrence` if that is more.
        total: usize,
    },
    /// Every part is in the source, but nowhere do all of them follow in this order with at most [`MAX_GAP`] characters
    /// between each two.
    PartsApart {
        /// One place for each part: the parts that are found together, then the best place of each of the others.
        parts: Vec<QuotePlace>,
        /// How many parts, from the first on, are found together.
        together: usize,
    },
    /// It is not in the source.
    NotFound {
        /// The first part of the quotation that is missing: an index into [`Quotation::parts`].
        part: usize,
    },
    /// The quotation has no words to look for.
    Blank,
}

/// All places of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Every {
    /// The first of the places with the tightest match.
    pub nearest: QuotePlace,
    /// How many places there are.
    pub places: usize,
    /// The quoted ranges of the rendered text, in order.
    pub ranges: Vec<Range<usize>>,
}

impl SourceText {
    /// Looks for a quotation.
    ///
    /// A match begins and ends only where a word or number does; see [`Tier`] for what may differ. The first searches
    /// cost O(size) each. From the fourth search on, the source is indexed, and a search costs about the length of the
    /// quotation plus the number of places of its words, up to [`MAX_COUNTED`], plus O(log size) for each place listed.
    pub fn find(&self, quotation: &Quotation<'_>) -> Outcome {
        match self.seek(quotation) {
            missed @ (Outcome::NotFound { .. } | Outcome::PartsApart { .. }) => {
                self.find_with_marks(quotation).unwrap_or(missed)
            }
            outcome => outcome,
        }
    }

    /// Looks for a quotation as it is, treating note marks as text.
    pub(super) fn seek(&self, quotation: &Quotation<'_>) -> Outcome {
        let parts = self.parts(quotation);
        if parts.is_empty() {
            return Outcome::Blank;
        }
        let beside = Beside::of(quotation);
        let wanted = quotation.occurrence.map_or(0, |number| number as usize);
        if let (&[part], None, None) = (parts.as_slice(), beside.before, beside.after) {
            let most = MAX_COUNTED.max(wanted);
            let search = self.literal_hits(part, most).map(|hits| QuotationSearch {
                source: self,
                rows: vec![hits],
                parts: vec![0],
                most,
            });
            let found = search.and_then(|search| search.settle(Tier::Exact, quotation.occurrence));
            if let Some(found) = found {
                return found;
            }
        }
        let search = QuotationSearch::new(self, &parts, beside, wanted);
        let found = Tier::LADDER
            .into_iter()
            .find_map(|tier| search.settle(tier, quotation.occurrence));
        found.unwrap_or_else(|| self.missed(&search, &parts, beside))
    }

    /// All places of a quotation that match `prefix` and `suffix`, on any tier; `None` if there are none.
    ///
    /// O(size + places × log places).
    pub fn find_every(&self, quotation: &Quotation<'_>) -> Option<Every> {
        let chains = self.chains_within(quotation, Tier::Case, usize::MAX);
        let nearest = chains.iter().min_by_key(|chain| Chain::tier(chain))?;
        let parts = chains.iter().flat_map(|chain| &chain.parts);
        Some(Every {
            nearest: self.place(nearest),
            places: chains.len(),
            ranges: parts.map(|hit| hit.start..hit.end).collect(),
        })
    }

    /// The places of a quotation that match `prefix` and `suffix`, on any tier, in the order of the source. For a
    /// quotation in parts, only the first ones (see [`Outcome::Ambiguous`]).
    ///
    /// O(size + places × log size).
    pub fn every_place(&self, quotation: &Quotation<'_>) -> Vec<QuotePlace> {
        let chains = self.chains_within(quotation, Tier::Case, usize::MAX);
        chains.iter().map(|chain| self.place(chain)).collect()
    }

    /// The parts to look for. If the source itself contains an ellipsis in brackets, it is treated as text.
    fn parts<'q>(&self, quotation: &Quotation<'q>) -> Vec<&'q str> {
        let whole = trim(quotation.text);
        let parts = quotation.parts();
        if parts.as_slice() != [whole]
            && !whole.is_empty()
            && !self.hits(whole, Beside::default(), 1).is_empty()
        {
            return vec![whole];
        }
        parts
    }

    /// The first places of a quotation that match `prefix` and `suffix`, on `tier` or a tighter one: at least `wanted` of
    /// them if there are that many.
    pub(super) fn chains_within(
        &self,
        quotation: &Quotation<'_>,
        tier: Tier,
        wanted: usize,
    ) -> Vec<Chain> {
        let parts = self.parts(quotation);
        if parts.is_empty() {
            return Vec::new();
        }
        let search = QuotationSearch::new(self, &parts, Beside::of(quotation), wanted);
        search.chains(tier).first(search.most)
    }

    /// The bytes of the [text](Self::text) at which the places of `text` begin, on `tier` or a tighter one.
    pub fn starts(&self, text: &str, tier: Tier) -> Vec<usize> {
        let chains = self.chains_within(&Quotation::new(text), tier, usize::MAX);
        chains.iter().map(Chain::start).collect()
    }

    /// Explains why nothing was found.
    fn missed(&self, search: &QuotationSearch<'_>, parts: &[&str], beside: Beside<'_>) -> Outcome {
        let loosest = Tier::Case;
        if beside.before.is_some() || beside.after.is_some() {
            let bare = QuotationSearch::new(self, parts, Beside::default(), 0);
            for tier in Tier::LADDER {
                let chains = bare.chains(tier).first(bare.most);
                if !chains.is_empty() {
                    let stands = |part: Option<&&str>, before, after| {
                        let beside = Beside { before, after };
                        part.is_some_and(|part| !self.hits(part, beside, 1).is_empty())
                    };
                    return Outcome::OutOfContext {
                        places: self.places(&chains),
                        total: chains.len(),
                        prefix_fits: stands(parts.first(), beside.before, None),
                        suffix_fits: stands(parts.last(), None, beside.after),
                    };
                }
            }
            return self.missed(&bare, parts, Beside::default());
        }
        let rows = || search.parts.iter().filter_map(|&row| search.rows.get(row));
        if let Some(part) = rows().position(Vec::is_empty) {
            return Outcome::NotFound { part };
        }
        let beginning = search.chains(loosest).beginning().parts;
        let together = beginning.len();
        let first = |hits: &Vec<Hit>| hits.iter().min_by_key(|hit| (hit.tier, hit.start)).copied();
        let others = rows().skip(together).filter_map(first);
        let parts = beginning.into_iter().chain(others);
        let place = |hit| self.place(&Chain { parts: vec![hit] });
        Outcome::PartsApart {
            parts: parts.map(place).collect(),
            together,
        }
    }

    pub(super) fn place(&self, chain: &Chain) -> QuotePlace {
        let ranges = || chain.parts.iter().map(|hit| hit.start..hit.end);
        QuotePlace {
            whole: self.passage(chain.start()..chain.end()),
            parts: ranges().map(|range| self.passage(range)).collect(),
            tier: chain.tier(),
            over: ranges().find_map(|range| self.block_end(&range)),
        }
    }

    fn places(&self, chains: &[Chain]) -> Vec<QuotePlace> {
        let chains = chains.iter().take(MAX_PLACES);
        chains.map(|chain| self.place(chain)).collect()
    }
}

/// A search for one quotation: where its parts are, on any tier.
struct QuotationSearch<'s> {
    source: &'s SourceText,
    rows: Vec<Vec<Hit>>,
    /// For each part, its index in `rows`: parts with the same words share a row.
    parts: Vec<usize>,
    /// How many places are enough.
    most: usize,
}

impl<'s> QuotationSearch<'s> {
    /// Looks for the parts, with `beside.before` before the first and `beside.after` after the last. Finds at least
    /// `wanted` places of the whole quotation if there are that many, except that few chains are kept of a quotation in
    /// many parts.
    fn new(source: &'s SourceText, parts: &[&str], beside: Beside<'_>, wanted: usize) -> Self {
        // Chains of many parts are long, so only few are built: that keeps the cost linear.
        const MOST_STEPS: usize = 20_000;
        let most = match parts.len() {
            1 => MAX_COUNTED.max(wanted),
            many => (MAX_PLACES.max(wanted)).min(MOST_STEPS / many).max(2),
        };
        let enough = if parts.len() == 1 { most } else { usize::MAX };
        let last = parts.len() - 1;
        let mut rows = Vec::new();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        let parts = parts.iter().enumerate().map(|(at, &part)| {
            let beside = Beside {
                before: beside.before.filter(|_| at == 0),
                after: beside.after.filter(|_| at == last),
            };
            let is_bare = beside.before.is_none() && beside.after.is_none();
            if let Some(&row) = known.get(part).filter(|_| is_bare) {
                return row;
            }
            rows.push(source.hits(part, beside, enough));
            if is_bare {
                known.insert(part, rows.len() - 1);
            }
            rows.len() - 1
        });
        Self {
            parts: parts.collect(),
            source,
            rows,
            most,
        }
    }

    fn chains(&self, tier: Tier) -> Chains {
        Chains::new(self.source.text(), &self.rows, &self.parts, tier)
    }

    /// The outcome on one tier; `None` if there are no places on it.
    fn settle(&self, tier: Tier, occurrence: Option<u32>) -> Option<Outcome> {
        let chains = self.chains(tier).first(self.most);
        let total = chains.len();
        let nth = match occurrence {
            Some(number) => (number as usize).checked_sub(1),
            None => Some(0).filter(|_| total == 1),
        };
        if let Some(chain) = nth.and_then(|at| chains.get(at)) {
            let place = self.source.place(chain);
            return Some(Outcome::Found { place, of: total });
        }
        let places = self.source.places(&chains);
        (total > 0).then_some(match occurrence {
            Some(_) => Outcome::NoSuchOccurrence { places, total },
            None => Outcome::Ambiguous { places, total },
        })
    }
}

/// `text` without the white space and invisible characters around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::SourceKind;
    use crate::quotes::hits::work;

    fn load(text: &str) -> SourceText {
        let source = SourceText::load(text.as_bytes().to_vec(), SourceKind::Plain).unwrap();
        source.skeleton();
        source
    }

    /// Asserts that `task` takes at most about twice the steps for twice the size.
    fn grows_linearly(task: impl Fn(usize)) {
        let steps = |size| work::of(|| task(size));
        let (once, twice) = (steps(1_000), steps(2_000));
        assert!(once > 0, "nothing was counted");
        assert!(twice <= once * 5 / 2, "{once} steps, then {twice}");
    }

    #[test]
    fn many_parts_cost_what_they_are_long() {
        for (unit, parts) in [
            ("a b. ", ["a", "a"]),
            ("a b. ", ["a", "b"]),
            ("a. ", ["A", "a"]),
        ] {
            grows_linearly(|size| {
                let source = load(&unit.repeat(size));
                let parts: Vec<&str> = parts.iter().copied().cycle().take(size).collect();
                let quotation = parts.join(" […] ");
                assert!(matches!(
                    source.find(&Quotation::new(&quotation)),
                    Outcome::Found { .. } | Outcome::Ambiguous { .. }
                ));
            });
        }
    }

    #[test]
    fn many_parts_that_do_not_stand_together_cost_what_they_are_long() {
        grows_linearly(|size| {
            let text = format!(
                "b {}",
                format!("a{} ", " xyz".repeat(600)).repeat(size / 10)
            );
            let quotation = format!("{} […] b", vec!["a"; size / 10].join(" […] "));
            let Outcome::PartsApart { parts, together } =
                load(&text).find(&Quotation::new(&quotation))
            else {
                panic!()
            };
            assert_eq!((parts.len(), together), (size / 10 + 1, 1));
        });
    }

    #[test]
    fn many_ambiguous_quotations_cost_what_they_are_many() {
        grows_linearly(|size| {
            let source = load(&"go on and ".repeat(size * 2));
            for _ in 0..size / 100 {
                let Outcome::Ambiguous { places, .. } = source.find(&Quotation::new("go on"))
                else {
                    panic!()
                };
                assert!(source.shortest_selector("go on", &places[0]).is_some());
            }
        });
    }

    #[test]
    fn words_beside_a_quotation_are_looked_for_with_it() {
        grows_linearly(|size| {
            let items: Vec<String> = (0..size)
                .map(|number| format!("item{number}: go on. "))
                .collect();
            let source = load(&items.concat());
            for number in 0..size {
                let prefix = format!("item{number}:");
                let quotation = Quotation {
                    prefix: Some(&prefix),
                    ..Quotation::new("go on")
                };
                assert!(matches!(
                    source.find(&quotation),
                    Outcome::Found { of: 1, .. }
                ));
            }
        });
    }
}
