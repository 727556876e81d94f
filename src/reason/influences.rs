//! What claims do directly to steps and to each other, in one scan of the map.

use crate::map::{ClaimId, LinkId, Map, StepId, Target};
use crate::syntax::RelationKind;

/// What a claim does directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Influence {
    /// It is a premise of this step.
    Premise(StepId),
    /// It undercuts this step.
    Undercut(StepId, LinkId),
    /// It cannot hold with this claim.
    Contradiction(ClaimId, LinkId),
}

/// Visits what each claim does, a contradiction for each of its two claims. Linear in the map.
pub(super) fn each_influence(map: &Map<'_>, mut visit: impl FnMut(ClaimId, Influence)) {
    for (id, link) in (0..).map(LinkId).zip(map.links()) {
        match (link.kind, link.to) {
            (RelationKind::Contradicts, Target::Claim(to)) => {
                visit(link.from, Influence::Contradiction(to, id));
                visit(to, Influence::Contradiction(link.from, id));
            }
            (_, Target::Step(step)) => visit(link.from, Influence::Undercut(step, id)),
            (_, Target::Claim(_)) => {}
        }
    }
    for step in map.steps() {
        for premise in map.premises(step) {
            visit(premise, Influence::Premise(step));
        }
    }
}
