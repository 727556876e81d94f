//! Reads the sources that the command line names.

use std::fs;
use std::path::{Path, PathBuf};

use argmap::audit::AuditSource;
use argmap::printable::Shown;
use argmap::quotes::{SourceKind, SourceText};
use argmap::shown;
use rayon::prelude::*;

use super::super::{CliError, input};

/// Sources, and the files that they were read from.
pub(super) struct Sources {
    pub(super) audited: super::Audited,
    pub(super) files: Vec<PathBuf>,
}

impl Sources {
    /// Reads the sources named one by one, and all files in the folders except hidden files, map files and the answers
    /// themselves.
    pub(super) fn read(
        folders: &[PathBuf],
        named: &[String],
        answers: &[PathBuf],
    ) -> Result<Self, CliError> {
        let answers: Vec<PathBuf> = answers
            .iter()
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        let mut files: Vec<(PathBuf, PathBuf)> = Vec::new();
        for folder in folders {
            for file in listed(folder)? {
                let real = file.canonicalize().unwrap_or_else(|_| file.clone());
                if !answers.contains(&real) {
                    files.push((file, real));
                }
            }
        }
        let mut known: std::collections::BTreeMap<PathBuf, usize> =
            std::collections::BTreeMap::new();
        files.retain(|(_, real)| {
            let number = known.len();
            *known.entry(real.clone()).or_insert(number) == number && known.len() > number
        });
        let mut called: Vec<(usize, String)> = Vec::new();
        for named in named {
            // The name may be an address that contains `=`; a path rarely does.
            let Some((name, path)) = named.rsplit_once('=') else {
                return Err(CliError::with_help(
                    shown!("`--source {}` has no `=`", named),
                    "write `--source NAME=PATH`, such as `--source 0=paper.txt`",
                ));
            };
            let path = PathBuf::from(path);
            let real = path
                .canonicalize()
                .map_err(|error| CliError::new(shown!("cannot read `{}`: {}", path, error)))?;
            let number = *known.entry(real.clone()).or_insert(files.len());
            if number == files.len() {
                files.push((path, real));
            }
            called.push((number, name.to_owned()));
        }
        let mut audited: Vec<AuditSource> = files
            .par_iter()
            .map(|(path, _)| {
                let shown = shown!("{}", path).into_string();
                let text = match input::read(path) {
                    Ok(bytes) => {
                        let kind = SourceKind::of(path, &bytes);
                        SourceText::load(bytes, kind).map_err(|error| format!("the file {error}"))
                    }
                    Err(CliError::Message { text, .. }) => Err(Shown::into_string(text)),
                    Err(_) => Err("the file cannot be read".to_owned()),
                };
                AuditSource {
                    path: shown.strip_prefix("./").unwrap_or(&shown).to_owned(),
                    names: Vec::new(),
                    text,
                }
            })
            .collect();
        for (number, name) in called {
            if let Some(source) = audited.get_mut(number) {
                source.names.push(name);
            }
        }
        let files = files.into_iter().map(|(path, _)| path).collect();
        Ok(Self { audited, files })
    }
}

/// The files of a folder and its subfolders, sorted by path. Map files are left out, as they are not texts to quote
/// from.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| CliError::new(shown!("cannot read `{}`: {}", folder, error)))?;
        for entry in entries.flatten() {
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            // A link to a folder is not followed, as it may lead in a circle.
            match entry.file_type() {
                Ok(kind) if is_hidden || kind.is_symlink() && entry.path().is_dir() => {}
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(_) if entry.path().is_file() && !is_map(&entry.path()) => {
                    files.push(entry.path());
                }
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_map(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml")
}
