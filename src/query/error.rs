//! What is wrong with an expression, and where.

use std::fmt;

use crate::syntax::Span;

/// Why an expression cannot be read, or means nothing on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the expression that are at fault; empty at its end.
    pub span: Span,
    /// Where they begin, in characters (Unicode scalar values) from 1.
    pub column: usize,
    /// What is wrong, in one line; names in backquotes.
    pub message: String,
    /// What could stand there instead; empty where it is not a matter of grammar.
    pub expected: Vec<String>,
    /// The way out.
    pub help: Option<String>,
}

impl QueryError {
    /// An error at `span` of `expression`.
    pub(super) fn new(expression: &str, span: Span, message: impl Into<String>) -> Self {
        let before = expression.as_bytes().get(..span.start as usize);
        // Continuation bytes begin no character.
        let starts = before.map_or(0, |bytes| {
            bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
        });
        Self {
            span,
            column: starts + 1,
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

    /// What could stand there, as words: `an id, a function or "("`; empty if nothing is known.
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
