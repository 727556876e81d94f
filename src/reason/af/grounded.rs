//! Finds what a set of arguments forces: the least labelling that is complete (Caminada 2006: in, out, undec) and accepts
//! the set.

use fixedbitset::FixedBitSet;

use super::Argument;
use super::graph::AttackGraph;
use super::table::ArgumentTable;
use crate::narrow::narrow;
use crate::reason::label::Label;
use crate::reason::least::{Influence, InfluenceKind, Influences, LeastLabelling, Missing};

impl Influences for AttackGraph {
    fn influences(&self, argument: Argument) -> impl Iterator<Item = Influence> {
        let targets = self.targets(argument).iter();
        let role = InfluenceKind::Against;
        targets.map(move |&node| Influence { role, node })
    }
}

/// The grounded labelling: the least complete one. O(arguments + attacks).
pub(super) fn grounded(graph: &AttackGraph) -> ArgumentTable<Label> {
    least_complete(graph, &[])
}

/// The least complete labelling that accepts the admissible set `accepted`: what this defends is accepted too, and so on.
/// O(arguments + attacks).
pub(super) fn least_complete(graph: &AttackGraph, accepted: &[Argument]) -> ArgumentTable<Label> {
    let attackers = graph
        .arguments()
        .map(|it| narrow(graph.attackers(it).len()));
    let missing = Missing {
        conditions: attackers.collect(),
        supports: Vec::new(),
    };
    let mut carried = FixedBitSet::with_capacity(graph.len());
    carried.insert_range(..);
    let mut least = LeastLabelling::new(graph, missing, carried);
    for &argument in accepted {
        least.decide(argument, Label::Accepted);
    }
    for argument in graph.arguments() {
        least.weigh(argument);
    }
    least.follow();
    ArgumentTable::from(least.labels)
}

/// The arguments with a label, ascending.
pub(super) fn labelled(labels: &ArgumentTable<Label>, wanted: Label) -> Vec<Argument> {
    labels
        .iter()
        .filter_map(|(argument, label)| (label == wanted).then_some(argument))
        .collect()
}
