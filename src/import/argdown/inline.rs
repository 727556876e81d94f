//! Reads the text of an Argdown statement: its words without markup, and its tags.

use super::source::{ArgdownSource, Lookahead};
use crate::import::ImportError;

/// The content of a statement, a description or a heading.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ArgdownContent {
    /// The words, on one line.
    pub(super) plain: String,
    /// The words with their markup, if they have any.
    pub(super) marked: Option<String>,
    pub(super) tags: Vec<String>,
}

/// The length of the data in braces at the beginning of a text, including the closing brace. If no brace closes it, how
/// many bytes were searched: data ends before an empty line.
pub(super) fn data(text: &str) -> Result<usize, usize> {
    let mut depth = 0usize;
    let mut quote = None;
    let mut is_empty = false;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, byte) {
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            (None, b'\n') if is_empty => return Err(at),
            (None, b'\n') => is_empty = true,
            (Some(_), _) | (None, b' ' | b'\t' | b'\r') => {}
            _ => is_empty = false,
        }
    }
    Err(text.len())
}

/// The ways to write emphasis.
const EMPHASES: [&str; 4] = ["**", "__", "*", "_"];

/// Symbols of logic, with their names. A name is written between two full stops or two colons.
const SYMBOLS: [(&str, &str); 12] = [
    ("A", "∀"),
    ("E", "∃"),
    ("O", "𝗢"),
    ("P", "𝗣"),
    ("->", "→"),
    ("<->", "↔"),
    ("~", "¬"),
    ("^", "∧"),
    ("v", "∨"),
    ("v_", "⊻"),
    ("<>", "◇"),
    ("[]", "◻"),
];

/// The symbol of logic whose name is at the beginning of a text, and the length of the name.
fn symbol(text: &str) -> Option<(&'static str, usize)> {
    let around = text.chars().next()?;
    let rest = text.get(1..)?;
    SYMBOLS.iter().find_map(|(name, sign)| {
        let after = rest.strip_prefix(name)?;
        after.starts_with(around).then_some((*sign, name.len() + 2))
    })
}

/// Whether the name of a symbol of logic is at the beginning of a text.
pub(crate) fn is_symbol(text: &str) -> bool {
    symbol(text).is_some()
}

/// The words of a text without its markup; `None` if the markup is broken.
pub(crate) fn plain(text: &str) -> Option<String> {
    let source = ArgdownSource::of_text(text);
    let content = content(&source, 0, text.len()).ok()?;
    Some(content.plain)
}

/// Where the next byte is that may begin something other than plain text.
fn special(text: &str) -> Option<usize> {
    let is_special = |byte| b"\\*_#@[<{.:".contains(&byte);
    text.bytes().position(is_special)
}

/// Reads the content between two bytes of a source. Linear in its length.
pub(super) fn content(
    source: &ArgdownSource,
    start: usize,
    end: usize,
) -> Result<ArgdownContent, ImportError> {
    let text = source.text.get(start..end).unwrap_or_default();
    let mut plain = String::with_capacity(text.len());
    let mut tags = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut is_marked = false;
    let mut finder = Lookahead::new(text);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        match first {
            '\\' => {
                let escaped = rest.chars().nth(1);
                plain.extend(escaped);
                is_marked = true;
                at += 1 + escaped.map_or(0, char::len_utf8);
            }
            '*' | '_' => {
                let before = text.get(..at).unwrap_or_default();
                if let Some((emphasis, _)) = open
                    .last()
                    .filter(|(emphasis, _)| ends(rest, before, emphasis))
                {
                    at += emphasis.len();
                    open.pop();
                } else if let Some(emphasis) =
                    EMPHASES.iter().find(|emphasis| begins(rest, emphasis))
                {
                    open.push((emphasis, at));
                    is_marked = true;
                    at += emphasis.len();
                } else {
                    plain.push(first);
                    at += 1;
                }
            }
            '#' if let Some((tag, length)) = tag(rest) => {
                tags.push(tag.to_owned());
                at += length;
            }
            '@' if rest.starts_with("@[") || rest.starts_with("@<") => {
                let length = 1 + finder.bracketed(at + 1).unwrap_or(1);
                plain.push_str(text.get(at..at + length).unwrap_or_default());
                at += length;
            }
            '[' | '<' => match finder.bracketed(at) {
                Some(length)
                    if text
                        .get(at..at + length)
                        .is_some_and(|text| text.contains("](")) =>
                {
                    let shown = rest.get(1..rest.find(']').unwrap_or(1)).unwrap_or_default();
                    plain.push_str(shown);
                    is_marked = true;
                    at += length;
                }
                Some(length) => {
                    let label = "a title stands at the beginning";
                    let message = "there is a title amid a text";
                    let help = format!(
                        "write `\\{first}` for the sign itself, `@{first}` to mention something"
                    );
                    let fault = source.fault(start + at, start + at + length, message, label);
                    return Err(fault.help(help));
                }
                None => {
                    plain.push(first);
                    at += 1;
                }
            },
            '{' if let Some(length) = finder.data(at) => {
                let fault = source.fault(
                    start + at,
                    start + at + length,
                    "there is data amid a text",
                    "data stands at the end",
                );
                return Err(fault.help("write `\\{` for the sign itself"));
            }
            '.' | ':' if let Some((sign, length)) = symbol(rest) => {
                plain.push_str(sign);
                is_marked = true;
                at += length;
            }
            _ => {
                let length = match special(rest) {
                    Some(0) => first.len_utf8(),
                    Some(next) => next,
                    None => rest.len(),
                };
                plain.push_str(rest.get(..length).unwrap_or_default());
                at += length;
            }
        }
    }
    if let Some((emphasis, at)) = open.first() {
        let message = format!("`{emphasis}` begins what never ends");
        let fault = source.fault(
            start + at,
            start + at + emphasis.len(),
            message,
            "begins here",
        );
        let escaped: String = emphasis.chars().flat_map(|c| ['\\', c]).collect();
        return Err(fault.help(format!(
            "end it with `{emphasis}`, or write `{escaped}` for the signs themselves"
        )));
    }
    let plain = on_one_line(&plain);
    let marked = is_marked
        .then(|| without_tags(text))
        .filter(|marked| *marked != plain);
    Ok(ArgdownContent {
        plain,
        marked,
        tags,
    })
}

/// The words of a text, separated by single spaces.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split([' ', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let length = match tag(after) {
            Some((_, length)) if !before.ends_with('\\') => length,
            _ => {
                out.push('#');
                1
            }
        };
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    on_one_line(&out)
}

/// The tag at the beginning of a text, and its length.
pub(crate) fn tag(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('#')?;
    if let Some(inside) = rest.strip_prefix('(') {
        // Tags are short, so the end of a tag is only searched for nearby.
        let mut near = inside.char_indices().take(200);
        let (end, _) = near.find(|(_, c)| matches!(c, ')' | '\n' | '\r'))?;
        if end == 0 || !inside.get(end..)?.starts_with(')') {
            return None;
        }
        return Some((inside.get(..end)?.trim(), end + 3));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c >= '\u{A0}';
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    (end > 0).then_some((rest.get(..end)?, end + 1))
}

fn begins(text: &str, emphasis: &str) -> bool {
    let inside = text.strip_prefix(emphasis);
    inside.is_some_and(|inside| !inside.is_empty() && !inside.starts_with(char::is_whitespace))
}

fn ends(text: &str, before: &str, emphasis: &str) -> bool {
    if before.ends_with(char::is_whitespace) {
        return false;
    }
    let Some(after) = text.strip_prefix(emphasis) else {
        return false;
    };
    after
        .chars()
        .next()
        .is_none_or(|next| next.is_whitespace() || ")}_.,!?;:-*".contains(next))
}
