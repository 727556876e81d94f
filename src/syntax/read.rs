//! The tree of values as a [`Document`].

use super::document::Document;
use super::span::FileId;

/// Reads one file's text; never fails.
pub fn read(file: FileId, text: &str) -> Document<'_> {
    let _ = (file, text);
    Document::default()
}
