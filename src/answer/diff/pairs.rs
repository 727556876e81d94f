//! Matches the claims of one map with those of the other.

use rustc_hash::FxHashMap;

use crate::map::{ClaimId, Map};
use crate::narrow::narrow;

/// Pairs of the same claim in two maps.
#[derive(Debug)]
pub(super) struct Pairs {
    /// For each claim of the older map, its counterpart in the newer.
    new: Vec<Option<ClaimId>>,
    /// For each claim of the newer map, its counterpart in the older.
    old: Vec<Option<ClaimId>>,
    /// For each claim of the newer map, whether its pair is a guess.
    guessed: Vec<bool>,
}

/// A claim's number, shared by both maps.
pub(super) type PairId = u32;

impl Pairs {
    /// Pairs claims with the same id. Then pairs the claims that are left if they have the same wordings, in order.
    pub(super) fn new(old_map: &Map, new_map: &Map) -> Self {
        let mut pairs = Self {
            new: vec![None; old_map.claim_count()],
            old: vec![None; new_map.claim_count()],
            guessed: vec![false; new_map.claim_count()],
        };
        for claim in new_map.claims() {
            if let Some(before) = old_map.find(new_map.id(claim)) {
                pairs.join(before, claim);
            }
        }
        let mut left: FxHashMap<Vec<(Option<&str>, &str)>, Vec<ClaimId>> = FxHashMap::default();
        for before in old_map.claims().rev() {
            if pairs.new_of(before).is_none() {
                left.entry(wordings(old_map, before))
                    .or_default()
                    .push(before);
            }
        }
        for claim in new_map.claims() {
            if pairs.old_of(claim).is_some() || left.is_empty() {
                continue;
            }
            let said = wordings(new_map, claim);
            if said.is_empty() {
                continue;
            }
            if let Some(before) = left.get_mut(&said).and_then(Vec::pop) {
                pairs.join(before, claim);
                if let Some(guessed) = pairs.guessed.get_mut(claim.index()) {
                    *guessed = true;
                }
            }
        }
        pairs
    }

    fn join(&mut self, before: ClaimId, after: ClaimId) {
        if let (Some(new @ None), Some(old @ None)) = (
            self.new.get_mut(before.index()),
            self.old.get_mut(after.index()),
        ) {
            *new = Some(after);
            *old = Some(before);
        }
    }

    /// The counterpart in the older map of a claim in the newer.
    pub(super) fn old_of(&self, claim: ClaimId) -> Option<ClaimId> {
        self.old.get(claim.index()).copied().flatten()
    }

    /// The counterpart in the newer map of a claim in the older.
    pub(super) fn new_of(&self, claim: ClaimId) -> Option<ClaimId> {
        self.new.get(claim.index()).copied().flatten()
    }

    /// Whether the claim of the newer map had another id. This is a guess.
    pub(super) fn is_renamed(&self, claim: ClaimId) -> bool {
        self.guessed.get(claim.index()).copied().unwrap_or_default()
    }

    /// The numbers of the older map's claims, and of the newer's.
    pub(super) fn joints(&self) -> (Vec<PairId>, Vec<PairId>) {
        let before = 0..narrow(self.new.len());
        let after = (before.end..).zip(&self.old);
        let after = after.map(|(alone, before)| before.map_or(alone, |before| before.0));
        let after = after.collect();
        (before.collect(), after)
    }
}

/// The wordings of a claim with their languages, sorted. The language of a single wording is ignored.
fn wordings(map: &Map, claim: ClaimId) -> Vec<(Option<&str>, &str)> {
    let wordings = &map.claim(claim).text;
    let wordings = wordings.iter().map(|wording| {
        let language = wording.language.as_ref().map(|tag| tag.value.as_ref());
        let language = language.filter(|_| wordings.len() > 1);
        (language, wording.text.value.as_ref())
    });
    let mut said: Vec<_> = wordings.filter(|(_, text)| !text.is_empty()).collect();
    said.sort_unstable();
    said
}
