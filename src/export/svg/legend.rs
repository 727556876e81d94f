//! Draws the legend of a picture, in rows below it; it explains only what occurs there.

use std::fmt::Write;

use super::super::picture::{AGAINST, CONTRAST, FAINT, FILL, FOR, INK, Legend, UNDERCUT};
use super::draw::{CONTRADICTS, CONTRASTS, DASHED, LINE, RESTATES, answer_look};
use super::pen::{SvgPen, number};
use super::text::SvgFont;
use crate::layout::{Course, Piece, Point, Size};
use crate::syntax::Polarity;

const FONT: SvgFont = SvgFont::plain(12.0);
/// The height of a row, and (`BETWEEN`) the gap between entries.
const ROW: f64 = 30.0;
const BETWEEN: f64 = 26.0;
/// The gap between a sign and its meaning.
const AFTER: f64 = 8.0;

/// What an entry explains.
enum Glyph {
    Box {
        fill: &'static str,
        border: &'static str,
        is_thick: bool,
        is_dashed: bool,
    },
    Frame(&'static str),
    Arrow(Polarity),
    Together(Polarity),
    Undercut(&'static str),
    Contradiction,
    Contrast,
    Restatement,
    /// A question, and whether its answers exclude each other.
    Question(bool),
    More,
}

impl Glyph {
    fn width(&self) -> f64 {
        match self {
            Self::Box { .. } | Self::Frame(_) | Self::More => 26.0,
            _ => 46.0,
        }
    }
}

struct LegendEntry {
    sign: Glyph,
    meaning: String,
    corner: Point,
}

/// A legend with the places of its entries.
pub(super) struct PlacedLegend {
    pub(super) size: Size,
    entries: Vec<LegendEntry>,
}

impl PlacedLegend {
    /// Places the entries within this width, or within that of the widest entry if it is larger.
    pub(super) fn new(
        legend: &Legend,
        has_dark_thesis: bool,
        frames: impl Iterator<Item = (&'static str, String)>,
        width: f64,
    ) -> Self {
        let mut signs = signs(legend, has_dark_thesis);
        let mut known = rustc_hash::FxHashSet::default();
        for (color, name) in frames {
            if known.insert(name.clone()) {
                signs.push((Glyph::Frame(color), name));
            }
        }
        let mut corner = Point::default();
        let mut size = Size::default();
        let mut entries = Vec::new();
        for (sign, meaning) in signs {
            let meaning = FONT.lines(&meaning, 330.0, 1).concat();
            let wide = sign.width() + AFTER + FONT.width(&meaning);
            if corner.x > 0.0 && corner.x + wide > width {
                corner = Point {
                    x: 0.0,
                    y: corner.y + ROW,
                };
            }
            entries.push(LegendEntry {
                sign,
                meaning,
                corner,
            });
            size.width = size.width.max(corner.x + wide);
            size.height = corner.y + ROW;
            corner.x += wide + BETWEEN;
        }
        Self { size, entries }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn write(&self, corner: Point, pen: &mut SvgPen) {
        pen.open("<g class=\"legend\">");
        let _ = writeln!(
            pen.out,
            "<path fill=\"none\" stroke=\"#dde3e7\" d=\"M{} {}h{}\"/>",
            number(corner.x),
            number(corner.y - 8.0),
            number(self.size.width)
        );
        for entry in &self.entries {
            let x = corner.x + entry.corner.x;
            let y = corner.y + entry.corner.y + ROW / 2.0;
            entry.sign.write(Point { x, y }, pen);
            let at = Point {
                x: x + entry.sign.width() + AFTER,
                y: y - FONT.line() / 2.0,
            };
            pen.text(&entry.meaning, FONT, at, INK, "");
        }
        pen.close("</g>");
    }
}

fn signs(legend: &Legend, has_dark_thesis: bool) -> Vec<(Glyph, String)> {
    let plain = |fill, border| Glyph::Box {
        fill,
        border,
        is_thick: false,
        is_dashed: false,
    };
    let mut signs = Vec::new();
    let mut add = |occurs: bool, sign: Glyph, meaning: &str| {
        if occurs {
            signs.push((sign, meaning.to_owned()));
        }
    };
    let thesis = Glyph::Box {
        fill: if has_dark_thesis { INK } else { FILL },
        border: INK,
        is_thick: true,
        is_dashed: false,
    };
    add(legend.thesis, thesis, "thesis: what all is about");
    add(legend.reason, Glyph::Arrow(Polarity::For), "supports");
    let together = "support only together";
    add(
        legend.linked_reason,
        Glyph::Together(Polarity::For),
        together,
    );
    add(legend.objection, Glyph::Arrow(Polarity::Against), "attacks");
    let together = "attack only together";
    add(
        legend.linked_objection,
        Glyph::Together(Polarity::Against),
        together,
    );
    let undercut = legend.undercut.unwrap_or_default();
    add(
        legend.undercut.is_some(),
        Glyph::Undercut(undercut),
        "attacks the step, not the claim",
    );
    add(
        legend.contradiction,
        Glyph::Contradiction,
        "cannot both hold",
    );
    add(
        legend.contrast,
        Glyph::Contrast,
        "set against each other; both may hold",
    );
    add(
        legend.restatement,
        Glyph::Restatement,
        "the same in other words",
    );
    add(
        legend.question,
        Glyph::Question(false),
        "answers a question",
    );
    add(
        legend.exclusive_question,
        Glyph::Question(true),
        "answers a question; only one answer can hold",
    );
    let implicit = Glyph::Box {
        fill: FILL,
        border: FAINT,
        is_thick: false,
        is_dashed: true,
    };
    add(
        legend.implicit,
        implicit,
        "implicit: the text does not say it",
    );
    add(
        legend.hidden,
        Glyph::More,
        "more speaks for it or against it than is shown",
    );
    for row in &legend.fills {
        add(true, plain(row.look.fill, row.look.border), &row.meaning);
    }
    signs
}

impl Glyph {
    /// Draws the sign; `at` is the middle of its left edge.
    fn write(&self, at: Point, pen: &mut SvgPen) {
        let right = at.x + self.width();
        let line = |from: Point, x: f64, y: f64| Course {
            start: from,
            pieces: vec![Piece::Line(Point { x, y })],
            label: None,
        };
        let off = |x: f64, y: f64| Point {
            x: at.x + x,
            y: at.y + y,
        };
        pen.open("<g fill=\"none\">");
        match *self {
            Self::Box {
                fill,
                border,
                is_thick,
                is_dashed,
            } => {
                let width = if is_thick { "3" } else { "1.2" };
                let dash = if is_dashed {
                    " stroke-dasharray=\"5 4\""
                } else {
                    ""
                };
                let _ = writeln!(
                    pen.out,
                    "<path fill=\"{fill}\" stroke=\"{border}\" stroke-width=\"{width}\"{dash} d=\"M{} {}h18a4 4 0 0 1 4 4v8a4 4 0 0 1 -4 4h-18a4 4 0 0 1 -4 -4v-8a4 4 0 0 1 4 -4Z\"/>",
                    number(at.x + 4.0),
                    number(at.y - 8.0)
                );
            }
            Self::Frame(color) => {
                let _ = writeln!(
                    pen.out,
                    "<path stroke=\"{color}\" stroke-width=\"1.5\" d=\"M{} {}h14a6 6 0 0 1 6 6v4a6 6 0 0 1 -6 6h-14a6 6 0 0 1 -6 -6v-4a6 6 0 0 1 6 -6Z\"/>",
                    number(at.x + 6.0),
                    number(at.y - 8.0)
                );
            }
            Self::Arrow(polarity) => pen.arrow(&line(at, right, at.y), polarity, ""),
            Self::Together(polarity) => {
                let color = super::super::picture::color(polarity);
                let meet = off(22.0, 0.0);
                for y in [-7.0, 7.0] {
                    let course = Course {
                        start: off(0.0, y),
                        pieces: vec![Piece::Curve(off(12.0, y), off(10.0, 0.0), meet)],
                        label: None,
                    };
                    pen.path(&course, color, LINE, "");
                }
                pen.arrow(&line(meet, right, at.y), polarity, "");
                pen.dot(meet, color);
            }
            Self::Undercut(color) => {
                let polarity = if color == FOR {
                    Polarity::For
                } else {
                    Polarity::Against
                };
                let meet = off(22.0, 6.0);
                pen.arrow(&line(off(0.0, 6.0), right, at.y + 6.0), polarity, "");
                pen.dot(meet, color);
                let from = off(22.0, -14.0);
                let course = Course {
                    start: from,
                    pieces: vec![Piece::Line(meet)],
                    label: None,
                };
                pen.tee(&course, UNDERCUT, DASHED, 6.0, "");
            }
            Self::Contradiction => pen.path(&line(at, right, at.y), AGAINST, CONTRADICTS, ""),
            Self::Question(is_exclusive) => {
                let (color, look) = answer_look(is_exclusive);
                pen.path(&line(off(20.0, 0.0), right, at.y), color, look, "");
                let size = Size {
                    width: 20.0,
                    height: 18.0,
                };
                pen.cut_box(off(0.0, -9.0), size);
            }
            Self::More => pen.badge(off(26.0, 0.0), "+1", FAINT),
            Self::Contrast => pen.path(&line(at, right, at.y), CONTRAST, CONTRASTS, ""),
            Self::Restatement => pen.path(&line(at, right, at.y), FAINT, RESTATES, ""),
        }
        pen.close("</g>");
    }
}
