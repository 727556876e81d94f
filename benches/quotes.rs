//! The cost of finding quotations, compared with plain searches for the same bytes.
//!
//! `cargo bench --bench quotes`. Compare the first two groups: 10,000 quotations that match exactly, in 20 sources of 1
//! MB, and as many plain searches.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that can't go on fails"
)]

mod quoted;

use std::hint::black_box;

use argmap::quotes::{Outcome, Quotation, SourceKind, SourceText};
use divan::Bencher;
use quoted::{Numbers, quotations, text, texts};

fn main() {
    divan::main();
}

fn load(texts: &[String]) -> Vec<SourceText> {
    texts.iter().map(|text| load_one(text)).collect()
}

fn load_one(text: &str) -> SourceText {
    SourceText::load(text.as_bytes().to_vec(), SourceKind::Plain).unwrap()
}

/// The yardstick: finds the first place of the bytes, and does nothing else.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn plain_searches_10_000(bencher: Bencher) {
    let texts = texts();
    let quotations = quotations(&texts);
    bencher.bench_local(|| {
        for (source, quotation) in &quotations {
            black_box(
                memchr::memmem::find(texts[*source].as_bytes(), quotation.as_bytes()).unwrap(),
            );
        }
    });
}

/// Finds all places, checks whole words, and gives bytes, characters, line and column. Sources are loaded and indexed anew.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn exact_quotations_10_000(bencher: Bencher) {
    let texts = texts();
    let quotations = quotations(&texts);
    bencher
        .with_inputs(|| load(&texts))
        .bench_local_values(|sources| {
            for (source, quotation) in &quotations {
                let outcome = sources[*source].find(&Quotation::new(quotation));
                assert!(matches!(
                    outcome,
                    Outcome::Found { .. } | Outcome::Ambiguous { .. }
                ));
            }
            sources
        });
}

/// The same, with an extra space in each quotation.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn loose_quotations_10_000(bencher: Bencher) {
    let texts = texts();
    let mut quotations = quotations(&texts);
    for (_, quotation) in &mut quotations {
        *quotation = quotation.replacen(' ', "  ", 1);
    }
    bencher
        .with_inputs(|| load(&texts))
        .bench_local_values(|sources| {
            for (source, quotation) in &quotations {
                let outcome = sources[*source].find(&Quotation::new(quotation));
                assert!(matches!(
                    outcome,
                    Outcome::Found { .. } | Outcome::Ambiguous { .. }
                ));
            }
            sources
        });
}

/// One quotation that does not occur, in a new source of 1 MB, with the nearest passage.
#[divan::bench(args = [40, 120, 250, 600, 3_000], sample_count = 5, sample_size = 1)]
fn unfound_quotation_of_characters(bencher: Bencher, length: usize) {
    let text = text(&mut Numbers(7));
    let start = text
        .char_indices()
        .find(|&(at, c)| at > 700_000 && c == ' ')
        .unwrap()
        .0
        + 1;
    let quotation: String = text[start..].chars().take(length).collect();
    let mut words: Vec<&str> = quotation.split(' ').collect();
    words.pop();
    let middle = words.len() / 2;
    words.insert(middle, "never");
    let quotation = words.join(" ");
    bencher
        .with_inputs(|| load_one(&text))
        .bench_local_values(|source| {
            let outcome = source.find(&Quotation::new(&quotation));
            assert!(matches!(outcome, Outcome::NotFound { .. }));
            let nearest = source.nearest(&quotation).unwrap();
            assert!(nearest.words.len() >= 3);
            source
        });
}
