//! Compares the solver with trying all values, and with batsat.
//!
//! In tests the solver starts over and forgets after only a few conflicts, so that small questions exercise everything
//! it does.

use batsat::SolverInterface;
use proptest::prelude::*;

use super::{Lit, Patience, Solver};

/// How many variables there are in all, few enough to try all values, and how many exist before the first step.
const VARIABLES: u32 = 10;
const BEFORE: u32 = 6;

/// Patience for this many conflicts.
struct Limit(u32);

impl Patience for Limit {
    fn note_conflict(&mut self) {
        self.0 = self.0.saturating_sub(1);
    }

    fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// Patience that never ends.
struct Endless;

impl Patience for Endless {
    fn note_conflict(&mut self) {}

    fn is_spent(&self) -> bool {
        false
    }
}

/// Literals of this many variables, as a clause or as assumptions: some occur twice, some with their contraries, and
/// there may be none.
fn literals(variables: u32) -> impl Strategy<Value = Vec<Lit>> {
    let literal = (0..variables, any::<bool>()).prop_map(|(var, value)| Lit::new(var, value));
    let length = prop_oneof![12 => Just(3_usize), 4 => Just(2_usize), 1 => 1..=7_usize];
    length.prop_flat_map(move |length| prop::collection::vec(literal.clone(), length))
}

/// No assumption, a single one (which shortens learnt clauses), or several.
fn assumptions(variables: u32) -> impl Strategy<Value = Vec<Lit>> {
    let one = (0..variables, any::<bool>()).prop_map(|(var, value)| vec![Lit::new(var, value)]);
    prop_oneof![1 => Just(Vec::new()), 3 => one, 3 => literals(variables)]
}

/// One thing done to a solver.
#[derive(Debug, Clone)]
enum SolverCall {
    /// Adds a variable that is chosen, with its first value.
    Variable(bool),
    /// Adds a variable defined as "one of these literals is true".
    Defined(Vec<Lit>),
    Clause(Vec<Lit>),
    /// A question under assumptions, asked up to this many times, each time with patience for this many conflicts.
    Question(Vec<Lit>, usize, u32),
}

fn steps() -> impl Strategy<Value = Vec<SolverCall>> {
    let asked = assumptions(VARIABLES);
    let times = prop_oneof![1 => 1..4_usize, 3 => Just(usize::MAX)];
    let step = prop_oneof![
        4 => any::<bool>().prop_map(SolverCall::Variable),
        1 => literals(VARIABLES).prop_map(SolverCall::Defined),
        30 => literals(VARIABLES).prop_map(SolverCall::Clause),
        1 => prop::sample::select(vec![vec![], vec![Lit::new(0, true)]]).prop_map(SolverCall::Clause),
        4 => (asked, times, 1..=20_u32).prop_map(|(asked, times, most)| SolverCall::Question(asked, times, most)),
    ];
    prop::collection::vec(step, 1..120)
}

/// A solver, along with all values that satisfy the clauses so far.
struct Trial {
    solver: Solver,
    /// Each variable's first value; `None` for a defined one.
    firsts: Vec<Option<bool>>,
    solutions: Vec<u32>,
}

impl Trial {
    fn new() -> Self {
        Self {
            solver: Solver::new(),
            firsts: Vec::new(),
            solutions: vec![0],
        }
    }

    fn add(&mut self, first: Option<bool>) -> Option<Lit> {
        let var = u32::try_from(self.firsts.len()).unwrap();
        if var == VARIABLES {
            return None;
        }
        let added = match first {
            Some(first) => self.solver.variable(first),
            None => self.solver.defined_variable(),
        };
        assert_eq!(added, var);
        self.firsts.push(first);
        let with = self.solutions.iter().map(|values| values | 1 << var);
        self.solutions = self.solutions.iter().copied().chain(with).collect();
        Some(Lit::new(var, true))
    }

    /// The literals whose variables exist by now.
    fn known(&self, literals: &[Lit]) -> Vec<Lit> {
        let variables = self.firsts.len();
        let literals = literals.iter().copied();
        literals
            .filter(|it| (it.var() as usize) < variables)
            .collect()
    }

    fn clause(&mut self, clause: &[Lit]) {
        self.solver.clause(clause.iter().copied());
        self.solutions.retain(|&values| satisfies(values, clause));
    }

    fn take(&mut self, step: &SolverCall) {
        match step {
            SolverCall::Variable(first) => {
                self.add(Some(*first));
            }
            SolverCall::Defined(literals) => {
                let literals = self.known(literals);
                if let Some(defined) = self.add(None) {
                    for &literal in &literals {
                        self.clause(&[!literal, defined]);
                    }
                    let some: Vec<Lit> = literals.into_iter().chain([!defined]).collect();
                    self.clause(&some);
                }
            }
            SolverCall::Clause(clause) if clause.is_empty() => self.clause(&[]),
            SolverCall::Clause(clause) => {
                let clause = self.known(clause);
                if !clause.is_empty() {
                    self.clause(&clause);
                }
            }
            SolverCall::Question(asked, times, most) => {
                let asked = self.known(asked);
                let found = (0..*times).find_map(|_| self.solver.solve(&asked, &mut Limit(*most)));
                self.judge(&asked, found);
            }
        }
    }

    fn judge(&self, asked: &[Lit], found: Option<bool>) {
        let is_asked = |&&values: &&u32| asked.iter().all(|&it| satisfies(values, &[it]));
        let solutions: Vec<u32> = self.solutions.iter().filter(is_asked).copied().collect();
        let Some(found) = found else {
            return;
        };
        assert_eq!(found, !solutions.is_empty());
        if !found {
            return;
        }
        let (mut held, mut firsts, mut chosen) = (0, 0, 0);
        for (var, first) in (0..).zip(&self.firsts) {
            let is_true = self.solver.holds(Lit::new(var, true));
            assert_ne!(is_true, self.solver.holds(Lit::new(var, false)));
            held |= u32::from(is_true) << var;
            firsts |= u32::from(*first == Some(true)) << var;
            chosen |= u32::from(first.is_some()) << var;
        }
        assert!(solutions.contains(&held));
        // No other solution keeps more of the first values.
        let kept = |values: u32| !(values ^ firsts) & chosen;
        let is_better = |&other: &u32| kept(other) != kept(held) && kept(held) & !kept(other) == 0;
        assert!(!solutions.iter().any(is_better));
    }
}

fn satisfies(values: u32, clause: &[Lit]) -> bool {
    let mut literals = clause.iter();
    literals.any(|&literal| literal == Lit::new(literal.var(), values >> literal.var() & 1 == 1))
}

/// How many variables larger questions have.
const MANY: u32 = 50;

/// Batsat, with the same clauses.
#[derive(Default)]
struct Judge(batsat::BasicSolver);

impl Judge {
    fn literals(&mut self, literals: &[Lit]) -> Vec<batsat::Lit> {
        let literal = |it: &Lit| {
            let var = self.0.var_of_int(it.var());
            batsat::Lit::new(var, *it == Lit::new(it.var(), true))
        };
        literals.iter().map(literal).collect()
    }

    fn clause(&mut self, clause: &[Lit]) {
        let mut clause = self.literals(clause);
        self.0.add_clause_reuse(&mut clause);
    }

    fn solve(&mut self, assumptions: &[Lit]) -> bool {
        let assumptions = self.literals(assumptions);
        self.0.solve_limited(&assumptions) == batsat::lbool::TRUE
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2048) })]

    #[test]
    fn every_question_has_the_answer_that_trying_all_values_finds(
        firsts in prop::collection::vec(any::<bool>(), BEFORE as usize),
        steps in steps(),
    ) {
        let mut trial = Trial::new();
        for first in firsts {
            trial.add(Some(first));
        }
        for step in &steps {
            trial.take(step);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// Three clauses of three literals per variable are easy to satisfy; five per variable cannot be satisfied.
    #[test]
    fn larger_questions_have_the_answer_that_batsat_finds(
        clauses in prop::collection::vec(prop::collection::vec((0..MANY, any::<bool>()), 3), 150..250),
        asked in prop::collection::vec(assumptions(MANY), 2..8),
        most in 1..=20_u32,
    ) {
        let mut solver = Solver::new();
        for var in 0..MANY {
            solver.variable(var % 3 > 0);
        }
        let mut judge = Judge::default();
        let clauses: Vec<Vec<Lit>> = clauses
            .iter()
            .map(|clause| clause.iter().map(|&(var, value)| Lit::new(var, value)).collect())
            .collect();
        let few = clauses.len().div_ceil(asked.len());
        for (round, asked) in asked.iter().enumerate() {
            for clause in clauses.iter().skip(round * few).take(few) {
                solver.clause(clause.iter().copied());
                judge.clause(clause);
            }
            let given = || clauses.iter().take((round + 1) * few);
            for assumptions in [asked.as_slice(), &[]] {
                let found = loop {
                    if let Some(found) = solver.solve(assumptions, &mut Limit(most)) {
                        break found;
                    }
                };
                prop_assert_eq!(found, judge.solve(assumptions));
                if found {
                    prop_assert!(given().all(|clause| clause.iter().any(|&it| solver.holds(it))));
                    prop_assert!(assumptions.iter().all(|&it| solver.holds(it)));
                }
            }
        }
    }
}

/// `pigeons` pigeons, each in a hole, no two in the same, with one hole too few. This is impossible, and takes some
/// learning to see.
fn pigeons(pigeons: u32) -> Solver {
    let holes = pigeons - 1;
    let mut solver = Solver::new();
    let mut sits = vec![vec![]; pigeons as usize];
    for row in &mut sits {
        row.extend((0..holes).map(|_| Lit::new(solver.variable(true), true)));
    }
    for row in &sits {
        solver.clause(row.iter().copied());
    }
    for hole in 0..holes as usize {
        for (number, one) in sits.iter().enumerate() {
            for other in &sits[..number] {
                solver.clause([!one[hole], !other[hole]]);
            }
        }
    }
    solver
}

#[test]
fn what_takes_many_conflicts_is_answered_too() {
    assert_eq!(pigeons(9).solve(&[], &mut Endless), Some(false));
}

#[test]
fn a_search_ends_at_its_limit_and_can_be_taken_up_again() {
    let mut solver = pigeons(8);
    let mut times = 0;
    let found = loop {
        times += 1;
        if let Some(found) = solver.solve(&[], &mut Limit(100)) {
            break found;
        }
    };
    assert!(!found && times > 1);
}

#[test]
fn a_variable_that_is_never_chosen_follows_or_stays_open() {
    let mut solver = Solver::new();
    let chosen = Lit::new(solver.variable(true), true);
    let defined = Lit::new(solver.defined_variable(), true);
    let open = Lit::new(solver.defined_variable(), true);
    solver.clause([!chosen, !defined]);
    assert_eq!(solver.solve(&[], &mut Endless), Some(true));
    assert!(solver.holds(chosen) && solver.holds(!defined));
    assert!(!solver.holds(open) && !solver.holds(!open));
    assert_eq!(solver.solve(&[defined], &mut Endless), Some(true));
    assert!(solver.holds(!chosen));
}

/// What follows from an assumption is left out of a learnt clause only if the assumption itself is put in: the clause
/// must hold later too, when nothing is assumed.
#[test]
fn what_is_learnt_under_an_assumption_holds_without_it() {
    type ClauseMaker = fn([Lit; 6]) -> Vec<Vec<Lit>>;
    // `one` and `two` are true first. `assumed` makes `settled` true, and then each case's clauses rule out `one` and
    // `two` together.
    let cases: [ClauseMaker; 3] = [
        // One literal of the conflict follows from another.
        |[one, two, settled, from_one, _, either]| {
            vec![
                vec![!one, !settled, from_one],
                vec![!two, !one, either],
                vec![!two, !from_one, !either],
            ]
        },
        // Two literals of the conflict follow from one that is not in it.
        |[one, two, settled, from_one, too, either]| {
            vec![
                vec![!one, !settled, from_one],
                vec![!one, !settled, too],
                vec![!two, !from_one, either],
                vec![!two, !too, !either],
            ]
        },
        // The assumption is part of the conflict.
        |[one, two, settled, _, _, either]| {
            vec![vec![!two, !settled, either], vec![!two, !one, !either]]
        },
    ];
    for clauses in cases {
        let mut solver = Solver::new();
        let literals = [(); 6].map(|()| Lit::new(solver.variable(true), true));
        let assumed = Lit::new(solver.variable(false), true);
        let [one, two, settled, ..] = literals;
        solver.clause([!assumed, settled]);
        for clause in clauses(literals) {
            solver.clause(clause);
        }
        assert_eq!(solver.solve(&[assumed], &mut Endless), Some(true));
        assert!(!solver.holds(one) || !solver.holds(two));
        assert_eq!(solver.solve(&[one, two], &mut Endless), Some(true));
        assert_eq!(
            solver.solve(&[one, two, assumed], &mut Endless),
            Some(false)
        );
    }
}
