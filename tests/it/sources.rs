//! Which source a quotation is from, and what is reported if that is not clear.

use std::fmt::Write as _;
use std::fs;

use argmap::check::{Levels, Report, check};
use argmap::diagnostic::{Applicability, Diagnostic, Level, Place, RuleName};
use argmap::edit;
use argmap::map::Map;
use argmap::proof::Proof;
use argmap::syntax::Files;
use argmap::workspace::Workspace;
use tempfile::TempDir;

use crate::maps::{files_in, folder};

/// A map and the texts beside it.
struct World {
    folder: TempDir,
    map: String,
}

impl World {
    fn new(map: &str, texts: &[(&str, &str)]) -> Self {
        Self {
            folder: folder(texts),
            map: map.to_owned(),
        }
    }

    /// Three letters, and claims with these quotations.
    fn letters(header: &str, quotes: &[&str]) -> Self {
        let mut map = format!(
            "{header}\n[source.anna]\npath = \"anna.txt\"\n[source.bruno]\npath = \"bruno.txt\"\n\
             [source.carla]\npath = \"carla.md\"\n"
        );
        for (number, quote) in quotes.iter().enumerate() {
            let _ = writeln!(map, "[claim.c{number}]\ntext = \"C.\"\nquote = {quote}");
        }
        Self::new(
            &map,
            &[
                (
                    "anna.txt",
                    "The river was high this morning. We quarrel over the bridge every spring.",
                ),
                (
                    "bruno.txt",
                    "The town has paid twice already. We quarrel over the bridge every spring. Enough, twice already.",
                ),
                (
                    "carla.md",
                    "The *council* met on Monday. THE RIVER WAS HIGH THIS MORNING.",
                ),
            ],
        )
    }

    fn files(&self) -> Files {
        files_in(self.folder.path(), [("map.toml", &*self.map)])
    }

    /// The same sources beside another map.
    fn with_map(&self, map: String) -> Self {
        let folder = folder(&[]);
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
        Self { folder, map }
    }

    fn report(&self) -> Report {
        check(&Map::new(&self.files()), &Levels::default())
    }

    /// The findings that make a check fail.
    fn errors(&self) -> Vec<Diagnostic> {
        let mut findings = self.report().diagnostics;
        findings.retain(|finding| finding.level == Level::Deny);
        findings
    }

    /// The same world after the only fix of its only error.
    fn mended(&self) -> Self {
        let errors = self.errors();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        let fix = errors[0].only_fix().unwrap();
        assert_eq!(fix.applicability, Applicability::Guess);
        let edited = edit::apply(&self.files(), [fix]);
        self.with_map(edited.files[0].1.to_string())
    }
}

fn told(findings: &[Diagnostic]) -> Vec<(&str, &str)> {
    findings
        .iter()
        .map(|finding| (finding.rule.as_str(), finding.message.as_str()))
        .collect()
}

#[test]
fn what_singles_words_out_is_left_out_only_where_their_source_is_named() {
    for quote in [
        "{ text = \"We quarrel over the bridge\", occurrence = 3 }",
        "{ text = \"We quarrel over the bridge\", suffix = \"no\" }",
    ] {
        let help = |world: World| {
            let errors = world.errors();
            assert_eq!(errors.len(), 1, "{errors:#?}");
            errors[0].help.join(" ")
        };
        let told = help(World::letters("", &[quote]));
        assert!(told.contains("name the source"), "{told}");
        let told = help(World::letters("[map]\nsource = \"anna\"", &[quote]));
        assert!(
            told.contains("out") && !told.contains("name the source"),
            "{told}"
        );
    }
}

#[test]
fn one_place_in_one_of_several_sources_proves_a_quotation() {
    let world = World::letters(
        "",
        &[
            "\"The river was high this morning\"",
            "\"the town has paid twice already\"",
            "\"The council met on Monday\"",
            "[\"paid twice already\", { text = \"We quarrel over\", source = \"anna\" }]",
        ],
    );
    assert_eq!(told(&world.errors()), []);
    let report = world.report();
    assert_eq!((report.summary.quotations, report.summary.proven), (5, 5));
    let files = world.files();
    let map = Map::new(&files);
    let proof = Proof::new(&map);
    let ids: Vec<_> = proof
        .quotations()
        .iter()
        .map(|cited| &*proof.written(cited.source.unwrap()).unwrap().1.id.value)
        .collect();
    // The exact place in Anna's letter comes before the one with capitals in Carla's.
    assert_eq!(ids, ["anna", "bruno", "carla", "bruno", "anna"]);
}

#[test]
fn a_second_source_adds_no_findings_to_a_map_of_many_quotations() {
    let text: String = (0..75).fold(String::new(), |mut text, number| {
        let _ = write!(text, "Sentence number {number} says a thing. ");
        text
    });
    let mut map = "[source.one]\npath = \"one.txt\"\n".to_owned();
    for number in 0..75 {
        let _ = writeln!(
            map,
            "[claim.c{number}]\ntext = \"C.\"\nquote = \"Sentence number {number} says a thing\""
        );
    }
    let texts = [("one.txt", text.as_str()), ("two.txt", "Another text.")];
    let one = World::new(&map, &texts);
    map.push_str("[source.two]\npath = \"two.txt\"\n");
    let two = World::new(&map, &texts);
    assert_eq!(told(&one.errors()), []);
    assert_eq!(one.report().diagnostics, two.report().diagnostics);
    assert_eq!(two.report().summary.proven, 75);
}

#[test]
fn a_quotation_of_several_sources_names_them_all_and_may_name_one() {
    let world = World::letters("", &["\"We quarrel over the bridge every spring\""]);
    let errors = world.errors();
    assert_eq!(
        told(&errors),
        [(
            "ambiguous-quote",
            "this quotation of `c0` stands in `anna` and `bruno`"
        )]
    );
    assert_eq!(errors[0].passages.len(), 2);
    let titles: Vec<_> = errors[0]
        .fixes
        .iter()
        .map(|fix| fix.title.as_str())
        .collect();
    assert_eq!(
        titles,
        ["write `source = \"anna\"`", "write `source = \"bruno\"`"]
    );
    for fix in &errors[0].fixes {
        assert_eq!(fix.applicability, Applicability::Guess);
        let map = edit::apply(&world.files(), [fix]).files[0].1.clone();
        let settled = world.with_map(map.to_string());
        assert_eq!(told(&settled.errors()), []);
    }
}

#[test]
fn several_places_of_one_source_are_ambiguous_though_no_other_has_the_words() {
    let world = World::letters("", &["\"twice already\""]);
    assert_eq!(
        told(&world.errors()),
        [(
            "ambiguous-quote",
            "this quotation of `c0` stands in `bruno` twice"
        )]
    );
    let world = World::letters("", &["{ text = \"twice already\", occurrence = 2 }"]);
    assert_eq!(told(&world.errors()), []);
    let world = World::letters("", &["{ text = \"twice already\", prefix = \"paid\" }"]);
    assert_eq!(told(&world.errors()), []);
}

#[test]
fn what_is_in_no_source_is_shown_with_what_is_nearest_in_all() {
    let world = World::letters("", &["\"The council met again on Monday\""]);
    let errors = world.errors();
    assert_eq!(
        told(&errors),
        [(
            "unfound-quote",
            "this quotation of `c0` is in none of the 3 sources"
        )]
    );
    assert_eq!(errors[0].passages[0].source, "carla");
    assert!(
        errors[0].notes[0].starts_with("nearest in `carla`, line 1"),
        "{:?}",
        errors[0].notes
    );
}

#[test]
fn words_of_another_source_are_not_proven_but_told() {
    let words = "the town has paid twice already";
    for quote in [
        format!("{{ text = \"{words}\", source = \"anna\" }}"),
        format!("{{ source = 'anna', text = '{words}' }}"),
        format!("[\"The council met on Monday\", {{ text = \"{words}\", source = \"anna\" }}]"),
        format!("{{ text = \"\"\"{words}\"\"\", source = \"\"\"anna\"\"\" }}"),
    ] {
        let world = World::letters("", &[&quote]);
        let errors = world.errors();
        assert_eq!(
            told(&errors),
            [(
                "unfound-quote",
                "this quotation of `c0` is not in `anna`, but in `bruno`"
            )]
        );
        assert_eq!(errors[0].passages[0].source, "bruno");
        assert!(errors[0].notes[0].starts_with("`bruno`, line 1, column 1:"));
        assert_eq!(told(&world.mended().errors()), []);
    }
}

#[test]
fn words_outside_the_default_source_are_told_and_mended_whatever_way_they_are_written() {
    let words = "the town has paid twice already";
    for quote in [
        format!("\"{words}\""),
        format!("'{words}'"),
        "\"\"\"\nthe town has\npaid twice already\"\"\"".to_owned(),
        format!("'''{words}'''"),
        format!("{{ text = \"{words}\" }}"),
        format!("[\n  \"{words}\", # here\n]"),
    ] {
        let world = World::letters("[map]\nsource = \"anna\"", &[&quote]);
        assert_eq!(
            told(&world.errors()),
            [(
                "unfound-quote",
                "this quotation of `c0` is not in `anna`, but in `bruno`"
            )]
        );
        assert_eq!(told(&world.mended().errors()), [], "{quote}");
    }
}

#[test]
fn the_default_source_settles_what_several_have() {
    let quotes = ["\"We quarrel over the bridge every spring\""];
    let world = World::letters("[map]\nsource = \"bruno\"", &quotes);
    assert_eq!(told(&world.errors()), []);
    let world = World::letters("[map]\nsource = \"bruni\"", &quotes);
    assert_eq!(
        told(&world.errors()),
        [(
            "unknown-source",
            "the map's default `source` is `bruni`, which is not a source of the map"
        )]
    );
    assert_eq!(told(&world.mended().errors()), []);
    let world = World::letters("[map]\nsource = 5", &[]);
    assert_eq!(told(&world.errors())[0].0, "wrong-type");
}

#[test]
fn quotations_that_an_unreadable_source_may_hold_are_told_once() {
    let quotes = [
        "\"The river was high\"",
        "\"Nobody asked me\"",
        "\"Nor did anyone\"",
    ];
    let world = World::letters("[source.lost]\npath = \"lost.txt\"", &quotes);
    let errors = world.errors();
    assert_eq!(
        told(&errors),
        [("missing-source", "the source `lost` does not exist")]
    );
    let notes = errors[0].notes.join("\n");
    assert!(
        notes.contains("2 quotations that name no source are in none of the others"),
        "{notes}"
    );
    assert_eq!(world.report().summary.proven, 1);
}

#[test]
fn an_ignored_passage_of_another_source_is_told() {
    let mut world = World::letters("", &[]);
    world
        .map
        .push_str("[[source.anna.ignore]]\nquote = \"The council met on Monday\"\n");
    assert_eq!(
        told(&world.errors()),
        [(
            "unfound-quote",
            "this ignored passage is not in `anna`, but in `carla`"
        )]
    );
    let named = "[[source.anna.ignore]]\nquote = { text = \"The river\", source = \"bruno\" }\n";
    let mut world = World::letters("", &[]);
    world.map.push_str(named);
    assert_eq!(
        told(&world.errors()),
        [(
            "unknown-source",
            "this ignored passage is under `anna`, but names the source `bruno`"
        )]
    );
}

#[test]
fn what_is_cited_again_and_again_is_searched_for_once() {
    let texts = [
        ("a.txt", "Read more. ".repeat(1_000)),
        ("b.txt", "Less.".to_owned()),
    ];
    let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
    let map = |times: usize| {
        let ignore = "[[source.a.ignore]]\nquote = \"Read more\"\n";
        let every = format!("{ignore}occurrence = \"all\"\n");
        let claims = (0..times).fold(String::new(), |mut text, number| {
            let _ = writeln!(
                text,
                "[claim.c{number}]\ntext = \"C.\"\nquote = \"Read more\""
            );
            text
        });
        format!(
            "[source.a]\npath = \"a.txt\"\n[source.b]\npath = \"b.txt\"\n{}{}{claims}",
            ignore.repeat(times),
            every.repeat(times),
        )
    };
    let world = World::new(&map(10_000), &texts);
    let files = world.files();
    let map = Map::new(&files);
    let proof = Proof::new(&map);
    assert_eq!(proof.cited().len(), 30_000);
    assert_eq!(proof.search_count(), 3);
    // The places are stored only once.
    let ranges: usize = proof.cited().iter().map(|cited| cited.every.len()).sum();
    assert_eq!(ranges, 1_000);
    let source = map.find_source("a").unwrap();
    assert_eq!(proof.coverage(source).unwrap().letters.ignored, 8_000);
    assert!(
        proof
            .quotations()
            .iter()
            .all(|cited| cited.source == Some(source))
    );
}

mod ignored {
    use super::*;

    const TEXT: &str = "Title. Read more. The bridge is closed. Read\nmore. READ MORE. Share this.";

    fn world(ignore: &str) -> World {
        World::new(
            &format!(
                "[source.a]\npath = \"a.txt\"\n[[source.a.ignore]]\n{ignore}\n\
                 [claim.closed]\ntext = \"C.\"\nquote = \"The bridge is closed\"\n"
            ),
            &[("a.txt", TEXT)],
        )
    }

    fn ignored_letters(world: &World) -> usize {
        let files = world.files();
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        let source = map.find_source("a").unwrap();
        proof.coverage(source).unwrap().letters.ignored
    }

    #[test]
    fn every_place_is_ignored_and_several_passages_share_a_reason() {
        for ignore in [
            "quote = [\"Title\", \"Share this\", { text = \"Read more\", occurrence = \"all\" }]",
            "quote = [\"Title\", \"Share this\", \"Read more\"]\noccurrence = \"all\"",
            "occurrence = \"all\"\nquote = [\"Title\", { text = \"Share this\", occurrence = 1 }, \"Read more\"]",
        ] {
            let world = world(ignore);
            assert_eq!(told(&world.errors()), [], "{ignore}");
            assert_eq!(ignored_letters(&world), 5 + 9 + 3 * 8, "{ignore}");
        }
        let one = world("quote = \"Read more\"");
        // A line break is not a difference, so both places are exact and neither is chosen.
        assert_eq!(ignored_letters(&one), 0);
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_a_way_out() {
        for (ignore, message) in [
            ("quote = []", "an ignored passage has no `quote`"),
            (
                "quote = \"Title\"\noccurrence = 2",
                "beside `quote`, `occurrence` must be `\"all\"`, not a number",
            ),
            (
                "quote = { text = \"Title\", occurrence = 0 }",
                "`occurrence` must be a whole number from 1, or `\"all\"`, not 0",
            ),
            (
                "quote = { text = \"Title\", occurrence = \"every\" }",
                "`occurrence` must be a whole number from 1, or `\"all\"`, not `every`",
            ),
            (
                "quote = { text = \"Subtitle\", occurrence = \"all\" }",
                "this ignored passage is not in `a`",
            ),
        ] {
            let world = world(ignore);
            let errors = world.errors();
            assert_eq!(errors.len(), 1, "{errors:#?}");
            assert_eq!(errors[0].message, message);
        }
        let mut claim = world("quote = \"Title\"");
        claim.map.push_str(
            "[claim.all]\ntext = \"C.\"\nquote = { text = \"Read more\", occurrence = \"all\" }",
        );
        assert_eq!(
            claim.errors()[0].message,
            "`occurrence = \"all\"` is only for ignored passages"
        );
    }

    #[test]
    fn of_several_passages_the_idle_one_is_marked() {
        let world = world("quote = [\"Title\", \"bridge is closed\"]");
        let report = world.report();
        let idle: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|finding| finding.rule == RuleName::IDLE_IGNORE)
            .collect();
        assert_eq!(idle.len(), 1);
        let Place { span, .. } = idle[0].place().unwrap();
        assert_eq!(&world.map[span.range()], "\"bridge is closed\"");
    }

    #[test]
    fn what_is_ignored_in_every_place_is_idle_once_all_are_quoted() {
        let idle = |quote: &str| {
            let mut world = world("quote = \"Read more\"\noccurrence = \"all\"");
            let _ = write!(world.map, "[claim.r]\ntext = \"R.\"\nquote = {quote}");
            let findings = world.report().diagnostics;
            findings
                .iter()
                .any(|finding| finding.rule == RuleName::IDLE_IGNORE)
        };
        assert!(!idle("\"Title. Read more.\""));
        assert!(idle(
            "\"Title. Read more. The bridge is closed. Read more. READ MORE\""
        ));
    }
}

/// Claims with quotations that name no source, in a map with `more` sources besides `one`, `two` and `three`.
fn of_many_sources(more: usize) -> Workspace {
    let mut map = String::new();
    let mut files = Vec::new();
    let texts = [
        ("one", "Yes, the words of the one are here. All say this."),
        ("two", "No, the words of the Two are there. All say this."),
        (
            "three",
            "The words[1] of “three” are here; and then the end.",
        ),
    ];
    let texts = texts.map(|(id, text)| (id.to_owned(), text.to_owned()));
    let others = (0..more).map(|number| {
        (
            format!("s{number}"),
            format!("Source {number} alone says {number} times."),
        )
    });
    for (id, text) in texts.into_iter().chain(others) {
        let _ = write!(map, "[source.{id}]\npath = \"{id}.txt\"\n");
        files.push((format!("{id}.txt"), text));
    }
    for (number, quote) in [
        "the words of the one are here",
        "words of the two are there",
        "words of \\\"three\\\" are here",
        "All say this",
        "The words […] and then the end",
        "The words of no one are here",
        "All say […] nothing of the sort",
        "–",
    ]
    .into_iter()
    .enumerate()
    {
        let _ = write!(
            map,
            "[claim.c{number}]\ntext = \"C.\"\nassumed = true\nquote = \"{quote}\"\n"
        );
    }
    files.push(("map.toml".to_owned(), map));
    Workspace::of_texts(files).unwrap()
}

#[test]
fn how_many_sources_there_are_changes_nothing_in_what_is_found() {
    let found = |more| {
        let in_none = format!("in none of the {} sources", more + 3);
        let report = of_many_sources(more).check(&Levels::default());
        let of_quotes = report
            .diagnostics
            .into_iter()
            .filter(|finding| finding.rule.as_str().ends_with("-quote"));
        of_quotes
            .map(|finding| {
                (
                    finding.rule,
                    finding.message.replace(&in_none, "in none"),
                    finding.notes,
                    finding.help,
                )
            })
            .collect::<Vec<_>>()
    };
    let few = found(0);
    assert!(few.len() > 4, "{few:?}");
    assert_eq!(few, found(3));
    assert_eq!(few, found(40));
}

#[test]
fn a_quotation_is_looked_for_where_its_words_are() {
    for count in [50, 200] {
        let mut map = String::new();
        let mut files = Vec::new();
        for number in 0..count {
            let _ = write!(
                map,
                "[source.s{number}]\npath = \"s{number}.txt\"\n[claim.c{number}]\ntext = \"C.\"\nquote = \"the words of \
                 number {number} are here\"\n[claim.d{number}]\ntext = \"D.\"\nquote = \"number {number} is there\"\n"
            );
            files.push((
                format!("s{number}.txt"),
                format!("Indeed the words of number {number} are here."),
            ));
        }
        files.push(("map.toml".to_owned(), map));
        let workspace = Workspace::of_texts(files).unwrap();
        let report = workspace.check(&Levels::default());
        assert_eq!(
            (report.summary.quotations, report.summary.proven),
            (2 * count, count)
        );
        // One search for each quotation that is there, and none for the others.
        assert_eq!(workspace.searches(), count);
    }
}
