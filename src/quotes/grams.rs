//! Indexes where the words of a text begin, by their first bytes. Finding all places of a quotation then takes one
//! look-up instead of a scan of the text.

use crate::narrow::narrow;
use crate::rows::Rows;

/// How many bytes from the start of a word form its key; they may extend into the words after it.
const WIDTH: usize = 8;

/// An index of word starts. It takes about six bytes a word, and is built in O(text).
#[derive(Debug)]
pub(super) struct Grams {
    /// The word starts of each bucket, in the order of the text.
    places: Rows<u32>,
    shift: u32,
}

impl Grams {
    /// Indexes `text` by its word starts. `anchors` gives them in order, and is called several times.
    pub(super) fn new<I: Iterator<Item = usize>>(text: &[u8], anchors: impl Fn() -> I) -> Self {
        let words = anchors().count();
        let bits = words.next_power_of_two().trailing_zeros().clamp(4, 26);
        let shift = u64::BITS - bits;
        let places = Rows::gather(1 << bits, || {
            anchors().filter_map(|at| Some((bucket(key(text, at)?, shift), narrow(at))))
        });
        Self { places, shift }
    }

    /// All places of `needle` in `text`, in order; `None` if none of its `anchors` has a key. Anchors must be word
    /// starts of the text wherever the needle occurs in it.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a [u8],
        needle: &'a [u8],
        anchors: impl Iterator<Item = usize>,
    ) -> Option<impl Iterator<Item = usize> + 'a> {
        let (anchor, places) = anchors
            .filter_map(|at| Some((at, self.places.of(bucket(key(needle, at)?, self.shift)))))
            .min_by_key(|(_, places)| places.len())?;
        let starts = places
            .iter()
            .filter_map(move |&at| (at as usize).checked_sub(anchor));
        Some(starts.filter(move |&at| text.get(at..at + needle.len()) == Some(needle)))
    }
}

fn key(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?
        .first_chunk::<WIDTH>()
        .map(|bytes| u64::from_le_bytes(*bytes))
}

fn bucket(key: u64, shift: u32) -> usize {
    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    let mixed = (key ^ (key >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(mixed >> shift).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters after a blank, and all characters from U+0800 on.
    fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
        let mut blank = false;
        text.char_indices().filter_map(move |(at, c)| {
            let starts = std::mem::replace(&mut blank, c == ' ') || c.len_utf8() > 2;
            starts.then_some(at)
        })
    }

    fn places(grams: &Grams, text: &str, needle: &str) -> Option<Vec<usize>> {
        let found = grams.find(text.as_bytes(), needle.as_bytes(), word_starts(needle))?;
        Some(found.collect())
    }

    #[test]
    fn all_places_are_found_in_order() {
        let text = "one two three, one two three; 公共区块链公共区块链 one two three".repeat(50);
        let grams = Grams::new(text.as_bytes(), || word_starts(&text));
        for needle in [
            "one two three",
            "two three, one",
            "公共区块链",
            "链公共区块链 one",
        ] {
            let expected: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), needle).collect();
            assert_eq!(places(&grams, &text, needle), Some(expected), "{needle}");
        }
    }

    #[test]
    fn a_needle_too_short_for_a_key_is_left_to_others() {
        let text = "one two three one two three";
        let grams = Grams::new(text.as_bytes(), || word_starts(text));
        assert_eq!(places(&grams, text, "two"), None);
    }
}
