//! Text from a map made safe to show: what would command a terminal, or reorder a line, is shown instead of sent.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with control characters spelt out as `\u{1b}`; line breaks and tabs are kept.
///
/// Spelt out are the C0 and C1 controls, DEL, the marks that override or isolate the direction of text (Unicode
/// Standard Annex #9, 2.1 to 2.6), and the separators of lines and paragraphs. Joiners, which emoji and many
/// scripts need, are kept. O(n); borrows where nothing needs spelling out.
pub fn printable(text: &str) -> Cow<'_, str> {
    // Writing to a string does not fail.
    spelt_out(text, |character, out| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    })
}

/// JSON that says the same as `json` but holds none of the characters that [`printable`] spells out: they are escaped.
///
/// JSON has to escape the C0 controls only. O(n); borrows where nothing needs escaping.
pub fn printable_json(json: &str) -> Cow<'_, str> {
    // All of them are of the basic plane, and in JSON they stand in strings only.
    spelt_out(json, |character, out| {
        let _ = write!(out, "\\u{:04x}", u32::from(character));
    })
}

fn spelt_out(text: &str, spell: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some((first, _)) = text
        .char_indices()
        .find(|&(_, character)| commands(character))
    else {
        return Cow::Borrowed(text);
    };
    let (clean, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(clean);
    for character in rest.chars() {
        if commands(character) {
            spell(character, &mut out);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

fn commands(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        character => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_json};

    #[test]
    fn what_commands_a_terminal_is_shown() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{9b}\u{202e}"),
            r"a\u{1b}[31mb\u{9b}\u{202e}"
        );
        assert_eq!(printable("não\n\t👩\u{200d}👧"), "não\n\t👩\u{200d}👧");
    }

    #[test]
    fn json_means_the_same_without_what_commands_a_terminal() {
        let said = "a\u{1b}b\u{9b}\u{202e}\n";
        let json = serde_json::to_string(said).unwrap();
        let safe = printable_json(&json);
        assert_eq!(safe, r#""a\u001bb\u009b\u202e\n""#);
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), said);
    }
}
