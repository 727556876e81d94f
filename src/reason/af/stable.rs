//! Finds stable extensions: conflict-free sets that attack everything else.

use std::ops::ControlFlow;

use super::Argument;
use super::budget::{Budget, BudgetedSearch, FIRST_TURN, Interrupted};
use super::dense::DenseSearch;
use super::graph::AttackGraph;
use super::labelling::{LabellingKind, Labellings};

/// A search for a stable extension that contains each of some arguments, or does not contain it.
///
/// Two searches take turns: one that makes many choices, and one that learns from them.
pub(super) struct StableSearch<'g> {
    graph: &'g AttackGraph,
    wishes: Vec<(Argument, bool)>,
    dense: Option<DenseSearch>,
    /// Made when its turn comes: many questions are answered before.
    labellings: Option<Labellings<'g>>,
    /// The length of a turn, in conflicts.
    turn: u64,
}

impl<'g> StableSearch<'g> {
    pub(super) fn new(graph: &'g AttackGraph, wishes: &[(Argument, bool)]) -> Self {
        Self {
            graph,
            wishes: wishes.to_vec(),
            dense: DenseSearch::new(graph, wishes),
            labellings: None,
            turn: FIRST_TURN,
        }
    }

    /// A stable extension that fulfils the wishes, if there is one. If the budget runs out, the search can be resumed.
    pub(super) fn find(&mut self, budget: &Budget) -> Result<Option<Vec<Argument>>, Interrupted> {
        while let Some(dense) = &mut self.dense {
            match dense.next(&budget.part(self.turn)) {
                Err(Interrupted) => budget.check()?,
                found => return found,
            }
            if !dense.is_promising() {
                self.dense = None;
                break;
            }
            match self.find_labelling(&budget.part(self.turn)) {
                Err(Interrupted) => budget.check()?,
                found => return found,
            }
            self.turn *= 2;
        }
        self.find_labelling(budget)
    }

    fn find_labelling(&mut self, budget: &Budget) -> Result<Option<Vec<Argument>>, Interrupted> {
        let labellings = self.labellings.get_or_insert_with(|| {
            let mut stable = Labellings::new(self.graph, LabellingKind::Stable, budget);
            for &(argument, within) in &self.wishes {
                let accepted = stable.accepted(argument);
                stable.demand([if within { accepted } else { !accepted }]);
            }
            stable
        });
        labellings.spend_from(budget);
        labellings.find(&[])
    }
}

/// A stable extension; with or without an argument, if `wanted` says so.
pub(super) fn find(
    graph: &AttackGraph,
    wanted: Option<(Argument, bool)>,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    if let Some((argument, false)) = wanted {
        // Most extensions leave most arguments out, so the first may do.
        let any = StableSearch::new(graph, &[]).find(budget)?;
        if any
            .as_ref()
            .is_none_or(|any| any.binary_search(&argument).is_err())
        {
            return Ok(any);
        }
    }
    StableSearch::new(graph, wanted.as_slice()).find(budget)
}

/// A search for a stable extension, with or without an argument if `wanted` says so. Gives `Some(None)` if there are stable
/// extensions but none as wanted, and `None` if there are no stable extensions at all. Called again, it resumes.
pub(super) fn search(
    graph: &AttackGraph,
    wanted: Option<(Argument, bool)>,
) -> BudgetedSearch<'_, Option<Vec<Argument>>> {
    let mut wished = StableSearch::new(graph, wanted.as_slice());
    let mut any = wanted.map(|_| StableSearch::new(graph, &[]));
    let mut is_in_vain = false;
    Box::new(move |budget| {
        if !is_in_vain {
            let found = wished.find(budget)?;
            if found.is_some() {
                return Ok(Some(found));
            }
            is_in_vain = true;
        }
        let Some(any) = &mut any else { return Ok(None) };
        Ok(any.find(budget)?.map(|_| None))
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
