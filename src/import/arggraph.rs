//! Reads the XML of argumentative microtexts (Peldszus & Stede 2015; <https://github.com/peldszus/arg-microtexts>).
//!
//! An argumentative unit becomes a claim, put together from the text segments that lead to it. `sup` and `exa` become
//! reasons, `exa` with the scheme `example`. `reb` becomes an objection, `und` an undercut of the relation that it
//! leads to, and `add` a further premise of the relation. The opponent's claims have the speaker `opponent`.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::{DraftStep, MapDraft, text};
use super::fault::ImportError;
use super::{ImportFormat, Reading};
use crate::narrow::narrow;
use crate::syntax::{FileId, Span};

/// The name under which a map keeps what it cannot express.
const ARGGRAPH: &str = "arggraph";

/// Limits how often segments are joined: at most this often, plus once for each edge and segment.
const MOST_JOINED: usize = 1 << 12;

/// The XML of argumentative microtexts.
pub(super) struct ArggraphImport;

impl ImportFormat for ArggraphImport {
    fn name(&self) -> &'static str {
        ARGGRAPH
    }

    fn about(&self) -> &'static str {
        "argumentative microtexts in XML"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        super::has(text, "<arggraph")
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        for (number, file) in reading.files.files.iter().enumerate() {
            let read = ArggraphFile::read(FileId(narrow(number)), &file.text)?;
            read.join(&mut reading.draft)?;
        }
        Ok(())
    }
}

/// An edge as written.
struct ArggraphEdge {
    id: String,
    from: String,
    to: String,
    kind: String,
    at: usize,
}

/// The contents of a file.
struct ArggraphFile {
    file: FileId,
    /// The segments, with their words.
    segments: Vec<(String, String)>,
    /// The ids of the units, each with who says it.
    units: Vec<(String, String)>,
    edges: Vec<ArggraphEdge>,
    /// The kinds and ids of all elements so far.
    ids: FxHashSet<(&'static str, String)>,
    data: toml::Table,
}

impl ArggraphFile {
    fn fault(&self, at: usize, message: impl Into<String>, label: &str) -> ImportError {
        ImportError::new(ARGGRAPH, self.file, Span::new(at, at), message, label)
    }

    fn read(file: FileId, words: &str) -> Result<Self, ImportError> {
        let mut parts = Self {
            file,
            segments: Vec::new(),
            units: Vec::new(),
            edges: Vec::new(),
            ids: FxHashSet::default(),
            data: toml::Table::new(),
        };
        let mut reader = Reader::from_str(words);
        let mut is_graph = false;
        let mut segment = None;
        let mut depth = 0usize;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = reader.read_event().map_err(|error| {
                let at = usize::try_from(reader.error_position()).unwrap_or(at);
                parts.fault(
                    at.min(words.len()),
                    format!("this is not XML: {error}"),
                    "here",
                )
            })?;
            match event {
                Event::Eof if depth > 0 => {
                    let label = "an element is still open";
                    return Err(parts.fault(words.len(), "the XML ends too soon", label));
                }
                Event::Eof => break,
                Event::Start(tag) => {
                    depth += 1;
                    segment = parts.element(&tag, at)?;
                    is_graph |= tag.name().as_ref() == "arggraph";
                }
                Event::Empty(tag) => {
                    parts.element(&tag, at)?;
                }
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    segment = None;
                }
                Event::Text(written) => {
                    parts.add(segment, &written);
                }
                Event::CData(written) => {
                    parts.add(segment, &written);
                }
                Event::GeneralRef(name) => {
                    if let Ok(Some(sign)) = name.resolve_char_ref() {
                        parts.add(segment, sign.encode_utf8(&mut [0; 4]));
                    } else if let Some(sign) = resolve_predefined_entity(&name) {
                        parts.add(segment, sign);
                    } else {
                        return Err(parts.fault(
                            at,
                            format!("`&{};` is not a character", &*name),
                            "custom entities are not read",
                        ));
                    }
                }
                _ => {}
            }
        }
        if !is_graph {
            return Err(parts.fault(
                0,
                "this is not arggraph: it has no element `arggraph`",
                "here",
            ));
        }
        Ok(parts)
    }

    fn add(&mut self, segment: Option<usize>, words: &str) {
        if let Some((_, text)) = segment.and_then(|segment| self.segments.get_mut(segment)) {
            text.push_str(words);
        }
    }

    /// Reads an element. Returns the segment that it begins, if any.
    fn element(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<Option<usize>, ImportError> {
        let mut rows: FxHashMap<String, String> = FxHashMap::default();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| {
                self.fault(at, format!("this is not XML: {error}"), "in this element")
            })?;
            let key = attribute.key.as_ref().to_owned();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::default())
                .map_err(|error| {
                    self.fault(at, format!("this is not XML: {error}"), "in this element")
                })?;
            rows.insert(key, value.into_owned());
        }
        let mut take = |key: &str| rows.remove(key).unwrap_or_default();
        match tag.name().as_ref() {
            "arggraph" => {
                for key in ["id", "topic_id", "stance"] {
                    let value = take(key);
                    if !value.is_empty() {
                        self.data.insert(key.to_owned(), value.into());
                    }
                }
            }
            "edu" => {
                let id = take("id");
                self.take_id("segment", &id, at)?;
                self.segments.push((id, String::new()));
                return Ok(Some(self.segments.len() - 1));
            }
            "adu" => {
                let unit = (take("id"), take("type"));
                self.take_id("unit", &unit.0, at)?;
                self.units.push(unit);
            }
            "edge" => {
                let edge = ArggraphEdge {
                    id: take("id"),
                    from: take("src"),
                    to: take("trg"),
                    kind: take("type"),
                    at,
                };
                if !edge.id.is_empty() {
                    self.take_id("edge", &edge.id, at)?;
                }
                self.edges.push(edge);
            }
            _ => {}
        }
        Ok(None)
    }

    /// Records the id of an element. It is a fault if another element of the same kind has it.
    fn take_id(&mut self, what: &'static str, id: &str, at: usize) -> Result<(), ImportError> {
        if id.is_empty() {
            let message = format!("`id` is missing: {what}s are identified by it");
            return Err(self.fault(at, message, "in this element"));
        }
        if self.ids.insert((what, id.to_owned())) {
            return Ok(());
        }
        let message = format!("the {what} `{id}` is here twice");
        Err(self.fault(at, message, "the second"))
    }

    fn join(self, draft: &mut MapDraft) -> Result<(), ImportError> {
        let mut words: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        // A joint is a segment made up of other segments.
        for (id, text) in &self.segments {
            words.insert(id, vec![text.trim()]);
        }
        // Joints may repeat the words of other joints, but only up to a limit.
        let mut left = MOST_JOINED + self.edges.len() + self.segments.len();
        for edge in self.edges.iter().filter(|edge| edge.kind == "seg") {
            let said = words.get(edge.from.as_str()).cloned().unwrap_or_default();
            left = left.checked_sub(said.len()).ok_or_else(|| {
                let message = "segments are joined to segments too often";
                self.fault(edge.at, message, "by this edge")
            })?;
            words.entry(&edge.to).or_default().extend(said);
        }
        let mut claims: FxHashMap<&str, usize> = FxHashMap::default();
        for (id, kind) in &self.units {
            let said = words
                .get(id.as_str())
                .map(|words| words.join(" "))
                .unwrap_or_default();
            let claim = draft.claim(&said);
            let by = if kind == "opp" {
                "opponent"
            } else {
                "proponent"
            };
            draft.get(claim).by = vec![text(by)].into();
            let mut data = toml::Table::new();
            data.insert("id".to_owned(), id.as_str().into());
            draft.keep(claim, ARGGRAPH, data);
            claims.insert(id, claim);
        }
        // The premises that `add` adds to each relation, by the relation's id.
        let mut added: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for edge in self.edges.iter().filter(|edge| edge.kind == "add") {
            if let Some(claim) = claims.get(edge.from.as_str()) {
                added.entry(&edge.to).or_default().push(*claim);
            }
        }
        let mut steps: FxHashMap<&str, usize> = FxHashMap::default();
        let find = |edge: &ArggraphEdge, name: &str| {
            claims.get(name).copied().ok_or_else(|| {
                let message = format!("an edge names the unit `{name}`, which does not exist");
                self.fault(edge.at, message, "no unit has this id")
            })
        };
        for edge in &self.edges {
            let is_against = match edge.kind.as_str() {
                "sup" | "exa" => false,
                "reb" => true,
                _ => continue,
            };
            let mut premises = vec![find(edge, &edge.from)?];
            premises.extend(added.get(edge.id.as_str()).into_iter().flatten());
            let step = DraftStep {
                premises,
                conclusion: find(edge, &edge.to)?,
                is_against,
                scheme: (edge.kind == "exa").then(|| "example".to_owned()),
                ..DraftStep::default()
            };
            if let Some(step) = draft.step(step) {
                steps.insert(&edge.id, step);
            }
        }
        // Each undercut is added after the step that it undercuts. Undercuts that lead only to each other are kept as
        // data below.
        let undercuts = || self.edges.iter().filter(|edge| edge.kind == "und");
        let mut waiting: FxHashMap<&str, Vec<&ArggraphEdge>> = FxHashMap::default();
        let mut open = Vec::new();
        for edge in undercuts() {
            if steps.contains_key(edge.to.as_str()) {
                open.push(edge);
            } else {
                waiting.entry(&edge.to).or_default().push(edge);
            }
        }
        open.reverse();
        while let Some(edge) = open.pop() {
            let Some(&target) = steps.get(edge.to.as_str()) else {
                continue;
            };
            let mut step = DraftStep::undercut(find(edge, &edge.from)?, target);
            step.premises
                .extend(added.get(edge.id.as_str()).into_iter().flatten());
            if let Some(step) = draft.step(step) {
                steps.insert(&edge.id, step);
                open.extend(waiting.remove(edge.id.as_str()).into_iter().flatten().rev());
            }
        }
        for edge in undercuts().filter(|edge| !steps.contains_key(edge.id.as_str())) {
            let claim = find(edge, &edge.from)?;
            let mut row = toml::Table::new();
            row.insert("id".to_owned(), edge.id.as_str().into());
            row.insert("from".to_owned(), draft.id(claim).value.to_string().into());
            row.insert("to".to_owned(), edge.to.as_str().into());
            let kept = draft.map_data(ARGGRAPH).entry("undercuts");
            let kept = kept.or_insert_with(|| Vec::<toml::Value>::new().into());
            if let toml::Value::Array(kept) = kept {
                kept.push(row.into());
            }
        }
        draft.map_data(ARGGRAPH).extend(self.data);
        Ok(())
    }
}
