//! Finds which claim states what is at a place.

use crate::diagnostic::Place;
use crate::map::{ClaimId, Map};
use crate::syntax::FileId;

/// Where each statement starts, and which claim states it.
#[derive(Debug)]
pub(super) struct Owners {
    starts: Vec<(FileId, u32, Option<ClaimId>)>,
}

impl Owners {
    /// Collects the starts of all statements. O(n log n) in the map's statements.
    pub(super) fn new(map: &Map) -> Self {
        let mut starts = Vec::new();
        for (file, document) in (0..).map(FileId).zip(map.documents()) {
            // If a claim is defined twice, both tables belong to it.
            for claim in &document.claims {
                let owner = map.find(&claim.id.value);
                let long = claim.reasons.iter().map(|reason| reason.span.start);
                let own = std::iter::once(claim.span.start).chain(long);
                starts.extend(own.map(|start| (file, start, owner)));
            }
            let header = document.header.iter().map(|header| header.span.start);
            let sources = document.sources.iter().flat_map(|source| {
                let ignores = source.ignores.iter().map(|ignore| ignore.span.start);
                std::iter::once(source.span.start).chain(ignores)
            });
            let lints = document.lints.iter().map(|lint| lint.rule.span.start);
            let expected = document.expect.lists().into_iter();
            let expected = expected.flat_map(|(_, ids)| ids).map(|id| id.span.start);
            let questions = document
                .questions
                .iter()
                .map(|question| question.span.start);
            let nobodys = header
                .chain(questions)
                .chain(sources)
                .chain(lints)
                .chain(expected);
            starts.extend(nobodys.map(|start| (file, start, None)));
        }
        starts.sort_unstable();
        Self { starts }
    }

    /// The claim that owns the last statement to start at or before the place.
    pub(super) fn of(&self, place: Place) -> Option<ClaimId> {
        let reached = (place.file, place.span.start);
        let after = self
            .starts
            .partition_point(|&(file, start, _)| (file, start) <= reached);
        let &(file, _, claim) = self.starts.get(after.checked_sub(1)?)?;
        (file == place.file).then_some(claim).flatten()
    }
}
