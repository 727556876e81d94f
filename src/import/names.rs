//! Makes ids from the words of a text: short, readable and unique.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::map::canonical;
use crate::syntax::is_valid_id;

/// Maximum number of words from a text in an id.
const WORDS: usize = 4;

/// Maximum length in bytes of an id made from words, without its number. A single word may have as many characters.
const LONGEST: usize = 36;

/// Words that do not help to tell claims apart. Negations are not among them.
const FILLERS: &str = " a an and are as at be been being but by can could did do does for from had has have he her his how i if \
in into is it its just may might more most must of on one or our she should so some such than that the their them then there these \
they this those to too very was we were what when where which who will with would you your because therefore also only over about \
der die das den dem des ein eine einer eines einem einen und oder ist sind war wird werden im am zum zur von mit auf für als auch \
es er sie wir ihr man le la les un une des du de et ou est sont dans pour par sur que qui au aux il elle on nous vous o os as uma um \
do da dos das e em no na nos nas que se por para com el los las y del al en su ";

/// Gives out ids, each only once. Ids that Unicode calls canonically equal count as the same.
#[derive(Debug, Default)]
pub(crate) struct FreshIds {
    taken: FxHashSet<String>,
    /// For each id without its number, the last number tried.
    numbers: FxHashMap<String, u32>,
}

impl FreshIds {
    /// An id made from the words of a text, or `other` if there are no usable words.
    pub(crate) fn of_words(&mut self, text: &str, other: &str) -> String {
        let mut stem = stem(text, true);
        if stem.is_empty() {
            stem = self::stem(text, false);
        }
        if stem.is_empty() {
            other.clone_into(&mut stem);
        }
        self.free(&stem)
    }

    /// The id itself or the closest valid one, with a number if it is taken.
    pub(crate) fn of_id(&mut self, id: &str) -> String {
        let id = match id.strip_prefix(['¬', '~']) {
            Some(rest) => format!("not-{rest}"),
            None => id.to_owned(),
        };
        if is_valid_id(&id) {
            return self.free(&id);
        }
        let words: Vec<&str> = id
            .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
            .filter(|word| !word.is_empty())
            .collect();
        let joined = words.join("-");
        if is_valid_id(&joined) && joined.len() <= 2 * LONGEST {
            self.free(&joined)
        } else {
            self.of_words(&id, "claim")
        }
    }

    /// The id, with a number if it is taken.
    pub(crate) fn free(&mut self, stem: &str) -> String {
        let number = self.numbers.entry(stem.to_owned()).or_insert(0);
        loop {
            *number += 1;
            let id = match *number {
                1 => stem.to_owned(),
                number => format!("{stem}-{number}"),
            };
            if self.taken.insert(canonical(&id).into_owned()) {
                return id;
            }
        }
    }
}

/// The first words of a text as an id, in ASCII where possible. Empty if there are no usable words.
fn stem(text: &str, without_fillers: bool) -> String {
    let mut stem = String::new();
    let mut words = 0;
    // Words far into a long text are not suitable for an id.
    for word in text.unicode_words().take(40) {
        if words == WORDS || stem.len() >= LONGEST {
            break;
        }
        let lower = if word.is_ascii() {
            word.to_ascii_lowercase()
        } else {
            word.chars().flat_map(char::to_lowercase).collect()
        };
        // The part after an apostrophe says little, unless it is a negation.
        let lower = match lower.split_once(['\'', '’']) {
            Some((before, "t")) if before.ends_with('n') => format!("{before}t"),
            Some((before, _)) if before.chars().count() > 1 => before.to_owned(),
            _ => lower,
        };
        let lower = lower.trim_matches(['\'', '’']);
        if without_fillers && is_filler(lower) {
            continue;
        }
        let own = letters(lower);
        if own.is_empty() || (words > 0 && stem.len() + own.len() > LONGEST) {
            continue;
        }
        let before = stem.len();
        // Scripts without spaces between words do not need hyphens between them either.
        if before > 0 && (own.is_ascii() || stem.is_ascii()) {
            stem.push('-');
        }
        stem.extend(own.chars().take(LONGEST));
        if is_valid_id(&stem) {
            words += 1;
        } else {
            stem.truncate(before);
        }
    }
    stem
}

/// The letters and digits of a word, in ASCII if possible.
fn letters(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.into();
    }
    let ascii: String = word.nfkd().filter(char::is_ascii_alphanumeric).collect();
    if ascii.is_empty() {
        let own = word.nfc().filter(|c| c.is_alphanumeric());
        own.collect()
    } else {
        ascii.into()
    }
}

fn is_filler(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| FILLERS.split(' ').collect());
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::FreshIds;
    use crate::syntax::is_valid_id;

    #[test]
    fn an_id_is_made_of_the_words_that_tell_most() {
        let mut names = FreshIds::default();
        for (text, id) in [
            (
                "Higher fines are therefore the right measure.",
                "higher-fines-right-measure",
            ),
            ("It is a snake.", "snake"),
            ("It is a snake!", "snake-2"),
            ("This is not so.", "not"),
            (
                "Mehr Überwachung schützt nicht",
                "mehr-uberwachung-schutzt-nicht",
            ),
            ("权利", "权利"),
            ("A", "a"),
            ("…", "claim"),
            ("The SNP's disagreements", "snp-disagreements"),
            ("They'd never. We don’t!", "never-dont"),
        ] {
            assert_eq!(names.of_words(text, "claim"), id);
        }
    }

    #[test]
    fn an_id_that_can_stay_stays() {
        let mut names = FreshIds::default();
        for (id, kept) in [
            ("bird", "bird"),
            ("¬bird", "not-bird"),
            ("buy(porsche)", "buy-porsche"),
            ("G1", "G1"),
            ("¬app(a1)", "not-app-a1"),
            ("a b", "a-b"),
            ("a-b", "a-b-2"),
        ] {
            assert_eq!(names.of_id(id), kept);
        }
    }

    #[test]
    fn whatever_the_text_an_id_is_valid_and_new() {
        let mut names = FreshIds::default();
        let mut seen = std::collections::HashSet::new();
        for text in [
            "",
            "\u{200d}",
            "é",
            "e\u{301}",
            "a\u{200b}b",
            "کتاب‌ها",
            "x\"]\n[",
            "क्ष",
            "--",
            "\u{3164}",
            "é",
        ] {
            for id in [names.of_words(text, "claim"), names.of_id(text)] {
                assert!(is_valid_id(&id), "{id:?}");
                assert!(seen.insert(crate::map::canonical(&id).into_owned()), "{id}");
            }
        }
    }
}
