//! What a map argues for: the declared thesis, or the only claim that can be it.

use petgraph::Direction::{Incoming, Outgoing};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::bearing::Bearing;
use super::support::Support;
use super::{ClaimId, Edge, Map, Node};
use crate::components::ComponentWalk;
use crate::rows::Rows;
use crate::syntax::Polarity;

impl Map {
    /// The claims that are neither for nor against another claim: premises of no step except to themselves, and of no
    /// undercut.
    ///
    /// In file order. Linear in the map if iterated to the end.
    pub fn roots(&self) -> impl Iterator<Item = ClaimId> + '_ {
        self.claims().filter(|&claim| {
            let mut edges = self.graph.edges_directed(self.claim_node(claim), Outgoing);
            edges.all(|edge| {
                *edge.weight() != Edge::Premise || self.is_step_to(edge.target(), claim)
            })
        })
    }

    fn is_step_to(&self, node: NodeIndex, claim: ClaimId) -> bool {
        match self.graph.node_weight(node) {
            Some(&Node::Step(step)) => {
                let step = self.step(step);
                step.undercuts.is_none() && step.conclusion == claim
            }
            _ => false,
        }
    }

    /// Whether any file declares a thesis, even one that does not exist.
    pub fn declares_thesis(&self) -> bool {
        let mut headers = self
            .documents
            .iter()
            .filter_map(|document| document.header.as_ref());
        headers.any(|header| !header.thesis.is_empty())
    }

    /// The claims that could be the thesis if none is declared: the [roots](Self::roots) that are argued for; failing
    /// that, the sides of a debate that attack each other; failing that, the roots that have any relation; failing
    /// that, all roots. In file order.
    ///
    /// Linear in the map.
    pub fn thesis_candidates(&self) -> Vec<ClaimId> {
        let roots: Vec<_> = self.roots().collect();
        let of_roots = |chosen: &dyn Fn(&ClaimId) -> bool| -> Vec<ClaimId> {
            roots.iter().copied().filter(chosen).collect()
        };
        [
            of_roots(&|&claim| self.is_argued_for(claim)),
            self.rival_theses(),
            of_roots(&|&claim| !self.is_isolated(claim)),
        ]
        .into_iter()
        .find(|candidates| !candidates.is_empty())
        .unwrap_or(roots)
    }

    fn is_argued_for(&self, claim: ClaimId) -> bool {
        let node = self.claim_node(claim);
        let mut reasons = self.graph.edges_directed(node, Incoming);
        reasons.any(|edge| *edge.weight() == Edge::For)
    }

    /// Whether the claim is a premise of a reason.
    fn is_ground(&self, claim: ClaimId) -> bool {
        let mut edges = self.graph.edges_directed(self.claim_node(claim), Outgoing);
        edges.any(|edge| match self.graph.node_weight(edge.target()) {
            Some(&Node::Step(step)) if *edge.weight() == Edge::Premise => {
                self.step(step).polarity == Polarity::For
            }
            _ => false,
        })
    }

    /// The claims that are argued for, support no other claim, and bear only on claims that bear on them: the sides of
    /// a debate that attack each other. In file order. Linear in the map.
    fn rival_theses(&self) -> Vec<ClaimId> {
        let bears = || {
            self.claims().flat_map(|claim| {
                let steps = self.reasons_for(claim).chain(self.objections_to(claim));
                let bearing = steps.flat_map(|step| {
                    let undercuts = self.undercuts_below(step);
                    let undercutters = undercuts.flat_map(|undercut| self.premises(undercut));
                    self.premises(step).chain(undercutters)
                });
                bearing.map(move |other| (other.index(), claim.0))
            })
        };
        let bears_on = Rows::gather(self.claim_count(), bears);
        let mut walk = ComponentWalk::new(self.claim_count());
        let mut rivals = Vec::new();
        let on = |claim: u32, place: usize| bears_on.of(claim as usize).get(place).copied();
        for claim in self.claims() {
            walk.follow(claim.0, &on, &mut |members| {
                let is_inside = |other: &u32| members.binary_search(other).is_ok();
                let leads_nowhere =
                    |member: &u32| bears_on.of(*member as usize).iter().all(is_inside);
                if members.len() > 1 && members.iter().all(leads_nowhere) {
                    rivals.extend(members.iter().copied().map(ClaimId));
                }
            });
        }
        rivals.retain(|&claim| self.is_argued_for(claim) && !self.is_ground(claim));
        rivals.sort_unstable();
        rivals
    }

    /// What the whole map argues for: the declared thesis or, if none is declared, the only
    /// [candidate](Self::thesis_candidates). Empty if what is declared is not a claim, or if there are several
    /// candidates. Also empty if some claims that rest on each other do not bear on the only candidate, since any of
    /// them may be meant as well.
    ///
    /// In the order declared. If none is declared, linear in the map when first asked for.
    pub fn thesis(&self) -> &[ClaimId] {
        self.thesis
            .get_or_init(|| self.only_candidate().into_iter().collect())
    }

    fn only_candidate(&self) -> Option<ClaimId> {
        let [only] = self.thesis_candidates()[..] else {
            return None;
        };
        let mut bearing = Bearing::new(self);
        if bearing.on(&[only]) < self.claim_count() {
            let support = Support::new(self);
            let mut circular = support.knots().iter().flatten();
            if circular.any(|&claim| !bearing.has(claim)) {
                return None;
            }
        }
        Some(only)
    }

    /// Whether the claim has no relation at all and answers no question.
    pub fn is_isolated(&self, claim: ClaimId) -> bool {
        let node = self.claim_node(claim);
        self.graph.neighbors_undirected(node).next().is_none()
            && self.questions_of(claim).is_empty()
    }
}
