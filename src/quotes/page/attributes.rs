//! How an element affects the text in it, by its name, attributes and style.

use super::super::script::Script;
use super::elements::{self as el, Traits};
use super::look::TextLook;
use super::style::{CssStyle, GAP, ems, shift};

/// The attributes of an element that affect what is seen and where it links to.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(in super::super) struct Attributes {
    hidden: bool,
    open: bool,
    /// Whether it has a label, which an `option` shows in place of its text.
    labelled: bool,
    pub(super) hidden_input: bool,
    link: bool,
    linked: bool,
    reference: bool,
    pub(super) navigation: bool,
    /// Whether it says that its text runs from right to left.
    leftwards: bool,
    /// What SVG's `display` and `visibility` say, and whether `MathML`'s `display` asks for a block.
    undisplayed: bool,
    visible: Option<bool>,
    display_block: bool,
    /// Where SVG places its text: whether anew, how far below the text before it, and on which baseline.
    placed: bool,
    below: f64,
    /// Whether SVG moves its text away from the text before it.
    moved: bool,
    /// Whether SVG shows it only if the browser has an extension.
    extended: bool,
    baseline: Option<Script>,
    /// Whether an annotation of a formula is in HTML.
    pub(super) annotates_in_html: bool,
    /// Whether a fraction has no line.
    pub(super) lineless: bool,
    style: Option<CssStyle>,
}

impl Attributes {
    /// The attributes of a link to `target`.
    pub(in super::super) fn link(target: &str) -> Self {
        let mut attributes = Self::default();
        attributes.add("href", target);
        attributes
    }

    /// Whether it is passed over in a `switch` of SVG, which shows the first of its children that it can.
    pub(super) fn is_passed_over(&self) -> bool {
        self.extended
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
            "encoding" => {
                self.annotates_in_html = is("text/html") || is("application/xhtml+xml");
            }
            "label" => self.labelled = !value.is_empty(),
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
            "dir" => self.leftwards = is("rtl"),
            "display" => (self.undisplayed, self.display_block) = (is("none"), is("block")),
            "visibility" if is("hidden") || is("collapse") => self.visible = Some(false),
            "visibility" if is("visible") => self.visible = Some(true),
            "x" | "y" => self.placed = true,
            "requiredextensions" => self.extended = !value.trim().is_empty(),
            "dx" => self.moved = distance(value) >= GAP,
            "dy" => self.below = distance(value),
            "baseline-shift" => self.baseline = shift(&value.trim().to_ascii_lowercase()),
            "linethickness" => {
                self.lineless =
                    value.trim().starts_with('0') && !value.contains(|c| ('1'..='9').contains(&c));
            }
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
    /// Whether it floats beside the text, and whether each element and text directly in it is a block.
    pub(super) floats: bool,
    pub(super) items: bool,
    /// Whether it is apart from the letters and digits beside it.
    pub(super) apart: bool,
    /// Whether it begins a line of SVG, and how far below the text before it its text is.
    pub(super) placed: bool,
    pub(super) below: f64,
    /// Whether it shows its text in the reverse order.
    pub(super) reversed: bool,
    /// Whether it is a `text` of SVG or part of one, whose text is drawn.
    pub(super) drawn: bool,
    /// Whether it is what a superscript or subscript of a formula belongs to.
    pub(super) base: bool,
}

impl Effects {
    /// The effects of the element's name, its attributes and its style; the style takes precedence.
    pub(super) fn new(id: u32, traits: Traits, attributes: &Attributes) -> Self {
        let style = attributes.style.unwrap_or_default();
        let is_open_dialog = id == el::DIALOG && attributes.open;
        let hidden = match id {
            el::SVG => attributes.undisplayed,
            el::MATH => false,
            _ => {
                attributes.hidden
                    || id == el::OPTION && attributes.labelled
                    || traits & el::UNSHOWN != 0 && !is_open_dialog
            }
        };
        let shown = style.shown.unwrap_or(!hidden);
        let block = style
            .is_block()
            .unwrap_or(traits & el::BLOCK != 0 || id == el::MATH && attributes.display_block);
        // It has no effect on what is only a part of lines.
        let skipped = style.skipped && (block || style.is_block().is_some());
        let in_line = !block && traits & (el::CELL | el::TABLE) == 0;
        let script = if traits & el::RAISED != 0 {
            Some(Script::Raised)
        } else if traits & el::LOWERED != 0 {
            Some(Script::Lowered)
        } else {
            let script = style.script(id == el::SMALL).filter(|_| in_line);
            script.or(Some(Script::Reference).filter(|_| attributes.reference))
        };
        Self {
            hidden: traits & el::NEVER != 0 || !shown || skipped,
            struck: traits & el::STRUCK != 0 || style.struck,
            reading: traits & el::READING != 0,
            link: attributes.link,
            linked: attributes.linked,
            visible: style
                .visible
                .or(attributes.visible.filter(|_| id == el::SVG)),
            script,
            block,
            floats: style.floats,
            items: style.items,
            apart: traits & el::APART != 0 || style.is_apart(),
            reversed: style.reversed(attributes.leftwards, id == el::BDO),
            ..Self::default()
        }
    }

    /// The effects of an element of SVG, or of `MathML` if `math`, which is child number `child` (from 0) of `parent`.
    pub(super) fn foreign(
        name: &str,
        id: u32,
        math: bool,
        (parent, child): (u32, u8),
        around: TextLook,
        attributes: &Attributes,
    ) -> Self {
        let style = attributes.style.unwrap_or_default();
        let undisplayed = !math && attributes.undisplayed;
        let visible = if math {
            (id == el::MPHANTOM).then_some(false)
        } else {
            attributes.visible
        };
        let script = match (parent, child) {
            (el::MSUB | el::MUNDER | el::MSUBSUP | el::MUNDEROVER, 1) => Some(Script::Lowered),
            (el::MMULTISCRIPTS, 1..) if child % 2 == 1 => Some(Script::Lowered),
            (el::MSUP | el::MOVER, 1)
            | (el::MSUBSUP | el::MUNDEROVER, 2)
            | (el::MMULTISCRIPTS, 1..) => Some(Script::Raised),
            _ => None,
        };
        Self {
            hidden: el::is_foreign_unseen(name)
                || parent == el::SWITCH && (child > 0 || attributes.extended)
                || matches!(parent, el::SEMANTICS | el::MACTION) && child > 0
                || !style.shown.unwrap_or(!undisplayed)
                || style.skipped,
            struck: style.struck,
            link: attributes.link,
            linked: attributes.linked,
            visible: style.visible.or(visible),
            apart: !math && attributes.moved,
            script: if math {
                script
            } else {
                style.script(false).or(attributes.baseline)
            },
            placed: attributes.placed,
            below: attributes.below,
            drawn: !math
                && match id {
                    el::TEXT => !around.drawn,
                    el::TSPAN | el::TEXT_PATH | el::A => around.drawn,
                    _ => false,
                },
            base: match parent {
                el::MSUB
                | el::MSUP
                | el::MSUBSUP
                | el::MUNDER
                | el::MOVER
                | el::MUNDEROVER
                | el::MMULTISCRIPTS => child == 0,
                el::MROW | el::MSTYLE | el::MPADDED => around.base,
                _ => false,
            },
            block: !math && id == el::TEXT || math && id == el::MTR,
            ..Self::default()
        }
    }
}

/// How far `dx` or `dy` moves text, in lines.
fn distance(value: &str) -> f64 {
    let first = value.split([',', ' ']).find(|part| !part.is_empty());
    first.map_or(0.0, ems)
}
