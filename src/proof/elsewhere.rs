//! Searches all sources: for quotations that could be from any of them, and for those not found in their own.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Cited, Entry, Proof, quotation};
use crate::map::SourceId;
use crate::quotes::{Outcome, Quotation, QuotePlace, SourceText, Tier, Whereabouts};

/// Maximum number of sources listed that have a quotation; all are counted.
pub const MAX_SOURCES_TOLD: usize = 8;

/// Maximum number of places listed for each source; all are counted.
const MAX_PLACES_TOLD: usize = 4;

/// Maximum number of searches of other sources for quotations not found in their own. The results are only hints; no
/// proof depends on them.
const MAX_SEARCHES: usize = 20_000;

/// Up to this many sources are all searched for a quotation that could be from any of them.
const FEW_SOURCES: usize = 16;

/// The sources that a quotation without a source could be from.
#[derive(Debug)]
pub(super) struct Anywhere {
    /// The sources that could be read, in the order of the map.
    sources: Vec<SourceId>,
    /// If there are many: which of them may have which quotation.
    whereabouts: Option<Whereabouts>,
}

impl Anywhere {
    /// The sources that may have a quotation.
    fn may_have(&self, quotation: &Quotation<'_>) -> Vec<SourceId> {
        let whereabouts = self.whereabouts.as_ref();
        match whereabouts.and_then(|whereabouts| whereabouts.of(quotation.text)) {
            Some(numbers) => {
                let sources = numbers.iter();
                let sources = sources.filter_map(|&number| self.sources.get(number));
                sources.copied().collect()
            }
            None => self.sources.clone(),
        }
    }
}

/// The sources that have a quotation, when none of them is established as its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Elsewhere {
    /// The first [`MAX_SOURCES_TOLD`] of them, in the order of the map.
    pub sightings: Vec<Sighting>,
    /// How many sources have it.
    pub sources: usize,
    /// How many places there are in all sources together.
    pub places: usize,
}

/// A source that has a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sighting {
    /// The source.
    pub source: SourceId,
    /// The first few places in the source.
    pub places: Vec<QuotePlace>,
    /// How many places there are in it.
    pub total: usize,
}

impl Proof<'_> {
    /// Prepares the search for those of the entries that could be from any source.
    pub(super) fn anywhere(&self, asked: &[&mut Cited]) -> Anywhere {
        let sources: Vec<SourceId> = self.readable().collect();
        let is_many = sources.len() > FEW_SOURCES;
        let whereabouts = is_many.then(|| {
            let texts = sources.iter().filter_map(|&id| self.source(id).ok());
            let texts: Vec<&SourceText> = texts.collect();
            let unsourced = asked.iter().filter(|cited| cited.source.is_none());
            let quotes = unsourced.filter_map(|cited| Some(self.quote(cited)?.1));
            let quotes = quotes.filter(|quote| self.could_be_anywhere(quote));
            Whereabouts::new(&texts, quotes.map(|quote| quotation(quote).text))
        });
        Anywhere {
            sources,
            whereabouts: whereabouts.flatten(),
        }
    }

    /// Looks for a quotation that could be from any source.
    ///
    /// As in a single source, only the places with the tightest match count. One place in one source proves the
    /// quotation.
    pub(super) fn search_anywhere(
        &self,
        cited: &mut Cited,
        quotation: &Quotation<'_>,
        anywhere: &Anywhere,
    ) {
        let outcomes: Vec<(SourceId, Arc<Outcome>)> = anywhere
            .may_have(quotation)
            .into_iter()
            .filter_map(|source| Some((source, self.outcome_in(source, quotation)?)))
            .collect();
        let rungs = outcomes.iter().filter_map(|(_, outcome)| rung(outcome));
        let Some(tightest) = rungs.min() else {
            self.found_nowhere(cited, outcomes);
            return;
        };
        let mut standing = outcomes;
        standing.retain(|(_, outcome)| rung(outcome) == Some(tightest));
        if let [(source, outcome)] = standing.as_slice() {
            cited.source = Some(*source);
            cited.outcome = Some(Arc::clone(outcome));
            return;
        }
        let elsewhere = Elsewhere::of(&standing);
        cited.outcome = Some(Arc::new(Outcome::Ambiguous {
            places: Vec::new(),
            total: elsewhere.places,
        }));
        cited.elsewhere = Some(Arc::new(elsewhere));
    }

    /// Records the result for a quotation that is in none of the readable sources: the result of the source that comes
    /// nearest to having it. Records nothing if some source could not be read, because the quotation may be in that
    /// one.
    fn found_nowhere(&self, cited: &mut Cited, outcomes: Vec<(SourceId, Arc<Outcome>)>) {
        if self.sources.iter().any(|read| read.source.is_err()) {
            return;
        }
        let nearest = outcomes.into_iter();
        let nearest = nearest.min_by_key(|(_, outcome)| distance(outcome));
        let Some((source, outcome)) = nearest else {
            // No source can have its first part.
            cited.outcome = Some(Arc::new(Outcome::NotFound { part: 0 }));
            return;
        };
        let is_there = !matches!(*outcome, Outcome::NotFound { .. } | Outcome::Blank);
        cited.source = is_there.then_some(source);
        cited.outcome = Some(outcome);
    }

    /// Looks in the other sources for quotations that were not found in their own.
    pub(super) fn search_elsewhere(&self, cited: Vec<&mut Cited>) {
        let others = self.readable().count().saturating_sub(1);
        if others == 0 {
            return;
        }
        let mut missing: Vec<&mut Cited> = cited
            .into_iter()
            .filter(|cited| {
                cited.source.is_some() && cited.outcome.as_deref().is_some_and(is_amiss)
            })
            .take((MAX_SEARCHES / others).max(1))
            .collect();
        missing.par_iter_mut().for_each(|cited| {
            let Some((_, quote)) = self.quote(cited) else {
                return;
            };
            if self.could_be_anywhere(quote) && !matches!(cited.entry, Entry::Ignore(..)) {
                return;
            }
            let quotation = quotation(quote);
            let standing: Vec<_> = self
                .readable()
                .filter(|&source| Some(source) != cited.source)
                .filter_map(|source| Some((source, self.outcome_in(source, &quotation)?)))
                .filter(|(_, outcome)| rung(outcome).is_some())
                .collect();
            if !standing.is_empty() {
                cited.elsewhere = Some(Arc::new(Elsewhere::of(&standing)));
            }
        });
    }

    /// The sources that could be read, in the order of the map.
    fn readable(&self) -> impl Iterator<Item = SourceId> + '_ {
        let numbered = (0..).map(SourceId).zip(&self.sources);
        numbered.filter_map(|(id, read)| read.source.is_ok().then_some(id))
    }

    fn outcome_in(&self, source: SourceId, quotation: &Quotation<'_>) -> Option<Arc<Outcome>> {
        Some(self.searched(source)?.find(quotation, false).outcome)
    }
}

impl Elsewhere {
    fn of(standing: &[(SourceId, Arc<Outcome>)]) -> Self {
        let sightings = standing.iter().filter_map(|(source, outcome)| {
            let (places, total) = match &**outcome {
                Outcome::Found { place, .. } => (std::slice::from_ref(place), 1),
                Outcome::Ambiguous { places, total } => (places.as_slice(), *total),
                _ => return None,
            };
            Some(Sighting {
                source: *source,
                places: places.iter().take(MAX_PLACES_TOLD).cloned().collect(),
                total,
            })
        });
        let mut sightings: Vec<Sighting> = sightings.collect();
        let places = sightings.iter().map(|sighting| sighting.total).sum();
        sightings.truncate(MAX_SOURCES_TOLD);
        Self {
            sightings,
            sources: standing.len(),
            places,
        }
    }
}

/// The tier on which a quotation is in a source, if it is there.
fn rung(outcome: &Outcome) -> Option<Tier> {
    match outcome {
        Outcome::Found { place, .. } => Some(place.tier),
        Outcome::Ambiguous { places, .. } => places.first().map(|place| place.tier),
        _ => None,
    }
}

/// How far a source is from having a quotation.
fn distance(outcome: &Outcome) -> (u8, std::cmp::Reverse<usize>) {
    let (class, parts) = match outcome {
        Outcome::Found { .. } | Outcome::Ambiguous { .. } => (0, 0),
        Outcome::NoSuchOccurrence { .. } => (1, 0),
        Outcome::OutOfContext { .. } => (2, 0),
        Outcome::PartsApart { .. } => (3, 0),
        Outcome::NotFound { part } => (4, *part),
        Outcome::Blank => (5, 0),
    };
    (class, std::cmp::Reverse(parts))
}

/// Whether the words may be from a source other than the one searched.
fn is_amiss(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::NotFound { .. } | Outcome::PartsApart { .. } | Outcome::OutOfContext { .. }
    )
}
