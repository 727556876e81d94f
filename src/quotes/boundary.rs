//! Where a quotation may begin and end: never within a word or a number.
//!
//! `accepted` does not match in `unaccepted`, `non-accepted` or `un-⏎accepted`, nor does `5` in `15`, `0.5`, `-5`,
//! `1 500 000`, `5%`, `5 %` or `≤ 5`, nor `can` or `t` in `can't`. A quotation may begin after an apostrophe, like `homme`
//! in `l'homme`.
//! Scripts that put no spaces between words are exempt, since only a dictionary could tell where their words end; their
//! numerals are not exempt.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::GraphemeCursor;

use super::fold::{
    is_blank, is_currency, is_dash, is_line_break, is_script, is_unseen, line_breaks,
};
use super::measure::{beside_sign, is_one_measure};

/// Whether the bytes `start..end` of `text` begin where a word begins and end where a word ends.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    begins_whole(text, start, end) && ends_whole(text, start, end)
}

/// Whether the bytes `start..end` of `text` begin where a word begins.
pub(super) fn begins_whole(text: &str, start: usize, end: usize) -> bool {
    match (text.get(..start), text.get(start..end)) {
        (Some(before), Some(within)) => grapheme_starts(text, start) && begins_word(before, within),
        _ => false,
    }
}

/// Whether the bytes `start..end` of `text` end where a word ends.
pub(super) fn ends_whole(text: &str, start: usize, end: usize) -> bool {
    match (text.get(start..end), text.get(end..)) {
        (Some(within), Some(after)) => {
            let after = after
                .strip_prefix('$')
                .filter(|_| closes_formula(text, end))
                .unwrap_or(after);
            grapheme_starts(text, end) && ends_word(within, after)
        }
        _ => false,
    }
}

/// Whether the `$` at the byte `at` closes a formula in its line, as in `$n = 12$`, and is no currency.
fn closes_formula(text: &str, at: usize) -> bool {
    const LONGEST: usize = 200;
    let before = text.get(..at).unwrap_or("").chars().rev().take(LONGEST);
    let mut line = before.take_while(|c| !is_line_break(*c)).peekable();
    let mut first = None;
    while let Some(c) = line.next_if(|c| *c != '$') {
        first = Some(c);
    }
    let count = line.filter(|c| *c == '$').count();
    count % 2 == 1 && first.is_some_and(|c| !c.is_whitespace() && !c.is_numeric())
}

fn grapheme_starts(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let ascii = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    let after = bytes.get(at);
    if ascii(before) && ascii(after) {
        return !(before == Some(&b'\r') && after == Some(&b'\n'));
    }
    GraphemeCursor::new(at, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(false)
}

fn begins_word(before: &str, within: &str) -> bool {
    let mut inner = within.chars().filter(|&c| !is_unseen(c));
    let mut outer = before.chars().rev().filter(|&c| !is_unseen(c));
    let (Some(first), Some(last)) = (inner.next(), outer.next()) else {
        return true;
    };
    let (second, next_to_last) = (inner.next(), outer.next());
    if continues_word(last, first)
        || joins(last, first, second)
        || ends_hyphenated(before, first)
        || is_one_word(before, within)
        || is_one_measure(before, within)
    {
        return false;
    }
    if is_word(first) && matches!(last, '−' | '¬' | '±' | '√') {
        return false;
    }
    if last == '^' && is_word(first) && next_to_last.is_some_and(is_base) {
        return false;
    }
    if is_word(first)
        && (is_hyphen(last) || last == '_')
        && next_to_last.is_some_and(char::is_alphanumeric)
    {
        return false;
    }
    // `HK$100`
    if last.is_alphabetic() && is_currency(first) && !is_unspaced(last) {
        return false;
    }
    // The `%` of `5%` and of `5 %`.
    if last.is_numeric() && (is_unit(first) || is_currency(first))
        || is_share(first) && last.is_whitespace() && next_to_last.is_some_and(char::is_numeric)
    {
        return false;
    }
    if is_apostrophe(last) && next_to_last.is_some_and(char::is_alphabetic) && is_ending(within) {
        return false;
    }
    let number = first.is_numeric()
        || (matches!(first, '.' | ',') || is_currency(first))
            && second.is_some_and(char::is_numeric);
    if !number {
        return true;
    }
    if is_sign(last) || is_currency(last) || is_signed(before) {
        return false;
    }
    let after_digit = next_to_last.is_some_and(char::is_numeric);
    if is_operator(last) {
        return !next_to_last.is_some_and(char::is_alphanumeric);
    }
    if is_separator(last) {
        // `.5` stands for `0.5`, unless the point ends a sentence.
        let bare = last == '.' && next_to_last.is_none_or(|c| !c.is_alphanumeric() && c != '.');
        return !(after_digit || bare);
    }
    !(first.is_numeric() && joins_groups(last, before, within))
}

fn ends_word(within: &str, after: &str) -> bool {
    let mut inner = within.chars().rev().filter(|&c| !is_unseen(c));
    let mut outer = after.chars().filter(|&c| !is_unseen(c));
    let (Some(last), Some(first)) = (inner.next(), outer.next()) else {
        return true;
    };
    let (next_to_last, second) = (inner.next(), outer.next());
    if continues_word(last, first)
        || joins(first, last, next_to_last)
        || begins_hyphenated(last, after)
        || is_one_word(within, after)
        || is_one_measure(within, after)
    {
        return false;
    }
    // `C++`, `C#`, `BBB−`; but not `a+b`, nor `the firm- so`.
    let is_grade = |c: char| c == '-' && last.is_uppercase() || matches!(c, '+' | '＋' | '−' | '#');
    if (is_word(last) || last == first)
        && is_grade(first)
        && !second.is_some_and(char::is_alphanumeric)
    {
        return false;
    }
    // `HK$100`
    if last.is_alphabetic() && is_currency(first) && !is_unspaced(last) {
        return false;
    }
    if is_word(last)
        && (is_hyphen(first) || is_apostrophe(first) || first == '_')
        && second.is_some_and(char::is_alphanumeric)
    {
        return false;
    }
    let exponent = |c: char| is_word(c) || is_sign(c) || matches!(c, '(' | '{');
    if first == '^' && is_base(last) && second.is_some_and(exponent) {
        return false;
    }
    if !last.is_numeric() {
        // The sign of `-5`.
        return !(first.is_numeric() && (is_sign(last) || is_currency(last)));
    }
    let is_measured = is_unit(first) || is_currency(first);
    let is_shared = first.is_whitespace() && second.is_some_and(is_share);
    if is_measured || is_shared {
        return false;
    }
    if is_operator(first) {
        return !second.is_some_and(char::is_alphanumeric);
    }
    if is_separator(first) || (is_dash(first) && first != '—') {
        return !second.is_some_and(char::is_numeric);
    }
    !joins_groups(first, within, after)
}

/// Whether `left` and `right` belong to the same word or number.
fn continues_word(left: char, right: char) -> bool {
    (is_word(left) && is_word(right) && !(is_unspaced(left) || is_unspaced(right)))
        || (is_katakana(left) && is_katakana(right))
}

/// Whether `edge`, at the edge of the quotation, joins the two halves of a word or number, and the half on the side of
/// `outside` is not quoted: `-accepted` of `non-accepted`, `.5` of `0.5`.
fn joins(outside: char, edge: char, inside: Option<char>) -> bool {
    let Some(inside) = inside else { return false };
    if is_hyphen(edge) || is_apostrophe(edge) || is_dash(edge) && edge != '—' {
        return outside.is_alphanumeric() && inside.is_alphanumeric();
    }
    (is_separator(edge) || is_operator(edge)) && outside.is_numeric() && inside.is_numeric()
}

/// Whether `before` ends in the first half of a word hyphenated across a line end, with `first` in the second half. A
/// blank line ends a word.
fn ends_hyphenated(before: &str, first: char) -> bool {
    if !is_word(first) {
        return false;
    }
    // Keeps a soft hyphen before the white space.
    let head = before.trim_end_matches(|c: char| is_blank(c) && c != '\u{AD}');
    let blanks = before.get(head.len()..).unwrap_or("");
    let mut head = head.chars().rev();
    line_breaks(blanks) == 1
        && head.next().is_some_and(is_line_hyphen)
        && head.next().is_some_and(char::is_alphanumeric)
}

/// Whether `after` begins with the hyphen of a word hyphenated across a line end, the first half of which ends in
/// `last`.
fn begins_hyphenated(last: char, after: &str) -> bool {
    if !is_word(last) {
        return false;
    }
    let Some(rest) = after.strip_prefix(is_line_hyphen) else {
        return false;
    };
    let next = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
    let (blanks, word) = rest.split_at_checked(next).unwrap_or_default();
    line_breaks(blanks) == 1 && word.starts_with(char::is_alphanumeric)
}

fn is_line_hyphen(c: char) -> bool {
    is_hyphen(c) || c == '\u{AD}'
}

/// Whether `space`, between `left` and `right`, separates digit groups of one number: always if it is a no-break or
/// thin space; an ordinary space only if the digits look like `1 000`.
fn joins_groups(space: char, left: &str, right: &str) -> bool {
    if !space.is_whitespace() && space != '，' {
        return false;
    }
    // One of the two sides still includes the space. More than one space separates two numbers.
    let (left, right) = (
        left.trim_end_matches(is_unseen),
        right.trim_start_matches(is_unseen),
    );
    let (left, right) = (
        left.strip_suffix(space).unwrap_or(left),
        right.strip_prefix(space).unwrap_or(right),
    );
    if !left.ends_with(char::is_numeric) || !right.starts_with(char::is_numeric) {
        return false;
    }
    if matches!(space, '\u{A0}' | '\u{2007}'..='\u{2009}' | '\u{202F}') {
        return true;
    }
    let run = |digits: &mut dyn Iterator<Item = char>| {
        digits.take(4).take_while(|c| c.is_numeric()).count()
    };
    let (head, tail) = (run(&mut left.chars().rev()), run(&mut right.chars()));
    matches!(space, ' ' | '，') && head <= 3 && tail == 3
}

fn is_word(c: char) -> bool {
    // A character that could not be read may be part of any word.
    c.is_alphanumeric()
        || (c > '\u{7F}' && (is_combining_mark(c) || is_script(c) || c == '\u{FFFD}'))
}

/// Whether `c` may be raised to a power.
pub(super) fn is_base(c: char) -> bool {
    is_word(c) || matches!(c, ')' | ']' | '}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
}

/// Whether `c`, directly before a number, changes what the number says.
pub(super) fn is_sign(c: char) -> bool {
    (is_dash(c) && c != '—')
        || matches!(
            c,
            // The triangles are the minus signs of Japanese statistics.
            '+' | '±' | '∓' | '~' | '∼' | '<' | '>' | '¬' | '√' | '＋' | '▲' | '△'
        )
        || is_comparison(c)
}

fn is_comparison(c: char) -> bool {
    c > '\u{7F}'
        && matches!(
            c,
            '≈' | '≤'
                | '≥'
                | '≠'
                | '≦'
                | '≧'
                | '⩽'
                | '⩾'
                | '≲'
                | '≳'
                | '≪'
                | '≫'
                | '≃'
                | '≅'
        )
}

/// Whether `before` ends in a sign that changes what the number after it says, perhaps with a blank between: `≤ 5`,
/// `>=5`. A `>` at the start of a line may mark an e-mail's quotation.
fn is_signed(before: &str) -> bool {
    let mut outer = before.chars().rev().filter(|&c| !is_unseen(c)).peekable();
    outer.next_if(|c| c.is_whitespace() && !is_line_break(*c));
    match outer.next() {
        Some('±' | '∓' | '∼' | '~' | '−') => true,
        Some(sign) if is_comparison(sign) => true,
        // Japanese headings stand between such signs, too.
        Some('＜' | '＞') => {
            let mut before = outer.skip_while(|&c| c == ' ');
            before
                .next()
                .is_some_and(|c| c < '\u{530}' && c.is_alphanumeric() || c == ')')
        }
        Some('<' | '>') => {
            let mut before = outer.skip_while(|c| matches!(c, ' ' | '<' | '>'));
            before.next().is_some_and(|c| !is_line_break(c))
        }
        Some('=') => outer.next().is_some_and(|c| "<>!≤≥≠".contains(c)),
        Some('-') => outer.next() == Some('/') && outer.next() == Some('+'),
        _ => false,
    }
}

/// Whether `left` and `right` are two parts of one word that has a mark in it: `צה״ל`, `п'ять`, `o'clock`, `(un)happy`.
fn is_one_word(left: &str, right: &str) -> bool {
    let is_mark = |c| is_apostrophe(c) || matches!(c, '"' | '״' | '׳' | '”' | ')' | ']');
    let beside = beside_sign(left, right, is_mark);
    let Some((before, after)) = beside.filter(|(_, after)| after.is_alphabetic()) else {
        return false;
    };
    let left = left.trim_end_matches(is_unseen);
    let mark = left.chars().next_back().filter(|&c| is_mark(c));
    if is_hebrew(before) && is_hebrew(after) && !matches!(mark, Some(')' | ']')) {
        return true;
    }
    match mark {
        Some(')' | ']') => {
            let length: usize = left
                .chars()
                .rev()
                .take(LONGEST_PREFIX + 3)
                .map(char::len_utf8)
                .sum();
            let near = left.get(left.len() - length..).unwrap_or("");
            after.is_lowercase() && near.rsplit_once(['(', '[']).is_some_and(is_prefix)
        }
        Some('"' | '״' | '׳' | '”') | None => false,
        Some(_) => {
            let left = left.trim_end_matches(is_apostrophe);
            let word = left.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
            let is_cut = |part: &&str| part.eq_ignore_ascii_case(word);
            is_cyrillic(before) && is_cyrillic(after)
                || ["o", "qur", "aujourd", "prud"].iter().any(is_cut)
        }
    }
}

/// The most letters of a prefix in brackets.
const LONGEST_PREFIX: usize = 8;

/// Whether what stands in brackets is the beginning of the word after them; not the number of an item, as in `(ii)the`.
fn is_prefix((before, inner): (&str, &str)) -> bool {
    let inner = inner.trim_end_matches([')', ']']);
    (2..=LONGEST_PREFIX).contains(&inner.len())
        && inner.chars().all(char::is_alphabetic)
        && !inner.chars().all(|c| "ivxlIVXL".contains(c))
        && !before.ends_with(is_word)
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5D0}'..='\u{5EA}' | '\u{5EF}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// A run of katakana is one word (UAX #29).
fn is_katakana(c: char) -> bool {
    matches!(
        c,
        '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FE}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}'
    )
}

/// Whether `within` begins with what follows the apostrophe of `can't`, `it's`, `we're` and the like.
fn is_ending(within: &str) -> bool {
    let word = within.split(|c: char| !is_word(c)).next().unwrap_or("");
    ["t", "s", "re", "ve", "ll", "d", "m"]
        .iter()
        .any(|ending| ending.eq_ignore_ascii_case(word))
}

/// Whether `c` after a number makes it a share, also after a space.
fn is_share(c: char) -> bool {
    matches!(c, '%' | '‰' | '‱' | '％' | '﹪' | '٪' | '؉')
}

/// Whether `c`, directly after a number, changes what the number says.
fn is_unit(c: char) -> bool {
    is_share(c)
        || matches!(
            c,
            '°' | 'º' | '′' | '″' | '+' | '＋' | '℃' | '℉' | '\u{3371}'..='\u{33DF}'
        )
}

fn is_operator(c: char) -> bool {
    matches!(c, '×' | '÷' | '^' | '*' | '⋅' | '∕')
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '\'' | '’' | '·' | '/' | '⁄' | '٫' | '٬' | '．' | '／'
    )
}

/// Whether `c` belongs to a script written without spaces between words: Unicode's line-breaking classes ID, CJ and SA
/// (UAX #14), by block. Digits of these scripts count as numbers.
pub(super) fn is_unspaced(c: char) -> bool {
    if c < '\u{E00}' || (c.is_numeric() && c != '〇') {
        return false;
    }
    matches!(
        c,
        '\u{E00}'..='\u{EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{1950}'..='\u{19DF}'
            | '\u{1A20}'..='\u{1AAF}'
            | '\u{2E80}'..='\u{2FDF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{30FF}'
            | '\u{3100}'..='\u{312F}'
            | '\u{31A0}'..='\u{31BF}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{A4CF}'
            | '\u{A9E0}'..='\u{A9FF}'
            | '\u{AA60}'..='\u{AADF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
            | '\u{1B000}'..='\u{1B16F}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(quotation: &str, text: &str) -> bool {
        text.match_indices(quotation)
            .any(|(start, _)| is_whole(text, start, start + quotation.len()))
    }

    #[test]
    fn words_are_not_cut() {
        for (quotation, text) in [
            ("par", "a party"),
            ("accepted", "unaccepted"),
            ("accepted", "non-accepted"),
            ("-accepted", "non-accepted"),
            ("accepted", "un-\n  accepted"),
            ("accepted", "un\u{AD}accepted"),
            ("accepted", "un\u{AD}\naccepted"),
            ("accept", "accept-\nable"),
            ("accept", "accept-able"),
            ("can", "I can't"),
            ("can", "I can’t"),
            ("'t go", "can't go"),
            ("t go", "can't go"),
            ("T go", "CAN’T go"),
            ("s late", "it's late"),
            ("ll go", "they’ll go"),
            ("cafe", "cafe\u{301}"),
            ("한국", "한국은"),
            ("👩", "👩\u{200D}👧"),
            ("👧", "👩\u{200D}👧"),
            ("id", "my_id"),
            ("linear", "não-linear"),
            ("x", "−x"),
            ("able", "un\u{FFFD}able"),
            ("5", "5\u{FFFD}"),
            ("BBB", "bonds BBB− since"),
            ("AB", "group AB−."),
            ("C", "in C++ and"),
            ("C+", "in C++ and"),
            ("C", "in C# and"),
            ("rated AA", "rated AA+ by"),
            ("政府はインド", "政府はインドネシアと"),
            ("ネシアと", "政府はインドネシアと"),
            ("コン", "コンピューター"),
            ("ל החברה", "סמנכ\"ל החברה"),
            ("צה", "צה״ל החברה"),
            ("ירפה", "ג'ירפה"),
            ("ять років", "п'ять років"),
            ("clock", "at 5 o'clock"),
            ("hui", "aujourd’hui"),
            ("an reading", "Qur'an reading"),
            ("happy", "(un)happy"),
        ] {
            assert!(!stands(quotation, text), "{quotation} in {text}");
        }
        for (quotation, text) in [
            ("homme", "l'homme"),
            ("homme", "l’homme"),
            ("t of it", "the 't of it"),
            ("souvient", "qu’il s’souvient"),
            ("same", "l'same"),
            ("party", "a “party”."),
            ("co-op", "(co-op)"),
            ("word", "word—word"),
            ("and postwar", "pre- and postwar"),
            ("区块链", "公共区块链很"),
            ("item", "-item"),
            ("a", "a+b"),
            ("the tenant", "(ii)the tenant"),
            ("the tenant", "(a)the tenant"),
            ("センター", "データ・センター"),
            ("インド", "インドと"),
            ("שלום", "\"שלום\" אמר"),
            ("word", "word(s)"),
            ("o`", "o` and"),
            ("o'", "jack o' the"),
            ("The bridge", "by Ann-\n\nThe bridge"),
            ("by Ann", "by Ann-\r\n\r\nThe bridge"),
        ] {
            assert!(stands(quotation, text), "{quotation} in {text}");
        }
    }

    #[test]
    fn numbers_are_not_cut() {
        for (quotation, text) in [
            ("5 %", "15 %"),
            ("5", "-5"),
            ("5", "−5"),
            ("5", "–5"),
            ("5", "0.5"),
            ("5", "0,5"),
            (".5", "0.5"),
            ("0.", "0.5"),
            ("0", "0.5"),
            ("5", ".5"),
            ("5", "5%"),
            ("5", "5 %"),
            ("5", "5\u{202F}‰"),
            ("% of", "5 % of"),
            ("5", "n ≥ 5"),
            ("5", "≤ 5"),
            ("5", "± 5"),
            ("5", "n > 5"),
            ("5", "n <\u{A0}5"),
            ("5", "n >= 5"),
            ("5", "n <=5"),
            ("5", "n != 5"),
            ("5", "~ 5"),
            ("5", "− 5"),
            ("5", "+/- 5"),
            ("is 5", "is 5 1/2 feet"),
            ("is 5", "is 5 ½ feet"),
            ("is 5", "is 5\u{A0}¹/₂ feet"),
            ("1/2 feet", "is 5 1/2 feet"),
            ("½ feet", "is 5 ½ feet"),
            ("5", "$5"),
            ("$5", "-$5"),
            ("5", "5²"),
            ("10", "10⁻⁶"),
            ("10", "10^-6"),
            ("m", "5 m^2"),
            ("m", "5 m⁻²"),
            ("b)", "(a + b)^2"),
            ("n", "2^n"),
            ("5", "+5"),
            ("5", "<5"),
            ("5", "5+"),
            ("5", "5€"),
            ("€ each", "5€ each"),
            ("% of it", "5% of it"),
            ("by -", "by -5"),
            ("by −", "by −5"),
            ("1", "1 000"),
            ("000", "1 000"),
            ("000", "1\u{A0}000"),
            ("000 people", "10 000 people"),
            ("10", "10–20"),
            ("20", "10–20"),
            ("20", "10-20"),
            ("10", "10^6"),
            ("2", "1/2"),
            ("1", "1:30"),
            ("五年", "十五年"),
            ("-20", "10-20"),
            ("٥", "١٥"),
            ("٥", "٥٪ من"),
            ("5", "为5％左右"),
            ("5", "为5℃左右"),
            ("5", "5㎞先"),
            ("0.05", "P＜0.05"),
            ("0.05", "P ＜ 0.05"),
            ("0.05", "差≦0.05"),
            ("５％", "率は３．５％"),
            ("５００円", "価格は３，５００円"),
            ("10", "売上は10~15%"),
            ("5 mg", "of 5 mg/kg daily"),
            ("kg daily", "of 5 mg/kg daily"),
            ("held 3", "held 3 × 10⁶ cells"),
            ("5.0", "率は▲5.0％"),
            ("fell to BBB", "fell to BBB- from"),
            ("$100", "costs HK$100 million"),
            ("costs HK", "costs HK$100 million"),
            ("$5", "costs R$5"),
            ("and 5", "costs $4 and 5$ more"),
        ] {
            assert!(!stands(quotation, text), "{quotation} in {text}");
        }
        for (quotation, text) in [
            ("5", "(5)"),
            ("5", "in 5."),
            ("5", "a, 5, b"),
            ("-5", "by -5 degrees"),
            ("5 people", "in 2020 5 people"),
            ("100 people", "in 2020 100 people"),
            ("100 years later", "Chapter 12\n\n   100 years later"),
            ("100 years", "Rule 12  100 years"),
            ("Rule 12", "Rule 12  100 years"),
            ("1991 was better", "It was 1990\n\n\u{A0}1991 was better"),
            ("6 apples", "5\n\u{A0}\u{A0}6 apples"),
            ("5", "总共5个"),
            ("5 of them", "items—5 of them"),
            ("5", "end of it.5 "),
            ("5 people came", "> 5 people came"),
            ("5 people came", "they said:\n> > 5 people came"),
            ("≥ 5", "n ≥ 5"),
            ("5", "n = 5"),
            ("5 1/2", "is 5 1/2 feet"),
            ("1/2 feet", "is 1/2 feet"),
            ("in 2020", "in 2020 1/2/2021 was"),
            ("in 2020", "in 2020\n\n1/2 of it"),
            ("5 %", "by 5 %."),
            ("% of", "in % of"),
            ("5月の予定", "今日の＜5月の予定＞"),
            ("500人参加", "在2019，500人参加"),
            ("2020年の総括", "～2020年の総括～"),
            ("5 min read", "May 2020 · 5 min read"),
            ("5 km", "is 5 km long"),
            ("n = 12", "had $n = 12$ patients and $p < 5$"),
            ("p < 5", "had $n = 12$ patients and $p < 5$"),
            ("$5", "价格$5"),
            ("The firm", "The firm- it"),
        ] {
            assert!(stands(quotation, text), "{quotation} in {text}");
        }
    }
}
