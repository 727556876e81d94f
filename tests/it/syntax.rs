//! What reading a map file gives: documents, and findings that say what is wrong and the way out.

#![expect(clippy::float_cmp, reason = "numbers are read as they are written")]

use std::fmt::Write;

use argmap::diagnostic::Diagnostic;
use argmap::printable::printable;
use argmap::syntax::{
    Document, FileId, Lines, Polarity, RelationKind, Span, Spanned, Text, is_valid_id, read,
};
use proptest::prelude::*;

use crate::maps::article;
use crate::random;

const SAMPLE: &str = include_str!("../fixtures/syntax/sample.toml");

fn document(text: &str) -> Document {
    read(FileId(0), &text.into())
}

/// A document without findings.
fn clean(text: &str) -> Document {
    let document = document(text);
    assert_eq!(tell(text, &document.diagnostics), "");
    document
}

fn tell(text: &str, findings: &[Diagnostic]) -> String {
    let lines = Lines::new(text);
    let mut out = String::new();
    for finding in findings {
        writeln!(out, "{}: {}", finding.rule, finding.message).unwrap();
        for label in &finding.labels {
            let at = lines.position(text, label.place.span.start);
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

/// Every slip with what is said of it.
fn told(slips: &[&str]) -> String {
    let mut out = String::new();
    for slip in slips {
        let findings = document(slip).diagnostics;
        assert!(!findings.is_empty(), "nothing is wrong with\n{slip}");
        for line in slip.lines() {
            writeln!(out, "> {}", printable(line)).unwrap();
        }
        writeln!(out, "{}", tell(slip, &findings)).unwrap();
    }
    out
}

/// Slips in one line of a claim that says all else it must.
fn told_of_lines(lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        let text = format!("[claim.rain]\ntext = \"It rains.\"\n{line}\n");
        let findings = document(&text).diagnostics;
        assert!(!findings.is_empty(), "nothing is wrong with\n{line}");
        for line in line.lines() {
            writeln!(out, "> {}", printable(line)).unwrap();
        }
        writeln!(out, "{}", tell(&text, &findings)).unwrap();
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

#[test]
fn slips_of_toml_are_told_in_words() {
    let told = told_of_lines(&[
        "note = \"It rains.",
        "note = 'It rains.",
        "note = \"\"\"It rains.",
        "note = It rains",
        "note = yes",
        "note = “It rains.”",
        "note = It rains.\"",
        "assumed = True",
        "note = \"a \"quoted\" word\"",
        "note = 'it's'",
        "note = \"a\\d\"",
        "note = \"\\u12\"",
        "note = \"\\uD800\"",
        "note = \"bell \u{7}\"",
        "note =",
        "note",
        "note \"It rains.\"",
        "note: \"It rains.\"",
        "= \"It rains.\"",
        "título = \"Chuva\"",
        "“note” = 1",
        "tags = [\"a\", \"b\"",
        "tags = [\"a\" \"b\"]",
        "tags = [\"a\",, \"b\"]",
        "tags = [a = 1]",
        "tags = \"a\"]",
        "contrasts = [{ claim = \"b\", on = \"c\" ]",
        "contrasts = [{ claim = \"b\" on = \"c\" }]",
        "contrasts = [{ claim \"b\" }]",
        "contrasts = [{ { claim = \"b\" } }]",
        "text = \"again\"",
        "text.en = \"again\"",
        "credence = 0.5.5",
        "credence = 007",
        "credence = 1__0",
        "credence = 0xfg",
        "credence = 99999999999999999999",
        "note = 2024-13-45",
        "supports = [\"a\"] attacks = [\"b\"]",
        "[claim.snow",
        "[[claim.snow.reason]",
        "[claim.my claim]",
        "[claim.]",
        "[]",
        "[claim.não]\ntext = \"x\"",
        "note = { a = [ 1 } ]",
        "\u{0}",
    ]);
    insta::assert_snapshot!("invalid_toml", told);
}

#[test]
fn values_of_the_wrong_type_are_told_with_an_example() {
    let told = told_of_lines(&[
        "title = 3",
        "tags = 3",
        "tags = \"a\"",
        "tags = [\"a\", 1]",
        "assumed = \"yes\"",
        "credence = 70",
        "credence = -0.1",
        "credence = nan",
        "credence = \"high\"",
        "quote = 3",
        "quote = { text = \"x\", occurrence = 0 }",
        "quote = { text = \"x\", occurrence = \"2\" }",
        "supports = \"wet\"",
        "supports = { claim = \"wet\" }",
        "supports = 3",
        "supports = [3]",
        "supports = [[\"wet\"]]",
        "supports = [{ claim = \"wet\", strength = 2 }]",
        "[claim.rain.supports]\nclaim = \"wet\"",
        "reason = \"a\"",
        "[claim.rain.reason]\npremises = [\"a\"]",
        "data = 3",
        "[[claim.snow]]\ntext = \"x\"",
        "[claim]\nsnow = \"It snows.\"",
        "[claim]\n\"it snows\" = 3",
        "[source.s]\npath = 3",
        "[source.s]\npath = \"a\"\nsha256 = \"abc\"",
        "[source.s]\npath = \"a\"\ncoverage = 95",
        "[source.s]\npath = \"a\"\npublished = 2024",
        "[[source.s.ignore]]\nquote = \"a\"\noccurrence = 2\n[source.s]\npath = \"a\"",
        "[[source.s.ignore]]\nquote = { text = \"a\", occurrence = \"ALL\" }\n[source.s]\npath = \"a\"",
        "[claim.c]\ntext = \"C.\"\nquote = { text = \"a\", occurrence = \"all\" }",
        "[map]\nsource = [\"a\"]",
        "[lints]\nlow-coverage = true",
        "[expect]\naccepted = \"rain\"",
        "[[map]]",
    ]);
    insta::assert_snapshot!("wrong_type", told);
}

#[test]
fn unknown_keys_are_told_with_the_nearest_or_where_they_belong() {
    let told = told_of_lines(&[
        "suports = [\"wet\"]",
        "zebra = 1",
        "on = \"scope\"",
        "why = \"because\"",
        "suffix = \"x\"",
        "language = \"en\"",
        "path = \"x\"",
        "supports = [{ claim = \"wet\", on = \"scope\" }]",
        "supports = [{ claim = \"wet\", strenght = 1 }]",
        "contrasts = [{ claim = \"wet\", aspect = \"x\" }]",
        "quote = { text = \"x\", page = 3 }",
        "text.english-language-text = \"x\"",
        "[[claim.rain.reason]]\npremises = [\"a\"]\nwarrant = \"x\"\n",
        "[claims.snow]\ntext = \"x\"",
        "[expect]\nacepted = []",
        "[lints]\nsome-rule = \"error\"",
        "[lints]\nsome-rule = \"wran\"",
        "[map]\nlanguage = \"Português\"",
        "[map]\nauthor = \"x\"",
        "# argmap: alow(x)",
        "# argmap: allow()",
        "note = \"x\" # argmap:",
    ]) + &told(&["text = \"It rains.\"", "thesis = [\"rain\"]"]);
    insta::assert_snapshot!("unknown_key", told);
}

#[test]
fn missing_words_are_told() {
    let told = told_of_lines(&[
        "[claim.snow]",
        "[claim.snow]\ntext = \"\"",
        "[claim.snow]\ntext = \"  \"",
        "[claim.snow]\ntext.pt = \"\"",
        "[claim.snow]\ntext = {}",
        "quote = \"\"",
        "quote = { source = \"s\" }",
        "premises = []",
        "[[claim.rain.reason]]\nwhy = \"x\"",
        "[[claim.rain.objection]]\npremises = []",
        "supports = [{ why = \"x\" }]",
        "[source.s]",
        "[source.s]\npath = \"a\"\n[[source.s.ignore]]\nreason = \"x\"",
    ]);
    insta::assert_snapshot!("missing_text", told);
}

#[test]
fn ids_that_cannot_be_are_told_with_one_that_can() {
    let told = told(&[
        "claim.\"my claim\".text = \"x\"",
        "claim.\"\".text = \"x\"",
        "claim.-rain.text = \"x\"",
        "claim.'a \"b\" (c)'.text = \"x\"",
        "claim.\"a\\u0007b\".text = \"x\"",
        "claim.\"a\\nb\".text = \"x\"",
        "claim.\"a->b\".text = \"x\"",
        "source.\"my source\".path = \"x\"",
        "[claim.rain]\ntext = \"x\"\n[[claim.rain.reason]]\nid = \"r 1\"\npremises = [\"a\"]",
        &format!("claim.\"{}!\".text = \"x\"", "a".repeat(200)),
    ]);
    insta::assert_snapshot!("invalid_id", told);
    assert!(is_valid_id("a:b.c/d+e#f@g'h-1"));
}

/// Every text in a document, with its place.
fn texts(document: &Document) -> Vec<&Text> {
    let mut texts = Vec::new();
    if let Some(header) = &document.header {
        texts.extend(
            header
                .title
                .iter()
                .chain(&header.language)
                .chain(&header.thesis),
        );
    }
    for source in &document.sources {
        texts.push(&source.id);
        texts.extend(
            [
                &source.title,
                &source.path,
                &source.language,
                &source.url,
                &source.author,
                &source.published,
                &source.accessed,
                &source.sha256,
            ]
            .into_iter()
            .flatten(),
        );
        for ignore in &source.ignores {
            texts.push(&ignore.quote.text);
            texts.extend(&ignore.reason);
        }
    }
    for claim in &document.claims {
        texts.push(&claim.id);
        texts.extend(
            [&claim.title, &claim.about, &claim.note]
                .into_iter()
                .flatten(),
        );
        texts.extend(&claim.tags);
        for wording in &claim.text {
            texts.extend(&wording.language);
            texts.push(&wording.text);
        }
        for quote in &claim.quotes {
            texts.push(&quote.text);
            if let Some(selector) = &quote.selector {
                texts.extend(
                    [&selector.source, &selector.prefix, &selector.suffix]
                        .into_iter()
                        .flatten(),
                );
            }
        }
        let premises = claim.reasons.iter().flat_map(|reason| &reason.premises);
        let entries = claim
            .relations
            .iter()
            .map(|relation| (&relation.target, &relation.detail));
        for (target, detail) in
            entries.chain(premises.map(|premise| (&premise.claim, &premise.detail)))
        {
            texts.push(target);
            if let Some(detail) = detail {
                texts.extend([&detail.why, &detail.on].into_iter().flatten());
            }
        }
        for reason in &claim.reasons {
            texts.extend(
                [&reason.id, &reason.why, &reason.scheme]
                    .into_iter()
                    .flatten(),
            );
        }
    }
    texts.extend(document.lints.iter().map(|lint| &lint.rule));
    texts.extend(document.allows.iter().map(|allow| &allow.rule));
    let expect = &document.expect;
    texts.extend(
        expect
            .accepted
            .iter()
            .chain(&expect.rejected)
            .chain(&expect.undecided)
            .chain(&expect.accepted_either_way),
    );
    texts
}

/// The spans of a document lie in its text, and where a text holds no escapes they hold just it.
#[test]
fn what_is_marked_ends_with_a_whole_character() {
    let text = "[a]“\n";
    let document = document(text);
    spans_are_right(text, &document);
    let marked = document
        .diagnostics
        .iter()
        .flat_map(|finding| &finding.labels);
    let marked: Vec<&str> = marked
        .map(|label| &text[label.place.span.range()])
        .collect();
    assert!(marked.contains(&"“"), "{marked:?}");
}

fn spans_are_right(text: &str, document: &Document) {
    for found in texts(document) {
        let raw = &text[found.span.range()];
        // A key written as YAML has it is read without its colon, a value without the marks of prose around it; a line
        // break after three quotation marks is none.
        let is_mark = |mark: char| mark.is_whitespace() || "\"':“”„«»‘’‚".contains(mark);
        let bare = |text: &str| text.trim_matches(is_mark).to_owned();
        assert!(
            bare(raw) == bare(&found.value) || raw.contains('\\') || raw.contains('\r'),
            "{raw} is no {}",
            found.value
        );
    }
    let lines = u32::try_from(Lines::new(text).count()).unwrap();
    for allow in &document.allows {
        assert!(allow.line <= allow.target && allow.target <= lines);
    }
    for finding in &document.diagnostics {
        assert!(!finding.labels.is_empty() && !finding.message.is_empty());
        assert!(
            !finding.message.contains('\n') && !finding.message.ends_with('.'),
            "{}",
            finding.message
        );
        for label in &finding.labels {
            assert!(text.get(label.place.span.range()).is_some(), "{finding:?}");
        }
        for (place, _) in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(place.span.range()).is_some(), "{finding:?}");
        }
    }
}

/// The files of the repository's own map, and one that has every key.
fn samples() -> Vec<String> {
    let own = article()
        .files
        .into_iter()
        .map(|file| file.text.to_string());
    own.chain([SAMPLE.to_owned()]).collect()
}

#[test]
fn whole_files_are_read_without_a_finding() {
    for sample in samples() {
        let document = clean(&sample);
        spans_are_right(&sample, &document);
    }
}

#[test]
fn every_beginning_of_a_file_is_read() {
    for sample in samples() {
        let ends = sample.char_indices().map(|(at, _)| at);
        // Long files at some of their beginnings only: at a prime distance, so that every kind of place comes up.
        let step = 1 + sample.len() / 2_000;
        for end in ends.step_by(step) {
            let text = &sample[..end];
            spans_are_right(text, &document(text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_is_too_strange_to_read(text in random::text(40)) {
        spans_are_right(&text, &document(&text));
    }

    #[test]
    fn scraps_among_wide_characters_are_read(text in "[\\[\\]{}=.,#\"'\\\\\n a\r“”é世😀\u{a0}]{0,12}") {
        spans_are_right(&text, &document(&text));
    }

    #[test]
    fn mutilated_files_are_read(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, "[\\[\\]{}=.,#\"'\n\\\\ aé\r\u{0}]{0,4}"), 1..6)
    ) {
        let mut characters: Vec<char> = SAMPLE.chars().collect();
        for (at, removed, added) in edits {
            let at = at.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, added.chars());
        }
        let text: String = characters.into_iter().collect();
        spans_are_right(&text, &document(&text));
    }
}
