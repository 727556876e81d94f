//! Writes an audit as a report in Markdown.

use argmap::audit::Audit;
use argmap::diagnostic::{Diagnostic, Level};
use argmap::place::Places;
use argmap::printable::{Shown, printable};
use argmap::shown;

/// The report: its summary, then the list to act on.
pub(super) fn paint(audit: &Audit) -> Shown {
    let (report, files) = audit.report();
    let places = Places::new(&files);
    let counts = &audit.summary;
    let share = counts.backed_share();
    let share = share.map(|share| format!(" ({:.0} %)", share * 100.0));
    let mut out = shown!(
        "# Audit\n\n| | |\n|---|---|\n| quotations | {} |\n| proven | {} |\n| of these, loosely | {} |\n| not there | {} |\n\
         | in another source | {} |\n| in a wrong place | {} |\n| without their source | {} |\n| between quotation marks, too short to be looked for | {} |\n| sentences | {} |\n\
         | backed by proven words | {}{} |\n\nWords are proven, not that the answer's sentences follow from them.\n",
        counts.quotations,
        counts.proven,
        counts.loose,
        counts.not_there,
        counts.wrong_source,
        counts.wrong_place,
        counts.source_missing,
        counts.too_short,
        counts.sentences,
        counts.backed,
        share.as_deref().unwrap_or_default()
    );
    for (level, heading) in [
        (Level::Deny, "To mend"),
        (Level::Warn, "To look at"),
        (Level::Note, "To know"),
    ] {
        let findings: Vec<&Diagnostic> = report
            .diagnostics
            .iter()
            .filter(|finding| finding.level == level)
            .collect();
        if findings.is_empty() {
            continue;
        }
        out += shown!("\n## {}\n\n", heading);
        for finding in findings {
            let Some(place) = finding.place() else {
                continue;
            };
            let region = places.region(place);
            let file = files.file(place.file);
            let words = file.text.get(place.span.range()).unwrap_or("");
            out += shown!(
                "- [ ] {}, line {}: {}: «{}»\n",
                escaped(region.file),
                region.start.line,
                escaped(&finding.message),
                escaped(words)
            );
            for line in finding.notes.iter().chain(&finding.help) {
                out += shown!("  - {}\n", escaped(line));
            }
        }
    }
    out
}

/// Text on one line, escaped so that Markdown shows it as it is. Code spans stay.
fn escaped(text: &str) -> Shown {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let mut out = String::with_capacity(line.len());
    let mut in_code = false;
    let ticks = line.matches('`').count();
    for c in printable(&line).chars() {
        match c {
            '`' if ticks.is_multiple_of(2) => {
                in_code = !in_code;
                out.push(c);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' | '!' | '$'
                if !in_code =>
            {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    Shown::trusted(out)
}
