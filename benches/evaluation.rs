//! How long labels and strengths take, compared with reading the same map in the same process: `just bench`.
//!
//! Measured in turn, so that a slow moment of the machine affects everything. The median of five runs is reported.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

#[expect(dead_code, reason = "the texts are for other benchmarks")]
mod generated;

use std::hint::black_box;
use std::time::Instant;

use argmap::map::Map;
use argmap::reason::strength::{BipolarGraph, Denials, GradualSemantics};
use argmap::reason::{Suppositions, grounded, strengths};
use argmap::syntax::Files;
use generated::Generated;

const RUNS: usize = 5;

/// In maps with at most this many claims, each claim is denied in turn.
const MOST_DENIED: usize = 10_000;

fn main() {
    println!(
        "{:>9}  {:<17} {:>9} {:>11}",
        "claims", "what", "seconds", "of reading"
    );
    for claims in [1_000, 10_000, 100_000, 1_000_000] {
        table(claims);
    }
}

fn table(claims: usize) {
    let generated = Generated::new(claims);
    let mut rows = vec![("reading", Vec::new()), ("labels", Vec::new())];
    rows.extend(GradualSemantics::ALL.map(|semantics| (semantics.name(), Vec::new())));
    for _ in 0..RUNS {
        let start = Instant::now();
        let files = Files::read(generated.path()).expect("a map");
        let map = Map::new(&files);
        let mut seconds = vec![start.elapsed()];
        let as_written = Suppositions::default();
        let start = Instant::now();
        black_box(grounded(&map, &as_written));
        seconds.push(start.elapsed());
        for semantics in GradualSemantics::ALL {
            let start = Instant::now();
            black_box(strengths(&map, semantics, &as_written));
            seconds.push(start.elapsed());
        }
        for ((_, runs), seconds) in rows.iter_mut().zip(seconds) {
            runs.push(seconds.as_secs_f64());
        }
    }
    if claims <= MOST_DENIED {
        rows.push(("each claim denied", vec![denials(&generated); RUNS]));
    }
    let mut reading = None;
    for (what, mut runs) in rows {
        runs.sort_by(f64::total_cmp);
        let median = runs.get(RUNS / 2).copied().unwrap_or(f64::NAN);
        let reading = *reading.get_or_insert(median);
        println!(
            "{claims:>9}  {what:<17} {median:>9.5} {:>11.2}",
            median / reading
        );
    }
}

/// The seconds it takes to find the strength of the thesis with each claim denied in turn.
fn denials(generated: &Generated) -> f64 {
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    let thesis = map.thesis();
    let start = Instant::now();
    let graph = BipolarGraph::of(&map, &Suppositions::default());
    let mut denials = Denials::new(&graph, GradualSemantics::default());
    for claim in map.claims() {
        black_box(denials.strengths_if_denied(claim, thesis));
    }
    start.elapsed().as_secs_f64()
}
