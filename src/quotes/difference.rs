//! Finds the characters that differ between a quotation and a passage that look alike.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_security::skeleton;

use super::WordChange;
use super::fold::{Items, Sign, fold_case};

/// A difference between a quotation and a passage that is hard to see: the characters look alike, or are invisible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignChange {
    /// What the passage has there; may be empty.
    #[serde(rename = "missing")]
    pub theirs: String,
    /// What the quotation has there; may be empty.
    #[serde(rename = "added")]
    pub own: String,
    /// The sign before it, if there is one.
    #[serde(skip)]
    pub before: Option<char>,
    /// The sign after it, if there is one.
    #[serde(skip)]
    pub after: Option<char>,
}

/// Whether two texts look alike to a reader: they are the same apart from invisible characters, white space and
/// look-alike letters (Unicode Technical Standard #39, confusables).
pub fn look_alike(one: &str, other: &str) -> bool {
    let looks = |text: &str| {
        let seen = text.chars().filter(|&c| !c.is_whitespace() && is_shown(c));
        skeleton(&seen.collect::<String>()).collect::<String>()
    };
    looks(one) == looks(other)
}

/// Whether `c` is visible by itself.
fn is_shown(c: char) -> bool {
    !matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The signs that differ between a quotation and a passage where their `words` seem to be the same.
pub(super) fn sign_changes(
    passage: &str,
    quotation: &str,
    words: &[WordChange],
) -> Vec<SignChange> {
    let is_equal = |change: &WordChange| matches!(change, WordChange::Equal(_));
    if words.iter().all(is_equal) {
        return signs_between(passage, quotation);
    }
    let pairs = WordChange::pairs(words);
    let alike = pairs.filter(|(theirs, own)| look_alike(theirs, own));
    let changes = alike.flat_map(|(theirs, own)| signs_between(theirs, own));
    changes.collect()
}

/// A sign as it is compared, and the text as written.
struct WrittenSign<'t> {
    sign: char,
    text: &'t str,
}

fn signs_between(passage: &str, quotation: &str) -> Vec<SignChange> {
    let folded = differences(passage, quotation, fold_case);
    if folded.is_empty() {
        differences(passage, quotation, |c| c)
    } else {
        folded
    }
}

fn differences(passage: &str, quotation: &str, fold: impl Fn(char) -> char) -> Vec<SignChange> {
    let (old, new) = (written(passage, &fold), written(quotation, &fold));
    let signs =
        |written: &[WrittenSign<'_>]| written.iter().map(|sign| sign.sign).collect::<Vec<_>>();
    let run = |written: &[WrittenSign<'_>], range: std::ops::Range<usize>| {
        let signs = written.get(range).unwrap_or(&[]);
        signs.iter().map(|sign| sign.text).collect::<String>()
    };
    let sign = |at: Option<usize>| old.get(at?)?.text.chars().next();
    capture_diff_slices(Algorithm::Myers, &signs(&old), &signs(&new))
        .into_iter()
        .map(|op| op.as_tag_tuple())
        .filter(|(tag, ..)| *tag != DiffTag::Equal)
        .map(|(_, theirs, own)| SignChange {
            before: sign(theirs.start.checked_sub(1)),
            after: sign(Some(theirs.end)),
            theirs: run(&old, theirs),
            own: run(&new, own),
        })
        .collect()
}

/// The signs of a text that a search compares, without those that may be left out.
fn written(text: &str, fold: impl Fn(char) -> char) -> Vec<WrittenSign<'_>> {
    let mut end = 0;
    let signs = Items::new(text).filter_map(|item| {
        let sign = match item.sign {
            Sign::Char(c) => fold(c),
            Sign::Space(None) => ' ',
            Sign::LineHyphen { .. } => '-',
            Sign::Space(_) | Sign::Unseen => return None,
        };
        // One unit may give several signs, such as those of a ligature: the first of them carries the text.
        let text = text.get(item.start.max(end)..item.end).unwrap_or("");
        end = item.end;
        Some(WrittenSign { sign, text })
    });
    signs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(theirs: &str, own: &str, before: char, after: Option<char>) -> SignChange {
        SignChange {
            theirs: theirs.to_owned(),
            own: own.to_owned(),
            before: Some(before),
            after,
        }
    }

    #[test]
    fn signs_that_are_not_seen_are_told() {
        assert_eq!(
            signs_between("I ❤\u{FE0F} it", "I ❤ it"),
            [change("\u{FE0F}", "", '❤', Some(' '))]
        );
        assert_eq!(
            signs_between("5\u{A0}€ each", "5€ each"),
            [change("\u{A0}", "", '5', Some('€'))]
        );
        assert_eq!(
            signs_between("the paper", "the p\u{430}per"),
            [change("a", "\u{430}", 'p', Some('p'))]
        );
        assert_eq!(
            signs_between("می\u{200C}خواهم", "میخواهم"),
            [change("\u{200C}", "", 'ی', Some('خ'))]
        );
        assert_eq!(signs_between("“so”, it  is", "\"so\" , it is"), []);
    }

    #[test]
    fn what_looks_alike_is_told_from_what_does_not() {
        for (one, other) in [
            ("paper", "p\u{430}per"),
            ("❤\u{FE0F}", "❤"),
            ("", "\u{200D}"),
            ("in the", "in\u{A0}the"),
        ] {
            assert!(look_alike(one, other), "{one} {other}");
        }
        for (one, other) in [("paper", "piper"), ("", "not"), ("5", "−5"), ("a", "á")] {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }
}
