//! TOML text as a tree of values, a byte span on every key and value.
//!
//! Built straight from the events of [`toml_parser`], with no list of events and no copy of a string that holds
//! no escapes in between. All errors are collected; what they do not touch is in the tree.

use std::borrow::Cow;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw};

use super::document::Text;
use super::span::{Span, Spanned};

/// How deep arrays and inline tables may stand in one another, and how many keys dots may join.
pub(super) const MAX_DEPTH: usize = 80;

/// Tables with more entries than this are searched by hash.
const INDEXED_FROM: usize = 12;

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item<'s> {
    pub(super) value: Value<'s>,
    pub(super) span: Span,
}

/// A TOML value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'s> {
    String(Cow<'s, str>),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Datetime(Cow<'s, str>),
    Array(Vec<Item<'s>>),
    Table(Table<'s>),
    /// `[[…]]`: tables that later headers may add to.
    Tables(Vec<Item<'s>>),
}

/// Keys and values, in the order in which they were written.
#[derive(Debug, Clone, Default)]
pub(super) struct Table<'s> {
    pub(super) entries: Vec<(Text<'s>, Item<'s>)>,
    index: HashTable<u32>,
    origin: Origin,
}

impl PartialEq for Table<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

/// How a table came about, which decides what may add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Origin {
    /// Named on the way to another: a header may still define it.
    #[default]
    Passed,
    /// Defined by a header.
    Header,
    /// Made by a dotted key: more dotted keys of the same table may add to it.
    Dotted,
    /// Written whole, in braces.
    Inline,
}

/// What is wrong with the text.
#[derive(Debug)]
pub(super) enum Fault {
    /// The text is no TOML.
    Syntax(ParseError),
    /// A key that is there already.
    Duplicate {
        path: Vec<String>,
        first: Span,
        second: Span,
    },
    /// A key that adds to what cannot be added to, and what that is.
    Closed {
        path: Vec<String>,
        what: &'static str,
        first: Span,
        second: Span,
    },
    /// Values stand too deep in one another.
    Depth(Span),
}

/// A file's tree, its faults, and its comments that speak to argmap.
pub(super) struct Parsed<'s> {
    pub(super) root: Table<'s>,
    pub(super) faults: Vec<Fault>,
    pub(super) comments: Vec<Span>,
}

/// Parses `text`; never fails.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut builder = Builder::new(text);
    let mut errors = Vec::new();
    parse_document(&tokens, &mut builder, &mut |error: ParseError| {
        errors.push(error);
    });
    builder.finish_header();
    let mut faults = builder.faults;
    faults.extend(errors.into_iter().map(Fault::Syntax));
    Parsed {
        root: builder.root,
        faults,
        comments: builder.comments,
    }
}

impl<'s> Table<'s> {
    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= INDEXED_FROM {
            return self
                .entries
                .iter()
                .position(|(known, _)| known.value == key);
        }
        let hash = FxBuildHasher.hash_one(key);
        let same = |&at: &u32| self.key_at(at).is_some_and(|known| known == key);
        self.index.find(hash, same).map(|&at| at as usize)
    }

    fn key_at(&self, at: u32) -> Option<&str> {
        self.entries
            .get(at as usize)
            .map(|(key, _)| key.value.as_ref())
    }

    /// Adds an entry whose key is not there yet; gives its place.
    fn push(&mut self, key: Text<'s>, item: Item<'s>) -> usize {
        self.entries.push((key, item));
        let last = self.entries.len() - 1;
        match self.entries.len().cmp(&(INDEXED_FROM + 1)) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => (0..=last).for_each(|at| self.enter(at)),
            std::cmp::Ordering::Greater => self.enter(last),
        }
        last
    }

    fn enter(&mut self, at: usize) {
        let entries = &self.entries;
        let hash = |at: usize| {
            let key = entries.get(at).map(|(key, _)| key.value.as_ref());
            FxBuildHasher.hash_one(key.unwrap_or_default())
        };
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        self.index
            .insert_unique(hash(at), number, |&other| hash(other as usize));
    }
}

/// A header that is being filled: `[path]` or `[[path]]`.
struct Header<'s> {
    path: Vec<Text<'s>>,
    is_array: bool,
    span: Span,
}

/// An array or an inline table that is being filled.
struct Container<'s> {
    value: Filling<'s>,
    start: usize,
    /// How many keys were waiting when it was opened.
    keys: usize,
}

enum Filling<'s> {
    Array(Vec<Item<'s>>),
    Table(Table<'s>),
}

struct Builder<'s> {
    text: &'s str,
    root: Table<'s>,
    header: Option<Header<'s>>,
    /// The entries under the header, or the root's own while there is none.
    current: Table<'s>,
    /// The keys of the entries that wait for their values, the innermost last.
    keys: Vec<Text<'s>>,
    /// Whether a dot stands after the last key.
    dotted: bool,
    in_header: bool,
    open: Vec<Container<'s>>,
    /// How many containers too deep to enter are open.
    skipped: usize,
    faults: Vec<Fault>,
    comments: Vec<Span>,
}

impl<'s> Builder<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            root: Table {
                origin: Origin::Header,
                ..Table::default()
            },
            header: None,
            current: Table::default(),
            keys: Vec::new(),
            dotted: false,
            in_header: false,
            open: Vec::new(),
            skipped: 0,
            faults: Vec::new(),
            comments: Vec::new(),
        }
    }

    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'s> {
        let raw = self.text.get(span.start()..span.end()).unwrap_or_default();
        Raw::new_unchecked(raw, encoding, span)
    }

    fn open_header(&mut self, span: toml_parser::Span, is_array: bool) {
        self.finish_header();
        self.keys.clear();
        self.open.clear();
        self.in_header = true;
        let span = Span::new(span.start(), span.end());
        self.header = Some(Header {
            path: Vec::new(),
            is_array,
            span,
        });
    }

    fn close_header(&mut self, span: toml_parser::Span) {
        self.in_header = false;
        if let Some(header) = &mut self.header {
            header.path.append(&mut self.keys);
            header.span.end = header.span.end.max(Span::new(0, span.end()).end);
        }
    }

    /// Puts the table under the last header where its path leads.
    fn finish_header(&mut self) {
        let mut table = std::mem::take(&mut self.current);
        let Some(mut header) = self.header.take() else {
            let root = std::mem::take(&mut self.root);
            // Before the first header the root is empty but for these.
            self.root = Table {
                origin: root.origin,
                ..table
            };
            return;
        };
        if header.path.is_empty() {
            // The path was unreadable, which is an error already.
            header.path.append(&mut self.keys);
        }
        let Some(last) = header.path.pop() else {
            return;
        };
        table.origin = Origin::Header;
        let Some(parent) = walk(
            &mut self.root,
            &header.path,
            Origin::Passed,
            &mut self.faults,
        ) else {
            return;
        };
        let span = header.span;
        let Some(at) = parent.position(&last.value) else {
            let table = Item {
                value: Value::Table(table),
                span,
            };
            let item = if header.is_array {
                Item {
                    value: Value::Tables(vec![table]),
                    span,
                }
            } else {
                table
            };
            parent.push(last, item);
            return;
        };
        let Some((first, known)) = parent.entries.get_mut(at) else {
            return;
        };
        let first = first.span;
        match &mut known.value {
            Value::Tables(tables) if header.is_array => {
                tables.push(Item {
                    value: Value::Table(table),
                    span,
                });
            }
            Value::Table(known_table)
                if !header.is_array && known_table.origin == Origin::Passed =>
            {
                known_table.origin = Origin::Header;
                known.span = span;
                let path = texts(&header.path, &last);
                merge(known_table, table, &path, &mut self.faults);
            }
            _ => self.faults.push(Fault::Duplicate {
                path: texts(&header.path, &last),
                first,
                second: last.span,
            }),
        }
    }

    fn value(&mut self, value: Value<'s>, span: Span) {
        let item = Item { value, span };
        if let Some(Container {
            value: Filling::Array(items),
            ..
        }) = self.open.last_mut()
        {
            items.push(item);
            return;
        }
        let (table, base) = match self.open.last_mut() {
            Some(Container {
                value: Filling::Table(table),
                keys,
                ..
            }) => (table, *keys),
            _ => (&mut self.current, 0),
        };
        let mut keys = self.keys.drain(base.min(self.keys.len())..);
        let Some(last) = keys.next_back() else { return };
        let path = keys.as_slice();
        let Some(parent) = walk(table, path, Origin::Dotted, &mut self.faults) else {
            return;
        };
        if let Some(at) = parent.position(&last.value) {
            let first = parent
                .entries
                .get(at)
                .map_or(last.span, |(key, _)| key.span);
            let mut path = header_path(self.header.as_ref());
            path.extend(
                keys.as_slice()
                    .iter()
                    .map(|key| key.value.clone().into_owned()),
            );
            path.push(last.value.clone().into_owned());
            self.faults.push(Fault::Duplicate {
                path,
                first,
                second: last.span,
            });
            return;
        }
        parent.push(last, item);
    }

    fn enter(&mut self, value: Filling<'s>, span: toml_parser::Span) -> bool {
        if self.skipped > 0 || self.open.len() >= MAX_DEPTH {
            if self.skipped == 0 {
                self.faults
                    .push(Fault::Depth(Span::new(span.start(), span.end())));
            }
            self.skipped += 1;
            return false;
        }
        self.open.push(Container {
            value,
            start: span.start(),
            keys: self.keys.len(),
        });
        true
    }

    fn leave(&mut self, span: toml_parser::Span) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(container) = self.open.pop() else {
            return;
        };
        self.keys.truncate(container.keys);
        self.dotted = false;
        let value = match container.value {
            Filling::Array(items) => Value::Array(items),
            Filling::Table(table) => Value::Table(Table {
                origin: Origin::Inline,
                ..table
            }),
        };
        self.value(value, Span::new(container.start, span.end()));
    }
}

fn texts(path: &[Text<'_>], last: &Text<'_>) -> Vec<String> {
    path.iter()
        .chain([last])
        .map(|key| key.value.clone().into_owned())
        .collect()
}

fn header_path(header: Option<&Header<'_>>) -> Vec<String> {
    let path = header.map_or(&[][..], |header| header.path.as_slice());
    path.iter()
        .map(|key| key.value.clone().into_owned())
        .collect()
}

/// The table to which `path` leads from `table`, with what is missing made on the way.
fn walk<'t, 's>(
    mut table: &'t mut Table<'s>,
    path: &[Text<'s>],
    origin: Origin,
    faults: &mut Vec<Fault>,
) -> Option<&'t mut Table<'s>> {
    for (depth, key) in path.iter().enumerate() {
        let at = table.position(&key.value).unwrap_or_else(|| {
            let value = Value::Table(Table {
                origin,
                ..Table::default()
            });
            table.push(
                key.clone(),
                Item {
                    value,
                    span: key.span,
                },
            )
        });
        let (first, item) = table.entries.get_mut(at)?;
        let first = first.span;
        let what = match &mut item.value {
            Value::Table(next) => {
                let closed = match origin {
                    // A dotted key adds to what dotted keys have made, nothing else.
                    Origin::Dotted => next.origin != Origin::Dotted,
                    _ => next.origin == Origin::Inline,
                };
                if !closed {
                    table = next;
                    continue;
                }
                "a table that is complete"
            }
            Value::Tables(tables) if origin == Origin::Passed => {
                if let Some(Item {
                    value: Value::Table(last),
                    ..
                }) = tables.last_mut()
                {
                    table = last;
                    continue;
                }
                "an array of tables"
            }
            Value::Tables(_) => "an array of tables",
            Value::Array(_) => "an array",
            Value::String(_) => "a string",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Boolean(_) => "a boolean",
            Value::Datetime(_) => "a date or time",
        };
        let path = path
            .iter()
            .take(depth + 1)
            .map(|key| key.value.clone().into_owned())
            .collect();
        faults.push(Fault::Closed {
            path,
            what,
            first,
            second: key.span,
        });
        return None;
    }
    Some(table)
}

/// Adds the entries of a header's table to those that sub-tables have made before it.
fn merge<'s>(known: &mut Table<'s>, table: Table<'s>, path: &[String], faults: &mut Vec<Fault>) {
    for (key, item) in table.entries {
        let Some(at) = known.position(&key.value) else {
            known.push(key, item);
            continue;
        };
        let first = known.entries.get(at).map_or(key.span, |(key, _)| key.span);
        let path = path
            .iter()
            .cloned()
            .chain([key.value.clone().into_owned()])
            .collect();
        // The one that stands later in the text is the duplicate.
        let (first, second) = if first < key.span {
            (first, key.span)
        } else {
            (key.span, first)
        };
        faults.push(Fault::Duplicate {
            path,
            first,
            second,
        });
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open_header(span, false);
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.close_header(span);
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open_header(span, true);
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.close_header(span);
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(Filling::Table(Table::default()), span)
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.leave(span);
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(Filling::Array(Vec::new()), span)
    }

    fn array_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.leave(span);
    }

    fn simple_key(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) {
        if self.skipped > 0 {
            return;
        }
        if !std::mem::take(&mut self.dotted) {
            // Keys that no value came for are errors already.
            let base = self.open.last().map_or(0, |container| container.keys);
            self.keys.truncate(base);
        }
        let base = self.open.last().map_or(0, |container| container.keys);
        if self.keys.len() >= base + MAX_DEPTH {
            if self.keys.len() == base + MAX_DEPTH {
                self.faults
                    .push(Fault::Depth(Span::new(span.start(), span.end())));
            }
            return;
        }
        let raw = self.raw(span, encoding);
        let value = if encoding.is_none() {
            raw.decode_key(&mut (), error);
            Cow::Borrowed(raw.as_str())
        } else {
            let mut value = Cow::Borrowed("");
            raw.decode_key(&mut value, error);
            value
        };
        self.keys.push(Spanned {
            value,
            span: Span::new(span.start(), span.end()),
        });
    }

    fn key_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.dotted = true;
    }

    fn scalar(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) {
        if self.skipped > 0 {
            return;
        }
        let mut faulty = false;
        let mut sink = |fault: ParseError| {
            faulty = true;
            error.report_error(fault);
        };
        let mut decoded = Cow::Borrowed("");
        let kind = self
            .raw(span, encoding)
            .decode_scalar(&mut decoded, &mut sink);
        let value = match kind {
            ScalarKind::String if encoding.is_none() && faulty => None,
            ScalarKind::String => Some(Value::String(decoded)),
            _ if faulty => None,
            ScalarKind::Boolean(flag) => Some(Value::Boolean(flag)),
            ScalarKind::DateTime => match decoded.parse::<toml::value::Datetime>() {
                Ok(_) => Some(Value::Datetime(decoded)),
                Err(_) => None,
            },
            ScalarKind::Float => decoded.parse().ok().map(Value::Float),
            ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value())
                .ok()
                .map(Value::Integer),
        };
        match value {
            Some(value) => self.value(value, Span::new(span.start(), span.end())),
            None if faulty => {}
            None => error.report_error(
                ParseError::new(match kind {
                    ScalarKind::DateTime => "no such date or time",
                    _ => "number out of range",
                })
                .with_unexpected(span),
            ),
        }
    }

    fn comment(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, None);
        raw.decode_comment(error);
        if raw.as_str().contains("argmap:") {
            self.comments.push(Span::new(span.start(), span.end()));
        }
    }

    fn newline(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.raw(span, None).decode_newline(error);
        if self.open.is_empty() && !self.in_header {
            self.keys.clear();
            self.dotted = false;
        }
    }
}
