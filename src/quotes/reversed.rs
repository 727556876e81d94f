//! Finds the text that is shown in the reverse order: what stands between characters that override its direction
//! (Unicode Standard Annex #9, "explicit directional overrides").

use std::ops::Range;

/// U+202E in UTF-8.
const OVERRIDE: &str = "\u{202E}";

/// Where the text is shown in the reverse order, in order: each from the character that says so to the one that ends it, or
/// to the end of the line. O(text).
pub(super) fn reversed(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memmem::find(text.as_bytes(), OVERRIDE.as_bytes()).is_none() {
        return found;
    }
    // Where each direction that is open begins, and whether it is such an override.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '\u{202A}' | '\u{202B}' | '\u{202D}' => open.push((at, false)),
            '\u{202E}' => open.push((at, true)),
            '\u{202C}' => {
                if let Some((start, true)) = open.pop() {
                    found.push(start..at);
                }
            }
            _ => (),
        }
    }
    for (start, is_reversed) in open {
        let line = text.get(start..).unwrap_or_default().lines().next();
        if is_reversed {
            found.push(start..start + line.map_or(0, str::len));
        }
    }
    found.sort_by_key(|range| range.start);
    found
}
