//! What is shown next to lines: each claim's label, and how many reasons, objections and undercuts it has.

use crate::map::Map;
use crate::reason::Labelling;
use crate::syntax::{FileId, Span};

/// A few words shown at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// The claim's id at the start of its table.
    pub span: Span,
    /// The words to show.
    pub text: String,
}

/// The labels of the claims of a file that begin in `range`.
pub fn hints(map: &Map, labelling: &Labelling, file: FileId, range: Span) -> Vec<Hint> {
    let claims = map.claims().filter(|&claim| map.file_of(claim) == file);
    let hints = claims.filter_map(|claim| {
        let span = map.place(claim).span;
        (range.start <= span.start && span.end <= range.end).then(|| Hint {
            span,
            text: labelling.claim(claim).name().to_owned(),
        })
    });
    hints.collect()
}

/// How many reasons, objections and undercuts each claim of a file has, if it has any.
pub fn lenses(map: &Map, file: FileId) -> Vec<Hint> {
    let claims = map.claims().filter(|&claim| map.file_of(claim) == file);
    let counted = claims.filter_map(|claim| {
        let reasons = map.reasons_for(claim).count();
        let objections = map.objections_to(claim).count();
        let steps = map.reasons_for(claim).chain(map.objections_to(claim));
        let undercuts: usize = steps.map(|step| map.undercuts_of(step).count()).sum();
        let counts = [
            (reasons, "reason"),
            (objections, "objection"),
            (undercuts, "undercut"),
        ];
        let words: Vec<String> = counts
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, what)| match count {
                1 => format!("1 {what}"),
                count => format!("{count} {what}s"),
            })
            .collect();
        (!words.is_empty()).then(|| Hint {
            span: map.place(claim).span,
            text: words.join(", "),
        })
    });
    counted.collect()
}
