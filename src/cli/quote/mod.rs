//! `argmap quote`: finds words in the sources of a map, and pins a map to them.

mod find;
mod pin;

use clap::Subcommand;

use super::{CliError, Status, Terminal};

/// What `argmap quote` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: QuoteCommand,
}

#[derive(Debug, Subcommand)]
enum QuoteCommand {
    /// Find where words are in the sources, ready to paste as a quotation
    Find(find::Args),
    /// Write each source's SHA-256 into the map, and the shortest `prefix` or `suffix` for quotations with several places
    Pin(pin::Args),
}

/// Runs `argmap quote`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    match &args.command {
        QuoteCommand::Find(args) => find::run(args, terminal),
        QuoteCommand::Pin(args) => pin::run(args, terminal),
    }
}
