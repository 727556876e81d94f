//! Strengths in a circle: where the continuous form of a semantics comes to rest.
//!
//! Every claim begins with its base score and moves towards the strength that its influences give it, as fast as it is
//! away from it: `ds/dt = f(s) − s` (Potyka 2018). Where that comes to rest, every strength is what its influences give. Steps have
//! no inertia of their own: they follow their premises and undercutters at once. What moves is the measure by which the semantics
//! reckons: by log-odds, where `f` is all but linear, the log-odds of the strength.
//!
//! Runge and Kutta's classical method of order 4, with the third-order result that the next slope gives for nothing (Dormand &
//! Prince 1978) to choose how far to go at a time. Near rest a leap goes straight to where the influences would have the claims,
//! as long as that brings them nearer.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph, or for their circle"
)]

use super::Semantics;
use super::graph::{Arc, Graph, Role};
use super::semantics::Sides;
use crate::reason::theory::narrow;

/// At rest is what moves no faster than this.
const REST: f64 = 1e-10;

/// How far a step of time may err, against how far it moves: far from rest, where the way decides what is come to, and near it.
const TOLERANCES: (f64, f64) = (0.02, 0.06);

/// Near rest is what moves no faster than this.
const NEAR: f64 = 1e-3;

/// A leap is good if after it the claims move slower by this factor: then more of them go to the same rest as the way there,
/// and what drives the claims away from a balance, if anything does, grows by leaps as it grows by time.
const GOOD_LEAP: f64 = 0.8;

/// After a leap that was not good, how much slower the claims must move before the next is tried.
const PAUSE: f64 = 0.1;

/// How many steps of time are tried before it is said that nothing comes to rest: most in small graphs.
///
/// By log-odds two claims that contradict each other drift apart until one has it all; the nearer they are to a balance,
/// the longer that takes.
fn patience(graph: &Graph) -> usize {
    (10_000_000 / graph.node_count().max(1)).clamp(500, 10_000)
}

/// The nodes of a circle, with what influences them from outside weighed once. Made to be used again.
#[derive(Debug, Default)]
pub(super) struct Circle {
    /// How many of the nodes are claims: the first.
    claims: usize,
    nodes: Vec<Node>,
    /// The influences of the nodes on each other, by the numbers that they have here.
    arcs: Vec<Arc>,
    /// The measures of their strengths.
    values: Vec<f64>,
    /// Where the claims are, and where they might be next.
    at: Vec<f64>,
    next: Vec<f64>,
    slopes: [Vec<f64>; 5],
    /// How many nodes and influences have been looked at while claims moved.
    pub(super) work: u64,
}

/// A node, as what is outside of the circle leaves it.
#[derive(Debug)]
struct Node {
    base: f64,
    sides: Sides,
    /// Where its influences from within the circle end.
    end: u32,
}

impl Circle {
    /// Finds the strengths of `nodes`, which ascend, given those of all others that influence them, and tells whether they
    /// came to rest.
    ///
    /// If not, `values` holds where they were when patience ended. Looks at each influence a bounded number of times.
    pub(super) fn settle(
        &mut self,
        graph: &Graph,
        semantics: Semantics,
        nodes: &[u32],
        values: &mut [f64],
    ) -> bool {
        self.close(graph, semantics, nodes, values);
        let is_at_rest = self.come_to_rest(semantics, patience(graph));
        // Where their influences would have them, which is where they are, or as near as patience went.
        for ((next, at), slope) in self.next.iter_mut().zip(&self.at).zip(&self.slopes[0]) {
            *next = at + slope;
        }
        let claims = self.next.clone();
        self.place(semantics, &claims);
        for (&node, &value) in nodes.iter().zip(&self.values) {
            values[node as usize] = value;
        }
        is_at_rest
    }

    /// Takes up the nodes, and weighs what influences them from outside.
    fn close(&mut self, graph: &Graph, semantics: Semantics, nodes: &[u32], values: &[f64]) {
        self.claims = nodes.partition_point(|&node| (node as usize) < graph.claims);
        self.nodes.clear();
        self.arcs.clear();
        for &node in nodes {
            let mut base = graph.base[node as usize];
            let mut sides = semantics.nothing();
            let first = self.arcs.len();
            for &Arc { from, role } in graph.arcs(node as usize) {
                match nodes.binary_search(&from) {
                    Ok(number) => self.arcs.push(Arc {
                        from: narrow(number),
                        role,
                    }),
                    Err(_) => semantics.weigh(role, values[from as usize], &mut base, &mut sides),
                }
            }
            let is_base_known = self.arcs[first..]
                .iter()
                .all(|arc| arc.role != Role::Premise);
            if is_base_known {
                base = semantics.absorb(base, &mut sides);
            }
            let end = narrow(self.arcs.len());
            self.nodes.push(Node { base, sides, end });
        }
        let claims = nodes[..self.claims]
            .iter()
            .map(|&claim| graph.base[claim as usize]);
        self.at.clear();
        self.at.extend(claims.map(|base| semantics.alone(base)));
        for claims in self.slopes.iter_mut().chain([&mut self.next]) {
            claims.clear();
            claims.resize(self.claims, 0.0);
        }
        self.values.clear();
        self.values.resize(nodes.len(), 0.0);
    }

    fn come_to_rest(&mut self, semantics: Semantics, patience: usize) -> bool {
        let [mut first, mut second, mut third, mut fourth, mut last] =
            std::mem::take(&mut self.slopes);
        let (mut at, mut next) = (std::mem::take(&mut self.at), std::mem::take(&mut self.next));
        let range = semantics.range();
        let mut time = 1.0;
        let mut leap_below = NEAR;
        self.slope(semantics, &at, &mut first);
        let mut speed = fastest(&first);
        for _ in 0..patience {
            if speed <= REST {
                break;
            }
            if speed <= leap_below {
                self.slope_after(semantics, &at, &first, 1.0, &mut next, &mut last);
                let after = fastest(&last);
                if after <= GOOD_LEAP * speed {
                    std::mem::swap(&mut at, &mut next);
                    std::mem::swap(&mut first, &mut last);
                    speed = after;
                    continue;
                }
                leap_below = PAUSE * speed;
            }
            self.slope_after(semantics, &at, &first, time / 2.0, &mut next, &mut second);
            self.slope_after(semantics, &at, &second, time / 2.0, &mut next, &mut third);
            self.slope_after(semantics, &at, &third, time, &mut next, &mut fourth);
            for (claim, next) in next.iter_mut().enumerate() {
                let middle = second[claim] + third[claim];
                let mean = (first[claim] + 2.0 * middle + fourth[claim]) / 6.0;
                *next = (at[claim] + time * mean).clamp(range.0, range.1);
            }
            self.slope(semantics, &next, &mut last);
            let error = greatest_difference(&fourth, &last) / 10.0 / speed;
            let (far, near) = TOLERANCES;
            let tolerance = if speed > NEAR { far } else { near };
            if error <= tolerance {
                std::mem::swap(&mut at, &mut next);
                std::mem::swap(&mut first, &mut last);
                speed = fastest(&first);
            }
            time *= (0.9 * (tolerance / error).sqrt().sqrt()).clamp(0.2, 2.0);
        }
        (self.at, self.next) = (at, next);
        self.slopes = [first, second, third, fourth, last];
        speed <= REST
    }

    /// The slopes where the claims come to, if they move along `slope` from where they are `at` for some `time`.
    fn slope_after(
        &mut self,
        semantics: Semantics,
        at: &[f64],
        slope: &[f64],
        time: f64,
        place: &mut [f64],
        found: &mut [f64],
    ) {
        let range = semantics.range();
        for ((place, at), slope) in place.iter_mut().zip(at).zip(slope) {
            *place = (at + time * slope).clamp(range.0, range.1);
        }
        self.slope(semantics, place, found);
    }

    /// How fast each claim moves, and where to.
    fn slope(&mut self, semantics: Semantics, at: &[f64], found: &mut [f64]) {
        self.work += (self.nodes.len() + self.arcs.len()) as u64;
        self.place(semantics, at);
        for (claim, (found, at)) in found.iter_mut().zip(at).enumerate() {
            *found = self.value(semantics, claim) - at;
        }
    }

    /// Puts the claims where they are, and the steps after them.
    fn place(&mut self, semantics: Semantics, at: &[f64]) {
        self.values[..self.claims].copy_from_slice(at);
        // What weakens an attack on a step comes after the steps.
        for step in (self.claims..self.nodes.len()).rev() {
            self.values[step] = self.value(semantics, step);
        }
    }

    /// The measure of the node's strength, as its influences have it.
    fn value(&self, semantics: Semantics, node: usize) -> f64 {
        let start = node
            .checked_sub(1)
            .map_or(0, |before| self.nodes[before].end);
        let Node {
            mut base,
            mut sides,
            end,
        } = self.nodes[node];
        for arc in &self.arcs[start as usize..end as usize] {
            let measure = self.values[arc.from as usize];
            semantics.weigh(arc.role, measure, &mut base, &mut sides);
        }
        semantics.influence(base, sides)
    }
}

fn greatest_difference(some: &[f64], others: &[f64]) -> f64 {
    let differences = some.iter().zip(others).map(|(one, other)| one - other);
    differences.fold(0.0, |most: f64, difference| most.max(difference.abs()))
}

fn fastest(slopes: &[f64]) -> f64 {
    slopes
        .iter()
        .fold(0.0, |most: f64, slope| most.max(slope.abs()))
}
