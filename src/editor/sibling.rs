//! Finds other keys of an inline table.

use crate::syntax::{Scan, string_content};

/// The string that another key has in the inline table around a key. Linear in the size of the text.
pub(super) fn sibling(text: &str, key: u32, name: &str) -> Option<String> {
    let scan = Scan::new(text);
    let own = scan.key(key)?;
    let others = (0..)
        .zip(&scan.keys)
        .filter(|(_, other)| other.parent == own.parent && other.name == name && !other.in_header);
    let mut same = others.filter(|(_, other)| {
        let (from, to) = if other.span < own.span {
            (other.span.end, own.span.start)
        } else {
            (own.span.end, other.span.start)
        };
        let between = text.get(from as usize..to as usize);
        between.is_some_and(|between| !between.contains('}'))
    });
    let (number, _) = same.next()?;
    let value = scan.values.iter().find(|value| value.key == number)?;
    let written = text.get(value.span.range())?;
    Some(string_content(written).0.into_owned())
}
