//! What is reported about slips in a map file, and how to fix each.

use std::fmt::Write;

use argmap::diagnostic::Applicability;
use argmap::printable::printable;
use argmap::syntax::is_valid_id;

use crate::syntax::{document, tell};

/// Every slip with what is reported about it.
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

/// The same for slips in one line of a claim that is otherwise complete.
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
fn slips_of_toml_are_told_in_words() {
    let told = told_of_lines(&[
        "note = \"It rains.",
        "note = 'It rains.",
        "note = \"\"\"It rains.",
        "note = It rains",
        "note = yes",
        "note = “It rains.”",
        "note = It rains.\"",
        "note = It rains\" # so",
        "tags = [rain”, “snow”]",
        "note = null",
        "tags = [a, N/A]",
        "note = It rains // since noon",
        "note = \"It rains.\" /* since noon */",
        "tags = [\"a\" /* b */, \"c\"]",
        "tags = [a;b]",
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
        "[claim.a]\ntext = \"A\"\n[claim.a b]\ntext = \"B\"\nsupports = [\"a\"]\n[[claim.a b.reason]]\npremises = [\"a\"]",
        "[claim.x]\ntext = \"\"So,\" she said\"\nquote = \"\"So,\" she said\"",
        "note = `It rains.`",
        "note = \"a\", \"b\"",
        "tags = {'a', 'b'}",
        "quote = { \"a\", source = \"s\" }",
        "claim.snow\ntext = \"It snows.\"",
        "```toml",
        "// a comment",
        "---",
        "[[claim]]\nid = \"snow\"\ntext = \"It snows.\"",
        "[claim:snow]\ntext = \"It snows.\"",
        "[claim.(snow)]\ntext = \"It snows.\"",
        "[claim.]",
        "[]",
        "[claim.não]\ntext = \"x\"",
        "note = { a = [ 1 } ]",
        "\u{0}",
    ]);
    insta::assert_snapshot!("invalid_toml", told);
}

/// The changes that are offered for one line of a claim, and whether they are certain: `!` is, `?` is not.
fn changes(line: &str) -> Vec<String> {
    let text = format!("[claim.snow]\nimplicit = true\n{line}\n");
    let fixes = document(&text)
        .diagnostics
        .into_iter()
        .flat_map(|it| it.fixes);
    let shown = fixes.flat_map(|fix| {
        let sign = if fix.applicability == Applicability::Certain {
            '!'
        } else {
            '?'
        };
        let edits = fix.edits.into_iter();
        edits.map(move |(_, new)| format!("{sign}{new}"))
    });
    shown.collect()
}

#[test]
fn a_string_that_lacks_its_opening_mark_keeps_no_mark_for_certain() {
    for (line, expected) in [
        ("path = notes/a.txt\"", "?\"notes/a.txt\""),
        ("note = Snow falls\"", "?\"Snow falls\""),
        (
            "note = Snow falls, and melts.\"  # so",
            "?\"Snow falls, and melts.\"",
        ),
        ("note = It's snow\"", "?\"It's snow\""),
        ("note = It's snow'", "?\"It's snow\""),
        ("note = Snow’", "?\"Snow\""),
        ("note = Neige»", "?\"Neige\""),
        ("tags = [\"a\", b.c\", \"d\"]", "?\"b.c\""),
        ("tags = [\n  cold',\n  'white',\n]", "?'cold'"),
        ("quote = { text = \"a\", source = b\" }", "?\"b\""),
    ] {
        assert_eq!(changes(line), [expected], "{line}");
        let text = format!("[claim.snow]\n{line}\n");
        let findings = document(&text).diagnostics;
        let said = "a string lacks its opening quotation mark";
        let count = findings.iter().filter(|it| it.message == said).count();
        assert_eq!(count, 1, "{line}: {findings:#?}");
    }
    // An apostrophe is no quotation mark.
    assert_eq!(changes("note = It's snow"), ["!\"It's snow\""]);
}

#[test]
fn only_words_are_put_in_quotation_marks_for_certain() {
    for (line, expected) in [
        ("text = Snow falls.", "!\"Snow falls.\""),
        ("text = Does it fall?", "!\"Does it fall?\""),
        ("path = notes/a.txt", "!\"notes/a.txt\""),
        ("url = https://e.org/a/?b", "!\"https://e.org/a/?b\""),
        ("note = ann;", "?\"ann\""),
        ("note = Snow falls; it melts", "?\"Snow falls; it melts\""),
        ("note = ann & bob", "?\"ann & bob\""),
        ("note = snow -- or rain", "?\"snow -- or rain\""),
        ("note = (snow)", "?\"(snow)\""),
        ("tags = [a&b]", "?\"a&b\""),
    ] {
        assert_eq!(changes(line), [expected], "{line}");
    }
    for line in [
        "note = ann;bob",
        "tags = [a;b]",
        "tags = [a|b]",
        "note = a|b",
    ] {
        assert_eq!(changes(line), [""; 0], "{line}");
    }
}

#[test]
fn comments_of_other_languages_are_part_of_no_value() {
    for (line, expected) in [
        ("note = Snow // cold", &["?\"Snow\"", "?#"][..]),
        ("note = Snow /* cold */", &["?\"Snow\"", "?# cold"]),
        ("note = Snow <!-- cold -->", &["?\"Snow\"", "?# cold"]),
        ("note = Snow\" // cold", &["?\"Snow\"", "!#"]),
        ("note = \"Snow\" // it's \"cold\"", &["!#"]),
        ("tags = [\n  \"cold\", // \"old\"\n  \"white\",\n]", &["!#"]),
        ("tags = [\n  \"cold\" /* old */\n]", &["!# old"]),
        ("tags = [\"cold\", /* \"old\" */ \"white\"]", &[]),
        ("tags = [\"cold\"] // old", &["!#"]),
        ("// note = \"Snow\"", &["!#"]),
        ("/* note */", &["!# note"]),
    ] {
        assert_eq!(changes(line), expected, "{line}");
    }
    // A comment changes nothing else.
    let text = "[claim.snow] // one\ntext = \"Snow.\" // two\ntags = [\"a\", // three\n \"b\"]\n";
    let document = document(text);
    let messages: Vec<_> = document.diagnostics.iter().map(|it| &it.message).collect();
    assert_eq!(messages, ["a comment starts with `#`"; 3]);
    assert_eq!(document.claims[0].tags.len(), 2);
}

#[test]
fn what_stands_for_nothing_becomes_no_word() {
    for nothing in [
        "null",
        "None",
        "NIL",
        "n/a",
        "N/A",
        "undefined",
        "?",
        "-",
        "—",
        "~",
        "null;",
    ] {
        for line in [
            format!("note = {nothing}"),
            format!("supports = {nothing}"),
            format!("tags = [{nothing}]"),
            format!("by = [\"ann\", {nothing}]"),
            format!("text = {{ en = \"Snow.\", pt = {nothing} }}"),
            format!("implicit = {nothing}").replace("implicit", "assumed"),
        ] {
            let text = format!("[claim.snow]\n{line}\n");
            let findings = document(&text).diagnostics;
            let told = findings
                .iter()
                .find(|it| it.message.ends_with("is no value"));
            let told = told.unwrap_or_else(|| panic!("{line}: {findings:#?}"));
            assert!(told.help.iter().any(|it| it.contains("leave")), "{line}");
            assert_eq!(changes(&line), [""; 0], "{line}");
        }
    }
    for line in [
        "tags = \"\"",
        "tags = ' '",
        "tags = \"none\"",
        "supports = \"\"",
    ] {
        assert_eq!(changes(line), [""; 0], "{line}");
        assert_eq!(
            document(&format!("[claim.snow]\ntext = \"Snow.\"\n{line}\n"))
                .diagnostics
                .len(),
            1
        );
    }
    assert_eq!(changes("tags = \"nobody\""), ["![", "!]"]);
    assert_eq!(changes("tags = \"a|b\""), ["?[\"a\", \"b\"]"]);
}

#[test]
fn quotation_marks_around_a_whole_header_make_no_new_id() {
    for (header, meant) in [
        ("[\"claim.snow\"]", "claim.snow"),
        ("['question.why']", "question.why"),
        ("[\"source.letter\"]", "source.letter"),
        ("[\"speaker.ann\"]", "speaker.ann"),
        ("[\"claim.snow.data\"]", "claim.snow.data"),
        ("[\"claim.é\"]", "claim.\"é\""),
    ] {
        let text = format!("{header}\ntext = \"Snow.\"\nsupports = [\"a\"]\n");
        let findings = document(&text).diagnostics;
        let [fix] = &findings[0].fixes[..] else {
            panic!("{findings:#?}");
        };
        assert_eq!(fix.applicability, Applicability::Guess, "{header}");
        assert_eq!(fix.edits[0].1, meant, "{header}");
        assert!(
            findings[0].help[0].contains(&format!("[{meant}]")),
            "{header}"
        );
    }
}

#[test]
fn values_of_the_wrong_type_are_told_with_an_example() {
    let told = told_of_lines(&[
        "title = 3",
        "tags = 3",
        "tags = \"a\"",
        "tags = \"law and order\"",
        "tags = \"a, 'b';c,\"",
        "supports = 'wet and cold; dark'",
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
        "[claim_snow]\ntext = \"x\"",
        "[claim.snow]\ndescription = \"x\"",
        "[claim]\ntext = \"x\"\nquote = \"y\"",
        "[source]\npath = \"x\"\ntitle = \"y\"",
        "[expect]\nacepted = []",
        "[lints]\nsome-rule = \"error\"",
        "[lints]\nsome-rule = \"wran\"",
        "[map]\nlanguage = \"Português\"",
        "[map]\nauthor = \"x\"",
        "# argmap: alow(x)",
        "# argmap: allow()",
        "note = \"x\" # argmap:",
    ]) + &told(&[
        "text = \"It rains.\"",
        "title = \"My map\"",
        "thesis = [\"rain\"]",
    ]);
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
