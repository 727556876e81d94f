//! Variables and their literals.

use std::ops::Not;

/// A variable: its number, from 0.
pub(crate) type Var = u32;

/// A literal: that a variable is true, or that it is false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lit(u32);

impl Lit {
    /// The literal that says that the variable is `value`.
    pub(crate) const fn new(var: Var, value: bool) -> Self {
        Self((var << 1) | !value as u32)
    }

    pub(crate) const fn var(self) -> Var {
        self.0 >> 1
    }

    /// Its index in tables with two entries per variable.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    /// The literal as clauses store it.
    pub(super) const fn word(self) -> u32 {
        self.0
    }

    pub(super) const fn of_word(word: u32) -> Self {
        Self(word)
    }
}

impl Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}
