//! Writes the source texts: each passage is marked with the claims that quote it, and unquoted passages are marked as
//! left out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::markup::{Html, PageParts};
use super::why::fragment;
use crate::answer::SourceCoverage;
use crate::map::Map;
use crate::proof::{Cited, Entry, Proof};

/// Maximum number of claims named for a passage.
const MOST: usize = 24;

/// The approximate length of a part of a text, with markup, in bytes. A part ends at the end of a line.
const PART: usize = 8_000;

/// Something that begins and ends in a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TextMark {
    Quoted(u32, u32),
    Ignored(u32),
    LeftOut,
}

/// Writes a source. O(size + quotations × log quotations).
pub(super) fn write(map: &Map, proof: &Proof<'_>, covered: &SourceCoverage, out: &mut Html) {
    let Ok(source) = proof.source(covered.source) else {
        return;
    };
    let Some((_, written)) = proof.written(covered.source) else {
        return;
    };
    let text = source.text();
    out.raw("<article class=\"source\"><h3 dir=\"auto\">");
    let title = written
        .title
        .as_ref()
        .map_or(&written.id.value, |title| &title.value);
    out.text(title).raw("</h3>");
    head(covered, written, out);
    let mut events: Vec<(usize, bool, TextMark)> = Vec::new();
    let mut add = |range: Range<usize>, what| {
        if !range.is_empty() {
            events.push((range.start, true, what));
            events.push((range.end, false, what));
        }
    };
    for cited in proof.from(covered.source) {
        if let Entry::Claim(claim, number) = cited.entry {
            for range in cited.text_ranges() {
                add(range, TextMark::Quoted(claim.0, number));
            }
        }
    }
    for (number, cited) in (0..).zip(proof.ignored(covered.source)) {
        for range in Cited::text_ranges(cited) {
            add(range, TextMark::Ignored(number));
        }
    }
    for passage in &covered.coverage.left_out {
        add(passage.passage.text.clone(), TextMark::LeftOut);
    }
    // What ends at a place comes before what begins there.
    events.sort_unstable();
    out.raw("<div class=\"said\" dir=\"auto\"");
    out.attribute(
        "lang",
        written.language.as_ref().map_or("", |tag| &tag.value),
    )
    .raw(">");
    let mut open: BTreeSet<TextMark> = BTreeSet::new();
    let mut named: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut parts = PageParts::default();
    parts.begin(out);
    let mut write = |text: &str, open: &BTreeSet<TextMark>, out: &mut Html| {
        let mut rest = text;
        while parts.len(out) > PART
            && let Some(end) = rest.find('\n')
        {
            let (line, more) = rest.split_at(end + 1);
            segment(map, written, line, open, &mut named, out);
            parts.begin(out);
            rest = more;
        }
        segment(map, written, rest, open, &mut named, out);
    };
    let mut at = 0;
    for (place, begins, what) in events {
        if place > at {
            write(text.get(at..place).unwrap_or_default(), &open, out);
            at = place;
        }
        if begins {
            open.insert(what);
        } else {
            open.remove(&what);
        }
    }
    write(text.get(at..).unwrap_or_default(), &open, out);
    parts.end(out);
    out.raw("</div></article>\n");
}

/// Who wrote the source, and how much of it the map covers.
fn head(covered: &SourceCoverage, written: &crate::syntax::Source, out: &mut Html) {
    out.raw("<p class=\"byline\">");
    if let Some(author) = &written.author {
        out.text(&author.value).raw(" · ");
    }
    if let Some(published) = &written.published {
        out.text(&published.value).raw(" · ");
    }
    match &written.url {
        Some(url) if url.value.starts_with("https://") || url.value.starts_with("http://") => {
            out.raw("<a rel=\"noreferrer\"")
                .attribute("href", &url.value)
                .raw(">")
                .text(&covered.path)
                .raw("</a>");
        }
        _ => {
            out.text(&covered.path);
        }
    }
    out.raw("</p>");
    let letters = covered.coverage.letters;
    let percent = |part: usize| -> (usize, usize) {
        let thousandth = (part * 1000 + letters.total() / 2) / letters.total().max(1);
        (thousandth / 10, thousandth % 10)
    };
    let shares = [
        ("quoted", letters.quoted),
        ("ignored", letters.ignored),
        ("left", letters.left_out),
    ];
    out.raw("<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    let mut x = 0;
    for (class, part) in shares {
        let (whole, tenth) = percent(part);
        let width = whole * 10 + tenth;
        out.raw("<rect class=\"")
            .raw(class)
            .raw("\" x=\"")
            .number(x)
            .raw("\" width=\"")
            .number(width);
        out.raw("\" height=\"10\"/>");
        x += width;
    }
    out.raw("</svg><p class=\"legend\">");
    for ((class, part), said) in
        shares
            .into_iter()
            .zip(["quoted by claims", "ignored with a reason", "left out"])
    {
        let (whole, tenth) = percent(part);
        out.raw("<span><i class=\"key ").raw(class).raw("\"></i>");
        out.figures(format_args!("{whole}.{tenth} % "))
            .raw(said)
            .raw("</span> ");
    }
    out.raw("</p>");
}

/// Writes a stretch of the text with the same marks throughout.
fn segment(
    map: &Map,
    written: &crate::syntax::Source,
    text: &str,
    open: &BTreeSet<TextMark>,
    named: &mut BTreeSet<(u32, u32)>,
    out: &mut Html,
) {
    if text.is_empty() {
        return;
    }
    let quoting = || {
        open.iter().filter_map(|what| match *what {
            TextMark::Quoted(claim, number) => Some((claim, number)),
            _ => None,
        })
    };
    let claims: Vec<(u32, u32)> = quoting().take(MOST).collect();
    if let Some(&(first, _)) = claims.first() {
        let claim = |number: u32| crate::map::ClaimId(number);
        // A claim's link leads to the first stretch of its quotation.
        for &(claim, number) in claims.iter().filter(|one| !named.contains(*one)) {
            out.raw("<span id=\"-q")
                .number(claim as usize)
                .raw("-")
                .number(number as usize)
                .raw("\"></span>");
        }
        named.extend(claims.iter().copied());
        out.raw("<a class=\"q\"")
            .attribute("href", &fragment(map.id(claim(first))))
            .raw(" data-c=\"");
        for (number, (claim, _)) in claims.iter().enumerate() {
            out.raw(if number > 0 { " " } else { "" })
                .number(*claim as usize);
        }
        out.raw("\" title=\"");
        for (number, (one, _)) in claims.iter().enumerate() {
            out.raw(if number > 0 { "; " } else { "" })
                .text(map.title_of(claim(*one)));
        }
        out.raw("\">").text(text).raw("</a>");
        return;
    }
    let ignored = open.iter().find_map(|what| match *what {
        TextMark::Ignored(number) => written.ignores.get(number as usize),
        _ => None,
    });
    if let Some(ignored) = ignored {
        out.raw("<span class=\"ignored\"");
        if let Some(reason) = &ignored.reason {
            out.raw(" title=\"Ignored: ").text(&reason.value).raw("\"");
        }
        out.raw(">").text(text).raw("</span>");
    } else if open.contains(&TextMark::LeftOut) {
        out.raw("<mark title=\"Nothing in the map quotes this\">")
            .text(text)
            .raw("</mark>");
    } else {
        out.text(text);
    }
}
