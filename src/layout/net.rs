//! A connected part of a graph by itself, with its own numbering and with sizes along and across the ranks.

use super::order::ItemOrder;
use super::{Bond, Direction, LayoutEdge, LayoutGraph, layers, place, rank, route};
use crate::narrow::narrow;
use crate::rows::Rows;

/// A size along the direction of the ranks and across it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    pub(super) along: f64,
    pub(super) across: f64,
}

impl Extent {
    pub(super) fn of(size: super::Size, direction: Direction) -> Self {
        // A length that is negative or not finite counts as 0.
        let sound = |length: f64| {
            if length.is_finite() {
                length.max(0.0)
            } else {
                0.0
            }
        };
        let (width, height) = (sound(size.width), sound(size.height));
        let (along, across) = if direction.is_sideways() {
            (width, height)
        } else {
            (height, width)
        };
        Self { along, across }
    }
}

/// A connected part of a graph.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub(super) boxes: Vec<Extent>,
    pub(super) edges: Vec<NetEdge>,
    /// Boxes at which reading begins.
    pub(super) first: Vec<u32>,
    /// The numbers of its boxes and edges in the whole graph.
    pub(super) box_names: Vec<u32>,
    pub(super) edge_names: Vec<u32>,
}

/// An edge of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct NetEdge {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Whether it affects the ranks of its ends.
    pub(super) leads: bool,
    pub(super) meeting: Option<u32>,
    pub(super) label: Option<Extent>,
}

impl Net {
    pub(super) fn draw(&self, reach: Option<f64>) -> route::PartDrawing {
        let ranks = rank::ranks(self, reach);
        let layers = layers::Layers::new(self, &ranks);
        let order = ItemOrder::new(&layers, self);
        let mut places = place::places(&layers, &order);
        for _ in 0..2 {
            let sides = route::EdgeEnds::new(self, &layers, &places);
            place::straighten(&layers, &order, &sides, &mut places);
        }
        route::draw(self, &layers, &order, &places)
    }
}

/// The part of a box that is in none yet.
const NOWHERE: u32 = u32::MAX;

/// The connected parts of a graph, in the order of their first boxes.
pub(super) fn parts(graph: &LayoutGraph, direction: Direction) -> Vec<Net> {
    let count = graph.boxes.len();
    let is_sound = |edge: &LayoutEdge| (edge.from as usize) < count && (edge.to as usize) < count;
    let ends = || {
        let edges = graph.edges.iter().filter(|edge| is_sound(edge));
        edges.flat_map(|edge| [(edge.from as usize, edge.to), (edge.to as usize, edge.from)])
    };
    let neighbours = Rows::gather(count, ends);
    // The part that each box belongs to, and its number there.
    let mut place = vec![(NOWHERE, 0); count];
    let mut parts: Vec<Net> = Vec::new();
    let mut open = Vec::new();
    for first in 0..count {
        let number = narrow(parts.len());
        if place.get(first).is_none_or(|&(part, _)| part != NOWHERE) {
            continue;
        }
        open.push(narrow(first));
        if let Some(slot) = place.get_mut(first) {
            slot.0 = number;
        }
        while let Some(node) = open.pop() {
            for &next in neighbours.of(node as usize) {
                if let Some(slot) = place.get_mut(next as usize)
                    && slot.0 == NOWHERE
                {
                    slot.0 = number;
                    open.push(next);
                }
            }
        }
        parts.push(Net::default());
    }
    for ((name, slot), &size) in (0..).zip(&mut place).zip(&graph.boxes) {
        if let Some(net) = parts.get_mut(slot.0 as usize) {
            slot.1 = narrow(net.boxes.len());
            net.boxes.push(Extent::of(size, direction));
            net.box_names.push(name);
        }
    }
    for (name, edge) in (0..).zip(&graph.edges).filter(|(_, edge)| is_sound(edge)) {
        let (Some(&(part, from)), Some(&(_, to))) =
            (place.get(edge.from as usize), place.get(edge.to as usize))
        else {
            continue;
        };
        let Some(net) = parts.get_mut(part as usize) else {
            continue;
        };
        let (leads, meeting, label) = match edge.bond {
            Bond::Leads { meeting } => (true, meeting, None),
            Bond::Beside { label } => (false, None, label),
        };
        net.edges.push(NetEdge {
            from,
            to,
            leads,
            meeting,
            label: label.map(|label| Extent::of(label, direction)),
        });
        net.edge_names.push(name);
    }
    for &first in &graph.first {
        if let Some(&(part, number)) = place.get(first as usize)
            && let Some(net) = parts.get_mut(part as usize)
        {
            net.first.push(number);
        }
    }
    parts
}
