//! Finds complete extensions: the sets that complete labellings accept.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};

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
    // Made when its turn comes: most questions are answered before.
    let search = |kind| {
        let mut made = None;
        move |budget: &Budget| {
            let labellings = made.get_or_insert_with(|| Labellings::new(graph, kind, budget));
            labellings.spend_from(budget);
            let accepted = labellings.accepted(argument);
            labellings.find(&[accepted])
        }
    };
    let mut complete = search(LabellingKind::Complete);
    let mut stable = search(LabellingKind::Stable);
    let found = budget.in_turn(vec![
        Box::new(move |budget| complete(budget).map(Some)),
        Box::new(move |budget| Ok(stable(budget)?.map(Some))),
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
