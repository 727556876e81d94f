//! Runs the program as a shell would.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// What a person at a terminal sees.
    pub(crate) fn shown(&self) -> String {
        self.stdout.clone() + &self.stderr
    }
}

/// The program, ready to run in a folder: without colours, for eighty columns, and with empty standard input.
pub(crate) fn command(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_argmap"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Run {
    ended(command(folder, arguments).spawn().unwrap())
}

/// Runs the program in a folder, with `input` on its standard input.
pub(crate) fn run_with_input(folder: &Path, arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Run {
    let mut command = command(folder, arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    ended(child)
}

/// Waits for the end of a run, which must not be a panic, and collects its output.
pub(crate) fn ended(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let run = Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    };
    assert!(!run.stderr.contains("panicked at"), "{}", run.stderr);
    run
}

/// The words of a command line. Text in single quotes is one word.
pub(crate) fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (number, part) in line.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part);
        } else {
            words.extend(part.split_whitespace());
        }
    }
    words
}

/// The names of the commands, as listed by the program's own help.
pub(crate) fn commands() -> Vec<String> {
    let help = run(Path::new("."), &["-h"]).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    // A description that does not fit continues on a line with more indent.
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !["", "help"].contains(name))
        .map(str::to_owned)
        .collect()
}
