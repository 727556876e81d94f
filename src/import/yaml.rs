//! Reads YAML as a tree with places, from the events of the crate `saphyr-parser`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::fault::ImportError;
use crate::syntax::{FileId, Span};

/// Maximum nesting of values.
const DEEPEST: usize = 48;

/// Maximum number of values that one value may become through aliases.
const MOST: usize = 1 << 16;

/// A YAML text, and the format that it is read as.
#[derive(Clone, Copy)]
pub(super) struct Yaml<'t> {
    pub(super) file: FileId,
    pub(super) format: &'static str,
    pub(super) text: &'t str,
    /// The byte of the file at which the text begins.
    pub(super) start: usize,
}

/// A value of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YamlValue(usize);

/// All values of a YAML text.
#[derive(Debug)]
pub(super) struct YamlTree<'t> {
    yaml: (FileId, &'static str, &'t str, usize),
    nodes: Vec<YamlNode<'t>>,
    root: Option<YamlValue>,
}

#[derive(Debug)]
struct YamlNode<'t> {
    kind: YamlKind<'t>,
    /// Its place, in characters.
    span: (usize, usize),
}

#[derive(Debug)]
enum YamlKind<'t> {
    Scalar { text: Cow<'t, str>, is_plain: bool },
    List(Vec<YamlValue>),
    Map(Vec<(YamlValue, YamlValue)>),
}

/// A list or map that is still open.
struct OpenCollection {
    node: YamlValue,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<YamlValue>,
}

impl<'t> Yaml<'t> {
    /// Reads the first document of the text. Linear in its length.
    pub(super) fn tree(self) -> Result<YamlTree<'t>, ImportError> {
        let mut tree = YamlTree {
            yaml: (self.file, self.format, self.text, self.start),
            nodes: Vec::new(),
            root: None,
        };
        let mut anchors: FxHashMap<usize, YamlValue> = FxHashMap::default();
        let mut open: Vec<OpenCollection> = Vec::new();
        for event in Parser::new_from_str(self.text) {
            let (event, span) = event.map_err(|error| {
                let at = error.marker().index();
                tree.fault_at(
                    (at, at),
                    format!("this is not YAML: {}", error.info()),
                    "here",
                )
            })?;
            let place = (span.start.index(), span.end.index());
            let (value, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let is_plain = style == ScalarStyle::Plain;
                    (tree.add(YamlKind::Scalar { text, is_plain }, place), anchor)
                }
                Event::Alias(anchor) => {
                    let Some(&value) = anchors.get(&anchor) else {
                        return Err(tree.fault_at(
                            place,
                            "this alias is inside what it names",
                            "here",
                        ));
                    };
                    (value, 0)
                }
                Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                    let kind = match event {
                        Event::SequenceStart(..) => YamlKind::List(Vec::new()),
                        _ => YamlKind::Map(Vec::new()),
                    };
                    if open.len() >= DEEPEST {
                        return Err(tree.fault_at(place, "values are nested too deeply", "here"));
                    }
                    let node = tree.add(kind, place);
                    open.push(OpenCollection {
                        node,
                        anchor,
                        key: None,
                    });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(done) = open.pop() else { continue };
                    if let Some(node) = tree.nodes.get_mut(done.node.0) {
                        node.span.1 = place.1;
                    }
                    (done.node, done.anchor)
                }
                Event::DocumentEnd => break,
                _ => continue,
            };
            if anchor > 0 {
                anchors.insert(anchor, value);
            }
            tree.place(value, &mut open);
        }
        Ok(tree)
    }
}

impl<'t> YamlTree<'t> {
    fn add(&mut self, kind: YamlKind<'t>, span: (usize, usize)) -> YamlValue {
        self.nodes.push(YamlNode { kind, span });
        YamlValue(self.nodes.len() - 1)
    }

    /// Adds a complete value to the list or map that it belongs to.
    fn place(&mut self, value: YamlValue, open: &mut [OpenCollection]) {
        let Some(parent) = open.last_mut() else {
            self.root = Some(value);
            return;
        };
        let number = parent.node.0;
        let entry = match (
            self.nodes.get(number).map(|node| &node.kind),
            parent.key.take(),
        ) {
            (Some(YamlKind::Map(_)), None) => {
                parent.key = Some(value);
                return;
            }
            (_, key) => key,
        };
        match (self.nodes.get_mut(number).map(|node| &mut node.kind), entry) {
            (Some(YamlKind::List(items)), _) => items.push(value),
            (Some(YamlKind::Map(entries)), Some(key)) => entries.push((key, value)),
            _ => {}
        }
    }

    pub(super) fn root(&self) -> Option<YamlValue> {
        self.root
    }

    fn kind(&self, value: YamlValue) -> Option<&YamlKind<'t>> {
        self.nodes.get(value.0).map(|node| &node.kind)
    }

    pub(super) fn span(&self, value: YamlValue) -> Span {
        self.bytes(self.nodes.get(value.0).map_or((0, 0), |node| node.span))
    }

    /// Converts a range of characters to bytes of the file. It is slow, and only needed when a fault is reported.
    fn bytes(&self, (from, to): (usize, usize)) -> Span {
        let (_, _, text, start) = self.yaml;
        let at = |index: usize| {
            let found = text.char_indices().nth(index);
            found.map_or(text.len(), |(at, _)| at)
        };
        let from = at(from);
        let to = text
            .get(from..at(to).max(from))
            .unwrap_or_default()
            .trim_end()
            .len()
            + from;
        Span::new(start + from, start + to)
    }

    fn fault_at(
        &self,
        span: (usize, usize),
        message: impl Into<String>,
        label: &str,
    ) -> ImportError {
        let (file, format, ..) = self.yaml;
        ImportError::new(format, file, self.bytes(span), message, label)
    }

    pub(super) fn fault(
        &self,
        value: YamlValue,
        message: impl Into<String>,
        label: &str,
    ) -> ImportError {
        let (file, format, ..) = self.yaml;
        ImportError::new(format, file, self.span(value), message, label)
    }

    /// The text of a scalar.
    pub(super) fn text(&self, value: YamlValue) -> Option<&str> {
        match self.kind(value)? {
            YamlKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it is `~`, `null` or empty.
    pub(super) fn is_null(&self, value: YamlValue) -> bool {
        matches!(self.kind(value), Some(YamlKind::Scalar { text, is_plain: true }) if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL"))
    }

    pub(super) fn is_map(&self, value: YamlValue) -> bool {
        matches!(self.kind(value), Some(YamlKind::Map(_)))
    }

    pub(super) fn items(&self, value: YamlValue) -> Option<&[YamlValue]> {
        match self.kind(value)? {
            YamlKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map. A key that is repeated or not a scalar is a fault.
    pub(super) fn entries(
        &self,
        value: YamlValue,
        what: &str,
    ) -> Result<Vec<(&str, YamlValue, YamlValue)>, ImportError> {
        let entries = match self.kind(value) {
            Some(YamlKind::Map(entries)) => entries,
            _ if self.is_null(value) => return Ok(Vec::new()),
            _ => {
                return Err(self.fault(
                    value,
                    format!("{what} must be a table of keys and values"),
                    "this is none",
                ));
            }
        };
        let mut seen: FxHashMap<&str, YamlValue> = FxHashMap::default();
        let mut rows = Vec::with_capacity(entries.len());
        for &(key, value) in entries {
            let Some(name) = self.text(key) else {
                return Err(self.fault(key, "a key must be a word", "this is none"));
            };
            if let Some(&first) = seen.get(name) {
                let (file, ..) = self.yaml;
                let fault =
                    self.fault(key, format!("the key `{name}` is here twice"), "the second");
                return Err(fault.label(file, self.span(first), "the first"));
            }
            seen.insert(name, key);
            rows.push((name, key, value));
        }
        Ok(rows)
    }

    /// The value as TOML; `None` if it is null.
    pub(super) fn kept(&self, value: YamlValue) -> Result<Option<toml::Value>, ImportError> {
        let mut left = MOST;
        self.to_toml(value, DEEPEST, &mut left)
    }

    /// Recursion is at most `depth` deep.
    fn to_toml(
        &self,
        value: YamlValue,
        depth: usize,
        left: &mut usize,
    ) -> Result<Option<toml::Value>, ImportError> {
        let (Some(depth), Some(fewer)) = (depth.checked_sub(1), left.checked_sub(1)) else {
            return Err(self.fault(value, "aliases make too much of this", "here"));
        };
        *left = fewer;
        Ok(Some(match self.kind(value) {
            None => return Ok(None),
            _ if self.is_null(value) => return Ok(None),
            Some(YamlKind::Scalar { text, is_plain }) => {
                let text = text.as_ref();
                match (is_plain, text) {
                    (true, "true" | "True") => toml::Value::Boolean(true),
                    (true, "false" | "False") => toml::Value::Boolean(false),
                    (true, number) if number.parse::<i64>().is_ok() && !number.starts_with('+') => {
                        toml::Value::Integer(number.parse().unwrap_or_default())
                    }
                    (true, number)
                        if number
                            .bytes()
                            .all(|b| b.is_ascii_digit() || b".-e".contains(&b))
                            && number.parse::<f64>().is_ok() =>
                    {
                        toml::Value::Float(number.parse().unwrap_or_default())
                    }
                    _ => toml::Value::String(text.to_owned()),
                }
            }
            Some(YamlKind::List(items)) => {
                let mut kept = Vec::with_capacity(items.len());
                for &item in items {
                    kept.extend(self.to_toml(item, depth, left)?);
                }
                toml::Value::Array(kept)
            }
            Some(YamlKind::Map(_)) => {
                let mut table = toml::Table::new();
                for (name, _, value) in self.entries(value, "this")? {
                    if let Some(value) = self.to_toml(value, depth, left)? {
                        table.insert(name.to_owned(), value);
                    }
                }
                toml::Value::Table(table)
            }
        }))
    }
}
