//! End tags, and the elements that they close.

use super::attributes::Attributes;
use super::stack::{Innermost, OpenElement};
use super::{PageReader, el};

/// The mark of Unicode that ends text whose direction was overridden.
const IN_ORDER: &str = "\u{202C}";

impl PageReader<'_> {
    /// Reads an end tag that ends at the byte `at`.
    pub(in super::super) fn end(&mut self, name: &str, at: usize) {
        let name = self.local_name(name);
        let id = self.open.names.id(name);
        if self.is_raw() && self.open.top() != Some(id) {
            return;
        }
        let traits = self.open.names.traits(id);
        if self.xml {
            if traits & el::FORMATTING == 0 || !self.end_formatting(id, at) {
                self.open
                    .last(id)
                    .into_iter()
                    .for_each(|last| self.close_from(last, at));
            }
            return;
        }
        match id {
            el::HTML | el::BODY => {}
            el::HEAD => {
                if self.open.top() == Some(id) {
                    self.pop(at);
                }
            }
            el::BR => self.start(name, &Attributes::default(), false, at),
            el::P => {
                if !self.close_in(id, Innermost::ButtonScope, at) && self.shows_place() {
                    self.writer.end_block(at);
                }
            }
            el::LI => {
                self.close_in(id, Innermost::ListScope, at);
            }
            el::TABLE_ELEMENT
            | el::TBODY
            | el::THEAD
            | el::TFOOT
            | el::TR
            | el::TD
            | el::TH
            | el::CAPTION => {
                self.close_in(id, Innermost::TableScope, at);
            }
            el::TEMPLATE => {
                if let Some(last) = self.open.last(id) {
                    self.close_from(last, at);
                }
            }
            _ if traits & el::HEADING != 0 => {
                let heading = self.open.nearest(Innermost::Heading);
                if let Some(heading) =
                    heading.filter(|&heading| Some(heading) >= self.open.nearest(Innermost::Scope))
                {
                    self.close_from(heading, at);
                }
            }
            _ if traits & el::CLOSES_ALL != 0 => {
                self.close_in(id, Innermost::Scope, at);
            }
            _ if traits & el::FORMATTING != 0 && self.end_formatting(id, at) => {}
            _ => {
                let last = self.open.last(id);
                if let Some(last) = last.filter(|_| last >= self.open.nearest(Innermost::Special)) {
                    self.close_from(last, at);
                }
            }
        }
    }

    /// Closes the innermost open element.
    pub(super) fn pop(&mut self, at: usize) {
        let Some((open, traits)) = self.open.pop() else {
            return;
        };
        if traits & el::LEVEL != 0 {
            for _ in 0..self.formatting.end_level() {
                self.writer.end_script();
            }
        }
        if !self.xml {
            self.formatting.end_within(open.serial);
        }
        self.end_formula(&open, at);
        if open.reversed {
            self.writer.sign(IN_ORDER, at);
        }
        if open.script {
            self.writer.end_script();
        }
        if open.name == el::TEXT && std::mem::take(&mut self.is_shifted) {
            self.writer.end_script();
        }
        let large = open.floats || open.apart && traits & el::APART == 0;
        let initial = large && self.writer.is_initial(open.written);
        if open.block {
            if !initial {
                self.writer.end_block(at);
            }
        } else if open.apart {
            if !initial {
                self.writer.gap(at);
            }
        } else if traits & el::CELL != 0 {
            self.writer.end_cell(at);
        } else if open.name == el::SVG && !open.look.hidden {
            self.writer.part(" ", at);
        }
        let written = self.writer.text();
        match open.name {
            el::TITLE => self.outliner.end_title(),
            el::H1 => self.outliner.end_heading(written),
            el::LI => self.outliner.end_item(written.len()),
            _ => {}
        }
        if open.navigation {
            self.outliner.end_navigation(written.len());
        }
    }

    pub(super) fn close_from(&mut self, index: usize, at: usize) {
        while self.open.len() > index {
            self.pop(at);
        }
    }

    /// Closes the innermost element named `name` and everything inside it, if it is in scope; returns whether it was.
    pub(super) fn close_in(&mut self, name: u32, scope: Innermost, at: usize) -> bool {
        let closes = self.open.in_scope(name, scope);
        if let Some(last) = self.open.last(name).filter(|_| closes) {
            self.close_from(last, at);
        }
        closes
    }

    /// Ends the innermost formatting element named `id`; returns whether there was one.
    pub(super) fn end_formatting(&mut self, id: u32, at: usize) -> bool {
        let Some(ended) = self.formatting.end(id) else {
            return false;
        };
        if ended.effects.script.is_some() {
            self.writer.end_script();
        }
        let large = ended.effects.floats || ended.effects.apart;
        let initial = large && self.writer.is_initial(ended.written);
        if ended.effects.block && !initial {
            self.writer.end_block(at);
        } else if ended.effects.apart && !initial {
            self.writer.gap(at);
        }
        // Elements that began inside it end with it, unless there is a block in between.
        let block = self.open.nearest(Innermost::Special);
        let block = block.and_then(|block| self.open.get(block));
        if block.is_none_or(|block| block.serial < ended.serial) {
            let is_inside = |open: &OpenElement| open.serial >= ended.serial;
            while self.open.innermost().is_some_and(is_inside) {
                self.pop(at);
            }
        }
        true
    }
}
