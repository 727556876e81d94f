//! Builds a [`Tree`] from the parser's events.

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError, Raw};

use super::tree::{Children, Fault, Key, MAX_DEPTH, NodeId, Origin, Parsed, Tree, Value};
use crate::span::{Span, Spanned};

/// Builds a tree from the parser's events, one by one.
pub(super) struct Builder<'s> {
    text: &'s str,
    tree: Tree<'s>,
    faults: Vec<Fault>,
    comments: Vec<Span>,
    /// The key or header name that is being read.
    path: Path<'s>,
    /// The header that is being read.
    header: Option<Opening>,
    /// The path of the last header.
    current_path: Vec<Key<'s>>,
    /// What is open, innermost last. The first is the table under the last header.
    open: Vec<Frame<'s>>,
    /// Whether to skip what is read until the current value closes.
    skips: bool,
    /// Whether the last header is itself a duplicate. If so, repeated keys below it are not reported again.
    repeats: bool,
}

/// A key or header name: parts separated by dots.
#[derive(Default)]
struct Path<'s> {
    parts: Vec<Key<'s>>,
    /// Whether the last part is followed by a dot.
    continues: bool,
    /// Whether a part could not be read.
    is_broken: bool,
}

/// Where a header starts, and whether it is in double brackets: `[[…]]`.
#[derive(Clone, Copy)]
struct Opening {
    start: u32,
    is_array: bool,
}

struct Frame<'s> {
    node: NodeId,
    is_array: bool,
    /// How many keys and brackets lead here.
    depth: usize,
    /// Where the next value of a table goes.
    target: Target<'s>,
}

enum Target<'s> {
    /// Nowhere: the key is missing.
    None,
    /// Into a table, under a key. `depth` is how many keys and brackets lead there.
    Entry {
        table: NodeId,
        key: Key<'s>,
        depth: usize,
    },
    /// Outside the tree: the key is a fault.
    Outside(Span),
}

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            tree: Tree::new(text.len()),
            faults: Vec::new(),
            comments: Vec::new(),
            path: Path::default(),
            header: None,
            current_path: Vec::new(),
            open: vec![Frame::table(Tree::ROOT, 0)],
            skips: false,
            repeats: false,
        }
    }

    /// Closes everything except the table under the last header. Nothing else should be open where a portion ends.
    pub(super) fn end_portion(&mut self, errors: Vec<ParseError>) {
        self.end_header(None);
        self.open.truncate(1);
        self.skips = false;
        self.path.continues = false;
        self.faults.extend(errors.into_iter().map(Fault::Syntax));
    }

    pub(super) fn finish(mut self) -> Parsed<'s> {
        self.faults.sort_by_key(Fault::place);
        Parsed {
            tree: self.tree,
            faults: self.faults,
            comments: self.comments,
        }
    }

    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'s> {
        let raw = self.text.get(span.start()..span.end()).unwrap_or_default();
        Raw::new_unchecked(raw, encoding, span)
    }
}

/// Headers.
impl Builder<'_> {
    fn start_header(&mut self, span: toml_parser::Span, is_array: bool) {
        self.open.truncate(1);
        self.skips = false;
        self.path.clear();
        let start = ours(span).start;
        self.header = Some(Opening { start, is_array });
    }

    /// Opens the table that the header names, even if the header is not closed.
    fn end_header(&mut self, close: Option<toml_parser::Span>) {
        let Some(header) = self.header.take() else {
            return;
        };
        let end = close.map(|span| ours(span).end);
        let end = end.or(self.path.parts.last().map(|key| key.span.end));
        let span = Span {
            start: header.start,
            end: end.unwrap_or(header.start + 1),
        };
        self.repeats = false;
        self.current_path.clear();
        self.current_path.append(&mut self.path.parts);
        let depth = self.current_path.len();
        let table = if std::mem::take(&mut self.path.is_broken) {
            None
        } else if depth > MAX_DEPTH {
            self.faults.push(Fault::Depth(span));
            None
        } else {
            self.find_or_make(header.is_array, span)
        };
        let table = table.unwrap_or_else(|| self.detached(Origin::Header, span));
        self.open.clear();
        self.open.push(Frame::table(table, depth));
    }

    fn find_or_make(&mut self, is_array: bool, span: Span) -> Option<NodeId> {
        let (last, path) = self.current_path.split_last()?;
        let mut table = Tree::ROOT;
        for (depth, key) in path.iter().enumerate() {
            let Some(known) = self.tree.find(table, &key.value) else {
                let children = Value::Table(Children::new(Origin::Passed));
                table = self.tree.push(Some(table), key.clone(), children, key.span);
                continue;
            };
            table = match self.tree.value(known)? {
                Value::Table(children) if !children.origin.is_whole() => known,
                Value::Array(children) if children.origin == Origin::Headers => {
                    self.tree.last(known)?
                }
                Value::Missing => return None,
                other => {
                    self.faults.push(Fault::Closed {
                        path: names(path.iter().take(depth + 1)),
                        what: what(other),
                        first: self.tree.key_span(known),
                        second: key.span,
                    });
                    return None;
                }
            };
        }
        let known = self.tree.find(table, &last.value);
        let last = last.clone();
        let table_under = Value::Table(Children::new(Origin::Header));
        let Some(known) = known else {
            let parent = if is_array {
                let tables = Value::Array(Children::new(Origin::Headers));
                self.tree.push(Some(table), last.clone(), tables, span)
            } else {
                table
            };
            let key = if is_array { nameless(last.span) } else { last };
            return Some(self.tree.push(Some(parent), key, table_under, span));
        };
        match self.tree.value(known)? {
            Value::Array(children) if is_array && children.origin == Origin::Headers => {
                let key = nameless(last.span);
                Some(self.tree.push(Some(known), key, table_under, span))
            }
            Value::Table(children) if !is_array && children.origin == Origin::Passed => {
                self.tree.set_origin(known, Origin::Header);
                self.tree.set_place(known, last.span, span);
                Some(known)
            }
            other => {
                let is_table = matches!(other, Value::Table(_)) && !is_array;
                self.faults.push(Fault::Duplicate {
                    path: names(&self.current_path),
                    first: self.tree.key_span(known),
                    second: last.span,
                });
                // New keys under this header are read as if they were under the first one.
                self.repeats = true;
                is_table.then_some(known)
            }
        }
    }

    fn detached(&mut self, origin: Origin, span: Span) -> NodeId {
        let value = Value::Table(Children::new(origin));
        self.tree.push(None, nameless(span), value, span)
    }
}

/// Keys and values.
impl<'s> Builder<'s> {
    /// Finds where the value of the key just read goes.
    fn aim(&mut self) {
        let target = self.find_target();
        self.path.clear();
        if let Some(frame) = self.open.last_mut() {
            frame.target = target;
        }
    }

    fn find_target(&mut self) -> Target<'s> {
        let (Some(frame), Some(last)) = (self.open.last(), self.path.parts.pop()) else {
            return Target::None;
        };
        let is_inner = self.open.len() > 1;
        let (mut table, base) = (frame.node, frame.depth);
        let depth = base + self.path.parts.len() + 1;
        if frame.is_array || self.path.is_broken {
            return Target::Outside(last.span);
        }
        if depth > MAX_DEPTH {
            self.faults.push(Fault::Depth(last.span));
            return Target::Outside(last.span);
        }
        let origin = if is_inner {
            Origin::DottedWhole
        } else {
            Origin::Dotted
        };
        for number in 0..self.path.parts.len() {
            let Some(key) = self.path.parts.get(number) else {
                break;
            };
            let key_span = key.span;
            let Some(known) = self.tree.find(table, &key.value) else {
                let children = Value::Table(Children::new(origin));
                let key = key.clone();
                table = self.tree.push(Some(table), key, children, key_span);
                continue;
            };
            let Some(value) = self.tree.value(known) else {
                break;
            };
            let may_add = match value {
                Value::Table(children) if is_inner => children.origin == Origin::DottedWhole,
                Value::Table(children) => {
                    matches!(children.origin, Origin::Dotted | Origin::Passed)
                }
                _ => false,
            };
            if matches!(value, Value::Missing) {
                return Target::Outside(last.span);
            }
            if !may_add {
                let what = what(value);
                let mut path = self.names_of_header();
                path.extend(names(self.path.parts.iter().take(number + 1)));
                self.faults.push(Fault::Closed {
                    path,
                    what,
                    first: self.tree.key_span(known),
                    second: key_span,
                });
                return Target::Outside(last.span);
            }
            // A header must not define a table that a dotted key has added to.
            self.tree.set_origin(known, origin);
            table = known;
        }
        if let Some(known) = self.tree.find(table, &last.value) {
            if !self.repeats || is_inner {
                let mut path = self.names_of_header();
                path.extend(names(self.path.parts.iter().chain([&last])));
                self.faults.push(Fault::Duplicate {
                    path,
                    first: self.tree.key_span(known),
                    second: last.span,
                });
            }
            return Target::Outside(last.span);
        }
        Target::Entry {
            table,
            key: last,
            depth,
        }
    }

    /// The path of the last header; empty inside brackets, where keys are relative to the bracket.
    fn names_of_header(&self) -> Vec<String> {
        if self.open.len() > 1 {
            return Vec::new();
        }
        names(&self.current_path)
    }

    /// Puts a value under its key, or at the end of its array.
    fn place(&mut self, value: Value<'s>, span: Span) -> (NodeId, usize) {
        if !self.path.parts.is_empty() {
            // The `=` after the key is missing. The parser has reported that.
            self.aim();
        }
        let Some(frame) = self.open.last_mut() else {
            return (self.tree.push(None, nameless(span), value, span), 0);
        };
        if frame.is_array {
            let (parent, depth) = (frame.node, frame.depth);
            let node = self.tree.push(Some(parent), nameless(span), value, span);
            return (node, depth);
        }
        match std::mem::replace(&mut frame.target, Target::None) {
            Target::Entry { table, key, depth } => {
                (self.tree.push(Some(table), key, value, span), depth)
            }
            Target::None | Target::Outside(_) => {
                let depth = frame.depth;
                (self.tree.push(None, nameless(span), value, span), depth)
            }
        }
    }

    fn enter(&mut self, span: toml_parser::Span, is_array: bool) -> bool {
        let span = ours(span);
        let children = Children::new(Origin::Whole);
        let value = if is_array {
            Value::Array(children)
        } else {
            Value::Table(children)
        };
        let (node, depth) = self.place(value, span);
        if depth >= MAX_DEPTH {
            self.faults.push(Fault::Depth(span));
            self.skips = true;
            return false;
        }
        self.open.push(Frame {
            node,
            is_array,
            depth: depth + 1,
            target: Target::None,
        });
        true
    }

    fn leave(&mut self, span: toml_parser::Span) {
        if std::mem::take(&mut self.skips) {
            return;
        }
        self.path.clear();
        if self.open.len() > 1
            && let Some(frame) = self.open.pop()
        {
            self.tree.set_end(frame.node, ours(span).end);
        }
    }

    /// A value that is not a string, array or table.
    fn bare(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) -> Value<'s> {
        let raw = self.raw(span, None);
        let written = raw.as_str();
        match written {
            "true" => return Value::Boolean(true),
            "false" => return Value::Boolean(false),
            "inf" => return Value::Float(f64::INFINITY),
            "nan" => return Value::Float(f64::NAN),
            _ => {}
        }
        let span = ours(span);
        let starts = |first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.' | '_');
        if !written.starts_with(starts) {
            return self.word(written, span);
        }
        let mut faulty = None;
        let mut decoded = Cow::Borrowed("");
        let kind = raw.decode_scalar(&mut decoded, &mut |fault: ParseError| {
            faulty.get_or_insert(fault);
        });
        if kind == ScalarKind::String {
            return self.word(written, span);
        }
        if let Some(fault) = faulty {
            error.report_error(fault);
            return Value::Missing;
        }
        let value = match kind {
            ScalarKind::DateTime if written.parse::<toml::value::Datetime>().is_ok() => {
                return Value::Datetime(written);
            }
            ScalarKind::DateTime => {
                self.faults.push(Fault::NoDatetime(span));
                return Value::Missing;
            }
            ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value())
                .ok()
                .map(Value::Integer),
            // A number written in digits that parses as infinite is too large.
            _ => decoded
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite() || written.ends_with(['f', 'n']))
                .map(Value::Float),
        };
        value.unwrap_or_else(|| {
            self.faults.push(Fault::OutOfRange(span));
            Value::Missing
        })
    }

    fn word(&mut self, written: &'s str, span: Span) -> Value<'s> {
        self.faults.push(Fault::Word(span));
        match written {
            _ if written.eq_ignore_ascii_case("true") => Value::Boolean(true),
            _ if written.eq_ignore_ascii_case("false") => Value::Boolean(false),
            _ => Value::Word(
                written.trim_matches(|mark| matches!(mark, '"' | '\'') || is_typographic(mark)),
            ),
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.start_header(span, false);
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header(Some(span));
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.start_header(span, true);
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header(Some(span));
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(span, false)
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.leave(span);
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(span, true)
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
        if !std::mem::take(&mut self.path.continues) {
            self.path.clear();
        }
        let raw = self.raw(span, encoding);
        let written = raw.as_str();
        let place = ours(span);
        let value = if let Some(encoding) = encoding {
            string(raw, encoding, |value| raw.decode_key(value, error))
        } else {
            if written.is_empty() {
                // Reported once per key: `a....b` lacks several parts.
                if !std::mem::replace(&mut self.path.is_broken, true) {
                    self.faults.push(Fault::NoKey {
                        at: place,
                        in_header: self.header.is_some(),
                    });
                }
            } else if !written.bytes().all(is_bare) {
                self.path.is_broken |= written.contains(char::is_control);
                self.faults.push(Fault::BareKey(place));
            }
            // Strip a colon or typographic quotation marks: what is left is most likely what was meant.
            Cow::Borrowed(written.trim_matches(|mark| mark == ':' || is_typographic(mark)))
        };
        self.path.parts.push(Spanned { value, span: place });
    }

    fn key_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.path.continues = true;
    }

    fn key_val_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.aim();
    }

    fn scalar(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) {
        let place = ours(span);
        let value = if span.is_empty() {
            let key = self.open.last().and_then(|frame| match &frame.target {
                Target::None => None,
                Target::Entry { key, .. } => Some(key.span),
                Target::Outside(span) => Some(*span),
            });
            self.faults.push(Fault::NoValue { key, at: place });
            Value::Missing
        } else if let Some(kind) = encoding {
            let raw = self.raw(span, encoding);
            Value::String(string(raw, kind, |value| {
                let _ = raw.decode_scalar(value, error);
            }))
        } else {
            self.bare(span, error)
        };
        self.place(value, place);
    }

    fn comment(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, None);
        let written = raw.as_str();
        if written.bytes().any(|byte| byte.is_ascii_control()) {
            raw.decode_comment(error);
        }
        if written.contains("argmap:") {
            self.comments.push(ours(span));
        }
    }

    fn newline(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.raw(span, None).decode_newline(error);
        self.end_header(None);
        if self.open.len() == 1 && !self.path.parts.is_empty() {
            // The key has no value. The parser has reported that; keep the key, with nothing in it.
            self.aim();
            self.place(Value::Missing, ours(span));
        }
    }

    fn error(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        // A value without a key in an inline table. Skip all of it, up to where it closes.
        let is_inner = self.open.len() > 1 && self.open.last().is_some_and(|frame| !frame.is_array);
        if is_inner && matches!(self.raw(span, None).as_str(), "{" | "[") {
            self.skips = true;
        }
    }
}

/// The string inside quotation marks. `decode` is called only if it has escapes or control characters, or spans several
/// lines.
fn string<'s>(
    raw: Raw<'s>,
    encoding: Encoding,
    decode: impl FnOnce(&mut Cow<'s, str>),
) -> Cow<'s, str> {
    let mark = match encoding {
        Encoding::BasicString => '"',
        Encoding::LiteralString => '\'',
        Encoding::MlBasicString | Encoding::MlLiteralString => '\0',
    };
    let inner = raw.as_str().strip_prefix(mark);
    let inner = inner.and_then(|rest| rest.strip_suffix(mark));
    match inner {
        Some(inner) if is_plain(inner) => Cow::Borrowed(inner),
        _ => {
            let mut value = Cow::Borrowed("");
            decode(&mut value);
            value
        }
    }
}

/// Whether there are neither escapes nor control characters. One pass without branches, so that it handles many bytes
/// at once.
fn is_plain(inner: &str) -> bool {
    let special = |byte: u8| matches!(byte, 0..=0x1f | b'\\' | 0x7f);
    !inner
        .bytes()
        .fold(false, |found, byte| found | special(byte))
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether this is a quotation mark in print but not in TOML.
pub(super) fn is_typographic(mark: char) -> bool {
    matches!(mark, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚')
}

/// The parser's span as one of ours.
pub(super) fn ours(span: toml_parser::Span) -> Span {
    Span::new(span.start(), span.end())
}

/// An empty key, for a value in an array or outside the tree.
fn nameless(span: Span) -> Key<'static> {
    Spanned {
        value: Cow::Borrowed(""),
        span,
    }
}

fn names<'t, 's: 't>(path: impl IntoIterator<Item = &'t Key<'s>>) -> Vec<String> {
    let names = path.into_iter();
    names.map(|key| key.value.clone().into_owned()).collect()
}

fn what(value: &Value<'_>) -> &'static str {
    match value {
        Value::String(_) | Value::Word(_) => "a string",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "a boolean",
        Value::Datetime(_) => "a date or time",
        Value::Array(children) if children.origin == Origin::Headers => "an array of tables",
        Value::Array(_) => "an array",
        Value::Table(_) => "a table that is complete",
        Value::Missing => "a broken value",
    }
}

impl Path<'_> {
    fn clear(&mut self) {
        self.parts.clear();
        self.continues = false;
        self.is_broken = false;
    }
}

impl Frame<'_> {
    fn table(node: NodeId, depth: usize) -> Self {
        Self {
            node,
            is_array: false,
            depth,
            target: Target::None,
        }
    }
}

impl Origin {
    /// Whether it was written in brackets, so that nothing can be added to it.
    fn is_whole(self) -> bool {
        matches!(self, Self::Whole | Self::DottedWhole)
    }
}

impl Fault {
    /// Where the fault is.
    fn place(&self) -> Span {
        match self {
            Self::Syntax(error) => error
                .unexpected()
                .or(error.context())
                .map_or(Span::default(), ours),
            Self::BareKey(span)
            | Self::NoKey { at: span, .. }
            | Self::NoValue { at: span, .. }
            | Self::Word(span)
            | Self::OutOfRange(span)
            | Self::NoDatetime(span)
            | Self::Duplicate { second: span, .. }
            | Self::Closed { second: span, .. }
            | Self::Depth(span) => *span,
        }
    }
}
