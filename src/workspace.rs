//! A map that is kept while its files change: only changed files are read again.
//!
//! The map and its report are always the same as if everything had been read from scratch. A workspace may be used from
//! several threads at once. A map that it has handed out stays as it is when the workspace changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::check::{self, Levels, Report};
use crate::map::Map;
use crate::proof::{KeptSources, Proof};
use crate::syntax::{self, Document, File, FileId, Files, Loaded, SharedStr};
use crate::world::{Disk, Listed, ReadError, Stamp, Texts, World, plain, shown};

/// A map, the files it is read from, and its sources.
///
/// # Examples
///
/// ```
/// use argmap::check::Levels;
/// use argmap::workspace::Workspace;
///
/// let mut workspace = Workspace::of_texts([("map.toml", "[claim.wet]\ntext = \"It is wet.\"\nsupports = [\"rain\"]")])?;
/// assert_eq!(workspace.check(&Levels::default()).summary.deny, 1);
///
/// workspace.set("rain.toml", "[claim.rain]\ntext = \"It rains.\"");
/// assert_eq!(workspace.check(&Levels::default()).summary.deny, 0);
/// assert_eq!(workspace.map().claim_count(), 2);
/// # Ok::<(), argmap::world::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Workspace {
    world: Arc<dyn World>,
    /// The files of the map, sorted by name.
    kept: Vec<KeptFile>,
    /// Files whose texts were handed in, by name; `None` for a file that was removed.
    set: BTreeMap<PathBuf, Option<SharedStr>>,
    sources: KeptSources,
    map: OnceLock<Arc<Map>>,
    reads: usize,
}

/// A file that was read, and what it says.
#[derive(Debug)]
struct KeptFile {
    /// The file's path, relative to the map's folder.
    name: PathBuf,
    stamp: Option<Stamp>,
    loaded: Loaded,
    /// What the file says, as if it were the map's only file.
    document: Arc<Document>,
}

impl KeptFile {
    fn read(name: PathBuf, stamp: Option<Stamp>, loaded: Loaded) -> Self {
        let document = Arc::new(syntax::read(FileId(0), &loaded.file.text));
        Self {
            name,
            stamp,
            loaded,
            document,
        }
    }
}

impl Workspace {
    /// Opens the map on disk at `path`: a folder with everything in it, or a single file. See [`Disk::new`].
    ///
    /// # Errors
    ///
    /// If there is no such folder or file, or it contains no map.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        Self::of(Arc::new(Disk::new(path)?))
    }

    /// Opens the map that these files make up, each given with its path in a folder that need not exist. See [`Texts`].
    ///
    /// # Errors
    ///
    /// None today: without any texts, the map has no claims.
    pub fn of_texts<N: AsRef<str>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<Self, ReadError> {
        Self::of(Arc::new(Texts::new(files)))
    }

    /// Opens the map that a world contains.
    ///
    /// # Errors
    ///
    /// If the world contains no map.
    pub fn of(world: Arc<dyn World>) -> Result<Self, ReadError> {
        let mut workspace = Self {
            world,
            kept: Vec::new(),
            set: BTreeMap::new(),
            sources: KeptSources::default(),
            map: OnceLock::new(),
            reads: 0,
        };
        workspace.refresh()?;
        Ok(workspace)
    }

    /// Checks which files exist, and reads those that have changed. Texts that were [`set`](Self::set) stay.
    ///
    /// # Errors
    ///
    /// If the world no longer contains a map. The workspace then stays as it is.
    pub fn refresh(&mut self) -> Result<(), ReadError> {
        let listed = self.world.list()?;
        let before = std::mem::take(&mut self.kept);
        let was = before.len();
        let mut before: BTreeMap<PathBuf, KeptFile> = before
            .into_iter()
            .map(|kept| (kept.name.clone(), kept))
            .collect();
        let fates: Vec<FileFate> = listed
            .par_iter()
            .map(|listed| self.fate(listed, before.get(&listed.name)))
            .collect();
        let mut changed = false;
        for (listed, fate) in listed.iter().zip(fates) {
            let kept = before.remove(&listed.name);
            match (fate, kept) {
                (FileFate::Same { stamp }, Some(kept)) => {
                    self.kept.push(KeptFile { stamp, ..kept });
                }
                (FileFate::New(kept), _) => {
                    self.reads += 1;
                    changed = true;
                    self.kept.push(*kept);
                }
                (FileFate::Gone, _) | (FileFate::Same { .. }, None) => {}
            }
        }
        // Texts that were set for files that the world does not have.
        let own = before.into_values().filter(|kept| {
            let text = self.set.get(&kept.name);
            text.is_some_and(Option::is_some)
        });
        self.kept.extend(own);
        self.kept.sort_by(|one, other| one.name.cmp(&other.name));
        if changed || self.kept.len() != was {
            self.map = OnceLock::new();
        }
        Ok(())
    }

    fn fate(&self, listed: &Listed, known: Option<&KeptFile>) -> FileFate {
        match (self.set.get(&listed.name), known) {
            (Some(None), _) => return FileFate::Gone,
            (Some(Some(_)), Some(_)) => return FileFate::Same { stamp: None },
            _ => {}
        }
        // The stamp is taken before the file is read, so that a file written in between is read again next time.
        let stamp = match listed.fault {
            Some(_) => None,
            None => self.world.stamp(listed),
        };
        if let Some(known) = known
            && stamp.is_some()
            && stamp == known.stamp
        {
            return FileFate::Same { stamp };
        }
        let loaded = Loaded::new(&*self.world, listed);
        if known.is_some_and(|known| loaded.says_the_same(&known.loaded)) {
            return FileFate::Same { stamp };
        }
        let name = listed.name.clone();
        FileFate::New(Box::new(KeptFile::read(name, stamp, loaded)))
    }

    /// Sets the text of a file, given by its path from the map's folder with `/` between folders. The text replaces
    /// what the world has under this name, if anything, until it is [released](Self::release).
    ///
    /// Reads only that file; the map is assembled when it is next asked for.
    pub fn set(&mut self, name: &str, text: impl Into<SharedStr>) {
        let name = PathBuf::from(plain(name));
        let text = text.into();
        self.set.insert(name.clone(), Some(text.clone()));
        let found = self.find(&name);
        if let Ok(Some(kept)) = found.map(|at| self.kept.get_mut(at))
            && kept.loaded.says(&text)
        {
            kept.stamp = None;
            return;
        }
        let file = File {
            path: shown(&self.world.path_of(&name)),
            name: shown(&name),
            text,
        };
        let kept = KeptFile::read(name, None, Loaded::of_text(file));
        self.reads += 1;
        self.map = OnceLock::new();
        match found {
            Ok(at) => {
                if let Some(place) = self.kept.get_mut(at) {
                    *place = kept;
                }
            }
            Err(at) => self.kept.insert(at, kept),
        }
    }

    /// Removes a file from the map, whether or not the world has it, until it is [released](Self::release) or
    /// [set](Self::set).
    pub fn remove(&mut self, name: &str) {
        let name = PathBuf::from(plain(name));
        self.drop_kept(&name);
        self.set.insert(name, None);
    }

    /// Undoes [`set`](Self::set) and [`remove`](Self::remove) for a file: from now on it is what the world has.
    ///
    /// # Errors
    ///
    /// If the world no longer contains a map. The text that was set is forgotten all the same.
    pub fn release(&mut self, name: &str) -> Result<(), ReadError> {
        let name = PathBuf::from(plain(name));
        if self.set.remove(&name).is_some() {
            self.drop_kept(&name);
        }
        self.refresh()
    }

    fn drop_kept(&mut self, name: &Path) {
        if let Ok(at) = self.find(name) {
            self.kept.remove(at);
            self.map = OnceLock::new();
        }
    }

    /// The index of the file with this name, or else the index at which to insert it.
    fn find(&self, name: &Path) -> Result<usize, usize> {
        self.kept
            .binary_search_by(|kept| kept.name.as_path().cmp(name))
    }

    /// The map. It is assembled when first asked for after a change, in time linear in the map.
    pub fn map(&self) -> &Arc<Map> {
        self.map.get_or_init(|| {
            let mut files = Files {
                world: Some(Arc::clone(&self.world)),
                ..Files::default()
            };
            let mut documents = Vec::with_capacity(self.kept.len());
            for (number, kept) in (0..).map(FileId).zip(&self.kept) {
                files.files.push(kept.loaded.file.clone());
                files.diagnostics.extend(kept.loaded.finding(number));
                let mut document = Arc::clone(&kept.document);
                if number != FileId(0) && !document.diagnostics.is_empty() {
                    Arc::make_mut(&mut document).set_file(number);
                }
                documents.push(document);
            }
            Arc::new(Map::assemble(files, documents))
        })
    }

    /// The sources of the map and the outcome of each quotation. Reads only sources that have changed, and searches
    /// only for quotations that have not been searched for before.
    pub fn proof(&self) -> Proof<'_> {
        Proof::with(self.map(), &self.sources)
    }

    /// Checks the map against every rule.
    pub fn check(&self, levels: &Levels) -> Report {
        check::check_proof(self.proof(), levels)
    }

    /// How many searches for quotations were made in the sources that the map names now.
    pub fn searches(&self) -> usize {
        self.sources.searches()
    }

    /// How many times files of the map have been read so far.
    pub fn reads(&self) -> usize {
        self.reads
    }
}

/// What happens to a file that the world has.
enum FileFate {
    /// It was removed from the map.
    Gone,
    /// Its content is unchanged, though the file may have been written again.
    Same { stamp: Option<Stamp> },
    /// Its content has changed, or the file is new.
    New(Box<KeptFile>),
}
