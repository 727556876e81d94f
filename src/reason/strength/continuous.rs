//! Finds the strengths in a circle: where the continuous form of a semantics comes to rest.
//!
//! Every claim begins with its base score and moves towards the strength that its influences give it, the faster the further
//! away it is: `ds/dt = f(s) − s` (Potyka 2018). Where this comes to rest, every strength is what its influences give. Steps
//! have no inertia: they follow their premises and undercutters at once. What moves is the measure that the semantics
//! computes with; under log-odds, where `f` is nearly linear, that is the log-odds of the strength.
//!
//! The method is the classical one of Runge and Kutta, of order 4. The third-order result that the next slope gives for free
//! (Dormand & Prince 1978) decides how far to go at a time. Near rest, a leap goes straight to where the influences would
//! put the claims, as long as that brings them closer. Claims that contradict each other and are almost in balance drift
//! slowly, and for long. Then leaps go along the slope, further and further while it stays the same, with short steps
//! between them that damp what each leap disturbs (Gear & Kevrekidis 2003 call that projective integration).

#![expect(
    clippy::indexing_slicing,
    reason = "nodes index arrays that are made for their graph, or for their circle"
)]

use super::GradualSemantics;
use super::graph::BipolarGraph;
use super::semantics::ForAndAgainst;
use crate::narrow::narrow;
use crate::reason::least::{Influence, InfluenceKind};

/// What moves no faster than this is at rest.
const REST: f64 = 1e-10;

/// How far a step of time may err, relative to how far it moves: far from rest, where the path decides which equilibrium is
/// reached, and near it.
const TOLERANCES: (f64, f64) = (0.02, 0.06);

/// The longest step of time. Where claims go to rest by themselves, the method is stable only up to 2.8.
const LONGEST: f64 = 4.0;

/// No bounds: during a step of time, claims may have values where they cannot stay, because a value held at a bound would
/// show no error.
const ANYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

/// What moves no faster than this is near rest.
const NEAR: f64 = 1e-3;

/// A leap is good if the claims then move slower by this factor. With this value, more of them come to the same rest as
/// without leaps, and what drives the claims away from a balance, if anything does, grows with leaps as it does with time.
const GOOD_LEAP: f64 = 0.8;

/// After a leap that was not good, the factor by which the claims must slow down before the next is tried.
const PAUSE: f64 = 0.1;

/// Maximum number of times that slopes are computed before a circle counts as not coming to rest; most for small graphs.
fn patience(graph: &BipolarGraph) -> usize {
    (40_000_000 / graph.node_count().max(1)).clamp(2_000, 40_000)
}

/// The nodes of a circle, with the influences from outside weighed once. Can be reused for another circle.
#[derive(Debug, Default)]
pub(super) struct Circle {
    semantics: GradualSemantics,
    /// How many of the nodes are claims; they come first.
    claims: usize,
    /// How many nodes come before those that gather attacks.
    strong: usize,
    nodes: Vec<CircleNode>,
    /// The influences of the nodes on each other, by their numbers in the circle.
    arcs: Vec<Influence>,
    /// The measures of the nodes' strengths.
    values: Vec<f64>,
    /// Where the claims are, and where they might be next.
    at: Vec<f64>,
    next: Vec<f64>,
    slopes: [Vec<f64>; 5],
    /// How many times slopes have been computed.
    looks: u64,
    /// How many nodes and influences have been looked at for that.
    pub(super) work: u64,
}

/// A node, with the influences from outside the circle weighed in.
#[derive(Debug)]
struct CircleNode {
    base: f64,
    sides: ForAndAgainst,
    /// Where its influences from within the circle end in `arcs`.
    end: u32,
}

impl Circle {
    /// Finds the strengths of `nodes`, which ascend, given those of all others that influence them; returns whether they
    /// came to rest.
    ///
    /// If not, `values` holds where they were when patience ran out. Looks at each influence a bounded number of times.
    pub(super) fn settle(
        &mut self,
        graph: &BipolarGraph,
        semantics: GradualSemantics,
        nodes: &[u32],
        values: &mut [f64],
    ) -> bool {
        self.semantics = semantics;
        self.close(graph, nodes, values);
        let is_at_rest = self.come_to_rest(patience(graph));
        // Where their influences would put them. At rest, that is where they are.
        for (at, slope) in self.at.iter_mut().zip(&self.slopes[0]) {
            *at += slope;
        }
        let claims = std::mem::take(&mut self.at);
        self.place(&claims);
        self.at = claims;
        for (&node, &value) in nodes.iter().zip(&self.values) {
            values[node as usize] = value;
        }
        is_at_rest
    }

    /// Loads the nodes, and weighs the influences on them from outside.
    fn close(&mut self, graph: &BipolarGraph, nodes: &[u32], values: &[f64]) {
        let semantics = self.semantics;
        self.claims = nodes.partition_point(|&node| (node as usize) < graph.claims);
        self.strong = nodes.partition_point(|&node| (node as usize) < graph.strong);
        self.nodes.clear();
        self.arcs.clear();
        for &node in nodes {
            let mut base = graph.base[node as usize];
            let mut sides = semantics.nothing();
            let first = self.arcs.len();
            for &Influence { role, node: from } in graph.arcs(node as usize) {
                match nodes.binary_search(&from) {
                    Ok(number) => self.arcs.push(Influence {
                        role,
                        node: narrow(number),
                    }),
                    Err(_) if (from as usize) < graph.strong => {
                        semantics.weigh(role, values[from as usize], &mut base, &mut sides);
                    }
                    Err(_) => semantics.join(values[from as usize], &mut sides),
                }
            }
            let is_base_known = self.arcs[first..]
                .iter()
                .all(|arc| arc.role != InfluenceKind::Premise);
            if is_base_known {
                base = semantics.absorb(base, &mut sides);
            }
            let end = narrow(self.arcs.len());
            self.nodes.push(CircleNode { base, sides, end });
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

    fn come_to_rest(&mut self, patience: usize) -> bool {
        let [mut first, mut second, mut third, mut fourth, mut last] =
            std::mem::take(&mut self.slopes);
        let (mut at, mut next) = (std::mem::take(&mut self.at), std::mem::take(&mut self.next));
        let range = self.semantics.range();
        let mut time = 1.0;
        let mut leap_below = NEAR;
        self.slope(&at, &mut first);
        let mut speed = fastest(&first);
        let mut drift = Drift::new(1.0 / self.stiffness());
        let last_look = self.looks + patience as u64;
        while speed > REST && self.looks < last_look {
            if speed <= leap_below {
                self.slope_after(&at, &first, 1.0, range, &mut next, &mut last);
                let after = fastest(&last);
                if after <= GOOD_LEAP * speed {
                    std::mem::swap(&mut at, &mut next);
                    std::mem::swap(&mut first, &mut last);
                    speed = after;
                    continue;
                }
                leap_below = PAUSE * speed;
            }
            if let Some(far) = drift.next(speed) {
                self.slope_after(&at, &first, far, range, &mut next, &mut last);
                if drift.goes_on(&first, &last, speed) {
                    std::mem::swap(&mut at, &mut next);
                    std::mem::swap(&mut first, &mut last);
                    speed = fastest(&first);
                }
                continue;
            }
            self.slope_after(&at, &first, time / 2.0, ANYWHERE, &mut next, &mut second);
            self.slope_after(&at, &second, time / 2.0, ANYWHERE, &mut next, &mut third);
            self.slope_after(&at, &third, time, ANYWHERE, &mut next, &mut fourth);
            for (claim, next) in next.iter_mut().enumerate() {
                let middle = second[claim] + third[claim];
                let mean = (first[claim] + 2.0 * middle + fourth[claim]) / 6.0;
                *next = (at[claim] + time * mean).clamp(range.0, range.1);
            }
            self.slope(&next, &mut last);
            let error = greatest_difference(&fourth, &last) / 10.0 / speed;
            let (far, near) = TOLERANCES;
            let tolerance = if speed > NEAR { far } else { near };
            if error <= tolerance {
                std::mem::swap(&mut at, &mut next);
                std::mem::swap(&mut first, &mut last);
                speed = fastest(&first);
            }
            time *= (0.9 * (tolerance / error).sqrt().sqrt()).clamp(0.2, 2.0);
            time = time.min(LONGEST);
        }
        let is_at_rest = speed <= REST && at.iter().all(|at| at.is_finite());
        (self.at, self.next) = (at, next);
        self.slopes = [first, second, third, fourth, last];
        is_at_rest
    }

    /// Moves the claims along `slope` for some `time` from where they are `at`, but not beyond the bounds `within`, and
    /// finds the slopes there.
    fn slope_after(
        &mut self,
        at: &[f64],
        slope: &[f64],
        time: f64,
        within: (f64, f64),
        place: &mut [f64],
        found: &mut [f64],
    ) {
        for ((place, at), slope) in place.iter_mut().zip(at).zip(slope) {
            *place = (at + time * slope).clamp(within.0, within.1);
        }
        self.slope(place, found);
    }

    /// How fast each claim moves, and in which direction.
    fn slope(&mut self, at: &[f64], found: &mut [f64]) {
        self.looks += 1;
        self.work += (self.nodes.len() + self.arcs.len()) as u64;
        self.place(at);
        for (claim, (found, at)) in found.iter_mut().zip(at).enumerate() {
            *found = self.value(claim) - at;
        }
    }

    /// An upper bound on how much faster the slopes can change than the claims: an influence or a premise changes a measure
    /// by no more than it changes itself.
    fn stiffness(&mut self) -> f64 {
        self.values.fill(1.0);
        let mut greatest = 0.0_f64;
        for node in (0..self.nodes.len()).rev() {
            let arcs = self.arcs_of(node).iter();
            let moved = arcs.map(|arc| self.values[arc.node as usize]).sum();
            if node < self.claims {
                greatest = greatest.max(moved);
            } else {
                self.values[node] = moved;
            }
        }
        1.0 + greatest
    }

    /// Puts the claims where they are, then the steps where these put them.
    fn place(&mut self, at: &[f64]) {
        self.values[..self.claims].copy_from_slice(at);
        // Backwards: what weakens an attack on a step comes after the steps, and a node that gathers attacks comes after the
        // nodes that it gathers them for.
        for step in (self.claims..self.nodes.len()).rev() {
            self.values[step] = self.value(step);
        }
    }

    /// The measure of the node's strength that its influences give.
    fn value(&self, node: usize) -> f64 {
        let semantics = self.semantics;
        let CircleNode {
            mut base,
            mut sides,
            ..
        } = self.nodes[node];
        for arc in self.arcs_of(node) {
            let measure = self.values[arc.node as usize];
            if (arc.node as usize) < self.strong {
                semantics.weigh(arc.role, measure, &mut base, &mut sides);
            } else {
                semantics.join(measure, &mut sides);
            }
        }
        if node < self.strong {
            semantics.influence(base, sides)
        } else {
            sides.attack
        }
    }

    /// The influences on the node from within the circle.
    fn arcs_of(&self, node: usize) -> &[Influence] {
        let start = match node {
            0 => 0,
            _ => self.nodes[node - 1].end,
        };
        &self.arcs[start as usize..self.nodes[node].end as usize]
    }
}

/// Follows claims that drift: some short steps, a leap, and so on.
#[derive(Debug)]
struct Drift {
    /// The length of a short step: short enough to damp what the stiffest influences disturb.
    short: f64,
    /// The next leap is [`LEAP`] to this power times as long as a short step; at least 1.
    power: i32,
    /// How many short steps to take before it.
    still: i32,
    /// How many other steps to take before these.
    wait: u32,
    /// How many such other steps to take once a leap fails.
    pause: u32,
}

/// What moves faster than this does not count as drifting.
const SLOW: f64 = 0.05;

/// After this many steps of time at that speed or slower, claims count as drifting.
const SLOWLY: u32 = 8;

/// A leap is steady if it changes no slope by more than this, relative to the speed of the claims.
const STEADY: f64 = 0.02;

/// The length of the first leap in short steps, and how many times as long each leap is as the one before.
const LEAP: f64 = 4.0;

/// Short steps before the first leap.
const STILL: i32 = 3;

impl Drift {
    fn new(short: f64) -> Self {
        Self {
            short,
            power: 1,
            still: STILL,
            wait: SLOWLY,
            pause: 1,
        }
    }

    /// How far to go along the slope; `None` if it is not time for that.
    fn next(&mut self, speed: f64) -> Option<f64> {
        if speed > SLOW {
            return None;
        }
        if self.wait > 0 {
            self.wait -= 1;
            return None;
        }
        let power = if self.still > 0 { 0 } else { self.power };
        Some(self.short * LEAP.powi(power))
    }

    /// Whether to stay at the result, given the slopes before and after.
    fn goes_on(&mut self, before: &[f64], after: &[f64], speed: f64) -> bool {
        if self.still > 0 {
            self.still -= 1;
            return true;
        }
        let is_steady = greatest_difference(before, after) <= STEADY * speed;
        if is_steady {
            self.pause = 1;
            self.still = STILL + 2 * self.power;
            self.power += 1;
        } else if self.power > 1 {
            self.power -= 1;
        } else {
            self.wait = self.pause;
            self.pause *= 2;
            self.still = STILL;
        }
        is_steady
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
