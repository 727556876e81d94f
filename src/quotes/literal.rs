//! Finds a quotation literally, by one of its words, before its source is indexed.
//!
//! On the exact tier, characters are the same byte by byte, apart from white space and invisible characters. If neither
//! the source nor the quotation has invisible characters, and the quotation has no characters that depend on their
//! context, such as dashes, then every match on that tier contains each word of the quotation as it is written. So the
//! search looks for the longest word, and then compares the text around it.

use std::sync::atomic::Ordering;

use super::Tier;
use super::align::align;
use super::boundary::is_whole;
use super::fold::is_unseen;
use super::hits::{Hit, OVERLAP_BUDGET};
use super::source::SourceText;

/// How many searches look for literal matches this way; after that the source is worth indexing.
const WALKS: u32 = 64;

/// Minimum length in bytes of the word that is searched for.
const SHORTEST: usize = 4;

/// Maximum number of places of the word that are tried; if it has more, searching for the whole quotation is faster.
const MOST_TRIED: usize = 4_096;

impl SourceText {
    /// The exact matches of `part`, in order: all of them, or the first `enough`. `None` if they can't be found this
    /// way, or if there are none.
    ///
    /// O(size), and a fraction of the time it takes to index the source.
    pub(super) fn literal_hits(&self, part: &str, enough: usize) -> Option<Vec<Hit>> {
        if self.grams.get().is_some() || self.walks.fetch_add(1, Ordering::Relaxed) >= WALKS {
            return None;
        }
        let word = anchor(part)?;
        if self.has_unseen() {
            return None;
        }
        let text = self.text();
        let before = part.get(..word.start)?;
        let finder = memchr::memmem::Finder::new(part.get(word)?);
        let mut hits: Vec<Hit> = Vec::new();
        for (tried, at) in finder.find_iter(text.as_bytes()).enumerate() {
            if tried >= MOST_TRIED || tried * part.len() > OVERLAP_BUDGET {
                return None;
            }
            let hit = start(text.get(..at).unwrap_or(""), before).and_then(|start| {
                let (end, tier) = align(text, start, part)?;
                let is_exact = tier == Tier::Exact
                    && is_whole(text, start, end)
                    && !self.is_reversed_at(start);
                is_exact.then_some(Hit { start, end, tier })
            });
            let reach = hits.last().map_or(0, |last| last.end);
            if let Some(hit) = hit.filter(|hit| hit.end > reach) {
                hits.push(hit);
                if hits.len() >= enough {
                    break;
                }
            }
        }
        (!hits.is_empty()).then_some(hits)
    }

    fn has_unseen(&self) -> bool {
        *self.unseen.get_or_init(|| {
            let text = self.text();
            let bytes = text.as_bytes();
            // The first bytes of invisible characters; that of U+061C is common in some scripts, so it is searched for
            // whole.
            let mut may_be = memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes);
            let is_one = |at: usize| {
                let character = text.get(at..).and_then(|text| text.chars().next());
                character.is_some_and(is_unseen)
            };
            may_be.any(is_one) || memchr::memmem::find(bytes, "\u{61C}".as_bytes()).is_some()
        })
    }
}

/// The bytes of the longest word of ASCII letters and digits in a quotation. `None` if it is too short, or if the
/// quotation has characters that may be written in several ways on the exact tier.
fn anchor(part: &str) -> Option<std::ops::Range<usize>> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric()
            || (c.is_whitespace())
            || ".,;:!?'\"()[]%/&“”‘’«»…".contains(c)
            || (('\u{C0}'..'\u{250}').contains(&c) && c.is_alphabetic())
    };
    if !part.chars().all(is_plain) {
        return None;
    }
    let mut longest = 0..0;
    let mut from = 0;
    for run in part.split(|c: char| !c.is_ascii_alphanumeric()) {
        if run.len() > longest.len() {
            longest = from..from + run.len();
        }
        let after = part.get(from + run.len()..).unwrap_or("");
        from += run.len() + after.chars().next().map_or(0, char::len_utf8);
    }
    (longest.len() >= SHORTEST).then_some(longest)
}

/// If `text` ends with `before`, apart from white space: where that end begins.
fn start(text: &str, before: &str) -> Option<usize> {
    let (mut text, mut before) = (text, before);
    loop {
        let bare = before.trim_end();
        if bare.len() < before.len() {
            let trimmed = text.trim_end();
            if trimmed.len() == text.len() {
                return None;
            }
            (text, before) = (trimmed, bare);
        }
        let Some(sign) = before.chars().next_back() else {
            return Some(text.len());
        };
        text = text.strip_suffix(sign)?;
        before = before.strip_suffix(sign)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Outcome, Quotation, SourceKind};

    fn load(text: &str) -> SourceText {
        SourceText::load(text.into(), SourceKind::Plain).unwrap()
    }

    #[test]
    fn the_longest_word_leads_to_every_place() {
        let source =
            load("The tide  rose.\nthe tide rose; The\u{A0}tide\nrose, The tiderose The tide rose");
        let found = source.literal_hits("The tide rose", 9).unwrap();
        let texts: Vec<&str> = found
            .iter()
            .map(|hit| &source.text()[hit.start..hit.end])
            .collect();
        assert_eq!(
            texts,
            ["The tide  rose", "The\u{A0}tide\nrose", "The tide rose"]
        );
    }

    #[test]
    fn what_may_be_written_otherwise_is_found_otherwise() {
        assert_eq!(
            load("so-called tides").literal_hits("so-called tides", 9),
            None
        );
        assert_eq!(load("x² tides").literal_hits("x² tides", 9), None);
        assert_eq!(
            load("the ti\u{AD}des rose").literal_hits("the tides rose", 9),
            None
        );
        assert_eq!(
            load("the tides rose").literal_hits("the tides fell", 9),
            None
        );
        assert_eq!(load("a b").literal_hits("a b", 9), None);
        for (text, words) in [
            ("the ti\u{AD}des rose", "the tides rose"),
            ("so-\ncalled tides", "so-called tides"),
            ("The Tides rose", "the tides rose"),
        ] {
            let outcome = load(text).find(&Quotation::new(words));
            assert!(
                matches!(outcome, Outcome::Found { .. }),
                "{words}: {outcome:?}"
            );
        }
    }
}
