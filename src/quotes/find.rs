//! Finding a quotation: the ladder, the parts around an ellipsis, and what singles out a place.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::align::align;
use super::boundary::is_whole;
use super::fold::{Skeleton, is_blank, is_dash};
use super::grams::{Grams, word_starts};
use super::layout::floor;
use super::source::{Passage, SourceText};

/// The most characters that an ellipsis (`[…]`) may stand for.
pub const MAX_GAP: usize = 2_000;

/// The most places of a quotation that are listed; all are counted.
pub const MAX_PLACES: usize = 100;

/// A source is indexed when it is searched for the fourth time; before, a walk is quicker.
const WALKS: u32 = 3;

/// How many bytes may be compared at overlapping places before only places apart are looked for:
/// keeps a text such as `a a a a …` from costing its length squared.
const OVERLAP_BUDGET: usize = 256 * 1024 * 1024;

/// How exactly a quotation matches: the rungs of the ladder, tightest first. Each allows what
/// those before it do.
///
/// On every rung digits, signs, units, currency, letters and words are the same, save that the last
/// folds letter case (but not that of a unit: `5 mW` is not `5 MW`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Character by character.
    Exact,
    /// White space differs: line breaks, runs, no-break and thin spaces; soft hyphens and other
    /// characters that are not seen; a word hyphenated at the end of a line, read with or without the
    /// hyphen; a line break between Chinese or Japanese characters. A space is never nothing.
    Whitespace,
    /// Typography differs: composed and decomposed letters (Unicode NFC), ligatures and other forms
    /// of the same letters, curly, straight and angled quotation marks, hyphens and dashes, `…` and
    /// `...`. A minus sign or a dash directly before a number is no hyphen, `²` is not `2`, and an
    /// unspaced `—` joins no words as a hyphen does.
    Typography,
    /// Letter case differs, by Unicode's simple case folding (`ß` is not `ss`).
    Case,
}

impl Tier {
    const LADDER: [Self; 4] = [Self::Exact, Self::Whitespace, Self::Typography, Self::Case];

    /// The rung's name, as reports give it: `exact`, `whitespace`, `typography`, `case`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Whitespace => "whitespace",
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

/// The author's words, and which of several places is meant: the `TextQuoteSelector` of the
/// [W3C Web Annotation Data Model](https://www.w3.org/TR/annotation-model/#text-quote-selector)
/// and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quotation<'q> {
    /// The words. White space around them counts for nothing. `[…]` or `[...]` stands for at most
    /// [`MAX_GAP`] characters left out.
    pub text: &'q str,
    /// What stands directly before; on any rung of the ladder, white space between counts for nothing.
    pub prefix: Option<&'q str>,
    /// What stands directly after; likewise.
    pub suffix: Option<&'q str>,
    /// Which of the places that `prefix` and `suffix` leave, from 1 in the order of the source.
    pub occurrence: Option<u32>,
}

impl<'q> Quotation<'q> {
    /// A quotation that should stand in one place only.
    pub fn new(text: &'q str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// The parts between the ellipses, without white space around them; those with nothing in
    /// them left out.
    pub fn parts(&self) -> Vec<&'q str> {
        self.text
            .split("[…]")
            .flat_map(|part| part.split("[...]"))
            .map(trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// Where a quotation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// From the first part's beginning to the last part's end.
    pub whole: Passage,
    /// What is quoted: one passage, or as many as an ellipsis leaves.
    pub parts: Vec<Passage>,
    /// How exactly: the loosest of the parts.
    pub tier: Tier,
}

impl Place {
    /// The ranges of the rendered text that are quoted, in order, as [`coverage`](super::coverage())
    /// takes them.
    pub fn text_ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.parts.iter().map(|part| part.text.clone())
    }
}

/// What became of the search for a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It stands in one place, or `prefix`, `suffix` and `occurrence` single one out.
    Found {
        /// Where.
        place: Place,
        /// How many places the words have on that rung.
        of: usize,
    },
    /// It stands in several places, and nothing singles one out.
    Ambiguous {
        /// The first [`MAX_PLACES`] that `prefix` and `suffix` leave, in the order of the source.
        places: Vec<Place>,
        /// How many there are.
        total: usize,
    },
    /// The words are there, but nowhere with this `prefix` and `suffix`.
    OutOfContext {
        /// The first [`MAX_PLACES`] places of the words, in the order of the source.
        places: Vec<Place>,
        /// How many there are.
        total: usize,
        /// Some place has the `prefix` that was asked for (or none was).
        prefix_fits: bool,
        /// Some place has the `suffix` that was asked for (or none was).
        suffix_fits: bool,
    },
    /// The words are there, but not as often as `occurrence` says; or it is 0.
    NoSuchOccurrence {
        /// The first [`MAX_PLACES`] that `prefix` and `suffix` leave, in the order of the source.
        places: Vec<Place>,
        /// How many there are.
        total: usize,
    },
    /// Every part is there, but nowhere all in this order with at most [`MAX_GAP`] characters
    /// between one and the next.
    PartsApart {
        /// The first place of each part.
        parts: Vec<Place>,
    },
    /// It is not there.
    NotFound {
        /// The first part of the quotation that is not: an index into [`Quotation::parts`].
        part: usize,
    },
    /// The quotation holds nothing to look for.
    Blank,
}

/// Every place of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Every {
    /// The first of the places that match most exactly.
    pub nearest: Place,
    /// How many places there are.
    pub places: usize,
    /// The ranges of the rendered text that are quoted, in order.
    pub ranges: Vec<Range<usize>>,
}

/// One part of a quotation, found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) tier: Tier,
}

/// A whole quotation, found: its parts in order.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) parts: Vec<Hit>,
}

impl Chain {
    pub(super) fn start(&self) -> usize {
        self.parts.first().map_or(0, |hit| hit.start)
    }

    pub(super) fn end(&self) -> usize {
        self.parts.last().map_or(0, |hit| hit.end)
    }

    fn tier(&self) -> Tier {
        self.parts
            .iter()
            .map(|hit| hit.tier)
            .max()
            .unwrap_or(Tier::Exact)
    }
}

impl SourceText {
    /// Looks for a quotation.
    ///
    /// It may begin and end only where a word or number does: see [`Tier`] for what may differ. A quotation that
    /// matches exactly costs about its length once the source is indexed (from the fourth search on), plus O(log
    /// size) for its place; the first that does not match exactly costs O(size).
    pub fn find(&self, quotation: &Quotation<'_>) -> Outcome {
        match self.ladder(quotation) {
            Some(ladder) => ladder.climb(quotation),
            None => Outcome::Blank,
        }
    }

    /// Every place of a quotation, on whichever rung, that `prefix` and `suffix` leave; none if there is none.
    ///
    /// O(size + places × log places).
    pub fn find_every(&self, quotation: &Quotation<'_>) -> Option<Every> {
        let ladder = self.ladder(quotation)?;
        let hits = |part: &&str| self.all_hits(part);
        let mut chains = ladder.chains(&ladder.parts.iter().map(hits).collect::<Vec<_>>());
        chains.retain(|chain| {
            ladder.has_prefix(chain, quotation) && ladder.has_suffix(chain, quotation)
        });
        let nearest = chains.iter().min_by_key(|chain| chain.tier())?;
        let parts = chains.iter().flat_map(|chain| &chain.parts);
        Some(Every {
            nearest: self.place(nearest),
            places: chains.len(),
            ranges: parts.map(|hit| hit.start..hit.end).collect(),
        })
    }

    /// The parts to look for, if there are any.
    fn ladder<'a>(&'a self, quotation: &Quotation<'a>) -> Option<Ladder<'a>> {
        let whole = trim(quotation.text);
        if whole.is_empty() {
            return None;
        }
        // The source itself may hold an ellipsis in brackets.
        let literal = self.exact_hits(whole);
        let parts = if literal.is_empty() {
            quotation.parts()
        } else {
            vec![whole]
        };
        let known = parts == [whole];
        let exact = known.then_some(literal);
        (!parts.is_empty()).then_some(Ladder {
            source: self,
            exact,
            parts,
        })
    }

    /// Every place of `text` on the rung `tier` or a tighter one.
    pub(super) fn chains_within(&self, text: &str, tier: Tier) -> Vec<Chain> {
        let Some(ladder) = self.ladder(&Quotation::new(text)) else {
            return Vec::new();
        };
        let hits = |part: &&str| match tier {
            Tier::Exact => self.exact_hits(part),
            _ => self
                .all_hits(part)
                .into_iter()
                .filter(|hit| hit.tier <= tier)
                .collect(),
        };
        ladder.chains(&ladder.parts.iter().map(hits).collect::<Vec<_>>())
    }

    /// Every place where `part` stands character by character.
    pub(super) fn exact_hits(&self, part: &str) -> Vec<Hit> {
        let text = self.text();
        let starts = self
            .indexed(part)
            .unwrap_or_else(|| occurrences(text, part));
        starts
            .into_iter()
            .map(|start| Hit {
                start,
                end: start + part.len(),
                tier: Tier::Exact,
            })
            .filter(|hit| is_whole(text, hit.start, hit.end))
            .collect()
    }

    fn indexed(&self, part: &str) -> Option<Vec<usize>> {
        let text = self.text().as_bytes();
        let part = part.as_bytes();
        if self.grams.get().is_none() && self.searches.fetch_add(1, Ordering::Relaxed) < WALKS {
            return None;
        }
        let grams = self
            .grams
            .get_or_init(|| Grams::new(text, || word_starts(text)));
        grams.find(text, part, word_starts(part))
    }

    pub(super) fn skeleton(&self) -> &Skeleton {
        self.skeleton
            .get_or_init(|| Skeleton::of_source(self.text()))
    }

    /// Every place where `part` stands on any rung, in the order of the source.
    pub(super) fn all_hits(&self, part: &str) -> Vec<Hit> {
        let key = Skeleton::new(part);
        if key.text.is_empty() {
            return self.exact_hits(part);
        }
        let skeleton = self.skeleton();
        let text = self.text();
        let leads = part.chars().next().is_some_and(is_dash);
        let mut hits: Vec<Hit> = self
            .skeleton_places(&key)
            .into_iter()
            .filter_map(|at| {
                let solid = skeleton.text_offset(at);
                if !leads {
                    let (end, tier) = align(text, solid, part)?;
                    return Some(Hit {
                        start: solid,
                        end,
                        tier,
                    });
                }
                // The quotation begins with signs that the skeleton leaves out.
                let lead = text.get(..solid)?.char_indices().rev();
                lead.take(64)
                    .take_while(|&(_, c)| is_blank(c) || is_dash(c))
                    .filter(|&(_, c)| is_dash(c))
                    .find_map(|(start, _)| {
                        let (end, tier) = align(text, start, part)?;
                        Some(Hit { start, end, tier })
                    })
            })
            .filter(|hit| is_whole(text, hit.start, hit.end))
            .collect();
        hits.sort_by_key(|hit| hit.start);
        hits.dedup_by_key(|hit| hit.start);
        hits
    }

    fn skeleton_places(&self, key: &Skeleton) -> Vec<usize> {
        let skeleton = self.skeleton();
        let text = skeleton.text.as_bytes();
        let walks = self.loose_grams.get().is_none()
            && self.loose_searches.fetch_add(1, Ordering::Relaxed) < WALKS;
        let found = if walks {
            None
        } else {
            let anchors = || merge(skeleton.turns(), wide(text));
            let grams = self.loose_grams.get_or_init(|| Grams::new(text, anchors));
            let key_text = key.text.as_bytes();
            let anchors = key
                .anchors
                .iter()
                .map(|&at| at as usize)
                .chain(wide(key_text));
            grams.find(text, key_text, anchors)
        };
        found.unwrap_or_else(|| occurrences(&skeleton.text, &key.text))
    }

    pub(super) fn place(&self, chain: &Chain) -> Place {
        Place {
            whole: self.passage(chain.start()..chain.end()),
            parts: chain
                .parts
                .iter()
                .map(|hit| self.passage(hit.start..hit.end))
                .collect(),
            tier: chain.tier(),
        }
    }

    fn places(&self, chains: &[&Chain]) -> Vec<Place> {
        chains
            .iter()
            .take(MAX_PLACES)
            .map(|chain| self.place(chain))
            .collect()
    }

    /// Whether `prefix` stands directly before the byte `start` of the text.
    pub(super) fn follows(&self, start: usize, prefix: &str) -> bool {
        let prefix = trim(prefix);
        let Some(before) = self.text().get(..start) else {
            return false;
        };
        if before.trim_end_matches(is_blank).ends_with(prefix) {
            return true;
        }
        let key = Skeleton::new(prefix).text;
        let window = floor(before, start.saturating_sub(prefix.len() * 4 + 64));
        !key.is_empty()
            && Skeleton::new(before.get(window..).unwrap_or(""))
                .text
                .ends_with(&key)
    }

    /// Whether `suffix` stands directly after the byte `end` of the text.
    pub(super) fn precedes(&self, end: usize, suffix: &str) -> bool {
        let suffix = trim(suffix);
        let Some(after) = self.text().get(end..) else {
            return false;
        };
        if after.trim_start_matches(is_blank).starts_with(suffix) {
            return true;
        }
        let key = Skeleton::new(suffix).text;
        let window = floor(after, suffix.len() * 4 + 64);
        !key.is_empty()
            && Skeleton::new(after.get(..window).unwrap_or(after))
                .text
                .starts_with(&key)
    }
}

/// A quotation being looked for, rung by rung.
struct Ladder<'a> {
    source: &'a SourceText,
    /// Where the only part stands character by character, if that is known.
    exact: Option<Vec<Hit>>,
    parts: Vec<&'a str>,
}

impl Ladder<'_> {
    fn climb(mut self, quotation: &Quotation<'_>) -> Outcome {
        let exact = match self.exact.take() {
            Some(hits) => vec![hits],
            None => self
                .parts
                .iter()
                .map(|part| self.source.exact_hits(part))
                .collect(),
        };
        let chains = self.chains(&exact);
        if let Some(outcome) = self.settle(&chains, quotation) {
            return outcome;
        }
        let mut tightest = chains;
        let all: Vec<Vec<Hit>> = self
            .parts
            .iter()
            .map(|part| self.source.all_hits(part))
            .collect();
        for tier in Tier::LADDER.into_iter().skip(1) {
            let within = |hits: &Vec<Hit>| {
                hits.iter()
                    .copied()
                    .filter(|hit| hit.tier <= tier)
                    .collect()
            };
            let hits: Vec<Vec<Hit>> = all.iter().map(within).collect();
            let chains = self.chains(&hits);
            if let Some(outcome) = self.settle(&chains, quotation) {
                return outcome;
            }
            if tightest.is_empty() {
                tightest = chains;
            }
        }
        self.missed(&all, &tightest, quotation)
    }

    /// The chains of one place for each part, in order and near enough. Of those that begin or end
    /// with the same place only the shortest counts. O(places × log places × parts).
    fn chains(&self, hits: &[Vec<Hit>]) -> Vec<Chain> {
        let Some((first, others)) = hits.split_first() else {
            return Vec::new();
        };
        let text = self.source.text();
        let mut chains: Vec<Chain> = first
            .iter()
            .map(|&hit| Chain { parts: vec![hit] })
            .collect();
        for hits in others {
            let mut longer: Vec<Chain> = Vec::new();
            for &hit in hits {
                let before = chains.partition_point(|chain| chain.end() <= hit.start);
                let Some(chain) = before.checked_sub(1).and_then(|last| chains.get(last)) else {
                    continue;
                };
                if near(text, chain.end(), hit.start) {
                    let mut chain = chain.clone();
                    chain.parts.push(hit);
                    longer.push(chain);
                }
            }
            chains = longer;
        }
        chains.dedup_by_key(|chain| chain.start());
        chains
    }

    /// What the chains of one rung come to, if anything.
    fn settle(&self, chains: &[Chain], quotation: &Quotation<'_>) -> Option<Outcome> {
        let fitting: Vec<&Chain> = chains
            .iter()
            .filter(|chain| self.has_prefix(chain, quotation) && self.has_suffix(chain, quotation))
            .collect();
        let total = fitting.len();
        Some(match (fitting.as_slice(), quotation.occurrence) {
            ([], _) => return None,
            ([chain], None) => Outcome::Found {
                place: self.source.place(chain),
                of: chains.len(),
            },
            (fitting, None) => Outcome::Ambiguous {
                places: self.source.places(fitting),
                total,
            },
            (fitting, Some(occurrence)) => {
                let nth = (occurrence as usize)
                    .checked_sub(1)
                    .and_then(|at| fitting.get(at));
                match nth {
                    Some(chain) => Outcome::Found {
                        place: self.source.place(chain),
                        of: chains.len(),
                    },
                    None => Outcome::NoSuchOccurrence {
                        places: self.source.places(fitting),
                        total,
                    },
                }
            }
        })
    }

    fn has_prefix(&self, chain: &Chain, quotation: &Quotation<'_>) -> bool {
        quotation
            .prefix
            .is_none_or(|prefix| self.source.follows(chain.start(), prefix))
    }

    fn has_suffix(&self, chain: &Chain, quotation: &Quotation<'_>) -> bool {
        quotation
            .suffix
            .is_none_or(|suffix| self.source.precedes(chain.end(), suffix))
    }

    fn missed(&self, all: &[Vec<Hit>], tightest: &[Chain], quotation: &Quotation<'_>) -> Outcome {
        if !tightest.is_empty() {
            let chains: Vec<&Chain> = tightest.iter().collect();
            return Outcome::OutOfContext {
                places: self.source.places(&chains),
                total: chains.len(),
                prefix_fits: tightest
                    .iter()
                    .any(|chain| self.has_prefix(chain, quotation)),
                suffix_fits: tightest
                    .iter()
                    .any(|chain| self.has_suffix(chain, quotation)),
            };
        }
        if let Some(part) = all.iter().position(Vec::is_empty) {
            return Outcome::NotFound { part };
        }
        let first = all
            .iter()
            .filter_map(|hits| hits.iter().min_by_key(|hit| (hit.tier, hit.start)));
        let parts = first
            .map(|&hit| self.source.place(&Chain { parts: vec![hit] }))
            .collect();
        Outcome::PartsApart { parts }
    }
}

/// `text` without white space and unseen characters around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

fn near(text: &str, from: usize, to: usize) -> bool {
    to - from <= MAX_GAP
        || text
            .get(from..to)
            .is_some_and(|gap| gap.chars().nth(MAX_GAP).is_none())
}

/// All places of `needle`, overlapping ones too, in order.
fn occurrences(text: &str, needle: &str) -> Vec<usize> {
    let finder = memchr::memmem::Finder::new(needle);
    let mut found = Vec::new();
    let mut from = 0;
    let mut budget = OVERLAP_BUDGET;
    while let Some(at) = text
        .as_bytes()
        .get(from..)
        .and_then(|rest| finder.find(rest))
    {
        found.push(from + at);
        let step = if budget >= needle.len() {
            1
        } else {
            needle.len()
        };
        budget = budget.saturating_sub(needle.len());
        from += at + step;
    }
    found
}

/// The characters from U+0800 on, which are word starts in every skeleton: see [`word_starts`].
fn wide(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    text.iter()
        .enumerate()
        .filter_map(|(at, &byte)| (byte >= 0xE0).then_some(at))
}

/// Two rising sequences as one, what is in both only once.
fn merge(
    left: impl Iterator<Item = usize>,
    right: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    std::iter::from_fn(move || match (left.peek(), right.peek()) {
        (Some(a), Some(b)) if a == b => {
            left.next();
            right.next()
        }
        (Some(a), Some(b)) if a < b => left.next(),
        (_, Some(_)) => right.next(),
        (_, None) => left.next(),
    })
}
