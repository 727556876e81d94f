//! Where the files and the sources of a map come from.
//!
//! The library reads only through a [`World`]. [`Disk`] is a folder or one file; [`Texts`] has texts that are passed
//! in, for a web page or an editor. This module decides for every world which paths are allowed: see [`inside`].

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

/// Maximum size of a file that is read, in bytes (1 GiB).
pub const MAX_FILE: u64 = 1 << 30;

/// The place where a map's files and sources are.
pub trait World: fmt::Debug + Send + Sync {
    /// The files of the map, in the order of their names: by bytes, folder by folder.
    ///
    /// # Errors
    ///
    /// If there is no map.
    fn list(&self) -> Result<Vec<Listed>, ReadError>;

    /// The path of a file in the map's folder, as people see it from where they are.
    fn path_of(&self, name: &Path) -> PathBuf {
        name.to_owned()
    }

    /// A stamp that changes when the file of the map changes; `None` if no stamp is certain to.
    fn stamp(&self, _file: &Listed) -> Option<Stamp> {
        None
    }

    /// The bytes of a file of the map, at most [`MAX_FILE`].
    ///
    /// # Errors
    ///
    /// A [`FileFault`] if it cannot be read.
    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault>;

    /// The same as [`stamp`](Self::stamp), for a source.
    fn source_stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }

    /// A source of at most `limit` bytes. `path` is a path from the map's folder, as [`inside`] returns it.
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
    /// The file's path, as people see it from where they are.
    pub path: PathBuf,
    /// The file's path from the map's folder.
    pub name: PathBuf,
    /// Why it cannot be read, if that is known already.
    pub fault: Option<FileFault>,
}

impl Listed {
    /// A file without a known fault.
    pub fn new(path: PathBuf, name: PathBuf) -> Self {
        let fault = None;
        Self { path, name, fault }
    }
}

/// The contents of a source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SourceFile {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The file's path after following links; its extension says what kind of file it is.
    pub name: PathBuf,
}

impl SourceFile {
    /// A source with these bytes.
    pub fn new(bytes: Vec<u8>, name: PathBuf) -> Self {
        Self { bytes, name }
    }
}

/// Changes when a file is written again or replaced by another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// When the file or its metadata was last changed, in nanoseconds since 1970.
    pub changed: u128,
    /// The file's length in bytes.
    pub length: u64,
    /// A number that distinguishes the file from others on the same disk; 0 if there is none.
    pub file: u64,
}
