//! Whether a reader sees a text, and why not.

/// Why a reader does not see text that is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unseen {
    /// Struck through: the author retracted it.
    Struck,
    /// Hidden: browsers do not show it.
    Hidden,
    /// The reading of a ruby base.
    Reading,
}

/// Which text to render besides what a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Keep {
    Nothing,
    Struck,
    All,
}

impl Keep {
    pub(super) fn keeps(self, unseen: Unseen) -> bool {
        match self {
            Self::Nothing => false,
            Self::Struck => unseen == Unseen::Struck,
            Self::All => true,
        }
    }
}

/// The effects on a text of all elements around it together.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct TextLook {
    pub(super) hidden: bool,
    pub(super) struck: bool,
    pub(super) reading: bool,
    pub(super) linked: bool,
    pub(super) invisible: bool,
    /// The number of the element that set whether the text is visible.
    pub(super) decided: u32,
    /// Whether it is in SVG or `MathML`, and whether it is in `MathML`.
    pub(super) foreign: bool,
    pub(super) math: bool,
    /// Whether it is in a `text` of SVG: no other text directly in SVG or `MathML` is drawn.
    pub(super) drawn: bool,
    /// Whether it is what a superscript or subscript of a formula belongs to.
    pub(super) base: bool,
    /// Whether its line breaks are seen.
    pub(super) preformatted: bool,
}

impl TextLook {
    pub(super) fn unseen(self) -> Option<Unseen> {
        if self.hidden || self.invisible || self.foreign && !self.drawn {
            Some(Unseen::Hidden)
        } else if self.struck {
            Some(Unseen::Struck)
        } else if self.reading {
            Some(Unseen::Reading)
        } else {
            None
        }
    }
}
