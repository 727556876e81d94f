//! Lists as written, and what their entries refer to.

use std::collections::BTreeSet;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::map::{canonical, canonical_label, step_ends};
use crate::syntax::Span;
use crate::syntax::parts::{ListEntry, comments, list_entries};

/// The comments in a part of a text.
pub(super) fn comments_of(text: &str, span: Span) -> Vec<&str> {
    comments(text.get(span.range()).unwrap_or_default())
}

/// A list as written, or a single value where a list could be.
pub(super) struct ListText<'t> {
    pub(super) text: &'t str,
    /// What is between its brackets.
    pub(super) inside: Span,
    pub(super) values: Vec<Span>,
    /// The comma after each value. If there is none after the last value, an empty span.
    pub(super) commas: Vec<Span>,
}

impl<'t> ListText<'t> {
    pub(super) fn new(text: &'t str, value: Span) -> Self {
        let written = text.get(value.range()).unwrap_or_default();
        let moved = |span: Span| Span {
            start: value.start + span.start,
            end: value.start + span.end,
        };
        let (inside, entries) = if let Some(entries) = list_entries(written) {
            (Span::new(1, written.len().saturating_sub(1)), entries)
        } else {
            let value = Span::new(0, written.len());
            (value, vec![ListEntry { value, comma: None }])
        };
        let behind = |it: &ListEntry| Span {
            start: it.value.end,
            end: it.value.end,
        };
        let commas = entries.iter();
        let commas = commas.map(|it| moved(it.comma.unwrap_or_else(|| behind(it))));
        Self {
            text,
            inside: moved(inside),
            values: entries.iter().map(|it| moved(it.value)).collect(),
            commas: commas.collect(),
        }
    }

    pub(super) fn value(&self, number: usize) -> &'t str {
        let span = self.values.get(number).copied().unwrap_or_default();
        self.text.get(span.range()).unwrap_or_default()
    }

    /// What is between the brackets, without the values in `going`, and with a comma after the last value.
    pub(super) fn inner(&self, going: &BTreeSet<usize>) -> String {
        let mut out = String::new();
        let mut from = self.inside.start as usize;
        for (number, (value, comma)) in self.values.iter().zip(&self.commas).enumerate() {
            let (value, comma) = (value.range(), comma.range());
            if going.contains(&number) {
                out.push_str(self.text.get(from..value.start).unwrap_or_default());
                out.push_str(self.text.get(value.end..comma.start).unwrap_or_default());
            } else {
                out.push_str(self.text.get(from..comma.start).unwrap_or_default());
                out.push(',');
            }
            from = comma.end;
        }
        let rest = self.text.get(from..self.inside.end as usize);
        out.push_str(rest.unwrap_or_default());
        out
    }
}

/// The value without the list entries, at any depth, that contain these bytes; their comments are kept. `None` if no
/// values are left.
pub(super) fn without_entries(written: &str, mut places: BTreeSet<u32>) -> Option<String> {
    let mut going: Vec<ListItem> = Vec::new();
    // For each open bracket: whether it opens a list, and the entry that is being read in it.
    let mut open: Vec<(bool, Option<Span>)> = Vec::new();
    for token in Source::new(written).lex() {
        let span = Span::new(token.span().start(), token.span().end());
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment => {}
            TokenKind::Eof => break,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                extend(&mut open, span);
                open.push((token.kind() == TokenKind::LeftSquareBracket, None));
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                let end = Span {
                    start: span.start,
                    end: span.start,
                };
                take(&mut open, end, &mut places, &mut going);
                open.pop();
                extend(&mut open, span);
            }
            TokenKind::Comma => take(&mut open, span, &mut places, &mut going),
            _ => extend(&mut open, span),
        }
    }
    let is_nested = written.starts_with(['[', '{']);
    let left = if is_nested { written } else { "" };
    // Outer entries come before the entries they contain.
    going.sort_unstable_by_key(|entry| (entry.value.start, std::cmp::Reverse(entry.value.end)));
    let mut out = String::with_capacity(left.len());
    let mut from = 0;
    for entry in going {
        let (value, comma) = (entry.value.range(), entry.comma.range());
        if value.start < from {
            continue;
        }
        out.push_str(left.get(from..value.start).unwrap_or_default());
        for comment in comments_of(left, entry.value) {
            out.push_str(comment);
            out.push('\n');
        }
        // If there is no comma after the last entry, its span is empty.
        let behind = left.get(value.end..comma.start);
        out.push_str(behind.unwrap_or_default());
        from = comma.end;
    }
    out.push_str(left.get(from..).unwrap_or_default());
    let has_values = |text: &str| {
        let tokens = Source::new(text).lex();
        let is_value = |kind: TokenKind| {
            !matches!(
                kind,
                TokenKind::Whitespace
                    | TokenKind::Newline
                    | TokenKind::Comment
                    | TokenKind::Eof
                    | TokenKind::Comma
                    | TokenKind::LeftSquareBracket
                    | TokenKind::RightSquareBracket
            )
        };
        tokens.into_iter().any(|token| is_value(token.kind()))
    };
    has_values(&out).then_some(out)
}

/// An entry of a list, and the comma after it.
struct ListItem {
    value: Span,
    comma: Span,
}

/// Adds a token to the entry that is being read in the innermost bracket.
fn extend(open: &mut [(bool, Option<Span>)], span: Span) {
    if let Some((_, entry)) = open.last_mut() {
        *entry = Some(entry.map_or(span, |entry| entry.to(span)));
    }
}

/// Ends an entry at a comma or a bracket. It is removed if one of the places is in it, but not in an entry inside it.
fn take(
    open: &mut [(bool, Option<Span>)],
    comma: Span,
    places: &mut BTreeSet<u32>,
    going: &mut Vec<ListItem>,
) {
    let Some((true, entry)) = open.last_mut() else {
        return;
    };
    let Some(value) = entry.take() else { return };
    let own: Vec<u32> = places.range(value.start..value.end).copied().collect();
    if !own.is_empty() {
        for place in &own {
            places.remove(place);
        }
        going.push(ListItem { value, comma });
    }
}

/// What a list entry refers to, in the form used for comparison, and whether it says nothing else.
pub(super) fn about(key: &str, written: &str) -> (String, bool) {
    let table: Option<toml::Table> = format!("x = {written}").parse().ok();
    let value = table.and_then(|mut table| table.remove("x"));
    let name = |text: &str| match key {
        "tags" => canonical_label(text).into_owned(),
        "quote" => text.to_owned(),
        "undercuts" => match step_ends(text) {
            Some((from, to)) => format!("{} -> {}", canonical(from), canonical(to)),
            None => canonical(text).into_owned(),
        },
        _ => canonical(text).into_owned(),
    };
    match value {
        Some(toml::Value::String(text)) => (name(&text), true),
        Some(toml::Value::Table(table)) if key != "quote" => {
            let target = table.get("claim").or_else(|| table.get("step"));
            let target = target.and_then(toml::Value::as_str);
            (name(target.unwrap_or(written)), table.len() == 1)
        }
        _ => (written.to_owned(), false),
    }
}
