//! What finding quotations costs, beside plain searches for the same bytes.
//!
//! `cargo bench --bench quotes`. The first two groups are to be compared with each other: 10,000
//! quotations that match exactly, in 20 sources of 1 MB, and as many plain searches.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that can't go on fails"
)]

use std::hint::black_box;

use argmap::quotes::{Kind, Outcome, Quotation, SourceText};
use divan::Bencher;

const SOURCES: usize = 20;
const SIZE: usize = 1_000_000;
const QUOTATIONS: usize = 10_000;

fn main() {
    divan::main();
}

/// Numbers without end, the same on every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }
}

/// A text of some 5,000 different words, common ones often, as in natural language.
fn text(numbers: &mut Numbers) -> String {
    const SYLLABLES: [&str; 18] = [
        "ma", "de", "los", "ção", "in", "ter", "pa", "ra", "não", "es", "tu", "gra", "fi", "co",
        "ber", "é", "qui", "lo",
    ];
    let mut text = String::with_capacity(SIZE + 64);
    while text.len() < SIZE {
        let range = [30, 400, 5_000][numbers.below(3).min(2)];
        let mut word = numbers.below(range) + 1;
        while word > 0 {
            text.push_str(SYLLABLES[word % SYLLABLES.len()]);
            word /= SYLLABLES.len();
        }
        text.push_str(match numbers.below(14) {
            0 => ". ",
            1 => ", ",
            2 => "\n",
            _ => " ",
        });
    }
    text
}

fn texts() -> Vec<String> {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    (0..SOURCES).map(|_| text(&mut numbers)).collect()
}

/// Which source is quoted, and what: 5 to 24 words from anywhere in it.
fn quotations(texts: &[String]) -> Vec<(usize, String)> {
    let mut numbers = Numbers(42);
    (0..QUOTATIONS)
        .map(|_| {
            let source = numbers.below(texts.len());
            let text = texts[source].as_bytes();
            let start = numbers.below(SIZE - 1_000);
            let start = start + memchr::memchr(b' ', &text[start..]).unwrap() + 1;
            let words = 5 + numbers.below(20);
            let end = memchr::memchr_iter(b' ', &text[start..])
                .nth(words)
                .unwrap()
                + start;
            let quotation = texts[source][start..end].trim_end_matches(['.', ',', '\n']);
            (source, quotation.to_owned())
        })
        .collect()
}

fn load(texts: &[String]) -> Vec<SourceText> {
    texts.iter().map(|text| load_one(text)).collect()
}

fn load_one(text: &str) -> SourceText {
    SourceText::load(text.as_bytes().to_vec(), Kind::Plain).unwrap()
}

/// The yardstick: the first place of the bytes, nothing else.
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

/// All places, whole words, bytes, characters, line and column; sources loaded and indexed afresh.
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

/// The same, with a space too many in each.
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

/// One quotation that is not there, in a fresh source of 1 MB, with the nearest passage.
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
