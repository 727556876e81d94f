//! `argmap fmt`: formats map files.

use std::io::IsTerminal;
use std::path::PathBuf;

use argmap::edit::tidy_files;
use argmap::printable::{Shown, printable_lines};
use argmap::shown;
use argmap::syntax::{FileId, Files, SharedStr};

use super::human::{self, ReportLook};
use super::load::MapArgument;
use super::naming::counted;
use super::unified::unified;
use super::{CliError, Status, Terminal, output};

const LONG: &str = "\
The style: a blank line before each table, its keys in the order of docs/changing.md with their `=` aligned, an array on one line \
unless its values take more than 84 columns. What a file says stays, and so do comments, the way strings are written, groups of keys \
separated by blank lines, line endings and a byte order mark. A file that is not valid TOML is left alone.

Exit codes: 0 all files are formatted; 1 some are not (`--check`, `--diff`); 2 a file could not be read or is not valid TOML.";

/// What `argmap fmt` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// Folders of TOML files, or files; `-` formats standard input to standard output
    ///
    /// Without any, `arguments/` is read: here, or in the nearest parent folder that has one.
    #[arg(value_name = "MAP")]
    maps: Vec<PathBuf>,

    /// Write nothing, and name the files that are not formatted
    #[arg(long)]
    check: bool,

    /// Write nothing, and print a patch of the changes
    #[arg(long)]
    diff: bool,
}

/// Runs `argmap fmt`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let mut arguments: Vec<MapArgument> = args.maps.iter().cloned().map(MapArgument::at).collect();
    if arguments.is_empty() {
        arguments.push(MapArgument::default());
    }
    let mut all = Formatted::default();
    for argument in &arguments {
        let files = argument.files()?;
        let tidied = tidy_files(&files);
        all.count += files.files().len();
        if !tidied.faults.is_empty() {
            all.is_whole = Status::Unreadable;
            let look = ReportLook {
                paint: terminal.paint_err(),
                ascii: false,
                width: terminal.width(),
            };
            for finding in &tidied.faults {
                output::print_error(&(human::one(finding, &files, look) + "\n"));
            }
        }
        args.put(&files, &tidied.files, &mut all, terminal)?;
    }
    all.told(args)
}

/// The result for all maps.
struct Formatted {
    count: usize,
    changed: usize,
    /// Whether standard input was formatted to standard output.
    is_stream: bool,
    is_whole: Status,
}

impl Default for Formatted {
    fn default() -> Self {
        Self {
            count: 0,
            changed: 0,
            is_stream: false,
            is_whole: Status::Fine,
        }
    }
}

impl Args {
    fn writes(&self) -> bool {
        !self.check && !self.diff
    }

    /// Writes the files that change, or reports which ones those are.
    fn put(
        &self,
        files: &Files,
        changed: &[(FileId, SharedStr)],
        all: &mut Formatted,
        terminal: Terminal,
    ) -> Result<(), CliError> {
        all.changed += changed.len();
        if self.diff {
            terminal.paint_out();
            output::print(&unified(files, changed))?;
        } else if self.check {
            let mut told = Shown::new();
            for (file, _) in changed {
                told += shown!("{} is not formatted\n", files.file(*file).path);
            }
            output::print(&told)?;
        }
        if !self.writes() {
            return Ok(());
        }
        if files.world().is_some() {
            return output::write_edited(files, changed);
        }
        all.is_stream = true;
        if all.is_whole == Status::Fine {
            let text = changed.first().map(|(_, text)| text);
            let text = text.unwrap_or(&files.file(FileId::at(0)).text);
            // A file must get the text byte for byte; on a terminal it is made safe to show.
            let text = if std::io::stdout().is_terminal() {
                printable_lines(text).into_owned()
            } else {
                text.to_string()
            };
            output::print(&Shown::trusted(text))?;
        }
        Ok(())
    }
}

impl Formatted {
    fn told(&self, args: &Args) -> Result<Status, CliError> {
        let left = self.count - self.changed;
        if !args.writes() {
            let outcome = match self.changed {
                0 => Status::Fine,
                _ => Status::Findings,
            };
            let files = counted(self.count, "file", "files");
            let told = match self.changed {
                0 => shown!("{}: nothing to format\n", files),
                changed => shown!("{} of {} to be formatted: `argmap fmt`\n", changed, files),
            };
            output::print_error(&told);
            return Ok(outcome.max(self.is_whole));
        }
        if !self.is_stream {
            let told = shown!(
                "{} formatted, {} left as {}\n",
                counted(self.changed, "file", "files"),
                left,
                if left == 1 { "it was" } else { "they were" }
            );
            output::print(&told)?;
        }
        Ok(self.is_whole)
    }
}
