//! Layers: the items on each rank and between ranks, and how edges run from layer to layer.
//!
//! Between two ranks there is a layer of its own for what is written on edges, and for where edges turn that join boxes of one
//! rank; where there is neither, there is no such layer. An edge has a bend on every layer that it passes. Bends have a
//! budget, in line with the graph, that short edges draw on first: a chain with many edges from end to end would have a
//! quadratic number of them. An edge for which there is none left runs on a track outside all boxes.

#![expect(
    clippy::indexing_slicing,
    reason = "items index arrays that are made for them"
)]

use super::net::{Extent, Net};
use crate::narrow::narrow;
use crate::rows::Rows;

/// How many bends there may be for each box and edge.
const BENDS: usize = 8;

/// Something that is on a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) layer: u32,
    pub(super) size: Extent,
}

/// What is on a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A box; it has the number of its item.
    Box,
    /// What is written on an edge, or where one turns.
    Label,
    /// Where an edge passes.
    Bend,
}

/// A piece of an edge, from one layer to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) low: u32,
    pub(super) high: u32,
    /// Segments leave an item at one point if they have the same number.
    pub(super) port: u32,
    /// Likewise where they enter one.
    pub(super) high_port: u32,
}

/// How an edge runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From layer to layer, from the item nearer to rank 0.
    Through,
    /// From one box to where it turns, and back to another of the same layer.
    Turn,
    /// On a track outside all boxes.
    Track,
}

/// The layers of a drawing.
#[derive(Debug)]
pub(super) struct Layers {
    /// The boxes first.
    pub(super) items: Vec<Item>,
    pub(super) count: usize,
    pub(super) segments: Vec<Segment>,
    /// The segments that leave each item, and those that enter it.
    pub(super) out: Rows<u32>,
    pub(super) into: Rows<u32>,
    /// The items that each edge runs by, from the box nearer to rank 0, or from `from`.
    pub(super) chains: Rows<u32>,
    /// The segments between these.
    pub(super) pieces: Rows<u32>,
    pub(super) ways: Vec<Way>,
    /// For each edge, the ports at the first and the last item of its chain.
    pub(super) ends: Vec<(u32, u32)>,
}

/// An edge between ranks.
struct Span {
    low: u32,
    high: u32,
    /// The layers of its ends, as keys.
    from: u32,
    to: u32,
    /// The key of the layer on which it has a label, or turns.
    label: Option<u32>,
}

impl Layers {
    pub(super) fn new(net: &Net, ranks: &[u32]) -> Self {
        let spans = spans(net, ranks);
        // Ranks have even keys, what is between them odd ones.
        let mut keys: Vec<u32> = ranks.iter().map(|rank| rank * 2).collect();
        keys.extend(spans.iter().filter_map(|span| span.label));
        keys.sort_unstable();
        keys.dedup();
        let layer = |key: u32| narrow(keys.binary_search(&key).unwrap_or_default());

        let boxes = net.boxes.iter().zip(ranks);
        let mut items: Vec<Item> = boxes
            .map(|(&size, &rank)| Item {
                what: What::Box,
                layer: layer(rank * 2),
                size,
            })
            .collect();
        let has_bends = afforded(net, &spans, layer);
        let mut chains = Rows::default();
        let mut ways = Vec::with_capacity(spans.len());
        for ((span, &has_bends), edge) in spans.iter().zip(&has_bends).zip(&net.edges) {
            let (from, to) = (layer(span.from), layer(span.to));
            let label = span.label.map(layer);
            let size = edge.label.unwrap_or_default();
            if !has_bends {
                ways.push(Way::Track);
                chains.push([span.low, span.high]);
                continue;
            }
            let mut chain = vec![span.low];
            let mut add = |what, layer, size| {
                chain.push(narrow(items.len()));
                items.push(Item { what, layer, size });
            };
            if from == to {
                ways.push(Way::Turn);
                add(What::Label, label.unwrap_or(from + 1), size);
            } else {
                ways.push(Way::Through);
                for layer in from + 1..to {
                    if label == Some(layer) {
                        add(What::Label, layer, size);
                    } else {
                        add(What::Bend, layer, Extent::default());
                    }
                }
            }
            chain.push(span.high);
            chains.push(chain);
        }
        let mut layers = Self {
            items,
            count: keys.len(),
            segments: Vec::new(),
            out: Rows::default(),
            into: Rows::default(),
            chains,
            pieces: Rows::default(),
            ways,
            ends: Vec::new(),
        };
        layers.segment(net);
        layers
    }

    /// Cuts the chains into segments.
    fn segment(&mut self, net: &Net) {
        let mut ports = Ports::default();
        for (number, edge) in net.edges.iter().enumerate() {
            let chain = self.chains.of(number);
            let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else {
                continue;
            };
            let is_turn = self.ways[number] == Way::Turn;
            // At its end an edge may meet others; at its beginning it leaves with those that lead on.
            let behind = match edge.meeting {
                Some(meeting) if edge.leads && first == edge.to => ports.meeting(first, meeting),
                _ => ports.new_port(),
            };
            let before = if edge.leads && !is_turn && last == edge.from {
                ports.leave(last)
            } else {
                ports.new_port()
            };
            self.ends.push((behind, before));
            let mut pieces = Vec::with_capacity(chain.len());
            if self.ways[number] != Way::Track {
                for (place, pair) in chain.windows(2).enumerate() {
                    let is_back = is_turn && place == 1;
                    let (low, high) = if is_back {
                        (pair[1], pair[0])
                    } else {
                        (pair[0], pair[1])
                    };
                    let port = match (place, is_back) {
                        (_, true) => before,
                        (0, false) => behind,
                        _ => ports.new_port(),
                    };
                    let high_port = if place + 2 == chain.len() && !is_turn {
                        before
                    } else {
                        ports.new_port()
                    };
                    pieces.push(narrow(self.segments.len()));
                    self.segments.push(Segment {
                        low,
                        high,
                        port,
                        high_port,
                    });
                }
            }
            self.pieces.push(pieces);
        }
        let items = self.items.len();
        let numbered = || (0..).zip(&self.segments);
        self.out = Rows::gather(items, || {
            numbered().map(|(n, piece)| (piece.low as usize, n))
        });
        self.into = Rows::gather(items, || {
            numbered().map(|(n, piece)| (piece.high as usize, n))
        });
    }

    /// Where a segment leaves, and where it arrives.
    pub(super) fn segment_of(&self, number: u32) -> Segment {
        self.segments[number as usize]
    }
}

/// Numbers for the points at which segments end.
#[derive(Default)]
struct Ports {
    next: u32,
    meetings: rustc_hash::FxHashMap<(u32, u32), u32>,
    leaving: rustc_hash::FxHashMap<u32, u32>,
}

impl Ports {
    fn new_port(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// That of the edges that meet before a box.
    fn meeting(&mut self, item: u32, meeting: u32) -> u32 {
        let Self { next, meetings, .. } = self;
        *meetings.entry((item, meeting)).or_insert_with(|| {
            *next += 1;
            *next
        })
    }

    /// That of the edges that lead on from a box.
    fn leave(&mut self, item: u32) -> u32 {
        let Self { next, leaving, .. } = self;
        *leaving.entry(item).or_insert_with(|| {
            *next += 1;
            *next
        })
    }
}

fn spans(net: &Net, ranks: &[u32]) -> Vec<Span> {
    let rank = |node: u32| ranks[node as usize];
    let span = |edge: &super::net::Line| {
        let (low, high) = if rank(edge.to) <= rank(edge.from) {
            (edge.to, edge.from)
        } else {
            (edge.from, edge.to)
        };
        let (near, far) = (rank(low), rank(high));
        // In the middle, where there is no rank.
        let has_label = near == far || edge.label.is_some();
        let label = has_label.then_some((near + far) | 1);
        Span {
            low,
            high,
            from: near * 2,
            to: far * 2,
            label,
        }
    };
    net.edges.iter().map(span).collect()
}

/// Which edges there are bends for: the shortest first.
fn afforded(net: &Net, spans: &[Span], layer: impl Fn(u32) -> u32) -> Vec<bool> {
    let lengths = spans
        .iter()
        .map(|span| (layer(span.to) - layer(span.from)) as usize);
    let lengths: Vec<usize> = lengths.collect();
    let mut budget = BENDS * (net.boxes.len() + net.edges.len());
    if lengths.iter().sum::<usize>() <= budget {
        return vec![true; spans.len()];
    }
    let mut shortest: Vec<u32> = (0..narrow(spans.len())).collect();
    shortest.sort_by_key(|&number| lengths[number as usize]);
    let mut has_bends = vec![false; spans.len()];
    for number in shortest {
        let Some(left) = budget.checked_sub(lengths[number as usize]) else {
            break;
        };
        budget = left;
        has_bends[number as usize] = true;
    }
    has_bends
}
