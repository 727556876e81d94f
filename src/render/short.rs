//! Writes each finding on one line: `path:line:column: error[rule]: message (help)`.

use super::severity;
use crate::check::Report;
use crate::diagnostic::Diagnostic;
use crate::place::Places;
use crate::printable::Shown;
use crate::shown;
use crate::syntax::Files;

/// The findings, one line each, in the format that editors and `grep` understand.
pub fn short(report: &Report, files: &Files) -> Shown {
    let places = Places::new(files);
    let findings = report.diagnostics.iter();
    findings.map(|finding| line(finding, &places)).collect()
}

fn line(finding: &Diagnostic, places: &Places<'_>) -> Shown {
    let at = finding.place().map_or_else(Shown::new, |place| {
        let region = places.region(place);
        shown!(
            "{}:{}:{}: ",
            region.file,
            region.start.line,
            region.start.column
        )
    });
    let help = if finding.help.is_empty() {
        Shown::new()
    } else {
        shown!(" ({})", on_one_line(&finding.help.join("; ")))
    };
    let severity = severity(finding.level);
    let message = on_one_line(&finding.message);
    shown!(
        "{}{}[{}]: {}{}\n",
        at,
        severity,
        finding.rule.as_str(),
        message,
        help
    )
}

/// Replaces line breaks with spaces.
fn on_one_line(text: &str) -> String {
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::short;

    #[test]
    fn a_finding_is_one_line_whatever_its_text_holds() {
        let (report, files) = fixture::report();
        insta::assert_snapshot!(short(&report, &files), @r"
        mapa 1/ação,50%:x.toml:2:19: error[unknown-claim]: `z` names `chuve`, which is not a claim (did you mean `chuva`?)
        mapa 1/ação,50%:x.toml:3:1: error[circular-support]: `chuva` rests on itself, 100%: \u{1b}[31mred (drop one of these steps)
        mapa 1/ação,50%:x.toml:5:1: warning[missing-translation]: `chuva` has no text in `en`
        note[no-thesis]: the map declares no thesis
        ");
    }
}
