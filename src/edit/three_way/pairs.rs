//! Finds out which units of the three versions are the same.

use rustc_hash::FxHashMap;

use super::units::{Unit, joined, normal, parsed};
use crate::map::canonical;
use crate::syntax::{parts, toml_string};

/// The units of all versions, with numbers.
pub(super) struct Numbered<'t> {
    /// For each version, the numbers of its units in order.
    pub(super) orders: [Vec<usize>; 3],
    /// For each number, the unit in each version.
    pub(super) units: Vec<[Option<Unit<'t>>; 3]>,
}

/// Numbers the units of the base, the current side and the other side. Units that are the same thing get the same
/// number.
///
/// A table is identified by the names in its header. An entry of an array of tables is identified by the first of these
/// that matches: all that it says; its `id`; its premises or whatever else it is about; a premise that two entries
/// share.
pub(super) fn number(versions: [Vec<Unit<'_>>; 3]) -> Numbered<'_> {
    let mut orders: [Vec<usize>; 3] = Default::default();
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        next - 1
    };
    let known: Vec<Vec<UnitKeys>> = versions
        .iter()
        .map(|units| units.iter().map(UnitKeys::of).collect())
        .collect();
    let [base, ours, theirs] =
        [0, 1, 2].map(|version| known.get(version).map_or(&[][..], Vec::as_slice));
    let numbers: Vec<usize> = base.iter().map(|_| fresh()).collect();
    let (of_ours, of_theirs) = (paired(base, ours, 4), paired(base, theirs, 4));
    let number = |pair: Option<usize>| pair.and_then(|pair| numbers.get(pair)).copied();
    let mut ours_numbers = Vec::with_capacity(ours.len());
    for pair in of_ours {
        ours_numbers.push(number(pair).unwrap_or_else(&mut fresh));
    }
    // If both sides added a thing, it is one thing if both say the same or give it the same name.
    let is_added = |number: usize| number >= base.len();
    let added: Vec<usize> = (0..ours.len())
        .filter(|&at| ours_numbers.get(at).copied().is_some_and(is_added))
        .collect();
    let left: Vec<usize> = (0..theirs.len())
        .filter(|&at| of_theirs.get(at).copied().flatten().is_none())
        .collect();
    let pick = |all: &[UnitKeys], which: &[usize]| -> Vec<UnitKeys> {
        which
            .iter()
            .filter_map(|&at| all.get(at).cloned())
            .collect()
    };
    let both = paired(&pick(ours, &added), &pick(theirs, &left), 2);
    let mut theirs_numbers: Vec<Option<usize>> = of_theirs.into_iter().map(number).collect();
    for (&at, pair) in left.iter().zip(both) {
        let pair = pair.and_then(|pair| added.get(pair));
        let number = pair.and_then(|&at| ours_numbers.get(at)).copied();
        if let Some(slot) = theirs_numbers.get_mut(at) {
            *slot = number;
        }
    }
    let theirs_numbers: Vec<usize> = theirs_numbers
        .into_iter()
        .map(|number| number.unwrap_or_else(&mut fresh))
        .collect();
    for (order, numbers) in orders
        .iter_mut()
        .zip([numbers, ours_numbers, theirs_numbers])
    {
        *order = numbers;
    }
    let mut units: Vec<[Option<Unit<'_>>; 3]> = (0..next).map(|_| Default::default()).collect();
    for (version, own) in versions.into_iter().enumerate() {
        for (place, unit) in own.into_iter().enumerate() {
            let number = orders.get(version).and_then(|order| order.get(place));
            let slot = number.and_then(|&number| units.get_mut(number)?.get_mut(version));
            if let Some(slot) = slot {
                *slot = Some(unit);
            }
        }
    }
    Numbered { orders, units }
}

/// The keys that identify a unit, the surest kind first.
#[derive(Debug, Clone)]
struct UnitKeys([Vec<String>; 4]);

impl UnitKeys {
    fn of(unit: &Unit<'_>) -> Self {
        let path = joined(&unit.main.path);
        if !unit.main.is_array {
            return Self([vec![path], Vec::new(), Vec::new(), Vec::new()]);
        }
        let says = vec![format!("{path}\0says\0{:?}", unit.says())];
        // Two conflicts are different unless they say the same.
        if matches!(&*unit.main.path, [only] if only == "conflict") {
            return Self([says, Vec::new(), Vec::new(), Vec::new()]);
        }
        let key = |name: &str| unit.value(name).map(normal).unwrap_or_default();
        let about = format!("{path}\0{}\0{}", key("step"), key("quote"));
        let premises = unit.value("premises").map(entries).unwrap_or_default();
        let mut sorted = premises.clone();
        sorted.sort_unstable();
        let is_about_something = !premises.is_empty() || unit.value("quote").is_some();
        let id = unit
            .value("id")
            .map(|id| format!("{path}\0id\0{}", normal(id)));
        Self([
            says,
            id.into_iter().collect(),
            is_about_something
                .then(|| format!("{about}\0{}", sorted.join("\0")))
                .into_iter()
                .collect(),
            premises
                .iter()
                .map(|premise| format!("{about}\0\0{premise}"))
                .collect(),
        ])
    }
}

/// The entries of a list, by the claims that they name.
fn entries(value: &str) -> Vec<String> {
    let entries = parts::list_entries(value).unwrap_or_default().into_iter();
    let written = entries.filter_map(|entry| value.get(entry.value.range()));
    written.map(named).collect()
}

/// What identifies an entry of a list: the claim or step that it names and the aspect of a contrast, or else everything
/// that it says. It has no NUL characters.
pub(super) fn named(item: &str) -> String {
    let named = |name: &str| toml_string(&canonical(name));
    match parsed(item) {
        Some(toml::Value::String(name)) => named(&name),
        Some(toml::Value::Table(table)) => {
            let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
            match text("claim")
                .or_else(|| text("step"))
                .or_else(|| text("text"))
            {
                Some(name) => match text("on") {
                    Some(on) => format!("{} on {}", named(name), toml_string(on)),
                    None => named(name),
                },
                None => toml::Value::Table(table).to_string(),
            }
        }
        Some(value) => value.to_string(),
        None => item.to_owned(),
    }
}

/// For each unit of `new`, the index of its counterpart in `old`, found by the first `ways` kinds of keys.
fn paired(old: &[UnitKeys], new: &[UnitKeys], ways: usize) -> Vec<Option<usize>> {
    let mut taken = vec![false; old.len()];
    let mut pairs = vec![None; new.len()];
    for way in 0..ways {
        let keys = |known: &'_ UnitKeys| known.0.get(way).cloned().unwrap_or_default();
        let mut waiting: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (place, known) in old.iter().enumerate().rev() {
            if taken.get(place) == Some(&false) {
                for key in keys(known) {
                    waiting.entry(key).or_default().push(place);
                }
            }
        }
        for (known, pair) in new.iter().zip(&mut pairs) {
            if pair.is_some() || waiting.is_empty() {
                continue;
            }
            for key in keys(known) {
                let Some(places) = waiting.get_mut(&key) else {
                    continue;
                };
                let free = std::iter::from_fn(|| places.pop());
                let mut free = free.filter(|&place| taken.get(place) == Some(&false));
                if let Some(place) = free.next() {
                    *pair = Some(place);
                    if let Some(taken) = taken.get_mut(place) {
                        *taken = true;
                    }
                    break;
                }
            }
        }
    }
    pairs
}
