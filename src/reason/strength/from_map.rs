//! Turns a map into a weighted bipolar graph.

#![expect(
    clippy::indexing_slicing,
    reason = "claims and steps index arrays that are made for their map"
)]

use fixedbitset::FixedBitSet;

use super::graph::BipolarGraph;
use super::rivals::{RivalGroup, groups};
use crate::map::{ClaimId, Map, Origin, Step, StepId};
use crate::narrow::narrow;
use crate::reason::Suppositions;
use crate::reason::attacks::{Attack, attacks_by_links};
use crate::reason::least::{Influence, InfluenceKind};
use crate::rows::Rows;
use crate::syntax::Polarity;

/// The base score of a claim whose analyst gives none.
const UNSAID: f64 = 0.5;

impl BipolarGraph {
    /// The graph of `map` under the suppositions. See the [module](super). Linear in the map.
    pub fn of(map: &Map, suppositions: &Suppositions) -> Self {
        let reading = MapReading::new(map, suppositions);
        let weighing = Weighing::new(&reading);
        let (base, arcs) = rayon::join(
            || reading.bases(suppositions, &weighing.base),
            || reading.arcs(&weighing),
        );
        Self {
            base,
            claims: map.claim_count(),
            strong: map.claim_count() + weighing.strong,
            steps: weighing.nodes.into(),
            arcs,
        }
    }
}

/// The claim's base score under the suppositions: what it has before anything is said for or against it. Linear in the
/// suppositions.
pub fn base_score(map: &Map, claim: ClaimId, suppositions: &Suppositions) -> f64 {
    let supposes = |claims: &[ClaimId]| claims.contains(&claim);
    if supposes(&suppositions.removed) || supposes(&suppositions.denied) {
        0.0
    } else if supposes(&suppositions.assumed) {
        1.0
    } else if supposes(&suppositions.distrusted)
        || (map.claim(claim).is_denied() && !supposes(&suppositions.unmarked))
    {
        0.0
    } else {
        credence(map, claim)
    }
}

fn credence(map: &Map, claim: ClaimId) -> f64 {
    let credence = map.claim(claim).credence.as_ref();
    credence.map_or(UNSAID, |said| said.value)
}

/// A map on its way to becoming a graph.
struct MapReading<'m> {
    map: &'m Map,
    /// Claims that nothing influences.
    fixed: FixedBitSet,
    /// Claims that are supposed not to exist.
    gone: FixedBitSet,
    /// The steps from these claims.
    gone_steps: FixedBitSet,
    /// The attacks by contradictions.
    attacks: Vec<Attack>,
}

/// The nodes other than claims.
struct Weighing {
    /// The node of each step.
    nodes: Vec<u32>,
    /// The steps that have nodes of their own, which come after the claims in this order.
    steps: Vec<StepId>,
    /// The base scores of these nodes, and then of the auxiliary nodes.
    base: Vec<f64>,
    /// How many of these nodes come before those that gather attacks.
    strong: usize,
    /// What contradictions add, each with the node that it influences: attacks, and the influences on auxiliary nodes.
    attacks: Vec<(usize, Influence)>,
}

impl<'m> MapReading<'m> {
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

    /// The base scores of the claims, then those of the other nodes.
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
        for &claim in &suppositions.distrusted {
            bases[claim.index()] = 0.0;
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

    /// All influences: those by contradictions first, then in the order of the steps.
    fn arcs(&self, weighing: &Weighing) -> Rows<Influence> {
        let (map, claims) = (self.map, self.map.claim_count());
        let is_there = |step: StepId| !self.gone_steps.contains(step.index());
        let premises = || {
            let own = (claims..).zip(&weighing.steps);
            let own = own.filter(|&(_, &step)| is_there(step));
            own.flat_map(|(node, &step)| {
                let role = InfluenceKind::Premise;
                let premises = map.premises(step);
                premises.map(move |ClaimId(from)| (node, Influence { role, node: from }))
            })
        };
        let conclusions = || {
            let steps = map.all_steps().zip(&weighing.nodes);
            steps.filter_map(|(id, &from)| {
                let step = map.step(id);
                let role = match step.polarity {
                    Polarity::For => InfluenceKind::For,
                    Polarity::Against => InfluenceKind::Against,
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
    fn new(reading: &MapReading<'_>) -> Self {
        let map = reading.map;
        let mut weighing = Self {
            nodes: Vec::with_capacity(map.all_steps().len()),
            steps: Vec::new(),
            base: Vec::new(),
            strong: 0,
            attacks: Vec::with_capacity(reading.attacks.len()),
        };
        weighing.number_steps(reading);
        weighing.read_attacks(reading);
        weighing.strong = weighing.base.len();
        weighing.read_rivals(reading);
        weighing
    }

    /// Gives each step a node. A step shares the node of its premise if it always weighs the same: if it has one premise and
    /// no `strength`, and nothing undercuts it. Steps from claims that are supposed gone have nodes of their own too.
    fn number_steps(&mut self, reading: &MapReading<'_>) {
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

    /// Adds the attacks by contradictions. One with a `strength` passes through a node of its own.
    fn read_attacks(&mut self, reading: &MapReading<'_>) {
        let map = reading.map;
        for &(from, to, link) in &reading.attacks {
            // Answers to an exclusive question contradict each other only once, in `read_rivals`.
            if map.exclusive_question(from, to).is_some() {
                continue;
            }
            let to = to.index();
            if reading.fixed.contains(to) || reading.gone.contains(from.index()) {
                continue;
            }
            let mut from = from.0;
            if map.link(link).is_weighed {
                let detail = map.link_detail(link);
                let strength = detail.and_then(|detail| detail.strength.as_ref());
                let between = self.add(map, strength.map_or(1.0, |said| said.value));
                let role = InfluenceKind::Premise;
                self.attacks
                    .push((between as usize, Influence { role, node: from }));
                from = between;
            }
            let role = InfluenceKind::Against;
            self.attacks.push((to, Influence { role, node: from }));
        }
    }

    /// Adds the attacks between answers to exclusive questions: each is attacked by those before it and by those after it.
    /// Auxiliary nodes gather these attacks. Each joins one attack to what another node has gathered, and comes before that
    /// node.
    fn read_rivals(&mut self, reading: &MapReading<'_>) {
        let map = reading.map;
        if map.questions().len() == 0 {
            return;
        }
        let is_there = |claim: &ClaimId| !reading.gone.contains(claim.index());
        for RivalGroup { new, met, others } in groups(map) {
            let new: Vec<ClaimId> = new.into_iter().filter(is_there).collect();
            let met: Vec<Vec<ClaimId>> = met
                .into_iter()
                .map(|class| class.into_iter().filter(is_there).collect())
                .collect();
            self.chain(reading, new.iter());
            self.chain(reading, new.iter().rev());
            if met.is_empty() {
                continue;
            }
            // What attacks each class: the answers that are new here, and the classes that it has not met.
            let from_classes: Vec<u32> = met.iter().map(|_| self.add(map, UNSAID)).collect();
            let to_new = self.add(map, UNSAID);
            let totals: Vec<u32> = met.iter().map(|_| self.add(map, UNSAID)).collect();
            let of_new = self.add(map, UNSAID);
            for claim in &new {
                self.attack(reading, of_new as usize, claim.0);
                self.attack(reading, claim.index(), to_new);
            }
            for (number, class) in met.iter().enumerate() {
                let (all, from) = (totals[number], from_classes[number]);
                self.attack(reading, to_new as usize, all);
                self.attack(reading, from as usize, of_new);
                for &other in &others[number] {
                    self.attack(reading, from as usize, totals[other]);
                }
                for claim in class {
                    self.attack(reading, all as usize, claim.0);
                    self.attack(reading, claim.index(), from);
                }
            }
        }
    }

    /// Lets each of the answers be attacked by all before it.
    fn chain<'c>(
        &mut self,
        reading: &MapReading<'_>,
        answers: impl DoubleEndedIterator<Item = &'c ClaimId> + ExactSizeIterator,
    ) {
        let count = answers.len();
        if count < 2 {
            return;
        }
        // An answer's node joins one attack to those gathered for the answer before it, in the node after its own.
        let first = narrow(reading.map.claim_count() + self.base.len());
        for _ in 1..count {
            self.add(reading.map, UNSAID);
        }
        let end = first + narrow(count - 1);
        let mut last: Option<&ClaimId> = None;
        for (number, answer) in (0..).zip(answers) {
            if let Some(last) = last {
                let own = end - number;
                self.attack(reading, own as usize, last.0);
                if number > 1 {
                    self.attack(reading, own as usize, own + 1);
                }
                self.attack(reading, answer.index(), own);
            }
            last = Some(answer);
        }
    }

    /// Adds an attack by `node`, unless nothing can influence its target `to`.
    fn attack(&mut self, reading: &MapReading<'_>, to: usize, node: u32) {
        let is_fixed = to < reading.map.claim_count() && reading.fixed.contains(to);
        if !is_fixed {
            let role = InfluenceKind::Against;
            self.attacks.push((to, Influence { role, node }));
        }
    }

    /// Adds a node and returns its number.
    fn add(&mut self, map: &Map, base: f64) -> u32 {
        let node = narrow(map.claim_count() + self.base.len());
        self.base.push(base);
        node
    }
}

/// The step's own strength times those that the entries of its premises give.
fn own_strength(map: &Map, step: StepId) -> f64 {
    let own = map.step_strength(step).map_or(1.0, |said| said.value);
    let premises = map.premises(step);
    let details = premises.filter_map(|premise| map.premise_detail(step, premise));
    let strengths = details.filter_map(|detail| detail.strength.as_ref());
    own * strengths.map(|said| said.value).product::<f64>()
}
