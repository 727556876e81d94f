//! Finds complete extensions: the sets that complete labellings accept.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};
use super::stable::StableSearch;

/// A complete extension that contains `argument`. `graph` needs to have only the argument and its ancestors.
///
/// A stable extension is complete (Dung 1995), and where there is one it may be easier to find; so both are sought in turn.
pub(super) fn containing(
    graph: &AttackGraph,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    if graph.attacks_itself(argument) {
        return Ok(None);
    }
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    // Made when its turn comes: most questions are answered before.
    let mut stable = None;
    let found = budget.in_turn(vec![
        Box::new(move |budget| {
            complete.spend_from(budget);
            let accepted = complete.accepted(argument);
            complete.find(&[accepted]).map(Some)
        }),
        Box::new(move |budget| {
            let stable =
                stable.get_or_insert_with(|| StableSearch::new(graph, &[(argument, true)]));
            Ok(stable.find(budget)?.map(Some))
        }),
    ])?;
    Ok(found.flatten())
}

/// Calls `visit` with every complete extension, each once.
pub(super) fn enumerate(
    graph: &AttackGraph,
    budget: &Budget,
    visit: &mut dyn FnMut(&[Argument]) -> ControlFlow<()>,
) -> Result<(), Interrupted> {
    let mut complete = Labellings::new(graph, LabellingKind::Complete, budget);
    while let Some(found) = complete.find(&[])? {
        if visit(&found).is_break() {
            return Ok(());
        }
        complete.forbid_exactly(&found);
    }
    Ok(())
}
