//! A framework taken apart: what is settled beforehand, and the rest in pieces that can be solved one by one.

use super::Argument;
use super::graph::{Graph, Part};
use super::grounded::{grounded, labelled};
use super::problem::Semantics;
use super::table::Table;
use crate::reason::label::Label;

/// What is settled, and the parts whose extensions combine freely to those of the whole.
pub(super) struct Split {
    /// How the settled arguments are labelled; those in a part are undecided.
    pub(super) labels: Table<Label>,
    /// The settled arguments that are in every extension, ascending.
    pub(super) certain: Vec<Argument>,
    /// Parts that no attack joins.
    pub(super) parts: Vec<Part>,
}

impl Split {
    /// Under every semantics but stage, an extension is the grounded extension and one of the part that it leaves
    /// undecided; that part falls into its weakly connected components. Stage extensions need not contain the
    /// grounded one, so there the components of the whole are taken. O(arguments + attacks).
    pub(super) fn new(graph: &Graph, semantics: Semantics) -> Self {
        let labels = if semantics == Semantics::Stage {
            Table::new(graph.len())
        } else {
            grounded(graph)
        };
        Self {
            certain: labelled(&labels, Label::Accepted),
            parts: graph.components(|argument| labels.at(argument) == Label::Undecided),
            labels,
        }
    }

    /// An extension of the whole from what is accepted in the parts.
    pub(super) fn join(&self, mut accepted: Vec<Argument>) -> Vec<Argument> {
        accepted.extend_from_slice(&self.certain);
        accepted.sort_unstable();
        accepted
    }
}
