//! The command line: one file per subcommand, and what the subcommands share.
//!
//! Only this module knows about clap, colours, terminals and exit codes (`docs/exit-codes.md`).

mod audit;
mod bar;
mod caveats;
mod check;
mod command;
mod completed;
mod completions;
mod contrasts;
mod coverage;
mod diff;
mod evaluate;
mod excerpt;
mod explain;
mod export;
mod expression;
mod extract;
mod file;
mod fmt;
mod git;
mod guide;
mod hinges;
mod human;
mod import;
mod init;
mod input;
mod label;
mod levels;
mod load;
mod log;
mod look;
mod lsp;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod mending;
mod merge;
mod merge_driver;
mod naming;
mod output;
mod page;
mod paragraph;
mod patch;
mod query;
mod quote;
mod relocate;
mod rename;
mod schema;
mod select;
mod serve;
mod show;
mod solve;
mod stats;
mod suppose;
mod terminal;
mod timeout;
mod tree;
mod unified;
mod usage;
mod view;
mod watch;
mod why;

use std::process::ExitCode;

use clap::Parser;

use command::Command;
pub(crate) use output::{CliError, Status};
pub(crate) use terminal::{ColorChoice, Terminal};

/// Arguments as code: write an argument down as TOML, then check, show, query and export it.
#[derive(Debug, Parser)]
#[command(
    name = "argmap",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Without a MAP, the folder `arguments/` is read: here, or in the nearest parent folder that has one.\n\n\
        Exit codes: 0 all is well; 1 the map has errors, or the answer is no; 2 could not run, or not on all of the input."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,

    /// When to use colour
    ///
    /// `auto` colours output to a terminal, unless `NO_COLOR` is set or `CLICOLOR` is 0; `CLICOLOR_FORCE`
    /// colours all output.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorChoice,
}

/// Reads the command line and runs what it asks for.
pub(crate) fn run() -> ExitCode {
    let arguments = solve::spelt_out(std::env::args_os());
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::exit(&error, &arguments),
    };
    let terminal = Terminal::new(cli.color);
    output::exit(cli.command.run(terminal), terminal)
}
