//! What the values that could not be read may have said. The document itself only has findings about them.

use std::borrow::Cow;

use super::format::Name;
use super::shared::SharedStr;
use super::tree::{Children, TomlItem, TomlTree, TomlValue};
use crate::span::Span;

/// A key whose value is not part of the document.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UnreadKey {
    /// The place of the finding about it.
    pub span: Span,
    /// What the key was most likely about.
    pub about: About,
    /// The strings in the value, and the keys of a table that the format does not have: they may be ids.
    pub names: Vec<SharedStr>,
}

/// What an unread value was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// How claims bear on each other, or what the analyst says about them.
    Bearing,
    /// Something else about a claim or a source.
    Detail,
    /// Unknown: its key is like no key of the format.
    Anything,
    /// A whole table at the top of the file.
    Table,
}

impl About {
    /// What the value of this key is about. `key` is the key most likely meant, if it is like any.
    pub(super) const fn of(key: Option<Name>) -> Self {
        match key {
            Some(key) => key.about(),
            None => Self::Anything,
        }
    }
}

/// The strings in a value, however deep. Linear in the value.
pub(super) fn strings<'s>(tree: &mut TomlTree<'s>, item: TomlItem<'s>) -> Vec<Cow<'s, str>> {
    let mut strings = Vec::new();
    let mut open: Vec<Children> = Vec::new();
    let mut take = |value: TomlValue<'s>, open: &mut Vec<Children>| match value {
        TomlValue::String(text) => strings.push(text),
        TomlValue::Word(word) => strings.push(Cow::Borrowed(word)),
        TomlValue::Array(children) | TomlValue::Table(children) => open.push(children),
        _ => {}
    };
    take(item.value, &mut open);
    while let Some(children) = open.last_mut() {
        match tree.next(children) {
            Some((_, item)) => take(item.value, &mut open),
            None => {
                open.pop();
            }
        }
    }
    strings
}
