//! What counts as a valid id.

/// Whether `id` may name a claim, a step or a source.
///
/// An id starts with a letter or digit of any script, or with `_`. After that, `- . : / + # @ '` are allowed too. So an
/// id is a single word wherever it is shown, and in a query. Every character is visible: the joiners that some scripts
/// need are allowed only after a letter or mark that is not ASCII.
pub fn is_valid_id(id: &str) -> bool {
    first_wrong(id).is_none() && !id.is_empty()
}

/// The first character that is not allowed where it is.
fn first_wrong(id: &str) -> Option<char> {
    let mut before = None;
    id.chars().find(|&character| {
        let may = match before {
            None => starts(character),
            Some(before) if is_joiner(character) => joins(before),
            Some(_) => continues(character),
        };
        before = Some(character);
        !may
    })
}

fn starts(character: char) -> bool {
    (character.is_alphanumeric() && !is_filler(character)) || character == '_'
}

/// Invisible letters of Hangul.
fn is_filler(character: char) -> bool {
    matches!(character, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner is allowed after this character.
fn joins(before: char) -> bool {
    !before.is_ascii() && !is_joiner(before) && continues(before)
}

fn continues(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, 'a'..='z' | 'A'..='Z' | '0'..='9')
            || matches!(
                character,
                '_' | '-' | '.' | ':' | '/' | '+' | '#' | '@' | '\''
            );
    }
    // Marks that belong to a letter, such as decomposed accents, are part of the word.
    starts(character) || is_mark(character)
}

/// Whether a character is a letter, a digit or a mark that belongs to one.
pub(super) fn is_of_word(character: char) -> bool {
    (character.is_alphanumeric() && !is_filler(character)) || is_mark(character)
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}')
        || is_joiner(character)
        || (!character.is_ascii() && !character.is_control() && is_combining(character))
}

/// Combining marks of scripts that write vowels as marks.
fn is_combining(character: char) -> bool {
    matches!(u32::from(character),
        0x0591..=0x05C7 | 0x064B..=0x065F | 0x0900..=0x0D7F | 0x0E31..=0x0E4E | 0x0EB1..=0x0ECD | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF)
}

/// Says in a few words what is wrong with an invalid id.
pub(super) fn what_is_wrong(id: &str) -> String {
    let first = id.chars().next();
    let Some(wrong) = first_wrong(id) else {
        return String::new();
    };
    match wrong {
        ' ' => "an id has no spaces".to_owned(),
        wrong if wrong.is_whitespace() => "an id has no white space".to_owned(),
        wrong if is_filler(wrong) || is_joiner(wrong) => {
            format!("`\\u{{{:x}}}` is not seen here", u32::from(wrong))
        }
        wrong if wrong.is_control() || is_unseen(wrong) => {
            format!("an id has no `\\u{{{:x}}}`", u32::from(wrong))
        }
        wrong if Some(wrong) == first && continues(wrong) => {
            format!("an id does not start with `{wrong}`")
        }
        wrong => format!("an id has no `{wrong}`"),
    }
}

/// Characters that are not visible: soft hyphens, zero-width spaces, text directions, variation selectors.
fn is_unseen(character: char) -> bool {
    matches!(u32::from(character),
        0xAD | 0x34F | 0x61C | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// The valid id that is closest to `id`.
pub(super) fn nearest_valid_id(id: &str) -> String {
    let mut out = String::new();
    for character in id.chars() {
        let may = match out.chars().next_back() {
            None => starts(character),
            Some(before) if is_joiner(character) => joins(before),
            Some(_) => continues(character),
        };
        if may {
            out.push(character);
        } else if is_unseen(character) || is_joiner(character) || is_filler(character) {
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if out.is_empty() {
        "claim-1".to_owned()
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_word_of_any_script() {
        for id in [
            "alike", "a:b", "node", "1", "não", "x.y/z", "权利", "_x", "it's", "कि",
        ] {
            assert!(is_valid_id(id), "{id}");
        }
        for id in [
            "", " ", "a b", "-a", "a\"b", "a,b", "a->b", "a(b)", "a&b", "a\u{7}",
        ] {
            assert!(!is_valid_id(id), "{id}");
        }
    }

    #[test]
    fn every_character_of_an_id_is_seen() {
        for id in ["می\u{200c}خواهم", "क्\u{200d}ष", "cafe\u{301}"] {
            assert!(is_valid_id(id), "{id}");
        }
        for id in [
            "ra\u{200b}in",
            "ra\u{200d}in",
            "rain\u{200c}",
            "\u{feff}rain",
            "ra\u{ad}in",
            "rain\u{202e}",
            "\u{3164}",
            "ra\u{3164}in",
            "rain\u{fe0f}",
            "ra\u{34f}in",
            "می\u{200c}\u{200c}خ",
        ] {
            assert!(!is_valid_id(id), "{}", id.escape_unicode());
            assert!(what_is_wrong(id).contains("\\u{"), "{}", what_is_wrong(id));
        }
        assert_eq!(nearest_valid_id("ra\u{200b}in\u{feff}"), "rain");
    }

    #[test]
    fn what_is_suggested_is_valid() {
        for id in [
            "a\u{200d}",
            "\u{3164}",
            "",
            " my claim ",
            "-a-",
            "a, b & c",
            "\"",
            "a->b",
        ] {
            assert!(is_valid_id(&nearest_valid_id(id)), "{id}");
        }
        assert_eq!(nearest_valid_id("my claim"), "my-claim");
    }
}
