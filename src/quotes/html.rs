//! Reads HTML into a [`PageReader`], tag by tag and text by text, keeping each character's place in the file.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer, naive_next_state};

use super::page::{Attributes, Keep, PageReader, Rendered};
use super::unfinished::Unfinished;

/// Renders the HTML in `file` from the byte `skipped` on, or the XHTML if `xml`. Uses the HTML Standard's tokenizer,
/// which accepts any text. O(bytes).
pub(super) fn render(file: &str, skipped: usize, keep: Keep, xml: bool) -> Rendered {
    let mut page = PageReader::new(file, keep, xml);
    page.set_quirks(true);
    let whole = skipped..file.len();
    HtmlPieces::default().read(&mut page, std::slice::from_ref(&whole));
    page.finish()
}

/// HTML that is read piece by piece, and what is open at the end of the last piece.
#[derive(Default)]
pub(super) struct HtmlPieces {
    unfinished: Option<Unfinished>,
    /// The element whose content is plain text, if the page is in one.
    raw: String,
}

impl HtmlPieces {
    /// Reads into `page` the HTML that the `pieces` of its file form when joined. O(bytes).
    pub(super) fn read(&mut self, page: &mut PageReader<'_>, pieces: &[Range<usize>]) {
        let file = page.file();
        let joined: String;
        let html = if let [piece] = pieces {
            file.get(piece.clone()).unwrap_or("")
        } else {
            let pieces = pieces.iter();
            joined = pieces.filter_map(|piece| file.get(piece.clone())).collect();
            &joined
        };
        if self.unfinished.is_none() {
            self.tokenize(page, html, HtmlOffsets::new(pieces, 0));
        } else if let Some(whole) = self.finished(html) {
            let before = whole.len() - html.len();
            self.tokenize(page, &whole, HtmlOffsets::new(pieces, before));
        }
    }

    /// Adds `html`, which stands for Markdown at the byte `at`, to the comment or tag that was left open, if there is
    /// one. Returns whether there is.
    pub(super) fn swallows(
        &mut self,
        page: &mut PageReader<'_>,
        html: impl FnOnce() -> String,
        at: usize,
    ) -> bool {
        if self.unfinished.is_none() {
            return false;
        }
        if let Some(whole) = self.finished(&html()) {
            let before = whole.len();
            self.tokenize(
                page,
                &whole,
                HtmlOffsets::new(std::slice::from_ref(&(at..at)), before),
            );
        }
        true
    }

    /// What was unfinished, if `html` ends it, with `html`.
    fn finished(&mut self, html: &str) -> Option<String> {
        if !self.unfinished.as_mut()?.add(html) {
            return None;
        }
        self.unfinished.take().map(Unfinished::into_html)
    }

    fn tokenize(&mut self, page: &mut PageReader<'_>, html: &str, places: HtmlOffsets) {
        let raw = page.is_raw().then(|| std::mem::take(&mut self.raw));
        let mut reader = HtmlReader {
            page,
            places,
            tag: String::new(),
            attribute: String::new(),
            attributes: Attributes::default(),
            seen: Vec::new(),
            done: 0,
            length: html.len(),
        };
        let mut emitter = CallbackEmitter::new(&mut reader);
        emitter.set_last_start_tag(raw.as_deref().map(str::as_bytes));
        let mut tokenizer = Tokenizer::new_with_emitter(html, Switching(emitter));
        if let Some(state) = raw.as_deref().and_then(raw_state) {
            tokenizer.set_state(state);
        }
        let Ok(()) = tokenizer.finish();
        let HtmlReader { tag, done, .. } = reader;
        self.raw = raw.filter(|_| tag.is_empty()).unwrap_or(tag);
        self.unfinished = html.get(done..).and_then(Unfinished::new);
    }
}

/// Where in the file each byte of the HTML is.
struct HtmlOffsets {
    /// Where each piece begins in the HTML, and where in the file.
    pieces: Vec<(usize, usize)>,
    /// Where the first piece begins in the HTML. What comes before it counts as being there.
    before: usize,
}

impl HtmlOffsets {
    fn new(pieces: &[Range<usize>], before: usize) -> Self {
        let starts = pieces.iter().scan(before, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece.start))
        });
        Self {
            pieces: starts.collect(),
            before,
        }
    }

    fn file(&self, at: usize) -> usize {
        let at = at.max(self.before);
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
    /// Where the last thing ends that was surely read to its end.
    done: usize,
    /// How long the HTML is.
    length: usize,
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

impl Callback<Infallible, usize> for &mut HtmlReader<'_, '_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Infallible> {
        match event {
            CallbackEvent::String { .. }
            | CallbackEvent::CloseStartTag { .. }
            | CallbackEvent::EndTag { .. } => self.done = span.end,
            // The end of the HTML ends it too.
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => {
                let ended = span.end < self.length;
                self.done = if ended { span.end } else { span.start };
            }
            _ => {}
        }
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
            CallbackEvent::Doctype {
                name,
                public_identifier,
                system_identifier,
                force_quirks,
            } => {
                let public = public_identifier.map(String::from_utf8_lossy);
                let old = public.is_some_and(|public| is_old(&public, system_identifier.is_some()));
                self.page.set_quirks(force_quirks || old || name != b"html");
            }
            _ => {}
        }
        None
    }
}

/// The tokenizer's state in an element whose content is plain text.
fn raw_state(tag: &str) -> Option<State> {
    match tag {
        "noframes" => Some(State::RawText),
        tag => naive_next_state(tag.as_bytes()),
    }
}

/// Whether a `doctype` with the public identifier `public` is one of the old ones for which browsers have a quirks mode
/// (HTML Standard, 13.2.6.4.1; not those that were never in wide use).
fn is_old(public: &str, has_system: bool) -> bool {
    let public = public.to_ascii_lowercase();
    let loose = ["transitional//", "frameset//"];
    let loose = |version: &str| {
        let rest = public.strip_prefix(version);
        rest.is_some_and(|rest| loose.iter().any(|kind| rest.starts_with(kind)))
    };
    ["-//ietf//dtd html", "-//w3c//dtd html 3"]
        .iter()
        .any(|old| public.starts_with(old))
        || loose("-//w3c//dtd html 4.0 ")
        || !has_system && loose("-//w3c//dtd html 4.01 ")
}

/// Tells the tokenizer about elements whose content is plain text, in which tags do not count.
struct Switching<'r, 'p, 'f>(CallbackEmitter<&'r mut HtmlReader<'p, 'f>, Infallible, usize>);

impl ForwardingEmitter for Switching<'_, '_, '_> {
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
        let state = raw_state(&reader.tag);
        self.0.init_string();
        state
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().page.has_cdata()
    }
}
