//! Start tags, and the elements that they close and open.

use super::attributes::{Attributes, Effects};
use super::elements::{self as el, Traits};
use super::formula::Formula;
use super::stack::{Innermost, OpenElement};
use super::{Keep, PageReader, TextLook};
use crate::quotes::script::Script;

/// The mark of Unicode after which text runs from right to left whatever it is. A quotation can't be read in either order.
const REVERSED: &str = "\u{202E}";

impl PageReader<'_> {
    /// Reads a start tag that ends at the byte `at`; `closed` says whether it ends in `/>`.
    pub(in super::super) fn start(
        &mut self,
        name: &str,
        attributes: &Attributes,
        closed: bool,
        at: usize,
    ) {
        if self.is_raw() {
            return;
        }
        let name = self.local_name(name);
        let id = self.open.names.id(name);
        let traits = self.open.names.traits(id);
        if self.open.is_foreign() {
            if traits & el::ENDS_FOREIGN == 0 || self.xml {
                return self.start_foreign(name, id, attributes, closed, at);
            }
            while self.open.is_foreign() {
                self.pop(at);
            }
        }
        if !self.xml && !self.make_room(id, traits, at) {
            return;
        }
        if traits & (el::BLOCK | el::TABLE | el::CELL | el::METADATA) == 0 {
            self.continue_formatting();
        }
        let mut effects = Effects::new(id, traits, attributes);
        // Outside of `ruby`, a reading is shown like other text.
        effects.reading &= id == el::RP || self.open.in_scope(el::RUBY, Innermost::Scope);
        if traits & el::VOID != 0 || self.xml && closed {
            if !effects.hidden && self.shows_place() {
                self.void(id, traits, attributes, at);
            }
            return;
        }
        self.serial = self.serial.saturating_add(1);
        if traits & el::FORMATTING != 0 {
            self.start_formatting(id, effects, at);
            return;
        }
        let foreign = matches!(id, el::SVG | el::MATH);
        let navigation = id == el::NAV || attributes.navigation;
        self.push(id, traits, effects, foreign, navigation, at);
        if id == el::TITLE {
            self.outliner.start_title();
        }
        if closed && foreign {
            self.pop(at);
        }
    }

    /// Closes the elements that a start tag closes; returns whether the tag is to be read at all.
    fn make_room(&mut self, id: u32, traits: Traits, at: usize) -> bool {
        if matches!(id, el::HTML | el::BODY | el::HEAD) {
            if id == el::BODY && self.open.top() == Some(el::HEAD) {
                self.pop(at);
            }
            let in_html = self.open.len() == 1 && self.open.top() == Some(el::HTML);
            return self.open.is_empty() || id != el::HTML && in_html;
        }
        if traits & el::METADATA == 0 && self.open.top() == Some(el::HEAD) {
            self.pop(at);
        }
        match id {
            el::LI | el::DD | el::DT => {
                let same = |name: u32| match id {
                    el::LI => name == el::LI,
                    _ => matches!(name, el::DD | el::DT),
                };
                let stop = self.open.nearest(Innermost::Stop);
                if let Some(stop) = stop
                    && self.open.get(stop).is_some_and(|open| same(open.name))
                {
                    self.close_from(stop, at);
                }
            }
            el::BUTTON => {
                self.close_in(el::BUTTON, Innermost::Scope, at);
            }
            el::SELECT
                if self.open.last(id).is_some()
                    && self.open.last(id) == self.open.nearest(Innermost::Scope) =>
            {
                self.close_in(id, Innermost::Scope, at);
                return false;
            }
            el::OPTION | el::OPTGROUP => {
                if self.open.top() == Some(el::OPTION) {
                    self.pop(at);
                }
                if id == el::OPTGROUP && self.open.top() == Some(el::OPTGROUP) {
                    self.pop(at);
                }
            }
            el::RB | el::RTC | el::RP | el::RT
                if self.open.in_scope(el::RUBY, Innermost::Scope) =>
            {
                let stays =
                    |top: Option<u32>| matches!(id, el::RP | el::RT) && top == Some(el::RTC);
                while self.open.top_has(el::IMPLIED_END) && !stays(self.open.top()) {
                    self.pop(at);
                }
            }
            el::A | el::NOBR => {
                self.end_formatting(id, at);
            }
            el::TABLE_ELEMENT if self.open.in_table() => {
                self.close_in(el::TABLE_ELEMENT, Innermost::TableScope, at);
            }
            el::CAPTION
            | el::COLGROUP
            | el::COL
            | el::TBODY
            | el::THEAD
            | el::TFOOT
            | el::TR
            | el::TD
            | el::TH => return self.clear_table(id, at),
            _ => {}
        }
        if traits & el::CLOSES_P != 0 && !(self.quirks && id == el::TABLE_ELEMENT) {
            self.close_in(el::P, Innermost::ButtonScope, at);
        }
        if traits & el::HEADING != 0 && self.open.top_has(el::HEADING) {
            self.pop(at);
        }
        true
    }

    /// Closes the open elements of a table down to where its part `id` may begin; returns whether there is a table.
    fn clear_table(&mut self, id: u32, at: usize) -> bool {
        let Some(table) = self.open.table() else {
            return false;
        };
        let holders: &[u32] = match id {
            el::TD | el::TH => &[el::TR, el::TBODY, el::THEAD, el::TFOOT],
            el::TR => &[el::TBODY, el::THEAD, el::TFOOT],
            el::COL => &[el::COLGROUP],
            _ => &[],
        };
        let holder = holders
            .iter()
            .filter_map(|&name| self.open.last(name))
            .max();
        let holder = holder.unwrap_or(table).max(table);
        self.close_from(holder + 1, at);
        true
    }

    fn start_foreign(
        &mut self,
        name: &str,
        id: u32,
        attributes: &Attributes,
        closed: bool,
        at: usize,
    ) {
        let around = self.open.look();
        let math = around.math;
        let parent = self.open.top().unwrap_or(u32::MAX);
        let child = if parent == el::SWITCH && attributes.is_passed_over() {
            0
        } else {
            self.open.count_child()
        };
        let effects = Effects::foreign(name, id, math, (parent, child), around, attributes);
        if math {
            self.before_part(parent, child, at);
            match id {
                // The scripts that come before their base are counted in pairs of their own.
                el::MPRESCRIPTS if child % 2 == 1 => {
                    self.open.count_child();
                }
                el::MTD if self.shows_signs() => self.writer.part("\t", at),
                el::MSPACE if self.shows_signs() => self.writer.part(" ", at),
                _ => {}
            }
        }
        if closed {
            return;
        }
        self.serial = self.serial.saturating_add(1);
        let html = el::holds_html(name) || name == "annotation-xml" && attributes.annotates_in_html;
        let traits = if html { el::SPECIAL | el::SCOPE } else { 0 };
        self.push(id, traits, effects, !html, false, at);
        if effects.drawn {
            self.place_text(id, effects, at);
        }
        if math {
            self.start_formula(id, attributes.lineless, at);
        }
    }

    /// Writes an element without content.
    fn void(&mut self, id: u32, traits: Traits, attributes: &Attributes, at: usize) {
        if id == el::BR {
            self.writer.end_line(at..at);
        } else if traits & el::BLOCK != 0 {
            self.writer.end_block(at);
        } else if traits & el::CELL != 0 {
            self.writer.part("\t", at);
        } else if traits & el::REPLACED != 0 && !attributes.hidden_input {
            self.writer.part(" ", at);
        }
    }

    fn push(
        &mut self,
        id: u32,
        traits: Traits,
        effects: Effects,
        foreign: bool,
        navigation: bool,
        at: usize,
    ) {
        let around = self.look_around(traits);
        let look = TextLook {
            hidden: around.hidden || effects.hidden,
            struck: around.struck || effects.struck,
            reading: around.reading || effects.reading,
            linked: around.linked || effects.linked,
            invisible: effects.visible.map_or(around.invisible, |visible| !visible),
            decided: effects.visible.map_or(around.decided, |_| self.serial),
            foreign,
            math: foreign && (id == el::MATH || around.math),
            drawn: foreign && effects.drawn,
            base: effects.base,
            preformatted: around.preformatted || traits & el::PREFORMATTED != 0,
        };
        let shown = !look.hidden || self.keep == Keep::All;
        let script = effects.script.filter(|_| shown);
        let item = self.is_item() && !matches!(id, el::BR | el::TEMPLATE);
        let block = (effects.block || item) && shown;
        if shown {
            // A form control or a fallback takes up space, whether or not its content is seen.
            if block {
                self.writer.end_block(at);
            } else if traits & el::CELL != 0 {
                self.writer.part("\t", at);
            } else if traits & el::REPLACED != 0 || id == el::SVG {
                self.writer.part(" ", at);
            } else if effects.apart {
                self.writer.gap(at);
            }
        } else if traits & el::REPLACED != 0 && !around.hidden {
            self.writer.part(" ", at);
        }
        if let Some(script) = script {
            self.writer.start_script(script, at);
        }
        let reversed = effects.reversed && shown;
        if reversed {
            self.writer.sign(REVERSED, at);
        }
        let written = self.writer.text().len();
        let open = OpenElement {
            name: id,
            serial: self.serial,
            look,
            script: script.is_some(),
            block,
            floats: effects.floats,
            items: effects.items,
            apart: effects.apart && shown,
            written,
            reversed,
            navigation: navigation && self.outliner.start_navigation(written),
            children: 0,
            formula: Formula::default(),
        };
        match id {
            el::H1 => self.outliner.start_heading(written),
            el::LI => self.outliner.start_item(written),
            _ => {}
        }
        self.open.push(open, traits);
        if traits & el::LEVEL != 0 {
            self.formatting.start_level();
        }
    }

    fn start_formatting(&mut self, id: u32, effects: Effects, at: usize) {
        let hidden = self.look().hidden || effects.hidden;
        let script = effects.script.filter(|_| !hidden);
        let block = (effects.block || self.is_item()) && !hidden;
        let apart = effects.apart && !hidden;
        if block {
            self.writer.end_block(at);
        } else if apart {
            self.writer.gap(at);
        }
        if let Some(script) = script {
            self.writer.start_script(script, at);
        }
        let written = self.writer.text().len();
        self.formatting.start(
            id,
            self.serial,
            written,
            Effects {
                script,
                block,
                apart,
                ..effects
            },
        );
    }

    /// Whether an element that begins at this point is directly in one whose children are blocks.
    fn is_item(&self) -> bool {
        let around = self.open.innermost().filter(|open| open.items);
        around.is_some_and(|open| self.formatting.newest() < open.serial)
    }

    /// Places the text of the SVG element `id` anew, or above or below the text before it.
    fn place_text(&mut self, id: u32, effects: Effects, at: usize) {
        // From this distance on, the text is on another line.
        const LINE: f64 = 0.75;
        // Smaller than any that can be seen.
        const NONE: f64 = 0.02;
        if std::mem::take(&mut self.is_shifted) {
            self.writer.end_script();
        }
        if id == el::TEXT || effects.placed || effects.below.abs() >= LINE {
            self.below = 0.0;
            if id != el::TEXT && self.shows_place() {
                self.writer.end_line(at..at);
            }
            return;
        }
        self.below += effects.below;
        if self.below.abs() > NONE && self.shows_place() {
            let script = if self.below < 0.0 {
                Script::Raised
            } else {
                Script::Lowered
            };
            self.writer.start_script(script, at);
            self.is_shifted = true;
        }
    }

    /// The look around an element with `traits` that begins at this point.
    fn look_around(&self, traits: Traits) -> TextLook {
        let parts = el::TABLE | el::CELL;
        if self.in_table() {
            // A caption has neither trait; it is recognised as both a level and a block.
            let part =
                traits & parts != 0 || traits & (el::LEVEL | el::BLOCK) == el::LEVEL | el::BLOCK;
            return if part {
                self.open.look()
            } else {
                self.open.look_before_table()
            };
        }
        // Formatting elements also affect the elements inside them. Only a table cell or the like keeps them out, and
        // takes on their look itself.
        if traits & el::LEVEL != 0 {
            return self.look();
        }
        self.open.look()
    }
}
