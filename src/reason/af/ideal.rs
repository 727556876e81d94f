//! The ideal extension: the largest admissible set inside every preferred extension.

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::Graph;
use super::labelling::{Kind, Labellings};
use super::table::Table;
use crate::sat::Lit;

/// The ideal extension.
///
/// An admissible set is ideal iff no admissible set attacks it (Dung, Mancarella & Toni 2007). So: take a preferred
/// extension, strike from it whatever some complete labelling rejects, and then, over and over, what the rest does
/// not defend. Stable extensions, which are cheaper to find, do the first of the striking. As many searches as it
/// takes to strike, at most one for each argument of the first extension.
pub(super) fn ideal(graph: &Graph, budget: &Budget) -> Result<Vec<Argument>, Interrupted> {
    let mut stable = Labellings::new(graph, Kind::Stable, budget);
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    let first = match stable.find(&[])? {
        Some(found) => strike_rejected(&mut stable, found)?,
        None => match complete.find(&[])? {
            Some(found) => complete.grow(found, Labellings::accepted, &[])?.0,
            None => Vec::new(),
        },
    };
    let unattacked = strike_rejected(&mut complete, first)?;
    if graph.knots().is_empty() {
        Ok(defended(graph, &unattacked))
    } else {
        largest_within(graph, &unattacked, budget)
    }
}

/// The largest complete extension inside a set that no labelling rejects anything of.
fn largest_within(
    graph: &Graph,
    set: &[Argument],
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    let members = Table::of(graph.len(), set);
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    let outside: Vec<Lit> = graph
        .arguments()
        .filter(|&argument| !members.at(argument))
        .map(|argument| !complete.accepted(argument))
        .collect();
    match complete.find(&outside)? {
        Some(found) => Ok(complete.grow(found, Labellings::accepted, &outside)?.0),
        None => Ok(Vec::new()),
    }
}

/// What no labelling rejects of a set.
fn strike_rejected(
    labellings: &mut Labellings<'_>,
    mut set: Vec<Argument>,
) -> Result<Vec<Argument>, Interrupted> {
    while !set.is_empty() {
        let rejected: Vec<Lit> = set.iter().map(|&a| labellings.rejected(a)).collect();
        // The demand may stay: a labelling that rejects none of these now rejects none of the fewer later.
        labellings.demand(rejected);
        if labellings.find(&[])?.is_none() {
            break;
        }
        set.retain(|&argument| !labellings.holds(labellings.rejected(argument)));
    }
    Ok(set)
}

/// The largest subset of a conflict-free set that defends itself. O(arguments + attacks).
fn defended(graph: &Graph, set: &[Argument]) -> Vec<Argument> {
    let mut members = Table::of(graph.len(), set);
    let mut answered = Table::<u32>::new(graph.len());
    for &member in set {
        for &target in graph.targets(member) {
            answered.increment(target);
        }
    }
    // An attacker that nothing in the set attacks strikes its targets from it.
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
