//! The open formatting elements of a page, which continue after the end of the block in which they began.

use super::attributes::Effects;
use super::elements as el;
use super::look::TextLook;
use super::stack::list_of;

/// An open formatting element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formatting {
    pub(super) serial: u32,
    level: usize,
    pub(super) effects: Effects,
}

/// The combined effects of the formatting elements that were opened within the innermost table cell or the like.
#[derive(Debug, Default)]
struct FormattingLevel {
    hidden: usize,
    struck: usize,
    reading: usize,
    linked: usize,
    /// The elements that set whether the text is visible, in order. Some may be closed already (`None`), but not the
    /// last.
    visible: Vec<(u32, Option<bool>)>,
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

    pub(super) fn start(&mut self, id: u32, serial: u32, effects: Effects) {
        let level = self.levels.len();
        if let Some(here) = self.levels.last_mut() {
            here.begun.push(id);
            here.hidden += usize::from(effects.hidden);
            here.struck += usize::from(effects.struck);
            here.reading += usize::from(effects.reading);
            here.linked += usize::from(effects.linked);
            if effects.visible.is_some() {
                here.visible.push((serial, effects.visible));
            }
        }
        list_of(&mut self.by_name, id).push(Formatting {
            serial,
            level,
            effects,
        });
    }

    /// Ends the innermost element named `id`, if there is one.
    pub(super) fn end(&mut self, id: u32) -> Option<Formatting> {
        let level = self.levels.len();
        let ended = list_of(&mut self.by_name, id).pop_if(|last| last.level == level)?;
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

    /// Adds their effects to `look`, which has the effects of the other elements.
    pub(super) fn add_to(&self, look: TextLook) -> TextLook {
        let mut look = look;
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

    /// Whether the text that follows belongs to a link.
    pub(super) fn in_link(&self) -> bool {
        let links = self.by_name.get(el::A as usize);
        links
            .and_then(|links| links.last())
            .is_some_and(|last| last.effects.link)
    }
}
