//! Which keys a file sets, and every place where each is written. This tells what a mistyped key can be renamed to, and
//! where.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tree::{TomlTree, WrittenNode};
use crate::span::Span;

/// The keys of one file.
#[derive(Debug)]
pub(super) struct Keys<'s> {
    text: &'s str,
    /// The node whose key is written at this byte.
    written: FxHashMap<u32, WrittenNode>,
    /// Every key that a table sets, with the table's number; keys as written.
    set: FxHashSet<(u32, &'s str)>,
    /// The contents of each table or array.
    within: FxHashMap<u32, Vec<WrittenNode>>,
}

impl<'s> Keys<'s> {
    /// Collects the keys of a tree, in time linear in it.
    pub(super) fn new(text: &'s str, tree: &TomlTree<'_>) -> Self {
        let mut keys = Self {
            text,
            written: FxHashMap::default(),
            set: FxHashSet::default(),
            within: FxHashMap::default(),
        };
        for node in tree.written() {
            let key = text.get(node.key.range()).unwrap_or_default();
            let key = key.trim_matches(['"', '\'']);
            // For an array of tables, the array and its first table have their key in the same place: keep the array.
            keys.written.entry(node.key.start).or_insert(node);
            keys.set.insert((node.parent, key));
            keys.within.entry(node.parent).or_default().push(node);
        }
        keys
    }

    /// Whether the table that sets the key at `span` also sets `other`.
    pub(super) fn sets(&self, span: Span, other: &str) -> bool {
        let node = self.written.get(&span.start);
        node.is_some_and(|node| self.set.contains(&(node.parent, other)))
    }

    /// Whether the key at `span` is in a header, such as `[claim.x.data]`.
    pub(super) fn is_in_header(&self, span: Span) -> bool {
        !self.behind(span).starts_with('=')
    }

    /// Every place where the key at `span` is written: only there, or in every header that goes through it. `None` if
    /// it is not spelt the same everywhere. Linear in the contents of the table that the key names.
    pub(super) fn places(&self, span: Span) -> Option<Vec<Span>> {
        if !self.is_in_header(span) {
            return Some(vec![span]);
        }
        let headers = self.headers(*self.written.get(&span.start)?);
        let contains = |header: &&Span| header.start <= span.start && span.end <= header.end;
        let first = headers.iter().find(contains)?;
        let path = self.text.get(first.start as usize..span.end as usize)?;
        let path = path.trim_start_matches(['[', ' ', '\t']);
        let length = span.range().len();
        let place = |header: &Span| {
            let written = self.text.get(header.range())?;
            let inner = written.trim_start_matches(['[', ' ', '\t']);
            let rest = inner.strip_prefix(path)?;
            let ends = rest.starts_with(['.', ']', ' ', '\t']);
            let end = header.range().end - rest.len();
            ends.then(|| Span::new(end - length, end))
        };
        headers.iter().map(place).collect()
    }

    /// The headers of a table and of all tables in it, in file order.
    fn headers(&self, table: WrittenNode) -> Vec<Span> {
        let mut headers = Vec::new();
        let mut unseen = vec![table];
        while let Some(node) = unseen.pop() {
            unseen.extend(self.within.get(&node.id).into_iter().flatten());
            // A header's span contains its key. The span of any other value comes after its key.
            let holds = node.span.start < node.key.start && node.key.end <= node.span.end;
            let written = self.text.get(node.span.range()).unwrap_or_default();
            if holds && written.starts_with('[') {
                headers.push(node.span);
            }
        }
        headers.sort_unstable();
        headers.dedup();
        headers
    }

    /// What comes after a key, without leading blanks.
    fn behind(&self, span: Span) -> &'s str {
        let rest = self.text.get(span.range().end..).unwrap_or_default();
        rest.trim_start_matches([' ', '\t'])
    }
}
