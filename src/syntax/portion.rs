//! Hands a text's tokens to the parser in portions.
//!
//! A portion ends at the end of a line, outside all brackets. The parser knows no more there than at the start of a
//! text. So the tokens of a file never all exist at once, which saves seven times the file's size in memory. If a
//! bracket is never closed, the portion ends before the first line that cannot be inside it, so that one slip does not
//! swallow the rest of the file.

use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::parse_document;
use toml_parser::{ParseError, Source};

use super::build::TreeBuilder;

/// Each portion except the last has at least this many tokens, unless it is cut because of an unclosed bracket.
const PORTION: usize = 1024;

/// Anything with more tokens than this is not considered as a key.
const LONGEST_KEY: usize = 32;

/// Parses `text`, with `builder` receiving the events.
pub(super) fn feed(text: &str, builder: &mut TreeBuilder<'_>) {
    let mut portion = Portion {
        text,
        tokens: Vec::with_capacity(PORTION + 64),
        brackets: 0,
        braces: 0,
        line: 0,
    };
    for token in Source::new(text).lex() {
        portion.add(token, builder);
    }
    portion.parse(portion.tokens.len(), builder);
}

struct Portion<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// How many `[` are open.
    brackets: usize,
    /// How many `{` are open.
    braces: usize,
    /// The token that starts the last line, if that line starts inside brackets; else 0.
    line: usize,
}

impl Portion<'_> {
    fn add(&mut self, token: Token, builder: &mut TreeBuilder<'_>) {
        self.tokens.push(token);
        match token.kind() {
            TokenKind::LeftSquareBracket => self.brackets += 1,
            TokenKind::RightSquareBracket => {
                if self.brackets + self.braces > 1 && self.is_header() {
                    self.cut(builder);
                }
                self.brackets = self.brackets.saturating_sub(1);
            }
            TokenKind::Dot if self.brackets + self.braces > 1 && self.is_header() => {
                self.cut(builder);
            }
            TokenKind::LeftCurlyBracket => self.braces += 1,
            TokenKind::RightCurlyBracket => self.braces = self.braces.saturating_sub(1),
            TokenKind::Equals if self.line > 0 && self.is_stray_key() => self.cut(builder),
            TokenKind::Newline if self.brackets + self.braces > 0 => self.line = self.tokens.len(),
            TokenKind::Newline if self.tokens.len() >= PORTION => {
                self.parse(self.tokens.len(), builder);
            }
            TokenKind::Newline => self.line = 0,
            _ => {}
        }
    }

    /// Whether the last line starts like a header, and unlike anything in an array: `[word.` or `[word]`, unindented.
    fn is_header(&self) -> bool {
        if self.line == 0 {
            return false;
        }
        let word = match self.line_so_far() {
            [open, word] if is(open, TokenKind::LeftSquareBracket) => word,
            [open, second, word]
                if is(open, TokenKind::LeftSquareBracket)
                    && is(second, TokenKind::LeftSquareBracket) =>
            {
                word
            }
            _ => return false,
        };
        let span = word.span();
        let written = self.text.get(span.start()..span.end()).unwrap_or_default();
        is(word, TokenKind::Atom)
            && written.starts_with(|first: char| first.is_ascii_alphabetic())
            && !matches!(written, "true" | "false" | "inf" | "nan")
    }

    /// Whether the last line starts with a key that cannot be in an array or an inline table.
    fn is_stray_key(&self) -> bool {
        let key = self.line_so_far();
        let is_key = key.len() <= LONGEST_KEY
            && key.iter().any(|token| !is(token, TokenKind::Whitespace))
            && key.iter().all(|token| {
                matches!(
                    token.kind(),
                    TokenKind::Atom
                        | TokenKind::Dot
                        | TokenKind::Whitespace
                        | TokenKind::BasicString
                        | TokenKind::LiteralString
                )
            });
        // In an inline table, a key may start a line after a comma or the opening brace. In an array, no key may.
        let may_follow = || {
            let before = self.tokens.get(..self.line).unwrap_or_default();
            before.iter().rev().find(|token| {
                !matches!(
                    token.kind(),
                    TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment
                )
            })
        };
        is_key
            && (self.braces == 0
                || !may_follow().is_some_and(|token| {
                    matches!(token.kind(), TokenKind::Comma | TokenKind::LeftCurlyBracket)
                }))
    }

    /// The tokens of the last line, without the very last token.
    fn line_so_far(&self) -> &[Token] {
        let end = self.tokens.len().saturating_sub(1);
        self.tokens.get(self.line..end).unwrap_or_default()
    }

    /// Ends the portion before the last line. The next portion starts with that line.
    fn cut(&mut self, builder: &mut TreeBuilder<'_>) {
        self.parse(self.line, builder);
        let opens = |token: &&Token| is(token, TokenKind::LeftSquareBracket);
        self.brackets = self.tokens.iter().filter(opens).count();
    }

    fn parse(&mut self, length: usize, builder: &mut TreeBuilder<'_>) {
        let mut errors = Vec::new();
        let portion = self.tokens.get(..length).unwrap_or_default();
        parse_document(portion, builder, &mut |error: ParseError| {
            errors.push(error);
        });
        builder.end_portion(errors);
        self.tokens.drain(..length.min(self.tokens.len()));
        self.brackets = 0;
        self.braces = 0;
        self.line = 0;
    }
}

fn is(token: &Token, kind: TokenKind) -> bool {
    token.kind() == kind
}
