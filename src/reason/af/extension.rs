//! Finds one extension, with or without a certain argument if that is asked for.

use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use super::grounded::{grounded, labelled, least_complete};
use super::labelling::LabellingKind;
use super::problem::Semantics;
use super::split::Split;
use super::{Argument, complete, ideal, preferred, range, stable};
use crate::reason::label::Label;

/// An argument, and whether it should be in the extension.
type Wish = (Argument, bool);

/// Some extension, ascending; `None` if there is none, which happens only under stable semantics.
pub(super) fn some(
    graph: &AttackGraph,
    semantics: Semantics,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    match semantics {
        Semantics::Grounded | Semantics::Complete => {
            Ok(Some(labelled(&grounded(graph), Label::Accepted)))
        }
        Semantics::Preferred => preferred_over(graph, &[], budget).map(Some),
        Semantics::Ideal => ideal_of(graph, budget).map(Some),
        Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
            wished(graph, semantics, None, budget)
        }
    }
}

/// An extension that contains the argument.
pub(super) fn containing(
    graph: &AttackGraph,
    semantics: Semantics,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    match semantics {
        Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
            return wished(graph, semantics, Some((argument, true)), budget);
        }
        Semantics::Grounded | Semantics::Complete | Semantics::Preferred | Semantics::Ideal => (),
    }
    let labels = grounded(graph);
    let core = match labels.at(argument) {
        Label::Accepted => Vec::new(),
        Label::Rejected => return Ok(None),
        Label::Undecided => {
            // Only the arguments from which attacks lead to this one decide whether these semantics accept it.
            let ancestors = graph.ancestors(argument);
            let part = graph.restrict(|a| ancestors.at(a) && labels.at(a) == Label::Undecided);
            let Some(position) = part.position(argument) else {
                return Ok(None);
            };
            let core = match semantics {
                Semantics::Complete | Semantics::Preferred => {
                    complete::containing(&part.graph, position, budget)?
                }
                Semantics::Ideal => Some(ideal::ideal(&part.graph, budget)?)
                    .filter(|ideal| ideal.binary_search(&position).is_ok()),
                _ => None,
            };
            let Some(core) = core else {
                return Ok(None);
            };
            part.lift(&core).collect()
        }
    };
    match semantics {
        Semantics::Preferred => preferred_over(graph, &core, budget).map(Some),
        Semantics::Ideal => ideal_of(graph, budget).map(Some),
        _ => Ok(Some(labelled(
            &least_complete(graph, &core),
            Label::Accepted,
        ))),
    }
}

/// An extension that does not contain the argument.
pub(super) fn without(
    graph: &AttackGraph,
    semantics: Semantics,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    match semantics {
        Semantics::Stable | Semantics::SemiStable | Semantics::Stage => {
            wished(graph, semantics, Some((argument, false)), budget)
        }
        Semantics::Grounded | Semantics::Complete | Semantics::Ideal => {
            let least = some(graph, semantics, budget)?;
            Ok(least.filter(|least| least.binary_search(&argument).is_err()))
        }
        Semantics::Preferred => {
            let labels = grounded(graph);
            let core = match labels.at(argument) {
                Label::Accepted => return Ok(None),
                Label::Rejected => Vec::new(),
                Label::Undecided => {
                    let ancestors = graph.ancestors(argument);
                    let part =
                        graph.restrict(|a| ancestors.at(a) && labels.at(a) == Label::Undecided);
                    let counterexample = match part.position(argument) {
                        Some(position) => preferred::counterexample(&part.graph, position, budget)?,
                        None => None,
                    };
                    let Some(counterexample) = counterexample else {
                        return Ok(None);
                    };
                    part.lift(&counterexample).collect()
                }
            };
            preferred_over(graph, &core, budget).map(Some)
        }
    }
}

/// A preferred extension that contains an admissible set.
fn preferred_over(
    graph: &AttackGraph,
    core: &[Argument],
    budget: &Budget,
) -> Result<Vec<Argument>, Interrupted> {
    let split = Split::new(graph, Semantics::Preferred);
    let mut accepted = Vec::new();
    for part in &split.parts {
        let within = part.lower(core);
        let largest = preferred::extend(&part.graph, &within, budget)?;
        accepted.extend(part.lift(&largest));
    }
    Ok(split.join(accepted))
}

fn ideal_of(graph: &AttackGraph, budget: &Budget) -> Result<Vec<Argument>, Interrupted> {
    let split = Split::new(graph, Semantics::Ideal);
    let mut accepted = Vec::new();
    for part in &split.parts {
        accepted.extend(part.lift(&ideal::ideal(&part.graph, budget)?));
    }
    Ok(split.join(accepted))
}

/// A stable, semi-stable or stage extension that fulfils the wish.
fn wished(
    graph: &AttackGraph,
    semantics: Semantics,
    wish: Option<Wish>,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    let split = Split::new(graph, semantics);
    if let Some((argument, within)) = wish {
        match split.labels.at(argument) {
            Label::Accepted if !within => return Ok(None),
            Label::Rejected if within => return Ok(None),
            _ => (),
        }
    }
    let wish_in = |part: &super::graph::GraphPart| {
        wish.and_then(|(argument, within)| Some((part.position(argument)?, within)))
    };
    let mut accepted = Vec::new();
    // The part that the wish is about comes first: it is the likeliest to have no such extension.
    let mut parts: Vec<_> = split
        .parts
        .iter()
        .map(|part| (part, wish_in(part)))
        .collect();
    parts.sort_by_key(|(_, wish)| wish.is_none());
    for (part, wish) in parts {
        let Some(found) = wished_in_part(&part.graph, semantics, wish, budget)? else {
            return Ok(None);
        };
        accepted.extend(part.lift(&found));
    }
    Ok(Some(split.join(accepted)))
}

/// The same for a connected part with nothing in it settled.
pub(super) fn wished_in_part(
    graph: &AttackGraph,
    semantics: Semantics,
    wish: Option<Wish>,
    budget: &Budget,
) -> Result<Option<Vec<Argument>>, Interrupted> {
    let Some(kind) = kind_of_range(semantics) else {
        return stable::find(graph, wish, budget);
    };
    // If there are stable extensions, they are those of maximal range: their range is everything (Verheij 1996; Caminada
    // 2006). So a stable extension that fulfils the wish is an answer; and if there are stable extensions but none fulfils
    // the wish, that is an answer too.
    let found = budget.in_turn(vec![
        stable::search(graph, wish),
        range::search(graph, kind, wish, budget),
    ])?;
    Ok(found.flatten())
}

/// The sets among which the semantics takes those of maximal range; `None` if it does not take those.
pub(super) fn kind_of_range(semantics: Semantics) -> Option<LabellingKind> {
    match semantics {
        Semantics::SemiStable => Some(LabellingKind::Complete),
        Semantics::Stage => Some(LabellingKind::ConflictFree),
        _ => None,
    }
}
