//! Shows the lines of source around some places: only a few, cut to the width, and safe to show.
//!
//! Files and lines may be long, so only what will be seen is looked at: O(width) per mark.

use std::ops::Range;

use argmap::diagnostic::Place;
use argmap::place::Places;
use argmap::printable::printable;
use argmap::syntax::{FileId, Files, Lines};
use unicode_width::UnicodeWidthStr;

/// Marks at most this many lines apart share an excerpt.
const NEAR: usize = 12;

/// A mark over more lines than this is drawn only on its first line.
const TALLEST: usize = 8;

/// How many columns are kept before a mark when the beginning of its line is cut off.
const BEFORE: usize = 20;

/// Stands for source that is left out.
const ELLIPSIS: char = '…';

/// Some lines of one file.
#[derive(Debug, PartialEq)]
pub(crate) struct Excerpt {
    /// The lines, with nothing in them that controls a terminal.
    pub(crate) source: String,
    /// The number of the first line, from 1.
    pub(crate) first_line: usize,
    /// What is marked in the lines, in the order of the source.
    pub(crate) marks: Vec<ExcerptMark>,
}

/// A marked place in an excerpt.
#[derive(Debug, PartialEq)]
pub(crate) struct ExcerptMark {
    /// Which of the requested places this is.
    pub(crate) place: usize,
    /// The mark's bytes in the excerpt's source.
    pub(crate) span: Range<usize>,
}

/// A requested place.
#[derive(Debug, Clone, Copy)]
struct Requested {
    place: usize,
    file: FileId,
    start: usize,
    end: usize,
    first_line: usize,
    last_line: usize,
    /// How many columns are wanted next to the mark, for its text.
    beside: usize,
}

/// The excerpts that show these places, each at most `width` columns wide. The excerpt with the first place comes
/// first.
///
/// `places` gives each place with the number of columns wanted next to it.
pub(crate) fn excerpts(
    places: impl Iterator<Item = (Place, usize)>,
    width: usize,
    files: &Files,
    index: &Places<'_>,
) -> Vec<Excerpt> {
    let mut wanted: Vec<Requested> = places
        .enumerate()
        .filter_map(|(number, (place, beside))| {
            Some(Requested::new(
                number,
                place,
                beside,
                files,
                index.lines(place.file)?,
            ))
        })
        .collect();
    wanted.sort_by_key(|wanted| (wanted.file, wanted.start, wanted.end));
    let mut groups: Vec<Vec<Requested>> = Vec::new();
    for next in wanted {
        let near = groups.last_mut().filter(|group| {
            let last_line = group.iter().map(|wanted| wanted.last_line).max();
            group.first().is_some_and(|first| first.file == next.file)
                && last_line.is_some_and(|last| next.first_line <= last + NEAR)
        });
        match near {
            Some(group) => group.push(next),
            None => groups.push(vec![next]),
        }
    }
    groups.sort_by_key(|group| group.iter().map(|wanted| wanted.place).min());
    groups
        .iter()
        .filter_map(|group| {
            let file = group.first()?.file;
            let text = &files.file(file).text;
            Some(excerpt(group, text, index.lines(file)?, width))
        })
        .collect()
}

impl Requested {
    fn new(number: usize, place: Place, beside: usize, files: &Files, lines: &Lines) -> Self {
        let text = &files.file(place.file).text;
        let first_line = lines.line_of(place.span.start());
        let start = place.span.range().start;
        let end = (place.span.range().end).max(start);
        // A span that ends with a line break does not reach into the next line.
        let inside = place.span.end().saturating_sub(1).max(place.span.start());
        let last_line = lines.line_of(inside);
        let tall = last_line - first_line >= TALLEST;
        let end_of_line = |line| lines.line_span(text, line).range().end;
        Self {
            place: number,
            file: place.file,
            start,
            end: if tall {
                end_of_line(first_line)
            } else {
                end.min(end_of_line(last_line)).max(start)
            },
            first_line,
            last_line: if tall { first_line } else { last_line },
            beside,
        }
    }
}

fn excerpt(group: &[Requested], text: &str, lines: &Lines, width: usize) -> Excerpt {
    let first = group.first().map_or(0, |wanted| wanted.first_line);
    let last = group.iter().map(|wanted| wanted.last_line).max();
    let mut marks: Vec<ExcerptMark> = group
        .iter()
        .map(|wanted| ExcerptMark {
            place: wanted.place,
            span: usize::MAX..usize::MAX,
        })
        .collect();
    let mut source = String::new();
    for line in first..=last.unwrap_or(first) {
        let span = lines.line_span(text, line).range();
        show_line(&mut source, text, span, group, &mut marks, width);
        source.push('\n');
    }
    for mark in &mut marks {
        mark.span.end = mark.span.end.min(source.len());
        mark.span.start = mark.span.start.min(mark.span.end);
    }
    Excerpt {
        source,
        first_line: first + 1,
        marks,
    }
}

/// Adds one line to `source`, cut so that its marks can be seen, and sets the marks that start or end in it.
fn show_line(
    source: &mut String,
    text: &str,
    line: Range<usize>,
    group: &[Requested],
    marks: &mut [ExcerptMark],
    width: usize,
) {
    let inside = |wanted: &&Requested| wanted.start <= line.end && wanted.end >= line.start;
    let mut here = group.iter().filter(inside);
    let leading = here.next();
    // A mark over several lines is drawn with a bracket to their left.
    let bracket = if group
        .iter()
        .any(|wanted| wanted.first_line != wanted.last_line)
    {
        3
    } else {
        0
    };
    let width = width.saturating_sub(bracket).max(2 * BEFORE);
    let start = leading.map_or(line.start, |wanted| wanted.start.max(line.start));
    let from = cut_before(text, &line, start, width);
    if from > line.start {
        source.push(ELLIPSIS);
    }
    let line_start = source.len();
    let used = usize::from(from > line.start);
    let limit =
        width - leading.map_or(0, |wanted| columns_beside(text, &line, wanted, from, width));
    // How long the source was when an ellipsis would still fit, and whether something must be cut.
    let mut fits = source.len();
    let mut column = used;
    let mut cut = false;
    let rest = text.get(from..line.end).unwrap_or_default();
    for (offset, character) in rest.char_indices() {
        settle(group, marks, from + offset, source.len());
        let before = source.len();
        push_shown(source, character);
        column += source.get(before..).map_or(0, UnicodeWidthStr::width);
        if column > limit {
            cut = true;
            break;
        }
        if column < limit {
            fits = source.len();
        }
    }
    if cut {
        source.truncate(fits.max(line_start));
    }
    let end = source.len();
    for mark in marks.iter_mut() {
        // Marks on what was cut away end where it would have begun.
        for edge in [&mut mark.span.start, &mut mark.span.end] {
            if *edge != usize::MAX && *edge > end {
                *edge = end;
            }
        }
    }
    settle(group, marks, line.end, end);
    if cut {
        source.push(ELLIPSIS);
    }
}

/// The byte from which a line is shown, so that what starts at `start` can be seen.
fn cut_before(text: &str, line: &Range<usize>, start: usize, width: usize) -> usize {
    let before = text.get(line.start..start).unwrap_or_default();
    // No character takes more than four bytes per column, except those that take no column.
    if before.len() <= 4 * width && before.width() <= width / 2 {
        return line.start;
    }
    let mut columns = 0;
    let mut from = start;
    for (offset, character) in before.char_indices().rev() {
        columns += shown_width(character);
        if columns > BEFORE {
            break;
        }
        from = line.start + offset;
    }
    from
}

/// How many columns to leave free for the text wanted next to a mark: none if it fits behind the mark anyway. At least
/// part of the mark is kept.
fn columns_beside(
    text: &str,
    line: &Range<usize>,
    wanted: &Requested,
    from: usize,
    width: usize,
) -> usize {
    let end = wanted.end.min(line.end);
    let shown = text.get(from..end).unwrap_or_default();
    let beside = wanted.beside.min(width / 2);
    let mut columns = usize::from(from > line.start);
    for character in shown.chars() {
        columns += shown_width(character);
        if columns + beside > width {
            return beside;
        }
    }
    0
}

/// Sets the edges of marks that the source has reached to their places in the excerpt.
fn settle(group: &[Requested], marks: &mut [ExcerptMark], reached: usize, at: usize) {
    for (wanted, mark) in group.iter().zip(marks) {
        if mark.span.start == usize::MAX && wanted.start <= reached {
            mark.span.start = at;
        }
        if mark.span.end == usize::MAX && wanted.end <= reached {
            mark.span.end = at;
        }
    }
}

fn push_shown(source: &mut String, character: char) {
    match character {
        '\t' => source.push_str("    "),
        // As in `##[error]`, which build servers obey.
        '[' if after_command(source) => source.push_str("\\u{5b}"),
        other => source.push_str(&printable(other.encode_utf8(&mut [0; 4]))),
    }
}

/// Whether what is shown so far ends like the part of a build server's command before its bracket.
fn after_command(source: &str) -> bool {
    let before = source.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    before.ends_with("##")
}

fn shown_width(character: char) -> usize {
    let mut shown = String::new();
    push_shown(&mut shown, character);
    shown.width()
}

#[cfg(test)]
mod tests {
    use argmap::syntax::Span;

    use super::*;

    fn of(text: &str, needles: &[&str], width: usize) -> Vec<Excerpt> {
        let files = Files::from_text("a.toml", text);
        let places = needles.iter().map(|needle| {
            let start = text.find(needle).unwrap();
            let place = Place {
                file: FileId::at(0),
                span: Span::new(start, start + needle.len()),
            };
            (place, 10)
        });
        excerpts(places, width, &files, &Places::new(&files))
    }

    fn marked<'e>(excerpt: &'e Excerpt, mark: &ExcerptMark) -> &'e str {
        &excerpt.source[mark.span.clone()]
    }

    #[test]
    fn only_the_lines_of_a_mark_are_shown() {
        let excerpts = of("one\ntwo\nthrée four\nfive\n", &["four"], 40);
        let [excerpt] = excerpts.as_slice() else {
            panic!("{excerpts:?}");
        };
        assert_eq!(excerpt.source, "thrée four\n");
        assert_eq!(excerpt.first_line, 3);
        assert_eq!(marked(excerpt, &excerpt.marks[0]), "four");
    }

    #[test]
    fn near_marks_share_an_excerpt_and_far_ones_do_not() {
        let text = format!("first\nsecond\n{}last\n", "\n".repeat(100));
        let excerpts = of(&text, &["last", "second", "first"], 40);
        assert_eq!(excerpts.len(), 2);
        // The first place's excerpt comes first, although it is later in the file.
        assert_eq!(excerpts[0].marks[0].place, 0);
        assert_eq!(excerpts[0].first_line, 103);
        assert_eq!(excerpts[1].source, "first\nsecond\n");
        assert_eq!(excerpts[1].marks[0].place, 2);
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let text = format!("{}NEEDLE{}", "世é ".repeat(3000), " fim".repeat(3000));
        let excerpts = of(&text, &["NEEDLE"], 60);
        let source = excerpts[0].source.trim_end();
        assert!(source.starts_with('…') && source.ends_with('…'), "{source}");
        assert!(source.width() <= 60, "{source}");
        assert_eq!(marked(&excerpts[0], &excerpts[0].marks[0]), "NEEDLE");
    }

    #[test]
    fn a_mark_longer_than_the_line_leaves_room_beside_it() {
        let long = format!("\"{}\"", "palavra ".repeat(50));
        let excerpts = of(&format!("quote = {long}\n"), &[&long], 60);
        let excerpt = &excerpts[0];
        assert!(excerpt.source.starts_with("quote = \"palavra"));
        assert!(excerpt.source.trim_end().width() <= 50, "{excerpt:?}");
        assert!(marked(excerpt, &excerpt.marks[0]).starts_with("\"palavra"));
    }

    #[test]
    fn words_fit_next_to_a_mark_of_any_length() {
        for letter in ["a", "世", "ש", "e\u{301}", "\u{200f}", "\t", "👩‍🔬"] {
            for count in 0..60 {
                let marked = format!("\"{}\"", letter.repeat(count));
                let excerpts = of(&format!("quote = {marked}\n"), &[&marked], 60);
                let excerpt = &excerpts[0];
                let end = excerpt.marks[0].span.end;
                let columns = excerpt.source[..end]
                    .chars()
                    .map(shown_width)
                    .sum::<usize>();
                assert!(columns + 10 <= 60, "{columns}: {excerpt:?}");
            }
        }
    }

    #[test]
    fn controls_are_shown_and_marks_stay_on_their_text() {
        let excerpts = of("a\u{1b}[31m\tb\u{202e} mark\r\n", &["mark"], 60);
        assert_eq!(excerpts[0].source, "a\\u{1b}[31m    b\\u{202e} mark\n");
        assert_eq!(marked(&excerpts[0], &excerpts[0].marks[0]), "mark");
    }

    #[test]
    fn a_tall_mark_is_drawn_on_its_first_line() {
        let tall = "[claim.a]\n".to_owned() + &"x = 1\n".repeat(50);
        let excerpts = of(&tall, &[&tall], 60);
        assert_eq!(excerpts[0].source, "[claim.a]\n");
    }

    mod laws {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(128))]

            #[test]
            fn any_span_of_any_text_is_shown_within_bounds(
                text in "[a-c\u{e9}\u{4e16}\u{301}\u{1b}\t\r\n ]{0,200}",
                spans in proptest::collection::vec((0_usize..220, 0_usize..220), 1..4),
                width in 1_usize..90,
            ) {
                let files = Files::from_text("a", text.clone());
                let boundary = |mut at: usize| {
                    at = at.min(text.len());
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let places = spans.iter().map(|&(start, end)| {
                    let span = Span::new(boundary(start), boundary(end));
                    (Place { file: FileId::at(0), span }, 5)
                });
                let shown = excerpts(places, width, &files, &Places::new(&files));
                let marks: usize = shown.iter().map(|excerpt| excerpt.marks.len()).sum();
                prop_assert_eq!(marks, spans.len());
                for excerpt in &shown {
                    for mark in &excerpt.marks {
                        prop_assert!(excerpt.source.get(mark.span.clone()).is_some());
                    }
                    for line in excerpt.source.lines() {
                        prop_assert!(line.width() <= width.max(2 * BEFORE), "{}", line);
                    }
                }
            }
        }
    }
}
