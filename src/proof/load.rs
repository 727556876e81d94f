//! Loads the text of a source that a map names, or says why that is not possible.

use std::fmt;

use super::TriedSource;
use super::kept::{KeptSources, read_once};
use crate::quotes::LoadError;
use crate::syntax::{FileId, Files, Source};
use crate::world::{SourceError, inside};

/// Why a source could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum UnreadSource {
    /// The map was read from standard input, so there is no folder for sources.
    NoFolder,
    /// The map does not say which file the source is in.
    NoPath,
    /// Its path does not lead to a file of the map's folder.
    Unreached(SourceError),
    /// The file is too large, or is not text.
    Unreadable(LoadError),
}

impl fmt::Display for UnreadSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder => out.write_str("a map from standard input has no folder for sources"),
            Self::NoPath => out.write_str("the map does not say which file it is in"),
            Self::Unreached(error) => error.fmt(out),
            Self::Unreadable(error) => write!(out, "the file {error}"),
        }
    }
}

impl std::error::Error for UnreadSource {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoFolder | Self::NoPath => None,
            Self::Unreached(error) => Some(error),
            Self::Unreadable(error) => Some(error),
        }
    }
}

/// Reads a source that `file` names, unless it is kept and has not changed.
pub(super) fn load(
    files: &Files,
    file: FileId,
    source: &Source,
    kept: Option<&KeptSources>,
) -> TriedSource {
    let written = source.path.as_ref().map_or("", |path| &*path.value);
    let path = shown(&files.file(file).path, written);
    let source = match (&files.world, &source.path) {
        (_, None) => Err(UnreadSource::NoPath),
        (None, _) => Err(UnreadSource::NoFolder),
        (Some(world), Some(_)) => inside(&files.file(file).name, written)
            .map_err(UnreadSource::Unreached)
            .and_then(|path| match kept {
                Some(kept) => kept.read(&**world, &path),
                None => read_once(&**world, &path),
            }),
    };
    TriedSource { path, source }
}

/// The path, relative to the file that names it, in the form shown to people.
fn shown(file: &str, written: &str) -> String {
    let mut path = file
        .rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    path.push_str(written.strip_prefix("./").unwrap_or(written));
    path
}
