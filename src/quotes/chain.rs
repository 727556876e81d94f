//! Joins the parts of a quotation with `[…]`: each part must follow the one before it, and closely enough.

use std::ops::Range;

use super::Tier;
use super::find::MAX_GAP;
use super::hits::{Hit, work};

/// One place of a whole quotation: its parts in order.
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

    pub(super) fn tier(&self) -> Tier {
        let tiers = self.parts.iter().map(|hit| hit.tier);
        tiers.max().unwrap_or(Tier::Exact)
    }
}

/// The places of one part, in order.
#[derive(Debug)]
struct PartPlaces {
    hits: Vec<Hit>,
    /// For each of `hits`, the last byte that an ellipsis after it reaches.
    reach: Vec<usize>,
    /// The indices of the `hits` that an ellipsis after the previous hit does not reach.
    gaps: Vec<usize>,
}

impl PartPlaces {
    /// O(hits + characters of the text from the first hit to the last).
    fn new(text: &str, hits: Vec<Hit>) -> Self {
        let mut reach: Vec<usize> = Vec::with_capacity(hits.len());
        let mut gaps = Vec::new();
        let mut before = 0;
        for (at, hit) in hits.iter().enumerate() {
            let reached = match reach.last() {
                // The reach moves on by as many characters as the hit's end does.
                Some(&last) if hit.end <= last => {
                    let further = text.get(before..hit.end).unwrap_or("");
                    after(text, last, further.chars().count())
                }
                _ => {
                    if at > 0 {
                        gaps.push(at);
                    }
                    after(text, hit.end, MAX_GAP)
                }
            };
            reach.push(reached);
            before = hit.end;
        }
        Self { hits, reach, gaps }
    }

    /// The end of the run that contains the hit `at`: in a run, each hit is within reach of the one before.
    fn run_end(&self, at: usize) -> usize {
        let next = self.gaps.partition_point(|&gap| gap <= at);
        self.gaps.get(next).copied().unwrap_or(self.hits.len())
    }
}

/// The places of all parts; parts with the same words share a row.
#[derive(Debug)]
pub(super) struct Chains {
    rows: Vec<PartPlaces>,
    /// For each part, its index in `rows`.
    parts: Vec<usize>,
}

impl Chains {
    /// Takes the places in `rows` that match on `tier` or a tighter one; `parts` gives the row of each part.
    pub(super) fn new(text: &str, rows: &[Vec<Hit>], parts: &[usize], tier: Tier) -> Self {
        let within = |hits: &Vec<Hit>| {
            let hits = hits.iter().copied().filter(|hit| hit.tier <= tier);
            let hits: Vec<Hit> = hits.collect();
            match parts {
                // A single part needs no reach.
                [_] => PartPlaces {
                    hits,
                    reach: Vec::new(),
                    gaps: Vec::new(),
                },
                _ => PartPlaces::new(text, hits),
            }
        };
        Self {
            rows: rows.iter().map(within).collect(),
            parts: parts.to_vec(),
        }
    }

    /// The first `most` chains in order. Of chains that begin or end at the same place, only the shortest counts.
    ///
    /// O(most × parts × (log of the number of places + runs of places that are out of each other's reach)).
    pub(super) fn first(&self, most: usize) -> Vec<Chain> {
        if let ([_], Some(row)) = (self.parts.as_slice(), self.row(0)) {
            let alone = row.hits.iter().take(most);
            return alone.map(|&hit| Chain { parts: vec![hit] }).collect();
        }
        let mut chains = Vec::new();
        let mut from = 0;
        while chains.len() < most {
            let reached = self.reached(from);
            if reached.len() < self.parts.len() {
                break;
            }
            let Some((chain, first)) = self.shortest(&reached) else {
                break;
            };
            chains.push(chain);
            from = first + 1;
        }
        chains
    }

    /// The first chain of as many leading parts as are found together. Empty if the first part is not found.
    pub(super) fn beginning(&self) -> Chain {
        let chain = self.shortest(&self.reached(0));
        chain.map_or(Chain { parts: Vec::new() }, |(chain, _)| chain)
    }

    fn row(&self, part: usize) -> Option<&PartPlaces> {
        self.rows.get(*self.parts.get(part)?)
    }

    /// For each part, the places it can take in a chain that begins at the place `from` of the first part or at a later
    /// one. Ends before the first part that cannot follow.
    fn reached(&self, from: usize) -> Vec<Vec<Range<usize>>> {
        let mut reached: Vec<Vec<Range<usize>>> = Vec::new();
        for part in 0..self.parts.len() {
            let Some(row) = self.row(part) else { break };
            let before = part.checked_sub(1).and_then(|before| self.row(before));
            let next = match before.zip(reached.last()) {
                Some((before, last)) => step(before, last, row),
                None => std::iter::once(from..row.hits.len()).collect(),
            };
            if next.iter().all(Range::is_empty) {
                break;
            }
            reached.push(next);
        }
        reached
    }

    /// The chain that ends first, with the latest possible start, and the index of its first place.
    fn shortest(&self, reached: &[Vec<Range<usize>>]) -> Option<(Chain, usize)> {
        let mut at = reached.last()?.first()?.start;
        let mut parts = Vec::with_capacity(reached.len());
        for (part, ranges) in reached.iter().enumerate().rev() {
            work::add(1);
            let row = self.row(part)?;
            if let Some(&Hit { start, .. }) = parts.last() {
                let before = row.hits.partition_point(|hit| hit.end <= start);
                let range = ranges.partition_point(|range| range.start < before);
                at = ranges.get(range.checked_sub(1)?)?.end.min(before) - 1;
            }
            parts.push(*row.hits.get(at)?);
        }
        parts.reverse();
        Some((Chain { parts }, at))
    }
}

/// The places of `to` that follow some `reached` place of `from` within reach.
fn step(from: &PartPlaces, reached: &[Range<usize>], to: &PartPlaces) -> Vec<Range<usize>> {
    let mut next: Vec<Range<usize>> = Vec::new();
    for range in reached {
        let mut at = range.start;
        while at < range.end {
            work::add(1);
            let run_end = from.run_end(at).min(range.end);
            // In a run, every place but the first is within reach of the one before it.
            let ends = from.hits.get(at).zip(from.reach.get(run_end - 1));
            if let Some((first, &reach)) = ends {
                let start = to.hits.partition_point(|hit| hit.start < first.end);
                let end = to.hits.partition_point(|hit| hit.start <= reach);
                match next.last_mut() {
                    Some(before) if start <= before.end => before.end = before.end.max(end),
                    _ if start < end => next.push(start..end),
                    _ => {}
                }
            }
            at = run_end;
        }
    }
    next
}

/// The byte of `text` that is `characters` characters after the byte `at`, or the end of the text.
fn after(text: &str, at: usize, characters: usize) -> usize {
    work::add(characters);
    let rest = text.get(at..).unwrap_or("");
    let far = rest.char_indices().nth(characters);
    at + far.map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hits(starts: &[usize]) -> Vec<Hit> {
        let hit = |&start: &usize| Hit {
            start,
            end: start + 1,
            tier: Tier::Exact,
        };
        starts.iter().map(hit).collect()
    }

    fn near(text: &str, from: usize, to: usize) -> bool {
        text[from..to].chars().count() <= MAX_GAP
    }

    /// What [`Chains::first`] promises, in its simplest form: for each end the latest start, and for equal starts the
    /// first end.
    fn plainly(text: &str, rows: &[Vec<Hit>]) -> Vec<(usize, usize)> {
        let mut chains: Vec<(usize, usize)> =
            rows[0].iter().map(|hit| (hit.start, hit.end)).collect();
        for row in &rows[1..] {
            let follows = |hit: &Hit| {
                let before = chains.iter().filter(|(_, end)| *end <= hit.start);
                let before = before.filter(|(_, end)| near(text, *end, hit.start));
                Some((before.map(|(start, _)| *start).max()?, hit.end))
            };
            chains = row.iter().filter_map(follows).collect();
        }
        chains.dedup_by_key(|(start, _)| *start);
        chains
    }

    proptest! {
        #[test]
        fn chains_are_those_that_the_plain_way_finds(
            rows in prop::collection::vec(prop::collection::btree_set(0_usize..40, 0..14), 1..5)
        ) {
            // Places are 150 characters apart, so an ellipsis reaches across thirteen of them.
            let text = "x".repeat(40 * 150 + 1);
            let rows: Vec<Vec<Hit>> = rows
                .iter()
                .map(|row| hits(&row.iter().map(|at| at * 150).collect::<Vec<_>>()))
                .collect();
            let parts: Vec<usize> = (0..rows.len()).collect();
            let chains = Chains::new(&text, &rows, &parts, Tier::Exact).first(1_000);
            let found: Vec<(usize, usize)> = chains.iter().map(|chain| (chain.start(), chain.end())).collect();
            prop_assert_eq!(found, plainly(&text, &rows));
            for chain in chains {
                let in_order = chain.parts.windows(2).all(|pair| {
                    pair[0].end <= pair[1].start && near(&text, pair[0].end, pair[1].start)
                });
                prop_assert!(in_order);
            }
        }
    }
}
