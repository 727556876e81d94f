//! Checks whether attacks form a circle of odd length: if none does, the preferred extensions are stable.
//!
//! An argument on such a circle indirectly attacks itself. A finite framework without one is *coherent*: its preferred
//! extensions are its stable ones (Dung 1995), which are easier to reason about. That also holds for arguments built as
//! chains of steps: if they attack each other in an odd circle, the attacks along the chains form one too.

use super::Argument;
use super::graph::AttackGraph;
use super::table::ArgumentTable;
use crate::components::ComponentWalk;

/// Whether there is a circle of attacks of odd length. O(arguments + attacks).
///
/// In a strongly connected component, all circles are even iff its arguments can be divided into two sides with attacks only
/// across.
pub(super) fn has_odd_cycle(graph: &AttackGraph) -> bool {
    let attacker = |argument, place| graph.attackers(argument).get(place).copied();
    let mut walk = ComponentWalk::new(graph.len());
    let mut places = ArgumentTable::new(graph.len());
    let mut component = 0;
    let mut is_odd = false;
    for argument in graph.arguments() {
        walk.follow(argument, &attacker, &mut |members| {
            component += 1;
            is_odd = is_odd || !has_sides(graph, members, component, &mut places);
        });
    }
    is_odd
}

/// The strongly connected component of an argument, and which of its two sides the argument is on.
#[derive(Debug, Clone, Copy, Default)]
struct ComponentSide {
    /// Counted from 1; 0 before it is known.
    component: u32,
    /// `None` before it is known.
    side: Option<bool>,
}

/// Whether the arguments of a component can be divided into two sides with attacks only across.
fn has_sides(
    graph: &AttackGraph,
    members: &[Argument],
    component: u32,
    places: &mut ArgumentTable<ComponentSide>,
) -> bool {
    for &member in members {
        let side = None;
        places.set(member, ComponentSide { component, side });
    }
    let mut open = Vec::new();
    if let Some(&first) = members.first() {
        let side = Some(false);
        places.set(first, ComponentSide { component, side });
        open.push(first);
    }
    while let Some(argument) = open.pop() {
        let other = places.at(argument).side.map(|side| !side);
        for &attacker in graph.attackers(argument) {
            let place = places.at(attacker);
            if place.component != component {
                continue;
            }
            if place.side.is_none() {
                let side = other;
                places.set(attacker, ComponentSide { component, side });
                open.push(attacker);
            } else if place.side != other {
                return false;
            }
        }
    }
    true
}
