//! Writes text as a TOML string.

use std::fmt::Write;

/// `text` as a basic TOML string, on one line.
pub fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

/// Appends `text` as a basic TOML string, on one line.
pub(crate) fn push_string(out: &mut String, text: &str) {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    out.push('"');
    let mut rest = text;
    loop {
        let plain = rest.bytes().take_while(is_plain).count();
        let (before, after) = rest.split_at(plain);
        out.push_str(before);
        let mut characters = after.chars();
        let Some(character) = characters.next() else {
            break;
        };
        rest = characters.as_str();
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Characters that are invisible, or look like a plain space, are escaped so that whoever reads the file can
            // see them.
            '\u{A0}'
            | '\u{AD}'
            | '\u{2007}'
            | '\u{202F}'
            | '\u{FEFF}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character if character.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
}

/// Whether a key needs no quotation marks.
pub(crate) fn is_bare_key(key: &str) -> bool {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !key.is_empty() && key.bytes().all(is_bare)
}

/// Names joined by dots, as in a header.
pub(crate) fn dotted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut dotted = String::new();
    for (number, name) in names.into_iter().enumerate() {
        if number > 0 {
            dotted.push('.');
        }
        if is_bare_key(name) {
            dotted.push_str(name);
        } else {
            push_string(&mut dotted, name);
        }
    }
    dotted
}

#[cfg(test)]
mod tests {
    use super::toml_string;

    #[test]
    fn a_string_says_what_it_is_to_say() {
        let text = "a \"b\" \\ \n\u{1b}\u{A0}é";
        let written = toml_string(text);
        let table: toml::Table = format!("x = {written}").parse().unwrap();
        assert_eq!(table["x"].as_str(), Some(text));
        assert!(!written.contains('\u{A0}'));
    }
}
