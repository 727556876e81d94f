//! The units of merging: single tables, and entries of an array of tables with everything under them.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::syntax::parts::{self, TableText, comments};
use crate::syntax::{TableKind, dotted};

/// A table, or an entry of an array of tables with the tables under it.
#[derive(Debug, Clone)]
pub(super) struct Unit<'t> {
    pub(super) main: TableText<'t>,
    pub(super) inner: Vec<TableText<'t>>,
}

/// The names of all arrays of tables in any version.
pub(super) fn arrays(versions: &[Vec<TableText<'_>>]) -> FxHashSet<String> {
    let arrays = versions.iter().flatten().filter(|table| table.is_array);
    arrays.map(|table| joined(&table.path)).collect()
}

/// The units of a file. `None` if a table is separated from the array entry that it belongs to. A table that belongs to
/// an array in another version, but not in this one, counts as separated.
pub(super) fn units<'t>(
    tables: Vec<TableText<'t>>,
    arrays: &FxHashSet<String>,
) -> Option<Vec<Unit<'t>>> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    for table in tables {
        let length = table.path.len();
        let is_inner = !arrays.is_empty()
            && (1..length).any(|end| {
                let prefix = table.path.get(..end).unwrap_or_default();
                arrays.contains(&joined(prefix))
            });
        if is_inner {
            let last = units.last_mut()?;
            let is_under = last.main.is_array && table.path.starts_with(&last.main.path);
            if !is_under || table.path == last.main.path {
                return None;
            }
            last.inner.push(table);
            continue;
        }
        units.push(Unit {
            main: table,
            inner: Vec::new(),
        });
    }
    Some(units)
}

/// Joins names into a string that no other names result in. It has no NUL characters.
pub(super) fn joined(path: &[Cow<'_, str>]) -> String {
    dotted(path.iter().map(|name| &**name))
}

impl Unit<'_> {
    /// The full text of the unit.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for table in self.tables() {
            text.push_str(table.lead);
            text.push_str(table.header);
            for key in &table.keys {
                for part in [key.lead, key.key, key.value, key.rest] {
                    text.push_str(part);
                }
            }
            text.push_str(table.tail);
        }
        text
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = &TableText<'_>> {
        std::iter::once(&self.main).chain(&self.inner)
    }

    /// What the unit says, however it is laid out: its tables in order, and the keys and values of each, sorted.
    pub(super) fn says(&self) -> Vec<(String, String)> {
        let keys = self.tables().enumerate().flat_map(|(number, table)| {
            let name = format!("{}\0{number}", joined(&table.path));
            let keys = table.keys.iter().map({
                let name = name.clone();
                move |key| {
                    let key_name = joined(&key.path);
                    (format!("{name}\0{key_name}"), normal(key.value))
                }
            });
            keys.chain([(name, String::new())])
        });
        let mut keys: Vec<_> = keys.collect();
        keys.sort_unstable();
        keys
    }

    /// Whether a later version of the unit says the same and has no new comments.
    pub(super) fn has_all_of(&self, later: &Self) -> bool {
        let (text, later_text) = (self.text(), later.text());
        text == later_text
            || self.says() == later.says()
                && new_comments(&[&later_text], &[&text]).next().is_none()
    }

    /// The value of a key in its first table.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.main.value(name)
    }

    /// The claim, source, speaker or question that it belongs to.
    pub(super) fn owner(&self) -> Option<Vec<String>> {
        let [table, id, ..] = &*self.main.path else {
            return None;
        };
        let is_kind = TableKind::ALL.into_iter().any(|kind| kind.key() == table);
        is_kind.then(|| vec![table.to_string(), id.to_string()])
    }

    /// The name of its owner, or its own name if it has none.
    pub(super) fn owner_name(&self) -> String {
        match self.owner() {
            Some(owner) => dotted(owner.iter().map(String::as_str)),
            None => self.name(),
        }
    }

    /// The name of its first table.
    pub(super) fn name(&self) -> String {
        self.main.name()
    }
}

/// The comments of `texts` that are in none of `others`, each once.
pub(super) fn new_comments<'t>(
    texts: &[&'t str],
    others: &[&str],
) -> impl Iterator<Item = &'t str> {
    let comments = |texts: &[&'t str]| {
        texts
            .iter()
            .flat_map(|text| comments(text))
            .collect::<Vec<_>>()
    };
    let all = comments(texts);
    let mut known: FxHashSet<String> = FxHashSet::default();
    if !all.is_empty() {
        let others = others.iter().flat_map(|text| parts::comments(text));
        known.extend(others.map(str::to_owned));
    }
    all.into_iter()
        .filter(move |comment| known.insert((*comment).to_owned()))
}

/// A value in the form used for comparison, which ignores how it is written.
pub(super) fn normal(value: &str) -> String {
    match parsed(value) {
        Some(value) => value.to_string(),
        None => value.to_owned(),
    }
}

/// A parsed value; `None` if it is not valid TOML.
pub(super) fn parsed(value: &str) -> Option<toml::Value> {
    let mut table = format!("x = {value}").parse::<toml::Table>().ok()?;
    table.remove("x")
}
