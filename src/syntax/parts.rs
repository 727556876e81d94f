//! A file's text cut into its tables and their keys, byte for byte: what comments, blank lines and values belong to which.
//!
//! Put together again the parts are the text. Who changes a file part by part changes nothing else in it.

use std::borrow::Cow;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::scan::string_content;
use super::tree;
use super::write::dotted;
use crate::span::Span;

/// A table as a file writes it: a header, and the keys below it. The first of a file has no header.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableText<'t> {
    /// The names in the header.
    pub(crate) path: Vec<Cow<'t, str>>,
    /// Whether it is one of several: `[[…]]`.
    pub(crate) is_array: bool,
    /// The blank lines and comments above the header.
    pub(crate) lead: &'t str,
    /// The line of the header.
    pub(crate) header: &'t str,
    /// Its keys.
    pub(crate) keys: Vec<KeyText<'t>>,
    /// The comments below its last key.
    pub(crate) tail: &'t str,
}

/// A key and its value as a file writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyText<'t> {
    /// The names of a dotted key, or the only one.
    pub(crate) path: Vec<Cow<'t, str>>,
    /// The blank lines and comments above it.
    pub(crate) lead: &'t str,
    /// All up to the value: `text = `.
    pub(crate) key: &'t str,
    /// The value.
    pub(crate) value: &'t str,
    /// What stands behind the value, with the end of the line.
    pub(crate) rest: &'t str,
    /// Where the line begins.
    pub(crate) start: usize,
}

impl TableText<'_> {
    /// How many bytes all of it takes.
    pub(crate) fn length(&self) -> usize {
        let keys = self.keys.iter();
        let keys =
            keys.map(|key| key.lead.len() + key.key.len() + key.value.len() + key.rest.len());
        self.lead.len() + self.header.len() + keys.sum::<usize>() + self.tail.len()
    }

    /// The value of a key that is no dotted one.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut keys = self.keys.iter();
        let key = keys.find(|key| matches!(&*key.path, [only] if only == name))?;
        Some(key.value)
    }

    /// What to call it: the names in its header, and of an entry of an array the `id`, if it has one.
    pub(crate) fn name(&self) -> String {
        let id = self.value("id").filter(|_| self.is_array);
        let id = id.map(|id| string_content(id).0);
        dotted(self.path.iter().chain(&id).map(|name| &**name))
    }
}

impl KeyText<'_> {
    /// All of its text.
    pub(crate) fn text(&self) -> String {
        [self.lead, self.key, self.value, self.rest].concat()
    }
}

/// What to call a key of the table that goes by a name.
pub(crate) fn key_name(table: &str, key: &KeyText<'_>) -> String {
    let name = dotted(key.path.iter().map(|name| &**name));
    if table.is_empty() {
        name
    } else {
        format!("{table}.{name}")
    }
}

/// The tables of a text in their order; none if it is not valid TOML, or does not end with its last line. Linear.
pub(crate) fn tables(text: &str) -> Option<Vec<TableText<'_>>> {
    if !tree::parse(text).faults.is_empty() || !(text.is_empty() || text.ends_with('\n')) {
        return None;
    }
    let mut cutter = Cutter {
        text,
        done: vec![TableText::default()],
        lead: 0,
    };
    let tokens: Vec<Token> = Source::new(text).lex().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        match token.kind() {
            TokenKind::Eof => break,
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline => at += 1,
            TokenKind::LeftSquareBracket => at += cutter.header(rest),
            _ => at += cutter.key(rest),
        }
    }
    cutter.tail(text.len());
    Some(cutter.done)
}

/// The values of an array as a text writes it, without what stands between them; none if it is no array. Linear.
pub(crate) fn items(value: &str) -> Option<Vec<Span>> {
    if !value.starts_with('[') {
        return None;
    }
    let mut depth = 0_usize;
    let mut items: Vec<Span> = Vec::new();
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
        match items.last_mut() {
            Some(last) if is_open => last.end = span.end,
            _ => items.push(span),
        }
        is_open = true;
    }
    Some(items)
}

/// The comments of a text, without the blanks around them. Linear.
pub(crate) fn comments(text: &str) -> Vec<&str> {
    if !text.contains('#') {
        return Vec::new();
    }
    let tokens = Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    let written = comments.filter_map(|token| text.get(token.span().start()..token.span().end()));
    written.map(str::trim).collect()
}

struct Cutter<'t> {
    text: &'t str,
    done: Vec<TableText<'t>>,
    /// Where the blank lines and comments begin that belong to what comes next.
    lead: usize,
}

impl<'t> Cutter<'t> {
    fn part(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Begins a table; how many tokens its header takes.
    fn header(&mut self, tokens: &[Token]) -> usize {
        let end = line(tokens, |_| false);
        let first = tokens.first().map_or(0, |token| token.span().start());
        let start = self.line_start(first);
        let is_array = tokens
            .get(1)
            .is_some_and(|token| token.kind() == TokenKind::LeftSquareBracket);
        let path = self.path(tokens.get(..end).unwrap_or_default());
        // Comments that stand apart from the header by a blank line go with what is above.
        let above = self.part(self.lead, start);
        let lead = start - lead_of_header(above);
        self.tail(lead);
        let stop = self.line_end(tokens, end);
        self.done.push(TableText {
            path,
            is_array,
            lead: self.part(lead, start),
            header: self.part(start, stop),
            keys: Vec::new(),
            tail: "",
        });
        self.lead = stop;
        end
    }

    /// Adds a key with its value; how many tokens they take.
    fn key(&mut self, tokens: &[Token]) -> usize {
        let equals = tokens
            .iter()
            .position(|token| token.kind() == TokenKind::Equals);
        let equals = equals.unwrap_or(tokens.len());
        let mut depth = 0_usize;
        let end = line(tokens, |token| {
            match token.kind() {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            depth > 0
        });
        let is_blank = |token: &&Token| {
            matches!(
                token.kind(),
                TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline | TokenKind::Eof
            )
        };
        let value = tokens.get(equals + 1..end).unwrap_or_default();
        let first = value.iter().find(|token| !is_blank(token));
        let last = value.iter().rev().find(|token| !is_blank(token));
        let start = self.line_start(tokens.first().map_or(0, |token| token.span().start()));
        let (from, to) = match (first, last) {
            (Some(first), Some(last)) => (first.span().start(), last.span().end()),
            _ => (start, start),
        };
        let stop = self.line_end(tokens, end);
        let key = KeyText {
            path: self.path(tokens.get(..equals).unwrap_or_default()),
            lead: self.part(self.lead, start),
            key: self.part(start, from),
            value: self.part(from, to),
            rest: self.part(to, stop),
            start,
        };
        if let Some(table) = self.done.last_mut() {
            table.keys.push(key);
        }
        self.lead = stop;
        end
    }

    /// What stands up to here belongs to the table above.
    fn tail(&mut self, end: usize) {
        let tail = self.part(self.lead, end);
        if let Some(last) = self.done.last_mut() {
            last.tail = tail;
        }
        self.lead = end;
    }

    fn path(&self, tokens: &[Token]) -> Vec<Cow<'t, str>> {
        let names = tokens.iter().filter_map(|token| {
            let written = self.part(token.span().start(), token.span().end());
            match token.kind() {
                TokenKind::Atom => Some(Cow::Borrowed(written)),
                TokenKind::BasicString | TokenKind::LiteralString => {
                    Some(string_content(written).0)
                }
                _ => None,
            }
        });
        names.collect()
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.part(self.lead, at);
        self.lead + before.rfind('\n').map_or(0, |line| line + 1)
    }

    /// Where the line ends that the token of this number, or the end of the text, ends.
    fn line_end(&self, tokens: &[Token], end: usize) -> usize {
        let behind = end.checked_sub(1).and_then(|last| tokens.get(last));
        behind.map_or(self.text.len(), |token| token.span().end())
    }
}

/// How many tokens there are up to the end of the line, which `is_inside` brackets does not count; the line break is one of them.
fn line(tokens: &[Token], mut is_inside: impl FnMut(&Token) -> bool) -> usize {
    let end = tokens.iter().position(|token| {
        let is_inside = is_inside(token);
        matches!(token.kind(), TokenKind::Newline) && !is_inside || token.kind() == TokenKind::Eof
    });
    end.map_or(tokens.len(), |end| end + 1)
}

/// How many bytes at the end of these blank lines and comments belong to the header below: its comments, and the blank lines above.
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
        let items: Vec<_> = items(tags)
            .unwrap()
            .iter()
            .map(|item| &tags[item.range()])
            .collect();
        assert_eq!(items, ["\"x\"", "\"y, z\"", "{ a = [1, 2] }"]);
        assert_eq!(super::items("\"x\""), None);
        assert_eq!(super::items("[ ]"), Some(Vec::new()));
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
