//! Finds places in a source text that are given as character offsets.

use std::borrow::Cow;

use crate::narrow::narrow;

/// One byte offset is stored for this many characters.
const EVERY: usize = 256;

/// A source text with an index of its characters.
pub(super) struct CharIndex<'t> {
    text: Cow<'t, str>,
    noted: Vec<usize>,
    /// How many more bytes may be searched for other occurrences.
    left: usize,
}

impl<'t> CharIndex<'t> {
    /// Builds the index. Linear in the text.
    pub(super) fn new(text: Cow<'t, str>) -> Self {
        /// The number of bytes that may always be searched, however short the text is.
        const ALWAYS: usize = 1 << 30;
        let characters = text.char_indices().map(|(at, _)| at);
        Self {
            noted: characters.step_by(EVERY).collect(),
            left: text.len().saturating_mul(16).saturating_add(ALWAYS),
            text,
        }
    }

    /// The byte offset of a character; the end of the text if it has fewer characters.
    pub(super) fn byte(&self, character: usize) -> usize {
        let Some(&from) = self.noted.get(character / EVERY) else {
            return self.text.len();
        };
        let rest = self.text.get(from..).unwrap_or_default();
        let at = rest.char_indices().nth(character % EVERY);
        at.map_or(self.text.len(), |(at, _)| from + at)
    }

    /// The first occurrence of these words, counted from 1, that begins at this byte or later. `None` if they occur
    /// only once, or if too many bytes have been searched already.
    pub(super) fn occurrence(&mut self, words: &str, at: usize) -> Option<u32> {
        /// Maximum number of occurrences that are counted.
        const MOST: usize = 1000;
        self.left = self.left.checked_sub(self.text.len())?;
        let found = self.text.match_indices(words).map(|(found, _)| found);
        let found: Vec<usize> = found.take(MOST).collect();
        let which = found.iter().position(|&found| found >= at).unwrap_or(0);
        (found.len() > 1).then(|| narrow(which + 1))
    }
}
