//! Argdown without its comments, with what it includes, and where each part of it is in the files.

use std::collections::BTreeMap;

use super::super::Includes;
use super::super::fault::ImportError;
use super::ARGDOWN;
use crate::narrow::narrow;
use crate::syntax::{File, FileId, Files, Span};

/// Maximum number of files that one may include, itself or by others.
const MOST_INCLUDES: usize = 1000;

/// Maximum length of a text with everything that it includes, in bytes.
const LONGEST: usize = 1 << 30;

/// A text to be read: bytes of files, one after the other.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) text: String,
    /// Where in the files each stretch of the text comes from, by its beginning.
    stretches: BTreeMap<usize, (FileId, usize)>,
    /// How many comments were left out.
    pub(super) comments: usize,
    /// How many files were to be included in themselves.
    pub(super) circles: usize,
}

/// A file that is being read.
struct Open {
    file: FileId,
    at: usize,
    known: Known,
}

impl Open {
    fn new(file: FileId) -> Self {
        Self {
            file,
            at: 0,
            known: Known::default(),
        }
    }
}

impl Source {
    /// A text that is in no file.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The text of a file.
    pub(super) fn new(
        file: FileId,
        files: &mut Files,
        includes: &Includes<'_>,
    ) -> Result<Self, ImportError> {
        let mut source = Self::default();
        let mut open = vec![Open::new(file)];
        let mut count = 0;
        while let Some(top) = open.last_mut() {
            let file = top.file;
            let text = files.file(file).text.clone();
            let Some(at) = source.read(&text, file, top.at, &mut top.known) else {
                open.pop();
                continue;
            };
            // It stopped at `@include(…)`.
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
                // As Argdown's own tool has it: what is being read is not read again.
                source.circles += 1;
                continue;
            }
            let number = FileId(narrow(files.files.len()));
            files.files.push(File {
                path,
                name,
                text: text.into(),
            });
            open.push(Open::new(number));
        }
        Ok(source)
    }

    /// The bytes of the files that a stretch of the text comes from.
    pub(super) fn place(&self, start: usize, end: usize) -> (FileId, Span) {
        let at = |offset: usize| {
            let found = self.stretches.range(..=offset).next_back();
            found.map_or((FileId(0), offset), |(from, (file, byte))| {
                (*file, byte + (offset - from))
            })
        };
        let (file, from) = at(start);
        // The last byte, for what comes after it may be of another file.
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

    /// Takes over a file from byte `from` on, up to the next `@include(`; gives where that is. Linear in the file.
    fn read(&mut self, text: &str, file: FileId, from: usize, known: &mut Known) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut finder = Finder {
            text,
            known: std::mem::take(known),
        };
        let (mut at, mut kept) = (from, from);
        if from == 0 && text.trim_start().starts_with("===") {
            // Nothing in the front matter is a comment.
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
                        // It has its line to itself: the line goes with it, and after an empty line all empty ones do.
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
                // Nothing in a title, a link or data is a comment.
                b'[' | b'<' => at += finder.bracketed(at).unwrap_or(1),
                b'{' => at += finder.data(at).unwrap_or(1),
                _ => {
                    // To the next byte that may begin something.
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

/// Looks ahead, and never twice through the same bytes.
pub(super) struct Finder<'t> {
    text: &'t str,
    known: Known,
}

/// What looking ahead has found out of a text.
#[derive(Debug, Default)]
struct Known {
    /// From where each pattern was looked for, and where it is first from there on.
    next: Vec<(&'static str, usize, Option<usize>)>,
    /// Up to where braces are known not to be closed.
    no_data: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            known: Known::default(),
        }
    }

    /// Where the pattern is next, before `limit`.
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

    /// The length of the data in braces that begins at a byte. Within braces that are not closed nothing is data.
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

    /// The length of the comment that begins at a byte.
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

    /// The length of `[…]`, `[…](…)` or `<…>` on one line, if that is what begins at a byte.
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

/// How much of the white space that a text begins with ends lines: one line, or all; none if an empty line follows the first.
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
