//! Satisfiability of clauses, under assumptions, one question after the other: a solver that learns from conflicts.
//!
//! It is made for the clauses that argumentation frameworks give: many of two literals (an accepted argument excludes each that it
//! attacks), some very long (a rejected one has an accepted attacker), and few choices, each of which decides a great deal. So
//!
//! - clauses of two literals are kept as lists of what follows from what ([`trail`]);
//! - what is learnt is made short: literals that follow from one choice are summed up by it ([`analysis`]);
//! - variables that others define are never chosen, and those that are chosen are tried with the same value first, each time:
//!   **a solution is then one that cannot be improved**, as [`Solver::variable`] says, with no further proof.
//!
//! What else it does is the state of the art:
//!
//! - J. P. Marques-Silva, K. A. Sakallah: GRASP: a search algorithm for propositional satisfiability. IEEE Transactions on
//!   Computers 48, 1999.
//! - M. W. Moskewicz, C. F. Madigan, Y. Zhao, L. Zhang, S. Malik: Chaff: engineering an efficient SAT solver. DAC 2001.
//! - N. Eén, N. Sörensson: An extensible SAT-solver. SAT 2003.
//! - G. Audemard, L. Simon: Predicting learnt clauses quality in modern SAT solvers. IJCAI 2009.
//! - I. P. Gent: Optimal implementation of watched literals and more general techniques. JAIR 48, 2013.
//! - M. Fleury, A. Biere: Efficient all-UIP learned clause minimization. SAT 2021.
//!
//! Nothing here depends on chance or time: the same questions get the same answers.

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
