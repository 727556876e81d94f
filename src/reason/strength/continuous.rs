//! Strengths in a circle: where the continuous form of a semantics comes to rest.
//!
//! Every claim begins with its base score and moves towards the strength that its influences give it, as fast as it is
//! away from it: `ds/dt = f(s) − s` (Potyka 2018). Where that comes to rest, every strength is what its influences give. Steps have
//! no inertia of their own: they follow their premises and undercutters at once.
//!
//! Runge and Kutta's classical method of order 4, with the third-order result that the next slope gives for nothing (Dormand &
//! Prince 1978) to choose how far to go at a time.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph"
)]

use super::Semantics;
use super::graph::Graph;

/// At rest is what moves no faster than this.
const REST: f64 = 1e-10;

/// How far a step of time may err, against how far it moves: far from rest, where the way decides what is come to, and near it.
const TOLERANCES: (f64, f64) = (0.02, 0.06);

/// Near rest is what moves no faster than this.
const NEAR: f64 = 1e-3;

/// How many steps of time are tried before it is said that nothing comes to rest: most in small graphs.
///
/// By log-odds two claims that contradict each other drift apart until one has it all; the nearer they are to a balance,
/// the longer that takes.
fn patience(graph: &Graph) -> usize {
    (10_000_000 / graph.node_count().max(1)).clamp(500, 10_000)
}

/// Finds the strengths of `nodes`, given those of all others that influence them, and tells whether they came to rest.
///
/// If not, `values` holds where they were when patience ended. Looks at each arc of the nodes a bounded number of times.
pub(super) fn settle(
    graph: &Graph,
    semantics: Semantics,
    nodes: impl Iterator<Item = u32>,
    values: &mut [f64],
) -> bool {
    let (claims, steps): (Vec<_>, Vec<_>) = nodes
        .map(|node| node as usize)
        .partition(|&node| node < graph.claims);
    let mut circle = Circle {
        graph,
        semantics,
        claims,
        steps,
        values,
    };
    circle.settle()
}

struct Circle<'g, 'v> {
    graph: &'g Graph,
    semantics: Semantics,
    claims: Vec<usize>,
    steps: Vec<usize>,
    values: &'v mut [f64],
}

impl Circle<'_, '_> {
    fn settle(&mut self) -> bool {
        let mut at: Vec<_> = self
            .claims
            .iter()
            .map(|&claim| self.semantics.alone(self.graph.base[claim]))
            .collect();
        let mut slopes = [const { Vec::new() }; 5];
        for slope in &mut slopes {
            slope.resize(at.len(), 0.0);
        }
        let [first, second, third, fourth, last] = &mut slopes;
        let mut next = at.clone();
        let mut time = 1.0;
        self.slope(&at, first);
        for _ in 0..patience(self.graph) {
            let speed = greatest(first);
            if speed <= REST {
                self.arrive(&at, first);
                return true;
            }
            self.slope_after(&at, first, time / 2.0, &mut next, second);
            self.slope_after(&at, second, time / 2.0, &mut next, third);
            self.slope_after(&at, third, time, &mut next, fourth);
            for (claim, next) in next.iter_mut().enumerate() {
                let middle = second[claim] + third[claim];
                let mean = (first[claim] + 2.0 * middle + fourth[claim]) / 6.0;
                *next = (at[claim] + time * mean).clamp(0.0, 1.0);
            }
            self.slope(&next, last);
            let differences = fourth.iter().zip(&*last).map(|(a, b)| a - b);
            let error = differences.fold(0.0, |most: f64, is| most.max(is.abs())) / 10.0 / speed;
            let (far, near) = TOLERANCES;
            let tolerance = if speed > NEAR { far } else { near };
            if error <= tolerance {
                std::mem::swap(&mut at, &mut next);
                std::mem::swap(first, last);
            }
            time *= (0.9 * (tolerance / error).sqrt().sqrt()).clamp(0.2, 2.0);
        }
        self.arrive(&at, first);
        false
    }

    /// Puts the claims where their influences would have them, which is where they are, or as near as patience went.
    fn arrive(&mut self, at: &[f64], slope: &[f64]) {
        let strengths: Vec<_> = at.iter().zip(slope).map(|(at, slope)| at + slope).collect();
        self.place(&strengths);
    }

    /// The slopes where the claims come to, if they move along `slope` from where they are `at` for some `time`.
    fn slope_after(
        &mut self,
        at: &[f64],
        slope: &[f64],
        time: f64,
        place: &mut [f64],
        found: &mut [f64],
    ) {
        for ((place, at), slope) in place.iter_mut().zip(at).zip(slope) {
            *place = (at + time * slope).clamp(0.0, 1.0);
        }
        self.slope(place, found);
    }

    /// How fast each claim moves, and where to.
    fn slope(&mut self, at: &[f64], found: &mut [f64]) {
        self.place(at);
        for (found, (&claim, at)) in found.iter_mut().zip(self.claims.iter().zip(at)) {
            *found = self.graph.value(self.semantics, claim, self.values) - at;
        }
    }

    /// Puts the claims where they are, and the steps after them.
    fn place(&mut self, at: &[f64]) {
        for (&claim, &at) in self.claims.iter().zip(at) {
            self.values[claim] = at;
        }
        // What weakens an attack on a step comes after the steps.
        for &step in self.steps.iter().rev() {
            self.values[step] = self.graph.value(self.semantics, step, self.values);
        }
    }
}

fn greatest(slopes: &[f64]) -> f64 {
    slopes
        .iter()
        .fold(0.0, |most: f64, slope| most.max(slope.abs()))
}
