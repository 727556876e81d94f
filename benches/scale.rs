//! How long it takes to read, check, query and draw maps of 1,000 to 1,000,000 claims: `just bench`.
//!
//! `bare` is the yardstick: the crate `toml` parsing the same bytes on all cores, and nothing more.
#![expect(clippy::expect_used, reason = "a benchmark may fail")]

mod generated;

use argmap::check::{Levels, check};
use argmap::export::{Dot, Part};
use argmap::map::Map;
use argmap::query::Query;
use argmap::reason::strength::GradualSemantics;
use argmap::reason::{Hinges, Moves, Suppositions, grounded};
use argmap::syntax::Files;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use generated::Generated;
use rayon::prelude::*;

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn bare(bencher: Bencher<'_, '_>, claims: usize) {
    let map = Generated::new(claims);
    let texts = generated::texts(map.path());
    bencher
        .counter(BytesCount::new(map.bytes))
        .counter(ItemsCount::new(claims))
        .bench(|| {
            texts
                .par_iter()
                .map(|text| toml::de::DeTable::parse_recoverable(text).0)
                .collect::<Vec<_>>()
        });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>, claims: usize) {
    let map = Generated::new(claims);
    bencher
        .counter(BytesCount::new(map.bytes))
        .counter(ItemsCount::new(claims))
        .bench(|| {
            let files = Files::read(map.path()).expect("a map");
            Map::new(&files).claim_count()
        });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn read_and_check(bencher: Bencher<'_, '_>, claims: usize) {
    let map = Generated::new(claims);
    bencher
        .counter(BytesCount::new(map.bytes))
        .counter(ItemsCount::new(claims))
        .bench(|| {
            let files = Files::read(map.path()).expect("a map");
            check(&Map::new(&files), &Levels::default())
                .diagnostics
                .len()
        });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn query(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    let query = Query::parse("grounds(thesis()) & leaves() - attacked(all())").expect("a query");
    bencher
        .counter(BytesCount::new(generated.bytes))
        .counter(ItemsCount::new(claims))
        .bench(|| query.evaluate(&map).expect("a set").len());
}

/// Labels of all claims in a map that has already been read.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn label(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    bencher
        .counter(ItemsCount::new(claims))
        .bench(|| grounded(&map, &Suppositions::default()));
}

/// All claims on which the thesis hangs: alone and, up to 100, in pairs.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn hinges(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    let thesis = map.thesis();
    bencher.counter(ItemsCount::new(claims)).bench(|| {
        let search = Hinges::new(&map, &Suppositions::default(), thesis);
        (search.alone(), search.pairs(100))
    });
}

/// All claims whose fall changes the label of any other claim: the hinges of the whole map.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn hinges_of_all(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    let all: Vec<_> = map.claims().collect();
    bencher
        .counter(ItemsCount::new(claims))
        .bench(|| Hinges::new(&map, &Suppositions::default(), &all).alone());
}

/// How far the fall of each claim moves the strength of the thesis.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn moves(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    let thesis = *map.thesis().first().expect("a thesis");
    let semantics = GradualSemantics::QuadraticEnergy;
    bencher
        .counter(ItemsCount::new(claims))
        .bench(|| Moves::new(&map, semantics, &Suppositions::default(), thesis));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn dot(bencher: Bencher<'_, '_>, claims: usize) {
    let generated = Generated::new(claims);
    let files = Files::read(generated.path()).expect("a map");
    let map = Map::new(&files);
    bencher
        .counter(BytesCount::new(generated.bytes))
        .counter(ItemsCount::new(claims))
        .bench(|| Dot::default().draw(Part::whole(&map)).len());
}
