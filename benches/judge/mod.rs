//! Judges whether the answer to a question about a framework is right, without argmap's own solver.
//!
//! A witness itself shows whether it is conflict-free, defends itself, contains all it defends, and attacks everything
//! else. That no larger set would do, or that no set exists at all, is proven by batsat, which is not the solver that
//! answers, within [`CONFLICTS`]. What would take more than one such proof is left to comparing the answers of two
//! solvers: that all preferred or semi-stable sets contain an argument, or that no larger set is ideal.

use argmap::reason::af::{Argument, Framework, Problem, Semantics, Task};
use batsat::{Lit, Solver, SolverInterface, Var, lbool};

/// A proof is given up after this many conflicts.
const CONFLICTS: u64 = 20_000;

/// The judgement of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    /// No fault could be found.
    Plausible,
    Wrong(String),
}

/// An answer in the competition's format: whether it says yes, and its witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) yes: bool,
    pub(crate) witness: Option<Vec<Argument>>,
}

impl Answer {
    /// Reads a solver's output; `None` if it cannot be read.
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

/// The arguments in a line such as `w 1 2`, counted from 0, ascending.
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

/// Judges an answer to a question.
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
                // A larger set might be ideal.
                Verdict::Right => Verdict::Plausible,
                other => other,
            }
        }
        _ => Verdict::Plausible,
    }
}

/// Judges the answer that no extension has the argument, or lacks it, or exists at all.
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

/// A set of arguments, and which arguments it attacks.
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

    /// Whether it contains exactly what it defends.
    fn is_complete(&self) -> bool {
        self.framework.arguments().all(|argument| {
            let mut attackers = self.framework.attackers(argument).iter();
            attackers.all(|&attacker| self.attacked[attacker as usize]) == self.accepted(argument)
        })
    }
}

/// A proof that no admissible set satisfies some clauses.
struct Proof {
    solver: Solver<Patience>,
}

/// Counts conflicts, and stops the solver after too many.
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

/// The literal that the argument is in the set.
fn accepted(argument: Argument) -> Lit {
    Lit::new(Var::unsafe_from_idx(argument), true)
}

/// The literal that the set attacks the argument.
fn rejected(framework: &Framework, argument: Argument) -> Lit {
    Lit::new(
        Var::unsafe_from_idx(framework.argument_count() + argument),
        true,
    )
}

impl Proof {
    /// Adds the clauses whose solutions are the admissible sets (Besnard & Doutre 2004).
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

    /// The verdict: wrong with this fault if such a set exists, right if not, plausible if the proof is given up.
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
