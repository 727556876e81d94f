//! How a `style` attribute affects the way text is seen, or hides it (CSS 2.2, CSS Display 3, CSS Text Decoration 3).

use super::super::script::Script;

/// The result of the declarations in one `style` attribute; `None` where they say nothing.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be without the others"
)]
pub(super) struct CssStyle {
    /// Whether it is shown at all; false for `display: none`.
    pub(super) shown: Option<bool>,
    /// Whether it starts on a new line.
    pub(super) block: Option<bool>,
    /// Whether it is visible; false for `visibility: hidden`.
    pub(super) visible: Option<bool>,
    /// Whether it is struck through.
    pub(super) struck: bool,
    /// Whether it stands above or below its line, by `vertical-align`, by SVG's `baseline-shift` and by its position.
    aligned: Option<Script>,
    shifted: Option<Script>,
    moved: Option<Script>,
    /// Whether it is aligned with the edge of the line, which raises or lowers it only if it is small.
    edge: bool,
    small: bool,
    /// Whether it is out of the line: positioned elsewhere, or floating beside the text.
    relative: bool,
    absolute: bool,
    pub(super) floats: bool,
    /// Whether each element and text directly in it is a block.
    pub(super) items: bool,
    /// Whether it is a box within a line, whether it has a width of its own, and what keeps its text away from that
    /// beside it, in lines: its margins, paddings and borders.
    boxed: bool,
    wide: bool,
    around: [f64; 3],
    /// Whether it runs from right to left, and whether even letters and digits do that do not by themselves.
    leftwards: Option<bool>,
    overrides: bool,
    /// Whether it is not shown because of `content-visibility: hidden`.
    pub(super) skipped: bool,
}

impl CssStyle {
    /// Reads the declarations in `text`; those that no browser understands are ignored. O(bytes).
    pub(super) fn new(text: &str) -> Self {
        let text = without_comments(text);
        let mut style = Self::default();
        // The last declaration of a property counts, but one marked as important overrides all others.
        for important in [false, true] {
            for (name, value, marked) in declarations(&text) {
                if marked == important {
                    style.declare(&name, &value);
                }
            }
        }
        style
    }

    /// Whether it is raised or lowered, if it is within a line; `small` says whether it is small by itself.
    pub(super) fn script(self, small: bool) -> Option<Script> {
        let aligned = self.aligned.filter(|_| !self.edge || self.small || small);
        let moved = self.moved.filter(|_| self.relative);
        aligned.or(self.shifted).or(moved)
    }

    /// Whether it is a block, if its style says so.
    pub(super) fn is_block(self) -> Option<bool> {
        if self.absolute || self.floats {
            Some(true)
        } else {
            self.block
        }
    }

    /// Whether it is apart from the letters and digits beside it.
    pub(super) fn is_apart(self) -> bool {
        self.boxed && self.wide || self.around.iter().sum::<f64>() >= GAP
    }

    /// Whether its text is shown in the reverse order; `leftwards` and `overrides` are what it is without a style.
    pub(super) fn reversed(self, leftwards: bool, overrides: bool) -> bool {
        self.leftwards.unwrap_or(leftwards) && (self.overrides || overrides)
    }

    fn declare(&mut self, name: &str, value: &str) {
        let mut words = value.split_ascii_whitespace();
        match name {
            "display" if value == "none" => (self.shown, self.block) = (Some(false), None),
            "display" if value == "revert" || value == "revert-layer" => {
                (self.shown, self.block) = (None, None);
            }
            "display" if !value.is_empty() && words.all(is_display) => {
                let block = !value.starts_with("inline") && value.split(' ').any(is_block);
                (self.shown, self.block) = (Some(true), Some(block));
                self.items = value.ends_with("flex") || value.ends_with("grid");
                self.boxed = value.starts_with("inline-") || value.starts_with("inline flow-root");
            }
            "visibility" => match value {
                "visible" | "initial" => self.visible = Some(true),
                "hidden" | "collapse" => self.visible = Some(false),
                "inherit" | "unset" | "revert" | "revert-layer" => self.visible = None,
                _ => {}
            },
            "content-visibility" => match value {
                "hidden" => self.skipped = true,
                "visible" | "auto" => self.skipped = false,
                _ => {}
            },
            "text-decoration" | "text-decoration-line" => {
                self.struck = words.any(|word| word == "line-through");
            }
            "direction" if matches!(value, "rtl" | "ltr") => self.leftwards = Some(value == "rtl"),
            "unicode-bidi" => {
                self.overrides = matches!(value, "bidi-override" | "isolate-override");
            }
            "vertical-align" | "font-variant-position" => {
                self.edge = matches!(value, "top" | "text-top" | "bottom" | "text-bottom");
                self.aligned = shift(value);
            }
            "baseline-shift" => self.shifted = shift(value),
            "font-size" => self.small = is_small(value),
            "position" => {
                self.relative = value == "relative";
                self.absolute = matches!(value, "absolute" | "fixed");
            }
            "float" => {
                self.floats = matches!(value, "left" | "right" | "inline-start" | "inline-end");
            }
            "width" | "min-width" | "inline-size" | "min-inline-size" => {
                self.wide = quantity(value).is_some_and(|(number, _)| number > 0.0);
            }
            "margin" => self.around[0] = sides(value),
            "padding" => self.around[1] = sides(value),
            "border" => self.around[2] = line(value),
            "top" => self.moved = shift(value).map(other),
            "bottom" => self.moved = self.moved.or(shift(value)),
            _ => {
                if let Some((
                    property,
                    "left" | "right" | "inline" | "inline-start" | "inline-end",
                )) = name.split_once('-')
                {
                    let [margin, padding, border] = &mut self.around;
                    let widest = value.split(' ').map(ems).fold(0.0, f64::max);
                    match property {
                        "margin" => *margin = margin.max(widest),
                        "padding" => *padding = padding.max(widest),
                        "border" => *border = border.max(line(value)),
                        _ => {}
                    }
                }
            }
        }
    }
}

/// From this distance on, in lines, a reader sees two pieces of text apart: that of a narrow space.
pub(super) const GAP: f64 = 0.2;

/// The larger of the distances at the left and at the right among those for all four sides, in lines.
fn sides(value: &str) -> f64 {
    let sides: Vec<f64> = value.split(' ').map(ems).collect();
    match sides[..] {
        [all] => all,
        [_, across] | [_, across, _] => across,
        [_, right, _, left] => right.max(left),
        _ => 0.0,
    }
}

/// How far a border keeps text away: its line is seen however thin it is.
fn line(value: &str) -> f64 {
    let has = |words: &[&str]| value.split(' ').any(|word| words.contains(&word));
    let styles = [
        "solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset",
    ];
    if has(&styles) && !has(&["0", "0px", "transparent"]) {
        GAP
    } else {
        0.0
    }
}

/// A length in lines; the size of the text is not known, so the usual one is taken. 0 for anything else.
pub(super) fn ems(value: &str) -> f64 {
    let Some((number, unit)) = quantity(value) else {
        return 0.0;
    };
    number
        * match unit {
            "em" | "rem" | "ic" | "lh" => 1.0,
            "ex" | "ch" => 0.5,
            "%" | "vw" => 0.01,
            "pt" => 1.0 / 12.0,
            "pc" | "mm" => 0.25,
            "cm" | "in" => 2.5,
            _ => 1.0 / 16.0,
        }
}

/// Whether `value` raises or lowers what it belongs to: a keyword, or a length or percentage above or below 0.
pub(super) fn shift(value: &str) -> Option<Script> {
    match value {
        "super" | "top" | "text-top" => return Some(Script::Raised),
        "sub" | "bottom" | "text-bottom" => return Some(Script::Lowered),
        _ => {}
    }
    let (number, _) = quantity(value)?;
    if number == 0.0 {
        None
    } else if number < 0.0 {
        Some(Script::Lowered)
    } else {
        Some(Script::Raised)
    }
}

fn other(script: Script) -> Script {
    match script {
        Script::Raised => Script::Lowered,
        _ => Script::Raised,
    }
}

/// The number at the start of `value`, and its unit.
pub(super) fn quantity(value: &str) -> Option<(f64, &str)> {
    let value = value.trim();
    let digits = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '+' | '-' | '.')))
        .unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(digits)?;
    Some((number.parse().ok()?, unit))
}

/// Whether text of the size `value` is smaller than that around it, as far as that is known.
fn is_small(value: &str) -> bool {
    match quantity(value) {
        Some((number, "%")) => number < 100.0,
        Some((number, "em" | "rem" | "ex")) => number < 1.0,
        Some((number, "px")) => number < 16.0,
        Some((number, "pt")) => number < 12.0,
        _ => matches!(value, "smaller" | "small" | "x-small" | "xx-small"),
    }
}

fn is_display(word: &str) -> bool {
    is_block(word)
        || word.starts_with("inline")
        || word.starts_with("table")
        || word.starts_with("ruby")
        || matches!(
            word,
            "contents" | "flow" | "initial" | "unset" | "inherit" | "run-in" | "math"
        )
}

fn is_block(word: &str) -> bool {
    matches!(
        word,
        "block"
            | "flow-root"
            | "flex"
            | "grid"
            | "list-item"
            | "table"
            | "table-row"
            | "table-cell"
            | "table-caption"
            | "table-row-group"
            | "table-header-group"
            | "table-footer-group"
            | "-webkit-box"
    )
}

fn without_comments(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if quote.is_none()
            && let Some(comment) = rest.strip_prefix("/*")
        {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        quote = match (quote, c) {
            (None, '"' | '\'') => Some(c),
            (Some(open), c) if open == c => None,
            (quote, _) => quote,
        };
        clean.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    clean
}

/// The declarations in `text`: property and value in lower case, and whether they are `!important`.
fn declarations(text: &str) -> impl Iterator<Item = (String, String, bool)> {
    // A semicolon within quotation marks or brackets does not separate declarations.
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    let parts = text.split(move |c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match (quote, c) {
            (_, '\\') => escaped = true,
            (Some(open), _) => quote = Some(open).filter(|&open| open != c),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ';') => return depth == 0,
            _ => {}
        }
        false
    });
    parts.filter_map(|part| {
        let (name, value) = part.split_once(':')?;
        let value = unescaped(value).to_ascii_lowercase();
        let (value, mark) = value.rsplit_once('!').unwrap_or((&value, ""));
        let important = mark.trim() == "important";
        if !mark.is_empty() && !important {
            return None;
        }
        let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let name = unescaped(name).trim().to_ascii_lowercase();
        Some((name, value, important))
    })
}

/// `text` with its CSS escapes (such as `\6e one`) decoded.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        let digits = escape.bytes().take(6);
        let digits = digits.take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(escape.get(..digits).unwrap_or(""), 16).ok();
        plain.extend(code.and_then(char::from_u32));
        rest = escape.get(digits..).unwrap_or("");
        if digits > 0 {
            rest = rest.strip_prefix([' ', '\n', '\t']).unwrap_or(rest);
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::{CssStyle, Script};

    #[test]
    fn what_is_not_shown_is_told_as_a_browser_tells_it() {
        for hidden in [
            "display:none",
            " DISPLAY :\n NONE ; ",
            "color:red;display:none!important",
            "display: none ! Important; display: block",
            "display:/* no */none",
            "display:block;display:none",
            "display:none;display:nonsense",
            "content:'/*';display:none",
            "background:url(a;display:block);display:none",
            "content:';';display:none",
            r"d\69splay:no\6e e",
        ] {
            assert_eq!(CssStyle::new(hidden).shown, Some(false), "{hidden}");
        }
        for shown in [
            "display:none;display:block",
            "display:inline",
            "/*display:none*/display:flex",
        ] {
            assert_eq!(CssStyle::new(shown).shown, Some(true), "{shown}");
        }
        for silent in [
            "",
            "display",
            "display:nonesuch",
            "x-display:none",
            "content:'display:none'",
            "content:';display:none'",
            "/* display:none",
            "display:none !urgent",
        ] {
            assert_eq!(CssStyle::new(silent).shown, None, "{silent}");
        }
    }

    #[test]
    fn visibility_and_lines_are_read() {
        assert_eq!(CssStyle::new("visibility:hidden").visible, Some(false));
        assert_eq!(CssStyle::new("visibility: collapse").visible, Some(false));
        assert_eq!(CssStyle::new("visibility:visible").visible, Some(true));
        assert!(CssStyle::new("text-decoration: line-through red").struck);
        assert!(!CssStyle::new("text-decoration: line-through; text-decoration:none").struck);
        assert_eq!(
            CssStyle::new("display:inline-block").is_block(),
            Some(false)
        );
        for block in [
            "display:block",
            "display:inline;float:left",
            "position:absolute",
            "display:table-cell",
        ] {
            assert_eq!(CssStyle::new(block).is_block(), Some(true), "{block}");
        }
        assert!(CssStyle::new("display:inline-flex").items);
    }

    #[test]
    fn what_stands_above_or_below_its_line_is_told() {
        for (style, script) in [
            ("vertical-align: super", Some(Script::Raised)),
            ("vertical-align: sub", Some(Script::Lowered)),
            ("vertical-align: 0.5em", Some(Script::Raised)),
            ("vertical-align: 30%", Some(Script::Raised)),
            ("vertical-align: -.2em", Some(Script::Lowered)),
            ("vertical-align: 0", None),
            ("vertical-align: middle", None),
            ("vertical-align: baseline", None),
            ("vertical-align: text-top", None),
            (
                "vertical-align: text-top; font-size: 70%",
                Some(Script::Raised),
            ),
            (
                "font-size: smaller; vertical-align: bottom",
                Some(Script::Lowered),
            ),
            ("vertical-align: top; font-size: 300%", None),
            (
                "vertical-align: top; vertical-align: baseline; font-size: 60%",
                None,
            ),
            ("position:relative; top:-4pt", Some(Script::Raised)),
            ("position:relative; bottom:-4pt", Some(Script::Lowered)),
            ("position:relative; top:0", None),
            ("top:-4pt", None),
            ("baseline-shift: super", Some(Script::Raised)),
        ] {
            assert_eq!(CssStyle::new(style).script(false), script, "{style}");
        }
        assert_eq!(
            CssStyle::new("vertical-align:top").script(true),
            Some(Script::Raised)
        );
    }
}
