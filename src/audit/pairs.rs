//! Finds what is between quotation marks.

use std::ops::Range;

/// The pieces of text between quotation marks, as ranges with and without the marks; `start` is added to each. Marks in
/// `code`, which `start` was added to, are not meant as such.
///
/// A piece within another one belongs to it. Linear in the text.
pub(super) fn quoted(
    text: &str,
    start: usize,
    code: &[Range<usize>],
) -> Vec<(Range<usize>, Range<usize>)> {
    let is_code = |at: usize| {
        let after = code.partition_point(|code| code.start <= start + at);
        let last = after.checked_sub(1).and_then(|last| code.get(last));
        last.is_some_and(|code| start + at < code.end)
    };
    let mut found = Vec::new();
    let mut add = |outer: Range<usize>, inner: Range<usize>| {
        if !inner.is_empty() {
            found.push((
                start + outer.start..start + outer.end,
                start + inner.start..start + inner.end,
            ));
        }
    };
    // The open quotation: its opening mark, the mark that closes it, where it began, and how deeply it is nested.
    let mut open: Option<(char, char, usize, usize)> = None;
    let is_mark =
        |c: char| matches!(c, '"' | '\'') || (!c.is_ascii() && "“”„«»‘‚‹›「」『』".contains(c));
    let mut read = 0;
    for (at, mark) in text.match_indices(is_mark) {
        if at < read || is_code(at) {
            continue;
        }
        let c = mark.chars().next().unwrap_or('"');
        let (words, rest) = text.split_at(at);
        let before = words.chars().next_back().unwrap_or(' ');
        let next = rest.chars().nth(1).unwrap_or(' ');
        let begins = !before.is_alphanumeric() && !next.is_whitespace();
        match open {
            None => {
                let close = match c {
                    '“' | '„' => Some(if c == '„' { '“' } else { '”' }),
                    '«' => Some('»'),
                    '»' if begins => Some('«'),
                    '‹' => Some('›'),
                    '›' if begins => Some('‹'),
                    '「' => Some('」'),
                    '『' => Some('』'),
                    // Swedish and Finnish open and close with the same mark.
                    '"' | '”' if begins => Some(c),
                    '‘' | '‚' | '\'' if begins => {
                        let from = at + c.len_utf8();
                        if let Some((inner, end)) = single(text, from, c, is_code) {
                            add(at..end, from..inner);
                            read = end;
                        }
                        None
                    }
                    _ => None,
                };
                open = close.map(|close| (c, close, at, 1));
            }
            Some((opened, close, from, depth)) => {
                let closes = c == close
                    || (opened == '„' && c == '”')
                    || (opened == '»' && c == '»' && !begins);
                if closes && (c != '"' || !before.is_whitespace()) {
                    if depth == 1 {
                        add(from..at + c.len_utf8(), from + opened.len_utf8()..at);
                        open = None;
                    } else {
                        open = Some((opened, close, from, depth - 1));
                    }
                } else if c == opened && opened != close && opened != '„' {
                    open = Some((opened, close, from, depth + 1));
                }
            }
        }
    }
    found
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
        let found = quoted(text, 0, &[]).into_iter();
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

    proptest! {
        #[test]
        fn pieces_follow_each_other(text in "[a s.“”„‟«»‘’‚‹›\"'「」é]{0,40}") {
            let mut end = 0;
            for (outer, inner) in quoted(&text, 0, &[]) {
                prop_assert!(end <= outer.start && outer.start < inner.start);
                prop_assert!(inner.start < inner.end && inner.end < outer.end);
                prop_assert!(text.get(inner).is_some() && text.get(outer.clone()).is_some());
                end = outer.end;
            }
        }
    }
}
