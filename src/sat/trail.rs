//! What is currently true, in the order in which it became so, and why.

#![expect(
    clippy::indexing_slicing,
    reason = "literals index arrays that are made for them"
)]

use super::clauses::ClauseRef;
use super::lit::{Lit, Var};
use crate::narrow::narrow;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum TruthValue {
    #[default]
    Open,
    True,
    False,
}

/// Why a literal is true.
#[derive(Debug, Clone, Copy)]
pub(super) enum LitReason {
    /// It was chosen or assumed, or it always holds.
    Chosen,
    /// A clause has just it and this literal, which is false.
    Other(Lit),
    Clause(ClauseRef),
}

/// The literals that are true, level by level. On each level but the first, one literal was chosen (or all assumptions
/// were made) and the others follow from it.
#[derive(Debug, Default)]
pub(super) struct AssignmentTrail {
    values: Vec<TruthValue>,
    levels: Vec<u32>,
    reasons: Vec<LitReason>,
    /// For each variable, the literal of the same level that it follows from by clauses of two literals alone.
    roots: Vec<Lit>,
    literals: Vec<Lit>,
    /// Where each level but the first begins.
    starts: Vec<usize>,
    /// How many literals have been propagated.
    pub(super) head: usize,
}

impl AssignmentTrail {
    /// Adds the next variable.
    pub(super) fn push(&mut self) -> Var {
        let var = narrow(self.levels.len());
        self.values.extend([TruthValue::Open; 2]);
        self.levels.push(0);
        self.reasons.push(LitReason::Chosen);
        self.roots.push(Lit::new(var, true));
        var
    }

    #[inline]
    pub(super) fn value(&self, literal: Lit) -> TruthValue {
        self.values[literal.index()]
    }

    /// The value of every literal, by its [index](Lit::index).
    pub(super) fn values(&self) -> &[TruthValue] {
        &self.values
    }

    pub(super) fn is_open(&self, var: Var) -> bool {
        self.value(Lit::new(var, true)) == TruthValue::Open
    }

    /// The level on which the variable was decided.
    #[inline]
    pub(super) fn level_of(&self, var: Var) -> u32 {
        self.levels[var as usize]
    }

    pub(super) fn reason_of(&self, var: Var) -> LitReason {
        self.reasons[var as usize]
    }

    /// The true literal of the same level that the variable's value follows from by clauses of two literals alone.
    pub(super) fn root_of(&self, var: Var) -> Lit {
        self.roots[var as usize]
    }

    /// The current level. What is on level 0 always holds.
    pub(super) fn level(&self) -> u32 {
        narrow(self.starts.len())
    }

    pub(super) fn begin_level(&mut self) {
        self.starts.push(self.literals.len());
    }

    /// Where the literals of a level end.
    pub(super) fn end_of(&self, level: u32) -> usize {
        let next = self.starts.get(level as usize).copied();
        next.unwrap_or(self.literals.len())
    }

    pub(super) fn literals(&self) -> &[Lit] {
        &self.literals
    }

    /// The next literal to propagate.
    pub(super) fn advance(&mut self) -> Option<Lit> {
        let next = self.literals.get(self.head).copied();
        self.head += usize::from(next.is_some());
        next
    }

    #[inline]
    pub(super) fn assign(&mut self, literal: Lit, reason: LitReason) {
        self.values[literal.index()] = TruthValue::True;
        self.values[(!literal).index()] = TruthValue::False;
        let level = self.level();
        let var = literal.var() as usize;
        self.levels[var] = level;
        self.reasons[var] = reason;
        self.roots[var] = match reason {
            LitReason::Other(other) => {
                // Everything that follows is made true before another level begins.
                debug_assert_eq!(self.level_of(other.var()), level, "it follows at once");
                self.roots[other.var() as usize]
            }
            LitReason::Chosen | LitReason::Clause(_) => literal,
        };
        self.literals.push(literal);
    }

    /// Undoes everything above a level, and passes each literal to `visit`.
    pub(super) fn back_to(&mut self, level: u32, mut visit: impl FnMut(Lit)) {
        let Some(&start) = self.starts.get(level as usize) else {
            return;
        };
        for &literal in self.literals[start..].iter().rev() {
            self.values[literal.index()] = TruthValue::Open;
            self.values[(!literal).index()] = TruthValue::Open;
            visit(literal);
        }
        self.literals.truncate(start);
        self.starts.truncate(level as usize);
        self.head = start;
    }
}
