//! Users' own values, as [`toml`] values.

use super::tree::{Children, TomlItem, TomlTree, TomlValue};

/// Converts the table to a `toml` table, in the order of its entries.
///
/// Recursion is at most [`MAX_DEPTH`](super::tree::MAX_DEPTH) deep, the limit for every tree.
pub(super) fn own_table(tree: &mut TomlTree<'_>, mut table: Children) -> toml::Table {
    let mut own = toml::Table::with_capacity(table.len());
    while let Some((key, item)) = tree.next(&mut table) {
        if let Some(value) = own_value(tree, item) {
            own.insert(key.value.into_owned(), value);
        }
    }
    own
}

/// Converts one value; `None` if it could not be read.
fn own_value(tree: &mut TomlTree<'_>, item: TomlItem<'_>) -> Option<toml::Value> {
    Some(match item.value {
        TomlValue::String(text) => toml::Value::String(text.into_owned()),
        TomlValue::Integer(number) => toml::Value::Integer(number),
        TomlValue::Float(number) => toml::Value::Float(number),
        TomlValue::Boolean(flag) => toml::Value::Boolean(flag),
        TomlValue::Datetime(date) => toml::Value::Datetime(date.parse().ok()?),
        TomlValue::Word(word) => toml::Value::String(word.to_owned()),
        TomlValue::Array(mut items) => {
            let mut own = Vec::with_capacity(items.len());
            while let Some((_, item)) = tree.next(&mut items) {
                own.extend(own_value(tree, item));
            }
            toml::Value::Array(own)
        }
        TomlValue::Table(table) => toml::Value::Table(own_table(tree, table)),
        TomlValue::Missing => return None,
    })
}

/// The user's own table as JSON. JSON has no dates and only finite numbers; the others become strings. Recursion is
/// bounded by the nesting that reading allows.
pub(crate) fn data_in_json(table: &toml::Table) -> serde_json::Value {
    let entries = table.iter();
    let entries = entries.map(|(key, value)| (key.clone(), value_in_json(value)));
    serde_json::Value::Object(entries.collect())
}

/// The same for a single value.
pub(crate) fn value_in_json(value: &toml::Value) -> serde_json::Value {
    use serde_json::{Number, Value as Json};
    match value {
        toml::Value::String(text) => Json::String(text.clone()),
        toml::Value::Integer(number) => Json::from(*number),
        toml::Value::Float(number) => {
            Number::from_f64(*number).map_or_else(|| Json::String(number.to_string()), Json::Number)
        }
        toml::Value::Boolean(flag) => Json::Bool(*flag),
        toml::Value::Datetime(date) => Json::String(date.to_string()),
        toml::Value::Array(values) => Json::Array(values.iter().map(value_in_json).collect()),
        toml::Value::Table(entries) => data_in_json(entries),
    }
}
