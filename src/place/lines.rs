//! Finds the lines and columns of many places in a few files.

use std::cell::{Cell, OnceCell};

use super::Written;
use crate::diagnostic::Place;
use crate::narrow::narrow;
use crate::syntax::{File, FileId, Files, Lines, Position, SharedStr};

/// The number of characters is precomputed at intervals of this many bytes.
const STRIDE: usize = 1024;

/// A place in lines and columns, as people and editors count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Region<'f> {
    /// The file's path as shown to people.
    pub file: &'f str,
    /// The first character.
    pub start: Position,
    /// The character after the last one.
    pub end: Position,
}

/// The files of a report, with the indexes that are needed to count lines and columns in them.
///
/// A file is scanned once, when it is first asked about. After that, a look-up is O(log length), however long the
/// file's lines are.
#[derive(Debug)]
pub struct Places<'f> {
    files: &'f Files,
    indexes: Vec<OnceCell<Index>>,
}

/// The lines of a file, and how many characters come before every [`STRIDE`]th byte.
#[derive(Debug)]
struct Index {
    path: SharedStr,
    lines: Lines,
    /// The line of the last look-up.
    last: Cell<usize>,
    /// Counted when a long line is met for the first time.
    characters: OnceCell<Vec<CharCount>>,
}

/// A number of characters, and how many of them take two units in UTF-16.
#[derive(Debug, Clone, Copy, Default)]
struct CharCount {
    characters: usize,
    pairs: usize,
}

impl<'f> Places<'f> {
    /// Prepares look-ups in these files.
    pub fn new(files: &'f Files) -> Self {
        Self {
            files,
            indexes: files.files.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The lines of a file; `None` if there is no such file.
    pub fn lines(&self, file: FileId) -> Option<&Lines> {
        self.index(file).map(|index| &index.lines)
    }

    /// The place in lines and columns. In a file that does not exist: line 1, column 1.
    pub fn region(&self, place: Place) -> Region<'f> {
        Region {
            file: &self.files.file(place.file).path,
            start: self.position(place.file, place.span.start),
            end: self.position(place.file, place.span.end.max(place.span.start)),
        }
    }

    /// Like [`region`](Self::region), with columns counted in UTF-16 code units.
    pub fn region_in_utf16(&self, place: Place) -> Region<'f> {
        let position =
            |offset| self.counted(place.file, offset, |count| count.characters + count.pairs);
        Region {
            file: &self.files.file(place.file).path,
            start: position(place.span.start),
            end: position(place.span.end.max(place.span.start)),
        }
    }

    /// The place of the first character.
    pub fn written(&self, place: Place) -> Written {
        let Position { line, column } = self.position(place.file, place.span.start);
        let file = self.index(place.file).map(|index| index.path.clone());
        Written {
            file: file.unwrap_or_default(),
            line,
            column,
        }
    }

    /// The line and column of a byte; an offset past the end counts as the end.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        self.counted(file, offset, |count| count.characters)
    }

    fn counted(&self, file: FileId, offset: u32, columns: impl Fn(CharCount) -> usize) -> Position {
        let Some(index) = self.index(file) else {
            return Position { line: 1, column: 1 };
        };
        let text = &self.files.file(file).text;
        let line = index.lines.line_near(index.last.get(), offset);
        index.last.set(line);
        let start = index.lines.start_of(line) as usize;
        let offset = (offset as usize).min(text.len());
        let column = match text.as_bytes().get(start..offset) {
            // The usual case: counting from the start of the line is quickest.
            Some(short) if short.len() <= STRIDE => columns(CharCount::default().and(short)),
            _ => columns(index.before(text, offset)) - columns(index.before(text, start)),
        };
        let one_based = |count: usize| narrow(count + 1);
        Position {
            line: one_based(line),
            column: one_based(column),
        }
    }

    fn index(&self, file: FileId) -> Option<&Index> {
        let index = self.indexes.get(file.0 as usize)?;
        Some(index.get_or_init(|| Index::new(self.files.file(file))))
    }
}

impl Index {
    fn new(File { path, text, .. }: &File) -> Self {
        Self {
            path: path.into(),
            lines: Lines::new(text),
            last: Cell::default(),
            characters: OnceCell::new(),
        }
    }

    fn before(&self, text: &str, offset: usize) -> CharCount {
        let characters = self.characters.get_or_init(|| {
            let mut total = CharCount::default();
            let counts = text.as_bytes().chunks(STRIDE).map(|chunk| {
                total = total.and(chunk);
                total
            });
            [CharCount::default()].into_iter().chain(counts).collect()
        });
        let stride = offset / STRIDE;
        let counted = characters.get(stride).copied().unwrap_or_default();
        let rest = text.as_bytes().get(stride * STRIDE..offset);
        counted.and(rest.unwrap_or_default())
    }
}

impl CharCount {
    /// Adds the characters that begin in these bytes of UTF-8. Continuation bytes do not begin a character; characters
    /// of four bytes are pairs in UTF-16.
    fn and(self, bytes: &[u8]) -> Self {
        #[cfg(test)]
        tests::COUNTED.set(tests::COUNTED.get() + bytes.len());
        if bytes.is_ascii() {
            return Self {
                characters: self.characters + bytes.len(),
                ..self
            };
        }
        let begin = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80);
        let pairs = bytes.iter().filter(|&&byte| byte >= 0xF0);
        Self {
            characters: self.characters + begin.count(),
            pairs: self.pairs + pairs.count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;
    use crate::map::Map;
    use crate::syntax::Span;

    thread_local! {
        /// How many bytes were counted.
        pub(super) static COUNTED: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn all_claims_on_one_line_are_placed_in_linear_work() {
        let work = |claims: usize| {
            let on_one_line: Vec<String> = (0..claims)
                .map(|number| format!("c{number} = {{ text = \"a claim of some length\" }}"))
                .collect();
            let text = format!("claim = {{ {} }}\n", on_one_line.join(", "));
            let files = Files::from_text("map.toml", text);
            let map = Map::new(&files);
            let places = Places::new(&files);
            COUNTED.set(0);
            for claim in map.claims() {
                assert_eq!(places.region(map.place(claim)).start.line, 1);
            }
            COUNTED.get()
        };
        let (few, many) = (work(1000), work(4000));
        assert!(many <= 5 * few, "{few} bytes, then {many}");
    }

    #[test]
    fn columns_in_utf_16_count_what_is_beyond_the_basic_plane_twice() {
        let files = Files::from_text("a.toml", "é😀x");
        let place = Place {
            file: FileId(0),
            span: Span::new(6, 7),
        };
        let places = Places::new(&files);
        assert_eq!(places.region(place).start.column, 3);
        assert_eq!(places.region_in_utf16(place).start.column, 4);
        assert_eq!(places.region_in_utf16(place).end.column, 5);
    }

    #[test]
    fn a_region_counts_characters_and_ends_after_its_last_one() {
        let files = Files::from_text("é.toml", "ção\r\nmaçã = 1\n");
        let places = Places::new(&files);
        let start = files.file(FileId(0)).text.find("maçã").unwrap();
        let region = places.region(Place {
            file: FileId(0),
            span: Span::new(start, start + "maçã".len()),
        });
        assert_eq!(region.file, "é.toml");
        assert_eq!(region.start, Position { line: 2, column: 1 });
        assert_eq!(region.end, Position { line: 2, column: 5 });
    }

    #[test]
    fn a_file_that_there_is_not_has_a_first_column() {
        let files = Files::default();
        let place = Place {
            file: FileId(7),
            span: Span::new(3, 4),
        };
        let start = Places::new(&files).region(place).start;
        assert_eq!(start, Position { line: 1, column: 1 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn counting_beforehand_changes_nothing(
            piece in "[a-c\u{e9}\u{4e16}\n]{1,40}",
            times in 1_usize..600,
            at in 0.0_f64..1.2,
        ) {
            let files = Files::from_text("a", piece.repeat(times));
            let text = &files.file(FileId(0)).text;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "any offset will do"
            )]
            let mut offset = (text.len() as f64 * at) as usize;
            while offset < text.len() && !text.is_char_boundary(offset) {
                offset += 1;
            }
            let offset = u32::try_from(offset).unwrap();
            prop_assert_eq!(
                Places::new(&files).position(FileId(0), offset),
                Lines::new(text).position(text, offset)
            );
        }
    }
}
