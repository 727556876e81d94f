//! Abstract argumentation frameworks: named arguments, and which attacks which.

use std::borrow::Cow;

use super::Argument;
use super::founded::Knot;
use super::graph::AttackGraph;

/// An abstract argumentation framework (Dung 1995): a set of arguments and a binary relation of attack.
///
/// Arguments are numbered from 0; an attack counts once, however often it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    graph: AttackGraph,
    names: ArgumentNames,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ArgumentNames {
    /// Every argument is named by its number, counted from 1.
    Numbers,
    Given(NameList),
}

/// A list of names, one after the other in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reason) struct NameList {
    text: String,
    /// Where each name ends.
    ends: Vec<usize>,
}

impl NameList {
    /// An empty list with room for this many names.
    pub(in crate::reason) fn with_capacity(names: usize) -> Self {
        Self {
            text: String::new(),
            ends: Vec::with_capacity(names),
        }
    }

    pub(in crate::reason) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    /// The name with this number, counted from 0; empty if there is none.
    pub(in crate::reason) fn get(&self, number: Argument) -> &str {
        let number = number as usize;
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0);
        let name = self
            .ends
            .get(number)
            .and_then(|&end| self.text.get(start..end));
        name.unwrap_or_default()
    }
}

impl Framework {
    /// Maximum number of arguments that a framework can have: 67,108,864.
    pub const MAX_ARGUMENTS: u32 = 1 << 26;

    /// A framework of arguments named `1` to `size`, at most [`Framework::MAX_ARGUMENTS`] of them. Attacks that involve an
    /// argument that it does not have are left out. O(arguments + attacks).
    pub fn numbered(size: u32, attacks: &[(Argument, Argument)]) -> Self {
        Self {
            graph: AttackGraph::new(size.min(Self::MAX_ARGUMENTS), attacks),
            names: ArgumentNames::Numbers,
        }
    }

    /// A framework of arguments with these names, which should all differ; at most [`Framework::MAX_ARGUMENTS`] of them.
    /// Attacks that involve an argument that it does not have are left out. O(arguments + attacks).
    pub fn named<N: AsRef<str>>(
        names: impl IntoIterator<Item = N>,
        attacks: &[(Argument, Argument)],
    ) -> Self {
        let names = names.into_iter().take(Self::MAX_ARGUMENTS as usize);
        let mut list = NameList::with_capacity(names.size_hint().0);
        for name in names {
            list.push(name.as_ref());
        }
        Self::listed(list, attacks)
    }

    /// The same for a list of names, at most [`Framework::MAX_ARGUMENTS`] of them.
    pub(in crate::reason) fn listed(names: NameList, attacks: &[(Argument, Argument)]) -> Self {
        let size = u32::try_from(names.ends.len()).unwrap_or(Self::MAX_ARGUMENTS);
        Self {
            graph: AttackGraph::new(size, attacks),
            names: ArgumentNames::Given(names),
        }
    }

    /// The same framework, with knots of arguments that hold each other up, which is never enough to stand.
    pub(in crate::reason) fn with_knots(self, knots: Vec<Knot>) -> Self {
        Self {
            graph: self.graph.with_knots(knots),
            names: self.names,
        }
    }

    /// The same framework, with some arguments marked as silent: they only help to express the others, and semi-stable
    /// extensions need not decide them.
    pub(in crate::reason) fn with_silent(self, silent: &[Argument]) -> Self {
        Self {
            graph: self.graph.with_silent(silent),
            names: self.names,
        }
    }

    /// How many arguments there are.
    pub fn argument_count(&self) -> u32 {
        self.graph.size()
    }

    /// How many attacks there are.
    pub fn attack_count(&self) -> usize {
        self.graph.attack_count()
    }

    /// All arguments.
    pub fn arguments(&self) -> std::ops::Range<Argument> {
        self.graph.arguments()
    }

    /// The arguments that attack this one, ascending.
    pub fn attackers(&self, argument: Argument) -> &[Argument] {
        self.graph.attackers(argument)
    }

    /// The arguments that this one attacks, ascending.
    pub fn targets(&self, argument: Argument) -> &[Argument] {
        self.graph.targets(argument)
    }

    /// All attacks, `(attacker, target)`, ascending.
    pub fn attacks(&self) -> impl Iterator<Item = (Argument, Argument)> {
        self.arguments().flat_map(|source| {
            self.targets(source)
                .iter()
                .map(move |&target| (source, target))
        })
    }

    /// The name of an argument.
    pub fn name(&self, argument: Argument) -> Cow<'_, str> {
        match &self.names {
            ArgumentNames::Numbers => Cow::Owned((u64::from(argument) + 1).to_string()),
            ArgumentNames::Given(names) => Cow::Borrowed(names.get(argument)),
        }
    }

    /// Whether the arguments are named by their numbers, from `1`.
    pub fn is_numbered(&self) -> bool {
        matches!(self.names, ArgumentNames::Numbers)
    }

    /// The argument with this name. O(1) if the arguments are named by their numbers, otherwise O(arguments).
    pub fn find(&self, name: &str) -> Option<Argument> {
        match &self.names {
            ArgumentNames::Numbers => name
                .parse::<u32>()
                .ok()
                .and_then(|number| number.checked_sub(1))
                .filter(|argument| self.arguments().contains(argument)),
            ArgumentNames::Given(_) => self.arguments().find(|&a| self.name(a) == name),
        }
    }

    pub(super) fn graph(&self) -> &AttackGraph {
        &self.graph
    }
}
