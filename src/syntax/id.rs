//! What may be an id.

/// Whether `id` may name a claim, a step or a source.
///
/// An id starts with a letter or a digit of any script, or `_`; after that `- . : / + # @ '` may stand as well. So an id is
/// one word wherever it is shown, and in a query.
pub fn is_valid_id(id: &str) -> bool {
    let mut characters = id.chars();
    characters.next().is_some_and(starts) && characters.all(continues)
}

fn starts(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn continues(character: char) -> bool {
    // Marks that belong to a letter, such as those of decomposed accents, are part of its word.
    starts(character) || "-.:/+#@'".contains(character) || is_mark(character)
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
        || (!character.is_ascii() && !character.is_control() && is_combining(character))
}

/// Combining marks of the scripts that write vowels as marks.
fn is_combining(character: char) -> bool {
    matches!(u32::from(character),
        0x0591..=0x05C7 | 0x064B..=0x065F | 0x0900..=0x0D7F | 0x0E31..=0x0E4E | 0x0EB1..=0x0ECD | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF)
}

/// Which part of an id that may not be one is wrong, in a few words.
pub(super) fn what_is_wrong(id: &str) -> String {
    let mut characters = id.chars();
    let first = characters.next();
    let wrong = match first {
        Some(first) if !starts(first) => first,
        _ => match characters.find(|&character| !continues(character)) {
            Some(wrong) => wrong,
            None => return String::new(),
        },
    };
    match wrong {
        ' ' => "an id has no spaces".to_owned(),
        wrong if wrong.is_whitespace() => "an id has no white space".to_owned(),
        wrong if wrong.is_control() => format!("an id has no `\\u{{{:x}}}`", u32::from(wrong)),
        wrong if Some(wrong) == first && continues(wrong) => {
            format!("an id does not start with `{wrong}`")
        }
        wrong => format!("an id has no `{wrong}`"),
    }
}

/// The valid id that is most like `id`.
pub(super) fn nearest_valid_id(id: &str) -> String {
    let mut out = String::new();
    for character in id.chars() {
        if continues(character) && (!out.is_empty() || starts(character)) {
            out.push(character);
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
    fn what_is_suggested_is_valid() {
        for id in ["", " my claim ", "-a-", "a, b & c", "\"", "a->b"] {
            assert!(is_valid_id(&nearest_valid_id(id)), "{id}");
        }
        assert_eq!(nearest_valid_id("my claim"), "my-claim");
    }
}
