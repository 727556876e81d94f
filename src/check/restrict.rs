//! A report cut down to what some of a map's claims have to do with.

use super::{Report, Summary, quotations};
use crate::diagnostic::{Diagnostic, Place};
use crate::map::{ClaimId, Map};
use crate::query::ClaimSet;
use crate::syntax::{FileId, Polarity};

impl Report {
    /// Keeps the findings that have a place in what one of `claims` states: of themselves, or of a step of a path they
    /// show. The summary then counts these claims, the reasons for them, and the findings kept.
    ///
    /// O(n log n) in the map's statements and the findings.
    pub fn restrict(&mut self, map: &Map<'_>, claims: &ClaimSet) {
        let owners = Owners::new(map);
        self.diagnostics.retain(|finding| {
            places(finding)
                .any(|place| owners.of(place).is_some_and(|claim| claims.contains(claim)))
        });
        let reasons = map
            .steps()
            .map(|step| map.step(step))
            .filter(|step| step.polarity == Polarity::For && claims.contains(step.conclusion));
        self.unproven.retain(|&claim| claims.contains(claim));
        let quotations = quotations(map, claims.iter());
        let counted = Summary {
            claims: claims.len(),
            reasons: reasons.count(),
            quotations,
            proven: quotations.saturating_sub(self.unproven.len()),
            ..Summary::default()
        };
        self.summary = counted.with_findings(&self.diagnostics);
    }
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = Place> {
    let labels = finding.labels.iter().map(|label| label.place);
    let steps = finding.trails.iter().flat_map(|trail| &trail.steps);
    labels.chain(steps.filter_map(|step| step.place))
}

/// Which claim states what stands at a place: where each statement starts, and whose it is.
struct Owners {
    starts: Vec<(FileId, u32, Option<ClaimId>)>,
}

impl Owners {
    fn new(map: &Map<'_>) -> Self {
        let mut starts = Vec::new();
        for (file, document) in (0..).map(FileId).zip(map.documents()) {
            // A claim that is defined twice owns what both tables say.
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
            let expected = [
                &document.expect.accepted,
                &document.expect.rejected,
                &document.expect.undecided,
                &document.expect.accepted_either_way,
            ];
            let expected = expected.into_iter().flatten().map(|id| id.span.start);
            let nobodys = header.chain(sources).chain(lints).chain(expected);
            starts.extend(nobodys.map(|start| (file, start, None)));
        }
        starts.sort_unstable();
        Self { starts }
    }

    /// The claim whose statement is the last one to start at or before the place.
    fn of(&self, place: Place) -> Option<ClaimId> {
        let reached = (place.file, place.span.start);
        let after = self
            .starts
            .partition_point(|&(file, start, _)| (file, start) <= reached);
        let &(file, _, claim) = self.starts.get(after.checked_sub(1)?)?;
        (file == place.file).then_some(claim).flatten()
    }
}
