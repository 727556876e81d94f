//! A source as a map names it, turned into its text; or why that can't be.

use std::fmt;
use std::path::Path;

use super::Read;
use crate::quotes::{Kind, LoadError, MAX_SOURCE, ResolveError, SourceText, resolve};
use crate::syntax::{FileId, Files, Source};

/// Why a source could not be read.
#[derive(Debug)]
pub enum Unread {
    /// The map was read from standard input: there is no folder in which the source could lie.
    NoFolder,
    /// The map does not say where the source lies.
    NoPath,
    /// Its path names no file of the map's folder.
    Unresolved(ResolveError),
    /// The file can't be read, is too large, or is no text.
    Unreadable(LoadError),
}

impl fmt::Display for Unread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder => {
                out.write_str("a map from standard input has no folder for sources to lie in")
            }
            Self::NoPath => out.write_str("the map does not say in which file it is"),
            Self::Unresolved(error) => error.fmt(out),
            Self::Unreadable(error) => write!(out, "the file {error}"),
        }
    }
}

impl std::error::Error for Unread {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoFolder | Self::NoPath => None,
            Self::Unresolved(error) => Some(error),
            Self::Unreadable(error) => Some(error),
        }
    }
}

/// Reads a source that `file` names.
pub(super) fn load(files: &Files, file: FileId, source: &Source) -> Read {
    let written = source.path.as_ref().map_or("", |path| &*path.value);
    let path = shown(&files.file(file).path, written);
    let text = match (&files.root, &source.path) {
        (_, None) => Err(Unread::NoPath),
        (None, _) => Err(Unread::NoFolder),
        (Some(root), Some(_)) => read(root, &files.file(file).name, written),
    };
    Read { path, text }
}

fn read(root: &Path, name: &str, written: &str) -> Result<SourceText, Unread> {
    let folder = Path::new(name)
        .parent()
        .map_or_else(|| root.to_owned(), |inside| root.join(inside));
    let file = resolve(root, &folder, written).map_err(Unread::Unresolved)?;
    SourceText::read(&file, Kind::of(&file), MAX_SOURCE).map_err(Unread::Unreadable)
}

/// The path beside the file that names it, as people are shown it.
fn shown(file: &str, written: &str) -> String {
    let mut path = file
        .rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    path.push_str(written.strip_prefix("./").unwrap_or(written));
    path
}
