//! `argmap schema`: prints the JSON Schema of map files.

use std::path::PathBuf;

use argmap::printable::write_json;
use argmap::schema;

use super::{CliError, Status, Terminal, output};

const LONG: &str = "\
Editors with taplo or tombi use it to complete and check a map, if a file's first line names it, relative to the file: \
`#:schema ./argmap.schema.json`. `argmap init` writes both. A schema cannot check what ids refer to, or what is quoted; \
`argmap lsp` does.";

/// What `argmap schema` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = LONG)]
pub(crate) struct Args {
    /// The file to write; without it, or with `-`, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `argmap schema`.
pub(crate) fn run(args: &Args, _: Terminal) -> Result<Status, CliError> {
    output::write_with(args.output.as_deref(), |out| {
        write_json(&schema::schema(), out)
    })?;
    Ok(Status::Fine)
}
