//! Where the files and the sources of a map come from.
//!
//! The library reads only through a [`World`]. [`Disk`] is a folder or one file; [`Texts`] has texts that are handed
//! in, for a page or an editor. This module decides, for every world, what a path may be: see [`inside`].

mod disk;
mod fault;
mod path;
mod texts;

use std::fmt;
use std::path::{Path, PathBuf};

pub use disk::Disk;
pub use fault::{FileFault, ReadError, SourceError};
pub use path::inside;
pub use texts::Texts;

pub(crate) use fault::without_number;
pub(crate) use path::{plain, shown};

/// The longest file that is read, in bytes (1 GiB).
pub const MAX_FILE: u64 = 1 << 30;

/// The place that a map's files and sources are in.
pub trait World: fmt::Debug + Send + Sync {
    /// The files that belong to the map, in the order of their names: by bytes, folder by folder.
    ///
    /// # Errors
    ///
    /// If there is no map.
    fn list(&self) -> Result<Vec<Listed>, ReadError>;

    /// The path, from where people stand, of a file in the map's folder.
    fn path_of(&self, name: &Path) -> PathBuf {
        name.to_owned()
    }

    /// What says whether a file of the map has changed since; none if nothing does for certain.
    fn stamp(&self, _file: &Listed) -> Option<Stamp> {
        None
    }

    /// The bytes of a file of the map, at most [`MAX_FILE`].
    ///
    /// # Errors
    ///
    /// A [`FileFault`] if it cannot be read.
    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault>;

    /// As [`stamp`](Self::stamp), of a source.
    fn source_stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }

    /// A source, of at most `limit` bytes. `path` is a path from the map's folder that [`inside`] has made.
    ///
    /// # Errors
    ///
    /// A [`SourceError`] if there is no such file in the map's folder, or it cannot be read.
    fn read_source(&self, path: &str, limit: u64) -> Result<SourceFile, SourceError>;
}

/// A file that belongs to a map.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listed {
    /// Its path from where people stand.
    pub path: PathBuf,
    /// Its path in the map's folder.
    pub name: PathBuf,
    /// Why it cannot be read, where that is known already.
    pub fault: Option<FileFault>,
}

impl Listed {
    /// A file that can be read.
    pub fn new(path: PathBuf, name: PathBuf) -> Self {
        let fault = None;
        Self { path, name, fault }
    }
}

/// A source as it is read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SourceFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The name of the file once links are followed: its ending says what it is.
    pub name: PathBuf,
}

impl SourceFile {
    /// A source of these bytes.
    pub fn new(bytes: Vec<u8>, name: PathBuf) -> Self {
        Self { bytes, name }
    }
}

/// What a file has another of once it is written again, or another file is in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// When the file, or what the system knows of it, was last changed, in nanoseconds from 1970.
    pub changed: u128,
    /// Its length in bytes.
    pub length: u64,
    /// What tells it from other files on the same disk; 0 where nothing does.
    pub file: u64,
}
