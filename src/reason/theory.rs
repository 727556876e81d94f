//! A map as the arrays that evaluations run over: who decides whom.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Suppositions;
use super::attacks::attacks_by_links;
use crate::map::{Map, StepId, Target};
use crate::rows::Rows;
use crate::syntax::Polarity;

/// What a claim does to something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a premise of a step.
    Premise,
    /// It undercuts a step.
    Undercutter,
    /// It contradicts a claim.
    Contradictor,
}

/// A role of a claim, and the number of the step or the claim that it is towards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) role: Role,
    pub(super) to: u32,
}

/// A conclusion, and whether the step speaks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaks {
    pub(super) conclusion: u32,
    pub(super) is_for: bool,
}

/// Who decides whom. Built in time linear in the map.
#[derive(Debug)]
pub(super) struct Theory {
    arcs: Rows<Arc>,
    /// What each step speaks for or against.
    pub(super) speaks: Vec<Speaks>,
    pub(super) counts: Counts,
    /// The claims that stand by themselves.
    pub(super) basic: FixedBitSet,
    /// The claims that fall, whatever is said for them.
    pub(super) fallen: FixedBitSet,
}

/// How much decides each claim and step.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// How many premises and undercutters each step has.
    pub(super) conditions: Vec<u32>,
    /// How many reasons there are for each claim, and one more if it stands by itself.
    pub(super) supports: Vec<u32>,
    /// How many objections to and contradictors of each claim there are.
    pub(super) attackers: Vec<u32>,
}

impl Theory {
    pub(super) fn new(map: &Map, suppositions: &Suppositions) -> Self {
        let (claims, steps) = (map.claim_count(), map.step_count());
        let arcs = read_arcs(map);
        let mut theory = Self {
            arcs,
            speaks: Vec::with_capacity(steps),
            counts: Counts {
                conditions: vec![0; steps],
                supports: vec![0; claims],
                attackers: vec![0; claims],
            },
            basic: FixedBitSet::with_capacity(claims),
            fallen: FixedBitSet::with_capacity(claims),
        };
        theory.read_steps(map);
        theory.count_arcs();
        theory.stand(map, suppositions);
        theory
    }

    pub(super) fn claim_count(&self) -> usize {
        self.basic.len()
    }

    pub(super) fn step_count(&self) -> usize {
        self.speaks.len()
    }

    /// What the claim does to others.
    pub(super) fn arcs(&self, claim: usize) -> &[Arc] {
        self.arcs.of(claim)
    }

    fn read_steps(&mut self, map: &Map) {
        for step in map.steps() {
            let step = map.step(step);
            let is_for = step.polarity == Polarity::For;
            self.speaks.push(Speaks {
                conclusion: step.conclusion.0,
                is_for,
            });
            let counts = if is_for {
                &mut self.counts.supports
            } else {
                &mut self.counts.attackers
            };
            counts[step.conclusion.index()] += 1;
        }
    }

    fn count_arcs(&mut self) {
        for arc in self.arcs.all() {
            let counts = match arc.role {
                Role::Premise | Role::Undercutter => &mut self.counts.conditions,
                Role::Contradictor => &mut self.counts.attackers,
            };
            counts[arc.to as usize] += 1;
        }
    }

    /// Finds which claims stand by themselves: leaves and what is assumed, unless it is denied.
    fn stand(&mut self, map: &Map, suppositions: &Suppositions) {
        let leaves = &mut self.basic;
        leaves.extend(
            (0..)
                .zip(&self.counts.supports)
                .filter_map(|(claim, &reasons)| (reasons == 0).then_some(claim)),
        );
        let mut gone = FxHashSet::default();
        let mut left: FxHashMap<u32, u32> = FxHashMap::default();
        for &claim in &suppositions.removed {
            self.fallen.insert(claim.index());
            for step in map.uses(claim).map(StepId::index) {
                let Speaks { conclusion, is_for } = self.speaks[step];
                if is_for && gone.insert(step) {
                    let reasons = self.counts.supports[conclusion as usize];
                    let left = left.entry(conclusion).or_insert(reasons);
                    *left -= 1;
                    if *left == 0 {
                        leaves.insert(conclusion as usize);
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
        let marks = map.marks();
        self.basic
            .extend(marks.assumed.iter().map(|claim| claim.index()));
        for claim in &marks.denied {
            self.basic.set(claim.index(), false);
        }
        for (claim, is_leaf) in unmarked {
            self.basic.set(claim, is_leaf);
        }
        for &claim in &suppositions.assumed {
            self.basic.insert(claim.index());
        }
        self.basic.difference_with(&self.fallen);
        for claim in self.basic.ones() {
            self.counts.supports[claim] += 1;
        }
    }
}

/// What each claim does to others: the attacks by links first, then of what it is a premise.
fn read_arcs(map: &Map) -> Rows<Arc> {
    let attacks = || {
        attacks_by_links(map).map(|(from, to, _)| {
            let (role, to) = match to {
                Target::Step(step) => (Role::Undercutter, step.0),
                Target::Claim(claim) => (Role::Contradictor, claim.0),
            };
            (from.index(), Arc { role, to })
        })
    };
    let premises = || {
        map.steps().flat_map(|step| {
            let premises = map.premises(step);
            premises.map(move |premise| {
                let (role, to) = (Role::Premise, step.0);
                (premise.index(), Arc { role, to })
            })
        })
    };
    Rows::gather(map.claim_count(), || attacks().chain(premises()))
}
