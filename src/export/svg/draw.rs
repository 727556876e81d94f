//! Writes the elements of a picture.

use std::fmt::Write;

use super::super::picture::{AGAINST, CONTRAST, DARK, FAINT, INK, Paint, Picture, UNDERCUT, color};
use super::arrange::{Arrangement, Plan, Tie};
use super::frames::{NamedFrame, frames};
use super::pen::{SvgPen, number};
use super::text::{SvgFont, escaped};
use super::{Svg, legend};
use crate::layout::{Bond, Course, LayoutGraph, Piece, Point, Size};
use crate::map::{ClaimId, LinkId, QuestionId, StepId, StepKind};
use crate::narrow::narrow;
use crate::syntax::RelationKind;

/// The margin around the whole picture.
pub(super) const MARGIN: f64 = 20.0;
/// The gap between a box and its text.
const PADDING: Size = Size {
    width: 12.0,
    height: 9.0,
};
/// Maximum number of lines of text and (`TITLE_LINES`) of a title in a box. The tooltip has the whole text.
const LINES: usize = 8;
const TITLE_LINES: usize = 3;

const PLAIN: SvgFont = SvgFont::plain(13.0);
const BOLD: SvgFont = SvgFont::bold(13.0);
const THESIS: SvgFont = SvgFont::plain(15.0);
const THESIS_TITLE: SvgFont = SvgFont::bold(18.0);
/// The minimum width for the text of a thesis.
const THESIS_WIDTH: f64 = 220.0;
/// The font of link labels.
const LABEL: SvgFont = SvgFont::plain(11.0);
const LABEL_WIDTH: f64 = 105.0;

/// The background colour.
pub(super) const GROUND: &str = "#ffffff";

const FAMILY: &str = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";

/// The text of a box, broken into lines.
#[derive(Debug, Default)]
struct BoxText {
    lines: Vec<(String, SvgFont)>,
    height: f64,
}

/// A picture that is being written.
pub(super) struct SvgSheet<'s> {
    options: &'s Svg<'s>,
    picture: &'s Picture<'s>,
    arrangement: Arrangement,
    sets: Vec<BoxText>,
    frames: Vec<NamedFrame>,
    pen: SvgPen,
}

impl<'s> SvgSheet<'s> {
    pub(super) fn new(options: &'s Svg<'s>, picture: &'s Picture<'s>) -> Self {
        let mut plan = Plan::new(picture);
        let map = picture.part.map;
        for (tie, edge) in plan.ties.iter().zip(&mut plan.graph.edges) {
            if let (Tie::Beside(link), Bond::Beside { label }) = (*tie, &mut edge.bond) {
                *label = map.link_on(link).map(|on| label_size(&label_lines(on)));
            }
        }
        let claims = plan.claims.clone();
        let questions = plan.questions.clone();
        let room = plan.room();
        let layout = plan.fitted(
            options.direction,
            |graph: &mut LayoutGraph, direction, width| {
                for ((&claim, size), &room) in claims.iter().zip(&mut graph.boxes).zip(&room) {
                    let width = text_width(picture, claim, width);
                    size.width = width + 2.0 * PADDING.width;
                    size.height = set(picture, claim, width).height + 2.0 * PADDING.height;
                    if direction.is_sideways() {
                        size.height = size.height.max(room);
                    }
                }
                let asked = graph.boxes.iter_mut().zip(&room).skip(claims.len());
                for (&question, (size, &room)) in questions.iter().zip(asked) {
                    size.width = width + 2.0 * PADDING.width;
                    size.height = asked_set(picture, question, width).height + 2.0 * PADDING.height;
                    if direction.is_sideways() {
                        size.height = size.height.max(room);
                    }
                }
            },
        );
        let arrangement = plan.arranged(layout);
        let width = |size: &Size| size.width - 2.0 * PADDING.width;
        let boxes = arrangement.claims.iter().zip(&arrangement.sizes);
        let said = boxes.map(|(&claim, size)| set(picture, claim, width(size)));
        let boxes = arrangement.sizes.iter().skip(arrangement.claims.len());
        let boxes = arrangement.questions.iter().zip(boxes);
        let asked = boxes.map(|(&question, size)| asked_set(picture, question, width(size)));
        let sets = said.chain(asked).collect();
        let frames = match options.cluster {
            Some(cluster) => frames(&arrangement, &picture.groups(cluster)),
            None => Vec::new(),
        };
        Self {
            options,
            picture,
            arrangement,
            sets,
            frames,
            pen: SvgPen::default(),
        }
    }

    /// The whole picture as a standalone file.
    pub(super) fn document(self) -> String {
        let map = self.picture.part.map;
        let title = map.title().unwrap_or("argument").to_owned();
        let fragment = self.fragment();
        let (width, height) = (number(fragment.size.width), number(fragment.size.height));
        let mut out = String::with_capacity(fragment.elements.len() + 4_096);
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\">\n<title>{}</title>",
            escaped(&title)
        );
        out.push_str("<style>@media (prefers-color-scheme: dark) {\n");
        out.push_str(&dark_rules(|attribute| {
            fragment.elements.contains(attribute)
        }));
        out.push_str("}</style>\n");
        let _ = writeln!(
            out,
            "<path fill=\"{GROUND}\" d=\"M0 0H{width}V{height}H0Z\"/>"
        );
        out.push_str(&fragment.elements);
        out.push_str("</svg>\n");
        out
    }

    /// The elements of the picture, and the space that they take up.
    pub(super) fn fragment(mut self) -> super::Fragment {
        let drawn = self.arrangement.layout.size;
        let mut size = drawn;
        let legend = self.options.legend.then(|| {
            let names = self
                .frames
                .iter()
                .map(|frame| (frame.color, frame.name.clone()));
            let is_dark = self.picture.has_dark_thesis();
            legend::PlacedLegend::new(
                &self.picture.legend(),
                is_dark,
                names,
                drawn.width.max(LEGEND),
            )
        });
        let legend = legend.filter(|legend| !legend.is_empty());
        if let Some(legend) = &legend {
            size.width = size.width.max(legend.size.width);
            size.height += legend.size.height + MARGIN;
        }
        for frame in std::mem::take(&mut self.frames) {
            frame.write(&mut self.pen);
        }
        self.pen.open("<g fill=\"none\" stroke-linejoin=\"round\">");
        for edge in 0..self.arrangement.ties.len() {
            self.edge(edge);
        }
        self.meetings();
        self.pen.close("</g>");
        for number in 0..self.arrangement.claims.len() {
            self.claim(number);
        }
        for number in 0..self.arrangement.questions.len() {
            self.question(number);
        }
        if let Some(legend) = legend {
            let corner = Point {
                x: MARGIN,
                y: MARGIN + drawn.height + MARGIN,
            };
            legend.write(corner, &mut self.pen);
        }
        super::Fragment {
            elements: self.pen.out,
            size: Size {
                width: (size.width + 2.0 * MARGIN).ceil(),
                height: (size.height + 2.0 * MARGIN).ceil(),
            },
            arrangement: self.arrangement,
        }
    }

    fn claim(&mut self, number: usize) {
        let map = self.picture.part.map;
        let (Some(&claim), Some(&corner), Some(&size), Some(set)) = (
            self.arrangement.claims.get(number),
            self.arrangement.layout.boxes.get(number),
            self.arrangement.sizes.get(number),
            self.sets.get(number),
        ) else {
            return;
        };
        let look = self.picture.look(claim);
        let is_thesis = self.picture.is_thesis(claim);
        // A thesis stands out (dark on a light background, and light on a dark one) unless its fill has another
        // meaning.
        let is_inverse = is_thesis && self.picture.has_dark_thesis();
        let (fill, ink) = if is_inverse {
            (INK, GROUND)
        } else {
            (look.fill, INK)
        };
        let (x, y) = (corner.x + MARGIN, corner.y + MARGIN);
        let pen = &mut self.pen;
        pen.open(&format!(
            "<g id=\"{}\" class=\"claim\">",
            escaped(map.id(claim))
        ));
        pen.title(map.text(claim, self.picture.language));
        let dash = if map.claim(claim).is_implicit() {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let _ = writeln!(
            pen.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
            self::number(x),
            self::number(y),
            self::number(size.width),
            self::number(size.height),
            look.border,
            if is_thesis { "3" } else { "1.2" },
        );
        let top = y + (size.height - set.height) / 2.0;
        let left = x + PADDING.width;
        pen.lines(&set.lines, left, size.width - 2.0 * PADDING.width, top, ink);
        if let Some(sign) = self.picture.sign(claim) {
            let corner = Point {
                x: x + size.width - 6.0,
                y,
            };
            pen.badge(corner, &sign, look.border);
        }
        let hidden = self.picture.hidden(claim);
        if hidden > 0 {
            let corner = Point {
                x: x + size.width - 6.0,
                y: y + size.height,
            };
            pen.badge(corner, &format!("+{hidden}"), FAINT);
        }
        pen.close("</g>");
    }

    /// Draws a question: a box with its corners cut off.
    fn question(&mut self, number: usize) {
        let place = self.arrangement.claims.len() + number;
        let (Some(&question), Some(corner), Some(size), Some(set)) = (
            self.arrangement.questions.get(number),
            self.arrangement.layout.boxes.get(place),
            self.arrangement.sizes.get(place),
            self.sets.get(place),
        ) else {
            return;
        };
        let (x, y) = (corner.x + MARGIN, corner.y + MARGIN);
        let pen = &mut self.pen;
        pen.open("<g class=\"question\">");
        let map = self.picture.part.map;
        pen.title(map.question_text(question, self.picture.language));
        pen.cut_box(Point { x, y }, *size);
        let top = y + (size.height - set.height) / 2.0;
        let width = size.width - 2.0 * PADDING.width;
        pen.lines(&set.lines, x + PADDING.width, width, top, INK);
        pen.close("</g>");
    }

    fn edge(&mut self, number: usize) {
        let (Some(&tie), Some(Some(course))) = (
            self.arrangement.ties.get(number),
            self.arrangement.layout.edges.get(number),
        ) else {
            return;
        };
        let course = shifted(course);
        let map = self.picture.part.map;
        let pen = &mut self.pen;
        match tie {
            Tie::Premise(step) => {
                let polarity = map.step(step).polarity;
                let title = self.picture.step_title(step);
                if self.picture.has_junction(step) {
                    pen.path(&course, color(polarity), LINE, &title);
                } else {
                    pen.arrow(&course, polarity, &title);
                }
            }
            Tie::Undercut(undercut) => {
                pen.tee(
                    &course,
                    UNDERCUT,
                    DASHED,
                    6.0,
                    &self.picture.step_title(undercut),
                );
            }
            Tie::Answer(claim, question) => {
                let (color, look) = answer_look(map.question(question).is_exclusive());
                let (answer, asked) = (map.id(claim), &map.question(question).id.value);
                pen.path(&course, color, look, &format!("{answer} answers {asked}"));
            }
            Tie::Beside(link) => {
                let title = self.picture.link_title(link);
                match map.link(link).kind {
                    RelationKind::Contradicts => pen.path(&course, AGAINST, CONTRADICTS, &title),
                    RelationKind::Restates => pen.path(&course, FAINT, RESTATES, &title),
                    _ => pen.path(&course, CONTRAST, CONTRASTS, &title),
                }
                if let (Some(middle), Some(on)) = (course.label, map.link_on(link)) {
                    pen.centred(&label_lines(on), LABEL, middle, CONTRAST);
                }
            }
        }
    }

    fn meetings(&mut self) {
        for meeting in &self.arrangement.layout.meetings {
            let step = StepId(meeting.number);
            let polarity = self.picture.part.map.step(step).polarity;
            let course = shifted(&meeting.course);
            let title = self.picture.step_title(step);
            self.pen.arrow(&course, polarity, &title);
            self.pen.dot(course.start, color(polarity));
        }
    }
}

/// CSS rules for dark mode: for the background, and for each colour that occurs as an attribute of an element.
pub(super) fn dark_rules(occurs: impl Fn(&str) -> bool) -> String {
    let mut rules = String::new();
    for (light, dark) in DARK {
        for name in ["fill", "stroke"] {
            let attribute = format!("{name}=\"{light}\"");
            if light == GROUND || occurs(&attribute) {
                let _ = writeln!(rules, "[{attribute}] {{ {name}: {dark} }}");
            }
        }
    }
    rules
}

/// How lines are drawn.
pub(super) const LINE: &str = "stroke-width=\"1.7\"";
pub(super) const DASHED: &str = "stroke-width=\"1.7\" stroke-dasharray=\"6 4\"";
pub(super) const CONTRADICTS: &str = "stroke-width=\"2.4\" stroke-dasharray=\"9 5\"";
pub(super) const CONTRASTS: &str =
    "stroke-width=\"2\" stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"";
pub(super) const RESTATES: &str =
    "stroke-width=\"3\" stroke-dasharray=\"0.1 7\" stroke-linecap=\"round\"";

/// How the line from a question to an answer is drawn. If the answers exclude each other, it is like that of a
/// contradiction.
pub(super) const fn answer_look(is_exclusive: bool) -> (&'static str, &'static str) {
    if is_exclusive {
        (AGAINST, "stroke-width=\"1.7\" stroke-dasharray=\"9 5\"")
    } else {
        (FAINT, "stroke-width=\"1.4\"")
    }
}

/// The width that a legend may always take, however narrow the picture is.
const LEGEND: f64 = 560.0;

/// The maximum width for the text of a claim.
fn text_width(picture: &Picture<'_>, claim: ClaimId, width: f64) -> f64 {
    if picture.is_thesis(claim) {
        width.max(THESIS_WIDTH)
    } else {
        width
    }
}

/// The text of a claim's box, in lines of this width.
fn set(picture: &Picture<'_>, claim: ClaimId, width: f64) -> BoxText {
    let words = picture.words(claim);
    let (plain, bold) = match (picture.is_thesis(claim), words.title) {
        (false, _) => (PLAIN, BOLD),
        (true, Some(_)) => (THESIS, THESIS_TITLE),
        (true, None) => (SvgFont::bold(16.0), THESIS_TITLE),
    };
    let title = words
        .title
        .map(|title| bold.lines(title, width, TITLE_LINES));
    let title = title.into_iter().flatten().map(|line| (line, bold));
    let text = plain
        .lines(words.text, width, LINES)
        .into_iter()
        .map(|line| (line, plain));
    let lines: Vec<_> = title.chain(text).collect();
    BoxText {
        height: lines.iter().map(|(_, font)| font.line()).sum(),
        lines,
    }
}

/// The text of a question's box, in lines of this width.
fn asked_set(picture: &Picture<'_>, question: QuestionId, width: f64) -> BoxText {
    let text = picture.part.map.question_text(question, picture.language);
    let lines = PLAIN.lines(text, width, LINES).into_iter();
    let lines: Vec<_> = lines.map(|line| (line, PLAIN)).collect();
    BoxText {
        height: lines.iter().map(|(_, font)| font.line()).sum(),
        lines,
    }
}

fn label_lines(on: &str) -> Vec<String> {
    LABEL.lines(on, LABEL_WIDTH, 3)
}

fn label_size(lines: &[String]) -> Size {
    let widths = lines.iter().map(|line| LABEL.width(line));
    Size {
        width: widths.fold(0.0, f64::max) + 8.0,
        height: LABEL.line() * f64::from(narrow(lines.len())) + 2.0,
    }
}

/// The course, moved by the margin.
fn shifted(course: &Course) -> Course {
    let point = |point: Point| Point {
        x: point.x + MARGIN,
        y: point.y + MARGIN,
    };
    let piece = |piece: &Piece| match *piece {
        Piece::Line(end) => Piece::Line(point(end)),
        Piece::Gap(end) => Piece::Gap(point(end)),
        Piece::Curve(a, b, end) => Piece::Curve(point(a), point(b), point(end)),
    };
    Course {
        start: point(course.start),
        pieces: course.pieces.iter().map(piece).collect(),
        label: course.label.map(point),
    }
}

impl Picture<'_> {
    /// Whether the box of a thesis is dark, which it is unless fills show labels or strengths.
    fn has_dark_thesis(&self) -> bool {
        !matches!(self.paint, Paint::Label(_) | Paint::Strength(_))
    }

    /// The meaning of an arrow in words.
    fn step_title(&self, step: StepId) -> String {
        let map = self.part.map;
        let written = map.step(step);
        let premises: Vec<&str> = map.premises(step).map(|premise| map.id(premise)).collect();
        let is_one = premises.len() < 2;
        let verb = match (written.kind(), is_one) {
            (StepKind::Reason, true) => "supports",
            (StepKind::Reason, false) => "together support",
            (StepKind::Objection, true) => "attacks",
            (StepKind::Objection, false) => "together attack",
            (StepKind::Undercut, true) => "undercuts",
            (StepKind::Undercut, false) => "together undercut",
        };
        let mut title = format!("{} {verb} ", some(&premises));
        let conclusion = map.id(written.conclusion);
        match written.undercuts {
            Some(step) => {
                let premises: Vec<&str> =
                    map.premises(step).map(|premise| map.id(premise)).collect();
                let _ = write!(title, "the step from {} to {conclusion}", some(&premises));
            }
            None => title.push_str(conclusion),
        }
        if let Some(why) = map.step_why(step) {
            let _ = write!(title, ": {}", why.value);
        }
        title
    }

    fn link_title(&self, id: LinkId) -> String {
        let map = self.part.map;
        let link = map.link(id);
        let from = map.id(link.from);
        let to = map.id(link.to);
        let mut title = match link.kind {
            RelationKind::Contradicts => format!("{from} contradicts {to}"),
            RelationKind::Restates => format!("{from} restates {to}"),
            _ => format!("{from} contrasts with {to}"),
        };
        if let Some(on) = map.link_on(id) {
            let _ = write!(title, ", on {on}");
        }
        title
    }
}

/// The names, or only the first few, since this title is repeated for each premise.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.get(..SHOWN) {
        Some(first) if names.len() > SHOWN + 1 => {
            format!("{} and {} more", first.join(", "), names.len() - SHOWN)
        }
        _ => names.join(", "),
    }
}
