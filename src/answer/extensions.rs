//! Lists extensions one by one, as sets of claims.

use std::ops::ControlFlow;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{Asked, EvaluationOptions, Named, Unanswered};
use crate::map::ClaimId;
use crate::reason::{Extensions, Label, Labelling};

/// The extensions of a map (what can stand together), as many as were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExtensionsAnswer {
    /// The extensions, sorted by the claims that they accept, in file order.
    pub extensions: Vec<ExtensionAnswer>,
    /// Whether there are more.
    pub more: bool,
    /// Whether the search was given up before everything was known; not in JSON.
    #[serde(skip)]
    pub late: bool,
    /// The claims that the grounded extension accepts, and that each of these therefore accepts; not in JSON.
    #[serde(skip)]
    pub common: Vec<Named>,
    /// Whether two of them agree on every claim that was asked about and differ elsewhere: in steps, or in claims that
    /// are not selected. Not in JSON.
    #[serde(skip)]
    pub is_any_alike: bool,
}

/// What one extension says about the claims that were asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExtensionAnswer {
    /// The claims that it accepts.
    pub accepted: Vec<Named>,
    /// The claims that it rejects.
    pub rejected: Vec<Named>,
    /// The claims that it leaves undecided.
    pub undecided: Vec<Named>,
}

impl ExtensionsAnswer {
    /// Finds at most `most` extensions.
    ///
    /// # Errors
    ///
    /// If the map is too large to be searched. If the budget is spent, the answer says so and has what was found.
    pub fn new(
        asked: Asked<'_>,
        question: &EvaluationOptions,
        most: usize,
    ) -> Result<Self, Unanswered> {
        let Asked {
            map, suppositions, ..
        } = asked;
        let all = Extensions::new(map, suppositions)?;
        let mut found: Vec<Labelling> = Vec::new();
        let mut more = false;
        let ended = all.for_each(question.semantics, None, &question.budget, |extension| {
            more = found.len() == most;
            if more {
                return ControlFlow::Break(());
            }
            found.push(extension);
            ControlFlow::Continue(())
        });
        found.sort_by_cached_key(|extension| {
            [Label::Accepted, Label::Rejected].map(|label| -> Vec<ClaimId> {
                let is = |claim: &ClaimId| extension.claim(*claim) == label;
                map.claims().filter(is).collect()
            })
        });
        let with = |labelling: &Labelling, label| -> Vec<Named> {
            let claims = asked
                .claims()
                .filter(|&claim| labelling.claim(claim) == label);
            claims.map(|claim| Named::new(map, claim)).collect()
        };
        let extensions = found.iter().map(|extension| ExtensionAnswer {
            accepted: with(extension, Label::Accepted),
            rejected: with(extension, Label::Rejected),
            undecided: with(extension, Label::Undecided),
        });
        let extensions: Vec<_> = extensions.collect();
        let mut seen = FxHashSet::default();
        let ids =
            |claims: &[Named]| -> Vec<ClaimId> { claims.iter().map(|one| one.claim).collect() };
        let is_new = |one: &ExtensionAnswer| seen.insert((ids(&one.accepted), ids(&one.undecided)));
        let are_new: Vec<bool> = extensions.iter().map(is_new).collect();
        Ok(Self {
            is_any_alike: are_new.contains(&false),
            extensions,
            more,
            late: ended.is_err(),
            common: with(all.grounded(), Label::Accepted),
        })
    }

    /// Whether the search was given up before anything was found.
    pub fn is_vain(&self) -> bool {
        self.late && self.extensions.is_empty()
    }
}
