//! Breaks text into lines that fit a width: between words, by the rules of Unicode (UAX #14), and measured in the columns
//! that a terminal gives them.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::printable::is_workflow_command;

/// The columns that a text takes that has no control characters.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// What is not broken, and the blanks after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text, without the blanks.
    pub text: Range<usize>,
    /// The columns that it takes without them.
    pub columns: usize,
    /// How many blanks follow.
    pub blanks: usize,
}

/// The words of a text, in order: between blanks in ASCII text, else where lines may be broken.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut start = 0;
    let unicode = (!text.is_ascii()).then(|| {
        let found = WordSeparator::UnicodeBreakProperties.find_words(text);
        found.map(move |found| {
            let text = start..start + found.word.len();
            let blanks = found.whitespace.len();
            start = text.end + blanks;
            Word {
                text,
                columns: columns(found.word),
                blanks,
            }
        })
    });
    let plain = unicode.is_none().then(|| words_at_blanks(text));
    unicode
        .into_iter()
        .flatten()
        .chain(plain.into_iter().flatten())
}

/// What stands between the blanks of a text, in order.
pub fn words_at_blanks(text: &str) -> impl Iterator<Item = Word> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text
            .as_bytes()
            .get(start..)
            .filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|&byte| byte == b' ');
        let length = length.unwrap_or(rest.len());
        let after = rest.get(length..)?;
        let blanks = after.iter().position(|&byte| byte != b' ');
        let blanks = blanks.unwrap_or(after.len());
        let word = start..start + length;
        start = word.end + blanks;
        Some(Word {
            columns: columns(text.get(word.clone())?),
            text: word,
            blanks,
        })
    })
}

impl Word {
    /// Adds the word of `text` to `words`; one of more than `width` columns in pieces that are at most so wide, if a
    /// character is: broken after hyphens if it can be, as in a long id, else between characters as people perceive them
    /// (grapheme clusters).
    pub fn broken(self, text: &str, width: usize, words: &mut Vec<Self>) {
        if self.columns <= width {
            words.push(self);
            return;
        }
        let word = text.get(self.text.clone()).unwrap_or_default();
        let nothing = |at| Self {
            text: at..at,
            columns: 0,
            blanks: 0,
        };
        let mut piece = nothing(self.text.start);
        let mut add = |part: &str| {
            let wide = columns(part);
            if piece.columns + wide > width && !piece.text.is_empty() {
                let next = nothing(piece.text.end);
                words.push(std::mem::replace(&mut piece, next));
            }
            piece.text.end += part.len();
            piece.columns += wide;
        };
        for part in word.split_inclusive('-') {
            if columns(part) > width || is_workflow_command(part) {
                clusters(part).for_each(&mut add);
            } else {
                add(part);
            }
        }
        piece.blanks = self.blanks;
        words.push(piece);
    }
}

/// The characters of a word as people perceive them; what a build server would take for a command stays on the line of
/// what is before it.
fn clusters(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut end = rest.graphemes(true).next()?.len();
        if is_workflow_command(rest.get(end..).unwrap_or_default()) {
            end += "::".len() + 1;
        }
        let (cluster, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(cluster)
    })
}

/// A line: its bytes in the text, and the columns that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes in the text, without the blanks at its end.
    pub text: Range<usize>,
    /// The columns that it takes.
    pub columns: usize,
}

/// Words of a text, in order, as lines: on each as many as fit, and one at least. The first line has `first` columns, the
/// others have `rest`.
pub fn lines(words: &[Word], first: usize, rest: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut width = first;
    let mut blanks = 0;
    for word in words {
        match lines.last_mut() {
            Some(line) if line.columns + blanks + word.columns <= width => {
                line.columns += blanks + word.columns;
                line.text.end = word.text.end;
            }
            last => {
                if last.is_some() {
                    width = rest;
                }
                lines.push(Line {
                    text: word.text.clone(),
                    columns: word.columns,
                });
            }
        }
        blanks = word.blanks;
    }
    lines
}

/// The lines of a text's words, as [`lines`] gives them, found by looking at where lines end alone; none where the text is
/// not of ASCII, or has a word that needs breaking, or begins with a blank or not at all.
pub fn plain_lines(text: &str, first: usize, rest: usize) -> Option<Vec<Line>> {
    if !text.is_ascii() || text.is_empty() || text.starts_with(' ') {
        return None;
    }
    let text = text.trim_ascii_end().as_bytes();
    let mut lines = Vec::with_capacity(text.len() / rest.max(1) + 2);
    let (mut start, mut width) = (0, first);
    while start + width < text.len() {
        let window = text.get(start..=start + width)?;
        let blank = start + window.iter().rposition(|&byte| byte == b' ')?;
        let line = text.get(start..blank)?.trim_ascii_end();
        lines.push(Line {
            text: start..start + line.len(),
            columns: line.len(),
        });
        let after = text.get(blank..)?.trim_ascii_start();
        start = text.len() - after.len();
        width = rest;
    }
    lines.push(Line {
        text: start..text.len(),
        columns: text.len() - start,
    });
    Some(lines)
}

/// Words of a text, in order, as lines of at most `width` columns, the longest as short as so few lines can be.
///
/// O(words × log width).
pub fn balanced(words: &[Word], width: usize) -> Vec<Line> {
    let (fewest, all) = measured(words, width);
    let mut narrow = all.div_ceil(fewest.max(1));
    let mut wide = width;
    while fewest > 1 && narrow < wide {
        let middle = usize::midpoint(narrow, wide);
        if measured(words, middle).0 > fewest {
            narrow = middle + 1;
        } else {
            wide = middle;
        }
    }
    lines(words, wide, wide)
}

/// How many lines of at most so many columns there are, and the columns that they take together.
fn measured(words: &[Word], width: usize) -> (usize, usize) {
    let (mut lines, mut all) = (0, 0);
    let (mut used, mut blanks) = (0, 0);
    for word in words {
        if lines > 0 && used + blanks + word.columns <= width {
            used += blanks + word.columns;
        } else {
            lines += 1;
            all += used;
            used = word.columns;
        }
        blanks = word.blanks;
    }
    (lines, all + used)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, width: usize) -> Vec<Word> {
        let mut pieces = Vec::new();
        for word in words(text) {
            word.broken(text, width, &mut pieces);
        }
        pieces
    }

    #[test]
    fn lines_that_are_balanced_leave_no_word_alone() {
        let text = "The barrier to entry into a general-purpose base technology is high.";
        let lines = balanced(&broken(text, 34), 34);
        let lines: Vec<_> = lines.into_iter().map(|line| &text[line.text]).collect();
        assert_eq!(
            lines,
            [
                "The barrier to entry",
                "into a general-purpose",
                "base technology is high."
            ]
        );
    }

    proptest! {
        #[test]
        fn lines_of_plain_text_are_those_of_its_words(
            text in "([a-z-]{1,9} {1,2}){0,20}[a-z-]{1,9} ?",
            first in 1..30_usize,
            rest in 1..30_usize,
        ) {
            if let Some(plain) = plain_lines(&text, first, rest) {
                let words = broken(&text, rest);
                if words.first().is_none_or(|word| word.columns <= first) {
                    let expected = lines(&words, first, rest);
                    prop_assert_eq!(plain, expected);
                } else {
                    prop_assert!(false, "the first word does not fit the first line");
                }
            } else {
                let mut widths = words(&text).map(|word| word.columns);
                prop_assert!(widths.any(|wide| wide > rest || wide > first));
            }
        }

        #[test]
        fn balanced_lines_hold_every_word_and_are_no_more_than_need_be(
            text in "([a-z]{1,12}|大{1,4}|é){1}( ([a-z-]{1,40}|大{1,4}|é)){0,30}",
            width in 2..50_usize,
        ) {
            let words = broken(&text, width);
            let balanced = balanced(&words, width);
            prop_assert_eq!(balanced.len(), lines(&words, width, width).len());
            prop_assert!(balanced.iter().all(|line| line.columns <= width));
            let said = balanced.iter().map(|line| &text[line.text.clone()]);
            let said: String = said.collect();
            prop_assert_eq!(said.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
