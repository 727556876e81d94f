//! Finds what a claim hangs on: the claims whose fall would change its label.
//!
//! A claim is a *hinge* of another if the other's grounded label changes when this claim alone is denied: when it falls,
//! whatever is said for it ([`Suppositions::denied`]). A ground may be a hinge; so may an objection whose fall would help,
//! or what keeps an objection down. Two claims are a *pair* if denying both changes the label, and denying either alone does
//! not.
//!
//! Not every claim is tried. A decided label has a proof: claims from whose labels it follows, whatever the rest of the map
//! says. Denying a claim that is not among the proof's accepted claims changes nothing in the proof. So the proof contains
//! all hinges, and at least one claim of every pair; the other claim is in the proof that is left without the first (as in
//! the hitting-set tree of Reiter 1987). For an undecided claim, every claim that it depends on is tried, unless it is
//! rejected already.
//!
//! Trials are evaluated incrementally: only what a denial changes, and what depends on that. If all remaining consequences
//! come from a few changes, and an earlier trial reached the same point, the outcome is known. In a map where few paths run
//! side by side, each part is visited once, and the whole is near-linear. In other maps it may not be: [`MAX_WORK`] bounds
//! it, and [`Tried::untried`] says how much was left out.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their dependencies"
)]

mod dependencies;
mod evaluation;
mod moves;
mod pairs;
mod proof;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

pub use self::moves::{Move, Moves};

use self::dependencies::Dependencies;
use self::evaluation::{ChangedNode, Evaluation};
use self::proof::proof;
use super::theory::Theory;
use super::{Label, Suppositions};
use crate::map::{ClaimId, Map};

/// Maximum number of nodes and influences to look at before a search gives up: one or two seconds of work.
pub const MAX_WORK: u64 = 1 << 26;

/// A claim whose fall changes a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hinge {
    /// The claim that falls.
    pub claim: ClaimId,
    /// The claim whose label changes.
    pub target: ClaimId,
    /// The label that the target then has.
    pub to: Label,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried<T> {
    /// Everything found.
    pub found: Vec<T>,
    /// How many claims were left untried, because it would have taken too long or enough had been found.
    pub untried: usize,
}

impl<T> Default for Tried<T> {
    fn default() -> Self {
        Self {
            found: Vec::new(),
            untried: 0,
        }
    }
}

/// A search for what some claims, the targets, hang on.
#[derive(Debug)]
pub struct Hinges {
    dependencies: Dependencies,
    targets: Vec<usize>,
    is_target: FixedBitSet,
    /// How many claims away each claim is from the nearest target.
    distances: Vec<u32>,
}

impl Hinges {
    /// Prepares to search for what `targets` hang on under the suppositions. Linear in the map.
    pub fn new(map: &Map, suppositions: &Suppositions, targets: &[ClaimId]) -> Self {
        let dependencies = Dependencies::new(&Theory::new(map, suppositions), targets);
        let targets = targets.iter().filter_map(|&claim| dependencies.node(claim));
        let targets: Vec<_> = targets.collect();
        let mut is_target = FixedBitSet::with_capacity(dependencies.len());
        is_target.extend(targets.iter().copied());
        Self {
            distances: dependencies.distances(&targets),
            dependencies,
            targets,
            is_target,
        }
    }

    /// The claims whose fall alone changes the label of a target other than themselves; those nearest to the targets first.
    ///
    /// Each comes with the first target whose label it changes.
    pub fn alone(&self) -> Tried<Hinge> {
        let mut search = HingeSearch::new(self);
        let candidates = search.candidates();
        search.alone(&candidates)
    }

    /// Pairs of claims, neither of them a target, whose fall together changes the label of a target, while the fall of
    /// either alone changes none. At most `most`, those nearest to the targets first.
    ///
    /// There are none if a target is undecided: such a label has no proof to break.
    pub fn pairs(&self, most: usize) -> Tried<[ClaimId; 2]> {
        HingeSearch::new(self).pairs(most)
    }
}

/// A search in progress.
struct HingeSearch<'h> {
    hinges: &'h Hinges,
    evaluation: Evaluation<'h>,
    /// The outcome for the targets from each frontier on, as far as it is known.
    known: FxHashMap<Frontier, Option<ChangedNode>>,
    changes: Vec<ChangedNode>,
}

impl<'h> HingeSearch<'h> {
    fn new(hinges: &'h Hinges) -> Self {
        Self {
            evaluation: Evaluation::new(&hinges.dependencies),
            hinges,
            known: FxHashMap::default(),
            changes: Vec::new(),
        }
    }

    /// The nodes worth denying. Each comes before everything that it depends on, so that what follows from it is known when
    /// those nodes are tried.
    fn candidates(&mut self) -> Vec<usize> {
        let Self {
            hinges, evaluation, ..
        } = self;
        let is_undecided = |&target: &usize| evaluation.label(target) == Label::Undecided;
        if !hinges.targets.iter().any(is_undecided) {
            return self.proven();
        }
        let nodes = (0..hinges.dependencies.len()).rev();
        let claims = nodes.filter(|&node| hinges.dependencies.is_claim(node));
        let open = claims.filter(|&node| evaluation.label(node) != Label::Rejected);
        open.collect()
    }

    /// The accepted claims in a proof of the targets' labels, each before everything that it depends on.
    fn proven(&mut self) -> Vec<usize> {
        let Hinges {
            dependencies,
            targets,
            ..
        } = self.hinges;
        let proof = proof(dependencies, &mut self.evaluation, targets);
        self.accepted_claims(proof.ones())
    }

    /// The accepted claims among `nodes`, which ascend; each comes before everything that it depends on.
    fn accepted_claims(&self, nodes: impl Iterator<Item = usize>) -> Vec<usize> {
        let dependencies = &self.hinges.dependencies;
        let is_accepted = |&node: &usize| self.evaluation.label(node) == Label::Accepted;
        let claims = nodes.filter(|&node| dependencies.is_claim(node));
        let mut claims: Vec<_> = claims.filter(is_accepted).collect();
        claims.reverse();
        claims
    }

    fn alone(&mut self, candidates: &[usize]) -> Tried<Hinge> {
        let dependencies = &self.hinges.dependencies;
        let mut found = Vec::new();
        let mut untried = 0;
        for (tried, &node) in candidates.iter().enumerate() {
            if self.evaluation.work > MAX_WORK {
                untried = candidates.len() - tried;
                break;
            }
            if let Some(change) = self.outcome(node) {
                let hinge = Hinge {
                    claim: dependencies.claim(node),
                    target: dependencies.claim(change.node as usize),
                    to: change.label,
                };
                found.push((self.hinges.distances[node], hinge));
            }
        }
        found.sort_by_key(|&(distance, hinge)| (distance, hinge.claim));
        let found = found.into_iter().map(|(_, hinge)| hinge).collect();
        Tried { found, untried }
    }

    /// The first target, in the order of the dependencies, whose label changes if the node is denied too.
    fn outcome(&mut self, denied: usize) -> Option<ChangedNode> {
        let mark = self.evaluation.mark();
        self.evaluation.deny(denied);
        let mut passed = Vec::new();
        let outcome = self.follow(denied, &mut passed);
        self.evaluation.undo(mark);
        let known = passed.into_iter().map(|frontier| (frontier, outcome));
        self.known.extend(known);
        outcome
    }

    /// Follows a denial. Adds to `passed` the frontiers on the way: points from which a few changes determine all that
    /// follows.
    fn follow(&mut self, denied: usize, passed: &mut Vec<Frontier>) -> Option<ChangedNode> {
        let hinges = self.hinges;
        let mut live = BinaryHeap::new();
        let mut changes = std::mem::take(&mut self.changes);
        let outcome = loop {
            changes.clear();
            let Some(cell) = self.evaluation.next(&mut changes) else {
                break None;
            };
            let is_hit = |change: &&ChangedNode| {
                let node = change.node as usize;
                node != denied && hinges.is_target.contains(node)
            };
            let hit = changes.iter().find(is_hit);
            if hit.is_some() {
                break hit.copied();
            }
            while live.peek().is_some_and(|&(Reverse(last), _)| last <= cell) {
                live.pop();
            }
            for &change in &changes {
                if let Some(last) = hinges.dependencies.last(change.node as usize) {
                    live.push((Reverse(last), change));
                    self.evaluation.spread(change.node as usize);
                }
            }
            if live.is_empty() {
                break None;
            }
            if let Some(frontier) = Frontier::new(cell, &live) {
                if let Some(&known) = self.known.get(&frontier) {
                    break known;
                }
                passed.push(frontier);
            }
        };
        self.changes = changes;
        outcome
    }
}

/// Maximum number of changes in a frontier.
const FEW: usize = 3;

/// A point in the order of the dependencies, and the changes before it that something after it depends on: all remaining
/// consequences come from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Frontier {
    cell: u32,
    changes: [Option<ChangedNode>; FEW],
}

impl Frontier {
    /// The frontier after `cell`, if it has few changes.
    fn new(cell: u32, live: &BinaryHeap<(Reverse<u32>, ChangedNode)>) -> Option<Self> {
        if live.len() > FEW {
            return None;
        }
        let mut changes = [None; FEW];
        for (place, &(_, change)) in changes.iter_mut().zip(live) {
            *place = Some(change);
        }
        changes.sort_unstable();
        Some(Self { cell, changes })
    }
}
