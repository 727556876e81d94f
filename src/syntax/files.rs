//! The files of a map: found, read whole, and kept for as long as the map lives.

use std::path::PathBuf;

use super::span::FileId;
use crate::diagnostic::Diagnostic;

/// The longest file that is read, in bytes (1 GiB).
pub const MAX_FILE: u64 = 1 << 30;

/// The files of one map, in name order.
#[derive(Debug, Default)]
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
    pub text: String,
}

impl Files {
    /// A map of one file that is not on disk, such as standard input or a test's.
    pub fn from_text(path: &str, text: impl Into<String>) -> Self {
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

    /// The file `id`; an empty one if there is none.
    pub fn file(&self, id: FileId) -> &File {
        static EMPTY: File = File {
            path: String::new(),
            name: String::new(),
            text: String::new(),
        };
        self.files.get(id.0 as usize).unwrap_or(&EMPTY)
    }
}
