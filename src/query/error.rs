//! What is wrong with an expression, and where.

use std::fmt;

use crate::syntax::Span;

/// Why an expression cannot be parsed, or has no meaning on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryError {
    /// The bytes of the expression that are wrong; an empty range if the problem is at its end.
    pub span: Span,
    /// The column where they begin, in characters (Unicode scalar values) from 1.
    pub column: usize,
    /// What is wrong, in one line, with names in backquotes.
    pub message: String,
    /// What could be there instead; empty if the problem is not one of grammar.
    pub expected: Vec<String>,
    /// How to fix it.
    pub help: Option<String>,
}

impl QueryError {
    /// An error at `span` of `expression`.
    pub(super) fn new(expression: &str, span: Span, message: impl Into<String>) -> Self {
        Self::at(span, ColumnFinder::new(expression).of(span), message)
    }

    /// An error at `span`, which begins in this column.
    pub(super) fn at(span: Span, column: usize, message: impl Into<String>) -> Self {
        Self {
            span,
            column,
            message: message.into(),
            expected: Vec::new(),
            help: None,
        }
    }

    pub(super) fn expected<'e>(mut self, what: impl IntoIterator<Item = &'e str>) -> Self {
        self.expected = what.into_iter().map(str::to_owned).collect();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What could be there, in words, as in `an id, a function or "("`; empty if nothing is known.
    pub fn expectation(&self) -> String {
        match self.expected.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => format!("{} or {last}", most.join(", ")),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expectation())?;
        }
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueryError {}

/// Finds columns in an expression. They must be asked for in order, and then take one pass over it in all.
pub(super) struct ColumnFinder<'e> {
    rest: &'e [u8],
    /// How many bytes have been passed, and how many characters begin in them.
    passed: usize,
    characters: usize,
}

impl<'e> ColumnFinder<'e> {
    pub(super) fn new(expression: &'e str) -> Self {
        Self {
            rest: expression.as_bytes(),
            passed: 0,
            characters: 0,
        }
    }

    /// The column in which the span begins. It must not begin before the last one asked for.
    pub(super) fn of(&mut self, span: Span) -> usize {
        let ahead = (span.start as usize).saturating_sub(self.passed);
        let (bytes, rest) = self.rest.split_at(ahead.min(self.rest.len()));
        // Continuation bytes do not begin a character.
        self.characters += bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.passed += bytes.len();
        self.rest = rest;
        self.characters + 1
    }
}
