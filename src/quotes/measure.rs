//! What belongs to one number with its unit, although there are blanks or signs within it: `5 1/2`, `3 × 10⁶`, `5 mg/kg`,
//! `３．５`, `3億5000万`, `百分之五`.
//!
//! All functions look at a place between two texts, `left` and `right`, and only as far as a number goes.

use super::fold::{is_currency, is_line_break, is_script, is_unseen, line_breaks};

/// Whether `left` and `right` are two parts of one number with its unit.
pub(super) fn is_one_measure(left: &str, right: &str) -> bool {
    is_one_numeral(left, right)
        || has_fraction(left, right)
        || multiplies(left, right)
        || divides_units(left, right)
        || goes_on_in_groups(left, right)
}

/// If the sign at the place is one of some, the characters before and after the sign.
pub(super) fn beside_sign(
    left: &str,
    right: &str,
    is_sign: impl Fn(char) -> bool,
) -> Option<(char, char)> {
    let mut before = left.chars().rev().filter(|&c| !is_unseen(c));
    let mut after = right.chars().filter(|&c| !is_unseen(c));
    let (last, first) = (before.next()?, after.next()?);
    if is_sign(first) {
        Some((last, after.next()?))
    } else if is_sign(last) {
        Some((before.next()?, first))
    } else {
        None
    }
}

/// Whether the place is within a Chinese or Japanese number: `三点五`, `３．５`, `百分之五`, `3億5000万`.
fn is_one_numeral(left: &str, right: &str) -> bool {
    let is_figure = |c: char| c.is_numeric() || is_numeral(c);
    let is_point = |c| matches!(c, '点' | '點' | '・' | '･' | '．' | '／');
    if let Some((before, after)) = beside_sign(left, right, is_point)
        && is_figure(before)
        && is_figure(after)
    {
        return true;
    }
    let is_range = |c| matches!(c, '～' | '〜' | '~' | '—');
    let is_counted = |c| is_figure(c) || "年月日時时分秒円元人歳岁件回度%％".contains(c);
    if let Some((before, after)) = beside_sign(left, right, is_range)
        && is_counted(before)
        && after.is_numeric()
    {
        return true;
    }
    let mut before = left.chars().rev();
    let mut after = right.chars();
    match (before.next(), after.next()) {
        (Some(last), Some('分')) if is_figure(last) => after.next() == Some('之'),
        (Some('之'), Some(first)) if is_figure(first) => {
            before.next() == Some('分') && before.next().is_some_and(is_figure)
        }
        (Some(last), Some(first)) if is_magnitude(last) && first.is_numeric() => {
            before.next().is_some_and(is_figure)
        }
        // Some tens, above a thousand.
        (Some('数' | '數' | '几' | '幾' | '上'), Some(first)) if is_magnitude(first) => true,
        (Some(last), Some(first)) => {
            is_figure(last) && is_magnitude(first) || is_numeral(last) && is_numeral(first)
        }
        _ => false,
    }
}

/// Chinese and Japanese numerals, which form numbers as digits do. Those that are as often parts of words are left out.
fn is_numeral(c: char) -> bool {
    const NUMERALS: [char; 21] = [
        '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '两', '兩', '壹', '贰',
        '貳', '弐', '叁', '柒', '捌', '玖',
    ];
    c >= '〇' && (NUMERALS.contains(&c) || is_magnitude(c))
}

/// Numerals that say ten times, a thousand times.
fn is_magnitude(c: char) -> bool {
    const MAGNITUDES: [char; 13] = [
        '十', '百', '千', '万', '萬', '亿', '億', '兆', '廿', '卅', '拾', '佰', '仟',
    ];
    c >= '〇' && MAGNITUDES.contains(&c)
}

/// Whether `left` ends in a whole number that `right` begins to add a fraction to: `5 1/2`, `5 ½`. One of the two has the
/// blank between them.
fn has_fraction(left: &str, right: &str) -> bool {
    let (number, rest) = (left.trim_end(), right.trim_start());
    let blanks = [
        left.get(number.len()..).unwrap_or(""),
        right.get(..right.len() - rest.len()).unwrap_or(""),
    ];
    let is_one = (1..=3).contains(&blanks.map(str::len).iter().sum::<usize>())
        && blanks.map(line_breaks).iter().sum::<usize>() < 2;
    if !is_one || !number.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if rest.starts_with(|c| matches!(c, '¼'..='¾' | '⅐'..='⅞')) {
        return true;
    }
    let is_above = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let is_below = |c: char| c.is_ascii_digit() || matches!(c, '₀'..='₉');
    let above: usize = rest
        .chars()
        .take(2)
        .take_while(|&c| is_above(c))
        .map(char::len_utf8)
        .sum();
    let below = rest
        .get(above..)
        .and_then(|rest| rest.strip_prefix(['/', '⁄', '∕']));
    // `1 1/2/2024` has a date.
    let is_fraction = |below: &str| {
        below.starts_with(is_below) && !below.trim_start_matches(is_below).starts_with('/')
    };
    above > 0 && below.is_some_and(is_fraction)
}

/// Whether the place is beside the sign of a product of numbers: `3 × 10⁶`, `2 x 10^-5`. Other signs than `×`, `÷` and `⋅`
/// have other uses, so only powers of ten count after them.
fn multiplies(left: &str, right: &str) -> bool {
    let is_sign = |c| matches!(c, '×' | '÷' | '⋅' | '·' | '∙' | '*' | 'x' | 'X');
    let is_gap = |c: char| c.is_whitespace() && !is_line_break(c) || is_unseen(c);
    let (before, after) = (
        left.trim_end_matches(is_gap),
        right.trim_start_matches(is_gap),
    );
    let (sign, before, after) = match (after.chars().next(), before.chars().next_back()) {
        (Some(sign), _) if is_sign(sign) => (sign, before, after.get(sign.len_utf8()..)),
        (_, Some(sign)) if is_sign(sign) => {
            let before = before.strip_suffix(sign).unwrap_or(before);
            (sign, before.trim_end_matches(is_gap), Some(after))
        }
        _ => return false,
    };
    let after = after.unwrap_or("").trim_start_matches(is_gap);
    let is_product = match after.strip_prefix("10") {
        Some(power) => {
            matches!(sign, '×' | '÷' | '⋅')
                || power.starts_with('^')
                || power.starts_with(is_script)
        }
        None => matches!(sign, '×' | '÷' | '⋅') && after.starts_with(|c: char| c.is_ascii_digit()),
    };
    is_product && before.ends_with(|c: char| c.is_numeric() || c == ')')
}

/// Whether the place is beside the sign of a quotient or product of units, after a number: `5 mg/kg`, `16 kW·h`. After the
/// sign, only if what comes before it is the symbol of a unit.
fn divides_units(left: &str, right: &str) -> bool {
    let is_sign = |c| matches!(c, '/' | '∕' | '·' | '⋅' | '∙');
    let is_in_word =
        |c: char| c.is_alphanumeric() || is_currency(c) || matches!(c, '°' | '%' | '⁻');
    let is_divided = beside_sign(left, right, is_sign).is_some_and(|(before, after)| {
        is_in_word(before) && (after.is_alphabetic() || after == '(')
    });
    if !is_divided && !begins_with_power(right) {
        return false;
    }
    let is_after_sign = left.trim_end_matches(is_unseen).ends_with(is_sign);
    let is_gap = |c: char| is_unseen(c) || is_sign(c) || !is_divided && c == ' ';
    let left = left.trim_end_matches(is_gap);
    // The units before the place, with the number if it is written together with them.
    let length: usize = left
        .chars()
        .rev()
        .take(LONGEST_UNIT)
        .take_while(|&c| is_in_word(c) || is_sign(c) || matches!(c, '^' | '('))
        .map(char::len_utf8)
        .sum();
    let (head, units) = left.split_at(left.len() - length);
    let letters = units.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number =
        letters.len() < units.len() || follows_number(head, if is_divided { 0 } else { 4 });
    let last = letters.rsplit(is_sign).next().unwrap_or("");
    let symbol = last.trim_end_matches(|c: char| !(c.is_alphabetic() || is_currency(c)));
    is_number && !symbol.is_empty() && (!is_after_sign || UNITS.contains(&symbol))
}

/// Whether what comes after `head` follows a number in its line, perhaps with a unit of at most so many letters between, as
/// in `5 mg kg⁻¹`.
fn follows_number(head: &str, longest: usize) -> bool {
    let is_space = |c: char| c.is_whitespace() && !is_line_break(c);
    let before = head.trim_end_matches(is_space);
    if before.len() == head.len() {
        return false;
    }
    let unit: usize = before
        .chars()
        .rev()
        .take(longest)
        .take_while(|c| c.is_alphabetic())
        .map(char::len_utf8)
        .sum();
    let number = before.get(..before.len() - unit).unwrap_or("");
    let number = if unit > 0 {
        number.trim_end_matches(is_space)
    } else {
        number
    };
    number.ends_with(char::is_numeric)
}

/// Whether a unit with a negative power comes next, as in `mg kg⁻¹`.
fn begins_with_power(right: &str) -> bool {
    let unit = right
        .strip_prefix([' ', '\u{A0}', '\u{2009}', '\u{202F}'])
        .unwrap_or(right);
    let letters = unit.chars().take(8).take_while(|c| c.is_alphabetic());
    let length: usize = letters.map(char::len_utf8).sum();
    let power = unit.get(length..).unwrap_or("");
    length > 0 && ["⁻", "^-", "^−"].iter().any(|sign| power.starts_with(sign))
}

/// The most characters of the units of a number.
const LONGEST_UNIT: usize = 24;

/// Symbols of units that are often divided or multiplied.
const UNITS: &[&str] = &[
    "A", "Bq", "C", "GB", "GW", "Gbit", "Hz", "IU", "J", "K", "L", "MB", "MJ", "MW", "Mbit", "N",
    "Nm", "Pa", "V", "W", "cal", "cm", "d", "dL", "dl", "eV", "ft", "g", "h", "ha", "hPa", "kB",
    "kJ", "kN", "kPa", "kV", "kW", "kWh", "kcal", "kg", "km", "l", "lb", "m", "mA", "mL", "mSv",
    "mV", "mW", "mg", "mi", "ml", "mm", "mmol", "mol", "nM", "nm", "ng", "pg", "s", "t", "µM",
    "µSv", "µg", "µm", "µmol", "°C", "μM", "μSv", "μg", "μm", "μmol",
];

/// Whether a number with decimals in groups of three goes on after the place: `6.022 140 76`.
fn goes_on_in_groups(left: &str, right: &str) -> bool {
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{2007}'..='\u{2009}' | '\u{202F}');
    let (before, after) = (
        left.trim_end_matches(is_space),
        right.trim_start_matches(is_space),
    );
    let spaces = left.len() - before.len() + right.len() - after.len();
    let digits = after.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&spaces) || !(1..=3).contains(&digits) {
        return false;
    }
    let mut rest = before.chars().rev();
    for groups in 1..=MOST_GROUPS {
        let mut group = rest.by_ref().take(3);
        if !group.by_ref().all(|c| c.is_ascii_digit()) {
            return false;
        }
        match rest.next() {
            Some(c) if is_space(c) => {}
            Some('.' | ',') => {
                return groups > 1 && rest.next().is_some_and(|c| c.is_ascii_digit());
            }
            _ => return false,
        }
    }
    false
}

/// The most groups of decimals of a number.
const MOST_GROUPS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two parts of a text, divided by `|`, are parts of one number.
    fn is_one(text: &str) -> bool {
        let (left, right) = text.split_once('|').unwrap();
        is_one_measure(left, right)
    }

    #[test]
    fn a_number_with_its_unit_is_not_divided() {
        for text in [
            "is 5| 1/2 feet",
            "is 5 |½ feet",
            "held 3| × 10⁶ cells",
            "held 3 × |10⁶ cells",
            "held 3 ×| 10⁶ cells",
            "held (2 ± 1) × |10^6 cells",
            "held 3 |x 10⁻⁵ cells",
            "held 3 · |10^6 cells",
            "a 5| × 4 m room",
            "a 5 × |4 m room",
            "dose of 5 mg|/kg daily",
            "dose of 5 mg/|kg daily",
            "dose of 5 mg/kg|/day then",
            "dose of 5 mg/kg/|day then",
            "limit 50km|/h",
            "20 µg|/m³ per day",
            "flow 6 m³|/s",
            "16 kW|·h;",
            "16 kW·|h;",
            "60 miles|/hour",
            "6.022 140| 76 is",
            "6.022 140 |76 is",
            "率は３|．５％",
            "率は３．|５％",
            "率は３・|５％",
            "率は三|・五％",
            "约三点|五亿元",
            "约三|点五亿元",
            "額は3億|5000万円",
            "人口は5|万人",
            "百|分之五十",
            "百分之|五十的人",
            "廿|五日",
            "壹|仟贰佰元",
            "壹仟|贰佰元",
            "売上は10|〜15%増",
            "売上は10～|15%増",
            "1月～|5月",
            "数|十人",
            "几|千人",
            "上|百人",
            "5|—10%",
            "5—|10%",
            "2010—|2020年",
            "5€|/kg",
            "5 mg|/(kg·d)",
            "5 W|/(m·K)",
            "5 mg| kg⁻¹",
            "5 mg |kg⁻¹",
            "5 m| s^-1",
            "5 mg kg⁻¹| d⁻¹",
        ] {
            assert!(is_one(text), "{text}");
        }
        for text in [
            "in 2020| we/they",
            "12 May 2020 · |5 min read",
            "12 May 2020| · 5 min read",
            "in he/|she said",
            "in 2020 he/|she said",
            "is 5| x, y",
            "in 5 of men|/women",
            "items—|5 of",
            "at 5 m| long",
            "in 2020 m| long",
            "rose by 3.125| 40 people",
            "2020 3.5| 40 people",
            "総括～|2020年の話",
            "一共|五个",
            "3時に|5000円",
            "图 17-4：|一个",
            "例8-6：|5つの",
            "是5|分钟",
            "see 5 www.a.org/|path",
        ] {
            assert!(!is_one(text), "{text}");
        }
    }
}
