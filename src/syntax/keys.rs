//! Which keys a file sets, and every place where each is written: what a mistyped key can be changed to, and where.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tree::{Tree, Written};
use crate::span::Span;

/// The keys of one file.
#[derive(Debug)]
pub(super) struct Keys<'s> {
    text: &'s str,
    /// Which node has its key written at this byte.
    written: FxHashMap<u32, Written>,
    /// Every table with every key that it sets, as it is written.
    set: FxHashSet<(u32, &'s str)>,
    /// What is in each table or array.
    within: FxHashMap<u32, Vec<Written>>,
}

impl<'s> Keys<'s> {
    /// Linear in the tree.
    pub(super) fn new(text: &'s str, tree: &Tree<'_>) -> Self {
        let mut keys = Self {
            text,
            written: FxHashMap::default(),
            set: FxHashSet::default(),
            within: FxHashMap::default(),
        };
        for node in tree.written() {
            let key = text.get(node.key.range()).unwrap_or_default();
            let key = key.trim_matches(['"', '\'']);
            // The first table of an array of tables has its key where the array has it.
            keys.written.entry(node.key.start).or_insert(node);
            keys.set.insert((node.parent, key));
            keys.within.entry(node.parent).or_default().push(node);
        }
        keys
    }

    /// Whether the table that sets the key at `span` sets `other` too.
    pub(super) fn sets(&self, span: Span, other: &str) -> bool {
        let node = self.written.get(&span.start);
        node.is_some_and(|node| self.set.contains(&(node.parent, other)))
    }

    /// Whether the key at `span` is in a header: `[claim.x.data]`.
    pub(super) fn is_in_header(&self, span: Span) -> bool {
        !self.behind(span).starts_with('=')
    }

    /// Everywhere that the key at `span` is written: there alone, or in every header that leads through it. None if it is
    /// not written the same everywhere. Linear in what is in the table that the key names.
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

    /// The headers of a table and of all tables in it, in the order of the file.
    fn headers(&self, table: Written) -> Vec<Span> {
        let mut headers = Vec::new();
        let mut unseen = vec![table];
        while let Some(node) = unseen.pop() {
            unseen.extend(self.within.get(&node.id).into_iter().flatten());
            // A header holds its key; any other value is after it.
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

    /// What is after a key, blanks left out.
    fn behind(&self, span: Span) -> &'s str {
        let rest = self.text.get(span.range().end..).unwrap_or_default();
        rest.trim_start_matches([' ', '\t'])
    }
}
