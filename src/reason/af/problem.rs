//! The questions that can be asked about a framework: a task under a semantics.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::nearest::nearest;
use crate::printable::printable;

/// Which sets of arguments are extensions. The [module](super) defines each semantics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Semantics {
    /// `GR`: the least complete extension.
    #[default]
    Grounded,
    /// `CO`: conflict-free, and containing exactly what it defends.
    Complete,
    /// `PR`: complete and maximal.
    Preferred,
    /// `ST`: conflict-free, and attacks everything else.
    Stable,
    /// `SST`: complete, of maximal range.
    SemiStable,
    /// `STG`: conflict-free, of maximal range.
    Stage,
    /// `ID`: the largest admissible set in every preferred extension.
    Ideal,
}

/// What to find out about a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// `SE`: some extension.
    SomeExtension,
    /// `DC`: is the argument in some extension?
    Credulous,
    /// `DS`: is the argument in every extension?
    Sceptical,
    /// `EE`: every extension.
    Enumerate,
    /// `CE`: the number of extensions.
    Count,
}

/// A task under a semantics, written `DC-CO`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What is asked.
    pub task: Task,
    /// Under which semantics.
    pub semantics: Semantics,
}

/// The error for a name that is not a task and a semantics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownProblem {
    message: String,
    help: String,
}

impl Semantics {
    /// All semantics.
    pub const ALL: [Self; 7] = [
        Self::Grounded,
        Self::Complete,
        Self::Preferred,
        Self::Stable,
        Self::SemiStable,
        Self::Stage,
        Self::Ideal,
    ];

    /// The abbreviation that the competition uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grounded => "GR",
            Self::Complete => "CO",
            Self::Preferred => "PR",
            Self::Stable => "ST",
            Self::SemiStable => "SST",
            Self::Stage => "STG",
            Self::Ideal => "ID",
        }
    }

    /// The full name, as used in sentences and JSON.
    pub fn full_name(self) -> &'static str {
        match self {
            Self::Grounded => "grounded",
            Self::Complete => "complete",
            Self::Preferred => "preferred",
            Self::Stable => "stable",
            Self::SemiStable => "semi-stable",
            Self::Stage => "stage",
            Self::Ideal => "ideal",
        }
    }
}

impl Task {
    /// All tasks.
    pub const ALL: [Self; 5] = [
        Self::SomeExtension,
        Self::Credulous,
        Self::Sceptical,
        Self::Enumerate,
        Self::Count,
    ];

    /// The abbreviation that the competition uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::SomeExtension => "SE",
            Self::Credulous => "DC",
            Self::Sceptical => "DS",
            Self::Enumerate => "EE",
            Self::Count => "CE",
        }
    }

    /// Whether the task is about one argument.
    pub fn needs_argument(self) -> bool {
        matches!(self, Self::Credulous | Self::Sceptical)
    }
}

impl Problem {
    /// Every task under every semantics.
    pub fn all() -> impl Iterator<Item = Self> {
        Semantics::ALL
            .into_iter()
            .flat_map(|semantics| Task::ALL.map(|task| Self { task, semantics }))
    }
}

/// JSON has the full name.
impl Serialize for Semantics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.full_name())
    }
}

impl fmt::Display for Semantics {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for Task {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.task, self.semantics)
    }
}

impl FromStr for Problem {
    type Err = UnknownProblem;

    /// Parses names like `DC-CO`; upper and lower case are the same.
    fn from_str(name: &str) -> Result<Self, UnknownProblem> {
        let known = name.split_once('-').and_then(|(task, semantics)| {
            Some(Self {
                task: named(task, &Task::ALL, Task::name)?,
                semantics: named(semantics, &Semantics::ALL, Semantics::name)?,
            })
        });
        known.ok_or_else(|| UnknownProblem::new(name))
    }
}

fn named<T: Copy>(name: &str, all: &[T], name_of: impl Fn(T) -> &'static str) -> Option<T> {
    let mut all = all.iter().copied();
    all.find(|&candidate| name_of(candidate).eq_ignore_ascii_case(name))
}

impl UnknownProblem {
    fn new(name: &str) -> Self {
        let all: Vec<String> = Problem::all().map(|problem| problem.to_string()).collect();
        let help = match nearest(name, all.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "a problem is one of {} and one of {}, such as `DC-PR`",
                Task::ALL.map(Task::name).join(", "),
                Semantics::ALL.map(Semantics::name).join(", "),
            ),
        };
        Self {
            message: format!("there is no problem `{}`", printable(name)),
            help,
        }
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to fix it.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for UnknownProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.message, self.help)
    }
}

impl std::error::Error for UnknownProblem {}
