//! Turns a source's bytes into the text that is searched for quotations.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::doubt::Doubt;
use super::fold::{Skeleton, is_blank, line_breaks};
use super::grams::Grams;
use super::layout::{BlockEnd, NoteMarks, OffsetMap, floor};
use super::outline::Outline;
use super::page::{Keep, Unseen};
use super::reversed::reversed;
use super::{html, markdown};
use crate::narrow::narrow;
use crate::place::Stretch;
use crate::syntax::Position;

/// The default maximum size of a source in bytes: 64 MiB.
pub const MAX_SOURCE: usize = 64 * 1024 * 1024;

const BOM: &str = "\u{FEFF}";

/// How a source's bytes should be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Plain text, as it is.
    Plain,
    /// Markdown (`CommonMark` with GitHub's tables, footnotes and strikethrough): quotations match
    /// the rendered text.
    Markdown,
    /// HTML: quotations match the text content, without scripts and styles.
    Html,
    /// XHTML: the same, but tags are those of XML, in which `<a/>` is a closed element.
    Xhtml,
    /// PDF: quotations match the text of the pages in order.
    Pdf,
}

impl SourceKind {
    /// The kind that the extension of `path` stands for. Of a file with another extension than these and `.txt`, the kind
    /// that its `bytes` begin as: pages are saved under names such as `page.aspx`. Otherwise plain text. O(bytes).
    pub fn of(path: &Path, bytes: &[u8]) -> Self {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" | "qmd" | "rmd") => {
                Self::Markdown
            }
            Some("html" | "htm") => Self::Html,
            Some("xhtml" | "xht" | "svg") => Self::Xhtml,
            Some("pdf") => Self::Pdf,
            Some("txt" | "text") => Self::Plain,
            _ => Self::of_bytes(bytes),
        }
    }

    /// The kind that a file begins as (after WHATWG, MIME Sniffing, section 7.1): comments, and instructions to a server
    /// or to a reader of XML, may come before.
    fn of_bytes(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"%PDF-") {
            return Self::Pdf;
        }
        let mut rest = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
        let mut is_xml = false;
        loop {
            rest = rest.trim_ascii_start();
            let skipped = [("<!--", "-->"), ("<?", "?>"), ("<%", "%>")]
                .into_iter()
                .find(|(start, _)| rest.starts_with(start.as_bytes()));
            let Some((_, end)) = skipped else { break };
            is_xml |= rest.starts_with(b"<?xml");
            let found = rest.windows(end.len()).position(|it| it == end.as_bytes());
            rest = found
                .and_then(|at| rest.get(at + end.len()..))
                .unwrap_or(b"");
        }
        let begins_with = |tag: &&str| {
            let begins = rest
                .get(..tag.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
            let after = rest.get(tag.len());
            begins && after.is_none_or(|&after| after == b'>' || after.is_ascii_whitespace())
        };
        if ["<svg", "<!doctype svg"].iter().any(begins_with) {
            return Self::Xhtml;
        }
        match ["<!doctype html", "<html", "<head", "<body"]
            .iter()
            .any(begins_with)
        {
            true if is_xml => Self::Xhtml,
            true => Self::Html,
            false => Self::Plain,
        }
    }
}

/// What the offsets of a [`Passage`] refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offsets {
    /// The file as it is on disk. A byte order mark counts as three bytes and one character, but does not count as a
    /// column.
    File,
    /// The text extracted from the file, because the file's bytes do not contain the text as such (PDF).
    ExtractedText,
}

/// A piece of a source. The ranges are half-open, and all describe the same place. Its JSON is that of a [`Stretch`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// Bytes of what [`SourceText::offsets`] says.
    pub bytes: Range<usize>,
    /// Characters (Unicode scalar values) of the same.
    pub chars: Range<usize>,
    /// The line and column of the first character.
    pub start: Position,
    /// The line and column just after the last character.
    pub end: Position,
    /// Bytes of the rendered text, [`SourceText::text`].
    pub text: Range<usize>,
}

impl Serialize for Passage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stretch::from(self).serialize(serializer)
    }
}

impl From<&Passage> for Stretch {
    fn from(passage: &Passage) -> Self {
        Self::new(&passage.bytes, passage.start, passage.end)
    }
}

/// A source, ready to be searched.
///
/// Indexes are built when they are first needed, and kept; all methods take `&self` and may be called from several
/// threads. With all indexes built, a source takes about four times its bytes as plain text, and six as Markdown or
/// HTML.
#[derive(Debug)]
pub struct SourceText {
    kind: SourceKind,
    /// What positions refer to: the file, or the text extracted from a PDF.
    file: String,
    /// The rendered text, if it differs from the file.
    rendered: Option<String>,
    skipped: usize,
    layout: OffsetMap,
    /// The pages whose text can't be trusted, and why.
    doubts: Vec<(u32, Doubt)>,
    /// Where in the text each page of a PDF begins, and its number.
    pages: Vec<(usize, u32)>,
    /// The outline of a Markdown or HTML page; empty for other kinds.
    pub(super) outline: Outline,
    /// The note marks, which are not part of the text.
    pub(super) marks: NoteMarks,
    /// Whether struck-through text was left out, and whether any text was.
    pub(super) left_out: (bool, bool),
    /// Where the file has text that a reader does not see, in a page that was rendered with such text.
    pub(super) kept: Vec<(Range<usize>, Unseen)>,
    /// The page with its struck-through text, and with all its text.
    pub(super) with_unseen: [OnceLock<Box<SourceText>>; 2],
    places: OnceLock<PlaceIndex>,
    sha256: OnceLock<String>,
    pub(super) skeleton: OnceLock<Skeleton>,
    pub(super) sentences: OnceLock<Vec<Range<usize>>>,
    /// How many searches there were by scanning for the literal text, and how many by skeleton.
    pub(super) walks: AtomicU32,
    pub(super) searches: AtomicU32,
    /// Whether the text has invisible characters.
    pub(super) unseen: OnceLock<bool>,
    pub(super) grams: OnceLock<Grams>,
    /// Where the text is shown in the reverse order.
    reversed: OnceLock<Vec<Range<usize>>>,
}

impl SourceText {
    /// Reads a source of at most [`MAX_SOURCE`] bytes. O(bytes).
    ///
    /// # Errors
    /// A [`LoadError`] if there are too many bytes, or if they are not text of that kind.
    pub fn load(bytes: Vec<u8>, kind: SourceKind) -> Result<Self, LoadError> {
        Self::load_within(bytes, kind, MAX_SOURCE)
    }

    /// Reads a source of at most `limit` bytes (and never more than 2 GiB). O(bytes).
    ///
    /// # Errors
    /// A [`LoadError`] if there are too many bytes, or if they are not text of that kind.
    pub fn load_within(bytes: Vec<u8>, kind: SourceKind, limit: usize) -> Result<Self, LoadError> {
        let limit = limit.min(u32::MAX as usize / 2);
        if bytes.len() > limit {
            return Err(LoadError::TooLarge {
                size: bytes.len() as u64,
                limit,
            });
        }
        if kind == SourceKind::Pdf {
            let extracted = extract_pdf(&bytes)?;
            return Ok(Self {
                doubts: extracted.doubts,
                pages: extracted.pages,
                marks: extracted.marks,
                sha256: hex_sha256(&bytes).into(),
                ..Self::new(kind, extracted.text, 0)
            });
        }
        let file = decode(&bytes)?;
        drop(bytes);
        let skipped = if file.starts_with(BOM) { BOM.len() } else { 0 };
        Ok(Self::render(kind, file, skipped, Keep::Nothing))
    }

    /// Renders a file that is not a PDF.
    fn render(kind: SourceKind, file: String, skipped: usize, keep: Keep) -> Self {
        let rendered = match kind {
            SourceKind::Plain | SourceKind::Pdf => return Self::new(kind, file, skipped),
            SourceKind::Markdown => markdown::render(&file, skipped, keep),
            SourceKind::Html | SourceKind::Xhtml => {
                html::render(&file, skipped, keep, kind == SourceKind::Xhtml)
            }
        };
        Self {
            rendered: Some(rendered.rendering.text),
            layout: rendered.rendering.layout,
            marks: rendered.rendering.marks,
            outline: rendered.outline,
            left_out: rendered.left_out,
            kept: rendered.kept,
            ..Self::new(kind, file, skipped)
        }
    }

    /// The same file, rendered with text that a reader does not see.
    pub(super) fn rendered_with(&self, keep: Keep) -> Self {
        Self::render(self.kind, self.file.clone(), self.skipped, keep)
    }

    /// A source whose text is the file itself, from the byte `skipped` on.
    fn new(kind: SourceKind, file: String, skipped: usize) -> Self {
        Self {
            kind,
            layout: OffsetMap::verbatim(skipped, file.len() - skipped),
            file,
            rendered: None,
            skipped,
            doubts: Vec::new(),
            pages: Vec::new(),
            marks: NoteMarks::default(),
            outline: Outline::default(),
            left_out: (false, false),
            kept: Vec::new(),
            with_unseen: [OnceLock::new(), OnceLock::new()],
            places: OnceLock::new(),
            sha256: OnceLock::new(),
            skeleton: OnceLock::new(),
            sentences: OnceLock::new(),
            walks: AtomicU32::new(0),
            searches: AtomicU32::new(0),
            unseen: OnceLock::new(),
            grams: OnceLock::new(),
            reversed: OnceLock::new(),
        }
    }

    /// How the bytes were read.
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    /// What the offsets in every [`Passage`] of this source refer to.
    pub fn offsets(&self) -> Offsets {
        if self.kind == SourceKind::Pdf {
            Offsets::ExtractedText
        } else {
            Offsets::File
        }
    }

    /// The text that is searched for quotations: the file without its byte order mark, or the rendered text.
    pub fn text(&self) -> &str {
        let file = || self.file.get(self.skipped..).unwrap_or(&self.file);
        self.rendered.as_deref().unwrap_or_else(file)
    }

    /// The pages of a PDF whose text can't be trusted, and why: numbered from 1, in order.
    pub fn doubts(&self) -> &[(u32, Doubt)] {
        &self.doubts
    }

    /// The page of a PDF, from 1, that the byte `offset` of the [text](Self::text) is on; `None` for other sources.
    pub fn page(&self, offset: usize) -> Option<u32> {
        let after = self.pages.partition_point(|&(start, _)| start <= offset);
        let (_, page) = self.pages.get(after.checked_sub(1)?)?;
        Some(*page)
    }

    /// What [`Passage::bytes`] refers to: the file as it is on disk, or the text extracted from it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether the character at this byte of the text is shown in the reverse order. O(log reversals), after O(text) once.
    pub(super) fn is_reversed_at(&self, at: usize) -> bool {
        let reversed = self.reversed.get_or_init(|| reversed(self.text()));
        let before = reversed.partition_point(|range| range.start < at);
        let around = reversed.get(..before).unwrap_or_default();
        around.last().is_some_and(|range| at < range.end)
    }

    /// The SHA-256 of the bytes on disk in lower-case hexadecimal. Computed only once.
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| hex_sha256(self.file.as_bytes()))
    }

    /// Whether it was loaded from these bytes as this kind. O(bytes).
    pub fn is_of(&self, bytes: &[u8], kind: SourceKind) -> bool {
        self.kind == kind
            && match kind {
                SourceKind::Pdf => self.sha256() == hex_sha256(bytes),
                _ => self.file.as_bytes() == bytes,
            }
    }

    /// How the file differs from one with the hash `sha256`, in words, if it differs only in its line endings, its byte
    /// order mark, the line break at its end, or several of these. `None` if it does not differ, or in more than that.
    /// A PDF is only compared as a whole. O(bytes).
    pub fn same_but_for(&self, sha256: &str) -> Option<String> {
        if self.kind == SourceKind::Pdf {
            return None;
        }
        let body = self.file.get(self.skipped..)?;
        let body = body.replace("\r\n", "\n").replace('\r', "\n");
        let body = body.trim_end_matches('\n');
        let own_end = self.file.ends_with(['\n', '\r']);
        let [lf, crlf, cr] = [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")];
        let mut breaks = [crlf, lf, cr].into_iter();
        let own_breaks = breaks.find(|(end, _)| self.file.contains(end));
        for (line_end, name) in [lf, crlf, cr] {
            let lines = body.replace('\n', line_end);
            for (mark, ended) in [(false, true), (false, false), (true, true), (true, false)] {
                let mut digest = Sha256::new();
                digest.update(if mark { BOM } else { "" });
                digest.update(&lines);
                digest.update(if ended { line_end } else { "" });
                if !hex(&digest.finalize()).eq_ignore_ascii_case(sha256) {
                    continue;
                }
                let mut differs = Vec::new();
                if let Some((_, own)) = own_breaks.filter(|&(_, own)| own != name) {
                    differs.push(format!("its line endings (from {name} to {own})"));
                }
                if mark != (self.skipped > 0) {
                    differs.push("its byte order mark".to_owned());
                }
                if ended != own_end || differs.is_empty() {
                    differs.push("the line break at its end".to_owned());
                }
                return Some(differs.join(" and "));
            }
        }
        None
    }

    /// The place of the bytes `text` of the rendered text. O(log size), and O(size) the first time.
    ///
    /// Offsets past the end count as the end, and offsets inside a character as its start.
    pub fn passage(&self, text: Range<usize>) -> Passage {
        let rendered = self.text();
        let end = floor(rendered, text.end);
        let text = floor(rendered, text.start.min(end))..end;
        let bytes = self.layout.file_range(text.clone());
        let bytes = floor(&self.file, bytes.start)..floor(&self.file, bytes.end);
        let places = self.places.get_or_init(|| PlaceIndex::new(&self.file));
        let (first, start) = places.locate(&self.file, bytes.start, self.skipped);
        let (last, end) = places.locate(&self.file, bytes.end, self.skipped);
        Passage {
            bytes,
            chars: first..last,
            start,
            end,
            text,
        }
    }

    /// The block, as a reader sees it, that ends within the bytes `range` of the rendered text. In plain text, blank
    /// lines end paragraphs. O(range + log size).
    pub(super) fn block_end(&self, range: &Range<usize>) -> Option<BlockEnd> {
        match self.kind {
            SourceKind::Html | SourceKind::Xhtml | SourceKind::Markdown => {
                self.layout.block_end(self.text(), range)
            }
            // A PDF does not mark blocks: the end of a column or page looks like the end of a paragraph.
            SourceKind::Pdf => None,
            SourceKind::Plain => {
                let mut blanks = self.text().get(range.clone())?.split(|c| !is_blank(c));
                let parts = blanks.any(|blanks| line_breaks(blanks) > 1);
                parts.then_some(BlockEnd::Block)
            }
        }
    }

    /// Turns a `passage` of another rendering of the same file into one of this rendering: its range of the text
    /// becomes what this rendering has of it.
    pub(super) fn adopted(&self, passage: Passage) -> Passage {
        let text = self.text();
        let range = self.layout.text_range(&passage.bytes, text.len());
        Passage {
            text: floor(text, range.start)..floor(text, range.end),
            ..passage
        }
    }

    /// The line of the file, from 1, that the byte `offset` of the rendered text is on.
    pub fn line(&self, offset: usize) -> u32 {
        self.passage(offset..offset).start.line
    }
}

fn hex_sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    use fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in digest {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn decode(bytes: &[u8]) -> Result<String, LoadError> {
    match bytes.get(..4) {
        Some([0xFF, 0xFE, 0, 0] | [0, 0, 0xFE, 0xFF]) => return Err(LoadError::Utf32),
        _ if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) => {
            return Err(LoadError::Utf16);
        }
        _ => {}
    }
    if let Some(byte) = memchr::memchr(0, bytes) {
        let line = line_of(bytes, byte);
        return Err(LoadError::Nul { byte, line });
    }
    // Checking many bytes at a time and then copying them is faster than checking them in place, a few at a time.
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let line = line_of(bytes, byte);
        LoadError::NotUtf8 { byte, line }
    })?;
    Ok(text.to_owned())
}

fn line_of(bytes: &[u8], byte: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', bytes.get(..byte).unwrap_or(bytes)).count()
}

/// What is extracted from a PDF.
pub(super) struct Extracted {
    pub(super) text: String,
    pub(super) marks: NoteMarks,
    pub(super) doubts: Vec<(u32, Doubt)>,
    /// Where in the text each page begins, and its number.
    pub(super) pages: Vec<(usize, u32)>,
}

#[cfg(feature = "pdf")]
fn extract_pdf(bytes: &[u8]) -> Result<Extracted, LoadError> {
    super::pdf::extract(bytes)
}

#[cfg(not(feature = "pdf"))]
fn extract_pdf(_: &[u8]) -> Result<Extracted, LoadError> {
    Err(LoadError::PdfUnsupported)
}

/// How many line breaks and characters come before every 256th byte, so that a look-up costs the same in a text of one
/// long line as in a text of many lines.
#[derive(Debug)]
struct PlaceIndex {
    breaks: Vec<u32>,
    chars: Vec<u32>,
}

const STRIDE: usize = 256;

impl PlaceIndex {
    fn new(text: &str) -> Self {
        let blocks = text.len() / STRIDE + 2;
        let (mut breaks, mut chars) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        let (mut breaks_before, mut chars_before) = (0, 0);
        for block in text.as_bytes().chunks(STRIDE) {
            breaks.push(narrow(breaks_before));
            chars.push(narrow(chars_before));
            breaks_before += count(block, |byte| byte == b'\n');
            chars_before += characters(block);
        }
        breaks.push(narrow(breaks_before));
        chars.push(narrow(chars_before));
        Self { breaks, chars }
    }

    /// How many characters come before the byte `at`, and its line and column.
    fn locate(&self, text: &str, at: usize, skipped: usize) -> (usize, Position) {
        let bytes = text.as_bytes();
        let block = at / STRIDE;
        let near = bytes.get(block * STRIDE..at).unwrap_or_default();
        let passed = self.breaks.get(block).map_or(0, |&count| count as usize)
            + count(near, |byte| byte == b'\n');
        let start = self.end_of(bytes, passed, at);
        let before = self.chars_before(text, at);
        // A byte order mark does not count as a column.
        let margin = usize::from(passed == 0 && skipped > 0);
        let in_line = match bytes.get(start..at) {
            // The usual case: counting from the start of the line is quickest.
            Some(short) if short.len() <= STRIDE => characters(short),
            _ => before.saturating_sub(self.chars_before(text, start)),
        };
        let position = Position {
            line: narrow(passed + 1),
            column: narrow(in_line.saturating_sub(margin) + 1),
        };
        (before, position)
    }

    /// The byte after the line break with the given `number` (from 1), which is the last one before the byte `at`; 0
    /// for number 0.
    fn end_of(&self, bytes: &[u8], number: usize, at: usize) -> usize {
        if number == 0 {
            return 0;
        }
        let breaks = &self.breaks;
        let after = breaks.partition_point(|&passed| (passed as usize) < number);
        let start = after.saturating_sub(1) * STRIDE;
        let block = bytes.get(start..at.min(start + STRIDE)).unwrap_or_default();
        memchr::memrchr(b'\n', block).map_or(start, |found| start + found + 1)
    }

    fn chars_before(&self, text: &str, at: usize) -> usize {
        let block = at / STRIDE;
        let known = self.chars.get(block).map_or(0, |&count| count as usize);
        let near = text.as_bytes().get(block * STRIDE..at);
        known + near.map_or(0, characters)
    }
}

/// Continuation bytes do not begin a character.
fn characters(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xC0 != 0x80)
}

/// How many bytes satisfy `is_such`. The count of each chunk fits a byte, so the compiler can handle many bytes at
/// once.
fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    let some = |some: &[u8]| some.iter().map(|&byte| u8::from(is_such(byte))).sum::<u8>();
    let chunks = bytes.chunks(128);
    chunks.map(|chunk| usize::from(some(chunk))).sum()
}

/// Why a source can't be searched.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// The source has more bytes than allowed.
    TooLarge {
        /// The size of the source in bytes.
        size: u64,
        /// How many bytes are allowed.
        limit: usize,
    },
    /// The file begins with the byte order mark of UTF-16.
    Utf16,
    /// The file begins with the byte order mark of UTF-32.
    Utf32,
    /// The file contains a NUL byte: it is not text.
    Nul {
        /// The offset of the byte, from 0.
        byte: usize,
        /// The line that it is on, from 1.
        line: usize,
    },
    /// The file is not UTF-8.
    NotUtf8 {
        /// The offset of the first byte that is not UTF-8, from 0.
        byte: usize,
        /// The line that it is on, from 1.
        line: usize,
    },
    /// The source is a PDF, and the feature `pdf` is off.
    PdfUnsupported,
    /// The text of the PDF can't be read; holds the reader's message.
    Pdf(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size, limit } => {
                let (size, limit) = (ByteSize(*size), ByteSize(*limit as u64));
                write!(out, "has {size}, more than the {limit} allowed")
            }
            Self::Utf16 => out.write_str("is UTF-16, not UTF-8; save it as UTF-8"),
            Self::Utf32 => out.write_str("is UTF-32, not UTF-8; save it as UTF-8"),
            Self::Nul { byte, line } => {
                let place = format_args!("byte {byte}, line {line}");
                write!(out, "is not text: it has a NUL byte at {place}")
            }
            Self::NotUtf8 { byte, line } => {
                let place = format_args!("byte {byte}, line {line}");
                write!(out, "is not UTF-8 at {place}; save it as UTF-8")
            }
            Self::PdfUnsupported => {
                out.write_str("is a PDF, which this build does not read; save its text next to it")
            }
            Self::Pdf(why) => write!(out, "is a PDF whose text can't be read: {why}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// A number of bytes, formatted for people.
struct ByteSize(u64);

impl fmt::Display for ByteSize {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MIB: u64 = 1024 * 1024;
        if self.0 < MIB {
            return write!(out, "{} bytes", self.0);
        }
        let tenths = (u128::from(self.0) * 10).div_ceil(u128::from(MIB));
        match tenths % 10 {
            0 => write!(out, "{} MiB", tenths / 10),
            tenth => write!(out, "{}.{tenth} MiB", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_place_is_what_counting_from_the_start_says(
            parts in proptest::collection::vec("[a\u{E9}\u{1F600}]{0,90}\n?|\n{0,3}|[a-z ]{250,260}", 0..20),
            marked in proptest::bool::ANY,
            at in proptest::prelude::any::<proptest::sample::Index>(),
        ) {
            let text = parts.concat();
            let file = if marked { format!("{BOM}{text}") } else { text.clone() };
            let source = SourceText::load(file.into_bytes(), SourceKind::Plain).unwrap();
            let at = floor(&text, at.index(text.len() + 1));
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let passage = source.passage(at..at);
            let position = Position { line: narrow(line), column: narrow(column) };
            proptest::prop_assert_eq!(passage.start, position);
            proptest::prop_assert_eq!(passage.chars.start, before.chars().count() + usize::from(marked));
        }
    }
}
