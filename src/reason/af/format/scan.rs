//! Reads a text byte by byte.

use super::error::ParseError;

/// A position in a text.
pub(super) struct TextCursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> TextCursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        // A byte order mark has no meaning.
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at }
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    /// Takes the next byte if it is this one; returns whether it was.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    /// Takes all bytes that are `wanted`, and returns them. `wanted` must treat all bytes of a character beyond ASCII alike.
    pub(super) fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'t str {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Skips blanks, but not the end of the line.
    pub(super) fn skip_blanks(&mut self) {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    }

    /// Skips blanks and line endings.
    pub(super) fn skip_space(&mut self) {
        self.take_while(|byte| byte.is_ascii_whitespace());
    }

    /// Takes the rest of the line, but not its end.
    pub(super) fn rest_of_line(&mut self) -> &'t str {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let start = self.at;
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default().trim_end()
    }

    /// Takes a decimal number, at most `most`.
    pub(super) fn number(&mut self, expected: &str, most: u32) -> Result<u32, ParseError> {
        let start = self.at;
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        let ends = !self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
        digits
            .parse()
            .ok()
            .filter(|&number| ends && number <= most)
            .ok_or_else(|| ParseError::expected(self.text, start, expected))
    }

    /// Takes the end of the line, or checks that the text ends here.
    pub(super) fn end_of_line(&mut self) -> Result<(), ParseError> {
        self.skip_blanks();
        if self.take(b'\n') || self.is_at_end() {
            Ok(())
        } else {
            Err(self.expected("the end of the line"))
        }
    }

    pub(super) fn expected(&self, expected: &str) -> ParseError {
        self.expected_at(self.at, expected)
    }

    pub(super) fn expected_at(&self, offset: usize, expected: &str) -> ParseError {
        ParseError::expected(self.text, offset, expected)
    }

    pub(super) fn error_at(&self, offset: usize, message: impl Into<String>) -> ParseError {
        ParseError::new(self.text, offset, message)
    }
}
