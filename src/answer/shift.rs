//! A change of a label or a strength.

use serde::{Serialize, Serializer};

use super::Named;

/// What a label or a strength is and what it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shift<T> {
    /// The claim that it belongs to, or by whose fall it changes.
    pub claim: Named,
    /// What it is.
    pub from: T,
    /// What it would be.
    pub to: T,
}

/// A strength from 0 to 1. JSON has six digits of it after the point, which are the same on every machine, though logarithms
/// may differ in the last bit.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Strength(pub f64);

impl Strength {
    /// To six digits after the point.
    pub fn rounded(self) -> f64 {
        (self.0 * 1e6).round() / 1e6
    }
}

impl Serialize for Strength {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.rounded())
    }
}
