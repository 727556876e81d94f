//! The map format as a JSON Schema, for editors that use one to complete and check TOML.
//!
//! It is made from the same table of keys as the reader, so the two agree: a file that fits the schema is read without
//! findings, except for some ids with rare characters. It is draft 7, which all such editors support, and contains no
//! `$ref`s.

use serde_json::{Map, Value, json};

use crate::check::RULES;
use crate::diagnostic::Level;
use crate::syntax::format::{IGNORE, Key, Name, QUOTE, Shape, TOP, Table};

/// The file name of the schema, next to the files of a map.
pub const FILE_NAME: &str = "argmap.schema.json";

/// The line with which a file of a map names the schema in the same folder; taplo and tombi understand it.
pub fn directive() -> String {
    format!("#:schema ./{FILE_NAME}\n")
}

/// The pattern of an id: [`is_valid_id`](crate::syntax::is_valid_id) without its rare special cases.
const AN_ID: &str = r#"^[^\x00-/:-@\[-^`{-\x7f\s][^\x00-"$-&(-*,;-?\[-^`{-\x7f\s]*$"#;

/// A BCP 47 language tag; only its form is checked.
const A_LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

/// Text that is not blank.
const WORDS: &str = r"\S";

/// The schema of one file of a map.
pub fn schema() -> Value {
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    root.insert("title".to_owned(), json!("A file of an argument map"));
    if let Value::Object(top) = table(&TOP) {
        root.extend(top);
    }
    Value::Object(root)
}

fn table(of: &Table) -> Value {
    let properties: Map<String, Value> = of
        .keys
        .iter()
        .map(|key| (key.name.as_str().to_owned(), described(of, key)))
        .collect();
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if of.required.is_empty() {
        return schema;
    }
    let names = of.required.iter().map(|name| name.as_str());
    with(schema, "required", names.collect())
}

/// The schema with one more keyword.
fn with(mut schema: Value, key: &str, part: Value) -> Value {
    if let Some(parts) = schema.as_object_mut() {
        parts.insert(key.to_owned(), part);
    }
    schema
}

/// The schema of a key's value, with the key's description.
fn described(of: &Table, key: &Key) -> Value {
    let schema = match (key.name, key.shape) {
        (Name::Id, _) => json!({ "type": "string", "pattern": AN_ID }),
        // An empty quotation is an error, and so is an ignored passage without a quotation.
        (Name::Quote, Shape::Quotes) => quotes(std::ptr::eq(of, &raw const IGNORE)),
        (Name::Text, Shape::String) => json!({ "type": "string", "pattern": WORDS }),
        (Name::Premises, Shape::Entries(entry)) => with(entries(entry), "minItems", json!(1)),
        (_, shape) => value(shape),
    };
    with(schema, "description", json!(key.meaning))
}

fn value(shape: Shape) -> Value {
    match shape {
        Shape::String => json!({ "type": "string" }),
        Shape::Wordings => json!({ "anyOf": [
            { "type": "string", "pattern": WORDS },
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": { "pattern": A_LANGUAGE },
                "additionalProperties": { "type": "string", "pattern": WORDS },
            },
        ]}),
        Shape::Language => json!({ "type": "string", "pattern": A_LANGUAGE }),
        // Editors that distinguish TOML dates from strings do so by the format.
        Shape::Date => json!({ "anyOf": [
            { "type": "string" },
            { "type": "string", "format": "date" },
            { "type": "string", "format": "date-time" },
        ]}),
        Shape::Digest => json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{64}$" }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Shape::Occurrence => json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }),
        Shape::Every => json!({ "const": "all" }),
        Shape::Strings => strings(),
        Shape::OneOrMore => json!({ "anyOf": [{ "type": "string" }, strings()] }),
        Shape::IdsOrLists => json!({ "anyOf": [
            { "type": "array", "minItems": 1, "items": { "type": "string" } },
            {
                "type": "array",
                "minItems": 1,
                "items": { "type": "array", "minItems": 1, "items": { "type": "string" } },
            },
        ]}),
        Shape::Quotes => quotes(false),
        Shape::Entries(entry) => entries(entry),
        Shape::Table(of) => table(of),
        Shape::ById(of) => json!({
            "type": "object",
            "propertyNames": { "pattern": AN_ID },
            "additionalProperties": table(of),
        }),
        Shape::List(of) => json!({ "type": "array", "items": table(of) }),
        Shape::Levels => levels(),
        Shape::Any => json!({ "type": "object", "additionalProperties": true }),
    }
}

fn strings() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn entries(entry: &Table) -> Value {
    json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, table(entry)] } })
}

/// Quotations. For an ignored passage there must be at least one, and `occurrence` may also be `"all"`.
fn quotes(ignored: bool) -> Value {
    let mut entry = table(&QUOTE);
    if ignored && let Some(Value::Object(occurrence)) = entry.pointer_mut("/properties/occurrence")
    {
        occurrence.retain(|key, _| key == "description");
        let either = json!([value(Shape::Occurrence), value(Shape::Every)]);
        occurrence.insert("anyOf".to_owned(), either);
    }
    let words = json!({ "type": "string", "pattern": WORDS });
    let mut list = json!({ "type": "array", "items": { "anyOf": [words, entry] } });
    if ignored {
        list = with(list, "minItems", json!(1));
    }
    json!({ "anyOf": [words, entry, list] })
}

/// The keys of `[lints]`: rule names, each with a level.
fn levels() -> Value {
    let level = Level::ALL.map(Level::name);
    let mut rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let about = json!({ "enum": level, "description": rule.summary });
            (rule.name.as_str().to_owned(), about)
        })
        .collect();
    rules.insert(
        "all".to_owned(),
        json!({ "enum": level, "description": "every rule that has no line of its own" }),
    );
    json!({ "type": "object", "additionalProperties": false, "properties": rules })
}
