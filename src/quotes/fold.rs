//! A text as a reader sees it: typographic variants of a character become one character.
//!
//! [`Items`] is the form in which two texts are compared; it keeps no more differences than the loosest tier needs.
//! [`Skeleton`] keeps only what no tier may change; it finds the places that are worth comparing.

use super::Tier;
use super::boundary::is_base;
use super::script::{lowered, raised};
use crate::narrow::narrow;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One sign of a text, as the reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A character, after typographic variants are unified.
    Char(char),
    /// White space of any kind and length, with the tier on which it may be left out, if there is one.
    Space(Option<Tier>),
    /// A hyphen or dash, then one line break, with a word or number going on after it.
    LineHyphen {
        /// The hyphen or dash as it would read within a line: `-`, or `—` for one that does not join words.
        dash: char,
        /// The byte after the hyphen.
        hyphen_end: usize,
        /// Whether the hyphen is visible only at the end of a line (U+00AD).
        soft: bool,
        /// Whether the hyphen may be there only because of the line break.
        droppable: bool,
    },
    /// Invisible characters: soft hyphens, zero-width spaces, direction marks.
    Unseen,
}

/// A [`Sign`] and the bytes it was read from; one unit such as `ﬁ` may give several signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignAt {
    pub(super) sign: Sign,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the sign is exactly the character that was read.
    pub(super) plain: bool,
}

impl SignAt {
    /// The item of a text that goes on for `before` bytes before the one from which it was read.
    pub(super) fn moved(self, before: usize) -> Self {
        Self {
            start: self.start + before,
            end: self.end + before,
            ..self
        }
    }
}

/// The signs of a text in order.
#[derive(Debug)]
pub(super) struct Items<'t> {
    text: &'t str,
    at: usize,
    /// The signs of the unit read last, how many of them were given already, and the unit's bytes.
    pending: Vec<char>,
    given: usize,
    unit: (usize, usize),
    /// The last character read that is not a combining mark.
    before: Option<char>,
}

impl<'t> Items<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            pending: Vec::new(),
            given: 0,
            unit: (0, 0),
            before: None,
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips the ASCII letters and digits that come next, as long as nothing after them changes them.
    fn plain_run(&mut self) -> &'t str {
        if self.given < self.pending.len() {
            return "";
        }
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
        let mut length = end.unwrap_or(rest.len());
        let next = rest.as_bytes().get(length);
        if next.is_some_and(|byte| !byte.is_ascii()) {
            length = length.saturating_sub(1);
        }
        let run = rest.get(..length).unwrap_or("");
        if let Some(last) = run.bytes().next_back() {
            self.before = Some(char::from(last));
            self.at += length;
        }
        run
    }

    fn read(&mut self, length: usize, sign: Sign, plain: bool) -> SignAt {
        let start = self.at;
        self.at += length;
        SignAt {
            sign,
            start,
            end: self.at,
            plain,
        }
    }

    /// A run of white space and invisible characters.
    fn blank(&mut self) -> SignAt {
        let rest = self.rest();
        let run = blank_run(rest);
        let after = rest.get(run.length..).and_then(|rest| rest.chars().next());
        let soft = rest.starts_with('\u{AD}');
        let sign = if !run.spaced {
            Sign::Unseen
        } else if soft && run.breaks == 1 && is_letter(self.before) && is_letter(after) {
            let hyphen_end = self.at + '\u{AD}'.len_utf8();
            Sign::LineHyphen {
                dash: '-',
                hyphen_end,
                soft: true,
                droppable: true,
            }
        } else {
            Sign::Space(self.optional(&run, after))
        };
        if run.spaced {
            self.before = Some(' ');
        }
        self.read(run.length, sign, true)
    }

    /// Whether the white space that is read next, with `after` following it, may be left out.
    ///
    /// The meaning of a number never depends on such a space: a mark directly followed by a letter or digit, such as
    /// the point of `.5`, does not count as punctuation that ends a word.
    fn optional(&self, run: &BlankRun, after: Option<char>) -> Option<Tier> {
        let (before, after) = (self.before?, after?);
        if run.breaks > 0 && is_ideograph(Some(before)) && is_ideograph(Some(after)) {
            return Some(Tier::Exact);
        }
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let beyond = || self.rest().get(run.length..)?.chars().nth(1);
        let closes = match after {
            ',' | ';' | ':' | '!' | '?' | '.' | ')' | ']' | '…' | '»' | '”' | '›' | '"' => {
                !is_word(beyond())
            }
            '%' | '‰' | '×' => before.is_numeric(),
            _ => false,
        };
        let opens = match before {
            '(' | '[' => true,
            // Not that of `100× 5`.
            '×' => {
                after.is_numeric() && self.text_before().nth(1).is_some_and(char::is_whitespace)
            }
            '«' | '“' | '„' | '‹' | '"' => !is_word(self.text_before().nth(1)),
            '/' => run.breaks == 1 && after.is_alphanumeric() && is_word(self.text_before().nth(1)),
            _ => false,
        };
        (closes || opens).then_some(Tier::Typography)
    }

    /// The characters before the one that is read next, the nearest first.
    fn text_before(&self) -> impl Iterator<Item = char> + '_ {
        self.text.get(..self.at).unwrap_or("").chars().rev()
    }

    /// A hyphen or dash at the end of a line, with the rest of the word or number on the next line.
    fn line_hyphen(&mut self, hyphen: char) -> Option<SignAt> {
        // The point of an abbreviation may stand before it, as in `U.S.-backed`.
        let before = self.before.filter(|c| {
            c.is_alphanumeric()
                || *c == '.' && self.text_before().nth(1).is_some_and(char::is_alphanumeric)
        })?;
        let rest = self.rest();
        let (typed, width) = typed_dash(rest, hyphen);
        let run = blank_run(rest.get(width..)?);
        let length = width + run.length;
        let after = rest.get(length..)?.chars().next()?;
        if run.breaks != 1 || !after.is_alphanumeric() {
            return None;
        }
        let dash = match typed {
            '-' | '\u{2010}' | '\u{2011}' | '–' => '-',
            '—' | '―' => '—',
            _ => return None,
        };
        let droppable = matches!(typed, '-' | '\u{2010}')
            && before.is_alphabetic()
            && after.is_alphabetic()
            && !(before.is_lowercase() && after.is_uppercase());
        let sign = Sign::LineHyphen {
            dash,
            hyphen_end: self.at + width,
            soft: false,
            droppable,
        };
        self.before = Some(' ');
        Some(self.read(length, sign, true))
    }

    /// Hyphens, dashes and minus signs; [`Tier`] says which of them count as the same.
    fn dash(&mut self, c: char) -> SignAt {
        let rest = self.rest();
        let (typed, length) = typed_dash(rest, c);
        let mut following = rest.get(length..).unwrap_or("").chars();
        let next = following.next();
        let number = next.is_some_and(|next| {
            next.is_numeric()
                || is_currency(next)
                || (matches!(next, '.' | ',') && following.next().is_some_and(char::is_numeric))
        });
        let sign = number && !self.before.is_some_and(char::is_alphanumeric);
        let spaced =
            self.before.is_none_or(char::is_whitespace) || next.is_some_and(char::is_whitespace);
        let seen = match typed {
            '—' | '―' if spaced && !number => '-',
            '—' | '―' => '—',
            '‒' | '–' if sign => '–',
            '−' if !sign => '−',
            _ => '-',
        };
        self.before = Some(c);
        let plain = length == c.len_utf8() && seen == c;
        self.read(length, Sign::Char(seen), plain)
    }

    /// A character and the marks that belong to it, in Unicode's composed form.
    fn cluster(&mut self, c: char) -> SignAt {
        let rest = self.rest();
        let mut length = c.len_utf8();
        for next in rest.get(length..).unwrap_or("").chars() {
            if !continues(next) {
                break;
            }
            length += next.len_utf8();
        }
        self.before = Some(c);
        let alone = length == c.len_utf8();
        // Every character below U+0300 is composed.
        let composed = c < '\u{300}' || is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
        if alone && composed && !has_variants(c) {
            return self.read(length, Sign::Char(c), true);
        }
        let cluster = rest.get(..length).unwrap_or("");
        if cluster.chars().any(has_variants) {
            self.pend(cluster.chars().flat_map(unvaried).nfc(), length);
        } else {
            self.pend(cluster.chars().nfc(), length);
        }
        let plain = alone && self.pending == [c];
        let (start, end) = self.unit;
        self.next_pending(plain).unwrap_or(SignAt {
            sign: Sign::Char(c),
            start,
            end,
            plain: true,
        })
    }

    /// Reads the next `length` bytes as one unit, which gives these signs.
    fn pend(&mut self, signs: impl Iterator<Item = char>, length: usize) {
        self.pending.clear();
        self.pending.extend(signs);
        self.given = 0;
        self.unit = (self.at, self.at + length);
        self.at += length;
    }

    /// A superscript or subscript number as typed in plain text: `^6`, `^-6`, `^6.5`, `^2+`, `^{12}`, `_2`; also a
    /// superscript `n`, `i` or sign.
    fn typed_script(&mut self) -> Option<SignAt> {
        let (sign, typed) = self.rest().split_at_checked(1)?;
        let raises = sign == "^";
        let before = self
            .before
            .filter(|&c| !c.is_whitespace() && (!is_script(c) || raises && unlowered(c) != c))?;
        let form = if raises { raised } else { lowered };
        let is_based = if raises {
            is_base(before)
        } else {
            before.is_alphabetic() || matches!(before, ')' | ']')
        };
        if !is_based {
            return None;
        }
        let brackets = match typed.chars().next()? {
            '{' => "}",
            '(' => ")",
            _ => "",
        };
        let inner = typed.get(brackets.len()..)?;
        let number = inner.trim_start_matches(|c: char| c == '+' || is_dash(c));
        let signs = inner.len() - number.len();
        let digits = length_of_number(number);
        let charge = number.get(digits..).unwrap_or("");
        let charge = if raises && signs == 0 && digits > 0 {
            length_of_charge(charge)
        } else {
            0
        };
        let letter = raises && signs == 0 && matches!(number.bytes().next(), Some(b'n' | b'i'));
        let length = signs + if letter { 1 } else { digits + charge };
        let script = inner.get(..length)?;
        let after = inner.get(length..)?.strip_prefix(brackets)?;
        let goes_on = after.starts_with(|c: char| {
            is_script(c) || c == '_' || (digits == 0 && c.is_alphanumeric())
        });
        if script.is_empty() || script.chars().count() > digits + 1 || goes_on {
            return None;
        }
        let signs = script.chars().map(|c| match c {
            'n' => 'ⁿ',
            'i' => 'ⁱ',
            c => form(c),
        });
        self.pend(signs, sign.len() + typed.len() - after.len());
        self.before = self.pending.last().copied();
        self.next_pending(false)
    }

    /// A fraction of superscript and subscript digits, such as `¹/₂`, which reads as `1/2`, apart from the digits beside
    /// it: `3¹/₂` as `3 1/2`.
    fn fraction(&mut self) -> Option<SignAt> {
        let may_stand_before =
            |c: char| !(c.is_alphabetic() || is_script(c) || matches!(c, ')' | ']' | '}' | '^'));
        if !self.before.is_none_or(may_stand_before) {
            return None;
        }
        let rest = self.rest();
        let (numerator, rest) = leading_number(rest, raised)?;
        let (denominator, after) = leading_number(rest.strip_prefix(['/', '⁄', '∕'])?, lowered)?;
        let next = after.chars().next();
        if next.is_some_and(|c| c.is_alphabetic() || is_script(c)) {
            return None;
        }
        let gap = |beside: Option<char>| beside.filter(|c| c.is_numeric()).map(|_| ' ');
        let signs = gap(self.before)
            .into_iter()
            .chain(numerator)
            .chain(['/'])
            .chain(denominator)
            .chain(gap(next));
        let length = self.rest().len() - after.len();
        self.pend(signs, length);
        self.before = self.pending.last().copied();
        self.next_pending(false)
    }

    fn next_pending(&mut self, plain: bool) -> Option<SignAt> {
        let sign = match *self.pending.get(self.given)? {
            ' ' => Sign::Space(None),
            c => Sign::Char(c),
        };
        self.given += 1;
        Some(SignAt {
            sign,
            start: self.unit.0,
            end: self.unit.1,
            plain,
        })
    }
}

impl Iterator for Items<'_> {
    type Item = SignAt;

    fn next(&mut self) -> Option<SignAt> {
        if let Some(item) = self.next_pending(false) {
            return Some(item);
        }
        let rest = self.text.as_bytes().get(self.at..)?;
        let first = *rest.first()?;
        if matches!(first, b'^' | b'_')
            && let Some(item) = self.typed_script()
        {
            return Some(item);
        }
        // Most characters of most texts: they do not depend on what is around them.
        if first.is_ascii_graphic()
            && !matches!(first, b'-' | b'`')
            && rest.get(1).is_none_or(|next| !(0xCC..=0xF0).contains(next))
        {
            let c = char::from(first);
            self.before = Some(c);
            return Some(self.read(1, Sign::Char(c), true));
        }
        if first == b' '
            && rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
            && self.before.is_some_and(char::is_alphanumeric)
        {
            self.before = Some(' ');
            return Some(self.read(1, Sign::Space(None), true));
        }
        let c = self.rest().chars().next()?;
        Some(match c {
            c if is_blank(c) => self.blank(),
            c if is_dash(c) => match self.line_hyphen(c) {
                Some(item) => item,
                None => self.dash(c),
            },
            '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => match self.fraction() {
                Some(item) => item,
                None => self.cluster(c),
            },
            c => self.cluster(c),
        })
    }
}

/// The length of the number at the start of `text`, with its decimals, in bytes.
fn length_of_number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let after = text
        .get(whole..)
        .and_then(|after| after.strip_prefix(['.', ',']));
    match after.map(digits) {
        Some(decimals) if whole > 0 && decimals > 0 => whole + 1 + decimals,
        _ => whole,
    }
}

/// The length of the sign at the start of `text` if it ends an exponent, as in `Fe^2+`, in bytes.
fn length_of_charge(text: &str) -> usize {
    let mut rest = text.chars();
    let sign = rest.next().filter(|&c| c == '+' || c == '-' || c == '−');
    let ends = rest
        .next()
        .is_none_or(|c| !(c.is_alphanumeric() || c == '+' || is_dash(c)));
    sign.filter(|_| ends).map_or(0, char::len_utf8)
}

/// The digits at the start of `text` that `form` made superscript or subscript, as ordinary digits, and what follows
/// them.
fn leading_number(text: &str, form: fn(char) -> char) -> Option<(Vec<char>, &str)> {
    let digit = |c: char| ('0'..='9').find(|&digit| form(digit) == c);
    let digits: Vec<char> = text.chars().map_while(digit).collect();
    let length = text.chars().take(digits.len()).map(char::len_utf8).sum();
    (!digits.is_empty()).then(|| (digits, text.get(length..).unwrap_or("")))
}

/// The dash at the start of `text`, whose first character is `c`, and its bytes: two or three hyphens count as an em
/// dash.
fn typed_dash(text: &str, c: char) -> (char, usize) {
    let hyphens = text.bytes().take(4).take_while(|&byte| byte == b'-');
    let hyphens = hyphens.count();
    if hyphens == 2 || hyphens == 3 {
        ('—', hyphens)
    } else {
        (c, c.len_utf8())
    }
}

struct BlankRun {
    length: usize,
    spaced: bool,
    breaks: usize,
}

fn blank_run(text: &str) -> BlankRun {
    let length = text.find(|c| !is_blank(c)).unwrap_or(text.len());
    let run = text.get(..length).unwrap_or("");
    BlankRun {
        length,
        spaced: run.contains(char::is_whitespace),
        breaks: line_breaks(run),
    }
}

/// How many lines end within `blanks`. A carriage return with its line feed counts once, a page break next to a line
/// break does not count, and a paragraph separator counts twice.
pub(super) fn line_breaks(blanks: &str) -> usize {
    let mut before = None;
    let mut breaks = 0;
    for c in blanks.chars().filter(|c| is_line_break(*c)) {
        breaks += match (before, c) {
            (Some('\r'), '\n')
            | (Some(_), '\u{B}' | '\u{C}')
            | (Some('\u{B}' | '\u{C}'), '\r' | '\n') => 0,
            (_, '\u{2029}') => 2,
            _ => 1,
        };
        before = Some(c);
    }
    breaks
}

/// Whether `c` is white space or invisible.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_unseen(c)
}

/// Soft hyphen, zero-width space, word joiner, byte order mark, direction marks, the operators of a formula that are not
/// seen, and isolates that do not change the direction. Joiners that change letters or
/// emoji (U+200C, U+200D) count as visible.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'
            ..='\u{2064}' | '\u{2066}' | '\u{2068}' | '\u{2069}' | '\u{FEFF}'
    )
}

pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Superscript and subscript digits and signs, and the superscript letters next to them in Unicode.
pub(super) fn is_script(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰'..='₎')
}

/// Turns a subscript digit into the digit; leaves other characters as they are.
pub(super) fn unlowered(c: char) -> char {
    match c {
        '₀'..='₉' => {
            char::from_u32(u32::from(c) - u32::from('₀') + u32::from('0')).unwrap_or(c)
        }
        c => c,
    }
}

/// Hyphens, dashes and the minus sign.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '−' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

pub(super) fn is_currency(c: char) -> bool {
    // The Unicode general category Sc.
    matches!(
        c,
        '$' | '\u{A2}'..='\u{A5}'
            | '\u{58F}'
            | '\u{60B}'
            | '\u{7FE}'..='\u{7FF}'
            | '\u{9F2}'..='\u{9F3}'
            | '\u{9FB}'
            | '\u{AF1}'
            | '\u{BF9}'
            | '\u{E3F}'
            | '\u{17DB}'
            | '\u{20A0}'..='\u{20CF}'
            | '\u{A838}'
            | '\u{FDFC}'
            | '\u{FE69}'
            | '\u{FF04}'
            | '\u{FFE0}'..='\u{FFE1}'
            | '\u{FFE5}'..='\u{FFE6}'
            | '\u{11FDD}'..='\u{11FE0}'
            | '\u{1E2FF}'
            | '\u{1ECB0}'
    )
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

/// Chinese characters, kana and their punctuation: text that may be broken into lines anywhere.
fn is_ideograph(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{2E80}'..='\u{30FF}'
            | '\u{3100}'..='\u{312F}'
            | '\u{31A0}'..='\u{31BF}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{20000}'..='\u{3FFFF}',
        )
    )
}

/// Whether `c` may compose or swap places with the character before it.
fn continues(c: char) -> bool {
    c >= '\u{300}'
        && (canonical_combining_class(c) != 0
            || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

/// Whether `c` is a typographic variant of other characters. Digits, superscripts, fractions, and signs of number, unit
/// or currency are not: ² is not 2, and ½ is not 1/2. The micro sign and the fraction slash are: they look like μ and /.
fn has_variants(c: char) -> bool {
    c == '`'
        || c > '\u{7F}'
            && matches!(
                c,
                'µ' | '´' | '״' | '׳' | '⁄' | '…' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ'
                    | 'ſ' | '\u{132}' | '\u{133}' | '\u{149}' | '\u{1C4}'..='\u{1CC}'
                    | '\u{1F1}'..='\u{1F3}'
                    | '\u{FB00}'..='\u{FB06}'
                    | '\u{FB13}'..='\u{FB17}'
                    | '\u{FB20}'..='\u{FB28}'
                    | '\u{FB4F}'..='\u{FBB1}'
                    | '\u{FBD3}'..='\u{FD3D}'
                    | '\u{FD50}'..='\u{FDC7}'
                    | '\u{FE70}'..='\u{FEFC}'
                    | '\u{FF21}'..='\u{FF3A}'
                    | '\u{FF41}'..='\u{FF5A}'
                    // Italic letters, as in formulas.
                    | '\u{210E}'
                    | '\u{1D434}'..='\u{1D467}'
                    | '\u{1D6E2}'..='\u{1D71B}'
            )
}

/// What a typographic variant stands for; any other character stands for itself.
fn unvaried(c: char) -> impl Iterator<Item = char> {
    let (one, several) = match c {
        '…' => (None, vec!['.', '.', '.']),
        '“' | '”' | '„' | '‟' | '«' | '»' | '״' => (Some('"'), Vec::new()),
        '⁄' => (Some('/'), Vec::new()),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '`' | '´' | '׳' => {
            (Some('\''), Vec::new())
        }
        c if has_variants(c) => {
            let letters = std::iter::once(c).nfkc();
            let letters: Vec<char> = letters.map(|c| if c == 'ʼ' { '\'' } else { c }).collect();
            // Some Arabic presentation forms of a single mark decompose into a space and the mark.
            if letters.iter().any(|c| c.is_whitespace()) {
                (Some(c), Vec::new())
            } else {
                (None, letters)
            }
        }
        c => (Some(c), Vec::new()),
    };
    one.into_iter().chain(several)
}

/// Removes the letter case of `c`, one character for one: Unicode's simple case folding, except that the dotless and
/// dotted i of Turkish stay as they are. `ß` is not `ss`: *Maße* is not *Masse*.
pub(super) fn fold_case(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if matches!(c, 'ı' | 'İ') || is_combining_mark(c) {
        return c;
    }
    let single = |mut letters: std::char::ToUppercase| match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => c,
    };
    let upper = single(c.to_uppercase());
    let mut lower = upper.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(letter), None) => letter,
        _ => upper,
    }
}

/// The part of a text that no tier may change, and where it is: all characters except white space, invisible characters
/// and dashes, with letter case, typography and the level of quotation marks folded.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    pub(super) text: String,
    /// Where the offset between skeleton and text changes, as pairs of an offset in the skeleton and one in the text.
    turns: Vec<(u32, u32)>,
    /// In a quotation's skeleton: where words begin in every text that matches.
    pub(super) anchors: Vec<u32>,
}

impl Skeleton {
    pub(super) fn new(text: &str) -> Self {
        let mut skeleton = Self {
            text: String::with_capacity(text.len()),
            ..Self::default()
        };
        // Whether there was white space since the last sign, and whether it was white space that no match may leave
        // out.
        let (mut parted, mut spaced) = (false, false);
        let mut shift = None;
        let mut items = Items::new(text);
        loop {
            let start = items.at;
            let run = items.plain_run();
            if !run.is_empty() {
                skeleton.turn(start, &mut shift, &mut parted, &mut spaced);
                skeleton.text.push_str(run);
                let at = skeleton.text.len() - run.len();
                if let Some(run) = skeleton.text.get_mut(at..) {
                    run.make_ascii_lowercase();
                }
            }
            let Some(item) = items.next() else { break };
            match item.sign {
                Sign::Char('-' | '—' | '–' | '−') | Sign::Unseen => {}
                Sign::Char(c) => {
                    skeleton.turn(item.start, &mut shift, &mut parted, &mut spaced);
                    // A single quotation mark may stand for a double one.
                    let c = if c == '"' { '\'' } else { c };
                    skeleton.text.push(unlowered(fold_case(c)));
                }
                Sign::Space(optional) => {
                    parted = true;
                    spaced |= optional.is_none();
                }
                Sign::LineHyphen { .. } => shift = None,
            }
        }
        skeleton
    }

    /// Records that the next sign begins at the byte `start` of the text, if that cannot be worked out from the last
    /// record.
    fn turn(
        &mut self,
        start: usize,
        shift: &mut Option<usize>,
        parted: &mut bool,
        spaced: &mut bool,
    ) {
        let at = self.text.len();
        let here = start.wrapping_sub(at);
        if *parted || *shift != Some(here) {
            self.turns.push((narrow(at), narrow(start)));
            *shift = Some(here);
        }
        if *spaced {
            self.anchors.push(narrow(at));
        }
        (*parted, *spaced) = (false, false);
    }

    /// A skeleton without the fields that only a quotation needs.
    pub(super) fn of_source(text: &str) -> Self {
        let mut skeleton = Self::new(text);
        skeleton.anchors = Vec::new();
        skeleton.turns.shrink_to_fit();
        skeleton.text.shrink_to_fit();
        skeleton
    }

    /// Where in the text the unit that gave the byte `at` begins; meaningless within a unit.
    pub(super) fn text_offset(&self, at: usize) -> usize {
        let after = self
            .turns
            .partition_point(|&(skeleton, _)| skeleton as usize <= at);
        match after.checked_sub(1).and_then(|last| self.turns.get(last)) {
            Some(&(skeleton, text)) => text as usize + (at - skeleton as usize),
            None => at,
        }
    }

    /// The part of the skeleton that stands for the text before its byte `at`.
    pub(super) fn before(&self, at: usize) -> &str {
        self.text.get(..self.offset(at)).unwrap_or("")
    }

    /// The part of the skeleton that stands for the text from its byte `at` on.
    pub(super) fn after(&self, at: usize) -> &str {
        self.text.get(self.offset(at)..).unwrap_or("")
    }

    /// How many bytes of the skeleton stand for the text before its byte `at`.
    fn offset(&self, at: usize) -> usize {
        let after = self.turns.partition_point(|&(_, text)| text as usize <= at);
        let end = self.turns.get(after);
        let end = end.map_or(self.text.len(), |&(skeleton, _)| skeleton as usize);
        match after.checked_sub(1).and_then(|last| self.turns.get(last)) {
            Some(&(skeleton, text)) => (skeleton as usize + (at - text as usize)).min(end),
            None => at.min(end),
        }
    }

    /// Where the offset between the skeleton and the text changes; every word begins at such a place.
    pub(super) fn turns(&self) -> impl Iterator<Item = usize> + '_ {
        self.turns.iter().map(|&(skeleton, _)| skeleton as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> String {
        Items::new(text)
            .map(|item| match item.sign {
                Sign::Char(c) => c,
                Sign::Space(_) => ' ',
                Sign::LineHyphen { .. } => '¬',
                Sign::Unseen => '·',
            })
            .collect()
    }

    #[test]
    fn variants_of_one_sign_are_one_sign() {
        assert_eq!(signs("“a” „b‟ «c» ‘d’ ‹e›"), "\"a\" \"b\" \"c\" 'd' 'e'");
        assert_eq!(signs("eﬃcient… ĳs"), "efficient... ijs");
        assert_eq!(signs("cafe\u{301}"), "café");
        assert_eq!(signs("a \u{A0}\r\n b"), "a b");
    }

    #[test]
    fn numbers_units_and_currency_are_never_folded() {
        for text in [
            "x²",
            "½",
            "№5",
            "５",
            "①",
            "Ⅳ",
            "℃",
            "€5",
            "5′ 3″",
            "㎏",
            "™",
        ] {
            assert_eq!(signs(text), text, "{text}");
        }
        // The micro sign and the Greek letter are the same unit, and look the same.
        assert_eq!(signs("µm"), signs("μm"));
    }

    #[test]
    fn a_raised_or_lowered_number_may_be_typed_in_a_line() {
        for (typed, seen) in [
            ("10^6 m^2", "10⁶ m²"),
            ("10^-6, 10^−6, 10^{-6}, 10^(12)", "10⁻⁶, 10⁻⁶, 10⁻⁶, 10¹²"),
            ("H_2O, x_{12}", "H₂O, x₁₂"),
            ("2^n Na^+", "2ⁿ Na⁺"),
            ("2^3^4", "2³^4"),
            ("10^6.5, 10^6, 10^6,5 10^6.", "10⁶.⁵, 10⁶, 10⁶,⁵ 10⁶."),
            ("PM_2.5 is", "PM₂.₅ is"),
            (
                "Fe^2+ SO_4^2- PO_4^3−, x^2+y x^2-1",
                "Fe²⁺ SO₄²⁻ PO₄³⁻, x²+y x²-1",
            ),
        ] {
            assert_eq!(signs(typed), seen);
        }
        for text in [
            "^1 a ^2",
            "[^1] [a",
            "2^nd",
            "a^b",
            "x^(n+1)",
            "1_000_000",
            "a__b",
            "2^3⁵",
            "^",
            "a^",
            "a^{2",
        ] {
            assert_eq!(signs(text), text);
        }
    }

    #[test]
    fn a_minus_is_not_a_dash() {
        assert_eq!(signs("from −5 to −3"), "from -5 to -3");
        assert_eq!(signs("from –5"), "from –5");
        assert_eq!(signs("from —5"), "from —5");
        assert_eq!(signs("10–20"), "10-20");
        assert_eq!(signs("10−20"), "10−20");
        assert_eq!(signs("man—eating"), "man—eating");
        assert_eq!(signs("man--eating"), "man—eating");
        assert_eq!(
            signs("man — eating – now - yes -- no"),
            "man - eating - now - yes - no"
        );
        assert_eq!(signs("--5"), "—5");
    }

    #[test]
    fn a_hyphen_at_a_line_end_is_told_from_one_within_a_line() {
        assert_eq!(
            signs("re-\nsign co-op re\u{AD}sign re\u{AD}\nsign"),
            "re¬sign co-op re·sign re¬sign"
        );
        assert_eq!(signs("a -\nb"), "a - b");
    }

    #[test]
    fn case_is_folded_one_letter_for_one() {
        let fold = |text: &str| text.chars().map(fold_case).collect::<String>();
        assert_eq!(fold("ΣΑΣ σας ÇÃO ẞß ǅ"), "σασ σασ ção ßß ǆ");
        assert_eq!(fold("ıİ"), "ıİ");
    }

    #[test]
    fn a_skeleton_knows_where_its_words_stand() {
        let text = "Um  “caﬁ” não";
        let skeleton = Skeleton::new(text);
        assert_eq!(skeleton.text, "um'cafi'não");
        let at = skeleton.text.find("não").unwrap();
        assert_eq!(skeleton.text_offset(at), text.find("não").unwrap());
    }
}
