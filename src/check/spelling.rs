//! Known names, grouped by digits, length and letters. Finds the name that a misspelt one most likely means, with bounded work.

use rustc_hash::FxHashMap;

use crate::nearest::{digits, farthest};
use crate::syntax::TableKind;

/// Names with more characters than this are neither found nor searched for.
const LONGEST: usize = 255;

/// Maximum number of equally near names listed.
pub(super) const MOST_NEAR: usize = 4;

/// How much one [`Speller`] may spend, in units of about a nanosecond.
const BUDGET: usize = 200_000_000;

/// The names among which to search, numbered in the order given.
#[derive(Debug)]
pub(super) struct KnownNames<'n> {
    /// The groups, by their names' digits and length in characters.
    groups: FxHashMap<String, FxHashMap<usize, AlikeNames<'n>>>,
}

#[derive(Debug, Default)]
struct AlikeNames<'n> {
    /// Which letters each name has. They are kept apart from the names so that scanning them is fast.
    letters: Vec<u64>,
    names: Vec<(u32, &'n str)>,
}

/// A known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownName<'n> {
    /// The name's number.
    pub(super) number: u32,
    /// The name.
    pub(super) name: &'n str,
}

impl<'n> KnownNames<'n> {
    /// Sorts `names` into groups. Linear in their total length.
    pub(super) fn new(names: impl Iterator<Item = &'n str>) -> Self {
        let mut groups: FxHashMap<String, FxHashMap<usize, AlikeNames>> = FxHashMap::default();
        for (number, name) in (0..).zip(names) {
            let (length, letters) = shape(name);
            if length <= LONGEST {
                let alike = groups.entry(digits(name).collect()).or_default();
                let group = alike.entry(length).or_default();
                group.letters.push(letters);
                group.names.push((number, name));
            }
        }
        Self { groups }
    }
}

/// A search for several misspelt names, one after the other.
///
/// A name is near enough by the rules of [`crate::nearest::nearest`]: an edit distance of at most a third of the longer
/// name, at least one and never all of it, and the same digits. The whole search is bounded: after it has spent a few
/// tenths of a second on comparisons, it finds nothing more. What it finds depends only on the names and their order.
#[derive(Debug)]
pub(super) struct Speller<'i, 'n> {
    names: &'i KnownNames<'n>,
    budget: usize,
    known: FxHashMap<String, Vec<KnownName<'n>>>,
}

impl<'i, 'n> Speller<'i, 'n> {
    /// A search with its full budget.
    pub(super) fn new(names: &'i KnownNames<'n>) -> Self {
        Self {
            names,
            budget: BUDGET,
            known: FxHashMap::default(),
        }
    }

    /// The known names nearest to `name`, if any are near enough. If several are equally near, the first few in their
    /// order. A name may be written with the kind of what it names: `claim.a` for `a`.
    pub(super) fn nearest(&mut self, name: &str) -> &[KnownName<'n>] {
        let kinds = TableKind::ALL.iter().map(|kind| kind.key());
        let mut bare = kinds.filter_map(|kind| name.strip_prefix(kind)?.strip_prefix('.'));
        let name = bare.next().unwrap_or(name);
        if !self.known.contains_key(name) {
            let mut found = self.search(name).unwrap_or_default();
            found.sort_unstable_by_key(|found| found.number);
            found.truncate(MOST_NEAR);
            self.known.insert(name.to_owned(), found);
        }
        self.known.get(name).map_or(&[], Vec::as_slice)
    }

    /// `None` if the budget is used up, the name is too long, or no known name has its digits.
    fn search(&mut self, name: &str) -> Option<Vec<KnownName<'n>>> {
        let (length, letters) = shape(name);
        if length > LONGEST {
            return None;
        }
        let groups = self.names.groups.get(&digits(name).collect::<String>())?;
        let wanted = name.to_lowercase();
        let mut nearest = usize::MAX;
        let mut best: Vec<KnownName<'n>> = Vec::new();
        // Nearest lengths first: they contain the nearest names, which makes the rest cheap.
        for difference in 0..=length / 2 + 1 {
            if difference > nearest {
                break;
            }
            let shorter = (difference > 0)
                .then(|| length.checked_sub(difference))
                .flatten();
            for other in shorter.into_iter().chain([length + difference]) {
                let most = farthest(length.max(other));
                let Some(group) = groups.get(&other).filter(|_| difference <= most) else {
                    continue;
                };
                self.budget = self.budget.checked_sub(group.names.len())?;
                for (&theirs, &(number, name)) in group.letters.iter().zip(&group.names) {
                    let bound = nearest.min(most);
                    // One edit changes at most two of the letters in a name.
                    if (letters ^ theirs).count_ones() as usize > 2 * bound {
                        continue;
                    }
                    self.budget = self.budget.checked_sub(64 + length * other)?;
                    let distance = strsim::osa_distance(&wanted, &name.to_lowercase());
                    if distance > bound {
                        continue;
                    }
                    if distance < nearest {
                        nearest = distance;
                        best.clear();
                    }
                    best.push(KnownName { number, name });
                }
            }
        }
        Some(best)
    }
}

/// A name's length in characters, and a bit set of its letters. Letter case does not matter.
fn shape(name: &str) -> (usize, u64) {
    let mut length = 0;
    let mut letters = 0;
    let mut take = |character: char| {
        length += 1;
        letters |= 1 << (u32::from(character) % 64);
    };
    for character in name.chars() {
        if character.is_ascii() {
            take(character.to_ascii_lowercase());
        } else {
            character.to_lowercase().for_each(&mut take);
        }
    }
    (length, letters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BUDGET, KnownNames, Speller};
    use crate::nearest::nearest;

    fn find<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
        let names = KnownNames::new(known.iter().copied());
        let mut search = Speller::new(&names);
        search.nearest(name).first().map(|found| found.name)
    }

    #[test]
    fn a_misspelt_id_finds_the_one_meant() {
        let known = ["rain", "wet-street", "wet-streets", "snow"];
        assert_eq!(find("wet-stret", &known), Some("wet-street"));
        assert_eq!(find("Rain", &known), Some("rain"));
        assert_eq!(find("sonw", &known), Some("snow"));
        assert_eq!(find("theology", &known), None);
    }

    #[test]
    fn of_equally_near_ids_the_first_is_meant() {
        assert_eq!(find("cat", &["cats", "at", "bat"]), Some("cats"));
        assert_eq!(find("cat", &["bat", "cats", "at"]), Some("bat"));
    }

    #[test]
    fn equally_near_ids_are_all_told() {
        let known = ["cats", "at", "claim-2", "bat", "cattle"];
        let names = KnownNames::new(known.into_iter());
        let mut search = Speller::new(&names);
        let numbers = |found: &[super::KnownName]| -> Vec<u32> {
            found.iter().map(|found| found.number).collect()
        };
        assert_eq!(numbers(search.nearest("cat")), [0, 1, 3]);
        assert_eq!(numbers(search.nearest("claim-3")), [0; 0]);
    }

    #[test]
    fn very_many_unknown_ids_cost_no_more_than_the_budget() {
        // Letters for digits: names with other digits are never compared.
        let coded = |number: u32| -> String {
            let digits = format!("{number:09}").into_bytes();
            digits.iter().map(|&digit| char::from(digit + 49)).collect()
        };
        let known: Vec<_> = (0..20_000)
            .map(|number| format!("claim-{}", coded(number)))
            .collect();
        let names = KnownNames::new(known.iter().map(String::as_str));
        let mut search = Speller::new(&names);
        for number in 0..20_000 {
            search.nearest(&format!("{}-milac", coded(number)));
        }
        assert!(search.budget < BUDGET / 20);
        assert_eq!(search.nearest("claim-aaaaaaaal"), []);
    }

    #[test]
    fn numbered_ids_are_compared_with_their_own_number_alone() {
        let known: Vec<_> = (0..20_000)
            .map(|number| format!("claim-{number}"))
            .collect();
        let names = KnownNames::new(known.iter().map(String::as_str));
        let mut search = Speller::new(&names);
        for (number, meant) in (0..).zip(&known) {
            let found = search.nearest(&format!("clam-{number}")).to_vec();
            assert_eq!(
                found,
                [super::KnownName {
                    number,
                    name: meant
                }]
            );
        }
        assert!(BUDGET - search.budget < 20_000 * 300);
    }

    proptest! {
        #[test]
        fn what_is_found_is_as_near_as_a_search_through_all(
            name in "[a-cA-Cé]{0,8}",
            known in proptest::collection::vec("[a-cé]{1,8}", 0..12),
        ) {
            let distance = |found: &str| strsim::osa_distance(&name.to_lowercase(), &found.to_lowercase());
            let known: Vec<_> = known.iter().map(String::as_str).collect();
            let through_all = nearest(&name, known.iter().copied());
            let found = find(&name, &known);
            prop_assert_eq!(found.map(distance), through_all.map(distance));
        }
    }
}
