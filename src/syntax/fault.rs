//! What is wrong with a file's TOML, in words.

use toml_parser::{Expected, ParseError};

use super::span::{FileId, Span};
use super::tree::{Fault, MAX_DEPTH};
use crate::diagnostic::Diagnostic;

/// The finding for a fault of `text`.
pub(super) fn diagnose(file: FileId, text: &str, fault: Fault) -> Diagnostic {
    match fault {
        Fault::Syntax(error) => syntax(file, text, &error),
        Fault::Duplicate {
            path,
            first,
            second,
        } => duplicate(file, &path, first, second),
        Fault::Closed {
            path,
            what,
            first,
            second,
        } => {
            let name = path.join(".");
            Diagnostic::new(
                "invalid-toml",
                format!("`{name}` is {what}; nothing can be added to it"),
            )
            .label(file, second, "added to here")
            .label(file, first, format!("{what}, written here"))
            .help("write all of it in one place")
        }
        Fault::Depth(span) => Diagnostic::new(
            "invalid-toml",
            format!("nested deeper than {MAX_DEPTH} levels"),
        )
        .label(file, span, "too deep")
        .help("no key of a map needs this; use flatter data"),
    }
}

fn duplicate(file: FileId, path: &[String], first: Span, second: Span) -> Diagnostic {
    if let [table, id] = path
        && (table == "claim" || table == "source")
    {
        return Diagnostic::new(
            "duplicate-claim",
            format!("the {table} `{id}` is defined twice"),
        )
        .label(file, second, "defined again here")
        .label(file, first, "first defined here")
        .help("an id means one thing in a map: rename one of the two, or make one of them");
    }
    let name = path.last().map(String::as_str).unwrap_or_default();
    let of = match path.split_last() {
        Some((_, [])) | None => String::new(),
        Some((_, parents)) => format!(" in `{}`", parents.join(".")),
    };
    Diagnostic::new("invalid-toml", format!("`{name}` is set twice{of}"))
        .label(file, second, "set again here")
        .label(file, first, "first set here")
        .help("keep one of the two")
}

fn syntax(file: FileId, text: &str, error: &ParseError) -> Diagnostic {
    let place = error.unexpected().or(error.context());
    let span = place.map_or(Span::default(), |span| Span::new(span.start(), span.end()));
    let label = error.expected().map_or_else(String::new, expected);
    let mut finding = Diagnostic::new("invalid-toml", error.description()).label(
        file,
        widened(text, span),
        label,
    );
    if let Some(help) = help(text, span, error.description()) {
        finding = finding.help(help);
    }
    finding
}

/// At least one character, if there is one, and none of a line break: so that there is something to point at.
fn widened(text: &str, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let rest = text.get(span.start as usize..).unwrap_or_default();
    let width = rest
        .chars()
        .next()
        .filter(|character| !"\r\n".contains(*character));
    Span::new(
        span.start as usize,
        span.start as usize + width.map_or(0, char::len_utf8),
    )
}

fn expected(expected: &'static [Expected]) -> String {
    let names: Vec<String> = expected
        .iter()
        .filter_map(|expected| match expected {
            Expected::Literal("\n") => Some("a line break".to_owned()),
            Expected::Literal(literal) => Some(format!("`{literal}`")),
            Expected::Description(description) => Some((*description).to_owned()),
            _ => None,
        })
        .collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!("expected {last}"),
        Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
    }
}

fn help(text: &str, span: Span, description: &str) -> Option<String> {
    let written = text.get(span.range()).unwrap_or_default();
    if written.starts_with(['“', '”', '«', '‘', '’']) {
        return Some("TOML's quotation marks are straight: `\"…\"` or `'…'`".to_owned());
    }
    match description {
        "string values must be quoted" => Some(format!(
            "put it in quotation marks: `\"{}\"`",
            written.trim()
        )),
        "unclosed array" => Some("close the list with `]`".to_owned()),
        "unclosed inline table" => Some("close the table with `}`".to_owned()),
        _ => None,
    }
}
