//! Writes into a quotation's entry which place it means.

use crate::diagnostic::{Fix, Place};
use crate::quotes::PlaceSelector;
use crate::syntax::{FileId, Quote, Span, toml_string};

/// The change to a map's file that makes an entry mean the place selected by `selector`, if a change is needed.
///
/// `None` if the entry is not written as a string or an inline table.
pub fn select(source: &str, file: FileId, quote: &Quote, selector: &PlaceSelector) -> Option<Fix> {
    let own = quote.selector.as_deref();
    let old = own.map(|own| {
        (
            own.prefix.as_ref().map(|text| text.span),
            own.suffix.as_ref().map(|text| text.span),
            own.occurrence.as_ref().map(|number| number.span),
        )
    });
    let (prefix, suffix, occurrence) = old.unwrap_or_default();
    let new = [
        (
            "prefix",
            prefix,
            selector.prefix.as_deref().map(toml_string),
        ),
        (
            "suffix",
            suffix,
            selector.suffix.as_deref().map(toml_string),
        ),
        (
            "occurrence",
            occurrence,
            selector.occurrence.map(|number| number.to_string()),
        ),
    ];
    let edits = set(source, file, quote, new)?;
    (!edits.is_empty()).then(|| Fix::guess(format!("single it out with {}", keys(selector)), edits))
}

/// The change to a map's file that makes an entry name the source that it is from.
///
/// `None` if the entry is not written as a string or an inline table.
pub fn name_source(source: &str, file: FileId, quote: &Quote, id: &str) -> Option<Fix> {
    let old = quote.source().map(|name| name.span);
    let value = toml_string(id);
    let title = format!("write `source = {value}`");
    let edits = set(source, file, quote, [("source", old, Some(value))])?;
    Some(Fix::guess(title, edits))
}

/// The edits that set keys of an entry: each key with the span of its present value and the new value.
fn set<const N: usize>(
    source: &str,
    file: FileId,
    quote: &Quote,
    new: [(&str, Option<Span>, Option<String>); N],
) -> Option<Vec<(Place, String)>> {
    let written = source.get(quote.span.range())?;
    let mut edits = Vec::new();
    let mut added = String::new();
    for (key, old, value) in new {
        match (old, value) {
            (Some(span), Some(value)) => edits.push((Place { file, span }, value)),
            (None, Some(value)) => {
                added.push_str(", ");
                added.push_str(key);
                added.push_str(" = ");
                added.push_str(&value);
            }
            (_, None) => {}
        }
    }
    if !added.is_empty() {
        let at = |offset: usize| Place {
            file,
            span: Span::new(offset, offset),
        };
        let (start, end) = (quote.span.start as usize, quote.span.end as usize);
        if written.starts_with(['"', '\'']) {
            edits.push((at(start), "{ text = ".to_owned()));
            edits.push((at(end), format!("{added} }}")));
        } else if written.starts_with('{') {
            let inside = written.strip_suffix('}')?.trim_end();
            edits.push((at(start + inside.len()), added));
        } else {
            return None;
        }
    }
    Some(edits)
}

/// The keys of a selector as written in TOML, in backquotes.
fn keys(selector: &PlaceSelector) -> String {
    let words = |key: &str, text: &Option<String>| {
        text.as_ref()
            .map(|text| format!("`{key} = {}`", toml_string(text)))
    };
    let occurrence = selector
        .occurrence
        .map(|number| format!("`occurrence = {number}`"));
    let keys: Vec<String> = [
        words("prefix", &selector.prefix),
        words("suffix", &selector.suffix),
        occurrence,
    ]
    .into_iter()
    .flatten()
    .collect();
    keys.join(" and ")
}
