//! The search: choose, see what follows, learn from conflicts, backtrack.

use super::analysis::Analysis;
use super::clauses::{ClauseRef, Clauses};
use super::lit::{Lit, Var};
use super::order::ActivityOrder;
use super::propagation::{Conflict, Watches};
use super::reduction::{Schedule, forget};
use super::restarts::Restarts;
use super::trail::{AssignmentTrail, LitReason, TruthValue};

/// Maximum number of choices between two checks of whether patience is spent.
const CHOICES: u32 = 64;

/// The clauses are rebuilt once one in this many variables has been settled since the last time.
const SETTLED: usize = 16;

/// Limits how long a search may go on.
pub(crate) trait Patience {
    /// Records a conflict.
    fn note_conflict(&mut self);

    /// Whether it is time to give up. Asked after every conflict, and at times between conflicts.
    fn is_spent(&self) -> bool;
}

/// Clauses, to which more can be added, and a search for values that satisfy them all.
#[derive(Debug)]
pub(crate) struct Solver {
    pub(super) trail: AssignmentTrail,
    pub(super) watches: Watches,
    pub(super) clauses: Clauses,
    /// The longer clauses that were not learnt.
    pub(super) given: Vec<ClauseRef>,
    /// The longer clauses that were learnt.
    pub(super) learnt: Vec<ClauseRef>,
    /// How many literals that always hold have been removed from the clauses.
    pub(super) tidied: usize,
    order: ActivityOrder,
    /// The value that each variable is tried with first.
    firsts: Vec<bool>,
    analysis: Analysis,
    restarts: Restarts,
    schedule: Schedule,
    /// Whether the clauses may still be satisfiable.
    is_open: bool,
    solution: Vec<TruthValue>,
    /// The clause being added.
    clause: Vec<Lit>,
}

impl Solver {
    pub(crate) fn new() -> Self {
        Self {
            trail: AssignmentTrail::default(),
            watches: Watches::default(),
            clauses: Clauses::default(),
            given: Vec::new(),
            learnt: Vec::new(),
            tidied: 0,
            order: ActivityOrder::new(),
            firsts: Vec::new(),
            analysis: Analysis::default(),
            restarts: Restarts::new(),
            schedule: Schedule::new(),
            is_open: true,
            solution: Vec::new(),
            clause: Vec::new(),
        }
    }

    /// Adds a variable that is chosen when nothing else follows, and is then always tried with the value `first`.
    ///
    /// This makes every solution an optimum: no other solution under the same assumptions keeps all the first values
    /// that this one has and adds more. (The choices that led to this solution are first values, so the other solution
    /// makes them too, and everything else follows from them. After Di Rosa, Giunchiglia & Maratea 2010.)
    pub(crate) fn variable(&mut self, first: bool) -> Var {
        self.add(first, true)
    }

    /// Adds a variable that is never chosen. A solution may leave it open, and it then counts as false. The clauses
    /// must allow that: once every variable that can be chosen has its value and everything that follows has followed,
    /// making the open ones false must satisfy them.
    pub(crate) fn defined_variable(&mut self) -> Var {
        self.add(false, false)
    }

    fn add(&mut self, first: bool, is_chosen: bool) -> Var {
        self.watches.push();
        self.analysis.push();
        self.order.push(is_chosen);
        self.firsts.push(first);
        self.trail.push()
    }

    /// Adds a clause: at least one of these literals is true.
    pub(crate) fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        let mut clause = std::mem::take(&mut self.clause);
        clause.clear();
        clause.extend(literals);
        clause.sort_unstable();
        clause.dedup();
        let value = |literal| self.trail.value(literal);
        // Sorting puts a literal next to its contrary.
        let contrary = clause
            .windows(2)
            .any(|pair| matches!(*pair, [one, other] if one == !other));
        if !contrary && !clause.iter().any(|&it| value(it) == TruthValue::True) {
            clause.retain(|&literal| self.trail.value(literal) != TruthValue::False);
            self.attach(&clause, None);
        }
        self.clause = clause;
    }

    /// Adds a clause of open literals, whose first two are to be watched, with its glue if it was learnt. Returns the
    /// reason why its first literal is true once all others are false.
    pub(super) fn attach(&mut self, literals: &[Lit], glue: Option<u32>) -> LitReason {
        match *literals {
            [] => self.is_open = false,
            [one] => {
                // A clause added earlier may have settled it by now.
                match self.trail.value(one) {
                    TruthValue::True => (),
                    TruthValue::False => self.is_open = false,
                    TruthValue::Open => self.trail.assign(one, LitReason::Chosen),
                }
            }
            [one, other] => {
                self.watches.add_two(one, other);
                return LitReason::Other(other);
            }
            [one, other, ..] => {
                let clause = self.clauses.push(literals, glue.unwrap_or_default());
                self.watches.add(clause, one, other);
                match glue {
                    Some(_) => self.learnt.push(clause),
                    None => self.given.push(clause),
                }
                return LitReason::Clause(clause);
            }
        }
        LitReason::Chosen
    }

    /// Whether some values satisfy the clauses and these assumptions; if so, [`Solver::holds`] gives them. `None` if
    /// patience is spent: the search may then be continued.
    pub(crate) fn solve(
        &mut self,
        assumptions: &[Lit],
        patience: &mut impl Patience,
    ) -> Option<bool> {
        self.restarts.begin();
        let found = self.search(assumptions, patience);
        if found == Some(true) {
            self.solution.clear();
            self.solution.extend_from_slice(self.trail.values());
        }
        self.back_to(0);
        found
    }

    /// Whether the literal is true in the solution found last.
    pub(crate) fn holds(&self, literal: Lit) -> bool {
        self.solution.get(literal.index()) == Some(&TruthValue::True)
    }

    /// All assumptions are made on the first level, before anything is chosen.
    fn search(&mut self, assumptions: &[Lit], patience: &mut impl Patience) -> Option<bool> {
        let base = u32::from(!assumptions.is_empty());
        let mut choices = 0;
        while self.is_open {
            if let Some(conflict) = self.propagate() {
                self.is_open = self.trail.level() > 0;
                if self.trail.level() <= base {
                    return Some(false);
                }
                self.learn(conflict, assumptions);
                patience.note_conflict();
                choices = 0;
                continue;
            }
            if choices == 0 {
                choices = CHOICES;
                if patience.is_spent() {
                    return None;
                }
            }
            if self.trail.level() == 0
                && (self.trail.literals().len() - self.tidied) * SETTLED > self.firsts.len()
            {
                self.tidy();
            } else if self.schedule.is_due(self.restarts.conflicts()) {
                self.back_to(0);
                forget(&mut self.learnt, &mut self.clauses);
                self.tidy();
            } else if self.restarts.is_due() {
                self.back_to(base);
            } else if self.trail.level() < base {
                if !self.assume(assumptions) {
                    return Some(false);
                }
            } else if let Some(choice) = self.choose() {
                choices -= 1;
                self.trail.begin_level();
                self.trail.assign(choice, LitReason::Chosen);
            } else {
                return Some(true);
            }
        }
        Some(false)
    }

    fn propagate(&mut self) -> Option<Conflict> {
        self.watches.propagate(&mut self.trail, &mut self.clauses)
    }

    fn learn(&mut self, conflict: Conflict, assumptions: &[Lit]) {
        let assumed = match *assumptions {
            [one] => Some(one),
            _ => None,
        };
        let mut analysis = std::mem::take(&mut self.analysis);
        let (trail, clauses, order) = (&self.trail, &mut self.clauses, &mut self.order);
        let lemma = analysis.learn(conflict, assumed, trail, clauses, order);
        self.order.decay();
        self.restarts.note(lemma.glue);
        self.back_to(lemma.level);
        let reason = self.attach(lemma.literals, Some(lemma.glue));
        let others = lemma.literals.iter().skip(1);
        let mut others = others.map(|&it| self.trail.value(it));
        debug_assert!(others.all(|value| value == TruthValue::False), "it follows");
        if let &[first, _, ..] = lemma.literals {
            self.trail.assign(first, reason);
        }
        self.analysis = analysis;
    }

    /// Makes the assumptions on a level of their own. Returns false if one of them is already false.
    fn assume(&mut self, assumptions: &[Lit]) -> bool {
        self.trail.begin_level();
        assumptions.iter().all(|&literal| {
            let value = self.trail.value(literal);
            if value == TruthValue::Open {
                self.trail.assign(literal, LitReason::Chosen);
            }
            value != TruthValue::False
        })
    }

    fn choose(&mut self) -> Option<Lit> {
        loop {
            let var = self.order.pop()?;
            if self.trail.is_open(var) {
                let first = self.firsts.get(var as usize);
                return Some(Lit::new(var, first.copied().unwrap_or_default()));
            }
        }
    }

    fn back_to(&mut self, level: u32) {
        let order = &mut self.order;
        self.trail
            .back_to(level, |literal| order.insert(literal.var()));
    }
}
