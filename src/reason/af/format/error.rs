//! What is wrong with the text of a framework, and where.

use std::fmt;

use crate::printable::printable;

/// The error for a text that is not in its format, at the first place where it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    offset: usize,
    line: usize,
    column: usize,
    message: String,
}

impl ParseError {
    pub(super) fn new(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            offset,
            line: before.matches('\n').count() + 1,
            column: before
                .get(line_start..)
                .map_or(0, |line| line.chars().count())
                + 1,
            message: message.into(),
        }
    }

    /// The error that the text at `offset` is not what was expected.
    pub(super) fn expected(text: &str, offset: usize, expected: &str) -> Self {
        let found = found(text.get(offset..).unwrap_or_default());
        Self::new(text, offset, format!("expected {expected}, found {found}"))
    }

    /// Where the error is, in bytes from the beginning.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, counted from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, without the position.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ParseError {}

/// What `rest` begins with, in words.
fn found(rest: &str) -> String {
    const SHOWN: usize = 20;
    match rest.chars().next() {
        None => "the end of the file".to_owned(),
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(first) => {
            let word: String = rest
                .chars()
                .take_while(|&c| c.is_alphanumeric() || c == '_' || c == '-')
                .take(SHOWN + 1)
                .collect();
            if word.is_empty() {
                format!("`{}`", printable(&first.to_string()))
            } else if word.chars().count() > SHOWN {
                let shown: String = word.chars().take(SHOWN).collect();
                format!("`{shown}…`")
            } else {
                format!("`{word}`")
            }
        }
    }
}
