//! The files of a map. They are read whole and kept for as long as the map lives.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::shared::SharedStr;
use crate::diagnostic::{Diagnostic, Place, RuleName};
use crate::span::{FileId, Span};
use crate::world::{Disk, FileFault, Listed, MAX_FILE, ReadError, World, shown, without_number};

/// The files of one map, in name order.
#[derive(Debug, Default, Clone)]
#[expect(
    clippy::struct_field_names,
    reason = "files are what it is made of, and what one asks it for"
)]
pub struct Files {
    pub(crate) world: Option<Arc<dyn World>>,
    pub(crate) files: Vec<File>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// One file of a map.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct File {
    /// The path to show to people: relative to where they are, with `/` between folders.
    pub path: String,
    /// The path inside the map's folder, with `/` between folders.
    pub name: String,
    /// The file's text.
    pub text: SharedStr,
}

impl FileId {
    /// A place in this file.
    pub(crate) const fn place(self, span: Span) -> Place {
        Place { file: self, span }
    }
}

impl Files {
    /// A map of these files, which are not on disk.
    pub fn new(files: Vec<File>) -> Self {
        Self {
            files,
            ..Self::default()
        }
    }

    /// The same files, with their sources looked up in `world`.
    #[must_use]
    pub fn in_world(self, world: Arc<dyn World>) -> Self {
        Self {
            world: Some(world),
            ..self
        }
    }

    /// A map of a single file that is not on disk, such as standard input or a test's text.
    pub fn from_text(path: &str, text: impl Into<SharedStr>) -> Self {
        Self::new(vec![File {
            path: path.to_owned(),
            name: path.to_owned(),
            text: text.into(),
        }])
    }

    /// Reads a map from disk: a folder with everything in it, or one file. See [`Disk::new`].
    ///
    /// # Errors
    ///
    /// If the folder or file does not exist, or holds no map. Parts of an existing map that cannot be read are in
    /// [`diagnostics`](Self::diagnostics).
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Self::of(Arc::new(Disk::new(path)?))
    }

    /// Reads the map that a world holds. Files are read in parallel.
    ///
    /// # Errors
    ///
    /// If it holds no map. Parts of an existing map that cannot be read are in [`diagnostics`](Self::diagnostics).
    pub fn of(world: Arc<dyn World>) -> Result<Self, ReadError> {
        let listed = world.list()?;
        let read: Vec<_> = listed
            .par_iter()
            .map(|listed| Loaded::new(&*world, listed))
            .collect();
        let mut files = Self {
            world: Some(world),
            ..Self::default()
        };
        for (number, loaded) in (0..).zip(read) {
            files.diagnostics.extend(loaded.finding(FileId(number)));
            files.files.push(loaded.file);
        }
        Ok(files)
    }

    /// Reads a map of a single file from a stream, such as standard input. Its path is shown as `<stdin>`.
    pub fn from_stdin(mut input: impl Read) -> Self {
        let mut bytes = Vec::new();
        let read = input.by_ref().take(MAX_FILE + 1).read_to_end(&mut bytes);
        let (text, trouble) = match read {
            Err(error) => {
                let fault = FileFault::Unreadable(error.to_string());
                (String::new(), Some(Trouble::File(fault)))
            }
            Ok(_) if bytes.len() as u64 > MAX_FILE => {
                (String::new(), Some(Trouble::File(FileFault::TooLong)))
            }
            Ok(_) => decode(bytes),
        };
        let mut files = Self::from_text("<stdin>", text);
        files
            .diagnostics
            .extend(trouble.map(|trouble| trouble.finding(FileId(0))));
        files
    }

    /// Where the files and their sources are; `None` for standard input.
    pub fn world(&self) -> Option<&Arc<dyn World>> {
        self.world.as_ref()
    }

    /// The files in order. A file that could not be read has an empty text.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// What could not be read, and why.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The file with this id; an empty one if there is none.
    pub fn file(&self, id: FileId) -> &File {
        static EMPTY: File = File {
            path: String::new(),
            name: String::new(),
            text: SharedStr::new(),
        };
        self.files.get(id.0 as usize).unwrap_or(&EMPTY)
    }
}

/// A file as it was read, and what is wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) file: File,
    trouble: Option<Trouble>,
}

impl Loaded {
    /// Reads a file.
    pub(crate) fn new(world: &dyn World, listed: &Listed) -> Self {
        let read = match &listed.fault {
            Some(fault) => Err(fault.clone()),
            None => world.read(listed),
        };
        let (text, trouble) = match read {
            Ok(bytes) => decode(bytes),
            Err(fault) => (String::new(), Some(Trouble::File(fault))),
        };
        let file = File {
            path: shown(&listed.path),
            name: shown(&listed.name),
            text: text.into(),
        };
        Self { file, trouble }
    }

    /// A file with this text that was not read from anywhere.
    pub(crate) fn of_text(file: File) -> Self {
        Self {
            file,
            trouble: None,
        }
    }

    /// Whether both files have the same text and the same trouble, if any.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.file.text == other.file.text && self.trouble == other.trouble
    }

    /// Whether the file was read completely and has this text.
    pub(crate) fn says(&self, text: &SharedStr) -> bool {
        self.trouble.is_none() && self.file.text == *text
    }

    /// What is wrong with the file, as a finding about the map's file `file`.
    pub(crate) fn finding(&self, file: FileId) -> Option<Diagnostic> {
        Some(self.trouble.as_ref()?.finding(file))
    }
}

/// Why a file could not be read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    File(FileFault),
    NotUtf8 {
        offset: usize,
        byte: u8,
        is_wide: bool,
    },
}

impl Trouble {
    fn finding(&self, file: FileId) -> Diagnostic {
        let unreadable = |message: String| {
            Diagnostic::new(RuleName::UNREADABLE_FILE, message).label(file, Span::default(), "")
        };
        match self {
            Self::File(FileFault::Unreadable(reason)) => {
                unreadable(format!("cannot read this file: {}", without_number(reason)))
                    .help("its claims are missing from the map")
            }
            Self::File(FileFault::TooLong) => {
                unreadable("this file is longer than 1 GiB".to_owned())
                    .help("split it: it does not matter which file a claim is in")
            }
            Self::File(FileFault::Special) => {
                unreadable("this is not a file but a device, a pipe or a socket".to_owned())
                    .help("move it out of the map's folder")
            }
            Self::File(FileFault::Leaves(target)) => unreadable(format!(
                "this link leads out of the map's folder, to `{}`",
                shown(target)
            ))
            .note("a map cannot reach outside its own folder")
            .help("copy the file into the map's folder"),
            Self::File(FileFault::Dangles) => unreadable("this link points nowhere".to_owned())
                .help("remove it, or fix its target"),
            &Self::NotUtf8 {
                offset,
                byte,
                is_wide,
            } => {
                let message = format!("this file is not UTF-8 at byte {offset} (0x{byte:02X})");
                let finding = Diagnostic::new(RuleName::INVALID_TOML, message).label(
                    file,
                    Span::new(offset, offset),
                    "the first byte that is wrong",
                );
                if is_wide {
                    finding.help("this looks like UTF-16: save the file as UTF-8")
                } else {
                    finding
                        .note("what is wrong is read as `\u{FFFD}`, the rest as it is")
                        .help("save the file as UTF-8: TOML is always UTF-8")
                }
            }
        }
    }
}

/// Decodes UTF-8. Invalid bytes are replaced; if the text seems to be UTF-16, it is cut at the first invalid byte.
fn decode(bytes: Vec<u8>) -> (String, Option<Trouble>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    // UTF-16 has a zero byte next to each Latin letter; text in other encodings has no zero bytes.
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
