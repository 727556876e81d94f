//! Tables at the top of a file that are none of the format's: what they were most likely to be.

use super::id::is_valid_id;
use super::tree::Key;
use crate::diagnostic::{Fix, Place};
use crate::span::{FileId, Span};

/// Keys that only a claim has.
const OF_CLAIMS: [&str; 15] = [
    "text",
    "quote",
    "implicit",
    "assumed",
    "denied",
    "credence",
    "about",
    "premises",
    "supports",
    "attacks",
    "undercuts",
    "contradicts",
    "contrasts",
    "reason",
    "objection",
];

/// Keys that only a source has.
const OF_SOURCES: [&str; 7] = [
    "path",
    "url",
    "author",
    "published",
    "accessed",
    "sha256",
    "coverage",
];

/// What a table with these keys looks like: `claim`, or `source`.
pub(super) fn kind(mut keys: impl Iterator<Item = impl AsRef<str>>) -> Option<&'static str> {
    keys.find_map(|key| {
        let key = key.as_ref();
        if OF_CLAIMS.contains(&key) {
            Some("claim")
        } else {
            OF_SOURCES.contains(&key).then_some("source")
        }
    })
}

/// The change that puts `kind` before the id at all `places` where it names the table.
pub(super) fn put_under(kind: &str, key: &Key<'_>, file: FileId, places: Vec<Span>) -> Option<Fix> {
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
