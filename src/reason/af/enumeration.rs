//! Lists or counts all extensions.

use std::ops::ControlFlow;

use num_bigint::BigUint;

use super::budget::{Budget, Interrupted};
use super::extension::{kind_of_range, some};
use super::graph::AttackGraph;
use super::problem::Semantics;
use super::split::Split;
use super::{Argument, complete, preferred, range, stable};

/// What to do with each extension; returns whether to go on.
type VisitExtension<'v> = dyn FnMut(&[Argument]) -> ControlFlow<()> + 'v;

/// Calls `visit` with each extension, once, its arguments ascending; at most `limit` times.
///
/// The extensions of the largest part are given out as they are found; those of the other parts are listed first.
pub(super) fn enumerate(
    graph: &AttackGraph,
    semantics: Semantics,
    limit: usize,
    budget: &Budget,
    visit: &mut VisitExtension<'_>,
) -> Result<(), Interrupted> {
    if limit == 0 {
        return Ok(());
    }
    if matches!(semantics, Semantics::Grounded | Semantics::Ideal) {
        if let Some(only) = some(graph, semantics, budget)? {
            let _ = visit(&only);
        }
        return Ok(());
    }
    // If one part has no extensions, the whole has none; it is better to know that first.
    if semantics == Semantics::Stable && some(graph, semantics, budget)?.is_none() {
        return Ok(());
    }
    let mut split = Split::new(graph, semantics);
    split.parts.sort_by_key(|part| part.origin.len());
    let Some((largest, others)) = split.parts.split_last() else {
        let _ = visit(&split.certain);
        return Ok(());
    };
    let mut lists: Vec<Vec<Vec<Argument>>> = Vec::with_capacity(others.len());
    for part in others {
        let mut list = Vec::new();
        enumerate_part(&part.graph, semantics, limit, budget, &mut |found| {
            list.push(part.lift(found).collect());
            go_on_if(list.len() < limit)
        })?;
        lists.push(list);
    }
    let mut given = 0;
    let mut spent = Ok(());
    enumerate_part(&largest.graph, semantics, limit, budget, &mut |found| {
        let found: Vec<Argument> = largest.lift(found).collect();
        let mut choice = vec![0; lists.len()];
        loop {
            spent = budget.check();
            if spent.is_err() {
                return ControlFlow::Break(());
            }
            let mut accepted = found.clone();
            for (list, &chosen) in lists.iter().zip(&choice) {
                accepted.extend(list.get(chosen).into_iter().flatten());
            }
            given += 1;
            if visit(&split.join(accepted)).is_break() || given >= limit {
                return ControlFlow::Break(());
            }
            if !advance(&mut choice, &lists) {
                return ControlFlow::Continue(());
            }
        }
    })?;
    spent
}

/// The number of extensions, at most `limit`: the product over the parts.
pub(super) fn count(
    graph: &AttackGraph,
    semantics: Semantics,
    limit: Option<usize>,
    budget: &Budget,
) -> Result<BigUint, Interrupted> {
    let most = limit.unwrap_or(usize::MAX);
    if matches!(semantics, Semantics::Grounded | Semantics::Ideal) {
        return Ok(BigUint::from(most.min(1)));
    }
    if semantics == Semantics::Stable && some(graph, semantics, budget)?.is_none() {
        return Ok(BigUint::ZERO);
    }
    let mut product = BigUint::from(1u32);
    for part in Split::new(graph, semantics).parts {
        product *= count_part(&part.graph, semantics, limit, budget)?;
    }
    Ok(match limit {
        Some(limit) => product.min(BigUint::from(limit)),
        None => product,
    })
}

fn count_part(
    graph: &AttackGraph,
    semantics: Semantics,
    limit: Option<usize>,
    budget: &Budget,
) -> Result<BigUint, Interrupted> {
    if semantics == Semantics::Stage && some(graph, Semantics::Stable, budget)?.is_some() {
        return count(graph, Semantics::Stable, limit, budget);
    }
    let most = limit.unwrap_or(usize::MAX);
    let mut counted: usize = 0;
    enumerate_part(graph, semantics, most, budget, &mut |_| {
        counted += 1;
        go_on_if(counted < most)
    })?;
    Ok(BigUint::from(counted))
}

fn enumerate_part(
    graph: &AttackGraph,
    semantics: Semantics,
    limit: usize,
    budget: &Budget,
    visit: &mut VisitExtension<'_>,
) -> Result<(), Interrupted> {
    if let Some(kind) = kind_of_range(semantics) {
        // If there are stable extensions, they are those of maximal range.
        return if some(graph, Semantics::Stable, budget)?.is_some() {
            enumerate(graph, Semantics::Stable, limit, budget, visit)
        } else {
            range::enumerate(graph, kind, budget, visit)
        };
    }
    match semantics {
        Semantics::Complete => complete::enumerate(graph, budget, visit),
        Semantics::Preferred => preferred::enumerate(graph, budget, visit),
        _ => stable::enumerate(graph, budget, visit),
    }
}

fn go_on_if(more: bool) -> ControlFlow<()> {
    if more {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

/// Moves to the next choice of one item from each list; false after the last.
fn advance(choice: &mut [usize], lists: &[Vec<Vec<Argument>>]) -> bool {
    for (chosen, list) in choice.iter_mut().zip(lists) {
        *chosen += 1;
        if *chosen < list.len() {
            return true;
        }
        *chosen = 0;
    }
    false
}
