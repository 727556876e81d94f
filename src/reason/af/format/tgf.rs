//! Reads and writes the trivial graph format.

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
        scan.skip_space();
        if scan.is_at_end() {
            return Err(scan.expected("a line `#` between the arguments and the attacks"));
        }
        if scan.take(b'#') {
            scan.end_of_line()?;
            break;
        }
        // Anything after an argument's name is a label.
        let argument = name(&mut scan)?;
        scan.rest_of_line();
        names.declare(&scan, argument)?;
    }
    loop {
        scan.skip_space();
        if scan.is_at_end() {
            return names.finish(&scan, |name| format!("a line `{name}` before the line `#`"));
        }
        let source = name(&mut scan)?;
        scan.skip_blanks();
        let target = name(&mut scan)?;
        scan.rest_of_line();
        names.attack(source, target);
    }
}

fn name<'t>(scan: &mut TextCursor<'t>) -> Result<NameMention<'t>, ParseError> {
    let offset = scan.offset();
    let name = scan.take_while(|byte| !byte.is_ascii_whitespace());
    if name.is_empty() {
        return Err(scan.expected("the argument that is attacked"));
    }
    Ok(NameMention {
        name: Cow::Borrowed(name),
        offset,
    })
}

/// Whether all names can be written as they are.
pub(super) fn is_named(framework: &Framework) -> bool {
    let mut arguments = framework.arguments();
    arguments.all(|argument| is_writable(&framework.name(argument)))
}

pub(super) fn write(framework: &Framework, out: &mut dyn Write) -> io::Result<()> {
    let named = is_named(framework);
    let written = |argument| {
        if named {
            framework.name(argument)
        } else {
            Cow::Owned((argument + 1).to_string())
        }
    };
    for argument in framework.arguments() {
        write!(out, "{}", written(argument))?;
        if !named {
            let label = framework.name(argument).replace(['\n', '\r'], " ");
            write!(out, " {label}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "#")?;
    for (source, target) in framework.attacks() {
        writeln!(out, "{} {}", written(source), written(target))?;
    }
    Ok(())
}

fn is_writable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['#', '\u{feff}'])
        && !name.bytes().any(|byte| byte.is_ascii_whitespace())
}
