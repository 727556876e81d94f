//! The cost of auditing answers, compared with reading the same sources and plainly searching them for the same words.
//!
//! `cargo bench --bench audit`: 1,000 answers with 10,000 quotations from 1,000 sources on disk, on one thread. Both
//! sides read the sources. The yardstick then searches for all places of each quotation in the source it names
//! (`memchr::memmem`), and does nothing else. The two take turns, five times each; the medians are reported.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that can't go on fails, and says what it finds"
)]

#[expect(dead_code, reason = "the larger texts are for other benchmarks")]
mod quoted;

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use argmap::audit::{AuditAnswer, AuditSource, audit};
use argmap::quotes::{SourceKind, SourceText};
use quoted::{Numbers, passage, text_of};

const SOURCES: usize = 1_000;
const SIZE: usize = 100_000;
const ANSWERS: usize = 1_000;
const QUOTATIONS: usize = 10;
const ROUNDS: usize = 5;

/// An answer that quotes ten sources, with the source and the words of each quotation.
fn answer(
    number: usize,
    texts: &[String],
    numbers: &mut Numbers,
) -> (AuditAnswer, Vec<(usize, String)>) {
    let mut answer = String::from("# What the sources say\n\n");
    let mut list = String::from("\n## Sources\n\n");
    let mut quoted = Vec::new();
    for mark in 1..=QUOTATIONS {
        let source = numbers.below(texts.len());
        let words = passage(&texts[source], numbers);
        let _ = write!(
            answer,
            "This is what is said of it, as “{words}” [{mark}]. It is not all that matters here.\n\n"
        );
        let _ = writeln!(list, "{mark}. source-{source}.txt");
        quoted.push((source, words));
    }
    (
        AuditAnswer::new(format!("answer-{number}.md"), answer + &list),
        quoted,
    )
}

/// The yardstick: plain searches.
fn plainly(paths: &[PathBuf], quoted: &[(usize, String)]) -> usize {
    let sources: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let places = quoted.iter().map(|(source, words)| {
        let finder = memchr::memmem::Finder::new(words);
        finder.find_iter(&sources[*source]).count()
    });
    places.sum()
}

fn audited(paths: &[PathBuf], answers: &[AuditAnswer]) -> usize {
    let sources: Vec<AuditSource> = paths
        .iter()
        .map(|path| {
            let text = SourceText::load(fs::read(path).unwrap(), SourceKind::Plain).unwrap();
            AuditSource::new(name(path), text)
        })
        .collect();
    let audit = audit(answers, &sources);
    assert_eq!(audit.summary.quotations, ANSWERS * QUOTATIONS);
    assert_eq!(audit.summary.proven, ANSWERS * QUOTATIONS);
    audit.summary.proven
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn seconds(task: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    black_box(task());
    start.elapsed().as_secs_f64()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let texts: Vec<String> = (0..SOURCES).map(|_| text_of(SIZE, &mut numbers)).collect();
    let paths: Vec<PathBuf> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let path = folder.path().join(format!("source-{number}.txt"));
            fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let (answers, quoted): (Vec<AuditAnswer>, Vec<Vec<(usize, String)>>) = (0..ANSWERS)
        .map(|number| answer(number, &texts, &mut numbers))
        .unzip();
    let quoted = quoted.concat();
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let mut times = [Vec::new(), Vec::new()];
    one_thread.install(|| {
        for _ in 0..ROUNDS {
            times[0].push(seconds(|| plainly(&paths, &quoted)));
            times[1].push(seconds(|| audited(&paths, &answers)));
        }
    });
    let [bare, audited] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    });
    println!("| what | seconds | of the plain search |\n|---|---:|---:|");
    println!("| reading and searching plainly | {bare:.3} | 1.00 |");
    println!("| auditing | {audited:.3} | {:.2} |", audited / bare);
}
