//! Orders the items on each layer so that few edges cross.
//!
//! The first order is a walk that keeps connected items together; it draws a tree without crossings. Then, going up and
//! down in turn, each layer is sorted by the mean place of each item's neighbours on the layer before (Sugiyama, Tagawa
//! & Toda 1981), and adjacent items are swapped where that helps (Gansner et al. 1993). Crossings are counted as in
//! Barth, Jünger & Mutzel (2004); edges that meet next to a box count as one. The best order found is kept, or the
//! first of several equally good ones.

#![expect(
    clippy::indexing_slicing,
    reason = "items index arrays that are made for them"
)]

use super::layers::{LayerItem, Layers, Segment};
use super::net::Net;
use crate::narrow::narrow;

/// Maximum number of times layers are sorted.
const ROUNDS: usize = 32;

/// After how many rounds without a better order to stop.
const PATIENCE: usize = 8;

/// Roughly how many items and segments all rounds may visit in total; large graphs get fewer rounds.
const WORK: usize = 2_500_000;

/// The order of items.
#[derive(Debug, Clone)]
pub(super) struct ItemOrder {
    /// The items of each layer.
    pub(super) layers: Vec<Vec<u32>>,
    /// The place of each item on its layer.
    pub(super) place: Vec<u32>,
    /// The place of each segment's port among the ports at which segments leave its item, and how many of them there
    /// are.
    ports: Vec<(u32, u32)>,
}

impl ItemOrder {
    pub(super) fn new(layers: &Layers, net: &Net) -> Self {
        let mut order = first(layers, net);
        order.ports_of_all(layers);
        let mut counter = InversionCounter::default();
        let mut fewest = order.crossings(layers, &mut counter);
        let mut best = order.clone();
        let mut stale = 0;
        let rounds = (WORK / (layers.segments.len() + layers.items.len()).max(1)).clamp(4, ROUNDS);
        for round in 0..rounds {
            if fewest == 0 || stale == PATIENCE {
                break;
            }
            order.sweep(layers, round % 2 == 0);
            order.transpose(layers, round % 4 > 1);
            order.ports_of_all(layers);
            let crossings = order.crossings(layers, &mut counter);
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&order);
                stale = 0;
            } else {
                stale += 1;
            }
        }
        best
    }

    /// Sorts each layer by its neighbours on the layer before or, if not upwards, after.
    fn sweep(&mut self, layers: &Layers, is_upwards: bool) {
        let count = self.layers.len();
        for step in 1..count {
            let layer = if is_upwards { step } else { count - 1 - step };
            if is_upwards {
                self.ports_of(layers, layer - 1);
            }
            self.sort(layers, layer, is_upwards);
        }
    }

    fn sort(&mut self, layers: &Layers, layer: usize, is_upwards: bool) {
        let mean = |item: u32| {
            let segments = if is_upwards {
                layers.into.of(item as usize)
            } else {
                layers.out.of(item as usize)
            };
            let total: f64 = segments
                .iter()
                .map(|&number| {
                    if is_upwards {
                        self.low_place(layers, number)
                    } else {
                        f64::from(self.place[layers.segment_of(number).high as usize])
                    }
                })
                .sum();
            (!segments.is_empty()).then(|| total / f64::from(narrow(segments.len())))
        };
        // An item without neighbours there keeps its place.
        let items = &self.layers[layer];
        let mut moving: Vec<(f64, u32)> = items
            .iter()
            .filter_map(|&item| mean(item).map(|mean| (mean, item)))
            .collect();
        let is_moving: Vec<bool> = items.iter().map(|&item| mean(item).is_some()).collect();
        moving.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut moving = moving.into_iter();
        for (place, is_moving) in is_moving.into_iter().enumerate() {
            if is_moving && let Some((_, item)) = moving.next() {
                self.layers[layer][place] = item;
            }
        }
        self.number(layer);
    }

    fn number(&mut self, layer: usize) {
        for (place, &item) in (0..).zip(&self.layers[layer]) {
            self.place[item as usize] = place;
        }
    }

    /// The place where a segment leaves the layer before.
    fn low_place(&self, layers: &Layers, segment: u32) -> f64 {
        let (port, of) = self.ports[segment as usize];
        let low = layers.segment_of(segment).low;
        f64::from(self.place[low as usize]) + (f64::from(port) + 0.5) / f64::from(of.max(1)) - 0.5
    }

    /// The same as an integer, for comparing.
    fn low_key(&self, layers: &Layers, segment: u32) -> u64 {
        let (port, _) = self.ports[segment as usize];
        let low = layers.segment_of(segment).low;
        u64::from(self.place[low as usize]) << 32 | u64::from(port)
    }

    fn ports_of_all(&mut self, layers: &Layers) {
        (0..self.layers.len()).for_each(|layer| self.ports_of(layers, layer));
    }

    /// Orders the ports at which segments leave each item of a layer by the mean place of their targets.
    fn ports_of(&mut self, layers: &Layers, layer: usize) {
        for &item in &self.layers[layer] {
            let segments = layers.out.of(item as usize);
            if let [segment] = segments {
                self.ports[*segment as usize] = (0, 1);
                continue;
            }
            let goal = |&segment: &u32| {
                let Segment { high, port, .. } = layers.segment_of(segment);
                (port, f64::from(self.place[high as usize]))
            };
            let ports = by_mean(segments.iter().map(goal));
            let count = narrow(ports.len());
            let mut places = rustc_hash::FxHashMap::default();
            places.extend((0..).zip(ports).map(|(place, port)| (port, place)));
            for &segment in segments {
                let port = layers.segment_of(segment).port;
                let place = places.get(&port).copied().unwrap_or_default();
                self.ports[segment as usize] = (place, count);
            }
        }
    }

    /// Swaps adjacent items as long as that makes fewer edges cross.
    fn transpose(&mut self, layers: &Layers, on_equal: bool) {
        let mut sides = NeighbourPlaces::default();
        for pass in 0..6 {
            let mut is_better = false;
            for layer in 0..self.layers.len() {
                is_better |= self.transpose_layer(layers, layer, on_equal && pass == 0, &mut sides);
            }
            if !is_better {
                break;
            }
        }
    }

    fn transpose_layer(
        &mut self,
        layers: &Layers,
        layer: usize,
        on_equal: bool,
        sides: &mut NeighbourPlaces,
    ) -> bool {
        sides.fill(self, layers, layer);
        let mut is_better = false;
        for place in 1..self.layers[layer].len() {
            let (left, right) = (sides.order[place - 1], sides.order[place]);
            let (now, then) = sides.crossings(left, right);
            if then < now || (on_equal && then == now && now > 0) {
                sides.order.swap(place - 1, place);
                self.layers[layer].swap(place - 1, place);
                is_better |= then < now;
            }
        }
        self.number(layer);
        is_better
    }

    fn crossings(&self, layers: &Layers, counter: &mut InversionCounter) -> u64 {
        let mut crossings = 0;
        let mut ends: Vec<(u32, u32)> = Vec::new();
        for (layer, items) in self.layers.iter().enumerate() {
            counter.begin(self.layers.get(layer + 1).map_or(0, Vec::len));
            for &item in items {
                ends.clear();
                ends.extend(layers.out.of(item as usize).iter().map(|&number| {
                    let high = layers.segment_of(number).high;
                    (self.ports[number as usize].0, self.place[high as usize])
                }));
                ends.sort_unstable();
                for &(_, high) in &ends {
                    crossings += counter.add(high as usize);
                }
            }
        }
        crossings
    }
}

/// The distinct keys of the pairs, sorted by the mean of their values. Keys with equal means keep the order in which
/// they first occur.
pub(super) fn by_mean(pairs: impl Iterator<Item = (u32, f64)>) -> Vec<u32> {
    let mut sums: Vec<(u32, f64, u32)> = Vec::new();
    let mut known = rustc_hash::FxHashMap::default();
    for (key, value) in pairs {
        let place = *known.entry(key).or_insert_with(|| {
            sums.push((key, 0.0, 0));
            sums.len() - 1
        });
        sums[place].1 += value;
        sums[place].2 += 1;
    }
    let mean = |&(_, sum, count): &(u32, f64, u32)| sum / f64::from(count);
    sums.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    sums.into_iter().map(|(key, ..)| key).collect()
}

/// The first order: a depth-first walk from where reading begins, which keeps each item next to what it hangs on.
fn first(layers: &Layers, net: &Net) -> ItemOrder {
    let count = layers.items.len();
    let mut order = ItemOrder {
        layers: vec![Vec::new(); layers.count],
        place: vec![0; count],
        ports: vec![(0, 1); layers.segments.len()],
    };
    let mut is_met = vec![false; count];
    let all = 0..narrow(count);
    let starts = all
        .clone()
        .filter(|&item| layers.into.of(item as usize).is_empty());
    let mut open = Vec::new();
    for start in net.first.iter().copied().chain(starts).chain(all) {
        open.push(start);
        while let Some(item) = open.pop() {
            if std::mem::replace(&mut is_met[item as usize], true) {
                continue;
            }
            let LayerItem { layer, .. } = layers.items[item as usize];
            let on_layer = &mut order.layers[layer as usize];
            order.place[item as usize] = narrow(on_layer.len());
            on_layer.push(item);
            // An edge turns here and leads back to a box of the layer before.
            if let &[_, back] = layers.into.of(item as usize)
                && layers.out.of(item as usize).is_empty()
                && layers.items[item as usize].what == super::layers::LayerItemKind::Label
            {
                open.push(layers.segment_of(back).low);
            }
            let out = layers.out.of(item as usize).iter().rev();
            open.extend(out.map(|&number| layers.segment_of(number).high));
        }
    }
    order
}

/// For each item of a layer, the sorted places of its neighbours on the layers before (`lows`) and after (`highs`).
#[derive(Default)]
struct NeighbourPlaces {
    lows: Vec<u64>,
    highs: Vec<u64>,
    /// The ranges of `lows` and `highs` that belong to each item.
    ranges: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    /// The items, identified by their places before the first swap, in their current order.
    order: Vec<usize>,
}

impl NeighbourPlaces {
    fn fill(&mut self, order: &ItemOrder, layers: &Layers, layer: usize) {
        self.lows.clear();
        self.highs.clear();
        self.ranges.clear();
        self.order.clear();
        for (place, &item) in order.layers[layer].iter().enumerate() {
            let (low, high) = (self.lows.len(), self.highs.len());
            let into = layers.into.of(item as usize).iter();
            self.lows
                .extend(into.map(|&number| order.low_key(layers, number)));
            let out = layers.out.of(item as usize).iter();
            self.highs.extend(
                out.map(|&number| u64::from(order.place[layers.segment_of(number).high as usize])),
            );
            self.lows[low..].sort_unstable();
            self.highs[high..].sort_unstable();
            self.ranges
                .push((low..self.lows.len(), high..self.highs.len()));
            self.order.push(place);
        }
    }

    /// How many edges of two adjacent items cross now, and how many would if the items were swapped.
    fn crossings(&self, left: usize, right: usize) -> (u64, u64) {
        let (left, right) = (&self.ranges[left], &self.ranges[right]);
        let low = between(&self.lows[left.0.clone()], &self.lows[right.0.clone()]);
        let high = between(&self.highs[left.1.clone()], &self.highs[right.1.clone()]);
        (low.0 + high.0, low.1 + high.1)
    }
}

/// How many pairs of an end in `left` and an end in `right`, both sorted, cross; and how many would if the two lists
/// were swapped.
fn between(left: &[u64], right: &[u64]) -> (u64, u64) {
    let (mut now, mut then) = (0, 0);
    let (mut below, mut up_to) = (0, 0);
    for &end in left {
        while right.get(below).is_some_and(|&other| other < end) {
            below += 1;
        }
        while right.get(up_to).is_some_and(|&other| other <= end) {
            up_to += 1;
        }
        now += below as u64;
        then += (right.len() - up_to) as u64;
    }
    (now, then)
}

/// Counts inversions, with a Fenwick tree of places.
#[derive(Default)]
struct InversionCounter {
    tree: Vec<u32>,
    total: u32,
}

impl InversionCounter {
    fn begin(&mut self, places: usize) {
        self.tree.clear();
        self.tree.resize(places + 1, 0);
        self.total = 0;
    }

    /// Adds a place; returns how many places added before are greater.
    fn add(&mut self, place: usize) -> u64 {
        let mut smaller = 0;
        let mut at = place + 1;
        while at > 0 {
            smaller += self.tree[at];
            at &= at - 1;
        }
        let greater = self.total - smaller;
        self.total += 1;
        at = place + 1;
        while at < self.tree.len() {
            self.tree[at] += 1;
            at += at & at.wrapping_neg();
        }
        u64::from(greater)
    }
}
