//! One slip is one finding: what follows from something that could not be read, named or resolved is not a separate fault.

use std::fmt::Write;

use argmap::check::{Levels, Report, check};
use argmap::diagnostic::Level;
use argmap::map::Map;

use crate::maps::{files_in, folder};

const ARTICLE: &str = "We say that the fee is fair, since who drives should pay. We counted the cars at the gate. \
    Some say it is a tax on the poor. But they get it back in spring.";

/// A map without faults. Every rule that draws conclusions from something missing has something to lose in it.
const SOUND: &str = r#"[map]
thesis = ["fair"]

[source.article]
path = "article.txt"

[claim.fair]
text = "The fee is fair."
quote = "the fee is fair, since"
premises = ["pay"]

[claim.pay]
text = "Who drives should pay."
quote = "who drives should pay"

[claim.counted]
text = "The cars were counted."
quote = "We counted the cars at the gate"
supports = ["pay"]

[claim.poor]
text = "It is a tax on the poor."
quote = "it is a tax on the poor"
attacks = ["fair"]

[claim.back]
text = "They get it back."
quote = "they get it back in spring"
attacks = ["poor"]

[claim.broken]
text = "The counter was broken."
implicit = true
undercuts = ["counted -> pay"]

[[claim.broken.reason]]
id = "noise"
premises = ["heard"]

[claim.heard]
text = "It made a noise."
implicit = true
assumed = true

[claim.wind]
text = "That was the wind."
implicit = true
assumed = true
undercuts = ["noise"]

[expect]
accepted = ["fair"]
"#;

fn checked(files: &[(&str, &str)], levels: &Levels) -> Report {
    let folder = folder(&[("article.txt", ARTICLE)]);
    let files = files_in(folder.path(), files.iter().copied());
    check(&Map::new(&files), levels)
}

fn found(text: &str) -> Vec<(&'static str, String)> {
    let report = checked(&[("map.toml", text)], &Levels::default());
    let findings = report.diagnostics.into_iter();
    findings
        .map(|finding| (finding.rule.as_str(), finding.message))
        .collect()
}

#[test]
fn nothing_is_wrong_to_begin_with() {
    assert_eq!(found(SOUND), []);
}

/// The slips: what is written, what replaces it, and the rule that reports it.
const SLIPS: &[(&str, &str, &str)] = &[
    // Several entries in one string.
    (
        "supports = [\"pay\"]",
        "supports = \"pay, fair\"",
        "wrong-type",
    ),
    (
        "premises = [\"pay\"]",
        "premises = \"pay and counted\"",
        "wrong-type",
    ),
    (
        "thesis = [\"fair\"]",
        "thesis = \"fair; pay\"",
        "wrong-type",
    ),
    // Names that no claim, step or source has.
    (
        "supports = [\"pay\"]",
        "supports = [\"pya\"]",
        "unknown-claim",
    ),
    (
        "supports = [\"pay\"]",
        "supports = [\"driving\"]",
        "unknown-claim",
    ),
    (
        "premises = [\"pay\"]",
        "premises = [\"pay-up\"]",
        "unknown-claim",
    ),
    (
        "attacks = [\"fair\"]",
        "attacks = [\"fiar\"]",
        "unknown-claim",
    ),
    (
        "premises = [\"heard\"]",
        "premises = [\"claim.heard\"]",
        "unknown-claim",
    ),
    (
        "attacks = [\"poor\"]",
        "attacks = [\"pooor\"]",
        "unknown-claim",
    ),
    (
        "thesis = [\"fair\"]",
        "thesis = [\"fiar\"]",
        "unknown-claim",
    ),
    (
        "accepted = [\"fair\"]",
        "accepted = [\"fiar\"]",
        "unknown-claim",
    ),
    ("\"counted -> pay\"", "\"count -> pay\"", "unknown-claim"),
    ("\"counted -> pay\"", "\"pay -> counted\"", "unknown-reason"),
    ("\"counted -> pay\"", "\"counted → pay\"", "unknown-reason"),
    ("\"counted -> pay\"", "\"counted => pay\"", "unknown-reason"),
    (
        "undercuts = [\"noise\"]",
        "undercuts = [\"nose\"]",
        "unknown-reason",
    ),
    (
        "undercuts = [\"noise\"]",
        "attacks = [\"noise\"]",
        "unknown-claim",
    ),
    (
        "undercuts = [\"counted -> pay\"]",
        "attacks = [\"counted -> pay\"]",
        "unknown-claim",
    ),
    (
        "undercuts = [\"counted -> pay\"]",
        "contrasts = [\"counted → pay\"]",
        "unknown-claim",
    ),
    ("[claim.pay]\n", "[claim.pays]\n", "unknown-claim"),
    ("[claim.heard]\n", "[claim.hear]\n", "unknown-claim"),
    // Keys and tables that do not exist, or not in that place.
    ("supports = [\"pay\"]", "suports = [\"pay\"]", "unknown-key"),
    (
        "supports = [\"pay\"]",
        "because-of = [\"pay\"]",
        "unknown-key",
    ),
    ("premises = [\"pay\"]", "premise = [\"pay\"]", "unknown-key"),
    ("attacks = [\"fair\"]", "atacks = [\"fair\"]", "unknown-key"),
    ("attacks = [\"poor\"]", "rebuts = [\"poor\"]", "unknown-key"),
    (
        "undercuts = [\"noise\"]",
        "undercut = [\"noise\"]",
        "unknown-key",
    ),
    ("quote = \"they", "qoute = \"they", "unknown-key"),
    (
        "implicit = true\nassumed = true\n\n[claim.wind]",
        "implict = true\nassumed = true\n\n[claim.wind]",
        "unknown-key",
    ),
    ("text = \"Who drives", "txt = \"Who drives", "unknown-key"),
    ("text = \"Who drives", "claim = \"Who drives", "unknown-key"),
    (
        "text = \"Who drives",
        "description = \"Who drives",
        "unknown-key",
    ),
    ("[source.article]", "[source]", "invalid-id"),
    ("[claim.back]\n", "[claim]\n", "invalid-id"),
    ("[claim.pay]\n", "[[claim]]\nid = \"pay\"\n", "invalid-toml"),
    ("thesis = [", "theses = [", "unknown-key"),
    ("path = ", "pth = ", "unknown-key"),
    (
        "premises = [\"heard\"]",
        "premisses = [\"heard\"]",
        "unknown-key",
    ),
    (
        "premises = [\"heard\"]",
        "premises = [\"heard\"]\nundercuts = [\"counted -> pay\"]",
        "unknown-key",
    ),
    ("[claim.pay]\n", "[pay]\n", "unknown-key"),
    ("[claim.counted]\n", "[counted]\n", "unknown-key"),
    ("[claim.pay]\n", "[claims.pay]\n", "unknown-key"),
    ("[claim.pay]\n", "[claim_pay]\n", "unknown-key"),
    ("[claim.pay]\n", "[claim:pay]\n", "invalid-toml"),
    ("[source.article]", "[article]", "unknown-key"),
    ("[source.article]", "[sources.article]", "unknown-key"),
    ("[map]", "[mapp]", "unknown-key"),
    // Values of the wrong kind, or missing values.
    ("supports = [\"pay\"]", "supports = 3", "wrong-type"),
    ("supports = [\"pay\"]", "supports = [3]", "wrong-type"),
    (
        "supports = [\"pay\"]",
        "supports = [{ to = \"pay\" }]",
        "unknown-key",
    ),
    ("premises = [\"pay\"]", "premises = true", "wrong-type"),
    ("thesis = [\"fair\"]", "thesis = 1", "wrong-type"),
    (
        "quote = \"they get it back in spring\"",
        "quote = 5",
        "wrong-type",
    ),
    (
        "quote = \"they get it back in spring\"",
        "quote = \"\"",
        "missing-text",
    ),
    ("path = \"article.txt\"", "path = 1", "wrong-type"),
    ("premises = [\"heard\"]", "premises = []", "missing-text"),
    ("premises = [\"heard\"]\n", "", "missing-text"),
    (
        "premises = [\"heard\"]",
        "premises = [{ why = \"so\" }]",
        "missing-text",
    ),
    // Text that is not valid TOML.
    (
        "supports = [\"pay\"]",
        "supports = [\"pay\"",
        "invalid-toml",
    ),
    ("supports = [\"pay\"]", "supports = [\"pay]", "invalid-toml"),
    ("supports = [\"pay\"]", "supports = [pay]", "invalid-toml"),
    ("supports = [\"pay\"]", "supports [\"pay\"]", "invalid-toml"),
    ("[claim.pay]\n", "[claim.pay\n", "invalid-toml"),
    ("quote = \"We", "quote = \"\"\"We", "invalid-toml"),
    ("attacks = [\"poor\"]", "quote = \"again\"", "invalid-toml"),
    // A second definition.
    ("[claim.back]\n", "[claim.counted]\n", "duplicate-claim"),
    // A source that does not exist.
    (
        "path = \"article.txt\"",
        "path = \"artikle.txt\"",
        "missing-source",
    ),
];

#[test]
fn one_slip_is_one_finding() {
    let mut wrong = String::new();
    for (right, slip, rule) in SLIPS {
        assert_eq!(SOUND.matches(right).count(), 1, "{right}");
        let found = found(&SOUND.replace(right, slip));
        if found.is_empty() || found.iter().any(|(found, _)| found != rule) {
            writeln!(wrong, "{slip:?}: {found:#?}").unwrap();
        }
    }
    assert_eq!(wrong, "");
}

/// Slips after which a parser would take the rest of the line for something else.
#[test]
fn what_follows_from_a_slip_on_its_line_is_not_reported() {
    let quote = "quote = \"they get it back in spring\"";
    let supports = "supports = [\"pay\"]";
    let header = "[claim.pay]\n";
    let mut wrong = String::new();
    for (right, slip) in [
        (quote, "quote = 'they don't get it back'"),
        (quote, "quote = 'the drivers' money is back'"),
        (quote, "quote = \"they \"get\" it back in spring\""),
        (quote, "quote = \"\"They,\" I say, \"get it back\"\""),
        (quote, "quote = \"they get it\" back in spring"),
        (
            quote,
            "quote = { text = \"they \"get\" it back in spring\" }",
        ),
        (
            quote,
            "quote = ['they don't', \"they get it back in spring\"]",
        ),
        (
            quote,
            "quote = { \"they get it back\", source = \"article\" }",
        ),
        (quote, "quote = \"they get\", \"it back in spring\""),
        (supports, "supports = [pay\"]"),
        (supports, "supports = [\"pay\"] // so"),
        (supports, "supports = null"),
        (quote, "quote = they get it back in spring\""),
        (quote, "quote = \"they get it back in spring\" /* \"so\" */"),
        (supports, "supports = {\"pay\"}"),
        (supports, "supports = { \"pay\", \"poor\" }"),
        (supports, "supports = (\"pay\", 'poor')"),
        (header, "[[claim]]\nid = \"pay\"\n"),
        (header, "claim.pay\n"),
        (header, "```\n[claim.pay]\n"),
        (header, "```toml\n[claim.pay]\n"),
        (header, "// It's the \"principle\".\n[claim.pay]\n"),
        (header, "---\n[claim.pay]\n"),
    ] {
        assert_eq!(SOUND.matches(right).count(), 1, "{right}");
        let report = checked(
            &[("map.toml", &SOUND.replace(right, slip))],
            &Levels::default(),
        );
        let findings = report.diagnostics;
        if findings.len() != 1 || findings.iter().any(|it| it.rule.as_str() != "invalid-toml") {
            writeln!(wrong, "{slip:?}: {findings:#?}").unwrap();
        }
        assert_eq!(report.summary.quotations, report.summary.proven, "{slip}");
    }
    assert_eq!(wrong, "");
}

#[test]
fn what_a_broken_file_defines_is_not_called_unknown_elsewhere() {
    let (head, tail) = SOUND.split_at(SOUND.find("[claim.poor]").unwrap());
    let broken = tail.replace("[claim.back]", "[claim.back");
    let report = checked(&[("a.toml", head), ("b.toml", &broken)], &Levels::default());
    let rules: Vec<_> = report
        .diagnostics
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    assert_eq!(rules, ["invalid-toml"]);

    // A name that no file defines is still unknown.
    let other = head.replace(
        "supports = [\"pay\"]",
        "supports = [\"pay\", \"nothing-of-the-kind\"]",
    );
    let report = checked(
        &[("a.toml", &other), ("b.toml", &broken)],
        &Levels::default(),
    );
    let rules: Vec<_> = report
        .diagnostics
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    assert_eq!(rules, ["invalid-toml", "unknown-claim"]);
}

#[test]
fn causes_stand_before_what_may_follow_from_them() {
    // The claim at the top lacks a quotation, and the last line of the file has a slip about another claim.
    let text = SOUND.replace("quote = \"the fee is fair, since\"\n", "")
        + "\n[claim.late]\ntext = \"It is late.\"\nimplicit = true\nassumed = true\nsupports = [\"nobody\"]\n";
    let rules: Vec<_> = found(&text).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["unknown-claim", "unquoted-claim"]);
}

#[test]
fn a_cause_that_is_allowed_explains_nothing() {
    let text = SOUND.replace("supports = [\"pay\"]", "supports = [\"pya\"]");
    let rules = |levels: &Levels| {
        let report = checked(&[("map.toml", &text)], levels);
        let rules = report
            .diagnostics
            .iter()
            .map(|finding| finding.rule.as_str());
        rules.collect::<Vec<_>>()
    };
    assert_eq!(rules(&Levels::default()), ["unknown-claim"]);
    for level in [Level::Allow, Level::Warn] {
        let mut levels = Levels::default();
        levels.set("unknown-claim", level).unwrap();
        assert!(rules(&levels).contains(&"unknown-reason"), "{level}");
    }
}

#[test]
fn what_is_missing_elsewhere_is_found_beside_a_slip() {
    // A claim that has nothing to do with the slip.
    let alone = "\n[claim.alone]\ntext = \"The sky is blue.\"\nimplicit = true\n";
    let text = SOUND.replace("supports = [\"pay\"]", "supports = [\"pya\"]") + alone;
    let rules: Vec<_> = found(&text).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["unknown-claim", "isolated-claim"]);
}
