//! Layers: the items on each rank and between ranks, and how edges run from layer to layer.
//!
//! Between two ranks there is an extra layer for edge labels, and for the turning points of edges that join boxes of
//! one rank. If there are neither, that layer does not exist. An edge has a bend on every layer that it passes. The
//! number of bends is limited by a budget proportional to the graph, since a chain with many edges from end to end
//! would have quadratically many. Short edges get their bends first. An edge for which none are left runs on a track
//! outside all boxes.

#![expect(
    clippy::indexing_slicing,
    reason = "items index arrays that are made for them"
)]

use super::net::{Extent, Net};
use crate::narrow::narrow;
use crate::rows::Rows;

/// How many bends are allowed for each box and edge.
const BENDS: usize = 8;

/// Something that is on a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LayerItem {
    pub(super) what: LayerItemKind,
    pub(super) layer: u32,
    pub(super) size: Extent,
}

/// What is on a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LayerItemKind {
    /// A box. Its item has the same number as the box.
    Box,
    /// The label of an edge, or its turning point.
    Label,
    /// A point where an edge passes the layer.
    Bend,
}

/// A piece of an edge, from one layer to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) low: u32,
    pub(super) high: u32,
    /// Segments with the same number leave their item at the same point.
    pub(super) port: u32,
    /// The same for the point at which they enter an item.
    pub(super) high_port: u32,
}

/// How an edge runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From layer to layer, starting at the item nearer to rank 0.
    Through,
    /// From a box to a turning point, and back to another box on the same layer.
    Turn,
    /// On a track outside all boxes.
    Track,
}

/// The layers of a drawing.
#[derive(Debug)]
pub(super) struct Layers {
    /// The items; boxes come first.
    pub(super) items: Vec<LayerItem>,
    pub(super) count: usize,
    pub(super) segments: Vec<Segment>,
    /// The segments that leave each item, and (`into`) those that enter it.
    pub(super) out: Rows<u32>,
    pub(super) into: Rows<u32>,
    /// The items along each edge, starting at the box nearer to rank 0, or at `to` if both are on the same rank.
    pub(super) chains: Rows<u32>,
    /// The segments between these.
    pub(super) pieces: Rows<u32>,
    pub(super) ways: Vec<Way>,
    /// The ports of each edge at the first and the last item of its chain.
    pub(super) ends: Vec<(u32, u32)>,
}

/// An edge, with the ranks that it spans.
struct RankSpan {
    low: u32,
    high: u32,
    /// The layers of its ends, as keys.
    from: u32,
    to: u32,
    /// The key of the layer with its label or turning point.
    label: Option<u32>,
}

impl Layers {
    pub(super) fn new(net: &Net, ranks: &[u32]) -> Self {
        let spans = spans(net, ranks);
        // Ranks have even keys; the layers between them have odd ones.
        let mut keys: Vec<u32> = ranks.iter().map(|rank| rank * 2).collect();
        keys.extend(spans.iter().filter_map(|span| span.label));
        keys.sort_unstable();
        keys.dedup();
        let layer = |key: u32| narrow(keys.binary_search(&key).unwrap_or_default());

        let boxes = net.boxes.iter().zip(ranks);
        let mut items: Vec<LayerItem> = boxes
            .map(|(&size, &rank)| LayerItem {
                what: LayerItemKind::Box,
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
                items.push(LayerItem { what, layer, size });
            };
            if from == to {
                ways.push(Way::Turn);
                add(LayerItemKind::Label, label.unwrap_or(from + 1), size);
            } else {
                ways.push(Way::Through);
                for layer in from + 1..to {
                    if label == Some(layer) {
                        add(LayerItemKind::Label, layer, size);
                    } else {
                        add(LayerItemKind::Bend, layer, Extent::default());
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
            // At its end an edge may meet others. At its beginning, all edges that lead on share a port.
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

    /// The segment with this number.
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

    /// The port of the edges that meet before a box.
    fn meeting(&mut self, item: u32, meeting: u32) -> u32 {
        let Self { next, meetings, .. } = self;
        *meetings.entry((item, meeting)).or_insert_with(|| {
            *next += 1;
            *next
        })
    }

    /// The port of the edges that lead on from a box.
    fn leave(&mut self, item: u32) -> u32 {
        let Self { next, leaving, .. } = self;
        *leaving.entry(item).or_insert_with(|| {
            *next += 1;
            *next
        })
    }
}

fn spans(net: &Net, ranks: &[u32]) -> Vec<RankSpan> {
    let rank = |node: u32| ranks[node as usize];
    let span = |edge: &super::net::NetEdge| {
        let (low, high) = if rank(edge.to) <= rank(edge.from) {
            (edge.to, edge.from)
        } else {
            (edge.from, edge.to)
        };
        let (near, far) = (rank(low), rank(high));
        // The key halfway between the two ranks, made odd so that it is not the key of a rank.
        let has_label = near == far || edge.label.is_some();
        let label = has_label.then_some((near + far) | 1);
        RankSpan {
            low,
            high,
            from: near * 2,
            to: far * 2,
            label,
        }
    };
    net.edges.iter().map(span).collect()
}

/// Which edges get bends. The budget goes to the shortest first.
fn afforded(net: &Net, spans: &[RankSpan], layer: impl Fn(u32) -> u32) -> Vec<bool> {
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
