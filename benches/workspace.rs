//! How long it takes to check a map again after one file of 1,000 claims has changed: `just bench`.
//!
//! `anew` is the yardstick: it reads and checks the whole map.
#![expect(clippy::expect_used, reason = "a benchmark may fail")]

#[expect(
    dead_code,
    reason = "the texts and their length are for other benchmarks"
)]
mod generated;

use argmap::check::{Levels, check};
use argmap::map::Map;
use argmap::syntax::Files;
use argmap::workspace::Workspace;
use divan::Bencher;
use divan::counter::ItemsCount;
use generated::Generated;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn anew(bencher: Bencher<'_, '_>, claims: usize) {
    let map = Generated::new(claims);
    bencher.counter(ItemsCount::new(claims)).bench(|| {
        let files = Files::read(map.path()).expect("a map");
        check(&Map::new(&files), &Levels::default()).summary
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn one_file_changed(bencher: Bencher<'_, '_>, claims: usize) {
    let map = Generated::new(claims);
    let mut workspace = Workspace::open(map.path()).expect("a map");
    workspace.check(&Levels::default());
    let file = workspace
        .map()
        .files()
        .files()
        .first()
        .cloned()
        .expect("a file");
    let mut round = 0;
    bencher.counter(ItemsCount::new(claims)).bench_local(|| {
        round += 1;
        workspace.set(&file.name, format!("# {round}\n{}", file.text));
        workspace.check(&Levels::default()).summary
    });
}
