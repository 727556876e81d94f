//! Draws a map as SVG 1.1 with argmap's own layout: no font, no script and no other program is needed to see it.
//!
//! Each claim is a group with the claim's id and one rectangle; each arrow leads from premise to conclusion. Colours
//! are attributes, which a style overrides in dark mode; programs that ignore the style show the light ones.

mod arrange;
mod draw;
mod frames;
mod legend;
mod pen;
mod text;
mod widths;

use std::io::{self, Write};

pub use arrange::{Arrangement, Tie};

use super::Part;
use super::picture::{Cluster, Paint, Picture};
use crate::layout::{Direction, Size};

/// How a map is drawn.
#[derive(Debug, Clone, Default)]
pub struct Svg<'o> {
    /// The language of the wording.
    pub language: Option<&'o str>,
    /// Titles alone, without the wording.
    pub titles: bool,
    /// What claims are filled by.
    pub paint: Paint<'o>,
    /// What to frame claims by.
    pub cluster: Option<Cluster>,
    /// Where premises stand, seen from their conclusions. None for to the right or below, whichever gives the better shape.
    pub direction: Option<Direction>,
    /// Whether to add a legend.
    pub legend: bool,
}

impl Svg<'_> {
    /// Writes the part of a map as an SVG file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.draw(part).as_bytes())
    }

    /// The part of a map as an SVG document. O(n log n) in the part.
    pub fn draw(&self, part: Part<'_>) -> String {
        let picture = Picture::new(part, self.language, self.titles, self.paint);
        draw::Sheet::new(self, &picture).document()
    }

    /// The elements of the picture, for an `svg` element of a page: without a ground, and without a style for the dark.
    pub fn fragment(&self, part: Part<'_>) -> Fragment {
        let picture = Picture::new(part, self.language, self.titles, self.paint);
        draw::Sheet::new(self, &picture).fragment()
    }
}

/// The rules of a style that show the elements of any picture in colours for the dark.
pub fn dark_rules() -> String {
    draw::dark_rules(|_| true)
}

/// A picture without what makes a file of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fragment {
    /// The elements, as XML: a group with its id for each claim, and paths.
    pub elements: String,
    /// The room that they take, from 0, 0.
    pub size: Size,
    /// Where claims stand. The picture has a margin around it.
    pub arrangement: Arrangement,
}
