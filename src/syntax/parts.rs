//! A file's text cut into its tables and their keys, byte for byte, with the comments and blank lines that belong to each.
//!
//! Joined together, the parts are the text again. So code that changes one part changes nothing else in the file.

use std::borrow::Cow;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::items::{ItemKind, items, part_name};
use super::scan::string_content;
use super::tree;
use super::write::dotted;
use crate::span::Span;

/// A table as a file writes it: a header and the keys below it. A file's first table has no header.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableText<'t> {
    /// The names in the header.
    pub(crate) path: Vec<Cow<'t, str>>,
    /// Whether it is in double brackets: `[[…]]`.
    pub(crate) is_array: bool,
    /// The blank lines and comments above the header.
    pub(crate) lead: &'t str,
    /// The line with the header.
    pub(crate) header: &'t str,
    /// Its keys.
    pub(crate) keys: Vec<KeyText<'t>>,
    /// The comments below its last key.
    pub(crate) tail: &'t str,
}

/// A key and its value, as a file writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyText<'t> {
    /// The names of a dotted key, or its only name.
    pub(crate) path: Vec<Cow<'t, str>>,
    /// The blank lines and comments above it.
    pub(crate) lead: &'t str,
    /// Everything up to the value: `text = `.
    pub(crate) key: &'t str,
    /// The value.
    pub(crate) value: &'t str,
    /// Everything after the value, including the line break.
    pub(crate) rest: &'t str,
    /// Where its line begins.
    pub(crate) start: usize,
}

impl TableText<'_> {
    /// Its length in bytes.
    pub(crate) fn length(&self) -> usize {
        let keys = self.keys.iter();
        let keys =
            keys.map(|key| key.lead.len() + key.key.len() + key.value.len() + key.rest.len());
        self.lead.len() + self.header.len() + keys.sum::<usize>() + self.tail.len()
    }

    /// The value of the key with this name, if it is not dotted.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut keys = self.keys.iter();
        let key = keys.find(|key| matches!(&*key.path, [only] if only == name))?;
        Some(key.value)
    }

    /// What to call the table: the names in its header, and, for an entry of an array, its `id` if it has one.
    pub(crate) fn name(&self) -> String {
        let id = self.value("id").filter(|_| self.is_array);
        let id = id.map(|id| string_content(id).0);
        dotted(self.path.iter().chain(&id).map(|name| &**name))
    }
}

impl KeyText<'_> {
    /// The whole text of the key and its value.
    pub(crate) fn text(&self) -> String {
        [self.lead, self.key, self.value, self.rest].concat()
    }
}

/// What to call a key of the table that is called `table`.
pub(crate) fn key_name(table: &str, key: &KeyText<'_>) -> String {
    let name = dotted(key.path.iter().map(|name| &**name));
    if table.is_empty() {
        name
    } else {
        format!("{table}.{name}")
    }
}

/// The tables of a text, in order. `None` if it is not valid TOML or its last line has no line break. Linear.
pub(crate) fn tables(text: &str) -> Option<Vec<TableText<'_>>> {
    if !tree::parse(text).faults.is_empty() || !(text.is_empty() || text.ends_with('\n')) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let path = |parts: &[Span]| parts.iter().map(|&it| part_name(text, it)).collect();
    let mut tables = vec![TableText::default()];
    // Where the blank lines and comments begin that belong to the next item.
    let mut from = 0;
    for item in items(text) {
        let (start, next) = (item.span.range().start, item.next as usize);
        match &item.kind {
            ItemKind::Blank | ItemKind::Comment => continue,
            ItemKind::Header { parts, is_array } => {
                // Comments separated from the header by a blank line belong to the table above.
                let lead = start - lead_of_header(part(from, start));
                if let Some(above) = tables.last_mut() {
                    above.tail = part(from, lead);
                }
                tables.push(TableText {
                    path: path(parts),
                    is_array: *is_array,
                    lead: part(lead, start),
                    header: part(start, next),
                    keys: Vec::new(),
                    tail: "",
                });
            }
            ItemKind::Entry { parts, value } => {
                let value = value.range();
                let key = KeyText {
                    path: path(parts),
                    lead: part(from, start),
                    key: part(start, value.start),
                    value: part(value.start, value.end),
                    rest: part(value.end, next),
                    start,
                };
                if let Some(table) = tables.last_mut() {
                    table.keys.push(key);
                }
            }
        }
        from = next;
    }
    if let Some(last) = tables.last_mut() {
        last.tail = part(from, text.len());
    }
    Some(tables)
}

/// An entry of an array, and the comma after it, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListEntry {
    pub(crate) value: Span,
    pub(crate) comma: Option<Span>,
}

/// The entries of an array as a text writes it; `None` if it is not an array. Linear.
pub(crate) fn list_entries(value: &str) -> Option<Vec<ListEntry>> {
    if !value.starts_with('[') {
        return None;
    }
    let mut depth = 0_usize;
    let mut entries: Vec<ListEntry> = Vec::new();
    let mut is_open = false;
    for token in Source::new(value).lex() {
        let span = Span::new(token.span().start(), token.span().end());
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            TokenKind::Comma if depth == 1 => {
                if let Some(last) = entries.last_mut().filter(|_| is_open) {
                    last.comma = Some(span);
                }
                is_open = false;
                continue;
            }
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline => continue,
            TokenKind::Eof => break,
            _ => {}
        }
        if depth == 1 && span.start == 0 {
            continue;
        }
        match entries.last_mut() {
            Some(last) if is_open => last.value.end = span.end,
            _ => entries.push(ListEntry {
                value: span,
                comma: None,
            }),
        }
        is_open = true;
    }
    Some(entries)
}

/// The comments in a text, trimmed. Linear.
pub(crate) fn comments(text: &str) -> Vec<&str> {
    if !text.contains('#') {
        return Vec::new();
    }
    let tokens = Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    let written = comments.filter_map(|token| text.get(token.span().start()..token.span().end()));
    written.map(str::trim).collect()
}

/// How many bytes at the end of `above` belong to the header below: its comments, and the blank lines above those.
fn lead_of_header(above: &str) -> usize {
    let mut lines = above.split_inclusive('\n').rev().peekable();
    let mut length = 0;
    while let Some(line) = lines.next_if(|line| !line.trim().is_empty()) {
        length += line.len();
    }
    while let Some(line) = lines.next_if(|line| line.trim().is_empty()) {
        length += line.len();
    }
    length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAP: &str = "# Of the file.\n\nmap.title = \"A\" # title\n\n# Of a.\n[claim.a] # header\ntext = '''\n[x]\n''' # text\n# Of tags.\n\
        tags = [ # tags\n  \"x\", \"y, z\", # x\n  { a = [1, 2] },\n] # end\n# Below.\n\n# Apart.\n\n# Of the reason.\n[[ claim . \"b c\".reason ]]\n\
        premises = [\"a\"]\n\"k\".x = 3.5\n  date = 1979-05-27 07:32:00 # now\n\n# Last.\n";

    fn together(tables: &[TableText<'_>]) -> String {
        let mut text = String::new();
        for table in tables {
            text += table.lead;
            text += table.header;
            for key in &table.keys {
                for part in [key.lead, key.key, key.value, key.rest] {
                    text += part;
                }
            }
            text += table.tail;
        }
        text
    }

    #[test]
    fn every_part_is_where_a_reader_puts_it() {
        let tables = tables(MAP).unwrap();
        assert_eq!(together(&tables), MAP);
        let told: Vec<_> = tables
            .iter()
            .map(|table| (table.path.join("/"), table.is_array, table.lead, table.tail))
            .collect();
        assert_eq!(
            told,
            [
                (String::new(), false, "", ""),
                (
                    "claim/a".to_owned(),
                    false,
                    "\n# Of a.\n",
                    "# Below.\n\n# Apart.\n"
                ),
                (
                    "claim/b c/reason".to_owned(),
                    true,
                    "\n# Of the reason.\n",
                    "\n# Last.\n"
                ),
            ]
        );
        let keys: Vec<_> = tables
            .iter()
            .flat_map(|table| &table.keys)
            .map(|key| (key.path.join("/"), key.value, key.rest))
            .collect();
        assert_eq!(keys[0], ("map/title".to_owned(), "\"A\"", " # title\n"));
        assert_eq!(keys[1], ("text".to_owned(), "'''\n[x]\n'''", " # text\n"));
        assert_eq!(keys[4], ("k/x".to_owned(), "3.5", "\n"));
        assert_eq!(
            keys[5],
            ("date".to_owned(), "1979-05-27 07:32:00", " # now\n")
        );
        let tags = keys[2].1;
        let entries = list_entries(tags).unwrap();
        let written: Vec<_> = entries.iter().map(|it| &tags[it.value.range()]).collect();
        assert_eq!(written, ["\"x\"", "\"y, z\"", "{ a = [1, 2] }"]);
        let commas = entries
            .iter()
            .map(|it| it.comma.map(|comma| &tags[comma.range()]));
        assert_eq!(
            commas.collect::<Vec<_>>(),
            [Some(","), Some(","), Some(",")]
        );
        assert_eq!(list_entries("\"x\""), None);
        assert_eq!(list_entries("[ ]"), Some(Vec::new()));
        assert!(super::tables("a = 1\na = 2\n").is_none());
    }

    proptest! {
        #[test]
        fn the_parts_are_the_text(lines in prop::collection::vec(prop::sample::select(vec![
            "[a]\n", "[[b]]\n", "[b.c]\n", "x = 1\n", "y.z = [1,\n 2] # c\n", "  # c\n", "\n", "\"w\" = { a = [1] }\n", "v = \"\"\"\n[a]\n\"\"\"\r\n",
        ]), 0..12)) {
            let text = lines.concat();
            if let Some(tables) = tables(&text) {
                prop_assert_eq!(together(&tables), text);
            }
        }
    }
}
