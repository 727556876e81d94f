//! Finds out which characters a font draws, and how wide they are (ISO 32000-1, sections 9.6 to 9.10).

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Error, Object, dictionary};

use super::drawn::{MAX_PAGE, number};

/// The character width, as a fraction of the font's size, for fonts that do not give one.
const USUAL_WIDTH: f64 = 0.5;

/// The flag of a font that uses its own characters (ISO 32000-1, table 123).
const SYMBOLIC: i64 = 4;

pub(super) struct PdfFont {
    /// The table that maps codes to characters.
    unicode: Option<Encoding<'static>>,
    /// The text of each code by the font's encoding; empty for a font with several bytes a code.
    encoding: Vec<String>,
    /// Whether codes are UTF-16.
    utf16: bool,
    /// How many bytes a code has.
    bytes: usize,
    widths: HashMap<u32, f64>,
    usual: f64,
}

impl PdfFont {
    /// # Errors
    /// If the font's table decompresses to more bytes than a page may.
    pub(super) fn new(document: &Document, font: &Dictionary) -> Result<Self, Error> {
        let kind = name(font, b"Subtype");
        let is_simple = kind != b"Type0";
        let codes = String::from_utf8_lossy(name(font, b"Encoding"));
        let is_utf16 = codes.contains("UCS2") || codes.contains("UTF16");
        let (widths, usual) = if is_simple {
            simple_widths(document, font, kind == b"Type3")
        } else {
            composite_widths(document, font)
        };
        Ok(Self {
            unicode: unicode(document, font)?,
            encoding: if is_simple {
                encoding(document, font)
            } else {
                Vec::new()
            },
            utf16: !is_simple && codes.starts_with("Uni") && is_utf16,
            bytes: if is_simple { 1 } else { 2 },
            widths,
            usual,
        })
    }

    /// Whether the font gives the widths of its characters.
    pub(super) fn is_measured(&self) -> bool {
        !self.widths.is_empty()
    }

    /// The codes in `string`: the text that each draws, its width as a fraction of the font's size, and whether it is
    /// the space that is widened in justified text. U+FFFD stands for a character that the font does not identify.
    pub(super) fn codes(&self, string: &[u8]) -> impl Iterator<Item = (String, f64, bool)> {
        string.chunks(self.bytes).map(|code| {
            let bytes = code.iter();
            let number = bytes.fold(0, |number, &byte| number << 8 | u32::from(byte));
            let width = self.widths.get(&number).copied().unwrap_or(self.usual);
            let text = self.text(code, number);
            let text = text.unwrap_or_else(|| "\u{FFFD}".to_owned());
            (text, width, self.bytes == 1 && number == 32)
        })
    }

    fn text(&self, code: &[u8], number: u32) -> Option<String> {
        let mapped = |code: &[u8]| {
            let text = Document::decode_text(self.unicode.as_ref()?, code).ok()?;
            let told = !text.is_empty() && !text.contains(['\u{FFFD}', '\0']);
            told.then_some(text)
        };
        let simple = || {
            // Tables of simple fonts may use two bytes a code.
            let &[byte] = code else { return None };
            mapped(&[0, byte]).or_else(|| self.encoding.get(usize::from(byte)).cloned())
        };
        let utf16 = || Some(char::from_u32(number).filter(|_| self.utf16)?.into());
        let text = mapped(code).or_else(simple).or_else(utf16);
        text.filter(|text| !text.is_empty())
    }
}

/// The name under a key of a dictionary; empty if there is none.
pub(super) fn name<'d>(dictionary: &'d Dictionary, key: &[u8]) -> &'d [u8] {
    let name = dictionary.get(key).and_then(Object::as_name);
    name.unwrap_or_default()
}

/// The array under a key of a dictionary; empty if there is none.
fn array<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> &'d [Object] {
    let array = dictionary
        .get_deref(key, document)
        .and_then(Object::as_array);
    array.map_or(&[], Vec::as_slice)
}

/// The font's own table from codes to characters.
fn unicode(document: &Document, font: &Dictionary) -> Result<Option<Encoding<'static>>, Error> {
    let Ok(table) = font.get(b"ToUnicode") else {
        return Ok(None);
    };
    // Read on its own, because an encoding beside it would take precedence.
    let alone = dictionary! { "Type" => "Font", "ToUnicode" => table.clone() };
    Ok(
        match alone.get_font_encoding_with_limit(document, MAX_PAGE)? {
            Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
            _ => None,
        },
    )
}

/// The text of each of the 256 codes of a simple font; empty where the font does not say.
fn encoding(document: &Document, font: &Dictionary) -> Vec<String> {
    let told = font.get_deref(b"Encoding", document).ok();
    let changed = told.and_then(|told| told.as_dict().ok());
    let base = match (told.and_then(|told| told.as_name().ok()), changed) {
        (Some(base), _) => base,
        (None, Some(changed)) => name(changed, b"BaseEncoding"),
        (None, None) => b"",
    };
    let base: &[u8] = match base {
        b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding" | b"StandardEncoding" => {
            base
        }
        _ if has_own_encoding(document, font) => b"",
        _ => b"StandardEncoding",
    };
    let mut codes = vec![String::new(); 256];
    if !base.is_empty() {
        let base = dictionary! { "Type" => "Font", "Encoding" => Object::Name(base.to_vec()) };
        if let Ok(base) = base.get_font_encoding(document) {
            for (code, text) in (0..=u8::MAX).zip(&mut codes) {
                let said = Document::decode_text(&base, &[code]).unwrap_or_default();
                *text = said.replace(char::is_control, "");
            }
        }
    }
    let differences = changed.map_or(&[][..], |told| array(document, told, b"Differences"));
    let mut code = 0;
    for object in differences {
        match object {
            Object::Integer(first) => code = usize::try_from(*first).unwrap_or(usize::MAX),
            Object::Name(glyph) => {
                if let Some(text) = codes.get_mut(code) {
                    *text = glyph_text(document, glyph).unwrap_or_default();
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    codes
}

/// Whether the font has a built-in encoding that no table describes.
fn has_own_encoding(document: &Document, font: &Dictionary) -> bool {
    let flags = font
        .get_deref(b"FontDescriptor", document)
        .and_then(Object::as_dict)
        .and_then(|descriptor| descriptor.get_deref(b"Flags", document))
        .and_then(Object::as_i64);
    flags.is_ok_and(|flags| flags & SYMBOLIC != 0)
        || matches!(name(font, b"BaseFont"), b"Symbol" | b"ZapfDingbats")
        || name(font, b"Subtype") == b"Type3"
}

/// The text of a glyph with this name, by the Adobe Glyph List Specification.
fn glyph_text(document: &Document, glyph: &[u8]) -> Option<String> {
    let glyph = std::str::from_utf8(glyph).ok()?;
    let glyph = glyph.split_once('.').map_or(glyph, |(glyph, _)| glyph);
    let parts = glyph.split('_');
    parts.map(|part| component(document, part)).collect()
}

fn component(document: &Document, glyph: &str) -> Option<String> {
    match glyph {
        "ff" => return Some("ff".to_owned()),
        "ffi" => return Some("ffi".to_owned()),
        "ffl" => return Some("ffl".to_owned()),
        "" => return None,
        _ => {}
    }
    let digits = |prefix, length: std::ops::RangeInclusive<usize>| {
        let digits: &str = glyph.strip_prefix(prefix)?;
        let fits = length.contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| fits)?;
        char::from_u32(code).map(String::from)
    };
    if let Some(text) = digits("uni", 4..=4).or_else(|| digits("u", 4..=6)) {
        return Some(text);
    }
    let listed = vec![0.into(), Object::Name(glyph.as_bytes().to_vec())];
    let font = dictionary! {
        "Type" => "Font", "Encoding" => dictionary! { "Differences" => listed },
    };
    match font.get_font_encoding(document).ok()? {
        listed @ Encoding::Differences(_) => Document::decode_text(&listed, &[0]).ok(),
        _ => None,
    }
}

fn simple_widths(document: &Document, font: &Dictionary, drawn: bool) -> (HashMap<u32, f64>, f64) {
    // The glyphs of a Type 3 font use the font's own units.
    let scale = match array(document, font, b"FontMatrix").first() {
        Some(scale) if drawn => number(scale),
        _ => 0.001,
    };
    let first = font.get_deref(b"FirstChar", document).map_or(0.0, number);
    let width = |object| {
        document
            .dereference(object)
            .map_or(0.0, |(_, width)| number(width))
    };
    let widths = array(document, font, b"Widths").iter();
    let widths = widths.map(|object| width(object) * scale);
    ((code(first)..).zip(widths).collect(), USUAL_WIDTH)
}

/// Reads the widths from `W`, which is `[first [w1 w2 …] first last w …]`, and `DW` of the descendant font.
fn composite_widths(document: &Document, font: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let mut widths = HashMap::new();
    let below = array(document, font, b"DescendantFonts").first();
    let below = below.and_then(|font| document.dereference(font).ok());
    let Some(below) = below.and_then(|(_, font)| font.as_dict().ok()) else {
        return (widths, USUAL_WIDTH);
    };
    let usual = below.get_deref(b"DW", document);
    let usual = usual.map_or(1.0, |width| number(width) / 1000.0);
    let list = array(document, below, b"W").iter();
    let mut list = list.filter_map(|object| document.dereference(object).ok());
    while let (Some((_, first)), Some((_, second))) = (list.next(), list.next()) {
        let first = code(number(first));
        if let Ok(each) = second.as_array() {
            widths.extend((first..).zip(each.iter().map(|width| number(width) / 1000.0)));
        } else if let Some((_, width)) = list.next() {
            let width = number(width) / 1000.0;
            let end = code(number(second)).min(0xFFFF);
            // The ranges of a font overlap only a few times.
            if widths.len() <= 4 * 0xFFFF {
                widths.extend((first..=end).map(|code| (code, width)));
            }
        }
    }
    (widths, usual)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn code(number: f64) -> u32 {
    number as u32
}
