//! Where things are in a file: byte ranges, and the lines and columns that people count in.

use crate::narrow::{index, narrow};

/// A file of a map, as an index into [`Files`](crate::syntax::Files).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

index!(FileId);

/// A half-open range of bytes in one file.
///
/// Offsets are 32 bits wide: a file is at most [`MAX_FILE`](crate::world::MAX_FILE) bytes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// The range from `start` to `end`, in bytes; empty if `end` comes first.
    ///
    /// Offsets past `u32::MAX` are clamped; no file that long is ever read.
    pub fn new(start: usize, end: usize) -> Self {
        let start = narrow(start);
        Self {
            start,
            end: narrow(end).max(start),
        }
    }

    /// The first byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// The byte after the last one.
    pub fn end(self) -> u32 {
        self.end
    }

    /// The range as `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Widens the range so that it does not begin or end inside a character.
    #[must_use]
    pub fn whole_characters(self, text: &str) -> Self {
        let is_inside = |at: &u32| !text.is_char_boundary(*at as usize);
        let length = narrow(text.len());
        let mut whole = Self {
            start: self.start.min(length),
            end: self.end.min(length),
        };
        while is_inside(&whole.start) {
            whole.start -= 1;
        }
        while is_inside(&whole.end) {
            whole.end += 1;
        }
        whole
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written: a string's span includes its quotation marks.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value that does not come from a file.
    pub fn unplaced(value: T) -> Self {
        Self {
            value,
            span: Span::default(),
        }
    }
}

/// A line and a column, both counted from 1; columns count characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The starts of a text's lines, for turning byte offsets into [`Position`]s.
///
/// Built in O(n), once per text; each look-up is O(log lines + length of the line).
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        Self {
            starts: line_starts(text),
        }
    }

    /// The line, counted from 0, that the byte `offset` is on.
    pub fn line_of(&self, offset: u32) -> usize {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.saturating_sub(1)
    }

    /// Like [`line_of`](Self::line_of), but faster if the line is `near` or one of the next few: most look-ups come in
    /// order.
    pub(crate) fn line_near(&self, near: usize, offset: u32) -> usize {
        let next = self.starts.get(near..).unwrap_or_default();
        let next = next.get(..next.len().min(9)).unwrap_or_default();
        match next.iter().position(|&start| start > offset) {
            Some(after @ 1..) => near + after - 1,
            _ => self.line_of(offset),
        }
    }

    /// The offset at which a line, counted from 0, begins.
    pub(crate) fn start_of(&self, line: usize) -> u32 {
        self.starts.get(line).copied().unwrap_or(0)
    }

    /// The bytes of line `line` (counted from 0) of `text`, without the line break at its end.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let start = self.start_of(line);
        let next = self.starts.get(line + 1);
        let end = next.map_or(text.len(), |&next| next as usize - 1);
        let mut span = Span::new(start as usize, end);
        let bytes = text.as_bytes().get(span.range());
        if bytes.is_some_and(|bytes| bytes.ends_with(b"\r")) {
            span.end -= 1;
        }
        span
    }

    /// How many lines there are; a text that ends in a line break has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line and column of the byte `offset` in `text`, which must be the text given to [`new`](Self::new).
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.start_of(line) as usize;
        let before = text.as_bytes().get(start..text.len().min(offset as usize));
        // Continuation bytes do not begin a character.
        let begins = |byte: &&u8| **byte & 0xC0 != 0x80;
        let column = before.unwrap_or(&[]).iter().filter(begins).count() + 1;
        Position {
            line: narrow(line + 1),
            column: narrow(column),
        }
    }
}

/// The offsets at which lines begin: 0, and the byte after each line break.
fn line_starts(text: &str) -> Vec<u32> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const LOW: u64 = 0x7F * ONES;
    const BREAKS: u64 = 0x0A * ONES;
    let mut starts = vec![0];
    // Lines are short: looking at eight bytes at a time is cheaper than starting a search for each line break.
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let differing = u64::from_le_bytes(*word) ^ BREAKS;
        // The high bit is set in each byte that is a line break.
        let mut breaks = !(((differing & LOW) + LOW) | differing | LOW);
        while breaks != 0 {
            let at = 8 * number + breaks.trailing_zeros() as usize / 8;
            starts.push(narrow(at + 1));
            breaks &= breaks - 1;
        }
    }
    let before = text.len() - rest.len();
    let breaks = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    starts.extend(breaks.map(|(at, _)| narrow(before + at + 1)));
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_does_not_end_before_it_begins() {
        assert_eq!(Span::new(3, 5).range(), 3..5);
        assert_eq!(Span::new(5, 3).range(), 5..5);
        assert_eq!(Span::new(usize::MAX, 0).range().len(), 0);
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "aé—x\r\nção\n";
        let lines = Lines::new(text);
        let at =
            |needle: &str| lines.position(text, u32::try_from(text.find(needle).unwrap()).unwrap());
        assert_eq!(at("x"), Position { line: 1, column: 4 });
        assert_eq!(at("o"), Position { line: 2, column: 3 });
        assert_eq!(lines.line_span(text, 0).range(), 0..7);
        assert_eq!(lines.count(), 3);
    }

    proptest::proptest! {
        #[test]
        fn lines_begin_after_line_breaks(text in "[\\x09-\\x0D\\x0A\\x7F-\u{8A}\u{10A}a]{0,40}") {
            let breaks = text.match_indices('\n').map(|(at, _)| narrow(at + 1));
            let starts: Vec<u32> = std::iter::once(0).chain(breaks).collect();
            proptest::prop_assert_eq!(Lines::new(&text).starts, starts);
        }

        #[test]
        fn a_line_is_found_from_wherever_it_is_looked_for(text in "[a\n]{0,60}", near in 0..70_usize, offset in 0..70_u32) {
            let lines = Lines::new(&text);
            proptest::prop_assert_eq!(lines.line_near(near, offset), lines.line_of(offset));
        }
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let lines = Lines::new("ab");
        assert_eq!(lines.position("ab", 99), Position { line: 1, column: 3 });
    }
}
