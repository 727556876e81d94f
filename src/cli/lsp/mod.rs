//! `argmap lsp`: answers what editors ask about a map, over the Language Server Protocol.
//!
//! This is a thin layer. The library answers questions about places in a map ([`argmap::editor`]). This module reads
//! the questions, writes the answers, and uses the editor's unsaved texts instead of those on disk.

mod answers;
mod hunks;
mod overlay;
mod server;
#[cfg(test)]
mod tests;
mod texts;
mod uri;

use argmap::shown;
use lsp_server::Connection;

use super::{CliError, Status, Terminal};

const LONG: &str = "\
An editor starts this and talks to it over standard input and output; docs/editors.md explains how to set it up in Neovim, Helix, \
Zed, Emacs and VS Code. A file belongs to the map of the folder `arguments` that it is in; failing that, to that of the nearest \
folder above it that holds a `map.toml`; failing that, it is a map by itself.";

/// What `argmap lsp` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// Use standard input and output, as is always done
    #[arg(long)]
    stdio: bool,
}

/// Runs `argmap lsp`.
pub(crate) fn run(args: &Args, _: Terminal) -> Result<Status, CliError> {
    let _ = args.stdio;
    let (connection, threads) = Connection::stdio();
    let served = server::serve(&connection);
    drop(connection);
    served.map_err(|error| CliError::new(shown!("the editor went away: {}", error.to_string())))?;
    threads
        .join()
        .map_err(|error| CliError::new(shown!("the editor went away: {}", error)))?;
    Ok(Status::Fine)
}
