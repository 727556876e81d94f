//! Solves satisfiability under assumptions, within a budget.

use super::budget::{Budget, Interrupted};
use crate::sat::{Lit, Patience, Solver};

/// For this many variables, a search counts as one more conflict.
const VARIABLES_A_CONFLICT: u64 = 1000;

/// An incremental solver: clauses are only added, never removed.
pub(super) struct Sat {
    solver: Solver,
    budget: Budget,
    variables: u32,
}

impl Patience for Budget {
    fn note_conflict(&mut self) {
        self.spend(1);
    }

    fn is_spent(&self) -> bool {
        Self::is_spent(self)
    }
}

impl Sat {
    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            solver: Solver::new(),
            budget: budget.clone(),
            variables: 0,
        }
    }

    /// From now on spends this budget.
    pub(super) fn spend_from(&mut self, budget: &Budget) {
        self.budget = budget.clone();
    }

    /// A new variable that the solver chooses, trying this value first; returned as the literal that it is true.
    pub(super) fn variable(&mut self, first: bool) -> Lit {
        self.variables += 1;
        Lit::new(self.solver.variable(first), true)
    }

    /// A new variable that others define; returned as the literal that it is true.
    pub(super) fn defined(&mut self) -> Lit {
        self.variables += 1;
        Lit::new(self.solver.defined_variable(), true)
    }

    pub(super) fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.solver.clause(literals);
    }

    /// Whether there is a solution under these assumptions; if so, [`Sat::holds`] reads it. If the budget runs out, the
    /// search can be resumed from there with another one.
    pub(super) fn solve(&mut self, assumptions: &[Lit]) -> Result<bool, Interrupted> {
        self.budget.check()?;
        self.budget
            .spend(1 + u64::from(self.variables) / VARIABLES_A_CONFLICT);
        let found = self.solver.solve(assumptions, &mut self.budget);
        found.ok_or(Interrupted)
    }

    /// Whether the literal is true in the solution found last.
    pub(super) fn holds(&self, literal: Lit) -> bool {
        self.solver.holds(literal)
    }
}
