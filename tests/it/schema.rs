//! A file fits the JSON Schema of the format exactly if reading it finds no faults.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use argmap::schema::schema;
use argmap::syntax::format::{self, Shape};
use argmap::syntax::{self, FileId};
use serde_json::{Value, json};

use crate::maps::article;

/// The keys of the format, each with the tables and keys that lead to it.
fn keys_of_format() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut tables = vec![(String::new(), &format::TOP)];
    while let Some((path, table)) = tables.pop() {
        for key in table.keys {
            let own = format!("{path}.{}", key.name.as_str());
            match key.shape {
                Shape::Entries(of) | Shape::Table(of) | Shape::ById(of) | Shape::List(of) => {
                    tables.push((own.clone(), of));
                }
                Shape::Quotes => tables.push((own.clone(), &format::QUOTE)),
                _ => {}
            }
            keys.insert(own);
        }
    }
    keys
}

/// The properties in a schema, each with those that lead to it.
fn keys_of_schema(schema: &Value) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut parts = vec![(String::new(), schema)];
    while let Some((path, part)) = parts.pop() {
        let is_levels = path == ".lints";
        for (key, of) in part["properties"].as_object().into_iter().flatten() {
            let own = format!("{path}.{key}");
            if !is_levels {
                keys.insert(own.clone());
                parts.push((own, of));
            }
        }
        let within = ["items", "additionalProperties"].map(|key| &part[key]);
        let alternatives = part["anyOf"].as_array().into_iter().flatten();
        for inner in alternatives.chain(within).filter(|inner| inner.is_object()) {
            parts.push((path.clone(), inner));
        }
    }
    keys
}

#[test]
fn the_schema_has_the_keys_of_the_format_and_no_others() {
    assert_eq!(keys_of_schema(&schema()), keys_of_format());
}

#[test]
fn every_rule_is_completed_under_lints() {
    let schema = schema();
    let names = schema["properties"]["lints"]["properties"].as_object();
    let names: BTreeSet<&str> = names.unwrap().keys().map(String::as_str).collect();
    let rules = argmap::check::RULES.iter();
    let rules = rules.map(|rule| rule.name.as_str()).chain(["all"]);
    assert_eq!(names, rules.collect());
}

fn of_toml(text: &str) -> Value {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => {
                let entries = table.into_iter().map(|(key, value)| (key, of(value)));
                Value::Object(entries.collect())
            }
            other => serde_json::to_value(other).unwrap(),
        }
    }
    of(toml::Value::Table(text.parse().unwrap()))
}

fn every_key() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-key.toml");
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_maps_that_come_with_argmap_fit() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let article = article();
    let texts = article.files().iter().map(|file| file.text.to_string());
    for text in texts.chain([every_key()]) {
        let document = of_toml(&text);
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

/// The paths of all values in a document.
fn paths(document: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let mut values = vec![(String::new(), document)];
    while let Some((path, value)) = values.pop() {
        // A user's own table may contain anything.
        let entries: Vec<(String, &Value)> = match value {
            _ if path.ends_with("/data") => Vec::new(),
            Value::Object(table) => table
                .iter()
                .map(|(key, value)| (key.clone(), value))
                .collect(),
            Value::Array(items) => (0..).map(|at: usize| at.to_string()).zip(items).collect(),
            _ => Vec::new(),
        };
        for (key, value) in entries {
            let own = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
            paths.push(own.clone());
            values.push((own, value));
        }
    }
    paths
}

/// Whether a document, written as TOML, is read without a finding.
fn is_read(document: &Value) -> bool {
    let text = toml::to_string(document).unwrap();
    let findings = syntax::read(FileId::at(0), &text.as_str().into()).diagnostics;
    findings.is_empty()
}

#[test]
fn a_document_with_a_value_changed_fits_exactly_if_it_is_read_without_a_finding() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let document = of_toml(&every_key());
    let values = [
        json!(7),
        json!(0.5),
        json!(true),
        json!("all"),
        json!("two words"),
        json!(" "),
        json!([]),
        json!(["a"]),
        json!([["a"]]),
        json!([" "]),
        json!([7]),
        json!({}),
        json!([{}]),
        json!({ "claim": "a" }),
        json!([{ "step": "a -> b" }]),
        json!([{ "text": "words", "occurrence": "all" }]),
        json!({ "en": "A" }),
        json!({ "text": "A", "nonsense": 1 }),
    ];
    let mut apart = Vec::new();
    let mut wrong = 0;
    for path in paths(&document) {
        for value in &values {
            let mut changed = document.clone();
            *changed.pointer_mut(&path).unwrap() = value.clone();
            let (fits, read) = (validator.is_valid(&changed), is_read(&changed));
            wrong += usize::from(!read);
            if fits != read {
                apart.push(format!("{path} = {value}: fits {fits}, read {read}"));
            }
        }
    }
    assert!(wrong > 1000, "{wrong}");
    assert_eq!(apart, Vec::<String>::new());
}

#[test]
fn a_document_that_lacks_a_key_fits_exactly_if_it_is_read_without_a_finding() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let document = of_toml(&every_key());
    let (mut needed, mut apart) = (0, Vec::new());
    for path in paths(&document) {
        let (parent, key) = path.rsplit_once('/').unwrap();
        let mut changed = document.clone();
        let Some(table) = changed.pointer_mut(parent).unwrap().as_object_mut() else {
            continue;
        };
        table.remove(key).unwrap();
        let (fits, read) = (validator.is_valid(&changed), is_read(&changed));
        needed += usize::from(!read);
        if fits != read {
            apart.push(format!("without {path}: fits {fits}, read {read}"));
        }
    }
    assert!(needed > 10, "{needed}");
    assert_eq!(apart, Vec::<String>::new());
}

#[test]
fn an_unknown_key_fits_nowhere() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let document = of_toml(&every_key());
    let mut tried = 0;
    for path in paths(&document) {
        let mut changed = document.clone();
        let Some(table) = changed.pointer_mut(&path).unwrap().as_object_mut() else {
            continue;
        };
        table.insert("no such key".to_owned(), json!("A"));
        tried += 1;
        let may = path.ends_with("/data");
        assert_eq!(validator.is_valid(&changed), may, "{path}");
        // Whether a rule exists is known only when the map is assembled.
        assert!(path == "/lints" || is_read(&changed) == may, "{path}");
    }
    assert!(tried > 30, "{tried}");
}
