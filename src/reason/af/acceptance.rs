//! Many arguments at once: whether all extensions, some or none contain each.

use super::budget::{Budget, Interrupted};
use super::extension::wished_in_part;
use super::framework::Framework;
use super::graph::Graph;
use super::grounded::Label;
use super::problem::Semantics;
use super::split::Split;
use super::table::Table;
use super::{Argument, complete, ideal, preferred};

/// How many of the extensions contain an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acceptance {
    /// None of them.
    #[default]
    None,
    /// Some, and not all: it is credulously accepted.
    Some,
    /// All of them: it is sceptically accepted.
    All,
}

/// How many of the extensions contain each of the arguments `asked` about; none if there is no extension, which only
/// stable semantics knows.
///
/// One extension tells of many arguments, so this takes fewer searches than asking about them one by one.
///
/// # Errors
///
/// If the budget is spent.
pub fn acceptance(
    framework: &Framework,
    semantics: Semantics,
    asked: &[Argument],
    budget: &Budget,
) -> Result<Option<Vec<Acceptance>>, Interrupted> {
    let graph = framework.graph();
    let split = Split::new(graph, semantics);
    let settled = |argument| match split.labels.at(argument) {
        Label::Accepted => Acceptance::All,
        Label::Rejected | Label::Undecided => Acceptance::None,
    };
    let mut answers = Table::filled(graph.len(), Acceptance::None);
    for argument in graph.arguments() {
        answers.set(argument, settled(argument));
    }
    if semantics != Semantics::Grounded {
        let asked = Table::of(graph.len(), asked);
        for part in &split.parts {
            let mut survey = Survey::new(&part.graph, semantics, budget);
            if !survey.begin()? {
                return Ok(None);
            }
            for (&argument, position) in part.origin.iter().zip(0..) {
                if asked.at(argument) {
                    answers.set(argument, survey.ask(position)?);
                }
            }
        }
    }
    Ok(Some(asked.iter().map(|&a| answers.at(a)).collect()))
}

/// What is known of the extensions of one part.
struct Survey<'p> {
    graph: &'p Graph,
    semantics: Semantics,
    budget: &'p Budget,
    /// Contained in some extension.
    within: Table<bool>,
    /// Not contained in some extension.
    without: Table<bool>,
}

impl<'p> Survey<'p> {
    fn new(graph: &'p Graph, semantics: Semantics, budget: &'p Budget) -> Self {
        Self {
            graph,
            semantics,
            budget,
            within: Table::new(graph.len()),
            without: Table::new(graph.len()),
        }
    }

    /// Looks at a first extension; false if there is none.
    fn begin(&mut self) -> Result<bool, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let first = match self.semantics {
            // Nothing of a part is in the grounded extension, which is a complete one.
            Semantics::Grounded | Semantics::Complete => Some(Vec::new()),
            Semantics::Preferred => Some(preferred::extend(graph, &[], budget)?),
            Semantics::Ideal => Some(ideal::ideal(graph, budget)?),
            Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
                wished_in_part(graph, self.semantics, None, budget)?
            }
        };
        if let Some(first) = &first {
            self.note(first);
        }
        Ok(first.is_some())
    }

    /// Learns from an extension.
    fn note(&mut self, extension: &[Argument]) {
        let members = Table::of(self.graph.len(), extension);
        for argument in self.graph.arguments() {
            let table = if members.at(argument) {
                &mut self.within
            } else {
                &mut self.without
            };
            table.set(argument, true);
        }
    }

    fn ask(&mut self, argument: Argument) -> Result<Acceptance, Interrupted> {
        if !self.within.at(argument) && !self.find_with(argument)? {
            return Ok(Acceptance::None);
        }
        if self.without.at(argument) || self.find_without(argument)? {
            return Ok(Acceptance::Some);
        }
        Ok(Acceptance::All)
    }

    /// Looks for an extension with the argument.
    fn find_with(&mut self, argument: Argument) -> Result<bool, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let found = match self.semantics {
            Semantics::Grounded | Semantics::Ideal => None,
            Semantics::Complete => complete::containing(graph, argument, budget)?,
            Semantics::Preferred => match complete::containing(graph, argument, budget)? {
                Some(core) => Some(preferred::extend(graph, &core, budget)?),
                None => None,
            },
            Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
                wished_in_part(graph, self.semantics, Some((argument, true)), budget)?
            }
        };
        if let Some(found) = &found {
            self.note(found);
        }
        Ok(found.is_some())
    }

    /// Looks for an extension without the argument.
    fn find_without(&mut self, argument: Argument) -> Result<bool, Interrupted> {
        let (graph, budget) = (self.graph, self.budget);
        let found = match self.semantics {
            Semantics::Grounded | Semantics::Complete | Semantics::Ideal => None,
            Semantics::Preferred => match preferred::counterexample(graph, argument, budget)? {
                Some(core) => Some(preferred::extend(graph, &core, budget)?),
                None => None,
            },
            Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
                wished_in_part(graph, self.semantics, Some((argument, false)), budget)?
            }
        };
        if let Some(found) = &found {
            self.note(found);
        }
        Ok(found.is_some())
    }
}
