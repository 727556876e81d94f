//! Decides whether clauses can be satisfied, under assumptions and for one question after another: a solver that learns
//! from conflicts.
//!
//! It is made for the clauses that argumentation frameworks give: many have two literals (an accepted argument rules
//! out each one that it attacks), some are very long (a rejected argument has an accepted attacker), and there are few
//! choices, each of which decides a great deal. So
//!
//! - clauses of two literals are kept as lists of what each literal implies ([`trail`]);
//! - learnt clauses are made short: literals that follow from one choice are replaced by that choice ([`analysis`]);
//! - variables that others define are never chosen, and those that are chosen are always tried with the same value
//!   first: **this means that no solution can be improved**, as [`Solver::variable`] explains, and that needs no
//!   further proof.
//!
//! The rest is the state of the art:
//!
//! - J. P. Marques-Silva, K. A. Sakallah: GRASP: a search algorithm for propositional satisfiability. IEEE Transactions on
//!   Computers 48, 1999.
//! - M. W. Moskewicz, C. F. Madigan, Y. Zhao, L. Zhang, S. Malik: Chaff: engineering an efficient SAT solver. DAC 2001.
//! - N. Eén, N. Sörensson: An extensible SAT-solver. SAT 2003.
//! - G. Audemard, L. Simon: Predicting learnt clauses quality in modern SAT solvers. IJCAI 2009.
//! - I. P. Gent: Optimal implementation of watched literals and more general techniques. JAIR 48, 2013.
//! - M. Fleury, A. Biere: Efficient all-UIP learned clause minimization. SAT 2021.
//!
//! Nothing here depends on chance or time: the same questions always get the same answers.

mod analysis;
mod clauses;
mod lit;
mod order;
mod propagation;
mod reduction;
mod restarts;
mod solver;
#[cfg(test)]
mod tests;
mod trail;

pub(crate) use lit::Lit;
pub(crate) use solver::{Patience, Solver};
