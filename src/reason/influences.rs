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

/// What each claim does: the attacks by links first, then of what it is a premise. Linear in the map.
pub(super) fn influences(map: &Map<'_>) -> impl Iterator<Item = (ClaimId, Influence)> {
    let premises = map.steps().flat_map(|step| {
        let premises = map.premises(step);
        premises.map(move |premise| (premise, Influence::Premise(step)))
    });
    attacks_by_links(map).chain(premises)
}

/// The undercuts, and the contradictions, each of these from both of its claims.
pub(super) fn attacks_by_links(map: &Map<'_>) -> impl Iterator<Item = (ClaimId, Influence)> {
    let links = (0..).map(LinkId).zip(map.links());
    links.flat_map(|(id, link)| {
        let attacks = match (link.kind, link.to) {
            (RelationKind::Contradicts, Target::Claim(to)) => [
                Some((link.from, Influence::Contradiction(to, id))),
                Some((to, Influence::Contradiction(link.from, id))),
            ],
            (_, Target::Step(step)) => [Some((link.from, Influence::Undercut(step, id))), None],
            (_, Target::Claim(_)) => [None, None],
        };
        attacks.into_iter().flatten()
    })
}
