//! Merges two versions of a map file that have a common ancestor, by ids and keys instead of by lines.
//!
//! A file is divided into tables and their keys. Their text stays the same if nothing changes. What one side added,
//! changed or removed is added, changed or removed in the merged file. Lists of claims, tags and the like are treated
//! as sets, to which both sides may add and from which both may remove; but not premises, which are a reason only together.
//! If the two sides disagree, the current side's
//! text is kept, and a table `[[conflict]]` after it has the other side's text. So a merged file is always TOML, and
//! nothing is lost.

mod keys;
mod order;
mod pairs;
mod sets;
mod units;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::syntax::{parts, toml_string};
use keys::merge_tables;
use order::arranged;
use pairs::{Numbered, number};
use units::{Unit, arrays, units};

/// A merged file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// Where the two sides disagree, as a name such as `claim.x.text`; empty for the whole file.
    pub conflicts: Vec<String>,
}

/// Merges the changes to `base` made by the current side, `ours`, and by the other side, `theirs`. `None` if one of the
/// files is not valid TOML, or uses the name `conflict` for something else.
///
/// Linear in the texts, apart from sorting.
pub fn three_way(base: &str, ours: &str, theirs: &str) -> Option<Merged> {
    let ends = LineEnds::of(ours);
    let texts = [base, ours, theirs].map(|text| ends.plain(text));
    let [base, ours, theirs] = &texts;
    let tables = [
        parts::tables(base)?,
        parts::tables(ours)?,
        parts::tables(theirs)?,
    ];
    let changed = match () {
        () if ours == theirs || base == theirs => Some(ours),
        () if base == ours => Some(theirs),
        () => None,
    };
    if let Some(changed) = changed {
        return Some(Merged {
            text: ends.restored(changed.to_string()),
            conflicts: Vec::new(),
        });
    }
    let arrays = arrays(&tables);
    let [base, ours_units, theirs_units] = tables.map(|tables| units(tables, &arrays));
    let merged = match (base, ours_units, theirs_units) {
        (Some(base), Some(ours), Some(theirs)) => {
            let versions = Matched::new([base, ours, theirs]);
            let (text, conflicts) = versions.merge();
            parts::tables(&text).is_some().then_some((text, conflicts))
        }
        _ => None,
    };
    // The two sides write the same thing in two ways that cannot be in one file.
    let (text, conflicts) = merged.unwrap_or_else(|| {
        let whole = MergeDispute {
            at: String::new(),
            other: Some(theirs.to_string()),
            was: None,
        };
        let text = ours.to_string() + &whole.toml();
        (text, vec![whole.at])
    });
    let is_toml = parts::tables(&text).is_some();
    is_toml.then(|| Merged {
        text: ends.restored(text),
        conflicts,
    })
}

/// A place where the two sides disagree.
#[derive(Debug, Clone)]
struct MergeDispute {
    /// The place, as names joined by dots.
    at: String,
    /// What the other side has there; `None` if it removed it.
    other: Option<String>,
    /// What the common ancestor has there.
    was: Option<String>,
}

impl MergeDispute {
    /// The conflict as a table of the merged file.
    fn toml(&self) -> String {
        let mut text = "\n[[conflict]]\n".to_owned();
        let at = (!self.at.is_empty()).then(|| toml_string(&self.at));
        let other = self.other.as_deref().map(written);
        let was = self.was.as_deref().map(written);
        for (key, value) in [("at   ", at), ("other", other), ("was  ", was)] {
            if let Some(value) = value {
                text.push_str(key);
                text.push_str(" = ");
                text.push_str(&value);
                text.push('\n');
            }
        }
        text
    }
}

/// Lines of TOML as a string that shows them unescaped, if possible.
fn written(lines: &str) -> String {
    let lines = lines.trim_start_matches('\n').trim_end();
    let is_plain = |c: char| c == '\t' || !c.is_control();
    let is_one = !lines.contains('\n');
    if is_one && !lines.contains('\'') && lines.chars().all(is_plain) {
        return format!("'{lines}'");
    }
    if !lines.chars().all(|c| c == '\n' || is_plain(c)) {
        return toml_string(lines);
    }
    if !lines.contains("'''") {
        return format!("'''\n{lines}\n'''");
    }
    let escaped = lines.replace('\\', "\\\\");
    let escaped = escaped.replace("\"\"\"", "\"\"\\\"");
    format!("\"\"\"\n{escaped}\n\"\"\"")
}

/// The current side's line endings, and whether it starts with a byte order mark.
#[derive(Debug, Clone, Copy)]
struct LineEnds {
    is_windows: bool,
    is_mixed: bool,
    has_mark: bool,
}

const MARK: char = '\u{feff}';

impl LineEnds {
    fn of(text: &str) -> Self {
        let (windows, all) = (text.matches("\r\n").count(), text.matches('\n').count());
        Self {
            is_windows: windows > 0 && windows == all,
            is_mixed: windows > 0 && windows < all,
            has_mark: text.starts_with(MARK),
        }
    }

    /// The text with line endings `\n` (unless they are mixed), one of them at its end, and without a byte order mark.
    fn plain(self, text: &str) -> Cow<'_, str> {
        let text = text.strip_prefix(MARK).unwrap_or(text);
        let ends = text.is_empty() || text.ends_with('\n');
        if ends && (self.is_mixed || !text.contains('\r')) {
            return Cow::Borrowed(text);
        }
        let mut plain = if self.is_mixed {
            text.to_owned()
        } else {
            text.replace("\r\n", "\n")
        };
        if !ends {
            plain.push('\n');
        }
        Cow::Owned(plain)
    }

    fn restored(self, text: String) -> String {
        let text = if self.is_windows {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        if self.has_mark {
            format!("{MARK}{text}")
        } else {
            text
        }
    }
}

/// The three versions of a file, with the same things matched.
struct Matched<'t> {
    /// For the base, the current side and the other side: the numbers of their units, in order.
    orders: [Vec<usize>; 3],
    /// For each number, the unit in each version.
    units: Vec<[Option<Unit<'t>>; 3]>,
    /// For each number, the index of the unit in each version.
    places: Vec<[usize; 3]>,
    /// For each unit, the number of the first unit that belongs to the same thing, such as a claim or a source.
    groups: Vec<usize>,
}

/// The result of merging a unit.
#[derive(Default)]
struct UnitResult {
    text: Option<String>,
    conflicts: Vec<MergeDispute>,
}

impl<'t> Matched<'t> {
    fn new(versions: [Vec<Unit<'t>>; 3]) -> Self {
        let Numbered { orders, units } = number(versions);
        let mut first: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        let groups = units.iter().enumerate().map(|(number, unit)| {
            let unit = unit.iter().flatten().next();
            match unit.and_then(Unit::owner) {
                Some(owner) => *first.entry(owner).or_insert(number),
                None => number,
            }
        });
        let groups = groups.collect();
        let mut places = vec![[0; 3]; units.len()];
        for (version, order) in orders.iter().enumerate() {
            for (place, &number) in order.iter().enumerate() {
                if let Some(slot) = places.get_mut(number).and_then(|of| of.get_mut(version)) {
                    *slot = place;
                }
            }
        }
        Self {
            orders,
            units,
            places,
            groups,
        }
    }

    fn group(&self, number: usize) -> usize {
        self.groups.get(number).copied().unwrap_or(number)
    }

    /// The merged text, and the names of the places where the sides disagree.
    fn merge(&self) -> (String, Vec<String>) {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.units.len()];
        for number in 0..self.units.len() {
            if let Some(members) = members.get_mut(self.group(number)) {
                members.push(number);
            }
        }
        let mut texts: Vec<Option<String>> = vec![None; self.units.len()];
        let mut conflicts: Vec<Vec<MergeDispute>> = vec![Vec::new(); self.units.len()];
        for (group, members) in members
            .iter()
            .enumerate()
            .filter(|(_, all)| !all.is_empty())
        {
            let outcomes = self.merge_group(members);
            for (&member, outcome) in members.iter().zip(outcomes) {
                if let Some(text) = texts.get_mut(member) {
                    *text = outcome.text;
                }
                if let Some(of_group) = conflicts.get_mut(group) {
                    of_group.extend(outcome.conflicts);
                }
            }
        }
        // If nothing is left of a group but conflicts, they go where the other side has the group, or else where it
        // was.
        for (group, members) in members.iter().enumerate() {
            let is_there = |&member: &usize| texts.get(member).is_some_and(Option::is_some);
            let has_conflicts = conflicts
                .get(group)
                .is_some_and(|of_group| !of_group.is_empty());
            if has_conflicts && !members.iter().any(is_there) {
                let place = members.iter().find(|&&member| self.has(member, 2));
                let place = place.or(members.first()).copied();
                if let Some(text) = place.and_then(|place| texts.get_mut(place)) {
                    *text = Some(String::new());
                }
            }
        }
        let order = arranged(self, |number| {
            texts.get(number).is_some_and(Option::is_some)
        });
        let mut last_of: FxHashMap<usize, usize> = FxHashMap::default();
        for (place, &number) in order.iter().enumerate() {
            last_of.insert(self.group(number), place);
        }
        let mut out = String::new();
        let mut places = Vec::new();
        for (place, &number) in order.iter().enumerate() {
            let text = texts
                .get_mut(number)
                .and_then(Option::take)
                .unwrap_or_default();
            if !out.is_empty() && self.is_new(number) && !text.starts_with('\n') && !text.is_empty()
            {
                out.push('\n');
            }
            out.push_str(&text);
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            let group = self.group(number);
            if last_of.get(&group) == Some(&place)
                && let Some(of_group) = conflicts.get_mut(group)
            {
                for conflict in of_group.drain(..) {
                    let text = conflict.toml();
                    out.push_str(if out.is_empty() {
                        text.trim_start()
                    } else {
                        &text
                    });
                    places.push(conflict.at);
                }
            }
        }
        (out, places)
    }

    fn unit(&self, number: usize, version: usize) -> Option<&Unit<'t>> {
        self.units.get(number)?.get(version)?.as_ref()
    }

    fn has(&self, number: usize, version: usize) -> bool {
        self.unit(number, version).is_some()
    }

    /// Whether only the other side has the unit.
    fn is_new(&self, number: usize) -> bool {
        !self.has(number, 0) && !self.has(number, 1)
    }

    /// Merges the units of a claim, a source or the like, or a single unit.
    fn merge_group(&self, members: &[usize]) -> Vec<UnitResult> {
        let has = |version| members.iter().any(|&member| self.has(member, version));
        let same = |one, other| {
            members.iter().all(
                |&member| match (self.unit(member, one), self.unit(member, other)) {
                    (Some(one), Some(other)) => one.has_all_of(other),
                    (None, None) => true,
                    _ => false,
                },
            )
        };
        match (has(0), has(1), has(2)) {
            // One side removed all of it, and the other did not change it.
            (true, false, true) if same(0, 2) => return none(members),
            (true, true, false) if same(0, 1) => return none(members),
            (true, false, true) | (true, true, false) => return self.disagreed(members),
            _ => {}
        }
        let outcomes: Vec<UnitResult> = members
            .iter()
            .map(|&member| self.merge_unit(member))
            .collect();
        let text: String = outcomes
            .iter()
            .filter_map(|outcome| outcome.text.as_deref())
            .collect();
        let is_toml = parts::tables(&text).is_some();
        let is_agreed = outcomes.iter().all(|outcome| outcome.conflicts.is_empty());
        // Two new things with the same name are not mixed with each other.
        let are_two = !has(0) && has(1) && has(2);
        if is_toml && (is_agreed || !are_two) {
            outcomes
        } else {
            self.disagreed(members)
        }
    }

    /// Keeps the current side as it is, and everything that the other side says as a conflict.
    fn disagreed(&self, members: &[usize]) -> Vec<UnitResult> {
        let text = |version: usize| {
            let mut own: Vec<usize> = members.to_vec();
            own.retain(|&member| self.has(member, version));
            own.sort_by_key(|&member| self.places.get(member).and_then(|of| of.get(version)));
            let units = own.iter().filter_map(|&member| self.unit(member, version));
            let text: String = units.map(Unit::text).collect();
            (!text.trim().is_empty()).then_some(text)
        };
        let named = members.iter().find_map(|&member| {
            let versions = self.units.get(member)?;
            versions.iter().flatten().next()
        });
        let mut outcomes: Vec<UnitResult> = members
            .iter()
            .map(|&member| UnitResult {
                text: self.unit(member, 1).map(Unit::text),
                conflicts: Vec::new(),
            })
            .collect();
        let conflict = MergeDispute {
            at: named.map(Unit::owner_name).unwrap_or_default(),
            other: text(2),
            was: text(0),
        };
        if let Some(first) = outcomes.first_mut() {
            first.conflicts.push(conflict);
        }
        outcomes
    }

    fn merge_unit(&self, number: usize) -> UnitResult {
        let [base, ours, theirs] = [0, 1, 2].map(|version| self.unit(number, version));
        match (base, ours, theirs) {
            (_, None, None) => UnitResult::default(),
            (None, Some(only), None) | (None, None, Some(only)) => UnitResult {
                text: Some(only.text()),
                conflicts: Vec::new(),
            },
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                if base.has_all_of(left) {
                    return UnitResult::default();
                }
                let is_ours = ours.is_some();
                UnitResult {
                    text: is_ours.then(|| left.text()),
                    conflicts: vec![MergeDispute {
                        at: left.name(),
                        other: (!is_ours).then(|| left.text()),
                        was: Some(base.text()),
                    }],
                }
            }
            (base, Some(ours), Some(theirs)) => merge_tables(base, ours, theirs),
        }
    }
}

fn none(members: &[usize]) -> Vec<UnitResult> {
    members.iter().map(|_| UnitResult::default()).collect()
}
