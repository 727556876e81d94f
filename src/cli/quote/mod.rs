//! `argmap quote`: where words stand in the sources of a map, and what pins a map to them.

mod entry;
mod find;
mod json;
mod pin;

use std::fmt::Write;

use argmap::printable::printable;
use argmap::proof::Proof;
use clap::Subcommand;
use colored::Colorize;

use super::output::print_error;
use super::{Failure, Outcome, Terminal};

/// What `argmap quote` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell where words stand in the sources, ready to paste as a quotation
    Find(find::Args),
    /// Write down each source's SHA-256, and the shortest `prefix` or `suffix` for quotations of several places
    Pin(pin::Args),
}

/// Runs `argmap quote`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Outcome, Failure> {
    match &args.command {
        Command::Find(args) => find::run(args, terminal),
        Command::Pin(args) => pin::run(args, terminal),
    }
}

/// Tells which sources could not be read; whether there are any.
fn tell_unread(proof: &Proof<'_, '_>, terminal: Terminal) -> bool {
    terminal.paint_err();
    let mut text = String::new();
    for (id, _, source) in proof.sources() {
        if let Err(why) = proof.source(id) {
            let _ = writeln!(
                text,
                "{}{} cannot read the source `{}`: {}",
                "error".red().bold(),
                ":".bold(),
                printable(&source.id.value),
                printable(&why.to_string())
            );
        }
    }
    if !text.is_empty() {
        print_error(&text);
    }
    !text.is_empty()
}
