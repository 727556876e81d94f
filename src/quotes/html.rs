//! Reads HTML into a [`PageReader`], tag by tag and text by text, keeping each character's place in the file.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer, naive_next_state};

use super::page::{Attributes, Keep, PageReader, Rendered};

/// Renders the HTML in `file` from the byte `skipped` on. Uses the HTML Standard's tokenizer, which accepts any text.
/// O(bytes).
pub(super) fn render(file: &str, skipped: usize, keep: Keep) -> Rendered {
    let mut page = PageReader::new(file, keep);
    let whole = skipped..file.len();
    read(&mut page, file, std::slice::from_ref(&whole));
    page.finish()
}

/// Reads into `page` the HTML that the `pieces` of `file` form when joined.
pub(super) fn read(page: &mut PageReader<'_>, file: &str, pieces: &[Range<usize>]) {
    let joined: String;
    let html = if let [piece] = pieces {
        file.get(piece.clone()).unwrap_or("")
    } else {
        let pieces = pieces.iter();
        joined = pieces.filter_map(|piece| file.get(piece.clone())).collect();
        &joined
    };
    let reader = HtmlReader {
        page,
        places: HtmlOffsets::new(pieces),
        tag: String::new(),
        attribute: String::new(),
        attributes: Attributes::default(),
        seen: Vec::new(),
    };
    let emitter = Switching(CallbackEmitter::new(reader));
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// Where in the file each byte of the HTML is.
struct HtmlOffsets {
    /// Where each piece begins in the HTML, and where in the file.
    pieces: Vec<(usize, usize)>,
}

impl HtmlOffsets {
    fn new(pieces: &[Range<usize>]) -> Self {
        let starts = pieces.iter().scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece.start))
        });
        Self {
            pieces: starts.collect(),
        }
    }

    fn file(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|&(start, _)| start <= at);
        let piece = after.checked_sub(1).and_then(|last| self.pieces.get(last));
        piece.map_or(at, |&(start, file)| file + (at - start))
    }
}

struct HtmlReader<'p, 'f> {
    page: &'p mut PageReader<'f>,
    places: HtmlOffsets,
    /// The start tag being read, its attributes, and the name of the attribute being read.
    tag: String,
    attributes: Attributes,
    attribute: String,
    /// The attribute names already seen: if a name is repeated, its first attribute counts.
    seen: Vec<String>,
}

impl HtmlReader<'_, '_> {
    /// Adds the attribute whose name was read, if there is one.
    fn end_attribute(&mut self, value: &[u8]) {
        let name = std::mem::take(&mut self.attribute);
        if !name.is_empty() && !self.seen.contains(&name) && self.seen.len() < MOST_ATTRIBUTES {
            self.attributes.add(&name, &String::from_utf8_lossy(value));
            self.seen.push(name);
        }
    }
}

/// Maximum number of attributes read per tag.
const MOST_ATTRIBUTES: usize = 64;

impl Callback<Infallible, usize> for HtmlReader<'_, '_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = String::from_utf8_lossy(name).into_owned();
                self.attributes = Attributes::default();
                self.seen.clear();
                self.attribute.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.end_attribute(b"");
                self.attribute = String::from_utf8_lossy(name).into_owned();
            }
            CallbackEvent::AttributeValue { value } => self.end_attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.end_attribute(b"");
                let at = self.places.file(span.end);
                self.page
                    .start(&self.tag, &self.attributes, self_closing, at);
            }
            CallbackEvent::EndTag { name } => {
                self.attribute.clear();
                let at = self.places.file(span.start);
                self.page.end(&String::from_utf8_lossy(name), at);
            }
            CallbackEvent::String { value } => {
                if let Ok(text) = std::str::from_utf8(value) {
                    let start = self.places.file(span.start);
                    let last = span.end.checked_sub(1);
                    let end = last.map_or(0, |last| self.places.file(last) + 1);
                    self.page.text(text, start..end.max(start));
                }
            }
            _ => {}
        }
        None
    }
}

/// Tells the tokenizer about elements whose content is plain text, in which tags do not count.
struct Switching<'p, 'f>(CallbackEmitter<HtmlReader<'p, 'f>, Infallible, usize>);

impl ForwardingEmitter for Switching<'_, '_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let none = self.0.emit_current_tag();
        let reader = self.0.callback_mut();
        if !reader.page.is_raw() {
            return none;
        }
        let state = match reader.tag.as_str() {
            "noframes" => Some(State::RawText),
            tag => naive_next_state(tag.as_bytes()),
        };
        self.0.init_string();
        state
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().page.has_cdata()
    }
}
