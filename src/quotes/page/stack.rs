//! The open elements of a page other than formatting elements, indexed by what the HTML Standard looks for among them.

use super::elements::{self as el, ElementNames, Traits};
use super::formula::Formula;
use super::look::TextLook;

/// An open element that is not a formatting element.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct OpenElement {
    pub(super) name: u32,
    /// The number of its start tag in the page, counted from 1.
    pub(super) serial: u32,
    pub(super) look: TextLook,
    pub(super) script: bool,
    pub(super) block: bool,
    /// Whether it floats beside the text, and whether each element and text directly in it is a block.
    pub(super) floats: bool,
    pub(super) items: bool,
    /// Whether it is apart from the letters and digits beside it.
    pub(super) apart: bool,
    /// Where its text begins in the text written.
    pub(super) written: usize,
    /// Whether its text is shown in the reverse order.
    pub(super) reversed: bool,
    /// Whether it begins a menu or table of contents that is outside all others.
    pub(super) navigation: bool,
    /// How many direct children it has (counting only where that matters).
    pub(super) children: u8,
    /// What is open of a formula.
    pub(super) formula: Formula,
}

/// Kinds of open elements for which the innermost is tracked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Innermost {
    Special,
    Scope,
    ButtonScope,
    ListScope,
    TableScope,
    /// Where the search for a list item to close stops.
    Stop,
    Heading,
}

const NEAR: [Innermost; 7] = [
    Innermost::Special,
    Innermost::Scope,
    Innermost::ButtonScope,
    Innermost::ListScope,
    Innermost::TableScope,
    Innermost::Stop,
    Innermost::Heading,
];

impl Innermost {
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

/// The open elements, the innermost last.
pub(super) struct Stack {
    pub(super) names: ElementNames,
    open: Vec<OpenElement>,
    /// For each name, the indices of the open elements that have it.
    by_name: Vec<Vec<usize>>,
    near: [Vec<usize>; NEAR.len()],
}

impl Stack {
    pub(super) fn new() -> Self {
        Self {
            names: ElementNames::new(),
            open: Vec::new(),
            by_name: Vec::new(),
            near: NEAR.map(|_| Vec::new()),
        }
    }

    pub(super) fn push(&mut self, open: OpenElement, traits: Traits) {
        let index = self.open.len();
        for (near, list) in NEAR.iter().zip(&mut self.near) {
            if near.holds(open.name, traits) {
                list.push(index);
            }
        }
        list_of(&mut self.by_name, open.name).push(index);
        self.open.push(open);
    }

    /// Removes the innermost element, and returns it with its traits.
    pub(super) fn pop(&mut self) -> Option<(OpenElement, Traits)> {
        let open = self.open.pop()?;
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
        Some((open, traits))
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn get(&self, index: usize) -> Option<&OpenElement> {
        self.open.get(index)
    }

    /// The innermost element.
    pub(super) fn innermost(&self) -> Option<&OpenElement> {
        self.open.last()
    }

    /// The innermost element, to change it.
    pub(super) fn innermost_mut(&mut self) -> Option<&mut OpenElement> {
        self.open.last_mut()
    }

    /// Counts one more direct child of the innermost element; returns how many it had before.
    pub(super) fn count_child(&mut self) -> u8 {
        self.open.last_mut().map_or(0, |open| {
            open.children = open.children.saturating_add(1);
            open.children - 1
        })
    }

    /// The name of the innermost element.
    pub(super) fn top(&self) -> Option<u32> {
        self.open.last().map(|open| open.name)
    }

    pub(super) fn top_has(&self, traits: Traits) -> bool {
        self.top()
            .is_some_and(|top| self.names.traits(top) & traits != 0)
    }

    /// The index of the innermost element named `name`.
    pub(super) fn last(&self, name: u32) -> Option<usize> {
        self.by_name.get(name as usize)?.last().copied()
    }

    pub(super) fn nearest(&self, near: Innermost) -> Option<usize> {
        self.near.get(near as usize)?.last().copied()
    }

    pub(super) fn in_scope(&self, name: u32, scope: Innermost) -> bool {
        self.last(name)
            .is_some_and(|last| self.nearest(scope).is_none_or(|scope| scope <= last))
    }

    /// Whether the content that follows is SVG or `MathML`.
    pub(super) fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.look.foreign)
    }

    /// Whether the innermost element is a table, or a part of one other than a cell.
    pub(super) fn in_table(&self) -> bool {
        !self.is_foreign() && self.top_has(el::TABLE)
    }

    /// The innermost table, unless there is a template in between.
    pub(super) fn table(&self) -> Option<usize> {
        let table = self.nearest(Innermost::TableScope)?;
        (self.get(table)?.name == el::TABLE_ELEMENT).then_some(table)
    }

    /// The look of text in the innermost element.
    pub(super) fn look(&self) -> TextLook {
        self.open.last().map(|open| open.look).unwrap_or_default()
    }

    /// The look of text that is in a table but outside its cells, which is shown before the table.
    pub(super) fn look_before_table(&self) -> TextLook {
        let table = self.nearest(Innermost::TableScope);
        let before = table.and_then(|table| self.open.get(table.checked_sub(1)?));
        before.map(|open| open.look).unwrap_or_default()
    }
}

/// The list of the name `id`.
pub(super) fn list_of<T>(lists: &mut Vec<Vec<T>>, id: u32) -> &mut Vec<T> {
    let id = id as usize;
    if lists.len() <= id {
        lists.resize_with(id + 1, Vec::new);
    }
    #[expect(clippy::indexing_slicing, reason = "the list was just made")]
    &mut lists[id]
}
