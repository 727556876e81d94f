//! One line a finding: `path:line:column: error[rule]: message (help)`.

use std::fmt::Write;

use super::{Places, severity};
use crate::check::Report;
use crate::diagnostic::Diagnostic;
use crate::printable::printable;
use crate::syntax::Files;

/// The findings, one line each, in the form that editors and `grep` read; control characters are shown, not sent.
pub fn short(report: &Report, files: &Files) -> String {
    let places = Places::new(files);
    let mut text = String::new();
    for finding in &report.diagnostics {
        write_line(&mut text, finding, &places);
    }
    text
}

fn write_line(text: &mut String, finding: &Diagnostic, places: &Places<'_>) {
    if let Some(place) = finding.place() {
        let region = places.region(place);
        let (line, column) = (region.start.line, region.start.column);
        push(
            text,
            format_args!("{}:{line}:{column}: ", on_one_line(region.file)),
        );
    }
    let severity = severity(finding.level);
    let message = on_one_line(&finding.message);
    push(
        text,
        format_args!("{severity}[{}]: {message}", finding.rule),
    );
    if !finding.help.is_empty() {
        let help = finding.help.join("; ");
        push(text, format_args!(" ({})", on_one_line(&help)));
    }
    text.push('\n');
}

fn on_one_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

fn push(text: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(piece);
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::short;

    #[test]
    fn a_finding_is_one_line_whatever_its_text_holds() {
        let (report, files) = fixture::report();
        insta::assert_snapshot!(short(&report, &files), @r"
        mapa 1/ação,50%:x.toml:2:19: error[unknown-claim]: `z` names `chuve`, which is no claim (did you mean `chuva`?)
        mapa 1/ação,50%:x.toml:3:1: error[circular-support]: `chuva` rests on itself, 100%: \u{1b}[31mred (drop one of these steps)
        mapa 1/ação,50%:x.toml:5:1: warning[missing-translation]: `chuva` has no text in `en`
        note[no-thesis]: the map declares no thesis
        ");
    }
}
