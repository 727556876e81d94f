//! A file as its lines: headers, keys with their values, comments and blank lines, exactly as written.
//!
//! A [`Document`](super::Document) has what a file says. This has every line of it, so that a part of the file can be
//! moved or reformatted together with its comments. It is exact for a file without faults. For any other file it does
//! its best, and it never fails. Takes time linear in the text.

use std::borrow::Cow;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::scan::string_content;
use crate::span::Span;

/// One line, or all the lines of a value.
#[derive(Debug, Clone)]
pub(crate) struct LineItem {
    pub(crate) kind: ItemKind,
    /// From the start of its first line to the end of its last, without the line break.
    pub(crate) span: Span,
    /// Where the next line begins.
    pub(crate) next: u32,
    /// The comment at its end, or the whole item if it is a comment.
    pub(crate) comment: Option<Span>,
}

/// What is on a line.
#[derive(Debug, Clone)]
pub(crate) enum ItemKind {
    /// A blank line.
    Blank,
    /// A comment on its own line.
    Comment,
    /// `[a.b]` or `[[a.b]]`, with its parts.
    Header { parts: Vec<Span>, is_array: bool },
    /// A key, as its parts, with its value.
    Entry { parts: Vec<Span>, value: Span },
}

/// A table under its header, with what belongs to it: the comments directly above the header, everything down to its
/// last key, and the comments directly below that.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// The names in the header.
    pub(crate) path: Vec<String>,
    /// Whether the header is in double brackets: `[[…]]`.
    pub(crate) is_array: bool,
    /// The number of its first item.
    pub(crate) first: usize,
    /// The number of its header.
    pub(crate) header: usize,
    /// The number of the item after its last.
    pub(crate) end: usize,
}

/// The items of a text. A byte order mark belongs to none of them.
pub(crate) fn items(text: &str) -> Vec<LineItem> {
    let mut items = Vec::new();
    let mut line: Vec<Token> = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut depth = 0_usize;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            TokenKind::Newline if depth == 0 => {
                let (end, next) = (token.span().start(), token.span().end());
                items.push(item(&line, start, end, next));
                line.clear();
                start = next;
                continue;
            }
            TokenKind::Eof => break,
            _ => {}
        }
        line.push(token);
    }
    if start < text.len() {
        items.push(item(&line, start, text.len(), text.len()));
    }
    items
}

fn item(line: &[Token], start: usize, end: usize, next: usize) -> LineItem {
    let span_of = |token: &Token| Span::new(token.span().start(), token.span().end());
    let is_seen = |token: &&Token| token.kind() != TokenKind::Whitespace;
    let comment = line.last().filter(|last| last.kind() == TokenKind::Comment);
    let is_part = |token: &&Token| !matches!(token.kind(), TokenKind::Whitespace | TokenKind::Dot);
    let kind = match line.iter().find(is_seen).map(Token::kind) {
        None => ItemKind::Blank,
        Some(TokenKind::Comment) => ItemKind::Comment,
        Some(TokenKind::LeftSquareBracket) => {
            let brackets = line.iter().filter(is_seen);
            let open = |token: &&Token| token.kind() == TokenKind::LeftSquareBracket;
            let is_array = brackets.clone().take_while(open).count() > 1;
            let inner = brackets.skip_while(open);
            let inner = inner.take_while(|token| token.kind() != TokenKind::RightSquareBracket);
            let parts = inner.filter(is_part).map(span_of).collect();
            ItemKind::Header { parts, is_array }
        }
        Some(_) => {
            let equals = line.iter().position(|it| it.kind() == TokenKind::Equals);
            let (key, value) = line.split_at(equals.unwrap_or(line.len()));
            let mut value = value
                .iter()
                .skip(1)
                .take(
                    value
                        .len()
                        .saturating_sub(1 + usize::from(comment.is_some())),
                )
                .filter(is_seen);
            let first = value.next();
            let value = match (first, value.next_back().or(first)) {
                (Some(first), Some(last)) => span_of(first).to(span_of(last)),
                _ => Span::new(end, end),
            };
            let parts = key.iter().filter(is_part).map(span_of).collect();
            ItemKind::Entry { parts, value }
        }
    };
    LineItem {
        kind,
        span: Span::new(start, end),
        next: Span::new(next, next).end,
        comment: comment.map(span_of),
    }
}

/// The name that a part of a key spells.
pub(crate) fn part_name(text: &str, part: Span) -> Cow<'_, str> {
    let written = text.get(part.range()).unwrap_or_default();
    if written.starts_with(['"', '\'']) {
        string_content(written).0
    } else {
        Cow::Borrowed(written)
    }
}

/// The tables of a text, in order. Blank lines between tables belong to none of them, nor do comments that have a blank
/// line on both sides.
pub(crate) fn sections(text: &str, items: &[LineItem]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        match &item.kind {
            ItemKind::Header { parts, is_array } => {
                let before = items.get(..number).unwrap_or_default();
                let is_own = |item: &&LineItem| {
                    let written = text.get(item.span.range()).unwrap_or_default();
                    matches!(item.kind, ItemKind::Comment) && !written.starts_with("#:")
                };
                let above = before.iter().rev().take_while(is_own).count();
                let first = number - above;
                if let Some(last) = sections.last_mut() {
                    last.end = last.end.min(first);
                }
                sections.push(Section {
                    path: parts
                        .iter()
                        .map(|&part| part_name(text, part).into_owned())
                        .collect(),
                    is_array: *is_array,
                    first,
                    header: number,
                    end: number + 1,
                });
            }
            ItemKind::Entry { .. } => {
                if let Some(last) = sections.last_mut() {
                    last.end = number + 1;
                }
            }
            ItemKind::Comment => {
                if let Some(last) = sections.last_mut().filter(|last| last.end == number) {
                    last.end = number + 1;
                }
            }
            ItemKind::Blank => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_belongs_to_one_item() {
        let text = "\u{feff}#:schema ./s\n# of a\n[claim.a] # x\n\ntext = \"\"\"\nA\n\"\"\" # y\r\ntags = [ # z\n 'b', # c\n]\n# of a, too\n\n# of none\n\n[[ claim . \"a\".reason ]]\nclaim.x = 1";
        let items = items(text);
        let mut at = 3;
        for item in &items {
            assert_eq!(item.span.start, at);
            at = item.next;
        }
        assert_eq!(at as usize, text.len());
        let written = |span: Span| text.get(span.range()).unwrap();
        let values: Vec<&str> = items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Entry { value, .. } => Some(written(*value)),
                _ => None,
            })
            .collect();
        assert_eq!(
            values,
            ["\"\"\"\nA\n\"\"\"", "[ # z\n 'b', # c\n]", "1"],
            "{items:#?}"
        );
        let sections = sections(text, &items);
        let told: Vec<(String, bool, String)> = sections
            .iter()
            .map(|section| {
                let from = items[section.first].span.start as usize;
                let to = items[section.end - 1].span.end as usize;
                let lines = text[from..to].lines();
                let ends = [lines.clone().next().unwrap(), lines.last().unwrap()];
                (section.path.join(" "), section.is_array, ends.join(" … "))
            })
            .collect();
        let one = (
            "claim a".to_owned(),
            false,
            "# of a … # of a, too".to_owned(),
        );
        let other = "[[ claim . \"a\".reason ]] … claim.x = 1".to_owned();
        assert_eq!(told, [one, ("claim a reason".to_owned(), true, other)]);
    }
}
