//! Reads frameworks from text in one of three formats, and writes them.

mod af;
mod apx;
mod error;
mod names;
mod scan;
mod tgf;

use std::io::{self, Write};
use std::path::Path;

pub use error::ParseError;

use super::Argument;
use super::framework::Framework;

/// A text format for frameworks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrameworkFormat {
    /// The competition's format since 2023: `p af 3`, then a line `1 2` for each attack; `#` starts a comment.
    Af,
    /// Facts of a logic program: `arg(a).` and `att(a,b).`; `%` starts a comment.
    Apx,
    /// The trivial graph format: a line for each argument, a line `#`, then a line `a b` for each attack.
    Tgf,
}

impl FrameworkFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Af, Self::Apx, Self::Tgf];

    /// The format's name, which is also the extension of its files: `af`, `apx`, `tgf`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Af => "af",
            Self::Apx => "apx",
            Self::Tgf => "tgf",
        }
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format of a file, from its extension, or else from how its text begins.
    pub fn of(path: &Path, text: &str) -> Self {
        path.extension()
            .and_then(|extension| extension.to_str())
            .and_then(|extension| Self::named(&extension.to_ascii_lowercase()))
            .unwrap_or_else(|| Self::of_text(text))
    }

    fn of_text(text: &str) -> Self {
        let first = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with(['#', '%']))
            .unwrap_or_default();
        if first.starts_with("p ") {
            Self::Af
        } else if first.starts_with("arg") || first.starts_with("att") {
            Self::Apx
        } else {
            Self::Tgf
        }
    }

    /// How [`write`](Self::write) spells the arguments, in order.
    pub fn spelling(self, framework: &Framework) -> Vec<String> {
        let arguments = framework.arguments();
        let is_numbered = match self {
            Self::Af => true,
            Self::Apx => false,
            Self::Tgf => !tgf::is_named(framework),
        };
        let spelt = |argument: Argument| match self {
            _ if is_numbered => (argument + 1).to_string(),
            Self::Apx => apx::written(&framework.name(argument)).into_owned(),
            Self::Af | Self::Tgf => framework.name(argument).into_owned(),
        };
        arguments.map(spelt).collect()
    }

    /// Reads a framework. Linear in the text.
    ///
    /// # Errors
    ///
    /// If the text is not of this format, at the first place where it is not.
    pub fn parse(self, text: &str) -> Result<Framework, ParseError> {
        match self {
            Self::Af => af::parse(text),
            Self::Apx => apx::parse(text),
            Self::Tgf => tgf::parse(text),
        }
    }

    /// Writes a framework.
    ///
    /// `af` has only numbers, so other names are written as comments before the attacks. `tgf` cannot hold a name that is
    /// empty, begins with `#` or a byte order mark, or contains a blank: if there is such a name, all arguments are numbered
    /// from 1, with their names as labels. A line break in a name is written as a blank, except in `apx`, which can hold any
    /// name.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written to.
    pub fn write(self, framework: &Framework, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Af => af::write(framework, out),
            Self::Apx => apx::write(framework, out),
            Self::Tgf => tgf::write(framework, out),
        }
    }
}
