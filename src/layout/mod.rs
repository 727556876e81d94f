//! Computes a layered drawing of a graph: places boxes, and curves between them, from sizes and edges alone.
//!
//! The method is that of Sugiyama, Tagawa & Toda (1981), with the steps of Gansner, Koutsofios, North & Vo (1993).
//! Boxes get ranks by what leads to what (`rank`). Ranks become `layers`, which are put in an `order` with few
//! crossings. Every box then gets its `place` on its layer, and every edge its course (`route`). Unconnected parts are
//! packed side by side (`pack`).
//!
//! - No box overlaps another, and no edge passes through a box other than the two that it joins.
//! - Two curves cross only where the order of their ends requires it; in a tree, none cross.
//! - The same graph gives the same drawing, and a small change moves little: boxes keep the order in which they are
//!   given, unless another order has fewer crossings.
//! - Time is O((n + e) log n) for n boxes and e edges, and memory is linear. Long edges share a budget of bends; those
//!   that it does not cover run outside the boxes, straight from rank to rank.
//!
//! # Examples
//!
//! ```
//! use argmap::layout::{Bond, Direction, LayoutEdge, LayoutGraph, Options, Size, layout};
//!
//! let small = Size { width: 80.0, height: 30.0 };
//! let graph = LayoutGraph {
//!     boxes: vec![small; 3],
//!     edges: vec![LayoutEdge::leading(1, 0), LayoutEdge::leading(2, 0)],
//!     first: vec![0],
//! };
//! let drawing = layout(&graph, &Options::default());
//! let [thesis, reason, other] = drawing.boxes[..] else { unreachable!() };
//! assert!(thesis.x + small.width < reason.x, "reasons stand to the right of what they lead to");
//! assert!(reason.y + small.height < other.y);
//! ```

mod layers;
mod net;
mod order;
mod pack;
mod place;
mod rank;
mod route;

/// A width and a height, in whatever unit the drawing uses.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Size {
    /// The extent from left to right.
    pub width: f64,
    /// The extent from top to bottom.
    pub height: f64,
}

/// A point: x grows to the right, y downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// The distance from the left edge.
    pub x: f64,
    /// The distance from the upper edge.
    pub y: f64,
}

/// The graph to draw. Edges to boxes that do not exist are left out.
#[derive(Debug, Clone, Default)]
pub struct LayoutGraph {
    /// The sizes of the boxes.
    pub boxes: Vec<Size>,
    /// The edges that join them.
    pub edges: Vec<LayoutEdge>,
    /// Boxes at which reading begins. Cycles of edges are broken so that these boxes come first.
    pub first: Vec<u32>,
}

/// An edge from one box to another, both by number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutEdge {
    /// The box where it begins.
    pub from: u32,
    /// The box where it ends.
    pub to: u32,
    /// How it affects where boxes are placed.
    pub bond: Bond,
}

impl LayoutEdge {
    /// An edge that leads from one box to another and meets no other edge.
    pub const fn leading(from: u32, to: u32) -> Self {
        let bond = Bond::Leads { meeting: None };
        Self { from, to, bond }
    }
}

/// How an edge affects where boxes are placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bond {
    /// The box at its beginning is placed behind the one at its end.
    Leads {
        /// Edges to the same box with the same number meet next to it and go on as one.
        meeting: Option<u32>,
    },
    /// It does not affect the ranks of its boxes.
    Beside {
        /// The size of its label.
        label: Option<Size>,
    },
}

/// The direction in which ranks follow each other, beginning at the conclusions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// Rightwards: boxes that lead to nothing are on the left.
    #[default]
    Right,
    /// Downwards.
    Down,
    /// Leftwards.
    Left,
    /// Upwards.
    Up,
}

impl Direction {
    /// Whether ranks are columns.
    pub const fn is_sideways(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// Options for the drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options {
    /// The direction in which ranks follow each other.
    pub direction: Direction,
    /// Roughly how far a drawing may extend across its ranks. Boxes that lead to the same one, each with everything
    /// behind it, are put behind each other if side by side they would extend farther.
    pub reach: Option<f64>,
}

/// Where everything is placed.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Layout {
    /// The size of the drawing, which begins at 0, 0.
    pub size: Size,
    /// The upper left corner of each box.
    pub boxes: Vec<Point>,
    /// The course of each edge; `None` for an edge that is left out.
    pub edges: Vec<Option<Course>>,
    /// Where edges meet, in the order in which the meetings are first named.
    pub meetings: Vec<Meeting>,
}

/// The path of an edge from its beginning to its end.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Course {
    /// The point where it begins.
    pub start: Point,
    /// Its pieces; each begins where the previous one ends.
    pub pieces: Vec<Piece>,
    /// The middle of its label.
    pub label: Option<Point>,
}

/// A piece of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// A straight line to a point.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// A gap up to a point, which leaves room for the edge's label.
    Gap(Point),
}

impl Piece {
    /// The point where it ends.
    pub const fn end(self) -> Point {
        match self {
            Self::Line(end) | Self::Curve(_, _, end) | Self::Gap(end) => end,
        }
    }
}

impl Course {
    /// The point where it ends.
    pub fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece.end())
    }
}

/// A point next to a box where edges that lead to it meet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Meeting {
    /// The box.
    pub to: u32,
    /// The number that its edges share.
    pub number: u32,
    /// The point where they meet.
    pub at: Point,
    /// The course from that point to the box.
    pub course: Course,
}

/// Draws a graph.
pub fn layout(graph: &LayoutGraph, options: &Options) -> Layout {
    let parts = net::parts(graph, options.direction);
    let drawn: Vec<_> = parts.iter().map(|part| part.draw(options.reach)).collect();
    pack::together(graph, &parts, drawn, options.direction)
}
