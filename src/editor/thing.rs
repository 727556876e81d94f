//! What is named at a place, and where else it is named.

use rayon::prelude::*;

use crate::diagnostic::Place;
use crate::edit::name_span;
use crate::map::{Map, canonical};
use crate::mentions::{Mention, mentions};
use crate::narrow::narrow;
use crate::syntax::{FileId, SharedStr, Span, TableKind};

/// Something that is named at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedThing {
    /// The namespace of its id.
    pub space: TableKind,
    /// Its id, as it is written there.
    pub name: SharedStr,
    /// Where the id is, without quotation marks.
    pub span: Span,
}

/// What is named at a byte of a file. If two ids touch there, it is the one that begins there. Linear in the size of
/// the file.
pub fn thing_at(map: &Map, file: FileId, offset: usize) -> Option<NamedThing> {
    let text = &map.files().file(file).text;
    let offset = narrow(offset);
    let found = of_file(map, file).into_iter().filter_map(|mention| {
        let span = name_span(text, &mention);
        let holds = mention.span.start <= offset && offset <= mention.span.end;
        holds.then_some(NamedThing {
            space: mention.space,
            name: mention.name,
            span,
        })
    });
    // For a step written with escapes, this picks the end that it leads from if both ends match.
    found.max_by_key(|thing| thing.span.start)
}

/// Where a thing is defined: its id in each header and key that adds to it, or the `id` of a step. Linear in the size
/// of the map.
pub fn definitions(map: &Map, thing: &NamedThing) -> Vec<Place> {
    let all = references(map, thing);
    let defining = all.into_iter().filter(|(_, is_definition)| *is_definition);
    defining.map(|(place, _)| place).collect()
}

/// Every place where a thing is named, in the order of the files, and whether it is defined there. Linear in the size
/// of the map.
pub fn references(map: &Map, thing: &NamedThing) -> Vec<(Place, bool)> {
    let name = canonical(&thing.name);
    let files: Vec<FileId> = (0..).map(FileId).take(map.documents().len()).collect();
    let found = files.into_par_iter().map(|file| {
        let text = &map.files().file(file).text;
        // A file that does not contain the name need not be searched.
        if name.is_ascii() && !text.contains(&*name) && !text.contains('\\') {
            return Vec::new();
        }
        let own = of_file(map, file).into_iter();
        let own =
            own.filter(|mention| mention.space == thing.space && canonical(&mention.name) == name);
        own.map(|mention| {
            let span = name_span(text, &mention);
            (Place { file, span }, mention.is_definition)
        })
        .collect()
    });
    let found: Vec<Vec<_>> = found.collect();
    found.concat()
}

fn of_file(map: &Map, file: FileId) -> Vec<Mention> {
    let document = map.documents().get(file.0 as usize);
    document.map_or_else(Vec::new, |document| {
        mentions(&map.files().file(file).text, document)
    })
}
