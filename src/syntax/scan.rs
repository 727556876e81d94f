//! Every key and every string of a file as written, and what may be written at a given place.
//!
//! A [`Document`](super::Document) has what a file says. This has how the file says it: all headers and dotted keys
//! that name a claim. In a line that is still being typed and cannot be parsed yet, it also finds the key whose value
//! the cursor is in. Never fails. Takes time linear in the text.

use std::borrow::Cow;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::narrow::narrow;
use crate::span::Span;

/// A key as written in one place: one part of a header, or of what is before `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrittenKey<'t> {
    /// The name it spells.
    pub name: Cow<'t, str>,
    /// Where it is written, including quotation marks.
    pub span: Span,
    /// The number of the key whose table it is in; `None` at the top level of the file.
    pub parent: Option<u32>,
    /// Whether it is part of a header.
    pub in_header: bool,
}

/// A string, or a word without quotation marks, in the place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrittenValue {
    /// Where it is written, including quotation marks.
    pub span: Span,
    /// The number of the key whose value it is or is in.
    pub key: u32,
}

/// What may be written at a given place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A part of a header.
    Header {
        /// The part before, unless this is the first.
        parent: Option<u32>,
        /// What is already typed of it.
        typed: Span,
    },
    /// A key.
    Key {
        /// The key whose table it is in; `None` at the top level of the file.
        parent: Option<u32>,
        /// What is already typed of it.
        typed: Span,
    },
    /// A value.
    Value {
        /// The key whose value it is or is in.
        key: u32,
        /// What is already typed of it: a string with its quotation marks, a word, or nothing.
        typed: Span,
        /// Whether it is a string.
        is_string: bool,
        /// Whether it is in an array.
        in_array: bool,
    },
}

/// The keys and strings of a text.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Scan<'t> {
    /// The keys, in text order.
    pub keys: Vec<WrittenKey<'t>>,
    /// The strings and words, in text order.
    pub values: Vec<WrittenValue>,
}

impl<'t> Scan<'t> {
    /// Scans a whole text.
    pub fn new(text: &'t str) -> Self {
        let mut scanner = Scanner::new(text);
        for token in Source::new(text).lex() {
            scanner.take(&token);
        }
        scanner.scan
    }

    /// Scans a text up to a place, and tells what may be written there. Nothing may be written in a comment or after a
    /// value.
    pub fn at(text: &'t str, offset: usize) -> (Self, Option<Spot>) {
        let mut scanner = Scanner::new(text);
        for token in Source::new(text).lex() {
            let (start, end) = (token.span().start(), token.span().end());
            if end < offset || (end == offset && !touches(&token, text)) {
                scanner.take(&token);
                continue;
            }
            // The token that contains the place or comes after it.
            let typed = if start < offset {
                match token.kind() {
                    TokenKind::Comment => return (scanner.scan, None),
                    TokenKind::Atom => Some(Typed::Word(Span::new(start, end))),
                    TokenKind::BasicString
                    | TokenKind::LiteralString
                    | TokenKind::MlBasicString
                    | TokenKind::MlLiteralString => Some(Typed::String(Span::new(start, end))),
                    _ => None,
                }
            } else if token.kind() == TokenKind::Atom && start == offset {
                Some(Typed::Word(Span::new(start, end)))
            } else {
                None
            };
            let typed = typed.unwrap_or(Typed::Word(Span::new(offset, offset)));
            let spot = scanner.spot(typed);
            return (scanner.scan, spot);
        }
        let spot = scanner.spot(Typed::Word(Span::new(text.len(), text.len())));
        (scanner.scan, spot)
    }

    /// The key with this number.
    pub fn key(&self, number: u32) -> Option<&WrittenKey<'t>> {
        self.keys.get(number as usize)
    }

    /// The names of the tables and keys that lead to a key, outermost first, ending with its own name.
    pub fn path(&self, number: u32) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = Some(number);
        while let Some(key) = next.and_then(|number| self.key(number)) {
            path.push(&*key.name);
            next = key.parent;
        }
        path.reverse();
        path
    }

    /// The keys that are ids in a table of the format. For `claim`, these are `x` in `[claim.x]`, in `[claim.x.text]`,
    /// in `claim.x.text = …` and in `claim = { x = … }`.
    pub fn ids<'s>(&'s self, table: &'s str) -> impl Iterator<Item = &'s WrittenKey<'t>> + 's {
        self.keys.iter().filter(move |key| {
            let parent = key.parent.and_then(|number| self.key(number));
            parent.is_some_and(|parent| parent.name == table && parent.parent.is_none())
        })
    }
}

/// The content of a TOML string, without its quotation marks and with escapes resolved, as far as it is a valid string.
/// Also the offset of its first character in the written text, if the content is written there literally.
pub fn string_content(written: &str) -> (Cow<'_, str>, Option<usize>) {
    let (mark, is_literal) = ["'''", "\"\"\"", "'", "\""]
        .into_iter()
        .find(|mark| written.starts_with(mark))
        .map_or(("", true), |mark| (mark, mark.starts_with('\'')));
    let inner = written.get(mark.len()..).unwrap_or_default();
    let inner = inner.strip_suffix(mark).unwrap_or(inner);
    if (is_literal || !inner.contains('\\')) && !inner.starts_with(['\n', '\r']) {
        return (Cow::Borrowed(inner), Some(mark.len()));
    }
    let value = format!("x = {written}").parse::<toml::Table>().ok();
    match value.and_then(|mut table| table.remove("x")) {
        Some(toml::Value::String(text)) => (Cow::Owned(text), None),
        _ => (Cow::Borrowed(inner), None),
    }
}

/// Whether the place right after a token still belongs to it: true of a word, and of a string that is not closed.
fn touches(token: &Token, text: &str) -> bool {
    let span = token.span();
    let written = text.get(span.start()..span.end()).unwrap_or_default();
    match token.kind() {
        TokenKind::Atom | TokenKind::Comment => true,
        TokenKind::BasicString | TokenKind::LiteralString => !is_closed(written, 1),
        TokenKind::MlBasicString | TokenKind::MlLiteralString => !is_closed(written, 3),
        _ => false,
    }
}

/// Whether a string that starts with this many quotation marks also ends with that many.
pub fn is_closed(written: &str, marks: usize) -> bool {
    let Some((mark, rest)) = written.get(..marks).zip(written.get(marks..)) else {
        return false;
    };
    let Some(inner) = rest.strip_suffix(mark) else {
        return false;
    };
    let escapes = inner
        .bytes()
        .rev()
        .take_while(|&byte| byte == b'\\')
        .count();
    mark.starts_with('\'') || escapes % 2 == 0
}

/// What is already typed of a key or a value.
#[derive(Debug, Clone, Copy)]
enum Typed {
    Word(Span),
    String(Span),
}

/// What a line, or the inside of braces, is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// A key, with its parts so far.
    Key(Option<u32>),
    /// A header, with its parts so far.
    Header(Option<u32>),
    /// The value of a key.
    Value(u32),
    /// After a value: only a comment, a comma or a bracket may follow.
    Behind,
}

/// An open bracket.
#[derive(Debug, Clone, Copy)]
enum OpenBracket {
    Array { key: u32 },
    Braces { key: u32, mode: Mode },
}

struct Scanner<'t> {
    text: &'t str,
    scan: Scan<'t>,
    /// The last part of the last header.
    table: Option<u32>,
    mode: Mode,
    frames: Vec<OpenBracket>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            scan: Scan::default(),
            table: None,
            mode: Mode::Key(None),
            frames: Vec::new(),
        }
    }

    fn take(&mut self, token: &Token) {
        let span = Span::new(token.span().start(), token.span().end());
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Dot | TokenKind::Eof => {}
            TokenKind::Newline => self.end_line(span.end as usize),
            TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => self.word(span),
            TokenKind::LeftSquareBracket => self.open_bracket(),
            TokenKind::RightSquareBracket => self.close_bracket(),
            TokenKind::LeftCurlyBracket => self.open_brace(),
            TokenKind::RightCurlyBracket => self.close_brace(),
            TokenKind::Equals => {
                if let Mode::Key(Some(key)) = self.mode() {
                    self.set_mode(Mode::Value(key));
                }
            }
            TokenKind::Comma => {
                if let Some(OpenBracket::Braces { mode, .. }) = self.frames.last_mut() {
                    *mode = Mode::Key(None);
                }
            }
        }
    }

    fn mode(&self) -> Mode {
        match self.frames.last() {
            Some(OpenBracket::Array { key }) => Mode::Value(*key),
            Some(OpenBracket::Braces { mode, .. }) => *mode,
            None => self.mode,
        }
    }

    fn set_mode(&mut self, new: Mode) {
        match self.frames.last_mut() {
            Some(OpenBracket::Array { .. }) => {}
            Some(OpenBracket::Braces { mode, .. }) => *mode = new,
            None => self.mode = new,
        }
    }

    /// The key whose table a key that begins here belongs to.
    fn base(&self) -> Option<u32> {
        match self.frames.last() {
            Some(OpenBracket::Array { key } | OpenBracket::Braces { key, .. }) => Some(*key),
            None => self.table,
        }
    }

    fn word(&mut self, span: Span) {
        match self.mode() {
            Mode::Key(before) => {
                let parent = before.or_else(|| self.base());
                let key = self.push(span, parent, false);
                self.set_mode(Mode::Key(Some(key)));
            }
            Mode::Header(before) => {
                let key = self.push(span, before, true);
                self.set_mode(Mode::Header(Some(key)));
            }
            Mode::Value(key) => {
                self.scan.values.push(WrittenValue { span, key });
                self.set_mode(Mode::Behind);
            }
            Mode::Behind => {}
        }
    }

    fn push(&mut self, span: Span, parent: Option<u32>, in_header: bool) -> u32 {
        let written = self.text.get(span.range()).unwrap_or_default();
        let name = if written.starts_with(['"', '\'']) {
            string_content(written).0
        } else {
            Cow::Borrowed(written)
        };
        let number = narrow(self.scan.keys.len());
        self.scan.keys.push(WrittenKey {
            name,
            span,
            parent,
            in_header,
        });
        number
    }

    fn open_bracket(&mut self) {
        match self.mode() {
            Mode::Value(key) => self.frames.push(OpenBracket::Array { key }),
            Mode::Key(None) if self.frames.is_empty() => self.mode = Mode::Header(None),
            _ => {}
        }
    }

    fn close_bracket(&mut self) {
        match self.frames.last() {
            Some(OpenBracket::Array { .. }) => {
                self.frames.pop();
                self.set_mode(Mode::Behind);
            }
            Some(OpenBracket::Braces { .. }) => {}
            None => {
                if let Mode::Header(key) = self.mode {
                    self.table = key;
                }
                self.mode = Mode::Behind;
            }
        }
    }

    fn open_brace(&mut self) {
        if let Mode::Value(key) = self.mode() {
            let mode = Mode::Key(None);
            self.frames.push(OpenBracket::Braces { key, mode });
        }
    }

    fn close_brace(&mut self) {
        if let Some(OpenBracket::Braces { .. }) = self.frames.last() {
            self.frames.pop();
            self.set_mode(Mode::Behind);
        }
    }

    /// Ends a line. If the next line, which begins at byte `next`, cannot be inside open brackets, it closes them.
    fn end_line(&mut self, next: usize) {
        if !self.frames.is_empty() {
            let rest = self.text.get(next..).unwrap_or_default();
            let line = rest.split('\n').next().unwrap_or_default();
            let in_array = matches!(self.frames.last(), Some(OpenBracket::Array { .. }));
            if is_header(line) || in_array && is_entry(line) {
                self.frames.clear();
            } else {
                return;
            }
        }
        if let Mode::Header(key @ Some(_)) = self.mode {
            self.table = key;
        }
        self.mode = Mode::Key(None);
    }

    fn spot(&self, typed: Typed) -> Option<Spot> {
        let (span, is_string) = match typed {
            Typed::Word(span) => (span, false),
            Typed::String(span) => (span, true),
        };
        let typed = span;
        match self.mode() {
            Mode::Key(before) => {
                let parent = before.or_else(|| self.base());
                Some(Spot::Key { parent, typed })
            }
            Mode::Header(parent) => Some(Spot::Header { parent, typed }),
            Mode::Value(key) => Some(Spot::Value {
                key,
                typed,
                is_string,
                in_array: matches!(self.frames.last(), Some(OpenBracket::Array { .. })),
            }),
            Mode::Behind => None,
        }
    }
}

/// Whether a line begins like a header: `[word.`, `[word]` or `[[word`.
fn is_header(line: &str) -> bool {
    let Some(inner) = line.strip_prefix('[') else {
        return false;
    };
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
    let (word, rest) = inner.split_at(end.unwrap_or(inner.len()));
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && rest.starts_with(['.', ']'])
        && !matches!(word, "true" | "false" | "inf" | "nan")
}

/// Whether a line begins like a key with its value.
fn is_entry(line: &str) -> bool {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    let (key, rest) = line.split_at(end.unwrap_or(line.len()));
    !key.is_empty() && rest.trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAP: &str = r#"
[claim.x]
text.en = "X"
supports = ["a", { claim = 'b', by = ["c"] }]

[[claim."é y".reason]]
premises = [
  "a",
]

[claim]
z = { text = "Z" }
w.text = "W"
"#;

    fn paths(scan: &Scan<'_>) -> Vec<String> {
        let numbers = 0..narrow(scan.keys.len());
        numbers.map(|number| scan.path(number).join("/")).collect()
    }

    #[test]
    fn every_key_has_its_path() {
        let scan = Scan::new(MAP);
        assert_eq!(
            paths(&scan),
            [
                "claim",
                "claim/x",
                "claim/x/text",
                "claim/x/text/en",
                "claim/x/supports",
                "claim/x/supports/claim",
                "claim/x/supports/by",
                "claim",
                "claim/é y",
                "claim/é y/reason",
                "claim/é y/reason/premises",
                "claim",
                "claim/z",
                "claim/z/text",
                "claim/w",
                "claim/w/text",
            ]
        );
        let ids: Vec<_> = scan.ids("claim").map(|key| &*key.name).collect();
        assert_eq!(ids, ["x", "é y", "z", "w"]);
        let of = |value: &WrittenValue| {
            let path = scan.path(value.key).join("/");
            format!("{path} {}", &MAP[value.span.range()])
        };
        let values: Vec<_> = scan.values.iter().map(of).collect();
        assert_eq!(values.len(), 7);
        assert_eq!(values[2], "claim/x/supports/claim 'b'");
        assert_eq!(values[4], "claim/é y/reason/premises \"a\"");
    }

    /// What may be written at `|`, the path to it, and what is typed so far.
    fn spot(text: &str) -> Option<(&'static str, String, String)> {
        let offset = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let (scan, spot) = Scan::at(&text, offset);
        let path = |key: Option<u32>| key.map(|key| scan.path(key).join("/")).unwrap_or_default();
        let (what, key, typed) = match spot? {
            Spot::Header { parent, typed } => ("header", parent, typed),
            Spot::Key { parent, typed } => ("key", parent, typed),
            Spot::Value {
                key,
                typed,
                is_string: true,
                ..
            } => ("string", Some(key), typed),
            Spot::Value { key, typed, .. } => ("value", Some(key), typed),
        };
        Some((what, path(key), text[typed.range()].to_owned()))
    }

    fn told(text: &str) -> String {
        spot(text).map_or_else(
            || "nothing".to_owned(),
            |(what, path, typed)| format!("{what} {path} {typed}"),
        )
    }

    #[test]
    fn what_may_be_written_is_known_in_lines_that_are_not_finished() {
        for (text, expected) in [
            ("|", "key  "),
            ("[|", "header  "),
            ("[cl|aim.x]", "header  claim"),
            ("[claim.|", "header claim "),
            ("[claim.x|]", "header claim x"),
            ("[claim.x]\n|", "key claim/x "),
            ("[claim.x]\nsup|", "key claim/x sup"),
            ("[claim.x]\ntext.|", "key claim/x/text "),
            ("[claim.x]\nsupports = |", "value claim/x/supports "),
            ("[claim.x]\nsupports = [|]", "value claim/x/supports "),
            (
                "[claim.x]\nsupports = [\"|\"]",
                "string claim/x/supports \"\"",
            ),
            (
                "[claim.x]\nsupports = [\"ab|",
                "string claim/x/supports \"ab",
            ),
            ("[claim.x]\nsupports = [\"ab\"|]", "value claim/x/supports "),
            (
                "[claim.x]\nsupports = [\n  \"a\",\n  \"|\n]\n[claim.y]",
                "string claim/x/supports \"",
            ),
            ("[claim.x]\nsupports = [{ |", "key claim/x/supports "),
            (
                "[claim.x]\nsupports = [{ claim = \"|",
                "string claim/x/supports/claim \"",
            ),
            (
                "[claim.x]\nsupports = [{ claim = \"a\", wh|y = 1",
                "key claim/x/supports why",
            ),
            (
                "[claim.x]\nsupports = [\"a\n[claim.y]\nte|",
                "key claim/y te",
            ),
            (
                "[claim.x]\nsupports = [\ntext = \"|",
                "string claim/x/text \"",
            ),
            ("[claim.x\nte|", "key claim/x te"),
            ("[claim.x]\ntext = \"a\" |", "nothing"),
            ("[claim.x] # no|", "nothing"),
            ("[claim.x]\nassumed = tr|ue", "value claim/x/assumed true"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn strings_say_what_toml_says() {
        for written in [
            "\"a\"",
            "'a'",
            "\"\"\"a\"\"\"",
            "'''a'''",
            "\"\\u0061\"",
            "\"\"\"\na\"\"\"",
        ] {
            assert_eq!(string_content(written).0, "a", "{written}");
        }
        assert_eq!(string_content("'''a").1, Some(3));
        assert_eq!(string_content("\"\\u0061\"").1, None);
        assert!(is_closed("\"a\"", 1) && !is_closed("\"a", 1) && !is_closed("\"a\\\"", 1));
        assert!(!is_closed("\"", 1) && is_closed("''", 1));
    }

    proptest! {
        #[test]
        fn no_text_and_no_place_is_too_strange(
            text in "([\\[\\]{}=.,#\"'\n\\\\ a1]|é|\r\n|claim){0,40}", at in 0_usize..80,
        ) {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let (scan, spot) = Scan::at(&text, at);
            for number in 0..narrow(scan.keys.len()) {
                prop_assert!(!scan.path(number).is_empty());
            }
            if let Some(Spot::Key { typed, .. } | Spot::Header { typed, .. } | Spot::Value { typed, .. }) = spot {
                prop_assert!(text.get(typed.range()).is_some());
                prop_assert!(typed.start as usize <= at && at <= typed.end as usize);
            }
        }
    }
}
