//! Tells which files of a commit its `.gitignore` and `.ignore` files exclude, by the same rules as on disk.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::super::CliError;
use super::super::git::Repository;

/// The names of the files with rules; those in a file named earlier take precedence.
const NAMES: [&str; 2] = [".ignore", ".gitignore"];

/// The rules of a commit, by the folder that they are in and the name of their file. Paths are relative to the root.
pub(super) struct Ignored(HashMap<(PathBuf, &'static str), Gitignore>);

impl Ignored {
    /// Reads the rules of the whole commit, as those in folders above a map count too.
    pub(super) fn of(repository: &Repository, commit: &str) -> Result<Self, CliError> {
        let name_of = |path: &Path| {
            let own = path.file_name().and_then(OsStr::to_str)?;
            NAMES.into_iter().find(|&name| name == own)
        };
        let has_rules = |path: &Path| name_of(path).is_some();
        let files = repository.files(commit, Path::new(""), has_rules)?;
        let rules = files.into_iter().filter_map(|file| {
            let name = name_of(&file.name)?;
            let folder = file.name.parent()?.to_owned();
            let mut rules = GitignoreBuilder::new(&folder);
            for line in String::from_utf8_lossy(&file.bytes).lines() {
                // As on disk, a rule that cannot be read excludes nothing.
                let _ = rules.add_line(None, line);
            }
            Some(((folder, name), rules.build().ok()?))
        });
        Ok(Self(rules.collect()))
    }

    /// Whether the file is excluded, or a folder that it is in; `map` is the folder of the map, which was asked for and so
    /// is never excluded itself.
    pub(super) fn excludes(&self, map: &Path, file: &Path) -> bool {
        let mut path = map.to_owned();
        let parts: Vec<_> = file.iter().collect();
        (1..=parts.len()).zip(&parts).any(|(number, part)| {
            path.push(part);
            self.excludes_itself(&path, number < parts.len())
        })
    }

    fn excludes_itself(&self, path: &Path, is_folder: bool) -> bool {
        let rules = NAMES.into_iter().flat_map(|name| {
            let folders = path.ancestors().skip(1);
            folders.filter_map(move |folder| self.0.get(&(folder.to_owned(), name)))
        });
        let mut decisions = rules.map(|rules| rules.matched(path, is_folder));
        decisions
            .find(|decision| !decision.is_none())
            .is_some_and(|decision| matches!(decision, Match::Ignore(_)))
    }
}
