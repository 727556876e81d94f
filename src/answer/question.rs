//! Which extensions a question is about, and how they are combined into one label.

use std::error::Error;
use std::fmt;

use crate::map::Map;
use crate::reason::af::{Budget, Interrupted, Semantics};
use crate::reason::flatten::TooLarge;
use crate::reason::{Acceptance, Extensions, Labelling, Suppositions, grounded};

/// Which extensions a question is about, how they are combined into one label, and how long the search may take.
///
/// The default is the grounded extension, which needs no search.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct EvaluationOptions {
    /// Which sets of claims count as able to stand together.
    pub semantics: Semantics,
    /// How many extensions must accept a claim, if there are several.
    pub accept: Acceptance,
    /// When to give up the search.
    pub budget: Budget,
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unanswered {
    /// The budget was spent.
    Interrupted,
    /// The map is too large to be searched.
    TooLarge,
}

impl EvaluationOptions {
    /// Options for these extensions.
    pub fn new(semantics: Semantics, accept: Acceptance, budget: Budget) -> Self {
        Self {
            semantics,
            accept,
            budget,
        }
    }

    /// A label for every claim and step; `None` if there is no extension.
    pub(super) fn labels(
        &self,
        map: &Map,
        suppositions: &Suppositions,
    ) -> Result<Option<Labelling>, Unanswered> {
        if self.semantics == Semantics::Grounded {
            return Ok(Some(grounded(map, suppositions)));
        }
        let extensions = Extensions::new(map, suppositions)?;
        Ok(extensions.labels(self.semantics, self.accept, &self.budget)?)
    }
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("no answer before the search was given up"),
            Self::TooLarge => TooLarge.fmt(f),
        }
    }
}

impl Error for Unanswered {}

impl From<Interrupted> for Unanswered {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<TooLarge> for Unanswered {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}
