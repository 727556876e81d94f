//! A report restricted to some of a map's claims.

use super::owners::Owners;
use super::{Report, Summary, quotations};
use crate::diagnostic::{Diagnostic, Place};
use crate::map::ClaimSet;
use crate::map::Map;
use crate::syntax::Polarity;

impl Report {
    /// Keeps the findings that have a place in a statement of one of `claims`. That may be the finding's own place, or
    /// that of a step in a path it shows. The summary then counts only these claims, the reasons for them, and the
    /// findings kept.
    ///
    /// O(n log n) in the map's statements and the findings.
    pub fn restrict(&mut self, map: &Map, claims: &ClaimSet) {
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
