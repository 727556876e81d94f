//! The files of a map: found, read whole, and kept for as long as the map lives.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::shared::SharedStr;
use super::span::{FileId, Span};
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;

/// The longest file that is read, in bytes (1 GiB).
pub const MAX_FILE: u64 = 1 << 30;

/// The files of one map, in name order.
#[derive(Debug, Default, Clone)]
pub struct Files {
    /// The folder that the map may not reach outside of; none for standard input.
    pub root: Option<PathBuf>,
    /// The files; one that could not be read is here with an empty text.
    pub files: Vec<File>,
    /// What could not be read, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file of a map.
#[derive(Debug, Default, Clone)]
pub struct File {
    /// Its path as people are shown it: from where they stand, with `/` between folders.
    pub path: String,
    /// Its path inside the map's folder, with `/` between folders.
    pub name: String,
    /// Its text.
    pub text: SharedStr,
}

impl Files {
    /// A map of one file that is not on disk, such as standard input or a test's.
    pub fn from_text(path: &str, text: impl Into<SharedStr>) -> Self {
        let file = File {
            path: path.to_owned(),
            name: path.to_owned(),
            text: text.into(),
        };
        Self {
            root: None,
            files: vec![file],
            diagnostics: Vec::new(),
        }
    }

    /// Reads a map: a folder, with all that is in it, or one file.
    ///
    /// In a folder those files are read whose names end in `.toml`, in name order (by bytes), folder by folder; hidden
    /// ones and what a `.gitignore` or `.ignore` names are left out. A symbolic link that leads out of the folder is a
    /// finding and never followed; one to a file or folder inside of it is passed over, for that is read by its own
    /// name. Devices and pipes are a finding and never opened. A folder whose name ends in `.toml` is a folder.
    /// Files are read in parallel.
    ///
    /// A file that is named itself is read whatever its name; its map may not reach outside the folder it is in.
    ///
    /// # Errors
    ///
    /// If there is no such folder or file, or it holds no map. What cannot be read of a map that is
    /// there is in [`diagnostics`](Self::diagnostics).
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let missing = |error: &io::Error| match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => ReadError::Unreadable {
                path: path.to_owned(),
                reason: "this link leads nowhere".to_owned(),
            },
            io::ErrorKind::NotFound => ReadError::Missing {
                path: path.to_owned(),
                nearest: sibling(path),
            },
            _ => ReadError::Unreadable {
                path: path.to_owned(),
                reason: error.to_string(),
            },
        };
        let metadata = fs::metadata(path).map_err(|error| missing(&error))?;
        let full = path.canonicalize().map_err(|error| missing(&error))?;
        let (root, found) = if metadata.is_dir() {
            let found = walk(path, &full).map_err(|reason| ReadError::Unreadable {
                path: path.to_owned(),
                reason,
            })?;
            if found.is_empty() {
                return Err(ReadError::Empty {
                    path: path.to_owned(),
                });
            }
            (full, found)
        } else {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            let root = full.parent().map(Path::to_owned).unwrap_or_default();
            (
                root,
                vec![Found {
                    path: path.to_owned(),
                    name,
                    trouble: None,
                }],
            )
        };
        let read: Vec<_> = found.par_iter().map(read_file).collect();
        let mut files = Self {
            root: Some(root),
            files: Vec::new(),
            diagnostics: Vec::new(),
        };
        for (number, (file, trouble)) in (0..).zip(read) {
            files.files.push(file);
            files
                .diagnostics
                .extend(trouble.map(|trouble| trouble.finding(FileId(number))));
        }
        Ok(files)
    }

    /// Reads a map of one file from a stream, such as standard input; it is shown as `<stdin>`.
    pub fn from_stdin(mut input: impl Read) -> Self {
        let mut bytes = Vec::new();
        let read = input.by_ref().take(MAX_FILE + 1).read_to_end(&mut bytes);
        let (text, trouble) = match read {
            Err(error) => (String::new(), Some(Trouble::Unreadable(error.to_string()))),
            Ok(_) if bytes.len() as u64 > MAX_FILE => (String::new(), Some(Trouble::TooLong)),
            Ok(_) => decode(bytes),
        };
        let mut files = Self::from_text("<stdin>", text);
        files
            .diagnostics
            .extend(trouble.map(|trouble| trouble.finding(FileId(0))));
        files
    }

    /// The folder `arguments` in `start`, or in the nearest folder above it that has one.
    pub fn discover(start: &Path) -> Option<PathBuf> {
        start
            .ancestors()
            .map(|folder| folder.join("arguments"))
            .find(|folder| folder.is_dir())
    }

    /// The file `id`; an empty one if there is none.
    pub fn file(&self, id: FileId) -> &File {
        static EMPTY: File = File {
            path: String::new(),
            name: String::new(),
            text: SharedStr::new(),
        };
        self.files.get(id.0 as usize).unwrap_or(&EMPTY)
    }
}

/// Why no map could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such folder or file.
    Missing {
        /// What was asked for.
        path: PathBuf,
        /// What is there and has nearly that name.
        nearest: Option<PathBuf>,
    },
    /// The folder holds no file whose name ends in `.toml`.
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The operating system refuses.
    Unreadable {
        /// What was asked for.
        path: PathBuf,
        /// What it says.
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
                "`{}` holds no map: there is no file in it whose name ends in `.toml`",
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

/// A file that belongs to the map, and what is known to be wrong with it before it is read.
struct Found {
    path: PathBuf,
    name: PathBuf,
    trouble: Option<Trouble>,
}

/// Why a file could not be read, or not all of it.
#[derive(Clone)]
enum Trouble {
    Unreadable(String),
    TooLong,
    Special,
    Leaves(PathBuf),
    Dangles,
    NotUtf8 {
        offset: usize,
        byte: u8,
        is_wide: bool,
    },
}

impl Trouble {
    fn finding(self, file: FileId) -> Diagnostic {
        let unreadable = |message: String, label: &str| {
            Diagnostic::new("unreadable-file", message).label(file, Span::default(), label)
        };
        match self {
            Self::Unreadable(reason) => unreadable(
                format!("cannot read this file: {}", without_number(&reason)),
                "",
            )
            .help("its claims are missing from the map"),
            Self::TooLong => unreadable("this file is longer than 1 GiB".to_owned(), "")
                .help("split it: which file holds a claim carries no meaning"),
            Self::Special => unreadable(
                "this is no file: a device, a pipe or a socket".to_owned(),
                "",
            )
            .help("move it out of the map's folder"),
            Self::Leaves(target) => unreadable(
                format!(
                    "this link leads out of the map's folder, to `{}`",
                    shown(&target)
                ),
                "",
            )
            .note("a map cannot reach outside its own folder")
            .help("copy the file into the map's folder"),
            Self::Dangles => unreadable("this link leads nowhere".to_owned(), "")
                .help("remove it, or mend its target"),
            Self::NotUtf8 {
                offset,
                byte,
                is_wide,
            } => {
                let message = format!("this file is not UTF-8 at byte {offset} (0x{byte:02X})");
                let finding = Diagnostic::new("invalid-toml", message).label(
                    file,
                    Span::new(offset, offset),
                    "the first byte that is wrong",
                );
                if is_wide {
                    finding.help("this looks like UTF-16: save the file as UTF-8")
                } else {
                    finding
                        .note("what is wrong is read as `\u{FFFD}`, the rest as it stands")
                        .help("save the file as UTF-8: TOML is always UTF-8")
                }
            }
        }
    }
}

/// The map's files in `folder`, in name order.
fn walk(folder: &Path, root: &Path) -> Result<Vec<Found>, String> {
    let mut found = Vec::new();
    // Outside of a repository no folder above has a say.
    let in_repository = root.ancestors().any(|above| above.join(".git").exists());
    let entries = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .parents(in_repository)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(std::cmp::Ord::cmp)
        .build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let Some(path) = path_of(&error) else {
                    continue;
                };
                if path == folder {
                    return Err(reason_of(&error));
                }
                let trouble = Some(Trouble::Unreadable(reason_of(&error)));
                let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                found.push(Found {
                    path,
                    name,
                    trouble,
                });
                continue;
            }
        };
        let path = entry.path();
        let is_toml = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else {
            continue;
        };
        let trouble = if kind.is_symlink() && entry.depth() > 0 {
            match path.canonicalize() {
                Err(_) if is_toml => Some(Trouble::Dangles),
                Ok(target) if !target.starts_with(root) && (is_toml || target.is_dir()) => {
                    Some(Trouble::Leaves(target))
                }
                Ok(target) if is_toml && target.is_file() && !is_own(&target, root) => None,
                Ok(target) if is_toml && !target.is_file() && !target.is_dir() => {
                    Some(Trouble::Special)
                }
                // No part of the map, or what it leads to is in the map already, by its own name.
                _ => continue,
            }
        } else if is_toml {
            (!kind.is_file()).then_some(Trouble::Special)
        } else {
            continue;
        };
        let name = path.strip_prefix(folder).unwrap_or(path).to_owned();
        found.push(Found {
            path: path.to_owned(),
            name,
            trouble,
        });
    }
    Ok(found)
}

/// Whether a file inside the folder is read by its own name: one that is not hidden and ends in `.toml`.
fn is_own(target: &Path, root: &Path) -> bool {
    let inside = target.strip_prefix(root).unwrap_or(target);
    let hidden = inside
        .iter()
        .any(|part| part.to_string_lossy().starts_with('.'));
    !hidden
        && target
            .extension()
            .is_some_and(|extension| extension == "toml")
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

fn reason_of(error: &ignore::Error) -> String {
    match error.io_error() {
        // The kind alone: the words of a walk's error hold the path once more.
        Some(error) => error.kind().to_string(),
        None => error.to_string(),
    }
}

fn read_file(found: &Found) -> (File, Option<Trouble>) {
    let file = |text| File {
        path: shown(&found.path),
        name: shown(&found.name),
        text,
    };
    if let Some(trouble) = &found.trouble {
        return (file(SharedStr::new()), Some(trouble.clone()));
    }
    match read_bytes(&found.path) {
        Ok(bytes) => {
            let (text, trouble) = decode(bytes);
            (file(text.into()), trouble)
        }
        Err(trouble) => (file(SharedStr::new()), Some(trouble)),
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    let unreadable = |error: io::Error| Trouble::Unreadable(error.to_string());
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_file() && metadata.len() > MAX_FILE {
        return Err(Trouble::TooLong);
    }
    // A file may grow, and a pipe that was named on the command line has no length.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE {
        Err(Trouble::TooLong)
    } else {
        Ok(bytes)
    }
}

/// The text, with what is no UTF-8 replaced; or up to there, where the text has another encoding altogether.
fn decode(bytes: Vec<u8>) -> (String, Option<Trouble>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    // Latin letters have zeros beside them in UTF-16, and text in other encodings has none.
    let is_wide =
        bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0);
    let kept = if is_wide {
        bytes.get(..offset)
    } else {
        Some(bytes)
    };
    let text = String::from_utf8_lossy(kept.unwrap_or_default()).into_owned();
    let byte = bytes.get(offset).copied().unwrap_or_default();
    (
        text,
        Some(Trouble::NotUtf8 {
            offset,
            byte,
            is_wide,
        }),
    )
}

/// A path as people are shown it: with `/` between folders, and no `./` before it.
fn shown(path: &Path) -> String {
    let path = match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest,
        _ => path,
    };
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// What the system says, as part of a sentence, without the number of its error.
fn without_number(reason: &str) -> String {
    let words = reason.split(" (os error").next().unwrap_or(reason);
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// What stands beside `path` and has nearly its name.
fn sibling(path: &Path) -> Option<PathBuf> {
    let parent = path.parent()?;
    let folder = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    let wanted = path.file_name()?.to_str()?;
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    nearest(wanted, names.iter().map(String::as_str)).map(|name| parent.join(name))
}
