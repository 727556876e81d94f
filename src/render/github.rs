//! GitHub workflow commands: one line a finding, shown as an annotation on the changed line.

use std::fmt::Write;

use super::Places;
use crate::check::Report;
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::Files;

/// The findings as workflow commands (GitHub Docs, "Workflow commands for GitHub Actions").
pub fn github(report: &Report, files: &Files) -> String {
    let places = Places::new(files);
    let mut text = String::new();
    for finding in &report.diagnostics {
        write_command(&mut text, finding, &places);
    }
    text
}

fn write_command(text: &mut String, finding: &Diagnostic, places: &Places<'_>) {
    text.push_str(match finding.level {
        Level::Deny => "::error ",
        Level::Warn => "::warning ",
        Level::Note | Level::Allow => "::notice ",
    });
    if let Some(place) = finding.place() {
        let region = places.region(place);
        let (start, end) = (region.start, region.end);
        text.push_str("file=");
        escape(text, region.file, true);
        // Columns are heeded only where start and end are on one line.
        let _ = if start.line == end.line {
            write!(
                text,
                ",line={},col={},endLine={},endColumn={},",
                start.line, start.column, end.line, end.column
            )
        } else {
            write!(text, ",line={},endLine={},", start.line, end.line)
        };
    }
    text.push_str("title=");
    escape(text, &format!("argmap({})", finding.rule), true);
    text.push_str("::");
    escape(text, &finding.message, false);
    for line in finding.notes.iter().chain(&finding.help) {
        text.push_str("%0A");
        escape(text, line, false);
    }
    text.push('\n');
}

/// Escapes what would end a command, or, in a property, the property.
fn escape(text: &mut String, value: &str, in_property: bool) {
    for character in value.chars() {
        match character {
            '%' => text.push_str("%25"),
            '\r' => text.push_str("%0D"),
            '\n' => text.push_str("%0A"),
            ':' if in_property => text.push_str("%3A"),
            ',' if in_property => text.push_str("%2C"),
            other if other.is_control() => text.extend(other.escape_default()),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::github;

    #[test]
    fn a_finding_is_one_command_whatever_its_text_holds() {
        let (report, files) = fixture::report();
        insta::assert_snapshot!(github(&report, &files), @r"
        ::error file=mapa 1/ação%2C50%25%3Ax.toml,line=2,col=19,endLine=2,endColumn=26,title=argmap(unknown-claim)::`z` names `chuve`, which is no claim%0Adid you mean `chuva`?
        ::error file=mapa 1/ação%2C50%25%3Ax.toml,line=3,endLine=5,title=argmap(circular-support)::`chuva` rests on itself, 100%25: \u{1b}[31mred%0Aa circle proves nothing%0Aof what is on it%0Adrop one of these steps
        ::warning file=mapa 1/ação%2C50%25%3Ax.toml,line=5,col=1,endLine=5,endColumn=14,title=argmap(missing-translation)::`chuva` has no text in `en`
        ::notice title=argmap(no-thesis)::the map declares no thesis
        ");
    }
}
