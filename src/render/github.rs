//! GitHub workflow commands: one line per finding, shown as an annotation on the changed line.

use std::fmt::{self, Write};

use super::WorkTree;
use crate::check::Report;
use crate::diagnostic::{Diagnostic, Level};
use crate::place::{Places, Written};
use crate::printable::{Show, Shown, printable_lines};
use crate::shown;
use crate::syntax::Files;

/// The findings as workflow commands (GitHub Docs, "Workflow commands for GitHub Actions"), with paths relative to
/// `tree`.
pub fn github(report: &Report, files: &Files, tree: &WorkTree) -> Shown {
    let places = Places::new(files);
    let findings = report.diagnostics.iter();
    findings
        .map(|finding| command(finding, &places, tree))
        .collect()
}

fn command(finding: &Diagnostic, places: &Places<'_>, tree: &WorkTree) -> Shown {
    let at = finding.place().map_or_else(Shown::new, |place| {
        let region = places.region(place);
        let (start, end) = (region.start, region.end);
        let path = tree.path(region.file);
        let file = Property(&path);
        // GitHub uses columns only if start and end are on the same line.
        if start.line == end.line {
            shown!(
                "file={},line={},col={},endLine={},endColumn={},",
                file,
                start.line,
                start.column,
                end.line,
                end.column
            )
        } else {
            shown!("file={},line={},endLine={},", file, start.line, end.line)
        }
    });
    let mut lines = vec![finding.message.as_str()];
    lines.extend(
        finding
            .notes
            .iter()
            .chain(&finding.help)
            .map(String::as_str),
    );
    shown!(
        "::{} {}title={}::{}\n",
        name(finding.level),
        at,
        Property(&format!("argmap({})", finding.rule)),
        EscapedMessage(&lines.join("\n"))
    )
}

/// GitHub's name for a level.
const fn name(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "notice",
    }
}

/// An annotation that does not come from a finding.
#[derive(Debug, Clone, Copy)]
pub struct Annotation<'a> {
    /// How serious it is.
    pub level: Level,
    /// The annotation's title.
    pub title: &'a str,
    /// The annotation's text, on one or more lines.
    pub message: &'a str,
    /// The place that it marks.
    pub at: Option<&'a Written>,
}

impl Annotation<'_> {
    /// The workflow command for this annotation, with a path relative to `tree`.
    pub fn command(&self, tree: &WorkTree) -> Shown {
        let at = self.at.map_or_else(Shown::new, |at| {
            let path = tree.path(&at.file);
            shown!(
                "file={},line={},col={},",
                Property(&path),
                at.line,
                at.column
            )
        });
        let (title, message) = (Property(self.title), EscapedMessage(self.message));
        shown!(
            "::{} {}title={}::{}\n",
            name(self.level),
            at,
            title,
            message
        )
    }
}

/// The message of a command: escapes what would end the command.
struct EscapedMessage<'t>(&'t str);

/// A property of a command: also escapes what would end the property.
struct Property<'t>(&'t str);

impl Show for EscapedMessage<'_> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, false, f)
    }
}

impl Show for Property<'_> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, true, f)
    }
}

fn escape(text: &str, in_property: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for character in printable_lines(text).chars() {
        match character {
            '%' => f.write_str("%25")?,
            '\n' => f.write_str("%0A")?,
            ':' if in_property => f.write_str("%3A")?,
            ',' if in_property => f.write_str("%2C")?,
            '\t' => f.write_char(' ')?,
            other => f.write_char(other)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::{WorkTree, github};

    #[test]
    fn a_finding_is_one_command_whatever_its_text_holds() {
        let (report, files) = fixture::report();
        insta::assert_snapshot!(github(&report, &files, &WorkTree::default()), @r"
        ::error file=mapa 1/ação%2C50%25%3Ax.toml,line=2,col=19,endLine=2,endColumn=26,title=argmap(unknown-claim)::`z` names `chuve`, which is not a claim%0Adid you mean `chuva`?
        ::error file=mapa 1/ação%2C50%25%3Ax.toml,line=3,endLine=5,title=argmap(circular-support)::`chuva` rests on itself, 100%25: \u{1b}[31mred%0Aa circle proves nothing%0Aof what is on it%0Adrop one of these steps
        ::warning file=mapa 1/ação%2C50%25%3Ax.toml,line=5,col=1,endLine=5,endColumn=14,title=argmap(missing-translation)::`chuva` has no text in `en`
        ::notice title=argmap(no-thesis)::the map declares no thesis
        ");
    }
}
