//! Argdown without its comments and with the files it includes, and where each part of it comes from.

use std::collections::BTreeMap;

use super::super::Includes;
use super::super::fault::ImportError;
use super::ARGDOWN;
use crate::narrow::narrow;
use crate::syntax::{File, FileId, Files, Span};

/// Maximum number of files that a file may include, directly or through others.
const MOST_INCLUDES: usize = 1000;

/// Maximum length of a text in bytes, with everything that it includes.
const LONGEST: usize = 1 << 30;

/// A text to read, made of parts of files.
#[derive(Debug, Default)]
pub(super) struct ArgdownSource {
    pub(super) text: String,
    /// Where each part of the text comes from, by the byte at which it begins.
    stretches: BTreeMap<usize, (FileId, usize)>,
    /// How many comments were left out.
    pub(super) comments: usize,
    /// How often a file was to be included in itself.
    pub(super) circles: usize,
}

/// A file that is being read.
struct OpenFile {
    file: FileId,
    at: usize,
    known: PastSearches,
}

impl OpenFile {
    fn new(file: FileId) -> Self {
        Self {
            file,
            at: 0,
            known: PastSearches::default(),
        }
    }
}

impl ArgdownSource {
    /// A text that is not in any file.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The text of a file, with everything that it includes.
    pub(super) fn new(
        file: FileId,
        files: &mut Files,
        includes: &Includes<'_>,
    ) -> Result<Self, ImportError> {
        let mut source = Self::default();
        let mut open = vec![OpenFile::new(file)];
        let mut count = 0;
        while let Some(top) = open.last_mut() {
            let file = top.file;
            let text = files.file(file).text.clone();
            let Some(at) = source.read(&text, file, top.at, &mut top.known) else {
                open.pop();
                continue;
            };
            // Reading stopped at `@include(…)`.
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find(')').unwrap_or(rest.len());
            let name = rest.get("@include(".len()..end).unwrap_or_default().trim();
            top.at = at + (end + 1).min(rest.len());
            let span = Span::new(at, top.at);
            let fault =
                |message: String| ImportError::new(ARGDOWN, file, span, message, "this one");
            count += 1;
            if count > MOST_INCLUDES || source.text.len() > LONGEST {
                return Err(fault("too much is included".to_owned()));
            }
            let base = files.file(file).name.clone();
            let (path, name, text) = includes(&base, name)
                .map_err(|why| fault(format!("cannot include `{name}`: {why}")))?;
            if open.iter().any(|open| files.file(open.file).name == name) {
                // A file that is being read is not read again; Argdown's own tool does the same.
                source.circles += 1;
                continue;
            }
            let number = FileId(narrow(files.files.len()));
            files.files.push(File {
                path,
                name,
                text: text.into(),
            });
            open.push(OpenFile::new(number));
        }
        Ok(source)
    }

    /// The place in the files that a part of the text comes from.
    pub(super) fn place(&self, start: usize, end: usize) -> (FileId, Span) {
        let at = |offset: usize| {
            let found = self.stretches.range(..=offset).next_back();
            found.map_or((FileId(0), offset), |(from, (file, byte))| {
                (*file, byte + (offset - from))
            })
        };
        let (file, from) = at(start);
        // Use the last byte, because the one after it may come from another file.
        let (same, last) = at(end.saturating_sub(1).max(start));
        let to = if same == file && end > start {
            last + 1
        } else {
            from
        };
        (file, Span::new(from, to.max(from)))
    }

    pub(super) fn fault(
        &self,
        start: usize,
        end: usize,
        message: impl Into<String>,
        label: &str,
    ) -> ImportError {
        let (file, span) = self.place(start, end);
        ImportError::new(ARGDOWN, file, span, message, label)
    }

    /// Copies a file from byte `from` on, without comments. Stops at the next `@include(` and returns where it is.
    /// Linear in the file.
    fn read(
        &mut self,
        text: &str,
        file: FileId,
        from: usize,
        known: &mut PastSearches,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut finder = Lookahead {
            text,
            known: std::mem::take(known),
        };
        let (mut at, mut kept) = (from, from);
        if from == 0 && text.trim_start().starts_with("===") {
            // There are no comments in the front matter.
            let first = text.len() - text.trim_start().len() + 3;
            let close = text.get(first..).and_then(|rest| rest.find("\n==="));
            at = close.map_or(0, |close| first + close);
        }
        while let Some(&byte) = bytes.get(at) {
            let rest = text.get(at..).unwrap_or_default();
            match byte {
                b'\\' => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                b'/' | b'<' if let Some(length) = finder.comment(at) => {
                    self.take(text, file, kept, at);
                    self.comments += 1;
                    at += length;
                    let line = self.text.len() - self.text.trim_end_matches([' ', '\t']).len();
                    let before = self.text.get(..self.text.len() - line).unwrap_or_default();
                    if before.is_empty() || before.ends_with('\n') {
                        // The comment has a line to itself, so remove the line too, and after an empty line also the
                        // empty lines that follow.
                        let is_after_empty = before.is_empty() || ends_empty(before);
                        self.text.truncate(self.text.len() - line);
                        let after = text.get(at..).unwrap_or_default();
                        at += line_ends(after, is_after_empty);
                    }
                    kept = at;
                }
                b'@' if rest.starts_with("@include(") => {
                    self.take(text, file, kept, at);
                    *known = finder.known;
                    return Some(at);
                }
                // There are no comments in a title, a link or data.
                b'[' | b'<' => at += finder.bracketed(at).unwrap_or(1),
                b'{' => at += finder.data(at).unwrap_or(1),
                _ => {
                    // Skip to the next byte that may begin something.
                    let next = bytes.get(at + 1..).unwrap_or_default();
                    let next = next.iter().position(|byte| b"\\/<@[{".contains(byte));
                    at += 1 + next.unwrap_or(bytes.len());
                }
            }
        }
        self.take(text, file, kept, text.len());
        None
    }

    fn take(&mut self, text: &str, file: FileId, from: usize, to: usize) {
        if from < to.min(text.len()) {
            self.stretches.insert(self.text.len(), (file, from));
            self.text.push_str(text.get(from..to).unwrap_or_default());
        }
    }
}

/// Searches ahead in a text, but never twice in the same bytes.
pub(super) struct Lookahead<'t> {
    text: &'t str,
    known: PastSearches,
}

/// The results of earlier searches in a text.
#[derive(Debug, Default)]
struct PastSearches {
    /// For each pattern, where the last search for it began and what it found.
    next: Vec<(&'static str, usize, Option<usize>)>,
    /// Up to this byte, braces are known not to be closed.
    no_data: usize,
}

impl<'t> Lookahead<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            known: PastSearches::default(),
        }
    }

    /// The next place of the pattern that ends before `limit`.
    fn find(&mut self, from: usize, limit: usize, pattern: &'static str) -> Option<usize> {
        let next = &mut self.known.next;
        let place = next.iter().position(|(other, ..)| *other == pattern);
        let known = place.and_then(|place| next.get(place)).copied();
        let known = known
            .filter(|(_, start, found)| *start <= from && found.is_none_or(|found| found >= from));
        let found = if let Some((.., found)) = known {
            found
        } else {
            let rest = self.text.as_bytes().get(from..)?;
            let found = memchr::memmem::find(rest, pattern.as_bytes());
            let found = found.map(|found| from + found);
            match place.and_then(|place| next.get_mut(place)) {
                Some(known) => *known = (pattern, from, found),
                None => next.push((pattern, from, found)),
            }
            found
        };
        found.filter(|found| found + pattern.len() <= limit)
    }

    /// The length of the data in braces that begins at this byte. Inside braces that are not closed there is no data.
    pub(super) fn data(&mut self, at: usize) -> Option<usize> {
        if at < self.known.no_data {
            return None;
        }
        match super::inline::data(self.text.get(at..)?) {
            Ok(length) => Some(length),
            Err(length) => {
                self.known.no_data = at + length;
                None
            }
        }
    }

    /// The length of the comment that begins at this byte.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let length = self.text.len();
        for (open, close) in [("<!--", "-->"), ("/*", "*/")] {
            if rest.starts_with(open) {
                let end = self.find(at + open.len(), length, close)?;
                return Some(end + close.len() - at);
            }
        }
        rest.strip_prefix("//")?;
        Some(rest.find(['\n', '\r']).unwrap_or(rest.len()))
    }

    /// The length of the `[…]`, `[…](…)` or `<…>` that begins at this byte and ends on the same line.
    pub(super) fn bracketed(&mut self, at: usize) -> Option<usize> {
        let limit = self
            .find(at, self.text.len(), "\n")
            .unwrap_or(self.text.len());
        let rest = self.text.get(at..limit)?;
        if let Some(inside) = rest.strip_prefix('<') {
            let is_title = !inside.starts_with(['-', '!', '+', '_', ' ']);
            return is_title
                .then(|| self.find(at, limit, ">"))
                .flatten()
                .map(|end| end + 1 - at);
        }
        let end = self.find(at, limit, "]")? + 1;
        let is_link = self.text.get(end..limit)?.starts_with('(');
        let close = is_link.then(|| self.find(end, limit, ")")).flatten();
        Some(close.map_or(end, |close| close + 1) - at)
    }
}

fn ends_empty(text: &str) -> bool {
    let mut lines = text.rsplit('\n').skip(1);
    lines.next().is_none_or(|line| line.trim().is_empty())
}

/// The length of the line ending at the beginning of a text, with blanks before it. With `all`, that of all line
/// endings there; without, 0 if an empty line follows.
fn line_ends(text: &str, all: bool) -> usize {
    let end_of_line = |text: &str| {
        let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
        let rest = text.get(blanks..).unwrap_or_default();
        let end = if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with(['\n', '\r']))
        };
        if end == 0 { None } else { Some(blanks + end) }
    };
    let mut taken = 0;
    while let Some(length) = end_of_line(text.get(taken..).unwrap_or_default()) {
        if !all {
            let after = text.get(taken + length..).unwrap_or_default();
            return if end_of_line(after).is_some() {
                0
            } else {
                length
            };
        }
        taken += length;
    }
    taken
}
