//! Writes text so that Graphviz draws it as it is.
//!
//! Graphviz reads each kind of string differently (found by trial; 2.43 and 16.1 agree):
//!
//! - In a quoted string, only `\"` is an escape.
//! - In a tooltip (`escString`), entities such as `&copy;` are resolved, then `\N`, `\n` and the like, then entities
//!   once more. A visible backslash takes four.
//! - In an HTML-like label, entities are resolved, then `\N` and the like. A visible backslash takes two.
//! - A name becomes a title in an SVG, where entities are resolved; a name that begins with `%` is ignored there.
//!
//! A string of more than 16,384 bytes is a syntax error for Graphviz 2.43, so longer text is cut and ends in `…`.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use crate::printable::{is_evenly_spaced, printable_in_file};
use crate::signs::Signs;
use crate::wrap;

/// Maximum length of a string as written, in bytes.
const LONGEST: usize = 16_000;

/// The column at which wording is wrapped.
pub(super) const WIDTH: usize = 34;

/// How a character is written; `None` for the character itself.
type Spelling = fn(char) -> Option<&'static str>;

/// The name of a node, in quotation marks. Characters that no valid id contains are written as their code, such as
/// `~22`.
///
/// `number` must be unique among things of the same kind: it tells apart names that have to be cut.
pub(super) fn name(id: &str, number: usize) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if id.len() <= LONGEST && id.bytes().all(is_plain) {
        return ["\"", id, "\""].concat();
    }
    let mut out = String::from("\"");
    let mut buffer = [0; 4];
    for character in id.chars() {
        if out.len() > LONGEST {
            // No id contains a space.
            let _ = write!(out, "… {number}");
            break;
        }
        let written = character.encode_utf8(&mut buffer);
        if "\"\\%&~[".contains(character)
            || character.is_control()
            || matches!(printable_in_file(written), Cow::Owned(_))
        {
            let _ = write!(out, "~{:02X}", u32::from(character));
        } else {
            out.push_str(written);
        }
    }
    out.push('"');
    out
}

/// The title of the whole graph, in quotation marks.
pub(super) fn title(text: &str) -> String {
    quoted(text, |character| match character {
        '"' => Some("\\\""),
        '\\' => Some("&#92;"),
        '%' => Some("&#37;"),
        character => plain(character),
    })
}

/// A tooltip, in quotation marks.
pub(super) fn tooltip(text: &str) -> String {
    quoted(text, |character| match character {
        '"' => Some("\\\""),
        '\\' => Some(r"\\\\"),
        character => plain(character),
    })
}

/// Text for an HTML-like label, wrapped.
pub(super) fn lines(text: &str) -> String {
    let text = on_one_line(text);
    let text = fitting(&text, html);
    let mut words = Vec::with_capacity(text.len() / 4);
    for word in wrap::words(&text) {
        word.broken(&text, WIDTH, &mut words);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (number, line) in wrap::balanced(&words, WIDTH).into_iter().enumerate() {
        if number > 0 {
            out.push_str("<br/>");
        }
        spell(text.get(line.text).unwrap_or_default(), html, &mut out);
    }
    out
}

fn html(character: char) -> Option<&'static str> {
    match character {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\\' => Some(r"\\"),
        character => plain(character),
    }
}

/// How a character is written in every kind of string.
fn plain(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        // XML 1.0 does not allow these.
        '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    }
}

fn quoted(text: &str, spelling: Spelling) -> String {
    let text = match memchr::memchr3(b'\n', b'\r', b'\t', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace(['\n', '\r', '\t'], " ")),
        None => Cow::Borrowed(text),
    };
    let text = printable_in_file(&text);
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    spell(&fitting(&text, spelling), spelling, &mut out);
    out.push('"');
    out
}

/// The first bytes of all characters that are not written as themselves.
static MAY_DIFFER: Signs<7> = Signs::new(*b"\"%&<>\\\xEF", 0);

fn spell(text: &str, spelling: Spelling, out: &mut String) {
    let mut rest = text;
    while let Some(at) = MAY_DIFFER.position(rest.as_bytes())
        && let Some((before, after)) = rest.split_at_checked(at)
        && let Some(character) = after.chars().next()
    {
        let (as_it_is, after) = after.split_at(character.len_utf8());
        out.push_str(before);
        out.push_str(spelling(character).unwrap_or(as_it_is));
        rest = after;
    }
    out.push_str(rest);
}

/// As much of `text` as fits in a string. Text that is cut ends in `…`, and is cut between graphemes.
fn fitting(text: &str, spelling: Spelling) -> Cow<'_, str> {
    let width = |character: char| spelling(character).map_or(character.len_utf8(), str::len);
    let bytes = |text: &str| text.chars().map(width).sum::<usize>();
    // No character takes more than six times its own bytes.
    if text.len() <= LONGEST / 6 || bytes(text) <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST - '…'.len_utf8();
    let mut end = 0;
    for (start, cluster) in text.grapheme_indices(true) {
        let Some(left) = room.checked_sub(bytes(cluster)) else {
            break;
        };
        room = left;
        end = start + cluster.len();
    }
    let kept = text.get(..end).unwrap_or_default();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// Never empty, since an HTML-like label must not be.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && is_evenly_spaced(text) {
        return printable_in_file(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&printable_in_file(word));
    }
    if line.is_empty() {
        line.push('\u{a0}');
    }
    Cow::Owned(line)
}
