//! The JSON of a map has everything that its files say.

use argmap::export::{Part, json};
use argmap::map::Map;
use argmap::syntax::Files;
use serde_json::Value;

#[test]
fn json_loses_nothing() {
    let text = include_str!("../fixtures/every-key.toml");
    let files = Files::from_text("every-key.toml", text);
    let map = Map::new(&files);
    assert_eq!(map.reading_diagnostics().count(), 0);
    assert_eq!(map.unresolved(), []);
    insta::assert_snapshot!("every_key", json(Part::whole(&map)));
    // If any string, number, date or truth value in the file changes, so does the JSON.
    let written: toml::Value = toml::from_str(text).unwrap();
    let whole = json_of(&written);
    let count = leaves(&mut written.clone()).len();
    assert!(count > 80, "{count}");
    for number in 0..count {
        let mut changed = written.clone();
        let leaf = &mut *leaves(&mut changed)[number];
        let lost = leaf.to_string();
        change(leaf);
        assert_ne!(json_of(&changed), whole, "{lost} is lost");
    }
}

/// The JSON of a map, without the places in its file.
fn json_of(map: &toml::Value) -> Value {
    fn forget_places(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(forget_places),
            Value::Object(entries) => {
                entries.retain(|key, _| !["line", "column"].contains(&key.as_str()));
                entries.values_mut().for_each(forget_places);
            }
            _ => {}
        }
    }
    let files = Files::from_text("every-key.toml", toml::to_string(map).unwrap());
    let json = json(Part::whole(&Map::new(&files)));
    let mut json = serde_json::from_str(&json).unwrap();
    forget_places(&mut json);
    json
}

/// All values that are neither tables nor lists, in file order.
fn leaves(value: &mut toml::Value) -> Vec<&mut toml::Value> {
    match value {
        toml::Value::Table(table) => table.iter_mut().flat_map(|(_, it)| leaves(it)).collect(),
        toml::Value::Array(items) => items.iter_mut().flat_map(leaves).collect(),
        leaf => vec![leaf],
    }
}

fn change(leaf: &mut toml::Value) {
    match leaf {
        toml::Value::String(text) => text.push('x'),
        toml::Value::Integer(number) => *number += 1,
        toml::Value::Float(number) => *number /= 2.0,
        toml::Value::Boolean(truth) => *truth = !*truth,
        toml::Value::Datetime(date) => *date = "1999-12-31".parse().unwrap(),
        toml::Value::Table(_) | toml::Value::Array(_) => unreachable!("no leaf"),
    }
}
