//! Lines and columns as editors count them.

use std::sync::OnceLock;

use crate::narrow::narrow;

/// What a column counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16: characters outside the basic plane count as two.
    #[default]
    Utf16,
}

/// The lines and columns of a text, both counted from 0.
///
/// Lines end as in the Language Server Protocol: at `\n`, at `\r\n` and at a lone `\r`. A byte order mark takes no
/// column. Built in O(text). Finding the position of a byte takes O(log lines), however long its line is; finding the
/// byte at a position takes O(line).
#[derive(Debug, Clone)]
pub struct Grid {
    starts: Vec<u32>,
    units: Units,
    /// How many UTF-16 units come before every [`STRIDE`]th byte; counted when a long line is first met.
    strides: OnceLock<Vec<u32>>,
}

/// The distance in bytes between two offsets for which units are counted in advance.
const STRIDE: usize = 1024;

impl Grid {
    /// Finds the lines of a text.
    pub fn new(text: &str, units: Units) -> Self {
        let bytes = text.as_bytes();
        let first = if text.starts_with(MARK) {
            MARK.len_utf8()
        } else {
            0
        };
        let mut starts = vec![narrow(first)];
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let is_pair =
            |&at: &usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        starts.extend(ends.filter(|at| !is_pair(at)).map(|at| narrow(at + 1)));
        Self {
            starts,
            units,
            strides: OnceLock::new(),
        }
    }

    /// The byte at a line and column of the text. Past the end of a line it is that end; past the last line, the end of
    /// the text.
    pub fn offset(&self, text: &str, line: u32, column: u32) -> usize {
        let Some(&start) = self.starts.get(line as usize) else {
            return text.len();
        };
        let rest = text.get(start as usize..).unwrap_or_default();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let within = rest.get(..end).unwrap_or_default();
        let column = column as usize;
        let mut counted = 0;
        for (at, character) in within.char_indices() {
            let width = match self.units {
                Units::Utf8 => character.len_utf8(),
                Units::Utf16 => character.len_utf16(),
            };
            // A column inside a character counts as the one before it.
            if counted + width > column {
                return start as usize + at;
            }
            counted += width;
        }
        start as usize + end
    }

    /// The line and column of a byte of the text.
    pub fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self
            .starts
            .partition_point(|&start| start as usize <= offset);
        let line = line.saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |&start| start as usize);
        let before = text.as_bytes().get(start..offset).unwrap_or_default();
        let column = match self.units {
            Units::Utf8 => before.len(),
            Units::Utf16 if before.len() <= STRIDE => units(before),
            Units::Utf16 => self.units_before(text, offset) - self.units_before(text, start),
        };
        (narrow(line), narrow(column))
    }

    /// How many UTF-16 units come before a byte of the text.
    fn units_before(&self, text: &str, offset: usize) -> usize {
        let strides = self.strides.get_or_init(|| {
            let chunks = text.as_bytes().chunks(STRIDE);
            let mut before = 0;
            let counts = chunks.map(|chunk| {
                let count = narrow(before);
                before += units(chunk);
                count
            });
            counts.collect()
        });
        let whole = (offset / STRIDE).min(strides.len().saturating_sub(1));
        let counted = strides.get(whole).map_or(0, |&count| count as usize);
        let rest = text.as_bytes().get(whole * STRIDE..offset);
        counted + units(rest.unwrap_or_default())
    }
}

/// How many UTF-16 units begin in these bytes of UTF-8: none in continuation bytes, two where a four-byte character
/// begins.
fn units(bytes: &[u8]) -> usize {
    let begin = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    let pairs = bytes.iter().filter(|&&byte| byte >= 0xF0).count();
    begin + pairs
}

/// The byte order mark.
const MARK: char = '\u{FEFF}';

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_in_three_ways_and_columns_count_units() {
        let text = "\u{FEFF}aé\r\n😀x\rz\n";
        let grid = Grid::new(text, Units::Utf16);
        let at = |needle: char| grid.position(text, text.find(needle).unwrap());
        assert_eq!(at('a'), (0, 0));
        assert_eq!(at('é'), (0, 1));
        assert_eq!(at('x'), (1, 2));
        assert_eq!(at('z'), (2, 0));
        assert_eq!(grid.position(text, 999), (3, 0));
        assert_eq!(
            Grid::new(text, Units::Utf8).position(text, text.find('x').unwrap()),
            (1, 4)
        );
        // Inside a surrogate pair, past the end of a line, and past the last line.
        assert_eq!(grid.offset(text, 1, 1), text.find('😀').unwrap());
        assert_eq!(grid.offset(text, 0, 99), text.find('\r').unwrap());
        assert_eq!(grid.offset(text, 99, 0), text.len());
    }

    #[test]
    fn columns_of_a_long_line_are_counted_once() {
        let text = "é😀x".repeat(5_000);
        let grid = Grid::new(&text, Units::Utf16);
        for number in [0, 1, 700, 4_999] {
            let at = number * "é😀x".len();
            assert_eq!(grid.position(&text, at), (0, narrow(number * 4)));
            assert_eq!(grid.offset(&text, 0, narrow(number * 4)), at);
        }
    }

    proptest! {
        #[test]
        fn the_way_there_is_the_way_back(text in "([a\n\r]|é|😀|\r\n|\u{FEFF}){0,30}", at in 0_usize..90, utf8: bool) {
            let units = if utf8 { Units::Utf8 } else { Units::Utf16 };
            let grid = Grid::new(&text, units);
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let (line, column) = grid.position(&text, at);
            let back = grid.offset(&text, line, column);
            // No position is between `\r` and `\n`, nor before a byte order mark at the start.
            let inside = text[..at].ends_with('\r') && text[at..].starts_with('\n');
            prop_assert!(back == at || inside || at == 0, "{text:?} {at} {line}:{column} {back}");
        }

        #[test]
        fn no_position_is_too_strange(text in "([a\n\r]|é|😀){0,20}", line: u32, column: u32) {
            let grid = Grid::new(&text, Units::Utf16);
            prop_assert!(text.is_char_boundary(grid.offset(&text, line, column)));
            prop_assert!(text.is_char_boundary(grid.offset(&text, line % 5, column % 30)));
        }
    }
}
