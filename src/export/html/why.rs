//! Says in a sentence or a few why a claim stands or falls, with links to the claims named.

use std::borrow::Cow;

use super::markup::Html;
use crate::answer::why::ExplanationNames;
use crate::answer::{Telling, Told, Tone};
use crate::map::{ClaimId, Map};
use crate::reason::Label;
use crate::reason::explain::Explainer;

/// Writes sentences about claims.
pub(super) struct Reasons<'r> {
    pub(super) map: &'r Map,
    pub(super) explainer: &'r Explainer<'r>,
    pub(super) telling: &'r Telling<'r>,
}

impl Reasons<'_> {
    /// What decides the claim's label.
    pub(super) fn why(&self, claim: ClaimId, out: &mut Html) {
        let because = ExplanationNames(self.map).because(&self.explainer.because(claim));
        let mut before = "";
        for told in Telling::tell(self.telling, claim, &because) {
            let Told::Line(_, line) = told else {
                continue;
            };
            let mut is_first = before.is_empty();
            out.raw(before);
            before = "; ";
            for (is_apart, words, tone) in line.runs() {
                out.raw(if is_apart { " " } else { "" });
                match tone {
                    Tone::Claim(claim) => link(self.map, claim, out),
                    _ if is_first => {
                        let mut rest = words.chars();
                        let first: String =
                            rest.next().iter().flat_map(|c| c.to_uppercase()).collect();
                        out.text(&first).text(rest.as_str());
                    }
                    _ => {
                        out.text(words);
                    }
                }
                is_first = false;
                if words.ends_with(':') && !matches!(tone, Tone::Claim(_)) {
                    before = " ";
                }
            }
        }
        out.raw(".");
    }
}

/// A link to a claim, with its title or, if it has none, the beginning of its wording.
pub(super) fn link(map: &Map, claim: ClaimId, out: &mut Html) {
    out.raw("<a")
        .attribute("href", &fragment(map.id(claim)))
        .raw(">");
    let said = match &map.claim(claim).title {
        Some(title) => Cow::from(&*title.value),
        None => beginning(map.text(claim, map.language())),
    };
    let is_empty = said.trim().is_empty();
    out.text(if is_empty { map.id(claim) } else { &said })
        .raw("</a>");
}

/// The first words of a text, without the full stop at its end.
fn beginning(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    let text = text.trim().trim_end_matches('.');
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text.into();
    };
    let (start, _) = text.split_at(end);
    let words = start.rsplit_once(char::is_whitespace);
    format!("{}…", words.map_or(start, |(words, _)| words).trim_end()).into()
}

/// The URL fragment of a claim within the page (percent-encoded as in RFC 3986).
pub(super) fn fragment(id: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    format!("#{}", percent_encoding::utf8_percent_encode(id, KEPT))
}

/// A label's name on the page, and the CSS class that colours it.
pub(super) fn said(label: Label) -> (&'static str, &'static str) {
    match label {
        Label::Accepted => ("✓ stands", "a"),
        Label::Rejected => ("✗ falls", "r"),
        Label::Undecided => ("? undecided", "u"),
    }
}
