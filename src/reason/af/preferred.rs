//! Preferred extensions: maximal sets accepted by a complete labelling.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::Graph;
use super::labelling::{Kind, Labellings};
use super::stable;
use crate::sat::Lit;

/// A preferred extension that contains the admissible set `within`: a stable one if there is one, as those are
/// cheaper to find and need no proof that they cannot grow.
pub(super) fn extend(
    graph: &Graph,
    within: &[Argument],
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    for kind in [Kind::Stable, Kind::Complete] {
        let mut labellings = Labellings::new(graph, kind, budget);
        let assumptions: Vec<Lit> = within.iter().map(|&a| labellings.accepted(a)).collect();
        if let Some(found) = labellings.find(&assumptions)? {
            return maximise(&mut labellings, found);
        }
    }
    // An admissible set has a complete superset (Dung 1995).
    Ok(within.to_vec())
}

fn maximise(
    labellings: &mut Labellings<'_>,
    found: Vec<Argument>,
) -> Result<Vec<Argument>, Interrupted> {
    let (largest, _) = labellings.grow(found, Labellings::accepted, &[])?;
    Ok(largest)
}

/// Every preferred extension, each once.
pub(super) fn enumerate(
    graph: &Graph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    while let Some(found) = complete.find(&[])? {
        let largest = maximise(&mut complete, found)?;
        if visit(&largest).is_break() {
            return Ok(());
        }
        complete.demand_beyond(&largest);
    }
    Ok(())
}

/// An admissible set, if there is one, that every preferred extension over it leaves `argument` out of: the
/// argument is then not sceptically accepted. `graph` need only hold the argument and its ancestors.
///
/// A stable extension without the argument is one. Else counterexample-guided (after Dvořák, Järvisalo, Wallner & Woltran 2014): candidates are sets without the
/// argument, grown as far as they go without it; one that goes on with it rules out all subsets of what it grows to.
pub(super) fn counterexample(
    graph: &Graph,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    if let Some(stable) = stable::find(graph, Some((argument, false)), budget)? {
        return Ok(Some(stable));
    }
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    let accepted = complete.accepted(argument);
    let rejected = complete.rejected(argument);
    if let Some(attacking) = complete.find(&[rejected])? {
        return Ok(Some(attacking));
    }
    complete.demand([!rejected]);
    let Some(with) = complete.find(&[accepted])? else {
        return Ok(Some(Vec::new()));
    };
    let (with, _) = complete.grow(with, Labellings::accepted, &[accepted])?;
    complete.demand_beyond(&with);
    while let Some(without) = complete.find(&[!accepted])? {
        let (without, _) = complete.grow(without, Labellings::accepted, &[!accepted])?;
        let mut assumptions = vec![accepted];
        assumptions.extend(without.iter().map(|&member| complete.accepted(member)));
        let Some(with) = complete.find(&assumptions)? else {
            return Ok(Some(without));
        };
        let (with, _) = complete.grow(with, Labellings::accepted, &[accepted])?;
        complete.demand_beyond(&with);
    }
    Ok(None)
}
