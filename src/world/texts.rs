//! A world of texts that are handed in: no disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Content, FileFault, Listed, ReadError, SourceError, Stamp, World, in_name_order};

/// Files that are in memory, by their paths in a folder that need not exist. Those whose names end in `.toml` are the
/// map's; any of them may be a source.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    files: BTreeMap<String, Vec<u8>>,
}

impl Texts {
    /// These files, each with its path from the map's folder, with `/` between folders.
    pub fn new<N: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let files = files.into_iter();
        Self {
            files: files
                .map(|(name, bytes)| (name.into(), bytes.into()))
                .collect(),
        }
    }

    fn content(&self, name: &str) -> Option<Content> {
        Some(Content::Bytes {
            bytes: self.files.get(name)?.clone(),
            name: name.into(),
            stamp: None,
        })
    }
}

impl World for Texts {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        let names = self.files.keys().filter(|name| {
            let ending = Path::new(name).extension();
            ending.is_some_and(|ending| ending == "toml")
        });
        let mut names: Vec<&String> = names.collect();
        names.sort_by(|one, other| in_name_order(one, other));
        let listed = names.into_iter().map(|name| Listed {
            path: PathBuf::from(name),
            name: PathBuf::from(name),
            fault: None,
        });
        Ok(listed.collect())
    }

    fn read(&self, file: &Listed, _: Option<Stamp>) -> Result<Content, FileFault> {
        let name = file.name.to_str();
        name.and_then(|name| self.content(name))
            .ok_or_else(|| FileFault::Unreadable("there is no such file".to_owned()))
    }

    fn read_source(
        &self,
        path: &str,
        limit: u64,
        _: Option<Stamp>,
    ) -> Result<Content, SourceError> {
        match self.files.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Err(SourceError::TooLarge {
                size: bytes.len() as u64,
                limit,
            }),
            Some(_) => self.content(path).ok_or(SourceError::Missing),
            None => {
                let folder = format!("{}/", path.trim_end_matches('/'));
                let is_folder = self.files.keys().any(|name| name.starts_with(&folder));
                Err(if is_folder {
                    SourceError::Folder
                } else {
                    SourceError::Missing
                })
            }
        }
    }
}
