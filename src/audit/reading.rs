//! Reads what an answer quotes and cites: quotations, marks of sources, and the sentences to which they belong.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::{AnswerBlock, BlockKind, Blocks};
use super::names::SourceNames;
use super::pairs::{QuotedPiece, QuotedPieces, is_mark, quoted};
use crate::quotes::{SourceKind, SourceText, carries_note, raised, word_count};

/// A source, as an answer names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct NamedSource {
    /// The name as the answer writes it.
    pub(super) shown: String,
    /// Possible names: the source is found if any of them is its name.
    pub(super) spellings: Vec<String>,
}

impl NamedSource {
    pub(super) fn new(name: impl Into<String>) -> Self {
        let shown = name.into();
        Self {
            spellings: vec![shown.clone()],
            shown,
        }
    }
}

/// The place of the words, as the answer gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GivenPlace {
    /// These characters of the source, counted from 0.
    Chars(Range<usize>),
    /// These pages of the source, counted from 1.
    Pages(Range<u32>),
}

/// A place where an answer cites something.
#[derive(Debug, Clone, Default)]
pub(super) struct Cite {
    /// The words that it quotes; `None` if it only names a source.
    pub(super) words: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
    /// Bytes of the answer's file.
    pub(super) range: Range<usize>,
    /// The sentences that it backs, as a range of indices.
    pub(super) sentences: Range<usize>,
    pub(super) named: Vec<NamedSource>,
    /// The only source that its sentence mentions: meant if nothing else says which is.
    pub(super) guessed: Option<NamedSource>,
    pub(super) given: Option<GivenPlace>,
    /// Whether a service may have cut off the end of the words.
    pub(super) may_be_cut: bool,
    /// Whether it is an opening quotation mark that nothing closes.
    pub(super) is_unclosed: bool,
    /// Whether the words come from a service's data, and not from the answer's own text.
    pub(super) is_handed: bool,
}

/// Maximum number of sources that a citation names.
const MOST_NAMED: usize = 64;

impl Cite {
    /// Adds further sources that it names.
    pub(super) fn add_names(&mut self, names: &[NamedSource]) {
        for named in names {
            if self.named.len() < MOST_NAMED && !self.named.contains(named) {
                self.named.push(named.clone());
            }
        }
    }

    /// Takes the guess if no source is named.
    pub(super) fn settle(&mut self) {
        let guessed = self.guessed.take();
        if self.named.is_empty() {
            self.named.extend(guessed);
        }
    }
}

/// What is between two quotation marks.
enum Piece {
    Quotation(Box<Cite>),
    /// It is too short to be looked for.
    TooShort,
    /// It is the name of a source, or has no words.
    Name,
}

/// A sentence in the answer's own words.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// The sentence without marks of sources.
    pub(super) text: String,
    /// Bytes of the answer's file.
    pub(super) range: Range<usize>,
}

/// What an answer says and cites.
#[derive(Debug, Default)]
pub(super) struct AnswerReading {
    pub(super) sentences: Vec<Sentence>,
    pub(super) cites: Vec<Cite>,
    /// How many pieces between quotation marks are too short to be looked for.
    pub(super) too_short: usize,
}

/// Minimum number of words of a quotation: if its sentence has no mark of a source, and if it has one.
const LEAST_WORDS: usize = 5;
const LEAST_CITED_WORDS: usize = 3;

fn pattern(cell: &'static LazyLock<Option<Regex>>) -> Option<&'static Regex> {
    cell.as_ref()
}

/// Maximum number of characters of a label. The patterns below do not limit it: that would make them so large that each
/// match is slow.
const LONGEST_LABEL: usize = 80;

fn is_label(label: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&label.chars().count())
}

/// `[1]`, `[2, 3]`, `[1–3, p. 4]`, `[^1]`, `【1†source】`.
static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[\^?([^\[\]^]+)\]|【([^】]+)】").ok());
/// `(Smith et al., 2020, p. 5)`; the brackets may name several works.
static AUTHOR_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\(((?:[^()]{2,80}?)[,\s]\s*(?:1[5-9]|20)\d\d[a-z]?(?:[,:;][^()]{0,60})?)\)").ok()
});
/// `Smith et al. (2020)`.
static NARRATIVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\p{Lu}[\p{L}’'-]+(?:(?:,| and| &)\s\p{Lu}[\p{L}’'-]+| et al\.?)?)\s\(((?:1[5-9]|20)\d\d[a-z]?)\)").ok()
});
/// A line in a list of sources: `[1]: name`, `[1] name`.
static ENTRY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:\[\^?([\w.-]+)\]:?|(\d{1,4})[.)])\s+(\S.*)$").ok());
/// `²`, `¹,³`, `¹⁻³`.
static RAISED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*").ok());
static HEADINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:\d+\W*)?(sources?|references?|bibliography|works cited|citations?|footnotes|notes|quellen|literatur|literaturverzeichnis|fontes|refer[eê]ncias|bibliografia|fuentes|références|bibliographie|sources? (?:cited|used))\W*$").ok()
});

/// The label that a line of a list of sources begins with.
#[derive(Debug, Clone, Copy)]
struct OwnLabel<'t> {
    label: &'t str,
    /// Whether it is written `[1]`.
    is_bracketed: bool,
    /// How many bytes come before the name.
    skipped: usize,
}

/// The label that the first line of a text begins with.
fn own_label(text: &str) -> Option<OwnLabel<'_>> {
    let line = text.lines().next()?;
    let entry = pattern(&ENTRY)?.captures(line)?;
    let label = entry.get(1).or(entry.get(2))?;
    is_label(label.as_str()).then_some(OwnLabel {
        label: label.as_str(),
        is_bracketed: entry.get(1).is_some(),
        skipped: entry.get(3)?.start(),
    })
}

/// The list of sources at the end of an answer.
#[derive(Debug, Default)]
struct References {
    /// The entry of each label.
    labelled: FxHashMap<String, NamedSource>,
    entries: Vec<NamedSource>,
    /// For a word (usually an author) and a year: the only entry that has both, or `None` if several do.
    by_author: FxHashMap<(String, String), Option<usize>>,
    /// Whether each block is only part of the list.
    blocks: Vec<bool>,
}

impl References {
    fn new(blocks: &Blocks, sources: &SourceNames) -> Self {
        let mut references = Self::default();
        for (label, url) in &blocks.definitions {
            let named = NamedSource::new(url.trim_end_matches('#'));
            references.labelled.insert(label.clone(), named);
        }
        let mut in_list = false;
        for block in &blocks.all {
            let text = blocks.text.get(block.range.clone()).unwrap_or("");
            let mut is_reference = false;
            match &block.kind {
                BlockKind::Heading => {
                    in_list = pattern(&HEADINGS).is_some_and(|headings| headings.is_match(text));
                    is_reference = true;
                }
                BlockKind::Note(label) => {
                    let rest = without_quotations(text);
                    references.add(Some(&note_label(label)), block.range.clone(), block, &rest);
                    is_reference = true;
                }
                BlockKind::Item(number) if in_list => {
                    references.add_item(*number, block, text);
                    is_reference = true;
                }
                BlockKind::Paragraph => {
                    // The heading may be the first line.
                    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
                    let is_heading = block.row.is_none()
                        && pattern(&HEADINGS).is_some_and(|headings| headings.is_match(first))
                        && (rest.is_empty() || own_label(rest).is_some());
                    if is_heading {
                        in_list = true;
                        is_reference = true;
                    }
                    let first = own_label(if is_heading { rest } else { text });
                    if first.is_some_and(|label| in_list || label.is_bracketed) {
                        references.add_lines(block, text);
                        is_reference = true;
                    } else if in_list && !is_reference && !is_prose(block, text, sources) {
                        references.add(None, block.range.clone(), block, text);
                        is_reference = true;
                    }
                }
                _ => {}
            }
            references.blocks.push(is_reference);
        }
        // `[1]` is the note `[^1]` if nothing else has the label.
        for block in &blocks.all {
            if let BlockKind::Note(label) = &block.kind
                && let Some(named) = references.labelled.get(&note_label(label)).cloned()
            {
                references.labelled.entry(label.clone()).or_insert(named);
            }
        }
        references
    }

    /// Adds a list item. A label in its own text is its label; its number is one, too, if that label is no number.
    fn add_item(&mut self, number: Option<u64>, block: &AnswerBlock, text: &str) {
        let number = number.map(|number| number.to_string());
        let own = own_label(text).filter(|own| own.is_bracketed || number.is_none());
        let Some(OwnLabel { label, .. }) = own else {
            return self.add(number.as_deref(), block.range.clone(), block, text);
        };
        let first = self.entries.len();
        self.add_lines(block, text);
        let is_number = label.bytes().all(|c| c.is_ascii_digit()) && !is_year(&label);
        if let (false, Some(number), Some(named)) = (is_number, number, self.entries.get(first)) {
            let named = named.clone();
            self.labelled.entry(number).or_insert(named);
        }
    }

    /// Adds the entries that begin with labels, each on its line.
    fn add_lines(&mut self, block: &AnswerBlock, text: &str) {
        let mut at = 0;
        let mut entries: Vec<(Range<usize>, OwnLabel)> = Vec::new();
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            if let Some(own) = own_label(line) {
                entries.push((at + own.skipped..end, own));
            } else if let Some((range, _)) = entries.last_mut() {
                range.end = end;
            }
            at = end;
        }
        for (range, own) in entries {
            let start = block.range.start;
            let name = text.get(range.clone()).unwrap_or("");
            let place = start + range.start..start + range.end;
            self.add(Some(own.label), place, block, name);
        }
    }

    /// Adds the entry at the bytes `range` of the answer's text, which are in `block`.
    fn add(&mut self, label: Option<&str>, range: Range<usize>, block: &AnswerBlock, text: &str) {
        let text = clipped(text.trim(), LONGEST_ENTRY);
        let line = text.lines().next().unwrap_or("");
        let mut named = NamedSource::new(line.trim_end());
        named.shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        named.spellings.push(text.to_owned());
        let from = block
            .links
            .partition_point(|link| link.range.start < range.start);
        let links = block.links.get(from..).unwrap_or(&[]).iter();
        let links = links.take_while(|link| link.range.start < range.end);
        let urls = links.map(|link| link.url.clone());
        named.spellings.extend(urls.take(MOST_LINKS));
        let words = text.split_whitespace();
        let urls = words.filter(|word| word.contains("://"));
        named
            .spellings
            .extend(urls.map(|url| url.trim_matches(['<', '>', '(', ')', ',', '.']).to_owned()));
        // The title comes before other details.
        for sign in [" — ", " – ", " | ", ". "] {
            named
                .spellings
                .extend(text.split(sign).take(4).map(|part| part.trim().to_owned()));
        }
        named.spellings.retain(|spelling| !spelling.is_empty());
        if let Some(label) = label {
            self.labelled
                .entry(label.to_owned())
                .or_insert_with(|| named.clone());
        }
        let number = self.entries.len();
        let years: Vec<&str> = words_of(text).filter(is_year).take(MOST_YEARS).collect();
        for word in words_of(text).filter(|word| !is_year(word)) {
            for year in &years {
                let key = (word.to_owned(), (*year).to_owned());
                let known = self.by_author.entry(key).or_insert(Some(number));
                if *known != Some(number) {
                    *known = None;
                }
            }
        }
        self.entries.push(named);
    }

    /// The entry with this author and year.
    fn of_author(&self, name: &str) -> Option<&NamedSource> {
        let mut words = words_of(name);
        let author = words.next()?.to_owned();
        let year = words.find(is_year)?.to_owned();
        let number = self.by_author.get(&(author, year)).copied().flatten()?;
        self.entries.get(number)
    }
}

fn is_long(words: &str) -> bool {
    word_count(words, LEAST_WORDS) >= LEAST_WORDS
}

/// Whether a paragraph in a list of sources is no entry of it: it quotes words with a mark, or quotes and names no work.
fn is_prose(block: &AnswerBlock, text: &str, names: &SourceNames) -> bool {
    let names_work = !block.links.is_empty()
        || text.contains("://")
        || words_of(text).any(|word| is_year(&word));
    let mut long = quoted(text)
        .into_iter()
        .filter(|(_, inner)| is_long(text.get(inner.clone()).unwrap_or("")));
    long.any(|(outer, _)| !names_work || is_cited(block, text, &outer, names))
}

/// Whether what is around the quotation `outer` shows that it is no title: a mark of its source, or a word that
/// introduces it, as in `says: “…”`.
fn is_cited(block: &AnswerBlock, text: &str, outer: &Range<usize>, names: &SourceNames) -> bool {
    let before = clipped_to_end(text.get(..outer.start).unwrap_or(""), LONGEST_ENTRY);
    let before = before.trim_end().trim_end_matches([':', ',']);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    let is_introduced = word.is_some_and(|word| word.starts_with(char::is_lowercase));
    // `In [1], “…”`, but not the label of the entry.
    let line = before.rsplit('\n').next().unwrap_or("");
    let label = line
        .strip_suffix([']', '】'])
        .and_then(|line| line.rsplit_once(['[', '【']));
    let is_labelled = label.is_some_and(|(said, label)| {
        said.contains(char::is_alphabetic) && label.contains(char::is_numeric) && !is_year(&label)
    });
    // `Smith (2020): “…”`, but not `Smith, John (2020): “…”`.
    let narrated = pattern(&NARRATIVE).and_then(|narrative| narrative.find_iter(line).last());
    let is_narrated = narrated.is_some_and(|found| {
        let said = line.get(..found.start()).unwrap_or("").trim_end();
        let is_inverted = found.as_str().contains(',') || said.ends_with([',', '&', '.']);
        found.end() == line.len() && !is_inverted
    });
    let after = clipped(text.get(outer.end..).unwrap_or(""), LONGEST_ENTRY);
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || ".,;:!?".contains(c));
    let inner = after
        .strip_prefix(['[', '(', '【'])
        .and_then(|inner| inner.split_once([']', ')', '】']));
    let is_marked = inner.is_some_and(|(inner, _)| {
        let inner = inner.trim();
        let is_numbered = inner.contains(char::is_numeric) && !is_year(&inner);
        let is_name = after.starts_with(['[', '【']) || inner.starts_with(char::is_uppercase);
        is_numbered && is_name || names.find(inner).is_some()
    });
    let is_raised = after.starts_with(|c| ('0'..='9').any(|digit| raised(digit) == c));
    // Markdown makes a link of `[1]`.
    let at = block.range.start + outer.start;
    let next = block.links.partition_point(|link| link.range.start < at);
    let near = block.links.iter().skip(next.saturating_sub(1)).take(2);
    let is_linked = near.into_iter().any(|link| {
        let (start, end) = (
            link.range.start - block.range.start,
            link.range.end - block.range.start,
        );
        let is_label = text.get(start..end).is_some_and(|words| words.len() <= 4);
        let between = text.get(end..outer.start).or(text.get(outer.end..start));
        let is_beside = between.is_some_and(|between| !between.contains(char::is_alphanumeric));
        let said = clipped_to_end(text.get(..start).unwrap_or(""), LONGEST_ENTRY);
        let is_own = !said.contains(char::is_alphabetic);
        is_label && is_beside && !is_own
    });
    is_introduced || is_labelled || is_narrated || is_marked || is_raised || is_linked
}

/// Limits for an entry in a list of sources: the bytes, links and years that are read.
const LONGEST_ENTRY: usize = 1_000;
const MOST_LINKS: usize = 8;
const MOST_YEARS: usize = 4;

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

fn is_year(word: &&str) -> bool {
    word.len() >= 4 && word.starts_with(|c: char| c.is_ascii_digit())
}

/// The beginning of a text, at most this many bytes.
pub(super) fn clipped(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev();
    let end = end.into_iter().find(|&at| text.is_char_boundary(at));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// The end of a text, at most this many bytes.
pub(super) fn clipped_to_end(text: &str, most: usize) -> &str {
    let mut starts = text.len().saturating_sub(most)..=text.len();
    let start = starts.find(|&at| text.is_char_boundary(at));
    text.get(start.unwrap_or(0)..).unwrap_or("")
}

/// A mark that names sources.
#[derive(Debug, Clone)]
struct CiteMark {
    range: Range<usize>,
    named: Vec<NamedSource>,
    /// Whether it is not part of what the sentence says.
    is_aside: bool,
}

/// Bytes of the answer's file, and the sources that a service says are cited there.
pub(super) type Handed = (Range<usize>, Vec<NamedSource>);

/// Reads an answer. Linear in its length.
pub(super) fn read(blocks: &Blocks, names: &SourceNames) -> AnswerReading {
    let mut reading = read_handed(blocks, names, &[]);
    for cite in &mut reading.cites {
        cite.settle();
    }
    reading
}

/// Reads an answer of a service, which says what is cited in some stretches: `handed`, sorted by their ends. Guesses are
/// not settled yet. Linear in both.
pub(super) fn read_handed(
    blocks: &Blocks,
    names: &SourceNames,
    handed: &[Handed],
) -> AnswerReading {
    let references = References::new(blocks, names);
    let text = &blocks.text;
    // A byte order mark is not part of a source's text.
    let skipped = if text.starts_with('\u{FEFF}') {
        '\u{FEFF}'.len_utf8()
    } else {
        0
    };
    let sentences: Vec<Range<usize>> =
        match SourceText::load(text.clone().into_bytes(), SourceKind::Plain) {
            Ok(source) => {
                let sentences = source.sentences().iter();
                let placed = sentences.map(|range| range.start + skipped..range.end + skipped);
                placed.collect()
            }
            Err(_) => Vec::new(),
        };
    let mut marks_of_notes = FxHashMap::default();
    for (at, label) in blocks.all.iter().flat_map(|block| &block.notes) {
        marks_of_notes.entry(label.as_str()).or_insert(*at);
    }
    for link in blocks.all.iter().flat_map(|block| &block.links) {
        let label = text.get(link.range.clone()).unwrap_or("");
        let label = label.trim_matches(['[', ']']);
        if link.url.starts_with('#') && label.contains(char::is_numeric) {
            marks_of_notes.entry(label).or_insert(link.range.start);
        }
    }
    let mut reader = AnswerReader {
        blocks,
        names,
        handed,
        references,
        runs: BlockRuns::new(blocks),
        quoted: QuotedPieces::new(blocks),
        marks_of_notes,
        rows: FxHashMap::default(),
        ranges: Vec::new(),
        dropped: FxHashSet::default(),
        reading: AnswerReading::default(),
    };
    reader.read_rows();
    let mut rest = sentences.as_slice();
    let mut last: Option<(usize, Vec<CiteMark>)> = None;
    for (number, block) in blocks.all.iter().enumerate() {
        let here = rest.partition_point(|sentence| sentence.start < block.range.end);
        let (own, after) = rest.split_at_checked(here).unwrap_or((rest, &[]));
        rest = after;
        let is_reference = reader
            .references
            .blocks
            .get(number)
            .copied()
            .unwrap_or(false);
        match &block.kind {
            // Footnotes are read later, when all the sentences that they belong to are known.
            BlockKind::Note(_) => {}
            BlockKind::Heading => reader.heading(block, false),
            BlockKind::Quote(_) => reader.block_quotation(number, block, last.as_ref()),
            BlockKind::Paragraph | BlockKind::Item(_) if is_reference => {
                reader.heading(block, true);
            }
            BlockKind::Paragraph | BlockKind::Item(_) => {
                if is_attribution(text.get(block.range.clone()).unwrap_or("")) {
                    continue;
                }
                last = reader.paragraph(block, own);
            }
        }
    }
    for block in &blocks.all {
        reader.note(block);
    }
    let AnswerReader {
        dropped,
        mut reading,
        ..
    } = reader;
    reading.cites.retain(|cite| {
        cite.words.is_some() || cite.is_unclosed || !dropped.contains(&cite.sentences)
    });
    reading
        .cites
        .sort_by_key(|cite| (cite.range.start, cite.range.end));
    reading
}

/// Runs of blocks of the same kind, such as the paragraphs of a block quotation.
#[derive(Debug, Default)]
struct BlockRuns {
    /// For each block, the first block of its run.
    starts: Vec<usize>,
    /// For each block, the next block that is of another kind or is an attribution.
    breaks: Vec<usize>,
}

impl BlockRuns {
    fn new(blocks: &Blocks) -> Self {
        let all = &blocks.all;
        let mut runs = Self {
            starts: Vec::with_capacity(all.len()),
            breaks: vec![all.len(); all.len()],
        };
        for (number, block) in all.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| all.get(before));
            let start = match runs.starts.last() {
                Some(&start) if before.is_some_and(|before| before.kind == block.kind) => start,
                _ => number,
            };
            runs.starts.push(start);
        }
        let mut found = all.len();
        for (number, block) in all.iter().enumerate().rev() {
            let next = all.get(number + 1);
            if next.is_some_and(|next| next.kind != block.kind) {
                found = number + 1;
            }
            if let Some(own) = runs.breaks.get_mut(number) {
                *own = found;
            }
            if is_attribution(blocks.text.get(block.range.clone()).unwrap_or("")) {
                found = number;
            }
        }
        runs
    }
}

/// A row of a table: one statement.
#[derive(Debug)]
struct TableRow {
    /// Bytes of the text.
    range: Range<usize>,
    marks: Vec<CiteMark>,
    /// Whether it quotes words: then a mark in it is not a citation without words.
    quotes: bool,
}

struct AnswerReader<'b> {
    blocks: &'b Blocks,
    names: &'b SourceNames,
    handed: &'b [Handed],
    references: References,
    runs: BlockRuns,
    quoted: QuotedPieces,
    /// Where the first mark of each footnote is.
    marks_of_notes: FxHashMap<&'b str, usize>,
    /// The rows of tables, by their numbers.
    rows: FxHashMap<usize, TableRow>,
    /// The sentences of the reading, as bytes of the text.
    ranges: Vec<Range<usize>>,
    /// Sentences whose marks name the source of a quotation: those marks are not citations without words.
    dropped: FxHashSet<Range<usize>>,
    reading: AnswerReading,
}

impl AnswerReader<'_> {
    fn text(&self, range: Range<usize>) -> &str {
        self.blocks.text.get(range).unwrap_or("")
    }

    fn read_rows(&mut self) {
        for block in &self.blocks.all {
            if let Some(number) = block.row {
                let marks = self.marks(block);
                let mut pieces = self.quoted.within(&block.range).iter();
                let quotes = pieces.any(|(_, inner)| {
                    let words = self.text(inner.clone());
                    word_count(words, LEAST_CITED_WORDS) >= LEAST_CITED_WORDS
                        && !self.names.is_name(words)
                });
                let row = self.rows.entry(number).or_insert_with(|| TableRow {
                    range: block.range.clone(),
                    marks: Vec::new(),
                    quotes: false,
                });
                row.quotes |= quotes;
                row.range.end = block.range.end;
                row.marks.extend(marks);
            }
        }
    }

    /// Reads a heading, or an entry in a list of sources: only what it quotes counts, but not the titles in an entry.
    fn heading(&mut self, block: &AnswerBlock, is_entry: bool) {
        let marks = self.marks(block);
        for (outer, inner) in self.quoted.within(&block.range) {
            let text = self.text(block.range.clone());
            let in_block = outer.start - block.range.start..outer.end - block.range.start;
            if is_entry
                && !(is_long(self.text(inner.clone()))
                    && is_cited(block, text, &in_block, self.names))
            {
                continue;
            }
            match self.quotation(outer, inner, &marks, &block.range) {
                Piece::Quotation(cite) => self.reading.cites.push(*cite),
                Piece::TooShort => self.reading.too_short += 1,
                Piece::Name => {}
            }
        }
        for mark in self.quoted.unclosed_within(&block.range) {
            self.reading.cites.push(self.unclosed(mark, 0..0));
        }
    }

    /// What is said of an opening quotation mark that nothing closes.
    fn unclosed(&self, mark: &Range<usize>, sentences: Range<usize>) -> Cite {
        Cite {
            range: self.blocks.file_range(mark),
            sentences,
            is_unclosed: true,
            ..Cite::default()
        }
    }

    /// Reads a paragraph in the answer's own words; returns its last sentence and the marks in it.
    fn paragraph(
        &mut self,
        block: &AnswerBlock,
        sentences: &[Range<usize>],
    ) -> Option<(usize, Vec<CiteMark>)> {
        let marks = self.marks(block);
        let spans = self.quoted.within(&block.range).to_vec();
        let first = self.ranges.len();
        for sentence in &undivided(sentences, &spans) {
            let said = self.said(sentence, &marks, |mark| mark.is_aside);
            // After a quotation with its own full stop, a mark looks like a sentence.
            let is_after_quotation = self.ranges.len() > first
                && self.ranges.last().is_some_and(|last| {
                    let ends = spans.binary_search_by_key(&last.end, |(outer, _)| outer.end);
                    ends.is_ok()
                });
            let is_mark = is_after_quotation
                && !self
                    .said(sentence, &marks, |_| true)
                    .contains(char::is_alphanumeric);
            if said.contains(char::is_alphabetic) && !is_mark {
                self.ranges.push(sentence.clone());
                self.reading.sentences.push(Sentence {
                    text: said,
                    range: self.blocks.file_range(sentence),
                });
            } else if let Some(last) = self.ranges.last_mut()
                && self.reading.sentences.len() > first
            {
                last.end = sentence.end;
            }
        }
        let ranges: Vec<_> = self.ranges.get(first..).unwrap_or(&[]).to_vec();
        if ranges.is_empty() {
            return None;
        }
        // A mark at the beginning of a sentence belongs to the sentence before.
        let of = |range: &Range<usize>, is_aside: bool| {
            let at = ranges.partition_point(|sentence| sentence.start <= range.start);
            let at = at.saturating_sub(1);
            let start = ranges.get(at).map_or(0, |sentence| sentence.start);
            let before = self.text(start.min(range.start)..range.start);
            if is_aside && at > 0 && !before.contains(char::is_alphanumeric) {
                at - 1
            } else {
                at
            }
        };
        let mut of_sentence: Vec<Vec<CiteMark>> = vec![Vec::new(); ranges.len()];
        for mark in &marks {
            if let Some(marks) = of_sentence.get_mut(of(&mark.range, mark.is_aside)) {
                marks.push(mark.clone());
            }
        }
        let mut cites: Vec<Cite> = Vec::new();
        let mut too_short = 0;
        let row = block.row.and_then(|number| self.rows.get(&number));
        let quotes = row.is_some_and(|row| row.quotes);
        let mut quoting = vec![quotes; ranges.len()];
        for (outer, inner) in spans {
            let at = of(&outer, false);
            let marks = of_sentence.get(at).map_or(&[][..], Vec::as_slice);
            let sentence = ranges.get(at).unwrap_or(&block.range);
            let (marks, sentence) = row.map_or((marks, sentence), |row| (&row.marks, &row.range));
            match self.quotation(&outer, &inner, marks, sentence) {
                Piece::Quotation(mut cite) => {
                    cite.sentences = first + at..first + at + 1;
                    if let Some(quoting) = quoting.get_mut(at) {
                        *quoting = true;
                    }
                    cites.push(*cite);
                }
                Piece::TooShort => too_short += 1,
                Piece::Name => {}
            }
        }
        for mark in self.quoted.unclosed_within(&block.range) {
            let at = of(mark, false);
            if let Some(quoting) = quoting.get_mut(at) {
                *quoting = true;
            }
            cites.push(self.unclosed(mark, first + at..first + at + 1));
        }
        for link in &block.links {
            let at = of(&link.range, false);
            for mut cite in fragments(&link.url) {
                cite.range = self.blocks.file_range(&link.range);
                cite.sentences = first + at..first + at + 1;
                if let Some(quoting) = quoting.get_mut(at) {
                    *quoting = true;
                }
                cites.push(cite);
            }
        }
        for (at, (marks, quoting)) in of_sentence.iter().zip(&quoting).enumerate() {
            if let (false, Some(mark)) = (*quoting, marks.first()) {
                cites.push(Cite {
                    range: self.blocks.file_range(&mark.range),
                    sentences: first + at..first + at + 1,
                    named: marks.iter().flat_map(|mark| mark.named.clone()).collect(),
                    ..Cite::default()
                });
            }
        }
        cites.sort_by_key(|cite| (cite.range.start, cite.range.end));
        self.reading.cites.extend(cites);
        self.reading.too_short += too_short;
        let last = of_sentence.pop().unwrap_or_default();
        Some((self.ranges.len() - 1, last))
    }

    /// The text of a sentence on one line, without the marks that `is_out` chooses.
    fn said(
        &self,
        sentence: &Range<usize>,
        marks: &[CiteMark],
        is_out: impl Fn(&CiteMark) -> bool,
    ) -> String {
        let mut said = String::new();
        let mut at = sentence.start;
        let from = marks.partition_point(|mark| mark.range.end <= sentence.start);
        let inside = marks.get(from..).unwrap_or(&[]).iter();
        for mark in inside.take_while(|mark| mark.range.start < sentence.end) {
            if is_out(mark) {
                said.push_str(self.text(at..mark.range.start.max(at)));
                let kept = said.trim_end().len();
                said.truncate(kept);
                at = mark.range.end.max(at);
            }
        }
        said.push_str(self.text(at..sentence.end.max(at)));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the text between two quotation marks is.
    fn quotation(
        &self,
        outer: &Range<usize>,
        inner: &Range<usize>,
        marks: &[CiteMark],
        sentence: &Range<usize>,
    ) -> Piece {
        let words = self.text(inner.clone());
        let count = word_count(words, LEAST_WORDS);
        let (mut named, is_beside) = self.meant(outer, inner, marks, sentence, count);
        let enough = if is_beside {
            1
        } else if named.is_empty() {
            LEAST_WORDS
        } else {
            LEAST_CITED_WORDS
        };
        if count == 0 || self.names.is_name(words) {
            return Piece::Name;
        }
        if count < enough {
            return Piece::TooShort;
        }
        let mut guessed = None;
        if named.is_empty() {
            (named, guessed) = self.mentioned(sentence, outer);
        }
        Piece::Quotation(Box::new(Cite {
            words: Some(words.trim().to_owned()),
            range: self.blocks.file_range(inner),
            named,
            guessed,
            ..Cite::default()
        }))
    }

    /// The sources that the marks of a sentence give for a quotation in it of `count` words, and whether they are directly
    /// after it. Otherwise the nearest before it counts, and a later one if there is none.
    fn meant(
        &self,
        outer: &Range<usize>,
        inner: &Range<usize>,
        marks: &[CiteMark],
        sentence: &Range<usize>,
        count: usize,
    ) -> (Vec<NamedSource>, bool) {
        let has_words = |from: usize, to: usize| {
            let between = self.text(from.min(to)..to);
            between.contains(char::is_alphanumeric)
        };
        let after = marks.partition_point(|mark| mark.range.start < inner.end);
        let (before, after) = marks.split_at_checked(after).unwrap_or((marks, &[]));
        let later = after.first();
        if later.is_some_and(|mark| !has_words(outer.end, mark.range.start)) {
            return (self.joined(after.iter()), true);
        }
        // A link whose text the quotation is in.
        let mut near = before.iter().rev().take(MOST_NAMED);
        if let Some(around) = near.find(|mark| mark.range.end >= outer.end) {
            return (around.named.clone(), false);
        }
        let is_own = |mark: &CiteMark| {
            let quoted = self.quoted.within(&(sentence.start..mark.range.start));
            let follows = |(other, _): &QuotedPiece| !has_words(other.end, mark.range.start);
            mark.range.end <= outer.start && !quoted.last().is_some_and(follows)
        };
        let has_aside = later.is_some_and(|mark| mark.is_aside);
        // In `the [mayor](https://…) says “…” [1]`, the link is no source.
        let is_other_link = |mark: &CiteMark| {
            let is_address = mark.named.iter().any(|named| named.shown.contains("://"));
            let mut names = mark.named.iter().flat_map(|named| &named.spellings);
            has_aside && is_address && !names.any(|name| self.names.find(name).is_some())
        };
        // In `“…” is so [1], and “…” is so [2]`, the first mark belongs to what comes before it.
        let is_past = |mark: &CiteMark| {
            let rest = self.text(mark.range.end..outer.start);
            let quoted = self.quoted.within(&(sentence.start..mark.range.start));
            has_aside
                && mark.is_aside
                && !quoted.is_empty()
                && rest.starts_with([',', ';'])
                && has_words(mark.range.end, outer.start)
        };
        let is_other = |mark: &CiteMark| is_other_link(mark) || is_past(mark);
        let mut nearest = (0..before.len()).rev().take(MOST_NAMED);
        let own = nearest.find(|&at| before.get(at).is_some_and(is_own));
        let named = match own.and_then(|own| before.get(..=own)) {
            Some(before) if !before.last().is_some_and(is_other) => {
                self.joined(before.iter().rev())
            }
            _ if later.is_some() => {
                let mentioned = (!has_aside && count >= LEAST_WORDS)
                    .then(|| self.mentioned_before(sentence, outer))
                    .flatten();
                mentioned.map_or_else(|| self.joined(after.iter()), |named| vec![named])
            }
            _ => {
                let last = before
                    .iter()
                    .rev()
                    .find(|mark| mark.range.end <= outer.start);
                let last = last.or(before.first());
                last.map_or_else(Vec::new, |mark| mark.named.clone())
            }
        };
        (named, false)
    }

    /// The sources that the first of the marks names, and those that only punctuation joins to it, as far as they are not too
    /// many.
    fn joined<'m>(&self, marks: impl Iterator<Item = &'m CiteMark>) -> Vec<NamedSource> {
        let joins = |c: char| c.is_whitespace() || ",;–-—".contains(c);
        let mut named = Vec::new();
        let mut reached: Option<Range<usize>> = None;
        for mark in marks.take(MOST_NAMED) {
            let range = &mark.range;
            let (left, right) = match &reached {
                Some(reached) if reached.start >= range.end => (range.end, reached.start),
                Some(reached) => (reached.end.min(range.start), range.start),
                None => (0, 0),
            };
            if !self.text(left..right).chars().all(joins) {
                break;
            }
            named.extend(mark.named.iter().cloned());
            reached = Some(range.clone());
        }
        named
    }

    /// The last source that a sentence mentions between a quotation and the one before it.
    fn mentioned_before(
        &self,
        sentence: &Range<usize>,
        quotation: &Range<usize>,
    ) -> Option<NamedSource> {
        let before = sentence.start..quotation.start.max(sentence.start);
        let other = self.quoted.within(&before).last();
        let start = other.map_or(before.start, |(outer, _)| outer.end);
        let text = clipped_to_end(self.text(start..before.end), LONGEST_ENTRY);
        let last = self.names.mentioned(text).last().copied()?;
        Some(self.names.named(last))
    }

    /// The source that a sentence mentions outside its quotation: the nearest before it, as in `report.txt says: "…"`, or else
    /// the only one, which is a guess.
    fn mentioned(
        &self,
        sentence: &Range<usize>,
        but: &Range<usize>,
    ) -> (Vec<NamedSource>, Option<NamedSource>) {
        if let Some(named) = self.mentioned_before(sentence, but) {
            return (vec![named], None);
        }
        let before = self.text(sentence.start..but.start.max(sentence.start));
        let after = self.text(but.end.min(sentence.end)..sentence.end);
        let before = clipped_to_end(before, LONGEST_ENTRY);
        let after = clipped(after, LONGEST_ENTRY);
        let found = self.names.mentioned(&format!("{before} … {after}"));
        let guessed = match found.as_slice() {
            [only] => Some(self.names.named(*only)),
            _ => None,
        };
        (Vec::new(), guessed)
    }

    /// Reads a paragraph of a block quotation.
    fn block_quotation(
        &mut self,
        number: usize,
        block: &AnswerBlock,
        before: Option<&(usize, Vec<CiteMark>)>,
    ) {
        let whole = self.text(block.range.clone()).to_owned();
        if is_attribution(&whole) {
            return;
        }
        let (words, attribution) = self.parted(&whole);
        let mut end = block.range.start + words.len();
        let mut named = attribution
            .map(|name| self.attributed(name))
            .into_iter()
            .collect::<Vec<_>>();
        if named.is_empty() {
            // Marks at its end belong to the answer.
            let marks = self.marks(block);
            for mark in marks.iter().rev() {
                let after = self.text(mark.range.end.min(end)..end);
                if mark.is_aside && !after.contains(char::is_alphanumeric) {
                    end = mark.range.start;
                    let mut own = mark.named.clone();
                    own.append(&mut named);
                    named = own;
                } else {
                    break;
                }
            }
        }
        // A line after it, or after later paragraphs of the same quotation, may say whose words they are.
        if named.is_empty() {
            let next = self.runs.breaks.get(number);
            if let Some(next) = next.and_then(|&next| self.blocks.all.get(next)) {
                let text = self.text(next.range.clone());
                if is_attribution(text) {
                    let mut name = self.attributed(text);
                    name.spellings
                        .extend(next.links.iter().map(|link| link.url.clone()));
                    named.push(name);
                }
            }
        }
        let mut sentences = 0..0;
        let mut guessed = None;
        if let Some((sentence, marks)) = before {
            let range = self.ranges.get(*sentence).cloned().unwrap_or_default();
            let introduces = self.text(range.clone()).trim_end().ends_with(':')
                && self.is_before(number, range.end);
            if introduces {
                sentences = *sentence..*sentence + 1;
                if named.is_empty() {
                    named.extend(marks.iter().flat_map(|mark| mark.named.clone()));
                }
                if named.is_empty() {
                    (named, guessed) = self.mentioned(&range, &(range.end..range.end));
                }
                // The mark that names the source of the quotation is not a separate citation.
                self.dropped.insert(sentences.clone());
            }
        }
        let words = self.text(block.range.start..end);
        let start = block.range.start + (words.len() - words.trim_start().len());
        let words = words.trim();
        let whole = start..start + words.len();
        let bare = match self.quoted.within(&whole) {
            [(outer, inner)] if *outer == whole => Some(self.text(inner.clone())),
            _ => None,
        };
        let words = bare.unwrap_or(words).trim().to_owned();
        if words.is_empty() {
            return;
        }
        let range = self.blocks.file_range(&(block.range.start..end));
        self.reading.cites.push(Cite {
            words: Some(words),
            range,
            sentences,
            named,
            guessed,
            ..Cite::default()
        });
    }

    /// Splits a block quotation into its words and the attribution at its end.
    fn parted<'t>(&self, text: &'t str) -> (&'t str, Option<&'t str>) {
        if let Some((words, last)) = text.rsplit_once('\n')
            && is_attribution(last)
        {
            return (words, Some(last));
        }
        // The attribution may be on the same line: `… the end.” — Smith`
        for dash in [" — ", " – ", " ― ", " -- "] {
            if let Some((words, name)) = text.rsplit_once(dash)
                && !name.contains('\n')
                && name.len() < 120
                && (words
                    .trim_end()
                    .ends_with(['”', '"', '»', '…', '.', '!', '?', ']'])
                    || self.names.find(name).is_some())
            {
                return (words, Some(name));
            }
        }
        (text, None)
    }

    /// Whether the byte `end` is in the block directly before the block quotation that the block `number` belongs to.
    fn is_before(&self, number: usize, end: usize) -> bool {
        let start = self.runs.starts.get(number).copied().unwrap_or(0);
        let other = start
            .checked_sub(1)
            .and_then(|other| self.blocks.all.get(other));
        other.is_some_and(|other| other.range.start < end && end <= other.range.end)
    }

    fn attributed(&self, text: &str) -> NamedSource {
        let name = text.trim().trim_start_matches(DASHES).trim();
        let name = name.trim_end_matches(['.', ',']);
        let mut named = NamedSource::new(name);
        if let Some(brackets) = pattern(&BRACKETS).and_then(|brackets| brackets.captures(name))
            && let Some(label) = brackets.get(1)
            && let Some(entry) = self.references.labelled.get(label.as_str())
        {
            named.spellings.extend(entry.spellings.iter().cloned());
        }
        if let Some(entry) = self.references.of_author(name) {
            named.spellings.extend(entry.spellings.iter().cloned());
        }
        // `Smith, The Tides, p. 5`
        named
            .spellings
            .extend(name.split(',').map(|part| part.trim().to_owned()));
        named
    }

    /// Reads a footnote: its quotations, with the rest of its text as their source, and the quotations in its links.
    fn note(&mut self, block: &AnswerBlock) {
        let BlockKind::Note(label) = &block.kind else {
            return;
        };
        let spans = self.quoted.within(&block.range).to_vec();
        let named = self.references.labelled.get(&note_label(label)).cloned();
        // The footnote belongs to the sentence that has its mark.
        let mark = self.marks_of_notes.get(label.as_str()).copied();
        let sentence = mark.and_then(|at| {
            let number = self.ranges.partition_point(|range| range.start < at);
            number.checked_sub(1)
        });
        let sentences = sentence.map_or(0..0, |sentence| sentence..sentence + 1);
        for (_, inner) in spans {
            let words = self.text(inner.clone()).trim().to_owned();
            if word_count(&words, LEAST_CITED_WORDS) < LEAST_CITED_WORDS
                || self.names.is_name(&words)
            {
                continue;
            }
            self.dropped.insert(sentences.clone());
            self.reading.cites.push(Cite {
                words: Some(words),
                range: self.blocks.file_range(&inner),
                sentences: sentences.clone(),
                named: named.clone().into_iter().collect(),
                ..Cite::default()
            });
        }
        for mark in self.quoted.unclosed_within(&block.range) {
            let cite = self.unclosed(mark, sentences.clone());
            self.reading.cites.push(cite);
        }
        for link in &block.links {
            for mut cite in fragments(&link.url) {
                cite.range = self.blocks.file_range(&link.range);
                cite.sentences = sentences.clone();
                self.reading.cites.push(cite);
            }
        }
    }

    /// The marks of sources in a block, in order.
    fn marks(&self, block: &AnswerBlock) -> Vec<CiteMark> {
        let text = self.text(block.range.clone());
        let start = block.range.start;
        let mut marks = Vec::new();
        let labelled = |label: &str| self.references.labelled.get(label).cloned();
        if let Some(brackets) = pattern(&BRACKETS) {
            for found in brackets.captures_iter(text) {
                let Some(whole) = found.get(0) else { continue };
                let labels = found
                    .get(1)
                    .or(found.get(2))
                    .map_or("", |label| label.as_str());
                let named = if found.get(1).is_some() {
                    self.bracketed(labels)
                } else {
                    self.handed(labels)
                };
                if !named.is_empty() {
                    marks.push(CiteMark {
                        range: start + whole.start()..start + whole.end(),
                        named,
                        is_aside: true,
                    });
                }
            }
        }
        if let Some(years) = pattern(&AUTHOR_YEAR) {
            for found in years.captures_iter(text) {
                if let (Some(whole), Some(inner)) = (found.get(0), found.get(1)) {
                    let works = inner
                        .as_str()
                        .split(';')
                        .map(|work| self.by_author(work.trim()));
                    marks.push(CiteMark {
                        range: start + whole.start()..start + whole.end(),
                        named: works.collect(),
                        is_aside: true,
                    });
                }
            }
        }
        if let Some(narrative) = pattern(&NARRATIVE) {
            for found in narrative.captures_iter(text) {
                if let (Some(whole), Some(author), Some(year)) =
                    (found.get(0), found.get(1), found.get(2))
                {
                    let name = format!("{} {}", author.as_str(), year.as_str());
                    marks.push(CiteMark {
                        range: start + whole.start()..start + whole.end(),
                        named: vec![self.by_author(&name)],
                        is_aside: false,
                    });
                }
            }
        }
        let raised = block
            .notes
            .iter()
            .map(|(at, label)| (*at..*at, label.clone()));
        for (range, label) in raised.chain(self.raised_in_line(block)) {
            let named = self.of_raised(&label);
            if !named.is_empty() {
                marks.push(CiteMark {
                    range,
                    named,
                    is_aside: true,
                });
            }
        }
        for link in &block.links {
            let words = self.text(link.range.clone());
            let url = link.url.split("#:~:").next().unwrap_or(&link.url);
            let before = self.text(start..link.range.start);
            let after = self.text(link.range.end..block.range.end);
            let in_brackets = before.ends_with('(') && after.starts_with(')');
            let range = if in_brackets {
                link.range.start - 1..link.range.end + 1
            } else {
                link.range.clone()
            };
            let is_aside = in_brackets || words.len() <= 4 || words.starts_with('[');
            // A link within the answer leads to a note or an entry of a list.
            let is_inner = url.len() > 1 && url.starts_with('#');
            let named = if is_inner {
                self.of_raised(words.trim_matches(['[', ']', '(', ')']))
            } else {
                let mut named = NamedSource::new(url.trim_end_matches('#'));
                named.spellings.push(words.to_owned());
                vec![named]
            };
            if !named.is_empty() {
                marks.push(CiteMark {
                    range,
                    named,
                    is_aside,
                });
            }
        }
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        // `[1]–[3]`
        let within: Vec<Vec<NamedSource>> = marks
            .windows(2)
            .map(|pair| match pair {
                [one, other] if one.range.end <= other.range.start => {
                    let dash = self.text(one.range.end..other.range.start);
                    if !matches!(dash.trim(), "–" | "-" | "—") {
                        return Vec::new();
                    }
                    let own = [one, other].map(|mark| self.text(mark.range.clone()));
                    let [from, to] = own.map(|text| text.trim_matches(['[', ']']));
                    let numbers = between(from, to).map(|number| {
                        labelled(&number).unwrap_or_else(|| NamedSource::new(number))
                    });
                    numbers.collect()
                }
                _ => Vec::new(),
            })
            .collect();
        for (mark, within) in marks.iter_mut().skip(1).zip(within) {
            mark.named.extend(within);
        }
        // For each mark, the furthest end among the marks up to it.
        let mut reach = 0;
        let reaches: Vec<usize> = marks
            .iter()
            .map(|mark| {
                reach = mark.range.end.max(reach);
                reach
            })
            .collect();
        let known = marks.len();
        // `"…" (report.txt)`
        for (outer, _) in self.quoted.within(&block.range) {
            let after = clipped(self.text(outer.end..block.range.end), LONGEST_ENTRY);
            if let Some(inner) = after.trim_start().strip_prefix('(')
                && let Some((inner, _)) = inner.split_once(')')
            {
                let at = outer.end + after.find('(').unwrap_or(0);
                let range = at..at + inner.len() + 2;
                let begun = marks.get(..known).unwrap_or(&[]);
                let begun = begun.partition_point(|mark| mark.range.start < range.end);
                let reach = begun.checked_sub(1).and_then(|last| reaches.get(last));
                let is_known = reach.is_some_and(|&reach| range.start < reach);
                let name = inner
                    .trim()
                    .trim_start_matches("source:")
                    .trim_start_matches("Source:")
                    .trim();
                if !is_known && self.names.find(name).is_some() {
                    marks.push(CiteMark {
                        range,
                        named: vec![NamedSource::new(name)],
                        is_aside: true,
                    });
                }
            }
        }
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        self.take_handed(&mut marks);
        marks
    }

    /// Gives the marks of a block the sources that a service says are cited there: those of a stretch that is just the
    /// mark or, if the mark names no source that was given, of a stretch that ends with it and has no other mark.
    fn take_handed(&self, marks: &mut [CiteMark]) {
        let is_given = |named: &NamedSource| {
            let mut spellings = named.spellings.iter();
            spellings.any(|name| self.names.find(name).is_some())
        };
        let mut last_end = 0;
        for mark in marks {
            let place = self.blocks.file_range(&mark.range);
            let from = self
                .handed
                .partition_point(|(range, _)| range.end < place.end);
            let ending = self.handed.get(from..).unwrap_or(&[]).iter();
            let ending = ending.take_while(|(range, _)| range.end == place.end);
            let (mut own, mut around) = (Vec::new(), Vec::new());
            for (range, named) in ending.take(MOST_NAMED) {
                if range.start == place.start {
                    own.extend_from_slice(named);
                } else if (last_end..place.start).contains(&range.start) {
                    around.extend_from_slice(named);
                }
            }
            last_end = place.end;
            // A link names its source itself.
            let is_link = mark.named.iter().any(|named| named.shown.contains("://"));
            let may_be_own = !own.is_empty() && !is_link;
            if may_be_own {
                mark.named = own;
            } else if !around.is_empty() && !mark.named.iter().any(is_given) {
                mark.named = around;
            }
        }
    }

    /// The raised numbers in the text of a block that may be the marks of notes: after a quotation, punctuation or a word.
    fn raised_in_line(&self, block: &AnswerBlock) -> Vec<(Range<usize>, String)> {
        let text = self.text(block.range.clone());
        let digit = |c: char| ('0'..='9').find(|&digit| raised(digit) == c);
        let Some(numbers) = pattern(&RAISED) else {
            return Vec::new();
        };
        let numbers = numbers.find_iter(text).filter_map(|found| {
            let label: String = found
                .as_str()
                .chars()
                .map(|c| digit(c).unwrap_or(if c == ',' { c } else { '-' }))
                .collect();
            let before = clipped_to_end(text.get(..found.start())?, LONGEST_ENTRY);
            let quoted = before.trim_end_matches(|c: char| c.is_whitespace() || ".,;:".contains(c));
            let is_quoted = quoted.ends_with(|c| is_mark(c) || c == '’');
            let is_note = is_quoted || carries_note(before, &label);
            let start = block.range.start;
            is_note.then(|| (start + found.start()..start + found.end(), label))
        });
        numbers.collect()
    }

    /// The notes or entries that raised numbers stand for: `1`, `1,3`, `1–3`.
    fn of_raised(&self, label: &str) -> Vec<NamedSource> {
        let labelled = &self.references.labelled;
        let known = |label: &str| {
            let note = labelled.get(&note_label(label));
            note.or_else(|| labelled.get(label)).cloned()
        };
        if let Some(named) = known(label) {
            return vec![named];
        }
        let parts = label.split([',', ';']).map(str::trim);
        let numbers = parts.flat_map(|part| match part.split_once(RANGE_DASHES) {
            Some((from, to)) => between(from, to).collect(),
            None => vec![part.to_owned()],
        });
        numbers.filter_map(|number| known(&number)).collect()
    }

    /// The sources that a text in square brackets names: `1, 2`, `1–3`, `1, p. 4`, `Smith, 2020`. Empty if it is no mark.
    fn bracketed(&self, text: &str) -> Vec<NamedSource> {
        let by_author = text.split(';').map(str::trim).filter_map(|work| {
            let is_work = is_label(work)
                && work.contains(char::is_alphabetic)
                && words_of(work).any(|word| is_year(&word));
            let is_known = is_work
                && (self.references.of_author(work).is_some() || self.names.find(work).is_some());
            is_known.then(|| self.by_author(work))
        });
        let mut named: Vec<NamedSource> = by_author.collect();
        if named.is_empty() {
            let parts = text
                .split([',', ';', '&'])
                .flat_map(|part| part.split(" and "));
            for part in parts {
                let own = self.labels(part.trim());
                // What comes after a label may be a place in its source.
                if own.is_empty() && named.is_empty() {
                    break;
                }
                named.extend(own);
            }
        }
        named
    }

    /// The sources that a label, or a range of them, stands for.
    fn labels(&self, text: &str) -> Vec<NamedSource> {
        let known = |label: &str| self.references.labelled.get(label).cloned();
        if !is_label(text) {
            return Vec::new();
        }
        let names_source =
            || !text.contains(char::is_whitespace) && self.names.find(text).is_some();
        if let Some(named) = known(text) {
            return vec![named];
        }
        if text.chars().all(|c| c.is_ascii_digit()) || names_source() {
            return vec![NamedSource::new(text)];
        }
        if let Some((from, to)) = text.split_once(RANGE_DASHES) {
            return between(from, to)
                .map(|number| known(&number).unwrap_or_else(|| NamedSource::new(number)))
                .collect();
        }
        // `1: 23`, `1 p. 4`
        let head = text.split([':', ' ', '\u{A0}']).next().unwrap_or("");
        let has_place = text.get(head.len()..).unwrap_or("");
        let has_place = has_place.contains(|c: char| c.is_ascii_digit());
        known(head).filter(|_| has_place).into_iter().collect()
    }

    /// The sources that a service names in its own brackets: a number, and perhaps a name, which is enough if a source
    /// has it.
    fn handed(&self, text: &str) -> Vec<NamedSource> {
        let text = match text.split_once('†') {
            Some((_, name)) if self.names.find(name.trim()).is_some() => name,
            _ => text,
        };
        let labels = text.split([',', ';', '†']).map(str::trim);
        labels
            .filter(|label| is_label(label))
            .filter_map(|label| {
                let known = self.references.labelled.get(label).cloned();
                known.or_else(|| {
                    let is_number = label.chars().all(|c| c.is_ascii_digit());
                    let is_name = is_number || self.names.find(label).is_some();
                    is_name.then(|| NamedSource::new(label))
                })
            })
            .collect()
    }

    fn by_author(&self, name: &str) -> NamedSource {
        let mut named = NamedSource::new(name);
        if let Some(entry) = self.references.of_author(name) {
            named.spellings.extend(entry.spellings.iter().cloned());
        }
        named
    }
}

const RANGE_DASHES: [char; 4] = ['–', '-', '—', '\u{2011}'];

/// The numbers from one to another, both included; none if there are too many.
fn between(from: &str, to: &str) -> impl Iterator<Item = String> + use<> {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let ends = number(from).zip(number(to));
    let ends = ends.filter(|(from, to)| from < to && to - from < MOST_NAMED);
    let numbers = ends.map(|(from, to)| from..=to).into_iter().flatten();
    numbers.map(|number| number.to_string())
}

/// The key for a footnote's entry, different from the labels in brackets.
fn note_label(label: &str) -> String {
    format!("^{label}")
}

/// The sentences, joined where one ends within a quotation: what is quoted belongs to the sentence that quotes it.
fn undivided(
    sentences: &[Range<usize>],
    spans: &[(Range<usize>, Range<usize>)],
) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(sentences.len());
    let mut spans = spans.iter().map(|(outer, _)| outer).peekable();
    for sentence in sentences {
        while spans.next_if(|outer| outer.end <= sentence.start).is_some() {}
        let around = spans.peek().filter(|outer| outer.start < sentence.start);
        match (around, joined.last_mut()) {
            (Some(outer), Some(last)) if outer.start < last.end => last.end = sentence.end,
            (Some(outer), _) => joined.push(outer.start..sentence.end),
            (None, _) => joined.push(sentence.clone()),
        }
    }
    joined
}

const DASHES: [char; 5] = ['—', '–', '―', '-', '~'];

/// Whether a text only says whose words come before it.
fn is_attribution(text: &str) -> bool {
    let text = text.trim();
    let dashed = text.starts_with(['—', '–', '―']) || text.starts_with("-- ");
    dashed && text.len() < 300 && !text.contains("\n\n")
}

/// A text without its quotations.
fn without_quotations(text: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for (outer, inner) in quoted(text) {
        // A short quotation may be a title.
        if is_long(text.get(inner).unwrap_or("")) {
            rest.push_str(text.get(at..outer.start).unwrap_or(""));
            rest.push(' ');
            at = outer.end;
        }
    }
    rest.push_str(text.get(at..).unwrap_or(""));
    rest.trim()
        .trim_matches(['—', '–', '-', ',', ' ', '.', ':'])
        .to_owned()
}

/// The quotations in the text fragments of a URL (`#:~:text=`, WICG, "URL Fragment Text Directives").
fn fragments(url: &str) -> Vec<Cite> {
    let Some((page, directives)) = url.split_once(":~:") else {
        return Vec::new();
    };
    let page = page.trim_end_matches('#');
    let decoded = |part: &str| {
        let bytes = percent_encoding::percent_decode_str(part);
        bytes.decode_utf8_lossy().trim().to_owned()
    };
    let texts = directives
        .split('&')
        .filter_map(|directive| directive.strip_prefix("text="));
    texts
        .filter_map(|directive| {
            let mut parts: Vec<&str> = directive.split(',').collect();
            let prefix = parts
                .first()
                .and_then(|part| part.strip_suffix('-'))
                .map(decoded);
            if prefix.is_some() {
                parts.remove(0);
            }
            let suffix = parts
                .last()
                .and_then(|part| part.strip_prefix('-'))
                .map(decoded);
            if suffix.is_some() {
                parts.pop();
            }
            let words: Vec<String> = parts.into_iter().map(decoded).collect();
            let words = words.join(" […] ");
            (!words.trim().is_empty()).then(|| Cite {
                words: Some(words),
                prefix,
                suffix,
                named: vec![NamedSource::new(page)],
                ..Cite::default()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use super::*;

    fn cites(markdown: &str) -> Vec<(Option<String>, Vec<String>)> {
        let names = SourceNames::new(&[]);
        let reading = read(&blocks::markdown(markdown), &names);
        let cites = reading.cites.into_iter();
        cites
            .map(|cite| {
                (
                    cite.words,
                    cite.named.into_iter().map(|named| named.shown).collect(),
                )
            })
            .collect()
    }

    fn one(words: &str, named: &[&str]) -> (Option<String>, Vec<String>) {
        let named = named.iter().map(|&name| name.to_owned()).collect();
        ((!words.is_empty()).then(|| words.to_owned()), named)
    }

    #[test]
    fn quotations_are_tied_to_their_marks() {
        for (markdown, expected) in [
            (
                "It says “the sea rises fast” [1].\n\n[1]: Tide Report 2020",
                one("the sea rises fast", &["Tide Report 2020"]),
            ),
            (
                "It says \"the sea rises\" [1].\n\n[1]: tide.txt",
                one("the sea rises", &["tide.txt"]),
            ),
            (
                "It says \"the sea rises\" (Smith, 2020).",
                one("the sea rises", &["Smith, 2020"]),
            ),
            (
                "As Smith (2020) says, \"the sea rises\".",
                one("the sea rises", &["Smith 2020"]),
            ),
            (
                "The sea is said to rise.[^1]\n\n[^1]: \"the sea rises fast and high\" — Tide Report",
                one("the sea rises fast and high", &["Tide Report"]),
            ),
            (
                "> The sea rises.\n> — Tide Report",
                one("The sea rises.", &["Tide Report"]),
            ),
            (
                "> The sea rises.\n\n— Tide Report",
                one("The sea rises.", &["Tide Report"]),
            ),
            (
                "They say [1]:\n\n> The sea rises.\n\n## Sources\n\n1. Tide Report",
                one("The sea rises.", &["Tide Report"]),
            ),
            (
                "See [it](https://a.org/x#:~:text=the%20sea,rises-%2C-fast).",
                one("the sea […] rises-,-fast", &["https://a.org/x"]),
            ),
            (
                "The sea rises [1].\n\n1. Not a source\n\n# References\n\n1. Tide Report",
                one("", &["Tide Report"]),
            ),
            (
                "„Das Meer steigt immer weiter an“, heißt es.",
                one("Das Meer steigt immer weiter an", &[]),
            ),
        ] {
            assert_eq!(cites(markdown), [expected], "{markdown}");
        }
        assert_eq!(cites("A so-called “smart city” is no quotation."), []);
    }

    #[test]
    fn html_in_markdown_counts_as_it_does_in_html() {
        for answer in [
            "It says “the sea<br>rises fast” [1].",
            "It says “the sea<br>\nrises fast” [1].",
            "It says <q>the sea <b>rises</b> fast</q> [1].",
            "<div>It says <q>the sea\nrises</q> [1].</div>",
            "> <p>It says “the sea\n> rises” [1].</p>\n",
            "Use <script> and <template>: “the sea rises” [1].",
            "- <template>\n\nIt says “the sea rises” [1].",
        ] {
            let alert = answer
                .starts_with('>')
                .then(|| format!("> [!TIP]\n{answer}"));
            let answer = alert.as_deref().unwrap_or(answer);
            let found = cites(answer);
            let words: Vec<_> = found.into_iter().filter_map(|(words, _)| words).collect();
            let words: Vec<_> = words
                .iter()
                .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(words.len(), 1, "{answer}: {words:?}");
            assert!(words[0].starts_with("the sea rises"), "{answer}: {words:?}");
        }
    }

    #[test]
    fn code_and_alerts_are_no_quotations() {
        for answer in [
            "Run `grep \"foo bar baz qux quux\" tide.txt` [1].",
            "Run <code>grep \"foo bar baz qux quux\"</code> now.",
            "> [!NOTE]\n> This is a remark of five words.",
            "> [!warning]\n> This is a remark.\n>\n> - And this.",
        ] {
            let found = cites(answer);
            assert!(
                found.iter().all(|(words, _)| words.is_none()),
                "{answer}: {found:?}"
            );
        }
        for (answer, words) in [
            (
                "“Run `a = \"b` and wait for it”.",
                "Run a = \"b and wait for it",
            ),
            (
                "With `\"` it says \"the sea rises fast and high\".",
                "the sea rises fast and high",
            ),
            (
                "<code>Unclosed \"\n\nThen \"the `sea` rises fast and high\".",
                "the sea rises fast and high",
            ),
            (
                "> [!NOTE]\n> It says:\n>\n> > The sea rises.",
                "The sea rises.",
            ),
            ("> [!REMARK] The sea.", "[!REMARK] The sea."),
        ] {
            assert_eq!(cites(answer), [one(words, &[])], "{answer}");
        }
    }

    #[test]
    fn a_mark_after_the_full_stop_closes_the_sentence_before() {
        let markdown =
            "It is said that “the sea rises fast.” [1] Nobody knows why.\n\n[1]: <tide.txt>";
        let names = SourceNames::new(&[]);
        let reading = read(&blocks::markdown(markdown), &names);
        let texts: Vec<_> = reading
            .sentences
            .iter()
            .map(|sentence| sentence.text.as_str())
            .collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert_eq!(reading.cites.len(), 1);
        assert_eq!(reading.cites[0].sentences, 0..1);
    }
}
