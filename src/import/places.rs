//! Finds places in a source text that a foreign file gives by character offset.

use std::borrow::Cow;

use crate::narrow::narrow;

/// The byte offset is noted once for this many characters.
const EVERY: usize = 256;

/// A source text, and where its characters are.
pub(super) struct Places<'t> {
    text: Cow<'t, str>,
    noted: Vec<usize>,
    /// How many bytes may still be looked through for other occurrences.
    left: usize,
}

impl<'t> Places<'t> {
    /// Linear in the text.
    pub(super) fn new(text: Cow<'t, str>) -> Self {
        /// However long the text is, that many occurrences of its passages are counted in little time.
        const ALWAYS: usize = 1 << 30;
        let characters = text.char_indices().map(|(at, _)| at);
        Self {
            noted: characters.step_by(EVERY).collect(),
            left: text.len().saturating_mul(16).saturating_add(ALWAYS),
            text,
        }
    }

    /// The byte at which a character stands; the end of the text if it has fewer.
    pub(super) fn byte(&self, character: usize) -> usize {
        let Some(&from) = self.noted.get(character / EVERY) else {
            return self.text.len();
        };
        let rest = self.text.get(from..).unwrap_or_default();
        let at = rest.char_indices().nth(character % EVERY);
        at.map_or(self.text.len(), |(at, _)| from + at)
    }

    /// Which occurrence of these words, counted from 1, is the first that begins at this byte or later; none where they occur
    /// once, and where far too much has been looked through already.
    pub(super) fn occurrence(&mut self, words: &str, at: usize) -> Option<u32> {
        /// No one counts farther.
        const MOST: usize = 1000;
        self.left = self.left.checked_sub(self.text.len())?;
        let found = self.text.match_indices(words).map(|(found, _)| found);
        let found: Vec<usize> = found.take(MOST).collect();
        let which = found.iter().position(|&found| found >= at).unwrap_or(0);
        (found.len() > 1).then(|| narrow(which + 1))
    }
}
