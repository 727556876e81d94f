//! Texts generated for measuring, and quotations from them. They are the same on every run.

const SOURCES: usize = 20;
const SIZE: usize = 1_000_000;
const QUOTATIONS: usize = 10_000;

/// An endless sequence of numbers that is the same on every run (xorshift64*).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }
}

/// A text of one megabyte: see [`text_of`].
pub(crate) fn text(numbers: &mut Numbers) -> String {
    text_of(SIZE, numbers)
}

/// A text with about 5,000 different words, some more common than others, as in natural language.
pub(crate) fn text_of(size: usize, numbers: &mut Numbers) -> String {
    const SYLLABLES: [&str; 18] = [
        "ma", "de", "los", "ção", "in", "ter", "pa", "ra", "não", "es", "tu", "gra", "fi", "co",
        "ber", "é", "qui", "lo",
    ];
    let mut text = String::with_capacity(size + 64);
    while text.len() < size {
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

pub(crate) fn texts() -> Vec<String> {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    (0..SOURCES).map(|_| text(&mut numbers)).collect()
}

/// The source and the words of each quotation: 5 to 24 words from anywhere in the source.
pub(crate) fn quotations(texts: &[String]) -> Vec<(usize, String)> {
    let mut numbers = Numbers(42);
    (0..QUOTATIONS)
        .map(|_| {
            let source = numbers.below(texts.len());
            (source, passage(&texts[source], &mut numbers))
        })
        .collect()
}

/// 5 to 24 words from anywhere in a text.
pub(crate) fn passage(text: &str, numbers: &mut Numbers) -> String {
    let bytes = text.as_bytes();
    let start = numbers.below(text.len() - 1_000);
    let start = start + memchr::memchr(b' ', &bytes[start..]).unwrap() + 1;
    let words = 5 + numbers.below(20);
    let end = memchr::memchr_iter(b' ', &bytes[start..])
        .nth(words)
        .unwrap()
        + start;
    text[start..end]
        .trim_end_matches(['.', ',', '\n'])
        .to_owned()
}
