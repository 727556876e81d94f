//! Finds what is between quotation marks.

use std::mem::discriminant;
use std::ops::Range;

use super::blocks::Blocks;

/// A piece of text between quotation marks, with and without the marks.
pub(super) type QuotedPiece = (Range<usize>, Range<usize>);

/// What an answer has between quotation marks.
#[derive(Debug, Default)]
pub(super) struct QuotedPieces {
    /// The pieces in order, as bytes of the text. A quotation of several paragraphs has one in each.
    pub(super) pieces: Vec<QuotedPiece>,
    /// The opening marks that nothing closes, in order.
    pub(super) unclosed: Vec<Range<usize>>,
}

/// How many blocks after that of a quotation's opening mark are searched for what closes it.
const FAR: usize = 8;

impl QuotedPieces {
    /// Reads the blocks of an answer. Linear in its text.
    pub(super) fn new(blocks: &Blocks) -> Self {
        let mut quoted = Self::default();
        let mut carried = None;
        for (number, block) in blocks.all.iter().enumerate() {
            let text = blocks.text.get(block.range.clone()).unwrap_or("");
            let start = block.range.start;
            let (pieces, left) = pairs(text, start, &blocks.code, carried.take());
            quoted.pieces.extend(pieces);
            let Some(left) = left else { continue };
            if left.goes_on(blocks, number) {
                let end = start + text.trim_end().len();
                if left.inner < end {
                    quoted.pieces.push((left.at..end, left.inner..end));
                }
                carried = Some(left.mark);
            } else {
                quoted.unclosed.push(left.at..left.inner);
            }
        }
        quoted
    }

    /// The pieces within the bytes `range` of the text.
    pub(super) fn within(&self, range: &Range<usize>) -> &[QuotedPiece] {
        let from = self
            .pieces
            .partition_point(|(outer, _)| outer.start < range.start);
        let to = self
            .pieces
            .partition_point(|(outer, _)| outer.end <= range.end);
        self.pieces.get(from..to).unwrap_or(&[])
    }

    /// The opening marks within the bytes `range` of the text that nothing closes.
    pub(super) fn unclosed_within(&self, range: &Range<usize>) -> &[Range<usize>] {
        let from = self
            .unclosed
            .partition_point(|mark| mark.start < range.start);
        let to = self.unclosed.partition_point(|mark| mark.end <= range.end);
        self.unclosed.get(from..to).unwrap_or(&[])
    }
}

/// The quotation marks that are not in ASCII.
const MARKS: &str = "“”„‟«»‘‚‹›「」『』｢｣﹁﹂﹃﹄〝〞〟＂❝❞🙶🙷";

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'') || (!c.is_ascii() && MARKS.contains(c))
}

/// The marks that open a quotation also directly after a word: languages without blanks have none before them.
const ONLY_OPENING: &str = "“„‟«「『｢﹁﹃〝＂❝🙶";

/// An open quotation.
#[derive(Debug, Clone, Copy)]
struct OpenQuotation {
    /// Its opening mark, and the mark that closes it.
    mark: char,
    close: char,
    /// Where it begins, with and without its mark.
    at: usize,
    inner: usize,
    /// How deeply quotations with the same mark are nested.
    depth: usize,
}

impl OpenQuotation {
    fn new(mark: char, close: char, at: usize) -> Self {
        Self {
            mark,
            close,
            at,
            inner: at + mark.len_utf8(),
            depth: 1,
        }
    }

    /// The rest of a quotation that began with `mark` in an earlier block; each block may repeat the mark.
    fn carried(mark: char, text: &str) -> Self {
        let at = text.len() - text.trim_start().len();
        let mut open = Self::new(mark, closing(mark).unwrap_or(mark), at);
        if !text.trim_start().starts_with(mark) {
            open.inner = at;
        }
        open
    }

    /// Whether the quotation that the block `number` leaves open goes on in the blocks after it, which are of the same
    /// kind: the next one repeats its mark, or the next of its marks closes it.
    fn goes_on(&self, blocks: &Blocks, number: usize) -> bool {
        let all = blocks.all.get(number..).unwrap_or(&[]);
        let Some((block, after)) = all.split_first() else {
            return false;
        };
        let alike = after
            .iter()
            .take_while(|next| discriminant(&next.kind) == discriminant(&block.kind));
        for (index, next) in alike.take(FAR).enumerate() {
            let text = blocks.text.get(next.range.clone()).unwrap_or("");
            if index == 0 && text.trim_start().starts_with(self.mark) {
                return true;
            }
            let is_code = |at: usize| is_within(&blocks.code, next.range.start + at);
            let mut marks = text.match_indices([self.mark, self.close]);
            if let Some((at, mark)) = marks.find(|&(at, _)| !is_code(at)) {
                return mark.starts_with(self.close) && !begins(text, at, self.close);
            }
        }
        false
    }

    /// Where a mark of another kind closes it, as in `“so"`: without and with that mark.
    fn closed_otherwise(
        &self,
        text: &str,
        is_code: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let other = match self.mark {
            '“' | '„' | '”' => '"',
            '"' => '”',
            _ => return None,
        };
        let words = text.get(self.inner..)?;
        let marks = words.match_indices([other, '“']);
        let (at, mark) = marks
            .map(|(at, mark)| (self.inner + at, mark))
            .find(|&(at, mark)| !is_code(at) && (mark.starts_with(other) || self.mark == '"'))?;
        let before = text.get(..at)?.chars().next_back();
        let closes = mark.starts_with(other)
            && !before.is_some_and(char::is_whitespace)
            && !text
                .get(at + mark.len()..)?
                .starts_with(char::is_alphanumeric);
        closes.then_some((at, at + mark.len()))
    }
}

/// Whether `code` has the byte `at`.
fn is_within(code: &[Range<usize>], at: usize) -> bool {
    let after = code.partition_point(|code| code.start <= at);
    let last = after.checked_sub(1).and_then(|last| code.get(last));
    last.is_some_and(|code| at < code.end)
}

/// The mark that closes what `mark` opens, if it can open anything.
fn closing(mark: char) -> Option<char> {
    Some(match mark {
        '“' | '‟' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '「' => '」',
        '『' => '』',
        '｢' => '｣',
        '﹁' => '﹂',
        '﹃' => '﹄',
        '〝' => '〟',
        '❝' => '❞',
        '🙶' => '🙷',
        // Swedish and Finnish open and close with the same mark.
        '"' | '＂' | '”' => mark,
        _ => return None,
    })
}

/// Whether words begin with the `mark` at the byte `at` of `text`.
fn begins(text: &str, at: usize, mark: char) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let next = text
        .get(at + mark.len_utf8()..)
        .and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !next.is_none_or(char::is_whitespace)
}

/// The pieces of text between quotation marks, as ranges with and without the marks.
///
/// A piece within another one belongs to it. Linear in the text.
pub(super) fn quoted(text: &str) -> Vec<QuotedPiece> {
    pairs(text, 0, &[], None).0
}

/// The pieces of a block between quotation marks, and the quotation that it leaves open; `start` is added to each place.
/// Marks in `code`, which `start` was added to, are not meant as such. `carried` is the mark of a quotation that began
/// in an earlier block.
fn pairs(
    text: &str,
    start: usize,
    code: &[Range<usize>],
    carried: Option<char>,
) -> (Vec<QuotedPiece>, Option<OpenQuotation>) {
    // Each time that a mark of another kind closes a quotation, the rest is read anew.
    const MOST_OTHERS: usize = 16;
    let is_code = |at: usize| is_within(code, start + at);
    let mut found = Vec::new();
    let mut open = carried.map(|mark| OpenQuotation::carried(mark, text));
    let mut from = open.map_or(0, |open| open.inner);
    let mut left = None;
    for _ in 0..MOST_OTHERS {
        left = pass(text, from, open.take(), is_code, &mut found);
        let other = left.and_then(|left| left.closed_otherwise(text, is_code));
        let (Some(quotation), Some((inner, end))) = (left, other) else {
            break;
        };
        found.push((quotation.at..end, quotation.inner..inner));
        (from, left) = (end, None);
    }
    let moved = |range: Range<usize>| start + range.start..start + range.end;
    let found = found.into_iter().filter(|(_, inner)| !inner.is_empty());
    let found = found.map(|(outer, inner)| (moved(outer), moved(inner)));
    let left = left.map(|left| OpenQuotation {
        at: left.at + start,
        inner: left.inner + start,
        ..left
    });
    (found.collect(), left)
}

/// Adds the pieces after the byte `from` of `text` to `found`; `open` is open there. Returns what is open at the end.
fn pass(
    text: &str,
    from: usize,
    mut open: Option<OpenQuotation>,
    is_code: impl Fn(usize) -> bool + Copy,
    found: &mut Vec<QuotedPiece>,
) -> Option<OpenQuotation> {
    let mut read = from;
    for (at, mark) in text.get(from..)?.match_indices(is_mark) {
        let at = from + at;
        if at < read || is_code(at) {
            continue;
        }
        let c = mark.chars().next().unwrap_or('"');
        let begins = begins(text, at, c);
        match open {
            None => {
                if matches!(c, '‘' | '‚' | '\'') && begins {
                    let words = at + c.len_utf8();
                    if let Some((inner, end)) = single(text, words, c, is_code) {
                        found.push((at..end, words..inner));
                        read = end;
                    }
                    continue;
                }
                let opens = begins || ONLY_OPENING.contains(c);
                let close = closing(c).filter(|_| opens);
                open = close.map(|close| OpenQuotation::new(c, close, at));
            }
            Some(mut quotation) => {
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let is_spaced = before.is_none_or(char::is_whitespace);
                let closes = c == quotation.close
                    || (quotation.mark == '„' && matches!(c, '”' | '‟'))
                    || (quotation.mark == '〝' && c == '〞')
                    || (quotation.mark == '»' && c == '»' && !begins);
                if closes && (c != '"' || !is_spaced) {
                    if quotation.depth == 1 {
                        let end = at + c.len_utf8();
                        found.push((quotation.at..end, quotation.inner..at));
                        open = None;
                    } else {
                        quotation.depth -= 1;
                        open = Some(quotation);
                    }
                } else if c == quotation.mark && c != quotation.close && c != '„' {
                    quotation.depth += 1;
                    open = Some(quotation);
                }
            }
        }
    }
    open
}

/// Where the text ends that begins at `from`, after the single quotation mark `opened`; without and with its closing
/// mark. `None` if the mark is an apostrophe.
fn single(
    text: &str,
    from: usize,
    opened: char,
    is_code: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let words = text.get(from..)?;
    if is_shortened(words) {
        return None;
    }
    let is_mark = |c: char| match opened {
        '\'' => c == '\'',
        _ => matches!(c, '‘' | '’') || c == opened,
    };
    // The apostrophe of a plural, which may be the closing mark if there is no other: `the dogs’ bark`.
    let mut likely = None;
    for (at, mark) in words.match_indices(is_mark) {
        if is_code(from + at) {
            continue;
        }
        let (before, after) = (words.get(..at)?, words.get(at + mark.len()..)?);
        let (before, next) = (before.chars().next_back(), after.chars().next());
        let begins = before.is_none_or(|c| c.is_whitespace() || "([—–“\"".contains(c));
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let is_opening = !before.is_some_and(char::is_alphanumeric)
            && (goes_on || begins && next.is_some_and(|c| !c.is_whitespace()));
        if mark != "’" && (is_opening || (opened != '\'' && mark.starts_with(opened))) {
            // The next quotation begins here.
            break;
        }
        if begins || goes_on {
            continue;
        }
        let end = (from + at, from + at + mark.len());
        let is_plural = before.is_some_and(|c| matches!(c, 's' | 'S'))
            && after.trim_start().starts_with(char::is_lowercase)
            && after.starts_with(char::is_whitespace);
        if !is_plural {
            return Some(end);
        }
        if opened != '\'' {
            likely.get_or_insert(end);
        }
    }
    likely
}

/// Whether a text begins with a word that lacks its beginning: `’tis`, `’90s`.
fn is_shortened(words: &str) -> bool {
    const SHORTENED: [&str; 9] = [
        "tis", "twas", "em", "n", "til", "cause", "bout", "round", "cos",
    ];
    let word = words.split(|c: char| !c.is_alphanumeric()).next();
    let word = word.unwrap_or("").to_lowercase();
    let is_decade = word
        .strip_suffix('s')
        .is_some_and(|years| years.len() == 2 && years.bytes().all(|c| c.is_ascii_digit()));
    is_decade || SHORTENED.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<&str> {
        let found = quoted(text).into_iter();
        found.map(|(_, inner)| &text[inner]).collect()
    }

    #[test]
    fn the_marks_of_many_languages_are_known() {
        for text in [
            "He said “it is so”, and left.",
            "He said \"it is so\", and left.",
            "Er sagte „it is so“, und ging.",
            "Il dit «it is so», puis partit.",
            "Er sagte »it is so«, und ging.",
            "Han sade ”it is so”, och gick.",
            "Han sade »it is so», och gick.",
            "He said ‘it is so’, and left.",
            "He said 'it is so', and left.",
            "Er sagte ‚it is so‘, und ging.",
            "Il dit ‹it is so›, puis partit.",
            "Er sagte „it is so‟, und ging.",
            "他说「it is so」。",
            "他说『it is so』。",
            "他说｢it is so｣。",
            "他说﹁it is so﹂。",
            "他说﹃it is so﹄。",
            "他说＂it is so＂。",
            "他说〝it is so〟。",
            "他说〝it is so〞。",
            "He said ＂it is so＂, and left.",
            "He said ‟it is so”, and left.",
            "He said ❝it is so❞, and left.",
            "He said 🙶it is so🙷, and left.",
        ] {
            assert_eq!(pieces(text), ["it is so"], "{text}");
        }
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        for text in [
            "It’s the dogs’ bark, isn’t it?",
            "It's the dogs' bark, isn't it?",
            "’Tis the ’90s, rock ’n’ roll.",
            "'Tis the '90s, rock 'n' roll.",
            "5' 3\" and 6' tall, the boys' school",
            "Home » Docs › Tides",
            "l’homme d'État",
        ] {
            assert_eq!(pieces(text), <[&str; 0]>::default(), "{text}");
        }
        for (text, inner) in [
            ("‘I don’t know’ [1]", &["I don’t know"][..]),
            ("'I don't know' [1]", &["I don't know"]),
            ("‘the dogs’ bark is loud’ [1]", &["the dogs’ bark is loud"]),
            ("'the dogs' bark is loud' [1]", &["the dogs' bark is loud"]),
            ("‘moving towns’ is dear", &["moving towns"]),
            (
                "‘moving towns’ and ‘building walls’ [1]",
                &["moving towns", "building walls"],
            ),
            ("‘He said “no” then’ [1]", &["He said “no” then"]),
            ("“He said ‘no’ then” [1]", &["He said ‘no’ then"]),
            ("the mayor’s ‘no’ and Ann’s ‘yes’", &["no", "yes"]),
            ("‘It is so.’ ‘It isn’t.’", &["It is so.", "It isn’t."]),
        ] {
            assert_eq!(pieces(text), inner, "{text}");
        }
    }

    #[test]
    fn two_kinds_of_marks_may_make_a_pair() {
        for (text, inner) in [
            ("He said “it is so\", and left.", &["it is so"][..]),
            ("He said \"it is so”, and left.", &["it is so"]),
            ("Er sagte „it is so\", und ging.", &["it is so"]),
            ("“One\" and “two” and “three\".", &["One", "two", "three"]),
            ("“A 5\" pipe is so”, he said.", &["A 5\" pipe is so"]),
            ("“It \"is so and left.", &[]),
        ] {
            assert_eq!(pieces(text), inner, "{text}");
        }
    }

    fn of_blocks(markdown: &str) -> (Vec<String>, usize) {
        let blocks = super::super::blocks::markdown(markdown);
        let quoted = QuotedPieces::new(&blocks);
        let pieces = quoted.pieces.into_iter();
        let pieces = pieces.map(|(_, inner)| blocks.text[inner].to_owned());
        (pieces.collect(), quoted.unclosed.len())
    }

    #[test]
    fn a_quotation_may_have_several_paragraphs() {
        for (markdown, pieces, unclosed) in [
            (
                "“It is so.\n\n“It was so.\n\n“It will be.” No.",
                &["It is so.", "It was so.", "It will be."][..],
                0,
            ),
            (
                "“It is so.\n\nIt was so.\n\nIt will be.” No “doubt”.",
                &["It is so.", "It was so.", "It will be.", "doubt"],
                0,
            ),
            (
                "\"It is so.\n\n\"It was so.\" No.",
                &["It is so.", "It was so."],
                0,
            ),
            (
                "\"It is so.\n\nIt was so.\" No.",
                &["It is so.", "It was so."],
                0,
            ),
            (
                "«It is so.\n\n«It was so.» No.",
                &["It is so.", "It was so."],
                0,
            ),
            (
                "„It is so.\n\nIt was so.“ No.",
                &["It is so.", "It was so."],
                0,
            ),
            (
                "- “It is so.\n- “It was so.” No.",
                &["It is so.", "It was so."],
                0,
            ),
            ("“It is so.\n\nNo “doubt” of it.", &["doubt"], 1),
            ("“It is so.\n\n# It was so.”", &[], 1),
            ("“It `”` is so.\n\nIt `”` was.", &[], 1),
            ("A \"so-called, pipe.\n\nNo \"doubt\" of it.", &["doubt"], 1),
            ("It is so.” No.\n\nA 5\" pipe, the boys’ own.", &[], 0),
        ] {
            let expected: Vec<String> = pieces.iter().map(|&piece| piece.to_owned()).collect();
            assert_eq!(of_blocks(markdown), (expected, unclosed), "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn pieces_follow_each_other(text in "[a s.“”„‟«»‘’‚‹›\"'「」〝〞〟＂❝❞é]{0,40}") {
            let mut end = 0;
            for (outer, inner) in quoted(&text) {
                prop_assert!(end <= outer.start && outer.start < inner.start);
                prop_assert!(inner.start < inner.end && inner.end < outer.end);
                prop_assert!(text.get(inner).is_some() && text.get(outer.clone()).is_some());
                end = outer.end;
            }
        }
    }
}
