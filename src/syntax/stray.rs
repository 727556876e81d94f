//! Unknown tables at the top level of a file, and what they most likely are.

use super::format::{CLAIM, Name, SOURCE};
use super::id::is_valid_id;
use super::tree::TomlKey;
use crate::diagnostic::{Fix, Place};
use crate::span::{FileId, Span};

/// What a table with these keys looks like: `question` if it has a key that only questions have; otherwise `claim` or
/// `source`, decided by the first key that tells.
pub(super) fn kind(keys: impl Iterator<Item = impl AsRef<str>>) -> Option<&'static str> {
    let names: Vec<Name> = keys.filter_map(|key| Name::parse(key.as_ref())).collect();
    if names
        .iter()
        .any(|name| matches!(name, Name::Answers | Name::Exclusive))
    {
        return Some("question");
    }
    names.into_iter().find_map(|name| match name {
        // A user's own table may just as well have these.
        Name::Title | Name::Language | Name::By | Name::Tags | Name::Note | Name::Data => None,
        name if CLAIM.has(name) => Some("claim"),
        name => SOURCE.has(name).then_some("source"),
    })
}

/// The fix that puts `kind` before the id, at all `places` where the id names the table.
pub(super) fn put_under(
    kind: &str,
    key: &TomlKey<'_>,
    file: FileId,
    places: Vec<Span>,
) -> Option<Fix> {
    if !is_valid_id(&key.value) {
        return None;
    }
    let edits = places.into_iter().map(|Span { start, .. }| {
        let span = Span { start, end: start };
        (Place { file, span }, format!("{kind}."))
    });
    let title = format!("write `{kind}.` before its id");
    Some(Fix::certain(title, edits.collect()))
}
