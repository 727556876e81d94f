//! How much of a source is quoted, and which passages are not.

use std::ops::Range;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::layout::floor;
use super::source::{Passage, SourceText};

/// A count divided into three: overlaps are counted once, and anything both quoted and ignored counts as quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub struct Share {
    /// How much is quoted.
    pub quoted: usize,
    /// How much is ignored with a reason, and not quoted.
    pub ignored: usize,
    /// How much is neither quoted nor ignored.
    pub left_out: usize,
}

impl Share {
    /// The sum of the three.
    pub fn total(self) -> usize {
        self.quoted + self.ignored + self.left_out
    }

    /// The fraction that is quoted or ignored, from 0 to 1; 1 if there is nothing to cover.
    pub fn covered(self) -> f64 {
        ratio(self.quoted + self.ignored, self.total())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a source has fewer than 2^52 letters"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// A passage that is neither quoted nor ignored. It begins and ends with a letter or digit, and does not extend across
/// a blank line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Where it is.
    #[serde(flatten, serialize_with = "place_in_json")]
    pub passage: Passage,
    /// Its rendered text.
    pub text: String,
    /// How many letters it has.
    #[serde(skip)]
    pub letters: usize,
}

/// How much of a source is quoted or ignored, and what is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Coverage {
    /// Counted in letters: Unicode alphabetic characters of the rendered text.
    #[serde(flatten, serialize_with = "letters_in_json")]
    pub letters: Share,
    /// Counted in [sentences](SourceText::sentences) that have letters. A sentence is quoted if at least half of its
    /// letters are quoted. Otherwise it is ignored if at least half are quoted or ignored. Otherwise it is left out.
    #[serde(skip)]
    pub sentences: Share,
    /// The passages left out that have letters: most letters first, ties in the order of the source.
    #[serde(rename = "passages")]
    pub left_out: Vec<LeftOut>,
}

/// Whether a sentence is quoted, ignored or left out: see [`Coverage::sentences`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covering {
    /// It is quoted.
    Quoted,
    /// It is ignored.
    Ignored,
    /// It is neither quoted nor ignored.
    LeftOut,
}

impl Covering {
    fn of(letters: Share) -> Self {
        let total = letters.total();
        if 2 * letters.quoted >= total {
            Self::Quoted
        } else if 2 * (letters.quoted + letters.ignored) >= total {
            Self::Ignored
        } else {
            Self::LeftOut
        }
    }
}

/// A sentence, and how it is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CoveredSentence {
    /// How it is covered as a whole.
    pub covering: Covering,
    /// Where it is.
    #[serde(flatten, serialize_with = "place_in_json")]
    pub passage: Passage,
    /// Its rendered text.
    pub text: String,
    /// How many of its letters are quoted, ignored and left out.
    #[serde(flatten, serialize_with = "letters_in_json")]
    pub letters: Share,
}

/// Where a passage begins, in JSON.
fn place_in_json<S: Serializer>(passage: &Passage, serializer: S) -> Result<S::Ok, S::Error> {
    let Passage { bytes, start, .. } = passage;
    let mut place = serializer.serialize_struct("Place", 4)?;
    place.serialize_field("line", &start.line)?;
    place.serialize_field("column", &start.column)?;
    place.serialize_field("start", &bytes.start)?;
    place.serialize_field("end", &bytes.end)?;
    place.end()
}

/// Numbers of letters, in JSON.
fn letters_in_json<S: Serializer>(letters: &Share, serializer: S) -> Result<S::Ok, S::Error> {
    let mut share = serializer.serialize_struct("Share", 4)?;
    share.serialize_field("letters", &letters.total())?;
    share.serialize_field("quoted", &letters.quoted)?;
    share.serialize_field("ignored", &letters.ignored)?;
    share.serialize_field("left_out", &letters.left_out)?;
    share.end()
}

/// The sentences of `source` that have letters, each with how it is covered, by the same rules as [`coverage`].
///
/// O(size + ranges × log ranges + sentences × log size).
pub fn covered_sentences(
    source: &SourceText,
    quoted: &[Range<usize>],
    ignored: &[Range<usize>],
) -> Vec<CoveredSentence> {
    let text = source.text();
    let quoted = union(text, quoted);
    let covered = union(text, &[quoted.as_slice(), ignored].concat());
    let mut counter = Counter::new(text, &quoted, &covered);
    let sentences = source.sentences().iter();
    let described = sentences.map(|sentence| {
        let letters = counter.count(sentence.clone());
        CoveredSentence {
            passage: source.passage(sentence.clone()),
            text: text.get(sentence.clone()).unwrap_or_default().to_owned(),
            letters,
            covering: Covering::of(letters),
        }
    });
    described.collect()
}

/// Measures how much of `source` is quoted, ignored and left out. `quoted` and `ignored` are ranges of bytes of its
/// [text](SourceText::text), in any order, overlapping or not. A bound within a character is moved to the character's
/// start, one past the text to the text's end.
///
/// O(size + ranges × log ranges).
pub fn coverage(
    source: &SourceText,
    quoted: &[Range<usize>],
    ignored: &[Range<usize>],
) -> Coverage {
    let text = source.text();
    let quoted = union(text, quoted);
    let covered = union(text, &[quoted.as_slice(), ignored].concat());
    let letters = Counter::new(text, &quoted, &covered).count(0..text.len());
    let mut counter = Counter::new(text, &quoted, &covered);
    let mut sentences = Share::default();
    for sentence in source.sentences() {
        match Covering::of(counter.count(sentence.clone())) {
            Covering::Quoted => sentences.quoted += 1,
            Covering::Ignored => sentences.ignored += 1,
            Covering::LeftOut => sentences.left_out += 1,
        }
    }
    Coverage {
        letters,
        sentences,
        left_out: left_out(source, &covered),
    }
}

/// Counts quoted, ignored and other letters in ranges that are asked for in rising order.
struct Counter<'t> {
    text: &'t str,
    quoted: Cursor<'t>,
    covered: Cursor<'t>,
}

impl<'t> Counter<'t> {
    fn new(text: &'t str, quoted: &'t [Range<usize>], covered: &'t [Range<usize>]) -> Self {
        Self {
            text,
            quoted: Cursor::new(quoted),
            covered: Cursor::new(covered),
        }
    }

    fn count(&mut self, range: Range<usize>) -> Share {
        let mut share = Share::default();
        let mut at = range.start;
        while at < range.end {
            let (is_quoted, quoted_end) = self.quoted.at(at);
            let (is_covered, covered_end) = self.covered.at(at);
            let end = quoted_end.min(covered_end).min(range.end);
            let letters = letters(self.text.get(at..end).unwrap_or_default());
            if is_quoted {
                share.quoted += letters;
            } else if is_covered {
                share.ignored += letters;
            } else {
                share.left_out += letters;
            }
            at = end;
        }
        share
    }
}

/// How many letters a text has.
fn letters(text: &str) -> usize {
    // Counted in bytes, of which the processor adds up many at once.
    let chunks = text.as_bytes().chunks(255);
    let counts = chunks.map(|chunk| -> u8 {
        chunk
            .iter()
            .map(|byte| u8::from(byte.is_ascii_alphabetic()))
            .sum()
    });
    let ascii = counts.map(usize::from).sum();
    if text.is_ascii() {
        ascii
    } else {
        ascii + text.chars().filter(|&c| is_other_letter(c)).count()
    }
}

/// Whether a character is a letter beyond ASCII. Those of Latin scripts are told without a search through a table.
fn is_other_letter(character: char) -> bool {
    match character {
        ..'\u{80}' => false,
        'À'..='ɏ' => !matches!(character, '×' | '÷'),
        _ => character.is_alphabetic(),
    }
}

/// The union of `ranges`, as rising ranges that do not touch.
fn union(text: &str, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = ranges
        .iter()
        .map(|range| floor(text, range.start)..floor(text, range.end))
        .filter(|range| !range.is_empty())
        .collect();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut union: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match union.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => union.push(range),
        }
    }
    union
}

/// Rising ranges that are looked up at rising offsets.
struct Cursor<'r> {
    ranges: &'r [Range<usize>],
}

impl<'r> Cursor<'r> {
    fn new(ranges: &'r [Range<usize>]) -> Self {
        Self { ranges }
    }

    /// Whether a range contains `at`, and the offset up to which the answer stays the same.
    fn at(&mut self, at: usize) -> (bool, usize) {
        while let Some((first, rest)) = self.ranges.split_first() {
            if at < first.start {
                return (false, first.start);
            }
            if at < first.end {
                return (true, first.end);
            }
            self.ranges = rest;
        }
        (false, usize::MAX)
    }
}

fn left_out(source: &SourceText, covered: &[Range<usize>]) -> Vec<LeftOut> {
    let text = source.text();
    let starts = std::iter::once(0).chain(covered.iter().map(|range| range.end));
    let ends = covered.iter().map(|range| range.start).chain([text.len()]);
    let mut passages: Vec<LeftOut> = starts
        .zip(ends)
        .filter(|(start, end)| start < end)
        .flat_map(|(start, end)| paragraphs(text, start..end.min(text.len())))
        .filter_map(|range| {
            let piece = text.get(range.clone())?;
            let first = piece.find(char::is_alphanumeric)?;
            let last = piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let range = range.start + first..range.start + last;
            let piece = text.get(range.clone())?;
            let letters = letters(piece);
            (letters > 0).then(|| LeftOut {
                passage: source.passage(range),
                text: piece.to_owned(),
                letters,
            })
        })
        .collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.letters));
    passages
}

/// The pieces of `range` between blank lines.
fn paragraphs(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    for line in text.get(range.clone()).unwrap_or("").split_inclusive('\n') {
        if line.trim().is_empty() {
            paragraphs.push(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    paragraphs.push(start..range.end);
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::SourceKind;

    fn measure(text: &str, quoted: &[&str], ignored: &[&str]) -> Coverage {
        let source = SourceText::load(text.into(), SourceKind::Plain).unwrap();
        let ranges = |needles: &[&str]| {
            needles
                .iter()
                .map(|needle| {
                    let start = text.find(needle).unwrap();
                    start..start + needle.len()
                })
                .collect::<Vec<_>>()
        };
        coverage(&source, &ranges(quoted), &ranges(ignored))
    }

    #[test]
    fn letters_are_what_unicode_calls_alphabetic() {
        for character in char::MIN..=char::MAX {
            let text = character.to_string();
            let is_letter = character.is_alphabetic();
            assert_eq!(letters(&text), usize::from(is_letter), "{character:?}");
        }
        assert_eq!(letters("Aé × ب1Ǻ"), 4);
    }

    #[test]
    fn letters_are_counted_once() {
        let cover = measure("Aé bc. De 1.", &["Aé b", "é bc"], &["bc. D"]);
        assert_eq!(
            cover.letters,
            Share {
                quoted: 4,
                ignored: 1,
                left_out: 1
            }
        );
        assert_eq!(cover.letters.total(), 6);
        assert!((cover.letters.covered() - 5.0 / 6.0).abs() < 1e-9);
    }

    #[test]
    fn a_sentence_is_what_half_of_its_letters_are() {
        let cover = measure(
            "Abcd efgh. Ijkl mnop. Qrst. Uvw.",
            &["Abcd"],
            &["Ijkl mn", "Qr"],
        );
        assert_eq!(
            cover.sentences,
            Share {
                quoted: 1,
                ignored: 2,
                left_out: 1
            }
        );
    }

    #[test]
    fn a_wrapped_line_ends_no_sentence() {
        let cover = measure(
            "This sentence is so long that it goes on\r\non a second line. Two.",
            &[],
            &[],
        );
        assert_eq!(cover.sentences.left_out, 2);
        assert_eq!(
            measure("Title\nA sentence.", &[], &[]).sentences.left_out,
            2
        );
    }

    #[test]
    fn what_is_left_out_is_listed_longest_first() {
        let cover = measure("One, two: three! 4.\n\nFive — sixth. \n\nS", &["two"], &[]);
        let texts: Vec<&str> = cover
            .left_out
            .iter()
            .map(|left| left.text.as_str())
            .collect();
        assert_eq!(texts, ["Five — sixth", "three! 4", "One", "S"]);
        let first = &cover.left_out[0];
        assert_eq!(
            (
                first.letters,
                first.passage.start.line,
                first.passage.start.column
            ),
            (9, 3, 1)
        );
    }

    #[test]
    fn nothing_to_cover_is_covered() {
        assert!((measure("1, 2.", &[], &[]).letters.covered() - 1.0).abs() < 1e-9);
    }
}
