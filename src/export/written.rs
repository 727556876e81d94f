//! Text of a file in lines, safe by its type.

use std::fmt::{self, Display, Write};

use crate::printable::{printable_in_file, printable_lines_in_file};

/// Text of a file: the program's own words, and text from a map, in which nothing controls a terminal or begins a line.
///
/// Nothing else can be added: literals by `raw`, everything else by `add!` or `lines`.
#[derive(Debug, Default)]
pub(super) struct Written(String);

impl Written {
    /// Adds the program's own words.
    pub(super) fn raw(&mut self, literal: &'static str) {
        self.0.push_str(literal);
    }

    /// Adds text from a map that may have several lines, each of which may stand at the beginning of a line.
    pub(super) fn lines(&mut self, text: &str) {
        self.0.push_str(&printable_lines_in_file(text));
    }

    /// Adds what `add!` puts together.
    pub(super) fn formatted(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(text);
    }

    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Shows anything on one line, safely.
pub(super) struct OnLine<T>(pub(super) T);

impl<T: Display> Display for OnLine<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable_in_file(&self.0.to_string()))
    }
}

/// Adds text to a [`Written`] like [`write!`], with each argument on one line and made safe.
///
/// Names in braces are not captured from the scope, so that nothing gets in unchecked.
macro_rules! add {
    ($written:expr, $format:literal $(, $argument:expr)* $(,)?) => {
        $written.formatted(format_args!(concat!($format) $(, $crate::export::written::OnLine(&$argument))*))
    };
}
pub(super) use add;

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn nothing_that_is_added_begins_a_line_or_controls_a_terminal() {
        let mut text = Written::default();
        add!(text, "[{}]: {}\n", "a\nb\u{1b}[2J\u{202e}", 1);
        text.lines("# c\n\u{1b}d\re\n");
        assert_eq!(
            str::from_utf8(text.as_bytes()).unwrap(),
            "[a\\nb\\u{1b}[2J\\u{202e}]: 1\n# c\n\\u{1b}d\\re\n"
        );
    }
}
