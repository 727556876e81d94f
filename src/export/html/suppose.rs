//! Says which claims fall, and why, if claims are denied, assumed or removed. A page asks this while it is being read.

use super::markup::Html;
use super::why::Reasons;
use crate::answer::Telling;
use crate::map::{ClaimId, Map};
use crate::reason::explain::Explainer;
use crate::reason::{Label, Labelling, Suppositions, grounded};
use crate::syntax::{File, Files};

/// What is supposed about claims, which are given by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct SupposedByNumber {
    /// Claims that are denied.
    pub denied: Vec<u32>,
    /// Claims that are accepted by themselves.
    pub assumed: Vec<u32>,
    /// Claims that are treated as if they had never been written.
    pub removed: Vec<u32>,
    /// Claims that are not accepted by themselves, because their quotations are not proven.
    pub distrusted: Vec<u32>,
}

/// A map with suppositions about it.
#[derive(Debug)]
pub struct Supposing {
    map: Map,
    suppositions: Suppositions,
    labels: Labelling,
}

impl Supposing {
    /// The map of these files, each given with its name and text. Nothing is supposed yet.
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

    /// Supposes exactly this about claims, given by their numbers; numbers of claims that do not exist are ignored.
    /// Linear in the map.
    pub fn suppose(&mut self, supposed: SupposedByNumber) {
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
            denied: claims(supposed.denied),
            assumed: claims(supposed.assumed),
            removed: claims(supposed.removed),
            distrusted: claims(supposed.distrusted),
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

    /// Why the claim with this number has its label, as HTML for the page; `None` if the claim does not exist. Linear
    /// in the map.
    pub fn why(&self, claim: u32) -> Option<String> {
        let claim = self.claim(claim)?;
        let reasons = Reasons {
            map: &self.map,
            explainer: &Explainer::new(&self.map, &self.suppositions, &self.labels),
            telling: &Telling::brief(&self.map, &self.suppositions.distrusted),
        };
        let mut out = Html::default();
        reasons.why(claim, &mut out);
        Some(out.into_string())
    }

    /// What would change the label of the claim with this number, as HTML for the page; `None` if the claim does not
    /// exist or is supposed to be removed.
    pub fn fall(&self, claim: u32) -> Option<String> {
        let claim = self.claim(claim)?;
        if self.suppositions.removed.contains(&claim) {
            return None;
        }
        let mut out = Html::default();
        super::brief::fall(&self.map, &self.suppositions, claim, &mut out);
        Some(out.into_string())
    }

    fn claim(&self, number: u32) -> Option<ClaimId> {
        let claim = ClaimId(number);
        (claim.index() < self.map.claim_count()).then_some(claim)
    }
}
