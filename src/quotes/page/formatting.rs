//! The open formatting elements of a page, which continue after the end of the block in which they began.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::Effects;
use super::elements as el;
use super::look::TextLook;
use super::stack::list_of;

/// An open formatting element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formatting {
    pub(super) serial: u32,
    level: usize,
    /// Where its text begins in the text written.
    pub(super) written: usize,
    pub(super) effects: Effects,
}

/// The combined effects of the formatting elements that were opened within the innermost table cell or the like.
#[derive(Debug, Default)]
struct FormattingLevel {
    hidden: BTreeSet<u32>,
    struck: BTreeSet<u32>,
    reading: usize,
    linked: usize,
    /// The elements that set whether the text is visible.
    visible: BTreeMap<u32, bool>,
    /// The open elements, in order. Some may be closed already (false), but not the last.
    open: Vec<(u32, bool)>,
    /// If a block ended in which elements began or continued: the last number before theirs. They continue only where
    /// text or an element within a line follows.
    ended_after: Option<u32>,
    /// Where such elements continued: those after the first number, as if they had the second.
    continued: Vec<(u32, u32)>,
    /// The names of the elements that began in this level.
    begun: Vec<u32>,
}

/// All open formatting elements.
pub(super) struct FormattingElements {
    /// For each name, the open elements that have it.
    by_name: Vec<Vec<Formatting>>,
    levels: Vec<FormattingLevel>,
}

impl FormattingElements {
    pub(super) fn new() -> Self {
        Self {
            by_name: Vec::new(),
            levels: vec![FormattingLevel::default()],
        }
    }

    pub(super) fn start(&mut self, id: u32, serial: u32, written: usize, effects: Effects) {
        let level = self.levels.len();
        if let Some(here) = self.levels.last_mut() {
            here.begun.push(id);
            here.open.push((serial, true));
            if effects.hidden {
                here.hidden.insert(serial);
            }
            if effects.struck {
                here.struck.insert(serial);
            }
            here.reading += usize::from(effects.reading);
            here.linked += usize::from(effects.linked);
            if let Some(visible) = effects.visible {
                here.visible.insert(serial, visible);
            }
        }
        list_of(&mut self.by_name, id).push(Formatting {
            serial,
            level,
            written,
            effects,
        });
    }

    /// Ends the innermost element named `id`, if there is one.
    pub(super) fn end(&mut self, id: u32) -> Option<Formatting> {
        let level = self.levels.len();
        let ended = list_of(&mut self.by_name, id).pop_if(|last| last.level == level)?;
        if let Some(here) = self.levels.last_mut() {
            here.hidden.remove(&ended.serial);
            here.struck.remove(&ended.serial);
            here.visible.remove(&ended.serial);
            here.reading -= usize::from(ended.effects.reading);
            here.linked -= usize::from(ended.effects.linked);
            if let Ok(at) = here.open.binary_search_by_key(&ended.serial, |open| open.0)
                && let Some(open) = here.open.get_mut(at)
            {
                open.1 = false;
            }
            while here.open.pop_if(|open| !open.1).is_some() {}
        }
        Some(ended)
    }

    /// Begins a table cell or the like: elements opened outside affect it only through the look that it inherits.
    pub(super) fn start_level(&mut self) {
        self.levels.push(FormattingLevel::default());
    }

    /// Ends a table cell or the like, and forgets the elements that began in it. Returns how many of those made their
    /// text superscript or subscript.
    pub(super) fn end_level(&mut self) -> usize {
        let level = self.levels.len();
        let Some(ended) = self.levels.pop_if(|_| level > 1) else {
            return 0;
        };
        let left_open = ended
            .begun
            .into_iter()
            .filter_map(|name| list_of(&mut self.by_name, name).pop_if(|last| last.level == level));
        left_open
            .filter(|left| left.effects.script.is_some())
            .count()
    }

    /// The number of the newest open element that began in this level, or 0.
    pub(super) fn newest(&self) -> u32 {
        let newest = self.levels.last().and_then(|level| level.open.last());
        newest.map_or(0, |open| open.0)
    }

    /// Ends the elements inside the element numbered `serial`, which ended, until they continue.
    pub(super) fn end_within(&mut self, serial: u32) {
        let newest = self.newest();
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let mut after = serial;
        while let Some((from, _)) = level.continued.pop_if(|&mut (_, at)| at > serial) {
            after = after.min(from);
        }
        if newest > after {
            level.ended_after = Some(level.ended_after.map_or(after, |ended| ended.min(after)));
        }
    }

    /// Whether there are elements to continue.
    pub(super) fn may_continue(&self) -> bool {
        self.levels
            .last()
            .is_some_and(|level| level.ended_after.is_some())
    }

    /// Continues the elements that ended with their block, as if they began at the number `serial`.
    pub(super) fn go_on(&mut self, serial: u32) {
        if let Some(level) = self.levels.last_mut()
            && let Some(after) = level.ended_after.take()
        {
            level.continued.push((after, serial));
        }
    }

    /// Adds their effects to `look`, which has the effects of the other elements.
    pub(super) fn add_to(&self, look: TextLook) -> TextLook {
        let mut look = look;
        if let Some(level) = self.levels.last() {
            let last = level.ended_after.unwrap_or(u32::MAX);
            look.hidden |= level.hidden.first().is_some_and(|&first| first <= last);
            look.struck |= level.struck.first().is_some_and(|&first| first <= last);
            look.reading |= level.reading > 0;
            look.linked |= level.linked > 0;
            if let Some((&serial, &visible)) = level.visible.range(..=last).next_back()
                && serial > look.decided
            {
                look.invisible = !visible;
                look.decided = serial;
            }
        }
        look
    }

    /// Whether the text that follows belongs to a link.
    pub(super) fn in_link(&self) -> bool {
        let links = self.by_name.get(el::A as usize);
        links
            .and_then(|links| links.last())
            .is_some_and(|last| last.effects.link)
    }
}
