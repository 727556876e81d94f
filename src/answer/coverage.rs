//! Measures how much of each source a map quotes, and what it leaves out.

use serde::Serialize;

use super::Version;
use crate::map::SourceId;
use crate::proof::Proof;
use crate::quotes::{Coverage, CoveredSentence};
use crate::syntax::SharedStr;

/// How much of its sources a map quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CoverageAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The sources that could be read, in file order.
    pub sources: Vec<SourceCoverage>,
    /// How many quotations and ignored passages do not count because they are not in their source, or in several places
    /// of it; not in JSON.
    #[serde(skip)]
    pub unproven: usize,
}

/// How much of one source is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceCoverage {
    /// The source in the map that was asked about; not in JSON.
    #[serde(skip)]
    pub source: SourceId,
    /// Its id.
    pub id: SharedStr,
    /// Its path, as shown to people; not in JSON.
    #[serde(skip)]
    pub path: String,
    /// How much of it is covered.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// Its sentences, in order.
    pub sentences: Vec<CoveredSentence>,
}

impl CoverageAnswer {
    /// Measures how much of each source is covered by what is proven to be in it.
    pub fn new(proof: &Proof<'_>) -> Self {
        let sources = proof.sources().filter_map(|(source, _, written)| {
            Some(SourceCoverage {
                source,
                id: written.id.value.clone(),
                path: proof.path(source).to_owned(),
                coverage: proof.coverage(source)?,
                sentences: proof.covered_sentences(source)?,
            })
        });
        let searched = proof.cited().iter().filter(|cited| cited.outcome.is_some());
        Self {
            version: Version,
            sources: sources.collect(),
            unproven: searched.filter(|cited| cited.place().is_none()).count(),
        }
    }
}
