//! Writes the report as JSON, with a version. Nothing in a finding is lost.

use serde::Serialize;

use crate::check::{Report, Summary};
use crate::diagnostic::{
    Applicability, CitedPassage, Diagnostic, Fix, Label, Level, PassageRole, Place, RuleName,
    Trail, TrailStep,
};
use crate::place::{Marked, Places, Stretch};
use crate::printable::Shown;
use crate::syntax::Files;

/// The version of the JSON that [`json`] gives. It goes up when the JSON changes in a way that breaks programs that
/// read the old one.
const VERSION: u32 = 2;

/// The report as one JSON object, ending with a line feed.
///
/// Lines and columns count from 1, columns in characters (Unicode scalar values). The end is the place after the last
/// character. A finding without a place has `null` for its file, lines and columns.
pub fn json(report: &Report, files: &Files) -> Shown {
    let places = Places::new(files);
    let findings = report.diagnostics.iter();
    let document = JsonReport {
        version: VERSION,
        diagnostics: findings
            .map(|finding| JsonFinding::new(finding, &places))
            .collect(),
        summary: report.summary,
    };
    // Only maps whose keys are not strings cannot be written as JSON, and there are none here.
    Shown::json(&document).unwrap_or_default()
}

#[derive(Serialize)]
struct JsonReport<'r> {
    version: u32,
    diagnostics: Vec<JsonFinding<'r>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonFinding<'r> {
    rule: RuleName,
    level: Level,
    message: &'r str,
    #[serde(flatten)]
    at: Marked<'r>,
    label: Option<&'r str>,
    help: Option<String>,
    notes: &'r [String],
    related: Vec<Related<'r>>,
    trails: Vec<JsonTrail<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<Sourced<'r>>,
    fixes: Vec<JsonFix<'r>>,
}

#[derive(Serialize)]
struct Related<'r> {
    message: &'r str,
    #[serde(flatten)]
    at: Marked<'r>,
}

#[derive(Serialize)]
struct JsonTrail<'r> {
    caption: &'r str,
    steps: Vec<JsonStep<'r>>,
}

#[derive(Serialize)]
struct JsonStep<'r> {
    text: &'r str,
    #[serde(flatten)]
    at: Marked<'r>,
}

#[derive(Serialize)]
struct Sourced<'r> {
    role: PassageRole,
    source: &'r str,
    file: &'r str,
    #[serde(flatten)]
    stretch: Stretch,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
}

#[derive(Serialize)]
struct JsonFix<'r> {
    title: &'r str,
    applicability: Applicability,
    edits: Vec<JsonEdit<'r>>,
}

#[derive(Serialize)]
struct JsonEdit<'r> {
    #[serde(flatten)]
    at: Marked<'r>,
    replacement: &'r str,
}

fn marked<'r>(place: Option<Place>, places: &Places<'r>) -> Marked<'r> {
    place.map_or_else(Marked::default, |place| places.region(place).into())
}

impl<'r> JsonFinding<'r> {
    fn new(finding: &'r Diagnostic, places: &Places<'r>) -> Self {
        let (own, related) = match finding.labels.split_first() {
            Some((own, related)) => (Some(own), related),
            None => (None, &[][..]),
        };
        Self {
            rule: finding.rule,
            level: finding.level,
            message: &finding.message,
            at: marked(own.map(|label| label.place), places),
            label: own
                .map(|label| label.text.as_str())
                .filter(|text| !text.is_empty()),
            help: (!finding.help.is_empty()).then(|| finding.help.join("\n")),
            notes: &finding.notes,
            related: related
                .iter()
                .map(|label| Related::new(label, places))
                .collect(),
            trails: finding
                .trails
                .iter()
                .map(|trail| JsonTrail::new(trail, places))
                .collect(),
            passages: finding.passages.iter().map(Sourced::new).collect(),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| JsonFix::new(fix, places))
                .collect(),
        }
    }
}

impl<'r> Related<'r> {
    fn new(label: &'r Label, places: &Places<'r>) -> Self {
        Self {
            message: &label.text,
            at: marked(Some(label.place), places),
        }
    }
}

impl<'r> JsonTrail<'r> {
    fn new(trail: &'r Trail, places: &Places<'r>) -> Self {
        let step = |step: &'r TrailStep| JsonStep {
            text: &step.text,
            at: marked(step.place, places),
        };
        Self {
            caption: &trail.caption,
            steps: trail.steps.iter().map(step).collect(),
        }
    }
}

impl<'r> Sourced<'r> {
    fn new(passage: &'r CitedPassage) -> Self {
        Self {
            role: passage.role,
            source: &passage.source,
            file: &passage.path,
            stretch: passage.into(),
            text: passage.text.as_deref(),
        }
    }
}

impl<'r> JsonFix<'r> {
    fn new(fix: &'r Fix, places: &Places<'r>) -> Self {
        let edit = |(place, replacement): &'r (Place, String)| JsonEdit {
            at: marked(Some(*place), places),
            replacement,
        };
        Self {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture;

    #[test]
    fn the_object_has_the_promised_fields_and_positions_in_characters() {
        let (report, files) = fixture::report();
        let document: Value = serde_json::from_str(&super::json(&report, &files)).unwrap();
        assert_eq!(document["version"], 2);
        assert_eq!(
            document["summary"],
            json!({"claims": 3, "reasons": 1, "quotations": 2, "proven": 1, "deny": 2, "warn": 1, "note": 1})
        );
        let findings = document["diagnostics"].as_array().unwrap();
        assert_eq!(findings.len(), 4);
        let first = &findings[0];
        assert_eq!(first["rule"], "unknown-claim");
        assert_eq!(first["level"], "deny");
        // There are characters of more than one byte before it on its line.
        assert_eq!(first["line"], 2);
        assert_eq!(first["column"], 19);
        assert_eq!(first["end_line"], 2);
        assert_eq!(first["end_column"], 26);
        assert_eq!(first["help"], "did you mean `chuva`?");
        assert_eq!(first["related"][0]["line"], 5);
        assert_eq!(first["related"][0]["message"], "the claim that was meant");
        assert_eq!(first["fixes"][0]["edits"][0]["replacement"], "\"chuva\"");
    }

    #[test]
    fn a_finding_without_a_place_has_nulls() {
        let (report, files) = fixture::report();
        let document: Value = serde_json::from_str(&super::json(&report, &files)).unwrap();
        let last = &document["diagnostics"][3];
        assert_eq!(last["rule"], "no-thesis");
        for field in ["file", "line", "column", "end_line", "end_column", "help"] {
            assert_eq!(last.get(field), Some(&Value::Null), "{field}");
        }
    }
}
