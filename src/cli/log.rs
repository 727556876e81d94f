//! Standard output that a build server may read as a log.

use std::io::{self, Write};

use argmap::printable::is_workflow_command;

/// Passes on what is written, except that no line begins like a command of a build server, `::error::`: the first
/// colon of such a line is spelt out.
pub(crate) struct Log<W> {
    out: W,
    /// What comes after the blanks at the beginning of a line, until it is known how it goes on: a few bytes. `None` further
    /// within a line.
    start: Option<Vec<u8>>,
}

impl<W: Write> Log<W> {
    pub(crate) const fn new(out: W) -> Self {
        let start = Some(Vec::new());
        Self { out, start }
    }

    /// Writes the beginning of a line.
    fn begin_line(&mut self, start: &[u8]) -> io::Result<()> {
        let text = String::from_utf8_lossy(start);
        match text.strip_prefix(':') {
            Some(rest) if is_workflow_command(&text) => write!(self.out, "\\u{{3a}}{rest}"),
            _ => self.out.write_all(start),
        }
    }
}

/// Whether it is known how a line that begins so goes on: it has a character after two colons, or after anything else.
fn is_known(start: &[u8]) -> bool {
    const LONGEST_CHARACTER: usize = 4;
    let is_whole = str::from_utf8(start).is_ok() || start.len() > LONGEST_CHARACTER + "::".len();
    is_whole && !b"::".starts_with(start)
}

impl<W: Write> Write for Log<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let mut rest = part;
            while let Some(start) = &mut self.start
                && let Some((&first, after)) = rest.split_first()
            {
                start.push(first);
                rest = after;
                if str::from_utf8(start).is_ok_and(|start| start.trim().is_empty()) {
                    self.out.write_all(start)?;
                    start.clear();
                } else if is_known(start) {
                    let start = self.start.take().unwrap_or_default();
                    self.begin_line(&start)?;
                }
            }
            self.out.write_all(rest)?;
            if part.ends_with(b"\n") || part.ends_with(b"\r") {
                self.start = Some(Vec::new());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(start) = &mut self.start {
            let start = std::mem::take(start);
            self.begin_line(&start)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Log;

    #[test]
    fn no_line_begins_like_a_command_however_it_is_written() {
        let text =
            "::error::a\n  ::warning::b\r\n: :x\n\u{a0}::c::\n::\n::1\n\n a ::d::\n<p>::e::\n:";
        let safe = "\\u{3a}:error::a\n  \\u{3a}:warning::b\r\n: :x\n\u{a0}\\u{3a}:c::\n::\n::1\n\n a ::d::\n<p>::e::\n:";
        for size in [1, 2, 3, 7, text.len()] {
            let mut log = Log::new(Vec::new());
            for part in text.as_bytes().chunks(size) {
                log.write_all(part).unwrap();
            }
            log.flush().unwrap();
            assert_eq!(str::from_utf8(&log.out).unwrap(), safe, "{size}");
        }
    }

    #[test]
    fn blanks_at_the_beginning_of_a_line_are_not_kept() {
        let mut log = Log::new(Vec::new());
        log.write_all(" \u{a0}".repeat(10_000).as_bytes()).unwrap();
        assert_eq!(log.start, Some(Vec::new()));
        log.write_all(b"::error::x\xff\xfe").unwrap();
        assert!(log.out.ends_with(b" \xc2\xa0\\u{3a}:error::x\xff\xfe"));
    }
}
