//! Nodes in an order in which each comes after all that it depends on, circles as one.
//!
//! Strongly connected components by the algorithm of Tarjan (1972) as Pearce (2016) writes it, with one number a node,
//! over an explicit stack. Linear.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for them"
)]

use crate::reason::theory::narrow;

/// What some nodes depend on, component by component.
#[derive(Debug)]
pub(super) struct Components {
    /// The nodes; those of a component in a row, ascending.
    pub(super) order: Vec<u32>,
    /// Where each component begins, and the end.
    pub(super) starts: Vec<u32>,
}

/// The number of a node whose component is complete.
const DONE: u32 = u32::MAX;

impl Components {
    /// Finds the components of `roots` and all that they depend on; `input(node, i)` is what `node` depends on, from
    /// `i = 0` up to where there is no more.
    pub(super) fn new(
        nodes: usize,
        roots: impl IntoIterator<Item = u32>,
        input: impl Fn(u32, usize) -> Option<u32>,
    ) -> Self {
        let mut walk = Walk {
            found: Self {
                order: Vec::new(),
                starts: vec![0],
            },
            numbers: vec![0; nodes],
            next: 1,
            pending: Vec::new(),
            way: Vec::new(),
        };
        for root in roots {
            if walk.numbers[root as usize] == 0 {
                walk.visit(root);
                walk.run(&input);
            }
        }
        walk.found
    }
}

struct Walk {
    found: Components,
    /// 0 for what has not been visited; then the least number that the node is known to lead back to.
    numbers: Vec<u32>,
    next: u32,
    /// Nodes that have been left, but whose component is not complete.
    pending: Vec<u32>,
    way: Vec<Visit>,
}

/// A node on the way from the root to the node at hand.
struct Visit {
    node: u32,
    /// How many of its inputs have been looked at.
    looked_at: usize,
    /// The number that it was given.
    number: u32,
}

impl Walk {
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

    fn run(&mut self, input: &impl Fn(u32, usize) -> Option<u32>) {
        while let Some(visit) = self.way.last_mut() {
            let node = visit.node as usize;
            let Some(from) = input(visit.node, visit.looked_at) else {
                self.leave();
                continue;
            };
            if self.numbers[from as usize] == 0 {
                // It is looked at again once it has been left.
                self.visit(from);
            } else {
                visit.looked_at += 1;
                self.numbers[node] = self.numbers[node].min(self.numbers[from as usize]);
            }
        }
    }

    fn leave(&mut self) {
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
        let Components { order, starts } = &mut self.found;
        let first = order.len();
        order.extend(self.pending.drain(start..));
        order[first..].sort_unstable();
        for &member in &order[first..] {
            self.numbers[member as usize] = DONE;
        }
        starts.push(narrow(order.len()));
    }
}
