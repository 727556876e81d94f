//! Stable extensions: conflict-free sets that attack everything else.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted, Search};
use super::graph::Graph;
use super::labelling::{Kind, Labellings};

/// A stable extension, with `argument` in it or not in it where that is asked for.
pub(super) fn find(
    graph: &Graph,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    let mut stable = Labellings::new(graph, Kind::Stable, budget);
    let Some((argument, within)) = wanted else {
        return stable.find(&[]);
    };
    let accepted = stable.accepted(argument);
    if within {
        return stable.find(&[accepted]);
    }
    // Most extensions leave most arguments out: the first may do.
    match stable.find(&[])? {
        Some(_) if stable.holds(accepted) => stable.find(&[!accepted]),
        found => Ok(found),
    }
}

/// A search for a stable extension, with the argument `wanted` in it or not in it, or for the knowledge that all others are not so
/// (none); nothing if there are no stable extensions at all. Asked again, it goes on.
pub(super) fn search<'g>(
    graph: &'g Graph,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> Search<'g, Option<Vec<Argument>>> {
    let mut stable = Labellings::new(graph, Kind::Stable, budget);
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

/// Every stable extension, each once.
pub(super) fn enumerate(
    graph: &Graph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut stable = Labellings::new(graph, Kind::Stable, budget);
    while let Some(found) = stable.find(&[])? {
        if visit(&found).is_break() {
            return Ok(());
        }
        // No stable extension is a proper subset of another.
        stable.forbid_all_of(&found);
    }
    Ok(())
}
