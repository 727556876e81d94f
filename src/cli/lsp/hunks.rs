//! Works out the changes that turn one text into another, for an editor to make.

use argmap::syntax::Span;
use similar::{ChangeTag, TextDiff};

/// The runs of whole lines in which two texts differ, each with its new text.
pub(super) fn hunks(old: &str, new: &str) -> Vec<(Span, String)> {
    let diff = TextDiff::from_lines(old, new);
    let mut hunks: Vec<(Span, String)> = Vec::new();
    let mut at = 0;
    let mut goes_on = false;
    for change in diff.iter_all_changes() {
        let line = change.value();
        if change.tag() == ChangeTag::Equal {
            at += line.len();
            goes_on = false;
            continue;
        }
        if !goes_on {
            hunks.push((Span::new(at, at), String::new()));
            goes_on = true;
        }
        if change.tag() == ChangeTag::Delete {
            at += line.len();
        }
        if let Some((span, text)) = hunks.last_mut() {
            if change.tag() == ChangeTag::Insert {
                text.push_str(line);
            } else {
                *span = Span::new(span.range().start, at);
            }
        }
    }
    hunks
}

/// Like [`hunks`], but a line that another one replaces is changed only where the two differ, so that cursors in it
/// stay in place.
pub(super) fn small_hunks(old: &str, new: &str) -> Vec<(Span, String)> {
    let mut small = Vec::new();
    for (span, text) in hunks(old, new) {
        let before = old.get(span.range()).unwrap_or_default();
        let (lines, new_lines) = (lines(before), lines(&text));
        if lines.len() != new_lines.len() {
            small.push((span, text));
            continue;
        }
        let mut at = span.range().start;
        for ((line, end), (new_line, new_end)) in lines.into_iter().zip(new_lines) {
            let whole = Span::new(at, at + line.len() + end.len());
            if end != new_end {
                small.push((whole, format!("{new_line}{new_end}")));
            } else if line != new_line {
                let before = same(line.chars(), new_line.chars());
                let (rest, new_rest) = (
                    line.get(before..).unwrap_or_default(),
                    new_line.get(before..).unwrap_or_default(),
                );
                let behind = same(rest.chars().rev(), new_rest.chars().rev());
                let inner = Span::new(at + before, at + line.len() - behind);
                let new = new_rest.get(..new_rest.len() - behind);
                small.push((inner, new.unwrap_or_default().to_owned()));
            }
            at = whole.range().end;
        }
    }
    small
}

/// The lines of a text, each with its line ending.
fn lines(text: &str) -> Vec<(&str, &str)> {
    let lines = text.split_inclusive('\n');
    let cut = |line: &'_ str| line.trim_end_matches('\n').trim_end_matches('\r').len();
    lines.map(|line| line.split_at(cut(line))).collect()
}

/// How many bytes of common characters both begin with.
fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let both = one.zip(other).take_while(|(one, other)| one == other);
    both.map(|(one, _)| one.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(old: &str, hunks: &[(Span, String)]) -> String {
        let mut text = old.to_owned();
        for (span, new) in hunks.iter().rev() {
            text.replace_range(span.range(), new);
        }
        text
    }

    #[test]
    fn lines_that_stay_where_they_are_change_only_where_they_differ() {
        let old = "[claim.a]\r\ntext=\"É\"\r\ntags   = []\nby = 'x'\r\n";
        let new = "[claim.a]\r\ntext = \"É\"\r\ntags = []\r\nby   = 'x'\r\n";
        let hunks = small_hunks(old, new);
        let told: Vec<_> = hunks
            .iter()
            .map(|(span, new)| (&old[span.range()], &**new))
            .collect();
        assert_eq!(
            told,
            [("=", " = "), ("tags   = []\n", "tags = []\r\n"), ("", "  ")]
        );
        assert_eq!(edited(old, &hunks), new);
    }

    #[test]
    fn whatever_changes_the_new_text_comes_of_it() {
        for (old, new) in [
            ("", "a\n"),
            ("a", "a\n"),
            ("a\n\n\nb", "a\n\nb\n"),
            ("aa\n", "aaa\n"),
            ("😀😁\n", "😁\n"),
            ("é\n", "è\n"),
            ("a\nb\nc\n", "c\na\nb\n"),
        ] {
            assert_eq!(edited(old, &hunks(old, new)), new);
            assert_eq!(edited(old, &small_hunks(old, new)), new);
        }
    }
}
