//! Renames something that has an id, everywhere in a map.

use std::collections::BTreeMap;
use std::fmt;

use super::splice::Splice;
use crate::diagnostic::{Fix, Place, RuleName};
use crate::map::{Map, canonical, step_ends};
use crate::mentions::{Form, Mention, mentions};
use crate::narrow::narrow;
use crate::nearest::nearest;
use crate::syntax::{
    FileId, Files, Span, TableKind, is_bare_key, is_valid_id, string_content, toml_string,
};

/// A new name for something in a map.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Renaming {
    /// The kind of the thing.
    pub space: TableKind,
    /// How often it is mentioned.
    pub mentions: usize,
    /// The change to the map's files.
    pub change: Fix,
}

/// Why something cannot be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    /// The new name is not a valid id.
    NoId(String),
    /// It already has this name.
    Same(String),
    /// Nothing has the old name.
    Unknown {
        /// The old name.
        id: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// Several things of different kinds have the old name.
    Several {
        /// The old name.
        id: String,
        /// The kinds of these things.
        spaces: Vec<TableKind>,
    },
    /// The new name is already used: the two things would become one.
    Taken {
        /// The new name.
        id: String,
        /// Where it is used first; where it is defined, if it is.
        place: Place,
        /// Whether it is defined there.
        is_defined: bool,
    },
    /// A file could not be read completely, so mentions in it might be missed.
    Unread(FileId),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoId(id) => write!(f, "`{id}` cannot be an id"),
            Self::Same(id) => write!(f, "it already has the id `{id}`"),
            Self::Unknown { id, nearest: None } => write!(f, "nothing has the id `{id}`"),
            Self::Unknown {
                id,
                nearest: Some(nearest),
            } => write!(f, "nothing has the id `{id}`; did you mean `{nearest}`?"),
            Self::Several { id, spaces } => {
                let kinds: Vec<_> = spaces.iter().map(|space| space.key()).collect();
                write!(f, "`{id}` is a {}", kinds.join(" and a "))
            }
            Self::Taken {
                id,
                is_defined: true,
                ..
            } => write!(f, "`{id}` already exists"),
            Self::Taken { id, .. } => {
                write!(f, "`{id}` is already named, though nothing has that id yet")
            }
            Self::Unread(_) => f.write_str("a file of the map cannot be read completely"),
        }
    }
}

impl std::error::Error for RenameError {}

/// The change that renames the thing `old` to `new`. Without `space`, only one kind of thing may have the name `old`.
///
/// All mentions of the thing change: headers, dotted keys, references, and the ends of `"a -> y"`. Nothing else does;
/// apart from the name, the map stays the same. Linear in the map.
///
/// # Errors
///
/// A [`RenameError`] if the change would make it a different map, or if `old` is not the name of exactly one thing.
pub fn rename(
    map: &Map,
    old: &str,
    new: &str,
    space: Option<TableKind>,
) -> Result<Renaming, RenameError> {
    if !is_valid_id(new) {
        return Err(RenameError::NoId(new.to_owned()));
    }
    if let Some(file) = unread(map) {
        return Err(RenameError::Unread(file));
    }
    let mut named: BTreeMap<TableKind, Vec<(FileId, Mention)>> = BTreeMap::new();
    let mut taken: BTreeMap<TableKind, (Place, bool)> = BTreeMap::new();
    let (before, after) = (canonical(old), canonical(new));
    let mut known = Vec::new();
    let documents = (0..).map(FileId).zip(map.documents());
    for (file, document) in documents {
        let text = &map.files().file(file).text;
        for mention in mentions(text, document) {
            if space.is_some_and(|space| space != mention.space) {
                continue;
            }
            let name = canonical(&mention.name);
            if name == before {
                drop(name);
                named
                    .entry(mention.space)
                    .or_default()
                    .push((file, mention));
            } else if name == after {
                let span = mention.span;
                let place = Place { file, span };
                let first = taken.entry(mention.space).or_insert((place, false));
                if mention.is_definition && !first.1 {
                    *first = (place, true);
                }
            } else if mention.is_definition {
                drop(name);
                known.push(mention.name);
            }
        }
    }
    let mut named = named.into_iter();
    let Some((space, of)) = named.next() else {
        let known = known.iter().map(|name| &**name);
        return Err(RenameError::Unknown {
            id: old.to_owned(),
            nearest: nearest(old, known).map(str::to_owned),
        });
    };
    let others: Vec<TableKind> = named.map(|(space, _)| space).collect();
    if !others.is_empty() {
        let spaces = std::iter::once(space).chain(others).collect();
        let id = old.to_owned();
        return Err(RenameError::Several { id, spaces });
    }
    if let Some(&(place, is_defined)) = taken.get(&space) {
        let id = new.to_owned();
        return Err(RenameError::Taken {
            id,
            place,
            is_defined,
        });
    }
    if of.iter().all(|(_, mention)| *mention.name == *new) {
        return Err(RenameError::Same(new.to_owned()));
    }
    let edits = edits(map, &of, &before, new);
    Ok(Renaming {
        space,
        mentions: of.len(),
        change: Fix::certain(format!("rename `{old}` to `{new}`"), edits),
    })
}

/// The edits that rename these mentions of `before`.
fn edits(map: &Map, of: &[(FileId, Mention)], before: &str, new: &str) -> Vec<(Place, String)> {
    let mut edits: Vec<(Place, String)> = Vec::with_capacity(of.len());
    for (file, mention) in of {
        let text = &map.files().file(*file).text;
        let span = mention.span;
        let mut place = Place { file: *file, span };
        let form = match mention.form {
            Form::End(whole) if new.contains('\'') && is_literal(text, whole) => {
                place.span = whole;
                Form::EscapedEnd
            }
            form => form,
        };
        let written = text.get(place.span.range()).unwrap_or_default();
        let replacement = match form {
            Form::Key => key(written, new),
            Form::Text => string(written, new),
            Form::End(_) => new.to_owned(),
            // Both ends have the whole string as their place, so one edit replaces both.
            Form::EscapedEnd if edits.last().is_some_and(|(last, _)| *last == place) => continue,
            Form::EscapedEnd => escaped(written, before, new),
        };
        edits.push((place, replacement));
    }
    edits
}

/// Makes all references to the claim `old` refer to `new`, but keeps its own headers. Returns how many references there
/// were.
pub(super) fn refer(files: &mut Files, old: &str, new: &str) -> usize {
    let map = Map::new(files);
    let before = canonical(old);
    let mut of = Vec::new();
    for (file, document) in (0..).map(FileId).zip(map.documents()) {
        let mentions = mentions(&map.files().file(file).text, document).into_iter();
        let own = mentions.filter(|it| it.names(TableKind::Claim, old) && !it.is_definition);
        of.extend(own.map(|mention| (file, mention)));
    }
    let change = Fix::certain("", edits(&map, &of, &before, new));
    *files = Splice::new(files, &[&change], &[0]).files;
    of.len()
}

/// The first file that could not be read completely, so that mentions in it might be missed.
pub(super) fn unread(map: &Map) -> Option<FileId> {
    let trouble = map.reading_diagnostics().find(|finding| {
        matches!(
            finding.rule,
            RuleName::INVALID_TOML | RuleName::UNREADABLE_FILE
        )
    });
    // If something is defined twice in one file, the second definition is not read.
    let mut documents = map.documents().iter();
    let again = documents.position(|document| !document.again.is_empty());
    let trouble = trouble.and_then(|finding| Some(finding.place()?.file));
    trouble.or(again.map(|file| FileId(narrow(file))))
}

/// The part of a file's text that has the id of a mention, without quotation marks: the part that people edit in an
/// editor.
pub fn name_span(text: &str, mention: &Mention) -> Span {
    let written = text.get(mention.span.range()).unwrap_or_default();
    let marks = match mention.form {
        Form::End(_) | Form::EscapedEnd => return mention.span,
        Form::Key | Form::Text if !written.starts_with(['"', '\'']) => return mention.span,
        Form::Key | Form::Text => string_content(written).1.unwrap_or(0),
    };
    let range = mention.span.range();
    Span::new(
        range.start + marks,
        range.end.saturating_sub(marks).max(range.start + marks),
    )
}

/// The new id as a key: without quotation marks if possible, unless the old one had them although it did not need them.
fn key(written: &str, new: &str) -> String {
    let (old, _) = string_content(written);
    let is_marked = written.starts_with(['"', '\'']);
    if is_bare_key(new) && (!is_marked || !is_bare_key(&old)) {
        return new.to_owned();
    }
    string(written, new)
}

/// Whether the string at this place is a literal string, in which nothing can be escaped.
fn is_literal(text: &str, span: Span) -> bool {
    let written = text.get(span.range()).unwrap_or_default();
    written.starts_with('\'')
}

/// The new id as a string, in the quotation marks of the old one if they can contain it.
fn string(written: &str, new: &str) -> String {
    let mark = ["'''", "\"\"\"", "'", "\""]
        .into_iter()
        .find(|mark| written.starts_with(mark));
    match mark {
        Some(mark) if mark.starts_with('"') || !new.contains('\'') => format!("{mark}{new}{mark}"),
        _ => toml_string(new),
    }
}

/// `"a -> y"`, rewritten with the new id at each end that has the old one.
fn escaped(written: &str, before: &str, new: &str) -> String {
    let (content, _) = string_content(written);
    let Some((premise, conclusion)) = step_ends(&content) else {
        return written.to_owned();
    };
    let end = |name: &str| {
        if canonical(name) == before {
            new.to_owned()
        } else {
            name.to_owned()
        }
    };
    toml_string(&format!("{} -> {}", end(premise), end(conclusion)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn renamed(
        text: &str,
        old: &str,
        new: &str,
        space: Option<TableKind>,
    ) -> Result<String, RenameError> {
        let files = Files::from_text("map.toml", text);
        let renaming = rename(&Map::new(&files), old, new, space)?;
        let edited = apply(&files, [&renaming.change]);
        Ok(edited.files.into_iter().next().unwrap().1.to_string())
    }

    const MAP: &str = "# Comment on x.\n[claim.x] # x\ntext.en = \"x\"\nundercuts = [\"y->x\", \"\\u0079 -> x\"]\n\
        [[claim.x.reason]]\nid = \"r\"\npremises = [ 'y' ]\n[claim]\n\"y\" = { text = \"Y\" }\n";

    #[test]
    fn all_that_names_it_changes_and_nothing_else() {
        let new = renamed(MAP, "x", "new", None).unwrap();
        assert_eq!(
            new,
            "# Comment on x.\n[claim.new] # x\ntext.en = \"x\"\nundercuts = [\"y->new\", \"y -> new\"]\n\
             [[claim.new.reason]]\nid = \"r\"\npremises = [ 'y' ]\n[claim]\n\"y\" = { text = \"Y\" }\n"
        );
        let new = renamed(MAP, "y", "it's.é", None).unwrap();
        assert!(new.contains("\"it's.é->x\", \"it's.é -> x\""), "{new}");
        assert!(new.contains("premises = [ \"it's.é\" ]"), "{new}");
        assert!(new.contains("\"it's.é\" = { text"), "{new}");
        assert!(renamed(MAP, "r", "s", None).unwrap().contains("id = \"s\""));
    }

    #[test]
    fn what_would_make_another_map_is_refused() {
        let wrong = |old: &str, new: &str, text: &str| renamed(text, old, new, None).unwrap_err();
        assert_eq!(wrong("x", "a b", MAP), RenameError::NoId("a b".to_owned()));
        assert!(matches!(
            wrong("x", "y", MAP),
            RenameError::Taken {
                is_defined: true,
                ..
            }
        ));
        assert!(matches!(wrong("x", "r", MAP), RenameError::Taken { .. }));
        assert_eq!(wrong("x", "x", MAP), RenameError::Same("x".to_owned()));
        let text = "[claim.close-it]\ntext = \"A\"\nsupports = [\"gone\"]\n[source.s]\npath = \"s\"\n[speaker.s]\n";
        assert!(matches!(
            wrong("close-it", "gone", text),
            RenameError::Taken {
                is_defined: false,
                ..
            }
        ));
        let nearest = Some("close-it".to_owned());
        let id = "clse-it".to_owned();
        assert_eq!(
            wrong("clse-it", "a", text),
            RenameError::Unknown { id, nearest }
        );
        let spaces = vec![TableKind::Source, TableKind::Speaker];
        let id = "s".to_owned();
        assert_eq!(wrong("s", "t", text), RenameError::Several { id, spaces });
        let new = renamed(text, "s", "t", Some(TableKind::Speaker)).unwrap();
        assert!(new.contains("[source.s]") && new.contains("[speaker.t]"));
        assert_eq!(
            wrong("x", "new", "[claim.x]\ntext = \"X\"\n[claim"),
            RenameError::Unread(FileId(0))
        );
    }
}
