//! Text for a picture that is drawn with whatever font its viewer has: its maximum width, and where it is broken.
//!
//! Widths are those of Liberation Sans plus a little more, in case another font takes its place. Characters that it
//! lacks get generous estimates: a whole em for those that take two columns in a terminal, and more for emoji.

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::widths::RUNS;
use crate::printable::printable_in_file;
use crate::wrap::{self, Word};

/// How much wider than measured a text may turn out.
const SLACK: f64 = 1.06;

/// The unit in which words are measured: a hundredth of the font size.
const UNIT: f64 = 100.0;

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SvgFont {
    pub(super) size: f64,
    pub(super) is_bold: bool,
}

impl SvgFont {
    pub(super) const fn plain(size: f64) -> Self {
        Self {
            size,
            is_bold: false,
        }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self {
            size,
            is_bold: true,
        }
    }

    /// The distance from one line to the next.
    pub(super) fn line(self) -> f64 {
        (self.size * 1.3).round()
    }

    /// The maximum width of a text.
    pub(super) fn width(self, text: &str) -> f64 {
        let clusters = text.graphemes(true).map(|cluster| self.cluster(cluster));
        clusters.sum::<f64>() * self.size * SLACK
    }

    /// The width of a grapheme, in ems.
    fn cluster(self, cluster: &str) -> f64 {
        let mut characters = cluster.chars();
        let Some(first) = characters.next() else {
            return 0.0;
        };
        let known = advance(first, self.is_bold);
        match known {
            // Combining marks add no width.
            Some(width) => width,
            None if is_emoji(cluster) => 1.3,
            None => match cluster.width() {
                0 => 0.0,
                1 => 0.72,
                _ => 1.0,
            },
        }
    }

    /// Breaks `text` into lines of at most `width`, as even as possible with the fewest lines. At most `most` lines are
    /// returned; the last one ends in `…` if that leaves something out.
    pub(super) fn lines(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let text = on_one_line(text);
        let units = units(width / (self.size * SLACK));
        let mut words = Vec::new();
        for word in wrap::words(&text) {
            self.broken(word, &text, units, &mut words);
        }
        let written =
            |line: &wrap::Line| text.get(line.text.clone()).unwrap_or_default().to_owned();
        let greedy = wrap::lines(&words, units, units);
        if greedy.len() > most {
            let mut lines: Vec<String> = greedy.iter().take(most).map(written).collect();
            if let Some(last) = lines.last_mut() {
                self.shorten(last, width);
            }
            return lines;
        }
        wrap::balanced(&words, units).iter().map(written).collect()
    }

    /// Ends a line with `…`, within the width.
    fn shorten(self, line: &mut String, width: f64) {
        let mark = self.width("…");
        while self.width(line) + mark > width {
            let Some((last, _)) = line.grapheme_indices(true).next_back() else {
                break;
            };
            line.truncate(last);
        }
        let kept = line.trim_end_matches(|last: char| last.is_whitespace() || ",;:".contains(last));
        line.truncate(kept.len());
        line.push('…');
    }

    /// Adds a word with its measured width. A word wider than a line is added in pieces, broken after hyphens if
    /// possible, or else between graphemes.
    fn broken(self, word: Word, text: &str, width: usize, words: &mut Vec<Word>) {
        let measured = |text: &str| {
            let ems: f64 = text
                .graphemes(true)
                .map(|cluster| self.cluster(cluster))
                .sum();
            units(ems)
        };
        let written = text.get(word.text.clone()).unwrap_or_default();
        let columns = measured(written);
        if columns <= width {
            words.push(Word {
                columns,
                blanks: word.blanks * BLANK,
                ..word
            });
            return;
        }
        let nothing = |at| Word {
            text: at..at,
            columns: 0,
            blanks: 0,
        };
        let mut piece = nothing(word.text.start);
        let mut add = |part: &str| {
            let wide = measured(part);
            if piece.columns + wide > width && !piece.text.is_empty() {
                let next = nothing(piece.text.end);
                words.push(std::mem::replace(&mut piece, next));
            }
            piece.text.end += part.len();
            piece.columns += wide;
        };
        for part in written.split_inclusive('-') {
            if measured(part) > width {
                part.graphemes(true).for_each(&mut add);
            } else {
                add(part);
            }
        }
        piece.blanks = word.blanks * BLANK;
        words.push(piece);
    }
}

/// The width of a space, in units.
const BLANK: usize = 28;

fn units(ems: f64) -> usize {
    // A width that is not a number becomes 0.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded on the line"
    )]
    let units = (ems * UNIT).clamp(0.0, 1e9) as usize;
    units
}

/// The width of a letter that the font has, in ems.
fn advance(letter: char, is_bold: bool) -> Option<f64> {
    let code = u32::from(letter);
    let run = RUNS.iter().rev().find(|run| run.first <= code)?;
    let widths = if is_bold { run.bold } else { run.regular };
    let width = *widths.get((code - run.first) as usize)?;
    (width > 0).then(|| f64::from(width) / 2048.0)
}

fn is_emoji(cluster: &str) -> bool {
    cluster.chars().any(|character| {
        matches!(u32::from(character), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0xFE0F | 0x20E3)
    })
}

/// Whether a text runs from right to left: its first letter belongs to a script that does (UAX #9, P2).
pub(super) fn is_right_to_left(text: &str) -> bool {
    let scripts = text.chars().map(|letter| letter.script());
    let mut strong = scripts.filter(|script| !matches!(script, Script::Common | Script::Inherited));
    strong.next().is_some_and(|script| {
        matches!(
            script,
            Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Samaritan
                | Script::Mandaic
                | Script::Adlam
                | Script::Hanifi_Rohingya
                | Script::Mende_Kikakui
                | Script::Yezidi
        )
    })
}

/// The text with single spaces between its words, and control characters spelt out.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&printable_in_file(word));
    }
    line
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let spelling = |character| {
        Some(match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // XML 1.0 does not allow these.
            '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => return None,
        })
    };
    let text = if text.contains(['\n', '\r', '\t']) {
        Cow::Owned(text.replace(['\n', '\r', '\t'], " "))
    } else {
        Cow::Borrowed(text)
    };
    let text = match text {
        Cow::Borrowed(text) => printable_in_file(text),
        Cow::Owned(text) => Cow::Owned(printable_in_file(&text).into_owned()),
    };
    if !text.chars().any(|character| spelling(character).is_some()) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match spelling(character) {
            Some(spelt) => out.push_str(spelt),
            None => out.push(character),
        }
    }
    Cow::Owned(out)
}
