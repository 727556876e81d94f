//! Keeps the grounded labels of the dependencies up to date as claims are denied and denials undone.
//!
//! The labels are the least fixpoint of a monotone operator (see [`grounded`](mod@crate::reason::grounded)). So the labels
//! of a cell follow from the cell and the labels that it depends on, and from nothing else (Lifschitz & Turner 1994,
//! "Splitting a logic program"; Baroni, Giacomin & Guida 2005, "SCC-recursiveness"). The changes that a denial makes are
//! followed from cell to cell, from the grounds up, and only as far as labels change. Most cells are a single claim or step,
//! whose counters give its label at once; the others are evaluated again as a whole.

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
use crate::reason::least::{Influence, InfluenceKind};

/// The labels of the nodes of the dependencies.
pub(super) struct Evaluation<'c> {
    dependencies: &'c Dependencies,
    labels: Vec<Label>,
    counters: Vec<Counters>,
    /// In which order the nodes of each cell were decided. Claims that only a circle holds up are decided together.
    ranks: Vec<u32>,
    /// Claims that fall, whatever is said for them.
    fallen: FixedBitSet,
    /// Cells to look at again.
    queue: BinaryHeap<Reverse<u32>>,
    is_queued: FixedBitSet,
    /// The changes made, oldest first.
    log: Vec<Was>,
    denied: Vec<usize>,
    /// How many nodes and influences have been looked at.
    pub(super) work: u64,
}

/// How many of a node's inputs have which labels.
#[derive(Debug, Clone, Copy)]
struct Counters {
    /// Premises that are not accepted, and attackers that are not rejected.
    open: u32,
    /// Premises that are rejected, and attackers that are accepted.
    hit: u32,
    /// Supports that are accepted.
    carried: u32,
    /// Supports that are not rejected.
    left: u32,
}

/// The label and rank of a node before it changed.
struct Was {
    node: u32,
    label: Label,
    rank: u32,
}

/// A point back to which changes can be undone.
#[derive(Debug, Clone, Copy)]
pub(super) struct UndoPoint {
    log: usize,
    denied: usize,
}

/// A node whose label has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ChangedNode {
    pub(super) node: u32,
    pub(super) label: Label,
}

impl<'c> Evaluation<'c> {
    /// Evaluates all dependencies. Linear if nothing circles.
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

    /// Whether `input` was decided before `node`, so that it may be what decided it.
    pub(super) fn is_before(&self, input: usize, node: usize) -> bool {
        self.dependencies.cell(input) != self.dependencies.cell(node)
            || self.ranks[input] < self.ranks[node]
    }

    /// Whether `input` is in the same cell as `node` and was decided together with it.
    pub(super) fn is_together(&self, input: usize, node: usize) -> bool {
        self.dependencies.cell(input) == self.dependencies.cell(node)
            && self.ranks[input] == self.ranks[node]
    }

    pub(super) fn mark(&self) -> UndoPoint {
        UndoPoint {
            log: self.log.len(),
            denied: self.denied.len(),
        }
    }

    /// Denies a claim; [`next`](Self::next) finds what follows.
    pub(super) fn deny(&mut self, node: usize) {
        if !self.fallen.put(node) {
            self.denied.push(node);
            self.enqueue(self.dependencies.cell(node));
        }
    }

    /// Settles the next cell in the queue, if any, and returns it; adds its changes to `changes`.
    ///
    /// What depends on a change is looked at only if [`spread`](Self::spread) is called for it.
    pub(super) fn next(&mut self, changes: &mut Vec<ChangedNode>) -> Option<u32> {
        let Reverse(cell) = self.queue.pop()?;
        self.is_queued.set(cell as usize, false);
        self.settle(cell as usize, changes);
        Some(cell)
    }

    /// Queues the cells that depend on a node that has changed.
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

    /// Settles all cells that are left.
    pub(super) fn settle_all(&mut self) {
        self.settle_some(usize::MAX, &mut Vec::new());
    }

    /// Settles cells and adds them to `cells`, until this has `most`; returns whether none are left.
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

    /// Undoes all changes.
    pub(super) fn undo_all(&mut self) {
        self.undo(UndoPoint { log: 0, denied: 0 });
    }

    /// Undoes all changes since the mark.
    pub(super) fn undo(&mut self, mark: UndoPoint) {
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
    fn settle(&mut self, cell: usize, changes: &mut Vec<ChangedNode>) {
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
            changes.push(ChangedNode { node, label });
        }
    }

    /// Evaluates again a cell that depends on itself.
    fn settle_circle(&mut self, cell: usize, changes: &mut Vec<ChangedNode>) {
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
                changes.push(ChangedNode { node, label });
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

    /// The undecided claims of a cell that only circles hold up: those that are left once all founded ones are removed.
    fn unfounded(&mut self, members: std::ops::Range<usize>) -> Vec<usize> {
        let dependencies = self.dependencies;
        let start = members.start;
        let is_open = |labels: &[Label], node: usize| {
            members.contains(&node) && labels[node] == Label::Undecided
        };
        // For each step, how many of its premises are not yet known to be founded.
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
                // A reason from outside that is not rejected rests on claims that are founded there.
                let outside = |arc: &&Influence| {
                    let from = arc.node as usize;
                    arc.role == InfluenceKind::For
                        && !members.contains(&from)
                        && self.labels[from] != Label::Rejected
                };
                let is_basic = dependencies.basic.contains(node) && !self.fallen.contains(node);
                is_basic || inputs.filter(outside).count() > 0
            } else {
                let premises = inputs.filter(|arc| {
                    arc.role == InfluenceKind::Premise && is_open(&self.labels, arc.node as usize)
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
        // An accepted step founds its conclusion too.
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
                    InfluenceKind::For => true,
                    InfluenceKind::Premise => {
                        waiting[to - start] -= 1;
                        waiting[to - start] == 0
                    }
                    InfluenceKind::Against => false,
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

    /// The label that the node's counters give.
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

    /// Updates the counters of the nodes that depend on this one after its label has changed, where `tells` selects the
    /// influence.
    fn shift(&mut self, node: usize, from: Label, to: Label, tells: impl Fn(&Influence) -> bool) {
        if from == to {
            return;
        }
        let dependencies = self.dependencies;
        self.work += dependencies.outputs(node).len() as u64;
        for arc in dependencies.outputs(node).iter().filter(|arc| tells(arc)) {
            let counters = &mut self.counters[arc.node as usize];
            let (meets, thwarts) = match arc.role {
                InfluenceKind::Premise => (Label::Accepted, Label::Rejected),
                InfluenceKind::Against => (Label::Rejected, Label::Accepted),
                InfluenceKind::For => {
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
    /// The counters of a node whose inputs are all undecided.
    fn new(dependencies: &Dependencies, node: usize) -> Self {
        // A step needs no support.
        let own = dependencies.is_step(node) || dependencies.basic.contains(node);
        let supports = dependencies.inputs(node).iter();
        let supports = supports
            .filter(|arc| arc.role == InfluenceKind::For)
            .count();
        let own = u32::from(own);
        Self {
            open: narrow(dependencies.inputs(node).len() - supports),
            hit: 0,
            carried: own,
            left: narrow(supports) + own,
        }
    }
}
