//! Finds the shortest context that selects one of a quotation's places.

use unicode_segmentation::UnicodeSegmentation;

use super::chain::Chain;
use super::find::{Outcome, Quotation, QuotePlace};
use super::fold::{Skeleton, is_blank};
use super::hits::work;
use super::layout::floor;
use super::source::SourceText;

/// Maximum number of words tried on each side.
const MOST_WORDS: usize = 24;

/// How many bytes are examined on each side.
const REACH: usize = 1_000;

/// What selects one place: the parts of a `TextQuoteSelector` beside the words themselves, or an occurrence number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceSelector {
    /// The words directly before, if needed.
    pub prefix: Option<String>,
    /// The words directly after, if needed.
    pub suffix: Option<String>,
    /// Which place it is, counted from 1, if 24 words on either side do not distinguish it from the others.
    pub occurrence: Option<u32>,
}

impl SourceText {
    /// The `prefix` and `suffix`, in whole words and with the fewest characters together, with which `text` is found at
    /// `place` and nowhere else; empty if it needs none. `None` if `text` is not there.
    ///
    /// O(places × characters that they share around them), for at most [`MAX_COUNTED`](super::MAX_COUNTED) places.
    pub fn shortest_selector(&self, text: &str, place: &QuotePlace) -> Option<PlaceSelector> {
        let chains = self.chains_within(&Quotation::new(text), place.tier, 0);
        let whole = &place.whole.text;
        let number = chains
            .iter()
            .position(|chain| chain.start() == whole.start && chain.end() == whole.end)?;
        let rivals: Vec<&Chain> = chains
            .iter()
            .enumerate()
            .filter_map(|(at, chain)| (at != number).then_some(chain))
            .collect();
        if rivals.is_empty() {
            return Some(PlaceSelector::default());
        }
        let (prefixes, suffixes) = (self.prefixes(whole.start), self.suffixes(whole.end));
        let skeleton = self.skeleton();
        let before = |chain: &Chain| skeleton.before(chain.start()).bytes().rev();
        let after = |chain: &Chain| skeleton.after(chain.end()).bytes();
        let own = chains.get(number)?;
        let prefix_needed = needed(&rivals, &prefixes, |rival, most| {
            shared(before(own), before(rival), most)
        });
        let suffix_needed = needed(&rivals, &suffixes, |rival, most| {
            shared(after(own), after(rival), most)
        });
        let mut by_prefix: Vec<(usize, usize)> =
            prefix_needed.into_iter().zip(suffix_needed).collect();
        by_prefix.sort_unstable();
        // A prefix of a given length excludes some rivals; the suffix has to exclude the others.
        let mut suffix = 0;
        let mut best: Option<(usize, usize, usize)> = None;
        let mut consider = |prefix: usize, suffix: usize| {
            let length = |words: &[String], count: usize| match count.checked_sub(1) {
                None => Some(0),
                Some(last) => words.get(last).map(|words| words.chars().count()),
            };
            if let (Some(before), Some(after)) =
                (length(&prefixes, prefix), length(&suffixes, suffix))
                && best.is_none_or(|(cost, ..)| before + after < cost)
            {
                best = Some((before + after, prefix, suffix));
            }
        };
        for &(before, after) in by_prefix.iter().rev() {
            consider(before, suffix);
            suffix = suffix.max(after);
        }
        consider(0, suffix);
        let pick = |words: &[String], count: usize| words.get(count.checked_sub(1)?).cloned();
        let by_words = best.map(|(_, prefix, suffix)| PlaceSelector {
            prefix: pick(&prefixes, prefix),
            suffix: pick(&suffixes, suffix),
            occurrence: None,
        });
        let by_number = PlaceSelector {
            occurrence: u32::try_from(number + 1).ok(),
            ..PlaceSelector::default()
        };
        let selectors = by_words.into_iter().chain([by_number]);
        let mut fitting = selectors.filter(|selector| self.singles_out(text, selector, place));
        fitting.next()
    }

    fn singles_out(&self, text: &str, selector: &PlaceSelector, place: &QuotePlace) -> bool {
        let quotation = Quotation {
            text,
            prefix: selector.prefix.as_deref(),
            suffix: selector.suffix.as_deref(),
            occurrence: selector.occurrence,
        };
        matches!(
            self.find(&quotation),
            Outcome::Found { place: found, .. } if found.whole.text == place.whole.text
        )
    }

    /// The last words before the byte `start`: the last one, the last two, and so on.
    fn prefixes(&self, start: usize) -> Vec<String> {
        let before = self.text().get(..start).unwrap_or("");
        let near = before
            .get(floor(before, start.saturating_sub(REACH))..)
            .unwrap_or("");
        near.split_word_bound_indices()
            .rev()
            .filter(|(_, word)| word.contains(char::is_alphanumeric))
            .take(MOST_WORDS)
            .map(|(at, _)| tidy(near.get(at..).unwrap_or("")))
            .collect()
    }

    /// The first words after the byte `end`: the first one, the first two, and so on.
    fn suffixes(&self, end: usize) -> Vec<String> {
        let after = self.text().get(end..).unwrap_or("");
        let near = after.get(..floor(after, REACH)).unwrap_or("");
        near.split_word_bound_indices()
            .filter(|(_, word)| word.contains(char::is_alphanumeric))
            .take(MOST_WORDS)
            .map(|(at, word)| tidy(near.get(..at + word.len()).unwrap_or("")))
            .collect()
    }
}

/// For each rival, how many words of context exclude it; one more than there are if none do. `shared` gives how many
/// bytes of skeleton the rival shares, up to a limit.
fn needed(
    rivals: &[&Chain],
    contexts: &[String],
    shared: impl Fn(&Chain, usize) -> usize,
) -> Vec<usize> {
    let lengths: Vec<usize> = contexts
        .iter()
        .map(|context| Skeleton::new(context).text.len())
        .collect();
    let most = lengths.last().copied().unwrap_or(0);
    let fitting = |rival: &&Chain| {
        let shared = shared(rival, most);
        lengths.partition_point(|&length| length <= shared) + 1
    };
    rivals.iter().map(fitting).collect()
}

/// The length in bytes of the common beginning of two texts, up to `most`.
fn shared(left: impl Iterator<Item = u8>, right: impl Iterator<Item = u8>, most: usize) -> usize {
    let pairs = left.zip(right).take(most);
    let shared = pairs.take_while(|(left, right)| left == right).count();
    work::add(shared + 1);
    shared
}

/// `text` with single spaces for white space, and none at the ends.
fn tidy(text: &str) -> String {
    text.split(is_blank)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
