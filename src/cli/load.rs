//! Finds and reads the map that a command is about.

use std::path::{Path, PathBuf};

use argmap::diagnostic::{Level, RuleName};
use argmap::map::{Map, Repeated};
use argmap::printable::{Shown, shown};
use argmap::proof::Proof;
use argmap::shown;
use argmap::syntax::Files;
use argmap::workspace::Workspace;
use argmap::world::Disk;

use super::output::print_error;
use super::paragraph::Ink;
use super::{CliError, Status, Terminal};

/// Which map to read.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct MapArgument {
    /// A folder of TOML files, one file, or `-` for standard input
    ///
    /// Without it, `arguments/` is read: here, or in the nearest parent folder that has one.
    #[arg(value_name = "MAP")]
    map: Option<PathBuf>,
}

impl MapArgument {
    /// The map at a path.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { map: Some(path) }
    }

    /// Whether no map is named.
    pub(crate) fn is_default(&self) -> bool {
        self.map.is_none()
    }

    /// Reads the map, and reports if part of it could not be read.
    pub(crate) fn open(&self, terminal: Terminal) -> Result<(Map, Status), CliError> {
        let map = Map::new(&self.files()?);
        let outcome = warn_if_broken(&map, terminal);
        Ok((map, outcome))
    }

    /// Reads the files of the map.
    pub(crate) fn files(&self) -> Result<Files, CliError> {
        match &self.map {
            Some(path) if path == Path::new("-") => Ok(Files::from_stdin(std::io::stdin().lock())),
            _ => Files::read(&self.path()?).map_err(|error| CliError::new(shown(error))),
        }
    }

    /// The folder or file to read; standard input is `-`.
    pub(crate) fn path(&self) -> Result<PathBuf, CliError> {
        if let Some(path) = &self.map {
            return Ok(path.clone());
        }
        let here = std::env::current_dir()
            .map_err(|error| CliError::new(shown!("no current folder: {}", error)))?;
        let Some(found) = Disk::discover(&here) else {
            return Err(CliError::with_help(
                "no map: neither this folder nor any above it has a folder `arguments`",
                "start one with `argmap init --from TEXT`, or name one: `argmap show MAP`",
            ));
        };
        // Written relative to the current folder: `arguments`, or `../arguments` from a folder below.
        let ups = here
            .strip_prefix(found.parent().unwrap_or(&found))
            .map_or(0, |below| below.components().count());
        Ok(std::iter::repeat_n("..", ups)
            .collect::<PathBuf>()
            .join("arguments"))
    }
}

/// The map at a path. The first time all of it is read, and later only what has changed.
pub(crate) fn refreshed<'w>(
    workspace: &'w mut Option<Workspace>,
    path: &Path,
) -> Result<&'w Workspace, CliError> {
    let failure = |error| CliError::new(shown(error));
    Ok(match workspace {
        Some(workspace) => {
            workspace.refresh().map_err(failure)?;
            workspace
        }
        none => none.insert(Workspace::open(path).map_err(failure)?),
    })
}

/// Reports in one line if part of the map could not be read. What could be read is still shown.
pub(crate) fn warn_if_broken(map: &Map, terminal: Terminal) -> Status {
    warn(map, terminal, |count, errors| {
        shown!(
            "the map has {} {}; showing what could be read (see `argmap check`)",
            count,
            errors
        )
    })
}

/// Like [`warn_if_broken`], for one of two maps that are compared, which is called `name`.
pub(crate) fn warn_if_part_is_broken(map: &Map, name: &str, terminal: Terminal) -> Status {
    warn(map, terminal, |count, errors| {
        shown!(
            "the map of {} has {} {}; comparing what could be read",
            name,
            count,
            errors
        )
    })
}

fn warn(map: &Map, terminal: Terminal, said: impl Fn(usize, &'static str) -> Shown) -> Status {
    let unread = || {
        let findings = map.reading_diagnostics();
        findings.filter(|finding| finding.level == Level::Deny)
    };
    let lost = map
        .repeats()
        .iter()
        .filter(|repeat| matches!(repeat.what, Repeated::Claim(_) | Repeated::Table(..)));
    let count = unread().count() + map.unresolved().len() + lost.count();
    if count == 0 {
        return Status::Fine;
    }
    terminal.paint_err();
    let errors = if count == 1 { "error" } else { "errors" };
    print_error(&shown!(
        "{} {}\n",
        Ink::Warning.head("warning"),
        said(count, errors)
    ));
    if unread().any(|finding| finding.rule == RuleName::UNREADABLE_FILE) {
        Status::Unreadable
    } else {
        Status::Findings
    }
}

/// Reports which sources could not be read.
pub(crate) fn tell_unread(proof: &Proof<'_>, terminal: Terminal) -> Status {
    terminal.paint_err();
    let mut text = Shown::new();
    for (id, _, source) in proof.sources() {
        if let Err(why) = proof.source(id) {
            text += shown!(
                "{} cannot read the source `{}`: {}\n",
                Ink::Error.head("error"),
                source.id.value,
                why.to_string()
            );
        }
    }
    if text.is_empty() {
        return Status::Fine;
    }
    print_error(&text);
    Status::Unreadable
}
