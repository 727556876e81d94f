//! Lists of things, one list a node, in two arrays: compressed sparse rows.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use super::theory::narrow;

/// A list for each node.
#[derive(Debug)]
pub(super) struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Rows<T> {
    /// Takes the items that `each` visits, each with its node, in that order; `each` runs twice.
    pub(super) fn gather(nodes: usize, each: impl Fn(&mut dyn FnMut(usize, T))) -> Self {
        let mut starts = vec![0; nodes + 1];
        let mut any = None;
        each(&mut |node, item| {
            starts[node + 1] += 1;
            any = Some(item);
        });
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let count: u32 = starts[nodes];
        let mut items: Vec<T> = any.map_or_else(Vec::new, |item| vec![item; count as usize]);
        let mut next = starts.clone();
        each(&mut |node, item| {
            items[next[node] as usize] = item;
            next[node] += 1;
        });
        debug_assert_eq!(narrow(items.len()), count);
        Self { starts, items }
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
