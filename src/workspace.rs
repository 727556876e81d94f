//! A map that is kept while its files change: what changed is read again, the rest is kept.
//!
//! The map and its report are the same as if everything were read again, whatever happened before. A workspace may be
//! used from several threads at once, and a map that it gave stays as it is when the workspace goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::check::{self, Levels, Report};
use crate::map::Map;
use crate::proof::{KeptSources, Proof};
use crate::syntax::{self, Document, File, FileId, Files, Loaded, SharedStr};
use crate::world::{Disk, Listed, ReadError, Stamp, Texts, World, plain, shown};

/// A map, the files that it is read from, and its sources.
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
    /// The files of the map, in the order of their names.
    kept: Vec<KeptFile>,
    /// Files whose texts are handed in, by name; none for one that is removed.
    set: BTreeMap<PathBuf, Option<SharedStr>>,
    sources: KeptSources,
    map: OnceLock<Arc<Map>>,
    reads: usize,
}

/// A file that was read, and what it says.
#[derive(Debug)]
struct KeptFile {
    /// Its path from the map's folder.
    name: PathBuf,
    stamp: Option<Stamp>,
    loaded: Loaded,
    /// As if it were the map's only file.
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
    /// The map on disk at `path`: a folder, with everything that is in it, or one file; see [`Disk::new`].
    ///
    /// # Errors
    ///
    /// If there is no such folder or file, or it holds no map.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        Self::of(Arc::new(Disk::new(path)?))
    }

    /// The map of these files, each with its path in a folder that need not exist; see [`Texts`].
    ///
    /// # Errors
    ///
    /// None today: no texts at all are a map without claims.
    pub fn of_texts<N: AsRef<str>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<Self, ReadError> {
        Self::of(Arc::new(Texts::new(files)))
    }

    /// The map that a world holds.
    ///
    /// # Errors
    ///
    /// If it holds none.
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

    /// Checks which files are there, and reads those that are not as they were. Texts that were [`set`](Self::set) stay.
    ///
    /// # Errors
    ///
    /// If the world holds no map any more; the workspace stays as it is.
    pub fn refresh(&mut self) -> Result<(), ReadError> {
        let listed = self.world.list()?;
        let before = std::mem::take(&mut self.kept);
        let was = before.len();
        let mut before: BTreeMap<PathBuf, KeptFile> = before
            .into_iter()
            .map(|kept| (kept.name.clone(), kept))
            .collect();
        let fates: Vec<Fate> = listed
            .par_iter()
            .map(|listed| self.fate(listed, before.get(&listed.name)))
            .collect();
        let mut changed = false;
        for (listed, fate) in listed.iter().zip(fates) {
            let kept = before.remove(&listed.name);
            match (fate, kept) {
                (Fate::Same { stamp }, Some(kept)) => self.kept.push(KeptFile { stamp, ..kept }),
                (Fate::New(kept), _) => {
                    self.reads += 1;
                    changed = true;
                    self.kept.push(*kept);
                }
                (Fate::Gone, _) | (Fate::Same { .. }, None) => {}
            }
        }
        // Texts that are set, of files that the world does not have.
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

    fn fate(&self, listed: &Listed, known: Option<&KeptFile>) -> Fate {
        match (self.set.get(&listed.name), known) {
            (Some(None), _) => return Fate::Gone,
            (Some(Some(_)), Some(_)) => return Fate::Same { stamp: None },
            _ => {}
        }
        // Asked before the file is read: one that is written meanwhile is read again the next time.
        let stamp = match listed.fault {
            Some(_) => None,
            None => self.world.stamp(listed),
        };
        if let Some(known) = known
            && stamp.is_some()
            && stamp == known.stamp
        {
            return Fate::Same { stamp };
        }
        let loaded = Loaded::new(&*self.world, listed);
        if known.is_some_and(|known| loaded.says_the_same(&known.loaded)) {
            return Fate::Same { stamp };
        }
        let name = listed.name.clone();
        Fate::New(Box::new(KeptFile::read(name, stamp, loaded)))
    }

    /// Hands in the text of a file, by its path from the map's folder with `/` between folders. It stands in for what the
    /// world has under this name, if it has anything, until it is [released](Self::release).
    ///
    /// Reads that file alone; the map is assembled when it is next asked for.
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

    /// Takes a file out of the map, whether the world has it or not, until it is [released](Self::release) or
    /// [set](Self::set).
    pub fn remove(&mut self, name: &str) {
        let name = PathBuf::from(plain(name));
        self.drop_kept(&name);
        self.set.insert(name, None);
    }

    /// Forgets the text that was handed in for a file: from now on it is what the world has.
    ///
    /// # Errors
    ///
    /// If the world holds no map any more; what was handed in is forgotten all the same.
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

    /// Where the file of this name is, or where it would have to be put in.
    fn find(&self, name: &Path) -> Result<usize, usize> {
        self.kept
            .binary_search_by(|kept| kept.name.as_path().cmp(name))
    }

    /// The map. Assembled when it is first asked for after a change; linear in the map.
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

    /// The sources of the map, and what became of its quotations. Reads the sources that are not as they were, and looks
    /// for the quotations that were not looked for before.
    pub fn proof(&self) -> Proof<'_> {
        Proof::with(self.map(), &self.sources)
    }

    /// Checks the map by every rule.
    pub fn check(&self, levels: &Levels) -> Report {
        check::check_proof(self.proof(), levels)
    }

    /// How many searches for quotations were made in the sources that the map names now.
    pub fn searches(&self) -> usize {
        self.sources.searches()
    }

    /// How often a file of the map was read, from the beginning.
    pub fn reads(&self) -> usize {
        self.reads
    }
}

/// What becomes of a file that the world has.
enum Fate {
    /// It is taken out of the map.
    Gone,
    /// It says what it said; it may have been written again.
    Same { stamp: Option<Stamp> },
    /// It says something else, or is new.
    New(Box<KeptFile>),
}
