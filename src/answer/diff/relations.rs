//! Matches the steps and links of one map with those of the other, and finds how they changed.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::facts::{Collected, Fact, Facts, changes};
use super::pairs::PairId;
use super::{Fate, Half, LinkChange, StepChange};
use crate::answer::{Named, NamedStep};
use crate::map::{ClaimId, LinkId, Map, StepId, StepKind, canonical};
use crate::narrow::narrow;
use crate::syntax::{Detail, Text};

/// A step, in the form used for pairing.
struct StepForm<'m> {
    id: StepId,
    name: Option<Cow<'m, str>>,
    kind: StepKind,
    /// Sorted and without repetitions.
    premises: Vec<PairId>,
    /// A hash of what else is said about it.
    said: u64,
    /// What it leads to: a step for an undercut, otherwise a claim.
    target: u64,
}

/// What happened to the reasons, objections and undercuts.
pub(super) fn steps(sides: &(Half<'_>, Half<'_>)) -> Vec<StepChange> {
    let (old, new) = sides;
    let mut numbers = Numbers::default();
    let shallow = [old, new].map(|side| numbers.of(side));
    let inferences = |side: &Half<'_>| side.map.steps().collect::<Vec<_>>();
    let claim =
        |side: &Half<'_>, step: StepId| u64::from(side.joint(side.map.step(step).conclusion));
    let (mut before, mut after) = (
        read(old, inferences(old), claim),
        read(new, inferences(new), claim),
    );
    let mut pairs = paired(&before, &after);
    // A pair of reasons or objections gets one number, so that an undercut is recognised even if the step it undercuts
    // changed.
    let mut joints = FxHashMap::default();
    for (step, was) in after.iter().zip(&pairs) {
        if let Some(was) = was.and_then(|was| before.get(was)) {
            joints.insert(step.id, u64::from(was.id.0));
        }
    }
    let undercut = |side: &Half<'_>, step: StepId| {
        let Some(target) = side.map.step(step).undercuts else {
            return 0;
        };
        let is_new = std::ptr::eq(side, new);
        let own = shallow.get(usize::from(is_new));
        let own = own
            .and_then(|own| own.get(target.index()))
            .copied()
            .unwrap_or_default();
        // Three ranges that do not overlap: numbers of claims, of paired steps, and of steps identified by what they
        // say.
        let by_what_it_says = (1 << 33) + u64::from(own);
        if target.index() >= side.map.step_count() {
            return by_what_it_says;
        }
        if !is_new {
            return (1 << 32) + u64::from(target.0);
        }
        joints
            .get(&target)
            .map_or(by_what_it_says, |joint| (1 << 32) + joint)
    };
    let undercuts = |side: &Half<'_>| side.map.undercuts().collect::<Vec<_>>();
    let (mut lower, mut upper) = (
        read(old, undercuts(old), undercut),
        read(new, undercuts(new), undercut),
    );
    let offset = before.len();
    let more = paired(&lower, &upper).into_iter();
    pairs.extend(more.map(|was| was.map(|was| was + offset)));
    before.append(&mut lower);
    after.append(&mut upper);

    let mut left = vec![true; before.len()];
    let mut told = Vec::new();
    for (step, was) in after.iter().zip(pairs) {
        let Some(was) = was.and_then(|was| Some((was, before.get(was)?))) else {
            told.push(one(new, step, Fate::Added, Vec::new()));
            continue;
        };
        if let Some(left) = left.get_mut(was.0) {
            *left = false;
        }
        let changes = changes(&facts(old, was.1), &facts(new, step));
        if !changes.is_empty() {
            told.push(one(new, step, Fate::Changed, changes));
        }
    }
    let gone = before.iter().zip(left).filter(|(_, left)| *left);
    told.extend(gone.map(|(step, _)| one(old, step, Fate::Gone, Vec::new())));
    told
}

fn one(
    side: &Half<'_>,
    step: &StepForm<'_>,
    change: Fate,
    changes: Vec<super::KeyChange>,
) -> StepChange {
    StepChange {
        change,
        kind: step.kind,
        step: NamedStep::new(side.map, step.id),
        changes,
        at: side.written(side.map.step_place(step.id)),
    }
}

fn premises(side: &Half<'_>, step: StepId) -> Vec<PairId> {
    let premises = side.map.premises(step);
    let mut premises: Vec<_> = premises.map(|claim| side.joint(claim)).collect();
    premises.sort_unstable();
    premises.dedup();
    premises
}

fn read<'s, 'm>(
    side: &'s Half<'m>,
    steps: Vec<StepId>,
    target: impl Fn(&'s Half<'m>, StepId) -> u64,
) -> Vec<StepForm<'m>> {
    let map = side.map;
    let step = |id: StepId| StepForm {
        id,
        name: map.step_name(id).map(canonical),
        kind: map.step(id).kind(),
        premises: premises(side, id),
        said: said(map, id),
        target: target(side, id),
    };
    steps.into_iter().map(step).collect()
}

/// A hash of what else is said about a step. It tells apart steps with the same premises and the same conclusion.
fn said(map: &Map, id: StepId) -> u64 {
    let text = |text: Option<&Text>| text.map(|text| text.value.to_string());
    let strength = map
        .step_strength(id)
        .map(|strength| strength.value.to_bits());
    let by: Vec<&str> = map.step_by(id).iter().map(|by| &*by.value).collect();
    FxBuildHasher.hash_one((
        text(map.step_why(id)),
        text(map.step_scheme(id)),
        strength,
        by,
    ))
}

/// Numbers steps by what they say: their kind, premises and conclusion.
#[derive(Default)]
struct Numbers(FxHashMap<(&'static str, Vec<PairId>, PairId), u32>);

impl Numbers {
    fn of(&mut self, side: &Half<'_>) -> Vec<u32> {
        let steps = side.map.all_steps().map(|id| {
            let step = side.map.step(id);
            let next = narrow(self.0.len());
            let said = (
                step.kind().name(),
                premises(side, id),
                side.joint(step.conclusion),
            );
            *self.0.entry(said).or_insert(next)
        });
        steps.collect()
    }
}

/// For each newer step, the number of its older counterpart. The first of these that exists: a step with the same id;
/// one that says the same; one with the same premises and target but another role; one with this role and target that
/// shares a premise.
fn paired(old: &[StepForm<'_>], new: &[StepForm<'_>]) -> Vec<Option<usize>> {
    let mut pairing = Pairing {
        old,
        new,
        taken: vec![false; old.len()],
        pairs: vec![None; new.len()],
    };
    pairing.by(|step| step.name.clone().into_iter().collect());
    pairing.by(|step| vec![(step.kind.name(), &step.premises, step.target, step.said)]);
    pairing.by(|step| vec![(step.kind.name(), &step.premises, step.target)]);
    pairing.by(|step| vec![(&step.premises, step.target)]);
    pairing.by(|step| {
        let part = |&premise: &PairId| (step.kind.name(), step.target, premise);
        step.premises.iter().map(part).collect()
    });
    pairing.pairs
}

struct Pairing<'s, 'm> {
    old: &'s [StepForm<'m>],
    new: &'s [StepForm<'m>],
    taken: Vec<bool>,
    pairs: Vec<Option<usize>>,
}

impl<'s, 'm> Pairing<'s, 'm> {
    /// Pairs steps that share a key, in order. Linear in the number of keys.
    fn by<K: Hash + Eq>(&mut self, keys: impl Fn(&'s StepForm<'m>) -> Vec<K>) {
        let mut known: FxHashMap<K, Vec<usize>> = FxHashMap::default();
        for (number, step) in self.old.iter().enumerate().rev() {
            if self.taken.get(number) == Some(&false) {
                for key in keys(step) {
                    known.entry(key).or_default().push(number);
                }
            }
        }
        for (step, pair) in self.new.iter().zip(&mut self.pairs) {
            if pair.is_some() || known.is_empty() {
                continue;
            }
            for key in keys(step) {
                let Some(waiting) = known.get_mut(&key) else {
                    continue;
                };
                let free = std::iter::from_fn(|| waiting.pop());
                let mut free = free.filter(|&number| self.taken.get(number) == Some(&false));
                if let Some(number) = free.next() {
                    *pair = Some(number);
                    if let Some(taken) = self.taken.get_mut(number) {
                        *taken = true;
                    }
                    break;
                }
            }
        }
    }
}

/// What is said about a step.
fn facts<'m>(side: &Half<'m>, step: &StepForm<'m>) -> Facts<'m> {
    let (map, id) = (side.map, step.id);
    let mut facts = Collected::default();
    facts.add("role", Some(Fact::Text(step.kind.name())));
    let named = |claim: ClaimId| (side.joint(claim), map.id(claim));
    facts.add(
        "premises",
        Some(Fact::Claims(map.premises(id).map(named).collect())),
    );
    facts.add(
        "target",
        Some(Fact::Numbered(step.target, target_name(side, id))),
    );
    facts.add("id", map.step_name(id).map(Fact::Text));
    facts.text("why", map.step_why(id));
    facts.text("scheme", map.step_scheme(id));
    let strength = map.step_strength(id);
    facts.add(
        "strength",
        strength.map(|strength| Fact::Number(strength.value)),
    );
    facts.names("by", map.step_by(id));
    facts.data("data", map.step_data(id));
    for premise in map.premises(id) {
        if let Some(detail) = map.premise_detail(id, premise) {
            beside(
                &format!("premises.{}.", map.id(premise)),
                detail,
                &mut facts,
            );
        }
    }
    facts.0
}

/// The name of what a step leads to: a claim's id, a step's id, or `a -> y` for a step without an id.
fn target_name(side: &Half<'_>, step: StepId) -> String {
    let map = side.map;
    let Some(target) = map.step(step).undercuts else {
        return map.id(map.step(step).conclusion).to_owned();
    };
    if let Some(name) = map.step_name(target) {
        return name.to_owned();
    }
    let first = map.premises(target).next();
    let first = first.map_or("", |premise| map.id(premise));
    format!("{first} -> {}", map.id(map.step(target).conclusion))
}

/// What an entry says besides the claim that it names.
fn beside<'m>(prefix: &str, detail: &'m Detail, facts: &mut Collected<'m>) {
    let key = |name: &str| format!("{prefix}{name}");
    facts.text(key("on"), detail.on.as_ref());
    facts.text(key("why"), detail.why.as_ref());
    let strength = detail.strength.as_ref();
    facts.add(
        key("strength"),
        strength.map(|strength| Fact::Number(strength.value)),
    );
    facts.names(key("by"), &detail.by);
    facts.data(key("data"), detail.data.as_deref());
}

/// What happened to contradictions, contrasts and restatements.
pub(super) fn links((old, new): &(Half<'_>, Half<'_>)) -> Vec<LinkChange> {
    let key = |side: &Half<'_>, id: LinkId| {
        let link = side.map.link(id);
        let (one, other) = (side.joint(link.from), side.joint(link.to));
        (link.kind, one.min(other), one.max(other))
    };
    let all = |side: &Half<'_>| (0..narrow(side.map.links().len())).map(LinkId);
    let mut left: FxHashMap<_, LinkId> = all(old).map(|id| (key(old, id), id)).collect();
    let mut told = Vec::new();
    for id in all(new) {
        let Some(was) = left.remove(&key(new, id)) else {
            told.push(link(new, id, Fate::Added, Vec::new()));
            continue;
        };
        let changes = changes(&link_facts(old, was), &link_facts(new, id));
        if !changes.is_empty() {
            told.push(link(new, id, Fate::Changed, changes));
        }
    }
    let gone = all(old).filter(|&id| left.get(&key(old, id)) == Some(&id));
    told.extend(gone.map(|id| link(old, id, Fate::Gone, Vec::new())));
    told
}

fn link_facts<'m>(side: &Half<'m>, id: LinkId) -> Facts<'m> {
    let mut facts = Collected::default();
    if let Some(detail) = side.map.link_detail(id) {
        beside("", detail, &mut facts);
    }
    facts.0
}

fn link(side: &Half<'_>, id: LinkId, change: Fate, changes: Vec<super::KeyChange>) -> LinkChange {
    let link = side.map.link(id);
    LinkChange {
        change,
        kind: link.kind.key(),
        claims: [link.from, link.to].map(|claim| Named::new(side.map, claim)),
        changes,
        at: side.written(side.map.link_place(id)),
    }
}
