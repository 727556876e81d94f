//! Compares a source with a quotation from a given place on, and says on which tier they match.

use std::iter::Peekable;

use super::Tier;
use super::fold::{Items, Sign, SignAt, fold_case, is_script, unlowered};

/// A text that is read sign by sign.
struct SignWalk<'t> {
    text: &'t str,
    items: Peekable<Items<'t>>,
    /// The byte after the last sign that was read.
    end: usize,
}

impl<'t> SignWalk<'t> {
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

    /// Skips white space, if it comes next; returns whether it did.
    fn skip_space(&mut self) -> bool {
        let space = |item: &SignAt| matches!(item.sign, Sign::Space(_));
        self.items.next_if(space).is_some()
    }

    fn slice(&self, item: SignAt) -> &'t str {
        self.text.get(item.start..item.end).unwrap_or("")
    }
}

/// If the text at `start` matches `quotation`, the end of the match in `text` and the tightest tier that allows it.
/// `quotation` begins and ends with a visible character.
pub(super) fn align(text: &str, start: usize, quotation: &str) -> Option<(usize, Tier)> {
    let rest = text.get(start..)?;
    if rest.starts_with(quotation) {
        return Some((start + quotation.len(), Tier::Exact));
    }
    let mut tier = Tier::Exact;
    let mut source = SignWalk::new(rest);
    let mut quoted = SignWalk::new(quotation);
    // Whether the last quotation mark of another level was an opening one.
    let mut is_open = false;
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
            (Sign::Unseen, Sign::Unseen) | (Sign::Space(_), Sign::Space(_)) => {
                source.step();
                quoted.step();
            }
            (
                Sign::LineHyphen {
                    dash, hyphen_end, ..
                },
                Sign::LineHyphen {
                    dash: own,
                    hyphen_end: own_end,
                    ..
                },
            ) if dash == own => {
                let theirs = source.text.get(a.start..hyphen_end);
                if theirs != quoted.text.get(b.start..own_end) {
                    tier = tier.max(Tier::Typography);
                }
                source.step();
                quoted.step();
            }
            (Sign::Unseen, _) => source.step(),
            (_, Sign::Unseen) => quoted.step(),
            (Sign::Space(Some(rung)), _) => {
                tier = tier.max(rung);
                source.step();
            }
            (_, Sign::Space(Some(rung))) => {
                tier = tier.max(rung);
                quoted.step();
            }
            // The hyphen belongs to the word, and the line break may have become a space.
            (Sign::LineHyphen { soft: false, .. }, Sign::Char(y)) if own_hyphen(a, y) => {
                tier = tier.max(within_line(&mut source, &mut quoted)?);
            }
            (Sign::Char(x), Sign::LineHyphen { soft: false, .. }) if own_hyphen(b, x) => {
                tier = tier.max(within_line(&mut quoted, &mut source)?);
            }
            // The hyphen is there only because of the line break.
            (Sign::LineHyphen { droppable, .. }, _) if droppable => {
                tier = tier.max(Tier::Typography);
                source.step();
            }
            (_, Sign::LineHyphen { droppable, .. }) if droppable => {
                tier = tier.max(Tier::Typography);
                quoted.step();
            }
            // H₂O may also be written H2O.
            (Sign::Char(x), Sign::Char(y))
                if unlowered(x) == unlowered(y)
                    && if unlowered(x) == x {
                        is_index(quotation, b)
                    } else {
                        is_index(text.get(start..).unwrap_or(""), a)
                    } =>
            {
                tier = tier.max(Tier::Typography);
                source.step();
                quoted.step();
            }
            // Quotation marks within a quotation change their level.
            (Sign::Char('"'), Sign::Char('\'')) | (Sign::Char('\''), Sign::Char('"')) => {
                let own = MarkKind::of(quotation, b)?;
                if MarkKind::of(text, a.moved(start))? != own || is_open != (own == MarkKind::Close)
                {
                    return None;
                }
                is_open = own == MarkKind::Open;
                tier = tier.max(Tier::Typography);
                source.step();
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
    // A quotation can't end within one unit of the source, such as the ligature ﬁ: the unit's remaining signs would
    // have the same place as the last one.
    let end = source.end;
    let is_within = source.items.peek().is_some_and(|next| next.start < end);
    (!is_within).then_some((start + end, tier))
}

/// What a quotation mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    Open,
    Close,
}

impl MarkKind {
    /// What the quotation mark `item` does, as the signs beside it show; `None` if it is an apostrophe or stands for
    /// feet or inches.
    fn of(text: &str, item: SignAt) -> Option<Self> {
        let before = text.get(..item.start)?.chars().next_back();
        let after = text.get(item.end..)?.chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match before {
            Some(c) if c.is_numeric() => None,
            Some(c) if c.is_alphabetic() => (!is_word(after)).then_some(Self::Close),
            Some(c) if !(c.is_whitespace() || "([".contains(c) || is_word(after)) => {
                Some(Self::Close)
            }
            _ => Some(Self::Open),
        }
    }
}

/// Whether `c`, which is within a line, may be the hyphen or dash of `line_end`: a dash with spaces around it reads as
/// `-`.
fn own_hyphen(line_end: SignAt, c: char) -> bool {
    matches!(line_end.sign, Sign::LineHyphen { dash, .. } if c == dash || c == '-')
}

/// Moves past the hyphen at a line end in `broken` and the hyphen within a line in `whole`, if they match; returns the
/// tier on which they do.
fn within_line(broken: &mut SignWalk<'_>, whole: &mut SignWalk<'_>) -> Option<Tier> {
    let (line_end, hyphen) = (*broken.items.peek()?, *whole.items.peek()?);
    let Sign::LineHyphen {
        dash, hyphen_end, ..
    } = line_end.sign
    else {
        return None;
    };
    let same = broken.text.get(line_end.start..hyphen_end) == Some(whole.slice(hyphen));
    broken.step();
    whole.step();
    // A quotation that ends here ends with the hyphen.
    broken.end = hyphen_end;
    let spaced = whole.skip_space();
    if dash != '-' && hyphen.sign != Sign::Char(dash) && !spaced {
        return None;
    }
    Some(if same && spaced {
        Tier::Exact
    } else {
        Tier::Typography
    })
}

/// Whether `item` is one of a group of subscript digits that follow a letter, or a bracket after one, and do not stand
/// before a digit, with which they could be read as one number. The group may have a point or comma between its digits.
fn is_index(text: &str, item: SignAt) -> bool {
    const LONGEST: usize = 8;
    let (Some(before), Some(after)) = (text.get(..item.start), text.get(item.end..)) else {
        return false;
    };
    let is_lowered = |c: char| unlowered(c) != c;
    // `file_2` does not match `file2`.
    let here = text.get(item.start..).unwrap_or("");
    if !here.starts_with(is_lowered) {
        return false;
    }
    let before: Vec<char> = before.chars().rev().take(LONGEST).collect();
    let after: Vec<char> = after.chars().take(LONGEST).collect();
    // What is beyond the digits, and what is beyond that.
    let beyond = |mut chars: &[char]| loop {
        match *chars {
            [c, ref rest @ ..] if is_lowered(c) => chars = rest,
            ['.' | ',', c, ref rest @ ..] if is_lowered(c) => chars = rest,
            [one, other, ..] => return [Some(one), Some(other)],
            [one] => return [Some(one), None],
            [] => return [None, None],
        }
    };
    let is_symbol = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let follows = match beyond(&before) {
        [Some(')' | ']'), inside] => is_symbol(inside) || inside.is_some_and(is_lowered),
        [last, _] => is_symbol(last),
    };
    // The charge of `SO₄²⁻` is no part of the number.
    let is_digit = |c: char| c.is_numeric() && !is_script(c);
    follows && !beyond(&after)[0].is_some_and(is_digit)
}

/// Whether the letter at `at` belongs to a unit, such as `5 MW` or `3 Mbit/s`, where case tells a thousandth from a
/// million, a bit from a byte. A symbol that is a single letter counts only after a number.
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
    if head >= 9 || parts_of(&run).any(|part| part.chars().count() > 4) {
        return false;
    }
    if parts_of(&run).any(|part| is_prefixed(part, &["m", "p", "k", "y", "z"], CAPITALS)) {
        return true;
    }
    let own: usize = before.chars().rev().take(head).map(char::len_utf8).sum();
    let before = before.get(..before.len() - own).unwrap_or("");
    // `1990s`, `2nd`.
    let is_ending = |ending: &&str| ending.eq_ignore_ascii_case(&run);
    if before.ends_with(char::is_numeric) && ["s", "st", "nd", "rd", "th"].iter().any(is_ending) {
        return false;
    }
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2011}');
    before.trim_end_matches(is_gap).ends_with(char::is_numeric)
        && parts_of(&run).any(is_symbol_of_unit)
}

/// The units that a product or quotient of units is made of.
fn parts_of(run: &str) -> impl Iterator<Item = &str> {
    run.split(['/', '·', '⋅', '°'])
}

/// Units whose symbol has a capital letter.
const CAPITALS: &[&str] = &[
    "A", "B", "Bq", "C", "eV", "F", "Gy", "H", "Hz", "J", "L", "N", "Pa", "S", "Sv", "T", "V", "W",
    "Wh",
];

/// Units, and numbers written with one letter, that have another meaning with other capitals, or stand with a prefix that
/// does.
const OTHERS: &[&str] = &[
    "b", "bit", "bps", "cal", "d", "g", "h", "K", "l", "M", "m", "mol", "o", "s", "t", "Ah", "VA",
];

/// Whether `word` is the symbol of a unit, perhaps with a prefix, for which capitals make a difference.
fn is_symbol_of_unit(word: &str) -> bool {
    let prefixes = ["", "G", "K", "k", "M", "m", "n", "p", "T", "µ", "μ"];
    // Times of the day, and words in capitals.
    let is_other = matches!(
        word,
        "am" | "pm" | "MS" | "TV" | "A" | "To" | "no" | "Ms" | "Mo" | "o"
    );
    let is_number = matches!(word, "B" | "G" | "k" | "M" | "T");
    !is_other
        && (is_number
            || is_prefixed(word, &prefixes, CAPITALS)
            || is_prefixed(word, &prefixes, OTHERS))
}

/// Whether `word` is one of the units with one of the prefixes.
fn is_prefixed(word: &str, prefixes: &[&str], units: &[&str]) -> bool {
    let mut units_after = prefixes
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    units_after.any(|unit| units.contains(&unit))
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
        assert_eq!(tier("a\r\n b", "a b"), Some(Tier::Exact));
        assert_eq!(tier("“a b”", "\"a b\""), Some(Tier::Typography));
        assert_eq!(tier("“a  b”", "\"a b\""), Some(Tier::Typography));
        assert_eq!(tier("A b", "a b"), Some(Tier::Case));
        assert_eq!(tier("ab", "a b"), None);
    }

    #[test]
    fn a_line_end_hyphen_reads_both_ways() {
        for quotation in ["re- sign", "re-\n  sign"] {
            assert_eq!(
                tier("re-\nsign", quotation),
                Some(Tier::Exact),
                "{quotation}"
            );
        }
        for quotation in ["resign", "re-sign", "re‐\nsign"] {
            let found = tier("re-\nsign", quotation);
            assert_eq!(found, Some(Tier::Typography), "{quotation}");
            assert_eq!(tier(quotation, "re-\nsign"), found, "{quotation}");
        }
        assert_eq!(tier("re sign", "resign"), None);
        assert_eq!(tier("re-\nsign", "re sign"), None);
        assert_eq!(tier("co-op", "coop"), None);
        assert_eq!(tier("coop", "co-op"), None);
        assert_eq!(tier("co\u{AD}op", "coop"), Some(Tier::Exact));
        assert_eq!(tier("co\u{AD}\nop", "coop"), Some(Tier::Typography));
        assert_eq!(tier("co\u{AD}op", "co-op"), None);
        assert_eq!(tier("COVID-\n19", "COVID-19"), Some(Tier::Typography));
        assert_eq!(tier("COVID-\n19", "COVID19"), None);
        assert_eq!(tier("10-\n20", "1020"), None);
        assert_eq!(tier("10–\n20", "10–20"), Some(Tier::Typography));
        assert_eq!(tier("10–\n20", "1020"), None);
        assert_eq!(tier("Jean-\nPaul", "JeanPaul"), None);
    }

    #[test]
    fn a_paragraph_s_end_joins_no_word() {
        assert_eq!(tier("re-\n\nsign", "resign"), None);
        assert_eq!(tier("re-\r\n\r\nsign", "re-sign"), None);
        assert_eq!(tier("re-\r\nsign", "resign"), Some(Tier::Typography));
        assert_eq!(tier("re-\n\u{C}sign", "resign"), Some(Tier::Typography));
        assert_eq!(tier("re-\n\nsign", "re- sign"), Some(Tier::Exact));
    }

    #[test]
    fn a_dash_or_slash_at_a_line_end_reads_as_within_the_line() {
        for (source, quotation) in [
            ("man—\neating", "man—eating"),
            ("man—\neating", "man—  eating"),
            ("man--\neating", "man—eating"),
            ("man—\neating", "man--\neating"),
            ("and/\nor", "and/or"),
            ("1990/\n91", "1990/91"),
        ] {
            let found = tier(source, quotation);
            assert!(
                found.is_some_and(|tier| tier <= Tier::Typography),
                "{source:?}"
            );
        }
        for (source, quotation) in [
            ("man—\neating", "man-eating"),
            ("man-\neating", "man—eating"),
            ("man—\neating", "maneating"),
            ("man—\neating", "man eating"),
            ("and/ or", "and/or"),
            ("and/\n\nor", "and/or"),
            ("and /\nor", "and /or"),
        ] {
            assert_eq!(tier(source, quotation), None, "{source:?} {quotation:?}");
        }
    }

    #[test]
    fn a_blank_before_a_mark_or_inside_quotation_marks_is_typography() {
        for (spaced, close) in [
            ("in April , for", "in April, for"),
            ("none . Then", "none. Then"),
            ("dit\u{202F}: oui\u{A0}!", "dit: oui!"),
            ("a ; b ? c", "a; b? c"),
            ("( a ) b", "(a) b"),
            ("« oui »", "«oui»"),
            ("dit « oui », et", "dit \"oui\", et"),
            ("dit \" oui \" et", "dit “oui” et"),
            ("“ oui ” et", "“oui” et"),
            ("Wait. . . what", "Wait... what"),
            ("Wait . . . what", "Wait… what"),
            ("50 % du", "50% du"),
            ("in 1990 , 5 years", "in 1990, 5 years"),
        ] {
            assert_eq!(tier(spaced, close), Some(Tier::Typography), "{spaced}");
            assert_eq!(tier(close, spaced), Some(Tier::Typography), "{spaced}");
        }
        for (one, other) in [
            ("1 ,5", "1,5"),
            ("3 .14", "3.14"),
            ("3. 14", "3.14"),
            ("at 5 :30", "at 5:30"),
            ("rose .5 points", "rose.5 points"),
            ("a \"b\" c", "a\" b \"c"),
            ("a \"b\" c", "a\"b\"c"),
            ("a (b) c", "a(b)c"),
            ("a, b", "a,b"),
            ("node .js", "node.js"),
            ("5 €", "5€"),
            ("the dogs ' bark", "the dogs' bark"),
        ] {
            assert_eq!(tier(one, other), None, "{one}");
            assert_eq!(tier(other, one), None, "{one}");
        }
    }

    #[test]
    fn quotation_marks_within_a_quotation_may_change_their_level() {
        for (source, quotation) in [
            ("\"We are ready,\" said Ann", "‘We are ready,’ said Ann"),
            ("he said “no”, and", "he said 'no', and"),
            ("he said «no», and", "he said ‹no›, and"),
            ("a “b” c “d” e", "a ‘b’ c ‘d’ e"),
            ("\"We don’t", "‘We don't"),
            ("(“it is”)", "(‘it is’)"),
        ] {
            assert_eq!(tier(source, quotation), Some(Tier::Typography), "{source}");
            assert_eq!(tier(quotation, source), Some(Tier::Typography), "{source}");
        }
        for (source, quotation) in [
            ("the dogs’ bark", "the dogs\" bark"),
            ("I don’t", "I don\"t"),
            ("5' tall", "5\" tall"),
            ("said ‘no’ twice", "said no twice"),
        ] {
            assert_eq!(tier(source, quotation), None, "{source}");
            assert_eq!(tier(quotation, source), None, "{source}");
        }
    }

    #[test]
    fn letter_case_of_a_unit_is_never_folded() {
        assert_eq!(tier("5 MW", "5 mW"), None);
        assert_eq!(tier("5MW", "5mW"), None);
        assert_eq!(tier("3 Mbit/s", "3 mbit/s"), None);
        assert_eq!(tier("five MW", "five mW"), None);
        assert_eq!(tier("some kWh", "some KWh"), None);
        for (one, other) in [
            ("5 GB", "5 Gb"),
            ("5 m", "5 M"),
            ("2 Mg/l", "2 mg/l"),
            ("10 µS", "10 µs"),
            ("10 mmol", "10 Mmol"),
        ] {
            assert_eq!(tier(one, other), None, "{one}");
            assert_eq!(tier(other, one), None, "{one}");
        }
        assert_eq!(tier("5 Persons", "5 persons"), Some(Tier::Case));
        for words in [
            "In 2020 The Guardian",
            "7 Days in",
            "at 5:30 PM today",
            "at 10:00 A.M. today",
            "Article 5 Of the Treaty",
            "In 2020 A man",
            "In 2020 As it is",
            "5 TV sets",
            "THE 1990S",
            "THE '80S",
            "1960S-STYLE",
            "THE 2ND OF MAY",
            "5TH AVENUE",
            "20-YEAR-OLDS",
        ] {
            assert_eq!(
                tier(words, &words.to_lowercase()),
                Some(Tier::Case),
                "{words}"
            );
            assert_eq!(
                tier(&words.to_lowercase(), words),
                Some(Tier::Case),
                "{words}"
            );
        }
        assert_eq!(tier("the Sun", "the sun"), Some(Tier::Case));
    }

    #[test]
    fn a_lowered_digit_after_a_letter_may_be_written_on_the_line() {
        for quotation in ["CO2 and x12", "CO_2 and x_{12}", "CO₂ and x12"] {
            let found = tier("CO₂ and x₁₂", quotation);
            assert_eq!(found, Some(Tier::Typography), "{quotation}");
        }
        for (source, quotation) in [
            ("PM₂.₅", "PM2.5"),
            ("Fe₀.₅O", "Fe0.5O"),
            ("(OH)₂D₃", "(OH)2D3"),
            ("(CH₃)₂CO", "(CH3)2CO"),
        ] {
            let found = tier(source, quotation);
            assert_eq!(found, Some(Tier::Typography), "{quotation}");
        }
        for (source, quotation) in [
            ("10₂", "102"),
            ("(101)₂", "(101)2"),
            ("5.₂", "5.2"),
            ("x₂.₅7", "x2.57"),
            ("a₂5", "a25"),
            ("a2₅", "a25"),
            ("m²", "m2"),
            ("10⁶", "106"),
            ("10⁶", "10_6"),
            ("10³5", "10^35"),
            ("file_2", "file2"),
        ] {
            assert_eq!(tier(source, quotation), None, "{source} {quotation}");
            assert_eq!(tier(quotation, source), None, "{source} {quotation}");
        }
        assert_eq!(tier("10⁻⁶ m²", "10^-6 m^2"), Some(Tier::Typography));
    }

    #[test]
    fn a_line_break_between_chinese_characters_is_nothing() {
        assert_eq!(tier("公共\n区块链", "公共区块链"), Some(Tier::Exact));
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
