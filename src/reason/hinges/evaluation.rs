//! The grounded labels of the dependencies, kept up to date as claims are denied, and put back.
//!
//! The labels are the least fixpoint of a monotone operator (see [`grounded`](mod@crate::reason::grounded)), so those of a cell
//! follow from the cell and the labels of what it depends on alone (Lifschitz & Turner 1994, "Splitting a logic program"; Baroni,
//! Giacomin & Guida 2005, "SCC-recursiveness"). What a denial changes is followed from cell to cell, from the grounds
//! up, and no further than labels change. Most cells are one claim or one step, whose label its counters give at once; the others are
//! evaluated again, as a whole.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their dependencies"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;

use super::dependencies::Dependencies;
use crate::narrow::narrow;
use crate::reason::Label;
use crate::reason::least::{Influence, Role};

/// The labels of the nodes of the dependencies.
pub(super) struct Evaluation<'c> {
    dependencies: &'c Dependencies,
    labels: Vec<Label>,
    counters: Vec<Counters>,
    /// When each node of a cell was decided, against the others of the cell. Claims that only a circle holds up are decided together.
    ranks: Vec<u32>,
    /// Claims that fall, whatever is said for them.
    fallen: FixedBitSet,
    /// Cells to look at again.
    queue: BinaryHeap<Reverse<u32>>,
    is_queued: FixedBitSet,
    /// What has changed, oldest first.
    log: Vec<Was>,
    denied: Vec<usize>,
    /// How many nodes and influences have been looked at.
    pub(super) work: u64,
}

/// How many of a node's inputs have which labels.
#[derive(Debug, Clone, Copy)]
struct Counters {
    /// Premises not accepted, attackers not rejected.
    open: u32,
    /// Premises rejected, attackers accepted.
    hit: u32,
    /// Supports accepted.
    carried: u32,
    /// Supports not rejected.
    left: u32,
}

/// What a node was before it changed.
struct Was {
    node: u32,
    label: Label,
    rank: u32,
}

/// A point to which changes can be taken back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    log: usize,
    denied: usize,
}

/// A node whose label has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Change {
    pub(super) node: u32,
    pub(super) label: Label,
}

impl<'c> Evaluation<'c> {
    /// Evaluates all dependencies. Linear where nothing circles.
    pub(super) fn new(dependencies: &'c Dependencies) -> Self {
        let mut evaluation = Self {
            dependencies,
            labels: vec![Label::Undecided; dependencies.len()],
            counters: (0..dependencies.len())
                .map(|node| Counters::new(dependencies, node))
                .collect(),
            ranks: vec![0; dependencies.len()],
            fallen: dependencies.fallen.clone(),
            queue: BinaryHeap::new(),
            is_queued: FixedBitSet::with_capacity(dependencies.cell_count()),
            log: Vec::new(),
            denied: Vec::new(),
            work: 0,
        };
        let mut changes = Vec::new();
        for cell in 0..dependencies.cell_count() {
            evaluation.settle(cell, &mut changes);
            changes.clear();
        }
        evaluation.log.clear();
        evaluation
    }

    pub(super) fn label(&self, node: usize) -> Label {
        self.labels[node]
    }

    /// Whether a claim falls, whatever is said for it.
    pub(super) fn is_fallen(&self, node: usize) -> bool {
        self.fallen.contains(node)
    }

    /// Whether `node` may count on what `input` is: whether that was decided before.
    pub(super) fn is_before(&self, input: usize, node: usize) -> bool {
        self.dependencies.cell(input) != self.dependencies.cell(node)
            || self.ranks[input] < self.ranks[node]
    }

    /// Whether what decides `node` may be `input`, decided at the same time.
    pub(super) fn is_together(&self, input: usize, node: usize) -> bool {
        self.dependencies.cell(input) == self.dependencies.cell(node)
            && self.ranks[input] == self.ranks[node]
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            log: self.log.len(),
            denied: self.denied.len(),
        }
    }

    /// Denies a claim; what follows is for [`next`](Self::next) to find.
    pub(super) fn deny(&mut self, node: usize) {
        if !self.fallen.put(node) {
            self.denied.push(node);
            self.enqueue(self.dependencies.cell(node));
        }
    }

    /// Settles the next cell, if any, and says which it is; what changes in it is added to `changes`.
    ///
    /// What depends on that is looked at only if [`spread`](Self::spread) says so.
    pub(super) fn next(&mut self, changes: &mut Vec<Change>) -> Option<u32> {
        let Reverse(cell) = self.queue.pop()?;
        self.is_queued.set(cell as usize, false);
        self.settle(cell as usize, changes);
        Some(cell)
    }

    /// Looks again, in time, at what depends on a node that has changed.
    pub(super) fn spread(&mut self, node: usize) {
        let dependencies = self.dependencies;
        let own = dependencies.cell(node);
        for arc in dependencies.outputs(node) {
            let cell = dependencies.cell(arc.node as usize);
            if cell != own {
                self.enqueue(cell);
            }
        }
    }

    /// Settles everything that is left, to the end.
    pub(super) fn settle_all(&mut self) {
        self.settle_some(usize::MAX, &mut Vec::new());
    }

    /// Settles at most this many cells and adds them to `cells`; returns whether these were all.
    pub(super) fn settle_some(&mut self, most: usize, cells: &mut Vec<u32>) -> bool {
        let mut changes = Vec::new();
        while cells.len() < most {
            let Some(cell) = self.next(&mut changes) else {
                return true;
            };
            cells.push(cell);
            for change in changes.drain(..) {
                self.spread(change.node as usize);
            }
        }
        self.queue.is_empty()
    }

    /// Takes back all changes.
    pub(super) fn undo_all(&mut self) {
        self.undo(Mark { log: 0, denied: 0 });
    }

    /// Takes back all since the mark.
    pub(super) fn undo(&mut self, mark: Mark) {
        for Reverse(cell) in self.queue.drain() {
            self.is_queued.set(cell as usize, false);
        }
        while self.log.len() > mark.log {
            let Some(was) = self.log.pop() else { break };
            let node = was.node as usize;
            self.ranks[node] = was.rank;
            let label = std::mem::replace(&mut self.labels[node], was.label);
            self.shift(node, label, was.label, |_| true);
        }
        for node in self.denied.drain(mark.denied..) {
            self.fallen.set(node, false);
        }
    }

    fn enqueue(&mut self, cell: usize) {
        if !self.is_queued.put(cell) {
            self.queue.push(Reverse(narrow(cell)));
        }
    }

    /// Brings a cell's labels up to date.
    fn settle(&mut self, cell: usize, changes: &mut Vec<Change>) {
        let members = self.dependencies.members(cell);
        let first = members.start;
        if !self.dependencies.is_alone(first) {
            return self.settle_circle(cell, changes);
        }
        self.work += 1;
        let (was, label) = (self.labels[first], self.verdict(first));
        if was != label {
            self.log_one(first, was, self.ranks[first]);
            self.labels[first] = label;
            self.shift(first, was, label, |_| true);
            let node = narrow(first);
            changes.push(Change { node, label });
        }
    }

    /// Evaluates a cell of several nodes again.
    fn settle_circle(&mut self, cell: usize, changes: &mut Vec<Change>) {
        let dependencies = self.dependencies;
        let members = dependencies.members(cell);
        let within = |arc: &Influence| members.contains(&(arc.node as usize));
        let before: Vec<_> = members
            .clone()
            .map(|node| (self.labels[node], self.ranks[node]))
            .collect();
        for (node, &(label, _)) in members.clone().zip(&before) {
            self.work += 1;
            self.shift(node, label, Label::Undecided, within);
            self.labels[node] = Label::Undecided;
            self.ranks[node] = u32::MAX;
        }
        let mut decided = Vec::new();
        for node in members.clone() {
            self.decide(node, &mut decided);
        }
        let mut next = 0;
        loop {
            while let Some(&node) = decided.get(next) {
                next += 1;
                self.shift(node, Label::Undecided, self.labels[node], within);
                for arc in dependencies.outputs(node).iter().filter(|arc| within(arc)) {
                    self.decide(arc.node as usize, &mut decided);
                }
            }
            let unfounded = self.unfounded(members.clone());
            if unfounded.is_empty() {
                break;
            }
            let rank = narrow(decided.len());
            for &node in &unfounded {
                self.labels[node] = Label::Rejected;
                self.ranks[node] = rank;
            }
            decided.extend(unfounded);
        }
        for (node, (was, rank)) in members.clone().zip(before) {
            let label = self.labels[node];
            if was != label || self.ranks[node] != rank {
                self.log_one(node, was, rank);
            }
            if was != label {
                self.shift(node, was, label, |arc| !within(arc));
                let node = narrow(node);
                changes.push(Change { node, label });
            }
        }
    }

    /// Labels a node if its inputs decide it.
    fn decide(&mut self, node: usize, decided: &mut Vec<usize>) {
        if self.labels[node] == Label::Undecided {
            let label = self.verdict(node);
            if label != Label::Undecided {
                self.labels[node] = label;
                self.ranks[node] = narrow(decided.len());
                decided.push(node);
            }
        }
    }

    /// The undecided claims of a cell that only circles hold up: everything that is left once those that something founds are removed.
    fn unfounded(&mut self, members: std::ops::Range<usize>) -> Vec<usize> {
        let dependencies = self.dependencies;
        let start = members.start;
        let is_open = |labels: &[Label], node: usize| {
            members.contains(&node) && labels[node] == Label::Undecided
        };
        // Of a step, how many of its premises are not yet known to be founded.
        let mut waiting = vec![0_u32; members.len()];
        let mut is_founded = FixedBitSet::with_capacity(members.len());
        let mut founded = Vec::new();
        for node in members.clone() {
            if !is_open(&self.labels, node) {
                continue;
            }
            self.work += dependencies.inputs(node).len() as u64;
            let inputs = dependencies.inputs(node).iter();
            let is_grounded = if dependencies.is_claim(node) {
                // A reason from outside that is not rejected rests on what is founded there.
                let outside = |arc: &&Influence| {
                    let from = arc.node as usize;
                    arc.role == Role::For
                        && !members.contains(&from)
                        && self.labels[from] != Label::Rejected
                };
                let is_basic = dependencies.basic.contains(node) && !self.fallen.contains(node);
                is_basic || inputs.filter(outside).count() > 0
            } else {
                let premises = inputs.filter(|arc| {
                    arc.role == Role::Premise && is_open(&self.labels, arc.node as usize)
                });
                let count = narrow(premises.count());
                waiting[node - start] = count;
                count == 0
            };
            if is_grounded {
                is_founded.insert(node - start);
                founded.push(node);
            }
        }
        // A step that is accepted founds its conclusion as well.
        for node in members.clone() {
            if !dependencies.is_claim(node) && self.labels[node] == Label::Accepted {
                founded.push(node);
            }
        }
        while let Some(node) = founded.pop() {
            for arc in dependencies.outputs(node) {
                let to = arc.node as usize;
                if !is_open(&self.labels, to) || is_founded.contains(to - start) {
                    continue;
                }
                let is_grounded = match arc.role {
                    Role::For => true,
                    Role::Premise => {
                        waiting[to - start] -= 1;
                        waiting[to - start] == 0
                    }
                    Role::Against => false,
                };
                if is_grounded {
                    is_founded.insert(to - start);
                    founded.push(to);
                }
            }
        }
        members
            .clone()
            .filter(|&node| {
                dependencies.is_claim(node)
                    && is_open(&self.labels, node)
                    && !is_founded.contains(node - start)
            })
            .collect()
    }

    /// What the counters of a node decide.
    fn verdict(&self, node: usize) -> Label {
        let Counters {
            open,
            hit,
            carried,
            left,
        } = self.counters[node];
        if hit > 0 || left == 0 || self.fallen.contains(node) {
            Label::Rejected
        } else if open == 0 && carried > 0 {
            Label::Accepted
        } else {
            Label::Undecided
        }
    }

    fn log_one(&mut self, node: usize, label: Label, rank: u32) {
        let node = narrow(node);
        self.log.push(Was { node, label, rank });
    }

    /// Notifies some of the nodes that depend on this one that its label has changed.
    fn shift(&mut self, node: usize, from: Label, to: Label, tells: impl Fn(&Influence) -> bool) {
        if from == to {
            return;
        }
        let dependencies = self.dependencies;
        self.work += dependencies.outputs(node).len() as u64;
        for arc in dependencies.outputs(node).iter().filter(|arc| tells(arc)) {
            let counters = &mut self.counters[arc.node as usize];
            let (meets, thwarts) = match arc.role {
                Role::Premise => (Label::Accepted, Label::Rejected),
                Role::Against => (Label::Rejected, Label::Accepted),
                Role::For => {
                    counters.carried -= u32::from(from == Label::Accepted);
                    counters.carried += u32::from(to == Label::Accepted);
                    counters.left += u32::from(from == Label::Rejected);
                    counters.left -= u32::from(to == Label::Rejected);
                    continue;
                }
            };
            counters.open += u32::from(from == meets);
            counters.open -= u32::from(to == meets);
            counters.hit -= u32::from(from == thwarts);
            counters.hit += u32::from(to == thwarts);
        }
    }
}

impl Counters {
    /// Those of a node all of whose inputs are undecided.
    fn new(dependencies: &Dependencies, node: usize) -> Self {
        // A step is carried by itself.
        let own = dependencies.is_step(node) || dependencies.basic.contains(node);
        let supports = dependencies.inputs(node).iter();
        let supports = supports.filter(|arc| arc.role == Role::For).count();
        let own = u32::from(own);
        Self {
            open: narrow(dependencies.inputs(node).len() - supports),
            hit: 0,
            carried: own,
            left: narrow(supports) + own,
        }
    }
}
