//! Places boxes, and the curves between them, given only sizes and edges: a layered drawing.
//!
//! After Sugiyama, Tagawa & Toda (1981), in the steps of Gansner, Koutsofios, North & Vo (1993): boxes are ranked (`rank`) by
//! what leads to what, ranks become `layers`, whose `order` crosses few edges; every box then gets its `place`
//! on its layer, and every edge its course (`route`). What is not joined is packed side by side (`pack`).
//!
//! - No box overlaps another, and no edge passes through a box that it does not end at.
//! - Two curves cross only where the order of their ends does: none in a tree.
//! - The same graph gives the same drawing, and a small change moves little: boxes keep the order in which they are
//!   given unless edges cross less otherwise.
//! - Time is O((n + e) log n) for n boxes and e edges, memory linear: long edges share a budget of bends, and those that it
//!   does not cover run outside the boxes, straight from rank to rank.
//!
//! # Examples
//!
//! ```
//! use argmap::layout::{Bond, Direction, Edge, Graph, Options, Size, layout};
//!
//! let small = Size { width: 80.0, height: 30.0 };
//! let graph = Graph {
//!     boxes: vec![small; 3],
//!     edges: vec![Edge::leading(1, 0), Edge::leading(2, 0)],
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

/// A width and a height, in whatever unit the drawing has.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A place: x grows to the right, y downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
}

/// What should be drawn. Edges to boxes that do not exist are left out.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The sizes of the boxes.
    pub boxes: Vec<Size>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// Boxes at which reading begins: where edges lead in a circle, that is broken so that these are first.
    pub first: Vec<u32>,
}

/// An edge from one box to another, both by number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What it means for where boxes stand.
    pub bond: Bond,
}

impl Edge {
    /// An edge that leads from one box to another, by itself.
    pub const fn leading(from: u32, to: u32) -> Self {
        let bond = Bond::Leads { meeting: None };
        Self { from, to, bond }
    }
}

/// What an edge means for where boxes stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bond {
    /// The box at its beginning is behind the one at its end.
    Leads {
        /// Edges to one box that have the same number meet next to it, and go on as one.
        meeting: Option<u32>,
    },
    /// It ranks neither.
    Beside {
        /// The size of what is written on it.
        label: Option<Size>,
    },
}

/// The direction in which ranks follow each other, from what is led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// Rightwards: what nothing leads on from is at the left.
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

/// How to draw.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options {
    /// Where ranks follow each other to.
    pub direction: Direction,
    /// About how far a drawing may reach across its ranks: boxes that lead to the same one, each with all behind it, are put
    /// behind each other if they reach farther side by side.
    pub reach: Option<f64>,
}

/// Where everything stands.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Layout {
    /// How large the drawing is. It begins at 0, 0.
    pub size: Size,
    /// The upper left corner of each box.
    pub boxes: Vec<Point>,
    /// The course of each edge; none for one that is left out.
    pub edges: Vec<Option<Course>>,
    /// Where edges meet, in the order in which meetings are first named.
    pub meetings: Vec<Meeting>,
}

/// How an edge runs from its beginning to its end.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Course {
    /// Where it begins.
    pub start: Point,
    /// Its pieces, each from where the one before ends.
    pub pieces: Vec<Piece>,
    /// The middle of what is written on it.
    pub label: Option<Point>,
}

/// A piece of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// A straight line to a point.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Nothing up to a point, as the edge's label is there.
    Gap(Point),
}

impl Piece {
    /// Where it ends.
    pub const fn end(self) -> Point {
        match self {
            Self::Line(end) | Self::Curve(_, _, end) | Self::Gap(end) => end,
        }
    }
}

impl Course {
    /// Where it ends.
    pub fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece.end())
    }
}

/// Where edges meet next to the box that they lead to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Meeting {
    /// The box.
    pub to: u32,
    /// The number that its edges give.
    pub number: u32,
    /// Where they meet.
    pub at: Point,
    /// The way on, from there to the box.
    pub course: Course,
}

/// Draws a graph.
pub fn layout(graph: &Graph, options: &Options) -> Layout {
    let parts = net::parts(graph, options.direction);
    let drawn: Vec<_> = parts.iter().map(|part| part.draw(options.reach)).collect();
    pack::together(graph, &parts, drawn, options.direction)
}
