//! How an element affects the text in it, by its name, attributes and style.

use super::super::script::Script;
use super::elements::{self as el, Traits};
use super::style::CssStyle;

/// The attributes of an element that affect what is seen and where it links to.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(in super::super) struct Attributes {
    hidden: bool,
    open: bool,
    pub(super) hidden_input: bool,
    link: bool,
    linked: bool,
    reference: bool,
    pub(super) navigation: bool,
    style: Option<CssStyle>,
}

impl Attributes {
    /// The attributes of a link to `target`.
    pub(in super::super) fn link(target: &str) -> Self {
        let mut attributes = Self::default();
        attributes.add("href", target);
        attributes
    }

    /// Adds one attribute: its name in lower case, its value with character references decoded.
    pub(in super::super) fn add(&mut self, name: &str, value: &str) {
        let is = |what: &str| value.trim().eq_ignore_ascii_case(what);
        let has = |what: &str| {
            value
                .split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case(what))
        };
        match name {
            // Readers can find such text with the browser's search, which then shows it.
            "hidden" => self.hidden |= !is("until-found"),
            "popover" => self.hidden = true,
            "open" => self.open = true,
            "type" => self.hidden_input = is("hidden"),
            "href" | "xlink:href" => {
                self.link = true;
                self.linked |= value.split_once('#').is_some_and(|(_, id)| !id.is_empty());
            }
            "role" => {
                self.reference |= has("doc-noteref");
                self.navigation |= ["navigation", "menu", "menubar", "doc-toc"]
                    .into_iter()
                    .any(has);
            }
            "epub:type" => self.reference |= has("noteref"),
            "style" => self.style = self.style.or_else(|| Some(CssStyle::new(value))),
            _ => {}
        }
    }
}

/// How an element affects the text in it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct Effects {
    pub(super) hidden: bool,
    pub(super) struck: bool,
    pub(super) reading: bool,
    /// Whether it links somewhere, and whether it links to a place on a page.
    pub(super) link: bool,
    pub(super) linked: bool,
    pub(super) visible: Option<bool>,
    pub(super) script: Option<Script>,
    pub(super) block: bool,
}

impl Effects {
    /// The effects of the element's name, its attributes and its style; the style takes precedence.
    pub(super) fn new(id: u32, traits: Traits, attributes: &Attributes) -> Self {
        let style = attributes.style.unwrap_or_default();
        let is_open_dialog = id == el::DIALOG && attributes.open;
        let shown = style
            .shown
            .unwrap_or(!attributes.hidden && (traits & el::UNSHOWN == 0 || is_open_dialog));
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
            link: attributes.link,
            linked: attributes.linked,
            visible: style.visible,
            script,
            block: style.block.unwrap_or(traits & el::BLOCK != 0),
        }
    }

    /// The effects of an element of SVG, or of `MathML` if `math`, which is child number `child` (from 0) of `parent`.
    pub(super) fn foreign(
        name: &str,
        id: u32,
        math: bool,
        (parent, child): (u32, u8),
        attributes: &Attributes,
    ) -> Self {
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
        Self {
            hidden: el::is_foreign_unseen(name) || style.shown == Some(false) || style.skipped,
            struck: style.struck,
            link: attributes.link,
            linked: attributes.linked,
            visible: style.visible,
            script: script.filter(|_| math),
            block: !math && id == el::TEXT || math && id == el::MTR,
            ..Self::default()
        }
    }
}
