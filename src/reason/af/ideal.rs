//! Finds the ideal extension: the largest admissible set that every preferred extension contains.

use super::Argument;
use super::budget::{Budget, FIRST_TURN, Interrupted};
use super::dense::DenseSearch;
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};
use super::preferred;
use super::table::ArgumentTable;
use crate::sat::Lit;

/// The ideal extension.
///
/// An admissible set is in every preferred extension iff no admissible set attacks it (Dung, Mancarella & Toni 2007). So
/// this takes a preferred extension, and repeatedly removes what some complete labelling rejects, and what the rest does not
/// defend. What is left is admissible, and no admissible set attacks it. Nothing of the ideal extension is removed: the
/// preferred extension contains it, no labelling rejects any of it, and it defends itself. Takes as many searches as there
/// are removals, at most one for each argument of the preferred extension.
pub(super) fn ideal(graph: &AttackGraph, budget: &Budget) -> Result<Vec<Argument>, Interrupted> {
    let mut set = in_stable(graph, preferred::extend(graph, &[], budget)?, budget)?;
    let is_founded = graph.knots().is_empty();
    // The arguments of this set are accepted only where that cannot be avoided, so that many of them are rejected at once.
    let first = ArgumentTable::of(graph.len(), &set);
    let avoided = |argument| !first.at(argument);
    let mut complete = Labellings::preferring(graph, LabellingKind::Complete, budget, avoided);
    if is_founded {
        set = defended(graph, &set);
    }
    while !set.is_empty() {
        let rejected: Vec<Lit> = set.iter().map(|&a| complete.rejected(a)).collect();
        // The demand can stay: a labelling that rejects none of these now will reject none of the fewer left later.
        complete.demand(rejected);
        if complete.find(&[])?.is_none() {
            break;
        }
        set.retain(|&argument| !complete.holds(complete.rejected(argument)));
        if is_founded {
            set = defended(graph, &set);
        }
    }
    if is_founded {
        Ok(set)
    } else {
        largest_within(graph, &set, budget)
    }
}

/// The set without what some stable extensions do not contain, as far as such extensions are soon found: they are preferred.
fn in_stable(
    graph: &AttackGraph,
    mut set: Vec<Argument>,
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    let soon = budget.part(FIRST_TURN);
    for argument in set.clone() {
        if set.binary_search(&argument).is_err() {
            continue;
        }
        let Some(mut without) = DenseSearch::new(graph, &[(argument, false)]) else {
            break;
        };
        match without.next(&soon) {
            Ok(Some(other)) => set.retain(|member| other.binary_search(member).is_ok()),
            Ok(None) => (),
            Err(Interrupted) => {
                budget.check()?;
                break;
            }
        }
    }
    Ok(set)
}

/// The largest complete extension inside a set of which no labelling rejects anything.
fn largest_within(
    graph: &AttackGraph,
    set: &[Argument],
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    let members = ArgumentTable::of(graph.len(), set);
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    let outside: Vec<Lit> = graph
        .arguments()
        .filter(|&argument| !members.at(argument))
        .map(|argument| !complete.accepted(argument))
        .collect();
    Ok(complete.find(&outside)?.unwrap_or_default())
}

/// The largest subset of a conflict-free set that defends itself. O(arguments + attacks).
fn defended(graph: &AttackGraph, set: &[Argument]) -> Vec<Argument> {
    let mut members = ArgumentTable::of(graph.len(), set);
    let mut answered = ArgumentTable::<u32>::new(graph.len());
    for &member in set {
        for &target in graph.targets(member) {
            answered.increment(target);
        }
    }
    // An attacker that nothing in the set attacks removes its targets from the set.
    let mut free: Vec<Argument> = graph
        .arguments()
        .filter(|&argument| answered.at(argument) == 0)
        .collect();
    while let Some(attacker) = free.pop() {
        for &struck in graph.targets(attacker) {
            if !members.at(struck) {
                continue;
            }
            members.set(struck, false);
            for &target in graph.targets(struck) {
                if answered.decrement(target) == 0 {
                    free.push(target);
                }
            }
        }
    }
    members.marked()
}
