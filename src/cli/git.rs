//! Reads a repository by running `git`.
//!
//! Nothing from the command line reaches git as an option: revisions come after `--end-of-options`, paths after `--`,
//! and both are taken literally. Lists have zero bytes between their entries, so that any name works.

use std::ffi::OsStr;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use argmap::nearest::nearest;
use argmap::printable::{Shown, shown};
use argmap::render::WorkTree;
use argmap::shown;

use super::CliError;

/// The repository that the program runs in.
#[derive(Debug)]
pub(super) struct Repository {
    /// The folder that the program runs in.
    here: PathBuf,
    /// The folder that the program runs in, relative to the root of the repository.
    prefix: PathBuf,
}

/// A file of a revision.
#[derive(Debug)]
pub(super) struct Blob {
    /// The file's path relative to the path that was asked for; empty if it is that path itself.
    pub(super) name: PathBuf,
    /// The file's content.
    pub(super) bytes: Vec<u8>,
}

/// An object that git stores, with its id.
enum GitObject {
    Tree(String),
    Blob(String),
}

/// The work tree of the repository that contains the path; without one, the default, in which paths stay as they are.
pub(super) fn work_tree(path: &Path) -> WorkTree {
    let here = std::env::current_dir().ok();
    here.and_then(|here| WorkTree::around(path, &here, |folder| folder.join(".git").exists()))
        .unwrap_or_default()
}

impl Repository {
    /// The repository around the folder that the program runs in.
    pub(super) fn here() -> Result<Self, CliError> {
        Self::find()?.ok_or_else(|| {
            CliError::with_help(
                "this is not a git repository, so there are no revisions to compare",
                "name two folders or files: `argmap diff OLD NEW`",
            )
        })
    }

    /// The repository around the folder that the program runs in, or `None` if there is none.
    pub(super) fn find() -> Result<Option<Self>, CliError> {
        let here = PathBuf::from(".");
        let output = output(git(&here, ["rev-parse", "--show-prefix"]))?;
        if !output.status.success() {
            let said_so = String::from_utf8_lossy(&output.stderr).contains("not a git repository");
            // Git may refuse a repository that belongs to another user.
            return if said_so {
                Ok(None)
            } else {
                Err(said(&output))
            };
        }
        Ok(Some(Self {
            here,
            prefix: path_of(without_line_end(&output.stdout)),
        }))
    }

    fn git<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        git(&self.here, arguments)
    }

    /// The commit that a revision names, or `None` if there is none.
    pub(super) fn commit(&self, revision: &str) -> Result<Option<String>, CliError> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains('\0') {
            return Ok(None);
        }
        let peeled = format!("{revision}^{{commit}}");
        let found = output(self.git([
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &peeled,
        ]))?;
        if !found.status.success() {
            return Ok(None);
        }
        Ok(id(&found.stdout))
    }

    /// The commit that a revision names, or an error.
    pub(super) fn known_commit(&self, revision: &str) -> Result<String, CliError> {
        if let Some(commit) = self.commit(revision)? {
            return Ok(commit);
        }
        if revision == "HEAD" {
            return Err(CliError::with_help(
                "there is no commit yet to compare with",
                "commit the map first, or name two folders: `argmap diff OLD NEW`",
            ));
        }
        let names = output(self.git(["for-each-ref", "--format=%(refname:short)"]))?;
        let names = String::from_utf8_lossy(&names.stdout).into_owned();
        let text = shown!(
            "`{}` is neither a revision of this repository nor a path",
            revision
        );
        Err(match nearest(revision, names.lines()) {
            Some(name) => CliError::with_help(text, shown!("did you mean `{}`?", name)),
            None => CliError::with_help(
                text,
                "a revision is a branch, a tag, a commit, or something like `HEAD~1`",
            ),
        })
    }

    /// The last commit that two commits have in common.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<String, CliError> {
        let found = output(self.git(["merge-base", one, other]))?;
        id(&found.stdout).ok_or_else(|| CliError::new("the two revisions have no commit in common"))
    }

    /// The path relative to the root of the repository, without `.` and `..`. A path on the command line is relative to
    /// the current folder.
    pub(super) fn inside(&self, path: &Path) -> Result<PathBuf, CliError> {
        let outside = || CliError::new(shown!("`{}` is outside this repository", path));
        let from_root = if path.is_absolute() {
            let root = output(self.git(["rev-parse", "--show-toplevel"]))?;
            let root = path_of(without_line_end(&root.stdout));
            let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            full.strip_prefix(&root).map_err(|_| outside())?.to_owned()
        } else {
            self.prefix.join(path)
        };
        let mut plain = PathBuf::new();
        for part in from_root.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir if plain.pop() => {}
                Component::Normal(name) => plain.push(name),
                _ => return Err(outside()),
            }
        }
        Ok(plain)
    }

    /// The files of a commit at or below a path relative to the root, as far as `is_wanted` accepts them. The path
    /// itself may lead through links, but links below it are left out.
    pub(super) fn files(
        &self,
        commit: &str,
        path: &Path,
        is_wanted: impl Fn(&Path) -> bool,
    ) -> Result<Vec<Blob>, CliError> {
        let mut wanted = self.listed(commit, path, &is_wanted)?;
        if wanted.is_empty() {
            wanted = match self.behind_links(commit, path)? {
                Some(GitObject::Tree(tree)) => self.listed(&tree, Path::new(""), &is_wanted)?,
                Some(GitObject::Blob(id)) => vec![(PathBuf::new(), id)],
                None => return Ok(Vec::new()),
            };
        }
        let ids: Vec<&str> = wanted.iter().map(|(_, id)| id.as_str()).collect();
        let texts = self.texts(&ids)?;
        let named = wanted.into_iter().zip(texts);
        Ok(named
            .map(|((name, _), bytes)| Blob { name, bytes })
            .collect())
    }

    /// The files of a commit or a tree at a path or below it, each with its path relative to that and its id.
    fn listed(
        &self,
        commit: &str,
        path: &Path,
        is_wanted: impl Fn(&Path) -> bool,
    ) -> Result<Vec<(PathBuf, String)>, CliError> {
        let mut list = self.git([
            "--literal-pathspecs",
            "ls-tree",
            "-r",
            "-z",
            "--full-tree",
            commit,
        ]);
        if !path.as_os_str().is_empty() {
            list.arg("--").arg(path);
        }
        let listed = output(list)?;
        if !listed.status.success() {
            return Err(said(&listed));
        }
        let entries = listed.stdout.split(|&byte| byte == 0);
        let wanted = entries.filter_map(|entry| {
            let (facts, name) = entry.split_at_checked(entry.iter().position(|&b| b == b'\t')?)?;
            let facts = std::str::from_utf8(facts).ok()?;
            let mut facts = facts.split(' ');
            let is_file = facts.next()?.starts_with("100");
            let id = facts.nth(1)?.to_owned();
            let name = path_of(name.get(1..)?);
            let name = name.strip_prefix(path).ok()?.to_owned();
            (is_file && is_wanted(&name)).then_some((name, id))
        });
        Ok(wanted.collect())
    }

    /// What is at a path of a commit that leads through links, if the links stay inside the commit.
    fn behind_links(&self, commit: &str, path: &Path) -> Result<Option<GitObject>, CliError> {
        let path = path.as_os_str().as_encoded_bytes();
        if path.is_empty() || path.contains(&b'\n') {
            return Ok(None);
        }
        let asked = [commit.as_bytes(), b":", path, b"\n"].concat();
        let format = "--batch-check=%(objecttype) %(objectname)";
        let answered = self.asked(["cat-file", "--follow-symlinks", format], asked)?;
        let answered = String::from_utf8_lossy(&answered);
        Ok(match answered.trim_end().split_once(' ') {
            Some(("tree", tree)) => Some(GitObject::Tree(tree.to_owned())),
            Some(("blob", blob)) => Some(GitObject::Blob(blob.to_owned())),
            _ => None,
        })
    }

    /// The contents of the blobs with these ids.
    fn texts(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, CliError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let asked = ids.join("\n") + "\n";
        let answered = self.asked(["cat-file", "--batch"], asked.into_bytes())?;
        let mut rest = answered.as_slice();
        let texts: Option<Vec<Vec<u8>>> = ids
            .iter()
            .map(|_| {
                let (head, behind) =
                    rest.split_at_checked(rest.iter().position(|&b| b == b'\n')?)?;
                let head = std::str::from_utf8(head).ok()?;
                let size: usize = head.rsplit(' ').next()?.parse().ok()?;
                let (text, behind) = behind.get(1..)?.split_at_checked(size)?;
                rest = behind.get(1..)?;
                Some(text.to_owned())
            })
            .collect();
        texts.ok_or_else(|| CliError::new("git cannot read all files of the revision"))
    }

    /// What git answers to these lines on its standard input.
    fn asked<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
        lines: Vec<u8>,
    ) -> Result<Vec<u8>, CliError> {
        let mut command = self.git(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| failed(&error))?;
        let mut input = child.stdin.take();
        // Input is written while output is read, so that neither side waits for the other.
        let answered = std::thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(input) = &mut input {
                    // If git ends early, its answer is too short, which the caller notices.
                    let _ = input.write_all(&lines);
                }
                drop(input);
            });
            child.wait_with_output()
        });
        Ok(answered.map_err(|error| failed(&error))?.stdout)
    }
}

/// A command that runs git in a folder with these arguments and an empty standard input.
pub(super) fn git<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

/// Runs git and waits for it to end.
pub(super) fn output(mut command: Command) -> Result<Output, CliError> {
    command.output().map_err(|error| failed(&error))
}

fn failed(error: &std::io::Error) -> CliError {
    if error.kind() == ErrorKind::NotFound {
        return CliError::with_help(
            "the program `git` is missing",
            "install it; to compare two folders or files you do not need it: `argmap diff OLD NEW`",
        );
    }
    CliError::new(shown!("cannot run `git`: {}", error))
}

/// Git's own error message, on one line.
pub(super) fn said(output: &Output) -> CliError {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or_default();
    let line: Shown = shown(line.strip_prefix("fatal: ").unwrap_or(line));
    CliError::new(shown!("git: {}", line))
}

/// The id on the last line, if there is one.
fn id(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    let last = text.lines().last()?;
    let is_id = last.len() >= 40 && last.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| last.to_owned())
}

fn without_line_end(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"\n").unwrap_or(text)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)))
}
