//! Draws the edges: straight past the items of a layer, and curved in the free space between layers.
//!
//! All curves between two layers begin and end at the same two lines and have the same shape, so two of them cross only
//! if their ends are in opposite orders. No box reaches into the space between.

#![expect(
    clippy::indexing_slicing,
    reason = "items index arrays that are made for them"
)]

use rustc_hash::FxHashMap;

use super::layers::{LayerItemKind, Layers, Segment, Way};
use super::net::{Extent, Net};
use super::order::{ItemOrder, by_mean};
use crate::rows::Rows;

/// The gap between boxes side by side.
pub(super) const BETWEEN_BOXES: f64 = 16.0;
/// The gap between a box and an edge that passes it.
pub(super) const BETWEEN_LINE_AND_BOX: f64 = 11.0;
/// The gap between edges that pass side by side.
pub(super) const BETWEEN_LINES: f64 = 9.0;

/// The gap between the ends of edges on one side of a box, if there is room.
const BETWEEN_PORTS: f64 = 13.0;
/// The length at both corners of a box's side that is kept free of ends.
const CORNER: f64 = 8.0;
/// The length of the straight piece before a box, which has room for an arrowhead.
const HEAD: f64 = 16.0;
/// The additional length for a meeting.
const MEETING: f64 = 20.0;
/// The minimum space for curves between two layers, how it grows with the farthest distance that a curve covers across
/// the ranks, and its maximum.
const CURVE: f64 = 30.0;
const STEEPNESS: f64 = 0.1;
const MOST_CURVE: f64 = 130.0;
/// The minimum space for edges that turn back.
const TURN: f64 = 22.0;

/// A place along the ranks and across them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct RankPoint {
    pub(super) along: f64,
    pub(super) across: f64,
}

impl RankPoint {
    const fn new(along: f64, across: f64) -> Self {
        Self { along, across }
    }
}

/// A piece of an edge's course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CoursePiece {
    Line(RankPoint),
    Curve(RankPoint, RankPoint, RankPoint),
    Gap(RankPoint),
}

/// The course of an edge.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PartCourse {
    pub(super) start: RankPoint,
    pub(super) stretches: Vec<CoursePiece>,
    pub(super) label: Option<RankPoint>,
}

/// Where everything in a connected part is placed.
#[derive(Debug, Default)]
pub(super) struct PartDrawing {
    pub(super) size: Extent,
    /// The corner of each box that has the smallest coordinates.
    pub(super) boxes: Vec<RankPoint>,
    pub(super) edges: Vec<PartCourse>,
    /// For each meeting: the box, the number, where the edges meet, and where the line from there ends.
    pub(super) meetings: Vec<(u32, u32, RankPoint, RankPoint)>,
}

/// Where a layer begins, where its items end, and where the curves behind it begin.
#[derive(Debug, Clone, Copy, Default)]
struct Strip {
    start: f64,
    end: f64,
    stub: f64,
}

/// Draws a part after its items have been placed.
pub(super) fn draw(net: &Net, layers: &Layers, order: &ItemOrder, places: &[f64]) -> PartDrawing {
    let sides = EdgeEnds::new(net, layers, places);
    let tracks = Tracks::new(net, layers, places);
    let router = Router {
        net,
        layers,
        places,
        strips: strips(net, layers, order, places),
        sides,
        tracks,
    };
    router.draw()
}

struct Router<'r> {
    net: &'r Net,
    layers: &'r Layers,
    places: &'r [f64],
    strips: Vec<Strip>,
    sides: EdgeEnds,
    tracks: Tracks,
}

impl Router<'_> {
    fn draw(&self) -> PartDrawing {
        let boxes = self.net.boxes.iter().enumerate().map(|(item, size)| {
            let across = self.places[item] - size.across / 2.0;
            RankPoint::new(self.strip(item).start, across)
        });
        let mut drawing = PartDrawing {
            boxes: boxes.collect(),
            edges: (0..self.net.edges.len())
                .map(|edge| self.edge(edge))
                .collect(),
            ..PartDrawing::default()
        };
        let mut is_known = rustc_hash::FxHashSet::default();
        for (number, edge) in self.net.edges.iter().enumerate() {
            let Some(meeting) = edge.meeting.filter(|_| edge.leads) else {
                continue;
            };
            if self.layers.chains.of(number).first() != Some(&edge.to)
                || !is_known.insert((edge.to, meeting))
            {
                continue;
            }
            let (port, _) = self.layers.ends[number];
            let across = self.sides.behind(edge.to, port);
            let item = edge.to as usize;
            let end = self.strip(item).start + self.net.boxes[item].along;
            let at = self.strip(item).stub;
            drawing.meetings.push((
                edge.to,
                meeting,
                RankPoint { along: at, across },
                RankPoint { along: end, across },
            ));
        }
        let last = self.strips.last().copied().unwrap_or_default();
        drawing.size = Extent {
            along: last.stub.max(last.end),
            across: self.tracks.end,
        };
        drawing
    }

    fn strip(&self, item: usize) -> Strip {
        self.strips[self.layers.items[item].layer as usize]
    }

    /// The course of an edge from its beginning.
    fn edge(&self, number: usize) -> PartCourse {
        let edge = &self.net.edges[number];
        let chain = self.layers.chains.of(number);
        let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else {
            return PartCourse::default();
        };
        let (behind, before) = self.layers.ends[number];
        let meets = edge.leads && edge.meeting.is_some() && first == edge.to;
        let mut pen = CoursePen::at(self.leave(first, behind, meets));
        match self.layers.ways[number] {
            Way::Turn => {
                let start = self.strip(first as usize).stub;
                pen.line(start, pen.spot.across);
                let turn = chain[1] as usize;
                let turning = self.strip(turn);
                let across = self.places[turn];
                let size = self.layers.items[turn].size;
                let end = self.sides.behind(last, before);
                // Both halves of the edge end at the near side of the label.
                pen.turn(turning.start, across);
                let middle = turning.start + size.along / 2.0;
                pen.run.label = Some(RankPoint::new(middle, across));
                pen.back(start, end);
                let item = last as usize;
                pen.line(self.strip(item).start + self.net.boxes[item].along, end);
            }
            Way::Track => {
                let track = self.tracks.of(number);
                let start = self.strip(first as usize);
                pen.line(start.stub, pen.spot.across);
                let next = self.after(self.layers.items[first as usize].layer);
                pen.curve(next, track);
                let layer = self.layers.items[last as usize].layer;
                let near = self.before(layer);
                if let Some(label) = edge.label {
                    pen.line(f64::midpoint(next, near) - label.along / 2.0, track);
                    pen.gap(f64::midpoint(next, near) + label.along / 2.0);
                }
                pen.line(near, track);
                pen.curve(
                    self.strip(last as usize).start,
                    self.sides.before(last, before),
                );
            }
            Way::Through => {
                let stops = self.stops(chain, before, pen.spot.across);
                let slopes = slopes(&stops);
                for (place, pair) in stops.windows(2).enumerate() {
                    let item = self.layers.items[chain[place] as usize];
                    if place > 0 && item.what == LayerItemKind::Label {
                        pen.gap(pair[0].start + item.size.along);
                    }
                    pen.line(pair[0].end, pen.spot.across);
                    let slopes = (slopes[place], slopes[place + 1]);
                    pen.curve_between(pair[1].start, pair[1].across, slopes);
                }
            }
        }
        // It was drawn from the end nearer to rank 0.
        if first == edge.to {
            pen.run.reversed()
        } else {
            pen.run
        }
    }

    /// Where an edge that leaves the first item of its chain at `across` passes the layers.
    fn stops(&self, chain: &[u32], last_port: u32, across: f64) -> Vec<Stop> {
        let stop = |(place, &item): (usize, &u32)| {
            let strip = self.strip(item as usize);
            let across = match place {
                0 => across,
                _ if place + 1 == chain.len() => self.sides.before(item, last_port),
                _ => self.places[item as usize],
            };
            Stop {
                start: strip.start,
                end: strip.stub,
                across,
            }
        };
        chain.iter().enumerate().map(stop).collect()
    }

    /// Where an edge leaves the far side of a box, or the meeting if it meets others there.
    fn leave(&self, item: u32, port: u32, meets: bool) -> RankPoint {
        let strip = self.strip(item as usize);
        let end = strip.start + self.layers.items[item as usize].size.along;
        let along = if meets { strip.stub } else { end };
        RankPoint::new(along, self.sides.behind(item, port))
    }

    /// Where the layer after this one begins.
    fn after(&self, layer: u32) -> f64 {
        let next = self.strips.get(layer as usize + 1);
        next.map_or(0.0, |strip| strip.start)
    }

    /// Where the curves before this layer begin.
    fn before(&self, layer: u32) -> f64 {
        let before = (layer as usize).checked_sub(1);
        before.map_or(0.0, |layer| self.strips[layer].stub)
    }
}

/// Where an edge enters and leaves a layer.
struct Stop {
    start: f64,
    end: f64,
    across: f64,
}

/// The slope of an edge at each stop. It is 0, except at a layer without extent that the edge passes in one direction:
/// there it is the harmonic mean of the slopes before and after, so that the curve does not overshoot (Fritsch & Carlson
/// 1980).
fn slopes(stops: &[Stop]) -> Vec<f64> {
    let mut slopes = vec![0.0; stops.len()];
    for (slope, around) in slopes.iter_mut().skip(1).zip(stops.windows(3)) {
        let to = |from: &Stop, to: &Stop| (to.across - from.across) / (to.start - from.end);
        let (before, after) = (to(&around[0], &around[1]), to(&around[1], &around[2]));
        if around[1].end - around[1].start < 0.01 && before * after > 0.0 {
            *slope = 2.0 * before * after / (before + after);
        }
    }
    slopes
}

/// Draws a run.
struct CoursePen {
    spot: RankPoint,
    run: PartCourse,
}

impl CoursePen {
    fn at(start: RankPoint) -> Self {
        Self {
            spot: start,
            run: PartCourse {
                start,
                ..PartCourse::default()
            },
        }
    }

    fn line(&mut self, along: f64, across: f64) {
        let to = RankPoint { along, across };
        if to == self.spot {
            return;
        }
        self.spot = to;
        // Consecutive lines in the same direction are merged.
        if let Some(CoursePiece::Line(end)) = self.run.stretches.last_mut()
            && end.across.to_bits() == across.to_bits()
        {
            *end = to;
        } else {
            self.run.stretches.push(CoursePiece::Line(to));
        }
    }

    /// Leaves a gap for a label, up to `along`.
    fn gap(&mut self, along: f64) {
        let across = self.spot.across;
        let middle = f64::midpoint(self.spot.along, along);
        self.run.label = Some(RankPoint::new(middle, across));
        self.spot = RankPoint { along, across };
        self.run.stretches.push(CoursePiece::Gap(self.spot));
    }

    fn curve(&mut self, along: f64, across: f64) {
        self.curve_between(along, across, (0.0, 0.0));
    }

    /// Draws a curve with a given slope at each end. It does not overshoot its ends as long as neither slope is more
    /// than twice that of the straight line.
    fn curve_between(&mut self, along: f64, across: f64, slopes: (f64, f64)) {
        let from = self.spot;
        // Draws a straight line if the curve would be nearly straight.
        if (from.across - across).abs() < 0.01 {
            self.line(along, from.across);
            return;
        }
        let middle = f64::midpoint(from.along, along);
        let half = middle - from.along;
        self.spot = RankPoint { along, across };
        self.bend(
            RankPoint::new(middle, from.across + slopes.0 * half),
            RankPoint::new(middle, across - slopes.1 * half),
        );
    }

    /// Adds a curve to where the pen is now, towards the first point and then from the second.
    fn bend(&mut self, towards: RankPoint, from: RankPoint) {
        let curve = CoursePiece::Curve(towards, from, self.spot);
        self.run.stretches.push(curve);
    }

    /// Draws roughly a quarter of an ellipse, to where the edge runs across the ranks.
    fn turn(&mut self, along: f64, across: f64) {
        const ROUND: f64 = 0.552_284_75;
        let from = self.spot;
        self.spot = RankPoint { along, across };
        self.bend(
            RankPoint::new(from.along + (along - from.along) * ROUND, from.across),
            RankPoint::new(along, across + (from.across - across) * (1.0 - ROUND)),
        );
    }

    fn back(&mut self, along: f64, across: f64) {
        const ROUND: f64 = 0.552_284_75;
        let from = self.spot;
        self.spot = RankPoint { along, across };
        self.bend(
            RankPoint::new(from.along, from.across + (across - from.across) * ROUND),
            RankPoint::new(along + (from.along - along) * ROUND, across),
        );
    }
}

impl PartCourse {
    fn reversed(self) -> Self {
        let mut ends = vec![self.start];
        ends.extend(self.stretches.iter().map(|stretch| match stretch {
            CoursePiece::Line(end) | CoursePiece::Curve(_, _, end) | CoursePiece::Gap(end) => *end,
        }));
        let start = ends.last().copied().unwrap_or(self.start);
        let stretches = self.stretches.iter().zip(&ends).rev();
        let stretches = stretches.map(|(stretch, &end)| match *stretch {
            CoursePiece::Line(_) => CoursePiece::Line(end),
            CoursePiece::Gap(_) => CoursePiece::Gap(end),
            CoursePiece::Curve(first, second, _) => CoursePiece::Curve(second, first, end),
        });
        Self {
            start,
            stretches: stretches.collect(),
            label: self.label,
        }
    }
}

/// Where edges end on both sides of each box, across the ranks.
pub(super) struct EdgeEnds {
    behind: FxHashMap<(u32, u32), f64>,
    before: FxHashMap<(u32, u32), f64>,
}

impl EdgeEnds {
    pub(super) fn new(net: &Net, layers: &Layers, places: &[f64]) -> Self {
        let boxes = net.boxes.len();
        // For each edge, the item next to each of its ends.
        let neighbour = |number: usize, is_first: bool| {
            let chain = layers.chains.of(number);
            let beside = match (layers.ways[number], is_first) {
                (Way::Track, _) => None,
                (_, true) => chain.get(1),
                (_, false) => chain
                    .len()
                    .checked_sub(2)
                    .and_then(|place| chain.get(place)),
            };
            // A track is beyond all boxes.
            beside.map_or(f64::MAX / 1e9, |&item| places[item as usize])
        };
        let ends = |is_behind: bool| {
            (0..net.edges.len()).flat_map(move |number| {
                let chain = layers.chains.of(number);
                let (first_port, last_port) = layers.ends[number];
                let is_turn = layers.ways[number] == Way::Turn;
                let first = chain.first().filter(|_| is_behind);
                let last = chain.last().filter(|_| is_behind == is_turn);
                let first =
                    first.map(|&item| (item as usize, (first_port, neighbour(number, true))));
                let last = last.map(|&item| (item as usize, (last_port, neighbour(number, false))));
                [first, last].into_iter().flatten()
            })
        };
        let spread = |is_behind: bool| {
            let rows = Rows::gather(boxes, || ends(is_behind));
            let mut found = FxHashMap::default();
            for (item, size) in (0_u32..).zip(&net.boxes) {
                let ports = by_mean(rows.of(item as usize).iter().copied());
                let room = (size.across - 2.0 * CORNER).max(0.0);
                let gaps = f64::from(crate::narrow::narrow(ports.len())) - 1.0;
                let gap = if gaps > 0.0 {
                    BETWEEN_PORTS.min(room / gaps)
                } else {
                    0.0
                };
                let mut across = places[item as usize] - gap * gaps / 2.0;
                for port in ports {
                    found.insert((item, port), across);
                    across += gap;
                }
            }
            found
        };
        Self {
            behind: spread(true),
            before: spread(false),
        }
    }

    /// Where a segment ends, on the layer before and on the one after.
    pub(super) fn ends(&self, segment: Segment, places: &[f64]) -> (f64, f64) {
        let low = self.behind.get(&(segment.low, segment.port));
        let high = self.before.get(&(segment.high, segment.high_port));
        let place = |item: u32| places[item as usize];
        (
            low.copied().unwrap_or_else(|| place(segment.low)),
            high.copied().unwrap_or_else(|| place(segment.high)),
        )
    }

    fn behind(&self, item: u32, port: u32) -> f64 {
        self.behind.get(&(item, port)).copied().unwrap_or_default()
    }

    fn before(&self, item: u32, port: u32) -> f64 {
        self.before.get(&(item, port)).copied().unwrap_or_default()
    }
}

/// The tracks of edges that run outside all boxes, and where the drawing ends across the ranks.
struct Tracks {
    tracks: FxHashMap<usize, f64>,
    end: f64,
}

impl Tracks {
    fn new(net: &Net, layers: &Layers, places: &[f64]) -> Self {
        let items = layers.items.iter().zip(places);
        let ends = items.map(|(item, place)| place + item.size.across / 2.0);
        let mut end = ends.fold(0.0, f64::max);
        let mut tracks = FxHashMap::default();
        let mut outside: Vec<(u32, u32, usize)> = (0..net.edges.len())
            .filter(|&number| layers.ways[number] == Way::Track)
            .map(|number| {
                let chain = layers.chains.of(number);
                let layer =
                    |item: Option<&u32>| item.map_or(0, |&item| layers.items[item as usize].layer);
                (layer(chain.first()), layer(chain.last()), number)
            })
            .collect();
        if outside.is_empty() {
            return Self { tracks, end };
        }
        // Each edge takes a track that has become free, or a new one.
        outside.sort_unstable();
        let wide = net
            .edges
            .iter()
            .filter_map(|edge| edge.label)
            .map(|label| label.across);
        let gap = wide.fold(0.0, f64::max) + BETWEEN_LINES;
        end += BETWEEN_BOXES;
        let mut free = std::collections::BinaryHeap::new();
        let mut count = 0_u32;
        for (from, to, number) in outside {
            let track = match free.peek() {
                Some(&(std::cmp::Reverse(until), track)) if until <= from => {
                    free.pop();
                    track
                }
                _ => {
                    count += 1;
                    count - 1
                }
            };
            free.push((std::cmp::Reverse(to), track));
            tracks.insert(number, end + gap * f64::from(track));
        }
        end += gap * f64::from(count);
        Self { tracks, end }
    }

    fn of(&self, edge: usize) -> f64 {
        self.tracks.get(&edge).copied().unwrap_or_default()
    }
}

/// Where each layer begins and ends along the ranks.
fn strips(net: &Net, layers: &Layers, order: &ItemOrder, places: &[f64]) -> Vec<Strip> {
    let mut strips = Vec::with_capacity(layers.count);
    let mut has_head = vec![0.0_f64; layers.count];
    let mut farthest = vec![0.0_f64; layers.count];
    let mut turns = vec![false; layers.count];
    for (number, edge) in net.edges.iter().enumerate() {
        let chain = layers.chains.of(number);
        let Some(&first) = chain.first() else {
            continue;
        };
        let layer = layers.items[first as usize].layer as usize;
        let meets = edge.leads && edge.meeting.is_some() && first == edge.to;
        let room = if meets { HEAD + MEETING } else { HEAD };
        has_head[layer] = has_head[layer].max(room);
        turns[layer] |= layers.ways[number] == Way::Turn;
    }
    for segment in &layers.segments {
        let layer = layers.items[segment.low as usize].layer as usize;
        let place = |item: u32| places[item as usize];
        farthest[layer] = farthest[layer].max((place(segment.low) - place(segment.high)).abs());
    }
    let mut start = 0.0;
    for (layer, items) in order.layers.iter().enumerate() {
        let along = items
            .iter()
            .map(|&item| layers.items[item as usize].size.along);
        let end = start + along.fold(0.0, f64::max);
        let stub = end + has_head[layer];
        strips.push(Strip { start, end, stub });
        let curve = (CURVE + STEEPNESS * farthest[layer]).min(MOST_CURVE);
        start = stub
            + if turns[layer] && layer + 1 < layers.count {
                TURN.max(curve * 0.6)
            } else {
                curve
            };
    }
    strips
}
