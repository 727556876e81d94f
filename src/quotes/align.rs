//! Whether a source says, from a given place on, what a quotation says, and on which rung.

use std::iter::Peekable;

use super::Tier;
use super::fold::{Item, Items, Sign, fold_case};

/// A text being walked through sign by sign.
struct Walk<'t> {
    text: &'t str,
    items: Peekable<Items<'t>>,
    /// The byte after what was walked through.
    end: usize,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            items: Items::new(text).peekable(),
            end: 0,
        }
    }

    fn step(&mut self) {
        if let Some(item) = self.items.next() {
            self.end = item.end;
        }
    }

    fn skip_space(&mut self) {
        if self
            .items
            .peek()
            .is_some_and(|item| matches!(item.sign, Sign::Space { .. }))
        {
            self.items.next();
        }
    }

    fn slice(&self, item: Item) -> &'t str {
        self.text.get(item.start..item.end).unwrap_or("")
    }
}

/// The end, in `text`, of what begins at `start` and says what `quotation` says, with the
/// tightest rung that allows it. `quotation` begins and ends with something seen.
pub(super) fn align(text: &str, start: usize, quotation: &str) -> Option<(usize, Tier)> {
    let mut tier = Tier::Exact;
    let mut source = Walk::new(text.get(start..)?);
    let mut quoted = Walk::new(quotation);
    while let Some(&b) = quoted.items.peek() {
        let a = *source.items.peek()?;
        let same = source.slice(a) == quoted.slice(b);
        match (a.sign, b.sign) {
            (Sign::Char(x), Sign::Char(y)) if x == y => {
                if !(same || a.plain && b.plain) {
                    tier = tier.max(Tier::Typography);
                }
                source.step();
                quoted.step();
            }
            (Sign::Unseen, Sign::Unseen)
            | (Sign::Space { .. }, Sign::Space { .. })
            | (Sign::LineHyphen { .. }, Sign::LineHyphen { .. }) => {
                if !same {
                    tier = tier.max(Tier::Whitespace);
                }
                source.step();
                quoted.step();
            }
            (Sign::Unseen | Sign::Space { joins: true }, _) => {
                tier = tier.max(Tier::Whitespace);
                source.step();
            }
            (_, Sign::Unseen | Sign::Space { joins: true }) => {
                tier = tier.max(Tier::Whitespace);
                quoted.step();
            }
            // The hyphen is the word's own, and a space may have been made of the line break.
            (
                Sign::LineHyphen {
                    hyphen_end,
                    soft: false,
                    ..
                },
                Sign::Char('-'),
            ) => {
                tier = tier.max(Tier::Whitespace);
                if !same_hyphen(&source, a, hyphen_end, quoted.slice(b)) {
                    tier = tier.max(Tier::Typography);
                }
                source.step();
                quoted.step();
                source.end = hyphen_end;
                quoted.skip_space();
            }
            (
                Sign::Char('-'),
                Sign::LineHyphen {
                    hyphen_end,
                    soft: false,
                    ..
                },
            ) => {
                tier = tier.max(Tier::Whitespace);
                if !same_hyphen(&quoted, b, hyphen_end, source.slice(a)) {
                    tier = tier.max(Tier::Typography);
                }
                source.step();
                quoted.step();
                source.skip_space();
            }
            // The hyphen is the line break's.
            (
                Sign::LineHyphen {
                    droppable: true, ..
                },
                _,
            ) => {
                tier = tier.max(Tier::Whitespace);
                source.step();
            }
            (
                _,
                Sign::LineHyphen {
                    droppable: true, ..
                },
            ) => {
                tier = tier.max(Tier::Whitespace);
                quoted.step();
            }
            (Sign::Char(x), Sign::Char(y))
                if fold_case(x) == fold_case(y)
                    && !is_unit(text, start + a.start)
                    && !is_unit(quotation, b.start) =>
            {
                tier = Tier::Case;
                source.step();
                quoted.step();
            }
            _ => return None,
        }
    }
    // A quotation can't end within one unit of the source, such as the ligature ﬁ: the signs
    // still to come of it would stand where the last one did.
    if source
        .items
        .peek()
        .is_some_and(|next| next.start < source.end)
    {
        return None;
    }
    let end = start + source.end;
    let verbatim = text.get(start..end) == Some(quotation);
    Some((end, if verbatim { Tier::Exact } else { tier }))
}

fn same_hyphen(walk: &Walk<'_>, item: Item, hyphen_end: usize, hyphen: &str) -> bool {
    walk.text.get(item.start..hyphen_end) == Some(hyphen)
}

/// Whether the letter at `at` belongs to what a number counts, as in `5 MW` or `3 Mbit/s`: there
/// case tells a thousandth from a million. A run of up to four letters after a number is taken
/// for a unit.
fn is_unit(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let in_unit = |c: &char| c.is_alphabetic() || matches!(c, '/' | '·' | '⋅' | '°');
    let head = before.chars().rev().take(9).take_while(in_unit).count();
    let run: String = {
        let tail = after.chars().take(9).take_while(in_unit);
        let mut head: Vec<char> = before.chars().rev().take(head).collect();
        head.reverse();
        head.into_iter().chain(tail).collect()
    };
    if head >= 9
        || run
            .split(['/', '·', '⋅', '°'])
            .any(|part| part.chars().count() > 4)
    {
        return false;
    }
    let number = before
        .char_indices()
        .rev()
        .nth(head.saturating_sub(1))
        .filter(|_| head > 0)
        .and_then(|(start, _)| before.get(..start))
        .unwrap_or(before)
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2011}'));
    number.chars().next_back().is_some_and(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(source: &str, quotation: &str) -> Option<Tier> {
        align(source, 0, quotation).and_then(|(end, tier)| (end == source.len()).then_some(tier))
    }

    #[test]
    fn the_tightest_rung_is_told() {
        assert_eq!(tier("a b", "a b"), Some(Tier::Exact));
        assert_eq!(tier("a\r\n b", "a b"), Some(Tier::Whitespace));
        assert_eq!(tier("“a b”", "\"a b\""), Some(Tier::Typography));
        assert_eq!(tier("“a  b”", "\"a b\""), Some(Tier::Typography));
        assert_eq!(tier("A b", "a b"), Some(Tier::Case));
        assert_eq!(tier("ab", "a b"), None);
    }

    #[test]
    fn a_line_end_hyphen_reads_both_ways() {
        for quotation in ["resign", "re-sign", "re- sign", "re-\n  sign"] {
            assert!(tier("re-\nsign", quotation).is_some(), "{quotation}");
        }
        assert_eq!(tier("re sign", "resign"), None);
        assert_eq!(tier("re-\nsign", "re sign"), None);
        assert_eq!(tier("resign", "re-\nsign"), Some(Tier::Whitespace));
        assert_eq!(tier("co-op", "coop"), None);
        assert_eq!(tier("coop", "co-op"), None);
        assert_eq!(tier("co\u{AD}op", "coop"), Some(Tier::Whitespace));
        assert_eq!(tier("co\u{AD}op", "co-op"), None);
        assert_eq!(tier("COVID-\n19", "COVID-19"), Some(Tier::Whitespace));
        assert_eq!(tier("COVID-\n19", "COVID19"), None);
        assert_eq!(tier("10-\n20", "1020"), None);
        assert_eq!(tier("Jean-\nPaul", "JeanPaul"), None);
        assert_eq!(tier("re‐\nsign", "re-sign"), Some(Tier::Typography));
    }

    #[test]
    fn letter_case_of_a_unit_is_never_folded() {
        assert_eq!(tier("5 MW", "5 mW"), None);
        assert_eq!(tier("5MW", "5mW"), None);
        assert_eq!(tier("3 Mbit/s", "3 mbit/s"), None);
        assert_eq!(tier("5 Persons", "5 persons"), Some(Tier::Case));
        assert_eq!(tier("the Sun", "the sun"), Some(Tier::Case));
    }

    #[test]
    fn a_line_break_between_chinese_characters_is_nothing() {
        assert_eq!(tier("公共\n区块链", "公共区块链"), Some(Tier::Whitespace));
        assert_eq!(tier("公共 区块链", "公共区块链"), None);
        assert_eq!(tier("ab\ncd", "abcd"), None);
    }

    #[test]
    fn a_quotation_does_not_end_within_a_ligature() {
        assert_eq!(align("eﬃ", 0, "ef"), None);
        assert_eq!(align("e…", 0, "e."), None);
        assert!(align("eﬃ", 0, "effi").is_some());
    }
}
