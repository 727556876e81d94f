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

use elements as el;
use formatting::FormattingElements;
use look::TextLook;
use stack::Stack;
use writer::RenderingWriter;

use super::layout::Rendering;
use super::outline::{Outline, Outliner};

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
pub(super) struct PageReader<'f> {
    file: &'f str,
    keep: Keep,
    /// Whether the file is an XML document, in which `<a/>` is a closed element.
    xml: bool,
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
    pub(super) fn new(file: &'f str, keep: Keep) -> Self {
        let xml = file.trim_start_matches('\u{FEFF}').starts_with("<?xml");
        Self {
            file,
            keep,
            xml,
            open: Stack::new(),
            formatting: FormattingElements::new(),
            serial: 0,
            writer: RenderingWriter::default(),
            outliner: Outliner::default(),
            left_out: (false, false),
            kept: Vec::new(),
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

    /// Whether everything that follows is text up to an end tag, even if it looks like tags.
    pub(super) fn is_raw(&self) -> bool {
        !self.open.is_foreign() && self.open.top_has(el::RAW)
    }

    /// Adds text that was written in `span` of the file.
    pub(super) fn text(&mut self, text: &str, span: Range<usize>) {
        let blank = text.trim().is_empty();
        if !blank && self.open.top() == Some(el::HEAD) {
            self.pop(span.start);
        }
        let look = self.look();
        if text.is_empty() || blank && look.math {
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
        references::place(rendering, self.file, text, span);
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

    /// How text would look at this point.
    fn look(&self) -> TextLook {
        let look = if self.open.in_table() {
            self.open.look_before_table()
        } else {
            self.open.look()
        };
        self.formatting.add_to(look)
    }

    /// Whether a line break or picture would be seen at this point.
    fn shows_place(&self) -> bool {
        self.keep == Keep::All || !self.look().hidden
    }
}
