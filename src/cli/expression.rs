//! What is wrong with an expression, as a person is told it: the expression, and a mark under the place.

use argmap::printable::{Shown, printable};
use argmap::query::{ClaimSet, Query, QueryError};
use argmap::shown;
use argmap::{map::Map, reason::Suppositions, syntax::Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Failure;
use super::paragraph::{Paragraph, Style};

/// The columns before an expression: its margin.
const MARGIN: usize = 4;

/// An expression that failed.
#[derive(Debug)]
pub(crate) struct Fault {
    error: QueryError,
    expression: String,
    /// Where the expression came from: `query`, or the option.
    origin: &'static str,
}

/// Reads an expression; its faults are told as those of `origin`.
pub(crate) fn parse(expression: &str, origin: &'static str) -> Result<Query, Failure> {
    Query::parse(expression).map_err(|error| failure(error, expression, origin))
}

/// The claims that an expression means; its faults are told as those of `origin`.
pub(crate) fn evaluate(
    query: &Query,
    map: &Map<'_>,
    suppositions: &Suppositions,
    origin: &'static str,
) -> Result<ClaimSet, Failure> {
    let set = query.evaluate_supposing(map, suppositions);
    set.map_err(|error| failure(error, query.expression(), origin))
}

fn failure(error: QueryError, expression: &str, origin: &'static str) -> Failure {
    Failure::Expression(Box::new(Fault {
        error,
        expression: expression.to_owned(),
        origin,
    }))
}

impl Fault {
    /// The fault in words and as a picture, for a terminal `width` columns wide.
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

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// The expression cannot be used.
    Error,
    /// It can, but may not mean what its author thinks.
    Note,
}

/// Words and a picture of what `error` says of `expression`, painted as `colored` is set to.
pub(crate) fn tell(
    error: &QueryError,
    expression: &str,
    origin: &str,
    grade: Grade,
    width: usize,
) -> Shown {
    let (title, style) = match grade {
        Grade::Error => ("error", Style::Error),
        Grade::Note => ("note", Style::Note),
    };
    let bar = Style::Frame.paint("│");
    let room = width.saturating_sub(MARGIN).max(16);
    let View {
        line,
        indent,
        marks,
    } = View::new(expression, error.span, room);
    let expected = match error.expectation() {
        what if what.is_empty() => what,
        what => format!(" expected {what}"),
    };
    let beside = indent + marks + expected.width() <= room;
    let head = style.head(title) + " ";
    let message = Paragraph::of(&error.message, Style::Strong);
    let mut text = message.beside(&head, title.len() + 2, width, MARGIN);
    text += shown!(
        "  {} {}, column {}\n  {}{}{}\n  {} {}{}",
        Style::Frame.paint("┌─"),
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
    let left = shown!(
        "  {} {}",
        Style::Frame.paint("="),
        Style::Strong.paint(title)
    );
    Paragraph::of(text, Style::Plain).beside(&left, indent, width, indent)
}

/// The part of an expression that is shown: all of it, or the surroundings of the fault.
struct View {
    line: String,
    /// The columns before the fault.
    indent: usize,
    /// The columns of the fault, at least one.
    marks: usize,
}

impl View {
    fn new(expression: &str, fault: Span, room: usize) -> Self {
        let cells: Vec<Cell> = expression.char_indices().map(Cell::new).collect();
        let width = |cells: &[Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
        let at = |offset: u32| cells.partition_point(|cell| cell.start < offset as usize);
        let (from, to) = (at(fault.start), at(fault.end));
        let mut first = 0;
        let mut last = cells.len();
        let shown = |first: usize, last: usize| cells.get(first..last).unwrap_or_default();
        let needed = |first: usize, last: usize| {
            width(shown(first, last)) + usize::from(first > 0) + usize::from(last < cells.len())
        };
        // From the end as far as the fault, then from the beginning, then into the fault itself.
        while last > to && needed(first, last) > room {
            last -= 1;
        }
        while first < from && needed(first, last) > room {
            first += 1;
        }
        while last > first && needed(first, last) > room {
            last -= 1;
        }
        let dots = |cut: bool| if cut { "…" } else { "" };
        let text: String = shown(first, last).iter().map(|cell| cell.shown).collect();
        Self {
            line: format!("{}{text}{}", dots(first > 0), dots(last < cells.len())),
            indent: usize::from(first > 0) + width(shown(first, from)),
            marks: width(shown(from, to.min(last))).max(1),
        }
    }
}

/// One character as a terminal shows it.
struct Cell {
    start: usize,
    shown: char,
    width: usize,
}

impl Cell {
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
