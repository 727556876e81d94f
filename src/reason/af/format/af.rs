//! Reads and writes the format that the competition has used since 2023.

use std::io::{self, Write};

use super::error::ParseError;
use super::scan::TextCursor;
use crate::reason::af::framework::Framework;

/// Maximum number of arguments in a file that has fewer bytes than that: a header of a few bytes must not ask for gigabytes.
const MOST_UNMENTIONED: usize = 1 << 20;

pub(super) fn parse(text: &str) -> Result<Framework, ParseError> {
    let mut scan = TextCursor::new(text);
    skip_comments(&mut scan);
    let size = header(&mut scan, text.len())?;
    let argument = format!("an argument, from 1 to {size}");
    let mut attacks = Vec::new();
    loop {
        skip_comments(&mut scan);
        if scan.is_at_end() {
            return Ok(Framework::numbered(size, &attacks));
        }
        let source = number(&mut scan, &argument, size)?;
        scan.skip_blanks();
        let target = number(&mut scan, &argument, size)?;
        scan.end_of_line()?;
        attacks.push((source, target));
    }
}

/// Skips empty lines and comments, and blanks before anything else.
fn skip_comments(scan: &mut TextCursor<'_>) {
    loop {
        scan.skip_space();
        if scan.peek() != Some(b'#') {
            return;
        }
        scan.rest_of_line();
    }
}

/// Reads the header of a file of `length` bytes: the number of arguments.
fn header(scan: &mut TextCursor<'_>, length: usize) -> Result<u32, ParseError> {
    const FORM: &str = "the line `p af N`, where N is the number of arguments";
    for word in ["p", "af"] {
        let error = scan.expected(FORM);
        if scan.take_while(|byte| !byte.is_ascii_whitespace()) != word {
            return Err(error);
        }
        scan.skip_blanks();
    }
    let backed = u32::try_from(MOST_UNMENTIONED.max(length)).unwrap_or(u32::MAX);
    let expected = if backed < Framework::MAX_ARGUMENTS {
        format!("the number of arguments, at most {backed} in a file as short as this")
    } else {
        format!(
            "the number of arguments, at most {}",
            Framework::MAX_ARGUMENTS
        )
    };
    let size = scan.number(&expected, backed.min(Framework::MAX_ARGUMENTS))?;
    scan.end_of_line()?;
    Ok(size)
}

/// Reads an argument's number, and returns it counted from 0.
fn number(scan: &mut TextCursor<'_>, expected: &str, size: u32) -> Result<u32, ParseError> {
    let start = scan.offset();
    let number = scan.number(expected, size)?;
    number
        .checked_sub(1)
        .ok_or_else(|| scan.expected_at(start, expected))
}

pub(super) fn write(framework: &Framework, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "p af {}", framework.argument_count())?;
    if !framework.is_numbered() {
        for argument in framework.arguments() {
            let name = framework.name(argument).replace(['\n', '\r'], " ");
            writeln!(out, "# {} {name}", argument + 1)?;
        }
    }
    for (source, target) in framework.attacks() {
        writeln!(out, "{} {}", source + 1, target + 1)?;
    }
    Ok(())
}
