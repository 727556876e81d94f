//! Gives paths relative to the root of a repository, wherever in the repository the program runs.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

/// The folder that a repository's files are in, and the folder that the program runs in.
#[derive(Debug, Clone, Default)]
pub struct WorkTree {
    root: PathBuf,
    here: PathBuf,
}

impl WorkTree {
    /// The work tree that contains `path`, as seen from the folder `here`; `None` outside a repository.
    ///
    /// It is the nearest folder above for which `holds_git` returns true, that is, which contains `.git`. That is a
    /// folder or, in a second work tree or a submodule, a file.
    pub fn around(path: &Path, here: &Path, holds_git: impl Fn(&Path) -> bool) -> Option<Self> {
        let full = plain(&here.join(path));
        let root = full.ancestors().find(|above| holds_git(above))?;
        Some(Self {
            root: root.to_owned(),
            here: here.to_owned(),
        })
    }

    /// The path relative to the repository's root, with `/` between folders and without `..`. Unchanged if it leads out
    /// of the repository, or if there is no repository.
    pub fn path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let full = plain(&self.here.join(path));
        match full.strip_prefix(&self.root) {
            Ok(inside) if !self.root.as_os_str().is_empty() => {
                let names = inside.iter().map(|name| name.to_string_lossy());
                Cow::Owned(names.collect::<Vec<_>>().join("/"))
            }
            _ => Cow::Borrowed(path),
        }
    }
}

/// The path as it is written, without `.` and `..`. Links are not followed.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_repository_wherever_one_stands() {
        let (map, deep) = (
            Path::new("../../arguments"),
            Path::new("/repository/sub/deep"),
        );
        assert!(WorkTree::around(map, deep, |_| false).is_none());
        let tree = WorkTree::around(map, deep, |folder| folder == Path::new("/repository"));
        let tree = tree.unwrap();
        assert_eq!(tree.path("../../arguments/a b.toml"), "arguments/a b.toml");
        assert_eq!(tree.path("./x.toml"), "sub/deep/x.toml");
        assert_eq!(tree.path("../../../x.toml"), "../../../x.toml");
        assert_eq!(
            tree.path("/repository/arguments/a.toml"),
            "arguments/a.toml"
        );
    }

    #[test]
    fn without_a_repository_paths_are_as_they_are() {
        let tree = WorkTree::default();
        assert_eq!(tree.path("../a.toml"), "../a.toml");
        assert_eq!(tree.path("a//b.toml"), "a//b.toml");
    }
}
