//! Draws a map as SVG 1.1 with argmap's own layout. Viewing it needs no font, script or other program.
//!
//! Each claim is a group with the claim's id and one rectangle; each arrow leads from a premise to a conclusion.
//! Colours are attributes, which a style overrides in dark mode; programs that ignore the style show the light colours.

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

/// Options for drawing a map.
#[derive(Debug, Clone, Default)]
pub struct Svg<'o> {
    /// The language of the wording.
    pub language: Option<&'o str>,
    /// Whether to show only titles, without the wording.
    pub titles: bool,
    /// What decides the colour of claims.
    pub paint: Paint<'o>,
    /// What decides which claims share a frame.
    pub cluster: Option<Cluster>,
    /// The direction from conclusions to their premises. `None` for right or down, whichever gives the better shape.
    pub direction: Option<Direction>,
    /// Whether to add a legend.
    pub legend: bool,
}

impl Svg<'_> {
    /// Writes a part of a map as an SVG file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.draw(part).as_bytes())
    }

    /// A part of a map as an SVG document. O(n log n) in the map.
    pub fn draw(&self, part: Part<'_>) -> String {
        let picture = Picture::new(part, self.language, self.titles, self.paint);
        draw::SvgSheet::new(self, &picture).document()
    }

    /// The elements of the picture, for an `svg` element in a page: without a background, and without a style for dark
    /// mode.
    pub fn fragment(&self, part: Part<'_>) -> Fragment {
        let picture = Picture::new(part, self.language, self.titles, self.paint);
        draw::SvgSheet::new(self, &picture).fragment()
    }
}

/// CSS rules that show the elements of any picture in dark mode colours.
pub fn dark_rules() -> String {
    draw::dark_rules(|_| true)
}

/// A picture without the parts that make it a file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fragment {
    /// The elements as XML: a group with its id for each claim, and paths.
    pub elements: String,
    /// The space that they take up, starting at 0, 0.
    pub size: Size,
    /// Where the claims are. The picture adds a margin around them.
    pub arrangement: Arrangement,
}
