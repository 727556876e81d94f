//! Writes files whole or not at all. Every command that writes files uses this, and everything but their text stays as
//! it was.
//!
//! The new text is first written to a file next to the old one and flushed to disk. That file then takes the old one's
//! place and name, with its owner, mode and extended attributes. A file that has several names (hard links), or whose
//! owner or attributes cannot be given to another file, is overwritten in place instead, and gets its old text back if
//! that fails. A link is followed and its target written. A read-only file is left alone, even if its folder is
//! writable.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use argmap::shown;
use tempfile::NamedTempFile;

use super::CliError;

/// Number of bytes written at a time.
const BUFFER: usize = 1 << 16;

/// Maximum number of links to follow in a row.
const MOST_LINKS: usize = 40;

/// Writes what `text` produces to a file, whole or not at all. A device or a pipe is written to directly.
pub(crate) fn write(
    path: &Path,
    text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    if path.is_dir() {
        return Err(failure(path, &io::Error::other("it is a folder")));
    }
    let written = if path.exists() && !path.is_file() {
        let file = File::options().write(true).open(path);
        file.and_then(|mut file| buffered(&mut file, text))
    } else {
        TempFile::new(path, text).and_then(TempFile::put)
    };
    written.map_err(|error| failure(path, &error))
}

/// Whether both paths lead to the same existing file, following links.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |path: &Path| path.metadata().map(|file| (file.dev(), file.ino()));
        identity(one).is_ok_and(|one| identity(other).is_ok_and(|other| one == other))
    }
    #[cfg(not(unix))]
    {
        let full = |path: &Path| path.canonicalize();
        full(one).is_ok_and(|one| full(other).is_ok_and(|other| one == other))
    }
}

/// Writes several files, all or none. Each is prepared before the first is put in place. If one then fails, those
/// before it get their old texts back.
///
/// Each entry has the path, the file's current text and its new text.
pub(crate) fn write_all(files: &[(&Path, &[u8], &[u8])]) -> Result<(), CliError> {
    let mut drafts = Vec::with_capacity(files.len());
    for &(path, _, text) in files {
        let draft = TempFile::new(path, |out| out.write_all(text));
        drafts.push(draft.map_err(|error| failure(path, &error))?);
    }
    for (number, (draft, &(path, ..))) in drafts.into_iter().zip(files).enumerate() {
        if let Err(error) = draft.put() {
            for &(path, old, _) in files.iter().take(number) {
                let restored =
                    TempFile::new(path, |out| out.write_all(old)).and_then(TempFile::put);
                restored.map_err(|error| failure(path, &error))?;
            }
            return Err(failure(path, &error));
        }
    }
    Ok(())
}

/// A file that does not exist yet.
pub(crate) struct FileToWrite<'t> {
    pub(crate) path: PathBuf,
    pub(crate) text: &'t [u8],
    /// The file's mode, if not the usual one.
    pub(crate) permissions: Option<fs::Permissions>,
}

/// Writes new files, all or none. If one already exists, it stays as it is and no file is written.
pub(crate) fn create_all(files: &[FileToWrite<'_>]) -> Result<(), CliError> {
    let mut prepared = Vec::with_capacity(files.len());
    for file in files {
        let written = file
            .prepare()
            .map_err(|error| failure(&file.path, &error))?;
        prepared.push((file, written));
    }
    let mut created: Vec<&Path> = Vec::with_capacity(files.len());
    for (file, written) in prepared {
        if let Err(error) = written.persist_noclobber(&file.path) {
            for path in created {
                // Only this program has used the file so far.
                let _ = fs::remove_file(path);
            }
            return Err(failure(&file.path, &error.error));
        }
        created.push(&file.path);
    }
    Ok(())
}

/// Writes a new folder, whole or not at all: it is built next to its place, then renamed. The place may hold an empty
/// folder.
pub(crate) fn create_folder(folder: &Path, files: &[FileToWrite<'_>]) -> Result<(), CliError> {
    let taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().map(|_| "already has files"),
        Err(_) if folder.symlink_metadata().is_ok() => Some("already exists, and is not a folder"),
        Err(_) => None,
    };
    if let Some(how) = taken {
        return Err(CliError::with_help(
            shown!("`{}` {}", folder, how),
            "nothing was written; name another folder",
        ));
    }
    new_folder(folder, files).map_err(|error| CliError::writing(&error, shown!("`{}`", folder)))
}

fn new_folder(folder: &Path, files: &[FileToWrite<'_>]) -> io::Result<()> {
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".argmap-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let new = builder.tempdir_in(parent)?;
    for file in files {
        let path = new.path().join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, file.text)?;
        if let Some(permissions) = &file.permissions {
            fs::set_permissions(&path, permissions.clone())?;
        }
    }
    // Fails if someone else has created the folder meanwhile and put anything in it.
    fs::rename(new.path(), folder)?;
    // The folder is in its place now, so there is nothing left to remove.
    let _ = new.keep();
    Ok(())
}

impl FileToWrite<'_> {
    fn prepare(&self) -> io::Result<NamedTempFile> {
        let mut written = temporary().tempfile_in(folder_of(&self.path))?;
        written.write_all(self.text)?;
        if let Some(permissions) = &self.permissions {
            written.as_file().set_permissions(permissions.clone())?;
        }
        written.as_file().sync_all()?;
        Ok(written)
    }
}

fn failure(path: &Path, error: &io::Error) -> CliError {
    CliError::writing(error, shown!("`{}`", path))
}

/// Lets `text` write to `out`, in large pieces.
pub(crate) fn buffered(
    out: &mut dyn Write,
    text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    text(&mut out).and_then(|()| out.flush())
}

/// A text that has been written to disk, and the file that it is meant for.
struct TempFile {
    written: NamedTempFile,
    target: PathBuf,
    /// The file itself, if it has to be overwritten in place.
    over: Option<File>,
}

impl TempFile {
    fn new(path: &Path, text: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Self> {
        let target = follow(path)?;
        let old = match File::options().read(true).write(true).open(&target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(opened?),
        };
        let about = old.as_ref().map(File::metadata).transpose()?;
        let beside = temporary().tempfile_in(folder_of(&target));
        let (mut written, is_beside) = match beside {
            // The file may be writable although its folder is not.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && old.is_some() => {
                (temporary().tempfile()?, false)
            }
            written => (written?, true),
        };
        buffered(&mut written, text)?;
        let takes_over = about.is_none_or(|about| {
            is_beside
                && has_one_name(&about)
                && resemble(written.as_file(), &target, &about).is_ok()
        });
        written.as_file().sync_all()?;
        Ok(Self {
            written,
            target,
            over: old.filter(|_| !takes_over),
        })
    }

    /// Puts the new text in place.
    fn put(self) -> io::Result<()> {
        let Self {
            mut written,
            target,
            over,
        } = self;
        let Some(mut file) = over else {
            written.persist(&target).map_err(|error| error.error)?;
            return Ok(());
        };
        let mut old = Vec::new();
        file.read_to_end(&mut old)?;
        let Err(error) = written
            .rewind()
            .and_then(|()| overwrite(&mut file, &mut written))
        else {
            return Ok(());
        };
        if overwrite(&mut file, &mut old.as_slice()).is_ok() {
            return Err(error);
        }
        let (_, kept) = written.keep().map_err(|error| error.error)?;
        let kept = kept.display();
        Err(io::Error::other(format!(
            "{error}; the text meant for it is in `{kept}`"
        )))
    }
}

/// Replaces everything in a file with `text`.
fn overwrite(file: &mut File, text: &mut impl Read) -> io::Result<()> {
    file.rewind()?;
    let length = io::copy(text, file)?;
    file.set_len(length)?;
    file.sync_all()
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".argmap-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The path with all its links followed. The last link may lead to a file that does not exist yet.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..=MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its links form a circle"))
}

#[cfg(unix)]
fn has_one_name(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.nlink() <= 1
}

#[cfg(not(unix))]
fn has_one_name(_about: &Metadata) -> bool {
    true
}

/// Gives a new file the owner, the mode and the extended attributes of an old one.
#[cfg(unix)]
fn resemble(new: &File, old: &Path, about: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    use xattr::FileExt;

    let own = new.metadata()?;
    if (own.uid(), own.gid()) != (about.uid(), about.gid()) {
        fchown(new, Some(about.uid()), Some(about.gid()))?;
    }
    // Set after the owner, because a change of owner clears bits of the mode.
    new.set_permissions(about.permissions())?;
    let names = match xattr::list(old) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
        names => names?,
    };
    for name in names {
        let value = xattr::get(old, &name)?;
        if value != new.get_xattr(&name)? {
            new.set_xattr(&name, value.as_deref().unwrap_or_default())?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn resemble(new: &File, _old: &Path, about: &Metadata) -> io::Result<()> {
    new.set_permissions(about.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, text: &str) -> io::Result<()> {
        TempFile::new(path, |out| out.write_all(text.as_bytes()))?.put()
    }

    /// The names in a folder, to check that no file of ours is left behind.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
        let mut names: Vec<_> = entries.map(|entry| name(entry).unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_gets_its_new_text_whatever_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for text in ["one", "", "a longer one", "two"] {
            put(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_text_that_breaks_off_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        put(&path, "one").unwrap();
        let broken = TempFile::new(&path, |out| {
            out.write_all(b"tw")?;
            Err(io::Error::other("no more"))
        });
        assert!(broken.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn of_several_files_none_is_written_if_one_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        put(&one, "1").unwrap();
        fs::create_dir(&two).unwrap();
        let files: [(&Path, &[u8], &[u8]); 2] = [(&one, b"1", b"first"), (&two, b"", b"second")];
        assert!(write_all(&files).is_err());
        assert_eq!(fs::read_to_string(&one).unwrap(), "1");
        assert_eq!(names(folder.path()), ["one", "two"]);
    }

    #[test]
    fn new_files_are_written_over_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        put(&two, "old").unwrap();
        let new = |path: &Path| FileToWrite {
            path: path.to_owned(),
            text: b"new",
            permissions: None,
        };
        assert!(create_all(&[new(&one), new(&two)]).is_err());
        assert_eq!(fs::read_to_string(&two).unwrap(), "old");
        assert_eq!(names(folder.path()), ["two"]);
        create_all(&[new(&one)]).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "new");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

        use super::*;

        #[test]
        fn all_names_of_a_file_stay_its_names() {
            let folder = tempfile::tempdir().unwrap();
            let (one, two) = (folder.path().join("one"), folder.path().join("two"));
            put(&one, "a text that is rather long").unwrap();
            fs::hard_link(&one, &two).unwrap();
            put(&two, "short").unwrap();
            assert_eq!(fs::read_to_string(&one).unwrap(), "short");
            let inode = |path| fs::metadata(path).unwrap().ino();
            assert_eq!(inode(&one), inode(&two));
            assert_eq!(names(folder.path()), ["one", "two"]);
        }

        #[test]
        fn links_are_written_through_even_where_their_target_is_yet_to_be() {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("inner")).unwrap();
            let (first, second) = (folder.path().join("first"), folder.path().join("second"));
            symlink("inner/target", &second).unwrap();
            symlink("second", &first).unwrap();
            for text in ["one", "two"] {
                put(&first, text).unwrap();
                let target = folder.path().join("inner/target");
                assert_eq!(fs::read_to_string(target).unwrap(), text);
            }
            assert!(first.is_symlink() && second.is_symlink());
            let circle = folder.path().join("circle");
            symlink("circle", &circle).unwrap();
            assert!(put(&circle, "text").is_err());
        }

        #[test]
        fn mode_owner_and_attributes_stay() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            put(&path, "one").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o4751)).unwrap();
            // Only a superuser can give a file away, and not every file system has attributes.
            let given = std::os::unix::fs::chown(&path, Some(4321), Some(1234)).is_ok();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o4751)).unwrap();
            let marked = xattr::set(&path, "user.argmap", b"kept").is_ok();
            put(&path, "two").unwrap();
            let about = fs::metadata(&path).unwrap();
            assert_eq!(about.permissions().mode() & 0o7777, 0o4751);
            if given {
                assert_eq!((about.uid(), about.gid()), (4321, 1234));
            }
            if marked {
                let value = xattr::get(&path, "user.argmap").unwrap();
                assert_eq!(value.as_deref(), Some(&b"kept"[..]));
            }
            assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        }

        #[test]
        fn a_file_that_may_not_be_written_is_left_alone() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            put(&path, "one").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
            // A superuser can write to it anyway.
            let refused = File::options().write(true).open(&path).is_err();
            assert_eq!(put(&path, "two").is_err(), refused);
            let text = if refused { "one" } else { "two" };
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o444);
            assert_eq!(names(folder.path()), ["a"]);
        }
    }
}
