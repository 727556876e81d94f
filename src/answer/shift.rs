//! A change of a label or a strength.

use serde::{Serialize, Serializer};

use super::Named;

/// What a label or a strength is, and what it would become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shift<T> {
    /// The claim whose label or strength it is, or the claim that causes the change by falling.
    pub claim: Named,
    /// What it is.
    pub from: T,
    /// What it would become.
    pub to: T,
}

/// A strength from 0 to 1. JSON has six digits after the point: these are the same on every machine, though the last
/// bit of a logarithm may differ.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Strength(pub f64);

impl Strength {
    /// Rounded to six digits after the point.
    pub fn rounded(self) -> f64 {
        (self.0 * 1e6).round() / 1e6
    }
}

impl Serialize for Strength {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.rounded())
    }
}
