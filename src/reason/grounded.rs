//! Finds the grounded labelling of a map: what must be accepted and what rejected, and nothing more.
//!
//! A claim *stands by itself* if it is a leaf or `assumed`, and not `denied`. Its *supports* are the reasons for it and, if
//! it stands by itself, a basic support without premises. A support is attacked by the objections to its conclusion, by the
//! claims that contradict its conclusion and, if it is a reason, by its undercutters. An objection or an undercut is
//! attacked by its undercutters.
//!
//! - A support, an objection or an undercut is accepted if all its premises are accepted and all its attackers rejected;
//!   rejected if some premise is rejected or some attacker accepted.
//! - A claim is accepted if some support is accepted; rejected if all its supports are rejected, or it has none.
//! - Everything else is undecided: the labelling is the least one that obeys these rules. Then claims that only a circle
//!   holds up are rejected. They form an *unfounded set*: undecided claims each of whose supports is rejected or has a
//!   premise in the set. The rules are applied to the consequences, and so on until nothing changes.
//!
//! The least labelling is the one of Dung (1995), on structured arguments (Prakken 2010) in which no argument uses its own
//! conclusion. Unfounded sets are those of the well-founded semantics of logic programs (Van Gelder, Ross & Schlipf 1991).
//!
//! Linear in the map where support does not circle: counters decide every claim and step once. Unfounded sets are searched
//! for only inside knots of support that are left undecided. Each claim there keeps one support that founds it, as in
//! solvers of logic programs (Simons, Niemelä & Soininen 2002), and only claims that lose it are looked at again.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::Suppositions;
use super::label::{Label, Labelling};
use super::least::{Influence, InfluenceKind, LeastLabelling, Missing};
use super::theory::Theory;
use crate::map::support::Support;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;

/// Labels every claim and step of `map` under the suppositions.
///
/// See the [module](self) for the definition. Linear in the map where support does not circle.
pub fn grounded(map: &Map, suppositions: &Suppositions) -> Labelling {
    let mut theory = Theory::new(map, suppositions);
    let missing = std::mem::take(&mut theory.missing);
    let mut fixpoint = Fixpoint::new(&theory, missing);
    fixpoint.least.follow();
    if !fixpoint.is_founded() {
        Foundations::new(map, &fixpoint).settle(&mut fixpoint);
    }
    fixpoint.labelling()
}

/// The labels so far.
struct Fixpoint<'t> {
    theory: &'t Theory,
    /// For a step, the label that follows from its premises and undercutters, whatever attacks its conclusion.
    least: LeastLabelling<'t, Theory>,
    unfounded: FixedBitSet,
}

impl<'t> Fixpoint<'t> {
    /// Makes the decisions that need no others.
    fn new(theory: &'t Theory, missing: Missing) -> Self {
        let (claims, nodes) = (theory.claim_count(), theory.node_count());
        let mut carried = theory.basic.clone();
        carried.grow(nodes);
        carried.insert_range(claims..claims + theory.step_count());
        let mut least = LeastLabelling::new(theory, missing, carried);
        for claim in theory.fallen.ones() {
            least.decide(narrow(claim), Label::Rejected);
        }
        let (claims, nodes) = (narrow(claims), narrow(nodes));
        for node in (claims..nodes).chain(0..claims) {
            least.weigh(node);
        }
        Self {
            theory,
            least,
            unfounded: FixedBitSet::with_capacity(theory.claim_count()),
        }
    }

    fn claim(&self, claim: usize) -> Label {
        self.least.labels[claim]
    }

    fn step(&self, step: usize) -> Label {
        self.least.labels[self.theory.claim_count() + step]
    }

    /// Whether every undecided claim can be reached from claims that stand by themselves, over steps that are not rejected.
    /// If so, none is unfounded. Linear.
    fn is_founded(&self) -> bool {
        let theory = self.theory;
        let claims = theory.claim_count();
        let steps = theory.step_count();
        let is_open = |claim: u32| self.claim(claim as usize) == Label::Undecided;
        let open = (0..narrow(claims)).filter(|&claim| is_open(claim));
        let open: Vec<u32> = open.collect();
        if open.is_empty() {
            return true;
        }
        // For each step, how many of its premises are not yet known to be founded.
        let mut waiting = vec![0_u32; steps];
        let premise_of = |claim: u32| {
            let influences = theory.of(claim as usize).iter();
            let premise = influences.filter(|influence| influence.role == InfluenceKind::Premise);
            premise.map(|influence| influence.node as usize - claims)
        };
        for &claim in &open {
            for step in premise_of(claim) {
                waiting[step] += 1;
            }
        }
        let mut reached = theory.basic.clone();
        let mut founded = open.clone();
        founded.retain(|&claim| reached.contains(claim as usize));
        let mut found = |step: usize, founded: &mut Vec<u32>| {
            let Influence { role, node } = theory.of_step(step);
            if role == InfluenceKind::For
                && is_open(node)
                && self.step(step) != Label::Rejected
                && !reached.put(node as usize)
            {
                founded.push(node);
            }
        };
        for step in (0..steps).filter(|&step| waiting[step] == 0) {
            found(step, &mut founded);
        }
        let mut next = 0;
        while let Some(&claim) = founded.get(next) {
            next += 1;
            for step in premise_of(claim) {
                waiting[step] -= 1;
                if waiting[step] == 0 {
                    found(step, &mut founded);
                }
            }
        }
        founded.len() == open.len()
    }

    fn labelling(self) -> Labelling {
        let LeastLabelling {
            labels: mut claims,
            missing,
            mut decided,
            ..
        } = self.least;
        let mut steps = claims.split_off(self.theory.claim_count());
        let own = self.theory.claim_count() + self.theory.step_count();
        if own < self.theory.node_count() {
            steps.truncate(self.theory.step_count());
            decided.retain(|&node| (node as usize) < own);
        }
        for (step, label) in steps.iter_mut().enumerate() {
            let Influence { role, node } = self.theory.of_step(step);
            let conclusion = node as usize;
            if role != InfluenceKind::For {
                continue;
            }
            // A conclusion rejected only for lack of support has only rejected reasons anyway.
            if claims[conclusion] == Label::Rejected {
                *label = Label::Rejected;
            } else if *label == Label::Accepted && missing.conditions[conclusion] > 0 {
                *label = Label::Undecided;
            }
        }
        Labelling {
            claims,
            steps,
            decided,
            unfounded: self.unfounded,
        }
    }
}

/// The support that founds a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Foundation {
    None,
    /// The claim stands by itself.
    Basic,
    /// This reason; those of its premises that are in the same knot have sources that do not lead back to the claim.
    Step(u32),
}

/// The sources of the undecided claims in knots of support.
struct Foundations<'m> {
    map: &'m Map,
    support: Support,
    sources: Vec<Foundation>,
    /// While sources are searched for, how many of each step's premises have no source.
    waiting: Vec<u32>,
    is_lost: FixedBitSet,
    lost: Vec<u32>,
}

impl<'m> Foundations<'m> {
    fn new(map: &'m Map, fixpoint: &Fixpoint<'_>) -> Self {
        let support = Support::new(map);
        let mut foundations = Self {
            map,
            sources: vec![Foundation::None; map.claim_count()],
            waiting: vec![0; map.step_count()],
            is_lost: FixedBitSet::with_capacity(map.claim_count()),
            lost: Vec::new(),
            support,
        };
        for claim in foundations.support.circular().map(ClaimId::index) {
            if fixpoint.claim(claim) == Label::Undecided {
                foundations.is_lost.insert(claim);
                foundations.lost.push(narrow(claim));
            }
        }
        foundations
    }

    /// Rejects unfounded claims, follows the consequences, and repeats until nothing changes.
    fn settle(mut self, fixpoint: &mut Fixpoint<'_>) {
        while !self.lost.is_empty() {
            self.spread(fixpoint);
            self.find_sources(fixpoint);
            let start = fixpoint.least.decided.len();
            for index in std::mem::take(&mut self.lost) {
                let index = index as usize;
                if self.is_lost.contains(index) && fixpoint.claim(index) == Label::Undecided {
                    fixpoint.unfounded.insert(index);
                    fixpoint.least.decide(narrow(index), Label::Rejected);
                }
                self.is_lost.set(index, false);
            }
            fixpoint.least.follow();
            self.lose(fixpoint, start);
        }
    }

    /// Removes the sources that were rejected by decisions from `start` on.
    fn lose(&mut self, fixpoint: &Fixpoint<'_>, start: usize) {
        for &decided in &fixpoint.least.decided[start..] {
            let claims = fixpoint.theory.claim_count();
            let step = (decided as usize).checked_sub(claims);
            let Some(step) = step.filter(|&step| step < fixpoint.theory.step_count()) else {
                continue;
            };
            let Influence { role, node } = fixpoint.theory.of_step(step);
            let conclusion = node as usize;
            if role == InfluenceKind::For
                && fixpoint.step(step) == Label::Rejected
                && self.sources[conclusion] == Foundation::Step(narrow(step))
            {
                self.lose_one(fixpoint, conclusion);
            }
        }
    }

    fn lose_one(&mut self, fixpoint: &Fixpoint<'_>, claim: usize) {
        if fixpoint.claim(claim) == Label::Undecided && !self.is_lost.put(claim) {
            self.sources[claim] = Foundation::None;
            self.lost.push(narrow(claim));
        }
    }

    /// Removes the sources that rest on a claim of the same knot without a source.
    fn spread(&mut self, fixpoint: &Fixpoint<'_>) {
        let mut next = 0;
        while let Some(&lost) = self.lost.get(next) {
            next += 1;
            for step in self.steps_in_knot(lost as usize) {
                let conclusion = self.map.step(step).conclusion.index();
                if self.sources[conclusion] == Foundation::Step(step.0) {
                    self.lose_one(fixpoint, conclusion);
                }
            }
        }
    }

    /// Finds a source for each lost claim that has one.
    fn find_sources(&mut self, fixpoint: &Fixpoint<'_>) {
        let lost = std::mem::take(&mut self.lost);
        for &index in &lost {
            for step in self.steps_in_knot(index as usize) {
                self.waiting[step.index()] += 1;
            }
        }
        let mut found = Vec::new();
        for &index in &lost {
            let index = index as usize;
            if fixpoint.theory.basic.contains(index) {
                self.found(index, Foundation::Basic, &mut found);
                continue;
            }
            let mut reasons = self.map.reasons_for(ClaimId::at(index));
            let source = reasons.find(|step| {
                fixpoint.step(step.index()) != Label::Rejected && self.waiting[step.index()] == 0
            });
            if let Some(step) = source {
                self.found(index, Foundation::Step(step.0), &mut found);
            }
        }
        let mut next = 0;
        while let Some(&index) = found.get(next) {
            next += 1;
            for step in self.steps_in_knot(index) {
                let waiting = &mut self.waiting[step.index()];
                *waiting -= 1;
                let conclusion = self.map.step(step).conclusion.index();
                if *waiting == 0
                    && self.is_lost.contains(conclusion)
                    && fixpoint.step(step.index()) != Label::Rejected
                {
                    self.found(conclusion, Foundation::Step(step.0), &mut found);
                }
            }
        }
        for &index in &lost {
            if self.is_lost.contains(index as usize) {
                for step in self.steps_in_knot(index as usize) {
                    self.waiting[step.index()] = 0;
                }
            }
        }
        self.lost = lost;
    }

    fn found(&mut self, claim: usize, source: Foundation, found: &mut Vec<usize>) {
        if self.is_lost.contains(claim) {
            self.is_lost.set(claim, false);
            self.sources[claim] = source;
            found.push(claim);
        }
    }

    /// The reasons that the claim is a premise of and whose conclusions are in its knot.
    fn steps_in_knot(&self, index: usize) -> Vec<StepId> {
        let reaches = self.support.up(ClaimId::at(index)).iter();
        reaches
            .filter(|reach| self.support.same_knot(ClaimId::at(index), reach.claim))
            .map(|reach| reach.step)
            .collect()
    }
}
