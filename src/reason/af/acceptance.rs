//! Decides which of many arguments are in all extensions, or in some.
//!
//! [`extension`](super::extension) deals with a single argument. Here the question is about a whole list, and every
//! labelling found answers it for each argument that is still open.

use super::budget::{Budget, Interrupted};
use super::extension::wished_in_part;
use super::framework::Framework;
use super::graph::AttackGraph;
use super::grounded::grounded;
use super::labelling::{LabellingKind, Labellings};
use super::parity::has_odd_cycle;
use super::problem::Semantics;
use super::split::Split;
use super::table::ArgumentTable;
use super::{Argument, ideal, preferred, stable};
use crate::reason::label::Label;
use crate::sat::Lit;

/// When an argument counts as accepted if there are several extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Acceptance {
    /// If all extensions contain it.
    #[default]
    Sceptical,
    /// If some extension contains it.
    Credulous,
}

/// Whether each of the arguments `asked` about is accepted, in their order; `None` if there is no extension, which happens
/// only under stable semantics.
///
/// # Errors
///
/// If the budget is spent.
pub fn accepted(
    framework: &Framework,
    semantics: Semantics,
    reading: Acceptance,
    asked: &[Argument],
    budget: &Budget,
) -> Result<Option<Vec<bool>>, Interrupted> {
    let graph = framework.graph();
    let split = Split::new(graph, semantics);
    let mut accepted = ArgumentTable::of(graph.len(), &split.certain);
    let is_asked = ArgumentTable::of(graph.len(), asked);
    for part in &split.parts {
        let members = part.origin.iter().zip(0..);
        let open: Vec<Argument> = members
            .filter(|&(&argument, _)| {
                is_asked.at(argument) && split.labels.at(argument) == Label::Undecided
            })
            .map(|(_, position)| position)
            .collect();
        let survey = Survey {
            graph: &part.graph,
            budget,
        };
        let Some(found) = survey.accepted(semantics, reading, open)? else {
            return Ok(None);
        };
        for argument in part.lift(&found) {
            accepted.set(argument, true);
        }
    }
    Ok(Some(asked.iter().map(|&a| accepted.at(a)).collect()))
}

/// Whether each of the arguments `asked` about is in every preferred extension, in their order; `None` for those for which
/// `most_conflicts` in their connected part were not enough to tell.
///
/// The answer for an argument depends only on the arguments from which attacks lead to it.
pub(in crate::reason) fn in_every_preferred(
    framework: &Framework,
    asked: &[Argument],
    most_conflicts: u64,
) -> Vec<Option<bool>> {
    let graph = framework.graph();
    let labels = grounded(graph);
    let led = graph.ancestors_of_all(asked);
    let is_asked = ArgumentTable::of(graph.len(), asked);
    let is_open = |argument| labels.at(argument) == Label::Undecided;
    let mut found = ArgumentTable::<Option<bool>>::new(graph.len());
    for argument in graph.arguments() {
        found.set(argument, Some(labels.at(argument) == Label::Accepted));
    }
    for part in graph.components(|argument| led.at(argument) && is_open(argument)) {
        let members = (0..).zip(&part.origin);
        let open: Vec<Argument> = members
            .filter(|&(_, &argument)| is_asked.at(argument))
            .map(|(position, _)| position)
            .collect();
        let survey = Survey {
            graph: &part.graph,
            budget: &Budget::of_conflicts(most_conflicts),
        };
        match survey.in_all_preferred(open.clone()) {
            Ok(accepted) => part
                .lift(&accepted)
                .for_each(|argument| found.set(argument, Some(true))),
            Err(Interrupted) => part
                .lift(&open)
                .for_each(|argument| found.set(argument, None)),
        }
    }
    asked.iter().map(|&argument| found.at(argument)).collect()
}

/// One part of a framework, with nothing in it settled.
#[derive(Clone, Copy)]
struct Survey<'p> {
    graph: &'p AttackGraph,
    budget: &'p Budget,
}

impl Survey<'_> {
    /// The arguments `asked` about that are accepted; `None` if there is no extension.
    fn accepted(
        self,
        semantics: Semantics,
        reading: Acceptance,
        asked: Vec<Argument>,
    ) -> Result<Option<Vec<Argument>>, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        Ok(Some(match (semantics, reading) {
            // The grounded extension, which is complete, contains nothing of a part.
            (Semantics::Grounded, _) | (Semantics::Complete, Acceptance::Sceptical) => Vec::new(),
            (Semantics::Ideal, _) => among(graph, asked, &ideal::ideal(graph, budget)?),
            // Whatever a complete extension contains, some preferred one contains.
            (Semantics::Complete | Semantics::Preferred, Acceptance::Credulous) => {
                self.possible_somehow(asked, Goal::Accepted)?
            }
            (Semantics::Preferred, Acceptance::Sceptical) => self.in_all_preferred(asked)?,
            (Semantics::Stable | Semantics::SemiStable, _) => {
                match (stable::find(graph, None, budget)?, reading) {
                    // If there are stable extensions, they are the semi-stable ones.
                    (Some(_), Acceptance::Credulous) => {
                        self.possible(LabellingKind::Stable, asked, Goal::Accepted)?
                    }
                    (Some(first), Acceptance::Sceptical) => {
                        self.in_all_stable(among(graph, asked, &first))?
                    }
                    (None, _) if semantics == Semantics::Stable => return Ok(None),
                    (None, _) => self.one_by_one(semantics, reading, &asked)?,
                }
            }
            (Semantics::Stage, _) => self.one_by_one(semantics, reading, &asked)?,
        }))
    }

    fn in_all_stable(self, candidates: Vec<Argument>) -> Result<Vec<Argument>, Interrupted> {
        let rejected = self.possible(LabellingKind::Stable, candidates.clone(), Goal::Rejected)?;
        Ok(except(self.graph, candidates, &rejected))
    }

    /// The arguments `asked` about that all preferred extensions contain.
    ///
    /// A complete labelling that rejects an argument can be extended to a preferred one that does. An argument that none
    /// rejects may still be undecided in a preferred one, unless the ideal extension contains it or every preferred
    /// extension is stable.
    fn in_all_preferred(self, asked: Vec<Argument>) -> Result<Vec<Argument>, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let first = preferred::extend(graph, &[], budget)?;
        let candidates = among(graph, asked, &first);
        if !has_odd_cycle(graph) {
            return self.in_all_stable(candidates);
        }
        let rejected = self.possible_somehow(candidates.clone(), Goal::Rejected)?;
        let candidates = except(graph, candidates, &rejected);
        if candidates.is_empty() {
            return Ok(candidates);
        }
        let ideal = ideal::ideal(graph, budget)?;
        let mut certain = among(graph, candidates.clone(), &ideal);
        let mut open = except(graph, candidates, &ideal);
        while let Some(argument) = open.pop() {
            match self.preferred_without(argument)? {
                Some(other) => open = among(graph, open, &other),
                None => certain.push(argument),
            }
        }
        Ok(certain)
    }

    /// A preferred extension that does not contain `argument`, which no labelling rejects.
    fn preferred_without(self, argument: Argument) -> Result<Option<Vec<Argument>>, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        // Only the arguments from which attacks lead to this one decide whether there is such an extension.
        let ancestors = graph.ancestors(argument);
        let part = graph.restrict(|ancestor| ancestors.at(ancestor));
        let Some(position) = part.position(argument) else {
            return Ok(None);
        };
        let core = if has_odd_cycle(&part.graph) {
            preferred::counterexample(&part.graph, position, budget)?
        } else {
            stable::find(&part.graph, Some((position, false)), budget)?
        };
        let Some(core) = core else {
            return Ok(None);
        };
        let core: Vec<Argument> = part.lift(&core).collect();
        preferred::extend(graph, &core, budget).map(Some)
    }

    /// The arguments that some complete labelling accepts, or rejects. Tries stable labellings first, which are easier to
    /// find.
    fn possible_somehow(
        self,
        asked: Vec<Argument>,
        goal: Goal,
    ) -> Result<Vec<Argument>, Interrupted> {
        let mut found = self.possible(LabellingKind::Stable, asked.clone(), goal)?;
        let rest = except(self.graph, asked, &found);
        found.extend(self.possible(LabellingKind::Complete, rest, goal)?);
        Ok(found)
    }

    /// The arguments that some labelling accepts, or rejects.
    ///
    /// Each search looks for a labelling that does so to as many as possible of the arguments that are still open, so
    /// independent choices are all made at once. When that no longer gets far, each argument gets a search of its own.
    fn possible(
        self,
        kind: LabellingKind,
        asked: Vec<Argument>,
        goal: Goal,
    ) -> Result<Vec<Argument>, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let mut open = asked;
        let mut found = Vec::new();
        loop {
            let wanted = ArgumentTable::of(graph.len(), &open);
            let prefers = |argument| wanted.at(argument) == (goal == Goal::Accepted);
            let mut labellings = Labellings::preferring(graph, kind, budget, prefers);
            if labellings.find(&[])?.is_none() {
                return Ok(found);
            }
            let before = open.len();
            goal.strike(&labellings, &mut open, &mut found);
            if before - open.len() < before.div_ceil(8) {
                while let Some(argument) = open.pop() {
                    let wish = goal.literal(&labellings, argument);
                    if labellings.find(&[wish])?.is_some() {
                        found.push(argument);
                        goal.strike(&labellings, &mut open, &mut found);
                    }
                }
            }
            if open.is_empty() {
                return Ok(found);
            }
        }
    }

    fn one_by_one(
        self,
        semantics: Semantics,
        reading: Acceptance,
        asked: &[Argument],
    ) -> Result<Vec<Argument>, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let within = reading == Acceptance::Credulous;
        // The arguments that some extension is known to contain, or not to contain.
        let mut shown = ArgumentTable::new(graph.len());
        let note = |extension: &[Argument], shown: &mut ArgumentTable<bool>| {
            let members = ArgumentTable::of(graph.len(), extension);
            for &argument in asked {
                if members.at(argument) == within {
                    shown.set(argument, true);
                }
            }
        };
        if let Some(first) = wished_in_part(graph, semantics, None, budget)? {
            note(&first, &mut shown);
        }
        for &argument in asked {
            if shown.at(argument) {
                continue;
            }
            let wish = Some((argument, within));
            if let Some(found) = wished_in_part(graph, semantics, wish, budget)? {
                note(&found, &mut shown);
            }
        }
        let accepted = asked.iter().copied();
        Ok(accepted
            .filter(|&argument| shown.at(argument) == within)
            .collect())
    }
}

/// What a labelling should do to an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    Accepted,
    Rejected,
}

impl Goal {
    fn literal(self, labellings: &Labellings<'_>, argument: Argument) -> Lit {
        match self {
            Self::Accepted => labellings.accepted(argument),
            Self::Rejected => labellings.rejected(argument),
        }
    }

    /// Moves to `found` the arguments to which the labelling found last does it.
    fn strike(
        self,
        labellings: &Labellings<'_>,
        open: &mut Vec<Argument>,
        found: &mut Vec<Argument>,
    ) {
        open.retain(|&argument| {
            let held = labellings.holds(self.literal(labellings, argument));
            if held {
                found.push(argument);
            }
            !held
        });
    }
}

/// The arguments that are in the set.
fn among(graph: &AttackGraph, arguments: Vec<Argument>, set: &[Argument]) -> Vec<Argument> {
    let members = ArgumentTable::of(graph.len(), set);
    let arguments = arguments.into_iter();
    arguments.filter(|&argument| members.at(argument)).collect()
}

/// The arguments that are not in the set.
fn except(graph: &AttackGraph, arguments: Vec<Argument>, set: &[Argument]) -> Vec<Argument> {
    let members = ArgumentTable::of(graph.len(), set);
    let arguments = arguments.into_iter();
    arguments
        .filter(|&argument| !members.at(argument))
        .collect()
}
