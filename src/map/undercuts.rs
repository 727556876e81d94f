//! Resolves undercuts to the steps that they undercut, which may be undercuts themselves.
//!
//! `"A -> Y"` means the only step with premise A and conclusion Y, or A's undercut of a step with conclusion Y. An id
//! means the step with that id. An undercut whose step cannot be found is not part of the map, nor is anything that
//! undercuts it.

use petgraph::graph::NodeIndex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::build::name_steps;
use super::graph::{Edge, Node};
use super::ids::canonical;
use super::resolve::{Pending, PendingOrigin};
use super::{
    ClaimId, Map, Origin, ReferenceFault, Repeat, Repeated, Step, StepId, Unresolved, step_ends,
};
use crate::diagnostic::Place;
use crate::narrow::narrow;
use crate::syntax::{Polarity, Text};

/// Maximum number of steps to list if a name is ambiguous.
const MOST_CANDIDATES: usize = 8;

/// What an undercut turns out to undercut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UndercutTarget {
    /// A reason or an objection.
    Step(StepId),
    /// The undercut with this number.
    Undercut(usize),
    /// Nothing.
    None,
}

/// Adds the undercuts to the map. O(n log n) in the undercuts and in the steps to the conclusions that they name.
pub(super) fn follow(map: &mut Map, pending: Vec<Pending>) {
    if pending.is_empty() {
        return;
    }
    let (targets, faults) = UndercutSearch::new(map, &pending).run();
    map.unresolved.extend(faults);
    let numbers = numbers(map.inferences, &targets);
    let conclusions = conclusions(map, &pending, &targets);
    let mut seen: FxHashMap<(ClaimId, StepId), Place> = FxHashMap::default();
    let mut kept = Vec::new();
    for (index, undercut) in pending.into_iter().enumerate() {
        let target = match targets.get(index) {
            Some(&UndercutTarget::Step(step)) => Some(step),
            Some(&UndercutTarget::Undercut(other)) => numbers.get(other).copied().flatten(),
            Some(UndercutTarget::None) | None => None,
        };
        let is_kept = numbers.get(index).is_some_and(Option::is_some);
        let (Some(target), true) = (target, is_kept) else {
            continue;
        };
        let id = StepId(narrow(map.steps.len()));
        map.steps.push(Step {
            conclusion: conclusions.get(index).copied().unwrap_or(ClaimId(0)),
            polarity: Polarity::Against,
            undercuts: Some(target),
            origin: origin(undercut.origin),
            is_weighed: undercut.is_weighed,
        });
        map.graph.add_node(Node::Step(id));
        if let &[claim] = undercut.premises.as_slice() {
            let place = map.step_place(id);
            let first = *seen.entry((claim, target)).or_insert(place);
            if first != place {
                let what = Repeated::Undercut(claim, target);
                map.repeats.push(Repeat::new(what, first, place));
            }
        }
        kept.push((id, target, undercut.premises));
    }
    // Last edges first (see `super::graph`).
    for (id, target, premises) in kept.iter().rev() {
        let (node, to) = (map.step_node(*id), map.step_node(*target));
        map.graph.add_edge(node, to, Edge::Undercuts);
        for premise in premises.iter().rev() {
            let from = NodeIndex::new(premise.index());
            map.graph.add_edge(from, node, Edge::Premise);
        }
    }
    name_steps(map);
}

fn origin(origin: PendingOrigin) -> Origin {
    match origin {
        PendingOrigin::Relation(claim, entry) => Origin::Relation(claim, entry),
        PendingOrigin::Table(file, index) => Origin::Undercut(file, index),
        PendingOrigin::Outweighed(step, list) => Origin::Outweighed(StepId(step), list),
    }
}

/// The step number of each undercut; `None` for those that in the end undercut nothing.
fn numbers(inferences: usize, targets: &[UndercutTarget]) -> Vec<Option<StepId>> {
    let ends = ends(targets, |target| match target {
        UndercutTarget::Step(_) => Some(true),
        UndercutTarget::None => Some(false),
        UndercutTarget::Undercut(_) => None,
    });
    let mut next = narrow(inferences);
    let number = |counts: Option<bool>| {
        // Undercuts that undercut each other in a circle have no end, and all of them are in the map.
        counts.unwrap_or(true).then(|| {
            let number = StepId(next);
            next += 1;
            number
        })
    };
    ends.into_iter().map(number).collect()
}

/// The claim that each undercut bears on in the end: see [`Step::conclusion`].
fn conclusions(map: &Map, pending: &[Pending], targets: &[UndercutTarget]) -> Vec<ClaimId> {
    let ends = ends(targets, |target| match target {
        UndercutTarget::Step(step) => map.steps.get(step.index()).map(|step| step.conclusion),
        UndercutTarget::None | UndercutTarget::Undercut(_) => None,
    });
    let first = |undercut: &Pending| undercut.premises.first().copied().unwrap_or(ClaimId(0));
    let undercuts = pending.iter().zip(ends);
    let conclusions = undercuts.map(|(undercut, end)| end.unwrap_or_else(|| first(undercut)));
    conclusions.collect()
}

/// What each undercut leads to if one follows what it undercuts; `None` if that goes in a circle. Linear.
fn ends<T: Copy>(
    targets: &[UndercutTarget],
    end: impl Fn(UndercutTarget) -> Option<T>,
) -> Vec<Option<T>> {
    let mut ends = vec![None; targets.len()];
    let mut is_known = vec![false; targets.len()];
    let mut way = Vec::new();
    for start in 0..targets.len() {
        let mut at = start;
        let found = loop {
            if is_known.get(at).copied().unwrap_or(true) {
                break ends.get(at).copied().flatten();
            }
            if let Some(known) = is_known.get_mut(at) {
                // A path that comes back here goes in a circle, and has no end.
                *known = true;
            }
            way.push(at);
            match targets.get(at) {
                Some(&UndercutTarget::Undercut(other)) => at = other,
                Some(&target) => break end(target),
                None => break None,
            }
        };
        for at in way.drain(..) {
            if let Some(slot) = ends.get_mut(at) {
                *slot = found;
            }
        }
    }
    ends
}

/// The two ends of a step: a premise and the conclusion.
type Ends = (ClaimId, ClaimId);

/// Finds what each undercut undercuts.
struct UndercutSearch<'m> {
    map: &'m Map,
    pending: &'m [Pending],
    /// For each pair of claims that undercuts name, the steps between them, in file order.
    steps: FxHashMap<Ends, Vec<StepId>>,
    /// For the same pairs, the undercuts that have the first claim as a premise and undercut a step to the second.
    undercuts: FxHashMap<Ends, Vec<usize>>,
    /// The undercuts by id.
    ids: FxHashMap<String, usize>,
}

impl<'m> UndercutSearch<'m> {
    fn new(map: &'m Map, pending: &'m [Pending]) -> Self {
        let mut search = Self {
            map,
            pending,
            steps: FxHashMap::default(),
            undercuts: FxHashMap::default(),
            ids: FxHashMap::default(),
        };
        search.find_steps();
        search.find_undercuts();
        for (number, undercut) in pending.iter().enumerate() {
            if let Some(id) = search.own_id(undercut) {
                let id = canonical(&id.value).into_owned();
                search.ids.entry(id).or_insert(number);
            }
        }
        search
    }

    fn run(self) -> (Vec<UndercutTarget>, Vec<Unresolved>) {
        let mut faults = Vec::new();
        let mut targets = Vec::with_capacity(self.pending.len());
        for undercut in self.pending {
            let found = match (undercut.origin, self.name(undercut)) {
                (PendingOrigin::Outweighed(step, _), _) => Ok(UndercutTarget::Step(StepId(step))),
                (_, Some(name)) => self.target(name).map_err(|fault| (name, fault)),
                (_, None) => Ok(UndercutTarget::None),
            };
            targets.push(match found {
                Ok(target) => target,
                Err((name, fault)) => {
                    faults.push(self.fault(undercut, name, fault));
                    UndercutTarget::None
                }
            });
        }
        (targets, faults)
    }

    fn fault(&self, undercut: &Pending, name: &Text, fault: ReferenceFault) -> Unresolved {
        let file = self.place(undercut).file;
        let (owner, key) = match undercut.origin {
            PendingOrigin::Relation(claim, _) => (Some(claim), "undercuts"),
            PendingOrigin::Table(..) => (None, "step"),
            PendingOrigin::Outweighed(..) => (None, "outweighed_by"),
        };
        Unresolved::new(file, name, owner, key, fault)
    }

    /// The name by which an undercut refers to the step that it undercuts.
    fn name(&self, undercut: &Pending) -> Option<&'m Text> {
        match undercut.origin {
            PendingOrigin::Relation(claim, entry) => {
                let relation = self.map.claim(claim).relations.get(entry as usize)?;
                Some(&relation.target)
            }
            PendingOrigin::Table(file, index) => {
                let document = self.map.documents.get(file.0 as usize)?;
                Some(&document.undercuts.get(index as usize)?.step)
            }
            PendingOrigin::Outweighed(..) => None,
        }
    }

    fn own_id(&self, undercut: &Pending) -> Option<&'m Text> {
        match undercut.origin {
            PendingOrigin::Relation(claim, entry) => {
                let relation = self.map.claim(claim).relations.get(entry as usize)?;
                relation.detail.as_ref()?.id.as_ref()
            }
            PendingOrigin::Table(file, index) => {
                let document = self.map.documents.get(file.0 as usize)?;
                document.undercuts.get(index as usize)?.reason.id.as_ref()
            }
            PendingOrigin::Outweighed(..) => None,
        }
    }

    /// The two ends by which an undercut names a step, if it does so and both are claims.
    fn ends(&self, undercut: &Pending) -> Option<Ends> {
        let (premise, conclusion) = step_ends(&self.name(undercut)?.value)?;
        self.map.find(premise).zip(self.map.find(conclusion))
    }

    /// Looks at all steps to the conclusions that are named, at each once.
    fn find_steps(&mut self) {
        let mut conclusions = Vec::new();
        let mut known = FxHashSet::default();
        for undercut in self.pending {
            if let Some((premise, conclusion)) = self.ends(undercut) {
                self.steps.entry((premise, conclusion)).or_default();
                if known.insert(conclusion) {
                    conclusions.push(conclusion);
                }
            }
        }
        for conclusion in conclusions {
            let reasons = self.map.reasons_for(conclusion);
            for step in reasons.chain(self.map.objections_to(conclusion)) {
                for premise in self.map.premises(step) {
                    if let Some(steps) = self.steps.get_mut(&(premise, conclusion)) {
                        steps.push(step);
                    }
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for steps in self.steps.values_mut() {
            steps.sort_unstable();
            steps.dedup();
        }
    }

    /// Finds the undercuts of reasons and objections that a pair of ends may mean.
    fn find_undercuts(&mut self) {
        for (number, undercut) in self.pending.iter().enumerate() {
            let own = self.ends(undercut);
            // An outweighing has no id that could tell it apart from other undercuts, so it is never meant. It has no
            // name either.
            let step = match own {
                Some(ends) => self
                    .steps
                    .get(&ends)
                    .and_then(|steps| steps.first().copied()),
                None => (self.name(undercut)).and_then(|name| self.map.find_step(&name.value)),
            };
            let Some(step) = step else { continue };
            let conclusion = self.map.step(step).conclusion;
            for &premise in &undercut.premises {
                let ends = (premise, conclusion);
                // The step that an undercut undercuts cannot be that undercut itself.
                if own != Some(ends) && self.steps.contains_key(&ends) {
                    self.undercuts.entry(ends).or_default().push(number);
                }
            }
        }
    }

    fn target(&self, name: &Text) -> Result<UndercutTarget, ReferenceFault> {
        let Some((premise, conclusion)) = step_ends(&name.value) else {
            if let Some(step) = self.map.find_step(&name.value) {
                return Ok(UndercutTarget::Step(step));
            }
            let claim = self.map.find(&name.value);
            return match (claim, self.ids.get(&*canonical(&name.value))) {
                (Some(claim), _) => Err(ReferenceFault::ClaimForStep(claim)),
                (None, Some(&undercut)) => Ok(UndercutTarget::Undercut(undercut)),
                (None, None) => Err(ReferenceFault::UnknownStep),
            };
        };
        let end = |end: &str| {
            self.map
                .find(end)
                .ok_or_else(|| ReferenceFault::UnknownStepEnd {
                    end: end.to_owned(),
                })
        };
        let ends = (end(premise)?, end(conclusion)?);
        let steps = self.steps.get(&ends).map_or(&[][..], Vec::as_slice);
        let undercuts = self.undercuts.get(&ends).map_or(&[][..], Vec::as_slice);
        match (steps, undercuts) {
            ([], []) => Err(ReferenceFault::UnknownStep),
            (&[step], []) => Ok(UndercutTarget::Step(step)),
            ([], &[undercut]) => Ok(UndercutTarget::Undercut(undercut)),
            _ => Err(ReferenceFault::AmbiguousStep {
                steps: steps.iter().copied().take(MOST_CANDIDATES).collect(),
                count: steps.len() + undercuts.len(),
                undercuts: undercuts
                    .iter()
                    .filter_map(|&undercut| self.pending.get(undercut))
                    .take(MOST_CANDIDATES)
                    .map(|undercut| self.place(undercut))
                    .collect(),
            }),
        }
    }

    /// Where an undercut is stated.
    fn place(&self, undercut: &Pending) -> Place {
        match undercut.origin {
            PendingOrigin::Relation(claim, _) => {
                let span = self.name(undercut).map(|name| name.span);
                self.map.file_of(claim).place(span.unwrap_or_default())
            }
            PendingOrigin::Table(file, index) => {
                let document = self.map.documents.get(file.0 as usize);
                let table = document.and_then(|document| document.undercuts.get(index as usize));
                file.place(table.map(|table| table.reason.span).unwrap_or_default())
            }
            PendingOrigin::Outweighed(step, list) => {
                let objection = StepId(step);
                let list = self.map.step_outweighings(objection).get(list as usize);
                let file = self.map.step_place(objection).file;
                file.place(list.map(|list| list.span).unwrap_or_default())
            }
        }
    }
}
