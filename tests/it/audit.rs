//! Checks answers of every kind against their sources: no altered quotation is called proven, and none is missed that
//! is written differently but says the same.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use argmap::audit::{Audit, AuditAnswer, AuditSource, Loosening, Verdict, audit};
use argmap::check::{Levels, check};
use argmap::map::Map;
use argmap::quotes::{SourceKind, SourceText, Tier};
use argmap::syntax::Files;

use crate::maps::{folder, write};
use crate::program::run;

fn source(path: &str, text: &str) -> AuditSource {
    AuditSource::new(
        path,
        SourceText::load(text.into(), SourceKind::of(path.as_ref(), text.as_bytes())).unwrap(),
    )
}

const TIDES: &str = "The Tides of May\n\nThe sea rose by 3 mm a year between 1993 and 2010. It did not rise in May, the month\n\
    that the gauges were cleaned. The mayor said that she would pay for new gauges.\n";
const HARBOURS: &str = "<h1>On Harbours and Walls</h1><p>A wall of 5 metres holds back the highest tide. Walls cost less than moving a town.</p>";

fn two_sources() -> [AuditSource; 2] {
    let mut sources = [
        source("tides.txt", TIDES),
        source("smith-2020.html", HARBOURS),
    ];
    sources[0].names.push("0".to_owned());
    sources
}

/// Audits one answer against the two sources.
fn of(path: &str, text: &str) -> Audit {
    audit(&[AuditAnswer::new(path, text)], &two_sources())
}

#[track_caller]
fn verdicts(path: &str, text: &str, expected: &[Verdict]) -> Audit {
    let audit = of(path, text);
    let found: Vec<Verdict> = audit
        .answers
        .iter()
        .flat_map(|answer| &answer.citations)
        .map(|citation| citation.verdict)
        .collect();
    assert_eq!(found, expected, "{text}\n{:#?}", audit.answers);
    audit
}

#[test]
fn each_verdict_is_reached_in_markdown() {
    use Verdict::{NotThere, Proven, SourceMissing, UncitedWords, Unclosed, WrongSource};
    for (text, verdict) in [
        (
            "They say “The sea rose by 3 mm a year” [1].\n\n[1]: tides.txt",
            Proven,
        ),
        (
            "They say “the sea rose by 3 mm a year” (The Tides of May).",
            Proven,
        ),
        (
            "They say \"A wall of 5 metres holds back\" (Smith, 2020).",
            Proven,
        ),
        (
            "As Smith (2020) puts it, \"a wall of 5 metres holds back the highest tide.\"",
            Proven,
        ),
        ("So tides.txt says: “The sea rose by 3 mm a year”.", Proven),
        (
            "They say “The sea rose by 4 mm a year” [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        (
            "They say “The sea rose by −3 mm a year” [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        (
            "They say “It did rise in May” [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        (
            "They say “The mayor said that [they] would not pay” [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        // Brackets must not stand for a negation in the source.
        (
            "They say “It did [indeed] rise in May” [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        (
            "They say “The mayor said that [the mayor] would pay” [1].\n\n[1]: tides.txt",
            Proven,
        ),
        (
            "They say “Walls cost less than moving a town” [1].\n\n[1]: tides.txt",
            WrongSource,
        ),
        (
            "They say “Walls cost less” [1].\n\n[1]: lost.txt",
            SourceMissing,
        ),
        ("The sea rises [1].\n\n[1]: tides.txt", UncitedWords),
        (
            "# “The sea rose by 3 mm a year” (tides.txt)\n\nWhy so?",
            Proven,
        ),
        (
            "# “The sea rose by 4 mm a year” (tides.txt)\n\nWhy so?",
            NotThere,
        ),
        (
            "# Why “smart cities” matter: “The sea fell by 3 mm a year”",
            NotThere,
        ),
        (
            "They say “The sea rose by 4 mm a year\" [1].\n\n[1]: tides.txt",
            NotThere,
        ),
        (
            "They say “The sea rose by 3 mm a year [1].\n\n[1]: tides.txt",
            Unclosed,
        ),
        ("# “The sea rose by 3 mm a year (tides.txt)", Unclosed),
        (
            "[Walls hold](https://a.org/smith-2020#:~:text=holds%20back,tide).",
            Proven,
        ),
        (
            "[Walls hold](https://a.org/smith-2020#:~:text=holds%20up%20the%20tide).",
            NotThere,
        ),
        (
            "The sea rose.[^1]\n\n[^1]: “The sea rose by 3 mm a year” — The Tides of May",
            Proven,
        ),
        (
            "> It did not rise in May,\n> the month that the gauges were cleaned.\n>\n> — The Tides of May",
            Proven,
        ),
        (
            "> It did not rise in May, the month that the gauges were mended.\n\n— The Tides of May",
            NotThere,
        ),
    ] {
        verdicts("answer.md", text, &[verdict]);
    }
}

#[test]
fn a_mark_names_its_source_up_to_its_longest_label() {
    let path = "the-tides-of-the-month-of-may-and-of-others.txt";
    let sources = [source(path, TIDES), source("smith-2020.html", HARBOURS)];
    let verdict = |words: &str, mark: &str| {
        let answer = AuditAnswer::new("answer.md", format!("They say “{words}” {mark}."));
        audit(&[answer], &sources).answers[0].citations[0].verdict
    };
    let other = "A wall of 5 metres holds back the highest tide";
    for mark in [
        format!("【4†{path}】"),
        format!("【4:0†{path}】"),
        format!("[{path}]"),
    ] {
        assert_eq!(
            verdict("The sea rose by 3 mm a year", &mark),
            Verdict::Proven,
            "{mark}"
        );
        assert_eq!(verdict(other, &mark), Verdict::WrongSource, "{mark}");
    }
    let longer = format!("[{}]", "a".repeat(81));
    assert_eq!(
        verdict(other, &longer),
        Verdict::Proven,
        "no mark names nothing"
    );
}

#[test]
fn a_quotation_of_several_sentences_keeps_its_mark() {
    let words =
        "A wall of 5 metres holds back the highest tide. Walls cost less than moving a town";
    for (mark, list) in [
        ("[1]", "[1]: SOURCE"),
        ("[^1]", "[^1]: SOURCE"),
        ("[1]", "## Sources\n\n1. SOURCE"),
        ("(SOURCE)", ""),
        ("[the report](SOURCE)", ""),
        ("([the report](SOURCE))", ""),
    ] {
        for stop in ["", "."] {
            for (source, verdict) in [
                ("tides.txt", Verdict::WrongSource),
                ("smith-2020.html", Verdict::Proven),
            ] {
                let text = format!("It is “{words}{stop}” {mark}. So it is.\n\n{list}\n");
                let audit = verdicts("a.md", &text.replace("SOURCE", source), &[verdict]);
                assert_eq!(audit.summary.sentences, 2, "{text}");
                assert_eq!(audit.answers[0].citations[0].cited, [source], "{text}");
            }
        }
    }
    for (source, verdict) in [
        ("tides.txt", Verdict::WrongSource),
        ("smith-2020.html", Verdict::Proven),
    ] {
        let text = format!("<p>It is <q>{words}</q> (<a href=\"{source}\">the report</a>).</p>");
        verdicts("a.html", &text, &[verdict]);
        let text = format!("<p>It is <q>{words}.</q> (<a href=\"{source}\">the report</a>)</p>");
        verdicts("a.html", &text, &[verdict]);
    }
}

#[test]
fn no_words_in_brackets_turn_what_the_source_says() {
    use Verdict::{NotThere, Proven};
    for (quoted, verdict) in [
        ("she would [not] pay for new gauges", NotThere),
        ("she would [never ever] pay for new gauges", NotThere),
        ("she would [refuse to] pay for new gauges", NotThere),
        ("she would[n’t] pay for new gauges", NotThere),
        ("she would [não] pay for new gauges", NotThere),
        ("she would [nicht] pay for new gauges", NotThere),
        (
            "[It is not true that] she would pay for new gauges",
            NotThere,
        ),
        ("The mayor [refused to] pay for new gauges", NotThere),
        ("she would pay for [a ban on] new gauges", NotThere),
        ("The sea [sank and then] rose by 3 mm a year", NotThere),
        ("[sank and then] rose by 3 mm a year", NotThere),
        ("The sea [fell] by 3 mm a year", NotThere),
        ("The sea rose by 3 [million] mm a year", NotThere),
        ("between 1993 and 2010[0]", NotThere),
        ("she [the mayor] would pay for new gauges", Proven),
        ("[the mayor] would pay for new gauges", Proven),
        ("[Ann Lee] would pay for new gauges", Proven),
        ("that [politicians] would pay for new gauges", Proven),
        ("she would pay[s] for [the] new gauges", Proven),
        ("The sea rose by 3 mm a year [in the north]", Proven),
        ("between 1993 and [May] 2010 [2]", Proven),
    ] {
        let text = format!("They say “{quoted}” [1].\n\n[1]: tides.txt");
        verdicts("a.md", &text, &[verdict]);
    }
    let audit = of(
        "a.md",
        "They say “she would [not] pay for new gauges” [1].\n\n[1]: tides.txt",
    );
    let citation = &audit.answers[0].citations[0];
    assert!(
        citation
            .note
            .as_deref()
            .is_some_and(|note| note.contains("in brackets"))
    );
    assert!(citation.nearest.is_some());
}

#[test]
fn brackets_at_the_edge_of_a_quotation_replace_no_denial_and_no_number() {
    use Verdict::{NotThere, Proven};
    let lot = "Nobody opposed the plan. No deaths were recorded. It is not safe for children, and was ready in 2010. \
         The town agreed. They would pay for all of it. 他不在。他的鱼很好。";
    let sources = [source("lot.txt", lot)];
    for (quoted, verdict) in [
        ("[Everybody] opposed the plan", NotThere),
        ("[The board] opposed the plan", NotThere),
        ("[Many] deaths were recorded", NotThere),
        ("[The drug] safe for children", NotThere),
        ("and was ready in [the year 2015]", NotThere),
        ("and was ready in [May 2015]", NotThere),
        ("would pay for [a 30]", NotThere),
        ("[All] agreed", NotThere),
        ("[Ann] 的鱼很好", Proven),
        ("[The two towns] would pay for all of it", Proven),
        ("[Ann] agreed", Proven),
        ("would pay for all [in 2010]", Proven),
    ] {
        let text = format!("They say “{quoted}” [1].\n\n[1]: lot.txt");
        let audit = audit(&[AuditAnswer::new("a.md", &text)], &sources);
        assert_eq!(audit.answers[0].citations[0].verdict, verdict, "{quoted}");
    }
}

#[test]
fn an_ellipsis_or_a_letter_at_the_edge_of_a_quotation_hides_no_denial() {
    use Verdict::{NotThere, Proven};
    let lot = "No towns can afford such a wall. The council moves slowly in such cases. It is not true that the sea fell. \
         Nobody knew it, but the gauges were cleaned. We paid for the new gauges only once.";
    let sources = [source("lot.txt", lot)];
    for (quoted, verdict) in [
        ("[T]owns can afford such a wall", NotThere),
        ("[…] towns can afford such a wall", NotThere),
        ("[...] towns can afford such a wall", NotThere),
        ("[T]he sea fell", NotThere),
        ("We paid for the new gauges […]", NotThere),
        ("We paid for the new gauges […].", NotThere),
        ("We paid for the new gauge[s]", NotThere),
        ("[T]he gauges were cleaned", Proven),
        ("[…] the gauges were cleaned […]", Proven),
        ("[…] moves slowly in such cases", Proven),
        ("the council move[d] slowly in such cases", Proven),
        ("the council mov[ing] slowly in such cases", Proven),
        ("mov[ing] slowly in such cases", Proven),
        ("It is not tru[ly] that the sea fell", Proven),
        ("the council mo[cks] slowly in such cases", NotThere),
        ("the council mov[es not] slowly in such cases", NotThere),
    ] {
        let text = format!("They say “{quoted}” [1].\n\n[1]: lot.txt");
        let audit = audit(&[AuditAnswer::new("a.md", &text)], &sources);
        let citation = &audit.answers[0].citations[0];
        assert_eq!(citation.verdict, verdict, "{quoted}");
        assert!(
            verdict == NotThere || !citation.loosenings.is_empty(),
            "{quoted} is loose"
        );
    }
    for quoted in [
        "… moves slowly in such cases",
        "The council moves slowly ...",
    ] {
        let text = format!("They say “{quoted}” [1].\n\n[1]: lot.txt");
        let audit = audit(&[AuditAnswer::new("a.md", &text)], &sources);
        let citation = &audit.answers[0].citations[0];
        assert_eq!(citation.verdict, Proven, "{quoted}");
        assert_eq!(citation.loosenings, [Loosening::Ellipsis], "{quoted}");
    }
}

#[test]
fn a_mark_may_name_several_sources_and_a_place() {
    let (tides, walls) = (
        "The sea rose by 3 mm a year",
        "Walls cost less than moving a town",
    );
    let list = "[1]: tides.txt\n[2]: lost.txt\n[3]: smith-2020.html\n";
    for mark in [
        "[1, 3]",
        "[1,3]",
        "[1; 3]",
        "[1 and 3]",
        "[1-3]",
        "[1–3]",
        "[1][3]",
        "[1] [3]",
        "[1], [3]",
        "[1]–[3]",
        "[1, p. 4; 3, p. 5]",
        "[1: 23; 3: 5]",
    ] {
        for words in [tides, walls] {
            let text = format!("It is “{words}” {mark}, and “{walls}” [3].\n\n{list}");
            verdicts("a.md", &text, &[Verdict::Proven, Verdict::Proven]);
        }
    }
    for mark in [
        "[1, p. 4]",
        "[1, pp. 4–5]",
        "[1: 23]",
        "[1 p. 4]",
        "[1, § 3]",
        "[1]",
    ] {
        let text = format!("It is “{walls}” {mark}.\n\n{list}");
        verdicts("a.md", &text, &[Verdict::WrongSource]);
    }
    for mark in [
        "[Smith, 2020]",
        "[Smith 2020, p. 4]",
        "[Smith et al., 2020; Wells 2021]",
    ] {
        verdicts(
            "a.md",
            &format!("It is “{tides}” {mark}."),
            &[Verdict::WrongSource],
        );
        verdicts(
            "a.md",
            &format!("It is “{walls}” {mark}."),
            &[Verdict::Proven],
        );
    }
    verdicts(
        "a.md",
        &format!("It is “{walls}” [so they say, 2020]."),
        &[Verdict::Proven],
    );
}

#[test]
fn single_quotation_marks_quote_and_apostrophes_do_not() {
    use Verdict::{NotThere, Proven, UncitedWords};
    for (text, expected) in [
        (
            "The mayor said ‘she would never pay for new gauges’ [1].",
            &[NotThere][..],
        ),
        (
            "The mayor said ‘she would pay for new gauges’ [1].",
            &[Proven],
        ),
        (
            "The mayor said 'she would never pay for new gauges' [1].",
            &[NotThere],
        ),
        (
            "The mayor’s word: ‘she would pay for new gauges’ [1].",
            &[Proven],
        ),
        (
            "The gauges’ month isn’t May’s, ’tis said [1].",
            &[UncitedWords],
        ),
    ] {
        verdicts("a.md", &format!("{text}\n\n[1]: tides.txt"), expected);
    }
}

#[test]
fn pieces_too_short_to_be_looked_for_are_counted() {
    let text = "The study says “no safe dose exists”. A “smart city” says ‘yes’. It is “so” [1].\n\n[1]: tides.txt";
    let audit = verdicts("a.md", text, &[Verdict::NotThere]);
    assert_eq!(audit.summary.too_short, 3);
    assert_eq!(audit.summary.quotations, 1);
    let folder = folder(&[("a.md", "A “smart city”."), ("in/tides.txt", TIDES)]);
    let audited = run(folder.path(), &["audit", "a.md", "--sources", "in"]);
    assert!(
        audited
            .stdout
            .contains("1 piece between quotation marks too short to be looked for"),
        "{audited:?}"
    );
}

#[test]
fn each_paragraph_of_a_quotation_is_looked_for() {
    use Verdict::{NotThere, Proven};
    let first = "The sea rose by 3 mm a year between 1993 and 2010.";
    let end = "It did rise in May, the month that the gauges were cleaned.";
    for text in [
        format!("“{first}\n\n“{end}” (tides.txt)"),
        format!("“{first}\n\n{end}” (tides.txt)"),
        format!("\"{first}\n\n\"{end}\" (tides.txt)"),
        format!("- “{first}\n- {end}” (tides.txt)"),
        format!("> “{first}\n>\n> “{end}”\n\n— tides.txt"),
        format!("<p>“{first}<p>{end}” (tides.txt)"),
        format!("<h2>“{first}</h2><h2>{end}” (tides.txt)</h2>"),
    ] {
        let path = if text.starts_with('<') {
            "a.html"
        } else {
            "a.md"
        };
        verdicts(path, &text, &[Proven, NotThere]);
    }
}

#[test]
fn words_of_two_blocks_are_proven_loosely() {
    let sources = [source(
        "page.md",
        "# The ban\n\nis lifted.\n\n| in | May |\n|---|---|\n| or | June |\n",
    )];
    for (quoted, how) in [
        ("The ban is lifted.", "across-blocks"),
        ("is lifted. in May", "across-blocks"),
        ("in May", "across-cells"),
    ] {
        let answer = AuditAnswer::new("a.md", format!("It says “{quoted}” (page.md)."));
        let audit = audit(&[answer], &sources);
        let citation = &audit.answers[0].citations[0];
        assert_eq!(citation.verdict, Verdict::Proven, "{quoted}");
        let loosenings = serde_json::to_value(&citation.loosenings).unwrap();
        assert_eq!(loosenings, serde_json::json!([how]), "{quoted}");
        assert_eq!(audit.summary.loose, 1);
    }
}

#[test]
fn a_quotation_that_nothing_closes_is_named() {
    let folder = folder(&[
        ("a.md", "It says “the sea rose by 9 mm a year (tides.txt)."),
        ("in/tides.txt", TIDES),
    ]);
    let audited = run(folder.path(), &["audit", "a.md", "--sources", "in"]);
    assert_eq!(audited.code, Some(0), "{audited:?}");
    assert!(
        audited
            .stdout
            .contains("warning[unclosed-quote]: nothing closes this"),
        "{audited:?}"
    );
    let strict = run(
        folder.path(),
        &["audit", "a.md", "--sources", "in", "--strict"],
    );
    assert_eq!(strict.code, Some(1), "{strict:?}");
}

#[test]
fn quotation_marks_within_a_quotation_may_be_single() {
    let sources = [source(
        "ann.txt",
        "Nobody denied it. \"We are ready,\" said Ann. It's the towns' task.",
    )];
    for (quoted, verdict) in [
        ("‘We are ready,’ said Ann", Verdict::Proven),
        ("'We are ready,' said Ann", Verdict::Proven),
        ("We are ready, said Ann", Verdict::NotThere),
        ("It\"s the towns' task", Verdict::NotThere),
    ] {
        let answer = AuditAnswer::new("a.md", format!("They say “{quoted}” [1].\n\n[1]: ann.txt"));
        let audit = audit(&[answer], &sources);
        let citation = &audit.answers[0].citations[0];
        assert_eq!(citation.verdict, verdict, "{quoted}");
        if verdict == Verdict::Proven {
            assert_eq!(citation.tier, Some(Tier::Typography));
        }
    }
}

#[test]
fn a_list_of_sources_and_footnotes_number_apart() {
    let text = "It says “The sea rose by 3 mm a year” [1]. Walls are cheap.[^1]\n\n\
        [^1]: “Walls cost less than moving a town.” — On Harbours and Walls\n\n## Sources\n\n1. The Tides of May";
    let audit = verdicts("answer.md", text, &[Verdict::Proven, Verdict::Proven]);
    assert_eq!((audit.summary.sentences, audit.summary.backed), (2, 2));
}

#[test]
fn anthropics_places_are_held_against_where_the_words_stand() {
    use Verdict::{NotThere, Proven, SourceMissing, WrongPlace};
    let at = TIDES.find("It did not rise in May").unwrap();
    for (citation, verdict) in [
        (format!(r#"{{"type":"char_location","cited_text":"It did not rise in May","document_index":0,"document_title":null,"start_char_index":{at},"end_char_index":{}}}"#, at + 22), Proven),
        (format!(r#"{{"type":"char_location","cited_text":"It did not rise in May","document_index":0,"document_title":null,"start_char_index":{},"end_char_index":{}}}"#, at + 40, at + 62), WrongPlace),
        (r#"{"type":"char_location","cited_text":"It did rise in May","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":9}"#.to_owned(), NotThere),
        (r#"{"type":"page_location","cited_text":"It did not rise in May","document_index":0,"document_title":"The Tides of May","start_page_number":1,"end_page_number":2}"#.to_owned(), Proven),
        (r#"{"type":"content_block_location","cited_text":"Walls cost less","document_index":1,"document_title":"On Harbours and Walls","start_block_index":0,"end_block_index":1}"#.to_owned(), Proven),
        (r#"{"type":"search_result_location","cited_text":"Walls cost less","source":"https://a.org/smith-2020","title":"x","search_result_index":0,"start_block_index":0,"end_block_index":1}"#.to_owned(), Proven),
        // Cut off by the service within a word: the source continues the word.
        (r#"{"type":"web_search_result_location","cited_text":"Walls cost less than movi...","url":"https://a.org/smith-2020","title":"x","encrypted_index":"y"}"#.to_owned(), Proven),
        (r#"{"type":"web_search_result_location","cited_text":"Walls cost less than movers","url":"https://a.org/smith-2020","title":"x","encrypted_index":"y"}"#.to_owned(), NotThere),
        (r#"{"type":"char_location","cited_text":"Walls cost less than movi","document_index":1,"document_title":"On Harbours and Walls","start_char_index":0,"end_char_index":9}"#.to_owned(), NotThere),
        (r#"{"type":"char_location","cited_text":"Walls","document_index":7,"document_title":null,"start_char_index":0,"end_char_index":9}"#.to_owned(), SourceMissing),
    ] {
        let text = format!(r#"{{"role":"assistant","content":[{{"type":"text","text":"So it is said."}},{{"type":"text","text":" And so it is.","citations":[{citation}]}}]}}"#);
        let audit = verdicts("answer.json", &text, &[verdict]);
        assert_eq!(audit.summary.sentences, 2);
        let citation = &audit.answers[0].citations[0];
        let written = &text[citation.at.start..citation.at.end];
        assert_eq!(Some(written), citation.words.as_deref());
    }
}

#[test]
fn services_that_hand_over_no_words_cite_without_them() {
    use Verdict::{NotThere, Proven, SourceMissing, UncitedWords};
    let openai = r#"{"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"The sea rises. Walls “cost less than moving a town”.","annotations":[
        {"type":"url_citation","start_index":0,"end_index":14,"url":"https://b.org/tides.txt","title":"T"},
        {"type":"file_citation","index":51,"file_id":"f","filename":"smith-2020.html"}]}]}]}"#;
    verdicts("a.json", openai, &[UncitedWords, Proven]);
    let chat = r#"{"choices":[{"message":{"role":"assistant","content":"É assim. O mar sobe.","annotations":[{"type":"url_citation","url_citation":{"start_index":9,"end_index":20,"url":"https://b.org/lost","title":"T"}}]}}]}"#;
    verdicts("a.json", chat, &[SourceMissing]);
    let gemini = r#"{"candidates":[{"content":{"parts":[{"text":"É assim. “The sea rose by 4 mm a year”."}]},"groundingMetadata":{
        "groundingChunks":[{"web":{"uri":"https://c.org/x","title":"The Tides of May"}}],
        "groundingSupports":[{"segment":{"startIndex":10,"endIndex":44,"text":"x"},"groundingChunkIndices":[0]}]}}]}"#;
    verdicts("a.json", gemini, &[NotThere]);
    let cohere = r#"{"message":{"role":"assistant","content":[{"type":"text","text":"The sea rises."}],"citations":[{"start":4,"end":7,"text":"sea","sources":[{"type":"document","id":"doc:0","document":{"id":"doc:0","title":"The Tides of May"}}]}]}}"#;
    verdicts("a.json", cohere, &[UncitedWords]);
    let older = r#"{"text":"The sea rises.","citations":[{"start":4,"end":7,"text":"sea","document_ids":["d1"]}],"documents":[{"id":"d1","title":"The Tides of May"}]}"#;
    verdicts("a.json", older, &[UncitedWords]);
    let lines = format!("{older}\n{cohere}\n");
    let audit = verdicts("a.jsonl", &lines, &[UncitedWords, UncitedWords]);
    assert_eq!(audit.answers[1].number, 2);
    assert_eq!(audit.answers[1].citations[0].at.line, 2);
}

/// A mark means what the service's annotation of it names.
#[test]
fn annotations_say_what_marks_mean() {
    use Verdict::{NotThere, Proven, SourceMissing, UncitedWords};
    const SMITH: &str = "https://e.org/smith-2020";
    const LOST: &str = "https://e.org/lost";
    let check = |text: &str, annotated: &[(&str, &str)], expected: &[Verdict]| {
        let annotations: Vec<serde_json::Value> = annotated
            .iter()
            .map(|(part, url)| {
                let at = text.find(part).unwrap();
                let start = text[..at].chars().count();
                let end = start + part.chars().count();
                serde_json::json!({"type": "url_citation", "url_citation": {
                    "start_index": start, "end_index": end, "url": url, "title": "-"
                }})
            })
            .collect();
        let message = serde_json::json!({"choices": [{"message": {
            "role": "assistant", "content": text, "annotations": annotations
        }}]});
        verdicts("a.json", &message.to_string(), expected);
    };
    let there = "Walls “cost less than moving a town” [1].";
    let not_there = "Walls “cost less than moving a village” [1].";
    for part in [
        "[1]",
        " [1].",
        "“cost less than moving a village” [1]",
        not_there,
    ] {
        check(not_there, &[(part, SMITH)], &[NotThere]);
    }
    for part in ["[1]", "“cost less than moving a town” [1]", there] {
        check(there, &[(part, SMITH)], &[Proven]);
        check(there, &[(part, LOST)], &[SourceMissing]);
    }
    // Each mark has its own.
    let two = "Walls “cost less than moving a town” [1], and “the sea rose by 40 mm” [2].";
    check(
        two,
        &[("[1]", SMITH), ("[2]", "tides.txt")],
        &[Proven, NotThere],
    );
    // One of two sources is enough, and a mark that nothing annotates means what it says.
    let both = "Walls “cost less than moving a town” [1][2].";
    check(both, &[("[1]", LOST), ("[2]", SMITH)], &[Proven]);
    check(there, &[("Walls", SMITH)], &[SourceMissing]);
    // A citation without words.
    check(
        "The sea rises [1].",
        &[("[1]", "tides.txt")],
        &[UncitedWords],
    );
}

/// A quotation has the source of the stretch that it is in, whatever else its sentence cites.
#[test]
fn a_quotation_belongs_to_the_stretch_that_a_service_cites_for_it() {
    use Verdict::{NotThere, Proven, UncitedWords, WrongSource};
    use serde_json::{Value, json};
    const TIDE: (&str, &str) = ("“The sea rose by 3 mm a year”", "tides.txt");
    let wall = ("“Walls cost less than moving a town”", "smith-2020.html");
    let place = |text: &str, part: &str| {
        let start = text.find(part).unwrap();
        start..start + part.len()
    };
    // The same answer as each service gives it; a stretch is `(part, source)`.
    let answers = |text: &str, cited: &[(&str, &str)]| -> [Value; 3] {
        let chars = |at: usize| text[..at].chars().count();
        let annotations: Vec<Value> = cited
            .iter()
            .map(|(part, url)| {
                let at = place(text, part);
                let (start, end) = (chars(at.start), chars(at.end));
                json!({"type": "url_citation", "url_citation": {"start_index": start, "end_index": end, "url": url}})
            })
            .collect();
        let citations: Vec<Value> = cited
            .iter()
            .map(|(part, title)| {
                let at = place(text, part);
                let (start, end) = (chars(at.start), chars(at.end));
                json!({"start": start, "end": end, "text": part, "sources": [{"type": "document", "document": {"title": title}}]})
            })
            .collect();
        let chunks: Vec<Value> = cited
            .iter()
            .map(|(_, title)| json!({"web": {"uri": "https://e.org/x", "title": title}}))
            .collect();
        let supports: Vec<Value> = cited
            .iter()
            .enumerate()
            .map(|(index, (part, _))| {
                let at = place(text, part);
                json!({"segment": {"startIndex": at.start, "endIndex": at.end}, "groundingChunkIndices": [index]})
            })
            .collect();
        [
            json!({"choices": [{"message": {"role": "assistant", "content": text, "annotations": annotations}}]}),
            json!({"message": {"role": "assistant", "content": [{"type": "text", "text": text}], "citations": citations}}),
            json!({"candidates": [{"content": {"parts": [{"text": text}]}, "groundingMetadata": {
                "groundingChunks": chunks, "groundingSupports": supports}}]}),
        ]
    };
    let check = |text: &str, cited: &[(&str, &str)], expected: &[Verdict]| {
        for answer in answers(text, cited) {
            verdicts("a.json", &answer.to_string(), expected);
        }
    };
    let both = format!("{} and {}.", TIDE.0, wall.0);
    check(&both, &[TIDE, wall], &[Proven, Proven]);
    check(&both, &[wall, TIDE], &[Proven, Proven]);
    check(
        &both,
        &[TIDE, (wall.0, "tides.txt")],
        &[Proven, WrongSource],
    );
    check(
        &both,
        &[(TIDE.0, "smith-2020.html"), (wall.0, "tides.txt")],
        &[WrongSource, WrongSource],
    );
    // One stretch is the whole sentence, and another is in it.
    check(&both, &[(&both, "tides.txt"), wall], &[Proven, Proven]);
    // A stretch may be part of a quotation, or not quite have its place.
    check(
        &both,
        &[
            ("3 mm a year", "tides.txt"),
            ("cost less", "smith-2020.html"),
            ("town", "lost.txt"),
        ],
        &[Proven, Proven],
    );
    check(
        &both,
        &[
            ("“The sea rose by 3 mm a year” and “Walls", "tides.txt"),
            ("cost less than moving a town”.", "smith-2020.html"),
        ],
        &[Proven, Proven],
    );
    // Several sources of one stretch: any of them may have the words.
    check(
        &both,
        &[TIDE, (wall.0, "tides.txt"), wall],
        &[Proven, Proven],
    );
    // In no stretch: the one directly after it is meant, or the nearest before it.
    let beside = format!("{} is true, as {} is so.", TIDE.0, wall.0);
    check(
        &beside,
        &[(" is true", "tides.txt"), (" is so", "smith-2020.html")],
        &[Proven, Proven],
    );
    check(
        &beside,
        &[TIDE, (" is true", "smith-2020.html")],
        &[Proven, Proven],
    );
    check(&beside, &[(" is so", "tides.txt")], &[Proven, WrongSource]);
    // What only mentions a source elsewhere in the sentence says less.
    let mentioned = format!("In tides.txt, {}, and {}.", TIDE.0, wall.0);
    check(&mentioned, &[TIDE, wall], &[Proven, Proven]);
    // The next sentence's stretches are its own.
    let apart = format!("{}. Then {}.", TIDE.0, wall.0);
    check(
        &apart,
        &[("Then “Walls cost less than moving a town”", "tides.txt")],
        &[Proven, WrongSource],
    );
    // A block quotation is in a stretch, too.
    let block = "They agree.\n\n> Walls cost less than moving a town.\n\nSo be it.";
    let words = "Walls cost less than moving a town.";
    check(block, &[(words, "tides.txt")], &[WrongSource]);
    check(block, &[(words, "smith-2020.html")], &[Proven]);

    let cited = |title: &str, words: &str| json!([{"type": "content_block_location", "cited_text": words, "document_index": 9, "document_title": title}]);
    for (title, verdict) in [("smith-2020.html", Proven), ("tides.txt", WrongSource)] {
        let message = json!({"role": "assistant", "content": [
            {"type": "text", "text": "The sea rises", "citations": cited("tides.txt", "The sea rose by 3 mm a year")},
            {"type": "text", "text": ", and "},
            {"type": "text", "text": "“walls cost less than moving a town”", "citations": cited(title, "It did rise in May")},
            {"type": "text", "text": "."},
        ]});
        let audit = of("a.json", &message.to_string());
        let found = audit.answers[0].citations.iter();
        let found: Vec<_> = found.map(|citation| citation.verdict).collect();
        assert!(
            found.contains(&verdict) && found.contains(&NotThere),
            "{found:?}"
        );
        assert!(!found.contains(&UncitedWords), "{found:?}");
    }
}

#[test]
fn html_is_read_as_its_reader_does() {
    let text = "<html><body><p>They say <q>It did rise in May</q> (The Tides of May).</p>\n<blockquote>Walls cost less than moving a town.</blockquote><p>— On Harbours and Walls</p></body></html>";
    let audit = verdicts("a.html", text, &[Verdict::NotThere, Verdict::Proven]);
    let at = &audit.answers[0].citations[1].at;
    assert_eq!(
        &text[at.start..at.end],
        "Walls cost less than moving a town."
    );
}

#[test]
fn what_a_reader_does_not_see_is_no_text_and_raised_numbers_are_not_beside_others() {
    use Verdict::{NotThere, Proven};
    let lot = "The board did not agree to the plan in May. The lab counted 106 samples in the first year.";
    let page = "<p>There were 10<sup>6</sup> cells in each litre. It is 5 km<sup>2</sup> in size. The H<sub>2</sub>O was clean.</p>";
    let sources = [source("lot.txt", lot), source("page.html", page)];
    for (quoted, verdict) in [
        ("The board did ~~not~~ agree to the plan", NotThere),
        ("The board did <s>not</s> agree to the plan", NotThere),
        ("The board did <del>not</del> agree to the plan", NotThere),
        (
            "The board did <span hidden>not</span> agree to the plan",
            NotThere,
        ),
        (
            "The board did <i style='display: none'>not</i> agree to the plan",
            NotThere,
        ),
        (
            "The board did <i style='visibility:hidden'><i>not</i></i> agree to the plan",
            NotThere,
        ),
        ("The board did <s>ever</s> not agree to the plan", Proven),
        (
            "The board did <s><i>ever</s> not</i> agree to the plan",
            Proven,
        ),
        ("The board did <b>not</b> agree to the plan", Proven),
        (
            "The lab counted 10<sup>6</sup> samples in the first year",
            NotThere,
        ),
        ("There were 10<sup>6</sup> cells in each litre", Proven),
        ("There were 10⁶ cells in each litre", Proven),
        ("There were 106 cells in each litre", NotThere),
        ("It is 5 km<sup>2</sup> in size", Proven),
        ("The H<sub>2</sub>O was clean", Proven),
    ] {
        for (path, text) in [
            ("a.md", format!("They say “{quoted}”.")),
            ("a.md", format!("“{quoted}”, they say.")),
            ("a.html", format!("<p>They say <q>{quoted}</q>.</p>")),
        ] {
            if path == "a.html" && quoted.contains('~') {
                continue;
            }
            let audit = audit(&[AuditAnswer::new(path, &text)], &sources);
            assert_eq!(audit.answers[0].citations[0].verdict, verdict, "{text}");
        }
    }
    for text in [
        "Use <s> and <del> for it. “It did rise in May”, they say.\n\nThey end with </s> and </del>.",
        "Use <s>.\n\n“It did rise in May”, they say.",
    ] {
        verdicts("a.md", text, &[NotThere]);
    }
    verdicts(
        "a.html",
        "<p>So.</p><div hidden><p>They say</p><p>“It did rise in May”.</p></div><p>They say “The sea rose by 3 mm”.</p>",
        &[Proven],
    );
}

#[test]
fn a_raised_number_is_a_mark_if_an_entry_has_it() {
    use Verdict::{NotThere, Proven, UncitedWords, WrongSource};
    let walls = "Walls cost less than moving a town";
    let list = "## Sources\n\n1. tides.txt\n2. smith-2020.html";
    for (said, expected) in [
        (
            format!("They say “{walls}”.<sup>1</sup>"),
            &[WrongSource][..],
        ),
        (format!("They say “{walls}”<sup>1</sup>."), &[WrongSource]),
        (format!("They say “{walls}”.¹ So it is."), &[WrongSource]),
        (format!("They say ❝{walls}❞.¹ So it is."), &[WrongSource]),
        (format!("他们说＂{walls}＂¹。"), &[WrongSource]),
        (format!("他们说〝{walls}〟[2]。"), &[Proven]),
        (format!("They say “{walls}”.<sup>2</sup>"), &[Proven]),
        (format!("They say “{walls}”.<sup>1,2</sup>"), &[Proven]),
        (format!("They say “{walls}”.¹⁻² So it is."), &[Proven]),
        (format!("They say “{walls}”.<sup>7</sup>"), &[Proven]),
        (
            format!("“{walls}” is what Smith says.<sup>1</sup>"),
            &[WrongSource],
        ),
        ("The sea rises.<sup>1</sup>".to_owned(), &[UncitedWords]),
        ("The town has 5 km².".to_owned(), &[]),
        (
            "They say “a wall of 5 km² holds back”.".to_owned(),
            &[NotThere],
        ),
    ] {
        let audit = verdicts("a.md", &format!("{said}\n\n{list}"), expected);
        assert!(audit.summary.sentences <= 2, "{said}");
    }
}

#[test]
fn no_list_of_sources_hides_a_quotation() {
    use Verdict::NotThere;
    let said = "Smith is clear: “walls cost nothing at all, ever”";
    for before in [
        "| Claim | Source |\n|---|---|\n| Walls are free | On Harbours |",
        "| Reference |\n|---|\n| On Harbours |",
        "## Notes",
        "## Sources\n\n- smith-2020.html",
        "**Sources**",
        "Sources:",
    ] {
        for said in [
            format!("{said} (Smith, 2020)."),
            format!("{said}."),
            format!("- {said} (Smith, 2020)."),
            format!("1. {said} [1]."),
            format!("[1] {said}."),
            "- In [1], “walls cost nothing at all, ever”.".to_owned(),
            "- Smith (2020): “walls cost nothing at all, ever”.".to_owned(),
            "- “walls cost nothing at all, ever” (smith-2020.html)".to_owned(),
            "- “walls cost nothing at all, ever”.¹".to_owned(),
            "“walls cost nothing at all, ever”, as Smith has it.".to_owned(),
        ] {
            let text = format!("{before}\n\n{said}\n\n[1]: smith-2020.html");
            let found = of("a.md", &text);
            let verdicts = found.answers[0].citations.iter();
            let verdicts: Vec<_> = verdicts.map(|citation| citation.verdict).collect();
            assert!(verdicts.contains(&NotThere), "{text}: {verdicts:?}");
        }
    }
    verdicts(
        "a.html",
        &format!(
            "<table><tr><th>Claim</th><th>Source</th></tr></table><p>{said} (Smith, 2020).</p>"
        ),
        &[NotThere],
    );
}

#[test]
fn each_entry_of_a_list_of_sources_has_its_label_and_its_links() {
    use Verdict::{NotThere, Proven, WrongSource};
    const SAID: &str =
        "“Walls cost less than moving a town” [1]. “The sea rose by 9 mm a year” [2].";
    for list in [
        "[1] [Harbours](x/smith-2020.html)\n[2] [Tide report](x/tides.txt)",
        "[1] [Harbours](x/smith-2020.html)\n\n[2] Tide report,\n[online](x/tides.txt)",
        "[1] Harbours <https://e.org/smith-2020>\n[2] Tide report [online](x/tides.txt).",
        "- [1] smith-2020.html\n- [2] tides.txt",
        "* [2] [Tide report](x/tides.txt)\n* [1] [Harbours](x/smith-2020.html)",
        "- [1]: Harbours, smith-2020.html\n- [2]: Tide report,\n  tides.txt",
        "- [1] smith-2020.html\n  [2] tides.txt",
        "1. [2] tides.txt\n2. [1] smith-2020.html",
        "1. [PDF] smith-2020.html\n2. [PDF] tides.txt",
        "1. [Smith] smith-2020.html\n2. [2] tides.txt",
        "<p>[1] <a href=\"x/smith-2020.html\">Harbours</a></p><p>[2] <a href=\"x/tides.txt\">Tide report</a></p>",
        "<p>[1] <a href=\"x/smith-2020.html\">Harbours</a><br>[2] <a href=\"x/tides.txt\">Tide report</a></p>",
        "<ul><li>[1] smith-2020.html</li><li>[2] tides.txt</li></ul>",
        "<ul><li>1. smith-2020.html</li><li>2. tides.txt</li></ul>",
    ] {
        verdicts(
            "a.md",
            &format!("{SAID}\n\n## Sources\n\n{list}\n"),
            &[Proven, NotThere],
        );
    }
    verdicts(
        "a.md",
        &format!("{SAID}\n\n**Sources:**\n[1] smith-2020.html\n[2] tides.txt"),
        &[Proven, NotThere],
    );
    // An entry has no link of another.
    verdicts(
        "a.md",
        "“Walls cost less than moving a town” [1].\n\n[1] [Tide report](x/tides.txt)\n[2] [Harbours](x/smith-2020.html)",
        &[WrongSource],
    );
    // An author and a year still mean one entry.
    verdicts(
        "a.md",
        "“Walls cost less than moving a town” (Jones, 2019).\n\n## Sources\n\n1. [Jones19] Jones (2019). [Walls](x/smith-2020.html)",
        &[Proven],
    );
    // Words after an entry are no part of its name.
    verdicts(
        "a.md",
        "“Walls cost less than moving a town” [1].\n\n[1] smith-2020.html\nSee also tides.txt.",
        &[Proven],
    );
}

#[test]
fn lists_in_html_are_numbered_as_they_say() {
    use Verdict::{NotThere, Proven};
    for list in [
        "<ol><li>x.txt</li></ol><ol start=\"2\"><li>smith-2020.html</li><li>tides.txt</li></ol>",
        "<ol><li value=\"3\">tides.txt</li><li value=\" 2 \">smith-2020.html</li></ol>",
        "<ol start='x'><li>x.txt<li>smith-2020.html<li>tides.txt</ol>",
        "<ol start=2><li>smith-2020.html<ul><li value=9>in print</li></ul></li><li>tides.txt</li></ol>",
    ] {
        let said = "“Walls cost less than moving a town” [2]. “The sea rose by 9 mm a year” [3].";
        let page = format!("<p>{said}</p><h2>Sources</h2>{list}");
        verdicts("a.html", &page, &[Proven, NotThere]);
        verdicts(
            "a.md",
            &format!("{said}\n\n## Sources\n\n{list}\n"),
            &[Proven, NotThere],
        );
    }
}

#[test]
fn titles_in_a_list_of_sources_are_no_quotations() {
    let title = "On the Cost of Harbours and of Walls";
    for entry in [
        format!("Smith, J. (2020). “{title}.” Journal of Towns, 5(2)."),
        format!("Smith, John (2020): “{title}”, Journal of Towns."),
        format!("Smith, J. “{title}.” Journal of Towns 5 (2020): 1–9."),
        format!("J. Smith et al., “{title},” Journal of Towns, vol. 5, 2020."),
        format!("“{title}” (2020). https://example.org/walls (accessed 5 May 2021)"),
        format!("“{title}” (accessed 5 May 2021), https://example.org/walls"),
        format!("[“{title}”](https://example.org/walls)"),
        format!("Smith, “{title}” [Online]. Available: https://example.org/walls"),
        format!("Smith and Jones (2020). *Towns*. Chapter 2, “{title}”."),
    ] {
        for entry in [
            entry.clone(),
            format!("- {entry}"),
            format!("1. {entry}"),
            format!("[1] {entry}"),
        ] {
            verdicts("a.md", &format!("## References\n\n{entry}"), &[]);
        }
    }
}

#[test]
fn each_quotation_of_a_sentence_has_the_mark_that_is_meant() {
    use Verdict::{Proven, SourceMissing, WrongSource};
    let (tides, walls) = (
        "The sea rose by 3 mm a year",
        "Walls cost less than moving a town",
    );
    let list = "[1]: tides.txt\n[2]: smith-2020.html\n[3]: https://example.org/mayor";
    let names = [
        source("brown-2018.txt", TIDES),
        source("smith-2020.html", HARBOURS),
    ];
    for said in [
        "Brown (2018) says “A”, while Smith (2020) says “B”.",
        "Brown [1] says “A”, while Smith [2] says “B”.",
        "In [1], “A”; in [2], “B”.",
        "“A” [1], while “B” is what others say [2].",
        "[Brown](brown-2018.txt) says “A”, while [Smith](smith-2020.html) says “B”.",
        "`brown-2018.txt` says “A”, but `smith-2020.html` says “B”.",
        "brown-2018.txt says “A”, while Smith (2020) says “B”.",
        "“A” is what Brown says [1], and “B” is what Smith says [2].",
        "The [mayor](https://example.org/mayor) says “A” in May [1], and “B” [2].",
        "Others [2] say [“A”](brown-2018.txt) and “B” [2].",
    ] {
        for (first, second, verdict) in [(tides, walls, Proven), (walls, tides, WrongSource)] {
            let said = said
                .replace('A', first)
                .replace("“B", &format!("“{second}"));
            let text = format!("{said}\n\n{}", list.replace("tides.txt", "brown-2018.txt"));
            let audit = audit(&[AuditAnswer::new("a.md", &text)], &names);
            let verdicts = audit.answers[0].citations.iter();
            let verdicts: Vec<_> = verdicts.map(|citation| citation.verdict).collect();
            assert_eq!(verdicts, [verdict, verdict], "{text}");
        }
    }
    for (said, expected) in [
        (
            "Tide (2018) says “A”, while Smith (2020) has other views.",
            SourceMissing,
        ),
        (
            "Tides [1] says “A”, while Smith (2020) has other views.",
            WrongSource,
        ),
        ("“A”, says Smith (2020).", Proven),
        ("“A” and more is in [2].", Proven),
        ("Smith (2020) says “so” and “A”, not Tides [1].", Proven),
        ("The sources [1][2] say “A”.", Proven),
    ] {
        let text = format!("{}\n\n{list}", said.replace('A', walls));
        verdicts("a.md", &text, &[expected]);
    }
}

#[test]
fn a_table_row_is_one_statement() {
    use Verdict::{NotThere, Proven, UncitedWords, WrongSource};
    let walls = "Walls cost less than moving a town";
    for (row, expected) in [
        (format!("| “{walls}” | [1] |"), &[WrongSource][..]),
        (format!("| “{walls}” | [2] |"), &[Proven]),
        (format!("| Smith (2020) | “{walls}” |"), &[Proven]),
        (format!("| The Tides of May | “{walls}” |"), &[WrongSource]),
        (
            "| Smith (2020) | “Walls cost nothing” |".to_owned(),
            &[NotThere],
        ),
        (
            "| Smith (2020) | Walls are cheap |".to_owned(),
            &[UncitedWords],
        ),
        (
            format!("| “{walls}” | [2] |\n| “{walls}” | [1] |"),
            &[Proven, WrongSource],
        ),
    ] {
        let text =
            format!("| Study | What |\n|---|---|\n{row}\n\n[1]: tides.txt\n[2]: smith-2020.html");
        verdicts("a.md", &text, expected);
    }
    let row = format!("<tr><td>“{walls}”</td><td>(The Tides of May)</td></tr>");
    verdicts("a.html", &format!("<table>{row}</table>"), &[WrongSource]);
}

#[test]
fn a_link_within_an_answer_is_no_source() {
    use Verdict::{Proven, UncitedWords, WrongSource};
    let walls = "Walls cost less than moving a town";
    let list =
        "<h2>Notes</h2><ol><li id='fn1'>smith-2020.html</li><li id='fn2'>tides.txt</li></ol>";
    for (said, expected) in [
        (
            format!("“{walls}”<sup><a href='#fn1'>1</a></sup>"),
            &[Proven][..],
        ),
        (
            format!("“{walls}”<sup><a href='#fn2'>[2]</a></sup>"),
            &[WrongSource],
        ),
        (
            format!("“{walls}” (see <a href='#so'>below</a>)"),
            &[Proven],
        ),
        (
            "Walls are cheap.<sup><a href='#fn1'>1</a></sup>".to_owned(),
            &[UncitedWords],
        ),
        (
            "Walls are cheap, see <a href='#so'>below</a>.".to_owned(),
            &[],
        ),
    ] {
        verdicts(
            "a.html",
            &format!("<p>They say: {said}</p>{list}"),
            expected,
        );
    }
}

#[test]
fn broken_answers_are_reported_and_the_others_audited() {
    let answers = [
        ("a.json", "{\"x\": "),
        ("b.json", "{}"),
        ("c.md", ""),
        ("d.json", "[[[[1]]]]"),
        ("e.md", "“The sea rose by 3 mm a year”"),
    ];
    let answers: Vec<_> = answers
        .iter()
        .map(|(path, text)| AuditAnswer::new(*path, *text))
        .collect();
    let audit = audit(&answers, &two_sources());
    let unread: Vec<_> = audit
        .unread
        .iter()
        .map(|unread| unread.file.as_str())
        .collect();
    assert_eq!(unread, ["a.json", "b.json", "c.md", "d.json"]);
    assert_eq!(audit.summary.proven, 1);
}

#[test]
fn the_map_of_an_answer_has_no_fault_of_form() {
    let text = "They say “It did rise in May” [1]. They say “It did rise in May” [1].\n\nThe sea rises [2]. “Walls cost … moving a town” (Smith, 2020).\n\n\
        > Gauges are “never” wrong, so to say.\n\n[1]: tides.txt\n[2]: lost.txt";
    let folder = folder(&[
        ("answer.md", text),
        ("in/tides.txt", TIDES),
        ("in/smith-2020.html", HARBOURS),
    ]);
    let audited = run(
        folder.path(),
        &["audit", "answer.md", "--sources", "in", "-o", "map"],
    );
    assert_eq!(audited.code, Some(1), "{audited:?}");
    let files = Files::read(&folder.path().join("map")).unwrap();
    let report = check(&Map::new(&files), &Levels::default());
    for finding in &report.diagnostics {
        let rule = finding.rule.as_str();
        let is_of_form = ["invalid-", "unknown-", "duplicate-"]
            .iter()
            .any(|kind| rule.starts_with(kind));
        assert!(
            !is_of_form && rule != "wrong-type" && rule != "changed-source",
            "{finding:?}"
        );
    }
    assert_eq!((report.summary.quotations, report.summary.proven), (3, 1));
    let fallen = run(
        folder.path(),
        &["evaluate", "map", "--distrust", "unproven"],
    );
    assert!(fallen.stdout.contains("2 of 4 labels change"), "{fallen:?}");
}

#[test]
fn what_is_not_proven_does_not_stand_by_itself_but_may_be_carried() {
    let folder = folder(&[("s.txt", "One. Two.")]);
    write(
        folder.path(),
        "m.toml",
        r#"
        [source.s]
        path = "s.txt"
        [source.lost]
        path = "lost.txt"
        [claim.found]
        text = "A"
        quote = { text = "one", source = "s" }
        [claim.altered]
        text = "B"
        quote = { text = "Three.", source = "s" }
        assumed = true
        [claim.lost]
        text = "C"
        quote = { text = "Four.", source = "lost" }
        [claim.carried]
        text = "D"
        quote = { text = "Five.", source = "s" }
        premises = ["found"]
        [claim.falls]
        text = "E"
        premises = ["altered", "found"]
        [claim.unquoted]
        text = "F"
        "#,
    );
    let labels = run(
        folder.path(),
        &[
            "evaluate",
            "m.toml",
            "--distrust",
            "unproven",
            "--format",
            "json",
        ],
    );
    let answer: serde_json::Value = serde_json::from_str(&labels.stdout).unwrap();
    let mut changed: Vec<&str> = answer["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["claim"].as_str().unwrap())
        .collect();
    changed.sort_unstable();
    assert_eq!(changed, ["altered", "falls", "lost"], "{answer:#}");
    let assumed = run(
        folder.path(),
        &[
            "evaluate",
            "m.toml",
            "--distrust",
            "unproven",
            "--assume",
            "altered",
        ],
    );
    assert!(
        assumed.stdout.contains("1 of 6 labels changes"),
        "{assumed:?}"
    );
}

#[test]
fn places_in_a_service_s_answer_are_those_of_its_strings() {
    // As Python writes JSON, with everything but ASCII escaped.
    let text = r#"{"content":[{"type":"text","text":"He says \u201cthe sea rose by 4 mm a year\u201d. So \ud83d\ude00."},
 {"type":"text","text":" It rose.","citations":[{"type":"char_location","cited_text":"It did\u00a0 rise in May","document_title":"tides.txt"}]}]}"#;
    let audit = of("a.json", text);
    let at: Vec<&str> = audit.answers[0]
        .citations
        .iter()
        .map(|citation| &text[citation.at.start..citation.at.end])
        .collect();
    assert_eq!(
        at,
        ["the sea rose by 4 mm a year", r"It did\u00a0 rise in May"]
    );
}

#[test]
fn a_byte_order_mark_and_line_ends_change_nothing() {
    let text = "# R\n\nIn May: “It did rise in May” [1]. “The sea rose by 3 mm a year” [1].\n\n[1]: tides.txt\n";
    let plain = of("a.md", text);
    for other in [
        format!("\u{FEFF}{text}"),
        text.replace('\n', "\r\n"),
        format!("\u{FEFF}{}", text.replace('\n', "\r\n")),
    ] {
        let audit = of("a.md", &other);
        assert_eq!(audit.summary, plain.summary);
        let pairs = audit.answers[0]
            .citations
            .iter()
            .zip(&plain.answers[0].citations);
        for (found, expected) in pairs {
            assert_eq!(found.sentence, expected.sentence);
            assert_eq!(found.at.line, expected.at.line);
            assert_eq!(found.at.column, expected.at.column);
            assert_eq!(
                &other[found.at.start..found.at.end],
                found.words.as_deref().unwrap()
            );
        }
    }
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    for (path, bytes, why) in [
        ("a.md", &b" \n"[..], "it is empty"),
        (
            "a.json",
            b"{\"a\": [1]}",
            "no answer in the form of Anthropic",
        ),
        ("a.json", b"{\"a\": ", "broken JSON"),
        ("a.md", b"\xFF\xFE\x00a", "not UTF-8"),
        ("a.pdf", b"%PDF-1.4", "save it as DOCX or HTML"),
    ] {
        let audit = audit(&[AuditAnswer::load(path, bytes.to_vec())], &two_sources());
        let found: Vec<&str> = audit.unread.iter().map(|file| file.why.as_str()).collect();
        assert!(
            found.len() == 1 && found[0].contains(why),
            "{path}, {why}: {found:?}"
        );
    }
}

#[test]
fn maps_beside_the_sources_are_none() {
    let folder = folder(&[
        ("papers/tides.txt", TIDES),
        (
            "papers/map.toml",
            "[claim.a]\ntext = \"The walls will be built in June.\"\n",
        ),
        (
            "answer.md",
            "“The walls will be built in June.” They say: “It did not rise in May”.\n",
        ),
    ]);
    let audited = run(
        folder.path(),
        &["audit", "answer.md", "--sources", "papers"],
    );
    assert!(
        audited.stdout.contains("1 proven, 1 not there"),
        "{}",
        audited.stdout
    );
    let named = run(
        folder.path(),
        &[
            "audit",
            "answer.md",
            "--sources",
            "papers",
            "--source",
            "map=papers/map.toml",
        ],
    );
    assert!(named.stdout.contains("2 proven"), "{}", named.stdout);
}

#[test]
fn a_tree_marks_what_does_not_stand_and_lists_what_falls() {
    let folder = folder(&[("s.txt", "One. Two.")]);
    write(
        folder.path(),
        "m.toml",
        r#"
        [map]
        thesis = ["falls"]
        [source.s]
        path = "s.txt"
        [claim.found]
        text = "A"
        quote = "one"
        [claim.altered]
        text = "B"
        quote = "Three."
        [claim.falls]
        text = "E"
        premises = ["altered", "found"]
        "#,
    );
    let shown = run(folder.path(), &["show", "m.toml", "--distrust", "unproven"]);
    assert_eq!(
        shown.stdout,
        "                                                              3 claims, 1 reason\n\n\
         ✗ falls  E\n\
         └─┬ ✗ because, together\n  \
           ├─ ✗ altered  B (its quotation is not proven)\n  \
           └─ ✓ found  A\n\n\
         supposing that altered does not stand by itself (its quotation is not proven)\n\n\
         ✗ the thesis falls is rejected\n\n\
         2 of 3 labels change:\n  \
           ✗ rejected altered (was ✓ accepted)\n  \
           ✗ rejected falls (was ✓ accepted)\n\n\
         ✓ 1 accepted   ✗ 2 rejected   ? 0 undecided\n"
    );
    write(
        folder.path(),
        "m.toml",
        "[source.s]\npath = \"s.txt\"\n[claim.found]\ntext = \"A\"\nquote = \"one\"\n",
    );
    let shown = run(folder.path(), &["show", "m.toml", "--distrust", "unproven"]);
    assert!(
        shown
            .stdout
            .ends_with("✓ found  A\n\nevery quotation is proven: nothing falls\n"),
        "{shown:?}"
    );
}

#[test]
fn items_that_lead_back_are_footnotes() {
    for mark in [
        "<sup><a href='#fn1' id='r1'>1</a></sup>",
        "<a href='#fn1' id='r1' role='doc-noteref'><sup>1</sup></a>",
        "<sup id='r1'><a href='#fn1'>[1]</a></sup>",
    ] {
        for list in [
            "<section role='doc-endnotes'><hr/><ol><li id='fn1'><p>SOURCE, p. 2 <a href='#r1'>↩︎</a></p></li></ol></section>",
            "<ol><li id='fn1'><b><a href='#r1'>^</a></b> <a href='SOURCE'>The report</a></li></ol>",
        ] {
            for (source, verdict) in [
                ("tides.txt", Verdict::Proven),
                ("smith-2020.html", Verdict::WrongSource),
            ] {
                let list = list.replace("SOURCE", source);
                let text =
                    format!("<p>They say “The sea rose by 3 mm a year”.{mark} So it is.</p>{list}");
                verdicts("a.html", &text, &[verdict]);
            }
        }
    }
    for (source, verdict) in [
        ("tides.txt", Verdict::Proven),
        ("smith-2020.html", Verdict::WrongSource),
    ] {
        let list = format!("1. The report, {source} [↩](#r1)\n2. [^](#r2) Another\n");
        let text = format!("They say “The sea rose by 3 mm a year”.[1](#fn1)\n\n---\n\n{list}");
        verdicts("a.md", &text, &[verdict]);
    }
    let list =
        "<ol><li id='fn1'>tides.txt: “It did not rise in June” <a href='#r1'>↩</a></li></ol>";
    let text = format!("<p>It fell.<sup><a href='#fn1'>1</a></sup></p>{list}");
    verdicts("a.html", &text, &[Verdict::NotThere]);
}

#[test]
fn many_quotations_of_one_sentence_cost_what_they_are_long() {
    let quotation = "they say “The sea rose by 3 mm a year” [1], ";
    let text = format!("{}and so on.\n\n[1]: tides.txt\n", quotation.repeat(400));
    let audit = of("a.md", &text);
    let citations = &audit.answers[0].citations;
    assert_eq!(citations.len(), 400);
    let written = serde_json::to_string(citations).unwrap();
    assert!(written.len() < 100 * text.len(), "{}", written.len());
}

mod altered {
    use super::*;

    /// Pseudorandom numbers that are the same on every run (Steele et al. 2014, `SplitMix64`).
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
        }
    }

    /// The project's own documentation.
    const TEXTS: [&str; 9] = [
        "docs/architecture.md",
        "docs/evaluation.md",
        "docs/exchange.md",
        "docs/format.md",
        "docs/modelling.md",
        "docs/pictures.md",
        "docs/query.md",
        "docs/speed.md",
        "arguments/article.pt.txt",
    ];

    struct Prose {
        sources: Vec<AuditSource>,
        /// Sentences that can stand between quotation marks, as source number and words.
        sentences: Vec<(usize, Vec<String>)>,
        words: Vec<String>,
    }

    fn prose() -> Prose {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sentences = Vec::new();
        let sources: Vec<AuditSource> = TEXTS
            .iter()
            .enumerate()
            .map(|(number, path)| {
                let source = source(path, &fs::read_to_string(root.join(path)).unwrap());
                let text = source.text.as_ref().unwrap();
                for range in text.sentences() {
                    let sentence = &text.text()[range.clone()];
                    let is_plain = |c: char| c.is_alphanumeric() || " \n,.;:'’%-".contains(c);
                    let words: Vec<String> =
                        sentence.split_whitespace().map(str::to_owned).collect();
                    if (7..=60).contains(&words.len()) && sentence.chars().all(is_plain) {
                        sentences.push((number, words));
                    }
                }
                source
            })
            .collect();
        let words = sentences
            .iter()
            .flat_map(|(_, words)| words.clone())
            .filter(|word| word.chars().all(char::is_alphabetic) && word.len() > 3)
            .collect();
        assert!(sentences.len() > 200, "{}", sentences.len());
        Prose {
            sources,
            sentences,
            words,
        }
    }

    /// A text reduced to its words, to check that an altered quotation does not occur in it by chance.
    fn bare(text: &str) -> String {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.trim_matches([',', '.', ';', ':']).to_lowercase())
            .collect();
        words.join(" ")
    }

    /// An answer with one quotation, in one of two forms.
    fn answer(number: usize, words: &str, source: &str) -> AuditAnswer {
        if number.is_multiple_of(2) {
            return AuditAnswer::new(
                "a.md",
                format!("It is said that “{words}” [1].\n\n[1]: {source}\n"),
            );
        }
        let words = serde_json::to_string(words).unwrap();
        let citation = format!(
            r#"{{"type":"content_block_location","cited_text":{words},"document_index":3,"document_title":"{source}"}}"#
        );
        AuditAnswer::new(
            "a.json",
            format!(
                r#"{{"content":[{{"type":"text","text":"So it is.","citations":[{citation}]}}]}}"#
            ),
        )
    }

    const ALTERATIONS: [&str; 7] = [
        "word", "digit", "sign", "negation", "name", "joined", "source",
    ];

    /// An altered quotation, and the source it is said to be from; `None` if the sentence cannot be altered this way.
    fn alter(prose: &Prose, dice: &mut Dice, kind: &str) -> Option<(String, usize)> {
        let at = dice.below(prose.sentences.len());
        let (source, words) = &prose.sentences[at];
        let mut words = words.clone();
        let inner = 1 + dice.below(words.len() - 2);
        match kind {
            "word" => words[inner].clone_from(&prose.words[dice.below(prose.words.len())]),
            "digit" => {
                let place = words
                    .iter()
                    .position(|word| word.contains(|c: char| c.is_ascii_digit()))?;
                let digit = words[place].find(|c: char| c.is_ascii_digit())?;
                let old = words[place].as_bytes()[digit] - b'0';
                let new = (usize::from(old) + 1 + dice.below(9)) % 10;
                words[place].replace_range(digit..=digit, &new.to_string());
            }
            "sign" => {
                let place = words
                    .iter()
                    .position(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
                let sign = ["-", "−", "+", "±"][dice.below(4)];
                words[place].insert_str(0, sign);
            }
            "negation" => match words
                .iter()
                .position(|word| matches!(word.as_str(), "not" | "no" | "não"))
            {
                Some(denied) => {
                    words.remove(denied);
                }
                None => words.insert(inner, if *source == 8 { "não" } else { "not" }.to_owned()),
            },
            "name" => {
                let other = 1 + dice.below(words.len() - 2);
                words.swap(inner, other);
            }
            "joined" => {
                let (other, more) = prose.sentences.get(at + 2)?;
                if other != source {
                    return None;
                }
                words.extend(more.iter().cloned());
            }
            _ => {
                let other = (source + 1 + dice.below(TEXTS.len() - 1)) % TEXTS.len();
                return Some((words.join(" "), other));
            }
        }
        Some((words.join(" "), *source))
    }

    #[test]
    fn no_altered_quotation_is_called_proven() {
        const COUNT: usize = 2_000;
        let prose = prose();
        let texts: Vec<String> = prose
            .sources
            .iter()
            .map(|source| bare(source.text.as_ref().unwrap().text()))
            .collect();
        let mut dice = Dice(7);
        let mut answers = Vec::new();
        let mut kinds = Vec::new();
        while answers.len() < COUNT {
            let kind = ALTERATIONS[answers.len() % ALTERATIONS.len()];
            let Some((words, source)) = alter(&prose, &mut dice, kind) else {
                continue;
            };
            // By chance, the source may contain the altered words.
            if texts[source].contains(&bare(&words)) {
                continue;
            }
            answers.push(answer(answers.len(), &words, TEXTS[source]));
            kinds.push(kind);
        }
        let audit = audit(&answers, &prose.sources);
        let mut wrong = String::new();
        let mut refuted = 0;
        for ((answer, kind), file) in audit.answers.iter().zip(&kinds).zip(&answers) {
            assert_eq!(answer.citations.len(), 1, "{}", file.text);
            let citation = &answer.citations[0];
            refuted += usize::from(citation.verdict.is_refuted());
            if !citation.verdict.is_refuted() {
                let _ = writeln!(wrong, "{kind}: {:?}: {}", citation.verdict, file.text);
            }
        }
        println!(
            "altered quotations: {COUNT}, called proven: {}",
            COUNT - refuted
        );
        assert_eq!(wrong, "");
    }

    const VARIANTS: [&str; 7] = [
        "wrapping",
        "typography",
        "case",
        "ellipsis",
        "sic",
        "insertion",
        "letter",
    ];

    fn vary(dice: &mut Dice, kind: &str, words: &[String]) -> Option<String> {
        let mut words = words.to_vec();
        let inner = 2 + dice.below(words.len() - 4);
        match kind {
            "wrapping" => {
                for word in &mut words {
                    if dice.below(5) == 0 {
                        word.push('\n');
                    }
                }
                return Some(words.join(" ").replace("\n ", "\n"));
            }
            "typography" => {
                let text = words.join(" ");
                let mut other = text.replace('\'', "’");
                let letters: Vec<char> = text.chars().collect();
                for window in letters.windows(3) {
                    if let [before, '-', after] = window
                        && before.is_alphabetic()
                        && after.is_alphabetic()
                    {
                        let (old, new) = (
                            format!("{before}-{after}"),
                            format!("{before}\u{2010}{after}"),
                        );
                        other = other.replace(&old, &new);
                    }
                }
                return (other != text)
                    .then_some(other)
                    .or_else(|| Some(text.replace("fi", "\u{FB01}")));
            }
            "case" => {
                let first = words[0]
                    .chars()
                    .next()
                    .filter(|first| first.is_alphabetic())?;
                let other: String = if first.is_uppercase() {
                    first.to_lowercase().collect()
                } else {
                    first.to_uppercase().collect()
                };
                words[0].replace_range(..first.len_utf8(), &other);
            }
            "ellipsis" => {
                words.splice(inner..=inner, ["[…]".to_owned()]);
            }
            "sic" => words.insert(inner, "[sic]".to_owned()),
            "insertion" => words.insert(inner, "[the authors hold]".to_owned()),
            _ => {
                let first = words[0]
                    .chars()
                    .next()
                    .filter(|first| first.is_alphabetic())?;
                let other: String = if first.is_uppercase() {
                    first.to_lowercase().collect()
                } else {
                    first.to_uppercase().collect()
                };
                words[0].replace_range(..first.len_utf8(), &format!("[{other}]"));
            }
        }
        Some(words.join(" "))
    }

    #[test]
    fn no_harmless_variant_is_missed() {
        const COUNT: usize = 2_000;
        let prose = prose();
        let mut dice = Dice(11);
        let mut answers = Vec::new();
        let mut kinds = Vec::new();
        while answers.len() < COUNT {
            let kind = VARIANTS[answers.len() % VARIANTS.len()];
            let (source, words) = &prose.sentences[dice.below(prose.sentences.len())];
            let Some(varied) = vary(&mut dice, kind, words) else {
                continue;
            };
            answers.push(answer(answers.len(), &varied, TEXTS[*source]));
            kinds.push(kind);
        }
        let audit = audit(&answers, &prose.sources);
        let mut wrong = String::new();
        let mut found = 0;
        for ((answer, kind), file) in audit.answers.iter().zip(&kinds).zip(&answers) {
            assert_eq!(answer.citations.len(), 1, "{}", file.text);
            let citation = &answer.citations[0];
            let is_named = match *kind {
                "ellipsis" => citation.loosenings.contains(&Loosening::Ellipsis),
                "sic" => citation.loosenings.contains(&Loosening::Sic),
                "insertion" => citation.loosenings.contains(&Loosening::Insertion),
                "letter" => citation.loosenings.contains(&Loosening::BracketedLetter),
                "case" => citation.tier == Some(Tier::Case),
                _ => true,
            };
            if citation.verdict.is_proven() && citation.tier.is_some() && is_named {
                found += 1;
            } else {
                let _ = writeln!(
                    wrong,
                    "{kind}: {:?} {:?} {:?}: {}",
                    citation.verdict, citation.tier, citation.loosenings, file.text
                );
            }
        }
        println!("harmless variants: {COUNT}, found: {found}");
        assert_eq!(wrong, "");
    }
}
