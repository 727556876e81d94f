//! Places in JSON: every answer uses the same keys and units.
//!
//! Lines and columns are counted from 1, columns in characters (Unicode scalar values); an end is the place after the
//! last character. Bytes are counted from 0, and an end is the byte after the last.

use std::ops::Range;

use serde::Serialize;

use super::Region;
use crate::diagnostic::CitedPassage;
use crate::syntax::{Position, SharedStr};

/// Where something is written in a map: the place of its first character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Written {
    /// The file's path as shown to people.
    pub file: SharedStr,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The range of a map that something is about. Every field is `None` if it is about the map as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Marked<'f> {
    /// The file's path as shown to people.
    pub file: Option<&'f str>,
    /// The line of the first character, from 1.
    pub line: Option<u32>,
    /// The column of the first character, from 1.
    pub column: Option<u32>,
    /// The line of the place after the last character.
    pub end_line: Option<u32>,
    /// The column of the place after the last character.
    pub end_column: Option<u32>,
}

/// A stretch of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stretch {
    /// The first byte, from 0, in the file as it is on disk; for a PDF, in the text extracted from it.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The line of the first character, from 1.
    pub line: u32,
    /// The column of the first character, from 1.
    pub column: u32,
    /// The line of the place after the last character.
    pub end_line: u32,
    /// The column of the place after the last character.
    pub end_column: u32,
}

impl<'f> From<Region<'f>> for Marked<'f> {
    fn from(Region { file, start, end }: Region<'f>) -> Self {
        Self {
            file: Some(file),
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        }
    }
}

impl Stretch {
    /// A stretch with these bytes, start and end.
    pub(crate) fn new(bytes: &Range<usize>, start: Position, end: Position) -> Self {
        Self {
            start: bytes.start,
            end: bytes.end,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl From<&CitedPassage> for Stretch {
    fn from(passage: &CitedPassage) -> Self {
        Self::new(&passage.bytes, passage.start, passage.end)
    }
}
