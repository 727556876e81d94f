//! What a file contains, for an editor to list, fold and link.

use crate::map::Map;
use crate::narrow::narrow;
use crate::proof::{Cited, Proof};
use crate::quotes::Passage;
use crate::syntax::{FileId, Scan, Span};
use crate::world::inside;

/// What kind of thing a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A claim.
    Claim,
    /// A source.
    Source,
    /// A speaker.
    Speaker,
    /// A question.
    Question,
}

/// Something that a file defines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Symbol {
    /// The symbol's id.
    pub name: String,
    /// What the symbol says: the text of a claim, the title of a source.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// The file that defines it.
    pub file: FileId,
    /// The id at the start of its table.
    pub span: Span,
    /// The symbol's whole table, as far as it is contiguous.
    pub whole: Span,
}

/// What a file defines, in the order of its text. Linear in the size of the file.
pub fn symbols(map: &Map, file: FileId) -> Vec<Symbol> {
    let mut symbols = defined(map, file);
    symbols.sort_by_key(|symbol| symbol.span);
    let length = narrow(map.files().file(file).text.len());
    let starts: Vec<u32> = symbols.iter().map(|symbol| symbol.span.start).collect();
    let ends = starts.into_iter().skip(1).chain([length]);
    let text = &map.files().file(file).text;
    for (symbol, next) in symbols.iter_mut().zip(ends) {
        // Ends at the line on which the next one begins.
        let before = text.get(symbol.span.end as usize..next as usize);
        let end = before.unwrap_or_default().rfind('\n');
        let end = if next == length {
            next
        } else {
            end.map_or(symbol.span.end, |at| symbol.span.end + narrow(at))
        };
        symbol.whole.end = symbol.whole.end.max(end);
    }
    symbols
}

/// The first `most` symbols of the whole map whose id or text contains all of these words, in any order.
pub fn find_symbols(map: &Map, words: &str, most: usize) -> Vec<Symbol> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let files = (0..).map(FileId).take(map.documents().len());
    let fits = |symbol: &Symbol| {
        let all = format!("{} {}", symbol.name, symbol.detail).to_lowercase();
        words.iter().all(|word| all.contains(word.as_str()))
    };
    let found = files.flat_map(|file| defined(map, file)).filter(fits);
    found.take(most).collect()
}

fn defined(map: &Map, file: FileId) -> Vec<Symbol> {
    let Some(document) = map.documents().get(file.0 as usize) else {
        return Vec::new();
    };
    let symbol = |name: &crate::syntax::Text, start: Span, kind, detail: &str| Symbol {
        name: name.value.to_string(),
        detail: detail.to_owned(),
        kind,
        file,
        span: name.span,
        whole: start.to(name.span),
    };
    let claims = document.claims.iter().map(|claim| {
        let text = map
            .find(&claim.id.value)
            .map_or("", |id| map.text(id, None));
        symbol(&claim.id, claim.span, SymbolKind::Claim, text)
    });
    let sources = document.sources.iter().map(|source| {
        let title = source.title.as_ref().or(source.path.as_ref());
        let title = title.map_or("", |title| &title.value);
        symbol(&source.id, source.span, SymbolKind::Source, title)
    });
    let speakers = document.speakers.iter().map(|speaker| {
        let name = speaker.name.as_ref().map_or("", |name| &name.value);
        symbol(&speaker.id, speaker.span, SymbolKind::Speaker, name)
    });
    let questions = document.questions.iter().map(|question| {
        let id = map.find_question(&question.id.value);
        let text = id.map_or("", |id| map.question_text(id, None));
        symbol(&question.id, question.span, SymbolKind::Question, text)
    });
    claims
        .chain(sources)
        .chain(speakers)
        .chain(questions)
        .collect()
}

/// What can be folded: each table from its header to its last line, in bytes of the text.
pub fn folds(text: &str) -> Vec<Span> {
    let scan = Scan::new(text);
    let is_first = |number: usize| {
        let key = scan.keys.get(number);
        key.is_some_and(|key| key.in_header && key.parent.is_none())
    };
    let headers: Vec<u32> = (0..scan.keys.len())
        .filter(|&number| is_first(number))
        .filter_map(|number| scan.keys.get(number))
        .map(|key| line_start(text, key.span.start))
        .collect();
    let ends = headers.iter().copied().skip(1).chain([narrow(text.len())]);
    let folds = headers.iter().zip(ends).map(|(&start, end)| {
        let own = text.get(start as usize..end as usize).unwrap_or_default();
        Span::new(start as usize, start as usize + kept(own))
    });
    folds.collect()
}

/// The length of a table's own text, without blank lines at its end and comments that belong to the next table.
fn kept(own: &str) -> usize {
    let mut length = own.trim_end().len();
    loop {
        let text = own.get(..length).unwrap_or_default();
        let start = text.rfind('\n').map_or(0, |at| at + 1);
        let last = text.get(start..).unwrap_or_default();
        if start == 0 || !last.trim_start().starts_with('#') {
            return length;
        }
        length = text.get(..start).unwrap_or_default().trim_end().len();
    }
}

fn line_start(text: &str, offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or_default();
    narrow(before.rfind('\n').map_or(0, |at| at + 1))
}

/// A link from a place in a file to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceLink {
    /// The linked words in the map.
    pub span: Span,
    /// The source's path relative to the map's folder.
    pub path: String,
    /// Where in the source the words are; `None` for the source as a whole.
    pub passage: Option<Passage>,
}

/// The links from a file of the map to sources: from each quotation to its place, and from each `path` to its file.
pub fn links(proof: &Proof<'_>, file: FileId) -> Vec<SourceLink> {
    let map = proof.map();
    let mut links = Vec::new();
    for (_, of, source) in proof.sources() {
        let of_file = of == file;
        if let Some(path) = source.path.as_ref().filter(|_| of_file)
            && let Ok(inside) = inside(&map.files().file(of).name, &path.value)
        {
            links.push(SourceLink {
                span: path.span,
                path: inside,
                passage: None,
            });
        }
    }
    links.extend(
        proof
            .cited()
            .iter()
            .filter_map(|cited| link(proof, file, cited)),
    );
    links.sort_by_key(|link| link.span);
    links
}

fn link(proof: &Proof<'_>, file: FileId, cited: &Cited) -> Option<SourceLink> {
    let (of, quote) = proof.quote(cited)?;
    if of != file {
        return None;
    }
    let place = cited.place()?;
    let (named_in, source) = proof.written(cited.source?)?;
    let name = &proof.map().files().file(named_in).name;
    let path = inside(name, &source.path.as_ref()?.value).ok()?;
    Some(SourceLink {
        span: quote.text.span,
        path,
        passage: Some(place.whole.clone()),
    })
}
