//! Finds where the strings of a JSON file are in it.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reading::AnswerReading;
use super::service::ServiceAnswer;

/// A record of a JSON file, with its strings.
pub(super) struct Record<'r> {
    text: &'r str,
    /// Where the record begins in the file, and where its first sign is in the record.
    start: usize,
    head: usize,
    /// For each text, the strings with it, in order: bytes of the record between the quotation marks.
    strings: FxHashMap<String, VecDeque<Range<usize>>>,
}

impl<'r> Record<'r> {
    /// Reads the record that begins at the byte `start` of its file. Linear in the record.
    pub(super) fn new(text: &'r str, start: usize) -> Self {
        let mut strings: FxHashMap<String, VecDeque<Range<usize>>> = FxHashMap::default();
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'"', text.as_bytes().get(from..).unwrap_or(&[])) {
            let open = from + open;
            let close = closing(text.as_bytes(), open + 1);
            let whole = text.get(open..=close).unwrap_or("");
            if let Ok(said) = serde_json::from_str::<String>(whole) {
                strings.entry(said).or_default().push_back(open + 1..close);
            }
            from = close + 1;
        }
        Self {
            text,
            start,
            head: text.len() - text.trim_start().len(),
            strings,
        }
    }

    /// The reading with its places in the file, instead of the answer's text. Linear in both.
    pub(super) fn place(
        &mut self,
        draft: &ServiceAnswer,
        mut reading: AnswerReading,
    ) -> AnswerReading {
        let pieces: Vec<RecordPiece> = draft
            .parts
            .iter()
            .filter_map(|part| {
                let said = draft.text.get(part.clone())?;
                Some(RecordPiece::new(part.start, self.text, self.take(said)?))
            })
            .collect();
        for sentence in &mut reading.sentences {
            sentence.range = self.in_file(&pieces, &sentence.range);
        }
        for cite in &mut reading.cites {
            let handed = cite.words.as_deref().filter(|_| cite.is_handed);
            let handed = handed.and_then(|words| self.take(words));
            cite.range = match handed {
                Some(range) => self.start + range.start..self.start + range.end,
                None => self.in_file(&pieces, &cite.range),
            };
        }
        reading
    }

    /// Takes the next string with this text; if only one is left, it is given again.
    fn take(&mut self, said: &str) -> Option<Range<usize>> {
        let places = self.strings.get_mut(said)?;
        if places.len() > 1 {
            places.pop_front()
        } else {
            places.front().cloned()
        }
    }

    /// The place in the file of bytes of the answer's text; the beginning of the record if they are in none of its
    /// strings.
    fn in_file(&self, pieces: &[RecordPiece], range: &Range<usize>) -> Range<usize> {
        let offset = |at: usize, within: usize| {
            let after = pieces.partition_point(|piece| piece.start <= within);
            let piece = pieces.get(after.checked_sub(1)?)?;
            Some(self.start + piece.offset(at))
        };
        let last = range.end.saturating_sub(1).max(range.start);
        match (
            offset(range.start, range.start),
            offset(range.end.max(range.start), last),
        ) {
            (Some(start), Some(end)) => start..end.max(start),
            _ => self.start + self.head..self.start + self.head + 1,
        }
    }
}

/// The closing quotation mark of the string whose content begins at `from`.
fn closing(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memchr2(b'"', b'\\', text.get(at..).unwrap_or(&[])) {
        at += found;
        if text.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// A part of an answer's text, and the string that it comes from.
struct RecordPiece {
    /// Where in the text the part begins.
    start: usize,
    /// Where text and string are in step again: bytes of the text, and of the record.
    steps: Vec<(usize, usize)>,
    end: usize,
}

impl RecordPiece {
    fn new(start: usize, record: &str, string: Range<usize>) -> Self {
        let mut steps = vec![(start, string.start)];
        let raw = record.get(string.clone()).unwrap_or("");
        let mut said = start;
        let mut at = 0;
        let mut high = None;
        while let Some(found) = raw.get(at..).and_then(|rest| rest.find('\\')) {
            said += found;
            at += found;
            let escape = raw.get(at..).unwrap_or("");
            let (length, bytes) = match escape.as_bytes().get(1) {
                Some(b'u') => {
                    let code = escape
                        .get(2..6)
                        .and_then(|code| u32::from_str_radix(code, 16).ok());
                    let code = code.unwrap_or(0xFFFD);
                    let bytes = match code {
                        // The two halves of a surrogate pair form one character.
                        0xD800..0xDC00 => 0,
                        0xDC00..0xE000 if high.is_some() => 4,
                        _ => char::from_u32(code).map_or(3, char::len_utf8),
                    };
                    high = (0xD800..0xDC00).contains(&code).then_some(());
                    (6, bytes)
                }
                _ => (2, 1),
            };
            at += length;
            said += bytes;
            steps.push((said, string.start + at));
        }
        Self {
            start,
            steps,
            end: string.end,
        }
    }

    /// Where a byte of the text is in the record.
    fn offset(&self, at: usize) -> usize {
        let after = self.steps.partition_point(|(said, _)| *said <= at);
        let step = self.steps.get(after.saturating_sub(1));
        step.map_or(self.end, |(said, place)| {
            (place + at.saturating_sub(*said)).min(self.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_of_a_text_is_found_behind_whatever_is_written_otherwise() {
        let record = r#"{"text": "a\u201cb\"c\ud83d\ude00d\n\u00e9e"}"#;
        let said = "a“b\"c😀d\né e".replace(' ', "");
        let mut all = Record::new(record, 0);
        let string = all.take(&said).unwrap();
        let piece = RecordPiece::new(0, record, string);
        for letter in ["a", "b", "c", "d", "e"] {
            let at = said.find(letter).unwrap();
            let found = piece.offset(at);
            assert_eq!(&record[found..=found], letter);
        }
        assert_eq!(&record[piece.offset(said.len())..], "\"}");
    }

    #[test]
    fn what_says_the_same_is_taken_in_order() {
        let mut record = Record::new(r#"["a", "b", "a"]"#, 0);
        let starts = ["a", "a", "a", "b"].map(|said| record.take(said).unwrap().start);
        assert_eq!(starts, [2, 12, 12, 7]);
        assert_eq!(record.take("c"), None);
    }
}
