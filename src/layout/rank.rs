//! Computes the rank of each box; 0 for boxes that lead nowhere.
//!
//! Cycles are broken where a walk from the boxes at which reading begins comes back to a box on its path. Each box is
//! then one rank behind the farthest box that it leads to (the longest path), and is moved nearer to the boxes that
//! lead to it where that makes edges shorter.
//!
//! A drawing that would extend too far across its ranks is folded: boxes that lead to the same one are arranged in
//! rows, and in each row every box is behind the whole branch of the one before it, like bricks.

#![expect(
    clippy::indexing_slicing,
    reason = "boxes and edges index arrays that are made for them"
)]

use super::net::Net;
use super::route::{BETWEEN_BOXES, BETWEEN_LINES};
use crate::narrow::narrow;
use crate::rows::Rows;

/// The rank of each box. O(n log n + e).
pub(super) fn ranks(net: &Net, reach: Option<f64>) -> Vec<u32> {
    let mut ranking = Ranking::new(net);
    ranking.rank();
    if let Some(reach) = reach {
        ranking.fold(reach);
        ranking.rank();
    }
    ranking.tighten();
    ranking.unranked();
    ranking.ranks
}

/// An edge that affects ranks, starting at the box nearer to rank 0.
#[derive(Debug, Clone, Copy)]
struct RankEdge {
    low: u32,
    high: u32,
    /// The minimum number of ranks that it spans.
    length: u32,
}

struct Ranking<'n> {
    net: &'n Net,
    arcs: Vec<RankEdge>,
    /// The numbers of the arcs that leave each box, and (`into`) of those that enter it.
    out: Rows<u32>,
    into: Rows<u32>,
    /// The boxes, each after everything that it leads to.
    sorted: Vec<u32>,
    ranks: Vec<u32>,
}

impl<'n> Ranking<'n> {
    fn new(net: &'n Net) -> Self {
        let boxes = net.boxes.len();
        let arcs = acyclic(net);
        let numbered = || (0..).zip(&arcs);
        let out = Rows::gather(boxes, || numbered().map(|(n, arc)| (arc.low as usize, n)));
        let into = Rows::gather(boxes, || numbered().map(|(n, arc)| (arc.high as usize, n)));
        let mut ranking = Self {
            net,
            arcs,
            out,
            into,
            sorted: Vec::new(),
            ranks: vec![0; boxes],
        };
        ranking.sorted = ranking.sorted();
        ranking
    }

    fn sorted(&self) -> Vec<u32> {
        let boxes = self.net.boxes.len();
        let mut missing: Vec<usize> = (0..boxes).map(|node| self.into.of(node).len()).collect();
        let mut sorted: Vec<u32> = (0..narrow(boxes))
            .filter(|&node| missing[node as usize] == 0)
            .collect();
        let mut next = 0;
        while let Some(&node) = sorted.get(next) {
            next += 1;
            for &arc in self.out.of(node as usize) {
                let high = self.arcs[arc as usize].high;
                missing[high as usize] -= 1;
                if missing[high as usize] == 0 {
                    sorted.push(high);
                }
            }
        }
        sorted
    }

    fn rank(&mut self) {
        for &node in &self.sorted {
            let lows = self.into.of(node as usize).iter();
            let ranks = lows.map(|&arc| {
                let RankEdge { low, length, .. } = self.arcs[arc as usize];
                self.ranks[low as usize].saturating_add(length)
            });
            self.ranks[node as usize] = ranks.max().unwrap_or(0);
        }
    }

    /// Moves boxes that more edges enter than leave as near as possible to the boxes those edges come from.
    fn tighten(&mut self) {
        let mut stays = vec![false; self.net.boxes.len()];
        for &first in &self.net.first {
            stays[first as usize] = true;
        }
        for &node in self.sorted.iter().rev() {
            let node = node as usize;
            let (highs, lows) = (self.out.of(node), self.into.of(node));
            if highs.len() <= lows.len() || stays[node] {
                continue;
            }
            let room = highs.iter().map(|&arc| {
                let RankEdge { high, length, .. } = self.arcs[arc as usize];
                self.ranks[high as usize].saturating_sub(length)
            });
            if let Some(rank) = room.min() {
                self.ranks[node] = rank.max(self.ranks[node]);
            }
        }
    }

    /// Puts each box that no edge ranks on the rank of a box that it is joined to.
    fn unranked(&mut self) {
        let boxes = self.net.boxes.len();
        let beside = || {
            let edges = self.net.edges.iter().filter(|edge| !edge.leads);
            edges.flat_map(|edge| [(edge.from as usize, edge.to), (edge.to as usize, edge.from)])
        };
        let beside = Rows::gather(boxes, beside);
        let is_free = |node: usize| self.out.of(node).is_empty() && self.into.of(node).is_empty();
        let mut is_known: Vec<bool> = (0..boxes).map(|node| !is_free(node)).collect();
        let mut open: Vec<usize> = (0..boxes).filter(|&node| is_known[node]).collect();
        let mut next = 0;
        while let Some(&node) = open.get(next) {
            next += 1;
            for &other in beside.of(node) {
                let other = other as usize;
                if !std::mem::replace(&mut is_known[other], true) {
                    self.ranks[other] = self.ranks[node];
                    open.push(other);
                }
            }
        }
    }

    /// Lengthens arcs until the branches behind a box extend at most `reach` side by side.
    fn fold(&mut self, reach: f64) {
        let boxes = self.net.boxes.len();
        // Each box hangs on the farthest box that it leads to.
        let home = |node: usize| {
            let mut arcs = self.into.of(node).iter();
            arcs.find(|&&arc| {
                let RankEdge { low, length, .. } = self.arcs[arc as usize];
                self.ranks[low as usize] + length == self.ranks[node]
            })
        };
        let homes: Vec<Option<u32>> = (0..boxes).map(|node| home(node).copied()).collect();
        let hung = || {
            let homes = homes.iter().flatten();
            homes.map(|&arc| (self.arcs[arc as usize].low as usize, arc))
        };
        let branches = Rows::gather(boxes, hung);
        let mut branches_of_each = Vec::with_capacity(boxes);
        branches_of_each.extend((0..boxes).map(|node| branches.of(node).to_vec()));
        // How far each box and what hangs on it extend across the ranks, and how many ranks they take.
        let mut across: Vec<f64> = vec![0.0; boxes];
        let mut depth = vec![1_u32; boxes];
        for &node in self.sorted.iter().rev() {
            let node = node as usize;
            let mut hanging = std::mem::take(&mut branches_of_each[node]);
            // In the order of the files, whichever edge is written first.
            hanging.sort_by_key(|&arc| self.arcs[arc as usize].high);
            let own = self.net.boxes[node].across + BETWEEN_BOXES;
            let branch = |arc: u32| self.arcs[arc as usize].high as usize;
            let total: f64 = hanging.iter().map(|&arc| across[branch(arc)]).sum();
            let columns = columns(total, reach).clamp(1, hanging.len().max(1));
            let (mut far, mut deep) = (0.0_f64, 0);
            let mut lengths = Vec::with_capacity(hanging.len());
            for row in hanging.chunks_mut(columns) {
                row.sort_by_key(|&arc| depth[branch(arc)]);
                let mut behind = 0;
                let mut widest = 0.0_f64;
                for &arc in &*row {
                    lengths.push((arc, 1 + behind));
                    behind += depth[branch(arc)];
                    widest = widest.max(across[branch(arc)]);
                }
                deep = deep.max(behind);
                far += widest + BETWEEN_LINES * f64::from(narrow(row.len() - 1));
            }
            for (arc, length) in lengths {
                self.arcs[arc as usize].length = length;
            }
            across[node] = far.max(own);
            depth[node] = deep + 1;
        }
    }
}

/// How many columns of size `reach` are needed for this total, at most 64.
fn columns(total: f64, reach: f64) -> usize {
    let mut columns = 1;
    let mut room = reach.max(1.0);
    while total > room && columns < 64 {
        columns += 1;
        room += reach.max(1.0);
    }
    columns
}

/// How far a walk has got with a box.
#[derive(Clone, Copy, PartialEq)]
enum WalkState {
    New,
    Open,
    Done,
}

/// The edges that affect ranks, reversed where they close a cycle. Edges from a box to itself are left out.
fn acyclic(net: &Net) -> Vec<RankEdge> {
    let boxes = net.boxes.len();
    let leading = || {
        (0..)
            .zip(&net.edges)
            .filter(|(_, edge)| edge.leads && edge.from != edge.to)
    };
    // The walk goes from conclusions to premises.
    let premises = Rows::gather(boxes, || leading().map(|(n, edge)| (edge.to as usize, n)));
    let mut leads_on = vec![false; boxes];
    for (_, edge) in leading() {
        leads_on[edge.from as usize] = true;
    }
    let all = 0..narrow(boxes);
    let ends = all.clone().filter(|&node| !leads_on[node as usize]);
    let starts = net.first.iter().copied().chain(ends).chain(all);

    let mut states = vec![WalkState::New; boxes];
    let mut turned = vec![false; net.edges.len()];
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        if states[start as usize] != WalkState::New {
            continue;
        }
        states[start as usize] = WalkState::Open;
        way.push((start as usize, 0));
        while let Some((node, next)) = way.last_mut() {
            let Some(&edge) = premises.of(*node).get(*next) else {
                states[*node] = WalkState::Done;
                way.pop();
                continue;
            };
            *next += 1;
            let premise = net.edges[edge].from as usize;
            match states[premise] {
                WalkState::New => {
                    states[premise] = WalkState::Open;
                    way.push((premise, 0));
                }
                WalkState::Open => turned[edge] = true,
                WalkState::Done => {}
            }
        }
    }
    let arc = |(number, edge): (usize, &super::net::NetEdge)| {
        let (low, high) = if turned[number] {
            (edge.from, edge.to)
        } else {
            (edge.to, edge.from)
        };
        RankEdge {
            low,
            high,
            length: 1,
        }
    };
    leading().map(arc).collect()
}
