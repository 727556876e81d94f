//! A graph turned into clauses whose solutions are its labellings of one kind.

use super::Argument;
use super::budget::{Budget, Interrupted};
use super::graph::Graph;
use super::sat::Sat;
use super::table::Table;
use crate::sat::Lit;

/// Which labellings the clauses admit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Accepted iff all attackers are rejected, rejected iff some attacker is accepted (Caminada 2006).
    Complete,
    /// Accepted iff no attacker is; all others are rejected.
    Stable,
    /// No accepted argument attacks another; rejected iff some attacker is accepted.
    ConflictFree,
}

/// The labellings of a graph, one solution at a time.
pub(super) struct Labellings<'g> {
    graph: &'g Graph,
    kind: Kind,
    sat: Sat,
    has_ranges: bool,
}

impl<'g> Labellings<'g> {
    /// Clauses linear in the arguments and attacks.
    pub(super) fn new(graph: &'g Graph, kind: Kind, budget: &Budget) -> Self {
        Self::preferring(graph, kind, budget, |_| true)
    }

    /// The same, where only those arguments are accepted that are `preferred`, wherever it is not decided otherwise.
    pub(super) fn preferring(
        graph: &'g Graph,
        kind: Kind,
        budget: &Budget,
        preferred: impl Fn(Argument) -> bool,
    ) -> Self {
        let mut sat = Sat::new(budget);
        for argument in graph.arguments() {
            sat.variable(preferred(argument));
        }
        if kind != Kind::Stable {
            for _ in graph.arguments() {
                sat.defined();
            }
        }
        let mut this = Self {
            graph,
            kind,
            sat,
            has_ranges: false,
        };
        for argument in graph.arguments() {
            this.encode(argument);
        }
        this
    }

    fn encode(&mut self, argument: Argument) {
        let graph = self.graph;
        let attackers = graph.attackers(argument);
        let accepted = self.accepted(argument);
        let rejected = self.rejected(argument);
        if self.kind == Kind::Stable {
            for &attacker in attackers {
                let other = self.accepted(attacker);
                self.sat.clause([!accepted, !other]);
            }
            let some: Vec<Lit> = attackers.iter().map(|&b| self.accepted(b)).collect();
            self.sat.clause(some.into_iter().chain([accepted]));
            return;
        }
        self.sat.clause([!accepted, !rejected]);
        for &attacker in attackers {
            let attacking = self.accepted(attacker);
            self.sat.clause([!attacking, rejected]);
        }
        let some: Vec<Lit> = attackers.iter().map(|&b| self.accepted(b)).collect();
        self.sat.clause(some.into_iter().chain([!rejected]));
        if self.kind == Kind::Complete {
            for &attacker in attackers {
                let fallen = self.rejected(attacker);
                self.sat.clause([!accepted, fallen]);
            }
            let standing: Vec<Lit> = attackers.iter().map(|&b| !self.rejected(b)).collect();
            self.sat.clause(standing.into_iter().chain([accepted]));
        }
    }

    pub(super) fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// That the argument is accepted.
    #[expect(clippy::unused_self, reason = "reads like its companions")]
    pub(super) fn accepted(&self, argument: Argument) -> Lit {
        Lit::new(argument, true)
    }

    /// That the argument is rejected.
    pub(super) fn rejected(&self, argument: Argument) -> Lit {
        if self.kind == Kind::Stable {
            !self.accepted(argument)
        } else {
            Lit::new(self.graph.size() + argument, true)
        }
    }

    /// That the argument is in the range: accepted, or attacked by what is accepted.
    /// [`Labellings::with_ranges`] must have been called.
    pub(super) fn in_range(&self, argument: Argument) -> Lit {
        Lit::new(2 * self.graph.size() + argument, true)
    }

    /// Adds the literals of [`Labellings::in_range`].
    pub(super) fn with_ranges(mut self) -> Self {
        if !self.has_ranges && self.kind != Kind::Stable {
            self.has_ranges = true;
            for argument in self.graph.arguments() {
                let within = self.sat.defined();
                let (accepted, rejected) = (self.accepted(argument), self.rejected(argument));
                self.sat.clause([!within, accepted, rejected]);
                self.sat.clause([within, !accepted]);
                self.sat.clause([within, !rejected]);
            }
        }
        self
    }

    /// A labelling under these assumptions, as the set it accepts.
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

    /// What speaks against the solution found last: claims that are accepted, or not rejected, unfoundedly.
    fn objections(&self) -> Vec<Vec<Lit>> {
        let mut objections = Vec::new();
        let holds = |literal| self.sat.holds(literal);
        for knot in self.graph.knots() {
            // What is accepted must be founded on what is accepted, and what is not rejected on what is not.
            objections.extend(knot.objections(
                holds,
                |support| self.accepted(support),
                |falling| !self.rejected(falling),
            ));
            if self.kind != Kind::Stable {
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

    /// A literal that holds only where one of these does.
    pub(super) fn any_of(&mut self, literals: impl IntoIterator<Item = Lit>) -> Lit {
        let any = self.sat.defined();
        self.sat.clause(literals.into_iter().chain([!any]));
        any
    }

    /// Demands one of these literals from now on.
    pub(super) fn demand(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.sat.clause(literals);
    }

    /// From now on, some argument outside `set` must be accepted: no subset of it is found again.
    pub(super) fn demand_beyond(&mut self, set: &[Argument]) {
        let members = Table::of(self.graph.len(), set);
        let beyond: Vec<Lit> = self
            .graph
            .arguments()
            .filter(|&argument| !members.at(argument))
            .map(|argument| self.accepted(argument))
            .collect();
        self.demand(beyond);
    }

    /// From now on, no labelling that accepts all of `set`.
    pub(super) fn forbid_all_of(&mut self, set: &[Argument]) {
        let missing: Vec<Lit> = set.iter().map(|&a| !self.accepted(a)).collect();
        self.demand(missing);
    }

    /// From now on, no labelling that accepts exactly `set`.
    pub(super) fn forbid_exactly(&mut self, set: &[Argument]) {
        let members = Table::of(self.graph.len(), set);
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

    /// A largest set of arguments whose `goal` literals hold together with `fixed`, growing from the labelling
    /// found last: `(the set accepted, those whose goal holds)`.
    ///
    /// One search for each time the set grows, and one that shows that it cannot.
    pub(super) fn grow(
        &mut self,
        found: Vec<Argument>,
        goal: impl Fn(&Self, Argument) -> Lit,
        fixed: &[Lit],
    ) -> Result<(Vec<Argument>, Vec<Argument>), Interrupted> {
        let mut found = found;
        loop {
            let (reached, missing): (Vec<Argument>, Vec<Argument>) = self
                .graph
                .arguments()
                .filter(|&argument| self.graph.counts(argument))
                .partition(|&argument| self.holds(goal(self, argument)));
            // What is rejected stays so; where nothing is undecided, nothing is missing.
            let missing: Vec<Argument> = missing
                .into_iter()
                .filter(|&argument| !self.holds(self.rejected(argument)))
                .collect();
            if missing.is_empty() {
                return Ok((found, reached));
            }
            let further: Vec<Lit> = missing.iter().map(|&a| goal(self, a)).collect();
            let more = self.any_of(further);
            let mut assumptions: Vec<Lit> = fixed.to_vec();
            assumptions.push(more);
            assumptions.extend(reached.iter().map(|&argument| goal(self, argument)));
            let larger = self.find(&assumptions)?;
            self.sat.clause([!more]);
            match larger {
                Some(larger) => found = larger,
                None => return Ok((found, reached)),
            }
        }
    }
}
