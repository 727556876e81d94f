//! What a value without quotation marks says.

/// What may stand alone between two words of a sentence or of a step.
const BETWEEN: [&str; 3] = ["–", "—", "->"];

/// Whether a text is nothing but words, as sentences, names, ids, paths and addresses are. Any other mark in it may
/// separate entries, begin a comment or belong to a quotation.
pub(super) fn is_words(text: &str) -> bool {
    let mut parts = text.split_whitespace();
    let is_end = |part: Option<&str>| part.is_none_or(is_word);
    let is_middle = |part: &str| BETWEEN.contains(&part) || is_word(part);
    !text.trim().is_empty()
        && is_end(parts.next())
        && is_end(parts.next_back())
        && parts.all(is_middle)
}

fn is_word(part: &str) -> bool {
    let address = ["https://", "http://"];
    if let Some(address) = address.iter().find_map(|scheme| part.strip_prefix(scheme)) {
        let is_of_address = |letter: char| is_letter(letter) || "-.:/+@~?&=%".contains(letter);
        return address.starts_with(is_letter) && address.chars().all(is_of_address);
    }
    let word = part.trim_start_matches(['¿', '¡']);
    let word = word.trim_end_matches(['.', '?', '!', '…', '%', '。', '？', '！', '؟', '।']);
    let mut before = None;
    let is_joined = word.chars().all(|letter| {
        let follows = before.replace(letter).is_some_and(is_letter);
        is_letter(letter) || follows && "-.:/+@'’–—%".contains(letter)
    });
    is_joined && before.is_some_and(is_letter)
}

fn is_letter(letter: char) -> bool {
    letter == '_' || super::id::is_of_word(letter)
}

/// Whether a word stands for the lack of a value: it names nothing in some language of programs or tables, or is
/// just a mark or two.
pub(super) fn says_nothing(word: &str) -> bool {
    let names = ["null", "none", "nil", "n/a", "n.a.", "undefined"];
    names.iter().any(|name| word.eq_ignore_ascii_case(name))
        || word == "NA"
        || word.chars().all(|mark| "?-–—~…._/".contains(mark))
}

#[cfg(test)]
mod tests {
    use super::{is_words, says_nothing};

    #[test]
    fn sentences_names_ids_paths_and_addresses_are_words() {
        for text in [
            "It rains",
            "It's a well-known fact.",
            "Does it rain?",
            "¿Llueve?",
            "下雨了。",
            "हिन्दी",
            "e\u{301}te\u{301}",
            "Rain — and snow",
            "at 12:30",
            "3.5%",
            "a -> b",
            "claim.rain",
            "_x",
            "texts/s.txt",
            "https://e.org/a-b/?c=d&e=f",
        ] {
            assert!(is_words(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_several_entries_a_comment_or_a_quotation_is_not() {
        for text in [
            "",
            " ",
            "ann;",
            "ann;bob",
            "a|b",
            "a & b",
            "a, b",
            "a + b",
            "ann // so",
            "//old",
            "a /* b */",
            "ann -- so",
            "ann - so",
            "<!-- a -->",
            "a %% b",
            "Rain\"",
            "Rain'",
            "Rain”",
            "“Rain”",
            "(a)",
            "a ->",
            "— a",
            "name: ann",
            "a\\b",
            "a#b",
            "a = b",
            "http://",
            "a//b",
            "$x",
        ] {
            assert!(!is_words(text), "{text}");
        }
    }

    #[test]
    fn what_stands_for_the_lack_of_a_value_is_known() {
        for word in [
            "null",
            "NULL",
            "None",
            "nil",
            "n/a",
            "N/A",
            "NA",
            "undefined",
            "?",
            "-",
            "--",
            "—",
            "~",
            "…",
            "",
        ] {
            assert!(says_nothing(word), "{word}");
        }
        for word in [
            "nothing", "nobody", "na", "nullify", "0", "x", "雨", "🌧", "_1",
        ] {
            assert!(!says_nothing(word), "{word}");
        }
    }
}
