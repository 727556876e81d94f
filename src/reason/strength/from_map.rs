//! A map as a weighted bipolar graph.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::graph::Graph;
use crate::map::{ClaimId, Map, Origin, Step, StepId};
use crate::narrow::narrow;
use crate::reason::Suppositions;
use crate::reason::attacks::{Attack, attacks_by_links};
use crate::reason::least::{Influence, Role};
use crate::rows::Rows;
use crate::syntax::Polarity;

/// What a claim has by itself if its analyst does not say.
const UNSAID: f64 = 0.5;

impl Graph {
    /// The graph of `map`, as it would be if what is supposed held. See the [module](super). Linear in the map.
    pub fn of(map: &Map, suppositions: &Suppositions) -> Self {
        let reading = Reading::new(map, suppositions);
        let weighing = Weighing::new(&reading);
        let (base, arcs) = rayon::join(
            || reading.bases(suppositions, &weighing.base),
            || reading.arcs(&weighing),
        );
        Self {
            base,
            claims: map.claim_count(),
            steps: weighing.nodes.into(),
            arcs,
        }
    }
}

/// What the claim has before anything is said for it or against it, were what is supposed to hold. Linear in what is supposed.
pub fn base_score(map: &Map, claim: ClaimId, suppositions: &Suppositions) -> f64 {
    let supposes = |claims: &[ClaimId]| claims.contains(&claim);
    if supposes(&suppositions.removed) || supposes(&suppositions.denied) {
        0.0
    } else if supposes(&suppositions.assumed) {
        1.0
    } else if map.claim(claim).is_denied() && !supposes(&suppositions.unmarked) {
        0.0
    } else {
        credence(map, claim)
    }
}

fn credence(map: &Map, claim: ClaimId) -> f64 {
    let credence = map.claim(claim).credence.as_ref();
    credence.map_or(UNSAID, |said| said.value)
}

/// A map on its way to be a graph.
struct Reading<'m> {
    map: &'m Map,
    /// Claims that nothing influences.
    fixed: FixedBitSet,
    /// Claims that are supposed not to be there.
    gone: FixedBitSet,
    /// The steps from these.
    gone_steps: FixedBitSet,
    /// Contradictions.
    attacks: Vec<Attack>,
}

/// The nodes beside the claims.
struct Weighing {
    /// The node of each step.
    nodes: Vec<u32>,
    /// The steps that have nodes of their own, which come after the claims in this order.
    steps: Vec<StepId>,
    /// The base scores of these, and of what stands between.
    base: Vec<f64>,
    /// The attacks by claims, or by nodes that stand between, with their targets.
    attacks: Vec<(usize, Influence)>,
}

impl<'m> Reading<'m> {
    fn new(map: &'m Map, suppositions: &Suppositions) -> Self {
        let Suppositions {
            removed, denied, ..
        } = suppositions;
        let mut reading = Self {
            map,
            fixed: FixedBitSet::with_capacity(map.claim_count()),
            gone: FixedBitSet::with_capacity(map.claim_count()),
            gone_steps: FixedBitSet::with_capacity(map.all_steps().len()),
            attacks: attacks_by_links(map).collect(),
        };
        for &claim in removed {
            let steps = map.uses(claim).chain(map.undercuts_by(claim));
            let steps = steps.map(StepId::index);
            reading.gone.insert(claim.index());
            reading.gone_steps.extend(steps);
        }
        let fixed = removed.iter().chain(denied).map(|claim| claim.index());
        reading.fixed.extend(fixed);
        reading
    }

    /// The base scores of the claims, and then those of the other nodes.
    fn bases(&self, suppositions: &Suppositions, others: &[f64]) -> Vec<f64> {
        let (map, claims) = (self.map, self.map.claim_count());
        let mut bases = Vec::with_capacity(claims + others.len());
        bases.resize(claims, UNSAID);
        for &(claim, credence) in &map.flags().credences {
            bases[claim.index()] = credence;
        }
        for &claim in &map.flags().denied {
            bases[claim.index()] = 0.0;
        }
        for &claim in &suppositions.unmarked {
            bases[claim.index()] = credence(map, claim);
        }
        for &claim in &suppositions.assumed {
            bases[claim.index()] = 1.0;
        }
        for claim in self.fixed.ones() {
            bases[claim] = 0.0;
        }
        bases.extend_from_slice(others);
        bases
    }

    /// Every influence: what contradicts first, and then in the order of the steps.
    fn arcs(&self, weighing: &Weighing) -> Rows<Influence> {
        let (map, claims) = (self.map, self.map.claim_count());
        let is_there = |step: StepId| !self.gone_steps.contains(step.index());
        let premises = || {
            let own = (claims..).zip(&weighing.steps);
            let own = own.filter(|&(_, &step)| is_there(step));
            own.flat_map(|(node, &step)| {
                let role = Role::Premise;
                let premises = map.premises(step);
                premises.map(move |ClaimId(from)| (node, Influence { role, node: from }))
            })
        };
        let conclusions = || {
            let steps = map.all_steps().zip(&weighing.nodes);
            steps.filter_map(|(id, &from)| {
                let step = map.step(id);
                let role = match step.polarity {
                    Polarity::For => Role::For,
                    Polarity::Against => Role::Against,
                };
                let (to, counts) = if let Some(other) = step.undercuts {
                    (weighing.nodes[other.index()] as usize, is_there(other))
                } else {
                    let to = step.conclusion.index();
                    (to, !self.fixed.contains(to))
                };
                let counts = counts && is_there(id);
                counts.then_some((to, Influence { role, node: from }))
            })
        };
        Rows::gather(claims + weighing.base.len(), || {
            let attacks = weighing.attacks.iter().copied();
            attacks.chain(premises()).chain(conclusions())
        })
    }
}

impl Weighing {
    fn new(reading: &Reading<'_>) -> Self {
        let map = reading.map;
        let mut weighing = Self {
            nodes: Vec::with_capacity(map.all_steps().len()),
            steps: Vec::new(),
            base: Vec::new(),
            attacks: Vec::with_capacity(reading.attacks.len()),
        };
        weighing.number_steps(reading);
        weighing.read_attacks(reading);
        weighing
    }

    /// A step has a node of its own if it weighs something else than its premise: all but those with one premise and no
    /// `strength`, which nothing undercuts.
    fn number_steps(&mut self, reading: &Reading<'_>) {
        let map = reading.map;
        let mut is_own = reading.gone_steps.clone();
        let undercut = map.undercuts().filter_map(|id| map.step(id).undercuts);
        is_own.extend(undercut.map(StepId::index));
        for id in map.all_steps() {
            let Step {
                origin, is_weighed, ..
            } = map.step(id);
            let is_own = is_weighed || is_own.contains(id.index());
            let only = match origin {
                _ if is_own => None,
                Origin::Relation(premise, _) => Some(premise),
                Origin::Reason(..) | Origin::Undercut(..) | Origin::Outweighed(..) => {
                    let mut premises = map.premises(id);
                    premises.next().filter(|_| premises.next().is_none())
                }
            };
            let node = if let Some(premise) = only {
                premise.0
            } else {
                self.steps.push(id);
                let strength = if is_weighed {
                    own_strength(map, id)
                } else {
                    1.0
                };
                self.add(map, strength)
            };
            self.nodes.push(node);
        }
    }

    /// An attack that weighs less than the claim that it comes from passes through a node of its own.
    fn read_attacks(&mut self, reading: &Reading<'_>) {
        let map = reading.map;
        for &(from, to, link) in &reading.attacks {
            let to = to.index();
            if reading.fixed.contains(to) || reading.gone.contains(from.index()) {
                continue;
            }
            let mut from = from.0;
            if map.link(link).is_weighed {
                let detail = map.link_detail(link);
                let strength = detail.and_then(|detail| detail.strength.as_ref());
                let between = self.add(map, strength.map_or(1.0, |said| said.value));
                let role = Role::Premise;
                self.attacks
                    .push((between as usize, Influence { role, node: from }));
                from = between;
            }
            let role = Role::Against;
            self.attacks.push((to, Influence { role, node: from }));
        }
    }

    /// Adds a node; gives its number.
    fn add(&mut self, map: &Map, base: f64) -> u32 {
        let node = narrow(map.claim_count() + self.base.len());
        self.base.push(base);
        node
    }
}

/// The step's own strength, and that of the entries of its premises.
fn own_strength(map: &Map, step: StepId) -> f64 {
    let own = map.step_strength(step).map_or(1.0, |said| said.value);
    let premises = map.premises(step);
    let details = premises.filter_map(|premise| map.premise_detail(step, premise));
    let strengths = details.filter_map(|detail| detail.strength.as_ref());
    own * strengths.map(|said| said.value).product::<f64>()
}
