//! Prints what clap has to say instead of running a command: help, the version, and what is wrong with the arguments.

use std::ffi::OsString;
use std::process::ExitCode;

use argmap::printable::{Shown, printable_lines};
use argmap::shown;
use clap::{Parser, ValueEnum};

use super::{Cli, CliError, ColorChoice, Status, Terminal, output};

/// Prints the message on the right stream, and returns the exit code.
pub(crate) fn exit(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let terminal = Terminal::new(color(arguments));
    let result = if error.use_stderr() {
        output::print_error(&text(error, arguments, terminal.paint_err()));
        Err(CliError::Usage)
    } else {
        let text = text(error, arguments, terminal.paint_out());
        output::print(&text).map(|()| Status::Fine)
    };
    output::exit(result, terminal)
}

/// The message of clap, made safe.
///
/// clap mixes its own colours with what the user typed, so it is asked again, with arguments that are safe to show.
fn text(error: &clap::Error, arguments: &[OsString], paint: bool) -> Shown {
    let program = OsString::from("argmap");
    let typed = arguments.iter().skip(1);
    let shown = typed.map(|typed| shown!("{}", typed.to_string_lossy()).into_string().into());
    match Cli::try_parse_from(std::iter::once(program).chain(shown)) {
        Err(safe) if safe.kind() == error.kind() => {
            let text = safe.render();
            Shown::trusted(if paint {
                text.ansi().to_string()
            } else {
                text.to_string()
            })
        }
        _ => Shown::trusted(printable_lines(&error.render().to_string()).into_owned()),
    }
}

/// The value of `--color` in a command line that cannot be parsed.
fn color(arguments: &[OsString]) -> ColorChoice {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    let asked = arguments.find_map(|argument| match argument.strip_prefix("--color")? {
        "" => Some(None),
        value => Some(Some(value.strip_prefix('=')?.to_owned())),
    });
    let value = asked.and_then(|value| value.or_else(|| arguments.next().map(Into::into)));
    value
        .and_then(|value| ColorChoice::from_str(&value, true).ok())
        .unwrap_or_default()
}
