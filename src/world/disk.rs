//! A world on disk: a folder, or a single file.

use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{FileFault, Listed, MAX_FILE, ReadError, SourceError, SourceFile, Stamp, World};
use crate::nearest::nearest;

/// If a file was written less than this long ago, it may be written again without a visible change of its time, because
/// file system clocks are coarse.
const FRESH: Duration = Duration::from_secs(2);

/// A map on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    /// The map's path as given: a folder or a file.
    path: PathBuf,
    /// The folder that the map must stay inside.
    root: PathBuf,
    /// Whether the map is a single file.
    is_file: bool,
}

impl Disk {
    /// Opens a folder with everything in it, or a single file.
    ///
    /// In a folder, the map consists of the files whose names end in `.toml`, in name order (by bytes), folder by
    /// folder. Hidden files are left out, and so is everything that a `.gitignore` or `.ignore` file excludes. A
    /// symbolic link that leads out of the folder is a fault and is never followed. A link to a folder inside it, or to
    /// a file that is read under its own name anyway, is skipped. Devices and pipes are a fault and are never opened. A
    /// folder whose name ends in `.toml` is still a folder.
    ///
    /// A file that is named directly is read, whatever its name is; its map must stay inside the folder of that file.
    ///
    /// # Errors
    ///
    /// If the folder or file does not exist, or can't be accessed.
    pub fn new(path: &Path) -> Result<Self, ReadError> {
        let missing = |error: &io::Error| match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => ReadError::Unreadable {
                path: path.to_owned(),
                reason: "this link points nowhere".to_owned(),
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
        let is_file = !metadata.is_dir();
        let root = if is_file {
            full.parent().map(Path::to_owned).unwrap_or_default()
        } else {
            full
        };
        Ok(Self {
            path: path.to_owned(),
            root,
            is_file,
        })
    }

    /// The folder that the map must stay inside, with links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder `arguments` in `start`, or in the nearest folder above it that has one.
    pub fn discover(start: &Path) -> Option<PathBuf> {
        start
            .ancestors()
            .map(|folder| folder.join("arguments"))
            .find(|folder| folder.is_dir())
    }

    /// The file with this path from the map's folder. Links are followed, but not out of the folder.
    fn find(&self, path: &str) -> Result<PathBuf, SourceError> {
        let file = self.root.join(path).canonicalize()?;
        if !file.starts_with(&self.root) {
            return Err(SourceError::Outside);
        }
        let facts = file.metadata()?;
        if facts.is_dir() {
            return Err(SourceError::Folder);
        }
        // A pipe or device may have no end.
        if !facts.is_file() {
            return Err(SourceError::NotAFile);
        }
        Ok(file)
    }
}

impl World for Disk {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        if self.is_file {
            return Ok(vec![Listed {
                path: self.path.clone(),
                name: self.path.file_name().map(PathBuf::from).unwrap_or_default(),
                fault: None,
            }]);
        }
        let listed = walk(&self.path, &self.root).map_err(|reason| ReadError::Unreadable {
            path: self.path.clone(),
            reason,
        })?;
        if listed.is_empty() {
            return Err(ReadError::Empty {
                path: self.path.clone(),
            });
        }
        Ok(listed)
    }

    fn path_of(&self, name: &Path) -> PathBuf {
        let folder = if self.is_file {
            self.path.parent()
        } else {
            Some(&*self.path)
        };
        folder.unwrap_or(Path::new("")).join(name)
    }

    fn stamp(&self, file: &Listed) -> Option<Stamp> {
        stamp(&fs::metadata(&file.path).ok()?)
    }

    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault> {
        let unreadable = |error: io::Error| FileFault::Unreadable(error.to_string());
        let facts = fs::metadata(&file.path).map_err(unreadable)?;
        if facts.is_file() && facts.len() > MAX_FILE {
            return Err(FileFault::TooLong);
        }
        let bytes = take(&file.path, &facts, MAX_FILE).map_err(unreadable)?;
        bytes.ok_or(FileFault::TooLong)
    }

    fn source_stamp(&self, path: &str) -> Option<Stamp> {
        stamp(&fs::metadata(self.find(path).ok()?).ok()?)
    }

    fn read_source(&self, path: &str, limit: u64) -> Result<SourceFile, SourceError> {
        let name = self.find(path)?;
        let facts = fs::metadata(&name).map_err(SourceError::Unreadable)?;
        let too_large = |size| SourceError::TooLarge { size, limit };
        if facts.len() > limit {
            return Err(too_large(facts.len()));
        }
        let bytes = take(&name, &facts, limit).map_err(SourceError::Unreadable)?;
        let bytes = bytes.ok_or_else(|| too_large(limit + 1))?;
        Ok(SourceFile { bytes, name })
    }
}

/// A stamp that changes when the file is written again; `None` if the file was changed just now.
fn stamp(facts: &Metadata) -> Option<Stamp> {
    let written = facts.modified().ok()?;
    let written = written.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let (known, file) = known_of(facts);
    let changed = written.max(known);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let is_old = changed + FRESH.as_nanos() < now.as_nanos();
    (facts.is_file() && is_old).then_some(Stamp {
        changed,
        length: facts.len(),
        file,
    })
}

/// When the file's metadata was last changed, in nanoseconds since 1970, and the file's number. A copy that keeps the
/// modification time still changes both.
#[cfg(unix)]
fn known_of(facts: &Metadata) -> (u128, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = u128::try_from(facts.ctime()).unwrap_or(0);
    let rest = u128::try_from(facts.ctime_nsec()).unwrap_or(0);
    (seconds * 1_000_000_000 + rest, facts.ino())
}

#[cfg(not(unix))]
fn known_of(_: &Metadata) -> (u128, u64) {
    (0, 0)
}

/// All bytes of a file; `None` if there are more than `limit`. The size is checked while reading, because a file may
/// grow, and a pipe named on the command line has no length.
fn take(path: &Path, facts: &Metadata, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    let file = fs::File::open(path)?;
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// The map's files in `folder`, in name order.
fn walk(folder: &Path, root: &Path) -> Result<Vec<Listed>, String> {
    let mut found = Vec::new();
    // Outside a repository, ignore files in folders above do not count.
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
                let fault = Some(FileFault::Unreadable(reason_of(&error)));
                let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                found.push(Listed { path, name, fault });
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
        let fault = if kind.is_symlink() && entry.depth() > 0 {
            match path.canonicalize() {
                Err(_) if is_toml => Some(FileFault::Dangles),
                Ok(target) if !target.starts_with(root) && (is_toml || target.is_dir()) => {
                    Some(FileFault::Leaves(target))
                }
                Ok(target) if is_toml && target.is_file() && !is_own(&target, root) => None,
                Ok(target) if is_toml && !target.is_file() && !target.is_dir() => {
                    Some(FileFault::Special)
                }
                // Not part of the map, or a link to something that is in the map already under its own name.
                _ => continue,
            }
        } else if is_toml {
            (!kind.is_file()).then_some(FileFault::Special)
        } else {
            continue;
        };
        let name = path.strip_prefix(folder).unwrap_or(path).to_owned();
        found.push(Listed {
            path: path.to_owned(),
            name,
            fault,
        });
    }
    Ok(found)
}

/// Whether a file inside the folder is read under its own name: it is not hidden, and its name ends in `.toml`.
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
        // Only the kind of error: the full message would repeat the path.
        Some(error) => error.kind().to_string(),
        None => error.to_string(),
    }
}

/// The entry beside `path` with the most similar name.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn error(disk: &Disk, path: &str) -> SourceError {
        disk.read_source(path, 4).unwrap_err()
    }

    #[test]
    fn a_source_lies_in_the_map_s_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("map");
        fs::create_dir_all(root.join("deep")).unwrap();
        fs::write(root.join("deep/a.txt"), "a").unwrap();
        fs::write(root.join("long.txt"), "abcde").unwrap();
        let disk = Disk::new(&root).unwrap();
        let SourceFile { bytes, name } = disk.read_source("deep/a.txt", 4).unwrap();
        assert_eq!(bytes, b"a");
        assert!(name.ends_with("map/deep/a.txt"));
        assert!(matches!(error(&disk, "c.txt"), SourceError::Missing));
        assert!(matches!(error(&disk, "deep/a.txt/c"), SourceError::Missing));
        assert!(matches!(error(&disk, "deep"), SourceError::Folder));
        assert!(matches!(error(&disk, "a\0b"), SourceError::Unreachable(_)));
        let too_large = SourceError::TooLarge { size: 5, limit: 4 };
        assert_eq!(error(&disk, "long.txt").to_string(), too_large.to_string());
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_may_not_leave_it() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("map");
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("a.html"), "a").unwrap();
        fs::write(folder.path().join("b.txt"), "b").unwrap();
        symlink(folder.path().join("b.txt"), root.join("out.txt")).unwrap();
        symlink(folder.path(), root.join("up")).unwrap();
        symlink("a.html", root.join("in.txt")).unwrap();
        symlink("self.txt", root.join("self.txt")).unwrap();
        let disk = Disk::new(&root).unwrap();
        // The kind is taken from the name of the file, not that of the link.
        let inside = disk.read_source("in.txt", 4).unwrap();
        assert!(inside.name.ends_with("a.html"));
        assert!(matches!(error(&disk, "out.txt"), SourceError::Outside));
        assert!(matches!(error(&disk, "up/b.txt"), SourceError::Outside));
        assert!(matches!(
            error(&disk, "self.txt"),
            SourceError::Unreachable(_)
        ));
    }

    #[test]
    fn a_file_written_just_now_has_no_stamp_for_it_may_be_written_again_within_a_tick() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "a").unwrap();
        let disk = Disk::new(folder.path()).unwrap();
        assert_eq!(disk.source_stamp("a.txt"), None);
        assert_eq!(disk.source_stamp("b.txt"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_with_the_time_and_the_length_of_the_old_file_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        let facts = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(old).unwrap();
            fs::metadata(&path).unwrap()
        };
        let (one, other) = (facts("a.txt", "a"), facts("b.txt", "b"));
        assert_eq!(one.modified().unwrap(), other.modified().unwrap());
        assert_ne!(known_of(&one), known_of(&other));
    }
}
