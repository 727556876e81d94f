//! Keeps sources, and what was found in them, from one proof to the next.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::{Equivalent, HashMap};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::load::UnreadSource;
use crate::quotes::{LoadError, MAX_SOURCE, Outcome, Quotation, SourceKind, SourceText};
use crate::world::{SourceError, SourceFile, Stamp, World};

/// The sources of a map whose files change. A quotation is not searched for again as long as the source has the same
/// bytes and the quotation says the same.
#[derive(Debug, Default)]
pub struct KeptSources {
    /// The sources by their paths from the map's folder.
    sources: Mutex<FxHashMap<String, Kept>>,
}

#[derive(Debug, Clone)]
struct Kept {
    stamp: Option<Stamp>,
    source: Arc<Searched>,
    /// Whether the last proof used it.
    is_used: bool,
}

impl KeptSources {
    /// Reads a source, unless it has not changed.
    pub(super) fn read(
        &self,
        world: &dyn World,
        path: &str,
    ) -> Result<Arc<Searched>, UnreadSource> {
        // The stamp is taken before the source is read: if the file is written in the meantime, it is read again next
        // time.
        let stamp = world.source_stamp(path);
        let known = lock(&self.sources).get(path).cloned();
        let source = match known {
            Some(known) if stamp.is_some() && stamp == known.stamp => known.source,
            known => {
                let (bytes, kind) = read(world, path)?;
                match known.filter(|known| known.source.text.is_of(&bytes, kind)) {
                    Some(known) => known.source,
                    None => Arc::new(Searched::new(bytes, kind, Some(Mutex::default()))?),
                }
            }
        };
        let kept = Kept {
            stamp,
            source: Arc::clone(&source),
            is_used: true,
        };
        lock(&self.sources).insert(path.to_owned(), kept);
        Ok(source)
    }

    /// How many searches were made in the kept sources.
    pub fn searches(&self) -> usize {
        let sources = lock(&self.sources);
        let searches = |kept: &Kept| kept.source.searches.load(Ordering::Relaxed);
        sources.values().map(searches).sum()
    }

    /// Forgets the sources that were not read, and the quotations that were not looked for, since the last call.
    pub(super) fn forget_unused(&self) {
        lock(&self.sources).retain(|_, kept| {
            if let Some(found) = &kept.source.found {
                lock(found).retain(|_, found| std::mem::take(&mut found.is_used));
            }
            std::mem::take(&mut kept.is_used)
        });
    }
}

/// Reads a source without keeping it.
pub(super) fn read_once(world: &dyn World, path: &str) -> Result<Arc<Searched>, UnreadSource> {
    let (bytes, kind) = read(world, path)?;
    Ok(Arc::new(Searched::new(bytes, kind, None)?))
}

fn read(world: &dyn World, path: &str) -> Result<(Vec<u8>, SourceKind), UnreadSource> {
    match world.read_source(path, MAX_SOURCE as u64) {
        Ok(SourceFile { bytes, name }) => {
            let kind = SourceKind::of(&name, &bytes);
            Ok((bytes, kind))
        }
        Err(SourceError::TooLarge { size, .. }) => {
            Err(UnreadSource::Unreadable(LoadError::TooLarge {
                size,
                limit: MAX_SOURCE,
            }))
        }
        Err(error) => Err(UnreadSource::Unreached(error)),
    }
}

/// The answers of a source, by what was searched for.
type KeptAnswers = HashMap<OwnedSearchKey, Answer, FxBuildHasher>;

/// A source, and what was found in it if that is kept.
#[derive(Debug)]
pub(super) struct Searched {
    pub(super) text: SourceText,
    found: Option<Mutex<KeptAnswers>>,
    searches: AtomicUsize,
}

/// The result of a search for a quotation in one source.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) outcome: Arc<Outcome>,
    /// The ranges of all places, if every place is meant and there are any.
    pub(super) every: Arc<[Range<usize>]>,
    is_used: bool,
}

impl Searched {
    fn new(
        bytes: Vec<u8>,
        kind: SourceKind,
        found: Option<Mutex<KeptAnswers>>,
    ) -> Result<Self, UnreadSource> {
        let text = SourceText::load(bytes, kind).map_err(UnreadSource::Unreadable)?;
        Ok(Self {
            text,
            found,
            searches: AtomicUsize::new(0),
        })
    }

    /// Looks for a quotation; for all its places if `every`.
    pub(super) fn find(&self, quotation: &Quotation<'_>, every: bool) -> Answer {
        let Some(found) = &self.found else {
            return self.search(quotation, every);
        };
        let key = SearchKey(*quotation, every);
        if let Some(answer) = lock(found).get_mut(&key) {
            answer.is_used = true;
            return answer.clone();
        }
        let answer = self.search(quotation, every);
        lock(found).insert(OwnedSearchKey::new(&key), answer.clone());
        answer
    }

    fn search(&self, quotation: &Quotation<'_>, every: bool) -> Answer {
        self.searches.fetch_add(1, Ordering::Relaxed);
        let all = every.then(|| self.text.find_every(quotation)).flatten();
        let (outcome, every) = match all {
            Some(every) => {
                let (place, of) = (every.nearest, every.places);
                (Outcome::Found { place, of }, every.ranges.into())
            }
            None => (self.text.find(quotation), Arc::default()),
        };
        Answer {
            outcome: Arc::new(outcome),
            every,
            is_used: true,
        }
    }
}

/// Everything that determines the result of a search in a source: the quotation, and whether every place is meant.
#[derive(PartialEq, Eq, Hash)]
struct SearchKey<'q>(Quotation<'q>, bool);

/// An owned [`SearchKey`].
#[derive(Debug, PartialEq, Eq)]
struct OwnedSearchKey {
    text: Box<str>,
    prefix: Option<Box<str>>,
    suffix: Option<Box<str>>,
    occurrence: Option<u32>,
    every: bool,
}

impl OwnedSearchKey {
    fn new(&SearchKey(quotation, every): &SearchKey<'_>) -> Self {
        Self {
            text: quotation.text.into(),
            prefix: quotation.prefix.map(Into::into),
            suffix: quotation.suffix.map(Into::into),
            occurrence: quotation.occurrence,
            every,
        }
    }

    fn borrowed(&self) -> SearchKey<'_> {
        let quotation = Quotation {
            text: &self.text,
            prefix: self.prefix.as_deref(),
            suffix: self.suffix.as_deref(),
            occurrence: self.occurrence,
        };
        SearchKey(quotation, self.every)
    }
}

impl Hash for OwnedSearchKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.borrowed().hash(state);
    }
}

impl Equivalent<OwnedSearchKey> for SearchKey<'_> {
    fn equivalent(&self, owned: &OwnedSearchKey) -> bool {
        *self == owned.borrowed()
    }
}

/// A thread that panicked leaves no value half written, because values are only inserted whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
