//! A path as a map gives it, turned into a file that lies in the map's folder.

use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The file that `path` names in a file of the folder `file_dir`, which lies in the map's folder
/// `root`: its canonical path. Symbolic links are followed, but not out of `root`.
///
/// # Errors
/// A [`ResolveError`] if the path is absolute or has `..` in it, leads out of `root`, or names no
/// file that can be read.
pub fn resolve(root: &Path, file_dir: &Path, path: &str) -> Result<PathBuf, ResolveError> {
    if path.is_empty() {
        return Err(ResolveError::Missing);
    }
    // A map means the same on every system: what is a separator on one is refused on all.
    if path.contains('\\') {
        return Err(ResolveError::Backslash);
    }
    let relative = Path::new(path);
    for component in relative.components() {
        match component {
            Component::Normal(_) | Component::CurDir => {}
            Component::ParentDir => return Err(ResolveError::Parent),
            Component::RootDir | Component::Prefix(_) => return Err(ResolveError::Absolute),
        }
    }
    let root = root.canonicalize().map_err(ResolveError::from)?;
    let file = file_dir
        .join(relative)
        .canonicalize()
        .map_err(ResolveError::from)?;
    if !file.starts_with(&root) {
        return Err(ResolveError::Outside);
    }
    let facts = file.metadata().map_err(ResolveError::from)?;
    if facts.is_dir() {
        return Err(ResolveError::Folder);
    }
    // A pipe or device may have no end.
    if !facts.is_file() {
        return Err(ResolveError::NotAFile);
    }
    Ok(file)
}

/// Why a path names no source.
#[derive(Debug)]
pub enum ResolveError {
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
    /// The path names a pipe, a device or the like.
    NotAFile,
    /// The file is there and can't be reached.
    Unreadable(io::Error),
}

impl From<io::Error> for ResolveError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Unreadable(error),
        }
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("there is no such file"),
            Self::Absolute => out.write_str("the path is absolute; make it relative to this file"),
            Self::Parent => {
                out.write_str("the path has `..` in it; a source lies in the map's folder")
            }
            Self::Backslash => out.write_str("the path has `\\` in it; write `/`"),
            Self::Outside => out.write_str("a symbolic link leads out of the map's folder"),
            Self::Folder => out.write_str("this is a folder, not a file"),
            Self::NotAFile => out.write_str("this is no regular file"),
            Self::Unreadable(error) => write!(out, "the file can't be reached: {error}"),
        }
    }
}

impl std::error::Error for ResolveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_lies_in_the_map_s_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("map");
        std::fs::create_dir_all(root.join("deep")).unwrap();
        std::fs::write(root.join("deep/a.txt"), "a").unwrap();
        std::fs::write(folder.path().join("b.txt"), "b").unwrap();
        let error = |path: &str| resolve(&root, &root, path).unwrap_err();
        assert!(
            resolve(&root, &root, "deep/a.txt")
                .unwrap()
                .ends_with("map/deep/a.txt")
        );
        assert!(resolve(&root, &root.join("deep"), "./a.txt").is_ok());
        assert!(matches!(error("../b.txt"), ResolveError::Parent));
        assert!(matches!(error("deep/../../b.txt"), ResolveError::Parent));
        assert!(matches!(error("/etc/passwd"), ResolveError::Absolute));
        assert!(matches!(error("deep\\a.txt"), ResolveError::Backslash));
        assert!(matches!(error("c.txt"), ResolveError::Missing));
        assert!(matches!(error("deep/a.txt/c"), ResolveError::Missing));
        assert!(matches!(error(""), ResolveError::Missing));
        assert!(matches!(error("deep"), ResolveError::Folder));
        assert!(matches!(error("a\0b"), ResolveError::Unreadable(_)));
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_may_not_leave_it() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("map");
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join("a.txt"), "a").unwrap();
        std::fs::write(folder.path().join("b.txt"), "b").unwrap();
        symlink(folder.path().join("b.txt"), root.join("out.txt")).unwrap();
        symlink(folder.path(), root.join("up")).unwrap();
        symlink("a.txt", root.join("in.txt")).unwrap();
        symlink("self.txt", root.join("self.txt")).unwrap();
        assert!(resolve(&root, &root, "in.txt").is_ok());
        assert!(matches!(
            resolve(&root, &root, "out.txt"),
            Err(ResolveError::Outside)
        ));
        assert!(matches!(
            resolve(&root, &root, "up/b.txt"),
            Err(ResolveError::Outside)
        ));
        assert!(matches!(
            resolve(&root, &root, "self.txt"),
            Err(ResolveError::Unreadable(_))
        ));
    }
}
