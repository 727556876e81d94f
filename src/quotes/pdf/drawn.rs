//! Lists what a page of a PDF draws: each string of text, its position and its size (ISO 32000-1, section 9).

use std::collections::HashMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{PdfFont, name};

/// Maximum number of bytes that a page, a font's table or a form may decompress to.
pub(super) const MAX_PAGE: usize = 64 * 1024 * 1024;

/// Maximum depth of forms within forms, and maximum number of operations for a page including its forms.
const MAX_FORMS: usize = 16;
const MAX_OPERATIONS: usize = 5_000_000;

/// The rendering mode that draws text invisibly (ISO 32000-1, table 106).
const INVISIBLE: f64 = 3.0;

/// A string as the page draws it, in the page's units. Its baseline runs from left to right: for text in another
/// direction, the coordinates are those of the page turned that way.
#[derive(Debug, Clone)]
pub(super) struct DrawnText {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    /// The direction of the text: the cosine and sine of its angle.
    pub(super) way: (f64, f64),
    /// Whether the font gives the widths of its characters.
    pub(super) measured: bool,
    /// Whether it is drawn by the same operator as the string before it.
    pub(super) goes_on: bool,
    /// Whether it is drawn invisibly, like the text that character recognition adds to a scan.
    pub(super) invisible: bool,
}

/// An affine transformation, as PDF writes it.
#[derive(Debug, Clone, Copy, Default)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Applies this transformation first, then `next`.
    fn then(self, next: Self) -> Self {
        let (first, next) = (self.0, next.0);
        let row = |x: f64, y: f64| (x * next[0] + y * next[2], x * next[1] + y * next[3]);
        let (right, up) = (row(first[0], first[1]), row(first[2], first[3]));
        let origin = row(first[4], first[5]);
        Self([
            right.0,
            right.1,
            up.0,
            up.1,
            origin.0 + next[4],
            origin.1 + next[5],
        ])
    }

    fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(operands: &[Object]) -> Self {
        let mut numbers = operands.iter().map(number);
        Self(std::array::from_fn(|_| numbers.next().unwrap_or(0.0)))
    }
}

pub(super) fn number(object: &Object) -> f64 {
    match object {
        #[expect(clippy::cast_precision_loss, reason = "a place on a page")]
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => 0.0,
    }
}

/// The part of the graphics state that affects text.
#[derive(Clone, Default)]
struct TextState {
    page: Matrix,
    font: Option<usize>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: f64,
}

/// A content stream being drawn: that of the page or of a form.
struct OpenStream<'d> {
    operations: std::vec::IntoIter<Operation>,
    resources: Vec<&'d Dictionary>,
    /// How many states were saved before it began.
    saved: usize,
}

/// Why a page can't be read.
type PageError = Box<dyn std::error::Error>;

/// The strings that `page` draws, in order.
///
/// # Errors
/// A message if the page can't be read or draws too much.
pub(super) fn pieces(document: &Document, page: ObjectId) -> Result<Vec<DrawnText>, PageError> {
    let content = document.get_page_content_with_limit(page, MAX_PAGE)?;
    let (own, others) = document.get_page_resources(page)?;
    let others = others.iter();
    let others = others.filter_map(|&id| document.get_dictionary(id).ok());
    let mut drawing = PageDrawing {
        document,
        fonts: Vec::new(),
        known: HashMap::new(),
        pieces: Vec::new(),
        state: TextState {
            page: Matrix::IDENTITY,
            stretch: 1.0,
            ..TextState::default()
        },
        saved: Vec::new(),
        line: Matrix::IDENTITY,
        at: Matrix::IDENTITY,
    };
    let mut frames = vec![OpenStream {
        operations: operations(&content)?,
        resources: own.into_iter().chain(others).collect(),
        saved: 0,
    }];
    let mut left = MAX_OPERATIONS;
    while let Some(frame) = frames.last_mut() {
        let Some(operation) = frame.operations.next() else {
            let saved = frame.saved;
            frames.pop();
            if !frames.is_empty() {
                drawing.saved.truncate(saved + 1);
                drawing.restore();
            }
            continue;
        };
        left = left.checked_sub(1).ok_or("it draws too much")?;
        let resources = frame.resources.clone();
        if operation.operator == "Do" {
            if frames.len() < MAX_FORMS
                && let Some(form) = drawing.form(&operation, &resources)?
            {
                frames.push(form);
            }
        } else {
            drawing.draw(&operation, &resources)?;
        }
    }
    Ok(drawing.pieces)
}

fn operations(content: &[u8]) -> Result<std::vec::IntoIter<Operation>, PageError> {
    Ok(Content::decode(content)?.operations.into_iter())
}

struct PageDrawing<'d> {
    document: &'d Document,
    fonts: Vec<PdfFont>,
    /// The fonts that were read, by the address of their dictionaries.
    known: HashMap<*const Dictionary, usize>,
    pieces: Vec<DrawnText>,
    state: TextState,
    saved: Vec<TextState>,
    line: Matrix,
    at: Matrix,
}

impl<'d> PageDrawing<'d> {
    fn restore(&mut self) {
        if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    /// The resource of this kind that the operation's first operand names.
    fn named(
        &self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        kind: &[u8],
    ) -> Option<&'d Object> {
        let name = operation.operands.first()?.as_name().ok()?;
        resources.iter().find_map(|resources| {
            let entries = resources.get_deref(kind, self.document);
            let entries = entries.and_then(Object::as_dict).ok()?;
            entries.get_deref(name, self.document).ok()
        })
    }

    fn draw(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
    ) -> Result<(), PageError> {
        let operands = operation.operands.as_slice();
        let first = || operands.first().map_or(0.0, number);
        let second = || operands.get(1).map_or(0.0, number);
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state.clone()),
            "Q" => self.restore(),
            "cm" => self.state.page = Matrix::of(operands).then(self.state.page),
            "BT" => (self.line, self.at) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tf" => {
                let font = self.named(operation, resources, b"Font");
                self.state.font = match font.and_then(|font| font.as_dict().ok()) {
                    Some(font) => Some(self.font(font)?),
                    None => None,
                };
                self.state.size = second();
            }
            "Tc" => self.state.spacing = first(),
            "Tw" => self.state.word_spacing = first(),
            "Tz" => self.state.stretch = first() / 100.0,
            "TL" => self.state.leading = first(),
            "Ts" => self.state.rise = first(),
            "Tr" => self.state.mode = first(),
            "Td" => self.next_line(first(), second()),
            "TD" => {
                self.state.leading = -second();
                self.next_line(first(), second());
            }
            "Tm" => (self.line, self.at) = (Matrix::of(operands), Matrix::of(operands)),
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show_all(operands),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show_all(operands);
            }
            "\"" => {
                (self.state.word_spacing, self.state.spacing) = (first(), second());
                self.next_line(0.0, -self.state.leading);
                self.show_all(operands.get(2..).unwrap_or_default());
            }
            "TJ" => {
                if let Some(Object::Array(parts)) = operands.first() {
                    self.show_all(parts);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The form that `Do` names, prepared for drawing.
    fn form(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
    ) -> Result<Option<OpenStream<'d>>, PageError> {
        let form = self.named(operation, resources, b"XObject");
        let form = form.and_then(|form| form.as_stream().ok());
        let Some(form) = form.filter(|form| name(&form.dict, b"Subtype") == b"Form") else {
            return Ok(None);
        };
        let content = form.get_plain_content_with_limit(MAX_PAGE)?;
        let saved = self.saved.len();
        self.saved.push(self.state.clone());
        let document = self.document;
        let entry = |key| form.dict.get_deref(key, document);
        if let Ok(matrix) = entry(b"Matrix").and_then(Object::as_array) {
            self.state.page = Matrix::of(matrix).then(self.state.page);
        }
        let own = entry(b"Resources").and_then(Object::as_dict);
        Ok(Some(OpenStream {
            operations: operations(&content)?,
            resources: own.map_or_else(|_| resources.to_vec(), |own| vec![own]),
            saved,
        }))
    }

    fn font(&mut self, font: &'d Dictionary) -> Result<usize, PageError> {
        let key = std::ptr::from_ref(font);
        if let Some(&known) = self.known.get(&key) {
            return Ok(known);
        }
        self.fonts.push(PdfFont::new(self.document, font)?);
        self.known.insert(key, self.fonts.len() - 1);
        Ok(self.fonts.len() - 1)
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.at = self.line;
    }

    fn show_all(&mut self, parts: &[Object]) {
        let mut goes_on = false;
        for part in parts {
            match part {
                Object::String(bytes, _) if !bytes.is_empty() => {
                    self.show(bytes, goes_on);
                    goes_on = true;
                }
                shift @ (Object::Integer(_) | Object::Real(_)) => {
                    let shift = -number(shift) / 1000.0 * self.state.size * self.state.stretch;
                    self.at = Matrix::moved(shift, 0.0).then(self.at);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8], goes_on: bool) {
        let state = &self.state;
        let Some(font) = state.font.and_then(|font| self.fonts.get(font)) else {
            return;
        };
        let mut text = String::new();
        let mut width = 0.0;
        for (said, wide, is_space) in font.codes(bytes) {
            text.push_str(&said);
            let wider = if is_space { state.word_spacing } else { 0.0 };
            width += (wide * state.size + state.spacing + wider) * state.stretch;
        }
        let placed = |at: Matrix| Matrix::moved(0.0, state.rise).then(at).then(state.page).0;
        let end = Matrix::moved(width, 0.0).then(self.at);
        let [right_x, right_y, up_x, up_y, from_x, from_y] = placed(self.at);
        let [_, _, _, _, to_x, to_y] = placed(end);
        let length = right_x.hypot(right_y);
        let way = if length > 0.0 {
            (right_x / length, right_y / length)
        } else {
            (1.0, 0.0)
        };
        let along = |x: f64, y: f64| x * way.0 + y * way.1;
        let (from, to) = (along(from_x, from_y), along(to_x, to_y));
        self.pieces.push(DrawnText {
            text,
            left: from.min(to),
            right: to.max(from),
            baseline: from_y * way.0 - from_x * way.1,
            size: state.size.abs() * up_x.hypot(up_y),
            way,
            measured: font.is_measured(),
            goes_on,
            invisible: state.mode == INVISIBLE,
        });
        self.at = end;
    }
}
