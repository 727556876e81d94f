//! Splits an expression into tokens.

use super::error::QueryError;
use crate::syntax::Span;

/// A word or a sign in an expression, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An id, a glob, or the name of a function.
    Word,
    /// A text in quotation marks, which the span includes.
    Quoted,
    And,
    Or,
    Minus,
    Not,
    Open,
    Close,
    Comma,
    End,
}

/// Splits `expression`; the last token is always the end.
pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { expression, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.token()?;
        let ends = token.kind == TokenKind::End;
        tokens.push(token);
        if ends {
            return Ok(tokens);
        }
    }
}

struct Lexer<'e> {
    expression: &'e str,
    at: usize,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<Token, QueryError> {
        self.skip_space();
        let start = self.at;
        let Some(first) = self.peek() else {
            return Ok(self.since(start, TokenKind::End));
        };
        let sign = match first {
            '&' => TokenKind::And,
            '|' => TokenKind::Or,
            '-' => TokenKind::Minus,
            '!' => TokenKind::Not,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ',' => TokenKind::Comma,
            '"' => return self.quoted(start),
            _ if is_word(first) || is_glob(first) => return self.word(start),
            _ => return Err(self.stray(first)),
        };
        self.advance();
        if matches!(sign, TokenKind::And | TokenKind::Or) && self.peek() == Some(first) {
            self.advance();
            let span = Span::new(start, self.at);
            let message = format!("unexpected `{first}{first}`");
            return Err(QueryError::new(self.expression, span, message)
                .help(format!("one `{first}` is enough")));
        }
        Ok(self.since(start, sign))
    }

    fn word(&mut self, start: usize) -> Result<Token, QueryError> {
        while let Some(character) = self.peek() {
            let opened = self.at;
            match character {
                '[' => self.class(opened)?,
                '{' => self.alternatives(opened)?,
                _ if is_word(character) || matches!(character, '*' | '?') => self.advance(),
                _ => break,
            }
        }
        Ok(self.since(start, TokenKind::Word))
    }

    /// `[…]`: one character of several. A `]` that comes first stands for itself.
    fn class(&mut self, opened: usize) -> Result<(), QueryError> {
        self.advance();
        if matches!(self.peek(), Some('!' | '^')) {
            self.advance();
        }
        let mut first = true;
        while let Some(character) = self.peek() {
            self.advance();
            if character == ']' && !first {
                return Ok(());
            }
            first = false;
        }
        Err(self.unclosed(opened, '[', ']'))
    }

    /// `{a,b}`: one of several words.
    fn alternatives(&mut self, opened: usize) -> Result<(), QueryError> {
        let mut depth = 0_usize;
        while let Some(character) = self.peek() {
            let at = self.at;
            match character {
                '[' => {
                    self.class(at)?;
                    continue;
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' | '*' | '?' => {}
                _ if is_word(character) => {}
                _ => break,
            }
            self.advance();
            if depth == 0 {
                return Ok(());
            }
        }
        Err(self.unclosed(opened, '{', '}'))
    }

    fn quoted(&mut self, start: usize) -> Result<Token, QueryError> {
        self.advance();
        while let Some(character) = self.peek() {
            self.advance();
            match character {
                '"' => return Ok(self.since(start, TokenKind::Quoted)),
                '\\' => self.advance(),
                _ => {}
            }
        }
        Err(self.unclosed(start, '"', '"'))
    }

    fn unclosed(&self, opened: usize, open: char, close: char) -> QueryError {
        let span = Span::new(opened, opened + open.len_utf8());
        let message = format!("this `{open}` is never closed");
        let close = format!("`{close}`");
        QueryError::new(self.expression, span, message)
            .help(format!("add the {close} that ends it"))
    }

    fn stray(&self, character: char) -> QueryError {
        let span = Span::new(self.at, self.at + character.len_utf8());
        let shown = character.escape_debug();
        let message = format!("`{shown}` has no meaning here");
        let error = QueryError::new(self.expression, span, message);
        match meant(character) {
            Some(help) => error.help(help),
            None => error,
        }
    }

    fn peek(&self) -> Option<char> {
        self.expression.get(self.at..)?.chars().next()
    }

    fn advance(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.advance();
        }
    }

    fn since(&self, start: usize, kind: TokenKind) -> Token {
        Token {
            kind,
            span: Span::new(start, self.at),
        }
    }
}

/// Whether a word may contain the character: everything that ids may contain, and all characters of other scripts that
/// have no meaning here. A `-` at the start of a word is the minus sign.
fn is_word(character: char) -> bool {
    match character {
        '_' | '-' | '.' | ':' | '/' | '+' | '#' | '@' | '\'' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        _ => {
            character.is_alphanumeric()
                || !(character.is_whitespace()
                    || character.is_control()
                    || meant(character).is_some())
        }
    }
}

pub(super) fn is_glob(character: char) -> bool {
    matches!(character, '*' | '?' | '[' | '{')
}

/// The help for someone who writes this sign.
fn meant(character: char) -> Option<&'static str> {
    Some(match character {
        '∩' | '∧' => "write `&` for what is in both",
        '∪' | '∨' => "write `|` for what is in either",
        '−' | '–' | '—' | '∖' | '\\' => {
            "write `-`, with a space before it, for what is only in the first"
        }
        '¬' | '~' | '^' => "write `!` for what is not in it",
        '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`' => {
            "names take straight quotation marks: \"…\""
        }
        _ => return None,
    })
}
