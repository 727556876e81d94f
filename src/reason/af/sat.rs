//! Satisfiability under assumptions, within a budget.

use std::cell::Cell;

use batsat::clause::Kind;
use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, Var, lbool};

use super::budget::{Budget, Interrupted};

/// How many decisions the solver takes between two looks at the budget.
const PATIENCE: u32 = 64;

/// A search through so many variables counts as a conflict.
const VARIABLES_A_CONFLICT: u64 = 1000;

/// An incremental solver: clauses are only ever added.
pub(super) struct Sat {
    solver: Solver<Watch>,
    clause: Vec<Lit>,
    budget: Budget,
    variables: u32,
}

struct Watch {
    budget: Budget,
    decisions: Cell<u32>,
    spent: Cell<bool>,
}

impl Callbacks for Watch {
    fn on_new_clause(&mut self, _: &[Lit], kind: Kind) {
        // Of every conflict a clause is learnt.
        if kind == Kind::Learnt {
            self.budget.spend(1);
        }
    }

    // Asked again after it said so, it must say so again, or the search starts over.
    fn stop(&self) -> bool {
        let decisions = self.decisions.get().wrapping_add(1);
        self.decisions.set(decisions);
        if decisions.is_multiple_of(PATIENCE) && self.budget.is_spent() {
            self.spent.set(true);
        }
        self.spent.get()
    }
}

impl Sat {
    pub(super) fn new(budget: &Budget) -> Self {
        let watch = Watch {
            budget: budget.clone(),
            decisions: Cell::new(0),
            spent: Cell::new(false),
        };
        // Measured on the competition's frameworks: it pays to remember conflicts longer, to go on longer before
        // starting over, and to try acceptance first each time, whatever a variable was before.
        let options = SolverOpts {
            var_decay: 0.99,
            phase_saving: 0,
            luby_restart: false,
            restart_inc: 1.5,
            ..SolverOpts::default()
        };
        Self {
            solver: Solver::new(options, watch),
            clause: Vec::new(),
            budget: budget.clone(),
            variables: 0,
        }
    }

    /// A new variable, as the literal that it is true.
    pub(super) fn variable(&mut self) -> Lit {
        let variable = self.solver.var_of_int(self.variables);
        self.variables += 1;
        Lit::new(variable, true)
    }

    /// A new variable, as the literal that it is true, which is tried first.
    pub(super) fn likely_variable(&mut self) -> Lit {
        let variable = self.solver.new_var(lbool::TRUE, true);
        self.variables += 1;
        Lit::new(variable, true)
    }

    pub(super) fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.clause.clear();
        self.clause.extend(literals);
        // Its answer, whether a solution is still possible, is what solving will say.
        self.solver.add_clause_reuse(&mut self.clause);
    }

    /// Whether there is a solution under these assumptions; if so, it can be read with [`Sat::holds`].
    pub(super) fn solve(&mut self, assumptions: &[Lit]) -> Result<bool, Interrupted> {
        self.budget.check()?;
        self.budget
            .spend(1 + u64::from(self.variables) / VARIABLES_A_CONFLICT);
        let found = self.solver.solve_limited(assumptions);
        if found == lbool::TRUE {
            Ok(true)
        } else if found == lbool::FALSE {
            Ok(false)
        } else {
            Err(Interrupted)
        }
    }

    /// Whether the literal is true in the solution found last.
    pub(super) fn holds(&self, literal: Lit) -> bool {
        self.solver.value_lit(literal) == lbool::TRUE
    }
}

/// The literal that the variable with this number, in the order of their making, is true.
pub(super) fn literal(variable: u32) -> Lit {
    Lit::new(Var::unsafe_from_idx(variable), true)
}
