//! A finding as data: which rule, what is wrong, where, why, and how to fix it.
//!
//! Rules state facts; only renderers turn them into text. Nothing here prints.

mod rule_name;

use std::fmt;
use std::str::FromStr;

use crate::span::{FileId, Position, Span};
pub use rule_name::RuleName;

/// How serious a finding is.
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

    /// The level's name in files and options.
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
        let mut levels = Self::ALL.into_iter();
        levels.find(|level| level.name() == name).ok_or(())
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The byte range in the file.
    pub span: Span,
}

/// A place in a file, with a comment on it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub place: Place,
    /// A few words to show next to the source line; may be empty.
    pub text: String,
}

/// One step of a path through the map, with the place where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct TrailStep {
    /// What the step says, such as `alike ◀─ premise ─ both-base-layer`.
    pub text: String,
    /// Where the step is written; `None` for a step that stands for several omitted ones.
    pub place: Option<Place>,
}

/// A path through the map that illustrates a finding: a cycle, or how one claim rests on another.
#[derive(Debug, Clone, PartialEq)]
pub struct Trail {
    /// What the path shows; may be empty.
    pub caption: String,
    /// The steps, in order.
    pub steps: Vec<TrailStep>,
}

/// A passage of a source that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CitedPassage {
    /// The source's id.
    pub source: String,
    /// The source's path, as shown to people.
    pub path: String,
    /// The passage's byte range in the source as it is on disk; for a PDF, in the extracted text.
    pub bytes: std::ops::Range<usize>,
    /// Line and column of the first character.
    pub start: Position,
    /// Line and column just after the last character.
    pub end: Position,
    /// How the passage relates to the finding.
    pub role: PassageRole,
    /// The passage's text, if the finding needs it in full.
    pub text: Option<String>,
}

/// How a passage of a source relates to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PassageRole {
    /// The quotation is here.
    Place,
    /// The passage that comes nearest to the quotation.
    Nearest,
    /// Nothing covers this passage.
    LeftOut,
}

/// How sure it is that a change is what the author means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The change must be what was meant; it may be made without asking.
    Certain,
    /// The change is likely, and is only suggested; a person decides.
    Guess,
}

/// A change that would fix a finding. Its edits are made all together or not at all.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fix {
    /// What the change does, in the imperative.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// The places to replace, each with its new text.
    pub edits: Vec<(Place, String)>,
}

impl Fix {
    /// A change that must be what was meant.
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
    /// How serious the finding is. Set by the registry of rules, from the rule and the settings of the map and the
    /// user.
    pub level: Level,
    /// What is wrong, in one line, with names in backquotes.
    pub message: String,
    /// Where: the first label is the finding's own place, the others are related places.
    pub labels: Vec<Label>,
    /// Paths through the map that illustrate the finding.
    pub trails: Vec<Trail>,
    /// Passages of sources that the finding is about.
    pub passages: Vec<CitedPassage>,
    /// Further remarks, such as why it matters.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// Changes that each fix the finding. If there are several, they are alternatives, and only a person chooses.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// Creates a finding of `rule` with only a message.
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

    /// Adds a place. The first one added is the finding's own.
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

    /// Adds a passage of a source.
    #[must_use]
    pub fn passage(mut self, passage: CitedPassage) -> Self {
        self.passages.push(passage);
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds advice on how to fix it.
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

    /// Adds alternative changes that each fix it.
    #[must_use]
    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }

    /// The change that fixes it, if there is exactly one.
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
