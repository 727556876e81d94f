//! Finds the extensions of abstract argumentation frameworks: which sets of arguments can stand together.
//!
//! A framework is a set of arguments, and a relation that says which attacks which (Dung 1995). What an argument says does
//! not matter here, only its status. A set of arguments is **conflict-free** if none of them attacks another; it **defends**
//! an argument if it attacks each attacker of it; its **range** is the set itself and everything that it attacks; it is
//! **admissible** if it is conflict-free and defends its members. The extensions are:
//!
//! | | | |
//! | --- | --- | --- |
//! | `CO` | complete | the admissible sets that contain all they defend (Dung 1995) |
//! | `GR` | grounded | the least complete set (Dung 1995) |
//! | `PR` | preferred | the maximal complete sets, which are the maximal admissible ones (Dung 1995) |
//! | `ST` | stable | the conflict-free sets whose range is everything; there may be none (Dung 1995) |
//! | `SST` | semi-stable | the complete sets of maximal range (Verheij 1996; Caminada 2006) |
//! | `STG` | stage | the conflict-free sets of maximal range (Verheij 1996) |
//! | `ID` | ideal | the largest admissible set in every preferred set (Dung, Mancarella & Toni 2007) |
//!
//! Complete sets are searched for as labellings (Caminada 2006): an argument is accepted iff all its attackers are rejected,
//! rejected iff some attacker is accepted, and undecided otherwise. An argument is *credulously* accepted if some extension
//! contains it, and *sceptically* accepted if every extension does (so if there are none, all arguments are).
//!
//! ```
//! use argmap::reason::af::{Budget, FrameworkFormat, Semantics, extension_with, some_extension};
//!
//! // 1 and 2 attack each other, both attack 3, and 3 attacks 4.
//! let framework = FrameworkFormat::Af.parse("p af 4\n1 2\n2 1\n1 3\n2 3\n3 4\n")?;
//! let budget = Budget::unlimited();
//! // The grounded extension is empty: nothing is unattacked.
//! assert_eq!(some_extension(&framework, Semantics::Grounded, &budget)?, Some(vec![]));
//! // Argument 4 (counted from 0, number 3) is defended whichever of 1 and 2 stands.
//! assert!(extension_with(&framework, Semantics::Preferred, 3, &budget)?.is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it is computed
//!
//! The grounded labelling takes linear time. Under every other semantics but stage, it settles its arguments for good, and
//! the rest splits into components that are solved separately. Whether complete, preferred and ideal semantics accept an
//! argument depends only on the arguments from which attacks lead to it. What remains is satisfiability, for an incremental
//! solver:
//!
//! - complete and stable extensions are solutions of clauses linear in the framework; arguments with the same targets are
//!   encoded as one attacker (after Manthey, Heule & Biere 2012);
//! - the solver chooses only which arguments are accepted, and tries acceptance first. So a solution accepts as much as
//!   possible, and is a preferred extension without further proof. Where a stable extension would also do, the two searches
//!   take turns, with a number of conflicts that doubles every time; the likelier one gets more;
//! - sceptical acceptance under preferred semantics is a search for counterexamples that learns from those that fail (after
//!   Dvořák, Järvisalo, Wallner & Woltran 2014);
//! - semi-stable and stage extensions are the stable ones if there are any; otherwise the range is grown. The two searches
//!   take turns;
//! - the ideal extension is what remains of a preferred one once everything that an admissible set attacks is removed, along
//!   with what can then no longer be defended.
//!
//! # How hard it is
//!
//! By Dvořák & Dunne (2018), credulous acceptance is NP-complete under complete, preferred and stable semantics and
//! Σ₂ᵖ-complete under semi-stable and stage; sceptical acceptance is as easy as grounded under complete semantics,
//! coNP-complete under stable, and Π₂ᵖ-complete under preferred, semi-stable and stage; ideal acceptance is in Θ₂ᵖ.
//! There can be 3^(n/3) extensions. So every search takes a [`Budget`]. No answer depends on chance or time: a search that
//! ends gives the same answer every time, byte for byte.
//!
//! # Sources
//!
//! - P. M. Dung: On the acceptability of arguments and its fundamental role in nonmonotonic reasoning, logic
//!   programming and n-person games. Artificial Intelligence 77, 1995.
//! - B. Verheij: Two approaches to dialectical argumentation: admissible sets and argumentation stages. NAIC 1996.
//! - M. Caminada: On the issue of reinstatement in argumentation. JELIA 2006; Semi-stable semantics. COMMA 2006.
//! - P. M. Dung, P. Mancarella, F. Toni: Computing ideal sceptical argumentation. Artificial Intelligence 171, 2007.
//! - N. Manthey, M. J. H. Heule, A. Biere: Automated reencoding of Boolean formulas. HVC 2012.
//! - W. Dvořák, M. Järvisalo, J. P. Wallner, S. Woltran: Complexity-sensitive decision procedures for abstract
//!   argumentation. Artificial Intelligence 206, 2014.
//! - W. Dvořák, P. E. Dunne: Computational problems in formal argumentation and their complexity. Handbook of Formal
//!   Argumentation, 2018.

mod acceptance;
mod answer;
mod budget;
mod complete;
mod dense;
mod enumeration;
mod extension;
mod format;
pub(super) mod founded;
mod framework;
mod graph;
mod grounded;
mod ideal;
mod labelling;
mod parity;
mod preferred;
mod problem;
mod range;
mod sat;
mod split;
mod stable;
mod table;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow as Flow;

use num_bigint::BigUint;

pub(in crate::reason) use acceptance::in_every_preferred;
pub use acceptance::{Acceptance, accepted};
pub use answer::{AnswerError, answer};
pub use budget::{Budget, Interrupted};
pub use format::{FrameworkFormat, ParseError};
pub use framework::Framework;
pub(in crate::reason) use framework::NameList;
pub use problem::{Problem, Semantics, Task, UnknownProblem};

/// An argument of a framework: its number, counted from 0.
pub type Argument = u32;

/// An extension: the numbers of its arguments, ascending.
pub type Extension = Vec<Argument>;

/// Some extension; `None` if there is none, which happens only under stable semantics.
///
/// # Errors
///
/// If the budget is spent.
pub fn some_extension(
    framework: &Framework,
    semantics: Semantics,
    budget: &Budget,
) -> Result<Option<Extension>, Interrupted> {
    extension::some(framework.graph(), semantics, budget)
}

/// An extension that contains the argument, if there is one; the argument is then credulously accepted.
///
/// # Errors
///
/// If the budget is spent.
pub fn extension_with(
    framework: &Framework,
    semantics: Semantics,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Extension>, Interrupted> {
    extension::containing(framework.graph(), semantics, argument, budget)
}

/// An extension that does not contain the argument, if there is one; if not, the argument is sceptically accepted.
///
/// # Errors
///
/// If the budget is spent.
pub fn extension_without(
    framework: &Framework,
    semantics: Semantics,
    argument: Argument,
    budget: &Budget,
) -> Result<Option<Extension>, Interrupted> {
    extension::without(framework.graph(), semantics, argument, budget)
}

/// Calls `visit` with each extension, once, as it is found, until `visit` breaks off or `limit` have been given.
///
/// The order is the same every time, but has no meaning.
///
/// # Errors
///
/// If the budget is spent; some extensions may have been given by then.
pub fn for_each_extension(
    framework: &Framework,
    semantics: Semantics,
    limit: Option<usize>,
    budget: &Budget,
    mut visit: impl FnMut(&[Argument]) -> Flow<()>,
) -> Result<(), Interrupted> {
    let limit = limit.unwrap_or(usize::MAX);
    enumeration::enumerate(framework.graph(), semantics, limit, budget, &mut visit)
}

/// How many extensions there are, or `limit` if there are more.
///
/// Parts of the framework that do not affect each other are counted separately, so the number can be far greater than what
/// could be listed.
///
/// # Errors
///
/// If the budget is spent.
pub fn count_extensions(
    framework: &Framework,
    semantics: Semantics,
    limit: Option<usize>,
    budget: &Budget,
) -> Result<BigUint, Interrupted> {
    enumeration::count(framework.graph(), semantics, limit, budget)
}
