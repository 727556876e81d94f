//! Shows what is wrong with an expression: the expression itself, with a mark under the place.

use std::borrow::Cow;
use std::ops::Range;

use argmap::printable::{Shown, printable};
use argmap::query::{ClaimSet, Query, QueryError};
use argmap::shown;
use argmap::{map::Map, reason::Suppositions, syntax::Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::CliError;
use super::paragraph::{Ink, Paragraph};

/// The margin before an expression, in columns.
const MARGIN: usize = 4;

/// An expression that failed.
#[derive(Debug)]
pub(crate) struct BadExpression {
    error: QueryError,
    expression: String,
    /// Where the expression came from: `query`, or an option.
    origin: &'static str,
}

/// Parses an expression; its errors are reported as coming from `origin`.
pub(crate) fn parse(expression: &str, origin: &'static str) -> Result<Query, CliError> {
    Query::parse(expression).map_err(|error| failure(error, expression, origin))
}

/// The claims that an expression stands for; its errors are reported as coming from `origin`.
pub(crate) fn evaluate(
    query: &Query,
    map: &Map,
    suppositions: &Suppositions,
    origin: &'static str,
) -> Result<ClaimSet, CliError> {
    let set = query.evaluate_supposing(map, suppositions);
    set.map_err(|error| failure(error, query.expression(), origin))
}

fn failure(error: QueryError, expression: &str, origin: &'static str) -> CliError {
    CliError::Expression(Box::new(BadExpression {
        error,
        expression: expression.to_owned(),
        origin,
    }))
}

impl BadExpression {
    /// The error in words and as a picture, for a terminal `width` columns wide.
    pub(crate) fn tell(&self, width: usize) -> Shown {
        tell(
            &self.error,
            &self.expression,
            self.origin,
            Grade::Error,
            width,
        )
    }
}

/// How serious the problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// The expression cannot be used.
    Error,
    /// The expression can be used, but may not mean what its author thinks.
    Note,
}

/// What `error` says about `expression`, in words and as a picture, coloured if `colored` is on.
pub(crate) fn tell(
    error: &QueryError,
    expression: &str,
    origin: &str,
    grade: Grade,
    width: usize,
) -> Shown {
    let (title, style) = match grade {
        Grade::Error => ("error", Ink::Error),
        Grade::Note => ("note", Ink::Note),
    };
    let bar = Ink::Frame.paint("│");
    let room = width.saturating_sub(MARGIN).max(16);
    let Window {
        line,
        indent,
        marks,
    } = Window::new(expression, error.span, room);
    let expected = match error.expectation() {
        what if what.is_empty() => what,
        what => format!(" expected {what}"),
    };
    let beside = indent + marks + expected.width() <= room;
    let head = style.head(title) + " ";
    let message = Paragraph::of(&shortened(&error.message), Ink::Strong);
    let mut text = message.beside(&head, title.len() + 2, width, MARGIN);
    text += shown!(
        "  {} {}, column {}\n  {}{}{}\n  {} {}{}",
        Ink::Frame.paint("┌─"),
        origin,
        error.column,
        bar,
        if line.is_empty() { "" } else { " " },
        line,
        bar,
        Shown::blanks(indent),
        style.paint(&"^".repeat(marks)),
    );
    if beside {
        text += style.paint(&expected);
    }
    text += "\n";
    if !beside {
        text += footnote("", expected.trim_start(), width);
    }
    if let Some(help) = &error.help {
        text += footnote("help: ", help, width);
    }
    text
}

/// A line under the picture, wrapped with a hanging indent.
fn footnote(title: &str, text: &str, width: usize) -> Shown {
    let indent = MARGIN + title.len();
    let left = shown!("  {} {}", Ink::Frame.paint("="), Ink::Strong.paint(title));
    Paragraph::of(&shortened(text), Ink::Plain).beside(&left, indent, width, indent)
}

/// A message. The middle of a very long one, which may contain a long name, is left out.
fn shortened(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 400;
    if text.char_indices().nth(LONGEST).is_none() {
        return Cow::Borrowed(text);
    }
    let head = text.char_indices().nth(LONGEST / 2);
    let head = head.and_then(|(at, _)| text.get(..at));
    let tail = text.char_indices().rev().nth(LONGEST / 4);
    let tail = tail.and_then(|(at, _)| text.get(at..));
    Cow::Owned(format!(
        "{}…{}",
        head.unwrap_or_default(),
        tail.unwrap_or_default()
    ))
}

/// The part of an expression that is shown: all of it, or what surrounds the fault.
struct Window {
    line: String,
    /// How many columns come before the fault.
    indent: usize,
    /// How many columns the fault takes, at least one.
    marks: usize,
}

impl Window {
    fn new(expression: &str, fault: Span, room: usize) -> Self {
        let width = |cells: &[ScreenChar]| cells.iter().map(|cell| cell.width).sum::<usize>();
        let (Range { start, end }, length) = (fault.range(), expression.len());
        let end = end.min(length);
        // Only `room` characters on either side of the fault's start and end are looked at, as each takes at least one
        // column.
        let around = around(expression, start, end, room);
        let cells: Vec<ScreenChar> = expression
            .get(around.clone())
            .unwrap_or_default()
            .char_indices()
            .map(|(at, character)| ScreenChar::new((around.start + at, character)))
            .collect();
        let at = |offset: usize| cells.partition_point(|cell| cell.start < offset);
        let (from, to) = (at(start), at(end));
        let mut first = 0;
        let mut last = cells.len();
        let mut total = width(&cells);
        let is_cut = |first: usize, last: usize| {
            let before = first > 0 || around.start > 0;
            let after = last < cells.len() || around.end < length;
            (before, after)
        };
        let is_wide = |total: usize, first: usize, last: usize| {
            let (before, after) = is_cut(first, last);
            total + usize::from(before) + usize::from(after) > room
        };
        let width_of = |cell: usize| cells.get(cell).map_or(0, |cell| cell.width);
        // Cut from the end back to the fault, then from the beginning, then into the fault itself.
        while last > to && is_wide(total, first, last) {
            last -= 1;
            total -= width_of(last);
        }
        while first < from && is_wide(total, first, last) {
            total -= width_of(first);
            first += 1;
        }
        while last > first && is_wide(total, first, last) {
            last -= 1;
            total -= width_of(last);
        }
        let shown = |first: usize, last: usize| cells.get(first..last).unwrap_or_default();
        let (before, after) = is_cut(first, last);
        let dots = |cut: bool| if cut { "…" } else { "" };
        let text: String = shown(first, last).iter().map(|cell| cell.shown).collect();
        Self {
            line: format!("{}{text}{}", dots(before), dots(after)),
            indent: usize::from(before) + width(shown(first, from)),
            marks: width(shown(from, to.min(last))).max(1),
        }
    }
}

/// The bytes of the expression from `room` characters before the fault to as many after it. A long fault is cut off
/// after its beginning.
fn around(expression: &str, start: usize, end: usize, room: usize) -> std::ops::Range<usize> {
    let before = expression.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().take(room).last();
    let after = |from: usize| {
        let rest = expression.get(from..).unwrap_or_default();
        let next = rest.char_indices().nth(room);
        next.map_or(expression.len(), |(at, _)| from + at)
    };
    let to = after(start).max(after(end).min(after(after(start))));
    from.map_or(start, |(at, _)| at)..to
}

/// One character, as a terminal shows it.
struct ScreenChar {
    start: usize,
    shown: char,
    width: usize,
}

impl ScreenChar {
    fn new((start, character): (usize, char)) -> Self {
        let shown = match character {
            '\n' | '\r' | '\t' => ' ',
            _ if printable(character.encode_utf8(&mut [0; 4]))
                .chars()
                .eq([character]) =>
            {
                character
            }
            _ => char::REPLACEMENT_CHARACTER,
        };
        let width = shown.width().unwrap_or(1);
        Self {
            start,
            shown,
            width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(expression: &str, width: usize) -> Shown {
        colored::control::set_override(false);
        let error = Query::parse(expression).unwrap_err();
        tell(&error, expression, "query", Grade::Error, width)
    }

    #[test]
    fn the_mark_stands_under_the_fault() {
        insta::assert_snapshot!(told("grounds(alike) && 公理", 80), @r#"
        error: unexpected `&&`
          ┌─ query, column 16
          │ grounds(alike) && 公理
          │                ^^
          = help: one `&` is enough
        "#);
    }

    #[test]
    fn of_a_long_expression_the_surroundings_are_shown() {
        let long = format!("{} grouds(x) {}", "a | ".repeat(40), " | b".repeat(40));
        insta::assert_snapshot!(told(&long, 40), @r#"
        error: there is no function `grouds`
          ┌─ query, column 162
          │ … | a | a | a | a | a | a |  grouds…
          │                              ^^^^^^
          = help: did you mean `grounds(x)`?
        "#);
    }

    #[test]
    fn no_control_character_is_sent() {
        insta::assert_snapshot!(told("a & \u{1b}[31m\nb", 80), @r#"
        error: `\u{1b}` has no meaning here
          ┌─ query, column 5
          │ a & �[31m b
          │     ^
        "#);
    }
}
