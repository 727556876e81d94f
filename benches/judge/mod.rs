//! Whether the answer to a question about a framework is right, found out without argmap's own solver.
//!
//! What can be read off a witness is: whether it is conflict-free, defends itself, contains all it defends, attacks everything else. That no
//! larger set would do, or that there is none at all, is shown by batsat, another solver than the one that answers, within
//! [`CONFLICTS`]. What would take more than one such proof (that all preferred or semi-stable sets contain an argument, that no
//! larger set is ideal) is left to the comparison of two solvers' answers.

use argmap::reason::af::{Argument, Framework, Problem, Semantics, Task};
use batsat::{Lit, Solver, SolverInterface, Var, lbool};

/// After so many conflicts a proof is given up.
const CONFLICTS: u64 = 20_000;

/// What is to be thought of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    /// Nothing is wrong with it that could be found out.
    Plausible,
    Wrong(String),
}

/// An answer in the words of the competition: whether it says yes, and its witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) yes: bool,
    pub(crate) witness: Option<Vec<Argument>>,
}

impl Answer {
    /// What is read in a solver's output, if it can be read.
    pub(crate) fn read(text: &str, task: Task) -> Option<Self> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next()?;
        let (yes, witness) = match (task, first) {
            (Task::SomeExtension, "NO") => (false, None),
            (Task::SomeExtension, witness) => (true, Some(witness)),
            (_, "YES") => (true, lines.next()),
            (_, "NO") => (false, lines.next()),
            _ => return None,
        };
        let witness = match witness {
            Some(line) => Some(members(line)?),
            None => None,
        };
        Some(Self { yes, witness })
    }
}

/// `w 1 2`, as arguments counted from 0, ascending.
fn members(line: &str) -> Option<Vec<Argument>> {
    let mut words = line.split_whitespace();
    if words.next() != Some("w") {
        return None;
    }
    let mut members: Vec<Argument> = words
        .map(|word| word.parse::<u32>().ok()?.checked_sub(1))
        .collect::<Option<_>>()?;
    members.sort_unstable();
    Some(members)
}

/// What is to be thought of an answer to the question.
pub(crate) fn judge(
    framework: &Framework,
    problem: Problem,
    argument: Option<Argument>,
    answer: &Answer,
) -> Verdict {
    let wrong = |text: &str| Verdict::Wrong(text.to_owned());
    let shows = match problem.task {
        Task::Sceptical => !answer.yes,
        _ => answer.yes,
    };
    if !shows {
        return none_such(framework, problem, argument);
    }
    let Some(witness) = &answer.witness else {
        return wrong("there is no witness");
    };
    if let Some(argument) = argument {
        let within = problem.task == Task::Credulous;
        if witness.binary_search(&argument).is_ok() != within {
            return wrong("the witness has not the argument where it should");
        }
    }
    let Some(set) = Set::new(framework, witness) else {
        return wrong("the witness names what is no argument");
    };
    if !set.is_conflict_free() {
        return wrong("the witness attacks itself");
    }
    match problem.semantics {
        Semantics::Stable if !set.is_stable() => return wrong("the witness is not stable"),
        Semantics::Stable => return Verdict::Right,
        Semantics::Stage => (),
        _ if !set.is_complete() => return wrong("the witness is not complete"),
        Semantics::Complete => return Verdict::Right,
        _ => (),
    }
    let mut proof = Proof::new(framework);
    match problem.semantics {
        Semantics::Preferred => {
            for argument in framework.arguments() {
                if set.accepted(argument) {
                    proof.clause([accepted(argument)]);
                }
            }
            let outside = framework.arguments().filter(|&a| !set.accepted(a));
            proof.clause(outside.map(accepted));
            proof.refutes("a larger set is admissible")
        }
        Semantics::SemiStable => {
            let range = |argument| [accepted(argument), rejected(framework, argument)];
            for argument in framework.arguments() {
                if set.reached(argument) {
                    proof.clause(range(argument));
                }
            }
            let outside = framework.arguments().filter(|&a| !set.reached(a));
            proof.clause(outside.flat_map(range));
            proof.refutes("another set has a larger range")
        }
        Semantics::Ideal => {
            let attackers = witness.iter().flat_map(|&a| framework.attackers(a));
            proof.clause(attackers.map(|&attacker| accepted(attacker)));
            match proof.refutes("an admissible set attacks it") {
                // A larger one might be ideal.
                Verdict::Right => Verdict::Plausible,
                other => other,
            }
        }
        _ => Verdict::Plausible,
    }
}

/// Whether no extension has the argument, or lacks it, or is there at all.
fn none_such(framework: &Framework, problem: Problem, argument: Option<Argument>) -> Verdict {
    let mut proof = Proof::new(framework);
    match (problem.task, problem.semantics) {
        (_, Semantics::Stable) => {
            for other in framework.arguments() {
                proof.clause([accepted(other), rejected(framework, other)]);
            }
            if let Some(argument) = argument {
                let is_in = accepted(argument);
                let within = problem.task == Task::Credulous;
                proof.clause([if within { is_in } else { !is_in }]);
            }
            proof.refutes("there is such an extension")
        }
        (Task::Credulous, Semantics::Preferred | Semantics::Complete) => {
            proof.clause(argument.map(accepted));
            proof.refutes("an admissible set contains it")
        }
        _ => Verdict::Plausible,
    }
}

/// A set of arguments, and what it attacks.
struct Set<'f> {
    framework: &'f Framework,
    members: Vec<bool>,
    attacked: Vec<bool>,
}

impl<'f> Set<'f> {
    fn new(framework: &'f Framework, witness: &[Argument]) -> Option<Self> {
        let size = framework.argument_count() as usize;
        let mut members = vec![false; size];
        let mut attacked = vec![false; size];
        for &member in witness {
            *members.get_mut(member as usize)? = true;
            for &target in framework.targets(member) {
                attacked[target as usize] = true;
            }
        }
        Some(Self {
            framework,
            members,
            attacked,
        })
    }

    fn accepted(&self, argument: Argument) -> bool {
        self.members[argument as usize]
    }

    fn reached(&self, argument: Argument) -> bool {
        self.accepted(argument) || self.attacked[argument as usize]
    }

    fn is_conflict_free(&self) -> bool {
        let mut both = self.members.iter().zip(&self.attacked);
        !both.any(|(&member, &attacked)| member && attacked)
    }

    fn is_stable(&self) -> bool {
        self.framework.arguments().all(|a| self.reached(a))
    }

    /// Whether it contains what it defends, and nothing else.
    fn is_complete(&self) -> bool {
        self.framework.arguments().all(|argument| {
            let mut attackers = self.framework.attackers(argument).iter();
            attackers.all(|&attacker| self.attacked[attacker as usize]) == self.accepted(argument)
        })
    }
}

/// That no admissible set is of some kind.
struct Proof {
    solver: Solver<Patience>,
}

/// Counts conflicts, and has had enough at some point.
#[derive(Default)]
struct Patience {
    conflicts: u64,
}

impl batsat::Callbacks for Patience {
    fn on_new_clause(&mut self, _: &[Lit], kind: batsat::ClauseKind) {
        self.conflicts += u64::from(kind == batsat::ClauseKind::Learnt);
    }

    fn stop(&self) -> bool {
        self.conflicts > CONFLICTS
    }
}

/// That the argument is in the set.
fn accepted(argument: Argument) -> Lit {
    Lit::new(Var::unsafe_from_idx(argument), true)
}

/// That the set attacks the argument.
fn rejected(framework: &Framework, argument: Argument) -> Lit {
    Lit::new(
        Var::unsafe_from_idx(framework.argument_count() + argument),
        true,
    )
}

impl Proof {
    /// The clauses of which the admissible sets are the solutions (Besnard & Doutre 2004).
    fn new(framework: &Framework) -> Self {
        let mut solver = Solver::new(batsat::SolverOpts::default(), Patience::default());
        for _ in 0..2 * framework.argument_count() {
            solver.new_var_default();
        }
        let mut this = Self { solver };
        for argument in framework.arguments() {
            let attackers = || framework.attackers(argument).iter().copied();
            this.clause([!accepted(argument), !rejected(framework, argument)]);
            for attacker in attackers() {
                this.clause([!accepted(attacker), rejected(framework, argument)]);
                this.clause([!accepted(argument), rejected(framework, attacker)]);
            }
            let some = attackers().map(accepted);
            this.clause(some.chain([!rejected(framework, argument)]));
        }
        this
    }

    fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        let mut literals: Vec<Lit> = literals.into_iter().collect();
        self.solver.add_clause_reuse(&mut literals);
    }

    /// What follows from there being such a set, or not.
    fn refutes(mut self, fault: &str) -> Verdict {
        let found = self.solver.solve_limited(&[]);
        if found == lbool::FALSE {
            Verdict::Right
        } else if found == lbool::TRUE {
            Verdict::Wrong(fault.to_owned())
        } else {
            Verdict::Plausible
        }
    }
}
