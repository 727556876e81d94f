//! One list per node, in two arrays: compressed sparse rows.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use std::ops::Range;

use crate::narrow::narrow;

/// A list for each node. What is asked of no node is an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows<T> {
    /// Where each node's list begins, and where the last ends.
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

    /// Which of [all](Self::all) items are the node's.
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
    /// Takes the items that `each` gives, each with its node, in that order; `each` is asked twice, and what it gives to
    /// nodes that there are not is left out.
    pub(crate) fn gather<I: Iterator<Item = (usize, T)>>(
        nodes: usize,
        each: impl Fn() -> I,
    ) -> Self {
        // `starts[node + 1]` is where the next item of the node goes. Once all are placed, the next list begins there.
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

    /// Leaves each item once in its list, where equal items stand together.
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
    /// Every node as an item of each node that its list names: gathered, the lists the other way round, ascending.
    pub(crate) fn flipped(&self) -> impl Iterator<Item = (usize, u32)> {
        let lists = (0..).zip(self.iter());
        lists.flat_map(|(node, items)| items.iter().map(move |&item| (item as usize, node)))
    }
}
