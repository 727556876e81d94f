//! Audits the answers of language models: checks which of the words that an answer quotes are in its sources, and
//! where.
//!
//! The promise: no quotation is called proven unless [`quotes`](crate::quotes) finds its words in the source that the
//! answer names. Only the words are proven, not that the answer's sentences follow from them.
//!
//! ```
//! use argmap::audit::{AuditAnswer, AuditSource, Verdict, audit};
//! use argmap::quotes::{SourceKind, SourceText};
//!
//! let text = SourceText::load("The tide did not rise in May.".into(), SourceKind::Plain).unwrap();
//! let sources = [AuditSource::new("tides.txt", text)];
//! let answer = "They say “the tide did rise in May” [1].\n\n[1]: tides.txt";
//! let audit = audit(&[AuditAnswer::new("answer.md", answer)], &sources);
//! assert_eq!(audit.answers[0].citations[0].verdict, Verdict::NotThere);
//! assert!(!audit.is_proven());
//! ```

mod blocks;
#[cfg(feature = "docx")]
mod docx;
mod draft;
mod findings;
mod insertion;
mod map;
mod names;
mod pairs;
mod reading;
mod record;
mod rules;
mod search;
mod service;
mod stretches;
mod wording;

pub use draft::AuditMap;
pub use rules::RULES;
pub use wording::Loosening;

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use crate::answer::Version;
use crate::place::Stretch;
use crate::quotes::{Nearest, Passage, SourceKind, SourceText, Tier};
use map::Claimed;
use names::SourceNames;
use reading::{AnswerReading, Cite, GivenPlace};
use record::Record;
use search::{CiteSearch, FoundWords};

/// A source that answers may quote.
#[derive(Debug)]
pub struct AuditSource {
    /// The source's path, as shown to people.
    pub path: String,
    /// Other names that answers use for it.
    pub names: Vec<String>,
    /// Its text, or why it could not be read.
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

/// A file with one or more answers.
#[derive(Debug, Clone)]
pub struct AuditAnswer {
    /// The file's path, as shown to people. Its extension tells the format: `.json`, `.jsonl`, `.html` or `.docx`,
    /// otherwise Markdown.
    pub path: String,
    /// The file's text; for a Word document, one line per paragraph.
    pub text: String,
    form: AnswerForm,
}

/// The form of an answer's file.
#[derive(Debug, Clone)]
enum AnswerForm {
    /// Text, in the format that the path's extension tells.
    Text,
    /// These blocks.
    #[cfg(feature = "docx")]
    Blocks(std::sync::Arc<blocks::Blocks>),
    /// It can't be read; holds the reason.
    Broken(String),
}

impl AuditAnswer {
    /// An answer given as text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            form: AnswerForm::Text,
        }
    }

    /// An answer from the bytes of a file: text in UTF-8 or, with the feature `docx`, a Word document. A file that
    /// can't be read becomes an [`UnreadAnswer`].
    pub fn load(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let path = path.into();
        let is_word = path.to_ascii_lowercase().ends_with(".docx")
            || [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"]
                .iter()
                .any(|head| bytes.starts_with(head));
        if is_word {
            return Self::word(path, &bytes);
        }
        if bytes.starts_with(b"%PDF") {
            let why = "a PDF can be a source, but not an answer: save it as DOCX or HTML";
            return Self::broken(path, why);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(path, text),
            Err(_) => Self::broken(path, "it is not UTF-8"),
        }
    }

    #[cfg(feature = "docx")]
    fn word(path: String, bytes: &[u8]) -> Self {
        match docx::read(bytes) {
            Ok(docx::Docx { text, blocks }) => Self {
                path,
                text,
                form: AnswerForm::Blocks(blocks.into()),
            },
            Err(why) => Self::broken(path, why),
        }
    }

    #[cfg(not(feature = "docx"))]
    fn word(path: String, _: &[u8]) -> Self {
        Self::broken(path, "this argmap was built without the feature `docx`")
    }

    fn broken(path: String, why: impl Into<String>) -> Self {
        Self {
            path,
            text: String::new(),
            form: AnswerForm::Broken(why.into()),
        }
    }
}

/// The result for a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// The words are in the source that the answer names: in only one place, or in the place that the answer gives.
    Proven,
    /// The words are in the source, but in several places.
    Ambiguous,
    /// The words are in the source, but not at the place that the answer gives.
    WrongPlace,
    /// The words are not in the source that the answer names, but in another one.
    WrongSource,
    /// The words were not found.
    NotThere,
    /// The source that the answer names is not among those given, or can't be read.
    SourceMissing,
    /// The answer names a source, but quotes no words of it.
    UncitedWords,
    /// A quotation mark opens, and nothing closes it: what it quotes was not looked for.
    Unclosed,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 8] = [
        Self::Proven,
        Self::Ambiguous,
        Self::WrongPlace,
        Self::WrongSource,
        Self::NotThere,
        Self::SourceMissing,
        Self::UncitedWords,
        Self::Unclosed,
    ];

    /// Whether the words are in the source that the answer names.
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Proven | Self::Ambiguous | Self::WrongPlace)
    }

    /// Whether the words were looked for in vain: in the source that the answer names or, if it names none, in all.
    pub fn is_refuted(self) -> bool {
        matches!(self, Self::NotThere | Self::WrongSource)
    }
}

/// The result of an audit.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// The version of this format.
    pub version: Version<1>,
    /// The answers, in the order of the files and of their place in them.
    pub answers: Vec<AuditedAnswer>,
    /// The files in which no readable answer was found, and why.
    pub unread: Vec<UnreadAnswer>,
    /// The counts of all answers together.
    pub summary: Counts,
    /// The files of the answers, for reports that point into them; not in JSON.
    #[serde(skip)]
    pub files: Vec<AuditAnswer>,
    #[serde(skip)]
    claims: Vec<Vec<Claimed>>,
}

/// A file without a readable answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnreadAnswer {
    /// The file's path.
    pub file: String,
    /// Why no answer could be read.
    pub why: String,
}

/// The result for one answer.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AuditedAnswer {
    /// The path of the answer's file.
    pub file: String,
    /// The number of the answer in its file, from 1.
    pub number: usize,
    /// The model that gave the answer, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Everything that the answer quotes and cites, in order.
    pub citations: Vec<Citation>,
    /// The counts of this answer.
    pub summary: Counts,
    /// The index of its file, from 0; not in JSON.
    #[serde(skip)]
    pub file_number: usize,
}

/// Counts of sentences, and of citations by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Sentences in the answer's own words.
    pub sentences: usize,
    /// Sentences with citations, all of which are proven quotations.
    pub backed: usize,
    /// Sentences with a quotation that was looked for in vain.
    pub refuted: usize,
    /// Sentences with a citation that could not be checked (it quotes no words, or its source is missing), and none
    /// looked for in vain.
    pub uncited_words: usize,
    /// Quotations.
    pub quotations: usize,
    /// Quotations that are in the source that the answer names.
    pub proven: usize,
    /// Proven quotations that do not match character by character.
    pub loose: usize,
    /// Proven quotations that are in several places.
    pub ambiguous: usize,
    /// Proven quotations that are not at the place that the answer gives.
    pub wrong_place: usize,
    /// Quotations that are in another source.
    pub wrong_source: usize,
    /// Quotations that were not found.
    pub not_there: usize,
    /// Quotations whose source is missing.
    pub source_missing: usize,
    /// Pieces between quotation marks that are too short to be looked for; they are no quotations.
    pub too_short: usize,
}

impl Counts {
    /// The share of the sentences that are backed, from 0 to 1; `None` if there are no sentences.
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
        self.too_short += other.too_short;
    }
}

/// A place where an answer quotes or cites a source.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Citation {
    /// The result.
    pub verdict: Verdict,
    /// The words that it quotes, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where the citation is in the answer's file.
    #[serde(flatten)]
    pub at: Stretch,
    /// The sentence that it backs, if any; of a long one, the first 1,000 characters and `…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// The sources that it cites, as the answer names them.
    pub cited: Vec<String>,
    /// The path of the source that the answer means; if it names none, of the source that has the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How exactly the words match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// The ways in which the quotation was read less literally than it is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loosenings: Vec<Loosening>,
    /// Where the words are in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Standpoint>,
    /// How many places have the words; 0 if none does.
    #[serde(skip_serializing_if = "is_none")]
    pub places: usize,
    /// The place that the answer gives, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Other sources that have the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Standpoint>,
    /// The nearest passage. It is a hint, never a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<NearestPassage>,
    /// A further remark.
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
    /// The page, if the source has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The place in the source.
    #[serde(flatten)]
    pub passage: Passage,
}

/// The passage nearest to a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NearestPassage {
    /// The source's path.
    pub source: String,
    /// The text of the passage, and how the quotation differs from it.
    #[serde(flatten)]
    pub nearest: Nearest,
}

impl Audit {
    /// Whether no quotation was looked for in vain.
    pub fn is_proven(&self) -> bool {
        self.summary.not_there + self.summary.wrong_source == 0
    }

    /// Whether there is nothing to object to: every citation is a quotation, proven at the place that the answer gives,
    /// if any.
    pub fn is_flawless(&self) -> bool {
        let mut citations = self.answers.iter().flat_map(|answer| &answer.citations);
        citations.all(|citation| matches!(citation.verdict, Verdict::Proven | Verdict::Ambiguous))
    }
}

/// An answer that was read, before its words are looked for.
struct ReadAnswer {
    file: usize,
    number: usize,
    model: Option<String>,
    reading: AnswerReading,
}

/// Audits answers against sources. Linear in the answers, and in the sources except for quotations not found at once.
pub fn audit(answers: &[AuditAnswer], sources: &[AuditSource]) -> Audit {
    let names = SourceNames::new(sources);
    let read: Vec<Result<Vec<ReadAnswer>, String>> = answers
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
    let files: Vec<Option<SourceText>> = answers
        .par_iter()
        .map(|answer| {
            let bytes = answer.text.clone().into_bytes();
            SourceText::load_within(bytes, SourceKind::Plain, usize::MAX).ok()
        })
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
        let file = files.get(read.file).and_then(Option::as_ref);
        let Some((answer, file)) = answers.get(read.file).zip(file) else {
            continue;
        };
        let searches: Vec<CiteSearch> = searches.by_ref().take(read.reading.cites.len()).collect();
        let place = |range: &Range<usize>| stretch(file, range);
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
fn read_file(
    file: usize,
    answer: &AuditAnswer,
    names: &SourceNames,
) -> Result<Vec<ReadAnswer>, String> {
    let ending = answer
        .path
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending);
    let text = answer.text.as_str();
    let opening = text.trim_start_matches('\u{FEFF}').trim_start();
    if opening.is_empty() && matches!(answer.form, AnswerForm::Text) {
        return Err("it is empty".to_owned());
    }
    let one = |blocks: &blocks::Blocks| {
        vec![ReadAnswer {
            file,
            number: 1,
            model: None,
            reading: reading::read(blocks, names),
        }]
    };
    match &answer.form {
        #[cfg(feature = "docx")]
        AnswerForm::Blocks(blocks) => return Ok(one(blocks)),
        AnswerForm::Broken(why) => return Err(why.clone()),
        AnswerForm::Text => {}
    }
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" | "xht" => Ok(one(&blocks::html(text))),
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

/// The answers in a JSON file, which has one or more values in a row.
fn read_records(file: usize, text: &str, names: &SourceNames) -> Result<Vec<ReadAnswer>, String> {
    let bare = text.trim_start_matches('\u{FEFF}');
    let skipped = text.len() - bare.len();
    let text = bare;
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let mut reads = Vec::new();
    let mut start = 0;
    while let Some(value) = values.next() {
        let value = value.map_err(|error| format!("it is broken JSON: {error}"))?;
        let end = values.byte_offset();
        let mut record = Record::new(text.get(start..end).unwrap_or(""), skipped + start);
        start = end;
        for draft in service::read(&value) {
            let number = reads.len() + 1;
            reads.push(ReadAnswer {
                file,
                number,
                model: draft.model.clone(),
                reading: record.place(&draft, draft.reading(names)),
            });
        }
    }
    if reads.is_empty() {
        let why = "it has no answer in the form of Anthropic, OpenAI, Gemini or Cohere";
        return Err(why.to_owned());
    }
    Ok(reads)
}

/// The place of a range of bytes in an answer's file. O(log size).
fn stretch(file: &SourceText, range: &Range<usize>) -> Stretch {
    let skipped = file.file().len() - file.text().len();
    let within = |at: usize| at.saturating_sub(skipped);
    Stretch::from(&file.passage(within(range.start)..within(range.end)))
}

fn audited(
    read: &ReadAnswer,
    path: &str,
    searches: &[CiteSearch],
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
            let sentence = sentence.map(|sentence| beginning(&sentence.text));
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

/// The sentence, or the beginning of a long one: each of its quotations has a copy.
fn beginning(sentence: &str) -> String {
    const LONGEST: usize = 1_000;
    match sentence.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", sentence.get(..end).unwrap_or_default()),
        None => sentence.to_owned(),
    }
}

fn counts(reading: &AnswerReading, citations: &[Citation]) -> Counts {
    let mut counts = Counts {
        sentences: reading.sentences.len(),
        too_short: reading.too_short,
        ..Counts::default()
    };
    // For each sentence, the worst grade of its citations.
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

/// The result for one citation.
fn citation(
    cite: &Cite,
    search: &CiteSearch,
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
        verdict: if cite.is_unclosed {
            Verdict::Unclosed
        } else {
            Verdict::UncitedWords
        },
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
        note: search.remark.map(str::to_owned),
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
            citation.note = Some("the text around it is not what the answer says".to_owned());
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

fn given_in_words(given: &GivenPlace) -> String {
    match given {
        GivenPlace::Chars(chars) => format!("characters {} to {}", chars.start, chars.end),
        GivenPlace::Pages(pages) if pages.len() < 2 => format!("page {}", pages.start),
        GivenPlace::Pages(pages) => {
            format!("pages {} to {}", pages.start, pages.end.saturating_sub(1))
        }
    }
}

fn standpoint(standing: &FoundWords, which: usize, sources: &[AuditSource]) -> Option<Standpoint> {
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
