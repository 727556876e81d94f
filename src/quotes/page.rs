//! A page as its reader sees it: which elements are open, and how they affect the text in them.
//!
//! The readers of HTML and Markdown only pass on tags and text; this module decides what a reader sees of them.
//! Elements are closed as in the HTML Standard (optional end tags, formatting that continues after the end of its
//! block, tables). This takes time linear in the page, because the open elements are indexed by what the standard looks
//! for among them.

mod attributes;
mod elements;
mod end;
mod formatting;
mod formula;
mod look;
mod references;
mod stack;
mod start;
mod style;
mod writer;

use std::ops::Range;

pub(super) use attributes::Attributes;
pub(super) use look::Keep;
pub use look::Unseen;

use attributes::Effects;
use elements as el;
use formatting::FormattingElements;
use look::TextLook;
use stack::Stack;
use writer::RenderingWriter;

use super::fold::{is_blank, is_dash};
use super::layout::Rendering;
use super::outline::{Outline, Outliner};
use super::script::Script;

/// Whether an element hides or strikes its text, and whether it raises or lowers it; `attributes` are names in lower
/// case with their values.
pub(crate) fn look_of(
    name: &str,
    attributes: impl Iterator<Item = (String, String)>,
) -> (bool, Option<Script>) {
    let mut own = Attributes::default();
    for (name, value) in attributes {
        own.add(&name, &value);
    }
    let effects = Effects::new(el::known(name), el::traits(name), &own);
    let unseen = effects.hidden || effects.struck || effects.visible == Some(false);
    (unseen, effects.script)
}

/// A rendered page, and where in the file the invisible text is that was kept, in order.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) rendering: Rendering,
    pub(super) outline: Outline,
    /// Whether struck-through text was left out, and whether any text was.
    pub(super) left_out: (bool, bool),
    pub(super) kept: Vec<(Range<usize>, Unseen)>,
}

/// A page being read.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct PageReader<'f> {
    file: &'f str,
    keep: Keep,
    /// Whether the file is an XML document, in which `<a/>` is a closed element.
    xml: bool,
    /// Whether the file is HTML without a modern `doctype`, in which a table does not end the paragraph before it.
    quirks: bool,
    /// Whether the text so far ends in a hyphen, white space aside.
    after_hyphen: bool,
    /// How far below its line the text of SVG is, in lines, and whether it is written as raised or lowered.
    below: f64,
    is_shifted: bool,
    open: Stack,
    formatting: FormattingElements,
    /// How many start tags were read.
    serial: u32,
    writer: RenderingWriter,
    outliner: Outliner,
    left_out: (bool, bool),
    kept: Vec<(Range<usize>, Unseen)>,
}

impl<'f> PageReader<'f> {
    pub(super) fn new(file: &'f str, keep: Keep, xml: bool) -> Self {
        Self {
            file,
            keep,
            xml,
            quirks: false,
            after_hyphen: false,
            below: 0.0,
            is_shifted: false,
            open: Stack::new(),
            formatting: FormattingElements::new(),
            serial: 0,
            writer: RenderingWriter::default(),
            outliner: Outliner::default(),
            left_out: (false, false),
            kept: Vec::new(),
        }
    }

    /// Says whether a browser reads the page in quirks mode, unless an element was read already.
    pub(super) fn set_quirks(&mut self, quirks: bool) {
        if self.serial == 0 {
            self.quirks = quirks && !self.xml;
        }
    }

    pub(super) fn finish(self) -> Rendered {
        let rendering = self.writer.finish();
        Rendered {
            outline: self.outliner.finish(&rendering.text),
            rendering,
            left_out: self.left_out,
            kept: self.kept,
        }
    }

    pub(super) fn file(&self) -> &'f str {
        self.file
    }

    /// Whether `<![CDATA[…]]>` stands for text at this point.
    pub(super) fn has_cdata(&self) -> bool {
        self.xml || self.open.is_foreign()
    }

    /// An element's name without the prefix that XML may put before it.
    fn local_name<'n>(&self, name: &'n str) -> &'n str {
        let local = name.rsplit(':').next().filter(|_| self.xml);
        local.unwrap_or(name)
    }

    /// Whether everything that follows is text up to an end tag, even if it looks like tags.
    pub(super) fn is_raw(&self) -> bool {
        !self.xml && !self.open.is_foreign() && self.open.top_has(el::RAW)
    }

    /// Adds text that was written in `span` of the file.
    pub(super) fn text(&mut self, text: &str, span: Range<usize>) {
        let blank = text.trim().is_empty();
        if !blank || !self.in_table() {
            self.continue_formatting();
        }
        if !blank && !self.xml && self.open.top() == Some(el::HEAD) {
            self.pop(span.start);
        }
        let look = self.look();
        if text.is_empty() || blank && (look.math || self.in_table()) {
            return;
        }
        self.outliner.any_text(text);
        if let Some(unseen) = look.unseen() {
            self.left_out.0 |= unseen == Unseen::Struck;
            self.left_out.1 = true;
            if !self.keep.keeps(unseen) {
                if look.invisible && !look.hidden {
                    self.writer.part(" ", span.start);
                }
                return;
            }
            match self.kept.last_mut() {
                Some((last, why)) if *why == unseen && last.end == span.start => {
                    last.end = span.end;
                }
                _ => self.kept.push((span.clone(), unseen)),
            }
        }
        self.outliner.text(text, self.formatting.in_link());
        let rendering = self.writer.before(text, look.linked);
        let written = rendering.text.len();
        references::place(rendering, self.file, text, span);
        self.after_hyphen = if look.preformatted {
            ends_in_hyphen(text).unwrap_or(self.after_hyphen)
        } else {
            untab(&mut rendering.text, written);
            unbreak(&mut rendering.text, written, self.after_hyphen)
        };
    }

    /// Adds text of the page's front matter, which a reader does not see.
    pub(super) fn front_matter(&mut self, text: &str) {
        self.outliner.front_matter(text);
    }

    /// Adds the mark of the note `label`, written in `span` of the file.
    pub(super) fn note(&mut self, label: &str, span: Range<usize>) {
        let look = self.look();
        if !(look.hidden || look.invisible || look.struck) {
            self.writer.note(label, span);
        }
    }

    /// Continues the formatting elements that ended with the block in which they began.
    fn continue_formatting(&mut self) {
        if self.formatting.may_continue() {
            self.serial = self.serial.saturating_add(1);
            self.formatting.go_on(self.serial);
        }
    }

    /// How text would look at this point.
    fn look(&self) -> TextLook {
        let look = if self.in_table() {
            self.open.look_before_table()
        } else {
            self.open.look()
        };
        self.formatting.add_to(look)
    }

    /// Whether what follows is in a table but outside its cells, which HTML moves before the table.
    fn in_table(&self) -> bool {
        !self.xml && self.open.in_table()
    }

    /// Whether a line break or picture would be seen at this point.
    fn shows_place(&self) -> bool {
        self.keep == Keep::All || !self.look().hidden
    }
}

/// Turns the tabs in the bytes of `text` from `from` on into the spaces that they are on a page: a tab separates cells.
fn untab(text: &mut String, from: usize) {
    let added = text.get(from..).unwrap_or("");
    if added.contains('\t') {
        let spaced = added.replace('\t', " ");
        text.truncate(from);
        text.push_str(&spaced);
    }
}

/// Turns each line break after a hyphen or a slash in the bytes of `text` from `from` on into the space that it is on a
/// page, where it does not end a line; `after_hyphen` says whether a hyphen comes before. Returns whether a hyphen comes
/// last.
fn unbreak(text: &mut String, from: usize, after_hyphen: bool) -> bool {
    let added = text.get(from..).unwrap_or("");
    if !added.contains('\n') {
        return ends_in_hyphen(added).unwrap_or(after_hyphen);
    }
    let mut hyphen = after_hyphen;
    let mut unbroken = None;
    for (at, line) in added.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at, line))
    }) {
        hyphen = ends_in_hyphen(line).unwrap_or(hyphen);
        if hyphen && line.ends_with('\n') {
            let unbroken = unbroken.get_or_insert_with(|| added.as_bytes().to_vec());
            if let Some(end) = unbroken.get_mut(at - 1) {
                *end = b' ';
            }
        }
    }
    if let Some(unbroken) = unbroken.and_then(|bytes| String::from_utf8(bytes).ok()) {
        text.truncate(from);
        text.push_str(&unbroken);
    }
    hyphen
}

/// Whether `text` ends in a hyphen, a dash or a slash; `None` if it is blank.
fn ends_in_hyphen(text: &str) -> Option<bool> {
    let text = text.trim_end_matches(|c| is_blank(c) && c != '\u{AD}');
    let last = text.chars().next_back()?;
    Some(is_dash(last) || matches!(last, '\u{AD}' | '/'))
}
