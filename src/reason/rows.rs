//! Lists of things, one list a node, in two arrays: compressed sparse rows.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use crate::narrow::narrow;

/// A list for each node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows<T> {
    /// Where each node's list begins, and where the last ends.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Rows<T> {
    /// Takes the items that `each` gives, each with its node, in that order; `each` is asked twice.
    pub(super) fn gather<I: Iterator<Item = (usize, T)>>(
        nodes: usize,
        each: impl Fn() -> I,
    ) -> Self {
        // `starts[node + 1]` is where the next item of the node goes. Once all are placed, the next list begins there.
        let mut starts = vec![0_u32; nodes + 2];
        let mut any = None;
        each().for_each(|(node, item)| {
            starts[node + 2] += 1;
            any = Some(item);
        });
        for node in 0..nodes {
            starts[node + 2] += starts[node + 1];
        }
        let count = starts[nodes + 1] as usize;
        let mut items: Vec<T> = any.map_or_else(Vec::new, |item| vec![item; count]);
        each().for_each(|(node, item)| {
            let next = &mut starts[node + 1];
            items[*next as usize] = item;
            *next += 1;
        });
        starts.truncate(nodes + 1);
        debug_assert_eq!(starts[nodes], narrow(items.len()));
        Self { starts, items }
    }

    /// Leaves each item once in its list, where equal items stand together.
    pub(super) fn dedup(&mut self)
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

    /// All items, list by list.
    pub(super) fn all(&self) -> &[T] {
        &self.items
    }

    /// The node's items.
    #[inline]
    pub(super) fn of(&self, node: usize) -> &[T] {
        &self.items[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

impl Rows<u32> {
    /// Every node as an item of each node that its list names: gathered, the lists the other way round, ascending.
    pub(super) fn flipped(&self) -> impl Iterator<Item = (usize, u32)> {
        let nodes = self.starts.len().saturating_sub(1);
        let of = |node| {
            self.of(node)
                .iter()
                .map(move |&item| (item as usize, narrow(node)))
        };
        (0..nodes).flat_map(of)
    }
}
