//! A map as the arrays that evaluations use.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Suppositions;
use super::attacks::attacks_by_links;
use super::least::{Influence, InfluenceKind, Influences, Missing};
use crate::map::{Map, StepId};
use crate::narrow::narrow;
use crate::rows::Rows;
use crate::syntax::Polarity;

/// Which nodes influence which. The nodes are the claims, then the steps, then auxiliary nodes for the answers to exclusive
/// questions: that an answer before a given one stands, and that one after it does. Built in time linear in the map.
#[derive(Debug)]
pub(super) struct Theory {
    claims: usize,
    steps: usize,
    influences: Rows<Influence>,
    /// What is missing before anything is decided: premises and attackers, and the supports of claims, standing by itself
    /// included.
    pub(super) missing: Missing,
    /// The claims that stand by themselves.
    pub(super) basic: FixedBitSet,
    /// The claims that fall, whatever is said for them.
    pub(super) fallen: FixedBitSet,
}

impl Influences for Theory {
    fn influences(&self, node: u32) -> impl Iterator<Item = Influence> {
        self.of(node as usize).iter().copied()
    }
}

impl Theory {
    pub(super) fn new(map: &Map, suppositions: &Suppositions) -> Self {
        let (claims, steps) = (map.claim_count(), map.all_steps().len());
        let influences = influences(map);
        let mut missing = Missing {
            conditions: vec![0; influences.len()],
            supports: vec![0; claims],
        };
        if influences.len() > claims + steps {
            missing.supports.resize(claims + steps, 1);
            missing.supports.resize(influences.len(), 0);
        }
        for &Influence { role, node } in influences.all() {
            let counts = match role {
                InfluenceKind::Premise | InfluenceKind::Against => &mut missing.conditions,
                InfluenceKind::For => &mut missing.supports,
            };
            counts[node as usize] += 1;
        }
        let mut theory = Self {
            claims,
            steps,
            influences,
            missing,
            basic: FixedBitSet::with_capacity(claims),
            fallen: FixedBitSet::with_capacity(claims),
        };
        theory.stand(map, suppositions);
        theory
    }

    pub(super) fn claim_count(&self) -> usize {
        self.claims
    }

    pub(super) fn step_count(&self) -> usize {
        self.steps
    }

    /// How many nodes there are.
    pub(super) fn node_count(&self) -> usize {
        self.influences.len()
    }

    /// The influences of the node on others. A claim's contradictions come first, then the steps that it is a premise of; a
    /// step influences its conclusion or the step that it undercuts.
    pub(super) fn of(&self, node: usize) -> &[Influence] {
        self.influences.of(node)
    }

    /// The influence of the step on its conclusion, or on the step that it undercuts.
    pub(super) fn of_step(&self, step: usize) -> Influence {
        self.of(self.claims + step)[0]
    }

    /// Finds which claims stand by themselves: leaves and assumed claims, unless they are denied.
    fn stand(&mut self, map: &Map, suppositions: &Suppositions) {
        let leaves = &mut self.basic;
        leaves.extend(
            (0..)
                .zip(self.missing.supports.iter().take(self.claims))
                .filter_map(|(claim, &reasons)| (reasons == 0).then_some(claim)),
        );
        let mut gone = FxHashSet::default();
        let mut left: FxHashMap<u32, u32> = FxHashMap::default();
        for &claim in &suppositions.removed {
            self.fallen.insert(claim.index());
            for step in map.uses(claim).map(StepId::index) {
                let Influence { role, node } = self.influences.of(self.claims + step)[0];
                if role == InfluenceKind::For && gone.insert(step) {
                    let reasons = self.missing.supports[node as usize];
                    let left = left.entry(node).or_insert(reasons);
                    *left -= 1;
                    if *left == 0 {
                        leaves.insert(node as usize);
                    }
                }
            }
        }
        for &claim in &suppositions.denied {
            self.fallen.insert(claim.index());
        }
        let unmarked = suppositions.unmarked.iter().map(|claim| claim.index());
        let unmarked: Vec<_> = unmarked
            .map(|claim| (claim, leaves.contains(claim)))
            .collect();
        let marks = map.flags();
        self.basic
            .extend(marks.assumed.iter().map(|claim| claim.index()));
        for claim in &marks.denied {
            self.basic.set(claim.index(), false);
        }
        for (claim, is_leaf) in unmarked {
            self.basic.set(claim, is_leaf);
        }
        for claim in &suppositions.distrusted {
            self.basic.set(claim.index(), false);
        }
        for &claim in &suppositions.assumed {
            self.basic.insert(claim.index());
        }
        self.basic.difference_with(&self.fallen);
        for claim in self.basic.ones() {
            self.missing.supports[claim] += 1;
        }
    }
}

/// The influences of each node on others.
fn influences(map: &Map) -> Rows<Influence> {
    let (claims, steps) = (map.claim_count(), map.all_steps().len());
    let node = |step: StepId| narrow(claims + step.index());
    let attacks = || {
        attacks_by_links(map).map(|(from, to, _)| {
            let (role, node) = (InfluenceKind::Against, to.0);
            (from.index(), Influence { role, node })
        })
    };
    let premises = || {
        map.all_steps().flat_map(|step| {
            let (role, node) = (InfluenceKind::Premise, node(step));
            let premises = map.premises(step);
            premises.map(move |premise| (premise.index(), Influence { role, node }))
        })
    };
    let conclusions = || {
        map.all_steps().map(|id| {
            let step = map.step(id);
            let role = match step.polarity {
                Polarity::For => InfluenceKind::For,
                Polarity::Against => InfluenceKind::Against,
            };
            let node = step.undercuts.map_or(step.conclusion.0, node);
            (claims + id.index(), Influence { role, node })
        })
    };
    let (rivalries, auxiliaries) = rivalries(map, narrow(claims + steps));
    Rows::gather(claims + steps + auxiliaries, || {
        let rivalries = rivalries.iter().copied();
        attacks()
            .chain(premises())
            .chain(conclusions())
            .chain(rivalries)
    })
}

/// How the answers to exclusive questions influence each other, and how many auxiliary nodes, numbered from `first`, that
/// takes.
///
/// Each answer is attacked by a node that says that an answer before it stands, and by one that says that an answer after it
/// does. Such a node is supported by the neighbouring answer, and by the node of the same kind that attacks that neighbour. So
/// there are as many influences as answers, not as pairs of them.
fn rivalries(map: &Map, first: u32) -> (Vec<(usize, Influence)>, usize) {
    let mut influences = Vec::new();
    let mut node = first;
    let mut chain = |answers: &mut dyn Iterator<Item = u32>| {
        let mut add = |from: u32, role, node| {
            influences.push((from as usize, Influence { role, node }));
        };
        let Some(mut last) = answers.next() else {
            return;
        };
        let mut any_before = None;
        for answer in answers {
            add(last, InfluenceKind::For, node);
            if let Some(any) = any_before {
                add(any, InfluenceKind::For, node);
            }
            add(node, InfluenceKind::Against, answer);
            (last, any_before) = (answer, Some(node));
            node += 1;
        }
    };
    for (_, answers) in map.exclusive_questions() {
        chain(&mut answers.iter().map(|claim| claim.0));
        chain(&mut answers.iter().rev().map(|claim| claim.0));
    }
    (influences, (node - first) as usize)
}
