//! Stable extensions: conflict-free sets that attack everything else.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
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
