//! Makes text safe to show: anything that would control a terminal, reorder a line or begin a new one is spelt out
//! instead of sent.
//!
//! Text from a map, a file name or the command line can be output only as [`Shown`]. Outputs accept nothing else, so
//! code that forgets to make text safe does not compile.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::io;
use std::ops::{Add, AddAssign, Deref};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::signs::Signs;

/// `text` on one line: line breaks and tabs as `\n`, `\r` and `\t`, other control characters as `\u{1b}`.
///
/// It spells out the C0 and C1 controls, DEL, the marks that control the direction of text (Unicode Standard Annex #9,
/// 2.1 to 2.6), the separators of lines and paragraphs, and the first character of what build servers take for a
/// command in a log (`::error::` where it might begin a line, `##[error]` anywhere). Joiners, which emoji and many
/// scripts need, are kept. O(n); borrows if nothing needs spelling out.
pub fn printable(text: &str) -> Cow<'_, str> {
    spelt_out(text, is_spelt, spell)
}

/// Like [`printable`], but keeps line feeds and tabs, for text that will be broken into lines.
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    let is_spelt = |before: &str, rest: &str, character| {
        !matches!(character, '\n' | '\t') && is_spelt(before, rest, character)
    };
    spelt_out(text, is_spelt, spell)
}

/// Like [`printable`], for files that other programs read and pages that browsers show.
///
/// It keeps the marks that only order what is beside them (U+200E, U+200F, U+061C), which text from right to left needs
/// and which hide and reverse nothing, and `::error::`, which is a command only where it begins a line of a log.
pub(crate) fn printable_in_file(text: &str) -> Cow<'_, str> {
    spelt_out(text, is_spelt_in_file, spell)
}

/// Like [`printable_in_file`], but keeps line feeds and tabs.
pub(crate) fn printable_lines_in_file(text: &str) -> Cow<'_, str> {
    let is_spelt = |before: &str, rest: &str, character| {
        !matches!(character, '\n' | '\t') && is_spelt_in_file(before, rest, character)
    };
    spelt_out(text, is_spelt, spell)
}

fn is_spelt_in_file(_: &str, rest: &str, character: char) -> bool {
    let only_orders = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}');
    (commands(character) && !only_orders) || is_logging_command(rest)
}

/// Whether the words of a text are separated by single blanks only, with nothing before or after them.
pub fn is_evenly_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    let following = bytes.get(1..).unwrap_or_default().iter();
    let uneven = bytes.iter().zip(following).fold(0, |any, (&one, &next)| {
        any | u8::from(one < b' ') | (u8::from(one == b' ') & u8::from(next == b' '))
    });
    uneven == 0 && *first > b' ' && *last > b' '
}

/// The text with the characters spelt out for which `is_spelt` holds. `is_spelt` gets the text before the character,
/// the text from it on, and the character.
fn spelt_out(
    text: &str,
    is_spelt: impl Fn(&str, &str, char) -> bool,
    spell: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some((before, rest)) = suspect(text, at)
        && let Some(character) = rest.chars().next()
    {
        at = before.len() + character.len_utf8();
        if is_spelt(before, rest, character) {
            out.push_str(text.get(kept..before.len()).unwrap_or_default());
            spell(character, &mut out);
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// Splits the text before the first character at or after byte `from` that may have to be spelt out. Most texts have
/// none.
fn suspect(text: &str, from: usize) -> Option<(&str, &str)> {
    let at = SUSPECTS.position(text.as_bytes().get(from..)?)?;
    text.split_at_checked(from + at)
}

/// Whether the text is one short plain word, as keys are.
fn is_word(text: &str) -> bool {
    text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The first bytes of characters that may have to be spelt out.
static SUSPECTS: Signs<6> = Signs::new([b'#', b':', 0x7F, 0xC2, 0xD8, 0xE2], b' ');

fn spell(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        other => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
        }
    }
}

fn is_spelt(before: &str, rest: &str, character: char) -> bool {
    commands(character)
        || is_logging_command(rest)
        || (is_workflow_command(rest) && before.chars().next_back().is_none_or(char::is_whitespace))
}

fn commands(character: char) -> bool {
    match character {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        character => character.is_control(),
    }
}

/// Whether the text begins like a workflow command, `::error::`, which has an effect at the beginning of a line.
pub fn is_workflow_command(text: &str) -> bool {
    let name = text.strip_prefix("::");
    name.is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// Whether the text begins like a logging command, `##[error]` or `##vso[task.complete]`, which has an effect anywhere
/// in a line.
fn is_logging_command(text: &str) -> bool {
    let name = text.strip_prefix("##");
    let after =
        name.map(|name| name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()));
    after.is_some_and(|after| after.starts_with('['))
}

/// Text that is safe to show: it has no line breaks but those that this program puts there, and nothing in it controls
/// a terminal.
///
/// Made by [`shown!`](crate::shown) from a literal and parts that are each made safe, from a literal alone, or by
/// [`json`](Self::json).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// An empty text.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// An empty text with room for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Text that something else has put together from safe text: with colours around it, as a picture, or broken into
    /// lines.
    ///
    /// This is the only way around the type's check: the caller must make sure that all parts of the text are safe.
    pub const fn trusted(text: String) -> Self {
        Self(text)
    }

    /// `text` made safe.
    pub fn of(text: &(impl Show + ?Sized)) -> Self {
        let mut shown = Self::new();
        text.add_to(&mut shown);
        shown
    }

    /// The text that [`shown!`](crate::shown) puts together.
    #[doc(hidden)]
    pub fn formatted(text: fmt::Arguments<'_>) -> Self {
        Self(text.to_string())
    }

    /// `answer` as indented JSON, ending with a line feed.
    ///
    /// # Errors
    ///
    /// If it has a map whose keys are not strings, or its [`Serialize`] fails.
    pub fn json(answer: &impl Serialize) -> serde_json::Result<Self> {
        let mut text = Vec::new();
        to_json(answer, &mut text)?;
        // All of it is UTF-8.
        Ok(Self(String::from_utf8(text).unwrap_or_default()))
    }

    /// This many spaces.
    pub fn blanks(count: usize) -> Self {
        Self(" ".repeat(count))
    }

    /// Adds this many spaces at the end.
    pub fn push_blanks(&mut self, count: usize) {
        const SOME: &str = "                                ";
        let mut left = count;
        while left > 0 {
            let some = SOME.get(..left).unwrap_or(SOME);
            self.0.push_str(some);
            left -= some.len();
        }
    }

    /// Removes all text but keeps the allocated memory.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds text at the end.
    pub fn push(&mut self, text: &Self) {
        self.0.push_str(&text.0);
    }

    /// The text without the blanks and line breaks at its end.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        self.0.truncate(self.0.trim_ascii_end().len());
        self
    }

    /// Cuts off the text from this byte on, and returns it; empty if that is inside a character.
    #[must_use]
    pub fn split_off(&mut self, start: usize) -> Self {
        if self.0.is_char_boundary(start) {
            Self(self.0.split_off(start))
        } else {
            Self::new()
        }
    }

    /// The text's lines, each with the line break at its end.
    pub fn split_lines(&self) -> impl Iterator<Item = Self> {
        let lines = self.0.split_inclusive('\n');
        lines.map(|line| Self(line.to_owned()))
    }

    /// The texts, with `between` between each two.
    pub fn join(texts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::new();
        for (number, text) in texts.into_iter().enumerate() {
            if number > 0 {
                joined += between;
            }
            joined.push(&text);
        }
        joined
    }

    /// The text as a plain string.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for Shown {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A literal is the program's own text, so it is safe.
impl From<&'static str> for Shown {
    fn from(literal: &'static str) -> Self {
        Self(literal.to_owned())
    }
}

impl AddAssign<&'static str> for Shown {
    fn add_assign(&mut self, literal: &'static str) {
        self.0.push_str(literal);
    }
}

impl AddAssign<&Self> for Shown {
    fn add_assign(&mut self, text: &Self) {
        self.push(text);
    }
}

impl AddAssign for Shown {
    fn add_assign(&mut self, text: Self) {
        self.push(&text);
    }
}

impl<T> Add<T> for Shown
where
    Self: AddAssign<T>,
{
    type Output = Self;

    fn add(mut self, text: T) -> Self {
        self += text;
        self
    }
}

impl FromIterator<Self> for Shown {
    fn from_iter<I: IntoIterator<Item = Self>>(texts: I) -> Self {
        Self::join(texts, "")
    }
}

/// Writes `answer` as [`Shown::json`] gives it, but piece by piece, without holding all of it in memory.
///
/// # Errors
///
/// Errors of `out`; also if `answer` has a map whose keys are not strings, or its [`Serialize`] fails.
pub fn write_json(answer: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(CHUNK, out);
    to_json(answer, &mut out)?;
    io::Write::flush(&mut out)
}

/// A list in JSON whose items are made as they are written.
pub(crate) struct Each<F>(pub(crate) F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// An object in JSON whose entries are made as they are written.
pub(crate) struct Entries<F>(pub(crate) F);

impl<F, I, K, V> Serialize for Entries<F>
where
    F: Fn() -> I,
    I: Iterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// Text inside strings of JSON, with the characters escaped that [`printable`] spells out.
pub(crate) fn escaped_in_json(text: &str) -> Cow<'_, str> {
    // A string's text never begins a line, so `::error::` is harmless.
    let is_spelt = |_: &str, rest: &str, character| commands(character) || is_logging_command(rest);
    spelt_out(text, is_spelt, |character, out| {
        // All of them are in the basic plane. Writing to a string cannot fail.
        let _ = write!(out, "\\u{:04x}", u32::from(character));
    })
}

/// JSON is written in pieces of about this many bytes.
const CHUNK: usize = 1 << 16;

fn to_json(answer: &impl Serialize, mut out: impl io::Write) -> serde_json::Result<()> {
    answer.serialize(&mut Serializer::with_formatter(
        &mut out,
        Escaping::default(),
    ))?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

/// Indented JSON, laid out as `serde_json` does, but with the characters escaped that [`printable`] spells out.
///
/// JSON itself only requires the C0 controls to be escaped.
#[derive(Default)]
struct Escaping {
    depth: usize,
    /// Whether the innermost array or object has any content yet.
    has_value: bool,
}

impl Escaping {
    fn open<W: io::Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn close<W: io::Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.break_line(out, false)?;
        }
        self.has_value = true;
        out.write_all(bracket)
    }

    /// Begins a new line, indented for the current depth.
    fn break_line<W: io::Write + ?Sized>(&self, out: &mut W, has_comma: bool) -> io::Result<()> {
        const SOME: &[u8] = b",\n                ";
        let from = usize::from(!has_comma);
        let mut to = 2 + 2 * self.depth;
        out.write_all(SOME.get(from..to.min(SOME.len())).unwrap_or_default())?;
        while to > SOME.len() {
            to -= 2;
            out.write_all(b"  ")?;
        }
        Ok(())
    }
}

impl Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if is_word(fragment) || suspect(fragment, 0).is_none() {
            return out.write_all(fragment.as_bytes());
        }
        out.write_all(escaped_in_json(fragment).as_bytes())
    }

    fn begin_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.break_line(out, !is_first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.break_line(out, !is_first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

/// A part of a [`Shown`] text. Implementing this is a promise that what it writes is safe.
pub trait Show {
    /// Writes the part. Nothing in it may break a line or control a terminal.
    ///
    /// # Errors
    ///
    /// If `f` cannot be written to.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Adds the part to `out`.
    fn add_to(&self, out: &mut Shown) {
        // Writing to a string cannot fail.
        let _ = write!(out.0, "{}", Safe(self));
    }
}

/// Wraps a [`Show`] so that it can be formatted.
#[derive(Debug, Clone, Copy)]
pub struct Safe<'t, T: ?Sized>(pub &'t T);

impl<T: Show + ?Sized> fmt::Display for Safe<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// The text of anything that can be displayed, such as an error, on one line.
pub fn shown(text: impl fmt::Display) -> Shown {
    Shown(printable(&text.to_string()).into_owned())
}

/// Puts text together like [`format!`], with each argument made safe: see [`Show`].
///
/// Names in braces are not captured from the scope, so that nothing gets in unchecked: `shown!("{}: {}", path, error)`.
#[macro_export]
macro_rules! shown {
    ($format:literal $(, $argument:expr)* $(,)?) => {
        $crate::printable::Shown::formatted(
            format_args!(concat!($format) $(, $crate::printable::Safe(&$argument))*)
        )
    };
}

impl Show for str {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&printable(self))
    }

    fn add_to(&self, out: &mut Shown) {
        out.0.push_str(&printable(self));
    }
}

/// A literal, which is the program's own text, as part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Literal(pub &'static str);

impl Show for Literal {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }

    fn add_to(&self, out: &mut Shown) {
        *out += self.0;
    }
}

impl Show for Shown {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }

    fn add_to(&self, out: &mut Shown) {
        out.push(self);
    }
}

impl Show for String {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().show(f)
    }

    fn add_to(&self, out: &mut Shown) {
        self.as_str().add_to(out);
    }
}

impl Show for Cow<'_, str> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        str::show(self, f)
    }
}

impl Show for Path {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_string_lossy().show(f)
    }
}

impl Show for PathBuf {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_path().show(f)
    }
}

/// The operating system's message, without its error number, as part of a sentence.
impl Show for io::Error {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        let mut characters = text.chars();
        let first: String = characters
            .next()
            .into_iter()
            .flat_map(char::to_lowercase)
            .collect();
        (first + characters.as_str()).show(f)
    }
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).show(f)
    }

    fn add_to(&self, out: &mut Shown) {
        (**self).add_to(out);
    }
}

macro_rules! figures {
    ($($figure:ty),*) => {
        $(impl Show for $figure {
            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        })*
    };
}

figures!(u8, u16, u32, u64, usize, i32, i64, f64);

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{
        Shown, commands, is_evenly_spaced, printable, printable_in_file, printable_lines,
        printable_lines_in_file, write_json,
    };

    #[test]
    fn what_commands_a_terminal_is_shown() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{9b}\u{202e}\u{200f}\n\r\t"),
            r"a\u{1b}[31mb\u{9b}\u{202e}\u{200f}\n\r\t"
        );
        assert_eq!(printable("não 👩\u{200d}👧"), "não 👩\u{200d}👧");
        assert_eq!(printable_lines("a\r\n\tb\u{85}"), "a\\r\n\tb\\u{85}");
    }

    #[test]
    fn no_character_that_commands_a_terminal_is_passed_over() {
        for character in '\0'..=char::MAX {
            let is_spelt = matches!(printable(character.encode_utf8(&mut [0; 4])), Cow::Owned(_));
            assert_eq!(is_spelt, commands(character), "{character:?}");
        }
    }

    #[test]
    fn words_are_divided_evenly_by_single_blanks() {
        assert!(is_evenly_spaced("a b\u{a0}c"));
        for text in ["", " a", "a ", "a  b", "a\tb", "a\nb"] {
            assert!(!is_evenly_spaced(text), "{text:?}");
        }
    }

    #[test]
    fn what_commands_a_build_server_is_shown() {
        assert_eq!(printable("::error::x"), r"\u{3a}:error::x");
        assert_eq!(printable("a  ::warning::"), r"a  \u{3a}:warning::");
        assert_eq!(
            printable("a##[error]##vso[x]"),
            r"a\u{23}#[error]\u{23}#vso[x]"
        );
        let harmless = "std::error::Error, a :: b, ## [x], # [x]";
        assert_eq!(printable(harmless), harmless);
        assert_eq!(
            &*Shown::json(&"##[error]").unwrap(),
            "\"\\u0023#[error]\"\n"
        );
    }

    #[test]
    fn files_keep_what_only_orders_text_and_what_begins_no_line_of_a_log() {
        let kept = "\u{5d0}\u{200e} C++\u{200f} \u{61c} ::error::x";
        assert_eq!(printable_in_file(kept), kept);
        assert_eq!(
            printable_in_file("\u{202e}a\u{2066}\n\u{1b}##[error]"),
            r"\u{202e}a\u{2066}\n\u{1b}\u{23}#[error]"
        );
        assert_eq!(printable_lines_in_file("a\n::b\r"), "a\n::b\\r");
    }

    #[test]
    fn json_means_the_same_without_what_commands_a_terminal() {
        let said = "a\u{1b}b\u{9b}\u{202e}\u{2028}\n";
        let safe = Shown::json(&said).unwrap();
        assert_eq!(&*safe, "\"a\\u001bb\\u009b\\u202e\\u2028\\n\"\n");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), said);
    }

    #[test]
    fn json_is_laid_out_as_everybody_lays_it_out() {
        let answer = serde_json::json!({
            "empty": [[], {}, [[]], ""],
            "deep": { "a": [1, 2.5, null, { "b": [true, { "c": {} }] }], "\"\n": "\\" },
        });
        let usual = serde_json::to_string_pretty(&answer).unwrap() + "\n";
        assert_eq!(&*Shown::json(&answer).unwrap(), usual);
        let mut written = Vec::new();
        write_json(&answer, &mut written).unwrap();
        assert_eq!(written, usual.as_bytes());
    }

    #[test]
    fn every_part_of_a_text_is_made_safe_once() {
        let name = "a\n::error::\u{1b}[31m";
        let text = shown!("no `{}`\n", name);
        assert_eq!(&*text, "no `a\\n\\u{3a}:error::\\u{1b}[31m`\n");
        assert_eq!(
            &*shown!("{:>4}|{:<3}|{}", 7, "é", text),
            &format!("   7|é  |{text}")
        );
        assert_eq!(
            &*shown!("{}", std::io::Error::from_raw_os_error(2)),
            "no such file or directory"
        );
    }
}
