//! What the page on JSON says about answers is true: they have exactly the keys that it lists.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::maps::folder;
use crate::program::{commands, run, run_with_input, words};

const LETTER: &str = "The square should be closed to cars. Children play there every day. And the air, as every walker knows, \
    would be cleaner. Shopkeepers fear for their trade. But nine out of ten of their customers come on foot already.\n";

/// A map with a bit of everything, including faults, and its source.
pub(crate) const SQUARE: [(&str, &str); 8] = [
    ("arguments/letter.txt", LETTER),
    ("arguments/square.toml", MAP),
    ("answer.md", ANSWER),
    ("answer.json", CITATIONS),
    ("broken.json", "{}"),
    ("older/before.toml", OLDER),
    (
        "older/customers.toml",
        "[claim.customers-walk]\ntext = \"The customers come on foot.\"\n",
    ),
    ("notes/note.txt", "So it is told elsewhere, in a note.\n"),
];

/// An answer that quotes the letter both correctly and wrongly, and refers to more than it quotes.
const ANSWER: &str = "The letter says “Children run there every day” [1], and “the air, as every walker kn\u{43e}ws” [1]. \
    It says “So it is told elsewhere” [1]. It says “nine out of ten … on foot” [1]. It says “Shopkeepers fear … Children play” [1].\n\n\
    [1]: Letter\n";

/// An answer that quotes the letter, but gives the wrong place.
const CITATIONS: &str = r#"{"model": "some-model", "content": [{"type": "text", "text": "Shops fear.", "citations": [{"type": "char_location",
    "cited_text": "Shopkeepers fear", "document_index": 0, "document_title": "Letter", "start_char_index": 1, "end_char_index": 9}]}]}"#;

/// The map before it was changed in every possible way.
const OLDER: &str = r#"
[map]
title = "A square"

[source.paper]
path = "paper.txt"

[speaker.author]
name = "The author"

[question.what-to-do]
text = "What is to be done?"

[claim.close-the-square]
text = "The square is to be closed."

[[claim.close-the-square.reason]]
id       = "play"
premises = ["children-play", "children-are-blind"]

[claim.children-play]
text        = "Children play in the square every day."
contradicts = ["gone"]

[claim.children-are-blind]
text = "A child at play does not look out."

[claim.gone]
text = "Nobody plays there."

[claim.cleaner-air]
text      = "The air would be cleaner."
denied    = true
contrasts = [{ claim = "close-the-square", on = "what it is about" }]

[claim.trade-suffers]
text = "The shops would lose their trade."

[claim.cars]
text = "Cars are needed."
"#;

const MAP: &str = r#"
[map]
title    = "A square without cars"
language = "en"
thesis   = ["close-the-square"]

[source.letter]
path = "letter.txt"

[lints]
low-coverage = "note"

[expect]
accepted = ["close-the-square"]

[claim.close-the-square]
title     = "Close it"
text.en   = "The square should be closed to cars."
quote     = "The square should be closed to cars"
credence  = 0.5
by        = "author"
about     = "the square"
tags      = ["plan"]
note      = "a note"
data.page = 1
suports   = ["trade-suffers"]

[question.what-to-do]
text      = "What is to be done with the square?"
quote     = "What is to be done?"
answers   = ["close-the-square", "children-play"]
exclusive = true
data      = { of = "mine" }

[[claim.close-the-square.reason]]
id       = "play"
premises = ["children-play", "play-is-blind"]
why      = "a playing child does not look out"
scheme   = "practical reasoning"
data     = { of = "mine" }
strength = 0.9
by       = "author"

[claim.children-play]
text  = "Children play in the square every day."
quote = "Children plays there every day"

[claim.play-is-blind]
text     = "A child at play does not look out."
implicit = true
assumed  = true

[claim.cleaner-air]
text      = "The air would be cleaner."
quote     = { text = "the air […] would be cleaner", source = "letter", occurrence = 1, prefix = "And", suffix = "." }
about     = "the air"
supports  = ["close-the-square"]
contrasts = [{ claim = "close-the-square", on = "what is at stake", why = "a remark" }]
restates  = [{ claim = "children-play", why = "a remark", by = "author", data = { of = "mine" } }]

[claim.trade-suffers]
text        = "The shops would lose their trade."
quote       = "Shopkeepers fear for their trade"
attacks     = ["close-the-square"]
contradicts = ["customers-walk"]
denied      = false

[claim.customers-walk]
text      = "The customers come on foot."
quote     = "nine out of ten of their customers come on foot already"
attacks   = ["trade-suffers"]
undercuts = ["trade-suffers -> close-the-square"]

[claim.needed]
text     = "Cars are needed."
assumed  = true
supports = ["trade-suffers", "no-such-claim"]
attacks  = [{ claim = "play-is-blind", outweighed_by = ["children-play"] }]

[[conflict]]
at    = "claim.needed.text"
other = 'text     = "Cars are wanted."'
was   = 'text     = "Cars are there."'
"#;

/// What one part of the page says: the commands, the schema of their answers, and the keys of the objects at given paths.
pub(crate) struct Answer {
    pub(crate) commands: Vec<String>,
    pub(crate) schema: String,
    tables: Vec<Table>,
}

struct Table {
    /// The path, such as `diagnostics[].fixes[]`; empty for the answer itself.
    path: String,
    /// The keys, and whether each is always present.
    keys: Vec<(String, bool)>,
}

/// The parts of the page, in order.
pub(crate) fn page() -> Vec<Answer> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let page = std::fs::read_to_string(path).unwrap();
    let mut answers: Vec<Answer> = Vec::new();
    let mut path = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line == "```sh" {
            let commands = lines.by_ref().take_while(|line| *line != "```");
            answers.push(Answer {
                commands: commands.map(str::to_owned).collect(),
                schema: String::new(),
                tables: Vec::new(),
            });
            path.clear();
        } else if let Some(link) = line.strip_prefix("Schema: [`schema/") {
            let (name, rest) = link.split_once(".json`](schema/").unwrap();
            assert_eq!(rest.strip_suffix(".json)"), Some(name));
            name.clone_into(&mut answers.last_mut().unwrap().schema);
        } else if line == "| key | type | meaning |" {
            let rows = lines.by_ref().take_while(|line| line.starts_with('|'));
            let cells = rows.filter_map(|row| row.split('|').nth(1).map(str::to_owned));
            let mut keys = Vec::new();
            for cell in cells.filter(|cell| cell.contains('`')) {
                let names = cell.split(',').map(str::trim);
                let name = |name: &str| {
                    let optional = name.ends_with('?');
                    (
                        name.trim_end_matches('?').trim_matches('`').to_owned(),
                        !optional,
                    )
                };
                keys.extend(names.map(name));
            }
            let table = Table {
                path: std::mem::take(&mut path),
                keys,
            };
            answers.last_mut().unwrap().tables.push(table);
        } else if line.starts_with('`') && line.ends_with('`') {
            line.trim_matches('`').clone_into(&mut path);
        }
    }
    answers
}

fn answer(folder: &Path, command: &str) -> Value {
    let run = run(folder, &words(command)[1..]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{command}: {error}: {run:?}"))
}

/// The objects at a path.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let key = part.trim_end_matches("[]");
        let next = found.into_iter().filter_map(|value| value.get(key));
        found = if part.ends_with("[]") {
            next.flat_map(|value| value.as_array().unwrap()).collect()
        } else {
            next.collect()
        };
    }
    found
}

#[test]
fn every_answer_has_the_keys_that_the_page_lists() {
    let folder = folder(&SQUARE);
    let answers = page();
    for answer in &answers {
        let commands = answer.commands.iter();
        let given: Vec<Value> = commands
            .map(|command| self::answer(folder.path(), command))
            .collect();
        let command = answer.commands.first().unwrap();
        assert!(!answer.tables.is_empty(), "{command}");
        for Table { path, keys } in &answer.tables {
            let objects: Vec<_> = given.iter().flat_map(|value| at(value, path)).collect();
            assert!(!objects.is_empty(), "{command}: nothing at `{path}`");
            let mut seen = BTreeSet::new();
            for object in objects {
                let object = object.as_object().unwrap();
                for (key, _) in keys.iter().filter(|(_, always)| *always) {
                    assert!(
                        object.contains_key(key),
                        "{command}: no `{key}` at `{path}`"
                    );
                }
                seen.extend(object.keys().cloned());
            }
            let listed: BTreeSet<_> = keys.iter().map(|(key, _)| key.clone()).collect();
            assert_eq!(
                listed, seen,
                "{command}: the keys at `{path}`, listed and given"
            );
        }
        for given in &given {
            assert!(given["version"].is_number(), "{command}");
        }
    }
    // Every command with a `json` format is there.
    let documented: BTreeSet<_> = answers
        .iter()
        .flat_map(|answer| &answer.commands)
        .filter_map(|command| command.split(' ').nth(1))
        .collect();
    let has_json = |command: &String| {
        let arguments: &[&str] = match command.as_str() {
            "quote" => &["quote", "find", "-h"],
            command => &[command, "-h"],
        };
        let help = run(folder.path(), arguments).stdout;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut values = help.split("[possible values: ").skip(1);
        values.any(|values| {
            let (values, _) = values.split_once(']').unwrap();
            values.split(", ").any(|value| value == "json")
        })
    };
    let mut with_json = commands();
    with_json.retain(has_json);
    let with_json: BTreeSet<_> = with_json.iter().map(String::as_str).collect();
    assert_eq!(documented, with_json);
}

#[test]
fn positions_in_json_select_the_text_that_is_wrong() {
    let map = "[claim.\"maçã\"]\r\ntext = \"雨 — e\u{301}\"\r\nassumed = true\r\nsupports = [\"ção\", \"世界\"]\r\n";
    let folder = folder(&[]);
    let options = [
        "check",
        "-f",
        "json",
        "--allow",
        "all",
        "--deny",
        "unknown-claim",
        "-",
    ];
    let checked = run_with_input(folder.path(), &options, map.as_bytes());
    assert_eq!(checked.code, Some(1));
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
    let lines: Vec<&str> = map.lines().collect();
    let selected: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let number = |field: &str| usize::try_from(finding[field].as_u64().unwrap()).unwrap();
            assert_eq!(number("line"), number("end_line"));
            let line = lines[number("line") - 1].chars().skip(number("column") - 1);
            line.take(number("end_column") - number("column")).collect()
        })
        .collect();
    assert_eq!(selected, ["\"ção\"", "\"世界\""]);
}
