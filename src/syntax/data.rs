//! The user's own values, as the crate [`toml`] has them.

use super::tree::{Children, Item, Tree, Value};

/// The table as the crate `toml` has it, in the order of its entries.
///
/// It recurses no deeper than [`MAX_DEPTH`](super::tree::MAX_DEPTH), which bounds all trees.
pub(super) fn own_table(tree: &mut Tree<'_>, mut table: Children) -> toml::Table {
    let mut own = toml::Table::with_capacity(table.len());
    while let Some((key, item)) = tree.next(&mut table) {
        if let Some(value) = own_value(tree, item) {
            own.insert(key.value.into_owned(), value);
        }
    }
    own
}

/// The value; none for one that could not be read.
fn own_value(tree: &mut Tree<'_>, item: Item<'_>) -> Option<toml::Value> {
    Some(match item.value {
        Value::String(text) => toml::Value::String(text.into_owned()),
        Value::Integer(number) => toml::Value::Integer(number),
        Value::Float(number) => toml::Value::Float(number),
        Value::Boolean(flag) => toml::Value::Boolean(flag),
        Value::Datetime(date) => toml::Value::Datetime(date.parse().ok()?),
        Value::Word(word) => toml::Value::String(word.to_owned()),
        Value::Array(mut items) => {
            let mut own = Vec::with_capacity(items.len());
            while let Some((_, item)) = tree.next(&mut items) {
                own.extend(own_value(tree, item));
            }
            toml::Value::Array(own)
        }
        Value::Table(table) => toml::Value::Table(own_table(tree, table)),
        Value::Missing => return None,
    })
}
