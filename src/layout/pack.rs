//! Packs the connected parts of a drawing: those with edges first, then single boxes, row by row.

#![expect(
    clippy::indexing_slicing,
    reason = "parts index arrays that are made for them"
)]

use super::net::{Extent, Net};
use super::route::{CoursePiece, PartCourse, PartDrawing, RankPoint};
use super::{Course, Direction, Layout, LayoutGraph, Meeting, Piece, Point, Size};

/// The gap between parts.
const BETWEEN_PARTS: f64 = 36.0;
/// The gap between single boxes.
const BETWEEN_SINGLES: f64 = 16.0;
/// The ratio of width to height that packing aims at.
const RATIO: f64 = 1.4;

/// Combines the drawings of all parts into one.
pub(super) fn together(
    graph: &LayoutGraph,
    nets: &[Net],
    mut drawings: Vec<PartDrawing>,
    direction: Direction,
) -> Layout {
    let (places, size) = places(nets, &drawings, direction);
    let mut layout = Layout {
        size,
        boxes: vec![Point::default(); graph.boxes.len()],
        edges: vec![None; graph.edges.len()],
        meetings: Vec::new(),
    };
    for ((net, drawing), corner) in nets.iter().zip(&mut drawings).zip(places) {
        let frame = PartFrame {
            corner,
            size: drawing.size,
            direction,
        };
        for (number, (&name, &spot)) in net.box_names.iter().zip(&drawing.boxes).enumerate() {
            layout.boxes[name as usize] = frame.corner_of(spot, net.boxes[number]);
        }
        for (&name, run) in net
            .edge_names
            .iter()
            .zip(std::mem::take(&mut drawing.edges))
        {
            layout.edges[name as usize] = Some(frame.course(&run));
        }
        for &(to, number, at, end) in &drawing.meetings {
            layout.meetings.push(Meeting {
                to: net.box_names[to as usize],
                number,
                at: frame.point(at),
                course: Course {
                    start: frame.point(at),
                    pieces: vec![Piece::Line(frame.point(end))],
                    label: None,
                },
            });
        }
    }
    layout
}

fn size(extent: Extent, direction: Direction) -> Size {
    if direction.is_sideways() {
        Size {
            width: extent.along,
            height: extent.across,
        }
    } else {
        Size {
            width: extent.across,
            height: extent.along,
        }
    }
}

/// The upper left corner of each part, and the total size.
fn places(nets: &[Net], drawings: &[PartDrawing], direction: Direction) -> (Vec<Point>, Size) {
    let sizes: Vec<Size> = drawings
        .iter()
        .map(|drawing| size(drawing.size, direction))
        .collect();
    let area: f64 = sizes
        .iter()
        .map(|size| (size.width + BETWEEN_PARTS) * (size.height + BETWEEN_PARTS))
        .sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let room = (area * RATIO).sqrt().max(widest);
    let mut places = vec![Point::default(); nets.len()];
    let mut total = Size::default();
    for singles in [false, true] {
        let gap = if singles {
            BETWEEN_SINGLES
        } else {
            BETWEEN_PARTS
        };
        let mut corner = Point {
            x: 0.0,
            y: if total.height > 0.0 {
                total.height + BETWEEN_PARTS
            } else {
                0.0
            },
        };
        let mut high = 0.0_f64;
        for (number, net) in nets.iter().enumerate() {
            if (net.boxes.len() == 1 && net.edges.is_empty()) != singles {
                continue;
            }
            let size = sizes[number];
            if corner.x > 0.0 && corner.x + size.width > room {
                corner = Point {
                    x: 0.0,
                    y: corner.y + high + gap,
                };
                high = 0.0;
            }
            places[number] = corner;
            corner.x += size.width + gap;
            high = high.max(size.height);
            total.width = total.width.max(corner.x - gap);
            total.height = total.height.max(corner.y + size.height);
        }
    }
    (places, total)
}

/// Where a part is in the whole drawing.
struct PartFrame {
    corner: Point,
    size: Extent,
    direction: Direction,
}

impl PartFrame {
    fn point(&self, spot: RankPoint) -> Point {
        let RankPoint { along, across } = spot;
        let (x, y) = match self.direction {
            Direction::Right => (along, across),
            Direction::Left => (self.size.along - along, across),
            Direction::Down => (across, along),
            Direction::Up => (across, self.size.along - along),
        };
        Point {
            x: x + self.corner.x,
            y: y + self.corner.y,
        }
    }

    fn corner_of(&self, spot: RankPoint, extent: Extent) -> Point {
        let other = RankPoint {
            along: spot.along + extent.along,
            across: spot.across + extent.across,
        };
        let (one, other) = (self.point(spot), self.point(other));
        Point {
            x: one.x.min(other.x),
            y: one.y.min(other.y),
        }
    }

    fn course(&self, run: &PartCourse) -> Course {
        let piece = |stretch: &CoursePiece| match *stretch {
            CoursePiece::Line(end) => Piece::Line(self.point(end)),
            CoursePiece::Gap(end) => Piece::Gap(self.point(end)),
            CoursePiece::Curve(first, second, end) => {
                Piece::Curve(self.point(first), self.point(second), self.point(end))
            }
        };
        Course {
            start: self.point(run.start),
            pieces: run.stretches.iter().map(piece).collect(),
            label: run.label.map(|label| self.point(label)),
        }
    }
}
