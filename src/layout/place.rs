//! Places each item across the ranks: computes the position of its middle.
//!
//! After Brandes & Köpf (2001): each item is aligned with its median neighbour, on either side and with either
//! preference, which gives four layouts. Aligned blocks are pushed together as far as the sizes of adjacent items
//! allow. Each item then gets the mean of the middle two of its four places. Blocks are pushed by longest paths in the
//! graph of blocks, as the class shifts of the paper are known to be wrong (Brandes, Walter & Zink 2020). Long edges
//! are straight unless they cross each other.

#![expect(
    clippy::indexing_slicing,
    reason = "items index arrays that are made for them"
)]

use fixedbitset::FixedBitSet;

use super::layers::{LayerItemKind, Layers};
use super::order::ItemOrder;
use super::route::{BETWEEN_BOXES, BETWEEN_LINE_AND_BOX, BETWEEN_LINES, EdgeEnds};
use crate::narrow::narrow;
use crate::rows::Rows;

/// The place of each item, shifted so that the range they cover begins at 0. O(n + e).
pub(super) fn places(layers: &Layers, order: &ItemOrder) -> Vec<f64> {
    let ties = ItemNeighbours::new(layers, order);
    let conflicts = ties.conflicts(layers, order);
    let mut candidates = Vec::with_capacity(4);
    for is_mirrored in [false, true] {
        for is_upwards in [true, false] {
            let variant = Alignment {
                layers,
                order,
                is_mirrored,
                is_upwards,
            };
            let blocks = variant.blocks(&ties, &conflicts);
            let mut places = variant.compact(&blocks);
            if is_mirrored {
                for place in &mut places {
                    *place = -*place;
                }
            }
            candidates.push((places, is_mirrored));
        }
    }
    let mut places = balanced(layers, &candidates);
    let (least, _) = bounds(layers, &places);
    for place in &mut places {
        *place -= least;
    }
    places
}

/// Moves items a little to straighten edges that are nearly straight, and puts turning points halfway between the ends
/// of their edges. O(n + e).
pub(super) fn straighten(layers: &Layers, order: &ItemOrder, sides: &EdgeEnds, places: &mut [f64]) {
    let mut straightener = Straightener {
        layers,
        order,
        sides,
        before: places.to_vec(),
        places,
    };
    for layer in 0..order.layers.len() {
        for &item in &order.layers[layer] {
            match layers.items[item as usize].what {
                LayerItemKind::Box => straightener.straighten(item),
                LayerItemKind::Label => straightener.halve(item),
                LayerItemKind::Bend => {}
            }
        }
        straightener.straighten_out(layer);
    }
    let (least, _) = bounds(layers, places);
    for place in places {
        *place -= least;
    }
}

/// How far an edge may be from straight to be straightened; beyond that it is meant to be curved.
const LITTLE: f64 = 14.0;

struct Straightener<'s> {
    layers: &'s Layers,
    order: &'s ItemOrder,
    /// Where edges end while items are at `before`. When an item moves, the ends on it move along.
    sides: &'s EdgeEnds,
    before: Vec<f64>,
    places: &'s mut [f64],
}

impl Straightener<'_> {
    /// The current ends of a segment.
    fn ends(&self, number: u32) -> (f64, f64) {
        let segment = self.layers.segment_of(number);
        let (low, high) = self.sides.ends(segment, &self.before);
        let moved = |item: u32| self.places[item as usize] - self.before[item as usize];
        (low + moved(segment.low), high + moved(segment.high))
    }

    /// Aligns a box with one that it leads to, or else with one that leads to it.
    fn straighten(&mut self, item: u32) {
        let nearest = |bends: &mut dyn Iterator<Item = f64>| {
            let little = bends.filter(|bend| bend.abs() <= LITTLE);
            little.min_by(|a, b| a.abs().total_cmp(&b.abs()))
        };
        let into = self.layers.into.of(item as usize).iter();
        let out = self.layers.out.of(item as usize).iter();
        let mut low = into
            .map(|&number| self.ends(number))
            .map(|(low, high)| low - high);
        let mut high = out
            .map(|&number| self.ends(number))
            .map(|(low, high)| high - low);
        let shift = nearest(&mut low).or_else(|| nearest(&mut high));
        if let Some(shift) = shift.filter(|shift| shift.abs() > 0.0) {
            self.shift(&[item], shift);
        }
    }

    /// Aligns straight pieces of long edges with the boxes that they leave on a layer.
    fn straighten_out(&mut self, layer: usize) {
        for &item in &self.order.layers[layer] {
            for &number in self.layers.out.of(item as usize) {
                let (low, high) = self.ends(number);
                let shift = low - high;
                let first = self.layers.segment_of(number).high;
                if shift == 0.0 || shift.abs() > LITTLE || self.is_box(item) == self.is_box(first) {
                    continue;
                }
                let mut straight = vec![first];
                let mut last = first;
                while let &[next] = self.layers.out.of(last as usize) {
                    let next = self.layers.segment_of(next).high;
                    let bend = self.places[next as usize] - self.places[first as usize];
                    if self.is_box(next) || bend.abs() > 0.01 {
                        break;
                    }
                    straight.push(next);
                    last = next;
                }
                self.shift(&straight, shift);
            }
        }
    }

    /// Moves a turning point halfway between the ends of its edge, as far as there is room.
    fn halve(&mut self, item: u32) {
        if let &[one, other] = self.layers.into.of(item as usize) {
            let (one, other) = (self.ends(one).0, self.ends(other).0);
            let goal = f64::midpoint(one, other);
            let (least, most) = self.room(item);
            let now = self.places[item as usize];
            if least <= most {
                self.shift(&[item], goal.clamp(least, most) - now);
            }
        }
    }

    fn is_box(&self, item: u32) -> bool {
        self.layers.items[item as usize].what == LayerItemKind::Box
    }

    /// The range in which the middle of an item may be, given its neighbours.
    fn room(&self, item: u32) -> (f64, f64) {
        let layer = &self.order.layers[self.layers.items[item as usize].layer as usize];
        let at = self.order.place[item as usize] as usize;
        let left = at.checked_sub(1).and_then(|at| layer.get(at));
        let right = layer.get(at + 1);
        let least = left.map(|&left| self.places[left as usize] + apart(self.layers, left, item));
        let most =
            right.map(|&right| self.places[right as usize] - apart(self.layers, item, right));
        (
            least.unwrap_or(f64::NEG_INFINITY),
            most.unwrap_or(f64::INFINITY),
        )
    }

    /// Moves items of different layers, either all or none.
    fn shift(&mut self, items: &[u32], shift: f64) {
        let is_free = items.iter().all(|&item| {
            let (least, most) = self.room(item);
            let goal = self.places[item as usize] + shift;
            least <= goal && goal <= most
        });
        if is_free {
            for &item in items {
                self.places[item as usize] += shift;
            }
        }
    }
}

/// The minimum distance between the middles of two neighbours on a layer.
fn apart(layers: &Layers, left: u32, right: u32) -> f64 {
    let (left, right) = (layers.items[left as usize], layers.items[right as usize]);
    let between = match (left.what, right.what) {
        (LayerItemKind::Box, LayerItemKind::Box) => BETWEEN_BOXES,
        (LayerItemKind::Bend, LayerItemKind::Bend) => BETWEEN_LINES,
        _ => BETWEEN_LINE_AND_BOX,
    };
    f64::midpoint(left.size.across, right.size.across) + between
}

/// The range that the items cover.
fn bounds(layers: &Layers, places: &[f64]) -> (f64, f64) {
    let items = layers.items.iter().zip(places);
    items.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, most), (item, place)| {
            let half = item.size.across / 2.0;
            (least.min(place - half), most.max(place + half))
        },
    )
}

/// The mean of the middle two of each item's places, after all candidates are aligned with the narrowest.
fn balanced(layers: &Layers, candidates: &[(Vec<f64>, bool)]) -> Vec<f64> {
    let bounds: Vec<_> = candidates
        .iter()
        .map(|(places, _)| bounds(layers, places))
        .collect();
    let narrowest = bounds
        .iter()
        .min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let Some(&(least, most)) = narrowest else {
        return Vec::new();
    };
    let shifts: Vec<f64> = candidates
        .iter()
        .zip(&bounds)
        .map(|((_, is_mirrored), bound)| {
            if *is_mirrored {
                most - bound.1
            } else {
                least - bound.0
            }
        })
        .collect();
    let mean = |item: usize| {
        let mut four = [0.0; 4];
        for (slot, ((places, _), shift)) in four.iter_mut().zip(candidates.iter().zip(&shifts)) {
            *slot = places[item] + shift;
        }
        four.sort_by(f64::total_cmp);
        f64::midpoint(four[1], four[2])
    };
    (0..layers.items.len()).map(mean).collect()
}

/// The neighbours of each item, in order, each as an item and the segment to it.
struct ItemNeighbours {
    lows: Rows<(u32, u32)>,
    highs: Rows<(u32, u32)>,
}

impl ItemNeighbours {
    fn new(layers: &Layers, order: &ItemOrder) -> Self {
        let sorted = |segments: &Rows<u32>, is_low: bool| {
            let mut rows = Rows::default();
            for segments in segments.iter() {
                let mut ties: Vec<(u32, u32)> = segments
                    .iter()
                    .map(|&number| {
                        let segment = layers.segment_of(number);
                        (if is_low { segment.low } else { segment.high }, number)
                    })
                    .collect();
                ties.sort_by_key(|&(item, _)| order.place[item as usize]);
                rows.push(ties);
            }
            rows
        };
        Self {
            lows: sorted(&layers.into, true),
            highs: sorted(&layers.out, false),
        }
    }

    /// The segments that cross an inner piece of a long edge (one between two bends) and are not inner pieces
    /// themselves.
    fn conflicts(&self, layers: &Layers, order: &ItemOrder) -> FixedBitSet {
        let mut conflicts = FixedBitSet::with_capacity(layers.segments.len());
        let is_bend = |item: u32| layers.items[item as usize].what != LayerItemKind::Box;
        let inner = |item: u32| {
            let low = self.lows.of(item as usize).first();
            low.filter(|&&(low, _)| is_bend(item) && is_bend(low))
        };
        for items in order.layers.iter().skip(1) {
            let mut scanned = 0;
            let mut least = 0;
            for (place, &item) in items.iter().enumerate() {
                let inner = inner(item).map(|&(low, _)| order.place[low as usize]);
                if inner.is_none() && place + 1 < items.len() {
                    continue;
                }
                let most = inner.unwrap_or(u32::MAX);
                for &item in &items[scanned..=place] {
                    for &(low, segment) in self.lows.of(item as usize) {
                        let at = order.place[low as usize];
                        if (at < least || at > most) && !(is_bend(low) && is_bend(item)) {
                            conflicts.insert(segment as usize);
                        }
                    }
                }
                scanned = place + 1;
                least = most;
            }
        }
        conflicts
    }
}

/// One of the four alignments: which side is looked at, and which neighbour is preferred.
struct Alignment<'v> {
    layers: &'v Layers,
    order: &'v ItemOrder,
    /// Whether everything is mirrored.
    is_mirrored: bool,
    /// Whether items are aligned with items on the layer before.
    is_upwards: bool,
}

impl Alignment<'_> {
    /// The items of a layer, in reverse if mirrored.
    fn items(&self, layer: usize) -> impl Iterator<Item = u32> {
        let items = &self.order.layers[layer];
        (0..items.len()).map(move |place| {
            if self.is_mirrored {
                items[items.len() - 1 - place]
            } else {
                items[place]
            }
        })
    }

    /// The first item of each item's block.
    fn blocks(&self, ties: &ItemNeighbours, conflicts: &FixedBitSet) -> Vec<u32> {
        let count = self.order.layers.len();
        let mut root: Vec<u32> = (0..narrow(self.layers.items.len())).collect();
        let mut is_taken = FixedBitSet::with_capacity(self.layers.items.len());
        for step in 1..count {
            let (layer, before) = if self.is_upwards {
                (step, step - 1)
            } else {
                (count - 1 - step, count - step)
            };
            let last = narrow(self.order.layers[before].len()).saturating_sub(1);
            // One more than the last place that was aligned with.
            let mut free = 0;
            for item in self.items(layer) {
                let ties = if self.is_upwards {
                    ties.lows.of(item as usize)
                } else {
                    ties.highs.of(item as usize)
                };
                if ties.is_empty() {
                    continue;
                }
                let middle = (ties.len() - 1) / 2;
                let middles = if self.is_mirrored {
                    [ties.len() / 2, middle]
                } else {
                    [middle, ties.len() / 2]
                };
                for (other, segment) in middles.map(|middle| ties[middle]) {
                    let place = self.order.place[other as usize];
                    let place = if self.is_mirrored {
                        last - place
                    } else {
                        place
                    };
                    if place >= free
                        && !conflicts.contains(segment as usize)
                        && !is_taken.put(other as usize)
                    {
                        root[item as usize] = root[other as usize];
                        free = place + 1;
                        break;
                    }
                }
            }
        }
        root
    }

    /// The places of items, with every block pushed as far left as possible, then as near as possible to its right
    /// neighbours.
    fn compact(&self, root: &[u32]) -> Vec<f64> {
        let count = root.len();
        let mut limits: Vec<(u32, u32, f64)> = Vec::new();
        for layer in 0..self.order.layers.len() {
            let mut before = None;
            for item in self.items(layer) {
                if let Some(before) = before.replace(item) {
                    let distance = if self.is_mirrored {
                        apart(self.layers, item, before)
                    } else {
                        apart(self.layers, before, item)
                    };
                    limits.push((root[before as usize], root[item as usize], distance));
                }
            }
        }
        let numbered = || limits.iter().enumerate();
        let after = Rows::gather(count, || {
            numbered().map(|(n, limit)| (limit.0 as usize, narrow(n)))
        });
        let mut missing = vec![0_u32; count];
        for limit in &limits {
            missing[limit.1 as usize] += 1;
        }
        let mut sorted: Vec<u32> = (0..narrow(count))
            .filter(|&item| root[item as usize] == item && missing[item as usize] == 0)
            .collect();
        let mut places = vec![0.0_f64; count];
        let mut next = 0;
        while let Some(&block) = sorted.get(next) {
            next += 1;
            for &limit in after.of(block as usize) {
                let (_, right, distance) = limits[limit as usize];
                let right = right as usize;
                places[right] = places[right].max(places[block as usize] + distance);
                missing[right] -= 1;
                if missing[right] == 0 {
                    sorted.push(narrow(right));
                }
            }
        }
        for &block in sorted.iter().rev() {
            let free = after.of(block as usize).iter().map(|&limit| {
                let (_, right, distance) = limits[limit as usize];
                places[right as usize] - distance
            });
            if let Some(free) = free.min_by(f64::total_cmp) {
                places[block as usize] = places[block as usize].max(free);
            }
        }
        root.iter().map(|&root| places[root as usize]).collect()
    }
}
