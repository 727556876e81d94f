//! Proves the quotations of a map: where each is in its source and how exactly, or why it was not found.
//!
//! The promise: every source is read once, and every quotation and every ignored passage is looked for. None is called
//! proven unless [`quotes`] finds it in one place. In a map with several sources, a quotation that names none is looked
//! for in all of them; one place in one source proves it. The same map and the same sources give the same proof,
//! whatever the number of threads.

mod edition;
mod elsewhere;
mod kept;
mod load;
mod select;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use edition::{NAMED_CLAIMS, Run};
use elsewhere::Anywhere;
pub use elsewhere::{Elsewhere, MAX_SOURCES_TOLD, Sighting};
pub use kept::KeptSources;
pub use load::UnreadSource;
pub use select::{name_source, select};

use kept::Searched;

use crate::map::{ClaimId, Map, QuestionId, QuoteOrigin, SourceId};
use crate::narrow::narrow;
use crate::quotes::{self, Coverage, CoveredSentence, Outcome, QuotePlace, SourceText, Tier};
use crate::syntax::{self, FileId, Source};

/// The entry of a map that a quotation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A claim's quotation with this number, from 0.
    Claim(ClaimId, u32),
    /// A question's quotation with this number, from 0.
    Question(QuestionId, u32),
    /// A source's ignored passage with this number, from 0.
    Ignore(SourceId, u32),
}

/// A quotation or an ignored passage, and the result of the search for it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Cited {
    /// The entry that it comes from.
    pub entry: Entry,
    /// The source that it is from: the one it names; else the map's default or only source; else, of all sources, the
    /// only one with the words, or the one that comes nearest to having them. `None` if there is no such source.
    pub source: Option<SourceId>,
    /// What was found; `None` if there is no source, or it could not be read. Also `None` for a quotation that could be
    /// from any source, if none of the readable sources has it and some source could not be read.
    pub outcome: Option<Arc<Outcome>>,
    /// If every place is meant: all ranges that are cited, in bytes of the source's rendered text, in order. Empty if
    /// an earlier entry says the same.
    pub every: Arc<[Range<usize>]>,
    /// The other sources that have the words: for a quotation that is not in its own source, or one that names no
    /// source and is in several.
    pub elsewhere: Option<Arc<Elsewhere>>,
}

impl Cited {
    /// An entry that was not searched for yet.
    fn new(entry: Entry, source: Option<SourceId>) -> Self {
        Self {
            entry,
            source,
            outcome: None,
            every: Arc::default(),
            elsewhere: None,
        }
    }

    /// Its place, if that is proven. If every place is meant, the first of the tightest matches.
    pub fn place(&self) -> Option<&QuotePlace> {
        match self.outcome.as_deref() {
            Some(Outcome::Found { place, .. }) => Some(place),
            _ => None,
        }
    }

    /// How many places are proven to be meant; more than one only if every place is meant.
    pub fn place_count(&self) -> usize {
        match self.outcome.as_deref() {
            Some(&Outcome::Found { of, .. }) if !self.every.is_empty() => of,
            Some(Outcome::Found { .. }) => 1,
            _ => 0,
        }
    }

    /// The ranges that are proven to be cited: bytes of the source's rendered text, in order.
    pub fn text_ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let one = self.place().filter(|_| self.every.is_empty());
        let one = one.into_iter().flat_map(QuotePlace::text_ranges);
        one.chain(self.every.iter().cloned())
    }

    /// How exactly it matches, if its place is proven.
    pub fn tier(&self) -> Option<Tier> {
        self.place().map(|place| place.tier)
    }
}

/// The sources of a map, and the results for its quotations.
#[derive(Debug)]
pub struct Proof<'m> {
    map: &'m Map,
    named: Vec<(FileId, &'m Source)>,
    sources: Vec<TriedSource>,
    cited: Vec<Cited>,
    /// Where in `cited` the quotations of each claim begin, then those of each question, then the ignored passages of
    /// each source; and the end of the last.
    starts: Vec<usize>,
    /// For each source, the quotations of claims and questions that are from it, as indices into `cited`.
    from: Vec<Vec<usize>>,
    searches: usize,
}

/// A source, whether it could be read or not.
#[derive(Debug)]
struct TriedSource {
    /// Its path as shown to people.
    path: String,
    source: Result<Arc<Searched>, UnreadSource>,
}

impl<'m> Proof<'m> {
    /// Reads the sources of a map and looks for everything that it quotes and ignores, in parallel.
    ///
    /// Reads nothing if the map has no sources. Must not be called from one task of a thread pool while the other tasks
    /// wait for it, because it uses the pool itself.
    pub fn new(map: &'m Map) -> Self {
        Self::read(map, None)
    }

    /// Like [`new`](Self::new), with kept sources: a source that has not changed is not read again, and a quotation
    /// that was looked for in it is not looked for again.
    pub fn with(map: &'m Map, kept: &KeptSources) -> Self {
        let proof = Self::read(map, Some(kept));
        kept.forget_unused();
        proof
    }

    fn read(map: &'m Map, kept: Option<&KeptSources>) -> Self {
        let named: Vec<(FileId, &Source)> = map
            .sources()
            .map(|(_, file, source)| (file, source))
            .collect();
        let sources: Vec<TriedSource> = named
            .par_iter()
            .map(|&(file, source)| load::load(map.files(), file, source, kept))
            .collect();
        let source_of = |quote: &syntax::Quote| match map.origin_of(quote) {
            QuoteOrigin::Source(source) => Some(source),
            QuoteOrigin::AnySource | QuoteOrigin::Unknown => None,
        };
        let mut cited = Vec::new();
        let mut starts = Vec::with_capacity(map.claim_count() + named.len() + 1);
        let mut add = |quotes: &[syntax::Quote], entry: &dyn Fn(u32) -> Entry| {
            starts.push(cited.len());
            let numbered = (0..).zip(quotes);
            cited.extend(
                numbered.map(|(number, quote)| Cited::new(entry(number), source_of(quote))),
            );
        };
        for claim in map.claims() {
            add(&map.claim(claim).quotes, &|number| {
                Entry::Claim(claim, number)
            });
        }
        for id in map.questions() {
            add(&map.question(id).quotes, &|number| {
                Entry::Question(id, number)
            });
        }
        for (id, (_, source)) in (0..).map(SourceId).zip(&named) {
            starts.push(cited.len());
            let numbers = 0..narrow(source.ignores.len());
            cited.extend(numbers.map(|number| Cited::new(Entry::Ignore(id, number), Some(id))));
        }
        starts.push(cited.len());
        cited.shrink_to_fit();
        let mut proof = Self {
            map,
            named,
            sources,
            cited,
            starts,
            from: Vec::new(),
            searches: 0,
        };
        proof.search();
        proof.group();
        proof
    }

    /// Looks for everything that is cited from readable sources, once for entries that say the same.
    fn search(&mut self) {
        let mut cited = std::mem::take(&mut self.cited);
        if self.sources.iter().any(|read| read.source.is_ok()) {
            let firsts = self.firsts(&cited);
            let mut asked: Vec<&mut Cited> = cited
                .iter_mut()
                .zip(firsts.iter().enumerate())
                .filter_map(|(cited, (number, &first))| (first == number).then_some(cited))
                .collect();
            self.searches = asked.len();
            let anywhere = self.anywhere(&asked);
            asked.par_iter_mut().for_each(|cited| {
                if let Some((_, quote)) = self.quote(cited) {
                    self.search_for(cited, quote, &anywhere);
                }
            });
            self.search_elsewhere(asked);
            for (number, &first) in firsts.iter().enumerate() {
                if first < number
                    && let Some((before, rest)) = cited.split_at_mut_checked(number)
                    && let (Some(first), Some(same)) = (before.get(first), rest.first_mut())
                {
                    same.source = first.source;
                    same.outcome.clone_from(&first.outcome);
                    same.elsewhere.clone_from(&first.elsewhere);
                }
            }
        }
        self.cited = cited;
    }

    /// For each entry, the first one with the same search: the same words in the same source.
    fn firsts(&self, cited: &[Cited]) -> Vec<usize> {
        let mut known = FxHashMap::default();
        let numbered = cited.iter().enumerate();
        numbered
            .map(|(number, cited)| {
                let Some((_, quote)) = self.quote(cited) else {
                    return number;
                };
                let anywhere = cited.source.is_none() && self.could_be_anywhere(quote);
                let is_ignored = matches!(cited.entry, Entry::Ignore(..));
                let place = (cited.source, anywhere, is_ignored);
                let words = (quotation(quote), quote.means_every_place());
                *known.entry((place, words)).or_insert(number)
            })
            .collect()
    }

    /// How many searches were made: one for all entries that say the same.
    pub fn search_count(&self) -> usize {
        self.searches
    }

    /// Looks for a quotation in its source, or in all sources if it could be from any.
    fn search_for(&self, cited: &mut Cited, quote: &syntax::Quote, anywhere: &Anywhere) {
        let Some(source) = cited.source else {
            if self.could_be_anywhere(quote) {
                self.search_anywhere(cited, &quotation(quote), anywhere);
            }
            return;
        };
        if let Some(source) = self.searched(source) {
            let answer = source.find(&quotation(quote), quote.means_every_place());
            cited.outcome = Some(answer.outcome);
            cited.every = answer.every;
        }
    }

    /// The source, if it could be read.
    fn searched(&self, id: SourceId) -> Option<&Searched> {
        let source = self.sources.get(id.0 as usize)?.source.as_ref();
        source.ok().map(|source| &**source)
    }

    /// Whether nothing says which source a quotation is from.
    pub fn could_be_anywhere(&self, quote: &syntax::Quote) -> bool {
        self.map.origin_of(quote) == QuoteOrigin::AnySource
    }

    /// Groups the quotations of claims and questions by their sources.
    fn group(&mut self) {
        let mut from = vec![Vec::new(); self.sources.len()];
        for (number, cited) in self.quotations().iter().enumerate() {
            if let Some(source) = cited.source
                && let Some(from) = from.get_mut(source.0 as usize)
            {
                from.push(number);
            }
        }
        self.from = from;
    }

    /// The map.
    pub fn map(&self) -> &'m Map {
        self.map
    }

    /// The source's text, or why it could not be read.
    ///
    /// # Errors
    ///
    /// An [`UnreadSource`] if the source could not be read.
    pub fn source(&self, id: SourceId) -> Result<&SourceText, &UnreadSource> {
        match self.sources.get(id.0 as usize) {
            Some(read) => read.source.as_ref().map(|source| &source.text),
            None => Err(&UnreadSource::NoPath),
        }
    }

    /// The source's path as shown to people: relative to where they are, with `/` between folders.
    pub fn path(&self, id: SourceId) -> &str {
        let source = self.sources.get(id.0 as usize);
        source.map_or("", |source| &source.path)
    }

    /// Everything that the map quotes and ignores: the quotations of its claims, then those of its questions, then the
    /// ignored passages of its sources.
    pub fn cited(&self) -> &[Cited] {
        &self.cited
    }

    /// The quotations of all claims, in the order of the files, then those of all questions.
    pub fn quotations(&self) -> &[Cited] {
        self.slice(0..self.map.claim_count() + self.map.questions().len())
    }

    /// The claims that have a quotation that was not found, or whose source could not be read, in order. A quotation
    /// that matches loosely, or in several places, counts as found.
    pub fn unproven_claims(&self) -> Vec<ClaimId> {
        let missed = |cited: &Cited| {
            let is_found = matches!(
                cited.outcome.as_deref(),
                Some(Outcome::Found { .. } | Outcome::Ambiguous { .. })
            );
            match cited.entry {
                Entry::Claim(claim, _) if !is_found => Some(claim),
                _ => None,
            }
        };
        let mut claims: Vec<ClaimId> = self.quotations().iter().filter_map(missed).collect();
        claims.dedup();
        claims
    }

    /// The quotations of a question, in the order written.
    pub fn of_question(&self, question: QuestionId) -> &[Cited] {
        let group = self.map.claim_count() + question.0 as usize;
        self.slice(group..group + 1)
    }

    /// The quotations of a claim, in the order written.
    pub fn of_claim(&self, claim: ClaimId) -> &[Cited] {
        self.slice(claim.index()..claim.index() + 1)
    }

    /// The ignored passages of a source, in the order written.
    pub fn ignored(&self, source: SourceId) -> &[Cited] {
        let group = self.map.claim_count() + self.map.questions().len() + source.0 as usize;
        self.slice(group..group + 1)
    }

    /// The part of `cited` that belongs to these claims, questions and sources, as numbered in `starts`.
    fn slice(&self, groups: Range<usize>) -> &[Cited] {
        let start = |group: usize| self.starts.get(group).copied().unwrap_or_default();
        let cited = self.cited.get(start(groups.start)..start(groups.end));
        cited.unwrap_or_default()
    }

    /// The quotations of claims that are from a source, in the order of the files, then those of questions.
    pub fn from(&self, source: SourceId) -> impl Iterator<Item = &Cited> {
        let numbers = self.from.get(source.0 as usize).into_iter().flatten();
        numbers.filter_map(|&number| self.cited.get(number))
    }

    /// All sources as written, each with the file that names it.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = (SourceId, FileId, &'m Source)> {
        let named = self.named.iter().enumerate();
        named.map(|(number, &(file, source))| (SourceId(narrow(number)), file, source))
    }

    /// The source as written, and the file that names it.
    pub fn written(&self, id: SourceId) -> Option<(FileId, &'m Source)> {
        self.named.get(id.0 as usize).copied()
    }

    /// The entry as written, and the file that it is in.
    pub fn quote(&self, cited: &Cited) -> Option<(FileId, &'m syntax::Quote)> {
        match cited.entry {
            Entry::Claim(claim, number) => {
                let quote = self.map.claim(claim).quotes.get(number as usize)?;
                Some((self.map.file_of(claim), quote))
            }
            Entry::Question(question, number) => {
                let quote = self.map.question(question).quotes.get(number as usize)?;
                Some((self.map.question_place(question).file, quote))
            }
            Entry::Ignore(source, number) => {
                let (file, source) = self.written(source)?;
                Some((file, &source.ignores.get(number as usize)?.quote))
            }
        }
    }

    /// How much of a source is proven to be quoted or ignored; `None` if it could not be read.
    ///
    /// O(source + its quotations × log of their number).
    pub fn coverage(&self, source: SourceId) -> Option<Coverage> {
        let text = self.source(source).ok()?;
        let [quoted, ignored] = self.covered(source);
        Some(quotes::coverage(text, &quoted, &ignored))
    }

    /// The sentences of a source, each with how it is covered; `None` if it could not be read.
    ///
    /// O(source × log of its size + its quotations × log of their number).
    pub fn covered_sentences(&self, source: SourceId) -> Option<Vec<CoveredSentence>> {
        let text = self.source(source).ok()?;
        let [quoted, ignored] = self.covered(source);
        Some(quotes::covered_sentences(text, &quoted, &ignored))
    }

    /// The ranges of a source that are proven to be quoted, and those proven to be ignored.
    fn covered(&self, source: SourceId) -> [Vec<Range<usize>>; 2] {
        let quoted = self.from(source).flat_map(Cited::text_ranges);
        let ignored = self.ignored(source).iter().flat_map(Cited::text_ranges);
        [quoted.collect(), ignored.collect()]
    }
}

/// A quotation of a map, in the form that sources are searched for.
pub fn quotation<'q>(quote: &'q syntax::Quote) -> quotes::Quotation<'q> {
    let selector = quote.selector.as_deref();
    let words = |text: &'q Option<syntax::Text>| text.as_ref().map(|text| &*text.value);
    quotes::Quotation {
        text: &quote.text.value,
        prefix: selector.and_then(|selector| words(&selector.prefix)),
        suffix: selector.and_then(|selector| words(&selector.suffix)),
        occurrence: selector.and_then(|selector| Some(selector.occurrence.as_ref()?.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{File, Files};

    const MAP: &str = r#"
        [source.a]
        path = "a.txt"

        [[source.a.ignore]]
        quote = "A heading"

        [source.gone]
        path = "gone.txt"

        [claim.one]
        text  = "One."
        quote = [
          { text = "the base layer", source = "a" },
          { text = "the bass layer", source = "a" },
        ]

        [claim.two]
        text  = "Two."

        [claim.three]
        text  = "Three."
        quote = { text = "whatever", source = "gone" }
    "#;

    fn files(folder: &std::path::Path) -> Files {
        Files {
            world: Some(std::sync::Arc::new(
                crate::world::Disk::new(folder).unwrap(),
            )),
            files: vec![File {
                path: "here/deep/map.toml".to_owned(),
                name: "deep/map.toml".to_owned(),
                text: MAP.into(),
            }],
            diagnostics: Vec::new(),
        }
    }

    #[test]
    fn quotations_are_looked_for_beside_the_file_that_names_the_source() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        std::fs::write(
            folder.path().join("deep/a.txt"),
            "A heading\n\nIt rebuilds the base layer.\n",
        )
        .unwrap();
        let files = files(folder.path());
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        let one = proof.of_claim(map.find("one").unwrap());
        assert_eq!(one.len(), 2);
        assert_eq!(one[0].place().unwrap().whole.start.line, 3);
        assert!(matches!(
            one[1].outcome.as_deref(),
            Some(Outcome::NotFound { .. })
        ));
        assert_eq!(proof.of_claim(map.find("two").unwrap()).len(), 0);
        let three = proof.of_claim(map.find("three").unwrap());
        assert!(three[0].outcome.is_none());
        assert_eq!(proof.path(SourceId(0)), "here/deep/a.txt");
        assert!(matches!(
            proof.source(SourceId(1)),
            Err(UnreadSource::Unreached(crate::world::SourceError::Missing))
        ));
        assert!(proof.ignored(SourceId(0))[0].place().is_some());
        assert_eq!(proof.ignored(SourceId(1)).len(), 0);
        let coverage = proof.coverage(SourceId(0)).unwrap();
        assert_eq!(coverage.letters.ignored, 8);
        assert_eq!(coverage.letters.quoted, 12);
    }

    #[test]
    fn a_map_without_a_folder_has_no_sources_to_read() {
        let files = Files::from_text("<stdin>", MAP);
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        assert!(matches!(
            proof.source(SourceId(0)),
            Err(UnreadSource::NoFolder)
        ));
        assert!(proof.coverage(SourceId(0)).is_none());
        assert!(proof.cited().iter().all(|cited| cited.place().is_none()));
    }
}
