//! A source's bytes, turned into the text that quotations are looked for in.

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
use super::layout::{BlockEnd, Layout, Marks, floor};
use super::outline::Outline;
use super::page::{Keep, Rendered, Unseen};
use super::{html, markdown};
use crate::narrow::narrow;
use crate::place::Stretch;
use crate::syntax::Position;

/// The maximum size of a source in bytes by default: 64 MiB.
pub const MAX_SOURCE: usize = 64 * 1024 * 1024;

const BOM: &str = "\u{FEFF}";

/// How a source's bytes should be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text as it is.
    Plain,
    /// Markdown (`CommonMark` with GitHub's tables, footnotes and strikethrough): quotations match
    /// the rendered text.
    Markdown,
    /// HTML: quotations match the text content, without scripts and styles.
    Html,
    /// PDF: quotations match the text of the pages in order.
    Pdf,
}

impl Kind {
    /// The kind given by the extension of `path`; plain text unless it names another.
    pub fn of(path: &Path) -> Self {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdown" | "mkd" | "mkdn") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("pdf") => Self::Pdf,
            _ => Self::Plain,
        }
    }
}

/// What the offsets of a [`Passage`] count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offsets {
    /// The file as it is on disk; a byte order mark counts as three bytes and one character, but
    /// takes no column.
    File,
    /// The text taken out of the file, since its own bytes do not hold the text as such (PDF).
    ExtractedText,
}

/// A stretch of a source. Half-open ranges; all four say the same place. In JSON it is a [`Stretch`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// Bytes, counted in what [`SourceText::offsets`] says.
    pub bytes: Range<usize>,
    /// Characters (Unicode scalar values), counted likewise.
    pub chars: Range<usize>,
    /// Line and column of the first character.
    pub start: Position,
    /// Line and column just after the last character.
    pub end: Position,
    /// Bytes in the rendered text, [`SourceText::text`].
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
/// Indexes are built when first needed and kept; all methods take `&self` and may be called from
/// several threads. With every index built a source takes some four times its bytes as plain text, and six as Markdown or HTML.
#[derive(Debug)]
pub struct SourceText {
    kind: Kind,
    /// What positions are counted in: the file, or what was extracted from a PDF.
    file: String,
    /// The rendered text, where it is not the file itself.
    rendered: Option<String>,
    skipped: usize,
    layout: Layout,
    /// The pages whose text can't be trusted.
    doubts: Vec<(u32, Doubt)>,
    /// Where in the text each page of a PDF begins.
    pages: Vec<(usize, u32)>,
    /// Of a page; empty if it is none.
    pub(super) outline: Outline,
    /// The note marks that are in no text.
    pub(super) marks: Marks,
    /// Whether struck text was left out, or any text.
    pub(super) left_out: (bool, bool),
    /// Where in the file text stands that a reader does not see, in a page rendered with it.
    pub(super) kept: Vec<(Range<usize>, Unseen)>,
    /// The page with its struck text, and with all its text.
    pub(super) with_unseen: [OnceLock<Box<SourceText>>; 2],
    places: OnceLock<Places>,
    sha256: OnceLock<String>,
    pub(super) skeleton: OnceLock<Skeleton>,
    pub(super) sentences: OnceLock<Vec<Range<usize>>>,
    /// How often it was searched exactly, and otherwise.
    pub(super) walks: AtomicU32,
    pub(super) searches: AtomicU32,
    /// Whether anything in the text is not seen.
    pub(super) unseen: OnceLock<bool>,
    pub(super) grams: OnceLock<Grams>,
}

impl SourceText {
    /// Reads a source of at most [`MAX_SOURCE`] bytes. O(bytes).
    ///
    /// # Errors
    /// A [`LoadError`] if the bytes are too many or are no text of that kind.
    pub fn load(bytes: Vec<u8>, kind: Kind) -> Result<Self, LoadError> {
        Self::load_within(bytes, kind, MAX_SOURCE)
    }

    /// Reads a source of at most `limit` bytes (and never more than 4 GiB). O(bytes).
    ///
    /// # Errors
    /// A [`LoadError`] if the bytes are too many or are no text of that kind.
    pub fn load_within(bytes: Vec<u8>, kind: Kind, limit: usize) -> Result<Self, LoadError> {
        let limit = limit.min(u32::MAX as usize / 2);
        if bytes.len() > limit {
            return Err(LoadError::TooLarge {
                size: bytes.len() as u64,
                limit,
            });
        }
        if kind == Kind::Pdf {
            let sha256 = hex_sha256(&bytes);
            let Extracted {
                text,
                marks,
                doubts,
                pages,
            } = extract_pdf(&bytes)?;
            let source = Self {
                doubts,
                pages,
                marks,
                ..Self::new(kind, text, None, 0, None)
            };
            let _ = source.sha256.set(sha256);
            return Ok(source);
        }
        let file = decode(&bytes)?;
        drop(bytes);
        let skipped = if file.starts_with(BOM) { BOM.len() } else { 0 };
        Ok(Self::render(kind, file, skipped, Keep::Nothing))
    }

    /// The text of a file that is not a PDF.
    fn render(kind: Kind, file: String, skipped: usize, keep: Keep) -> Self {
        let rendered = match kind {
            Kind::Plain | Kind::Pdf => return Self::new(kind, file, None, skipped, None),
            Kind::Markdown => markdown::render(&file, skipped, keep),
            Kind::Html => html::render(&file, skipped, keep),
        };
        let Rendered {
            rendering,
            outline,
            left_out,
            kept,
        } = rendered;
        Self {
            marks: rendering.marks,
            outline,
            left_out,
            kept,
            ..Self::new(
                kind,
                file,
                Some(rendering.text),
                skipped,
                Some(rendering.layout),
            )
        }
    }

    /// The same file rendered with text that a reader does not see.
    pub(super) fn rendered_with(&self, keep: Keep) -> Self {
        Self::render(self.kind, self.file.clone(), self.skipped, keep)
    }

    fn new(
        kind: Kind,
        file: String,
        rendered: Option<String>,
        skipped: usize,
        layout: Option<Layout>,
    ) -> Self {
        let layout = layout.unwrap_or_else(|| Layout::verbatim(skipped, file.len() - skipped));
        Self {
            kind,
            file,
            rendered,
            skipped,
            layout,
            doubts: Vec::new(),
            pages: Vec::new(),
            marks: Marks::default(),
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
        }
    }

    /// How the bytes were read.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the offsets in every [`Passage`] of this source count in.
    pub fn offsets(&self) -> Offsets {
        if self.kind == Kind::Pdf {
            Offsets::ExtractedText
        } else {
            Offsets::File
        }
    }

    /// The text that quotations are looked for in: the file without a byte order mark, or what it
    /// says when rendered.
    pub fn text(&self) -> &str {
        self.rendered
            .as_deref()
            .unwrap_or_else(|| self.file.get(self.skipped..).unwrap_or(&self.file))
    }

    /// The pages, from 1, of which the text can't be trusted, and why: pages of a PDF, in order.
    pub fn doubts(&self) -> &[(u32, Doubt)] {
        &self.doubts
    }

    /// The page of a PDF, from 1, on which the byte `offset` of the [text](Self::text) stands; none of other sources.
    pub fn page(&self, offset: usize) -> Option<u32> {
        let after = self.pages.partition_point(|&(start, _)| start <= offset);
        let (_, page) = self.pages.get(after.checked_sub(1)?)?;
        Some(*page)
    }

    /// What [`Passage::bytes`] counts in: the file as it is on disk, or the text taken out of it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The SHA-256 of the bytes on disk, in lower-case hexadecimal. Computed once.
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| hex_sha256(self.file.as_bytes()))
    }

    /// Whether it was made of these bytes, read in this way. O(bytes).
    pub fn is_of(&self, bytes: &[u8], kind: Kind) -> bool {
        self.kind == kind
            && match kind {
                Kind::Pdf => self.sha256() == hex_sha256(bytes),
                _ => self.file.as_bytes() == bytes,
            }
    }

    /// What alone sets the file apart from one with the hash `sha256`, in words: its line ends, its byte order mark, the
    /// line end at its end, or several of these. None if more does, or nothing; a PDF is compared as a whole. O(bytes).
    pub fn same_but_for(&self, sha256: &str) -> Option<String> {
        if self.kind == Kind::Pdf {
            return None;
        }
        let body = self.file.get(self.skipped..)?;
        let body = body.replace("\r\n", "\n").replace('\r', "\n");
        let body = body.trim_end_matches('\n');
        let own_end = self.file.ends_with(['\n', '\r']);
        let own_breaks = [("\r\n", "CRLF"), ("\n", "LF"), ("\r", "CR")]
            .into_iter()
            .find(|(end, _)| self.file.contains(end));
        for line_end in ["\n", "\r\n", "\r"] {
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
                if own_breaks.is_some_and(|(own, _)| own != line_end) {
                    let name = |end| match end {
                        "\n" => "LF",
                        "\r" => "CR",
                        _ => "CRLF",
                    };
                    let own = own_breaks.map_or("LF", |(_, name)| name);
                    differs.push(format!(
                        "its line endings (from {} to {own})",
                        name(line_end)
                    ));
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

    /// Where the bytes `text` of the rendered text stand. O(log size), and O(size) the first time.
    ///
    /// Offsets past the end are taken for the end, and such as fall within a character for its start.
    pub fn passage(&self, text: Range<usize>) -> Passage {
        let rendered = self.text();
        let end = floor(rendered, text.end);
        let text = floor(rendered, text.start.min(end))..end;
        let bytes = self.layout.file_range(text.clone());
        let bytes = floor(&self.file, bytes.start)..floor(&self.file, bytes.end);
        let places = self.places.get_or_init(|| Places::new(&self.file));
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

    /// What block of the text, as a reader sees it, ends within the bytes `range` of the rendered text. In plain text blank
    /// lines end paragraphs. O(range + log size).
    pub(super) fn block_end(&self, range: &Range<usize>) -> Option<BlockEnd> {
        match self.kind {
            Kind::Html | Kind::Markdown => self.layout.block_end(self.text(), range),
            // A PDF does not say what a block is: a column or a page ends as a paragraph does.
            Kind::Pdf => None,
            Kind::Plain => {
                let mut words = self.text().get(range.clone())?.split(|c| !is_blank(c));
                words
                    .any(|blanks| line_breaks(blanks) > 1)
                    .then_some(BlockEnd::Block)
            }
        }
    }

    /// `passage` of the same file rendered otherwise, its range of the text being what of it is in this one.
    pub(super) fn adopted(&self, passage: Passage) -> Passage {
        let text = self.text();
        let range = self.layout.text_range(&passage.bytes, text.len());
        Passage {
            text: floor(text, range.start)..floor(text, range.end),
            ..passage
        }
    }

    /// The line of the file on which byte `offset` of the rendered text stands, from 1.
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
        return Err(LoadError::Nul {
            byte,
            line: line_of(bytes, byte),
        });
    }
    // To check many bytes at a time and to copy them takes less time than to check them where they are, a few at a time.
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        LoadError::NotUtf8 {
            byte,
            line: line_of(bytes, byte),
        }
    })?;
    Ok(text.to_owned())
}

fn line_of(bytes: &[u8], byte: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', bytes.get(..byte).unwrap_or(bytes)).count()
}

/// What is taken out of a PDF.
pub(super) struct Extracted {
    pub(super) text: String,
    pub(super) marks: Marks,
    pub(super) doubts: Vec<(u32, Doubt)>,
    /// Where in the text each page begins.
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

/// How many line breaks and characters are before every 256th byte, so that a place costs the same in a text of one long line as
/// in one of many.
#[derive(Debug)]
struct Places {
    breaks: Vec<u32>,
    chars: Vec<u32>,
}

const STRIDE: usize = 256;

impl Places {
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

    /// The characters before byte `at`, and its line and column.
    fn locate(&self, text: &str, at: usize, skipped: usize) -> (usize, Position) {
        let bytes = text.as_bytes();
        let block = at / STRIDE;
        let near = bytes.get(block * STRIDE..at).unwrap_or_default();
        let passed = self.breaks.get(block).map_or(0, |&count| count as usize)
            + count(near, |byte| byte == b'\n');
        let start = self.end_of(bytes, passed, at);
        let before = self.chars_before(text, at);
        // A byte order mark takes no column.
        let margin = usize::from(passed == 0 && skipped > 0);
        let in_line = match bytes.get(start..at) {
            // As on most lines: counting from the line's start is the shortest way.
            Some(short) if short.len() <= STRIDE => characters(short),
            _ => before.saturating_sub(self.chars_before(text, start)),
        };
        let column = in_line.saturating_sub(margin) + 1;
        (
            before,
            Position {
                line: narrow(passed + 1),
                column: narrow(column),
            },
        )
    }

    /// The byte after the last line break before byte `at`, which is the line break of number `number`, from 1; 0 if there is none.
    fn end_of(&self, bytes: &[u8], number: usize, at: usize) -> usize {
        if number == 0 {
            return 0;
        }
        let after = self
            .breaks
            .partition_point(|&passed| (passed as usize) < number);
        let start = after.saturating_sub(1) * STRIDE;
        let block = bytes.get(start..at.min(start + STRIDE)).unwrap_or_default();
        memchr::memrchr(b'\n', block).map_or(start, |found| start + found + 1)
    }

    fn chars_before(&self, text: &str, at: usize) -> usize {
        let block = at / STRIDE;
        let known = self.chars.get(block).map_or(0, |&count| count as usize);
        known
            + text
                .as_bytes()
                .get(block * STRIDE..at)
                .map_or(0, characters)
    }
}

/// Continuation bytes begin no character.
fn characters(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xC0 != 0x80)
}

/// How many of the bytes are such. Counted in bytes as far as they can count, many are looked at side by side.
fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    let some = |some: &[u8]| some.iter().map(|&byte| u8::from(is_such(byte))).sum::<u8>();
    bytes
        .chunks(128)
        .map(|chunk| usize::from(some(chunk)))
        .sum()
}

/// Why a source can't be searched.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// More bytes than allowed.
    TooLarge {
        /// The bytes there are.
        size: u64,
        /// The bytes allowed.
        limit: usize,
    },
    /// The file begins with the byte order mark of UTF-16.
    Utf16,
    /// The file begins with the byte order mark of UTF-32.
    Utf32,
    /// The file holds a NUL byte: it is not text.
    Nul {
        /// Where, in bytes from 0.
        byte: usize,
        /// On which line, from 1.
        line: usize,
    },
    /// The file is not UTF-8.
    NotUtf8 {
        /// The first byte that is not, from 0.
        byte: usize,
        /// On which line, from 1.
        line: usize,
    },
    /// A PDF, and the feature `pdf` is off.
    PdfUnsupported,
    /// A PDF whose text can't be read, and what the reader says.
    Pdf(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size, limit } => {
                write!(
                    out,
                    "has {}, more than the {} allowed",
                    Size(*size),
                    Size(*limit as u64)
                )
            }
            Self::Utf16 => out.write_str("is UTF-16, not UTF-8; save it as UTF-8"),
            Self::Utf32 => out.write_str("is UTF-32, not UTF-8; save it as UTF-8"),
            Self::Nul { byte, line } => {
                write!(
                    out,
                    "is not text: it has a NUL byte at byte {byte}, line {line}"
                )
            }
            Self::NotUtf8 { byte, line } => {
                write!(
                    out,
                    "is not UTF-8 at byte {byte}, line {line}; save it as UTF-8"
                )
            }
            Self::PdfUnsupported => {
                out.write_str("is a PDF, which this build does not read; save its text next to it")
            }
            Self::Pdf(why) => write!(out, "is a PDF whose text can't be read: {why}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// A number of bytes as people say it.
struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MIB: u64 = 1024 * 1024;
        if self.0 >= MIB {
            let tenths = (u128::from(self.0) * 10).div_ceil(u128::from(MIB));
            match tenths % 10 {
                0 => write!(out, "{} MiB", tenths / 10),
                tenth => write!(out, "{}.{tenth} MiB", tenths / 10),
            }
        } else {
            write!(out, "{} bytes", self.0)
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
            let source = SourceText::load(file.into_bytes(), Kind::Plain).unwrap();
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
