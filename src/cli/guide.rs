//! `argmap guide`: prints how to get from a text to a clean map, on one page.

use std::path::{Path, PathBuf};

use argmap::printable::Shown;
use argmap::shown;

use super::file::{self, FileToWrite};
use super::output::print;
use super::{CliError, Status, Terminal};

/// The text of the page.
const GUIDE: &str = include_str!("../../docs/guide.md");

/// What agents read about a skill before they decide to use it.
const HEAD: &str = "---
name: argmap
description: Map the argument of a text as TOML with argmap, prove its quotations, and audit answers against their sources. Use it to \
write, check or fix an argument map, or to check what a text or an answer quotes.
---

";

/// What `argmap guide` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the page to this folder as a skill for agents, `SKILL.md`, instead of printing it
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, default_missing_value = ".")]
    skill: Option<PathBuf>,
}

/// Runs `argmap guide`.
pub(crate) fn run(args: &Args, _: Terminal) -> Result<Status, CliError> {
    match args.skill.as_deref() {
        // The page is part of this program, so it is safe to show.
        None => print(&Shown::trusted(GUIDE.to_owned()))?,
        Some(folder) => write(folder)?,
    }
    Ok(Status::Fine)
}

fn write(folder: &Path) -> Result<(), CliError> {
    let path = folder.join("SKILL.md");
    let text = format!("{HEAD}{GUIDE}");
    file::create_all(&[FileToWrite {
        path: path.clone(),
        text: text.as_bytes(),
        permissions: None,
    }])?;
    print(&shown!("{}\n", path))
}
