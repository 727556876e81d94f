//! Text from a map made safe to show: what would command a terminal, or reorder a line, is shown instead of sent.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with control characters spelt out as `\u{1b}`; line breaks and tabs are kept.
///
/// Spelt out are the C0 and C1 controls, DEL, the marks that override or isolate the direction of text (Unicode
/// Standard Annex #9, 2.1 to 2.6), and the separators of lines and paragraphs. Joiners, which emoji and many
/// scripts need, are kept. O(n); borrows where nothing needs spelling out.
pub fn printable(text: &str) -> Cow<'_, str> {
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
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
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
    use super::printable;

    #[test]
    fn what_commands_a_terminal_is_shown() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{9b}\u{202e}"),
            r"a\u{1b}[31mb\u{9b}\u{202e}"
        );
        assert_eq!(printable("não\n\t👩\u{200d}👧"), "não\n\t👩\u{200d}👧");
    }
}
