//! The solver against what trying all values finds.

use proptest::prelude::*;

use super::{Lit, Patience, Solver};

/// Few enough to try all values.
const VARIABLES: u32 = 9;

/// What gives up after so many conflicts.
struct Limit(u32);

impl Patience for Limit {
    fn note_conflict(&mut self) {
        self.0 = self.0.saturating_sub(1);
    }

    fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// What never gives up.
struct Endless;

impl Patience for Endless {
    fn note_conflict(&mut self) {}

    fn is_spent(&self) -> bool {
        false
    }
}

fn literals() -> impl Strategy<Value = Vec<Lit>> {
    let literal = (0..VARIABLES, any::<bool>());
    let length = prop_oneof![4 => 2..=3_usize, 1 => 0..=6_usize];
    length.prop_flat_map(move |length| {
        let literal = literal
            .clone()
            .prop_map(|(var, value)| Lit::new(var, value));
        prop::collection::vec(literal, length)
    })
}

fn satisfies(values: u32, clause: &[Lit]) -> bool {
    clause
        .iter()
        .any(|&literal| literal == Lit::new(literal.var(), values >> literal.var() & 1 == 1))
}

fn solver(firsts: u32) -> Solver {
    let mut solver = Solver::new();
    for var in 0..VARIABLES {
        solver.variable(firsts >> var & 1 == 1);
    }
    solver
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn every_question_has_the_answer_that_trying_all_values_finds(
        rounds in prop::collection::vec((prop::collection::vec(literals(), 0..16), literals()), 1..6),
        firsts in 0_u32..1 << VARIABLES,
    ) {
        let mut solver = solver(firsts);
        let mut clauses: Vec<Vec<Lit>> = Vec::new();
        for (further, assumptions) in rounds {
            for clause in &further {
                solver.clause(clause.iter().copied());
            }
            clauses.extend(further);
            let fits = |&values: &u32| {
                clauses.iter().all(|clause| satisfies(values, clause))
                    && assumptions.iter().all(|&literal| satisfies(values, &[literal]))
            };
            let solutions: Vec<u32> = (0..1 << VARIABLES).filter(fits).collect();
            let found = solver.solve(&assumptions, &mut Endless);
            prop_assert_eq!(found, Some(!solutions.is_empty()));
            if found == Some(true) {
                let held = (0..VARIABLES).filter(|&var| solver.holds(Lit::new(var, true)));
                let values = held.fold(0, |values, var| values | 1 << var);
                prop_assert!(solutions.contains(&values));
                // No other solution has more of the first values.
                let kept = |values: u32| !(values ^ firsts) & ((1 << VARIABLES) - 1);
                let is_better = |other: u32| other != values && kept(values) & !kept(other) == 0;
                prop_assert!(!solutions.iter().any(|&other| is_better(other)));
            }
        }
    }
}

/// `pigeons` of them in one hole fewer, each in one, no two in the same: it cannot be, and takes some learning to see.
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
