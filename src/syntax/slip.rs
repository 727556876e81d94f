//! Slips after which the parser would take the rest of a line for something else.
//!
//! They are found before the text is parsed again as it was most likely meant, so that each slip is one fault.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::build::is_typographic;
use super::document::TableKind;
use super::write::is_bare_key;
use crate::span::Span;

/// A slip and where it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slip {
    pub(super) kind: SlipKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlipKind {
    /// A string that a quotation mark inside it ends too soon: `'it's'`.
    CutShort,
    /// A string without its opening quotation mark: `it rains"`.
    Unopened,
    /// A comment of another language: `// so`.
    Comment,
    /// A list in the wrong brackets: `{"a", "b"}`.
    List,
    /// A value without a key at the start of an inline table: `{ "a", b = 1 }`.
    Keyless,
    /// A header without its brackets: `claim.a`.
    Header,
    /// A line that is no TOML: `---` or three backticks.
    Line,
}

/// The slips in a text, in order. Linear in its length.
pub(super) fn slips(text: &str) -> Vec<Slip> {
    let mut finder = SlipFinder {
        text,
        depth: 0,
        is_value: false,
        starts_line: true,
        awaits_value: false,
        hopeless: 0,
        no_comment: 0,
    };
    let (mut slips, mut from) = (Vec::new(), 0);
    while let Some((kind, range)) = finder.next_from(from) {
        from = range.end;
        let span = Span::new(range.start, range.end);
        slips.push(Slip { kind, span });
    }
    slips
}

/// The text with what each slip most likely means to the parser, each byte in its place.
pub(super) fn as_meant(text: &str, slips: &[Slip]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for Slip { kind, span } in slips {
        let Some([first, inner @ .., last]) = bytes.get_mut(span.range()) else {
            continue;
        };
        match kind {
            SlipKind::CutShort => {
                let marks = inner.iter_mut().filter(|byte| **byte == *first);
                marks.for_each(|mark| *mark = b'_');
            }
            SlipKind::Unopened => {
                inner.fill(b'_');
                (*first, *last) = (b'_', b'_');
            }
            SlipKind::List => (*first, *last) = (b'[', b']'),
            SlipKind::Header | SlipKind::Keyless | SlipKind::Line | SlipKind::Comment => {
                inner.fill(b' ');
                (*first, *last) = (b' ', b' ');
            }
        }
        // A header without a name: what is below it belongs to no other table.
        if *kind == SlipKind::Header {
            (*first, *last) = (b'[', b']');
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

struct SlipFinder<'t> {
    text: &'t str,
    /// How many brackets and braces are open.
    depth: usize,
    /// Whether there has been a `=` on this line or before the open brackets.
    is_value: bool,
    starts_line: bool,
    /// Whether a value may begin here: after a `=`, and after a bracket or a comma in a list.
    awaits_value: bool,
    /// Up to here, what is searched for on a line was not found.
    hopeless: usize,
    /// Up to here, there is no comment of another language.
    no_comment: usize,
}

impl SlipFinder<'_> {
    /// The next slip from a place on.
    fn next_from(&mut self, from: usize) -> Option<(SlipKind, Range<usize>)> {
        let rest = self.text.get(from..)?;
        Source::new(rest).lex().find_map(|token| {
            let span = token.span();
            self.at(&token, from + span.start()..from + span.end())
        })
    }

    fn at(&mut self, token: &Token, range: Range<usize>) -> Option<(SlipKind, Range<usize>)> {
        if std::mem::take(&mut self.starts_line)
            && let Some(slip) = self.line(range.start)
        {
            return Some(slip);
        }
        let awaits_value = self.awaits_value;
        self.awaits_value = match token.kind() {
            TokenKind::Whitespace => awaits_value,
            TokenKind::Newline | TokenKind::Comment => awaits_value && self.depth > 0,
            TokenKind::Equals => true,
            TokenKind::Comma | TokenKind::LeftSquareBracket => self.is_value,
            _ => false,
        };
        match token.kind() {
            TokenKind::Newline => {
                self.starts_line = true;
                // A header ends with its line, even if it is not closed.
                self.depth = if self.is_value { self.depth } else { 0 };
                self.is_value &= self.depth > 0;
            }
            TokenKind::Equals => self.is_value = true,
            TokenKind::BasicString | TokenKind::LiteralString if self.is_value => {
                return self.cut_short(range);
            }
            TokenKind::Atom if self.is_value || self.depth == 0 => {
                return self.atom(range, awaits_value);
            }
            TokenKind::LeftCurlyBracket if self.is_value => {
                let slip = self.keyless(range.start);
                self.depth += usize::from(!matches!(slip, Some((SlipKind::List, _))));
                return slip;
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => self.depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
        None
    }

    fn rest_of_line(&self, from: usize) -> &str {
        let rest = self.text.get(from..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// A line that is no TOML, or a header without brackets.
    fn line(&self, start: usize) -> Option<(SlipKind, Range<usize>)> {
        let line = self.rest_of_line(start);
        let written = line.trim();
        let is_rule = written.len() >= 3 && written.bytes().all(|byte| byte == b'-');
        let kind = if said_in_comment(written).is_some() {
            SlipKind::Comment
        } else if is_rule || written.starts_with("```") {
            SlipKind::Line
        } else if self.depth == 0 && is_header(written) {
            SlipKind::Header
        } else {
            return None;
        };
        let start = start + (line.len() - line.trim_start().len());
        Some((kind, start..start + written.len()))
    }

    /// The whole string of which this is a part, up to the mark that was meant to end it.
    fn cut_short(&mut self, string: Range<usize>) -> Option<(SlipKind, Range<usize>)> {
        let mark = self.text.get(string.start..)?.chars().next()?;
        let rest = self.text.get(string.end..)?;
        if string.end < self.hopeless || ends_value(rest) || begins_entry(rest) {
            return None;
        }
        let marks = rest.match_indices([mark, '\n']);
        let marks = marks.take_while(|(_, found)| *found != "\n");
        let ends = marks.filter_map(|(at, _)| {
            let is_escaped = mark == '"' && rest.get(..at)?.ends_with('\\');
            (!is_escaped).then_some(at + 1)
        });
        let mut ends = ends.filter(|&end| {
            let behind = rest.get(end..).unwrap_or_default();
            let behind = behind.trim_start_matches([' ', '\t']);
            let is_followed = || match behind.strip_prefix(',') {
                Some(next) => begins_entry(next) || ends_value(next),
                None => ends_value(behind),
            };
            behind.is_empty()
                || behind.starts_with(['\r', '\n', '#'])
                || comment_kind(behind).is_some()
                || self.depth > 0 && is_followed()
        });
        let end = ends.next().map(|end| string.end + end);
        if end.is_none() {
            self.hopeless = string.end + self.rest_of_line(string.end).len();
        }
        Some((SlipKind::CutShort, string.start..end?))
    }

    /// What begins with a word that is no key.
    fn atom(&mut self, atom: Range<usize>, awaits_value: bool) -> Option<(SlipKind, Range<usize>)> {
        let slip = self.comment(atom.start);
        let slip = match slip {
            None if awaits_value => self.unopened(atom.start),
            slip => slip,
        };
        if slip.is_some() || !self.is_value || self.depth > 0 {
            return slip;
        }
        self.in_parens(atom)
    }

    /// A comment of another language.
    fn comment(&mut self, start: usize) -> Option<(SlipKind, Range<usize>)> {
        let (_, close) = comment_kind(self.text.get(start..)?)?;
        if start < self.no_comment {
            return None;
        }
        let line = self.rest_of_line(start);
        let end = match close {
            None => Some(line.trim_end().len()),
            Some(close) => line.find(close).map(|at| at + close.len()),
        };
        let written = end.and_then(|end| line.get(..end));
        // What closes a list or a table is no part of a comment.
        let may_close = self.depth > 0 && close.is_none();
        let Some(written) = written.filter(|it| !(may_close && it.contains([']', '}']))) else {
            self.no_comment = start + line.len();
            return None;
        };
        Some((SlipKind::Comment, start..start + written.len()))
    }

    /// A string up to its closing quotation mark, without another one in it.
    fn unopened(&self, start: usize) -> Option<(SlipKind, Range<usize>)> {
        let ends_string: &[char] = if self.depth == 0 {
            &['\r', '\n', '#', '=']
        } else {
            &['\r', '\n', '#', '=', ',', '[', ']', '{', '}']
        };
        let rest = self.text.get(start..)?;
        let rest = rest.split(ends_string).next()?;
        let comments = COMMENTS
            .iter()
            .filter_map(|(open, _)| rest.find(&format!(" {open}")));
        let string = rest.get(..comments.min().unwrap_or(rest.len()))?.trim_end();
        let mark = string.chars().next_back().filter(|mark| is_mark(*mark))?;
        let inner = string.strip_suffix(mark)?;
        let is_closed = inner.ends_with(|last: char| !last.is_whitespace() && !is_mark(last));
        let is_end = string.len() < rest.trim_end().len()
            || ends_value(self.text.get(start + rest.len()..)?);
        let span = start..start + string.len();
        (is_closed && is_end && !has_mark(inner, mark)).then_some((SlipKind::Unopened, span))
    }

    /// A list in parentheses.
    fn in_parens(&mut self, atom: Range<usize>) -> Option<(SlipKind, Range<usize>)> {
        if atom.start < self.hopeless || !self.text.get(atom.start..)?.starts_with('(') {
            return None;
        }
        let line = self.rest_of_line(atom.start).trim_end();
        let is_list = line
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .is_some_and(|inner| inner.trim_start().starts_with(['"', '\'']));
        let end = atom.start + line.len();
        if !is_list {
            self.hopeless = end;
        }
        is_list.then_some((SlipKind::List, atom.start..end))
    }

    /// What is in braces and begins with a string instead of a key: a list, or a table whose first key is missing.
    fn keyless(&mut self, start: usize) -> Option<(SlipKind, Range<usize>)> {
        if start < self.hopeless {
            return None;
        }
        let tokens = Source::new(self.text.get(start..)?).lex();
        let tokens = tokens.take_while(|token| token.kind() != TokenKind::Newline);
        let mut tokens = tokens.filter(|token| token.kind() != TokenKind::Whitespace);
        let (_, string, behind) = (tokens.next()?, tokens.next()?, tokens.next()?);
        let is_string = matches!(
            string.kind(),
            TokenKind::BasicString | TokenKind::LiteralString
        );
        let slip = match behind.kind() {
            _ if !is_string => return None,
            TokenKind::RightCurlyBracket => Some((SlipKind::List, behind.span().end())),
            TokenKind::Comma => {
                let mut depth = 1;
                tokens.find_map(|token| match token.kind() {
                    TokenKind::LeftCurlyBracket => {
                        depth += 1;
                        None
                    }
                    TokenKind::Equals if depth == 1 => {
                        Some((SlipKind::Keyless, behind.span().end()))
                    }
                    TokenKind::RightCurlyBracket => {
                        depth -= 1;
                        (depth == 0).then(|| (SlipKind::List, token.span().end()))
                    }
                    _ => None,
                })
            }
            _ => return None,
        };
        if slip.is_none() {
            self.hopeless = start + self.rest_of_line(start).len();
        }
        let (kind, end) = slip?;
        let from = match kind {
            SlipKind::Keyless => string.span().start(),
            _ => 0,
        };
        Some((kind, start + from..start + end))
    }
}

/// How comments of other languages begin, and how each ends if it does not end with its line.
const COMMENTS: [(&str, Option<&str>); 3] =
    [("//", None), ("/*", Some("*/")), ("<!--", Some("-->"))];

/// The kind of comment of another language that this begins with.
fn comment_kind(rest: &str) -> Option<&'static (&'static str, Option<&'static str>)> {
    COMMENTS.iter().find(|(open, _)| rest.starts_with(open))
}

/// What is said in a comment of another language; `None` if this is none, or does not end with it.
pub(super) fn said_in_comment(written: &str) -> Option<&str> {
    let (open, close) = comment_kind(written)?;
    let said = written.strip_prefix(open)?;
    close.map_or(Some(said), |close| said.strip_suffix(close))
}

/// Whether a character is a quotation mark, of TOML or not.
fn is_mark(character: char) -> bool {
    matches!(character, '"' | '\'') || is_typographic(character)
}

fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚')
}

/// Whether the text before the quotation mark `close` has one that may belong to it. An apostrophe is none.
fn has_mark(inner: &str, close: char) -> bool {
    inner.char_indices().any(|(at, mark)| {
        let is_apostrophe = || {
            let (before, rest) = inner.split_at(at);
            let behind = rest.chars().nth(1);
            !is_single(close)
                || before.ends_with(char::is_alphanumeric)
                    && behind.is_some_and(char::is_alphanumeric)
        };
        is_mark(mark) && !(is_single(mark) && is_apostrophe())
    })
}

/// Whether the value before this is whole.
fn ends_value(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.is_empty()
        || rest.starts_with(['\r', '\n', '#', ',', ']', '}'])
        || comment_kind(rest).is_some()
}

/// Whether this begins the next entry of a list or a table, or the next key.
fn begins_entry(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let is_key = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let behind = rest.trim_start_matches(is_key);
    let is_entry =
        behind.len() < rest.len() && behind.trim_start_matches([' ', '\t']).starts_with('=');
    is_entry || rest.starts_with(['"', '\'', '{', '['])
}

/// Whether a line is the name of a table, such as `claim.a`.
fn is_header(line: &str) -> bool {
    let parts = line.split_once('.');
    parts.is_some_and(|(table, id)| {
        is_bare_key(id) && TableKind::ALL.iter().any(|kind| kind.key() == table)
    })
}

/// Whether the string that ends before this has more behind it on its line than may be there.
pub(super) fn goes_on(rest: &str, is_nested: bool) -> bool {
    if is_nested {
        return !ends_value(rest) && !begins_entry(rest);
    }
    let rest = rest.trim_start_matches([' ', '\t', ',', ']', '}']);
    !rest.is_empty() && !rest.starts_with(['\r', '\n', '#']) && comment_kind(rest).is_none()
}
