//! What may be written at a place: ids with their texts, keys, values, rules, and quotations from the sources.

use std::collections::BTreeSet;
use std::fmt::Write;

use regex::{Regex, RegexBuilder};

use super::sibling::sibling;
use crate::check::RULES;
use crate::diagnostic::Level;
use crate::map::{Map, SourceId};
use crate::proof::{Cited, Proof};
use crate::quotes::SourceText;
use crate::syntax::format::{self, Key, Name, Shape, TOP, Table};
use crate::syntax::{FileId, Scan, Span, Spot, Text, is_closed, string_content, toml_string};

/// Maximum number of things offered at once.
const MOST: usize = 200;

/// Maximum number of places in a source from which quotations are offered.
const MOST_PLACES: usize = 40;

/// What may be written at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completions {
    /// The completions, in the order in which they are offered.
    pub items: Vec<Completion>,
    /// Whether typing more may bring up other completions.
    pub is_incomplete: bool,
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// How it is shown in a list.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// What it says or means.
    pub detail: String,
    /// The text that it replaces.
    pub replace: Span,
    /// The text that it writes there.
    pub insert: String,
    /// The same text with places to fill in, as a snippet of the Language Server Protocol, if it has such places.
    pub snippet: Option<String>,
    /// The text that typing is matched against, if that is not the label.
    pub filter: Option<String>,
}

/// A kind of thing that may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// The id of a claim.
    Claim,
    /// A step: `a -> y`, or its id.
    Step,
    /// The id of a source.
    Source,
    /// The id of a speaker.
    Speaker,
    /// A key.
    Key,
    /// A table with its header.
    Table,
    /// A plain value, not an id.
    Value,
    /// The name of a rule.
    Rule,
    /// Words from a source.
    Quotation,
}

/// What may be written at a byte of a file. Linear in the size of the map and, within a quotation, of its sources.
pub fn completions(proof: &Proof<'_>, file: FileId, offset: usize) -> Completions {
    let map = proof.map();
    let text = &map.files().file(file).text;
    let offset = offset.min(text.len());
    let mut found = Completions::default();
    if let Some(replace) = comment_slot(text, offset) {
        found.items = rules(replace);
        return found;
    }
    let (scan, spot) = Scan::at(text, offset);
    match spot {
        Some(Spot::Key { parent, typed }) => {
            let path = parent.map(|parent| scan.path(parent)).unwrap_or_default();
            let present = present(text, parent);
            found.items = keys(&path, typed, &present, is_line_start(text, typed));
        }
        Some(Spot::Header { parent, typed }) => {
            let path = parent.map(|parent| scan.path(parent)).unwrap_or_default();
            found.items = headers(map, &path, typed);
        }
        Some(Spot::Value {
            key,
            typed,
            is_string,
            in_array,
        }) => {
            let path = scan.path(key);
            let written = Slot::new(text, offset, typed, is_string);
            let value = ValueSlot {
                proof,
                text,
                key,
                in_array,
            };
            value.complete(&path, &written, &mut found);
        }
        None => {}
    }
    found
}

/// What the keys of a table are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Within {
    /// Keys of the format.
    Table(&'static Table),
    /// Ids of tables with these keys.
    Ids(&'static Table),
    /// Names of rules.
    Levels,
    /// Languages.
    Languages,
    /// Anything.
    Free,
}

/// What the keys are in the table that a path of names leads to.
pub(super) fn within(path: &[&str]) -> Within {
    path.iter().fold(Within::Table(&TOP), |at, name| match at {
        Within::Table(table) => match key_of(table, name).map(|key| key.shape) {
            Some(Shape::Table(of) | Shape::Entries(of) | Shape::List(of)) => Within::Table(of),
            Some(Shape::ById(of)) => Within::Ids(of),
            Some(Shape::Quotes) => Within::Table(&format::QUOTE),
            Some(Shape::Levels) => Within::Levels,
            Some(Shape::Wordings) => Within::Languages,
            _ => Within::Free,
        },
        Within::Ids(of) => Within::Table(of),
        Within::Levels | Within::Languages | Within::Free => Within::Free,
    })
}

fn key_of(table: &'static Table, name: &str) -> Option<&'static Key> {
    Name::parse(name).and_then(|name| table.key(name))
}

/// The keys that are already set in a table, if it begins with a header.
fn present(text: &str, parent: Option<u32>) -> BTreeSet<String> {
    let scan = Scan::new(text);
    let is_header = parent
        .and_then(|parent| scan.key(parent))
        .is_some_and(|key| key.in_header);
    if !is_header {
        return BTreeSet::new();
    }
    let own = scan.keys.iter().filter(|key| key.parent == parent);
    own.map(|key| key.name.to_string()).collect()
}

/// Whether there are only blanks before the place on its line.
fn is_line_start(text: &str, typed: Span) -> bool {
    let before = text.get(..typed.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty()
}

/// What has been typed of a value, and how to replace it.
struct Slot<'t> {
    replace: Span,
    /// The quotation marks of the string, if it is one.
    mark: &'t str,
    /// The part before the cursor.
    typed: String,
}

impl<'t> Slot<'t> {
    fn new(text: &'t str, offset: usize, span: Span, is_string: bool) -> Self {
        let written = text.get(span.range()).unwrap_or_default();
        let before = text.get(span.start as usize..offset).unwrap_or_default();
        if !is_string {
            return Self {
                replace: span,
                mark: "",
                typed: before.to_owned(),
            };
        }
        let mark = ["'''", "\"\"\"", "'", "\""]
            .into_iter()
            .find(|mark| written.starts_with(mark))
            .unwrap_or("\"");
        let start = (span.start as usize + mark.len()).min(offset);
        let end = if is_closed(written, mark.len()) {
            (span.end as usize - mark.len()).max(start)
        } else {
            offset
        };
        let typed = text.get(start..offset).unwrap_or_default();
        Self {
            replace: Span::new(start, end),
            mark,
            typed: string_content(&format!("{mark}{typed}{mark}"))
                .0
                .into_owned(),
        }
    }

    /// A text as it is written inside the string, or as a string of its own. `None` if the string's quotation marks
    /// cannot hold it.
    fn written(&self, text: &str, as_list: bool) -> Option<String> {
        if self.mark.is_empty() {
            let string = toml_string(text);
            return Some(if as_list {
                format!("[{string}]")
            } else {
                string
            });
        }
        if self.mark.starts_with('"') {
            let string = toml_string(text);
            let inner = string.strip_prefix('"')?.strip_suffix('"')?;
            return Some(inner.to_owned());
        }
        (!text.contains('\'') && !text.contains(char::is_control)).then(|| text.to_owned())
    }
}

/// The place in a comment `# argmap: allow(…)` where a rule may be written.
fn comment_slot(text: &str, offset: usize) -> Option<Span> {
    let before = text.get(..offset)?;
    let line = before.rsplit('\n').next()?;
    let (head, inside) = line.rsplit_once("allow(")?;
    if !head.contains("# argmap:") && !head.contains("#argmap:") || inside.contains(')') {
        return None;
    }
    let typed = inside.rsplit(',').next()?.trim_start();
    Some(Span::new(offset - typed.len(), offset))
}

fn rules(replace: Span) -> Vec<Completion> {
    let infos = RULES.iter();
    let rules = infos.map(|info| {
        let name = info.name.as_str();
        plain(CompletionKind::Rule, name, info.summary, replace, name)
    });
    rules.collect()
}

fn plain(
    kind: CompletionKind,
    label: &str,
    detail: &str,
    replace: Span,
    insert: &str,
) -> Completion {
    Completion {
        label: label.to_owned(),
        kind,
        detail: detail.to_owned(),
        replace,
        insert: insert.to_owned(),
        snippet: None,
        filter: None,
    }
}

/// Keys that the table at `path` does not have yet and, at the start of a line, tables.
fn keys(
    path: &[&str],
    typed: Span,
    present: &BTreeSet<String>,
    is_line_start: bool,
) -> Vec<Completion> {
    let mut items = Vec::new();
    match within(path) {
        Within::Table(table) => {
            for key in table.keys {
                let name = key.name.as_str();
                if present.contains(name) {
                    continue;
                }
                if let Some((open, close)) = value_marks(key.shape) {
                    let insert = format!("{name} = ");
                    items.push(Completion {
                        snippet: Some(format!("{insert}{open}$1{close}")),
                        ..plain(CompletionKind::Key, name, key.meaning, typed, &insert)
                    });
                } else if let (Shape::List(of), [kind, id], true) = (key.shape, path, is_line_start)
                {
                    let id = toml_key(id);
                    let header = format!("[[{kind}.{id}.{name}]]");
                    items.push(table_item(&header, &header, of, key.meaning, typed));
                }
            }
        }
        Within::Levels => {
            let rules = RULES.iter();
            items.extend(
                rules
                    .filter(|info| !present.contains(info.name.as_str()))
                    .map(|info| {
                        let name = info.name.as_str();
                        let insert = format!("{name} = ");
                        Completion {
                            snippet: Some(format!(
                                "{insert}\"${{1|{}|}}\"",
                                Level::ALL.map(Level::name).join(",")
                            )),
                            ..plain(CompletionKind::Rule, name, info.summary, typed, &insert)
                        }
                    }),
            );
        }
        Within::Ids(_) | Within::Languages | Within::Free => {}
    }
    if is_line_start {
        items.extend(TOP.keys.iter().filter_map(|key| {
            let name = key.name.as_str();
            Some(match key.shape {
                Shape::Table(of) => {
                    let header = format!("[{name}]");
                    table_item(&header, &header, of, key.meaning, typed)
                }
                Shape::Levels => plain(
                    CompletionKind::Table,
                    "[lints]",
                    key.meaning,
                    typed,
                    "[lints]\n",
                ),
                Shape::ById(of) => table_item(
                    &format!("[{name}.…]"),
                    &format!("[{name}.${{9:id}}]"),
                    of,
                    key.meaning,
                    typed,
                ),
                Shape::List(of) => {
                    let header = format!("[[{name}]]");
                    table_item(&header, &header, of, key.meaning, typed)
                }
                _ => return None,
            })
        }));
    }
    items
}

/// A table with its header and its required keys.
fn table_item(label: &str, header: &str, of: &Table, meaning: &str, typed: Span) -> Completion {
    let mut snippet = format!("{}\n", header.replace("${9:id}", "${1:id}"));
    for (number, &name) in (2..).zip(of.required) {
        let Some((open, close)) = of.key(name).and_then(|key| value_marks(key.shape)) else {
            continue;
        };
        let _ = writeln!(snippet, "{} = {open}${number}{close}", name.as_str());
    }
    let insert = header.replace("${9:id}", "id") + "\n";
    Completion {
        snippet: Some(snippet),
        ..plain(CompletionKind::Table, label, meaning, typed, &insert)
    }
}

/// What goes around a value of this shape; `None` for tables that have headers.
fn value_marks(shape: Shape) -> Option<(&'static str, &'static str)> {
    Some(match shape {
        Shape::String
        | Shape::Wordings
        | Shape::Language
        | Shape::Date
        | Shape::Digest
        | Shape::OneOrMore
        | Shape::Quotes => ("\"", "\""),
        Shape::Strings | Shape::Entries(_) | Shape::IdsOrLists => ("[\"", "\"]"),
        Shape::Boolean => ("${1:true}", ""),
        Shape::Every => ("\"all\"", ""),
        Shape::Share | Shape::Occurrence => ("", ""),
        Shape::Any => ("{ ", " }"),
        _ => return None,
    })
}

/// A key as it is written, quoted if it has to be.
fn toml_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(is_bare) {
        key.to_owned()
    } else {
        toml_string(key)
    }
}

/// The names that can come next in a header.
fn headers(map: &Map, path: &[&str], typed: Span) -> Vec<Completion> {
    match within(path) {
        Within::Table(table) => {
            let tables = table.keys.iter().filter(|key| {
                matches!(
                    key.shape,
                    Shape::Table(_)
                        | Shape::ById(_)
                        | Shape::List(_)
                        | Shape::Levels
                        | Shape::Wordings
                        | Shape::Any
                )
            });
            let item = |key: &Key| {
                let name = key.name.as_str();
                plain(CompletionKind::Key, name, key.meaning, typed, name)
            };
            tables.map(item).collect()
        }
        Within::Ids(of) if of.key(Name::Premises).is_some() => {
            let claims = map.claims().take(MOST).map(|claim| {
                let (id, text) = (map.id(claim), map.text(claim, None));
                plain(CompletionKind::Claim, id, text, typed, &toml_key(id))
            });
            claims.collect()
        }
        _ => Vec::new(),
    }
}

/// A value to be written.
struct ValueSlot<'v, 'm> {
    proof: &'v Proof<'m>,
    text: &'v str,
    key: u32,
    in_array: bool,
}

impl ValueSlot<'_, '_> {
    fn complete(&self, path: &[&str], slot: &Slot<'_>, found: &mut Completions) {
        let Some((name, before)) = path.split_last() else {
            return;
        };
        let table = match within(before) {
            Within::Levels => {
                found.items = words(
                    slot,
                    CompletionKind::Value,
                    Level::ALL.map(|level| level.name().to_owned()),
                );
                return;
            }
            Within::Table(table) => table,
            Within::Ids(_) | Within::Languages | Within::Free => return,
        };
        let Some(key) = key_of(table, name) else {
            return;
        };
        let as_list = !self.in_array
            && matches!(
                key.shape,
                Shape::Strings | Shape::Entries(_) | Shape::IdsOrLists
            );
        match key.name {
            Name::Premises
            | Name::Supports
            | Name::Attacks
            | Name::Contradicts
            | Name::Contrasts
            | Name::Restates
            | Name::Claim
            | Name::Thesis
            | Name::Answers
            | Name::Accepted
            | Name::Rejected
            | Name::Undecided
            | Name::AcceptedEitherWay
            | Name::OutweighedBy => self.claims(slot, as_list, own_claim(path), found),
            Name::Undercuts | Name::Step => self.steps(slot, as_list, found),
            Name::By => self.speakers(slot, as_list, found),
            Name::Source => {
                let sources = self.proof.sources().map(|(_, _, source)| {
                    let title = source.title.as_ref().or(source.path.as_ref());
                    let title = title.map_or("", |title| &title.value);
                    (source.id.value.to_string(), title.to_owned())
                });
                found.items = named(slot, false, CompletionKind::Source, sources);
            }
            Name::Quote => self.quotations(slot, None, found),
            Name::Text if std::ptr::eq(table, &raw const format::QUOTE) => {
                let source = sibling(self.text, self.key, Name::Source.as_str());
                self.quotations(slot, source.as_deref(), found);
            }
            Name::About | Name::Tags | Name::On | Name::Scheme | Name::Language => {
                let used = used(self.proof.map(), key.name);
                let used = used.into_iter().map(|word| (word, String::new()));
                found.items = named(slot, as_list, CompletionKind::Value, used);
            }
            _ if matches!(key.shape, Shape::Boolean) && slot.mark.is_empty() => {
                let values = ["true", "false"];
                let values = values
                    .map(|value| plain(CompletionKind::Value, value, "", slot.replace, value));
                found.items = values.to_vec();
            }
            _ => {}
        }
    }

    fn claims(&self, slot: &Slot<'_>, as_list: bool, own: Option<&str>, found: &mut Completions) {
        let map = self.proof.map();
        let others = map.claims().filter(|&claim| Some(map.id(claim)) != own);
        let all = others.map(|claim| (map.id(claim), map.text(claim, None)));
        let typed = slot.typed.to_lowercase();
        let many = map.claim_count() > MOST;
        found.is_incomplete = many;
        let fitting = all.filter(|(id, text)| {
            !many || is_like(&typed, id) || text.to_lowercase().contains(&typed)
        });
        let fitting = fitting.map(|(id, text)| (id.to_owned(), text.to_owned()));
        found.items = named(slot, as_list, CompletionKind::Claim, fitting);
    }

    fn steps(&self, slot: &Slot<'_>, as_list: bool, found: &mut Completions) {
        let map = self.proof.map();
        let typed = slot.typed.to_lowercase();
        let steps = map.all_steps().filter_map(|step| {
            let detail = map.text(map.step(step).conclusion, None).to_owned();
            if let Some(name) = map.step_name(step) {
                return Some((name.to_owned(), detail));
            }
            if map.step(step).undercuts.is_some() {
                return None;
            }
            let premise = map.premises(step).next()?;
            let conclusion = map.id(map.step(step).conclusion);
            Some((format!("{} -> {conclusion}", map.id(premise)), detail))
        });
        let many = map.all_steps().len() > MOST;
        found.is_incomplete = many;
        let fitting = steps.filter(|(name, _)| !many || is_like(&typed, name));
        found.items = named(slot, as_list, CompletionKind::Step, fitting);
    }

    fn speakers(&self, slot: &Slot<'_>, as_list: bool, found: &mut Completions) {
        let map = self.proof.map();
        let declared = map.speakers().map(|(_, speaker)| {
            let name = speaker.name.as_ref().map_or("", |name| &name.value);
            (speaker.id.value.to_string(), name.to_owned())
        });
        let mut speakers: Vec<_> = declared.collect();
        if speakers.is_empty() {
            let used = map.claims().flat_map(|claim| &map.claim(claim).by);
            let used: BTreeSet<String> = used.map(|by| by.value.to_string()).collect();
            speakers.extend(used.into_iter().map(|name| (name, String::new())));
        }
        found.items = named(slot, as_list, CompletionKind::Speaker, speakers);
    }

    /// Words of the sources that begin with what is typed; if nothing is typed, sentences that nothing quotes.
    fn quotations(&self, slot: &Slot<'_>, source: Option<&str>, found: &mut Completions) {
        let map = self.proof.map();
        let named = source.or_else(|| map.default_source_name());
        let sources: Vec<SourceId> = match named {
            Some(name) => map.find_source(name).into_iter().collect(),
            None => self.proof.sources().map(|(id, ..)| id).collect(),
        };
        found.is_incomplete = true;
        for id in sources {
            let (Ok(source), Some((_, written))) = (self.proof.source(id), self.proof.written(id))
            else {
                continue;
            };
            let words = match pattern(&slot.typed) {
                Some(pattern) => beginnings(source, &pattern),
                None => self.unquoted(id, source),
            };
            for words in words {
                if found.items.len() >= MOST {
                    return;
                }
                let Some(insert) = slot.written(&words, false) else {
                    continue;
                };
                found.items.push(Completion {
                    filter: Some(format!("{} {words}", slot.typed)),
                    ..plain(
                        CompletionKind::Quotation,
                        &words,
                        &written.id.value,
                        slot.replace,
                        &insert,
                    )
                });
            }
        }
    }

    /// The first sentences of a source that are neither quoted nor ignored, not even in part.
    fn unquoted(&self, id: SourceId, source: &SourceText) -> Vec<String> {
        let mut taken: Vec<_> = self
            .proof
            .from(id)
            .chain(self.proof.ignored(id))
            .flat_map(Cited::text_ranges)
            .collect();
        taken.sort_by_key(|range| range.start);
        let is_free = |sentence: &&std::ops::Range<usize>| {
            let behind = taken.partition_point(|range| range.start < sentence.end);
            let before = taken.get(..behind).unwrap_or_default();
            // Only the nearest few are checked: ranges seldom contain each other, so earlier ones rarely reach this far.
            !before
                .iter()
                .rev()
                .take(8)
                .any(|range| range.end > sentence.start)
        };
        let free = source.sentences().iter().filter(is_free).take(MOST_PLACES);
        free.filter_map(|sentence| one_line(source, sentence.clone()))
            .collect()
    }
}

/// Completions for plain words.
fn words(
    slot: &Slot<'_>,
    kind: CompletionKind,
    words: impl IntoIterator<Item = String>,
) -> Vec<Completion> {
    named(
        slot,
        false,
        kind,
        words.into_iter().map(|word| (word, String::new())),
    )
}

/// Completions for names with details, up to [`MOST`].
fn named(
    slot: &Slot<'_>,
    as_list: bool,
    kind: CompletionKind,
    names: impl IntoIterator<Item = (String, String)>,
) -> Vec<Completion> {
    // A string that has just been begun is an empty name.
    let names = names.into_iter().filter(|(name, _)| !name.is_empty());
    let items = names.filter_map(|(name, detail)| {
        let insert = slot.written(&name, as_list)?;
        Some(Completion {
            filter: (!slot.mark.is_empty() && !detail.is_empty())
                .then(|| format!("{name} {detail}")),
            ..plain(kind, &name, &detail, slot.replace, &insert)
        })
    });
    items.take(MOST).collect()
}

/// The claim whose table a path leads into.
fn own_claim<'p>(path: &[&'p str]) -> Option<&'p str> {
    match path {
        ["claim", id, ..] => Some(id),
        _ => None,
    }
}

/// Whether a name contains the typed characters in this order.
fn is_like(typed: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    typed
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

/// A pattern that finds the typed words, whatever their spacing and case; `None` if nothing is typed.
fn pattern(typed: &str) -> Option<Regex> {
    let words: Vec<String> = typed.split_whitespace().map(regex::escape).collect();
    if words.is_empty() {
        return None;
    }
    let joined = words.join(r"\s+");
    let start = if typed.trim_start().starts_with(char::is_alphanumeric) {
        r"\b"
    } else {
        ""
    };
    let mut builder = RegexBuilder::new(&format!("{start}{joined}"));
    builder
        .case_insensitive(true)
        .size_limit(1 << 20)
        .build()
        .ok()
}

/// From each place where the words occur: the text up to the next comma or similar, and up to the end of the sentence.
/// If they are in the middle of a sentence, also the whole sentence.
fn beginnings(source: &SourceText, pattern: &Regex) -> Vec<String> {
    let text = source.text();
    let sentences = source.sentences();
    let mut found = Vec::new();
    for place in pattern.find_iter(text).take(MOST_PLACES) {
        let behind = sentences.partition_point(|sentence| sentence.end <= place.start());
        let Some(sentence) = sentences
            .get(behind)
            .filter(|sentence| sentence.start <= place.start())
        else {
            continue;
        };
        let end = sentence.end.max(place.end());
        let rest = text.get(place.end()..end).unwrap_or_default();
        let clause = rest
            .find([',', ';', ':', '—', '–', '，', '；', '：'])
            .map(|at| place.end() + at);
        let ranges = [
            clause.map(|end| place.start()..end),
            Some(place.start()..end),
            (sentence.start < place.start()).then_some(sentence.start..end),
        ];
        for range in ranges.into_iter().flatten() {
            if let Some(words) = one_line(source, range)
                && !found.contains(&words)
            {
                found.push(words);
            }
        }
    }
    found
}

/// A part of a source on one line, without the full stop at its end.
fn one_line(source: &SourceText, range: std::ops::Range<usize>) -> Option<String> {
    let words = source.text().get(range)?;
    let words: Vec<&str> = words.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.trim_end_matches(['.', '。']);
    (!line.is_empty()).then(|| line.to_owned())
}

/// The words that a map already uses under a key.
fn used(map: &Map, key: Name) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut add = |text: Option<&Text>| used.extend(text.map(|text| text.value.to_string()));
    for document in map.documents() {
        if key == Name::Language {
            document
                .sources
                .iter()
                .for_each(|source| add(source.language.as_ref()));
            let header = document.header.as_ref();
            add(header.and_then(|header| header.language.as_ref()));
        }
        for claim in &document.claims {
            match key {
                Name::About => add(claim.about.as_ref()),
                Name::Tags => claim.tags.iter().for_each(|tag| add(Some(tag))),
                Name::On => claim.relations.iter().for_each(|relation| {
                    add(relation
                        .detail
                        .as_ref()
                        .and_then(|detail| detail.on.as_ref()));
                }),
                Name::Scheme => claim
                    .reasons
                    .iter()
                    .for_each(|reason| add(reason.scheme.as_ref())),
                Name::Language => claim
                    .text
                    .iter()
                    .for_each(|wording| add(wording.language.as_ref())),
                _ => {}
            }
        }
    }
    used
}
