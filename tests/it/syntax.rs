//! The documents that result from reading map files.

#![expect(clippy::float_cmp, reason = "numbers are read as they are written")]

use std::fmt::Write;

use argmap::diagnostic::Diagnostic;
use argmap::printable::printable;
use argmap::syntax::{Document, FileId, Lines, Polarity, RelationKind, Span, Spanned, Text, read};

pub(crate) fn document(text: &str) -> Document {
    read(FileId::at(0), &text.into())
}

/// A document that must have no findings.
pub(crate) fn clean(text: &str) -> Document {
    let document = document(text);
    assert_eq!(tell(text, &document.diagnostics), "");
    document
}

pub(crate) fn tell(text: &str, findings: &[Diagnostic]) -> String {
    let lines = Lines::new(text);
    let mut out = String::new();
    for finding in findings {
        writeln!(out, "{}: {}", finding.rule, finding.message).unwrap();
        for label in &finding.labels {
            let at = lines.position(text, label.place.span.start());
            let shown = text[label.place.span.range()].replace('\n', "⏎");
            let shown = printable(&shown);
            writeln!(
                out,
                "    {}:{} «{shown}» {}",
                at.line, at.column, label.text
            )
            .unwrap();
        }
        for note in &finding.notes {
            writeln!(out, "    note: {note}").unwrap();
        }
        for help in &finding.help {
            writeln!(out, "    help: {help}").unwrap();
        }
        for (place, new) in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            writeln!(
                out,
                "    fix: «{}» becomes «{new}»",
                &text[place.span.range()]
            )
            .unwrap();
        }
    }
    out
}

#[test]
fn a_claim_says_all_that_is_written() {
    let text = r#"
[claim.rain]
text.en   = "It rains."
text.pt   = 'Chove.'
title     = "Rain"
quote     = ["it was raining", { text = "rain", source = "diary", prefix = "the ", suffix = "!", occurrence = 2 }]
denied    = true
assumed   = false
credence  = 1
about     = "weather"
tags      = ["a", "b"]
note      = """
two
lines"""
supports  = ["wet", { claim = "cold", why = "it is \"autumn\"", strength = 0.25 }]
attacks   = ["dry"]
undercuts = ["a -> b"]
contradicts = ["drought"]
contrasts = [{ claim = "sun", on = "sky" }]
premises  = ["clouds", { claim = "wind", strength = 1.0 }]

[claim.rain.data]
z = 1
a = { at = 2024-05-17T08:30:00Z, list = [1, 2.5, "x", true] }

[[claim.rain.objection]]
id       = "o1"
premises = ["dew"]
why      = "dew looks like rain"
scheme   = "sign"
strength = 0
"#;
    let document = clean(text);
    let [claim] = document.claims.as_slice() else {
        panic!("one claim");
    };
    let is = |text: &Option<Text>, value: &str| text.as_ref().unwrap().value == value;
    assert_eq!(claim.id.value, "rain");
    assert_eq!(&text[claim.span.range()], "[claim.rain]");
    assert_eq!(&text[claim.id.span.range()], "rain");
    let wordings: Vec<_> = claim
        .text
        .iter()
        .map(|wording| {
            (
                wording.language.as_ref().unwrap().value.as_ref(),
                wording.text.value.as_ref(),
            )
        })
        .collect();
    assert_eq!(wordings, [("en", "It rains."), ("pt", "Chove.")]);
    assert!(
        is(&claim.title, "Rain") && is(&claim.about, "weather") && is(&claim.note, "two\nlines")
    );
    assert_eq!(claim.quotes[0].text.value, "it was raining");
    assert!(claim.quotes[0].selector.is_none());
    let selector = claim.quotes[1].selector.as_ref().unwrap();
    assert!(
        is(&selector.source, "diary") && is(&selector.prefix, "the ") && is(&selector.suffix, "!")
    );
    assert_eq!(selector.occurrence.as_ref().unwrap().value, 2);
    assert!(claim.denied.as_ref().unwrap().value && !claim.assumed.as_ref().unwrap().value);
    assert!(claim.implicit.is_none());
    assert_eq!(
        claim.credence,
        Some(Spanned {
            value: 1.0,
            span: span_of(text, "1\nabout", 1)
        })
    );
    assert_eq!(claim.tags.len(), 2);
    let relations: Vec<_> = claim
        .relations
        .iter()
        .map(|relation| (relation.kind, relation.target.value.as_ref()))
        .collect();
    assert_eq!(
        relations,
        [
            (RelationKind::Supports, "wet"),
            (RelationKind::Supports, "cold"),
            (RelationKind::Attacks, "dry"),
            (RelationKind::Undercuts, "a -> b"),
            (RelationKind::Contradicts, "drought"),
            (RelationKind::Contrasts, "sun"),
        ]
    );
    let detail = claim.relations[1].detail.as_ref().unwrap();
    assert!(is(&detail.why, "it is \"autumn\""));
    assert_eq!(detail.strength.as_ref().unwrap().value, 0.25);
    assert!(is(&claim.relations[5].detail.as_ref().unwrap().on, "sky"));
    let [premises, objection] = &*claim.reasons else {
        panic!("two steps");
    };
    assert!(premises.short && premises.polarity == Polarity::For);
    assert_eq!(&text[premises.span.range()], "premises");
    assert_eq!(premises.premises[1].claim.value, "wind");
    assert_eq!(
        premises.premises[1]
            .detail
            .as_ref()
            .unwrap()
            .strength
            .as_ref()
            .unwrap()
            .value,
        1.0
    );
    assert!(!objection.short && objection.polarity == Polarity::Against);
    assert_eq!(&text[objection.span.range()], "[[claim.rain.objection]]");
    assert!(is(&objection.id, "o1") && is(&objection.scheme, "sign"));
    assert_eq!(objection.strength.as_ref().unwrap().value, 0.0);
    let data = claim.data.as_ref().unwrap();
    assert_eq!(data.keys().collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(data["a"]["at"].to_string(), "2024-05-17T08:30:00Z");
    assert_eq!(data["a"]["list"].as_array().unwrap().len(), 4);
}

fn span_of(text: &str, needle: &str, length: usize) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(start, start + length)
}

#[test]
fn a_file_says_what_its_map_is() {
    let text = r#"
[map]
title = "Weather"
language = "pt-BR"
thesis = ["rain"]

[source.diary]
path = "diary.txt"
published = 2024-05-17
accessed = "spring"
coverage = 0.5
sha256 = "2176762eddf57d8e3a175471c8545da1e08cd8f037a8712cea0ed4640989c9bd"

[[source.diary.ignore]]
quote = { text = "Dear diary", occurrence = 1 }
reason = "salutation"

[lints]
all = "note"
some-rule = "deny"

[expect]
accepted = ["rain"]
undecided = ["snow"]
"#;
    let document = clean(text);
    let header = document.header.unwrap();
    assert_eq!(header.title.unwrap().value, "Weather");
    assert_eq!(header.language.unwrap().value, "pt-BR");
    assert_eq!(header.thesis[0].value, "rain");
    let source = &document.sources[0];
    assert_eq!(source.published.as_ref().unwrap().value, "2024-05-17");
    assert_eq!(source.accessed.as_ref().unwrap().value, "spring");
    assert_eq!(source.coverage.as_ref().unwrap().value, 0.5);
    assert_eq!(source.ignores[0].quote.text.value, "Dear diary");
    assert_eq!(
        source.ignores[0].reason.as_ref().unwrap().value,
        "salutation"
    );
    let lints: Vec<_> = document
        .lints
        .iter()
        .map(|lint| format!("{}={}", lint.rule.value, lint.level.value))
        .collect();
    assert_eq!(lints, ["all=note", "some-rule=deny"]);
    assert_eq!(document.expect.accepted[0].value, "rain");
    assert!(document.expect.rejected.is_empty());
    assert_eq!(document.expect.undecided[0].value, "snow");
}

#[test]
fn a_claim_can_be_written_in_one_line_or_by_dotted_keys() {
    for text in [
        "claim.rain = { text = \"It rains.\", supports = [\"wet\"] }",
        "claim.rain.text = \"It rains.\"\nclaim.rain.supports = [\"wet\"]",
        "[claim]\nrain.text = \"It rains.\"\nrain.supports = [\"wet\"]",
        "[claim.rain.text]\nen = \"It rains.\"\n[claim.rain]\nsupports = [\"wet\"]",
        "\u{feff}[claim.rain]\r\ntext = \"It rains.\"\r\nsupports = [\r\n\"wet\",\r\n]\r\n",
    ] {
        let document = clean(text);
        assert_eq!(document.claims[0].text[0].text.value, "It rains.", "{text}");
        assert_eq!(
            &text[document.claims[0].relations[0].target.span.range()],
            "\"wet\""
        );
    }
}

#[test]
fn the_byte_order_mark_shifts_no_span() {
    let text = "\u{feff}[claim.rain]\ntext = \"\"";
    let finding = &document(text).diagnostics[0];
    assert_eq!(&text[finding.place().unwrap().span.range()], "\"\"");
}

#[test]
fn comments_allow_findings_on_their_line_or_the_next() {
    let text = "\
# argmap: allow(first, second)
# argmap: allow(third)
[claim.rain]
text = \"It rains.\" # argmap: allow( fourth )
# no argmap: allow(fifth)
note = \"# argmap: allow(sixth)\"
  # argmap: allow(seventh)
";
    let document = clean(text);
    let allows: Vec<_> = document
        .allows
        .iter()
        .map(|allow| (&text[allow.rule.span.range()], allow.line, allow.target))
        .collect();
    assert_eq!(
        allows,
        [
            ("first", 0, 2),
            ("second", 0, 2),
            ("third", 1, 2),
            ("fourth", 3, 3),
            ("seventh", 6, 7),
        ]
    );
}

#[test]
fn a_broken_value_costs_no_more_than_itself() {
    let text = "\
[claim.rain]
text = It rains
title = \"Rain
tags = 3
assumed = True
supports = \"wet\"
attacks = [\"dry\", 7, sun]
contrasts = { claim = \"snow\", on = \"form\" }
premises = [\"clouds\"
note = \"kept\"
";
    let document = document(text);
    let claim = &document.claims[0];
    assert_eq!(claim.text[0].text.value, "It rains");
    assert_eq!(claim.title.as_ref().unwrap().value, "Rain");
    assert!(claim.tags.is_empty());
    assert!(claim.assumed.as_ref().unwrap().value);
    let targets: Vec<_> = claim
        .relations
        .iter()
        .map(|relation| relation.target.value.as_ref())
        .collect();
    assert_eq!(targets, ["wet", "dry", "sun", "snow"]);
    assert_eq!(claim.reasons[0].premises[0].claim.value, "clouds");
    assert_eq!(claim.note.as_ref().unwrap().value, "kept");
    assert_eq!(
        document.diagnostics.len(),
        9,
        "{}",
        tell(text, &document.diagnostics)
    );
}

/// Letter case has no meaning in a language tag (RFC 5646, 2.1.1).
#[test]
fn languages_that_differ_in_case_are_one() {
    let text = "[map]\nlanguage = \"EN\"\n[claim.a]\ntext.en = \"A\"\ntext.pt-br = \"A.\"\n\
                [claim.b]\ntext = \"B\"\n[claim.c]\ntext.EN = \"C\"\ntext.PT-BR = \"C.\"\n";
    let files = argmap::syntax::Files::from_text("map.toml", text);
    let map = argmap::map::Map::new(&files);
    assert_eq!(map.language(), Some("en"));
    for (id, language, words) in [
        ("a", "EN", Some("A")),
        ("a", "pt-BR", Some("A.")),
        ("b", "En", Some("B")),
        ("c", "pt-br", Some("C.")),
        ("c", "pt", None),
    ] {
        let claim = map.find(id).unwrap();
        assert_eq!(map.wording(claim, Some(language)), words, "{id} {language}");
    }
    let found = argmap::check::check(&map, &argmap::check::Levels::default()).diagnostics;
    let of = |rule: &str| found.iter().filter(|it| it.rule.as_str() == rule).count();
    assert_eq!(of("unknown-key"), 0, "{found:?}");
    let missing: Vec<&str> = found
        .iter()
        .filter(|it| it.rule.as_str() == "missing-translation")
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(missing, ["`b` has no text in `pt-BR`"]);
    let twice = "[claim.a]\ntext.en = \"A\"\ntext.EN = \"B\"\n";
    let files = argmap::syntax::Files::from_text("map.toml", twice);
    let map = argmap::map::Map::new(&files);
    let messages: Vec<&str> = map
        .reading_diagnostics()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(messages, ["the language `en` has two texts"]);
}
