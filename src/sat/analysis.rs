//! What a conflict teaches: a clause that would have prevented it.

#![expect(
    clippy::indexing_slicing,
    reason = "variables and levels index arrays that are made for them"
)]

use std::cmp::Reverse;
use std::mem;

use super::clauses::{Clauses, Place};
use super::lit::{Lit, Var};
use super::order::Order;
use super::propagation::Conflict;
use super::trail::{Reason, Trail};

/// Learns from conflicts, one after the other.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    /// What was learnt last: first the literal that now follows, then one of the level at which it does.
    lemma: Vec<Lit>,
    /// The variables that were met, and those that follow from what was.
    seen: Vec<bool>,
    met: Vec<Var>,
    /// Variables, and levels, that bear the stamp at hand.
    marks: Vec<u64>,
    level_marks: Vec<u64>,
    stamp: u64,
    /// The false literals for which another is true.
    reason: Vec<Lit>,
}

/// What was learnt.
#[derive(Debug)]
pub(super) struct Lemma<'a> {
    /// First the literal that now follows, then one of the level on which it does.
    pub(super) literals: &'a [Lit],
    /// The level on which it follows.
    pub(super) level: u32,
    /// On how many levels the literals stood.
    pub(super) glue: u32,
}

impl Analysis {
    /// Adds the next variable.
    pub(super) fn push(&mut self) {
        self.seen.push(false);
        self.marks.push(0);
        // There is one level more than variables.
        self.level_marks.resize(self.seen.len() + 2, 0);
    }

    /// Resolves a conflict of the level at hand until one literal of this level is left (Marques-Silva & Sakallah 1999).
    ///
    /// If there is just one assumption, all of its level follows from it: whatever stands there is summed up by it.
    pub(super) fn learn(
        &mut self,
        conflict: Conflict,
        assumed: Option<Lit>,
        trail: &Trail,
        clauses: &mut Clauses,
        order: &mut Order,
    ) -> Lemma<'_> {
        self.lemma.clear();
        let summed_up = u32::from(assumed.is_some());
        let mut is_assumed = false;
        let mut open = 0;
        let mut place = trail.literals().len();
        self.reason.clear();
        match conflict {
            Conflict::Two(one, other) => self.reason.extend([one, other]),
            Conflict::Clause(clause) => {
                self.note_use(clause, trail, clauses);
                self.reason.extend(clauses.literals(clause));
            }
        }
        let last = loop {
            for index in 0..self.reason.len() {
                let literal = self.reason[index];
                let level = trail.level_of(literal.var());
                if level <= summed_up {
                    is_assumed |= level > 0;
                } else if self.meet(literal.var()) {
                    order.bump(literal.var());
                    if level == trail.level() {
                        open += 1;
                    } else {
                        self.lemma.push(literal);
                    }
                }
            }
            let literal = loop {
                place -= 1;
                let literal = trail.literals()[place];
                if self.seen[literal.var() as usize] {
                    break literal;
                }
            };
            open -= 1;
            if open == 0 {
                break literal;
            }
            if let Reason::Clause(clause) = trail.reason_of(literal.var()) {
                self.note_use(clause, trail, clauses);
            }
            self.gather(literal, trail, clauses);
        };
        let settled = if is_assumed { summed_up } else { 0 };
        self.drop_redundant(settled, trail, clauses);
        self.sum_up_levels(settled, trail, clauses);
        for var in self.met.drain(..) {
            self.seen[var as usize] = false;
        }
        if is_assumed {
            self.lemma.extend(assumed.map(|assumed| !assumed));
        }
        // The literals stand by level, highest first.
        self.lemma.insert(0, !last);
        let level = self.lemma.get(1).map_or(0, |it| trail.level_of(it.var()));
        let lemma = mem::take(&mut self.lemma);
        let glue = self.glue(lemma.iter().copied(), trail);
        self.lemma = lemma;
        Lemma {
            literals: &self.lemma,
            level,
            glue,
        }
    }

    /// Notes the variable; whether it is met for the first time.
    fn meet(&mut self, var: Var) -> bool {
        let is_new = !mem::replace(&mut self.seen[var as usize], true);
        if is_new {
            self.met.push(var);
        }
        is_new
    }

    /// Puts into `reason` the false literals for which a literal is true.
    fn gather(&mut self, literal: Lit, trail: &Trail, clauses: &Clauses) {
        self.reason.clear();
        match trail.reason_of(literal.var()) {
            Reason::Chosen => (),
            Reason::Other(other) => self.reason.push(other),
            Reason::Clause(clause) => {
                let others = clauses.literals(clause).filter(|&it| it != literal);
                self.reason.extend(others);
            }
        }
    }

    /// Drops what follows from the rest (Sörensson & Biere 2009).
    fn drop_redundant(&mut self, settled: u32, trail: &Trail, clauses: &Clauses) {
        self.stamp += 1;
        for literal in &self.lemma {
            self.level_marks[trail.level_of(literal.var()) as usize] = self.stamp;
        }
        let mut lemma = mem::take(&mut self.lemma);
        lemma.retain(|&literal| !self.follows(literal, settled, trail, clauses));
        self.lemma = lemma;
    }

    /// Whether a false literal follows from what was seen: if so, all that it follows over counts as seen.
    fn follows(&mut self, literal: Lit, settled: u32, trail: &Trail, clauses: &Clauses) -> bool {
        let before = self.met.len();
        let mut open = vec![literal];
        while let Some(literal) = open.pop() {
            self.gather(!literal, trail, clauses);
            let mut is_chosen = self.reason.is_empty();
            for index in 0..self.reason.len() {
                let other = self.reason[index];
                let level = trail.level_of(other.var());
                if level <= settled || self.seen[other.var() as usize] {
                    continue;
                }
                // What stands on a level of its own does not follow.
                is_chosen |= self.level_marks[level as usize] != self.stamp;
                if is_chosen {
                    break;
                }
                self.meet(other.var());
                open.push(other);
            }
            if is_chosen {
                for var in self.met.drain(before..) {
                    self.seen[var as usize] = false;
                }
                return false;
            }
        }
        true
    }

    /// Orders the literals by level, highest first, and puts one for all of a level, from which they follow, where that adds none of
    /// another level (Fleury & Biere 2021); else, for those that follow from one over clauses of two literals, that one.
    fn sum_up_levels(&mut self, settled: u32, trail: &Trail, clauses: &Clauses) {
        let level_of = |literal: &Lit| trail.level_of(literal.var());
        let mut literals = mem::take(&mut self.lemma);
        literals.sort_unstable_by_key(|literal| (Reverse(level_of(literal)), *literal));
        let mut lemma = Vec::with_capacity(literals.len() + 2);
        for same in literals.chunk_by(|one, other| level_of(one) == level_of(other)) {
            if let &[one] = same {
                lemma.push(one);
            } else if let Some(one) = self.sum_up(same, settled, trail, clauses) {
                lemma.push(one);
            } else {
                self.stamp += 1;
                for literal in same {
                    let root = trail.root_of(literal.var());
                    if self.mark(root.var()) {
                        lemma.push(!root);
                    }
                }
            }
        }
        self.lemma = lemma;
    }

    /// The one literal of a level from which these of it follow, with what was seen of others.
    fn sum_up(
        &mut self,
        literals: &[Lit],
        settled: u32,
        trail: &Trail,
        clauses: &Clauses,
    ) -> Option<Lit> {
        let level = trail.level_of(literals.first()?.var());
        self.stamp += 1;
        for literal in literals {
            self.mark(literal.var());
        }
        let mut open = literals.len();
        let mut place = trail.end_of(level);
        loop {
            place -= 1;
            let literal = trail.literals()[place];
            if self.marks[literal.var() as usize] != self.stamp {
                continue;
            }
            open -= 1;
            if open == 0 {
                return Some(!literal);
            }
            self.gather(literal, trail, clauses);
            if self.reason.is_empty() {
                return None;
            }
            for index in 0..self.reason.len() {
                let var = self.reason[index].var();
                if trail.level_of(var) == level {
                    open += usize::from(self.mark(var));
                } else if trail.level_of(var) > settled && !self.seen[var as usize] {
                    return None;
                }
            }
        }
    }

    /// Puts the stamp at hand on the variable; whether it did not bear it.
    fn mark(&mut self, var: Var) -> bool {
        mem::replace(&mut self.marks[var as usize], self.stamp) != self.stamp
    }

    /// On how many levels the literals stand.
    fn glue(&mut self, literals: impl Iterator<Item = Lit>, trail: &Trail) -> u32 {
        self.stamp += 1;
        let mut glue = 0;
        for literal in literals {
            let mark = &mut self.level_marks[trail.level_of(literal.var()) as usize];
            glue += u32::from(mem::replace(mark, self.stamp) != self.stamp);
        }
        glue
    }

    /// Notes that a clause took part, if it was learnt.
    fn note_use(&mut self, clause: Place, trail: &Trail, clauses: &mut Clauses) {
        if clauses.glue(clause).is_some() {
            let glue = self.glue(clauses.literals(clause), trail);
            clauses.mark_used(clause, glue);
        }
    }
}
