//! Breaks text into lines that fit a width. Lines are broken between words by the rules of Unicode (UAX #14), and
//! measured in the columns that they take in a terminal.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::printable::is_workflow_command;

/// How many columns a text without control characters takes.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// A part of a text in which no line is broken, and the blanks after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word's bytes in the text, without the blanks.
    pub text: Range<usize>,
    /// How many columns the word takes without the blanks.
    pub columns: usize,
    /// How many blanks follow.
    pub blanks: usize,
}

/// The words of a text, in order: split at blanks in ASCII text, otherwise wherever Unicode allows a line break.
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

/// The words of a text, in order, split at blanks only.
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
    /// Adds the word of `text` to `words`. A word wider than `width` columns is broken into pieces that fit, unless a
    /// single character is wider. It is broken after hyphens if possible, as in a long id, otherwise between characters
    /// as people perceive them (grapheme clusters).
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

/// The characters of a word as people perceive them. What a build server would take for a command is kept together with
/// the character before it, so that it cannot begin a line.
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

/// A line: its bytes in the text, and how many columns it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line's bytes in the text, without the blanks at its end.
    pub text: Range<usize>,
    /// How many columns the line takes.
    pub columns: usize,
}

/// Fills lines with the words of a text, in order, as many on each as fit, but at least one. The first line has `first`
/// columns, the others have `rest`.
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

/// The same lines that [`lines`] gives, found by looking only at where lines end. `None` if the text is not ASCII, has
/// a word that must be broken, begins with a blank, or is empty.
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

/// Lines of at most `width` columns with the words of a text, in order. There are as few lines as possible, and the
/// longest of them is as short as that allows.
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

/// How many lines of at most `width` columns the words need, and how many columns they take in all.
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
