//! Writes lines, arrowheads, text and signs as SVG elements.

use std::fmt::Write;

use super::super::picture::{FAINT, INK, color};
use super::draw::{GROUND, LINE};
use super::text::{SvgFont, escaped, is_right_to_left};
use crate::layout::{Course, Piece, Point, Size};
use crate::narrow::narrow;
use crate::syntax::Polarity;

/// The length and width of an arrowhead, and (`BAR`) the width of a bar.
const HEAD: (f64, f64) = (10.0, 9.5);
const BAR: f64 = 13.0;

/// The elements written so far, one after the other.
#[derive(Debug, Default)]
pub(super) struct SvgPen {
    pub(super) out: String,
}

impl SvgPen {
    pub(super) fn open(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.out.push('\n');
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.open(tag);
    }

    pub(super) fn title(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.out, "<title>{}</title>", escaped(text));
        }
    }

    /// Draws a line along a course.
    pub(super) fn path(&mut self, course: &Course, color: &str, look: &str, title: &str) {
        let mut data = format!("M{} {}", number(course.start.x), number(course.start.y));
        for piece in &course.pieces {
            let _ = match *piece {
                Piece::Line(end) => write!(data, "L{} {}", number(end.x), number(end.y)),
                Piece::Gap(end) => write!(data, "M{} {}", number(end.x), number(end.y)),
                Piece::Curve(a, b, end) => write!(
                    data,
                    "C{} {} {} {} {} {}",
                    number(a.x),
                    number(a.y),
                    number(b.x),
                    number(b.y),
                    number(end.x),
                    number(end.y)
                ),
            };
        }
        let _ = write!(self.out, "<path stroke=\"{color}\" {look} d=\"{data}\"");
        if title.is_empty() {
            self.out.push_str("/>\n");
        } else {
            let _ = writeln!(self.out, "><title>{}</title></path>", escaped(title));
        }
    }

    /// Draws a box with its corners cut off, filled with the background colour.
    pub(super) fn cut_box(&mut self, corner: Point, size: Size) {
        const CUT: f64 = 7.0;
        let (across, down) = (size.width - 2.0 * CUT, size.height - 2.0 * CUT);
        let _ = writeln!(
            self.out,
            "<path fill=\"{GROUND}\" stroke=\"{FAINT}\" stroke-width=\"1.2\" d=\"M{} {}h{}l{CUT} {CUT}v{}l-{CUT} {CUT}h{}l-{CUT} -{CUT}v{}Z\"/>",
            number(corner.x + CUT),
            number(corner.y),
            number(across),
            number(down),
            number(-across),
            number(-down),
        );
    }

    /// Draws a line with a head at its end: a full triangle for a reason, a bar for an objection.
    pub(super) fn arrow(&mut self, course: &Course, polarity: Polarity, title: &str) {
        let color = color(polarity);
        if polarity == Polarity::Against {
            self.tee(course, color, LINE, 4.0, title);
            return;
        }
        let end = course.end();
        let back = back(course);
        let at = |along: f64, across: f64| Point {
            x: end.x + back.x * along - back.y * across,
            y: end.y + back.y * along + back.x * across,
        };
        self.path(&shortened(course, back, HEAD.0 - 2.0), color, LINE, title);
        let [tip, left, right] = [
            at(1.0, 0.0),
            at(HEAD.0, HEAD.1 / 2.0),
            at(HEAD.0, -HEAD.1 / 2.0),
        ];
        let _ = writeln!(
            self.out,
            "<path fill=\"{color}\" d=\"M{} {}L{} {}L{} {}Z\"/>",
            number(tip.x),
            number(tip.y),
            number(left.x),
            number(left.y),
            number(right.x),
            number(right.y)
        );
    }

    /// Draws a line that ends in a bar, at a distance from the end of its course.
    pub(super) fn tee(
        &mut self,
        course: &Course,
        color: &str,
        look: &str,
        distance: f64,
        title: &str,
    ) {
        let end = course.end();
        let back = back(course);
        self.path(&shortened(course, back, distance), color, look, title);
        let at = |across: f64| Point {
            x: end.x + back.x * distance - back.y * across,
            y: end.y + back.y * distance + back.x * across,
        };
        let (one, other) = (at(BAR / 2.0), at(-BAR / 2.0));
        let _ = writeln!(
            self.out,
            "<path stroke=\"{color}\" stroke-width=\"3.4\" d=\"M{} {}L{} {}\"/>",
            number(one.x),
            number(one.y),
            number(other.x),
            number(other.y)
        );
    }

    pub(super) fn dot(&mut self, at: Point, color: &str) {
        let _ = writeln!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"4.2\" fill=\"{color}\"/>",
            number(at.x),
            number(at.y)
        );
    }

    /// Draws lines of text below each other. Lines that run from right to left are aligned on the right.
    pub(super) fn lines(
        &mut self,
        lines: &[(String, SvgFont)],
        left: f64,
        width: f64,
        top: f64,
        color: &str,
    ) {
        let is_rtl = lines.iter().any(|(line, _)| is_right_to_left(line));
        let mut y = top;
        for (line, font) in lines {
            let x = if is_rtl { left + width } else { left };
            let anchor = if is_rtl { " text-anchor=\"end\"" } else { "" };
            self.text(line, *font, Point { x, y }, color, anchor);
            y += font.line();
        }
    }

    /// Draws lines of text centred on a point.
    pub(super) fn centred(&mut self, lines: &[String], font: SvgFont, middle: Point, color: &str) {
        let mut y = middle.y - font.line() * f64::from(narrow(lines.len())) / 2.0;
        for line in lines {
            let more = " text-anchor=\"middle\"";
            self.text(line, font, Point { x: middle.x, y }, color, more);
            y += font.line();
        }
    }

    /// Draws a line of text whose upper edge is at a point.
    pub(super) fn text(&mut self, line: &str, font: SvgFont, at: Point, color: &str, more: &str) {
        let weight = if font.is_bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        // Half of the space between lines is above the letters.
        let baseline = at.y + (font.line() - font.size) / 2.0 + font.size * 0.86;
        // Not every viewer supports the attribute `direction`, but all support the characters that isolate a line.
        let (open, close) = if is_right_to_left(line) {
            ("&#x2067;", "&#x2069;")
        } else {
            ("", "")
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{color}\"{weight}{more}>{open}{}{close}</text>",
            number(at.x),
            number(baseline),
            number(font.size),
            escaped(line)
        );
    }

    /// Draws a sign on the upper edge of a box, at its right end.
    pub(super) fn badge(&mut self, end: Point, sign: &str, color: &str) {
        const HIGH: f64 = 18.0;
        let font = SvgFont::bold(11.0);
        let is_figure = sign.len() > 3;
        let width = if is_figure {
            font.width(sign) + 12.0
        } else {
            HIGH
        };
        let (x, y) = (end.x - width, end.y - HIGH / 2.0);
        let round = HIGH / 2.0;
        let _ = writeln!(
            self.out,
            "<path fill=\"#ffffff\" stroke=\"{color}\" stroke-width=\"1.4\" d=\"M{} {}h{}a{round} {round} 0 0 1 0 {HIGH}h-{}a{round} {round} 0 0 1 0 -{HIGH}Z\"/>",
            number(x + round),
            number(y),
            number(width - HIGH),
            number(width - HIGH),
        );
        let middle = Point {
            x: x + width / 2.0,
            y: end.y,
        };
        let stroke = |data: &str| {
            format!(
                "<path fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M{} {}{data}\"/>\n",
                number(middle.x),
                number(middle.y)
            )
        };
        match sign {
            "✓" => self.out.push_str(&stroke("m-4 0.5l3 3l5.5 -6.5")),
            "✗" => self.out.push_str(&stroke("m-3.5 -3.5l7 7m0 -7l-7 7")),
            other => {
                let ink = if is_figure { INK } else { color };
                self.centred(&[other.to_owned()], font, middle, ink);
            }
        }
    }
}

/// The direction from a course's end back to where it comes from, with length 1.
fn back(course: &Course) -> Point {
    let end = course.end();
    let mut from = course.start;
    let mut before = course.start;
    for piece in &course.pieces {
        from = match *piece {
            Piece::Curve(a, b, _) => [b, a]
                .into_iter()
                .find(|&point| point != end)
                .unwrap_or(before),
            Piece::Line(_) | Piece::Gap(_) => before,
        };
        before = piece.end();
    }
    let (x, y) = (from.x - end.x, from.y - end.y);
    let length = (x * x + y * y).sqrt();
    if length > 0.0 {
        Point {
            x: x / length,
            y: y / length,
        }
    } else {
        Point { x: 1.0, y: 0.0 }
    }
}

/// The course, shortened at its end by this much.
fn shortened(course: &Course, back: Point, by: f64) -> Course {
    let mut course = course.clone();
    if let Some(Piece::Line(end) | Piece::Curve(_, _, end)) = course.pieces.last_mut() {
        end.x += back.x * by;
        end.y += back.y * by;
    }
    course
}

/// A number with at most one digit after the point.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    match text {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}
