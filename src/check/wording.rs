//! How findings write names, lists and counts.

use super::trail::grouped;
use crate::map::{ClaimId, Map};
use crate::printable::printable;

/// Names with more characters than this are cut off.
const LONGEST: usize = 80;

/// A name in backquotes, on one line and cut off after [`LONGEST`] characters.
pub(super) fn name(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("`{}`", on_one_line(&shown))
}

/// Text on one line, with control characters spelt out.
pub(super) fn on_one_line(text: &str) -> String {
    printable(text).into_owned()
}

/// A list in words: `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    joined(items, "and")
}

/// Alternatives in words: `a`, `a or b`, `a, b or c`.
pub(super) fn either(items: &[String]) -> String {
    joined(items, "or")
}

fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// The number of claims with the first few named: "38 claims, such as `a` and `b`,".
pub(super) fn such_as(map: &Map, claims: &[ClaimId]) -> String {
    const NAMED: usize = 2;
    let names: Vec<_> = claims
        .iter()
        .take(NAMED)
        .map(|&claim| name(map.id(claim)))
        .collect();
    if claims.len() <= NAMED {
        return list(&names);
    }
    format!(
        "{} claims, such as {},",
        grouped(claims.len()),
        list(&names)
    )
}

#[cfg(test)]
mod tests {
    use super::{list, name};

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(name("a\nb\u{1b}"), r"`a\nb\u{1b}`");
        assert_eq!(name(&"é".repeat(81)), format!("`{}…`", "é".repeat(80)));
    }

    #[test]
    fn lists_read_aloud() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..2]), "a and b");
        assert_eq!(list(&items[..1]), "a");
    }
}
