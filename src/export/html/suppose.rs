//! What falls, and why, if claims are denied, assumed or dropped: what a page asks the library while it is read.

use super::markup::Html;
use super::why::Reasons;
use crate::map::{ClaimId, Map};
use crate::reason::explain::Explainer;
use crate::reason::{Label, Labelling, Suppositions, grounded};
use crate::syntax::{File, Files};

/// A map of which something is supposed.
#[derive(Debug)]
pub struct Supposing {
    map: Map,
    suppositions: Suppositions,
    labels: Labelling,
}

impl Supposing {
    /// The map of these files, each with its name and text, of which nothing is supposed yet.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = files.into_iter().map(|(name, text)| File {
            path: name.clone(),
            name,
            text: text.into(),
        });
        let map = Map::new(&Files {
            files: files.collect(),
            ..Files::default()
        });
        let suppositions = Suppositions::default();
        Self {
            labels: grounded(&map, &suppositions),
            suppositions,
            map,
        }
    }

    /// Supposes this of claims, by their numbers, and nothing else; numbers that no claim has mean nothing. Linear in the map.
    pub fn suppose(&mut self, denied: Vec<u32>, assumed: Vec<u32>, removed: Vec<u32>) {
        let claims = |numbers: Vec<u32>| {
            let numbers = numbers.into_iter().map(ClaimId);
            let mut claims: Vec<_> = numbers
                .filter(|claim| claim.index() < self.map.claim_count())
                .collect();
            claims.sort_unstable();
            claims.dedup();
            claims
        };
        self.suppositions = Suppositions {
            denied: claims(denied),
            assumed: claims(assumed),
            removed: claims(removed),
            ..Suppositions::default()
        };
        self.labels = grounded(&self.map, &self.suppositions);
    }

    /// The label of every claim, in the order of their numbers: `a` accepted, `r` rejected, `u` undecided.
    pub fn labels(&self) -> String {
        let letter = |claim| match self.labels.claim(claim) {
            Label::Accepted => 'a',
            Label::Rejected => 'r',
            Label::Undecided => 'u',
        };
        self.map.claims().map(letter).collect()
    }

    /// Why the claim of this number has its label, as the page says it in HTML; none if there is no such claim. Linear in the map.
    pub fn why(&self, claim: u32) -> Option<String> {
        let claim = ClaimId(claim);
        if claim.index() >= self.map.claim_count() {
            return None;
        }
        let explainer = Explainer::new(&self.map, &self.suppositions, &self.labels);
        let reasons = Reasons {
            map: &self.map,
            explainer: &explainer,
        };
        let mut out = Html::default();
        reasons.why(claim, &mut out);
        Some(out.into_string())
    }
}
