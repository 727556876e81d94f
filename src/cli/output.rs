//! The result of a command: text that is output whole or not at all, and an exit code.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use argmap::printable::{Shown, write_json};
use argmap::shown;
use argmap::syntax::{FileId, Files, SharedStr};
use serde::Serialize;

use super::expression::BadExpression;
use super::log::Log;
use super::paragraph::Ink;
use super::{Terminal, file};

/// The result of a command that ran, from best to worst. The result of several things is the worst of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing is wrong.
    Fine,
    /// The map has errors, or the answer is no.
    Findings,
    /// A file could not be read.
    Unreadable,
}

/// A command that could not run.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The reader of standard output has gone, so there is no one to report to.
    ClosedPipe,
    /// The arguments are wrong, and this has been reported.
    Usage,
    /// An expression cannot be parsed, or has no meaning on the map.
    Expression(Box<BadExpression>),
    /// A sentence for the user, with help if there is any.
    Message {
        /// What is wrong.
        text: Shown,
        /// How to fix it.
        help: Option<Shown>,
    },
}

impl CliError {
    /// A failure with only a message.
    pub(crate) fn new(text: impl Into<Shown>) -> Self {
        Self::Message {
            text: text.into(),
            help: None,
        }
    }

    /// A failure with help on how to fix it.
    pub(crate) fn with_help(text: impl Into<Shown>, help: impl Into<Shown>) -> Self {
        Self::Message {
            text: text.into(),
            help: Some(help.into()),
        }
    }

    /// The failure to write something. If the reader has gone, there is nothing to report.
    pub(crate) fn writing(error: &io::Error, to: impl Into<Shown>) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::new(shown!("cannot write {}: {}", to.into(), error))
    }
}

/// How standard output is named in an error about writing.
pub(crate) const STDOUT: &str = "to standard output";

/// Writes `text` to standard output.
pub(crate) fn print(text: &Shown) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| CliError::writing(&error, STDOUT))
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    #[value(alias = "table")]
    Human,
    /// One JSON object, for programs
    Json,
}

/// Writes `answer` to standard output, as indented JSON.
pub(crate) fn print_json(answer: &impl Serialize) -> Result<(), CliError> {
    write_with(None, |out| write_json(answer, out))
}

/// A page that clap has made from this program's own texts.
pub(crate) fn page(text: &[u8]) -> Shown {
    Shown::trusted(String::from_utf8_lossy(text).into_owned())
}

/// Writes `text` to standard error. It does not matter if that is closed.
pub(crate) fn print_error(text: &Shown) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Writes `text` to a file, whole or not at all; without a path, or with `-`, to standard output.
pub(crate) fn write(path: Option<&Path>, text: &Shown) -> Result<(), CliError> {
    write_with(path, |out| out.write_all(text.as_bytes()))
}

/// Writes what `text` produces to a file, whole or not at all; without a path, or with `-`, to standard output.
pub(crate) fn write_with(
    path: Option<&Path>,
    text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    write_to(path, &mut io::stdout().lock(), text)
}

/// Like [`write_with`], for lines of text from a map: none that goes to standard output is a command in a log there.
pub(crate) fn write_lines_with(
    path: Option<&Path>,
    text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    write_to(path, &mut Log::new(io::stdout().lock()), text)
}

fn write_to(
    path: Option<&Path>,
    stdout: &mut dyn Write,
    text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    match path {
        Some(path) if path != Path::new("-") => file::write(path, text),
        _ => {
            // Buffered, because standard output by itself flushes after every line.
            let written = file::buffered(stdout, text);
            written.map_err(|error| CliError::writing(&error, STDOUT))
        }
    }
}

/// Writes the changed files, all or none.
pub(crate) fn write_edited(files: &Files, edited: &[(FileId, SharedStr)]) -> Result<(), CliError> {
    let mut texts = Vec::with_capacity(edited.len());
    for (file, text) in edited {
        let file = files.file(*file);
        let path = Path::new(&file.path);
        let now = std::fs::read(path).map_err(|error| {
            CliError::new(shown!("cannot read `{}` again: {}", file.path, error))
        })?;
        if now != file.text.as_bytes() {
            let [why, help] = match std::str::from_utf8(&now) {
                Ok(_) => [
                    "has changed in the meantime",
                    "nothing was written; try again",
                ],
                Err(_) => [
                    "is not all UTF-8, so a change would damage it",
                    "nothing was written; save it as UTF-8 first",
                ],
            };
            return Err(CliError::with_help(shown!("`{}` {}", file.path, why), help));
        }
        texts.push((path, file.text.as_bytes(), text.as_bytes()));
    }
    file::write_all(&texts)
}

/// Reports what went wrong and returns the exit code.
pub(crate) fn exit(result: Result<Status, CliError>, terminal: Terminal) -> ExitCode {
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Unreadable) => ExitCode::from(2),
        Err(failure) => {
            tell(&failure, terminal);
            match failure {
                // The code that a shell gives for a program ended by SIGPIPE.
                CliError::ClosedPipe => ExitCode::from(141),
                CliError::Usage | CliError::Expression(_) | CliError::Message { .. } => {
                    ExitCode::from(2)
                }
            }
        }
    }
}

/// Reports what went wrong on standard error.
pub(crate) fn tell(failure: &CliError, terminal: Terminal) {
    match failure {
        CliError::ClosedPipe | CliError::Usage => {}
        CliError::Expression(fault) => {
            terminal.paint_err();
            print_error(&fault.tell(terminal.width()));
        }
        CliError::Message { text, help } => {
            terminal.paint_err();
            let mut told = shown!("{} {}\n", Ink::Error.head("error"), text);
            if let Some(help) = help {
                told += shown!("  {} {}\n", Ink::Help.paint("help:"), help);
            }
            print_error(&told);
        }
    }
}
