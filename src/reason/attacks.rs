//! What links do: undercuts and contradictions, as attacks by claims.

use crate::map::{ClaimId, LinkId, Map, Target};
use crate::syntax::RelationKind;

/// A claim attacks a step, which it undercuts, or a claim, which it cannot hold with; and the link that says so.
pub(super) type Attack = (ClaimId, Target, LinkId);

/// The attacks by links, a contradiction from both of its claims, from one that contradicts itself once, in the order of the links. Linear in these.
pub(super) fn attacks_by_links(map: &Map) -> impl Iterator<Item = Attack> {
    let links = (0..).map(LinkId).zip(map.links());
    links.flat_map(|(id, link)| {
        let attacks = match (link.kind, link.to) {
            (RelationKind::Contradicts, Target::Claim(to)) => [
                Some((link.from, link.to, id)),
                (to != link.from).then_some((to, Target::Claim(link.from), id)),
            ],
            (_, Target::Step(_)) => [Some((link.from, link.to, id)), None],
            (_, Target::Claim(_)) => [None, None],
        };
        attacks.into_iter().flatten()
    })
}
