//! Every answer in JSON fits its schema in `docs/schema`. A schema allows no keys that it does not list, and lists none
//! that no answer has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::json_page::{SQUARE, page};
use crate::maps::{folder, write};
use crate::program::{run, words};

/// Maps with things that the page's map lacks: circles of attack and of support, words that look alike, quotations in
/// several places.
const OTHERS: [(&str, &str); 3] = [
    (
        "knots",
        r#"
        [map]
        thesis = ["top"]
        [claim.top]
        text = "A"
        [claim.one]
        text = "A"
        supports = ["top"]
        contradicts = ["other"]
        [claim.other]
        text = "A"
        supports = ["top"]
        [claim.round]
        text = "A"
        supports = ["about"]
        [claim.about]
        text = "A"
        supports = ["round"]
        [claim.crumbling]
        text = "A"
        attacks = ["other", "crumbling"]
        [[claim.crumbling.reason]]
        premises = ["one", "round"]
        [claim.digging]
        text = "A"
        undercuts = ["one -> top", "crumbling -> other"]
        contradicts = [{ claim = "round", strength = 0.5 }]
        [claim.dug]
        text = "A"
        undercuts = ["digging -> one"]
        [claim.level]
        text = "A"
        attacks = ["digging"]
        supports = ["one"]
        credence = 0.0
        contrasts = [{ claim = "dug", strength = 0.5 }]
        "#,
    ),
    (
        "weighing",
        r#"
        [map]
        thesis = ["top"]
        [claim.top]
        text = "A"
        [[claim.top.reason]]
        id = "reason"
        premises = ["one"]
        [claim.one]
        text = "A"
        [claim.objector]
        text = "A"
        attacks = [{ claim = "top", outweighed_by = ["dug", "one"] }]
        [claim.digging]
        text = "A"
        undercuts = [{ step = "reason", id = "digs" }]
        [claim.dug]
        text = "A"
        [[undercut]]
        step = "digs"
        premises = ["dug", "one"]
        "#,
    ),
    (
        "places",
        r#"
        [source.weather]
        path = "source.txt"
        [source.other]
        path = "source.txt"
        [[source.other.ignore]]
        quote = "and"
        occurrence = "all"
        reason = "a small word"
        [claim.a]
        text = "A"
        quote = "rain and wind"
        [claim.b]
        text = "A"
        quote = "Rain […] snow"
        [claim.c]
        text = "A"
        quote = { text = "hail and sleet", source = "weather" }
        "#,
    ),
];

/// A source in which the words around a "Drip" never tell it from the next one, and in which the "a" of "cafe" is Cyrillic.
fn source() -> String {
    "First rain and wind came. Then rain and wind went, and snow fell in the c\u{430}fe. "
        .to_owned()
        + &"Drip, ".repeat(60)
}

/// Commands to run on every map. `ID` stands for each of a few of its claims.
const COMMANDS: [&str; 28] = [
    "check --format json",
    "evaluate --format json",
    "evaluate --format json --semantics stable --extensions 2",
    "evaluate --format json --semantics preferred --deny ID",
    "evaluate --format json --strength log-odds",
    "evaluate --format json --strength euler --without ID",
    "why ID --format json",
    "why top --format json --deny ID",
    "hinges ID --format json",
    "hinges ID --format json --assume ID",
    "hinges ID --format json --strength df-quad",
    "query all() --format json",
    "contrasts --format json",
    "coverage --format json",
    "stats --format json",
    "quote find 'rain and wind' --format json",
    "quote find 'drip' --format json",
    "quote find 'drip' --all --format json",
    "quote find 'snow […] rain' --format json",
    "quote find 'fell in the cafe' --format json",
    "export json",
    "evaluate --format json --distrust unproven",
    "evaluate --format json --strength euler --distrust unproven",
    "why ID --format json --distrust unproven",
    "hinges ID --format json --distrust unproven",
    "hinges ID --format json --strength df-quad --distrust unproven",
    "diff --format json weighing",
    "diff --format json knots",
];

/// A schema, and which of its keys some answer has had.
struct Schema {
    text: Value,
    seen: BTreeSet<String>,
}

fn schemas() -> BTreeMap<String, Schema> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let schema = |path: PathBuf| {
        let text = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let seen = BTreeSet::new();
        (name, Schema { text, seen })
    };
    files.map(schema).collect()
}

/// Calls `look` with every schema inside a schema, and its path.
fn each(schema: &Value, path: &str, look: &mut dyn FnMut(&str, &Value)) {
    look(path, schema);
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                each(value, &format!("{path}/{key}"), look);
            }
        }
        Value::Array(values) => {
            for (number, value) in values.iter().enumerate() {
                each(value, &format!("{path}/{number}"), look);
            }
        }
        _ => {}
    }
}

/// Whether a branch of a schema is the one for a value, judged by the branch's own keys.
fn is_meant(branch: &Value, value: &Value) -> bool {
    let Some(object) = value.as_object() else {
        return branch["type"] != "object";
    };
    let Some(properties) = branch["properties"].as_object() else {
        return branch["type"] != "null" && branch["type"] != "string";
    };
    let required = branch["required"].as_array().unwrap();
    required
        .iter()
        .all(|key| object.contains_key(key.as_str().unwrap()))
        && object.iter().all(|(key, value)| {
            let property = properties.get(key);
            property.is_some_and(|property| property.get("const").is_none_or(|only| only == value))
        })
}

/// Records which keys of a schema a value has.
fn note(root: &Value, path: &str, value: &Value, seen: &mut BTreeSet<String>) {
    let schema = root.pointer(path).unwrap();
    if let Some(reference) = schema["$ref"].as_str() {
        note(root, reference.trim_start_matches('#'), value, seen);
    }
    for choice in ["anyOf", "oneOf"] {
        for (number, branch) in schema[choice].as_array().into_iter().flatten().enumerate() {
            if is_meant(branch, value) {
                note(root, &format!("{path}/{choice}/{number}"), value, seen);
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        if schema.get("items").is_some() {
            note(root, &format!("{path}/items"), item, seen);
        }
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        if schema["properties"].get(key).is_some() {
            let path = format!("{path}/properties/{key}");
            note(root, &path, value, seen);
            seen.insert(path);
        } else if schema["additionalProperties"].is_object() {
            note(root, &format!("{path}/additionalProperties"), value, seen);
        }
    }
}

#[test]
fn every_schema_is_linked_from_the_page_and_allows_no_key_that_it_does_not_list() {
    let linked: BTreeSet<_> = page().into_iter().map(|answer| answer.schema).collect();
    let schemas = schemas();
    assert!(linked.iter().eq(schemas.keys()), "{linked:?}");
    for (name, Schema { text, .. }) in &schemas {
        assert!(jsonschema::meta::is_valid(text), "{name}");
        assert_eq!(
            text["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        each(text, "", &mut |path, schema| {
            if schema["properties"].is_object() && schema["type"] == "object" {
                assert_eq!(schema["additionalProperties"], false, "{name}: {path}");
            }
        });
    }
}

/// The name of the schema for a command's answer.
fn schema_of(command: &str) -> String {
    let words = words(command);
    let name = match words[..] {
        ["quote", ..] => "quote-find",
        [name, ..] => name,
        [] => "",
    };
    let weighs = words.contains(&"--strength");
    name.to_owned() + if weighs { "-strength" } else { "" }
}

/// A run of the program: the folder, the command line without the program's name, and the answer's schema.
type Asked = (PathBuf, String, String);

/// The commands on the page.
fn asked_on_the_page(folder: &Path) -> Vec<Asked> {
    let mut asked = Vec::new();
    for answer in page() {
        for command in answer.commands {
            let command = command.trim_start_matches("argmap ").to_owned();
            asked.push((folder.to_owned(), command, answer.schema.clone()));
        }
    }
    asked
}

/// The maps in the repository, and [`OTHERS`].
fn maps(folder: &Path) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut maps = ["arguments", "tests/fixtures/every-key.toml"]
        .map(|map| root.join(map))
        .to_vec();
    for command in fs::read_dir(root.join("tests/cmd")).unwrap() {
        let files = fs::read_dir(command.unwrap().path()).into_iter().flatten();
        let files = files.map(|file| file.unwrap().path());
        maps.extend(files.filter(|path| path.extension().is_some_and(|end| end == "in")));
    }
    for (name, map) in OTHERS {
        write(folder, &format!("{name}/map.toml"), map);
        write(folder, &format!("{name}/source.txt"), &source());
        maps.push(folder.join(name));
    }
    maps
}

/// [`COMMANDS`] for one map.
fn asked_of(map: &str, folder: &Path) -> Vec<Asked> {
    let all = run(folder, &["query", "all()", map, "--format", "ids"]).stdout;
    let ids: Vec<_> = all.lines().collect();
    let mut asked = Vec::new();
    for command in COMMANDS {
        let is_of_one = command.contains("ID");
        let some = ids.iter().step_by(ids.len().div_ceil(8).max(1));
        for id in some.take(if is_of_one { ids.len() } else { 1 }) {
            let line = format!("{} {map}", command.replace("ID", id));
            asked.push((folder.to_owned(), line, schema_of(command)));
        }
    }
    asked
}

#[test]
fn every_answer_fits_its_schema_and_every_key_of_a_schema_is_in_some_answer() {
    let folder = folder(&SQUARE);
    let mut asked = asked_on_the_page(folder.path());
    for map in maps(folder.path()) {
        asked.extend(asked_of(map.to_str().unwrap(), folder.path()));
    }
    let mut schemas = schemas();
    let validator = |schema: &Schema| jsonschema::validator_for(&schema.text).unwrap();
    let validators: BTreeMap<_, _> = schemas
        .iter()
        .map(|(name, schema)| (name.clone(), validator(schema)))
        .collect();
    let answers: Vec<(String, Value)> = asked
        .into_par_iter()
        .filter_map(|(folder, line, schema)| {
            let answer = run(&folder, &words(&line)).stdout;
            // Some maps have no sources, or several theses, or no claim `top`.
            if answer.is_empty() {
                return None;
            }
            let answer: Value = serde_json::from_str(&answer).unwrap();
            let faults: Vec<_> = validators[&schema].iter_errors(&answer).collect();
            assert!(faults.is_empty(), "argmap {line}: {faults:?}");
            Some((schema, answer))
        })
        .collect();
    for (name, answer) in answers {
        let Schema { text, seen } = schemas.get_mut(&name).unwrap();
        note(text, "", &answer, seen);
    }
    let mut idle = Vec::new();
    for (name, Schema { text, seen }) in &schemas {
        each(text, "", &mut |path, schema| {
            if schema["type"] == "object" {
                let keys = schema["properties"].as_object().into_iter().flatten();
                let paths = keys.map(|(key, _)| format!("{path}/properties/{key}"));
                // None of the sources here is a PDF.
                let unseen = paths.filter(|path| !seen.contains(path) && !path.ends_with("/page"));
                idle.extend(unseen.map(|path| format!("{name}: {path}")));
            }
        });
    }
    assert!(idle.is_empty(), "keys that no answer has: {idle:#?}");
}
