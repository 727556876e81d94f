//! Finds complete extensions: the sets that complete labellings accept.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::Graph;
use super::labelling::{Kind, Labellings};

/// A complete extension that contains `argument`. `graph` needs to have only the argument and its ancestors.
pub(super) fn containing(
    graph: &Graph,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    if graph.attacks_itself(argument) {
        return Ok(None);
    }
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    let accepted = complete.accepted(argument);
    complete.find(&[accepted])
}

/// Calls `visit` with every complete extension, each once.
pub(super) fn enumerate(
    graph: &Graph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut complete = Labellings::new(graph, Kind::Complete, budget);
    while let Some(found) = complete.find(&[])? {
        if visit(&found).is_break() {
            return Ok(());
        }
        complete.forbid_exactly(&found);
    }
    Ok(())
}
