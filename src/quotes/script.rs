//! Superscripts and subscripts: how they are written in a line of text, and which of them are note marks.
//!
//! What a reader sees as 10⁶ is written `10⁶`, 2ⁿ as `2^n`, H₂O as `H₂O`, and 2nd with superscript letters as `2nd`:
//! superscript and subscript digits never merge with the digits beside them. A note mark that a reader skips is left
//! out, and recorded.

use std::ops::Range;

use super::boundary::is_unspaced;
use super::fold::{is_currency, is_unseen};
use super::layout::Rendering;

/// How text is placed relative to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Raised,
    Lowered,
    /// On the line, but marked up as a reference to a note.
    Reference,
}

/// A run of superscript or subscript text.
#[derive(Debug)]
pub(super) struct ScriptRun {
    pub(super) script: Script,
    /// Whether part of it links to another place on the page.
    pub(super) linked: bool,
    pub(super) said: Rendering,
}

/// Maximum length of a note mark's label, in characters.
const LABEL: usize = 40;

impl ScriptRun {
    pub(super) fn new(script: Script) -> Self {
        Self {
            script,
            linked: script == Script::Reference,
            said: Rendering::default(),
        }
    }

    /// Adds the run to `rendering`; `next` is the text that follows.
    pub(super) fn write(&self, rendering: &mut Rendering, next: &str) {
        let said = &self.said.text;
        let start = said.len() - said.trim_start().len();
        let core = start..said.trim_end().len().max(start);
        rendering.append(&self.said, 0..start);
        if !core.is_empty() {
            self.write_core(rendering, core.clone(), next);
        }
        rendering.append(&self.said, core.end..said.len());
    }

    fn write_core(&self, rendering: &mut Rendering, core: Range<usize>, next: &str) {
        let text = self.said.text.get(core.clone()).unwrap_or("");
        let before = rendering.text.chars().next_back();
        let after = next.chars().next();
        let joined = |c: Option<char>| c.filter(|c| c.is_alphanumeric() && !is_unspaced(*c));
        let parts_words = joined(before).is_some() && joined(after).is_some();
        if !parts_words && self.is_note_mark(text, &rendering.text, next) {
            rendering.marks.push(rendering.text.len(), text);
            return;
        }
        if self.script == Script::Reference || is_bracketed(text) {
            return rendering.append(&self.said, core);
        }
        let raises = self.script == Script::Raised;
        if raises && rendering.marks.is_last_at(rendering.text.len()) && belongs_to_mark(text) {
            return;
        }
        if raises && matches!(text, "o" | "O" | "º") && is_degree(&rendering.text, next) {
            return rendering.unit("°", self.said.layout.file_range(core));
        }
        if let Some(form) = self.form(text) {
            for (at, c) in text.char_indices() {
                let at = core.start + at;
                let file = self.said.layout.file_range(at..at + c.len_utf8());
                rendering.unit(form(c).encode_utf8(&mut [0; 4]), file);
            }
            return;
        }
        // `$5.99` with a raised sign.
        if raises && text.chars().all(is_currency) {
            return rendering.append(&self.said, core);
        }
        let attached = joined(before).or(before.filter(|c| matches!(c, ')' | ']' | '}')));
        let plain = match attached {
            Some(_) if text.chars().all(|c| !c.is_alphanumeric()) => true,
            // `Vmax`, `HbA1c`, `t1/2`.
            Some(before) if self.script == Script::Lowered => {
                let continues = |c: char| c.is_numeric() && text.ends_with(char::is_numeric);
                before.is_alphabetic()
                    && text
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '/'))
                    && !after.is_some_and(continues)
            }
            Some(_) => {
                is_letters(text) && joined(after).is_none() && abbreviates(&rendering.text, text)
            }
            None => {
                joined(after).is_none()
                    || is_letters(text) && after.is_some_and(char::is_alphabetic)
            }
        };
        if plain {
            return rendering.append(&self.said, core);
        }
        let file = self.said.layout.file_range(core.clone());
        let lowers = self.script == Script::Lowered;
        let one = text.chars().nth(1).is_none();
        let alone = joined(after).is_none() && (one || text.chars().all(char::is_alphanumeric));
        let (open, close) = if alone { ("", "") } else { ("(", ")") };
        rendering.unit(if lowers { "_" } else { "^" }, file.start..file.start);
        rendering.unit(open, file.start..file.start);
        rendering.append(&self.said, core);
        rendering.unit(close, file.end..file.end);
    }

    /// The function that gives Unicode's superscript or subscript forms, if `text` is a number, a sign or both.
    fn form(&self, text: &str) -> Option<fn(char) -> char> {
        let form = match self.script {
            Script::Raised => raised,
            Script::Lowered => lowered,
            Script::Reference => return None,
        };
        let has_form = |c: char| form(c) != c;
        let fits = |c: char| has_form(c) || matches!(c, '.' | ',');
        (text.chars().all(fits) && text.contains(has_form)).then_some(form)
    }

    fn is_note_mark(&self, text: &str, before: &str, next: &str) -> bool {
        let short = |most: usize| text.chars().nth(most).is_none();
        if self.linked {
            return short(3)
                || is_numbers(text)
                || short(LABEL) && (self.script == Script::Reference || is_bracketed(text));
        }
        match self.script {
            Script::Raised if is_bracketed(text) => short(LABEL),
            Script::Raised if is_numbers(text) => {
                carries_note(before, text) || begins_note(before, next)
            }
            _ => false,
        }
    }
}

/// Whether raised text directly after the mark of a note belongs to it: what divides it from the next mark, or the place
/// in the work that it names, as in `¹,²` and `¹:⁠23–25`.
fn belongs_to_mark(text: &str) -> bool {
    let is_divider = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '\u{2011}');
    let place = text.strip_prefix(':');
    let is_in_place = |c: char| is_unseen(c) || is_divider(c) || c.is_alphanumeric() || c == '.';
    text.chars().all(is_divider)
        || place
            .is_some_and(|place| place.contains(char::is_numeric) && place.chars().all(is_in_place))
}

/// Whether a raised letter o between `before` and `next` is a degree sign: `25 °C`.
fn is_degree(before: &str, next: &str) -> bool {
    let mut after = next.chars();
    before.trim_end().ends_with(char::is_numeric)
        && matches!(after.next(), Some('C' | 'F'))
        && !after.next().is_some_and(char::is_alphanumeric)
}

/// How `text` between `before` and `next` is written within its line; `None` if it is the mark of a note.
pub(crate) fn within_line(script: Script, text: &str, before: &str, next: &str) -> Option<String> {
    let mut run = ScriptRun::new(script);
    run.said.unit(text, 0..0);
    let mut line = Rendering::default();
    line.unit(before, 0..0);
    run.write(&mut line, next);
    let is_mark = !line.marks.is_empty();
    (!is_mark).then(|| line.text.split_off(before.len()))
}

/// Unicode's superscript for a digit or sign; other characters unchanged.
pub(crate) fn raised(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32(u32::from(c) - u32::from('4') + u32::from('⁴')).unwrap_or(c),
        '+' => '⁺',
        '-' | '−' | '–' | '\u{2010}' | '\u{2011}' => '⁻',
        '=' => '⁼',
        '(' => '⁽',
        ')' => '⁾',
        c => c,
    }
}

/// Unicode's subscript for a digit or sign; other characters unchanged.
pub(super) fn lowered(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('₀')).unwrap_or(c),
        '+' => '₊',
        '-' | '−' | '–' | '\u{2010}' | '\u{2011}' => '₋',
        '=' => '₌',
        '(' => '₍',
        ')' => '₎',
        c => c,
    }
}

fn is_letters(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | 'º' | 'ª'))
}

fn is_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix('[');
    let inner = inner.and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains('\n'))
}

/// Whether `text` is one number, or several as in `1,2` and `3–5`.
fn is_numbers(text: &str) -> bool {
    let mut numbers = text.split([',', ';', '-', '–', '\u{2011}']).map(str::trim);
    numbers.all(|number| {
        (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether superscript letters after `before` end an abbreviation or an ordinal number, and are not an exponent.
fn abbreviates(before: &str, letters: &str) -> bool {
    let base = last_word(before, char::is_alphanumeric);
    let letters = letters.trim_matches('.');
    let low = letters.to_lowercase();
    if matches!(letters, "TM" | "SM" | "MC" | "MD") {
        return true;
    }
    let is_numeral = |c: char| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M');
    let roman = !base.is_empty() && base.chars().all(is_numeral);
    if roman || base.ends_with(|c: char| c.is_ascii_digit()) {
        return ORDINALS.contains(&low.as_str()) || roman && is_title(base, &low);
    }
    let many = letters.chars().nth(1).is_some();
    is_title(base, &low) || many && base.chars().nth(1).is_some() && !is_function(base)
}

/// The endings of ordinal numbers in the languages of Western Europe.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "ths", "e", "er", "ers", "re", "res", "de", "ème", "eme", "èmes",
    "ième", "ieme", "ère", "ere", "ier", "ière", "nde", "a", "o", "as", "os", "º", "ª", "è", "é",
    "ste", "te", "mo", "ma", "ro", "ra", "do", "da", "to", "ta", "vo", "va",
];

fn is_title(base: &str, raised: &str) -> bool {
    matches!(
        (base, raised),
        ("n" | "N", "o" | "os" | "º" | "r")
            | (
                "M",
                "r" | "rs" | "me" | "mes" | "lle" | "lles" | "e" | "gr" | "s"
            )
            | ("S", "t" | "te" | "r" | "ra" | "ta" | "nr" | "n")
            | ("D", "r" | "ra" | "rs" | "ña" | "res")
            | ("P", "r" | "e")
            | ("V", "ve")
            | ("C", "ie" | "ia" | "o")
            | ("J", "r" | "ne")
            | ("F", "r" | "ra")
            | ("R", "do" | "ev")
            | ("Ph", "D")
    )
}

/// Whether `word` names a function or a Greek letter, so that a superscript number after it is a power.
fn is_function(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "max", "min", "lim", "det",
        "sinh", "cosh", "tanh", "coth", "sech", "csch", "arcsin", "arccos", "arctan", "alpha",
        "beta", "gamma", "delta", "epsilon", "zeta", "theta", "iota", "kappa", "lambda", "sigma",
        "omega",
    ];
    NAMES.contains(&word.to_lowercase().as_str())
}

/// Whether a superscript `number` after `before` refers to a note: it follows punctuation or a word of four or more
/// letters, and could not be an exponent.
pub(crate) fn carries_note(before: &str, number: &str) -> bool {
    let before = before.trim_end_matches(['"', '”', '“', '’', '\'', '»', '›']);
    let Some(last) = before.chars().next_back() else {
        return false;
    };
    let rest = before.get(..before.len() - last.len_utf8()).unwrap_or("");
    match last {
        ';' | ':' | '?' | '…' | '—' | '。' | '、' | '，' | '；' | '：' | '！' | '？' | '」'
        | '』' => true,
        // The factorials of `n!` and `5!`.
        '!' => is_word(last_word(rest, char::is_alphanumeric), number),
        '.' | ',' => !(is_price(rest) || power(number) && is_measure(rest)),
        ')' => is_remark(rest),
        last if last.is_alphabetic() => {
            let letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
            is_word(last_word(before, letter), number)
        }
        _ => false,
    }
}

/// Whether a superscript number at the start of a line begins the note that it numbers.
fn begins_note(before: &str, next: &str) -> bool {
    (before.is_empty() || before.ends_with('\n'))
        && next.chars().take(4).filter(|c| c.is_alphabetic()).count() == 4
}

fn power(number: &str) -> bool {
    matches!(number, "2" | "3")
}

/// Whether `word` is an ordinary word: not a symbol, nor a unit that a superscript 2 or 3 turns into an area or volume.
fn is_word(word: &str, number: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let mut pairs = word.chars().zip(word.chars().skip(1));
    let formula = pairs.any(|(left, right)| left.is_lowercase() && right.is_uppercase());
    let symbol = formula || is_function(word) || power(number) && is_length(word);
    letters >= 4 && !symbol
}

fn is_length(word: &str) -> bool {
    const METERS: &[&str] = &[
        "meter", "meters", "metern", "metre", "metres", "metro", "metros", "metri",
    ];
    const OTHERS: &str = "foot feet inch inches yard yards mile miles second seconds pied pieds pouce pouces pies \
        pulgada pulgadas polegada polegadas fuß zoll meilen milles milhas millas secondes";
    let word = word.to_lowercase().replace(['è', 'é'], "e");
    METERS.iter().any(|meter| word.ends_with(meter)) || OTHERS.split(' ').any(|unit| unit == word)
}

/// Whether `text` ends in a number with a unit, such as `5 cm`.
fn is_measure(text: &str) -> bool {
    let unit = last_word(text, char::is_alphabetic);
    let number = text.get(..text.len() - unit.len()).unwrap_or("").trim_end();
    (1..=3).contains(&unit.chars().count()) && number.ends_with(char::is_numeric)
}

/// Whether `text` ends in an amount of money, so that superscript digits after it belong to the amount.
fn is_price(text: &str) -> bool {
    let number = |c: char| c.is_numeric() || matches!(c, '.' | ',');
    let amount = last_word(text, number);
    let before = text.strip_suffix(amount).unwrap_or("").trim_end();
    !amount.is_empty() && before.ends_with(super::fold::is_currency)
}

/// Whether a closing bracket after `text` would end a remark in words, and not a factor such as `(a + b)`.
fn is_remark(text: &str) -> bool {
    const FAR: usize = 200;
    let mut words = false;
    for c in text.chars().rev().take(FAR) {
        match c {
            '(' => return words,
            ' ' | '\n' => words = true,
            ',' | ';' | ':' | '.' | '\'' | '’' | '"' | '“' | '”' => {}
            c if c.is_alphabetic() => {}
            _ => return false,
        }
    }
    false
}

/// The characters at the end of `text` that satisfy `within`, at most 40.
fn last_word(text: &str, within: impl Fn(char) -> bool) -> &str {
    let word = text.chars().rev().take(40).take_while(|&c| within(c));
    let length: usize = word.map(char::len_utf8).sum();
    text.get(text.len() - length..).unwrap_or("")
}
