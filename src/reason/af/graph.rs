//! The attacks of a framework, in compressed rows in both directions.

use super::Argument;
use super::founded::Knot;
use super::table::ArgumentTable;
use crate::narrow::narrow;
use crate::rows::Rows;

/// The attacks of a framework: for each argument its attackers and its targets, ascending and without repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AttackGraph {
    size: u32,
    attackers: Rows<Argument>,
    targets: Rows<Argument>,
    knots: Vec<Knot>,
    /// Arguments that do not count towards a range.
    silent: ArgumentTable<bool>,
}

/// A part of a graph: its arguments are renumbered from 0, and `origin` has their numbers in the whole.
#[derive(Debug)]
pub(super) struct GraphPart {
    pub(super) graph: AttackGraph,
    pub(super) origin: Vec<Argument>,
}

impl AttackGraph {
    /// The graph of `size` arguments with these attacks; attacks that involve any other argument are left out. O(size +
    /// attacks).
    pub(super) fn new(size: u32, attacks: &[(Argument, Argument)]) -> Self {
        let pairs = || {
            attacks
                .iter()
                .filter(|(source, target)| *source < size && *target < size)
        };
        // Two counting sorts: rows filled in the order of the other end are sorted.
        let nodes = size as usize;
        let unsorted = Rows::gather(nodes, || {
            pairs().map(|&(source, target)| (target as usize, source))
        });
        let mut targets = Rows::gather(nodes, || unsorted.flipped());
        drop(unsorted);
        targets.dedup();
        let attackers = Rows::gather(nodes, || targets.flipped());
        Self {
            size,
            attackers,
            targets,
            knots: Vec::new(),
            silent: ArgumentTable::new(nodes),
        }
    }

    /// The same graph, with knots of arguments that hold each other up, which is never enough to stand.
    ///
    /// In every knot, attacks must lead from each argument to every other one, and the grounded labelling must leave all of
    /// it undecided.
    pub(super) fn with_knots(self, knots: Vec<Knot>) -> Self {
        Self { knots, ..self }
    }

    /// The same graph, with some arguments marked as silent: they only help to express the others, and need not be decided.
    pub(super) fn with_silent(self, silent: &[Argument]) -> Self {
        let silent = ArgumentTable::of(self.len(), silent);
        Self { silent, ..self }
    }

    /// Whether the argument counts towards a range.
    pub(super) fn counts(&self, argument: Argument) -> bool {
        !self.silent.at(argument)
    }

    /// The knots of arguments that hold each other up.
    pub(super) fn knots(&self) -> &[Knot] {
        &self.knots
    }

    pub(super) fn size(&self) -> u32 {
        self.size
    }

    pub(super) fn len(&self) -> usize {
        self.size as usize
    }

    pub(super) fn arguments(&self) -> std::ops::Range<Argument> {
        0..self.size
    }

    pub(super) fn attack_count(&self) -> usize {
        self.targets.all().len()
    }

    pub(super) fn attackers(&self, argument: Argument) -> &[Argument] {
        self.attackers.of(argument as usize)
    }

    pub(super) fn targets(&self, argument: Argument) -> &[Argument] {
        self.targets.of(argument as usize)
    }

    pub(super) fn attacks_itself(&self, argument: Argument) -> bool {
        self.targets(argument).binary_search(&argument).is_ok()
    }

    /// The parts that `part_of` assigns arguments to. Arguments without a part are left out, and so are attacks between
    /// parts. O(arguments + attacks).
    pub(super) fn split(&self, part_of: &ArgumentTable<Option<u32>>, parts: u32) -> Vec<GraphPart> {
        let mut local = ArgumentTable::<u32>::new(self.len());
        let mut origins = vec![Vec::new(); parts as usize];
        for argument in self.arguments() {
            if let Some(origin) = part_of
                .at(argument)
                .and_then(|part| origins.get_mut(part as usize))
            {
                local.set(argument, narrow(origin.len()));
                origin.push(argument);
            }
        }
        let mut knots = vec![Vec::new(); origins.len()];
        for knot in &self.knots {
            if let Some(part) = part_of.at(knot.first())
                && let Some(knots) = knots.get_mut(part as usize)
            {
                knots.push(knot.renumbered(|argument| local.at(argument)));
            }
        }
        origins
            .into_iter()
            .zip(knots)
            .map(|(origin, knots)| {
                let attacks: Vec<_> = origin
                    .iter()
                    .flat_map(|&source| {
                        self.targets(source)
                            .iter()
                            .map(move |&target| (source, target))
                    })
                    .filter(|&(source, target)| part_of.at(source) == part_of.at(target))
                    .map(|(source, target)| (local.at(source), local.at(target)))
                    .collect();
                let size = narrow(origin.len());
                let silent = origin.iter().filter(|&&argument| self.silent.at(argument));
                let silent: Vec<_> = silent.map(|&argument| local.at(argument)).collect();
                let graph = Self::new(size, &attacks);
                GraphPart {
                    graph: graph.with_knots(knots).with_silent(&silent),
                    origin,
                }
            })
            .collect()
    }

    /// The part that consists of the arguments that are `kept`.
    pub(super) fn restrict(&self, kept: impl Fn(Argument) -> bool) -> GraphPart {
        let mut part_of = ArgumentTable::new(self.len());
        for argument in self.arguments().filter(|&argument| kept(argument)) {
            part_of.set(argument, Some(0));
        }
        self.split(&part_of, 1).pop().unwrap_or_else(|| GraphPart {
            graph: Self::new(0, &[]),
            origin: Vec::new(),
        })
    }

    /// The argument, and all arguments from which attacks lead to it, directly or through others.
    pub(super) fn ancestors(&self, argument: Argument) -> ArgumentTable<bool> {
        self.ancestors_of_all(&[argument])
    }

    /// The arguments given, and all from which attacks lead to one of them, directly or through others.
    pub(super) fn ancestors_of_all(&self, arguments: &[Argument]) -> ArgumentTable<bool> {
        let mut seen = ArgumentTable::of(self.len(), arguments);
        let mut open = arguments.to_vec();
        while let Some(next) = open.pop() {
            for &attacker in self.attackers(next) {
                if seen.mark(attacker) {
                    open.push(attacker);
                }
            }
        }
        seen
    }

    /// The connected parts of the `kept` arguments, in the order of their first arguments.
    pub(super) fn components(&self, kept: impl Fn(Argument) -> bool) -> Vec<GraphPart> {
        let mut part_of = ArgumentTable::<Option<u32>>::new(self.len());
        let mut parts = 0;
        let mut open = Vec::new();
        for start in self.arguments() {
            if part_of.at(start).is_some() || !kept(start) {
                continue;
            }
            part_of.set(start, Some(parts));
            open.push(start);
            while let Some(next) = open.pop() {
                for &near in self.attackers(next).iter().chain(self.targets(next)) {
                    if part_of.at(near).is_none() && kept(near) {
                        part_of.set(near, Some(parts));
                        open.push(near);
                    }
                }
            }
            parts += 1;
        }
        self.split(&part_of, parts)
    }
}

impl GraphPart {
    /// Converts numbers of this part to numbers of the whole.
    pub(super) fn lift(&self, members: &[Argument]) -> impl Iterator<Item = Argument> {
        members
            .iter()
            .filter_map(|&member| self.origin.get(member as usize).copied())
    }

    /// The number in this part of an argument of the whole; `None` if it is not in this part.
    pub(super) fn position(&self, argument: Argument) -> Option<Argument> {
        self.origin
            .binary_search(&argument)
            .ok()
            .and_then(|position| u32::try_from(position).ok())
    }

    /// The members that are in this part, as numbers of this part; `members` has numbers of the whole.
    pub(super) fn lower(&self, members: &[Argument]) -> Vec<Argument> {
        members
            .iter()
            .filter_map(|&member| self.position(member))
            .collect()
    }
}
