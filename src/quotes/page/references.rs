//! Adds text with character references and any kind of line break, finding each character's place in the file.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::super::layout::{Rendering, floor};

/// Adds `text`, which was written in `span` of the file. It is copied literally, except for character references and
/// line breaks.
pub(super) fn place(rendering: &mut Rendering, file: &str, text: &str, span: Range<usize>) {
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
    // If the file and the text can't be matched any further, the rest of the one stands for the rest of the other.
    rendering.unit(rest, at.min(span.end)..span.end);
}

/// How many bytes `written` and `text` have in common before a reference or line break.
fn agreement(written: &str, text: &str) -> usize {
    let stop = |byte: &u8| matches!(byte, b'&' | b'\r' | 0);
    let same = written
        .bytes()
        .zip(text.bytes())
        .take_while(|(written, meant)| written == meant && !stop(written))
        .count();
    floor(written, same)
}

/// How many bytes of `written`, which starts with something not copied literally, stand for how many bytes of `text`;
/// (0, 0) if they do not match.
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
    // An ampersand that does not begin a reference stands for itself.
    if meant == whole {
        return (1, 1);
    }
    // `&ampere` is `&amp` followed by `ere`.
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
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            meant.push_str(&String::from_utf8_lossy(value));
        }
        None::<Infallible>
    });
    let Ok(()) = Tokenizer::new_with_emitter(reference, emitter).finish();
    meant
}
