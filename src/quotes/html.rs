//! The text content of HTML, with every character's place in the file.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::layout::{Rendering, floor};

/// Renders the HTML in `file` from byte `skipped` on: what a reader sees of its text.
///
/// Scripts, styles, templates, the title and comments are left out, character references are read,
/// block elements stand on lines of their own. Read by the HTML Standard's tokenizer: every text is
/// HTML, if only bad HTML.
pub(super) fn render(file: &str, skipped: usize) -> Rendering {
    let mut rendering = Rendering::default();
    render_into(&mut rendering, file, skipped..file.len());
    rendering
}

/// Renders the HTML in `range` of `file` after what `rendering` holds.
pub(super) fn render_into(rendering: &mut Rendering, file: &str, range: Range<usize>) {
    let html = file.get(range.clone()).unwrap_or("");
    // The element whose content is not seen, if inside one, and how deep inside elements of its name.
    let mut unseen: Option<(Vec<u8>, usize)> = None;
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
            let span = range.start + span.start..range.start + span.end;
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    if let Some((element, depth)) = &mut unseen {
                        *depth += usize::from(element == name);
                    } else if is_unseen(name) {
                        unseen = Some((name.to_vec(), 0));
                    } else if name == b"br" {
                        rendering.end_line(span.start..span.start);
                    } else if is_cell(name) {
                        part_cells(rendering, span.start);
                    } else if is_block(name) {
                        rendering.end_block(span.start);
                    }
                }
                CallbackEvent::EndTag { name } => {
                    if let Some((element, depth)) = &mut unseen {
                        if element == name {
                            match depth.checked_sub(1) {
                                Some(less) => *depth = less,
                                None => unseen = None,
                            }
                        }
                    } else if is_block(name) {
                        rendering.end_block(span.start);
                    }
                }
                CallbackEvent::String { value } if unseen.is_none() => {
                    if let Ok(text) = std::str::from_utf8(value) {
                        place(rendering, file, text, span);
                    }
                }
                _ => {}
            }
            None::<Infallible>
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

fn is_unseen(name: &[u8]) -> bool {
    matches!(
        name,
        b"script" | b"style" | b"template" | b"title" | b"iframe" | b"noframes"
    )
}

fn is_cell(name: &[u8]) -> bool {
    matches!(name, b"td" | b"th")
}

fn part_cells(rendering: &mut Rendering, at: usize) {
    if !rendering.text.is_empty() && !rendering.text.ends_with(char::is_whitespace) {
        rendering.unit("\t", at..at);
    }
}

/// Elements that stand on lines of their own, by the HTML Standard's rendering section.
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"body"
            | b"caption"
            | b"center"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"head"
            | b"header"
            | b"hgroup"
            | b"hr"
            | b"html"
            | b"legend"
            | b"li"
            | b"listing"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"optgroup"
            | b"option"
            | b"p"
            | b"plaintext"
            | b"pre"
            | b"search"
            | b"section"
            | b"summary"
            | b"table"
            | b"tbody"
            | b"tfoot"
            | b"thead"
            | b"tr"
            | b"ul"
            | b"xmp"
    )
}

/// Adds `text`, which was written in `span` of the file: as it stands, save for character
/// references and line breaks.
fn place(rendering: &mut Rendering, file: &str, text: &str, span: Range<usize>) {
    let written = file.get(span.clone()).unwrap_or("");
    if written == text {
        rendering.literal(file, span);
        return;
    }
    let mut rest = text;
    let mut at = span.start;
    while let Some(ahead) = file.get(at..span.end).filter(|_| !rest.is_empty()) {
        let same = agreement(ahead, rest);
        rendering.literal(file, at..at + same);
        at += same;
        rest = rest.get(same..).unwrap_or("");
        let ahead = ahead.get(same..).unwrap_or("");
        let (length, meant) = reference(ahead, rest);
        if length == 0 {
            break;
        }
        rendering.unit(rest.get(..meant).unwrap_or(""), at..at + length);
        at += length;
        rest = rest.get(meant..).unwrap_or("");
    }
    // What is left, if the file and the text can't be brought together, stands for what is left.
    rendering.unit(rest, at.min(span.end)..span.end);
}

/// How many bytes `written` and `text` share before either a reference or a line break begins.
fn agreement(written: &str, text: &str) -> usize {
    let stop = |byte: &u8| matches!(byte, b'&' | b'\r' | 0);
    let same = written
        .bytes()
        .zip(text.bytes())
        .take_while(|(written, meant)| written == meant && !stop(written))
        .count();
    floor(written, same)
}

/// How many bytes of `written`, which begins with what is not taken literally, stand for how many
/// of `text`; (0, 0) if they have nothing to do with each other.
fn reference(written: &str, text: &str) -> (usize, usize) {
    if let Some(rest) = written.strip_prefix('\r') {
        return (
            if rest.starts_with('\n') { 2 } else { 1 },
            text.chars().next().map_or(0, char::len_utf8),
        );
    }
    if !written.starts_with('&') {
        return (0, 0);
    }
    let name = written.get(1..).unwrap_or("");
    let number = name.strip_prefix('#').unwrap_or(name);
    let digits = number.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let end = 1 + (name.len() - number.len()) + digits;
    let end = if written.get(end..).is_some_and(|rest| rest.starts_with(';')) {
        end + 1
    } else {
        end
    };
    let whole = written.get(..end).unwrap_or("");
    let meant = decoded(whole);
    if !text.starts_with(&meant) {
        return (0, 0);
    }
    // An ampersand that begins no reference stands for itself.
    if meant == whole {
        return (1, 1);
    }
    // `&ampere` is `&amp` and then `ere`.
    let tail = whole
        .bytes()
        .skip(2)
        .collect::<Vec<_>>()
        .iter()
        .rev()
        .zip(meant.bytes().skip(1).collect::<Vec<_>>().iter().rev())
        .take_while(|(written, meant)| written == meant && written.is_ascii())
        .count();
    (whole.len() - tail, meant.len() - tail)
}

fn decoded(reference: &str) -> String {
    let mut meant = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        if let CallbackEvent::String { value } = event {
            meant.push_str(&String::from_utf8_lossy(value));
        }
        None::<Infallible>
    });
    let Ok(()) = Tokenizer::new_with_emitter(reference, emitter).finish();
    meant
}
