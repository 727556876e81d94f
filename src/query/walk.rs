//! Walks over the graph of a map, from sets of claims to sets of claims.
//!
//! Each walk is linear in what it visits, and keeps its own stack.

use rustc_hash::FxHashSet;

use crate::map::ClaimSet;
use crate::map::{ClaimId, Map, StepId};
use crate::syntax::Polarity;

/// The premises of the reasons for the claims: one step down.
pub(super) fn premises(map: &Map, of: &ClaimSet) -> ClaimSet {
    ClaimSet::of(map, of.iter().flat_map(|claim| below(map, claim)))
}

/// The claims that the claims are premises for: one step up.
pub(super) fn conclusions(map: &Map, of: &ClaimSet) -> ClaimSet {
    ClaimSet::of(map, of.iter().flat_map(|claim| map.supported_by(claim)))
}

/// What the claims rest on: premises, their premises, and so on. A claim is its own ground only in a circle.
pub(super) fn grounds(map: &Map, of: &ClaimSet) -> ClaimSet {
    closure(map, of, |claim, found| found.extend(below(map, claim)))
}

/// What rests on the claims: conclusions, their conclusions, and so on.
pub(super) fn consequences(map: &Map, of: &ClaimSet) -> ClaimSet {
    closure(map, of, |claim, found| {
        found.extend(map.supported_by(claim));
    })
}

/// The claims, and everything for or against them, all the way down: premises of reasons and objections, what undercuts
/// these, what contradicts the claims, and so on from there.
pub(super) fn bearing(map: &Map, on: &ClaimSet) -> ClaimSet {
    let mut asked = FxHashSet::default();
    let bearing = closure(map, on, |claim, found| {
        for question in map.exclusive_questions_of(claim) {
            if asked.insert(question) {
                found.extend(map.answers(question));
            }
        }
        for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
            found.extend(map.premises(step));
            let undercuts = map.undercuts_below(step);
            found.extend(undercuts.flat_map(|undercut| map.premises(undercut)));
        }
        found.extend(map.contradictions(claim).map(|(other, _)| other));
    });
    bearing.union(on)
}

/// All claims on a path of support from one of `from` up to one of `to`, ends included.
pub(super) fn paths(map: &Map, from: &ClaimSet, to: &ClaimSet) -> ClaimSet {
    let upwards = consequences(map, from).union(from);
    let downwards = grounds(map, to).union(to);
    upwards.intersection(&downwards)
}

/// The premises of objections to the claims, what undercuts reasons for them, and what contradicts them.
pub(super) fn attackers(map: &Map, of: &ClaimSet) -> ClaimSet {
    let attackers = of.iter().flat_map(|claim| {
        let undercuts = map
            .reasons_for(claim)
            .flat_map(|reason| map.undercuts_of(reason));
        let against = map.objections_to(claim).chain(undercuts);
        against.flat_map(|step| map.premises(step))
    });
    ClaimSet::of(map, attackers).union(&contradictions(map, of))
}

/// The claims that the claims are attackers of: the converse of [`attackers`].
pub(super) fn attacked(map: &Map, by: &ClaimSet) -> ClaimSet {
    let conclusion = |step: StepId, polarity| {
        let step = map.step(step);
        (step.polarity == polarity).then_some(step.conclusion)
    };
    let attacked = by.iter().flat_map(|claim| {
        let uses = map.uses(claim);
        let objected = uses.filter_map(|step| conclusion(step, Polarity::Against));
        let undercuts = map.undercuts_by(claim);
        let undercut = undercuts.filter_map(|undercut| map.step(undercut).undercuts);
        objected.chain(undercut.filter_map(|step| conclusion(step, Polarity::For)))
    });
    ClaimSet::of(map, attacked).union(&contradictions(map, by))
}

/// The claims that are contrasted with the claims.
pub(super) fn contrasts(map: &Map, of: &ClaimSet) -> ClaimSet {
    let pairs = of.iter().flat_map(|claim| map.contrasts(claim));
    ClaimSet::of(map, pairs.map(|(other, _)| other))
}

/// The claims that cannot be true together with the claims.
pub(super) fn contradictions(map: &Map, of: &ClaimSet) -> ClaimSet {
    let pairs = of.iter().flat_map(|claim| map.contradictions(claim));
    ClaimSet::of(map, pairs.map(|(other, _)| other)).union(&rivals(map, of))
}

/// The claims that answer an exclusive question which another of the claims also answers. Linear in the number of
/// answers.
fn rivals(map: &Map, of: &ClaimSet) -> ClaimSet {
    let mut rivals = ClaimSet::empty(map);
    for (_, answers) in map.exclusive_questions() {
        let mut own = answers.iter().copied().filter(|&claim| of.contains(claim));
        let (first, second) = (own.next(), own.next());
        let Some(first) = first else { continue };
        let others = answers.iter().copied();
        // If one of `of` answers the question, all other answers are rivals; if two do, these are rivals too.
        for claim in others.filter(|&claim| claim != first || second.is_some()) {
            rivals.insert(claim);
        }
    }
    rivals
}

/// The claims, and those that say the same in other words. Restatement counts as an equivalence, so chains of it are
/// followed.
pub(super) fn restated(map: &Map, of: &ClaimSet) -> ClaimSet {
    let others = closure(map, of, |claim, found| {
        found.extend(map.restatements(claim).map(|(other, _)| other));
    });
    others.union(of)
}

/// The claims that no reason supports.
pub(super) fn leaves(map: &Map) -> ClaimSet {
    let is_leaf = |&claim: &ClaimId| map.reasons_for(claim).next().is_none();
    ClaimSet::of(map, map.claims().filter(is_leaf))
}

/// The claims from which no step leads to another claim.
pub(super) fn roots(map: &Map) -> ClaimSet {
    ClaimSet::of(map, map.roots())
}

/// The premises of objections that are outweighed.
pub(super) fn outweighed(map: &Map) -> ClaimSet {
    let weighings = map.undercuts().filter(|&step| map.is_outweighing(step));
    let objections = weighings.filter_map(|step| map.step(step).undercuts);
    let premises = objections.flat_map(|objection| map.premises(objection));
    ClaimSet::of(map, premises)
}

/// The map's thesis, as far as it is known.
pub(super) fn thesis(map: &Map) -> ClaimSet {
    ClaimSet::of(map, map.thesis().iter().copied())
}

fn below(map: &Map, claim: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
    map.reasons_for(claim)
        .flat_map(|reason| map.premises(reason))
}

/// The claims that `step` finds from those of `of`, from those found, and so on.
fn closure(map: &Map, of: &ClaimSet, mut step: impl FnMut(ClaimId, &mut Vec<ClaimId>)) -> ClaimSet {
    let mut found = Vec::new();
    let mut all = ClaimSet::empty(map);
    let mut open: Vec<_> = of.iter().collect();
    // A claim of `of` that is found again in a circle is walked from twice, which at most doubles the work.
    while let Some(claim) = open.pop() {
        step(claim, &mut found);
        open.extend(found.drain(..).filter(|&claim| all.insert(claim)));
    }
    all
}
