//! Finds one part of a quotation, on any tier.
//!
//! Searches the source's [`Skeleton`] for the part's. At each hit the two texts are compared character by character.

use std::sync::atomic::Ordering;

use super::Tier;
use super::align::align;
use super::boundary::is_whole;
use super::find::{Quotation, trim};
use super::fold::{Skeleton, is_blank, is_dash};
use super::grams::Grams;
use super::layout::floor;
use super::source::SourceText;

/// How many searches scan the source; the next one builds an index. For fewer searches, scanning is quicker.
const WALKS: u32 = 3;

/// How many bytes of a part may be compared with the text. After that, only places that do not overlap are tried, which
/// keeps a text such as `a a a a …` from taking quadratic time.
pub(super) const OVERLAP_BUDGET: usize = 16 * 1024 * 1024;

/// How many characters before its first letter or digit a quotation that begins with a dash may begin.
const LEAD: usize = 64;

/// One place of one part of a quotation, in bytes of the source's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) tier: Tier,
}

/// The text that must be directly before and after a part; white space in between is ignored.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'q> {
    pub(super) before: Option<&'q str>,
    pub(super) after: Option<&'q str>,
}

impl<'q> Beside<'q> {
    pub(super) fn of(quotation: &Quotation<'q>) -> Self {
        let (before, after) = (quotation.prefix, quotation.suffix);
        Self { before, after }
    }
}

impl SourceText {
    /// The places of `part` with `beside` next to it, in order and on any tier: all of them, or at least `enough` exact
    /// ones.
    pub(super) fn hits(&self, part: &str, beside: Beside<'_>, enough: usize) -> Vec<Hit> {
        let key = SkeletonKey::new(part, beside);
        let mut hits: Vec<Hit> = Vec::new();
        let mut exact = 0;
        let mut spent = 0;
        for at in self.candidates(&key) {
            if spent > OVERLAP_BUDGET && hits.last().is_some_and(|last| at < last.end) {
                continue;
            }
            spent += part.len();
            work::add(1);
            let hit = self.hit(part, at, &key);
            let is_there =
                |hit: &Hit| self.is_beside(hit, beside) && !self.is_reversed_at(hit.start);
            let Some(hit) = hit.filter(is_there) else {
                continue;
            };
            exact += usize::from(hit.tier == Tier::Exact);
            hits.push(hit);
            if exact >= enough {
                break;
            }
        }
        hits.sort_by_key(|hit| hit.start);
        let mut end = 0;
        hits.retain(|hit| {
            let later = hit.end > end;
            end = end.max(hit.end);
            later
        });
        hits
    }

    /// Compares the part with the text, its first letter or digit being at the byte `at`.
    fn hit(&self, part: &str, at: usize, key: &SkeletonKey) -> Option<Hit> {
        let text = self.text();
        let from = |start: usize| {
            let (end, tier) = align(text, start, part)?;
            is_whole(text, start, end).then_some(Hit { start, end, tier })
        };
        let lead = part.get(..key.lead)?;
        if lead.is_empty() {
            return from(at);
        }
        // The part begins with signs that are not in the skeleton.
        let before = text.get(..at)?;
        if before.ends_with(lead) {
            return from(at - lead.len());
        }
        before
            .char_indices()
            .rev()
            .take(LEAD)
            .take_while(|&(_, c)| is_blank(c) || is_dash(c))
            .filter(|&(_, c)| is_dash(c))
            .find_map(|(start, _)| from(start))
    }

    /// The offsets in the text where the first letter or digit of the part may be, in order; every dash if the part has
    /// neither.
    fn candidates<'a>(&'a self, key: &'a SkeletonKey) -> Box<dyn Iterator<Item = usize> + 'a> {
        if !key.has_letters {
            let signs = self.text().char_indices();
            return Box::new(signs.filter_map(|(at, c)| is_dash(c).then_some(at)));
        }
        let skeleton = self.skeleton();
        let places = self.skeleton_places(key);
        Box::new(places.map(|at| skeleton.text_offset(at + key.before)))
    }

    fn skeleton_places<'a>(&'a self, key: &'a SkeletonKey) -> Box<dyn Iterator<Item = usize> + 'a> {
        let skeleton = self.skeleton();
        let text = skeleton.text.as_bytes();
        let walks =
            self.grams.get().is_none() && self.searches.fetch_add(1, Ordering::Relaxed) < WALKS;
        if !walks {
            let anchors = || merge(skeleton.turns(), wide(text));
            let grams = self.grams.get_or_init(|| Grams::new(text, anchors));
            let needle = key.text.as_bytes();
            let anchors = key.anchors.iter().copied().chain(wide(needle));
            if let Some(places) = grams.find(text, needle, anchors) {
                return Box::new(places);
            }
        }
        Box::new(occurrences(text, key.text.as_bytes()))
    }

    pub(super) fn skeleton(&self) -> &Skeleton {
        self.skeleton
            .get_or_init(|| Skeleton::of_source(self.text()))
    }

    fn is_beside(&self, hit: &Hit, beside: Beside<'_>) -> bool {
        let follows = |words| self.follows(hit.start, words);
        let precedes = |words| self.precedes(hit.end, words);
        beside.before.is_none_or(follows) && beside.after.is_none_or(precedes)
    }

    /// Whether `prefix` is directly before the byte `start` of the text.
    fn follows(&self, start: usize, prefix: &str) -> bool {
        let prefix = trim(prefix);
        let Some(before) = self.text().get(..start) else {
            return false;
        };
        if before.trim_end_matches(is_blank).ends_with(prefix) {
            return true;
        }
        let key = Skeleton::new(prefix).text;
        let window = floor(before, start.saturating_sub(prefix.len() * 4 + 64));
        !key.is_empty()
            && Skeleton::new(before.get(window..).unwrap_or(""))
                .text
                .ends_with(&key)
    }

    /// Whether `suffix` is directly after the byte `end` of the text.
    fn precedes(&self, end: usize, suffix: &str) -> bool {
        let suffix = trim(suffix);
        let Some(after) = self.text().get(end..) else {
            return false;
        };
        if after.trim_start_matches(is_blank).starts_with(suffix) {
            return true;
        }
        let key = Skeleton::new(suffix).text;
        let window = floor(after, suffix.len() * 4 + 64);
        !key.is_empty()
            && Skeleton::new(after.get(..window).unwrap_or(after))
                .text
                .starts_with(&key)
    }
}

/// What to look for in a source's skeleton: the part's skeleton between those of the words beside it.
struct SkeletonKey {
    text: String,
    /// How many bytes of `text` come before the part's own.
    before: usize,
    /// Where words begin in every text that matches.
    anchors: Vec<usize>,
    /// Whether the part has anything that a skeleton keeps.
    has_letters: bool,
    /// How many bytes at the part's beginning are not in its skeleton.
    lead: usize,
}

impl SkeletonKey {
    fn new(part: &str, beside: Beside<'_>) -> Self {
        let own = Skeleton::new(part);
        let has_letters = !own.text.is_empty();
        let lead = if has_letters { own.text_offset(0) } else { 0 };
        let words = |words: Option<&str>| Skeleton::new(words.map_or("", trim));
        let mut key = Self {
            text: String::new(),
            before: 0,
            anchors: Vec::new(),
            has_letters,
            lead,
        };
        key.push(&words(beside.before));
        key.before = key.text.len();
        key.push(&own);
        key.push(&words(beside.after));
        key
    }

    fn push(&mut self, skeleton: &Skeleton) {
        let at = self.text.len();
        let anchors = skeleton.anchors.iter();
        self.anchors
            .extend(anchors.map(|&anchor| at + anchor as usize));
        self.text.push_str(&skeleton.text);
    }
}

/// All places of `needle` in order, including overlapping ones (until the budget is spent).
fn occurrences<'a>(text: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let finder = memchr::memmem::Finder::new(needle);
    let mut from = 0;
    let mut budget = OVERLAP_BUDGET;
    std::iter::from_fn(move || {
        let at = from + finder.find(text.get(from..)?)?;
        let whole = needle.len().max(1);
        from = at + if budget >= needle.len() { 1 } else { whole };
        budget = budget.saturating_sub(needle.len());
        Some(at)
    })
}

/// The characters from U+0800 on. Some of their scripts put no spaces between words, so each one counts as a word
/// start.
fn wide(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    text.iter()
        .enumerate()
        .filter_map(|(at, &byte)| (byte >= 0xE0).then_some(at))
}

/// Merges two rising sequences; a value in both is given once.
fn merge(
    left: impl Iterator<Item = usize>,
    right: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    std::iter::from_fn(move || match (left.peek(), right.peek()) {
        (Some(a), Some(b)) if a == b => {
            left.next();
            right.next()
        }
        (Some(a), Some(b)) if a < b => left.next(),
        (_, Some(_)) => right.next(),
        (_, None) => left.next(),
    })
}

/// Counts the places that were compared or visited. Tests compare the count with the size of the input.
pub(super) mod work {
    #[cfg(test)]
    thread_local! {
        static DONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    #[cfg(test)]
    pub(in super::super) fn add(steps: usize) {
        DONE.set(DONE.get() + steps);
    }

    #[cfg(not(test))]
    #[inline]
    pub(in super::super) fn add(_: usize) {}

    /// How many steps `task` takes.
    #[cfg(test)]
    pub(in super::super) fn of(task: impl FnOnce()) -> usize {
        let before = DONE.get();
        task();
        DONE.get() - before
    }
}
