//! The graph of a map, and queries that look at direct neighbours.
//!
//! The claims come first among the nodes, in their order; then the steps, undercuts last. All results are in file
//! order. Petgraph returns the newest edges first, so edges of the same kind are added last first.

use fixedbitset::FixedBitSet;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use petgraph::{Direction, Incoming, Outgoing};

use super::{ClaimId, Link, LinkId, Map, Origin, StepId};
use crate::syntax::{Polarity, RelationKind};

/// A claim or a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A claim.
    Claim(ClaimId),
    /// A step.
    Step(StepId),
}

/// How two nodes are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// From a claim to a step that it is a premise of.
    Premise,
    /// From a step to the claim that it is a reason for.
    For,
    /// From a step to the claim that it is an objection to.
    Against,
    /// From an undercut to the step that it undercuts.
    Undercuts,
    /// From the claim that states it to the one it contradicts. Applies in both directions.
    Contradicts(LinkId),
    /// From the claim that states it to the one it is contrasted with. Applies in both directions.
    Contrasts(LinkId),
    /// From the claim that states it to the one it restates. Applies in both directions.
    Restates(LinkId),
}

/// A graph of claims and steps.
pub type Graph = DiGraph<Node, Edge, u32>;

impl Map {
    /// The graph. Node `i` is claim `i`, and node `claim_count() + i` is step `i`.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The claim's node.
    pub fn claim_node(&self, claim: ClaimId) -> NodeIndex {
        NodeIndex::new(claim.index())
    }

    /// The step's node.
    pub fn step_node(&self, step: StepId) -> NodeIndex {
        NodeIndex::new(self.claim_count() + step.index())
    }

    /// The premises of a step.
    pub fn premises(&self, step: StepId) -> impl Iterator<Item = ClaimId> + '_ {
        // The origin of a plain step already gives its only premise, so there is no need to ask the graph.
        let plain = match self.step(step).origin {
            Origin::Relation(premise, _) => Some(premise),
            Origin::Reason(..) | Origin::Undercut(..) | Origin::Outweighed(..) => None,
        };
        let along = || self.along(self.step_node(step), Incoming, Edge::Premise);
        let linked = plain.is_none().then(along).into_iter().flatten();
        (plain.into_iter()).chain(linked.map(|node| ClaimId::at(node.index())))
    }

    /// The reasons for a claim, plain or with linked premises.
    pub fn reasons_for(&self, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
        self.steps_along(self.claim_node(claim), Incoming, Edge::For)
    }

    /// The objections to a claim, plain or with linked premises.
    pub fn objections_to(&self, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
        self.steps_along(self.claim_node(claim), Incoming, Edge::Against)
    }

    /// The reasons and objections that have the claim as a premise.
    pub fn uses(&self, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
        let steps = self.steps_along(self.claim_node(claim), Outgoing, Edge::Premise);
        steps.filter(|step| step.index() < self.step_count())
    }

    /// The undercuts that have the claim as a premise.
    pub fn undercuts_by(&self, claim: ClaimId) -> impl Iterator<Item = StepId> + '_ {
        let steps = self.steps_along(self.claim_node(claim), Outgoing, Edge::Premise);
        steps.filter(|step| step.index() >= self.step_count())
    }

    /// The undercuts of a step.
    pub fn undercuts_of(&self, step: StepId) -> impl Iterator<Item = StepId> + '_ {
        self.steps_along(self.step_node(step), Incoming, Edge::Undercuts)
    }

    /// The undercuts of a reason or an objection, the undercuts of those, and so on. Linear in the undercuts found.
    pub fn undercuts_below(&self, step: StepId) -> impl Iterator<Item = StepId> + '_ {
        // Every undercut has one target, so none comes twice. Undercuts in a circle do not lead to a reason or an
        // objection.
        let mut open: Vec<StepId> = self.undercuts_of(step).collect();
        std::iter::from_fn(move || {
            let undercut = open.pop()?;
            open.extend(self.undercuts_of(undercut).filter(|&other| other != step));
            Some(undercut)
        })
    }

    /// The claims that the claim directly supports: the conclusions of the reasons it is a premise of.
    pub fn supported_by(&self, claim: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        self.uses(claim)
            .map(|step| self.step(step))
            .filter_map(|step| (step.polarity == Polarity::For).then_some(step.conclusion))
    }

    /// The steps that belong to the part of the map that `has` describes. A reason or an objection belongs if `has`
    /// says so. An undercut belongs if `has` says so and the step that it undercuts belongs too. Linear.
    pub(crate) fn steps_among(&self, has: impl Fn(StepId) -> bool) -> FixedBitSet {
        let mut among = FixedBitSet::with_capacity(self.all_steps().len());
        let mut open: Vec<StepId> = self.steps().filter(|&step| has(step)).collect();
        let mut next = 0;
        while let Some(&step) = open.get(next) {
            next += 1;
            among.insert(step.index());
            open.extend(self.undercuts_of(step).filter(|&undercut| has(undercut)));
        }
        among
    }

    /// The claims that contradict a claim, whichever of the two states it, each with its link.
    pub fn contradictions(&self, claim: ClaimId) -> impl Iterator<Item = (ClaimId, LinkId)> + '_ {
        self.linked(claim, |kind| kind == RelationKind::Contradicts)
    }

    /// The claims that are contrasted with a claim, whichever of the two states it, each with its link.
    pub fn contrasts(&self, claim: ClaimId) -> impl Iterator<Item = (ClaimId, LinkId)> + '_ {
        self.linked(claim, |kind| kind == RelationKind::Contrasts)
    }

    /// The claims that say the same as a claim in different words, whichever of the two states it, each with its link.
    pub fn restatements(&self, claim: ClaimId) -> impl Iterator<Item = (ClaimId, LinkId)> + '_ {
        self.linked(claim, |kind| kind == RelationKind::Restates)
    }

    /// The claims linked with a claim: first those that contradict it, then those contrasted with it, then those that
    /// say the same. Within each group, the order is that of [`contradictions`](Self::contradictions) and its siblings.
    pub fn linked_with(&self, claim: ClaimId) -> Vec<(ClaimId, LinkId)> {
        let mut links: Vec<_> = self.linked(claim, |_| true).collect();
        links.sort_by_key(|&(_, link)| match self.link(link).kind {
            RelationKind::Contradicts => 0,
            RelationKind::Contrasts => 1,
            _ => 2,
        });
        links
    }

    /// Symmetric links: first those that the claim states itself, then those that others state about it. A link to
    /// itself is listed once.
    fn linked(
        &self,
        claim: ClaimId,
        is_wanted: impl Fn(RelationKind) -> bool + Copy,
    ) -> impl Iterator<Item = (ClaimId, LinkId)> {
        let node = self.claim_node(claim);
        [Outgoing, Incoming].into_iter().flat_map(move |direction| {
            let edges = self.graph.edges_directed(node, direction);
            edges.filter_map(move |edge| {
                let (Edge::Contradicts(id) | Edge::Contrasts(id) | Edge::Restates(id)) =
                    *edge.weight()
                else {
                    return None;
                };
                let Link { kind, from, to, .. } = self.link(id);
                let is_again = from == to && direction == Incoming;
                let other = if from == claim { to } else { from };
                (is_wanted(kind) && !is_again).then_some((other, id))
            })
        })
    }

    fn steps_along(
        &self,
        node: NodeIndex,
        direction: Direction,
        kind: Edge,
    ) -> impl Iterator<Item = StepId> + '_ {
        let nodes = self.along(node, direction, kind);
        nodes.map(|node| StepId::at(node.index() - self.claim_count()))
    }

    fn along(
        &self,
        node: NodeIndex,
        direction: Direction,
        kind: Edge,
    ) -> impl Iterator<Item = NodeIndex> + '_ {
        let edges = self.graph.edges_directed(node, direction);
        let edges = edges.filter(move |edge| *edge.weight() == kind);
        edges.map(move |edge| match direction {
            Outgoing => edge.target(),
            Incoming => edge.source(),
        })
    }
}
