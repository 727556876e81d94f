//! Shows the lines that a fix touches, and what it replaces in them. Lines are cut to the width, and every cut is
//! marked.
//!
//! What changes gets its room before what does not. In both, the middle is cut first, because the ends matter most.

use std::ops::Range;

use argmap::diagnostic::{Fix, Place};
use argmap::place::Places;
use argmap::printable::printable_lines;
use argmap::syntax::{FileId, Files, Lines, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Edits at most this many lines apart are shown together.
const NEAR: usize = 4;

/// Maximum number of lines shown of the text that an edit replaces.
const TALLEST: usize = 6;

/// Stands for text that is left out.
const ELLIPSIS: char = '…';

/// Some lines of one file, and what changes in them.
#[derive(Debug, PartialEq)]
pub(super) struct Patched {
    /// Where the first edit is.
    pub(super) place: Place,
    /// The lines as they are now, with nothing in them that controls a terminal.
    pub(super) source: String,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// Bytes of `source`, and what they become.
    pub(super) patches: Vec<(Range<usize>, String)>,
}

/// One edit, without the unchanged text at its ends.
#[derive(Debug, Clone, Copy)]
struct TrimmedEdit<'f> {
    file: FileId,
    start: usize,
    end: usize,
    new: &'f str,
}

/// The lines that a fix touches, each at most `width` columns wide before and after the change, as far as that is
/// possible.
pub(super) fn patched(fix: &Fix, width: usize, files: &Files, places: &Places<'_>) -> Vec<Patched> {
    let mut edits: Vec<TrimmedEdit<'_>> = fix
        .edits
        .iter()
        .map(|(place, new)| TrimmedEdit::new(&files.file(place.file).text, *place, new))
        .collect();
    edits.sort_by_key(|edit| (edit.file, edit.start));
    let is_near = |one: &TrimmedEdit<'_>, other: &TrimmedEdit<'_>| {
        let lines = places.lines(one.file).filter(|_| one.file == other.file);
        lines.is_some_and(|lines| line_of(lines, other.start) <= line_of(lines, one.end) + NEAR)
    };
    let near = edits.chunk_by(is_near);
    near.filter_map(|edits| show(edits, files, places, width))
        .collect()
}

fn line_of(lines: &Lines, at: usize) -> usize {
    lines.line_of(u32::try_from(at).unwrap_or(u32::MAX))
}

impl<'f> TrimmedEdit<'f> {
    fn new(text: &str, place: Place, new: &'f str) -> Self {
        let Range { start, end } = place.span.range();
        let old = text.get(start..end).unwrap_or_default();
        let same = |(a, b): &(char, char)| a == b;
        let head = old.chars().zip(new.chars()).take_while(same);
        let head: usize = head.map(|(same, _)| same.len_utf8()).sum();
        let (old, new) = (
            old.get(head..).unwrap_or_default(),
            new.get(head..).unwrap_or_default(),
        );
        let backwards = old.chars().rev().zip(new.chars().rev());
        let tail = backwards.take_while(same);
        let tail: usize = tail.map(|(same, _)| same.len_utf8()).sum();
        Self {
            file: place.file,
            start: start + head,
            end: end - tail,
            new: new.get(..new.len() - tail).unwrap_or_default(),
        }
    }
}

/// A piece of the lines that are shown.
#[derive(Debug)]
enum PatchPiece {
    /// A piece that stays.
    Kept(String),
    /// A piece that is replaced, and its replacement.
    Edited(String, String),
    /// The end of a line.
    Break,
}

fn show(
    edits: &[TrimmedEdit<'_>],
    files: &Files,
    places: &Places<'_>,
    width: usize,
) -> Option<Patched> {
    let (first, last) = (edits.first()?, edits.last()?);
    let file = first.file;
    let (text, lines) = (&files.file(file).text, places.lines(file)?);
    let (first_line, last_line) = (line_of(lines, first.start), line_of(lines, last.end));
    let mut from = lines.line_span(text, first_line).range().start;
    let end = lines.line_span(text, last_line).range().end;
    let mut pieces = Vec::new();
    for edit in edits {
        keep(&mut pieces, text.get(from..edit.start).unwrap_or_default());
        let old = text.get(edit.start..edit.end).unwrap_or_default();
        pieces.push(PatchPiece::Edited(bounded(old), shown(edit.new)));
        from = edit.end;
    }
    keep(&mut pieces, text.get(from..end).unwrap_or_default());
    let mut out = Patched {
        place: Place {
            file,
            span: Span::new(first.start, first.end),
        },
        source: String::new(),
        first_line: first_line + 1,
        patches: Vec::new(),
    };
    for line in pieces.split_mut(|piece| matches!(piece, PatchPiece::Break)) {
        cut(line, width);
        for piece in line {
            match piece {
                PatchPiece::Kept(text) => out.source.push_str(text),
                PatchPiece::Edited(old, new) => {
                    let start = out.source.len();
                    out.source.push_str(old);
                    let span = start..out.source.len();
                    out.patches.push((span, std::mem::take(new)));
                }
                PatchPiece::Break => {}
            }
        }
        out.source.push('\n');
    }
    Some(out)
}

/// Adds unchanged text, line by line.
fn keep(pieces: &mut Vec<PatchPiece>, text: &str) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            pieces.push(PatchPiece::Break);
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        pieces.push(PatchPiece::Kept(shown(line)));
    }
}

/// The text that an edit replaces, without its middle lines if there are many.
fn bounded(old: &str) -> String {
    if old.matches('\n').count() < TALLEST {
        return shown(old);
    }
    let first = old.split('\n').next().unwrap_or_default();
    let last = old.rsplit('\n').next().unwrap_or_default();
    format!("{}{ELLIPSIS}{}", shown(first), shown(last))
}

fn shown(text: &str) -> String {
    printable_lines(text).replace('\t', "    ")
}

/// Cuts the pieces of a line so that it is at most `width` columns wide, both before and after the change.
fn cut(line: &mut [PatchPiece], width: usize) {
    let edited = |piece: &PatchPiece| match piece {
        PatchPiece::Edited(old, new) => Some(columns(old).max(columns(new))),
        _ => None,
    };
    let wanted: Vec<usize> = line.iter().filter_map(edited).collect();
    let kept = |piece: &PatchPiece| match piece {
        PatchPiece::Kept(text) => Some(text.width()),
        _ => None,
    };
    let stays: Vec<usize> = line.iter().filter_map(kept).collect();
    // Some unchanged text is shown too, so that one can see where the change is.
    let least = stays.iter().map(|&columns| columns.min(8)).sum::<usize>();
    let edits = shares(&wanted, width.saturating_sub(least));
    let used = wanted.iter().zip(&edits).map(|(one, other)| one.min(other));
    let used: usize = used.sum();
    let mut edits = edits.into_iter();
    let mut others = shares(&stays, width.saturating_sub(used)).into_iter();
    let ending = line.len().saturating_sub(1);
    for (number, piece) in line.iter_mut().enumerate() {
        match piece {
            PatchPiece::Kept(text) => {
                let columns = others.next().unwrap_or_default();
                let (head, tail) = match number {
                    0 => (0, 1),
                    _ if number == ending => (1, 0),
                    _ => (1, 1),
                };
                *text = shortened(text, columns, head, tail);
            }
            PatchPiece::Edited(old, new) => {
                let columns = edits.next().unwrap_or_default();
                if !old.contains('\n') {
                    *old = shortened(old, columns, 1, 1);
                }
                if !new.contains('\n') {
                    *new = shortened(new, columns, 1, 1);
                }
            }
            PatchPiece::Break => {}
        }
    }
}

/// The columns of the widest line.
fn columns(text: &str) -> usize {
    let lines = text.split('\n').map(UnicodeWidthStr::width);
    lines.max().unwrap_or(0)
}

/// Divides `room`: those who want little get all of it, and the others get equal shares.
fn shares(wanted: &[usize], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&at| wanted.get(at));
    let mut shares = vec![0; wanted.len()];
    let (mut room, mut left) = (room, wanted.len());
    for at in order {
        let want = wanted.get(at).copied().unwrap_or_default();
        let share = want.min(room / left.max(1));
        if let Some(slot) = shares.get_mut(at) {
            *slot = share;
        }
        room -= share;
        left -= 1;
    }
    shares
}

/// Text cut to this many columns, which its beginning and its end share in the ratio `head` to `tail`. A cut is always
/// marked, however little room there is.
fn shortened(text: &str, columns: usize, head: usize, tail: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let for_head = room * head / (head + tail).max(1);
    let mut out = fitting(text.chars(), for_head);
    out.push(ELLIPSIS);
    let tail = fitting(text.chars().rev(), room - for_head);
    out.extend(tail.chars().rev());
    out
}

/// As many of the first characters as fit.
fn fitting(characters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut left = columns;
    characters
        .take_while(|character| {
            let width = character.width().unwrap_or(0);
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines before and after a change made of `edits`, each the text to replace and its replacement.
    fn lines(text: &str, edits: &[(&str, &str)], width: usize) -> (String, String) {
        let files = Files::from_text("a.toml", text);
        let edit = |&(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap();
            let place = Place {
                file: FileId::at(0),
                span: Span::new(start, start + old.len()),
            };
            (place, new.to_owned())
        };
        let fix = Fix::guess("", edits.iter().map(edit).collect());
        let shown = patched(&fix, width, &files, &Places::new(&files));
        let [only] = shown.as_slice() else {
            panic!("{shown:?}");
        };
        let mut after = only.source.clone();
        for (range, new) in only.patches.iter().rev() {
            after.replace_range(range.clone(), new);
        }
        (
            only.source.trim_end().to_owned(),
            after.trim_end().to_owned(),
        )
    }

    #[test]
    fn a_line_that_fits_is_shown_as_it_is() {
        let (before, after) = lines("a = 1\nkye = 2\n", &[("kye", "key")], 40);
        assert_eq!((before.as_str(), after.as_str()), ("kye = 2", "key = 2"));
    }

    #[test]
    fn every_cut_of_a_long_line_is_marked_and_what_changes_is_seen() {
        let long = format!("quote = \"{}\"\n", "some words ".repeat(20));
        let (before, after) = lines(&long, &[("quote", "note")], 40);
        assert!(
            before.starts_with("quote") && before.ends_with('…'),
            "{before}"
        );
        assert!(after.starts_with("note"), "{after}");
        let edits = [
            ("\"some", "{ text = \"some"),
            (" \"\n", " \", prefix = \"x\" }\n"),
        ];
        let (before, after) = lines(&long, &edits, 60);
        assert!(before.contains('…') && before.ends_with('"'), "{before}");
        assert!(after.contains("{ text = \"some"), "{after}");
        assert!(after.ends_with("prefix = \"x\" }"), "{after}");
        assert!(
            before.width() <= 60 && after.width() <= 60,
            "{before}\n{after}"
        );
    }

    #[test]
    fn a_long_change_is_cut_in_its_middle() {
        let (old, new) = (
            format!("a{}b", "x".repeat(90)),
            format!("c{}d", "y".repeat(90)),
        );
        let (before, after) = lines(&format!("k = {old} # e\n"), &[(&old, &new)], 40);
        assert!(
            before.width() <= 40 && after.width() <= 40,
            "{before}\n{after}"
        );
        assert!(
            before.starts_with("k = a") && before.ends_with("b # e"),
            "{before}"
        );
        assert!(
            after.starts_with("k = c") && after.ends_with("d # e"),
            "{after}"
        );
    }

    mod laws {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

            #[test]
            fn no_line_is_wider_than_there_is_room(
                text in "[a-c\u{e9}\u{4e16}\u{1b}\t ]{0,120}",
                at in 0_usize..120, length in 0_usize..60, new in "[x-z\u{4e16} ]{0,100}",
                width in 30_usize..90,
            ) {
                let boundary = |mut at: usize| {
                    at = at.min(text.len());
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let (start, end) = (boundary(at), boundary(at + length));
                let files = Files::from_text("a", text.as_str());
                let place = Place { file: FileId::at(0), span: Span::new(start, end) };
                let fix = Fix::guess("", vec![(place, new)]);
                for shown in patched(&fix, width, &files, &Places::new(&files)) {
                    let mut after = shown.source.clone();
                    for (range, new) in shown.patches.iter().rev() {
                        after.replace_range(range.clone(), new);
                    }
                    for line in shown.source.lines().chain(after.lines()) {
                        prop_assert!(line.width() <= width, "{} of {width}: {line}", line.width());
                    }
                }
            }
        }
    }
}
