//! Writes the report as SARIF 2.1.0, the Static Analysis Results Interchange Format (OASIS standard, 2020, errata 01).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{WorkTree, severity};
use crate::check::{self, RULES, Report};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Level, Place, RuleName, Trail};
use crate::place::{self, Places};
use crate::printable::Shown;
use crate::syntax::Files;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report of a check as a SARIF log with one run, ending with a line feed: see [`sarif_of`].
pub fn sarif(report: &Report, files: &Files, tree: &WorkTree) -> Shown {
    sarif_of(report, files, tree, RULES)
}

/// A report of what `rules` find as a SARIF log with one run, ending with a line feed.
///
/// Addresses are relative to `tree`; columns count UTF-16 code units. Every rule is listed, with its page. Each change
/// that a finding offers becomes a `fix`, with its `applicability` among its properties. A path through the map becomes
/// a code flow of those steps that have places.
pub fn sarif_of(
    report: &Report,
    files: &Files,
    tree: &WorkTree,
    rules: &[&check::Rule<'static>],
) -> Shown {
    let places = &SarifPlaces {
        places: Places::new(files),
        tree,
    };
    let indexes: FxHashMap<RuleName, usize> = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| (rule.name, index))
        .collect();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [SarifRun {
            tool: Tool {
                driver: Driver {
                    name: "argmap",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.iter().map(|rule| SarifRule::new(rule)).collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            results: report
                .diagnostics
                .iter()
                .map(|finding| SarifResult::new(finding, &indexes, places))
                .collect(),
        }],
    };
    // Only maps whose keys are not strings cannot be written as JSON, and there are none here.
    Shown::json(&log).unwrap_or_default()
}

/// Places, and the names of files.
struct SarifPlaces<'r> {
    places: Places<'r>,
    tree: &'r WorkTree,
}

impl SarifPlaces<'_> {
    fn address(&self, place: Place) -> ArtifactLocation {
        let region = self.places.region_in_utf16(place);
        ArtifactLocation::new(&self.tree.path(region.file))
    }

    fn region(&self, place: Place) -> SarifRegion {
        self.places.region_in_utf16(place).into()
    }
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'r> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult<'r>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: RuleName,
    short_description: SarifMessage<'static>,
    full_description: SarifMessage<'static>,
    help: SarifMessage<'static>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

/// A finding, which SARIF calls a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: RuleName,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: SarifMessage<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'r>>,
}

#[derive(Serialize)]
struct SarifMessage<'r> {
    text: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<SarifMessage<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: SarifRegion,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<SarifMessage<'r>>,
    thread_flows: [ThreadFlow<'r>; 1],
}

#[derive(Serialize)]
struct ThreadFlow<'r> {
    locations: Vec<ThreadFlowLocation<'r>>,
}

#[derive(Serialize)]
struct ThreadFlowLocation<'r> {
    location: Location<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'r> {
    description: SarifMessage<'r>,
    artifact_changes: Vec<ArtifactChange<'r>>,
    properties: ChangeProperties,
}

/// What SARIF has no field for.
#[derive(Serialize)]
struct ChangeProperties {
    applicability: Applicability,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: SarifRegion,
    inserted_content: SarifContent<'r>,
}

#[derive(Serialize)]
struct SarifContent<'r> {
    text: &'r str,
}

impl SarifRule {
    fn new(rule: &check::Rule<'static>) -> Self {
        Self {
            id: rule.name,
            short_description: SarifMessage::new(rule.summary),
            full_description: SarifMessage::new(opening(rule)),
            help: SarifMessage {
                text: Cow::Borrowed(rule.page),
                markdown: Some(rule.page),
            },
            default_configuration: Configuration {
                enabled: rule.level != Level::Allow,
                level: severity(rule.level),
            },
        }
    }
}

/// The first paragraph of a rule's page, on one line.
fn opening(rule: &check::Rule<'_>) -> String {
    let lines = rule.page.lines().skip_while(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    });
    let paragraph: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).collect();
    if paragraph.is_empty() {
        return rule.summary.to_owned();
    }
    paragraph.join(" ")
}

impl<'r> SarifResult<'r> {
    fn new(
        finding: &'r Diagnostic,
        indexes: &FxHashMap<RuleName, usize>,
        places: &SarifPlaces<'r>,
    ) -> Self {
        let (own, related) = match finding.labels.split_first() {
            Some((own, related)) => (Some(own), related),
            None => (None, &[][..]),
        };
        let flows = finding.trails.iter();
        Self {
            rule_id: finding.rule,
            rule_index: indexes.get(&finding.rule).copied(),
            level: severity(finding.level),
            message: SarifMessage::new(message(finding)),
            locations: own
                .map(|label| Location::new(label.place, "", places))
                .into_iter()
                .collect(),
            related_locations: related
                .iter()
                .enumerate()
                .map(|(id, label)| Location::related(id, label, places))
                .collect(),
            code_flows: flows
                .filter_map(|trail| CodeFlow::new(trail, places))
                .collect(),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| SarifFix::new(fix, places))
                .collect(),
        }
    }
}

/// The message, then the notes and the help, one line each.
fn message(finding: &Diagnostic) -> Cow<'_, str> {
    if finding.notes.is_empty() && finding.help.is_empty() {
        return Cow::Borrowed(&finding.message);
    }
    let mut text = finding.message.clone();
    for line in finding.notes.iter().chain(&finding.help) {
        text.push('\n');
        text.push_str(line);
    }
    Cow::Owned(text)
}

impl<'r> SarifMessage<'r> {
    fn new(text: impl Into<Cow<'r, str>>) -> Self {
        Self {
            text: text.into(),
            markdown: None,
        }
    }
}

impl<'r> Location<'r> {
    fn new(place: Place, text: &'r str, places: &SarifPlaces<'r>) -> Self {
        Self {
            id: None,
            physical: PhysicalLocation {
                artifact_location: places.address(place),
                region: places.region(place),
            },
            message: (!text.is_empty()).then(|| SarifMessage::new(text)),
        }
    }

    fn related(id: usize, label: &'r Label, places: &SarifPlaces<'r>) -> Self {
        Self {
            id: Some(id),
            ..Self::new(label.place, &label.text, places)
        }
    }
}

impl ArtifactLocation {
    /// The address of a file. A relative path becomes a relative address.
    fn new(path: &str) -> Self {
        let encoded = utf8_percent_encode(path, KEPT_IN_PATHS);
        let uri = if path.starts_with('/') {
            format!("file://{encoded}")
        } else {
            encoded.to_string()
        };
        Self { uri }
    }
}

/// The characters that need no escaping in the path of an address: RFC 3986's unreserved characters, and `/`.
const KEPT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

impl From<place::Region<'_>> for SarifRegion {
    fn from(region: place::Region<'_>) -> Self {
        Self {
            start_line: region.start.line,
            start_column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
        }
    }
}

impl<'r> CodeFlow<'r> {
    /// A code flow of the steps that have places; `None` if no step has one.
    fn new(trail: &'r Trail, places: &SarifPlaces<'r>) -> Option<Self> {
        let with_places = trail.steps.iter().filter_map(|step| {
            let location = Location::new(step.place?, &step.text, places);
            Some(ThreadFlowLocation { location })
        });
        let locations: Vec<_> = with_places.collect();
        (!locations.is_empty()).then(|| Self {
            message: (!trail.caption.is_empty()).then(|| SarifMessage::new(&trail.caption)),
            thread_flows: [ThreadFlow { locations }],
        })
    }
}

impl<'r> SarifFix<'r> {
    fn new(fix: &'r Fix, places: &SarifPlaces<'r>) -> Self {
        let mut edits: Vec<_> = fix.edits.iter().collect();
        edits.sort_by_key(|(place, _)| *place);
        let of_one_file = edits.chunk_by(|(one, _), (other, _)| one.file == other.file);
        Self {
            description: SarifMessage::new(&fix.title),
            artifact_changes: of_one_file
                .filter_map(|edits| ArtifactChange::new(edits, places))
                .collect(),
            properties: ChangeProperties {
                applicability: fix.applicability,
            },
        }
    }
}

impl<'r> ArtifactChange<'r> {
    fn new(edits: &[&'r (Place, String)], places: &SarifPlaces<'r>) -> Option<Self> {
        let (first, _) = edits.first()?;
        let replacement = |(place, text): &&'r (Place, String)| Replacement {
            deleted_region: places.region(*place),
            inserted_content: SarifContent { text },
        };
        Some(Self {
            artifact_location: places.address(*first),
            replacements: edits.iter().map(replacement).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture;
    use super::*;
    use crate::audit::{AuditAnswer, AuditSource, audit};
    use crate::check::Summary;
    use crate::quotes::{SourceKind, SourceText};

    fn validated(report: &Report, files: &Files) -> Value {
        valid(&sarif(report, files, &WorkTree::default()))
    }

    fn valid(log: &str) -> Value {
        let log: Value = serde_json::from_str(log).unwrap();
        let schema = include_str!("../../tests/fixtures/sarif-schema-2.1.0.json");
        let mut schema: Value = serde_json::from_str(schema).unwrap();
        // Drops the schema's only pattern that ECMA-262 rejects, because of a stray `]`. It is for a property that is
        // not written here.
        for of in ["run", "toolComponent"] {
            let language = &mut schema["definitions"][of]["properties"]["language"];
            let pattern = language.as_object_mut().unwrap().remove("pattern");
            assert!(pattern.is_some());
        }
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0]);
        log
    }

    #[test]
    fn a_report_of_all_kinds_of_findings_is_valid() {
        let (report, files) = fixture::report();
        let log = validated(&report, &files);
        let results = &log["runs"][0]["results"];
        let location = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(
            location["artifactLocation"]["uri"],
            "mapa%201/a%C3%A7%C3%A3o%2C50%25%3Ax.toml"
        );
        assert_eq!(
            location["region"],
            json!({"startLine": 2, "startColumn": 19, "endLine": 2, "endColumn": 26})
        );
        assert_eq!(results[0]["level"], "error");
        assert_eq!(results[0]["relatedLocations"][0]["id"], 0);
        let change = &results[0]["fixes"][0]["artifactChanges"][0];
        assert_eq!(
            change["replacements"][0]["insertedContent"]["text"],
            "\"chuva\""
        );
        assert_eq!(
            results[0]["fixes"][0]["properties"]["applicability"],
            "guess"
        );
        let flow = &results[1]["codeFlows"][0]["threadFlows"][0]["locations"];
        assert_eq!(flow.as_array().unwrap().len(), 1);
        assert_eq!(results[3].get("locations"), None);
    }

    #[test]
    fn a_report_of_nothing_is_valid_and_lists_every_rule() {
        let report = Report::new(Vec::new(), Summary::default());
        let log = validated(&report, &Files::default());
        let rules = log["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        assert_eq!(rules.len(), RULES.len());
        for (listed, rule) in rules.iter().zip(RULES) {
            assert_eq!(listed["id"], rule.name.as_str());
            assert_ne!(listed["fullDescription"]["text"], "");
        }
    }

    #[test]
    fn the_report_of_an_audit_lists_what_audits_find() {
        let text = "One, two. The tide rose. The tide rose. Four, five.";
        let source = |path: &str, text: &str| {
            let text = SourceText::load(text.into(), SourceKind::Plain).unwrap();
            AuditSource::new(path, text)
        };
        let sources = [source("a.txt", text), source("b.txt", "Six, seven, eight.")];
        let answer = r#"{"content":[{"type":"text","text":"The tide came.","citations":[
            {"type":"char_location","cited_text":"Four, five","document_title":"a.txt","start_char_index":0,"end_char_index":9},
            {"type":"char_location","cited_text":"Four, six","document_title":"a.txt"},
            {"type":"char_location","cited_text":"Six, seven","document_title":"a.txt"},
            {"type":"char_location","cited_text":"The tide rose","document_title":"a.txt"},
            {"type":"char_location","cited_text":"one, two","document_title":"a.txt"},
            {"type":"char_location","cited_text":"one, two","document_title":"c.txt"}]},
            {"type":"text","text":" B rests on it.","citations":[{"type":"x","document_title":"a.txt"}]},
            {"type":"text","text":" And “C."}]}"#;
        let audit = audit(&[AuditAnswer::new("answer.json", answer)], &sources);
        let (report, files) = audit.report();
        let rules: Vec<&check::Rule<'static>> = crate::audit::RULES.iter().collect();
        let log = valid(&sarif_of(&report, &files, &WorkTree::default(), &rules));
        let run = &log["runs"][0];
        let mut found: Vec<u64> = Vec::new();
        for result in run["results"].as_array().unwrap() {
            let index = result["ruleIndex"].as_u64().unwrap();
            let rule = &run["tool"]["driver"]["rules"][usize::try_from(index).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
            found.push(index);
        }
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3, 4, 5, 6, 7], "{log:#}");
    }

    #[test]
    fn an_absolute_path_is_a_file_address() {
        assert_eq!(
            ArtifactLocation::new("/a b/c.toml").uri,
            "file:///a%20b/c.toml"
        );
        assert_eq!(ArtifactLocation::new("../é.toml").uri, "../%C3%A9.toml");
    }
}
