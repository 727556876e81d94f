//! Extensions of maximal range: semi-stable among the complete ones, stage among the conflict-free.
//!
//! The range of a set is the set and all that it attacks.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted, Search};
use super::graph::Graph;
use super::labelling::{Kind, Labellings};
use super::table::Table;
use crate::sat::Lit;

/// A search for an extension of maximal range, with the argument `wanted` in it or not in it where that is asked for, or for the
/// knowledge that there is none (none). Asked again, it goes on.
///
/// Of those that fulfil the wish it takes one of a range that no other of them exceeds; then only a set that does not can reach
/// further. If one does, those that fulfil the wish inside the range it grows to have a smaller one, and are ruled out with it.
pub(super) fn search<'g>(
    graph: &'g Graph,
    kind: Kind,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> Search<'g, Option<Vec<Argument>>> {
    let mut labellings = Labellings::new(graph, kind, budget).with_ranges();
    let fixed: Option<Lit> = wanted.map(|(argument, within)| {
        let accepted = labellings.accepted(argument);
        if within { accepted } else { !accepted }
    });
    Box::new(move |budget| {
        labellings.spend_from(budget);
        let fixed = fixed.as_slice();
        while let Some(found) = labellings.find(fixed)? {
            let range = labellings.range();
            let (found, range) = labellings.grow(found, range, fixed)?;
            // Nothing under the wish reaches further; if nothing at all does, this is one.
            if fixed.is_empty() {
                return Ok(Some(Some(found)));
            }
            let reached = range.len();
            let (_, further) = labellings.grow(Vec::new(), range, &[])?;
            if further.len() == reached {
                return Ok(Some(Some(found)));
            }
            demand_beyond_range(&mut labellings, &further);
        }
        Ok(Some(None))
    })
}

/// Every extension of maximal range, each once: range after range, then the sets that have it.
pub(super) fn enumerate(
    graph: &Graph,
    kind: Kind,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut labellings = Labellings::new(graph, kind, budget).with_ranges();
    while let Some(found) = labellings.find(&[])? {
        let range = labellings.range();
        let (found, range) = labellings.grow(found, range, &[])?;
        let same: Vec<Lit> = range.iter().map(|&a| labellings.in_range(a)).collect();
        let mut next = Some(found);
        while let Some(found) = next {
            if visit(&found).is_break() {
                return Ok(());
            }
            // Of two sets of one range none contains the other: what one has more, the other attacks.
            labellings.forbid_all_of(&found);
            next = labellings.find(&same)?;
        }
        demand_beyond_range(&mut labellings, &range);
    }
    Ok(())
}

fn demand_beyond_range(labellings: &mut Labellings<'_>, range: &[Argument]) {
    let graph = labellings.graph();
    let reached = Table::of(graph.len(), range);
    let beyond: Vec<Lit> = graph
        .arguments()
        .filter(|&argument| !reached.at(argument) && graph.counts(argument))
        .map(|argument| labellings.in_range(argument))
        .collect();
    labellings.demand(beyond);
}
