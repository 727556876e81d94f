//! Finds extensions of maximal range: semi-stable among the complete ones, stage among the conflict-free.
//!
//! The range of a set is the set and everything that it attacks.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, BudgetedSearch, Interrupted};
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};
use super::table::ArgumentTable;
use crate::sat::Lit;

/// A search for an extension of maximal range that contains the argument `wanted`, or does not contain it, if that is asked
/// for. Gives `Some(None)` if it shows that there is none. Called again, it resumes.
///
/// Among the sets that fulfil the wish, it takes one whose range no other of them exceeds; then only a set that does not
/// fulfil it can have a larger range. If one does, its range is grown, and the sets that fulfil the wish with a range inside
/// that are ruled out, because their range is smaller.
pub(super) fn search<'g>(
    graph: &'g AttackGraph,
    kind: LabellingKind,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> BudgetedSearch<'g, Option<Vec<Argument>>> {
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
            // No set that fulfils the wish reaches further. If no set at all does, this is an extension.
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

/// Calls `visit` with every extension of maximal range, each once: one range after another, with all the sets that have it.
pub(super) fn enumerate(
    graph: &AttackGraph,
    kind: LabellingKind,
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
            // Of two sets with the same range, neither contains the other: what one has in addition, the other attacks.
            labellings.forbid_all_of(&found);
            next = labellings.find(&same)?;
        }
        demand_beyond_range(&mut labellings, &range);
    }
    Ok(())
}

fn demand_beyond_range(labellings: &mut Labellings<'_>, range: &[Argument]) {
    let graph = labellings.graph();
    let reached = ArgumentTable::of(graph.len(), range);
    let beyond: Vec<Lit> = graph
        .arguments()
        .filter(|&argument| !reached.at(argument) && graph.counts(argument))
        .map(|argument| labellings.in_range(argument))
        .collect();
    labellings.demand(beyond);
}
