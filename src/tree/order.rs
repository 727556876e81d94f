//! Finds where in the text each claim first appears, so that a tree can follow the text.

use crate::map::{ClaimId, Map};
use crate::proof::Proof;

/// The order in which claims appear in the sources.
///
/// A claim's place is that of its first proven quotation: sources come in the order of the map, places in a source byte
/// by byte. A claim without a proven quotation takes the place of the first claim given for or against it.
#[derive(Debug, Clone)]
pub struct TextOrder {
    /// Each claim's rank; `None` if neither the claim nor anything below it is quoted.
    ranks: Vec<Option<u32>>,
}

impl TextOrder {
    /// Finds the order. O(n log n) for n claims and relations.
    pub fn new(map: &Map, proof: &Proof<'_>) -> Self {
        let mut quoted: Vec<_> = map
            .claims()
            .filter_map(|claim| {
                let mut cited = proof.of_claim(claim).iter();
                let place = cited.find_map(|cited| cited.source.zip(cited.place()));
                place.map(|(source, place)| ((source.0, place.whole.bytes.start), claim))
            })
            .collect();
        quoted.sort_unstable_by_key(|&(place, claim)| (place, claim.index()));
        let mut order = Self {
            ranks: vec![None; map.claim_count()],
        };
        for (rank, &(_, claim)) in (0..).zip(&quoted) {
            order.put(claim, rank);
        }
        // Starting with the first place, each claim hands its rank up to the claims resting on it that have none.
        let mut next = Vec::new();
        for &(_, claim) in &quoted {
            let rank = order.rank(claim).unwrap_or_default();
            next.push(claim);
            while let Some(claim) = next.pop() {
                for step in map.uses(claim).chain(map.undercuts_by(claim)) {
                    let conclusion = map.step(step).conclusion;
                    if order.rank(conclusion).is_none() {
                        order.put(conclusion, rank);
                        next.push(conclusion);
                    }
                }
            }
        }
        order
    }

    fn put(&mut self, claim: ClaimId, rank: u32) {
        if let Some(place) = self.ranks.get_mut(claim.index()) {
            *place = Some(rank);
        }
    }

    pub(super) fn rank(&self, claim: ClaimId) -> Option<u32> {
        self.ranks.get(claim.index()).copied().flatten()
    }
}

/// Sorts `items` by rank. An item without a rank stays with the item before it, or, at the start, with the one after
/// it.
pub(super) fn sort<T: Copy>(items: &mut [T], rank: impl Fn(&T) -> Option<u32>) {
    let mut last = items.iter().find_map(&rank).unwrap_or_default();
    let mut ranked: Vec<(u32, T)> = items
        .iter()
        .map(|item| {
            last = rank(item).unwrap_or(last);
            (last, *item)
        })
        .collect();
    ranked.sort_by_key(|&(rank, _)| rank);
    for (item, (_, sorted)) in items.iter_mut().zip(ranked) {
        *item = sorted;
    }
}
