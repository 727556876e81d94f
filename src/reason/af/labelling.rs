//! Turns a graph into clauses whose solutions are its labellings of one kind.

use rustc_hash::FxHashMap;

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::AttackGraph;
use super::sat::Sat;
use super::table::ArgumentTable;
use crate::sat::Lit;

/// Which labellings the clauses allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabellingKind {
    /// Accepted iff all attackers are rejected, rejected iff some attacker is accepted (Caminada 2006).
    Complete,
    /// Accepted iff no attacker is accepted; all others are rejected.
    Stable,
    /// No accepted argument attacks another; rejected iff some attacker is accepted.
    ConflictFree,
}

/// An attacker: one argument, or several that attack the same targets.
#[derive(Debug, Clone, Copy)]
struct Attacker {
    /// That it is accepted, or that one of them is.
    attacks: Lit,
    /// That it is rejected, or that all of them are.
    fallen: Lit,
}

/// The labellings of a graph, one solution at a time.
pub(super) struct Labellings<'g> {
    graph: &'g AttackGraph,
    kind: LabellingKind,
    sat: Sat,
    /// The first variable of [`Labellings::in_range`], once there are any.
    ranges: Option<u32>,
}

impl<'g> Labellings<'g> {
    /// Encodes the graph in clauses linear in the arguments and attacks.
    pub(super) fn new(graph: &'g AttackGraph, kind: LabellingKind, budget: &Budget) -> Self {
        Self::preferring(graph, kind, budget, |_| true)
    }

    /// The same, but where the solver has a choice, it accepts only arguments that are `preferred`.
    pub(super) fn preferring(
        graph: &'g AttackGraph,
        kind: LabellingKind,
        budget: &Budget,
        preferred: impl Fn(Argument) -> bool,
    ) -> Self {
        let mut sat = Sat::new(budget);
        for argument in graph.arguments() {
            sat.variable(preferred(argument));
        }
        if kind != LabellingKind::Stable {
            for _ in graph.arguments() {
                sat.defined();
            }
        }
        let mut this = Self {
            graph,
            kind,
            sat,
            ranges: None,
        };
        let attackers = this.attackers();
        for argument in graph.arguments() {
            this.encode(argument, &attackers);
        }
        this
    }

    /// Each argument as an attacker. Where several attack the same targets and it is worth it, the first stands for all of
    /// them.
    ///
    /// For k arguments with the same t targets this takes about k + t clauses, not k t (after Manthey, Heule & Biere 2012),
    /// and what the solver learns is about all of them together. Arguments built from rules are many, and all those for one
    /// conclusion attack the same targets.
    fn attackers(&mut self) -> ArgumentTable<Option<Attacker>> {
        let graph = self.graph;
        let mut by_targets: FxHashMap<&[Argument], Vec<Argument>> = FxHashMap::default();
        for argument in graph.arguments() {
            let targets = graph.targets(argument);
            by_targets.entry(targets).or_default().push(argument);
        }
        let mut attackers = ArgumentTable::new(graph.len());
        for argument in graph.arguments() {
            let targets = graph.targets(argument);
            let alike = by_targets.get(targets).map_or(&[][..], Vec::as_slice);
            if alike.len() * targets.len() <= alike.len() + targets.len() {
                attackers.set(argument, Some(self.alone(argument)));
            } else if alike.first() == Some(&argument) {
                attackers.set(argument, Some(self.together(alike)));
            }
        }
        attackers
    }

    fn alone(&self, argument: Argument) -> Attacker {
        Attacker {
            attacks: self.accepted(argument),
            fallen: self.rejected(argument),
        }
    }

    fn together(&mut self, arguments: &[Argument]) -> Attacker {
        let attacks = self.sat.defined();
        for &argument in arguments {
            let accepted = self.accepted(argument);
            self.sat.clause([!accepted, attacks]);
        }
        let accepted: Vec<Lit> = arguments.iter().map(|&a| self.accepted(a)).collect();
        self.sat.clause(accepted.into_iter().chain([!attacks]));
        let mut fallen = !attacks;
        if self.kind == LabellingKind::Complete {
            fallen = self.sat.defined();
            for &argument in arguments {
                let rejected = self.rejected(argument);
                self.sat.clause([!fallen, rejected]);
            }
            let standing: Vec<Lit> = arguments.iter().map(|&a| !self.rejected(a)).collect();
            self.sat.clause(standing.into_iter().chain([fallen]));
        }
        Attacker { attacks, fallen }
    }

    fn encode(&mut self, argument: Argument, attackers: &ArgumentTable<Option<Attacker>>) {
        let against = self.graph.attackers(argument).iter();
        let against: Vec<Attacker> = against.filter_map(|&it| attackers.at(it)).collect();
        let accepted = self.accepted(argument);
        let rejected = self.rejected(argument);
        if self.kind != LabellingKind::Stable {
            self.sat.clause([!accepted, !rejected]);
        }
        for attacker in &against {
            self.sat.clause([!attacker.attacks, rejected]);
        }
        let some = against.iter().map(|attacker| attacker.attacks);
        self.sat.clause(some.chain([!rejected]));
        if self.kind == LabellingKind::Complete {
            for attacker in &against {
                self.sat.clause([!accepted, attacker.fallen]);
            }
            let standing = against.iter().map(|attacker| !attacker.fallen);
            self.sat.clause(standing.chain([accepted]));
        }
    }

    pub(super) fn graph(&self) -> &'g AttackGraph {
        self.graph
    }

    /// That the argument is accepted.
    #[expect(clippy::unused_self, reason = "reads like its companions")]
    pub(super) fn accepted(&self, argument: Argument) -> Lit {
        Lit::new(argument, true)
    }

    /// That the argument is rejected.
    pub(super) fn rejected(&self, argument: Argument) -> Lit {
        if self.kind == LabellingKind::Stable {
            !self.accepted(argument)
        } else {
            Lit::new(self.graph.size() + argument, true)
        }
    }

    /// That the argument is in the range: it is accepted, or an accepted argument attacks it. [`Labellings::with_ranges`]
    /// must have been called.
    pub(super) fn in_range(&self, argument: Argument) -> Lit {
        Lit::new(self.ranges.unwrap_or_default() + argument, true)
    }

    /// Adds the variables for [`Labellings::in_range`].
    pub(super) fn with_ranges(mut self) -> Self {
        if self.ranges.is_none() && self.kind != LabellingKind::Stable {
            for argument in self.graph.arguments() {
                let within = self.sat.defined();
                self.ranges.get_or_insert(within.var());
                let (accepted, rejected) = (self.accepted(argument), self.rejected(argument));
                self.sat.clause([!within, accepted, rejected]);
                self.sat.clause([within, !accepted]);
                self.sat.clause([within, !rejected]);
            }
        }
        self
    }

    /// From now on spends this budget, so that an interrupted search can be resumed.
    pub(super) fn spend_from(&mut self, budget: &Budget) {
        self.sat.spend_from(budget);
    }

    /// A labelling under these assumptions, as the set of arguments that it accepts.
    ///
    /// No labelling that the assumptions allow accepts more: the solver chooses only which arguments are accepted, and tries
    /// acceptance first ([`Solver::variable`](crate::sat::Solver::variable)). If only some arguments are preferred, no other
    /// labelling accepts all preferred arguments that this one accepts and leaves out all others that this one leaves out.
    pub(super) fn find(
        &mut self,
        assumptions: &[Lit],
    ) -> Result<Option<Vec<Argument>>, Interrupted> {
        while self.sat.solve(assumptions)? {
            let objections = self.objections();
            if objections.is_empty() {
                let accepted = |&argument: &Argument| self.sat.holds(self.accepted(argument));
                return Ok(Some(self.graph.arguments().filter(accepted).collect()));
            }
            for clause in objections {
                self.sat.clause(clause);
            }
        }
        Ok(None)
    }

    /// The clauses that the solution found last violates: some claims in it are accepted, or not rejected, without
    /// foundation.
    fn objections(&self) -> Vec<Vec<Lit>> {
        let mut objections = Vec::new();
        let holds = |literal| self.sat.holds(literal);
        for knot in self.graph.knots() {
            // Accepted claims must be founded on accepted ones, and claims that are not rejected on claims that are not
            // rejected.
            objections.extend(knot.objections(
                holds,
                |support| self.accepted(support),
                |falling| !self.rejected(falling),
            ));
            if self.kind != LabellingKind::Stable {
                objections.extend(knot.objections(
                    holds,
                    |support| !self.rejected(support),
                    |falling| self.accepted(falling),
                ));
            }
        }
        objections
    }

    /// Whether the literal is true in the labelling found last.
    pub(super) fn holds(&self, literal: Lit) -> bool {
        self.sat.holds(literal)
    }

    /// Requires at least one of these literals from now on.
    pub(super) fn demand(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.sat.clause(literals);
    }

    /// From now on, some argument outside `set` must be accepted, so that no subset of it is found again.
    pub(super) fn demand_beyond(&mut self, set: &[Argument]) {
        let members = ArgumentTable::of(self.graph.len(), set);
        let beyond: Vec<Lit> = self
            .graph
            .arguments()
            .filter(|&argument| !members.at(argument))
            .map(|argument| self.accepted(argument))
            .collect();
        self.demand(beyond);
    }

    /// From now on, no labelling may accept all of `set`.
    pub(super) fn forbid_all_of(&mut self, set: &[Argument]) {
        let missing: Vec<Lit> = set.iter().map(|&a| !self.accepted(a)).collect();
        self.demand(missing);
    }

    /// From now on, no labelling may accept exactly `set`.
    pub(super) fn forbid_exactly(&mut self, set: &[Argument]) {
        let members = ArgumentTable::of(self.graph.len(), set);
        let other: Vec<Lit> = self
            .graph
            .arguments()
            .map(|argument| {
                let accepted = self.accepted(argument);
                if members.at(argument) {
                    !accepted
                } else {
                    accepted
                }
            })
            .collect();
        self.demand(other);
    }

    /// The range of the labelling found last. [`Labellings::with_ranges`] must have been called.
    pub(super) fn range(&self) -> Vec<Argument> {
        let arguments = self.graph.arguments();
        let within =
            |&argument: &_| self.graph.counts(argument) && self.holds(self.in_range(argument));
        arguments.filter(within).collect()
    }

    /// Grows a labelling that accepts `found` and has the range `reached` to one of maximal range under the assumptions;
    /// returns the set that this accepts, and its range. [`Labellings::with_ranges`] must have been called.
    ///
    /// Takes one search each time the range grows, and one to show that it cannot grow further.
    pub(super) fn grow(
        &mut self,
        mut found: Vec<Argument>,
        mut reached: Vec<Argument>,
        assumptions: &[Lit],
    ) -> Result<(Vec<Argument>, Vec<Argument>), Interrupted> {
        // That the range grows: it keeps what it has reached, and reaches something else.
        let growing = self.sat.defined();
        for &assumed in assumptions {
            self.sat.clause([!growing, assumed]);
        }
        let mut kept = ArgumentTable::new(self.graph.len());
        loop {
            for &argument in &reached {
                if kept.mark(argument) {
                    self.sat.clause([!growing, self.in_range(argument)]);
                }
            }
            let arguments = self.graph.arguments();
            let missing: Vec<Lit> = arguments
                .filter(|&argument| self.graph.counts(argument) && !kept.at(argument))
                .map(|argument| self.in_range(argument))
                .collect();
            if missing.is_empty() {
                return Ok((found, reached));
            }
            self.sat.clause(missing.into_iter().chain([!growing]));
            let Some(larger) = self.find(&[growing])? else {
                return Ok((found, reached));
            };
            found = larger;
            reached = self.range();
        }
    }
}
