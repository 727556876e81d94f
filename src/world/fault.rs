//! Why a map, one of its files, or a source cannot be read.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::shown;

/// Why no map could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such folder or file.
    Missing {
        /// The path that was asked for.
        path: PathBuf,
        /// An existing path with a similar name.
        nearest: Option<PathBuf>,
    },
    /// The folder has no file whose name ends in `.toml`.
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The operating system refused.
    Unreadable {
        /// The path that was asked for.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path, nearest } => {
                write!(f, "there is no `{}`", shown(path))?;
                match nearest {
                    Some(near) => write!(f, "; did you mean `{}`?", shown(near)),
                    None => Ok(()),
                }
            }
            Self::Empty { path } => write!(
                f,
                "`{}` has no map: no file in it has a name that ends in `.toml`",
                shown(path)
            ),
            Self::Unreadable { path, reason } => {
                write!(
                    f,
                    "cannot read `{}`: {}",
                    shown(path),
                    without_number(reason)
                )
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// Why a file of a map could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFault {
    /// The operating system refused; holds its message.
    Unreadable(String),
    /// It is larger than [`MAX_FILE`](super::MAX_FILE) bytes.
    TooLong,
    /// It is a device, a pipe or a socket.
    Special,
    /// It is a link that leads out of the map's folder, to this path.
    Leaves(PathBuf),
    /// It is a link to a path that does not exist.
    Dangles,
}

/// Why a source could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file.
    Missing,
    /// The path is absolute.
    Absolute,
    /// The path has `..` in it.
    Parent,
    /// The path has a backslash in it.
    Backslash,
    /// A symbolic link leads out of the map's folder.
    Outside,
    /// The path names a folder.
    Folder,
    /// The path names a pipe, a device or something similar.
    NotAFile,
    /// The file has more bytes than allowed.
    TooLarge {
        /// The size of the file in bytes.
        size: u64,
        /// How many bytes are allowed.
        limit: u64,
    },
    /// The file may exist, but can't be reached.
    Unreachable(io::Error),
    /// The file exists, but can't be read.
    Unreadable(io::Error),
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Unreachable(error),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("there is no such file"),
            Self::Absolute => out.write_str("the path is absolute; make it relative to this file"),
            Self::Parent => {
                out.write_str("the path has `..` in it; a source must be in the map's folder")
            }
            Self::Backslash => out.write_str("the path has `\\` in it; write `/`"),
            Self::Outside => out.write_str("a symbolic link leads out of the map's folder"),
            Self::Folder => out.write_str("this is a folder, not a file"),
            Self::NotAFile => out.write_str("this is not a regular file"),
            Self::TooLarge { size, limit } => {
                write!(
                    out,
                    "the file has {size} bytes, more than the {limit} allowed"
                )
            }
            Self::Unreachable(error) => write!(out, "the file can't be reached: {error}"),
            Self::Unreadable(error) => write!(out, "the file can't be read: {error}"),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreachable(error) | Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

/// The system's message as part of a sentence, without its error number.
pub(crate) fn without_number(reason: &str) -> String {
    let words = reason.split(" (os error").next().unwrap_or(reason);
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
