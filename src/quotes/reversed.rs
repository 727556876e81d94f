//! Finds the text that is shown in the reverse order: what stands between characters that override its direction
//! (Unicode Standard Annex #9, "explicit directional overrides").

use std::ops::Range;

/// Where the text is shown in the reverse order, in order and apart: each from the character that says so to the one that
/// ends it, or to the end of the line. O(text).
pub(super) fn reversed(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('\u{202E}') {
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
    let mut end = 0;
    found.retain(|range| {
        let is_apart = range.end > end;
        end = end.max(range.end);
        is_apart
    });
    found
}

#[cfg(test)]
mod tests {
    use super::reversed;

    #[test]
    fn what_is_reversed_inside_other_text_ends_where_the_outer_one_does() {
        for (text, shown) in [
            (
                "a \u{202E}b \u{202E}c\u{202C} d\u{202C} e",
                ["\u{202E}b \u{202E}c\u{202C} d"].as_slice(),
            ),
            (
                "a \u{202B}b \u{202E}c\u{202C} d\u{202C} e\n\u{202E}f\ng",
                &["\u{202E}c", "\u{202E}f"],
            ),
        ] {
            let found = reversed(text).into_iter();
            let found: Vec<&str> = found.filter_map(|range| text.get(range)).collect();
            assert_eq!(found, shown);
        }
    }
}
