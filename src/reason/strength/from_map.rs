//! A map as a weighted bipolar graph.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::graph::{Arc, Graph, Role};
use crate::map::{ClaimId, Edge, LinkId, Map, StepId};
use crate::reason::Suppositions;
use crate::reason::rows::Rows;
use crate::reason::theory::is_set;
pub(super) use crate::reason::theory::narrow;
use crate::syntax::RelationKind;

/// What a claim has by itself if its analyst does not say.
const UNSAID: f64 = 0.5;

impl Graph {
    /// The graph of `map`, as it would be if what is supposed held. See the [module](super). Linear in the map.
    pub fn of(map: &Map<'_>, suppositions: &Suppositions) -> Self {
        let reading = Reading::new(map, suppositions);
        let claims = map.claim_count();
        let shown = claims + map.step_count();
        let (base, arcs) = rayon::join(
            || reading.bases(suppositions),
            || Rows::gather(reading.node_count(), |visit| reading.arcs(visit)),
        );
        Self::new(base, claims, shown, arcs)
    }
}

/// What the claim has before anything is said for it or against it, were what is supposed to hold. Linear in what is supposed.
pub fn base_score(map: &Map<'_>, claim: ClaimId, suppositions: &Suppositions) -> f64 {
    let supposes = |claims: &[ClaimId]| claims.contains(&claim);
    if supposes(&suppositions.removed) || supposes(&suppositions.denied) {
        0.0
    } else if supposes(&suppositions.assumed) {
        1.0
    } else if supposes(&suppositions.unmarked) {
        credence(map, claim)
    } else {
        as_marked(map, claim)
    }
}

/// The claim's base score with its own `denied` in force.
fn as_marked(map: &Map<'_>, claim: ClaimId) -> f64 {
    if is_set(map.claim(claim).denied.as_ref()) {
        0.0
    } else {
        credence(map, claim)
    }
}

fn credence(map: &Map<'_>, claim: ClaimId) -> f64 {
    let credence = map.claim(claim).credence.as_ref();
    credence.map_or(UNSAID, |said| said.value)
}

/// A map on its way to be a graph.
struct Reading<'m, 's> {
    map: &'m Map<'s>,
    /// Claims that nothing influences.
    fixed: FixedBitSet,
    /// Claims that are supposed not to be there, and the steps from them.
    gone: FixedBitSet,
    /// Undercuts and contradictions that weigh less than the claim that they come from, each with its `strength`.
    weighted: Vec<(LinkId, f64)>,
}

impl<'m, 's> Reading<'m, 's> {
    fn new(map: &'m Map<'s>, suppositions: &Suppositions) -> Self {
        let mut reading = Self {
            map,
            fixed: FixedBitSet::with_capacity(map.claim_count()),
            gone: FixedBitSet::with_capacity(map.claim_count() + map.step_count()),
            weighted: weighted(map),
        };
        for &claim in &suppositions.removed {
            reading.gone.insert(claim.index());
            for step in map.uses(claim) {
                reading.gone.insert(map.step_node(step).index());
            }
        }
        for claim in [&suppositions.removed, &suppositions.denied]
            .into_iter()
            .flatten()
        {
            reading.fixed.insert(claim.index());
        }
        reading
    }

    fn node_count(&self) -> usize {
        // A contradiction has a node for each of its two directions.
        let links = 2 * self.weighted.len();
        self.map.claim_count() + self.map.step_count() + links
    }

    /// The base scores: of the claims, of the steps, and of the links that weigh less than the claim that they come from.
    fn bases(&self, suppositions: &Suppositions) -> Vec<f64> {
        let map = self.map;
        let mut bases = Vec::with_capacity(self.node_count());
        bases.extend(map.claims().map(|claim| as_marked(map, claim)));
        for &claim in &suppositions.unmarked {
            bases[claim.index()] = credence(map, claim);
        }
        for &claim in &suppositions.assumed {
            bases[claim.index()] = 1.0;
        }
        for claim in self.fixed.ones() {
            bases[claim] = 0.0;
        }
        bases.extend(map.steps().map(|step| own_strength(map, step)));
        let weights = self.weighted.iter();
        bases.extend(weights.flat_map(|&(_, strength)| [strength, strength]));
        bases
    }

    /// Visits every influence, with the node that it is on.
    fn arcs(&self, visit: &mut dyn FnMut(usize, Arc)) {
        // The newest edge is the first of the file.
        for edge in self.map.graph().raw_edges().iter().rev() {
            let (from, to) = (edge.source().index(), edge.target().index());
            match edge.weight {
                Edge::Premise => self.arc(from, to, Role::Premise, visit),
                Edge::For => self.arc(from, to, Role::For, visit),
                Edge::Against => self.arc(from, to, Role::Against, visit),
                Edge::Undercuts(link) => self.attack(link, 0, from, to, visit),
                Edge::Contradicts(link) => {
                    self.attack(link, 0, from, to, visit);
                    self.attack(link, 1, to, from, visit);
                }
                Edge::Contrasts(_) => {}
            }
        }
    }

    /// An attack of a claim, through a node of its own if it weighs less than the claim.
    fn attack(
        &self,
        link: LinkId,
        direction: usize,
        from: usize,
        to: usize,
        visit: &mut dyn FnMut(usize, Arc),
    ) {
        let weighted = self.weighted.binary_search_by_key(&link, |&(link, _)| link);
        let Ok(weighted) = weighted else {
            return self.arc(from, to, Role::Against, visit);
        };
        let first = self.map.claim_count() + self.map.step_count();
        let between = first + 2 * weighted + direction;
        if !self.gone.contains(from) {
            self.arc(from, between, Role::Premise, visit);
            self.arc(between, to, Role::Against, visit);
        }
    }

    fn arc(&self, from: usize, to: usize, role: Role, visit: &mut dyn FnMut(usize, Arc)) {
        if !self.gone.contains(from) && !self.gone.contains(to) && !self.fixed.contains(to) {
            let from = narrow(from);
            visit(to, Arc { from, role });
        }
    }
}

/// The step's own strength, and that of the entries of its premises.
fn own_strength(map: &Map<'_>, step: StepId) -> f64 {
    let own = map.step_strength(step).map_or(1.0, |said| said.value);
    let Some(reason) = map.step_reason(step) else {
        return own;
    };
    if !reason.premises.iter().any(|entry| entry.detail.is_some()) {
        return own;
    }
    let details = map
        .premises(step)
        .filter_map(|premise| map.premise_detail(step, premise));
    let strengths = details.filter_map(|detail| detail.strength.as_ref());
    own * strengths.map(|said| said.value).product::<f64>()
}

/// The undercuts and contradictions that have a `strength` of their own, in order.
fn weighted(map: &Map<'_>) -> Vec<(LinkId, f64)> {
    let links = (0..).map(LinkId).zip(map.links());
    let attacks = links.filter(|(_, link)| link.kind != RelationKind::Contrasts);
    let strengths = attacks.filter_map(|(id, _)| {
        let strength = map.link_detail(id)?.strength.as_ref()?;
        Some((id, strength.value))
    });
    strengths.collect()
}
