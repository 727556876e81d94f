//! Answers about a map, as data: one file per answer.
//!
//! An answer decides everything; the program only displays it. `docs/json.md` explains its keys in JSON, and
//! `docs/schema` lists them.

mod asked;
mod caveats;
pub mod contrasts;
pub mod coverage;
pub mod diff;
pub mod extensions;
pub mod hinges;
pub mod labels;
mod named;
pub mod query;
mod question;
mod quote_entry;
mod shift;
pub mod stats;
pub mod strengths;
mod supposed;
mod telling;
pub mod why;
pub mod words;

pub use asked::Asked;
pub use caveats::Caveats;
pub use contrasts::Contrasts;
pub use coverage::{CoverageAnswer, SourceCoverage};
pub use diff::DiffAnswer;
pub use extensions::ExtensionsAnswer;
pub use hinges::{HingesAnswer, MovesAnswer};
pub use labels::LabelsAnswer;
pub use named::{Named, NamedStep};
pub use query::QueryAnswer;
pub use question::{EvaluationOptions, Unanswered};
pub use quote_entry::QuoteEntry;
pub use shift::{Shift, Strength};
pub use stats::Stats;
pub use strengths::StrengthsAnswer;
pub use supposed::Supposed;
pub use telling::{Telling, Told, ToldLine, Tone};
pub use why::WhyAnswer;
pub use words::WordsAnswer;

use serde::{Serialize, Serializer};

/// The version of an answer's format: a number in JSON. It increases when programs that read the old format would go
/// wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Version<const N: u32>;

impl<const N: u32> Serialize for Version<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(N)
    }
}
