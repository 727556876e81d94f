//! The attacks that links make: each contradiction is an attack in both directions.

use crate::map::{ClaimId, LinkId, Map};
use crate::syntax::RelationKind;

/// The attacking claim, the attacked claim, and the link that says so.
pub(super) type Attack = (ClaimId, ClaimId, LinkId);

/// The attacks made by links, in the order of the links: two for each contradiction, one for a claim that contradicts
/// itself. Linear in the number of links.
pub(super) fn attacks_by_links(map: &Map) -> impl Iterator<Item = Attack> {
    let links = (0..).map(LinkId).zip(map.links());
    let links = links.filter(|(_, link)| link.kind == RelationKind::Contradicts);
    links.flat_map(|(id, link)| {
        let back = (link.to != link.from).then_some((link.to, link.from, id));
        std::iter::once((link.from, link.to, id)).chain(back)
    })
}
