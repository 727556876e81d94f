//! A finding as facts: which rule, what is wrong, where, why, and the way out.
//!
//! Rules state facts; only renderers make text of them. Nothing here is printed.

mod rule_name;

use std::fmt;
use std::str::FromStr;

use crate::span::{FileId, Position, Span};
pub use rule_name::RuleName;

/// How grave a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Allow,
    /// Worth knowing; never makes a check fail.
    Note,
    /// Probably a mistake; makes a check fail only if asked to.
    Warn,
    /// A mistake; makes a check fail.
    Deny,
}

impl Level {
    /// All levels, the mildest first.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Note, Self::Warn, Self::Deny];

    /// The name by which files and options call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|level| level.name() == name)
            .ok_or(())
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// A place with what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words, for next to the source line; may be empty.
    pub text: String,
}

/// One step of a path through the map, with the place that states it.
#[derive(Debug, Clone, PartialEq)]
pub struct TrailStep {
    /// What the step says, such as `alike ◀─ premise ─ both-base-layer`.
    pub text: String,
    /// Where it was written; none for a step that stands for several left out.
    pub place: Option<Place>,
}

/// A path through the map that makes a finding plain: a cycle, or how a claim rests on another.
#[derive(Debug, Clone, PartialEq)]
pub struct Trail {
    /// What the path shows; may be empty.
    pub caption: String,
    /// Its steps, in order.
    pub steps: Vec<TrailStep>,
}

/// A stretch of a source that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CitedPassage {
    /// The source's id.
    pub source: String,
    /// Its path, as people are shown it.
    pub path: String,
    /// Its bytes in the source as it is on disk (in the text taken out of it, for a PDF).
    pub bytes: std::ops::Range<usize>,
    /// Line and column of the first character.
    pub start: Position,
    /// Line and column just after the last character.
    pub end: Position,
    /// What the passage is to the finding, in a word.
    pub role: PassageRole,
    /// What it says, if that is to be known whole.
    pub text: Option<String>,
}

/// What a stretch of a source is to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PassageRole {
    /// The quotation stands here.
    Place,
    /// The quotation does not stand here, but nearly.
    Nearest,
    /// Nothing covers this.
    LeftOut,
}

/// How sure it is that a change is what the author means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The change can only be what was meant; it may be made without asking.
    Certain,
    /// The change is likely, and is shown; only a person decides on it.
    Guess,
}

/// A change that would fix a finding: every edit together, or none.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// The bytes to replace, and with what.
    pub edits: Vec<(Place, String)>,
}

impl Fix {
    /// A change that can only be what was meant.
    pub fn certain(title: impl Into<String>, edits: Vec<(Place, String)>) -> Self {
        Self {
            title: title.into(),
            applicability: Applicability::Certain,
            edits,
        }
    }

    /// A change that is likely what was meant.
    pub fn guess(title: impl Into<String>, edits: Vec<(Place, String)>) -> Self {
        Self {
            title: title.into(),
            applicability: Applicability::Guess,
            edits,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: RuleName,
    /// How grave it is. Set by the registry of rules, from the rule and the map's and the user's settings.
    pub level: Level,
    /// What is wrong, in one line; names in backquotes.
    pub message: String,
    /// Where: the first label is the finding's own place, the rest are related ones.
    pub labels: Vec<Label>,
    /// Paths through the map that show it.
    pub trails: Vec<Trail>,
    /// Stretches of sources that it is about.
    pub passages: Vec<CitedPassage>,
    /// What else is worth knowing, such as why it matters.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// Changes that fix it, each by itself: several are alternatives, among which only a person chooses.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` with nothing but its message.
    pub fn new(rule: RuleName, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: Level::Deny,
            message: message.into(),
            labels: Vec::new(),
            trails: Vec::new(),
            passages: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds a place; the first one added is the finding's own.
    #[must_use]
    pub fn label(mut self, file: FileId, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place: Place { file, span },
            text: text.into(),
        });
        self
    }

    /// Adds a path through the map.
    #[must_use]
    pub fn trail(mut self, trail: Trail) -> Self {
        self.trails.push(trail);
        self
    }

    /// Adds a stretch of a source.
    #[must_use]
    pub fn passage(mut self, passage: CitedPassage) -> Self {
        self.passages.push(passage);
        self
    }

    /// Adds what else is worth knowing.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a change that fixes it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds changes that fix it, each by itself.
    #[must_use]
    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }

    /// The change that fixes it, if there is one and no other.
    pub fn only_fix(&self) -> Option<&Fix> {
        match self.fixes.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The finding's own place, if it has one.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }
}
