//! Reads Argdown (<https://argdown.org>, Voigt & Betz): statements and arguments in a format like Markdown.
//!
//! All statements with the same title become one claim. So does an argument, unless it is reconstructed: then its
//! inferences become steps, and what attacks it undercuts the last of them. If an inference does not use all premises
//! before it, `uses` says which ones it does use. Headings become sections, and tags stay tags. Statements that argmap
//! wrote for questions become questions again. Markup, data in braces, the front matter and relations that a map cannot
//! express are kept as `data.argdown`. Comments are lost.

mod build;
pub(crate) mod inline;
mod source;
mod syntax;

use super::fault::ImportError;
use super::{ImportFormat, Reading};
use crate::losses::What;
use crate::narrow::narrow;
use crate::syntax::FileId;
use source::ArgdownSource;

/// The name under which a map keeps what it cannot express.
pub(crate) const ARGDOWN: &str = "argdown";

/// Argdown.
pub(super) struct ArgdownImport;

impl ImportFormat for ArgdownImport {
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
        let mut builder = build::ArgdownBuilder::default();
        for number in 0..given {
            let source =
                ArgdownSource::new(FileId(narrow(number)), reading.files, reading.includes)?;
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

/// A tag as written in Argdown, after a space.
pub(crate) fn written_tag(tag: &str) -> String {
    if inline::tag(&format!("#{tag}")) == Some((tag, tag.len() + 1)) {
        format!(" #{tag}")
    } else {
        format!(" #({})", tag.replace(')', "]"))
    }
}
