//! `argmap man`: writes the manual pages.

use std::path::PathBuf;

use argmap::shown;
use clap::CommandFactory;
use clap_mangen::Man;

use super::{Cli, CliError, Status, Terminal, output};

/// What `argmap man` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder to write the pages to, `argmap.1` and one for each command; created if it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs `argmap man`.
pub(crate) fn run(args: &Args, _terminal: Terminal) -> Result<Status, CliError> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).map_err(|error| {
        CliError::new(shown!("cannot create the folder `{}`: {}", folder, error))
    })?;
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    for command in std::iter::once(&root).chain(root.get_subcommands()) {
        let page = Man::new(command.clone());
        let mut text = Vec::new();
        page.render(&mut text)
            .map_err(|error| CliError::new(shown!("cannot draw a page: {}", error)))?;
        output::write(
            Some(&folder.join(page.get_filename())),
            &output::page(&text),
        )?;
    }
    Ok(Status::Fine)
}
