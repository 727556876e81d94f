//! Guesses how wide and how high Graphviz will draw a graph, to choose the direction that looks best.
//!
//! Graphviz puts claims on ranks, one step apart. From top to bottom, its picture is as wide as the widest rank and as
//! high as there are ranks; sideways, it is the other way round. Real maps have few ranks with many claims on each, so
//! from top to bottom they come out many times wider than high.

use std::collections::VecDeque;

use super::RankDir;

/// The desired ratio of width to height.
const RATIO: f64 = 1.5;

/// The distance between ranks, in points.
const BETWEEN_RANKS: f64 = 32.0;

/// The distance between neighbours on a rank, in points.
const BETWEEN_NEIGHBOURS: f64 = 18.0;

/// A graph whose size is guessed: boxes and the arrows between them.
#[derive(Debug, Default)]
pub(super) struct GraphShape {
    /// The width and height of each box, in points.
    boxes: Vec<(f64, f64)>,
    /// The boxes that each arrow leads from and to.
    arrows: Vec<(usize, usize)>,
}

impl GraphShape {
    /// Adds a box with this many columns of text; returns its number.
    pub(super) fn text(&mut self, columns: usize) -> usize {
        let lines = columns.div_ceil(super::text::WIDTH - 3).max(1);
        let columns = columns.min(super::text::WIDTH);
        #[expect(clippy::cast_precision_loss, reason = "a guess")]
        let size = (columns as f64 * 5.4 + 20.0, lines as f64 * 13.2 + 13.0);
        self.boxes.push(size);
        self.boxes.len() - 1
    }

    /// Adds a dot; returns its number.
    pub(super) fn dot(&mut self) -> usize {
        self.boxes.push((6.5, 6.5));
        self.boxes.len() - 1
    }

    /// Adds an arrow from one box to another.
    pub(super) fn arrow(&mut self, from: usize, to: usize) {
        self.arrows.push((from, to));
    }

    /// The direction, upwards or leftwards, that makes the picture nearer to three by two. O(boxes + arrows).
    pub(super) fn direction(&self) -> RankDir {
        let ranks = self.ranks();
        // How far a picture is from the ratio, as the logarithm of the factor.
        let miss = |is_leftwards| {
            let (width, height) = self.size(&ranks, is_leftwards);
            (width / height / RATIO).ln().abs()
        };
        if miss(true) < miss(false) {
            RankDir::RightToLeft
        } else {
            RankDir::BottomToTop
        }
    }

    /// The rank of each box: as near as its arrows allow to the boxes they lead to. In a cycle, the box that comes
    /// first in the map is treated as leading nowhere.
    fn ranks(&self) -> Vec<usize> {
        let mut into = vec![Vec::new(); self.boxes.len()];
        let mut out = vec![0_usize; self.boxes.len()];
        for &(from, to) in &self.arrows {
            if let (Some(into), Some(out)) = (into.get_mut(to), out.get_mut(from)) {
                into.push(from);
                *out += 1;
            }
        }
        let mut ranks = vec![0; self.boxes.len()];
        let mut is_ranked = vec![false; self.boxes.len()];
        let leads_nowhere = (0..).zip(&out).filter(|(_, out)| **out == 0);
        let mut free: VecDeque<usize> = leads_nowhere.map(|(number, _)| number).collect();
        let mut first = 0;
        loop {
            let next = free.pop_front().or_else(|| {
                // Everything that is left is in cycles, or leads to one.
                first += is_ranked.get(first..)?.iter().position(|ranked| !ranked)?;
                Some(first)
            });
            let Some(next) = next else { break };
            let (Some(ranked), Some(&rank)) = (is_ranked.get_mut(next), ranks.get(next)) else {
                break;
            };
            *ranked = true;
            for &from in into.get(next).into_iter().flatten() {
                if is_ranked.get(from) == Some(&false)
                    && let (Some(above), Some(out)) = (ranks.get_mut(from), out.get_mut(from))
                {
                    *above = (rank + 1).max(*above);
                    *out -= 1;
                    if *out == 0 {
                        free.push_back(from);
                    }
                }
            }
        }
        ranks
    }

    /// The width and height of the picture.
    fn size(&self, ranks: &[usize], is_leftwards: bool) -> (f64, f64) {
        let turned = |long, high| {
            if is_leftwards {
                (high, long)
            } else {
                (long, high)
            }
        };
        // The depth and the length of each rank.
        let mut extents: Vec<(f64, f64)> = Vec::new();
        for (&(width, height), &rank) in self.boxes.iter().zip(ranks) {
            let (long, deep) = turned(width, height);
            if extents.len() <= rank {
                extents.resize(rank + 1, (0.0, 0.0));
            }
            if let Some(extent) = extents.get_mut(rank) {
                extent.0 = extent.0.max(deep);
                extent.1 += long + BETWEEN_NEIGHBOURS;
            }
        }
        let (mut depth, mut length) = (0.0, 0.0_f64);
        for (deep, long) in extents {
            depth += deep + BETWEEN_RANKS;
            length = length.max(long);
        }
        turned(length, depth)
    }
}
