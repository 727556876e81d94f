//! Audits the answers of language models: which of the words that an answer quotes stand in its sources, and where.
//!
//! The promise: no quotation is called proven whose words do not stand in the source that the answer names, as
//! [`quotes`](crate::quotes) finds them. It is words that are proven, not that what the answer makes of them follows.
//!
//! ```
//! use argmap::audit::{AuditAnswer, AuditSource, Verdict, audit};
//! use argmap::quotes::{Kind, SourceText};
//!
//! let text = SourceText::load("The tide did not rise in May.".into(), Kind::Plain).unwrap();
//! let sources = [AuditSource::new("tides.txt", text)];
//! let answer = "They say “the tide did rise in May” [1].\n\n[1]: tides.txt";
//! let audit = audit(&[AuditAnswer::new("answer.md", answer)], &sources);
//! assert_eq!(audit.answers[0].citations[0].verdict, Verdict::NotThere);
//! assert!(!audit.is_proven());
//! ```

mod blocks;
mod draft;
mod findings;
mod map;
mod names;
mod reading;
mod search;
mod service;
mod wording;

pub use draft::AuditMap;
pub use findings::RULES;
pub use wording::Loosening;

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use crate::answer::Version;
use crate::narrow::narrow;
use crate::place::Stretch;
use crate::quotes::{Nearest, Passage, SourceText, Tier};
use crate::syntax::Lines;
use map::Claimed;
use names::Names;
use reading::{Cite, Given, Reading};
use search::{Search, Standing};

/// A source that answers may quote.
#[derive(Debug)]
pub struct AuditSource {
    /// Its path, as people are shown it.
    pub path: String,
    /// What else answers call it.
    pub names: Vec<String>,
    /// Its text, or why it cannot be read.
    pub text: Result<SourceText, String>,
}

impl AuditSource {
    /// A source that could be read.
    pub fn new(path: impl Into<String>, text: SourceText) -> Self {
        Self {
            path: path.into(),
            names: Vec::new(),
            text: Ok(text),
        }
    }
}

/// A file with an answer, or with several.
#[derive(Debug, Clone)]
pub struct AuditAnswer {
    /// Its path, as people are shown it. Its ending says what it is: `.json`, `.jsonl`, `.html`, else Markdown.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl AuditAnswer {
    /// An answer.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// What became of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// The words stand in the source, in one place, or in the one that the answer gives.
    Proven,
    /// The words stand in the source, in several places.
    Ambiguous,
    /// The words stand in the source, but not where the answer says.
    WrongPlace,
    /// The words stand in another source than the answer says.
    WrongSource,
    /// The words do not stand there.
    NotThere,
    /// The source that the answer names is not among those given, or cannot be read.
    SourceMissing,
    /// The answer names a source and quotes no words of it.
    UncitedWords,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 7] = [
        Self::Proven,
        Self::Ambiguous,
        Self::WrongPlace,
        Self::WrongSource,
        Self::NotThere,
        Self::SourceMissing,
        Self::UncitedWords,
    ];

    /// Whether the words stand in the source that the answer names.
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Proven | Self::Ambiguous | Self::WrongPlace)
    }

    /// Whether the words were looked for in vain.
    pub fn is_refuted(self) -> bool {
        matches!(self, Self::NotThere | Self::WrongSource)
    }
}

/// What there is to say of answers and their sources.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// The version of this form.
    pub version: Version<1>,
    /// The answers, in the order of the files and of what stands in them.
    pub answers: Vec<AuditedAnswer>,
    /// The files in which no answer was found that could be read, and why.
    pub unread: Vec<UnreadAnswer>,
    /// The counts of all answers together.
    pub summary: Counts,
    /// The answers' files, for reports that point into them; not in JSON.
    #[serde(skip)]
    pub files: Vec<AuditAnswer>,
    #[serde(skip)]
    claims: Vec<Vec<Claimed>>,
}

/// A file without an answer that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnreadAnswer {
    /// Its path.
    pub file: String,
    /// Why.
    pub why: String,
}

/// What there is to say of an answer.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AuditedAnswer {
    /// The path of its file.
    pub file: String,
    /// Which answer of the file it is, from 1.
    pub number: usize,
    /// The model that gave it, if that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// All that it quotes and cites, in order.
    pub citations: Vec<Citation>,
    /// Its counts.
    pub summary: Counts,
    /// The number of its file, from 0; not in JSON.
    #[serde(skip)]
    pub file_number: usize,
}

/// Counts of sentences and of citations by their verdicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Sentences that an answer says in its own name.
    pub sentences: usize,
    /// Those with a quotation, all of whose quotations are proven.
    pub backed: usize,
    /// Those with a quotation that is looked for in vain.
    pub refuted: usize,
    /// Those that name a source, with no quotation that could be looked for.
    pub uncited_words: usize,
    /// Quotations.
    pub quotations: usize,
    /// Quotations that stand in their source.
    pub proven: usize,
    /// Of these, quotations that are not the same character by character.
    pub loose: usize,
    /// Of the proven, quotations that stand in several places.
    pub ambiguous: usize,
    /// Of the proven, quotations that stand in another place than the answer says.
    pub wrong_place: usize,
    /// Quotations that stand in another source.
    pub wrong_source: usize,
    /// Quotations that do not stand there.
    pub not_there: usize,
    /// Quotations whose source is missing.
    pub source_missing: usize,
}

impl Counts {
    /// The share of the sentences that are backed, 0 to 1; none where there are no sentences.
    #[expect(
        clippy::cast_precision_loss,
        reason = "an answer has fewer than 2^52 sentences"
    )]
    pub fn backed_share(&self) -> Option<f64> {
        (self.sentences > 0).then(|| self.backed as f64 / self.sentences as f64)
    }

    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.backed += other.backed;
        self.refuted += other.refuted;
        self.uncited_words += other.uncited_words;
        self.quotations += other.quotations;
        self.proven += other.proven;
        self.loose += other.loose;
        self.ambiguous += other.ambiguous;
        self.wrong_place += other.wrong_place;
        self.wrong_source += other.wrong_source;
        self.not_there += other.not_there;
        self.source_missing += other.source_missing;
    }
}

/// A place where an answer quotes or cites a source.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Citation {
    /// What became of it.
    pub verdict: Verdict,
    /// The words that it quotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where it stands in the answer's file.
    #[serde(flatten)]
    pub at: Stretch,
    /// The sentence that it backs, if it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// The sources, as the answer names them.
    pub cited: Vec<String>,
    /// The path of the source that the answer means; of a quotation without one, of that in which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How exactly the words stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// What of the quotation was read otherwise than it is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loosenings: Vec<Loosening>,
    /// Where the words stand in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Standpoint>,
    /// In how many places they stand.
    #[serde(skip_serializing_if = "is_none")]
    pub places: usize,
    /// The place that the answer gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Other sources in which the words stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Standpoint>,
    /// What comes nearest: a help, never a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<NearestPassage>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(places: &usize) -> bool {
    *places == 0
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standpoint {
    /// The source's path.
    pub source: String,
    /// The page, of a source that has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Where in it.
    #[serde(flatten)]
    pub passage: Passage,
}

/// The passage nearest to a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NearestPassage {
    /// The source's path.
    pub source: String,
    /// What it says there, and what differs.
    #[serde(flatten)]
    pub nearest: Nearest,
}

impl Audit {
    /// Whether no quotation was looked for in vain, and every file could be read.
    pub fn is_proven(&self) -> bool {
        self.summary.not_there + self.summary.wrong_source == 0
    }

    /// Whether there is nothing at all to find fault with: every citation is a quotation that is proven where the answer says.
    pub fn is_flawless(&self) -> bool {
        let mut citations = self.answers.iter().flat_map(|answer| &answer.citations);
        citations.all(|citation| matches!(citation.verdict, Verdict::Proven | Verdict::Ambiguous))
    }
}

/// An answer as it was read, before its words are looked for.
struct Read {
    file: usize,
    number: usize,
    model: Option<String>,
    reading: Reading,
}

/// Audits answers against sources. Linear in the answers, and in the sources but for what is not found at once.
pub fn audit(answers: &[AuditAnswer], sources: &[AuditSource]) -> Audit {
    let names = Names::new(sources);
    let read: Vec<Result<Vec<Read>, String>> = answers
        .par_iter()
        .enumerate()
        .map(|(file, answer)| read_file(file, answer, &names))
        .collect();
    let mut unread = Vec::new();
    let mut reads = Vec::new();
    for (answer, read) in answers.iter().zip(read) {
        match read {
            Ok(read) => reads.extend(read),
            Err(why) => unread.push(UnreadAnswer {
                file: answer.path.clone(),
                why,
            }),
        }
    }
    let cites: Vec<&Cite> = reads.iter().flat_map(|read| &read.reading.cites).collect();
    let searches = search::search(&cites, sources, &names);
    let lines: Vec<Lines> = answers
        .iter()
        .map(|answer| Lines::new(&answer.text))
        .collect();
    let mut searches = searches.into_iter();
    let mut audit = Audit {
        version: Version,
        answers: Vec::with_capacity(reads.len()),
        unread,
        summary: Counts::default(),
        files: answers.to_vec(),
        claims: Vec::with_capacity(reads.len()),
    };
    for read in &reads {
        let Some((answer, lines)) = answers.get(read.file).zip(lines.get(read.file)) else {
            continue;
        };
        let searches: Vec<Search> = searches.by_ref().take(read.reading.cites.len()).collect();
        let place = |range: &Range<usize>| stretch(&answer.text, lines, range);
        let audited = audited(read, &answer.path, &searches, sources, place);
        audit.summary.add(&audited.summary);
        audit
            .claims
            .push(map::claims(&read.reading, &searches, &audited.citations));
        audit.answers.push(audited);
    }
    audit
}

/// The answers in a file.
fn read_file(file: usize, answer: &AuditAnswer, names: &Names) -> Result<Vec<Read>, String> {
    let ending = answer
        .path
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending);
    let text = answer.text.as_str();
    let opening = text.trim_start_matches('\u{FEFF}').trim_start();
    let one = |blocks: &blocks::Blocks| {
        vec![Read {
            file,
            number: 1,
            model: None,
            reading: reading::read(blocks, names),
        }]
    };
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" => Ok(one(&blocks::html(text))),
        "json" | "jsonl" | "ndjson" => read_records(file, text, names),
        "md" | "markdown" | "txt" => Ok(one(&blocks::markdown(text))),
        _ if opening.starts_with('{') || opening.starts_with("[{") => {
            read_records(file, text, names)
        }
        _ if opening.starts_with("<!DOCTYPE") || opening.starts_with("<html") => {
            Ok(one(&blocks::html(text)))
        }
        _ => Ok(one(&blocks::markdown(text))),
    }
}

/// The answers in a file of JSON: one value after the other.
fn read_records(file: usize, text: &str, names: &Names) -> Result<Vec<Read>, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let mut reads = Vec::new();
    let mut start = 0;
    while let Some(value) = values.next() {
        let value = value.map_err(|error| format!("it is broken JSON: {error}"))?;
        let end = values.byte_offset();
        let mut record = Record {
            text: text.get(start..end).unwrap_or(""),
            start,
            at: 0,
        };
        start = end;
        for draft in service::read(&value) {
            let number = reads.len() + 1;
            reads.push(Read {
                file,
                number,
                model: draft.model.clone(),
                reading: record.place(&draft, reading_of(&draft, names)),
            });
        }
    }
    if reads.is_empty() {
        return Err("no answer in it has a form that is known".to_owned());
    }
    Ok(reads)
}

/// What the answer of a service says and cites: what its text does, and what its service says it does.
fn reading_of(draft: &service::Draft, names: &Names) -> Reading {
    let mut reading = reading::read(&blocks::markdown(&draft.text), names);
    for (range, cite) in &draft.spans {
        let from = reading
            .sentences
            .partition_point(|sentence| sentence.range.end <= range.start);
        let to = reading
            .sentences
            .partition_point(|sentence| sentence.range.start < range.end);
        let sentences = from..to.max(from);
        let mut is_quoting = false;
        for own in &mut reading.cites {
            if own.words.is_some()
                && own.sentences.start < sentences.end
                && sentences.start < own.sentences.end
            {
                is_quoting = true;
                if own.named.is_empty() {
                    own.named.clone_from(&cite.named);
                }
            }
        }
        let known = reading
            .cites
            .iter_mut()
            .find(|own| own.words.is_none() && own.sentences == sentences);
        match (known, &cite.words) {
            (Some(known), None) => {
                for named in &cite.named {
                    if !known.named.contains(named) {
                        known.named.push(named.clone());
                    }
                }
            }
            (None, None) if is_quoting => {}
            _ => reading.cites.push(Cite {
                range: range.clone(),
                sentences,
                ..cite.clone()
            }),
        }
    }
    // Where a service hands over the words, a sentence is not without them.
    let quoted: Vec<Range<usize>> = reading
        .cites
        .iter()
        .filter(|cite| cite.words.is_some())
        .map(|cite| cite.sentences.clone())
        .collect();
    reading
        .cites
        .retain(|cite| cite.words.is_some() || !quoted.contains(&cite.sentences));
    reading
        .cites
        .sort_by_key(|cite| (cite.range.start, cite.range.end));
    reading
}

/// A record of a file of JSON, in which strings are looked for one after the other.
struct Record<'r> {
    text: &'r str,
    start: usize,
    at: usize,
}

impl Record<'_> {
    /// The same reading with places in the file rather than in the answer's text.
    fn place(&mut self, draft: &service::Draft, mut reading: Reading) -> Reading {
        for sentence in &mut reading.sentences {
            let words = draft.text.get(sentence.range.clone()).unwrap_or("");
            sentence.range = self.find(words);
        }
        for cite in &mut reading.cites {
            let own = draft.text.get(cite.range.clone()).unwrap_or("");
            let words = cite.words.as_deref().unwrap_or(own);
            cite.range = self.find(words);
        }
        reading
    }

    /// Where a text stands as a string, or its beginning; the whole record, if it is written otherwise.
    fn find(&mut self, words: &str) -> Range<usize> {
        let head = self.text.len() - self.text.trim_start().len();
        let written = serde_json::to_string(words.trim()).unwrap_or_default();
        let needle = written.trim_matches('"');
        let found = |from: usize| {
            let rest = self.text.get(from..)?.as_bytes();
            memchr::memmem::find(rest, needle.as_bytes()).map(|at| from + at)
        };
        match found(self.at)
            .or_else(|| found(0))
            .filter(|_| !needle.is_empty())
        {
            Some(at) => {
                self.at = at;
                self.start + at..self.start + at + needle.len()
            }
            None => self.start + head..self.start + head + 1,
        }
    }
}

fn stretch(text: &str, lines: &Lines, range: &Range<usize>) -> Stretch {
    let start = lines.position(text, narrow(range.start));
    let end = lines.position(text, narrow(range.end));
    Stretch {
        start: range.start,
        end: range.end,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn audited(
    read: &Read,
    path: &str,
    searches: &[Search],
    sources: &[AuditSource],
    place: impl Fn(&Range<usize>) -> Stretch,
) -> AuditedAnswer {
    let reading = &read.reading;
    let citations: Vec<Citation> = reading
        .cites
        .iter()
        .zip(searches)
        .map(|(cite, search)| {
            let sentence = reading
                .sentences
                .get(cite.sentences.start)
                .filter(|_| !cite.sentences.is_empty());
            let sentence = sentence.map(|sentence| sentence.text.clone());
            citation(cite, search, sources, place(&cite.range), sentence)
        })
        .collect();
    AuditedAnswer {
        file: path.to_owned(),
        number: read.number,
        model: read.model.clone(),
        summary: counts(reading, &citations),
        citations,
        file_number: read.file,
    }
}

fn counts(reading: &Reading, citations: &[Citation]) -> Counts {
    let mut counts = Counts {
        sentences: reading.sentences.len(),
        ..Counts::default()
    };
    // Of each sentence the worst that is to be said.
    let mut standing: Vec<Option<u8>> = vec![None; reading.sentences.len()];
    for (cite, citation) in reading.cites.iter().zip(citations) {
        let verdict = citation.verdict;
        if citation.words.is_some() {
            counts.quotations += 1;
            counts.proven += usize::from(verdict.is_proven());
            let is_loose = citation.tier.is_some_and(|tier| tier != Tier::Exact)
                || !citation.loosenings.is_empty();
            counts.loose += usize::from(verdict.is_proven() && is_loose);
        }
        match verdict {
            Verdict::Ambiguous => counts.ambiguous += 1,
            Verdict::WrongPlace => counts.wrong_place += 1,
            Verdict::WrongSource => counts.wrong_source += 1,
            Verdict::NotThere => counts.not_there += 1,
            Verdict::SourceMissing if citation.words.is_some() => counts.source_missing += 1,
            _ => {}
        }
        let grade = if verdict.is_refuted() {
            2
        } else {
            u8::from(!verdict.is_proven())
        };
        for sentence in standing.get_mut(cite.sentences.clone()).unwrap_or(&mut []) {
            *sentence = Some(sentence.map_or(grade, |known| known.max(grade)));
        }
    }
    for grade in standing.into_iter().flatten() {
        match grade {
            0 => counts.backed += 1,
            1 => counts.uncited_words += 1,
            _ => counts.refuted += 1,
        }
    }
    counts
}

/// What there is to say of a citation.
fn citation(
    cite: &Cite,
    search: &Search,
    sources: &[AuditSource],
    at: Stretch,
    sentence: Option<String>,
) -> Citation {
    let path = |number: usize| sources.get(number).map(|source| source.path.clone());
    let unreadable = search.meant.iter().find_map(|&number| {
        let source = sources.get(number)?;
        Some(format!(
            "`{}` cannot be read: {}",
            source.path,
            source.text.as_ref().err()?
        ))
    });
    let mut citation = Citation {
        verdict: Verdict::UncitedWords,
        words: cite.words.clone(),
        at,
        sentence,
        cited: cite.named.iter().map(|named| named.shown.clone()).collect(),
        source: search.meant.first().and_then(|&number| path(number)),
        tier: None,
        loosenings: Vec::new(),
        place: None,
        places: 0,
        given: cite.given.as_ref().map(given_in_words),
        elsewhere: search
            .elsewhere
            .iter()
            .filter_map(|standing| standpoint(standing, 0, sources))
            .collect(),
        nearest: search.nearest.as_ref().and_then(|(number, nearest)| {
            Some(NearestPassage {
                source: path(*number)?,
                nearest: nearest.clone(),
            })
        }),
        note: search
            .is_apart
            .then(|| "its parts stand there, but not one after the other".to_owned()),
    };
    if let Some(standing) = &search.standing {
        let text = sources
            .get(standing.source)
            .and_then(|source| source.text.as_ref().ok());
        let given = cite.given.as_ref().zip(text);
        let chosen = match given {
            Some((given, text)) => search::given_place(given, standing, text),
            None => Some(0),
        };
        citation.verdict = match chosen {
            None => Verdict::WrongPlace,
            Some(_) if standing.out_of_context => Verdict::WrongPlace,
            Some(_) if standing.total > 1 && given.is_none() => Verdict::Ambiguous,
            Some(_) => Verdict::Proven,
        };
        citation.source = path(standing.source);
        citation.tier = Some(standing.tier());
        citation.loosenings.clone_from(&standing.loosenings);
        citation.place = standpoint(standing, chosen.unwrap_or(0), sources);
        citation.places = standing.total;
        if standing.out_of_context {
            citation.note = Some("the text around it is another than the answer says".to_owned());
        }
    } else if let Some(why) = unreadable {
        citation.verdict = Verdict::SourceMissing;
        citation.note = Some(why);
    } else if search.unknown.is_some() && (cite.words.is_some() || search.meant.is_empty()) {
        citation.verdict = Verdict::SourceMissing;
    } else if cite.words.is_some() {
        citation.verdict = if search.elsewhere.is_empty() {
            Verdict::NotThere
        } else {
            Verdict::WrongSource
        };
    }
    citation
}

fn given_in_words(given: &Given) -> String {
    match given {
        Given::Chars(chars) => format!("characters {} to {}", chars.start, chars.end),
        Given::Pages(pages) if pages.len() < 2 => format!("page {}", pages.start),
        Given::Pages(pages) => format!("pages {} to {}", pages.start, pages.end.saturating_sub(1)),
    }
}

fn standpoint(standing: &Standing, which: usize, sources: &[AuditSource]) -> Option<Standpoint> {
    let source = sources.get(standing.source)?;
    let place = standing.places.get(which)?;
    let page = source
        .text
        .as_ref()
        .ok()
        .and_then(|text| text.page(place.whole.text.start));
    Some(Standpoint {
        source: source.path.clone(),
        page,
        passage: place.whole.clone(),
    })
}
