//! Finds the stretch of a text that takes the fewest edits to become a pattern.
//!
//! Myers' bit-parallel algorithm ("A fast bit-vector algorithm for approximate string matching based on dynamic
//! programming", JACM 46(3), 1999), in blocks of 64 rows as described by Hyyrö ("A bit-vector algorithm for computing
//! Levenshtein and Damerau edit distances", 2003). O(text × pattern / 64).

use rustc_hash::FxHashMap;

/// A pattern, prepared for comparison.
#[derive(Debug)]
pub(super) struct PreparedPattern {
    length: usize,
    blocks: usize,
    /// Each character of the pattern has a number from 1; 0 stands for all other characters.
    ascii: [u16; 128],
    others: FxHashMap<char, u16>,
    /// For each number, the rows (as bits) that have its character.
    rows: Vec<u64>,
}

/// One end of the nearest stretch, in characters, and how many edits the stretch takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NearEnd {
    pub(super) edits: usize,
    pub(super) at: usize,
}

impl PreparedPattern {
    pub(super) fn new(pattern: impl Iterator<Item = char>) -> Self {
        let pattern: Vec<char> = pattern.collect();
        let blocks = pattern.len().div_ceil(64).max(1);
        let mut new = Self {
            length: pattern.len(),
            blocks,
            ascii: [0; 128],
            others: FxHashMap::default(),
            rows: vec![0; blocks],
        };
        for (row, &c) in pattern.iter().enumerate() {
            let number = match new.number(c) {
                0 => new.admit(c),
                number => number,
            };
            let at = usize::from(number) * blocks + row / 64;
            if let Some(rows) = new.rows.get_mut(at) {
                *rows |= 1 << (row % 64);
            }
        }
        new
    }

    fn number(&self, c: char) -> u16 {
        match self.ascii.get(c as usize) {
            Some(&number) => number,
            None => self.others.get(&c).copied().unwrap_or(0),
        }
    }

    fn admit(&mut self, c: char) -> u16 {
        // With more distinct characters than fit a number, the distance could only be overestimated.
        let Ok(number) = u16::try_from(self.rows.len() / self.blocks) else {
            return 0;
        };
        self.rows.resize(self.rows.len() + self.blocks, 0);
        match self.ascii.get_mut(c as usize) {
            Some(ascii) => *ascii = number,
            None => {
                self.others.insert(c, number);
            }
        }
        number
    }

    /// The first end, in `text`, of the stretch nearest to the whole pattern.
    pub(super) fn nearest_end(&self, text: impl Iterator<Item = char>) -> NearEnd {
        self.nearest(text, false)
    }

    /// The end of the nearest stretch among those that begin where `text` does. Ties go to the length closest to the
    /// pattern's.
    pub(super) fn nearest_prefix(&self, text: impl Iterator<Item = char>) -> NearEnd {
        self.nearest(text, true)
    }

    fn nearest(&self, text: impl Iterator<Item = char>, anchored: bool) -> NearEnd {
        let top = 1 << (self.length.wrapping_sub(1) % 64);
        let mut columns = vec![(u64::MAX, 0_u64); self.blocks];
        let mut edits = self.length;
        let mut best = NearEnd { edits, at: 0 };
        for (at, c) in text.enumerate() {
            let number = usize::from(self.number(c));
            let rows = self.rows.get(number * self.blocks..).unwrap_or(&[]);
            let mut carry = i8::from(anchored);
            let last = self.blocks - 1;
            for (block, (column, &equal)) in columns.iter_mut().zip(rows).enumerate() {
                let top = if block == last { top } else { 1 << 63 };
                carry = advance(column, equal, carry, top);
            }
            edits = edits.saturating_add_signed(isize::from(carry));
            let closer = anchored
                && edits == best.edits
                && (at + 1).abs_diff(self.length) < best.at.abs_diff(self.length);
            if edits < best.edits || closer {
                best = NearEnd { edits, at: at + 1 };
            }
        }
        best
    }
}

/// Compares one character of the text with 64 rows. `column` holds the rows whose distance is larger than in the row
/// above, and those whose distance is smaller. `carry` is the change from the previous column in the row above the
/// block; the result is that change in the row of the bit `top`.
#[inline]
fn advance(column: &mut (u64, u64), equal: u64, carry: i8, top: u64) -> i8 {
    let (grows, shrinks) = *column;
    let sinks = u64::from(carry < 0);
    let vertical = equal | shrinks;
    let equal = equal | sinks;
    let horizontal = ((equal & grows).wrapping_add(grows) ^ grows) | equal;
    let more = shrinks | !(horizontal | grows);
    let less = grows & horizontal;
    let change = i8::from(more & top != 0) - i8::from(less & top != 0);
    let more = (more << 1) | u64::from(carry > 0);
    let less = (less << 1) | sinks;
    *column = (less | !(vertical | more), more & vertical);
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Textbook dynamic programming: the last row of distances.
    fn distances(pattern: &[char], text: &[char], anchored: bool) -> Vec<usize> {
        let mut row: Vec<usize> = (0..=text.len())
            .map(|at| if anchored { at } else { 0 })
            .collect();
        for (i, p) in pattern.iter().enumerate() {
            let mut next = vec![i + 1];
            for (j, t) in text.iter().enumerate() {
                let change = row[j] + usize::from(p != t);
                next.push(change.min(row[j + 1] + 1).min(next[j] + 1));
            }
            row = next;
        }
        row
    }

    proptest! {
        #[test]
        fn as_near_as_the_textbook_says(
            pattern in "[abé]{1,150}", text in "[abcé]{0,200}", anchored: bool
        ) {
            let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            let row = distances(&p, &t, anchored);
            let near = PreparedPattern::new(pattern.chars()).nearest(text.chars(), anchored);
            prop_assert_eq!(near.edits, *row.iter().min().unwrap());
            prop_assert_eq!(row[near.at], near.edits);
        }
    }
}
