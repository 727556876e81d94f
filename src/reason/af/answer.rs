//! Writes answers in the format of the competition.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use super::budget::{Budget, Interrupted};
use super::framework::Framework;
use super::problem::{Problem, Task};
use super::{Argument, Flow};
use crate::printable::printable;

/// Why there is no answer.
#[derive(Debug)]
pub enum AnswerError {
    /// The task asks about an argument, and none was given.
    ArgumentMissing,
    /// The budget was spent. The beginning of a list may have been written already.
    Interrupted,
    /// The answer could not be written.
    Io(io::Error),
}

/// Solves a problem and writes the answer in the format of the 2023 competition; for tasks that it did not have, in that of
/// earlier ones:
///
/// - `SE`: `w a b c`, the extension; `NO` if there is none.
/// - `DC`: `YES` and on the next line `w a b c`, an extension that contains the argument; or `NO`.
/// - `DS`: `NO` and on the next line `w a b c`, an extension that does not contain it; or `YES`.
/// - `EE`: `[[a,b],[c]]`, every extension, at most `limit`; each is written as it is found.
/// - `CE`: the number of extensions, at most `limit`.
///
/// A name that is empty, or contains a blank, a comma, a bracket or a quotation mark, is written in quotes. Characters that
/// control a terminal are escaped.
///
/// # Errors
///
/// If the task needs an argument and has none, the budget is spent, or `out` cannot be written to.
pub fn answer(
    framework: &Framework,
    problem: Problem,
    argument: Option<Argument>,
    limit: Option<usize>,
    budget: &Budget,
    out: &mut dyn Write,
) -> Result<(), AnswerError> {
    let semantics = problem.semantics;
    let asked = || argument.ok_or(AnswerError::ArgumentMissing);
    match problem.task {
        Task::SomeExtension => match super::some_extension(framework, semantics, budget)? {
            Some(extension) => witness(framework, &extension, out)?,
            None => writeln!(out, "NO")?,
        },
        Task::Credulous => match super::extension_with(framework, semantics, asked()?, budget)? {
            Some(extension) => {
                writeln!(out, "YES")?;
                witness(framework, &extension, out)?;
            }
            None => writeln!(out, "NO")?,
        },
        Task::Sceptical => {
            match super::extension_without(framework, semantics, asked()?, budget)? {
                Some(extension) => {
                    writeln!(out, "NO")?;
                    witness(framework, &extension, out)?;
                }
                None => writeln!(out, "YES")?,
            }
        }
        Task::Enumerate => {
            write!(out, "[")?;
            let mut written = Ok(());
            let mut separator = "";
            super::for_each_extension(framework, semantics, limit, budget, |extension| {
                written = item(framework, separator, extension, out);
                separator = ",";
                if written.is_ok() {
                    Flow::Continue(())
                } else {
                    Flow::Break(())
                }
            })?;
            written?;
            writeln!(out, "]")?;
        }
        Task::Count => {
            let count = super::count_extensions(framework, semantics, limit, budget)?;
            writeln!(out, "{count}")?;
        }
    }
    Ok(())
}

fn witness(framework: &Framework, extension: &[Argument], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "w")?;
    for &argument in extension {
        write!(out, " {}", written(&framework.name(argument)))?;
    }
    writeln!(out)
}

fn item(
    framework: &Framework,
    separator: &str,
    extension: &[Argument],
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "{separator}[")?;
    let mut separator = "";
    for &argument in extension {
        write!(out, "{separator}{}", written(&framework.name(argument)))?;
        separator = ",";
    }
    write!(out, "]")
}

/// The name as it is, or in quotes if something in it would end a name; without characters that control a terminal.
fn written(name: &str) -> Cow<'_, str> {
    let ends_a_name = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, ',' | '[' | ']' | '"')
    };
    if name.is_empty() || name.contains(ends_a_name) {
        let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
        Cow::Owned(format!("\"{}\"", printable(&escaped)))
    } else {
        printable(name)
    }
}

impl From<Interrupted> for AnswerError {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<io::Error> for AnswerError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArgumentMissing => {
                out.write_str("the task asks about one argument, and none is named")
            }
            Self::Interrupted => Interrupted.fmt(out),
            Self::Io(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for AnswerError {}
