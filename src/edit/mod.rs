//! A map's files and changes to them in, the changed texts out: comments and layout kept to the byte where nothing is
//! to change, each change made whole or not at all.

mod begin;
mod pin;
mod select;

pub use begin::{NewMap, begin};
pub use pin::{Pin, Pins, pins};
pub use select::{name_source, select};

use std::cmp::Reverse;
use std::fmt;

use crate::diagnostic::{Fix, Place};
use crate::map::Map;
use crate::syntax::{FileId, Files, Span};

/// What came of changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edited {
    /// The files that are other than before, in the order of the map, each with its new text.
    pub files: Vec<(FileId, String)>,
    /// Whether each change was made: one that would change what another has changed already is not.
    pub made: Vec<bool>,
}

/// Changes that would leave a file less readable than it was; no file is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoilt {
    /// The file.
    pub file: FileId,
    /// What would be wrong with it.
    pub message: String,
}

impl fmt::Display for Spoilt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the changed file could not be read any more: {}",
            self.message
        )
    }
}

impl std::error::Error for Spoilt {}

/// The files of a map with these changes made, in their order; a change that overlaps one before it is left out whole.
///
/// Each changed file is read again, to make sure that it says no less than before. O(n log n).
///
/// # Errors
///
/// If a changed file could not be read as well as before.
pub fn apply<'f>(
    files: &Files,
    changes: impl IntoIterator<Item = &'f Fix>,
) -> Result<Edited, Spoilt> {
    let mut taken = Taken::default();
    let made = changes
        .into_iter()
        .map(|change| taken.take(&change.edits))
        .collect();
    let mut edited = Edited {
        files: Vec::new(),
        made,
    };
    taken.edits.sort_by_key(|(place, _)| Reverse(*place));
    for group in taken
        .edits
        .chunk_by(|(one, _), (other, _)| one.file == other.file)
    {
        let Some((Place { file, .. }, _)) = group.first() else {
            continue;
        };
        let mut text = files.file(*file).text.clone();
        for (place, replacement) in group {
            // From the end backwards: places before stay where they are.
            if text.get(place.span.range()).is_some() {
                text.replace_range(place.span.range(), replacement);
            }
        }
        if text != files.file(*file).text {
            edited.files.push((*file, text));
        }
    }
    edited.files.reverse();
    for (file, text) in &edited.files {
        if let Some(message) = worse(&files.file(*file).text, text) {
            return Err(Spoilt {
                file: *file,
                message,
            });
        }
    }
    Ok(edited)
}

/// What is wrong with the new text that was not with the old one.
fn worse(old: &str, new: &str) -> Option<String> {
    let faults = |text: &str| -> Vec<String> {
        let files = Files::from_text("map.toml", text);
        let map = Map::new(&files);
        let messages = map.reading_diagnostics();
        messages.map(|finding| finding.message.clone()).collect()
    };
    let before = faults(old);
    let after = faults(new);
    if after.len() <= before.len() {
        return None;
    }
    after.into_iter().find(|message| !before.contains(message))
}

/// Edits that do not touch each other.
#[derive(Debug, Default)]
struct Taken {
    edits: Vec<(Place, String)>,
    /// The same places by file and start, each with its end.
    places: std::collections::BTreeMap<(FileId, u32), u32>,
}

impl Taken {
    /// Takes all edits of a change, or none of them.
    fn take(&mut self, edits: &[(Place, String)]) -> bool {
        let collides = edits.iter().enumerate().any(|(number, (place, _))| {
            !self.is_free(*place)
                || edits
                    .iter()
                    .take(number)
                    .any(|(other, _)| touch(*place, *other))
        });
        if collides {
            return false;
        }
        for (place, text) in edits {
            self.places
                .insert((place.file, place.span.start), place.span.end);
            self.edits.push((*place, text.clone()));
        }
        true
    }

    fn is_free(&self, place: Place) -> bool {
        let (file, span) = (place.file, place.span);
        if self.places.contains_key(&(file, span.start)) {
            return false;
        }
        // Taken places do not overlap, so the last to start before the end reaches furthest.
        let before = self.places.range(..(file, span.end)).next_back();
        before.is_none_or(|(&(other, start), &end)| {
            let taken = Place {
                file: other,
                span: Span { start, end },
            };
            !touch(place, taken)
        })
    }
}

/// Whether two edits change the same bytes, or insert at the same place.
fn touch(one: Place, other: Place) -> bool {
    one.file == other.file
        && (one.span.start == other.span.start
            || (one.span.start < other.span.end && other.span.start < one.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str, old: &str, new: &str) -> Fix {
        let start = text.find(old).unwrap();
        Fix::guess(
            String::new(),
            vec![(
                Place {
                    file: FileId(0),
                    span: Span::new(start, start + old.len()),
                },
                new.to_owned(),
            )],
        )
    }

    const MAP: &str =
        "# A comment.\n[claim.a]\ntext   = \"A.\" # odd  layout\ntags = [ \"x\",\"y\" ]\n";

    #[test]
    fn what_is_not_changed_stays_to_the_byte() {
        let files = Files::from_text("map.toml", MAP);
        let changes = [
            change(MAP, "\"y\"", "\"why\""),
            change(MAP, "\"A.\"", "\"B, and more.\""),
            change(MAP, "\"y\"", "\"z\""),
        ];
        let edited = apply(&files, &changes).unwrap();
        assert_eq!(edited.made, [true, true, false]);
        let expected = MAP
            .replace("\"y\"", "\"why\"")
            .replace("\"A.\"", "\"B, and more.\"");
        assert_eq!(edited.files, [(FileId(0), expected)]);
    }

    #[test]
    fn a_change_that_breaks_a_file_is_not_made() {
        let files = Files::from_text("map.toml", MAP);
        let broken = [change(MAP, "\"A.\"", "\"A.")];
        assert_eq!(apply(&files, &broken).unwrap_err().file, FileId(0));
        assert_eq!(apply(&files, &[]).unwrap(), Edited::default());
    }
}
