//! Finds claims and steps by their ids.
//!
//! Two spellings of an id are the same id if Unicode calls them canonically equal, such as `é` as one character or as
//! `e` with an accent: nobody can tell them apart.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{ClaimId, StepId};

/// The single namespace for claims and steps of a map. Claims are found by hash, the few steps with ids by binary search.
///
/// Stores only numbers. The names stay where they were written.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    claims: HashTable<u32>,
    steps: Vec<StepId>,
}

impl Namespace {
    pub(super) fn with_capacity(claims: usize) -> Self {
        Self {
            claims: HashTable::with_capacity(claims),
            steps: Vec::new(),
        }
    }

    /// Adds a claim. Returns the claim that already has its id, if any.
    pub(super) fn enter<'m>(
        &mut self,
        claim: ClaimId,
        name: &str,
        name_of: impl Fn(ClaimId) -> &'m str,
    ) -> Option<ClaimId> {
        let name = canonical(name);
        let hash = FxBuildHasher.hash_one(&*name);
        let same = |&other: &u32| canonical(name_of(ClaimId(other))) == name;
        let rehash = |&other: &u32| FxBuildHasher.hash_one(&*canonical(name_of(ClaimId(other))));
        match self.claims.entry(hash, same, rehash) {
            hashbrown::hash_table::Entry::Occupied(entry) => Some(ClaimId(*entry.get())),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                entry.insert(claim.0);
                None
            }
        }
    }

    /// Sets the steps that have ids, which must be sorted by id.
    pub(super) fn set_steps(&mut self, steps: Vec<StepId>) {
        self.steps = steps;
    }

    pub(super) fn claim<'m>(
        &self,
        name: &str,
        name_of: impl Fn(ClaimId) -> &'m str,
    ) -> Option<ClaimId> {
        let name = canonical(name);
        let hash = FxBuildHasher.hash_one(&*name);
        let same = |&other: &u32| canonical(name_of(ClaimId(other))) == name;
        self.claims.find(hash, same).map(|&claim| ClaimId(claim))
    }

    pub(super) fn step<'m>(
        &self,
        name: &str,
        name_of: impl Fn(StepId) -> &'m str,
    ) -> Option<StepId> {
        let name = canonical(name);
        let compare = |&step: &StepId| canonical(name_of(step)).cmp(&name);
        let found = self.steps.binary_search_by(compare).ok()?;
        self.steps.get(found).copied()
    }
}

/// The form in which ids are compared: Unicode's NFC. Most ids are already written in it.
pub fn canonical(id: &str) -> Cow<'_, str> {
    if id.is_ascii() || is_nfc_quick(id.chars()) == IsNormalized::Yes {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(id.nfc().collect())
    }
}

/// The form in which repeated labels such as subjects and tags are compared: that of ids, but trimmed, and with each
/// run of white space as a single space.
pub fn canonical_label(label: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_whitespace() && c != ' ';
    if label.trim() == label && !label.contains("  ") && !label.contains(is_odd) {
        return canonical(label);
    }
    let words: Vec<&str> = label.split_whitespace().collect();
    Cow::Owned(canonical(&words.join(" ")).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_look_alike_are_one_label() {
        assert_eq!(
            canonical_label(" cafe\u{301}\n au \u{a0}lait "),
            canonical_label("café au lait")
        );
        assert!(matches!(canonical_label("large models"), Cow::Borrowed(_)));
        assert_ne!(canonical_label("Polish"), canonical_label("polish"));
    }

    #[test]
    fn spellings_that_look_alike_are_one_id() {
        assert_eq!(canonical("cafe\u{301}"), canonical("caf\u{e9}"));
        assert_eq!(canonical("\u{212b}ngstro\u{308}m"), "\u{c5}ngstr\u{f6}m");
        assert_eq!(canonical("\u{1100}\u{1161}"), "\u{ac00}");
        assert!(matches!(canonical("n\u{e3}o"), Cow::Borrowed(_)));
        // Characters that only look similar are not the same.
        assert_ne!(canonical("\u{3bf}"), canonical("o"));
        assert_ne!(canonical("x\u{b2}"), canonical("x2"));
    }
}
