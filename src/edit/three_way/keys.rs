//! Merges one table, key by key.

use rustc_hash::{FxHashMap, FxHashSet};

use super::sets::{MergedSet, is_data, is_joint, is_set, merge_set};
use super::units::{Unit, joined, new_comments, normal};
use super::{MergeDispute, UnitResult};
use crate::syntax::parts::{KeyText, TableText, key_name};

/// Merges a unit that both sides have.
pub(super) fn merge_tables(
    base: Option<&Unit<'_>>,
    ours: &Unit<'_>,
    theirs: &Unit<'_>,
) -> UnitResult {
    let text = ours.text();
    if text == theirs.text() || base.is_some_and(|base| base.text() == theirs.text()) {
        return whole(text);
    }
    if base.is_some_and(|base| base.text() == text) {
        return whole(theirs.text());
    }
    let has_arrays = |unit: &Unit<'_>| unit.inner.iter().any(|table| table.is_array);
    if [base, Some(ours), Some(theirs)]
        .into_iter()
        .flatten()
        .any(has_arrays)
    {
        return rows(base, ours, theirs);
    }
    let inner = base.map(by_path).unwrap_or_default();
    let (of_ours, of_theirs) = (by_path(ours), by_path(theirs));
    let mut merge = TableMerge {
        name: ours.name(),
        is_inner: false,
        may_have_sets: true,
        out: String::new(),
        conflicts: Vec::new(),
    };
    merge.table(base.map(|base| &base.main), &ours.main, &theirs.main);
    merge.is_inner = true;
    for table in &ours.inner {
        let path = joined(&table.path);
        let before = inner.get(&path).copied();
        let other = of_theirs.get(&path).copied();
        match (before, other) {
            (_, Some(other)) => merge.table(before, table, other),
            (None, None) => merge.out.push_str(&table_text(table)),
            (Some(before), None) if alone(before).has_all_of(&alone(table)) => {}
            (Some(before), None) => {
                merge.out.push_str(&table_text(table));
                merge.conflict(&table.name(), None, Some(table_text(before)));
            }
        }
    }
    for table in &theirs.inner {
        let path = joined(&table.path);
        if of_ours.contains_key(&path) {
            continue;
        }
        let before = inner.get(&path).copied();
        match before {
            None => merge.out.push_str(&table_text(table)),
            Some(before) if alone(before).has_all_of(&alone(table)) => {}
            Some(before) => {
                let other = Some(table_text(table));
                merge.conflict(&table.name(), other, Some(table_text(before)));
            }
        }
    }
    UnitResult {
        text: Some(merge.out),
        conflicts: merge.conflicts,
    }
}

/// The inner tables of a unit, by name.
fn by_path<'u, 't>(unit: &'u Unit<'t>) -> FxHashMap<String, &'u TableText<'t>> {
    let tables = unit.inner.iter();
    tables.map(|table| (joined(&table.path), table)).collect()
}

fn whole(text: String) -> UnitResult {
    UnitResult {
        text: Some(text),
        conflicts: Vec::new(),
    }
}

/// Merges a unit that contains arrays of tables. If only one side changed it, its unit is taken as a whole.
/// If both did, they disagree.
fn rows(base: Option<&Unit<'_>>, ours: &Unit<'_>, theirs: &Unit<'_>) -> UnitResult {
    if theirs.has_all_of(ours) && ours.has_all_of(theirs)
        || base.is_some_and(|base| base.has_all_of(theirs))
    {
        return whole(ours.text());
    }
    if base.is_some_and(|base| base.has_all_of(ours)) {
        return whole(theirs.text());
    }
    UnitResult {
        text: Some(ours.text()),
        conflicts: vec![MergeDispute {
            at: ours.name(),
            other: Some(theirs.text()),
            was: base.map(Unit::text),
        }],
    }
}

/// A table as a unit of its own.
fn alone<'t>(table: &TableText<'t>) -> Unit<'t> {
    Unit {
        main: table.clone(),
        inner: Vec::new(),
    }
}

fn table_text(table: &TableText<'_>) -> String {
    alone(table).text()
}

/// A table that is being merged.
struct TableMerge {
    /// The name of the table. While an inner table is merged, this is its name.
    name: String,
    is_inner: bool,
    /// Whether its lists may be sets. They may not in the user's own data, where the meaning of lists is unknown.
    may_have_sets: bool,
    out: String,
    conflicts: Vec<MergeDispute>,
}

/// One key in the base, in ours and in theirs.
type KeyTrio<'k, 't> = [Option<&'k KeyText<'t>>; 3];

impl TableMerge {
    fn conflict(&mut self, at: &str, other: Option<String>, was: Option<String>) {
        self.conflicts.push(MergeDispute {
            at: at.to_owned(),
            other,
            was,
        });
    }

    fn table(
        &mut self,
        base: Option<&TableText<'_>>,
        ours: &TableText<'_>,
        theirs: &TableText<'_>,
    ) {
        if self.is_inner {
            self.name = ours.name();
        }
        self.may_have_sets = !is_data(&ours.path);
        let lead = merged_comments(base.map(|base| base.lead), ours.lead, theirs.lead);
        let header = merged_text(base.map(|base| base.header), ours.header, theirs.header);
        self.out.push_str(&lead);
        let before = base.map_or("", |base| base.header);
        for comment in new_comments(&[ours.header, theirs.header], &[before, header]) {
            self.out.push_str(comment);
            self.out.push('\n');
        }
        self.out.push_str(header);
        let mut known: FxHashMap<String, KeyTrio<'_, '_>> = FxHashMap::default();
        let versions = [base, Some(ours), Some(theirs)];
        for (version, table) in versions.into_iter().enumerate() {
            for key in table.into_iter().flat_map(|table| &table.keys) {
                let slot = known.entry(joined(&key.path)).or_default().get_mut(version);
                if let Some(slot) = slot {
                    *slot = Some(key);
                }
            }
        }
        let versions =
            |key: &KeyText<'_>| known.get(&joined(&key.path)).copied().unwrap_or_default();
        // Keys that only the other side has, by the key of the current side that they follow.
        let mut behind: FxHashMap<String, Vec<KeyTrio<'_, '_>>> = FxHashMap::default();
        let mut anchor = String::new();
        for key in &theirs.keys {
            let versions = versions(key);
            if versions[1].is_some() {
                anchor = joined(&key.path);
            } else {
                behind.entry(anchor.clone()).or_default().push(versions);
            }
        }
        let mut waiting = behind.remove("").unwrap_or_default();
        let mut is_first = true;
        for key in &ours.keys {
            let versions = versions(key);
            let is_added = versions[0].is_none() && versions[2].is_none();
            if !is_added && !is_first {
                for versions in waiting.drain(..) {
                    self.key(versions);
                }
            }
            is_first = false;
            self.key(versions);
            waiting.extend(behind.remove(&joined(&key.path)).into_iter().flatten());
        }
        for versions in waiting {
            self.key(versions);
        }
        self.out.push_str(&merged_comments(
            base.map(|base| base.tail),
            ours.tail,
            theirs.tail,
        ));
    }

    /// Merges one key.
    fn key(&mut self, versions: KeyTrio<'_, '_>) {
        let texts = versions.map(|key| key.map(KeyText::text).unwrap_or_default());
        let [base, ours, theirs] = &texts;
        if ours == theirs || base == theirs {
            return self.out.push_str(ours);
        }
        if base == ours {
            return self.out.push_str(theirs);
        }
        let mut disputed = String::new();
        let value = self.value(versions, &mut disputed);
        let merged = value
            .map(|value| with_value(versions, &value))
            .unwrap_or_default();
        // A comment is kept even if its line is replaced by the other side's line, or removed.
        for comment in new_comments(&[ours, theirs], &[base, &merged, &disputed]) {
            self.out.push_str(comment);
            self.out.push('\n');
        }
        self.out.push_str(&merged);
    }

    /// The merged value of a key that both sides changed, or that one side changed and the other removed. If they
    /// disagree, the other side's line is added to `disputed`.
    fn value(&mut self, versions: KeyTrio<'_, '_>, disputed: &mut String) -> Option<String> {
        let [base, ours, theirs] = versions;
        let written = versions.map(|key| key.map(|key| key.value));
        let [was, mine, other] = written.map(|value| value.map(normal));
        let own = |value: Option<&str>| value.map(str::to_owned);
        if mine == other || other == was {
            return own(written[1]);
        }
        if mine == was {
            return own(written[2]);
        }
        let any = ours.or(theirs).or(base)?;
        if self.may_have_sets && is_set(&any.path) {
            match merge_set(written, is_joint(&any.path)) {
                MergedSet::Merged(value) => return Some(value),
                MergedSet::Empty => return None,
                MergedSet::Disputed => {}
            }
        }
        let line = |key: &KeyText<'_>| format!("{}{}{}", key.key, key.value, key.rest);
        let other = theirs.map(line);
        disputed.push_str(other.as_deref().unwrap_or_default());
        self.conflict(&key_name(&self.name.clone(), any), other, base.map(line));
        own(written[1])
    }
}

/// The key with this value. Everything else on its lines comes from the side that changed it.
fn with_value([base, ours, theirs]: KeyTrio<'_, '_>, value: &str) -> String {
    let (Some(mine), Some(other)) = (ours, theirs) else {
        let only = ours.or(theirs);
        return only.map_or_else(String::new, |only| {
            format!("{}{}{value}{}", only.lead, only.key, only.rest)
        });
    };
    let lead = merged_comments(base.map(|base| base.lead), mine.lead, other.lead);
    let key = merged_text(base.map(|base| base.key), mine.key, other.key);
    let rest = merged_text(base.map(|base| base.rest), mine.rest, other.rest);
    format!("{lead}{key}{value}{rest}")
}

/// The text of the side that changed it; the current side's if both did.
fn merged_text<'t>(base: Option<&str>, ours: &'t str, theirs: &'t str) -> &'t str {
    if base == Some(ours) { theirs } else { ours }
}

/// The comments and blank lines of the side that changed them. If both did, those of the current side and the comments
/// that the other side added.
fn merged_comments(base: Option<&str>, ours: &str, theirs: &str) -> String {
    if base == Some(ours) {
        return theirs.to_owned();
    }
    let mut merged = ours.to_owned();
    if ours == theirs || base == Some(theirs) {
        return merged;
    }
    let lines = ours.lines().chain(base.unwrap_or_default().lines());
    let known: FxHashSet<&str> = lines.map(str::trim).collect();
    for line in theirs.split_inclusive('\n') {
        if !line.trim().is_empty() && !known.contains(line.trim()) {
            merged.push_str(line);
        }
    }
    merged
}
