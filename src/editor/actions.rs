//! A claim drawn from words of a source that someone has selected.

use crate::diagnostic::Place;
use crate::edit::{new_claim_id, quote_entry};
use crate::map::SourceId;
use crate::proof::{Entry, Proof};
use crate::quotes::{Outcome, Quotation};
use crate::syntax::{FileId, Span};

/// A claim that may be added to a map.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Where it is put.
    pub place: Place,
    /// Its table, with a text that is still empty.
    pub text: String,
    /// Where in `text` the claim's own text is to be written.
    pub cursor: usize,
}

/// A claim that quotes `words` of a source, of which the place that begins nearest to byte `near` of the file is meant.
/// None if they do not stand there.
///
/// It is put at the end of the file of the last claim that is quoted from what stands before.
pub fn draft(proof: &Proof<'_>, source: SourceId, words: &str, near: usize) -> Option<Draft> {
    let map = proof.map();
    let text = proof.source(source).ok()?;
    let words = words.trim();
    let places = match text.find(&Quotation::new(words)) {
        Outcome::Found { place, .. } => vec![place],
        Outcome::Ambiguous { places, .. } => places,
        _ => return None,
    };
    let place = places
        .into_iter()
        .min_by_key(|place| place.whole.bytes.start.abs_diff(near))?;
    let range = place.whole.text.clone();
    let (named_in, written) = proof.written(source)?;
    let is_default =
        map.default_source_name() == Some(&*written.id.value) || map.sources().len() == 1;
    let named = (!is_default).then_some(&*written.id.value);
    let entry = quote_entry(text, range.clone(), named)?;
    let before = proof.from(source).filter_map(|cited| {
        let start = cited.place()?.whole.text.start;
        match cited.entry {
            Entry::Claim(claim, _) if start <= range.start => Some((start, map.file_of(claim))),
            _ => None,
        }
    });
    let last = before.max_by_key(|&(start, _)| start).map(|(_, file)| file);
    let with_claims = map.claims().next_back().map(|claim| map.file_of(claim));
    let file: FileId = last.or(with_claims).unwrap_or(named_in);
    let old = &map.files().file(file).text;
    let newline = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let id = new_claim_id(map, text.text().get(range)?);
    let gap = if old.is_empty() {
        ""
    } else if old.ends_with('\n') {
        newline
    } else {
        &newline.repeat(2)
    };
    let head = format!("{gap}[claim.{id}]{newline}text  = \"");
    Some(Draft {
        cursor: head.len(),
        text: format!("{head}\"{newline}quote = {entry}{newline}"),
        id,
        place: Place {
            file,
            span: Span::new(old.len(), old.len()),
        },
    })
}
