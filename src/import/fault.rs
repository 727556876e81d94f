//! The first fault in a file that cannot be imported.

use crate::diagnostic::{Diagnostic, RuleName};
use crate::syntax::{FileId, Span};

/// What is wrong, and where.
#[derive(Debug)]
pub struct ImportError(Box<Diagnostic>);

impl ImportError {
    pub(super) fn new(
        format: &'static str,
        file: FileId,
        span: Span,
        message: impl Into<String>,
        label: &str,
    ) -> Self {
        Self(Box::new(
            Diagnostic::new(RuleName::new(format), message).label(file, span, label),
        ))
    }

    /// Adds how to fix it.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self(Box::new(self.0.help(help)))
    }

    /// Adds another place.
    pub(super) fn label(self, file: FileId, span: Span, label: &str) -> Self {
        Self(Box::new(self.0.label(file, span, label)))
    }

    /// The fault as a finding. Its rule has the name of the format.
    pub fn finding(&self) -> &Diagnostic {
        &self.0
    }
}
