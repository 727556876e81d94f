//! Which question is asked of a framework, under which semantics.

use std::fmt;
use std::str::FromStr;

use crate::nearest::nearest;

/// When a set of arguments is an extension. The [module](super) defines each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Semantics {
    /// `GR`: the least complete extension.
    Grounded,
    /// `CO`: conflict-free, and exactly what it defends.
    Complete,
    /// `PR`: maximal complete.
    Preferred,
    /// `ST`: conflict-free, and attacks all else.
    Stable,
    /// `SST`: complete, of maximal range.
    SemiStable,
    /// `STG`: conflict-free, of maximal range.
    Stage,
    /// `ID`: the largest admissible set in every preferred extension.
    Ideal,
}

/// What is asked.
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

/// A name that is no task and semantics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownProblem {
    message: String,
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

    /// The competition's abbreviation.
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

    /// The competition's abbreviation.
    pub fn name(self) -> &'static str {
        match self {
            Self::SomeExtension => "SE",
            Self::Credulous => "DC",
            Self::Sceptical => "DS",
            Self::Enumerate => "EE",
            Self::Count => "CE",
        }
    }

    /// Whether it asks about one argument.
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

    /// Reads `DC-CO` and the like; letter case counts for nothing.
    fn from_str(name: &str) -> Result<Self, UnknownProblem> {
        let Some((task, semantics)) = name.split_once('-') else {
            return Err(UnknownProblem {
                message: format!(
                    "`{name}` is no problem: it takes a task and a semantics, such as `DC-PR`"
                ),
            });
        };
        let task = named(task, "task", &Task::ALL, Task::name)?;
        let semantics = named(semantics, "semantics", &Semantics::ALL, Semantics::name)?;
        Ok(Self { task, semantics })
    }
}

fn named<T: Copy>(
    name: &str,
    what: &str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, UnknownProblem> {
    if let Some(&found) = all
        .iter()
        .find(|&&candidate| name_of(candidate).eq_ignore_ascii_case(name))
    {
        return Ok(found);
    }
    let names: Vec<&str> = all.iter().map(|&candidate| name_of(candidate)).collect();
    let meant = nearest(name, names.iter().copied())
        .map(|near| format!(" (did you mean `{near}`?)"))
        .unwrap_or_default();
    Err(UnknownProblem {
        message: format!("no {what} `{name}`{meant}; there are {}", names.join(", ")),
    })
}

impl fmt::Display for UnknownProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for UnknownProblem {}
