//! What is answered about a map, as data: one file an answer.
//!
//! An answer decides everything that there is to say; the program only paints it. Printed as JSON it has the keys that
//! `docs/json.md` explains and `docs/schema` lists.

pub mod contrasts;
pub mod coverage;
mod named;
pub mod query;
mod quote_entry;
pub mod stats;
pub mod words;

pub use contrasts::Contrasts;
pub use coverage::CoverageAnswer;
pub use named::Named;
pub use query::QueryAnswer;
pub use quote_entry::QuoteEntry;
pub use stats::Stats;
pub use words::WordsAnswer;

use serde::{Serialize, Serializer};

/// The version of an answer's form, in JSON a number. It grows when a program that reads the older form would go wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Version<const N: u32>;

impl<const N: u32> Serialize for Version<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(N)
    }
}
