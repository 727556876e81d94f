//! Strongly connected components: nodes in an order in which each comes after all that it depends on, circles as one.
//!
//! The algorithm of Tarjan (1972) as Pearce (2016) writes it, with one number a node, over an explicit stack. Linear.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use crate::narrow::narrow;

/// Nodes, component by component: a circle, or a node by itself. What a component depends on comes before it.
#[derive(Debug)]
pub(super) struct Components {
    /// The nodes; those of a component in a row, ascending.
    pub(super) order: Vec<u32>,
    /// Where each component begins, and the end.
    pub(super) starts: Vec<u32>,
}

impl Default for Components {
    fn default() -> Self {
        Self {
            order: Vec::new(),
            starts: vec![0],
        }
    }
}

impl Components {
    /// Adds the next component.
    pub(super) fn add(&mut self, members: &[u32]) {
        self.order.extend_from_slice(members);
        self.starts.push(narrow(self.order.len()));
    }

    /// The nodes of a component.
    pub(super) fn members(&self, component: u32) -> &[u32] {
        let component = component as usize;
        &self.order[self.starts[component] as usize..self.starts[component + 1] as usize]
    }

    /// The component of each of so many nodes, all of which must be in one.
    pub(super) fn by_node(&self, nodes: usize) -> Vec<u32> {
        let mut by_node = vec![0; nodes];
        for (component, bounds) in (0..).zip(self.starts.windows(2)) {
            for &member in &self.order[bounds[0] as usize..bounds[1] as usize] {
                by_node[member as usize] = component;
            }
        }
        by_node
    }
}

/// The number of a node whose component is complete.
const DONE: u32 = u32::MAX;

/// A walk from any number of nodes back to all that they depend on.
#[derive(Debug)]
pub(super) struct Walk {
    /// 0 for what has not been visited; then the least number that the node is known to lead back to.
    numbers: Vec<u32>,
    next: u32,
    /// Nodes that have been left, but whose component is not complete.
    pending: Vec<u32>,
    /// From where the walk began to the node at hand.
    way: Vec<Visit>,
}

/// A node on the way.
#[derive(Debug)]
struct Visit {
    node: u32,
    /// How many of its inputs have been looked at.
    looked_at: usize,
    /// The number that it was given.
    number: u32,
}

impl Walk {
    /// A walk over so many nodes that has not begun.
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            numbers: vec![0; nodes],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
        }
    }

    /// Walks back from `node`; `input(node, i)` is what a node depends on, from `i = 0` up to where there is no more.
    ///
    /// `complete` is given each component that is met for the first time, ascending, after all that it depends on.
    pub(super) fn follow(
        &mut self,
        node: u32,
        input: &impl Fn(u32, usize) -> Option<u32>,
        complete: &mut impl FnMut(&[u32]),
    ) {
        if self.is_done_at_once(node, input, complete) {
            return;
        }
        self.visit(node);
        while let Some(visit) = self.way.last_mut() {
            let node = visit.node;
            let Some(from) = input(node, visit.looked_at) else {
                self.leave(complete);
                continue;
            };
            if self.is_done_at_once(from, input, complete) || self.numbers[from as usize] > 0 {
                self.numbers[node as usize] =
                    self.numbers[node as usize].min(self.numbers[from as usize]);
                if let Some(visit) = self.way.last_mut() {
                    visit.looked_at += 1;
                }
            } else {
                // It is looked at again once it has been left.
                self.visit(from);
            }
        }
    }

    /// Nodes whose components are complete are to be met again.
    pub(super) fn forget(&mut self, nodes: impl Iterator<Item = u32>) {
        for node in nodes {
            self.numbers[node as usize] = 0;
        }
        self.next = 1;
    }

    /// Completes a node by itself if all that it depends on is complete, which needs no visit; tells whether it is complete.
    fn is_done_at_once(
        &mut self,
        node: u32,
        input: &impl Fn(u32, usize) -> Option<u32>,
        complete: &mut impl FnMut(&[u32]),
    ) -> bool {
        match self.numbers[node as usize] {
            DONE => return true,
            0 => {}
            _ => return false,
        }
        let mut inputs = (0..).map_while(|place| input(node, place));
        if !inputs.all(|from| self.numbers[from as usize] == DONE) {
            return false;
        }
        self.numbers[node as usize] = DONE;
        complete(&[node]);
        true
    }

    fn visit(&mut self, node: u32) {
        let number = self.next;
        self.next += 1;
        self.numbers[node as usize] = number;
        self.way.push(Visit {
            node,
            looked_at: 0,
            number,
        });
    }

    fn leave(&mut self, complete: &mut impl FnMut(&[u32])) {
        let Some(visit) = self.way.pop() else {
            return;
        };
        self.pending.push(visit.node);
        if self.numbers[visit.node as usize] < visit.number {
            return;
        }
        let members = self.pending.iter().rev();
        let members = members.take_while(|&&node| self.numbers[node as usize] >= visit.number);
        let start = self.pending.len() - members.count();
        let members = &mut self.pending[start..];
        for &member in &*members {
            self.numbers[member as usize] = DONE;
        }
        // In the order of the map, whatever way led here.
        members.sort_unstable();
        complete(members);
        self.pending.truncate(start);
    }
}
