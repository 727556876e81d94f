//! Reads the two maps that are compared, as the command line names them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use argmap::printable::{Shown, shown};
use argmap::shown;
use argmap::syntax::Files;
use argmap::world::{Disk, FileFault, Listed, ReadError, SourceError, SourceFile, World};

use super::super::CliError;
use super::super::git::Repository;
use super::super::load::MapArgument;
use super::super::output::print_error;
use super::super::paragraph::Ink;
use super::ignored::Ignored;

/// The two sides.
pub(super) struct OldAndNew {
    pub(super) old: NamedFiles,
    pub(super) new: NamedFiles,
}

/// A map's files, and the name to show for them.
pub(super) struct NamedFiles {
    pub(super) name: String,
    pub(super) files: Files,
}

/// Where the map of a side is.
enum MapOrigin {
    /// A folder or a file on disk.
    Path(PathBuf),
    /// A commit, and how it was named.
    Commit { id: String, name: String },
    /// The map's files as they are now.
    Now,
}

/// The name to show for the files as they are now.
const NOW: &str = "the files as they are now";

/// Reads the two sides.
pub(super) fn read(
    old: Option<&str>,
    new: Option<&str>,
    paths: &[PathBuf],
) -> Result<OldAndNew, CliError> {
    let asked = asked(old, new, !paths.is_empty())?;
    let of_paths = match (&asked, paths) {
        ((MapOrigin::Path(_), MapOrigin::Path(_)), []) => Vec::new(),
        ((MapOrigin::Path(_), _) | (_, MapOrigin::Path(_)), [_, ..]) => {
            return Err(CliError::with_help(
                "paths after `--` say where the map is in a revision, but one side is a path",
                "write `argmap diff OLD NEW` for two folders, `argmap diff REVISION -- PATH` for one folder, then and now",
            ));
        }
        // A revision given along with a path is of that path.
        ((MapOrigin::Path(path), _) | (_, MapOrigin::Path(path)), []) => vec![path.clone()],
        (_, []) => vec![MapArgument::default().path()?],
        (_, paths) => paths.to_vec(),
    };
    let (old, is_old_there) = side(&asked.0, &of_paths)?;
    let (new, is_new_there) = side(&asked.1, &of_paths)?;
    let none = |name: &str| shown!("there is no map in {}", name);
    match (is_old_there, is_new_there) {
        (false, false) => Err(CliError::with_help(
            none(&old.name) + ", nor in " + &shown(&new.name),
            "say where it is: `argmap diff OLD NEW -- PATH`",
        )),
        (true, true) => Ok(OldAndNew { old, new }),
        (is_old_there, _) => {
            let missing = if is_old_there { &new } else { &old };
            let head: Shown = Ink::Warning.head("warning");
            print_error(&shown!(
                "{} {}; it is compared as an empty one\n",
                head,
                none(&missing.name)
            ));
            Ok(OldAndNew { old, new })
        }
    }
}

/// The two sides that the command line asks for. With `are_revisions`, that is if paths follow, anything that may be a
/// revision is one.
fn asked(
    old: Option<&str>,
    new: Option<&str>,
    are_revisions: bool,
) -> Result<(MapOrigin, MapOrigin), CliError> {
    let is_path = |text: &str| Path::new(text).symlink_metadata().is_ok();
    let Some(old) = old else {
        return Ok((commit(&Repository::here()?, "HEAD")?, MapOrigin::Now));
    };
    let range = ["...", ".."].into_iter().find_map(|dots| {
        let (one, other) = old.split_once(dots)?;
        (are_revisions || !is_path(old)).then_some((dots, one, other))
    });
    match (new, range) {
        (None, Some((dots, one, other))) => {
            let repository = Repository::here()?;
            let or_head =
                |name: &str| commit(&repository, if name.is_empty() { "HEAD" } else { name });
            let (mut one, other) = (or_head(one)?, or_head(other)?);
            if let (
                MapOrigin::Commit { id, name },
                MapOrigin::Commit {
                    id: other,
                    name: other_name,
                },
            ) = (&mut one, &other)
                && dots == "..."
            {
                *name = format!("where {name} and {other_name} part");
                *id = repository.merge_base(id, other)?;
            }
            Ok((one, other))
        }
        (None, None) => Ok(match named(old, are_revisions)? {
            path @ MapOrigin::Path(_) => (commit(&Repository::here()?, "HEAD")?, path),
            revision => (revision, MapOrigin::Now),
        }),
        (Some(new), _) => Ok((named(old, are_revisions)?, named(new, are_revisions)?)),
    }
}

/// A path or a revision. Fails if it could be both, unless a revision is asked for.
fn named(text: &str, is_revision: bool) -> Result<MapOrigin, CliError> {
    let path = PathBuf::from(text);
    let is_path = path.symlink_metadata().is_ok();
    let is_plain = !text.starts_with(['.', '/']);
    let repository = match Repository::find() {
        Ok(Some(repository)) => repository,
        _ if is_path => return Ok(MapOrigin::Path(path)),
        Ok(None) => {
            return Err(CliError::with_help(
                shown!("there is no folder or file `{}`", text),
                "this is not a git repository, so it can't be a revision",
            ));
        }
        Err(failure) => return Err(failure),
    };
    match repository.commit(text)? {
        Some(_) if is_path && is_plain && !is_revision => Err(CliError::with_help(
            shown!("`{}` is a path and a revision", text),
            shown!(
                "write `./{}` for the path, `{}^0` for the revision",
                text,
                text
            ),
        )),
        None if is_path => Ok(MapOrigin::Path(path)),
        Some(_) if is_path && !is_plain => Ok(MapOrigin::Path(path)),
        _ => commit(&repository, text),
    }
}

fn commit(repository: &Repository, name: &str) -> Result<MapOrigin, CliError> {
    Ok(MapOrigin::Commit {
        id: repository.known_commit(name)?,
        name: name.to_owned(),
    })
}

/// Reads a side, and says whether there is a map.
fn side(asked: &MapOrigin, paths: &[PathBuf]) -> Result<(NamedFiles, bool), CliError> {
    let failure = |error: ReadError| CliError::new(shown(error));
    let (name, files) = match asked {
        MapOrigin::Path(path) => (
            shown!("{}", path).into_string(),
            Files::read(path).map_err(failure)?,
        ),
        MapOrigin::Now => {
            let files = match paths {
                [path] => Files::read(path),
                paths => Disks::new(paths).and_then(|several| Files::of(Arc::new(several))),
            };
            let files = match files {
                Err(ReadError::Missing { .. } | ReadError::Empty { .. }) => {
                    return Ok((empty(NOW), false));
                }
                files => files.map_err(failure)?,
            };
            (NOW.to_owned(), files)
        }
        MapOrigin::Commit { id, name } => {
            let blobs = Blobs::of(id, paths)?;
            if blobs.listed.is_empty() {
                return Ok((empty(name), false));
            }
            (name.clone(), Files::of(Arc::new(blobs)).map_err(failure)?)
        }
    };
    Ok((NamedFiles { name, files }, true))
}

fn empty(name: &str) -> NamedFiles {
    NamedFiles {
        name: name.to_owned(),
        files: Files::default(),
    }
}

/// Several folders or files on disk, as one map.
#[derive(Debug)]
struct Disks(Vec<Disk>);

impl Disks {
    fn new(paths: &[PathBuf]) -> Result<Self, ReadError> {
        let disks = paths.iter().map(|path| Disk::new(path));
        Ok(Self(disks.collect::<Result<_, _>>()?))
    }
}

impl World for Disks {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        let mut all = Vec::new();
        for disk in &self.0 {
            all.extend(disk.list()?);
        }
        for listed in &mut all {
            listed.name.clone_from(&listed.path);
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all.dedup_by(|one, other| one.name == other.name);
        Ok(all)
    }

    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault> {
        match self.0.first() {
            Some(disk) => disk.read(file),
            None => Err(FileFault::Dangles),
        }
    }

    fn read_source(&self, _: &str, _: u64) -> Result<SourceFile, SourceError> {
        Err(SourceError::Missing)
    }
}

/// The map files of a commit. Sources are not read, as no label depends on them.
#[derive(Debug)]
struct Blobs {
    listed: Vec<Listed>,
    bytes: HashMap<PathBuf, Vec<u8>>,
}

impl Blobs {
    /// The files at these paths or below them that would belong to the map on disk.
    fn of(commit: &str, paths: &[PathBuf]) -> Result<Self, CliError> {
        let repository = Repository::here()?;
        let ignored = Ignored::of(&repository, commit)?;
        let mut files = Vec::new();
        for path in paths {
            let inside = repository.inside(path)?;
            let is_wanted = |name: &Path| is_of_map(name) && !ignored.excludes(&inside, name);
            for blob in repository.files(commit, &inside, is_wanted)? {
                let is_file = blob.name.as_os_str().is_empty();
                let shown = if is_file {
                    path.clone()
                } else {
                    path.join(&blob.name)
                };
                let name = match paths {
                    [_] if is_file => path.file_name().map(PathBuf::from).unwrap_or_default(),
                    [_] => blob.name,
                    _ => shown.clone(),
                };
                files.push((Listed::new(shown, name), blob.bytes));
            }
        }
        files.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        files.dedup_by(|(one, _), (other, _)| one.name == other.name);
        Ok(Self {
            listed: files.iter().map(|(listed, _)| listed.clone()).collect(),
            bytes: files
                .into_iter()
                .map(|(listed, bytes)| (listed.name, bytes))
                .collect(),
        })
    }
}

/// Whether a file belongs to a map in the folder above: it is the named file itself, or ends in `.toml` and is not
/// hidden.
fn is_of_map(name: &Path) -> bool {
    let is_hidden = |part: &OsStr| part.as_encoded_bytes().starts_with(b".");
    let is_toml = name.extension().is_some_and(|ending| ending == "toml");
    name.as_os_str().is_empty() || is_toml && !name.iter().any(is_hidden)
}

impl World for Blobs {
    fn list(&self) -> Result<Vec<Listed>, ReadError> {
        Ok(self.listed.clone())
    }

    fn read(&self, file: &Listed) -> Result<Vec<u8>, FileFault> {
        self.bytes
            .get(&file.name)
            .cloned()
            .ok_or(FileFault::Dangles)
    }

    fn read_source(&self, _: &str, _: u64) -> Result<SourceFile, SourceError> {
        Err(SourceError::Missing)
    }
}
