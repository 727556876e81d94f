//! The disk, except that sources open in the editor have the editor's text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use argmap::world::{Disk, FileFault, Listed, ReadError, SourceError, SourceFile, Stamp, World};

/// A folder or a file, which need not exist yet. Sources may have texts that have not been saved.
#[derive(Debug)]
pub(super) struct Overlay {
    root: PathBuf,
    /// The texts of open sources, by path relative to the map's folder.
    sources: RwLock<BTreeMap<String, Vec<u8>>>,
}

impl Overlay {
    /// The map at this path.
    pub(super) fn new(root: PathBuf) -> Self {
        Self {
            root,
            sources: RwLock::default(),
        }
    }

    /// Gives a source this text, or for `None` the one on disk.
    pub(super) fn set_source(&self, path: &str, text: Option<&str>) {
        let mut sources = self.sources.write().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => sources.insert(path.to_owned(), text.as_bytes().to_vec()),
            None => sources.remove(path),
        };
    }

    fn disk(&self) -> Option<Disk> {
        Disk::new(&self.root).ok()
    }

    fn open(&self, path: &str) -> Option<Vec<u8>> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.get(path).cloned()
    }
}

impl World for Overlay {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        // A map that does not exist (yet) has no files except those open in the editor.
        Ok(self
            .disk()
            .and_then(|disk| disk.list().ok())
            .unwrap_or_default())
    }

    fn path_of(&self, name: &Path) -> PathBuf {
        self.disk().map_or_else(
            || {
                let is_file = self.root.extension().is_some_and(|ending| ending == "toml");
                let folder = if is_file { self.root.parent() } else { None };
                folder.unwrap_or(&self.root).join(name)
            },
            |disk| disk.path_of(name),
        )
    }

    fn stamp(&self, file: &Listed) -> Option<Stamp> {
        self.disk()?.stamp(file)
    }

    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault> {
        match self.disk() {
            Some(disk) => disk.read(file),
            None => Err(FileFault::Unreadable("it is gone".to_owned())),
        }
    }

    fn source_stamp(&self, path: &str) -> Option<Stamp> {
        if self.open(path).is_some() {
            return None;
        }
        self.disk()?.source_stamp(path)
    }

    fn read_source(&self, path: &str, limit: u64) -> Result<SourceFile, SourceError> {
        if let Some(bytes) = self.open(path) {
            let name = PathBuf::from(path);
            return Ok(SourceFile::new(bytes, name));
        }
        match self.disk() {
            Some(disk) => disk.read_source(path, limit),
            None => Err(SourceError::Missing),
        }
    }
}
