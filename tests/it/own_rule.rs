//! Rules of your own run along with argmap's, and their levels are set the same way.

use argmap::check::{Context, Levels, Rule, check_with};
use argmap::diagnostic::{Diagnostic, Level, RuleName};
use argmap::map::Map;
use argmap::proof::Proof;
use argmap::render;
use argmap::syntax::Files;

const QUESTION: RuleName = RuleName::new("question");

static RULE: Rule<'_> = Rule::new(
    QUESTION,
    "a claim that is worded as a question",
    "# question\n",
    &check,
);

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let asked = map
        .claims()
        .filter(|&claim| map.text(claim, None).ends_with('?'));
    findings.extend(asked.map(|claim| {
        let place = map.place(claim);
        Diagnostic::new(QUESTION, "this is a question").label(place.file, place.span, "")
    }));
}

const MAP: &str = "[claim.rain]\ntext = \"Has it rained?\"\nassumed = true\n";

/// The findings of a check with the rule, in several output formats.
fn found(text: &str, level: Option<Level>) -> String {
    let files = Files::from_text("map.toml", text);
    let map = Map::new(&files);
    let mut levels = Levels::default();
    if let Some(level) = level {
        levels.set_own(QUESTION, level);
    }
    let report = check_with(Proof::new(&map), &levels, &[&RULE]);
    for output in [
        render::json(&report, &files),
        render::sarif(&report, &files, &render::WorkTree::default()),
    ] {
        assert_eq!(
            output.contains("this is a question"),
            !report.diagnostics.is_empty()
        );
    }
    render::short(&report, &files).to_string()
}

#[test]
fn it_is_run_with_its_own_level() {
    let warning = "map.toml:1:8: warning[question]: this is a question\n";
    assert_eq!(found(MAP, None), warning);
    assert_eq!(
        found(MAP, Some(Level::Deny)),
        warning.replace("warning", "error")
    );
    assert_eq!(found(MAP, Some(Level::Allow)), "");
}

#[test]
fn a_map_may_name_it() {
    assert_eq!(
        found(&format!("[lints]\nquestion = \"allow\"\n{MAP}"), None),
        ""
    );
    assert_eq!(
        found(&format!("# argmap: allow(question)\n{MAP}"), None),
        ""
    );
    // A name that is neither a rule of argmap nor of the caller is a finding.
    let unknown = found(&format!("[lints]\nqestion = \"allow\"\n{MAP}"), None);
    assert!(unknown.contains("error[unknown-key]"), "{unknown}");
}
