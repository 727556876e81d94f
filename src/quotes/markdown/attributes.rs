//! Attributes at the end of a heading in Markdown, such as `{#id .class}`.

use std::ops::Range;

/// Where the attributes of the heading in `range` of the file begin, with the white space before them, if it has any.
///
/// Neither `CommonMark` nor GitHub knows such attributes: only what can hardly be meant as text counts.
pub(super) fn start(file: &str, range: &Range<usize>) -> Option<usize> {
    let written = file.get(range.clone())?.trim_end();
    let text = match written.rsplit_once('\n') {
        // The last line underlines the heading.
        Some((text, _)) => text,
        None => Some(written.trim_end_matches('#'))
            .filter(|text| text.ends_with([' ', '\t']))
            .unwrap_or(written),
    };
    let (before, attributes) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let has_text = !before.trim_start_matches('#').trim().is_empty();
    let is_meant = has_text && !before.ends_with('\\') && are_attributes(attributes);
    is_meant.then(|| range.start + before.trim_end().len())
}

/// Whether `text` is `#id`, `.class` and `key=value` in any number and order, but not only the latter.
fn are_attributes(text: &str) -> bool {
    let all = text.split_whitespace().all(|part| {
        let key = part.split_once('=').filter(|(_, value)| {
            let is_plain = |c: char| !matches!(c, '<' | '>' | '`' | '[' | ']' | '\\');
            !value.is_empty() && value.chars().all(is_plain)
        });
        part.strip_prefix(['#', '.'])
            .or(key.map(|(key, _)| key))
            .is_some_and(is_name)
    });
    all && text
        .split_whitespace()
        .any(|part| part.starts_with(['#', '.']))
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_attributes_are_none_of_the_text() {
        for heading in [
            "## The map {#the-map}",
            "## The map{#map}",
            "# The map {#map .wide key=value} ##\n",
            "The map { .wide }\n=====\n",
        ] {
            let start = start(heading, &(0..heading.len())).unwrap();
            assert_eq!(heading[..start].trim_start_matches(['#', ' ']), "The map");
        }
        for heading in [
            "## The map f: A → {0, 1}",
            "# Use ${HOME}",
            "# Empty {}",
            "# The line {x=1}",
            "# The set {a .b}",
            "# The numbers {#1 .5}",
            "# Escaped \\{#id}",
            "# {#id}",
            "# In the middle {#id} of it",
            "# Code `{#id}`",
            "# {#a}{b}",
            "# Unopened #id}",
            "The set {1}\n---\n",
        ] {
            assert_eq!(start(heading, &(0..heading.len())), None, "{heading}");
        }
    }
}
