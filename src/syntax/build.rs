//! Builds a [`TomlTree`] from the parser's events.

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError, Raw};

use super::slip::{Slip, SlipKind, goes_on};
use super::tree::{
    Children, MAX_DEPTH, NodeId, Parsed, TableOrigin, TomlFault, TomlKey, TomlTree, TomlValue,
};
use super::words::says_nothing;
use crate::span::{Span, Spanned};

/// Builds a tree from the parser's events, one by one.
pub(super) struct TreeBuilder<'s> {
    text: &'s str,
    tree: TomlTree<'s>,
    faults: Vec<TomlFault>,
    /// The slips in the text, in order.
    slips: Vec<Slip>,
    comments: Vec<Span>,
    /// The key or header name that is being read.
    path: DottedName<'s>,
    /// The header that is being read.
    header: Option<Opening>,
    /// The path of the last header.
    current_path: Vec<TomlKey<'s>>,
    /// What is open, innermost last. The first is the table under the last header.
    open: Vec<OpenContainer<'s>>,
    /// Whether to skip what is read until the current value closes.
    skips: bool,
    /// Whether the last header is itself a duplicate. If so, repeated keys below it are not reported again.
    repeats: bool,
}

/// A key or header name: parts separated by dots.
#[derive(Default)]
struct DottedName<'s> {
    parts: Vec<TomlKey<'s>>,
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

struct OpenContainer<'s> {
    node: NodeId,
    is_array: bool,
    /// How many keys and brackets lead here.
    depth: usize,
    /// Where the next value of a table goes.
    target: ValueTarget<'s>,
}

enum ValueTarget<'s> {
    /// Nowhere: the key is missing.
    None,
    /// Into a table, under a key. `depth` is how many keys and brackets lead there.
    Entry {
        table: NodeId,
        key: TomlKey<'s>,
        depth: usize,
    },
    /// Outside the tree: the key is a fault.
    Outside(Span),
}

impl<'s> TreeBuilder<'s> {
    pub(super) fn new(text: &'s str, slips: Vec<Slip>) -> Self {
        Self {
            text,
            tree: TomlTree::new(text.len()),
            faults: Vec::new(),
            slips,
            comments: Vec::new(),
            path: DottedName::default(),
            header: None,
            current_path: Vec::new(),
            open: vec![OpenContainer::table(TomlTree::ROOT, 0)],
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
        self.faults
            .extend(errors.into_iter().map(TomlFault::Syntax));
    }

    pub(super) fn finish(mut self) -> Parsed<'s> {
        // What else is wrong inside a slip follows from it.
        let mut faults = std::mem::take(&mut self.faults);
        faults.retain(|fault| {
            let slip = self.slip_at(fault.place().start);
            slip.is_none_or(|slip| {
                slip.kind == SlipKind::List && !matches!(fault, TomlFault::Syntax(_))
            })
        });
        faults.extend(self.slips.into_iter().map(TomlFault::Slip));
        self.faults = faults;
        self.faults.sort_by_key(TomlFault::place);
        Parsed {
            tree: self.tree,
            faults: self.faults,
            comments: self.comments,
        }
    }

    /// The slip around a place.
    fn slip_at(&self, at: u32) -> Option<&Slip> {
        let after = self.slips.partition_point(|slip| slip.span.end <= at);
        self.slips.get(after).filter(|slip| slip.span.start <= at)
    }

    /// Whether a string was meant to go on after its end.
    fn is_cut_short(&self, string: Span) -> bool {
        let rest = self.text.get(string.end as usize..).unwrap_or_default();
        let slip = self.slip_at(string.start);
        slip.is_some_and(|slip| slip.kind == SlipKind::CutShort)
            || goes_on(rest, self.open.len() > 1)
    }

    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'s> {
        let raw = self.text.get(span.start()..span.end()).unwrap_or_default();
        Raw::new_unchecked(raw, encoding, span)
    }
}

/// Headers.
impl TreeBuilder<'_> {
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
        let is_broken = std::mem::take(&mut self.path.is_broken);
        let table = if is_broken || close.is_none() && self.name_goes_on(span.end) {
            None
        } else if depth > MAX_DEPTH {
            self.faults.push(TomlFault::Depth(span));
            None
        } else {
            self.find_or_make(header.is_array, span)
        };
        let table = table.unwrap_or_else(|| self.detached(TableOrigin::Header, span));
        self.open.clear();
        self.open.push(OpenContainer::table(table, depth));
    }

    /// Whether a header that is not closed goes on after the byte `end`, where its name was thought to end.
    fn name_goes_on(&self, end: u32) -> bool {
        let rest = self.text.get(end as usize..).unwrap_or("");
        let rest = rest.lines().next().unwrap_or("").trim();
        !rest.is_empty() && !rest.starts_with(['#', ']', '='])
    }

    fn find_or_make(&mut self, is_array: bool, span: Span) -> Option<NodeId> {
        let (last, path) = self.current_path.split_last()?;
        let mut table = TomlTree::ROOT;
        for (depth, key) in path.iter().enumerate() {
            let Some(known) = self.tree.find(table, &key.value) else {
                let children = TomlValue::Table(Children::new(TableOrigin::Passed));
                table = self.tree.push(Some(table), key.clone(), children, key.span);
                continue;
            };
            table = match self.tree.value(known)? {
                TomlValue::Table(children) if !children.origin.is_whole() => known,
                TomlValue::Array(children) if children.origin == TableOrigin::Headers => {
                    self.tree.last(known)?
                }
                TomlValue::Missing => return None,
                other => {
                    self.faults.push(TomlFault::Closed {
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
        let table_under = TomlValue::Table(Children::new(TableOrigin::Header));
        let Some(known) = known else {
            let parent = if is_array {
                let tables = TomlValue::Array(Children::new(TableOrigin::Headers));
                self.tree.push(Some(table), last.clone(), tables, span)
            } else {
                table
            };
            let key = if is_array { nameless(last.span) } else { last };
            return Some(self.tree.push(Some(parent), key, table_under, span));
        };
        match self.tree.value(known)? {
            TomlValue::Array(children) if is_array && children.origin == TableOrigin::Headers => {
                let key = nameless(last.span);
                Some(self.tree.push(Some(known), key, table_under, span))
            }
            TomlValue::Table(children) if !is_array && children.origin == TableOrigin::Passed => {
                self.tree.set_origin(known, TableOrigin::Header);
                self.tree.set_place(known, last.span, span);
                Some(known)
            }
            other => {
                let is_table = matches!(other, TomlValue::Table(_)) && !is_array;
                self.faults.push(TomlFault::Duplicate {
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

    fn detached(&mut self, origin: TableOrigin, span: Span) -> NodeId {
        let value = TomlValue::Table(Children::new(origin));
        self.tree.push(None, nameless(span), value, span)
    }
}

/// Keys and values.
impl<'s> TreeBuilder<'s> {
    /// Finds where the value of the key just read goes.
    fn aim(&mut self) {
        let target = self.find_target();
        self.path.clear();
        if let Some(frame) = self.open.last_mut() {
            frame.target = target;
        }
    }

    fn find_target(&mut self) -> ValueTarget<'s> {
        let (Some(frame), Some(last)) = (self.open.last(), self.path.parts.pop()) else {
            return ValueTarget::None;
        };
        let is_inner = self.open.len() > 1;
        let (mut table, base) = (frame.node, frame.depth);
        let depth = base + self.path.parts.len() + 1;
        if frame.is_array || self.path.is_broken {
            return ValueTarget::Outside(last.span);
        }
        if depth > MAX_DEPTH {
            self.faults.push(TomlFault::Depth(last.span));
            return ValueTarget::Outside(last.span);
        }
        let origin = if is_inner {
            TableOrigin::DottedWhole
        } else {
            TableOrigin::Dotted
        };
        for number in 0..self.path.parts.len() {
            let Some(key) = self.path.parts.get(number) else {
                break;
            };
            let key_span = key.span;
            let Some(known) = self.tree.find(table, &key.value) else {
                let children = TomlValue::Table(Children::new(origin));
                let key = key.clone();
                table = self.tree.push(Some(table), key, children, key_span);
                continue;
            };
            let Some(value) = self.tree.value(known) else {
                break;
            };
            let may_add = match value {
                TomlValue::Table(children) if is_inner => {
                    children.origin == TableOrigin::DottedWhole
                }
                TomlValue::Table(children) => {
                    matches!(children.origin, TableOrigin::Dotted | TableOrigin::Passed)
                }
                _ => false,
            };
            if matches!(value, TomlValue::Missing) {
                return ValueTarget::Outside(last.span);
            }
            if !may_add {
                let what = what(value);
                let mut path = self.names_of_header();
                path.extend(names(self.path.parts.iter().take(number + 1)));
                self.faults.push(TomlFault::Closed {
                    path,
                    what,
                    first: self.tree.key_span(known),
                    second: key_span,
                });
                return ValueTarget::Outside(last.span);
            }
            // A header must not define a table that a dotted key has added to.
            self.tree.set_origin(known, origin);
            table = known;
        }
        if let Some(known) = self.tree.find(table, &last.value) {
            if !self.repeats || is_inner {
                let mut path = self.names_of_header();
                path.extend(names(self.path.parts.iter().chain([&last])));
                self.faults.push(TomlFault::Duplicate {
                    path,
                    first: self.tree.key_span(known),
                    second: last.span,
                });
            }
            return ValueTarget::Outside(last.span);
        }
        ValueTarget::Entry {
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
    fn place(&mut self, value: TomlValue<'s>, span: Span) -> (NodeId, usize) {
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
        match std::mem::replace(&mut frame.target, ValueTarget::None) {
            ValueTarget::Entry { table, key, depth } => {
                (self.tree.push(Some(table), key, value, span), depth)
            }
            ValueTarget::None | ValueTarget::Outside(_) => {
                let depth = frame.depth;
                (self.tree.push(None, nameless(span), value, span), depth)
            }
        }
    }

    fn enter(&mut self, span: toml_parser::Span, is_array: bool) -> bool {
        let span = ours(span);
        let children = Children::new(TableOrigin::Whole);
        let value = if is_array {
            TomlValue::Array(children)
        } else {
            TomlValue::Table(children)
        };
        let (node, depth) = self.place(value, span);
        if depth >= MAX_DEPTH {
            self.faults.push(TomlFault::Depth(span));
            self.skips = true;
            return false;
        }
        self.open.push(OpenContainer {
            node,
            is_array,
            depth: depth + 1,
            target: ValueTarget::None,
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
    fn bare(&mut self, span: toml_parser::Span, error: &mut dyn ErrorSink) -> TomlValue<'s> {
        let raw = self.raw(span, None);
        let written = raw.as_str();
        match written {
            "true" => return TomlValue::Boolean(true),
            "false" => return TomlValue::Boolean(false),
            "inf" => return TomlValue::Float(f64::INFINITY),
            "nan" => return TomlValue::Float(f64::NAN),
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
            return TomlValue::Missing;
        }
        let value = match kind {
            ScalarKind::DateTime if written.parse::<toml::value::Datetime>().is_ok() => {
                return TomlValue::Datetime(written);
            }
            ScalarKind::DateTime => {
                self.faults.push(TomlFault::NoDatetime(span));
                return TomlValue::Missing;
            }
            ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value())
                .ok()
                .map(TomlValue::Integer),
            // A number written in digits that parses as infinite is too large.
            _ => decoded
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite() || written.ends_with(['f', 'n']))
                .map(TomlValue::Float),
        };
        value.unwrap_or_else(|| {
            self.faults.push(TomlFault::OutOfRange(span));
            TomlValue::Missing
        })
    }

    fn word(&mut self, written: &'s str, span: Span) -> TomlValue<'s> {
        self.faults.push(TomlFault::Word {
            at: span,
            is_nested: self.open.len() > 1,
        });
        match written {
            _ if written.eq_ignore_ascii_case("true") => TomlValue::Boolean(true),
            _ if written.eq_ignore_ascii_case("false") => TomlValue::Boolean(false),
            _ => {
                let said = written.trim_end_matches([';', ',']);
                if says_nothing(said) {
                    return TomlValue::Missing;
                }
                let is_mark = |mark| matches!(mark, '"' | '\'') || is_typographic(mark);
                TomlValue::Word(said.trim_matches(is_mark))
            }
        }
    }
}

impl EventReceiver for TreeBuilder<'_> {
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
                    self.faults.push(TomlFault::NoKey {
                        at: place,
                        in_header: self.header.is_some(),
                    });
                }
            } else if !written.bytes().all(is_bare) {
                self.path.is_broken |= written.contains(char::is_control);
                self.faults.push(TomlFault::BareKey(place));
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
                ValueTarget::None => None,
                ValueTarget::Entry { key, .. } => Some(key.span),
                ValueTarget::Outside(span) => Some(*span),
            });
            self.faults.push(TomlFault::NoValue { key, at: place });
            TomlValue::Missing
        } else if encoding.is_some() && self.is_cut_short(place) {
            TomlValue::Missing
        } else if let Some(kind) = encoding {
            let raw = self.raw(span, encoding);
            TomlValue::String(string(raw, kind, |value| {
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
            self.place(TomlValue::Missing, ours(span));
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
    matches!(mark, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '`')
}

/// The parser's span as one of ours.
pub(super) fn ours(span: toml_parser::Span) -> Span {
    Span::new(span.start(), span.end())
}

/// An empty key, for a value in an array or outside the tree.
fn nameless(span: Span) -> TomlKey<'static> {
    Spanned {
        value: Cow::Borrowed(""),
        span,
    }
}

fn names<'t, 's: 't>(path: impl IntoIterator<Item = &'t TomlKey<'s>>) -> Vec<String> {
    let names = path.into_iter();
    names.map(|key| key.value.clone().into_owned()).collect()
}

fn what(value: &TomlValue<'_>) -> &'static str {
    match value {
        TomlValue::String(_) | TomlValue::Word(_) => "a string",
        TomlValue::Integer(_) | TomlValue::Float(_) => "a number",
        TomlValue::Boolean(_) => "a boolean",
        TomlValue::Datetime(_) => "a date or time",
        TomlValue::Array(children) if children.origin == TableOrigin::Headers => {
            "an array of tables"
        }
        TomlValue::Array(_) => "an array",
        TomlValue::Table(_) => "a table that is complete",
        TomlValue::Missing => "a broken value",
    }
}

impl DottedName<'_> {
    fn clear(&mut self) {
        self.parts.clear();
        self.continues = false;
        self.is_broken = false;
    }
}

impl OpenContainer<'_> {
    fn table(node: NodeId, depth: usize) -> Self {
        Self {
            node,
            is_array: false,
            depth,
            target: ValueTarget::None,
        }
    }
}

impl TableOrigin {
    /// Whether it was written in brackets, so that nothing can be added to it.
    fn is_whole(self) -> bool {
        matches!(self, Self::Whole | Self::DottedWhole)
    }
}

impl TomlFault {
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
            | Self::Word { at: span, .. }
            | Self::OutOfRange(span)
            | Self::NoDatetime(span)
            | Self::Duplicate { second: span, .. }
            | Self::Closed { second: span, .. }
            | Self::Depth(span)
            | Self::Slip(Slip { span, .. }) => *span,
        }
    }
}
