//! Takes a framework apart: what is settled beforehand, and the rest in parts that can be solved one by one.

use super::Argument;
use super::graph::{AttackGraph, GraphPart};
use super::grounded::{grounded, labelled};
use super::problem::Semantics;
use super::table::ArgumentTable;
use crate::reason::label::Label;

/// What is settled, and parts whose extensions combine freely into those of the whole.
pub(super) struct Split {
    /// The labels of the settled arguments; arguments in a part are undecided.
    pub(super) labels: ArgumentTable<Label>,
    /// The settled arguments that are in every extension, ascending.
    pub(super) certain: Vec<Argument>,
    /// Parts with no attacks between them.
    pub(super) parts: Vec<GraphPart>,
}

impl Split {
    /// Under every semantics but stage, an extension is the grounded extension together with an extension of the part that
    /// this leaves undecided, which splits into its weakly connected components. Stage extensions need not contain the
    /// grounded one, so there the components of the whole are taken. O(arguments + attacks).
    pub(super) fn new(graph: &AttackGraph, semantics: Semantics) -> Self {
        let labels = if semantics == Semantics::Stage {
            ArgumentTable::new(graph.len())
        } else {
            grounded(graph)
        };
        Self {
            certain: labelled(&labels, Label::Accepted),
            parts: graph.components(|argument| labels.at(argument) == Label::Undecided),
            labels,
        }
    }

    /// The extension of the whole, from what is accepted in the parts.
    pub(super) fn join(&self, mut accepted: Vec<Argument>) -> Vec<Argument> {
        accepted.extend_from_slice(&self.certain);
        accepted.sort_unstable();
        accepted
    }
}
