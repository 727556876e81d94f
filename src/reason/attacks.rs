//! What links do: contradictions, as attacks by claims.

use crate::map::{ClaimId, LinkId, Map};
use crate::syntax::RelationKind;

/// A claim attacks another that it cannot hold with; and the link that says so.
pub(super) type Attack = (ClaimId, ClaimId, LinkId);

/// The attacks by links, a contradiction from both of its claims, from one that contradicts itself once, in the order of the links. Linear in these.
pub(super) fn attacks_by_links(map: &Map) -> impl Iterator<Item = Attack> {
    let links = (0..).map(LinkId).zip(map.links());
    let links = links.filter(|(_, link)| link.kind == RelationKind::Contradicts);
    links.flat_map(|(id, link)| {
        let back = (link.to != link.from).then_some((link.to, link.from, id));
        std::iter::once((link.from, link.to, id)).chain(back)
    })
}
