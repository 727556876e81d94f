//! Reads answers as the interfaces of services return them: Anthropic, `OpenAI`, Gemini, Cohere.
//!
//! They are recognised by their keys, anywhere in a record: `content` with `citations` (Anthropic, Messages),
//! `output_text` or a message with `annotations` (`OpenAI`, Responses and Chat Completions), `groundingMetadata`
//! (Gemini), `citations` with `start` and `end` (Cohere).

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::blocks;
use super::names::SourceNames;
use super::reading::{self, AnswerReading, Cite, GivenPlace, Handed, NamedSource};
use super::stretches::Stretches;

/// An answer and its citations, as a service returns them.
#[derive(Debug, Default)]
pub(super) struct ServiceAnswer {
    /// The answer's text, in Markdown.
    pub(super) text: String,
    /// The pieces of the text that are strings of the record.
    pub(super) parts: Vec<Range<usize>>,
    /// Ranges of the text, in bytes, and what each cites.
    pub(super) spans: Vec<(Range<usize>, Cite)>,
    /// The model that gave the answer.
    pub(super) model: Option<String>,
}

/// The answers in a record, in order. Linear in the record.
pub(super) fn read(record: &Value) -> Vec<ServiceAnswer> {
    let mut drafts = Vec::new();
    let mut model = None;
    let mut stack = vec![record];
    while let Some(value) = stack.pop() {
        match value {
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(object) => {
                let named = ["model", "modelVersion", "model_version"];
                let named = named.iter().find_map(|key| text(object.get(*key)));
                model = named.map(str::to_owned).or(model);
                // What a person asked is not an answer.
                if matches!(
                    text(object.get("role")),
                    Some("user" | "system" | "developer" | "tool")
                ) {
                    continue;
                }
                if let Some(mut draft) = answer(object) {
                    draft.model.clone_from(&model);
                    drafts.push(draft);
                } else {
                    let values: Vec<&Value> = object.values().collect();
                    stack.extend(values.into_iter().rev());
                }
            }
            _ => {}
        }
    }
    drafts
}

fn text(value: Option<&Value>) -> Option<&str> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

fn number(value: Option<&Value>) -> Option<usize> {
    usize::try_from(value?.as_u64()?).ok()
}

/// The value of the first key that exists; `None` if it is null.
fn first<'v>(object: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v Value> {
    keys.iter()
        .find_map(|key| object.get(*key))
        .filter(|value| !value.is_null())
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn answer(object: &Map<String, Value>) -> Option<ServiceAnswer> {
    if let Some(grounding) = first(object, &["groundingMetadata", "grounding_metadata"]) {
        return Some(gemini(object, grounding));
    }
    let citations = list(object.get("citations"));
    if citations
        .iter()
        .any(|citation| citation.get("start").is_some())
    {
        return Some(cohere(object, citations));
    }
    let content = object.get("content");
    if let Some(words) = text(content) {
        let is_answer =
            text(object.get("role")) == Some("assistant") || object.contains_key("annotations");
        return is_answer.then(|| {
            let mut draft = ServiceAnswer::default();
            draft.annotated(words, object.get("annotations"));
            draft
        });
    }
    let parts = list(content);
    let is_text = |part: &Value| matches!(text(part.get("type")), Some("text" | "output_text"));
    if parts.iter().any(is_text) {
        let mut draft = ServiceAnswer::default();
        for part in parts.iter().filter(|part| is_text(part)) {
            draft.part(part);
        }
        return Some(draft);
    }
    None
}

impl ServiceAnswer {
    /// Reads the answer: what its text quotes and cites, and what the service says it cites. Linear in both.
    pub(super) fn reading(&self, names: &SourceNames) -> AnswerReading {
        let blocks = blocks::markdown(&self.text);
        let mut reading = reading::read_handed(&blocks, names, &self.handed());
        let count = reading.sentences.len();
        Stretches::new(&self.spans).name(&self.text, &mut reading);
        // How many quotations begin and end up to each sentence.
        let mut begun = vec![0_usize; count + 1];
        let mut ended = vec![0_usize; count + 1];
        // The quotations, in order.
        let mut quotations = Vec::new();
        // Citations without words, by their sentences.
        let mut bare: FxHashMap<Range<usize>, usize> = FxHashMap::default();
        for (number, own) in reading.cites.iter().enumerate() {
            if own.is_unclosed {
                continue;
            }
            if own.words.is_none() {
                bare.entry(own.sentences.clone()).or_insert(number);
                continue;
            }
            quotations.push(own.range.clone());
            if !own.sentences.is_empty() {
                for (counts, at) in [
                    (&mut begun, own.sentences.start),
                    (&mut ended, own.sentences.end),
                ] {
                    if let Some(count) = counts.get_mut(at) {
                        *count += 1;
                    }
                }
            }
        }
        for counts in [&mut begun, &mut ended] {
            let mut sum = 0;
            for count in counts {
                sum += *count;
                *count = sum;
            }
        }
        for (range, cite) in &self.spans {
            let from = reading
                .sentences
                .partition_point(|sentence| sentence.range.end <= range.start);
            let to = reading
                .sentences
                .partition_point(|sentence| sentence.range.start < range.end);
            let sentences = from..to.max(from);
            // Compares the quotations that begin before the span's end with those that end before its start: is one in
            // the span?
            let up_to = |counts: &[usize], at: Option<usize>| {
                at.and_then(|at| counts.get(at)).copied().unwrap_or(0)
            };
            let is_in_sentences = !sentences.is_empty()
                && up_to(&begun, sentences.end.checked_sub(1)) > up_to(&ended, Some(from));
            // A block quotation may belong to no sentence.
            let first = quotations.partition_point(|quotation| quotation.end <= range.start);
            let first = quotations.get(first);
            let is_quoting = is_in_sentences || first.is_some_and(|own| own.start < range.end);
            match (bare.get(&sentences), &cite.words) {
                (Some(&known), None) => {
                    if let Some(known) = reading.cites.get_mut(known) {
                        known.add_names(&cite.named);
                    }
                }
                (None, None) if is_quoting => {}
                _ => {
                    if cite.words.is_none() {
                        bare.insert(sentences.clone(), reading.cites.len());
                    }
                    reading.cites.push(Cite {
                        range: range.clone(),
                        sentences,
                        is_handed: cite.words.is_some(),
                        ..cite.clone()
                    });
                }
            }
        }
        // If the service gives words for a sentence, its citations without words are dropped.
        let quoted: FxHashSet<Range<usize>> = reading
            .cites
            .iter()
            .filter(|cite| cite.words.is_some())
            .map(|cite| cite.sentences.clone())
            .collect();
        reading.cites.retain(|cite| {
            cite.words.is_some() || cite.is_unclosed || !quoted.contains(&cite.sentences)
        });
        reading
            .cites
            .sort_by_key(|cite| (cite.range.start, cite.range.end));
        reading
    }

    /// The stretches for which the service names sources, without the blanks around them and the punctuation behind them,
    /// sorted by their ends.
    fn handed(&self) -> Vec<Handed> {
        let closes = |c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '】');
        let named = self.spans.iter().filter(|(_, cite)| !cite.named.is_empty());
        let mut handed: Vec<Handed> = named
            .filter_map(|(range, cite)| {
                let text = self.text.get(range.clone())?;
                let start = range.end - text.trim_start().len();
                let end = range.start + text.trim_end_matches(|c| !closes(c)).len();
                Some((start..end, cite.named.clone()))
            })
            .collect();
        handed.sort_by_key(|(range, _)| (range.end, range.start));
        handed
    }

    /// Adds a string of the record to the text.
    fn say(&mut self, words: &str) {
        let start = self.text.len();
        self.text.push_str(words);
        if !words.is_empty() {
            self.parts.push(start..self.text.len());
        }
    }

    /// Adds a part of a message.
    fn part(&mut self, part: &Value) {
        // `OpenAI`'s Assistants wrap the text in an object.
        if let Some(inner) = part.get("text").and_then(Value::as_object) {
            let words = text(inner.get("value")).unwrap_or("");
            return self.annotated(words, inner.get("annotations"));
        }
        let words = text(part.get("text")).unwrap_or("");
        let start = self.text.len();
        self.annotated(words, part.get("annotations"));
        for citation in list(part.get("citations")) {
            self.spans
                .push((start..self.text.len(), anthropic(citation)));
        }
    }

    /// Adds a text with `OpenAI`'s annotations, whose indices count characters.
    fn annotated(&mut self, words: &str, annotations: Option<&Value>) {
        let start = self.text.len();
        self.say(words);
        let annotations = list(annotations);
        if annotations.is_empty() {
            return;
        }
        let offsets = CharOffsets::new(words);
        for annotation in annotations {
            let own = annotation.get("url_citation").unwrap_or(annotation);
            let cited = own.get("file_citation").unwrap_or(own);
            let names = ["url", "title", "filename", "file_id"];
            let mut source = NamedSource::default();
            source.spellings = names
                .iter()
                .filter_map(|key| text(cited.get(*key)))
                .map(str::to_owned)
                .collect();
            source.shown = source.spellings.first().cloned().unwrap_or_default();
            if source.spellings.is_empty() {
                continue;
            }
            let (from, to) = (number(own.get("start_index")), number(own.get("end_index")));
            let range = match (from.or_else(|| number(own.get("index"))), to) {
                (Some(from), Some(to)) => offsets.byte(from)..offsets.byte(to),
                // A file is cited after the words.
                (Some(at), None) => {
                    let at = offsets.byte(at);
                    at.saturating_sub(1)..at
                }
                _ => 0..words.len(),
            };
            let words = text(cited.get("quote")).map(str::to_owned);
            let cite = Cite {
                words,
                named: vec![source],
                ..Cite::default()
            };
            self.spans
                .push((start + range.start..start + range.end, cite));
        }
    }
}

/// Converts offsets in characters to offsets in bytes.
struct CharOffsets(Option<Vec<usize>>, usize);

impl CharOffsets {
    fn new(text: &str) -> Self {
        let offsets = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Self(offsets, text.len())
    }

    fn byte(&self, character: usize) -> usize {
        match &self.0 {
            Some(offsets) => offsets.get(character).copied().unwrap_or(self.1),
            None => character.min(self.1),
        }
    }
}

/// A citation by Anthropic (Anthropic, "Citations"): ends are exclusive, pages count from 1.
fn anthropic(citation: &Value) -> Cite {
    let words = text(citation.get("cited_text")).map(str::to_owned);
    let kind = text(citation.get("type")).unwrap_or("");
    let keys = ["document_title", "title", "url", "source", "file_id"];
    let mut spellings: Vec<String> = keys
        .iter()
        .filter_map(|key| text(citation.get(*key)))
        .map(str::to_owned)
        .collect();
    let mut shown = spellings.first().cloned().unwrap_or_default();
    if let Some(index) = number(citation.get("document_index")) {
        if shown.is_empty() {
            shown = format!("document {index}");
        }
        spellings.push(index.to_string());
    }
    let range =
        |from: &str, to: &str| Some((number(citation.get(from))?, number(citation.get(to))?));
    let given = match kind {
        "char_location" => range("start_char_index", "end_char_index")
            .map(|(from, to)| GivenPlace::Chars(from..to)),
        "page_location" => range("start_page_number", "end_page_number").and_then(|(from, to)| {
            let from = u32::try_from(from).ok()?;
            // Some clients give the last page instead of the one after it.
            let to = u32::try_from(to).ok()?.max(from.saturating_add(1));
            Some(GivenPlace::Pages(from..to))
        }),
        _ => None,
    };
    Cite {
        words,
        named: vec![NamedSource { shown, spellings }],
        given,
        may_be_cut: kind == "web_search_result_location",
        ..Cite::default()
    }
}

/// A candidate answer by Gemini, whose segments count bytes.
fn gemini(candidate: &Map<String, Value>, grounding: &Value) -> ServiceAnswer {
    let mut draft = ServiceAnswer::default();
    let mut starts = Vec::new();
    let parts = candidate
        .get("content")
        .and_then(|content| content.get("parts"));
    for part in list(parts) {
        starts.push(draft.text.len());
        if part.get("thought").and_then(Value::as_bool) != Some(true) {
            draft.say(text(part.get("text")).unwrap_or(""));
        }
    }
    let Some(grounding) = grounding.as_object() else {
        return draft;
    };
    let chunks: Vec<NamedSource> = list(first(grounding, &["groundingChunks", "grounding_chunks"]))
        .iter()
        .map(|chunk| {
            let kinds = ["web", "retrievedContext", "retrieved_context", "maps"];
            let chunk = kinds
                .iter()
                .find_map(|kind| chunk.get(*kind))
                .unwrap_or(chunk);
            let names = ["title", "uri", "documentName"];
            let spellings: Vec<String> = names
                .iter()
                .filter_map(|key| text(chunk.get(*key)))
                .map(str::to_owned)
                .collect();
            NamedSource {
                shown: spellings.first().cloned().unwrap_or_default(),
                spellings,
            }
        })
        .collect();
    for support in list(first(
        grounding,
        &["groundingSupports", "grounding_supports"],
    )) {
        let Some(support) = support.as_object() else {
            continue;
        };
        let segment = support.get("segment").and_then(Value::as_object);
        let at = |keys: &[&str]| segment.and_then(|segment| number(first(segment, keys)));
        let part = at(&["partIndex", "part_index"]).unwrap_or(0);
        let base = starts.get(part).copied().unwrap_or(0);
        let start = base + at(&["startIndex", "start_index"]).unwrap_or(0);
        let end = at(&["endIndex", "end_index"]).map_or(draft.text.len(), |end| base + end);
        let indices = list(first(
            support,
            &["groundingChunkIndices", "grounding_chunk_indices"],
        ));
        let named = indices
            .iter()
            .filter_map(|index| chunks.get(number(Some(index))?).cloned());
        let cite = Cite {
            named: named.collect(),
            ..Cite::default()
        };
        draft
            .spans
            .push((start..end.min(draft.text.len()).max(start), cite));
    }
    draft
}

/// An answer by Cohere (v1 and v2), whose spans count characters.
fn cohere(object: &Map<String, Value>, citations: &[Value]) -> ServiceAnswer {
    let mut draft = ServiceAnswer::default();
    match text(object.get("text")) {
        Some(words) => draft.say(words),
        None => {
            for part in list(object.get("content")) {
                draft.say(text(part.get("text")).unwrap_or(""));
            }
        }
    }
    let documents = list(object.get("documents"));
    let offsets = CharOffsets::new(&draft.text);
    let name = |document: &Value, id: Option<&str>| {
        let inner = document.get("document").unwrap_or(document);
        let inner = inner.get("data").unwrap_or(inner);
        let keys = ["title", "url", "source", "id"];
        let mut spellings: Vec<String> = keys
            .iter()
            .filter_map(|key| text(inner.get(*key)))
            .map(str::to_owned)
            .collect();
        spellings.extend(id.or(text(document.get("id"))).map(str::to_owned));
        NamedSource {
            shown: spellings.first().cloned().unwrap_or_default(),
            spellings,
        }
    };
    for citation in citations {
        let (Some(start), Some(end)) = (number(citation.get("start")), number(citation.get("end")))
        else {
            continue;
        };
        let ids = list(citation.get("document_ids"))
            .iter()
            .filter_map(Value::as_str);
        let by_id = ids.map(|id| {
            let document = documents
                .iter()
                .find(|document| text(document.get("id")) == Some(id));
            name(document.unwrap_or(&Value::Null), Some(id))
        });
        let sources = list(citation.get("sources"))
            .iter()
            .map(|source| name(source, None));
        let named: Vec<NamedSource> = sources.chain(by_id).collect();
        let cite = Cite {
            named,
            ..Cite::default()
        };
        draft
            .spans
            .push((offsets.byte(start)..offsets.byte(end), cite));
    }
    draft
}
