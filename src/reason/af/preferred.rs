//! Finds preferred extensions: the maximal sets that complete labellings accept.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};
use super::stable::StableSearch;

/// A preferred extension that contains the admissible set `within`.
///
/// Any complete labelling found accepts as much as possible (see [`Labellings::find`]), so no further search has to show
/// that it cannot grow. A stable extension would also do, since it attacks everything that it could grow by (Dung 1995), and
/// it may be easier to find if there is one. So the two searches take turns.
pub(super) fn extend(
    graph: &AttackGraph,
    within: &[Argument],
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    let wishes: Vec<_> = within.iter().map(|&argument| (argument, true)).collect();
    let mut stable = StableSearch::new(graph, &wishes);
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    for &argument in within {
        let accepted = complete.accepted(argument);
        complete.demand([accepted]);
    }
    let found = budget.in_turn(vec![
        Box::new(move |budget| stable.find(budget)),
        Box::new(move |budget| {
            complete.spend_from(budget);
            complete.find(&[])
        }),
    ])?;
    // An admissible set has a complete superset (Dung 1995).
    Ok(found.unwrap_or_else(|| within.to_vec()))
}

/// Calls `visit` with every preferred extension, each once.
///
/// Each set found is maximal among those that are no subset of an earlier one. A larger set would not be a subset of an
/// earlier one either, so the set is preferred.
pub(super) fn enumerate(
    graph: &AttackGraph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    while let Some(largest) = complete.find(&[])? {
        if visit(&largest).is_break() {
            return Ok(());
        }
        complete.demand_beyond(&largest);
    }
    Ok(())
}

/// An admissible set, if there is one, such that no preferred extension that includes it contains `argument`; the argument
/// is then not sceptically accepted. `graph` needs to have only the argument and its ancestors.
///
/// A set that attacks the argument is one; so is the empty set if no admissible set contains the argument. Otherwise the
/// search is guided by counterexamples (after Dvořák, Järvisalo, Wallner & Woltran 2014): candidates are the maximal sets
/// without the argument. If a candidate can be extended to a set with the argument, all subsets of that set are ruled out. A
/// preferred extension without the argument is none of these subsets, as it would not be maximal; so none is lost.
pub(super) fn counterexample(
    graph: &AttackGraph,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    // Finds a labelling that accepts the argument, or rejects it; called again, it resumes the search.
    let search = |rejects: bool| {
        let mut labellings = Labellings::new(graph, LabellingKind::Complete, budget);
        move |budget: &Budget| {
            labellings.spend_from(budget);
            let accepted = labellings.accepted(argument);
            let rejected = labellings.rejected(argument);
            let goal = if rejects { rejected } else { accepted };
            labellings.find(&[goal])
        }
    };
    let mut containing = search(false);
    let mut stable = StableSearch::new(graph, &[(argument, false)]);
    let mut attacking = search(true);
    let known = budget.in_turn(vec![
        Box::new(move |budget| {
            let found = containing(budget)?;
            Ok(found.is_none().then(|| Some(Vec::new())))
        }),
        Box::new(move |budget| Ok(stable.find(budget)?.map(Some))),
        // If no set attacks the argument, every stable extension contains it, so there is nothing left to search for.
        Box::new(move |budget| attacking(budget).map(Some)),
    ])?;
    if let Some(Some(set)) = known {
        return Ok(Some(set));
    }
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    let accepted = complete.accepted(argument);
    let rejected = complete.rejected(argument);
    complete.demand([!rejected]);
    let Some(with) = complete.find(&[accepted])? else {
        return Ok(Some(Vec::new()));
    };
    complete.demand_beyond(&with);
    while let Some(without) = complete.find(&[!accepted])? {
        let mut assumptions = vec![accepted];
        assumptions.extend(without.iter().map(|&member| complete.accepted(member)));
        let Some(with) = complete.find(&assumptions)? else {
            return Ok(Some(without));
        };
        complete.demand_beyond(&with);
    }
    Ok(None)
}
