//! The labelling that follows from a set of arguments by force alone.

use super::Argument;
use super::graph::Graph;
use super::table::Table;
use crate::narrow::narrow;

/// Accepted, rejected or open, as a complete labelling has it (Caminada 2006: in, out, undec).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Label {
    Accepted,
    Rejected,
    #[default]
    Undecided,
}

/// The grounded labelling: the least complete one. O(arguments + attacks).
pub(super) fn grounded(graph: &Graph) -> Table<Label> {
    least_complete(graph, &[])
}

/// The least complete labelling that accepts the admissible set `accepted`: what it defends is accepted, over and
/// over. O(arguments + attacks).
pub(super) fn least_complete(graph: &Graph, accepted: &[Argument]) -> Table<Label> {
    let mut labels = Table::new(graph.len());
    let mut standing = Table::new(graph.len());
    let mut open: Vec<Argument> = accepted.to_vec();
    for &argument in accepted {
        labels.set(argument, Label::Accepted);
    }
    for argument in graph.arguments() {
        let attackers = graph.attackers(argument).len();
        standing.set(argument, narrow(attackers));
        if attackers == 0 && labels.at(argument) == Label::Undecided {
            labels.set(argument, Label::Accepted);
            open.push(argument);
        }
    }
    while let Some(next) = open.pop() {
        for &fallen in graph.targets(next) {
            if labels.at(fallen) != Label::Undecided {
                continue;
            }
            labels.set(fallen, Label::Rejected);
            for &relieved in graph.targets(fallen) {
                if standing.decrement(relieved) == 0 && labels.at(relieved) == Label::Undecided {
                    labels.set(relieved, Label::Accepted);
                    open.push(relieved);
                }
            }
        }
    }
    labels
}

/// Those with a label, ascending.
pub(super) fn labelled(labels: &Table<Label>, wanted: Label) -> Vec<Argument> {
    labels
        .iter()
        .filter_map(|(argument, label)| (label == wanted).then_some(argument))
        .collect()
}
