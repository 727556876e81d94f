//! The stretches of an answer for which a service names sources, and the quotations that belong to them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;

use super::reading::{AnswerReading, Cite, NamedSource};

/// A stretch of an answer, in bytes, and the sources that a service names for it.
#[derive(Debug)]
struct Stretch {
    range: Range<usize>,
    named: Vec<NamedSource>,
}

/// The stretches of an answer.
#[derive(Debug)]
pub(super) struct Stretches {
    /// By their starts, then by their ends.
    all: Vec<Stretch>,
    /// Their indices, by their ends, then by their starts.
    by_end: Vec<usize>,
}

impl Stretches {
    /// Collects the stretches that have sources; those of several citations of the same stretch are joined.
    pub(super) fn new(spans: &[(Range<usize>, Cite)]) -> Self {
        let mut cites: BTreeMap<(usize, usize), Cite> = BTreeMap::new();
        for (range, cite) in spans {
            if range.start <= range.end && !cite.named.is_empty() {
                let joined = cites.entry((range.start, range.end)).or_default();
                joined.add_names(&cite.named);
            }
        }
        let all: Vec<Stretch> = cites
            .into_iter()
            .map(|((start, end), cite)| Stretch {
                range: start..end,
                named: cite.named,
            })
            .collect();
        let mut by_end: Vec<_> = (0..all.len()).collect();
        by_end.sort_by_key(|&index| all.get(index).map(|stretch| stretch.range.end));
        Self { all, by_end }
    }

    /// Names the sources of the quotations in `text` for which the answer names none. Those of the stretches within a
    /// quotation are meant, or else those of the shortest stretch around it, or of the one that has most of it; only if
    /// there is none and nothing to guess, those of a stretch beside it in its sentence. O(n log n) for n quotations and
    /// stretches.
    pub(super) fn name(&self, text: &str, reading: &mut AnswerReading) {
        let sentences = &reading.sentences;
        let cites = reading.cites.iter_mut();
        let mut begun = 0;
        // The stretches that begin before a quotation does, the shortest first.
        let mut around = BinaryHeap::new();
        for cite in cites.filter(|cite| cite.words.is_some() && cite.named.is_empty()) {
            let own = cite.range.clone();
            while let Some(Stretch { range, .. }) = self.all.get(begun)
                && range.start <= own.start
            {
                around.push(Reverse((range.len(), begun)));
                begun += 1;
            }
            let shortest = loop {
                let shortest = around.peek();
                let shortest = shortest.and_then(|Reverse((_, index))| self.all.get(*index));
                match shortest {
                    // Later quotations end later still.
                    Some(stretch) if stretch.range.end < own.end => around.pop(),
                    _ => break shortest,
                };
            };
            let begin_in = self.beginning_in(&own);
            for within in begin_in.filter(|stretch| stretch.range.end <= own.end) {
                cite.add_names(&within.named);
            }
            if cite.named.is_empty()
                && let Some(found) = shortest.or_else(|| self.overlapping(&own))
            {
                cite.add_names(&found.named);
            }
            cite.settle();
            let first = sentences.get(cite.sentences.start);
            let last = sentences.get(..cite.sentences.end).and_then(<[_]>::last);
            if cite.named.is_empty()
                && let (Some(first), Some(last)) = (first, last)
                && let Some(found) = self.beside(text, &own, &(first.range.start..last.range.end))
            {
                cite.add_names(&found.named);
            }
        }
    }

    /// The stretches that begin in a quotation.
    fn beginning_in(&self, quotation: &Range<usize>) -> impl Iterator<Item = &Stretch> {
        let from = self.starting_before(quotation.start);
        let stretches = self.all.get(from..).unwrap_or(&[]).iter();
        stretches.take_while(|stretch| stretch.range.start < quotation.end)
    }

    /// The stretches that end in a quotation.
    fn ending_in(&self, quotation: &Range<usize>) -> impl Iterator<Item = &Stretch> {
        let from = self.ending_up_to(quotation.start);
        let indices = self.by_end.get(from..).unwrap_or(&[]).iter();
        let stretches = indices.filter_map(|&index| self.all.get(index));
        stretches.take_while(|stretch| stretch.range.end < quotation.end)
    }

    /// The stretch that has most of a quotation, of those that have one of its ends.
    fn overlapping(&self, quotation: &Range<usize>) -> Option<&Stretch> {
        let stretches = self.beginning_in(quotation);
        stretches
            .chain(self.ending_in(quotation))
            .max_by_key(|stretch| {
                let start = stretch.range.start.max(quotation.start);
                stretch.range.end.min(quotation.end) - start
            })
    }

    /// The stretch directly after a quotation, or else the nearest before it in its sentence, or else the nearest after it.
    fn beside(
        &self,
        text: &str,
        quotation: &Range<usize>,
        sentence: &Range<usize>,
    ) -> Option<&Stretch> {
        let next = self.all.get(self.starting_before(quotation.end));
        let next = next.filter(|stretch| stretch.range.start < sentence.end);
        let last = self.ending_up_to(quotation.start).checked_sub(1);
        let last = last.and_then(|last| self.all.get(*self.by_end.get(last)?));
        let last = last.filter(|stretch| stretch.range.end > sentence.start);
        let is_adjacent = |next: &&Stretch| {
            let between = text.get(quotation.end..next.range.start);
            between.is_some_and(|between| !between.contains(char::is_alphanumeric))
        };
        next.filter(is_adjacent).or(last).or(next)
    }

    /// How many stretches start before the byte `at`.
    fn starting_before(&self, at: usize) -> usize {
        self.all.partition_point(|stretch| stretch.range.start < at)
    }

    /// How many stretches end at the byte `at` or before.
    fn ending_up_to(&self, at: usize) -> usize {
        let ends = |&index: &usize| self.all.get(index).is_some_and(|own| own.range.end <= at);
        self.by_end.partition_point(ends)
    }
}
