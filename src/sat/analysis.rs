//! Learns a clause from each conflict, one that would have prevented it.

#![expect(
    clippy::indexing_slicing,
    reason = "variables and levels index arrays that are made for them"
)]

use std::cmp::Reverse;
use std::mem;

use super::clauses::{ClauseRef, Clauses};
use super::lit::{Lit, Var};
use super::order::ActivityOrder;
use super::propagation::Conflict;
use super::trail::{AssignmentTrail, LitReason};

/// Learns from one conflict after another.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    /// The clause learnt last: first the literal that it implies now, then one of the level on which it does.
    lemma: Vec<Lit>,
    /// Whether each variable has been met, or was found to follow from those that were.
    seen: Vec<bool>,
    met: Vec<Var>,
    /// The stamp that each variable, and each level, was marked with last.
    marks: Vec<u64>,
    level_marks: Vec<u64>,
    stamp: u64,
    /// The false literals that make another literal true.
    reason: Vec<Lit>,
}

/// A clause that was learnt.
#[derive(Debug)]
pub(super) struct Lemma<'a> {
    /// First the literal that the clause implies now, then one of the level on which it does.
    pub(super) literals: &'a [Lit],
    /// The level on which the clause implies its first literal.
    pub(super) level: u32,
    /// On how many levels the literals were decided.
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

    /// Resolves a conflict of the current level until one literal of this level is left (Marques-Silva & Sakallah
    /// 1999).
    ///
    /// If there is just one assumption, its whole level follows from it, so it replaces all literals of that level.
    pub(super) fn learn(
        &mut self,
        conflict: Conflict,
        assumed: Option<Lit>,
        trail: &AssignmentTrail,
        clauses: &mut Clauses,
        order: &mut ActivityOrder,
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
                        continue;
                    }
                    // Of a level below, what a literal follows from by clauses of two literals stands for it.
                    let root = trail.root_of(literal.var());
                    if root.var() == literal.var() || self.meet(root.var()) {
                        self.lemma.push(!root);
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
            if let LitReason::Clause(clause) = trail.reason_of(literal.var()) {
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
        // The literals are sorted by level, highest first.
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

    /// Notes the variable, and says whether it is new.
    fn meet(&mut self, var: Var) -> bool {
        let is_new = !mem::replace(&mut self.seen[var as usize], true);
        if is_new {
            self.met.push(var);
        }
        is_new
    }

    /// Fills `reason` with the false literals that make a literal true.
    fn gather(&mut self, literal: Lit, trail: &AssignmentTrail, clauses: &Clauses) {
        self.reason.clear();
        match trail.reason_of(literal.var()) {
            LitReason::Chosen => (),
            LitReason::Other(other) => self.reason.push(other),
            LitReason::Clause(clause) => {
                let others = clauses.literals(clause).filter(|&it| it != literal);
                self.reason.extend(others);
            }
        }
    }

    /// Drops the literals that follow from the others (Sörensson & Biere 2009).
    fn drop_redundant(&mut self, settled: u32, trail: &AssignmentTrail, clauses: &Clauses) {
        self.stamp += 1;
        for literal in &self.lemma {
            self.level_marks[trail.level_of(literal.var()) as usize] = self.stamp;
        }
        let mut lemma = mem::take(&mut self.lemma);
        lemma.retain(|&literal| !self.follows(literal, settled, trail, clauses));
        self.lemma = lemma;
    }

    /// Whether a false literal follows from what has been seen. If so, every literal on the way there counts as seen
    /// too.
    fn follows(
        &mut self,
        literal: Lit,
        settled: u32,
        trail: &AssignmentTrail,
        clauses: &Clauses,
    ) -> bool {
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
                // What depends on a level without literals in the clause does not follow.
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

    /// Sorts the literals by level, highest first. All literals of a level are replaced by the one that they follow from,
    /// if that adds no literal of another level (Fleury & Biere 2021).
    fn sum_up_levels(&mut self, settled: u32, trail: &AssignmentTrail, clauses: &Clauses) {
        let level_of = |literal: &Lit| trail.level_of(literal.var());
        let mut literals = mem::take(&mut self.lemma);
        literals.sort_unstable_by_key(|literal| (Reverse(level_of(literal)), *literal));
        let mut lemma = Vec::with_capacity(literals.len() + 2);
        for same in literals.chunk_by(|one, other| level_of(one) == level_of(other)) {
            match self.sum_up(same, settled, trail, clauses) {
                Some(one) if same.len() > 1 => lemma.push(one),
                _ => lemma.extend(same),
            }
        }
        self.lemma = lemma;
    }

    /// The one literal of their level that these follow from, together with literals of other levels that have been
    /// seen.
    fn sum_up(
        &mut self,
        literals: &[Lit],
        settled: u32,
        trail: &AssignmentTrail,
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

    /// Marks the variable with the current stamp, and says whether that is new.
    fn mark(&mut self, var: Var) -> bool {
        mem::replace(&mut self.marks[var as usize], self.stamp) != self.stamp
    }

    /// On how many levels the literals were decided.
    fn glue(&mut self, literals: impl Iterator<Item = Lit>, trail: &AssignmentTrail) -> u32 {
        self.stamp += 1;
        let mut glue = 0;
        for literal in literals {
            let mark = &mut self.level_marks[trail.level_of(literal.var()) as usize];
            glue += u32::from(mem::replace(mark, self.stamp) != self.stamp);
        }
        glue
    }

    /// Records that a clause took part in a conflict, if it is a learnt one.
    fn note_use(&mut self, clause: ClauseRef, trail: &AssignmentTrail, clauses: &mut Clauses) {
        if clauses.glue(clause).is_some() {
            let glue = self.glue(clauses.literals(clause), trail);
            clauses.mark_used(clause, glue);
        }
    }
}
