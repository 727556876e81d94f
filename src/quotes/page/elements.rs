//! What an element's name says about it, from the HTML Standard's sections on parsing and rendering.

use crate::narrow::narrow;
use rustc_hash::FxHashMap;

/// The properties of an element name: a set of the constants below.
pub(super) type Traits = u32;

/// Starts on a new line, and so does what follows it.
pub(super) const BLOCK: Traits = 1;
/// A table cell.
pub(super) const CELL: Traits = 1 << 1;
/// Has no content and no end tag.
pub(super) const VOID: Traits = 1 << 2;
/// Its content is plain text up to its end tag, even if it looks like tags.
pub(super) const RAW: Traits = 1 << 3;
/// Its content is never shown, whatever its style: code, or a fallback for media that can't be played.
pub(super) const NEVER: Traits = 1 << 4;
/// Not shown unless its style says so.
pub(super) const UNSHOWN: Traits = 1 << 5;
/// Takes up space within a line, like a picture.
pub(super) const REPLACED: Traits = 1 << 6;
/// Text that the author retracted.
pub(super) const STRUCK: Traits = 1 << 7;
/// The reading of a ruby base.
pub(super) const READING: Traits = 1 << 8;
pub(super) const RAISED: Traits = 1 << 9;
pub(super) const LOWERED: Traits = 1 << 10;
/// Continues after the end of the block in which it began, until its own end tag: the standard's formatting elements.
pub(super) const FORMATTING: Traits = 1 << 11;
/// Closed only by its own end tag, or by that of another element of this kind: the standard's special elements.
pub(super) const SPECIAL: Traits = 1 << 12;
/// Tags inside it do not affect elements that are open outside it: the standard's scopes.
pub(super) const SCOPE: Traits = 1 << 13;
/// The same, for formatting elements.
pub(super) const LEVEL: Traits = 1 << 14;
/// Its start tag closes a paragraph.
pub(super) const CLOSES_P: Traits = 1 << 15;
/// Its end tag closes everything open inside it, if it is in scope.
pub(super) const CLOSES_ALL: Traits = 1 << 16;
/// A part of a table outside the cells: text directly in it is shown before the table.
pub(super) const TABLE: Traits = 1 << 17;
pub(super) const HEADING: Traits = 1 << 18;
/// Its end tag may be left out before an element of the same group.
pub(super) const IMPLIED_END: Traits = 1 << 19;
/// Its start tag ends SVG or `MathML` that was left open.
pub(super) const ENDS_FOREIGN: Traits = 1 << 20;
/// Belongs in `head`.
pub(super) const METADATA: Traits = 1 << 21;
/// Its line breaks are seen.
pub(super) const PREFORMATTED: Traits = 1 << 22;

/// Shown in a box or between marks of its own, apart from the letters and digits beside it.
pub(super) const APART: Traits = 1 << 23;

/// Numbers for element names; the known names below come first.
pub(super) struct ElementNames {
    ids: FxHashMap<Box<str>, u32>,
    traits: Vec<Traits>,
}

macro_rules! names {
    ($($constant:ident $name:literal)*) => {
        names!(@number 0, $($constant)*);
        const KNOWN: &[&str] = &[$($name),*];
    };
    (@number $n:expr, $first:ident $($rest:ident)*) => {
        pub(super) const $first: u32 = $n;
        names!(@number $n + 1, $($rest)*);
    };
    (@number $n:expr,) => {};
}

names! {
    P "p" LI "li" DD "dd" DT "dt" BUTTON "button" OPTION "option" OPTGROUP "optgroup" RUBY "ruby" RTC "rtc" A "a"
    NOBR "nobr" TABLE_ELEMENT "table" TR "tr" TD "td" TH "th" TBODY "tbody" THEAD "thead" TFOOT "tfoot" HEAD "head"
    HTML "html" BODY "body" TEMPLATE "template" SELECT "select" MATH "math" SVG "svg" CAPTION "caption"
    COLGROUP "colgroup" OL "ol" UL "ul" MSUB "msub" MSUP "msup" MSUBSUP "msubsup" MUNDER "munder" MOVER "mover"
    MUNDEROVER "munderover" MMULTISCRIPTS "mmultiscripts" MFRAC "mfrac" MROOT "mroot" MSQRT "msqrt" MTD "mtd"
    MTR "mtr" DIV "div" ADDRESS "address" BR "br" DIALOG "dialog" RT "rt" RP "rp" RB "rb" COL "col" TEXT "text"
    TITLE "title" NAV "nav" H1 "h1" BDO "bdo" SMALL "small" MPHANTOM "mphantom" MSPACE "mspace" MROW "mrow"
    MSTYLE "mstyle" MPADDED "mpadded" MPRESCRIPTS "mprescripts" MI "mi" MN "mn" MO "mo" MS "ms" MTEXT "mtext" TSPAN "tspan"
    TEXT_PATH "textpath" SWITCH "switch" SEMANTICS "semantics" MACTION "maction"
}

impl ElementNames {
    pub(super) fn new() -> Self {
        let mut names = Self {
            ids: FxHashMap::default(),
            traits: Vec::new(),
        };
        for name in KNOWN {
            names.id(name);
        }
        names
    }

    pub(super) fn id(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = narrow(self.traits.len());
        self.ids.insert(name.into(), id);
        self.traits.push(traits(name));
        id
    }

    pub(super) fn traits(&self, id: u32) -> Traits {
        self.traits.get(id as usize).copied().unwrap_or(0)
    }
}

/// The number of a known name; one that no known name has for others.
pub(super) fn known(name: &str) -> u32 {
    let number = KNOWN.iter().position(|known| *known == name);
    narrow(number.unwrap_or(KNOWN.len()))
}

pub(super) fn traits(name: &str) -> Traits {
    let special = SPECIAL;
    let flow = SPECIAL | BLOCK | CLOSES_P | CLOSES_ALL;
    let ends = ENDS_FOREIGN;
    match name {
        "address" | "article" | "aside" | "details" | "dir" | "fieldset" | "figcaption"
        | "figure" | "footer" | "header" | "hgroup" | "main" | "search" | "section" | "summary"
        | "form" => flow,
        "blockquote" | "center" | "div" | "dl" | "menu" | "nav" | "ol" | "ul" => flow | ends,
        "listing" | "pre" => flow | PREFORMATTED | ends,
        "dialog" => flow | UNSHOWN,
        "p" => SPECIAL | BLOCK | CLOSES_P | IMPLIED_END | ends,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => SPECIAL | BLOCK | CLOSES_P | HEADING | ends,
        "li" | "dd" | "dt" => SPECIAL | BLOCK | CLOSES_P | CLOSES_ALL | IMPLIED_END | ends,
        "hr" => special | VOID | BLOCK | CLOSES_P | ends,
        "plaintext" | "xmp" => flow | RAW | PREFORMATTED,
        "html" => special | SCOPE | BLOCK,
        "body" => special | BLOCK | ends,
        "head" => special | BLOCK | UNSHOWN | ends,
        "base" | "basefont" | "bgsound" | "link" => special | VOID | UNSHOWN | METADATA,
        "meta" => special | VOID | UNSHOWN | METADATA | ends,
        "title" | "script" | "style" => special | RAW | UNSHOWN | METADATA,
        "noscript" | "noframes" => special | RAW | NEVER | METADATA,
        "iframe" => special | RAW | NEVER | REPLACED,
        "noembed" => special | RAW | NEVER,
        "template" => special | SCOPE | LEVEL | NEVER | METADATA,
        "textarea" => special | RAW | APART | PREFORMATTED,
        "select" => special | SCOPE | APART | CLOSES_ALL,
        "object" => special | SCOPE | LEVEL | NEVER | REPLACED | CLOSES_ALL,
        "applet" => special | SCOPE | LEVEL | CLOSES_ALL,
        "marquee" => special | SCOPE | LEVEL | CLOSES_ALL | APART,
        "audio" | "video" | "canvas" | "progress" | "meter" => NEVER | REPLACED,
        "datalist" => UNSHOWN,
        "button" => special | CLOSES_ALL | APART,
        "q" => APART,
        "legend" => BLOCK,
        "optgroup" | "option" => BLOCK | IMPLIED_END,
        "area" | "source" | "frame" | "col" | "param" | "track" | "keygen" | "wbr" | "br" => {
            special | VOID
        }
        "embed" | "img" => special | VOID | REPLACED | ends,
        "image" | "input" => special | VOID | REPLACED,
        "table" => special | SCOPE | LEVEL | BLOCK | CLOSES_P | TABLE | ends,
        "caption" => special | SCOPE | LEVEL | BLOCK,
        "td" | "th" => special | SCOPE | LEVEL | CELL,
        "tr" | "tbody" | "thead" | "tfoot" => special | BLOCK | TABLE,
        "colgroup" => special | TABLE,
        "frameset" => special | BLOCK,
        "a" | "font" => FORMATTING,
        "b" | "big" | "code" | "em" | "i" | "nobr" | "small" | "strong" | "tt" | "u" => {
            FORMATTING | ends
        }
        "s" | "strike" => FORMATTING | STRUCK | ends,
        "del" => STRUCK,
        "sup" => RAISED | ends,
        "sub" => LOWERED | ends,
        "rt" | "rtc" | "rp" => READING | IMPLIED_END,
        "rb" => IMPLIED_END,
        "ruby" | "span" | "var" => ends,
        _ => 0,
    }
}

/// Whether the content of an SVG or `MathML` element is never seen where it is.
pub(super) fn is_foreign_unseen(name: &str) -> bool {
    matches!(
        name,
        "title"
            | "desc"
            | "metadata"
            | "defs"
            | "symbol"
            | "clippath"
            | "mask"
            | "pattern"
            | "marker"
            | "lineargradient"
            | "radialgradient"
            | "filter"
            | "script"
            | "style"
            | "annotation"
            | "annotation-xml"
    )
}

/// Whether an SVG or `MathML` element contains HTML.
pub(super) fn holds_html(name: &str) -> bool {
    matches!(
        name,
        "foreignobject" | "desc" | "title" | "mi" | "mo" | "mn" | "ms" | "mtext"
    )
}
