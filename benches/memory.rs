//! The peak memory of a whole run, and whether time and memory grow in proportion to the map: `just bench`.
//!
//! Every figure comes from a separate process, which reads its own peak from `/proc/self/status`. Only Linux has that;
//! elsewhere, memory is not reported. The median of five runs is reported.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

mod generated;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use argmap::check::{Levels, check};
use argmap::export::{Dot, Part};
use argmap::map::Map;
use argmap::query::Query;
use argmap::reason::strength::GradualSemantics;
use argmap::reason::{Label, Suppositions, grounded, strengths};
use argmap::syntax::Files;
use generated::Generated;
use rayon::prelude::*;

const RUNS: usize = 5;
const PHASES: [&str; 7] = [
    "bare", "read", "check", "query", "dot", "labels", "strength",
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, phase, path] = arguments.as_slice()
        && flag == "--run"
    {
        return run(phase, Path::new(path));
    }
    println!(
        "{:>9}  {:<8} {:>9} {:>8} {:>9} {:>12} {:>9}",
        "claims", "phase", "seconds", "MB/s", "peak MB", "bytes/claim", "of bare"
    );
    for claims in [1_000, 10_000, 100_000, 1_000_000] {
        table(claims);
    }
}

/// Runs one phase once, and prints the seconds and the peak in kB.
fn run(phase: &str, path: &Path) {
    let start = Instant::now();
    let made = if phase == "bare" {
        bare(path)
    } else {
        reading(phase, path)
    };
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds} {} {made}", peak_kb().unwrap_or(0));
}

fn reading(phase: &str, path: &Path) -> usize {
    let files = Files::read(path).expect("a map");
    let map = Map::new(&files);
    match phase {
        "check" => check(&map, &Levels::default()).diagnostics.len(),
        "query" => {
            let query = Query::parse("grounds(thesis()) & leaves() - attacked(all())");
            query.expect("a query").evaluate(&map).expect("a set").len()
        }
        "dot" => {
            let part = Part::whole(&map);
            let drawn = Dot::default().write(part, &mut std::io::sink());
            drawn.map_or(0, |()| map.claim_count())
        }
        "labels" => grounded(&map, &Suppositions::default()).count(Label::Accepted),
        "strength" => {
            let found = strengths(&map, GradualSemantics::default(), &Suppositions::default());
            usize::from(found.converged())
        }
        _ => map.claim_count(),
    }
}

/// The crate `toml` parsing the same bytes on all cores, and nothing more.
fn bare(path: &Path) -> usize {
    let texts = generated::texts(path);
    let tables: Vec<_> = texts
        .par_iter()
        .map(|text| toml::de::DeTable::parse_recoverable(text).0)
        .collect();
    tables.len()
}

fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn table(claims: usize) {
    let map = Generated::new(claims);
    // In turn, so that a slow moment of the machine affects every phase.
    let mut runs = vec![Vec::new(); PHASES.len()];
    for _ in 0..RUNS {
        for (phase, runs) in PHASES.iter().zip(&mut runs) {
            runs.push(measure(phase, map.path()));
        }
    }
    let mut yardstick = None;
    for (phase, runs) in PHASES.iter().zip(&mut runs) {
        let seconds = median(runs.iter().map(|run| run.0).collect());
        let peak = median(runs.iter().map(|run| run.1).collect());
        let bare = *yardstick.get_or_insert(seconds);
        println!(
            "{claims:>9}  {phase:<8} {seconds:>9.4} {:>8.1} {:>9.1} {:>12.0} {:>9.2}",
            map.bytes as f64 / 1e6 / seconds,
            peak / 1e3,
            peak * 1024.0 / claims as f64,
            seconds / bare,
        );
    }
}

fn measure(phase: &str, path: &Path) -> (f64, f64) {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this)
        .args(["--run", phase])
        .arg(path)
        .output()
        .expect("a run");
    let text = String::from_utf8(output.stdout).expect("figures");
    let mut figures = text
        .split_whitespace()
        .map(|figure| figure.parse().unwrap_or(f64::NAN));
    (
        figures.next().unwrap_or(f64::NAN),
        figures.next().unwrap_or(f64::NAN),
    )
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
