//! One list per node, in two arrays: compressed sparse rows.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use std::ops::Range;

use crate::narrow::narrow;

/// A list for each node. A node that does not exist has an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows<T> {
    /// Where each node's list begins, followed by where the last one ends.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// No nodes yet, with space for this many and their items.
    pub(crate) fn with_capacity(nodes: usize, items: usize) -> Self {
        let mut starts = Vec::with_capacity(nodes + 1);
        starts.push(0);
        Self {
            starts,
            items: Vec::with_capacity(items),
        }
    }

    /// Adds a node with its list.
    pub(crate) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
        self.starts.push(narrow(self.items.len()));
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// All items, list by list.
    pub(crate) fn all(&self) -> &[T] {
        &self.items
    }

    /// The range of the node's items in [all](Self::all).
    #[inline]
    pub(crate) fn range(&self, node: usize) -> Range<usize> {
        match self.starts.get(node..node.saturating_add(2)) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The node's items.
    #[inline]
    pub(crate) fn of(&self, node: usize) -> &[T] {
        self.items.get(self.range(node)).unwrap_or_default()
    }

    /// All lists, node by node.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|node| self.of(node))
    }
}

impl<T: Copy> Rows<T> {
    /// Groups the items that `each` yields by their node, keeping their order. `each` is called twice. Items of nodes that
    /// do not exist are dropped.
    pub(crate) fn gather<I: Iterator<Item = (usize, T)>>(
        nodes: usize,
        each: impl Fn() -> I,
    ) -> Self {
        // `starts[node + 1]` is where the node's next item goes. Once all items are placed, the next list begins there.
        let mut starts = vec![0_u32; nodes + 2];
        let mut any = None;
        each().for_each(|(node, item)| {
            if let Some(count) = starts.get_mut(node + 2) {
                *count += 1;
                any = Some(item);
            }
        });
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut items: Vec<T> = any.map_or_else(Vec::new, |item| vec![item; total as usize]);
        each().for_each(|(node, item)| {
            if node < nodes
                && let Some(next) = starts.get_mut(node + 1)
                && let Some(slot) = items.get_mut(*next as usize)
            {
                *slot = item;
                *next += 1;
            }
        });
        starts.truncate(nodes + 1);
        Self { starts, items }
    }

    /// Removes repeated items from each list; equal items must be next to each other.
    pub(crate) fn dedup(&mut self)
    where
        T: PartialEq,
    {
        let mut kept = 0;
        let mut start = 0;
        for end in self.starts.iter_mut().skip(1) {
            let first = kept;
            for at in start..*end as usize {
                let item = self.items[at];
                if kept == first || self.items[kept - 1] != item {
                    self.items[kept] = item;
                    kept += 1;
                }
            }
            start = std::mem::replace(end, narrow(kept)) as usize;
        }
        self.items.truncate(kept);
    }
}

impl Rows<u32> {
    /// Each node paired with each item of its list: `(item, node)`. Gathered, these are the reversed lists, ascending.
    pub(crate) fn flipped(&self) -> impl Iterator<Item = (usize, u32)> {
        let lists = (0..).zip(self.iter());
        lists.flat_map(|(node, items)| items.iter().map(move |&item| (item as usize, node)))
    }
}
