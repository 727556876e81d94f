//! Whether attacks go in a circle of odd length: where none does, what is preferred is stable.
//!
//! An argument on such a circle attacks itself, at a distance. A finite framework without one is *coherent*: its preferred extensions
//! are its stable ones (Dung 1995), which are easier to reason about. That holds of arguments built in chains as well: when they
//! attack each other in an odd circle, the attacks along the chains do.

use super::Argument;
use super::graph::Graph;
use super::table::Table;

/// Whether there is a circle of attacks of odd length. O(arguments + attacks).
pub(super) fn has_odd_cycle(graph: &Graph) -> bool {
    let places = components(graph);
    // In a strongly connected component, all circles are even iff its arguments fall into two sides that only attack across.
    graph.arguments().any(|source| {
        let targets = graph.targets(source).iter();
        let mut within = targets.filter(|&&target| same(&places, source, target));
        within.any(|&target| places.at(source).side == places.at(target).side)
    })
}

fn same(places: &Table<Place>, one: Argument, other: Argument) -> bool {
    places.at(one).component == places.at(other).component
}

/// The strongly connected component of an argument, and one of its two sides.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Counted from 1; 0 before it is known.
    component: u32,
    side: bool,
}

/// Strongly connected components (Kosaraju, Sharir 1981): against the attacks, from the argument that was finished last along them.
fn components(graph: &Graph) -> Table<Place> {
    let mut places = Table::<Place>::new(graph.len());
    let mut component = 0;
    let mut open = Vec::new();
    for root in finished(graph).into_iter().rev() {
        if places.at(root).component > 0 {
            continue;
        }
        component += 1;
        places.set(
            root,
            Place {
                component,
                side: false,
            },
        );
        open.push(root);
        while let Some(argument) = open.pop() {
            let side = !places.at(argument).side;
            for &attacker in graph.attackers(argument) {
                if places.at(attacker).component == 0 {
                    places.set(attacker, Place { component, side });
                    open.push(attacker);
                }
            }
        }
    }
    places
}

/// All arguments, each after those that are first reached from it along attacks.
fn finished(graph: &Graph) -> Vec<Argument> {
    let mut seen = Table::<bool>::new(graph.len());
    let mut order = Vec::with_capacity(graph.len());
    let mut path: Vec<(Argument, usize)> = Vec::new();
    for root in graph.arguments() {
        if seen.mark(root) {
            path.push((root, 0));
        }
        while let Some((argument, next)) = path.last_mut() {
            if let Some(&target) = graph.targets(*argument).get(*next) {
                *next += 1;
                if seen.mark(target) {
                    path.push((target, 0));
                }
            } else {
                order.push(*argument);
                path.pop();
            }
        }
    }
    order
}
