//! The fix that replaces a wrong name with the right one.

use super::Context;
use super::wording::{either, name};
use crate::diagnostic::{Diagnostic, Fix, Place};

/// Adds the names that are most likely meant to a finding, each with its place, and a fix for each.
pub(super) fn did_you_mean(
    context: &Context<'_>,
    finding: Diagnostic,
    near: &[(&str, Place)],
    fix: impl Fn(&str) -> Option<Fix>,
) -> Diagnostic {
    let spell = |&(id, place): &(&str, Place)| format!("{} ({})", name(id), context.spell(place));
    let named: Vec<String> = near.iter().map(spell).collect();
    finding
        .help(format!("did you mean {}?", either(&named)))
        .fixes(near.iter().filter_map(|(id, _)| fix(id)))
}

/// Replaces the string at `place` with `right`, and keeps its quotation marks.
///
/// `None` if the string cannot be replaced so simply: if it has several lines, or a name needs escapes.
pub(super) fn of_string(context: &Context<'_>, place: Place, right: &str) -> Option<Fix> {
    let text = &context.map.files().file(place.file).text;
    let written = text.get(place.span.range())?;
    let mark = written
        .chars()
        .next()
        .filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = written.strip_prefix(mark)?.strip_suffix(mark)?;
    let plain = |part: &str| !part.contains(['"', '\'', '\\']) && !part.contains(char::is_control);
    (plain(inner) && plain(right)).then(|| of_text(place, format!("{mark}{right}{mark}"), right))
}

/// The same, marked as certain because nothing else can have been meant.
pub(super) fn of_string_for_certain(
    context: &Context<'_>,
    place: Place,
    right: &str,
) -> Option<Fix> {
    let fix = of_string(context, place, right)?;
    Some(Fix::certain(fix.title, fix.edits))
}

/// Replaces the bare word at `place` with `right`.
pub(super) fn of_word(place: Place, right: &str) -> Fix {
    of_text(place, right.to_owned(), right)
}

fn of_text(place: Place, text: String, right: &str) -> Fix {
    Fix::guess(format!("write `{right}`"), vec![(place, text)])
}
