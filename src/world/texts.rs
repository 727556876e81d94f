//! A world of texts in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{FileFault, Listed, MAX_FILE, ReadError, SourceError, SourceFile, World, plain};

/// Files in memory, by their paths in a folder that need not exist. As on disk, the map consists of those whose names
/// end in `.toml` and that are not hidden; any file may be a source.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Texts {
    /// Takes these files, each with its path from the map's folder, with `/` between folders.
    pub fn new<N: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let files = files.into_iter();
        let files = files.map(|(name, bytes)| (plain(name.as_ref()).into(), bytes.into()));
        Self {
            files: files.collect(),
        }
    }
}

impl World for Texts {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        let hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
        let names = self.files.keys().filter(|name| {
            name.extension().is_some_and(|ending| ending == "toml") && !name.iter().any(hidden)
        });
        let listed = names.map(|name| Listed {
            path: name.clone(),
            name: name.clone(),
            fault: None,
        });
        Ok(listed.collect())
    }

    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault> {
        match self.files.get(&file.name) {
            Some(bytes) if bytes.len() as u64 > MAX_FILE => Err(FileFault::TooLong),
            Some(bytes) => Ok(bytes.clone()),
            None => Err(FileFault::Unreadable("there is no such file".to_owned())),
        }
    }

    fn read_source(&self, path: &str, limit: u64) -> Result<SourceFile, SourceError> {
        let name = PathBuf::from(path);
        match self.files.get(&name) {
            // As on disk, where `a.txt/` names a folder.
            Some(_) if path.ends_with('/') => Err(SourceError::Missing),
            Some(bytes) if bytes.len() as u64 > limit => Err(SourceError::TooLarge {
                size: bytes.len() as u64,
                limit,
            }),
            Some(bytes) => Ok(SourceFile {
                bytes: bytes.clone(),
                name,
            }),
            None if self.files.keys().any(|file| file.starts_with(&name)) => {
                Err(SourceError::Folder)
            }
            None => Err(SourceError::Missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_those_of_a_folder_on_disk() {
        let names = [
            "a.toml",
            "a/z.toml",
            "B.toml",
            "./a/deep/er.toml",
            "b.toml",
            ".git/config.toml",
            "a/.hidden.toml",
            "a/notes.txt",
        ];
        let texts = Texts::new(names.map(|name| (name, "words")));
        let listed = texts.list().unwrap();
        let listed: Vec<_> = listed
            .iter()
            .map(|file| file.name.to_str().unwrap())
            .collect();
        assert_eq!(
            listed,
            ["B.toml", "a/deep/er.toml", "a/z.toml", "a.toml", "b.toml"]
        );
        let read = |path: &str| texts.read_source(path, 5).map(|source| source.bytes);
        assert_eq!(read("a/notes.txt").unwrap(), b"words");
        assert_eq!(read("a/.hidden.toml").unwrap(), b"words");
        assert!(matches!(read("a"), Err(SourceError::Folder)));
        assert!(matches!(read("a/notes.txt/"), Err(SourceError::Missing)));
        assert!(matches!(read("a/note"), Err(SourceError::Missing)));
        assert!(matches!(
            texts.read_source("a.toml", 4),
            Err(SourceError::TooLarge { size: 5, .. })
        ));
    }
}
