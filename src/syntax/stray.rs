//! Unknown tables at the top level of a file, and what they most likely are.

use super::document::TableKind;
use super::format::{CLAIM, Name, QUESTION, SOURCE};
use super::id::is_valid_id;
use super::tree::TomlKey;
use super::unread::About;
use super::write::{dotted, is_bare_key};
use crate::diagnostic::{Fix, Place};
use crate::span::{FileId, Span};

/// What a stray table is.
#[derive(Debug, Clone, Copy)]
pub(super) struct StrayKind {
    /// `claim`, `source` or `question`.
    pub(super) name: &'static str,
    /// Whether it can be nothing else: it has a key that means nothing outside an argument. A table with only `text`
    /// may as well be a question or a note, one with only `url` may be anything.
    pub(super) is_certain: bool,
}

/// What a table with these keys looks like: `question` if it has a key that only questions have; otherwise `claim` or
/// `source`, decided by the first key that tells.
pub(super) fn kind(keys: impl Iterator<Item = impl AsRef<str>>) -> Option<StrayKind> {
    let names: Vec<Name> = keys.filter_map(|key| Name::parse(key.as_ref())).collect();
    let is_certain_of = |has: &dyn Fn(Name) -> bool| {
        names.iter().any(|&name| {
            let is_told = matches!(name, Name::Quote | Name::Implicit | Name::Credence);
            has(name) && (is_told || name.about() == About::Bearing)
        })
    };
    if names
        .iter()
        .any(|name| matches!(name, Name::Answers | Name::Exclusive))
    {
        return Some(StrayKind {
            name: "question",
            is_certain: is_certain_of(&|name| QUESTION.has(name)),
        });
    }
    let name = names.iter().find_map(|&name| match name {
        // A user's own table may just as well have these.
        Name::Title | Name::Language | Name::By | Name::Tags | Name::Note | Name::Data => None,
        name if CLAIM.has(name) => Some("claim"),
        name => SOURCE.has(name).then_some("source"),
    })?;
    let is_certain = name == "claim" && is_certain_of(&|name| CLAIM.has(name));
    Some(StrayKind { name, is_certain })
}

/// The kind and the id in a key such as `claim_a` or `claim:a`, which lacks only the dot between them, or `"claim.a"`,
/// whose quotation marks are around too much.
pub(super) fn without_dot(key: &str) -> Option<(&'static str, &str)> {
    TableKind::ALL.into_iter().find_map(|kind| {
        let rest = key.strip_prefix(kind.key())?;
        let id = rest.strip_prefix(['.', '_', '-', ':', '/', '+'])?;
        is_valid_id(id).then_some((kind.key(), id))
    })
}

/// The header that was meant by a key with this kind and id in it, without its brackets.
pub(super) fn meant(key: &str, kind: &str, id: &str) -> String {
    if key.contains('.') && key.split('.').all(is_bare_key) {
        // Each part has its own meaning, as in `"claim.a.data"`.
        key.to_owned()
    } else {
        dotted([kind, id])
    }
}

/// The fix that writes the key as it was `meant`, at all `places`. Only a guess: it may be an id as a whole.
pub(super) fn write_as(meant: &str, file: FileId, places: Vec<Span>) -> Fix {
    let edits = places.into_iter();
    let edits = edits.map(|span| (Place { file, span }, meant.to_owned()));
    Fix::guess(format!("write `{meant}`"), edits.collect())
}

/// The fix that puts the kind before the id, at all `places` where the id names the table.
pub(super) fn put_under(
    kind: StrayKind,
    key: &TomlKey<'_>,
    file: FileId,
    places: Vec<Span>,
) -> Option<Fix> {
    if !is_valid_id(&key.value) {
        return None;
    }
    let edits = places.into_iter().map(|Span { start, .. }| {
        let span = Span { start, end: start };
        (Place { file, span }, format!("{}.", kind.name))
    });
    let (title, edits) = (
        format!("write `{}.` before its id", kind.name),
        edits.collect(),
    );
    // A dot may be meant to separate names.
    Some(if kind.is_certain && !key.value.contains('.') {
        Fix::certain(title, edits)
    } else {
        Fix::guess(title, edits)
    })
}
