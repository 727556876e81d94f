//! The table of keys: exactly the keys it lists are read, written and documented.

use std::collections::BTreeSet;

use argmap::diagnostic::RuleName;
use argmap::syntax::format::{self, Key, Name, Shape, Table};
use argmap::syntax::{FileId, SharedStr, read};

const EVERY_KEY: &str = include_str!("../fixtures/every-key.toml");
const DOCUMENT: &str = include_str!("../../docs/format.md");

/// The table inside a value of this shape, if any.
fn inner(shape: Shape) -> Option<&'static Table> {
    match shape {
        Shape::Table(of) | Shape::ById(of) | Shape::List(of) | Shape::Entries(of) => Some(of),
        Shape::Quotes => Some(&format::QUOTE),
        _ => None,
    }
}

/// All tables with their keys. A key that leads to a table comes before that table's own keys.
fn keys() -> Vec<(&'static Table, &'static Key)> {
    let (mut keys, mut tables) = (Vec::new(), vec![&format::TOP]);
    let mut seen = BTreeSet::new();
    while let Some(table) = tables.pop() {
        if seen.insert(std::ptr::from_ref(table)) {
            keys.extend(table.keys.iter().map(|key| (table, key)));
            tables.extend(table.keys.iter().filter_map(|key| inner(key.shape)));
        }
    }
    keys
}

#[test]
fn every_name_is_a_key_of_some_table_and_reads_as_it_is_written() {
    for &name in Name::ALL {
        assert_eq!(Name::parse(name.as_str()), Some(name));
        assert!(keys().iter().any(|(_, key)| key.name == name), "{name:?}");
    }
}

#[test]
fn no_table_has_a_key_twice() {
    for (table, key) in keys() {
        let same = table.keys.iter().filter(|other| other.name == key.name);
        assert_eq!(same.count(), 1, "{:?} of {}", key.name, table.owner);
    }
}

/// Walks through a value along with its table and records every key that it sets.
fn note(value: &toml::Value, of: &'static Table, set: &mut BTreeSet<(usize, &'static str)>) {
    for value in value.as_array().into_iter().flatten() {
        note(value, of, set);
    }
    for (key, value) in value.as_table().into_iter().flatten() {
        let name = Name::parse(key).and_then(|name| of.key(name));
        let known = name.unwrap_or_else(|| panic!("{} has no `{key}`", of.owner));
        set.insert((std::ptr::from_ref(of).addr(), known.name.as_str()));
        match (known.shape, inner(known.shape)) {
            (Shape::ById(of), _) => {
                for (_, value) in value.as_table().into_iter().flatten() {
                    note(value, of, set);
                }
            }
            (_, Some(of)) => note(value, of, set),
            _ => {}
        }
    }
}

#[test]
fn the_map_with_every_key_sets_every_key_of_every_table() {
    let map: toml::Table = toml::from_str(EVERY_KEY).expect("TOML");
    let mut set = BTreeSet::new();
    note(&map.into(), &format::TOP, &mut set);
    let unset = keys().into_iter().filter(|(table, key)| {
        !set.contains(&(std::ptr::from_ref(*table).addr(), key.name.as_str()))
    });
    let unset: Vec<_> = unset.map(|(of, key)| (of.owner, key.name)).collect();
    assert_eq!(unset, []);
}

#[test]
fn a_value_as_the_table_shows_it_is_read_without_a_finding_about_its_shape() {
    for (table, key) in keys() {
        if key.example.is_empty() || table.header.is_empty() {
            continue;
        }
        let header = table.header.replace("ID", "x");
        let text = format!("{header}\n{} = {}\n", key.name.as_str(), key.example);
        let document = read(FileId::at(0), &SharedStr::from(text.as_str()));
        let mut found = document.diagnostics.iter();
        let wrong = found.find(|finding| {
            let digest = key.name == Name::Sha256;
            finding.rule == RuleName::UNKNOWN_KEY || finding.rule == RuleName::WRONG_TYPE && !digest
        });
        assert!(wrong.is_none(), "{text}{wrong:?}");
    }
}

#[test]
fn a_value_of_no_shape_at_all_is_a_finding_that_shows_the_example() {
    for (table, key) in keys() {
        if key.example.is_empty() || table.header.is_empty() {
            continue;
        }
        let header = table.header.replace("ID", "x");
        let text = format!("{header}\n{} = 12:30:00\n", key.name.as_str());
        let document = read(FileId::at(0), &SharedStr::from(text.as_str()));
        let mut found = document.diagnostics.iter();
        let dated = matches!(key.shape, Shape::Date);
        let wrong = found.any(|finding| finding.rule == RuleName::WRONG_TYPE);
        assert_ne!(wrong, dated, "{text}");
    }
}

#[test]
fn the_document_on_the_format_names_every_key() {
    for (table, key) in keys() {
        let name = key.name.as_str();
        let ways = [
            format!("`{name}"),
            format!("{name}`"),
            format!("`{name} ="),
            format!("[{name}."),
            format!(".{name}]"),
            format!("[{name}]"),
            format!("{name} "),
        ];
        let named = ways.iter().any(|way| DOCUMENT.contains(way.as_str()));
        assert!(named, "`{name}` of {}", table.owner);
    }
}
