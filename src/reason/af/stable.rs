//! Finds stable extensions: conflict-free sets that attack everything else.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, BudgetedSearch, Interrupted};
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};

/// A stable extension; with or without an argument, if `wanted` says so.
pub(super) fn find(
    graph: &AttackGraph,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    let mut stable = Labellings::new(graph, LabellingKind::Stable, budget);
    let Some((argument, within)) = wanted else {
        return stable.find(&[]);
    };
    let accepted = stable.accepted(argument);
    if within {
        return stable.find(&[accepted]);
    }
    // Most extensions leave most arguments out, so the first may do.
    match stable.find(&[])? {
        Some(_) if stable.holds(accepted) => stable.find(&[!accepted]),
        found => Ok(found),
    }
}

/// A search for a stable extension, with or without an argument if `wanted` says so. Gives `Some(None)` if there are stable
/// extensions but none as wanted, and `None` if there are no stable extensions at all. Called again, it resumes.
pub(super) fn search<'g>(
    graph: &'g AttackGraph,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> BudgetedSearch<'g, Option<Vec<Argument>>> {
    let mut stable = Labellings::new(graph, LabellingKind::Stable, budget);
    Box::new(move |budget| {
        stable.spend_from(budget);
        if let Some((argument, within)) = wanted {
            let accepted = stable.accepted(argument);
            let wish = if within { accepted } else { !accepted };
            if let Some(found) = stable.find(&[wish])? {
                return Ok(Some(Some(found)));
            }
        }
        let any = stable.find(&[])?;
        Ok(any.map(|any| wanted.is_none().then_some(any)))
    })
}

/// Calls `visit` with every stable extension, each once.
pub(super) fn enumerate(
    graph: &AttackGraph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut stable = Labellings::new(graph, LabellingKind::Stable, budget);
    while let Some(found) = stable.find(&[])? {
        if visit(&found).is_break() {
            return Ok(());
        }
        // No stable extension is a proper subset of another.
        stable.forbid_all_of(&found);
    }
    Ok(())
}
