//! A page as its reader sees it: which elements are open, and what that makes of the text in them.
//!
//! HTML and Markdown both hand in tags and text; what of them is seen is decided here alone. Elements are closed as the
//! HTML Standard has it (end tags that may be left out, formatting that goes on over the end of its block, tables), in
//! time linear in the page: what the standard looks for among the open elements is kept at hand.

use std::ops::Range;

use super::elements::{self as el, Names, Traits};
use super::html::place;
use super::layout::Rendering;
use super::script::{Run, Script};
use super::style::Style;

/// Why a reader does not see a text that stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unseen {
    /// Struck through: the author took it back.
    Struck,
    /// Not shown by any browser.
    Hidden,
    /// The reading of a ruby base.
    Reading,
}

/// Which text is rendered besides what a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    Struck,
    All,
}

impl Keep {
    fn keeps(self, unseen: Unseen) -> bool {
        match self {
            Self::Nothing => false,
            Self::Struck => unseen == Unseen::Struck,
            Self::All => true,
        }
    }
}

/// A rendered page, and where in the file what was kept of the unseen stands, in order.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) rendering: Rendering,
    /// Some text was left out: struck text, any.
    pub(super) left_out: (bool, bool),
    pub(super) kept: Vec<(Range<usize>, Unseen)>,
}

/// What of an element's attributes has a say in what is seen.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct Attributes {
    hidden: bool,
    open: bool,
    hidden_input: bool,
    linked: bool,
    reference: bool,
    style: Option<Style>,
}

impl Attributes {
    /// The attributes of a link to `target`.
    pub(super) fn link(target: &str) -> Self {
        let mut attributes = Self::default();
        attributes.add("href", target);
        attributes
    }

    /// Takes in one attribute, its name in lower case, its value with references read.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        let is = |what: &str| value.trim().eq_ignore_ascii_case(what);
        let has = |what: &str| {
            value
                .split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case(what))
        };
        match name {
            // Readers find such text, and it is shown then.
            "hidden" => self.hidden |= !is("until-found"),
            "popover" => self.hidden = true,
            "open" => self.open = true,
            "type" => self.hidden_input = is("hidden"),
            "href" | "xlink:href" => {
                self.linked |= value.split_once('#').is_some_and(|(_, id)| !id.is_empty());
            }
            "role" => self.reference |= has("doc-noteref"),
            "epub:type" => self.reference |= has("noteref"),
            "style" => self.style = self.style.or_else(|| Some(Style::new(value))),
            _ => {}
        }
    }
}

/// What an element does to the text within.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
struct Effects {
    hidden: bool,
    struck: bool,
    reading: bool,
    linked: bool,
    visible: Option<bool>,
    script: Option<Script>,
    block: bool,
}

impl Effects {
    /// What the element does by its name, its attributes and its style, which counts for more.
    fn new(id: u32, traits: Traits, attributes: &Attributes) -> Self {
        let style = attributes.style.unwrap_or_default();
        let closed_dialog = id == el::DIALOG && attributes.open;
        let shown = style
            .shown
            .unwrap_or(!attributes.hidden && (traits & el::UNSHOWN == 0 || closed_dialog));
        let script = if traits & el::RAISED != 0 || style.raised {
            Some(Script::Raised)
        } else if traits & el::LOWERED != 0 || style.lowered {
            Some(Script::Lowered)
        } else {
            Some(Script::Reference).filter(|_| attributes.reference)
        };
        Self {
            hidden: traits & el::NEVER != 0 || !shown || style.skipped,
            struck: traits & el::STRUCK != 0 || style.struck,
            reading: traits & el::READING != 0,
            linked: attributes.linked,
            visible: style.visible,
            script,
            block: style.block.unwrap_or(traits & el::BLOCK != 0),
        }
    }
}

/// What becomes of a text, all the elements around it taken together.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
struct Look {
    hidden: bool,
    struck: bool,
    reading: bool,
    linked: bool,
    invisible: bool,
    /// The element that said whether it is visible.
    decided: u32,
    /// In SVG or `MathML`, or in `MathML`.
    foreign: bool,
    math: bool,
}

/// An open element that is no formatting element.
#[derive(Debug, Clone, Copy)]
struct Open {
    name: u32,
    /// The how-manieth start tag this was.
    serial: u32,
    look: Look,
    script: bool,
    block: bool,
    /// How many elements it holds directly, as far as that matters.
    children: u8,
}

/// An open formatting element.
#[derive(Debug, Clone, Copy)]
struct Formatting {
    serial: u32,
    level: usize,
    effects: Effects,
}

/// What the open formatting elements do that a table cell or the like does not shut out.
#[derive(Debug, Default)]
struct Level {
    hidden: usize,
    struck: usize,
    reading: usize,
    linked: usize,
    /// Which say whether the text is visible, in order; closed ones may be among them, but not last.
    visible: Vec<(u32, Option<bool>)>,
}

/// Kinds of open elements of which the innermost is kept at hand.
#[derive(Debug, Clone, Copy)]
enum Near {
    Special,
    Scope,
    ButtonScope,
    ListScope,
    TableScope,
    /// Where the search for a list item to close stops.
    Stop,
    Heading,
}

const NEAR: [Near; 7] = [
    Near::Special,
    Near::Scope,
    Near::ButtonScope,
    Near::ListScope,
    Near::TableScope,
    Near::Stop,
    Near::Heading,
];

impl Near {
    fn holds(self, name: u32, traits: Traits) -> bool {
        let scope = traits & el::SCOPE != 0;
        match self {
            Self::Special => traits & el::SPECIAL != 0,
            Self::Scope => scope,
            Self::ButtonScope => scope || name == el::BUTTON,
            Self::ListScope => scope || name == el::OL || name == el::UL,
            Self::TableScope => matches!(name, el::TABLE_ELEMENT | el::TEMPLATE | el::HTML),
            Self::Stop => {
                traits & el::SPECIAL != 0 && !matches!(name, el::P | el::DIV | el::ADDRESS)
            }
            Self::Heading => traits & el::HEADING != 0,
        }
    }
}

/// A page being read.
pub(super) struct Page<'f> {
    file: &'f str,
    keep: Keep,
    /// An XML document: `<a/>` is closed.
    xml: bool,
    names: Names,
    open: Vec<Open>,
    /// For every name, which of the open elements have it.
    by_name: Vec<Vec<usize>>,
    near: [Vec<usize>; NEAR.len()],
    /// For every name, the open formatting elements that have it.
    formatting: Vec<Vec<Formatting>>,
    levels: Vec<Level>,
    serial: u32,
    rendering: Rendering,
    /// Raised or lowered text being read, and inside how many such elements.
    run: Option<(Run, usize)>,
    /// Raised or lowered text that was read; how it is written depends on what follows.
    ended: Option<Run>,
    left_out: (bool, bool),
    kept: Vec<(Range<usize>, Unseen)>,
}

impl<'f> Page<'f> {
    pub(super) fn new(file: &'f str, keep: Keep) -> Self {
        let xml = file.trim_start_matches('\u{FEFF}').starts_with("<?xml");
        Self {
            file,
            keep,
            xml,
            names: Names::new(),
            open: Vec::new(),
            by_name: Vec::new(),
            near: NEAR.map(|_| Vec::new()),
            formatting: Vec::new(),
            levels: vec![Level::default()],
            serial: 0,
            rendering: Rendering::default(),
            run: None,
            ended: None,
            left_out: (false, false),
            kept: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Rendered {
        if let Some((run, _)) = self.run.take() {
            self.end_run(run);
        }
        self.write_ended("");
        Rendered {
            rendering: self.rendering,
            left_out: self.left_out,
            kept: self.kept,
        }
    }

    /// Whether `<![CDATA[…]]>` stands for text here.
    pub(super) fn has_cdata(&self) -> bool {
        self.xml || self.is_foreign()
    }

    /// Whether the text that follows is SVG or `MathML`.
    fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.look.foreign)
    }

    /// Whether the text that follows is text up to an end tag, whatever it looks like.
    pub(super) fn is_raw(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| !open.look.foreign && self.names.traits(open.name) & el::RAW != 0)
    }

    /// A start tag that ends at the byte `at`; `closed` if by `/>`.
    pub(super) fn start(&mut self, name: &str, attributes: &Attributes, closed: bool, at: usize) {
        if self.is_raw() {
            return;
        }
        let id = self.names.id(name);
        let traits = self.names.traits(id);
        if self.is_foreign() {
            if traits & el::ENDS_FOREIGN == 0 {
                return self.start_foreign(name, id, attributes, closed, at);
            }
            while self.is_foreign() {
                self.pop(at);
            }
        }
        if !self.make_room(id, traits, at) {
            return;
        }
        let effects = Effects::new(id, traits, attributes);
        if traits & el::VOID != 0 || self.xml && closed {
            if !effects.hidden && self.shows_place() {
                self.void(id, traits, attributes, at);
            }
            return;
        }
        self.serial = self.serial.saturating_add(1);
        if traits & el::FORMATTING != 0 {
            self.start_formatting(id, effects, at);
        } else {
            let foreign = matches!(id, el::SVG | el::MATH);
            self.push(id, traits, effects, foreign, at);
            if closed && foreign {
                self.pop(at);
            }
        }
    }

    /// Closes what a start tag closes that stands before it; whether the tag counts at all.
    fn make_room(&mut self, id: u32, traits: Traits, at: usize) -> bool {
        match id {
            el::HTML | el::BODY | el::HEAD => {
                if id == el::BODY && self.top() == Some(el::HEAD) {
                    self.pop(at);
                }
                let only_html = self.open.iter().take(2).all(|open| open.name == el::HTML);
                return self.open.is_empty() || id != el::HTML && self.open.len() == 1 && only_html;
            }
            _ => {}
        }
        if traits & el::METADATA == 0 && self.top() == Some(el::HEAD) {
            self.pop(at);
        }
        match id {
            el::LI | el::DD | el::DT => {
                let stop = self.nearest(Near::Stop);
                let same = |name: u32| match id {
                    el::LI => name == el::LI,
                    _ => matches!(name, el::DD | el::DT),
                };
                if let Some(stop) = stop
                    && self.open.get(stop).is_some_and(|open| same(open.name))
                {
                    self.close_from(stop, at);
                }
            }
            el::BUTTON => {
                self.close_in(el::BUTTON, Near::Scope, at);
            }
            el::SELECT if self.last(id).is_some() && self.last(id) == self.nearest(Near::Scope) => {
                self.close_in(id, Near::Scope, at);
                return false;
            }
            el::OPTION | el::OPTGROUP => {
                if self.top() == Some(el::OPTION) {
                    self.pop(at);
                }
                if id == el::OPTGROUP && self.top() == Some(el::OPTGROUP) {
                    self.pop(at);
                }
            }
            el::RB | el::RTC | el::RP | el::RT => {
                let stays = |name: u32| matches!(id, el::RP | el::RT) && name == el::RTC;
                if self.in_scope(el::RUBY, Near::Scope) {
                    while let Some(top) = self.top()
                        && self.names.traits(top) & el::IMPLIED_END != 0
                        && !stays(top)
                    {
                        self.pop(at);
                    }
                }
            }
            el::A | el::NOBR => {
                self.end_formatting(id, at);
            }
            el::TABLE_ELEMENT if self.in_table() => {
                self.close_in(el::TABLE_ELEMENT, Near::TableScope, at);
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
        if traits & el::CLOSES_P != 0 {
            self.close_in(el::P, Near::ButtonScope, at);
        }
        if traits & el::HEADING != 0
            && self
                .top()
                .is_some_and(|top| self.names.traits(top) & el::HEADING != 0)
        {
            self.pop(at);
        }
        true
    }

    /// Closes what is open in a table down to where its part `id` may begin; whether there is a table.
    fn clear_table(&mut self, id: u32, at: usize) -> bool {
        let table = self.nearest(Near::TableScope).filter(|&table| {
            self.open
                .get(table)
                .is_some_and(|open| open.name == el::TABLE_ELEMENT)
        });
        let Some(table) = table else {
            return false;
        };
        let holders: &[u32] = match id {
            el::TD | el::TH => &[el::TR, el::TBODY, el::THEAD, el::TFOOT],
            el::TR => &[el::TBODY, el::THEAD, el::TFOOT],
            el::COL => &[el::COLGROUP],
            _ => &[],
        };
        let holder = holders.iter().filter_map(|&name| self.last(name)).max();
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
        let math = self.open.last().is_some_and(|open| open.look.math);
        let parent = self.top().unwrap_or(u32::MAX);
        let child = self.open.last_mut().map_or(0, |open| {
            open.children = open.children.saturating_add(1);
            open.children - 1
        });
        let style = attributes.style.unwrap_or_default();
        let script = match (parent, child) {
            (el::MSUB | el::MUNDER | el::MSUBSUP | el::MUNDEROVER, 1) => Some(Script::Lowered),
            (el::MSUP | el::MOVER | el::MROOT, 1) | (el::MSUBSUP | el::MUNDEROVER, 2) => {
                Some(Script::Raised)
            }
            (el::MMULTISCRIPTS, 1..) if child % 2 == 1 => Some(Script::Lowered),
            (el::MMULTISCRIPTS, 1..) => Some(Script::Raised),
            _ => None,
        };
        let effects = Effects {
            hidden: el::is_foreign_unseen(name) || style.shown == Some(false) || style.skipped,
            struck: style.struck,
            linked: attributes.linked,
            visible: style.visible,
            script: script.filter(|_| math),
            block: !math && id == el::TEXT || math && id == el::MTR,
            ..Effects::default()
        };
        if math && self.shows_place() {
            match (parent, child, id) {
                (el::MFRAC, 1, _) => self.sign("/", at),
                (_, _, el::MSQRT | el::MROOT) => self.sign("√", at),
                (_, _, el::MTD) => self.part("\t", at),
                _ => {}
            }
        }
        if closed {
            return;
        }
        self.serial = self.serial.saturating_add(1);
        let html = el::holds_html(name);
        let traits = if html { el::SPECIAL | el::SCOPE } else { 0 };
        self.push(id, traits, effects, !html, at);
    }

    /// An element without content.
    fn void(&mut self, id: u32, traits: Traits, attributes: &Attributes, at: usize) {
        if id == el::BR {
            self.end_line(at..at);
        } else if traits & el::BLOCK != 0 {
            self.end_block(at);
        } else if traits & el::CELL != 0 {
            self.part("\t", at);
        } else if traits & el::REPLACED != 0 && !attributes.hidden_input {
            self.part(" ", at);
        }
    }

    fn push(&mut self, id: u32, traits: Traits, effects: Effects, foreign: bool, at: usize) {
        let around = self.look_around(traits);
        let look = Look {
            hidden: around.hidden || effects.hidden,
            struck: around.struck || effects.struck,
            reading: around.reading || effects.reading,
            linked: around.linked || effects.linked,
            invisible: effects.visible.map_or(around.invisible, |visible| !visible),
            decided: effects.visible.map_or(around.decided, |_| self.serial),
            foreign,
            math: foreign && (id == el::MATH || around.math),
        };
        let shown = !look.hidden || self.keep == Keep::All;
        let script = effects.script.filter(|_| shown);
        let block = effects.block && shown;
        if shown {
            // A fallback or a choice of several takes a place, whatever is seen of it.
            if block {
                self.end_block(at);
            } else if traits & el::CELL != 0 {
                self.part("\t", at);
            } else if traits & el::REPLACED != 0 || id == el::SVG {
                self.part(" ", at);
            }
        } else if traits & el::REPLACED != 0 && !around.hidden {
            self.part(" ", at);
        }
        if let Some(script) = script {
            self.start_script(script, at);
        }
        let index = self.open.len();
        for (near, list) in NEAR.iter().zip(&mut self.near) {
            if near.holds(id, traits) {
                list.push(index);
            }
        }
        list_of(&mut self.by_name, id).push(index);
        self.open.push(Open {
            name: id,
            serial: self.serial,
            look,
            script: script.is_some(),
            block,
            children: 0,
        });
        if traits & el::LEVEL != 0 {
            self.levels.push(Level::default());
        }
    }

    /// Closes the innermost open element.
    fn pop(&mut self, at: usize) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let index = self.open.len();
        for list in &mut self.near {
            list.pop_if(|last| *last == index);
        }
        list_of(&mut self.by_name, open.name).pop();
        let html = !open.look.foreign || matches!(open.name, el::SVG | el::MATH);
        let traits = if html {
            self.names.traits(open.name)
        } else {
            0
        };
        if traits & el::LEVEL != 0 && self.levels.len() > 1 {
            self.end_level();
        }
        if open.script {
            self.end_script();
        }
        if open.block {
            self.end_block(at);
        } else if open.name == el::SVG && !open.look.hidden {
            self.part(" ", at);
        }
    }

    fn close_from(&mut self, index: usize, at: usize) {
        while self.open.len() > index {
            self.pop(at);
        }
    }

    /// Closes the innermost element named `name`, and all inside, if it is in scope; whether it was.
    fn close_in(&mut self, name: u32, scope: Near, at: usize) -> bool {
        let closes = self.in_scope(name, scope);
        if let Some(last) = self.last(name).filter(|_| closes) {
            self.close_from(last, at);
        }
        closes
    }

    fn in_scope(&self, name: u32, scope: Near) -> bool {
        self.last(name)
            .is_some_and(|last| self.nearest(scope).is_none_or(|scope| scope <= last))
    }

    fn last(&self, name: u32) -> Option<usize> {
        self.by_name.get(name as usize)?.last().copied()
    }

    fn nearest(&self, near: Near) -> Option<usize> {
        self.near.get(near as usize)?.last().copied()
    }

    fn top(&self) -> Option<u32> {
        self.open.last().map(|open| open.name)
    }

    /// Whether the innermost element is a table or a part of one that is no cell.
    fn in_table(&self) -> bool {
        self.top()
            .is_some_and(|top| !self.is_foreign() && self.names.traits(top) & el::TABLE != 0)
    }

    /// An end tag that ends at the byte `at`.
    pub(super) fn end(&mut self, name: &str, at: usize) {
        let id = self.names.id(name);
        if self.is_raw() && self.top() != Some(id) {
            return;
        }
        let traits = self.names.traits(id);
        match id {
            el::HTML | el::BODY => {}
            el::HEAD => {
                if self.top() == Some(id) {
                    self.pop(at);
                }
            }
            el::BR => self.start(name, &Attributes::default(), false, at),
            el::P => {
                if !self.close_in(id, Near::ButtonScope, at) && self.shows_place() {
                    self.end_block(at);
                }
            }
            el::LI => {
                self.close_in(id, Near::ListScope, at);
            }
            el::TABLE_ELEMENT
            | el::TBODY
            | el::THEAD
            | el::TFOOT
            | el::TR
            | el::TD
            | el::TH
            | el::CAPTION => {
                self.close_in(id, Near::TableScope, at);
            }
            el::TEMPLATE => {
                if let Some(last) = self.last(id) {
                    self.close_from(last, at);
                }
            }
            _ if traits & el::HEADING != 0 => {
                let heading = self.nearest(Near::Heading);
                if let Some(heading) =
                    heading.filter(|&heading| Some(heading) >= self.nearest(Near::Scope))
                {
                    self.close_from(heading, at);
                }
            }
            _ if traits & el::CLOSES_ALL != 0 => {
                self.close_in(id, Near::Scope, at);
            }
            _ if traits & el::FORMATTING != 0 && self.end_formatting(id, at) => {}
            _ => {
                let last = self.last(id);
                if let Some(last) = last.filter(|_| last >= self.nearest(Near::Special)) {
                    self.close_from(last, at);
                }
            }
        }
    }

    fn start_formatting(&mut self, id: u32, effects: Effects, at: usize) {
        let effects = Effects {
            script: effects
                .script
                .filter(|_| !self.look().hidden && !effects.hidden),
            ..effects
        };
        if let Some(script) = effects.script {
            self.start_script(script, at);
        }
        let serial = self.serial;
        let level = self.levels.len();
        if let Some(here) = self.levels.last_mut() {
            here.hidden += usize::from(effects.hidden);
            here.struck += usize::from(effects.struck);
            here.reading += usize::from(effects.reading);
            here.linked += usize::from(effects.linked);
            if effects.visible.is_some() {
                here.visible.push((serial, effects.visible));
            }
        }
        list_of(&mut self.formatting, id).push(Formatting {
            serial,
            level,
            effects,
        });
    }

    /// Ends the innermost formatting element named `id`; whether there was one.
    fn end_formatting(&mut self, id: u32, at: usize) -> bool {
        let level = self.levels.len();
        let list = list_of(&mut self.formatting, id);
        let Some(ended) = list.pop_if(|last| last.level == level) else {
            return false;
        };
        if let Some(here) = self.levels.last_mut() {
            here.hidden -= usize::from(ended.effects.hidden);
            here.struck -= usize::from(ended.effects.struck);
            here.reading -= usize::from(ended.effects.reading);
            here.linked -= usize::from(ended.effects.linked);
            if let Ok(at) = here
                .visible
                .binary_search_by_key(&ended.serial, |said| said.0)
                && let Some(said) = here.visible.get_mut(at)
            {
                said.1 = None;
            }
            while here.visible.pop_if(|said| said.1.is_none()).is_some() {}
        }
        if ended.effects.script.is_some() {
            self.end_script();
        }
        // What began inside ends with it, unless a block stands between.
        let outside = |open: &Open| open.serial < ended.serial;
        let block = self.nearest(Near::Special);
        if block.is_none_or(|block| self.open.get(block).is_some_and(outside)) {
            while self.open.last().is_some_and(|open| !outside(open)) {
                self.pop(at);
            }
        }
        true
    }

    /// Forgets the formatting elements that began inside a cell or the like that has ended.
    fn end_level(&mut self) {
        let level = self.levels.len();
        let mut scripts = 0;
        for list in &mut self.formatting {
            while let Some(ended) = list.pop_if(|last| last.level == level) {
                scripts += usize::from(ended.effects.script.is_some());
            }
        }
        self.levels.pop();
        for _ in 0..scripts {
            self.end_script();
        }
    }

    /// What becomes of text that stands here.
    fn look(&self) -> Look {
        let mut look = if self.in_table() {
            self.before_table()
        } else {
            self.open.last().map(|open| open.look).unwrap_or_default()
        };
        if let Some(level) = self.levels.last() {
            look.hidden |= level.hidden > 0;
            look.struck |= level.struck > 0;
            look.reading |= level.reading > 0;
            look.linked |= level.linked > 0;
            if let Some(&(serial, Some(visible))) = level.visible.last()
                && serial > look.decided
            {
                look.invisible = !visible;
                look.decided = serial;
            }
        }
        look
    }

    /// The look of what an element with `traits` that begins here stands in.
    fn look_around(&self, traits: Traits) -> Look {
        let parts = el::TABLE | el::CELL;
        if self.in_table() {
            // A caption has the traits of none of the others.
            let part =
                traits & parts != 0 || traits & (el::LEVEL | el::BLOCK) == el::LEVEL | el::BLOCK;
            return if part {
                self.open.last().map(|open| open.look).unwrap_or_default()
            } else {
                self.before_table()
            };
        }
        // Formatting elements go on within; only a cell or the like shuts them out, and stands in them itself.
        if traits & el::LEVEL != 0 {
            return self.look();
        }
        self.open.last().map(|open| open.look).unwrap_or_default()
    }

    /// What stands in a table outside its cells is shown before it.
    fn before_table(&self) -> Look {
        let table = self.nearest(Near::TableScope);
        let before = table.and_then(|table| table.checked_sub(1));
        before
            .and_then(|before| self.open.get(before))
            .map(|open| open.look)
            .unwrap_or_default()
    }

    /// Whether a line break or a picture here would be seen.
    fn shows_place(&self) -> bool {
        self.keep == Keep::All || !self.look().hidden
    }

    /// Text that was written in `span` of the file.
    pub(super) fn text(&mut self, text: &str, span: Range<usize>) {
        let blank = text.trim().is_empty();
        if !blank && self.top() == Some(el::HEAD) {
            self.pop(span.start);
        }
        let look = self.look();
        if text.is_empty() || blank && look.math {
            return;
        }
        let unseen = if look.hidden || look.invisible {
            Some(Unseen::Hidden)
        } else if look.struck {
            Some(Unseen::Struck)
        } else if look.reading {
            Some(Unseen::Reading)
        } else {
            None
        };
        if let Some(unseen) = unseen {
            self.left_out.0 |= unseen == Unseen::Struck;
            self.left_out.1 = true;
            if !self.keep.keeps(unseen) {
                if look.invisible && !look.hidden {
                    self.part(" ", span.start);
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
        if self.run.is_none() {
            self.write_ended(text);
        }
        let file = self.file;
        if let Some((run, _)) = &mut self.run {
            run.linked |= look.linked;
        }
        place(self.target(), file, text, span);
    }

    /// The mark of the note `label`, written in `span` of the file.
    pub(super) fn note(&mut self, label: &str, span: Range<usize>) {
        let look = self.look();
        if look.hidden || look.invisible || look.struck {
            return;
        }
        if let Some((run, _)) = &mut self.run {
            run.linked = true;
            run.said.unit(label, span);
            return;
        }
        self.write_ended("");
        let mut run = Run::new(Script::Raised);
        run.linked = true;
        run.said.unit(&format!("[{label}]"), span);
        self.ended = Some(run);
    }

    fn target(&mut self) -> &mut Rendering {
        match &mut self.run {
            Some((run, _)) => &mut run.said,
            None => &mut self.rendering,
        }
    }

    /// A sign that is drawn and not written.
    fn sign(&mut self, sign: &str, at: usize) {
        if self.run.is_none() {
            self.write_ended(sign);
        }
        self.target().unit(sign, at..at);
    }

    fn start_script(&mut self, script: Script, at: usize) {
        let Some((run, depth)) = &mut self.run else {
            self.write_ended("");
            self.run = Some((Run::new(script), 1));
            return;
        };
        *depth += 1;
        run.linked |= script == Script::Reference;
        let sign = if script == Script::Lowered { "_" } else { "^" };
        let said = &mut run.said;
        if script != Script::Reference && said.text.ends_with(char::is_alphanumeric) {
            let at = said.layout.file_range(0..said.text.len()).end.max(at);
            said.unit(sign, at..at);
        }
    }

    fn end_script(&mut self) {
        if let Some((run, depth)) = self.run.take() {
            if depth > 1 {
                self.run = Some((run, depth - 1));
            } else {
                self.end_run(run);
            }
        }
    }

    fn end_run(&mut self, run: Run) {
        if !run.said.text.is_empty() {
            self.write_ended("");
            self.ended = Some(run);
        }
    }

    fn write_ended(&mut self, next: &str) {
        if let Some(run) = self.ended.take() {
            run.write(&mut self.rendering, next);
        }
    }

    /// Writes the raised or lowered text so far, since a new line begins.
    fn break_run(&mut self) {
        if let Some((run, depth)) = self.run.take() {
            self.run = Some((Run::new(run.script), depth));
            self.end_run(run);
        }
        self.write_ended("");
    }

    fn part(&mut self, space: &str, at: usize) {
        if self.run.is_none() {
            self.write_ended("");
        }
        self.target().part(space, at);
    }

    /// Ends the line at `range` of the file.
    pub(super) fn end_line(&mut self, range: Range<usize>) {
        self.break_run();
        self.rendering.end_line(range);
    }

    fn end_block(&mut self, at: usize) {
        self.break_run();
        self.rendering.end_block(at);
    }
}

fn list_of<T>(lists: &mut Vec<Vec<T>>, id: u32) -> &mut Vec<T> {
    let id = id as usize;
    if lists.len() <= id {
        lists.resize_with(id + 1, Vec::new);
    }
    #[expect(clippy::indexing_slicing, reason = "the list was just made")]
    &mut lists[id]
}
