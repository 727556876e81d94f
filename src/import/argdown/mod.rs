//! Argdown (<https://argdown.org>, Voigt & Betz): statements and arguments in a form like Markdown.
//!
//! All statements with the same title are one claim. So is an argument, unless it is reconstructed: then its
//! inferences are steps, and what attacks it undercuts the last of them. Premises that only some inferences use are
//! named by `uses`. Headings are sections; tags stay tags. Statements that argmap has written for questions become
//! questions again. Markup, data in braces, the front matter and relations that a map cannot express are kept as
//! `data.argdown`. Comments are lost.

mod build;
pub(crate) mod inline;
mod source;
mod syntax;

use super::fault::ImportError;
use super::{Format, Reading};
use crate::losses::What;
use crate::narrow::narrow;
use crate::syntax::FileId;
use source::Source;

/// The name under which a map keeps what it cannot say.
pub(crate) const ARGDOWN: &str = "argdown";

/// Argdown.
pub(super) struct Argdown;

impl Format for Argdown {
    fn name(&self) -> &'static str {
        ARGDOWN
    }

    fn about(&self) -> &'static str {
        "Argdown 1 and 2"
    }

    fn is_like(&self, name: &str, text: &str) -> bool {
        let is_named = [".argdown", ".ad", ".argdown.md"]
            .iter()
            .any(|ending| name.ends_with(ending));
        let has = |words: &str| super::has(text, words);
        is_named
            || (!super::starts_json(text)
                && !super::starts_xml(text)
                && (has("\n  + <")
                    || has("\n  - <")
                    || has("\n    + <")
                    || has("\n    - <")
                    || has("]:") && has("\n----")))
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        let given = reading.files.files.len();
        let mut builder = build::Builder::default();
        for number in 0..given {
            let source = Source::new(FileId(narrow(number)), reading.files, reading.includes)?;
            let tree = syntax::read(&source)?;
            reading
                .draft
                .lose(What::new("comment", "comments"), source.comments);
            reading.draft.lose(
                What::new(
                    "include of a file that includes it",
                    "includes of files that include them",
                ),
                source.circles,
            );
            builder.add(source, tree);
        }
        builder.build(&mut reading.draft)
    }
}

/// A tag as it is written, with a blank before it.
pub(crate) fn written_tag(tag: &str) -> String {
    if inline::tag(&format!("#{tag}")) == Some((tag, tag.len() + 1)) {
        format!(" #{tag}")
    } else {
        format!(" #({})", tag.replace(')', "]"))
    }
}
