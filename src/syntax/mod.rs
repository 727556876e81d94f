//! Reads TOML text into [`Document`]s: claims as written, with a byte span on every value.
//!
//! Reading never fails and never stops at the first error: it reads what it can and reports the rest as diagnostics.
//! Nothing is resolved here; the [map](crate::map) does that.

mod build;
mod comment;
mod data;
mod document;
mod fault;
mod files;
pub mod format;
mod id;
mod items;
mod keys;
mod language;
pub(crate) mod parts;
mod portion;
mod read;
mod scan;
mod shared;
mod slip;
mod stray;
mod tree;
mod unread;
mod words;
mod write;
mod writer;

pub use crate::span::{FileId, Lines, Position, Span, Spanned};
pub(crate) use data::{data_in_json, value_in_json};
pub use document::{
    Again, Allow, Claim, Detail, Document, Expect, Header, Ignore, Lint, MergeConflict,
    Outweighing, Polarity, Premise, Question, Quote, Reason, Relation, RelationKind, Selector,
    Source, Speaker, TableKind, Text, Undercut, Wording,
};
pub(crate) use files::Loaded;
pub use files::{File, Files};
pub use id::is_valid_id;
pub(crate) use items::{ItemKind, LineItem, Section, items, part_name, sections};
pub use language::canonical_language;
pub use read::read;
pub use scan::{Scan, Spot, WrittenKey, WrittenValue, is_closed, string_content};
pub use shared::SharedStr;
pub use unread::{About, UnreadKey};
pub use write::toml_string;
pub(crate) use write::{dotted, is_bare_key};
pub use writer::{Heading, write_toml};
pub(crate) use writer::{is_short_data, row_is_long};
