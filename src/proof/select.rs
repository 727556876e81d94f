//! Writes into a quotation's entry which place it means.

use crate::diagnostic::{Fix, Place};
use crate::quotes::PlaceSelector;
use crate::syntax::{FileId, Quote, Span, Text, toml_string};

/// The change to a map's file that makes an entry mean the place selected by `selector`, if a change is needed.
///
/// `None` if the entry is not written as a string or an inline table.
pub fn select(source: &str, file: FileId, quote: &Quote, selector: &PlaceSelector) -> Option<Fix> {
    let own = quote.selector.as_deref();
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.span);
    let number = own.and_then(|own| Some(own.occurrence.as_ref()?.span));
    let occurrence = selector.occurrence.map(|number| number.to_string());
    let prefix = selector.prefix.as_deref().map(toml_string);
    let suffix = selector.suffix.as_deref().map(toml_string);
    let new = [
        ("prefix", own.and_then(|own| text(&own.prefix)), prefix),
        ("suffix", own.and_then(|own| text(&own.suffix)), suffix),
        ("occurrence", number, occurrence),
    ];
    let written = new.iter();
    let written = written.filter_map(|(key, _, new)| Some(format!("`{key} = {}`", new.as_ref()?)));
    let title = written.collect::<Vec<_>>().join(" and ");
    let edits = set(source, file, quote, new)?;
    (!edits.is_empty()).then(|| Fix::guess(format!("single it out with {title}"), edits))
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
            (None, Some(value)) => added.extend([", ", key, " = ", &value]),
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
