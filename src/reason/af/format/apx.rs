//! Reads and writes frameworks as facts of a logic program.

use std::borrow::Cow;
use std::io::{self, Write};

use super::error::ParseError;
use super::names::{DeclaredNames, NameMention};
use super::scan::TextCursor;
use crate::reason::af::framework::Framework;

pub(super) fn parse(text: &str) -> Result<Framework, ParseError> {
    let mut scan = TextCursor::new(text);
    let mut names = DeclaredNames::default();
    loop {
        skip_comments(&mut scan);
        if scan.is_at_end() {
            return names.finish(&scan, |name| format!("`arg({name}).`"));
        }
        let start = scan.offset();
        match scan.take_while(|byte| byte.is_ascii_alphanumeric()) {
            "arg" => {
                punctuation(&mut scan, b'(')?;
                let argument = name(&mut scan)?;
                punctuation(&mut scan, b')')?;
                punctuation(&mut scan, b'.')?;
                names.declare(&scan, argument)?;
            }
            "att" => {
                punctuation(&mut scan, b'(')?;
                let source = name(&mut scan)?;
                punctuation(&mut scan, b',')?;
                let target = name(&mut scan)?;
                punctuation(&mut scan, b')')?;
                punctuation(&mut scan, b'.')?;
                names.attack(source, target);
            }
            _ => return Err(scan.expected_at(start, "`arg(…).` or `att(…,…).`")),
        }
    }
}

fn skip_comments(scan: &mut TextCursor<'_>) {
    loop {
        scan.skip_space();
        if scan.peek() != Some(b'%') {
            return;
        }
        scan.rest_of_line();
    }
}

fn punctuation(scan: &mut TextCursor<'_>, byte: u8) -> Result<(), ParseError> {
    let missing = scan.offset();
    skip_comments(scan);
    if scan.take(byte) {
        Ok(())
    } else {
        Err(scan.expected_at(missing, &format!("`{}`", char::from(byte))))
    }
}

fn name<'t>(scan: &mut TextCursor<'t>) -> Result<NameMention<'t>, ParseError> {
    skip_comments(scan);
    let offset = scan.offset();
    let name = if scan.take(b'"') {
        quoted(scan, offset)?
    } else {
        Cow::Borrowed(scan.take_while(is_bare))
    };
    if name.is_empty() && scan.offset() == offset {
        return Err(scan.expected("the name of an argument"));
    }
    Ok(NameMention { name, offset })
}

/// Reads a quoted name after its opening quote; `\"` and `\\` stand for `"` and `\`.
fn quoted<'t>(scan: &mut TextCursor<'t>, start: usize) -> Result<Cow<'t, str>, ParseError> {
    let mut name = Cow::Borrowed("");
    loop {
        let plain = scan.take_while(|byte| byte != b'"' && byte != b'\\');
        if name.is_empty() {
            name = Cow::Borrowed(plain);
        } else {
            name.to_mut().push_str(plain);
        }
        if scan.take(b'"') {
            return Ok(name);
        }
        if scan.take(b'\\') {
            if scan.take(b'"') {
                name.to_mut().push('"');
                continue;
            }
            if scan.take(b'\\') {
                name.to_mut().push('\\');
                continue;
            }
            return Err(scan.expected("`\"` or `\\` after `\\` in a quoted name"));
        }
        return Err(scan.error_at(start, "this quoted name has no end"));
    }
}

fn is_bare(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'(' | b')' | b',' | b'%' | b'"' | b'\\')
}

pub(super) fn write(framework: &Framework, out: &mut dyn Write) -> io::Result<()> {
    for argument in framework.arguments() {
        writeln!(out, "arg({}).", written(&framework.name(argument)))?;
    }
    for (source, target) in framework.attacks() {
        let (source, target) = (framework.name(source), framework.name(target));
        writeln!(out, "att({},{}).", written(&source), written(&target))?;
    }
    Ok(())
}

/// The name as it is if it can be read back that way, otherwise in quotes.
pub(super) fn written(name: &str) -> Cow<'_, str> {
    if !name.is_empty() && name.bytes().all(is_bare) {
        Cow::Borrowed(name)
    } else {
        let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
        Cow::Owned(format!("\"{escaped}\""))
    }
}
