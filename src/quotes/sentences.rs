//! Divides a source into its sentences, as a reader would.
//!
//! Sentences end where Unicode (UAX #29) ends them, apart from cases in which that standard can't know the text: a line
//! break that only wraps a line, an abbreviation, an initial, a word divided at a line end. Sentences never extend
//! across the end of a block: a paragraph, a heading, a list item, a table cell.

use std::borrow::Cow;
use std::ops::Range;

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::boundary::{begins_whole, ends_whole};
use super::fold::{is_blank, is_dash, is_line_break};
use super::source::{SourceKind, SourceText};

impl SourceText {
    /// The sentences that have letters, in order, without surrounding white space and list marks: ranges of bytes of
    /// the [text](Self::text).
    ///
    /// Each begins and ends where a quotation may. O(size) the first time.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences
            .get_or_init(|| sentences_of(self.text(), self.kind()))
    }

    /// Whether the bytes `range` of the [text](Self::text) have all the words of one sentence and no others.
    pub fn is_sentence(&self, range: Range<usize>) -> bool {
        let sentences = self.sentences();
        let after = sentences.partition_point(|sentence| sentence.end <= range.start);
        sentences.get(after).is_some_and(|sentence| {
            let around = [sentence.start..range.start, range.end..sentence.end];
            let says_nothing = |part: Range<usize>| {
                let words = self.text().get(part).unwrap_or_default();
                !words.contains(char::is_alphanumeric)
            };
            range.end <= sentence.end && around.into_iter().all(says_nothing)
        })
    }
}

/// The sentences of a text that was read as `kind`.
pub(super) fn sentences_of(text: &str, kind: SourceKind) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    for block in blocks(text, kind) {
        let words = text.get(block.clone()).unwrap_or_default();
        for sentence in of_block(words) {
            sentences.push(block.start + sentence.start..block.start + sentence.end);
        }
    }
    sentences
}

/// The blocks of a text, in order. No sentence extends across the end of a block.
fn blocks(text: &str, kind: SourceKind) -> Vec<Range<usize>> {
    match kind {
        SourceKind::Plain | SourceKind::Pdf => plain_blocks(text),
        SourceKind::Markdown | SourceKind::Html | SourceKind::Xhtml => rendered_blocks(text),
    }
}

/// The blocks of a rendered text: split at blank lines and between table cells.
fn rendered_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    for paragraph in paragraphs(text) {
        let mut start = paragraph.start;
        let words = text.get(paragraph.clone()).unwrap_or_default();
        for (at, _) in words.match_indices('\t') {
            let before = words.get(..at).unwrap_or_default();
            let after = words.get(at + 1..).unwrap_or_default();
            if !before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace) {
                blocks.push(start..paragraph.start + at);
                start = paragraph.start + at + 1;
            }
        }
        blocks.push(start..paragraph.end);
    }
    blocks
}

/// The blocks of a plain text: split at blank lines, and where a line starts something new.
fn plain_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    for paragraph in paragraphs(text) {
        let lines: Vec<Range<usize>> = lines(text, paragraph.clone()).collect();
        let line = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().trim();
        let width = |range: &Range<usize>| line(range).chars().count();
        let widest = lines.iter().map(width).max().unwrap_or(0);
        let is_item = |range: &Range<usize>| mark_length(line(range)) > 0;
        let mut start = paragraph.start;
        let mut first_of_block = true;
        let mut in_item = lines.first().is_some_and(is_item);
        for pair in lines.windows(2) {
            let [above, below] = pair else { continue };
            let (above_words, below_words) = (line(above), line(below));
            // Whether the next line's first word would have fitted on this line, so that the break was intended.
            let word = below_words.split_whitespace().next().unwrap_or_default();
            let on_purpose = width(above) + 1 + word.chars().count() <= widest;
            let neighbours = Neighbours {
                above: above_words,
                below: below_words,
                first_of_block,
                in_item,
                on_purpose,
            };
            first_of_block = neighbours.are_apart();
            if first_of_block {
                blocks.push(start..above.end);
                start = below.start;
                in_item = is_item(below);
            }
        }
        blocks.push(start..paragraph.end);
    }
    blocks
}

/// Two adjacent lines of a plain text.
struct Neighbours<'t> {
    above: &'t str,
    below: &'t str,
    /// Whether the upper line begins its block.
    first_of_block: bool,
    /// Whether the upper line belongs to a list item.
    in_item: bool,
    /// Whether the upper line ends although there was room for another word.
    on_purpose: bool,
}

impl Neighbours<'_> {
    /// Whether the lower line begins a new block.
    fn are_apart(&self) -> bool {
        let Some(last) = self.above.chars().next_back() else {
            return true;
        };
        let first = self.below.chars().next();
        let has_letters = |line: &str| line.contains(char::is_alphabetic);
        if !has_letters(self.above) || !has_letters(self.below) {
            // A rule or an underline; a line of figures, on the other hand, may be part of a sentence.
            return !self.above.contains(char::is_numeric) && !has_letters(self.above)
                || !self.below.contains(char::is_numeric) && !has_letters(self.below);
        }
        if is_dash(last) || last == '\u{AD}' {
            return false;
        }
        if first == Some('>') || self.above.starts_with('>') {
            return true;
        }
        if is_heading(self.below) || self.first_of_block && is_heading(self.above) {
            return true;
        }
        if mark_length(self.below) > 0 {
            let led_in = matches!(last, '.' | '!' | '?' | ':' | ';' | ',' | '…' | '。' | '：');
            return self.in_item || led_in || self.on_purpose;
        }
        // A title is the first line of its block, and does not end in a sign that the sentence goes on.
        self.first_of_block
            && !self.in_item
            && self.on_purpose
            && !matches!(last, ',' | ';' | ':' | '(' | '，' | '、')
            && first.is_some_and(|first| !first.is_lowercase())
    }
}

/// Whether a line is a Markdown heading.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with([' ', '\t'])
}

/// How many bytes of a line are the mark of a heading or list item, including the blanks after it: `##`, `•`, `2.`,
/// `b)`. 0 if there is no mark.
fn mark_length(line: &str) -> usize {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let letters = inner.bytes().take(4);
    let length = letters.take_while(u8::is_ascii_alphanumeric).count();
    let label = inner.get(..length).unwrap_or_default();
    let is_number = (1..=3).contains(&label.len()) && label.bytes().all(|c| c.is_ascii_digit());
    let is_letter = label.len() == 1 && !is_number;
    let after = inner.get(label.len()..).unwrap_or_default();
    let rest = if is_heading(line) {
        Some(line.trim_start_matches('#'))
    } else if is_number && inner.len() == line.len() && after.starts_with('.')
        || (is_number || is_letter) && after.starts_with(')')
    {
        after.get(1..)
    } else {
        line.strip_prefix(['-', '*', '+', '•', '‣', '▪', '◦', '·'])
    };
    match rest {
        Some(rest) if rest.starts_with(is_blank) => {
            line.len() - rest.trim_start_matches(is_blank).len()
        }
        _ => 0,
    }
}

/// The pieces of a text between blank lines and paragraph separators.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for line in lines(text, 0..text.len()) {
        let after = text.get(line.end..).unwrap_or_default();
        if text.get(line.clone()).unwrap_or_default().trim().is_empty() {
            open = false;
        } else if let Some(last) = paragraphs.last_mut().filter(|_| open) {
            last.end = line.end;
        } else {
            paragraphs.push(line);
            open = true;
        }
        open &= !after.starts_with('\u{2029}');
    }
    paragraphs
}

/// The lines within `range`, without their line ends.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = Some(range);
    std::iter::from_fn(move || {
        let range = rest.take()?;
        let within = text.get(range.clone())?;
        let Some(at) = find_line_end(within) else {
            return Some(range);
        };
        let end = range.start + at;
        let mut ending = within.get(at..).unwrap_or_default().chars();
        let mut next = end + ending.next().map_or(0, char::len_utf8);
        if within.get(at..).is_some_and(|end| end.starts_with("\r\n")) {
            next += 1;
        }
        rest = Some(next..range.end);
        Some(range.start..end)
    })
}

/// The offset of the first character that [ends a line](ends_line).
fn find_line_end(text: &str) -> Option<usize> {
    let may_begin = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2);
    let mut from = 0;
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(may_begin)?;
        if text.get(at..)?.starts_with(ends_line) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Whether a character ends a line; a form feed or vertical tab may be inside a sentence.
fn ends_line(c: char) -> bool {
    is_line_break(c) && !matches!(c, '\u{B}' | '\u{C}')
}

/// The sentences of a block that have letters.
fn of_block(block: &str) -> Vec<Range<usize>> {
    let mark = mark_length(block.trim_start());
    let start = block.len() - block.trim_start().len() + mark;
    let line = unwrapped(block.get(start..).unwrap_or_default());
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for bound in bounds(&line) {
        let end = before_opening(&line, bound.end);
        let Some(last) = sentences.last_mut() else {
            sentences.push(0..end);
            continue;
        };
        last.end = after_closing(&line, last.end);
        let here = last.end..end.max(last.end);
        if goes_on(&line, last, &here) {
            last.end = here.end;
        } else {
            sentences.push(here);
        }
    }
    sentences
        .into_iter()
        .filter_map(|range| {
            let words = line.get(range.clone())?;
            let trimmed = words.trim_start_matches(is_blank);
            let first = range.start + (words.len() - trimmed.len());
            let length = trimmed.trim_end_matches(is_blank).len();
            words
                .contains(char::is_alphabetic)
                .then_some(start + first..start + first + length)
        })
        .collect()
}

/// The sentences of a line as Unicode divides them (UAX #29): adjacent ranges, up to the end of the line.
///
/// A line without line breaks is divided only after a sign that ends sentences, and the only such signs below U+0589
/// are `.`, `!` and `?`. So the rules are applied only from the last ASCII character before such a sign on, not to all
/// the text before it.
fn bounds(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
        let may_end = |c: char| matches!(c, '.' | '!' | '?') || c >= '\u{589}';
        let length = rest.find(may_end).map_or(rest.len(), |sign| {
            let before = rest.get(..sign).unwrap_or_default();
            let from = before.rfind(|c: char| c.is_ascii()).unwrap_or(0);
            let asked = rest.get(from..).unwrap_or_default();
            from + segmenter.segment_str(asked).nth(1).unwrap_or(asked.len())
        });
        start += length;
        Some(start - length..start)
    })
}

/// Where a sentence ends that Unicode ends at `at`: before a mark that opens the next one, like that of `好。“是`, which
/// Unicode counts among those that close. One that closes, like that of `„Ja.“ Er`, has a blank after it.
fn before_opening(line: &str, at: usize) -> usize {
    let (before, after) = line.split_at_checked(at).unwrap_or((line, ""));
    if after.is_empty() || after.starts_with(is_blank) {
        return at;
    }
    before.trim_end_matches(OPENING).len()
}

/// Where a sentence ends that Unicode ends at `at`: after the marks that a blank keeps apart from it, like that of
/// `« Oui. » Il`.
fn after_closing(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    let after = rest
        .trim_start_matches(is_blank)
        .trim_start_matches(CLOSING);
    if after.len() < rest.len() && (after.is_empty() || after.starts_with(is_blank)) {
        line.len() - after.trim_start_matches(is_blank).len()
    } else {
        at
    }
}

/// Marks that open what they stand before.
const OPENING: [char; 15] = [
    '“', '‘', '„', '‚', '«', '‹', '「', '『', '《', '〈', '（', '【', '〔', '(', '[',
];

/// Marks that close what they stand after.
const CLOSING: [char; 6] = ['»', '›', '”', '’', ')', ']'];

/// `block` on one line, with the same number of bytes.
fn unwrapped(block: &str) -> Cow<'_, str> {
    if find_line_end(block).is_none() {
        return block.into();
    }
    let mut line = String::with_capacity(block.len());
    for c in block.chars() {
        if ends_line(c) {
            line.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            line.push(c);
        }
    }
    line.into()
}

/// Whether the sentence `before` goes on into `after`, although Unicode ends it there.
fn goes_on(line: &str, before: &Range<usize>, after: &Range<usize>) -> bool {
    let text = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
    let words = text(before).trim_end_matches(is_blank);
    let rest = text(after).trim_start_matches(is_blank);
    let next = rest.trim_end_matches(is_blank);
    let (end, start) = (before.start + words.len(), after.end - rest.len());
    if next.is_empty()
        || next.starts_with(char::is_lowercase)
        || next.starts_with(CLOSING)
            && !next
                .trim_start_matches(CLOSING)
                .starts_with(char::is_alphanumeric)
        || !ends_whole(line, before.start, end)
        || !begins_whole(line, start, start + next.len())
    {
        return true;
    }
    let unended = words.strip_suffix('.');
    unended.is_some_and(|words| is_abbreviated(words, next))
}

/// Whether `words`, without its last full stop, ends in an abbreviation or an initial, given that `next` follows.
fn is_abbreviated(words: &str, next: &str) -> bool {
    let word = words
        .rsplit(|c: char| is_blank(c) || matches!(c, '(' | '[' | '/'))
        .next();
    let word = word.unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let letters = |part: &str| part.chars().count();
    let first_of_next = next.split(|c: char| !c.is_alphanumeric()).next();
    let is_next = |list: &[&str]| first_of_next.is_some_and(|word| list.contains(&word));
    if word.contains('.') {
        // `z.B.`, `U.S.`; but not a sentence without a space after its full stop.
        return word
            .split('.')
            .all(|part| letters(part) <= 2 && part.chars().all(char::is_alphabetic))
            && (!matches!(word, "a.m" | "p.m") || is_next(AFTER_TIMES));
    }
    if is_number(word) {
        let before = words.get(..words.len() - word.len()).unwrap_or_default();
        return is_next(AFTER_ORDINALS) || is_before_ordinal(before);
    }
    let mut of_word = word.chars();
    match (of_word.next(), of_word.next()) {
        // An initial. "I" is usually a word, unless it comes first or next to another initial.
        (Some('I'), None) => {
            let before = words
                .get(..words.len() - 1)
                .unwrap_or_default()
                .trim_end_matches(is_blank);
            before.is_empty() || before.ends_with('.')
        }
        (Some(letter), None) => letter.is_lowercase() || letter.is_uppercase(),
        _ => {
            let lower = word.to_lowercase();
            let is_in = |list: &[&str]| list.binary_search(&lower.as_str()).is_ok();
            is_in(ABBREVIATIONS)
                || word.starts_with(char::is_uppercase) && is_in(TITLES)
                || next.starts_with(char::is_numeric) && is_in(BEFORE_FIGURES)
                || lower == "co" && is_next(&["Inc", "KG", "LLC", "Ltd"])
        }
    }
}

/// Whether `word` is a number of up to three digits, or a Roman one of two or more.
fn is_number(word: &str) -> bool {
    let is_roman = |c: u8| matches!(c, b'I' | b'V' | b'X');
    !word.is_empty() && word.len() <= 3 && word.bytes().all(|c| c.is_ascii_digit())
        || word.len() >= 2 && word.bytes().all(is_roman)
}

/// Whether `words` end in a German word after which a number with a full stop is an ordinal.
fn is_before_ordinal(words: &str) -> bool {
    let mut words = words.split_whitespace().rev();
    let word = words.next().unwrap_or_default().to_lowercase();
    BEFORE_ORDINALS.contains(&word.as_str()) && words.next() != Some("I")
}

/// German words that a number with a full stop follows only as an ordinal: `im 19. Jahrhundert`.
const BEFORE_ORDINALS: &[&str] = &[
    "am", "beim", "das", "dem", "den", "der", "des", "im", "vom", "zum", "zur",
];

/// German words that a number with a full stop before them numbers.
const AFTER_ORDINALS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "Feber",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
    "Jahrhunderte",
    "Jahrhunderten",
    "Jahrhunderts",
    "Jh",
    "Jahrtausend",
    "Jahrtausends",
    "Weltkrieg",
    "Weltkriegs",
    "Weltkrieges",
    "Auflage",
    "Kapitel",
];

/// What may follow `a.m.` within its sentence: a day, a time zone.
const AFTER_TIMES: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "BST",
    "CET",
    "CST",
    "EDT",
    "EST",
    "ET",
    "Eastern",
    "GMT",
    "Pacific",
    "PDT",
    "PST",
    "PT",
    "UTC",
];

/// Abbreviations after which a sentence usually goes on even before a capital letter, in the languages of Western
/// Europe. Those that just as often end a sentence, such as `etc.`, are left out. Each list is sorted and in lower
/// case.
const ABBREVIATIONS: &[&str] = &[
    "approx", "aprox", "bzw", "ca", "cf", "dott", "dr", "dra", "dras", "dres", "drs", "exma",
    "exmo", "geb", "mgr", "mlle", "mme", "mr", "mrs", "ms", "prof", "profa", "sr", "sra", "sras",
    "sres", "srta", "sta", "ste", "sto", "usw", "v", "vgl", "viz", "vs", "vv",
];

/// Abbreviations that count only with a capital letter: in lower case they are other words.
const TITLES: &[&str] = &[
    "adm", "av", "capt", "col", "dipl", "ed", "eds", "fr", "gen", "gov", "hon", "hr", "ing", "lic",
    "lt", "mag", "maj", "mt", "pe", "pres", "rep", "rev", "sen", "sgt", "sig", "st",
];

/// Abbreviations that count only before a number.
const BEFORE_FIGURES: &[&str] = &[
    "abb", "abs", "art", "arts", "bd", "cap", "ch", "col", "eq", "eqs", "fig", "figs", "ill",
    "kap", "no", "nos", "nr", "núm", "op", "pag", "pp", "pág", "págs", "ref", "sec", "secs",
    "sect", "str", "tab", "vol", "vols", "zit",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn divided(text: &str, kind: SourceKind) -> Vec<String> {
        let source = SourceText::load(text.into(), kind).unwrap();
        let sentences = source.sentences().iter();
        sentences
            .map(|range| source.text()[range.clone()].replace(['\r', '\n'], "⏎"))
            .collect()
    }

    fn plain(text: &str) -> Vec<String> {
        divided(text, SourceKind::Plain)
    }

    #[test]
    fn abbreviations_are_sorted() {
        for list in [ABBREVIATIONS, TITLES, BEFORE_FIGURES] {
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn a_wrapped_line_ends_no_sentence() {
        assert_eq!(
            plain("Every street\nof the old town\r\nis narrow. Cars do\nnot fit."),
            [
                "Every street⏎of the old town⏎⏎is narrow.",
                "Cars do⏎not fit."
            ]
        );
        assert_eq!(
            plain("Old mac\rlines end\rlike so. More."),
            ["Old mac⏎lines end⏎like so.", "More."]
        );
        assert_eq!(
            plain("a new sub-\ndivision, inter\u{AD}\nnational\n"),
            ["a new sub-⏎division, inter\u{AD}⏎national"]
        );
    }

    #[test]
    fn a_title_is_a_sentence() {
        assert_eq!(
            plain("The square\nIt should be closed to cars. Now."),
            ["The square", "It should be closed to cars.", "Now."]
        );
        assert_eq!(
            plain("The square\n==========\nIt should be closed."),
            ["The square", "It should be closed."]
        );
        assert_eq!(
            plain("# The square\nof all squares\n\nA.  B."),
            ["The square", "of all squares", "A.  B."]
        );
    }

    #[test]
    fn an_item_of_a_list_may_go_on_over_lines() {
        assert_eq!(
            plain(
                "We need\n- bread, which\n  is cheap\n- milk\n\n1. Bread.\n2) Milk that\nis fresh\n(c) Eggs\n"
            ),
            [
                "We need",
                "bread, which⏎  is cheap",
                "milk",
                "Bread.",
                "Milk that⏎is fresh",
                "Eggs"
            ]
        );
        let wrapped = "It is said that it took place in the year\n1999. Then it ended, and nobody ever knew why.";
        assert_eq!(plain(wrapped).len(), 2);
        assert_eq!(
            divided(
                "We need\n\n- bread, which\n  is cheap\n- milk\n",
                SourceKind::Markdown
            ),
            ["We need", "bread, which⏎is cheap", "milk"]
        );
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for whole in [
            "Dr. Watson met Prof. Moriarty at No. 7.",
            "I. Newton and J. S. Bach agree, cf. Fig. 3, p. 7.",
            "Das gilt z. B. Montags, u.a. Nachts, d.h. Immer.",
            "A Sra. Silva e o Sr. Souza moram na Av. Paulista.",
            "The U.S. Senate voted (see St. Louis v. Praprotnik).",
            "“Really?” he asked.",
        ] {
            assert_eq!(plain(whole), [whole]);
        }
        assert_eq!(
            plain("So do I. We all do, etc. Then it ended at 5 p.m. No. It is art. Good."),
            [
                "So do I.",
                "We all do, etc.",
                "Then it ended at 5 p.m.",
                "No.",
                "It is art.",
                "Good."
            ]
        );
    }

    #[test]
    fn marks_of_quotations_belong_to_what_they_enclose() {
        assert_eq!(
            plain("« Oui. » Il partit. « Non\u{A0}! » dit-elle. Il a dit « Non ! », puis rien."),
            [
                "« Oui. »",
                "Il partit.",
                "« Non\u{A0}! » dit-elle.",
                "Il a dit « Non ! », puis rien."
            ]
        );
        assert_eq!(
            plain("他走了。“好。”她说。「是。」（完。）他回来了。"),
            [
                "他走了。",
                "“好。”",
                "她说。",
                "「是。」",
                "（完。）",
                "他回来了。"
            ]
        );
        assert_eq!(
            plain("„Ja.“ Er ging. »Nein.« Sie blieb. He left.“Good.” (He knew.) So.[Note that.]"),
            [
                "„Ja.“",
                "Er ging.",
                "»Nein.«",
                "Sie blieb.",
                "He left.",
                "“Good.”",
                "(He knew.)",
                "So.",
                "[Note that.]"
            ]
        );
    }

    #[test]
    fn ordinals_days_and_sections_end_no_sentence() {
        for whole in [
            "Am 3. Mai begann im 19. Jahrhundert, zum 150. Geburtstag, der II. Weltkrieg.",
            "See Sec. 2.1 of what Lee & Co. Ltd. sent at 9 a.m. Monday.",
        ] {
            assert_eq!(plain(whole), [whole]);
        }
        assert_eq!(
            plain("I am 42. She is 40. It was 2019. Then came Henry VIII. He had no Sec. No."),
            [
                "I am 42.",
                "She is 40.",
                "It was 2019.",
                "Then came Henry VIII.",
                "He had no Sec.",
                "No."
            ]
        );
    }

    #[test]
    fn a_quotation_may_be_a_sentence() {
        let text = "“No.” He did not say so: he nodded.";
        let source = SourceText::load(text.into(), SourceKind::Plain).unwrap();
        let is_sentence = |words: &str| {
            let at = text.find(words).unwrap();
            source.is_sentence(at..at + words.len())
        };
        assert!(is_sentence("No"));
        assert!(is_sentence("“No.”"));
        assert!(is_sentence("He did not say so: he nodded"));
        assert!(!is_sentence("he nodded"));
        assert!(!is_sentence("No.” He did not say so: he nodded"));
    }

    #[test]
    fn cells_and_blocks_are_apart() {
        assert_eq!(
            divided(
                "<h1>Title</h1><p>One\n\t\ttwo\tor so. Three.<table><tr><td>a\tc<td>b",
                SourceKind::Html
            ),
            ["Title", "One⏎  two or so.", "Three.", "a c", "b"]
        );
        assert_eq!(
            divided("| a | b |\n|---|---|\n| c | d |\n", SourceKind::Markdown),
            ["a", "b", "c", "d"]
        );
    }

    #[test]
    fn every_letter_belongs_to_one_sentence() {
        let text = "One. «Two»! 3) three\n\n> four\n* five.Six\u{2028}seven";
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphabetic())
                .collect::<String>()
        };
        assert_eq!(letters(&plain(text).concat()), letters(text));
    }

    proptest! {
        #[test]
        fn sentences_are_divided_where_the_rules_asked_of_the_whole_line_divide_it(
            line in "[aZé1ß\\u{301}\\u{AD}\\u{600} .!?,;:()\"'»”…。।\\u{2024}\\u{3000}\\u{B}٣ا]{0,24}",
        ) {
            let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
            let whole: Vec<usize> = segmenter.segment_str(&line).skip(1).collect();
            let ends: Vec<usize> = bounds(&line).map(|range| range.end).collect();
            prop_assert_eq!(ends, whole);
        }
    }
}
