//! Finds the grounded labelling of a map: what must be accepted and what rejected, whoever weighs it, and nothing more.
//!
//! A claim *stands by itself* if it is a leaf or `assumed`, and not `denied`. Its *supports* are the reasons for it
//! and, if it stands by itself, a basic one without premises. What *attacks* a support are the objections to its conclusion, the claims
//! that contradict that, and what undercuts it if it is a reason; an objection is attacked by what undercuts it, and so is an undercut.
//!
//! - A support, an objection or an undercut is accepted if all its premises are accepted and all its attackers rejected; rejected if
//!   some premise is rejected or some attacker accepted.
//! - A claim is accepted if some support is accepted; rejected if all its supports are rejected, or it has none.
//! - Everything else is undecided: the labelling is the least one that follows these lines. Then what only a circle holds up is
//!   rejected: an *unfounded set*, undecided claims each of whose supports is rejected or rests on one of them.
//!   What follows is followed again, until nothing changes.
//!
//! The least labelling is that of Dung (1995) on structured arguments (Prakken 2010), in which no argument uses its own
//! conclusion; unfounded sets are those of the well-founded semantics of logic programs (Van Gelder, Ross & Schlipf 1991).
//!
//! Linear in the map where support does not circle: every claim and step is decided once, by counters. Unfounded sets are looked
//! for only inside knots of support that are left undecided, each claim there keeping one support that founds it, as solvers of
//! logic programs do (Simons, Niemelä & Soininen 2002): only those that lose it are looked at again.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::Suppositions;
use super::label::{Label, Labelling};
use super::least::{Influence, LeastLabelling, Missing, Role};
use super::theory::Theory;
use crate::map::support::Support;
use crate::map::{ClaimId, Map, StepId};
use crate::narrow::narrow;

/// Labels every claim and step of `map`, as it would be if what is supposed held.
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
    /// For a step it has what follows from the premises and the undercutters; attackers of its conclusion apart.
    least: LeastLabelling<'t, Theory>,
    unfounded: FixedBitSet,
}

impl<'t> Fixpoint<'t> {
    /// Decides what needs nothing else to be decided.
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

    /// Whether every undecided claim can be reached from what stands by itself, over steps that are not rejected: then none is
    /// unfounded. Linear.
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
        // Premises of each step that are not known to be founded.
        let mut waiting = vec![0_u32; steps];
        let premise_of = |claim: u32| {
            let influences = theory.of(claim as usize).iter();
            let premise = influences.filter(|influence| influence.role == Role::Premise);
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
            if role == Role::For
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
            if role != Role::For {
                continue;
            }
            // One that lacks support alone has none but rejected reasons.
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

/// A support that founds a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    None,
    /// It stands by itself.
    Basic,
    /// This reason, whose premises in the same knot have sources that do not lead back to the claim.
    Step(u32),
}

/// What founds the undecided claims of the knots of support.
struct Foundations<'m> {
    map: &'m Map,
    support: Support,
    sources: Vec<Source>,
    /// How many premises without a source each step has, while sources are looked for.
    waiting: Vec<u32>,
    is_lost: FixedBitSet,
    lost: Vec<u32>,
}

impl<'m> Foundations<'m> {
    fn new(map: &'m Map, fixpoint: &Fixpoint<'_>) -> Self {
        let support = Support::new(map);
        let mut foundations = Self {
            map,
            sources: vec![Source::None; map.claim_count()],
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

    /// Rejects what is unfounded, follows that, and so on until nothing changes.
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

    /// Claims whose source was rejected since the trail was this long lose it.
    fn lose(&mut self, fixpoint: &Fixpoint<'_>, start: usize) {
        for &decided in &fixpoint.least.decided[start..] {
            let claims = fixpoint.theory.claim_count();
            let step = (decided as usize).checked_sub(claims);
            let Some(step) = step.filter(|&step| step < fixpoint.theory.step_count()) else {
                continue;
            };
            let Influence { role, node } = fixpoint.theory.of_step(step);
            let conclusion = node as usize;
            if role == Role::For
                && fixpoint.step(step) == Label::Rejected
                && self.sources[conclusion] == Source::Step(narrow(step))
            {
                self.lose_one(fixpoint, conclusion);
            }
        }
    }

    fn lose_one(&mut self, fixpoint: &Fixpoint<'_>, claim: usize) {
        if fixpoint.claim(claim) == Label::Undecided && !self.is_lost.put(claim) {
            self.sources[claim] = Source::None;
            self.lost.push(narrow(claim));
        }
    }

    /// Claims of the same knot whose source rests on one without source lose theirs.
    fn spread(&mut self, fixpoint: &Fixpoint<'_>) {
        let mut next = 0;
        while let Some(&lost) = self.lost.get(next) {
            next += 1;
            for step in self.steps_in_knot(lost as usize) {
                let conclusion = self.map.step(step).conclusion.index();
                if self.sources[conclusion] == Source::Step(step.0) {
                    self.lose_one(fixpoint, conclusion);
                }
            }
        }
    }

    /// Finds sources for as many of the lost claims as have one.
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
                self.found(index, Source::Basic, &mut found);
                continue;
            }
            let mut reasons = self.map.reasons_for(ClaimId::at(index));
            let source = reasons.find(|step| {
                fixpoint.step(step.index()) != Label::Rejected && self.waiting[step.index()] == 0
            });
            if let Some(step) = source {
                self.found(index, Source::Step(step.0), &mut found);
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
                    self.found(conclusion, Source::Step(step.0), &mut found);
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

    fn found(&mut self, claim: usize, source: Source, found: &mut Vec<usize>) {
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
