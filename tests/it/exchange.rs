//! Importing maps from other formats and exporting to them: an imported map passes the check, and an exported one comes
//! back the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use argmap::check::{Levels, check};
use argmap::export::{self, Part};
use argmap::import::{self, Failed, Imported};
use argmap::map::{Map, StepId};
use argmap::syntax::{File, Files, Polarity, RelationKind};
use proptest::prelude::*;

/// A file in another format.
pub(crate) struct Sample {
    pub(crate) format: String,
    pub(crate) path: PathBuf,
}

/// The files in `tests/fixtures/exchange`, and those in the folder that the variable `ARGMAP_SAMPLES` names, if set.
pub(crate) fn samples() -> Vec<Sample> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange");
    let others = std::env::var_os("ARGMAP_SAMPLES").map(PathBuf::from);
    let mut samples = Vec::new();
    for root in [Some(own), others].into_iter().flatten() {
        for format in import::FORMATS {
            let mut folders: Vec<PathBuf> = [format.name(), &format!("{}-yaml", format.name())]
                .map(|name| root.join(name))
                .into_iter()
                .filter(|folder| folder.is_dir())
                .collect();
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    let ending = path.extension().and_then(|ending| ending.to_str());
                    // A text that brat annotations are about is not a map.
                    let is_about = format.name() == "brat" && ending == Some("txt");
                    let is_meant = !is_about
                        && matches!(
                            ending,
                            Some("json" | "argdown" | "txt" | "yml" | "yaml" | "xml" | "ann")
                        );
                    if path.is_dir() && path.file_name().is_some_and(|name| name != "oracle") {
                        folders.push(path);
                    } else if is_meant {
                        samples.push(Sample {
                            format: format.name().to_owned(),
                            path,
                        });
                    }
                }
            }
        }
    }
    samples.sort_by(|one, other| one.path.cmp(&other.path));
    samples
}

pub(crate) fn read(format: &str, path: &str, text: &str) -> Result<Imported, Box<Failed>> {
    let file = File {
        path: path.to_owned(),
        name: path.to_owned(),
        text: text.into(),
    };
    let includes = |base: &str, name: &str| {
        let path = Path::new(base).parent().unwrap().join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let path = path.to_str().unwrap().to_owned();
        Ok((path.clone(), path, text))
    };
    import::import(import::find(format).unwrap(), vec![file], &includes)
}

/// Faults that an import must never leave in a map.
pub(crate) fn faults(map: &Map) -> Vec<String> {
    let never = |rule: &str| {
        [
            "invalid-",
            "unknown-",
            "duplicate-",
            "ambiguous-reason",
            "missing-text",
            "wrong-type",
        ]
        .iter()
        .any(|beginning| rule.starts_with(beginning))
    };
    let found = check(map, &Levels::default()).diagnostics;
    let found = found
        .into_iter()
        .filter(|finding| never(finding.rule.as_str()));
    found
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

pub(crate) fn map_of(toml: &str) -> Map {
    Map::new(&Files::from_text("map.toml", toml))
}

pub(crate) fn written(format: &str, map: &Map) -> String {
    let format = export::FORMATS
        .iter()
        .find(|other| other.name() == format)
        .unwrap();
    let mut out = Vec::new();
    format.write(Part::whole(map), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_sample_becomes_a_map_that_checks_whole_or_in_files() {
    let mut seen = BTreeMap::new();
    for Sample { format, path } in samples() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read(&path).unwrap();
        let text = import::decode(&name, text).unwrap();
        let imported = match read(&format, path.to_str().unwrap(), &text) {
            Ok(imported) => imported,
            Err(failed)
                if name.starts_with("bad-") || !path.starts_with(env!("CARGO_MANIFEST_DIR")) =>
            {
                // The format's own tool may reject the file too: that is for a person to judge.
                let finding = failed.fault.finding();
                assert!(finding.place().is_some(), "{name}");
                println!("{}: {}", path.display(), finding.message);
                continue;
            }
            Err(failed) => panic!("{}: {:?}", path.display(), failed.fault),
        };
        let toml = imported.toml();
        assert_eq!(
            read(&format, path.to_str().unwrap(), &text).unwrap().toml(),
            toml,
            "{name}"
        );
        let map = map_of(&toml);
        assert_eq!(
            faults(&map),
            Vec::<String>::new(),
            "{}\n{toml}",
            path.display()
        );
        let files = imported.files().into_iter();
        let files = files.filter(|file| {
            Path::new(&file.name)
                .extension()
                .is_some_and(|ending| ending == "toml")
        });
        let files = files.map(|file| File {
            path: file.name.clone(),
            name: file.name,
            text: file.text.into(),
        });
        let parted = Map::new(&Files::new(files.collect()));
        assert_eq!(faults(&parted), Vec::<String>::new(), "{}", path.display());
        assert_eq!(said(&parted), said(&map), "{}", path.display());
        *seen.entry(format).or_insert(0) += 1;
    }
    assert!(seen.len() >= 2, "{seen:?}");
    println!("samples: {seen:?}");
}

/// What a map says, regardless of order and notation.
#[derive(Debug, PartialEq, Eq, Default, Clone)]
pub(crate) struct Said {
    claims: BTreeMap<String, String>,
    steps: BTreeSet<(Vec<String>, String, bool, Option<String>)>,
    /// For each undercut: the premises of the undercuts from it down to a reason or objection, and that step's conclusion.
    undercuts: BTreeSet<(Vec<Vec<String>>, String)>,
    contradictions: BTreeSet<BTreeSet<String>>,
    restatements: BTreeSet<(String, String)>,
    /// For each question: its text, its answers, and whether they exclude each other.
    questions: BTreeSet<(String, BTreeSet<String>, bool)>,
}

pub(crate) fn said(map: &Map) -> Said {
    let id = |claim| map.id(claim).to_owned();
    let premises = |step| {
        let mut premises: Vec<String> = map.premises(step).map(id).collect();
        premises.sort();
        premises
    };
    let mut said = Said::default();
    for claim in map.claims() {
        said.claims
            .insert(id(claim), map.text(claim, None).trim().to_owned());
    }
    for step in map.steps() {
        let is_against = map.step(step).polarity == Polarity::Against;
        let scheme = map.step_scheme(step).map(|scheme| scheme.value.to_string());
        said.steps.insert((
            premises(step),
            id(map.step(step).conclusion),
            is_against,
            scheme,
        ));
    }
    for undercut in map.undercuts() {
        let way = std::iter::successors(Some(undercut), |&step| map.step(step).undercuts);
        // Some go in a circle, so their conclusion says nothing.
        let way: Vec<StepId> = way.take(9).collect();
        let last = map.step(way[way.len() - 1]);
        let conclusion = last
            .undercuts
            .map_or(id(last.conclusion), |_| String::new());
        let way = way.into_iter().map(premises).collect();
        said.undercuts.insert((way, conclusion));
    }
    for link in map.links() {
        let (from, to) = (id(link.from), id(link.to));
        match link.kind {
            RelationKind::Contradicts => {
                said.contradictions.insert([from, to].into());
            }
            RelationKind::Restates => {
                said.restatements.insert((from, to));
            }
            _ => {}
        }
    }
    for question in map.questions() {
        said.questions.insert((
            map.question_text(question, None).to_owned(),
            map.answers(question).iter().copied().map(id).collect(),
            map.question(question).is_exclusive(),
        ));
    }
    said
}

/// A random map: claims with ids that no format has to change, steps of all kinds, undercuts and contradictions.
fn argument() -> impl Strategy<Value = String> {
    let words = || proptest::sample::select(vec!["rain", "wind", "sun", "snow", "frost", "mist"]);
    let step = (
        proptest::collection::vec(0..8usize, 1..4),
        0..8usize,
        any::<bool>(),
        0..4u8,
    );
    let undercut = (0..8usize, 0..6usize);
    (
        proptest::collection::vec((words(), words()), 8),
        proptest::collection::vec(step, 0..6),
        proptest::collection::vec(undercut, 0..4),
        proptest::collection::vec((0..8usize, 0..8usize), 0..3),
    )
        .prop_map(|(words, steps, undercuts, contradictions)| {
            use std::fmt::Write;
            let mut toml = String::new();
            for (number, (one, other)) in words.iter().enumerate() {
                let _ = writeln!(toml, "[claim.claim-{number}]\ntext = \"The {one} brings {other} \\\"no {number}\\\".\"");
                let undercuts = undercuts.iter().filter(|(claim, step)| *claim == number && *step < steps.len());
                let undercuts: BTreeSet<String> = undercuts.map(|(_, step)| format!("\"step-{step}\"")).collect();
                let undercuts: Vec<String> = undercuts.into_iter().collect();
                let _ = writeln!(toml, "undercuts = [{}]", undercuts.join(", "));
                let other = contradictions.iter().filter(|(one, other)| *one == number && other > one);
                let other: BTreeSet<String> = other.map(|(_, other)| format!("\"claim-{other}\"")).collect();
                let other: Vec<String> = other.into_iter().collect();
                let _ = writeln!(toml, "contradicts = [{}]", other.join(", "));
            }
            let mut stated = BTreeSet::new();
            for (number, (premises, conclusion, is_against, scheme)) in steps.iter().enumerate() {
                let premises: BTreeSet<usize> = premises.iter().copied().filter(|premise| premise != conclusion).collect();
                let conclusion = *conclusion;
                if premises.is_empty() || !stated.insert((premises.clone(), conclusion, *is_against)) {
                    continue;
                }
                let kind = if *is_against { "objection" } else { "reason" };
                let premises: Vec<String> = premises.iter().map(|premise| format!("\"claim-{premise}\"")).collect();
                let _ = writeln!(
                    toml,
                    "[[claim.claim-{conclusion}.{kind}]]\nid = \"step-{number}\"\npremises = [{}]",
                    premises.join(", ")
                );
                if *scheme == 0 {
                    let _ = writeln!(toml, "scheme = \"expert opinion\"");
                }
            }
            toml
        })
}

/// Undercuts of the steps with these ids and of each other, with one premise or several. Some go in circles.
fn undercuts(steps: Vec<String>) -> impl Strategy<Value = String> {
    let undercut = (
        proptest::collection::btree_set(0..8usize, 1..4),
        any::<proptest::sample::Index>(),
        any::<bool>(),
    );
    proptest::collection::vec(undercut, 0..6).prop_map(move |undercuts| {
        use std::fmt::Write;
        let ids = (0..undercuts.len()).map(|number| format!("undercut-{number}"));
        let targets: Vec<String> = steps.iter().cloned().chain(ids).collect();
        let mut toml = String::new();
        let mut stated = BTreeSet::new();
        for (number, (premises, target, has_scheme)) in undercuts.iter().enumerate() {
            let target = target.get(&targets);
            // An undercut that is stated twice, here or in a claim, would come back only once.
            let mut premises = premises.clone();
            let is_said =
                |premises: &BTreeSet<usize>| premises.len() == 1 && target.starts_with("step");
            while is_said(&premises) || !stated.insert((premises.clone(), target)) {
                let more = (0..8).find(|claim| !premises.contains(claim));
                let Some(more) = more else { break };
                premises.insert(more);
            }
            let premises: Vec<String> = premises
                .iter()
                .map(|premise| format!("\"claim-{premise}\""))
                .collect();
            let _ = writeln!(
                toml,
                "[[undercut]]\nid = \"undercut-{number}\"\nstep = \"{target}\"\npremises = [{}]",
                premises.join(", ")
            );
            if *has_scheme {
                let _ = writeln!(toml, "scheme = \"expert opinion\"");
            }
        }
        toml
    })
}

/// Restatements between these claims, and questions that they answer, exclusive or not.
fn asked_and_restated() -> impl Strategy<Value = String> {
    let question = (
        proptest::collection::btree_set(0..8usize, 0..4),
        any::<bool>(),
    );
    (
        proptest::collection::btree_set(0..8usize, 0..3),
        proptest::collection::vec(question, 0..4),
    )
        .prop_map(|(restated, questions)| {
            use std::fmt::Write;
            let mut toml = String::new();
            for claim in restated {
                let _ = writeln!(
                    toml,
                    "[claim.again-{claim}]\ntext = \"In a word: {claim}.\"\nrestates = [\"claim-{claim}\"]"
                );
            }
            for (number, (answers, is_exclusive)) in questions.iter().enumerate() {
                let ids: Vec<String> = answers.iter().map(|claim| format!("\"claim-{claim}\"")).collect();
                // A claim has the same id, but questions have a namespace of their own.
                let _ = writeln!(
                    toml,
                    "[question.claim-{number}]\ntext = \"What about \\\"{number}\\\": #this?\"\nanswers = [{}]",
                    ids.join(", ")
                );
                if *is_exclusive && answers.len() > 1 {
                    let _ = writeln!(toml, "exclusive = true");
                }
            }
            toml
        })
}

/// A random map with more undercuts.
fn undercut_argument() -> impl Strategy<Value = String> {
    argument().prop_flat_map(|toml| {
        let ids = toml
            .lines()
            .filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        undercuts(ids).prop_map(move |more| format!("{toml}{more}"))
    })
}

proptest! {
    #[test]
    fn what_argdown_can_say_comes_back(toml in argument(), more in asked_and_restated()) {
        let toml = toml + &more;
        let map = map_of(&toml);
        let out = written("argdown", &map);
        let imported = match read("argdown", "map.argdown", &out) {
            Ok(imported) => imported,
            Err(failed) => panic!("{out}\n{:?}", failed.fault),
        };
        prop_assert!(imported.lost.is_empty(), "{:?}", imported.lost);
        let again = map_of(&imported.toml());
        prop_assert_eq!(said(&again), said(&map), "{}\n{}\n{}", toml, out, imported.toml());
        prop_assert_eq!(written("argdown", &again), out);
    }

    #[test]
    fn what_aif_can_say_comes_back(
        toml in undercut_argument(),
        more in asked_and_restated(),
    ) {
        let toml = toml + &more;
        let map = map_of(&toml);
        for format in ["aif", "xaif", "arguebuf"] {
            let out = written(format, &map);
            let imported = match read(format, "map.json", &out) {
                Ok(imported) => imported,
                Err(failed) => panic!("{out}\n{:?}", failed.fault),
            };
            prop_assert!(imported.lost.is_empty());
            let again = map_of(&imported.toml());
            prop_assert_eq!(said(&again), said(&map), "{}\n{}\n{}", toml, out, imported.toml());
            prop_assert!(!imported.toml().contains("data"), "{}", imported.toml());
            // The order of the undercuts may change.
            let lines = |text: &str| {
                let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
                lines.sort();
                lines
            };
            let once = written(format, &again);
            prop_assert_eq!(lines(&once), lines(&out));
            prop_assert!(toml.contains("[[undercut]]") || once == out);
        }
    }
}

#[test]
fn whatever_an_id_is_argdown_can_be_read_again() {
    for id in ["_u", "__", "_a_", "u"] {
        let toml = format!(
            "[claim.b]\ntext = \"B.\"\n[claim.{id}]\ntext = \"U.\"\nsupports = [{{ claim = \"b\", why = \"w\" }}]\n"
        );
        let out = written("argdown", &map_of(&toml));
        let read = read("argdown", "map.argdown", &out);
        assert!(read.is_ok(), "{out}");
    }
    let odd = map_of("[claim.\"x\\n::error::O \\u001b[31m\"]\ntext = \"X.\"\n");
    let out = written("argdown", &odd);
    assert!(!out.contains("\n::") && !out.contains('\u{1b}'), "{out:?}");
}

#[test]
fn a_number_without_a_title_is_bold_in_markdown() {
    let out = written("markdown", &map_of("[claim.x]\ntext = \"X.\"\n"));
    assert!(out.contains("**1.** X."), "{out}");
}

#[test]
fn what_argdown_says_comes_back() {
    for Sample { format, path } in samples() {
        if format != "argdown" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let Ok(imported) = read(&format, path.to_str().unwrap(), &text) else {
            continue;
        };
        let map = map_of(&imported.toml());
        let out = written(&format, &map);
        let again = match read(&format, path.to_str().unwrap(), &out) {
            Ok(again) => again,
            Err(failed) => panic!("{}\n{out}\n{:?}", path.display(), failed.fault),
        };
        let again = map_of(&again.toml());
        assert_eq!(said(&again), said(&map), "{}\n{out}", path.display());
        assert_eq!(written(&format, &again), out, "{}", path.display());
    }
}

/// An AIF graph as sets, with everything that must come back.
fn graph(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let whole: serde_json::Value = serde_json::from_str(text).unwrap();
    let graph = whole.get("AIF").unwrap_or(&whole);
    let mut said = BTreeMap::new();
    for (key, value) in graph.as_object().unwrap() {
        let rows = value.as_array().into_iter().flatten().map(|row| {
            let entries = row.as_object().unwrap().iter();
            // Leaving a value out is the same as `null`, and nobody needs to know which file an edge once had a form in.
            let entries = entries.filter(|(_, value)| !value.is_null());
            let entries: BTreeMap<_, _> = entries.collect();
            serde_json::to_string(&entries).unwrap()
        });
        let rows: BTreeSet<String> = rows.collect();
        if !rows.is_empty() {
            said.insert(key.clone(), rows);
        }
    }
    for (key, value) in whole.as_object().unwrap() {
        if whole.get("AIF").is_some() && key != "AIF" {
            said.insert(format!("/{key}"), [value.to_string()].into());
        }
    }
    said
}

#[test]
fn an_aif_graph_comes_back_with_every_id_text_and_relation() {
    for Sample { format, path } in samples() {
        if format != "aif" && format != "xaif" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let map = map_of(&read(&format, "graph.json", &text).unwrap().toml());
        let again = written(&format, &map);
        let (mut old, mut new) = (graph(&text), graph(&again));
        // Empty texts, lists and notes in the envelope say nothing.
        let is_said = |_: &String, rows: &mut BTreeSet<String>| {
            !rows.iter().all(|row| row == "\"\"" || row == "null")
        };
        old.retain(is_said);
        new.retain(is_said);
        assert_eq!(new, old, "{}", path.display());
    }
}

#[test]
fn what_is_broken_is_shown_with_its_place_and_nothing_comes_of_it() {
    let deep = format!(
        "{{\"nodes\": [{{\"nodeID\": 1, \"x\": {}1{}}}]}}",
        "[".repeat(9000),
        "]".repeat(9000)
    );
    let deeper = format!(
        "{{\"nodes\": [{{\"nodeID\": 1, \"x\": {}1{}}}]}}",
        "[".repeat(60),
        "]".repeat(60)
    );
    for (text, at, what) in [
        ("", 0, "ends too soon"),
        ("{\"nodes\": [", 10, "ends too soon"),
        ("[]", 0, "a list where an object must be"),
        ("{}", 0, "has no `nodes`"),
        ("{\"nodes\": 7}", 10, "a number where a list must be"),
        ("{\"nodes\": [7]}", 11, "a number where an object must be"),
        ("{\"nodes\": [{\"nodeID\": NaN}]}", 22, "expected value"),
        ("{\"nodes\": [{}]}", 11, "`nodeID` is missing"),
        (
            "{\"nodes\": [{\"nodeID\": 1.5}]}",
            22,
            "neither a string nor a whole number",
        ),
        (
            "{\"nodes\": [{\"nodeID\": 1}, {\"nodeID\": 1}]}",
            26,
            "here twice",
        ),
        (
            "{\"nodes\": [{\"nodeID\": 1}, {\"nodeID\": \"1\"}]}",
            26,
            "here twice",
        ),
        (
            "{\"nodes\": [{\"nodeID\": 1, \"nodeID\": 2}]}",
            32,
            "here twice",
        ),
        (
            "{\"nodes\": [], \"edges\": [{\"fromID\": 1, \"toID\": 2}]}",
            35,
            "which does not exist",
        ),
        (&deep, 0, "too deep"),
        (&deeper, 0, "too deep"),
    ] {
        let failed = read("aif", "graph.json", text).unwrap_err();
        let shown = text.get(..60).unwrap_or(text);
        assert!(
            failed.fault.finding().message.contains(what),
            "{shown}: {}",
            failed.fault.finding().message
        );
        let place = failed.fault.finding().place().unwrap();
        if at > 0 {
            assert_eq!(
                place.span.start(),
                at,
                "{shown}: {}",
                failed.fault.finding().message
            );
        }
    }
    for text in [
        "{\"nodes\": null}",
        "{\"nodes\": [], \"edges\": null, \"locutions\": null}",
    ] {
        assert_eq!(read("aif", "graph.json", text).unwrap().claims(), 0);
    }
}

/// How Argdown's own tool reads a text: what each statement or sketched argument says, and the relations.
fn oracle(path: &Path) -> (BTreeSet<String>, BTreeSet<(String, String, String)>) {
    let whole: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let tag = regex::Regex::new(r"#\([^)]*\)|#\S+").unwrap();
    let words = |text: &str| -> String { tag.replace_all(text, "").split_whitespace().collect() };
    let of = |group: &str, title: &str| {
        let thing = &whole[group][title];
        let members = thing["members"].as_array().unwrap().iter();
        let mut texts = members
            .filter_map(|member| member["text"].as_str())
            .filter(|text| !text.trim().is_empty());
        texts.next().map_or_else(|| words(title), words)
    };
    let is_reconstructed = |title: &str| {
        !whole["arguments"][title]["pcs"]
            .as_array()
            .unwrap()
            .is_empty()
    };
    let mut says = BTreeSet::new();
    let mut relations = BTreeSet::new();
    for group in ["statements", "arguments"] {
        for (title, thing) in whole[group].as_object().unwrap() {
            if group == "statements" || !is_reconstructed(title) {
                says.insert(of(group, title));
            }
            for relation in thing["relations"].as_array().unwrap() {
                let end = |key: &str| {
                    let group = if relation[format!("{key}Type")] == "argument" {
                        "arguments"
                    } else {
                        "statements"
                    };
                    of(group, relation[key].as_str().unwrap())
                };
                let kind = relation["relationType"].as_str().unwrap();
                relations.insert((kind.to_owned(), end("from"), end("to")));
            }
        }
    }
    (says, relations)
}

#[test]
fn argdown_says_what_its_own_tool_says_it_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange/argdown");
    for name in ["veggie_debate", "semmelweis_betz"] {
        let path = folder.join(format!("{name}.argdown"));
        let text = std::fs::read_to_string(&path).unwrap();
        let map = map_of(
            &read("argdown", path.to_str().unwrap(), &text)
                .unwrap()
                .toml(),
        );
        let (says, relations) = oracle(&folder.join(format!("oracle/{name}.json")));
        let words = |claim| map.text(claim, None).split_whitespace().collect::<String>();
        // This line was added after the tool had read the text.
        let is_old = |text: &String| !text.starts_with('∀');
        let ours: BTreeSet<String> = map.claims().map(words).filter(is_old).collect();
        assert_eq!(
            ours.symmetric_difference(&says).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{name}"
        );
        let mut stated: BTreeSet<(String, String, String)> = BTreeSet::new();
        for step in map.steps().filter(|&step| map.premises(step).count() == 1) {
            let kind = match map.step(step).polarity {
                Polarity::For => "support",
                Polarity::Against => "attack",
            };
            let premise = map.premises(step).next().unwrap();
            stated.insert((
                kind.to_owned(),
                words(premise),
                words(map.step(step).conclusion),
            ));
        }
        for (one, other, link) in map.linked_pairs(RelationKind::Contradicts) {
            let detail = map.link_detail(link);
            let kind = if detail.is_some() {
                "contradictory"
            } else {
                "contrary"
            };
            stated.insert((kind.to_owned(), words(one), words(other)));
        }
        let symmetric = |(kind, from, to): (String, String, String)| match kind.as_str() {
            "contrary" | "contradictory" if to < from => (kind, to, from),
            _ => (kind, from, to),
        };
        let relations: BTreeSet<_> = relations.into_iter().map(symmetric).collect();
        let stated: BTreeSet<_> = stated.into_iter().map(symmetric).collect();
        let missing: Vec<_> = relations.difference(&stated).collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}");
        let more: Vec<_> = stated.difference(&relations).collect();
        assert!(more.is_empty(), "{name}: {more:#?}");
    }
}

#[test]
fn broken_argdown_is_shown_with_its_place() {
    let mut wrong = Vec::new();
    for (text, at, what) in [
        ("", 0, "no statement"),
        ("===\ntitle: x\n", 0, "never ends"),
        ("===\ntitle: [\n===\n\na\n", 13, "not YAML"),
        ("+ a\n", 0, "below nothing"),
        ("a\n+ b\n", 2, "not indented"),
        ("a\n\n  + b\n", 5, "below nothing"),
        ("a\n  + <b>\n  >< <c>\n", 15, "an argument is where"),
        ("[a] b\n", 4, "only tags"),
        ("[a]:\n", 0, "nothing follows the colon"),
        ("a [b] c\n", 2, "amid a text"),
        ("a <b> c\n", 2, "amid a text"),
        ("a {b: c} d\n", 2, "data amid"),
        ("a *b\n", 2, "never ends"),
        ("(1) a\n(2) b\n", 0, "no inference"),
        ("(1) a\n----\n", 6, "no conclusion"),
        ("(1) a\n---\n(2) b\n", 6, "four hyphens"),
        ("(1) a\n-- x\n\n", 6, "never ends"),
        ("(1) a\n----\n(2) b\n(3) c\n", 21, "nothing follows from"),
        ("(1) a\n----\n  + b\n(2) c\n", 13, "only undercuts"),
        ("(1) <a>\n----\n(2) c\n", 4, "an argument is where"),
        ("  * a\n    * b\n", 10, "a list is within"),
        ("@include(../x)\n", 0, "cannot include"),
        ("[a]: b {c: [}\n", 12, "not YAML"),
    ] {
        let failed = read("argdown", "map.argdown", text).unwrap_err();
        let finding = failed.fault.finding();
        assert!(
            finding.message.contains(what),
            "{text:?}: {}",
            finding.message
        );
        let start = finding.place().unwrap().span.start();
        if start != at {
            wrong.push((text, start, at));
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn what_is_hostile_takes_no_longer_than_its_length() {
    let many = 20_000;
    let deep = (0..2_000)
        .map(|depth| {
            [
                &" ".repeat(depth + 1),
                "+ a
",
            ]
            .concat()
        })
        .collect::<Vec<_>>()
        .concat();
    for text in [
        "[".repeat(many),
        "<".repeat(many),
        "{".repeat(many),
        "/*".repeat(many),
        "<!--".repeat(many),
        "[a](".repeat(many),
        "*a ".repeat(many),
        "@[".repeat(many),
        "#(".repeat(many),
        "a\n\n".repeat(many / 4),
        "(1) a\n".repeat(many / 4),
        format!("a\n{deep}"),
        format!("a {}", "\\".repeat(many)),
        format!("{{a: {}", "[".repeat(many)),
    ] {
        let _ = read("argdown", "map.argdown", &text);
    }
    for text in [
        "{\"nodes\": [".to_owned() + &"{".repeat(many),
        "[".repeat(many),
        "{\"a\":".repeat(many),
    ] {
        let _ = read("aif", "map.json", &text);
    }
}

/// The expected result for hostile input.
enum Wanted {
    /// A fault with this message.
    Fault(&'static str),
    /// A map with this many claims that passes the check.
    Claims(usize),
}

#[test]
fn what_is_hostile_in_any_format_is_a_fault_with_its_place_or_a_map_that_checks() {
    use Wanted::{Claims, Fault};
    let deep = |open: &str, close: &str| open.repeat(60) + &close.repeat(60);
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><arggraph><edu id='e'>&b;</edu></arggraph>";
    let rows: Vec<(&str, String, Wanted)> = vec![
        ("xaif", "{\"AIF\": {\"nodes\": null}}".to_owned(), Claims(0)),
        ("xaif", "{\"AIF\": null}".to_owned(), Fault("nothing where an object must be")),
        ("xaif", "{\"AIF\": {\"nodes\": [{\"nodeID\": 1, \"type\": \"I\"}, {\"nodeID\": \"1\"}]}}".to_owned(), Fault("here twice")),
        ("xaif", "{\"AIF\": {\"nodes\": [], \"edges\": [{\"fromID\": 1, \"toID\": 2}]}}".to_owned(), Fault("does not exist")),
        ("xaif", "{\"AIF\": {\"nodes\": [{\"nodeID\": NaN}]}}".to_owned(), Fault("expected value")),
        ("xaif", format!("{{\"AIF\": {{\"nodes\": []}}, \"text\": {}}}", deep("[", "]")), Fault("too deep")),
        ("aif", "{\"nodes\": [{\"nodeID\": 1, \"type\": \"L\", \"argmap\": {\"question\": \"q\", \"exclusive\": 7}}]}".to_owned(), Fault("a number where true or false must be")),
        ("aif", "{\"nodes\": [{\"nodeID\": 1, \"type\": \"L\", \"argmap\": {\"question\": 7}}]}".to_owned(), Claims(0)),
        ("aif", "{\"nodes\": [{\"nodeID\": 1, \"type\": null, \"text\": null}]}".to_owned(), Claims(0)),
        ("aif", "{\"nodes\": [], \"locutions\": [null]}".to_owned(), Fault("nothing where an object must be")),
        ("arguebuf", "{\"nodes\": {}, \"edges\": null, \"resources\": null, \"userdata\": null}".to_owned(), Claims(0)),
        ("arguebuf", "{\"nodes\": null}".to_owned(), Fault("nothing where an object must be")),
        ("arguebuf", "{\"nodes\": {\"a\": {\"atom\": {}}, \"a\": {\"atom\": {}}}}".to_owned(), Fault("here twice")),
        ("arguebuf", "{\"nodes\": {\"a\": {\"atom\": {\"text\": NaN}}}}".to_owned(), Fault("expected value")),
        ("arguebuf", "{\"nodes\": {\"a\": {\"atom\": {}}}, \"edges\": {\"e\": {\"source\": 7}}}".to_owned(), Fault("a number where a string must be")),
        ("arguebuf", format!("{{\"nodes\": {{\"a\": {{\"atom\": {{}}, \"userdata\": {}}}}}}}", deep("[", "]")), Fault("too deep")),
        ("arguebuf", "{\"nodes\": {}, \"userdata\": {\"argmap\": {\"questions\": [{\"id\": \"q\", \"answers\": [\"b\"]}]}}}".to_owned(), Fault("does not exist")),
        ("arguebuf", "{\"nodes\": {\"a\": {\"atom\": {\"reference\": {\"text\": \"x\", \"resource\": \"r\", \"offset\": -4}}}}, \"resources\": {\"r\": {\"text\": \"x x\"}}}".to_owned(), Claims(1)),
        ("sadface", "{\"nodes\": null, \"edges\": null}".to_owned(), Claims(0)),
        ("sadface", "{\"nodes\": [{\"id\": 1, \"type\": \"atom\"}, {\"id\": \"1\", \"type\": \"atom\"}]}".to_owned(), Fault("here twice")),
        ("sadface", "{\"nodes\": [{\"id\": 1, \"type\": \"atom\"}, {\"id\": 2, \"type\": \"atom\"}]}".to_owned(), Claims(2)),
        ("sadface", "{\"nodes\": [], \"edges\": [{\"source_id\": 1, \"target_id\": 2}]}".to_owned(), Fault("does not exist")),
        ("sadface", "{\"nodes\": [{\"id\": NaN}]}".to_owned(), Fault("expected value")),
        ("sadface", format!("{{\"nodes\": [], \"x\": {}}}", deep("[", "]")), Fault("too deep")),
        ("kialo", "99999999999999999999999999. A.\n".to_owned(), Claims(1)),
        ("kialo", "1. A.\n1.1. Pro:\n".to_owned(), Claims(2)),
        ("kialo", "1..2. A.\n".to_owned(), Fault("not an export of Kialo")),
        ("kialo", "1. -> See 1.\n".to_owned(), Fault("circle")),
        ("kialo", format!("1. A.\n1.{} Pro: B.\n", "1.".repeat(60)), Fault("below nothing")),
        ("argdown", "===\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n===\n\n[a]: A. {x: .nan, y: ~, 1: 2}\n".to_owned(), Claims(1)),
        ("argdown", format!("[a]: A. {{x: {}}}\n", deep("[", "]")), Fault("too deep")),
        ("argdown", "[a]: A. {restates: [b], x: ~}\n".to_owned(), Claims(1)),
        ("argdown", "[q]: Q? {question: q, answers: [a]}\n".to_owned(), Claims(0)),
        ("argdown", "[a]: A. {a: 1, a: 2}\n".to_owned(), Fault("here twice")),
        ("argdown", "(1) [a]: A.\n-- {uses: [9]} --\n(2) [b]: B.\n".to_owned(), Claims(2)),
        ("argdown", "[a]: A.\n  + [a]\n  - [a]\n  >< [a]\n".to_owned(), Claims(1)),
        ("carneades", "statements: ~\narguments: ~\n".to_owned(), Claims(0)),
        ("carneades", "statements:\n  1: A\n  2: ~\narguments:\n  a: {premises: ~, conclusion: 1, weight: .nan}\n".to_owned(), Claims(2)),
        ("carneades", format!("statements: {{a: {{text: {}}}}}", deep("[", "]")), Fault("too deep")),
        ("carneades", "issues: {i: {positions: [a]}}".to_owned(), Fault("no statement `a`")),
        ("gsn", "G1: ~\nG2: {text: A, supportedBy: ~}\n".to_owned(), Claims(2)),
        ("gsn", "G1: {text: A}\nG1: {text: B}\n".to_owned(), Fault("here twice")),
        ("gsn", "1: {text: 7, supportedBy: [2]}\n2: {text: .nan}\n".to_owned(), Claims(2)),
        ("gsn", format!("G1: {{text: A, x: {}}}\n", deep("[", "]")), Fault("too deep")),
        ("gsn", "G1: {challenges: \"G2 -> G3\"}\n".to_owned(), Fault("no node `G2`")),
        ("arggraph", bomb.to_owned(), Fault("is not a character")),
        ("arggraph", format!("<arggraph>{}</arggraph>", deep("<a>", "</a>")), Claims(0)),
        ("arggraph", "<arggraph><edu id='e'/><edu id='e'/></arggraph>".to_owned(), Fault("here twice")),
        ("arggraph", "<arggraph><adu/></arggraph>".to_owned(), Fault("`id` is missing")),
        ("arggraph", "<arggraph><adu id='a' id='b'/></arggraph>".to_owned(), Fault("not XML")),
        ("arggraph", "<arggraph><edu id='e'>&#xFFFFFFFF;</edu></arggraph>".to_owned(), Fault("is not a character")),
        ("brat", "T1\tClaim 0 1\tA\nT1\tClaim 0 1\tB\n".to_owned(), Fault("here twice")),
        ("brat", "T1\tClaim -1 1\tA\n".to_owned(), Fault("has no place")),
        ("brat", "T1\tMajorClaim 0 1\tA\nA1\tStance T9 For\n".to_owned(), Fault("no text span `T9`")),
        ("brat", "T1\tMajorClaim 99999999 1\tA\nR1\t\n".to_owned(), Fault("no text span")),
    ];
    let formats: BTreeSet<&str> = rows.iter().map(|(format, ..)| *format).collect();
    assert_eq!(formats.len(), import::FORMATS.len());
    for (format, text, wanted) in rows {
        let shown: String = text.chars().take(90).collect();
        match (read(format, "file", &text), wanted) {
            (Ok(imported), Claims(claims)) => {
                assert_eq!(imported.claims(), claims, "{format} {shown}");
                let map = map_of(&imported.toml());
                assert_eq!(faults(&map), Vec::<String>::new(), "{format} {shown}");
            }
            (Err(failed), Fault(said)) => {
                let finding = failed.fault.finding();
                assert!(
                    finding.message.contains(said),
                    "{format} {shown}: {}",
                    finding.message
                );
                assert!(finding.place().is_some(), "{format} {shown}");
            }
            (Ok(imported), Fault(said)) => {
                panic!("{format} {shown}: {said}, not\n{}", imported.toml())
            }
            (Err(failed), Claims(_)) => {
                panic!("{format} {shown}: {}", failed.fault.finding().message)
            }
        }
    }
}

proptest! {
    #[test]
    fn a_sample_that_was_damaged_is_a_map_that_checks_or_a_fault_with_its_place(
        sample in any::<proptest::sample::Index>(),
        from in any::<proptest::sample::Index>(),
        length in 0..300usize,
        damage in proptest::sample::select(vec!["cut", "", "twice", "null", "NaN", "7", "\u{0}", "\"", "{", "\n\n", "&a;", "ß"]),
    ) {
        let samples = samples();
        let Sample { format, path } = sample.get(&samples);
        let text = std::fs::read_to_string(path).unwrap();
        // Long texts give maps that take long to check.
        let text: String = text.chars().take(6_000).collect();
        let within = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        let from = within(from.index(text.len() + 1));
        let to = within(from + length).max(from);
        let (before, gone, after) = (&text[..from], &text[from..to], &text[to..]);
        let text = match damage {
            "cut" => before.to_owned(),
            "twice" => format!("{before}{gone}{gone}{after}"),
            other => format!("{before}{other}{after}"),
        };
        match read(format, path.to_str().unwrap(), &text) {
            Ok(imported) => {
                let map = map_of(&imported.toml());
                prop_assert_eq!(faults(&map), Vec::<String>::new(), "{}\n{}", text, imported.toml());
            }
            Err(failed) => {
                let place = failed.fault.finding().place();
                prop_assert!(place.is_some_and(|place| place.span.range().start <= failed.files.file(place.file).text.len()), "{}", text);
            }
        }
    }
}

#[test]
fn files_of_a_folder_come_in_the_order_of_the_chapters() {
    let names = |text: &str| -> Vec<String> {
        let imported = read("argdown", "map.argdown", text).unwrap();
        imported.files().into_iter().map(|file| file.name).collect()
    };
    assert_eq!(
        names("# Air\n\n[a]: A.\n\n# Wind\n\n[b]: B.\n"),
        ["air.toml", "wind.toml"]
    );
    assert_eq!(
        names("# Wind\n\n[a]: A.\n\n# Air\n\n[b]: B.\n"),
        ["1-wind.toml", "2-air.toml"]
    );
    // Nor is there a file without contents, or one for a line that fits in another file.
    assert_eq!(
        names("===\nx: 1\n===\n\n[a]: A.\n"),
        ["map.toml", "claims.toml"]
    );
}

#[test]
fn an_arguebuf_graph_comes_back_whole() {
    for Sample { format, path } in samples() {
        if format != "arguebuf" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let map = map_of(&read(&format, "graph.json", &text).unwrap().toml());
        let again: serde_json::Value = serde_json::from_str(&written(&format, &map)).unwrap();
        let mut old: serde_json::Value = serde_json::from_str(&text).unwrap();
        if old.get("edges").is_none() {
            old["edges"] = serde_json::json!({});
        }
        assert_eq!(again, old, "{}", path.display());
    }
}

#[test]
fn a_reference_of_arguebuf_is_a_quotation_that_is_proven() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/exchange/arguebuf/road-charge.json");
    let imported = read(
        "arguebuf",
        "graph.json",
        &std::fs::read_to_string(path).unwrap(),
    )
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    for file in imported.files() {
        std::fs::write(folder.path().join(file.name), file.text).unwrap();
    }
    let map = Map::new(&Files::read(folder.path()).unwrap());
    let report = check(&map, &Levels::default());
    assert_eq!((report.summary.quotations, report.summary.proven), (2, 2));
    assert_eq!(
        map.thesis()
            .iter()
            .map(|claim| map.id(*claim))
            .collect::<Vec<_>>(),
        ["city-charge-roads"]
    );
}

/// Each claim with the claims for and against it, all by their texts.
fn sides(map: &Map) -> BTreeSet<(String, String, bool)> {
    let steps = map.steps().flat_map(|step| {
        let is_against = map.step(step).polarity == Polarity::Against;
        let conclusion = map.text(map.step(step).conclusion, None);
        map.premises(step).map(move |premise| {
            (
                map.text(premise, None).to_owned(),
                conclusion.to_owned(),
                is_against,
            )
        })
    });
    steps.collect()
}

#[test]
fn a_debate_of_kialo_comes_back_with_every_pro_and_con() {
    for Sample { format, path } in samples() {
        if format != "kialo" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let map = map_of(&read(&format, "debate.txt", &text).unwrap().toml());
        let again = map_of(
            &read(&format, "debate.txt", &written(&format, &map))
                .unwrap()
                .toml(),
        );
        let one_line = |(one, other, side): (String, String, bool)| {
            let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
            (line(one), line(other), side)
        };
        let old: BTreeSet<_> = sides(&map).into_iter().map(one_line).collect();
        assert_eq!(sides(&again), old, "{}", path.display());
        assert_eq!(again.title(), map.title());
        assert_eq!(again.claim_count(), map.claim_count());
    }
}

proptest! {
    #[test]
    fn questions_and_sides_come_back_from_kialo(toml in argument(), more in asked_and_restated()) {
        let map = map_of(&(toml + &more));
        let out = written("kialo", &map);
        let again = map_of(&read("kialo", "debate.txt", &out).unwrap().toml());
        prop_assert_eq!(faults(&again), Vec::<String>::new());
        prop_assert_eq!(sides(&again), sides(&map), "{}", out);
        let asked = |map: &Map| -> BTreeSet<(String, BTreeSet<String>)> {
            let questions = map.questions().map(|id| {
                let answers = map.answers(id).iter().map(|&claim| map.text(claim, None).to_owned());
                (map.question_text(id, None).to_owned(), answers.collect())
            });
            questions.filter(|(_, answers): &(String, BTreeSet<String>)| !answers.is_empty()).collect()
        };
        prop_assert_eq!(asked(&again), asked(&map), "{}", out);
    }
}

#[test]
fn a_question_in_a_graph_that_is_not_argmap_s_comes_back_beside_what_was_there() {
    let texts = [
        (
            "aif",
            r#"{"nodes": [{"nodeID": 7, "text": "Charge.", "type": "I"}, {"nodeID": 8, "text": "Ann : Who pays?", "type": "L"},
            {"nodeID": 9, "text": "Pure Questioning", "type": "YA"}],
            "edges": [{"edgeID": 1, "fromID": 8, "toID": 9}, {"edgeID": 2, "fromID": 9, "toID": 7}]}"#,
        ),
        (
            "arguebuf",
            r#"{"nodes": {"a": {"atom": {"text": "Charge."}}}, "edges": {}, "userdata": {"colour": "red"}}"#,
        ),
        ("argdown", "[charge]: Charge.\n"),
    ];
    for (format, text) in texts {
        let toml = read(format, "map", text).unwrap().toml();
        let asked = "[question.pay]\ntext = \"How to pay: by whom?\"\nanswers = [\"charge\"]\n";
        let map = map_of(&(asked.to_owned() + &toml));
        let out = written(format, &map);
        let again = read(format, "map", &out).unwrap();
        assert!(again.lost.is_empty(), "{format}: {:?}", again.lost);
        let again = map_of(&again.toml());
        assert_eq!(said(&again), said(&map), "{out}");
        assert_eq!(written(format, &again), out);
        // Asking a question asserts nothing.
        assert_eq!(
            again.claim(again.find("charge").unwrap()).by.len(),
            0,
            "{out}"
        );
        assert!(format != "arguebuf" || out.contains("colour"), "{out}");
        assert!(format != "aif" || out.contains("Ann : Who pays?"), "{out}");
    }
}

#[test]
fn in_kialo_what_stands_above_theses_alone_is_a_question() {
    let text = "Discussion Title: Roads\n\n1. How should we pay?\n1.1. By a charge.\n1.1.1. Pro: It thins the traffic.\n\
        1.2. By a tax.\n2. Something else.\n2.1. Con: No.\n2.2. Beside it.\n3. And now?\n3.1. -> See 1.1.\n";
    let toml = read("kialo", "debate.txt", text).unwrap().toml();
    let map = map_of(&toml);
    let asked: Vec<(&str, usize)> = map
        .questions()
        .map(|id| (map.question_text(id, None), map.answers(id).len()))
        .collect();
    assert_eq!(
        asked,
        [("How should we pay?", 2), ("And now?", 1)],
        "{toml}"
    );
    assert_eq!((map.claim_count(), map.thesis().len()), (6, 4), "{toml}");
    assert_eq!(written("kialo", &map), text);
    // A claim that is named elsewhere is not just a question.
    let text = "1. A?\n1.1. B.\n2. C.\n2.1. Pro: -> See 1.\n";
    let map = map_of(&read("kialo", "debate.txt", text).unwrap().toml());
    assert_eq!((map.claim_count(), map.questions().len()), (3, 0));
}

#[test]
fn trees_and_assurance_cases_have_questions_and_say_what_they_lose() {
    let map = map_of(
        "[claim.charge]\ntext = \"Charge.\"\n[claim.tax]\ntext = \"Tax.\"\n[claim.again]\ntext = \"So: charge.\"\n\
         restates = [\"charge\"]\n[question.pay]\ntext = \"How to pay?\"\nanswers = [\"charge\", \"tax\"]\nexclusive = true\n\
         [question.open]\ntext = \"And then?\"\n",
    );
    let latex = written("latex", &map);
    for line in [
        "[{How to pay?}, question",
        "  [{Charge.}, undecided, exclusive, name=c0]",
        "[{So: charge.}, accepted, no edge, name=c2]",
        "\\draw[restates] (c2) to[bend left] (c0);",
    ] {
        assert!(latex.contains(line), "{line}\n{latex}");
    }
    assert_eq!(
        written("ltac", &map),
        "- Claim charge: Charge.\n  - Context question pay: How to pay?\n\n- Claim tax: Tax.\n  - Link question pay\n\n\
         - Claim again: So: charge.\n"
    );
    for (format, lost) in [
        ("latex", &["1 question"][..]),
        (
            "ltac",
            &[
                "1 question whose answers exclude each other",
                "1 restatement",
                "1 question",
            ],
        ),
        (
            "kialo",
            &[
                "1 question whose answers exclude each other",
                "1 restatement",
                "1 question",
            ],
        ),
        ("argdown", &[]),
        ("aif", &[]),
        ("arguebuf", &[]),
        ("mermaid", &[]),
    ] {
        let format = export::FORMATS
            .iter()
            .find(|other| other.name() == format)
            .unwrap();
        let losses = format.losses(Part::whole(&map));
        assert_eq!(
            losses.counted().collect::<Vec<_>>(),
            lost,
            "{}",
            format.name()
        );
    }
}

#[test]
fn of_carneades_the_tests_that_argmap_meets_are_expected() {
    let mut expected = 0;
    for Sample { format, path } in samples() {
        if format != "carneades" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let map = map_of(&read(&format, "graph.yml", &text).unwrap().toml());
        expected += map.expectations().len();
        let unmet = check(&map, &Levels::default()).diagnostics;
        let unmet = unmet
            .iter()
            .filter(|finding| finding.rule.as_str() == "unmet-expectation");
        assert_eq!(unmet.count(), 0, "{}", path.display());
    }
    assert!(expected > 20, "{expected}");
}

#[test]
fn a_file_is_known_by_what_is_in_it() {
    for Sample { format, path } in samples() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let guess = import::guess(name, &text).map(argmap::import::ImportFormat::name);
        let is_hardly_anything = text.len() < 400;
        assert!(
            guess == Some(&format) || (guess.is_none() && is_hardly_anything),
            "{}: {guess:?}",
            path.display()
        );
    }
}

#[test]
fn what_is_broken_in_the_other_formats_is_shown_with_its_place() {
    for (format, text, at, what) in [
        (
            "arguebuf",
            "{\"nodes\": {\"a\": {}}}",
            16,
            "neither an atom nor a scheme",
        ),
        (
            "arguebuf",
            "{\"nodes\": {}, \"edges\": {\"e\": {\"source\": \"x\"}}}",
            40,
            "does not exist",
        ),
        (
            "arguebuf",
            "{\"nodes\": {}, \"majorClaim\": \"x\"}",
            29,
            "does not exist",
        ),
        (
            "sadface",
            "{\"nodes\": [{\"id\": 1, \"type\": \"x\"}]}",
            11,
            "of the type `x`",
        ),
        ("kialo", "", 0, "no numbered claim"),
        ("kialo", "hello\n1. A.\n", 0, "not an export"),
        ("kialo", "1. A.\n1.1.1. Pro: B.\n", 6, "is below nothing"),
        ("kialo", "1. A.\n1.1. Pro: -> See 7.\n", 6, "points nowhere"),
        ("kialo", "1. A.\n1.1. Pro: -> See 1.1.\n", 6, "circle"),
        ("kialo", "1. A.\n1. B.\n", 6, "here twice"),
        ("carneades", "statements: [", 13, "not YAML"),
        ("carneades", "statements: 7", 12, "must be a table"),
        (
            "carneades",
            "arguments: {a: {premises: [b]}}",
            27,
            "no statement `b`",
        ),
        ("carneades", "arguments: {a: {}}", 11, "no conclusion"),
        ("carneades", "statements: {a: A, a: B}", 19, "here twice"),
        ("arggraph", "<arggraph><edge>", 16, "ends too soon"),
        ("arggraph", "<x/>", 0, "no element"),
        (
            "arggraph",
            "<arggraph><edu id='a'>&bomb;</edu></arggraph>",
            22,
            "is not a character",
        ),
        (
            "arggraph",
            "<arggraph><edge id='e' src='a' trg='b' type='sup'/></arggraph>",
            10,
            "does not exist",
        ),
        ("brat", "T1\tClaim 0 1", 0, "with tabs between"),
        ("brat", "T1\tClaim x y\tA.", 0, "has no place"),
        (
            "brat",
            "R1\tsupports Arg1:T1 Arg2:T2",
            0,
            "no text span `T1`",
        ),
        ("gsn", "G1: {supportedBy: G2}", 18, "no node `G2`"),
        ("gsn", "G1: {supportedBy: [[a]]}", 19, "must name nodes"),
        ("gsn", "G1: &a {x: *a}", 11, "inside what it names"),
    ] {
        let failed = match read(format, "file", text) {
            Ok(imported) => panic!("{format} {text}: {}", imported.toml()),
            Err(failed) => failed,
        };
        let finding = failed.fault.finding();
        assert!(
            finding.message.contains(what),
            "{text:?}: {}",
            finding.message
        );
        let start = finding.place().unwrap().span.start();
        assert!(
            start.abs_diff(at) <= 1,
            "{text:?}: {start} {}",
            finding.message
        );
    }
    // Each alias stands for nine copies of the one before.
    let bomb: String = (0..20).fold("a0: &a0 x\n".to_owned(), |bomb, level| {
        let names = vec![format!("*a{level}"); 9].join(", ");
        bomb + &format!("a{}: &a{} [{names}]\n", level + 1, level + 1)
    });
    let failed = read("carneades", "file", &bomb).unwrap_err();
    assert!(failed.fault.finding().message.contains("aliases"));
}

#[test]
fn nothing_that_a_map_says_breaks_out_of_an_export() {
    let evil = "\u{1b}[31m <b>&\"'`$x$ %\\\\ {y} [z](q) #t | ; ] } \u{202e} *s* _u_ ~ ^ \u{0} // -> @include(x) .A. end";
    let written_evil = argmap::syntax::toml_string(evil);
    let toml = format!(
        "[map]\ntitle = {written_evil}\n[claim.a]\ntext = {written_evil}\ntitle = {written_evil}\ntags = [{written_evil}]\n\
         note = {written_evil}\nabout = {written_evil}\n[claim.b]\ntext = \"B.\"\nsupports = [{{ claim = \"a\", why = {written_evil} }}]\n\
         contrasts = [{{ claim = \"a\", on = {written_evil} }}]\n[[claim.b.reason]]\nid = \"s\"\npremises = [\"a\"]\nscheme = {written_evil}\n"
    );
    let map = map_of(&toml);
    assert_eq!(faults(&map), Vec::<String>::new());
    for format in export::FORMATS {
        let out = written(format.name(), &map);
        let commands = |c: char| (c.is_control() && c != '\n' && c != '\r') || c == '\u{202e}';
        assert!(!out.contains(commands), "{}: {out:?}", format.name());
        if let Some(reader) = import::find(format.name()) {
            let again = match read(reader.name(), "map", &out) {
                Ok(again) => map_of(&again.toml()),
                Err(failed) => panic!("{}: {out}\n{:?}", format.name(), failed.fault),
            };
            assert_eq!(again.claim_count(), 2, "{}: {out}", format.name());
        }
    }
    for table in export::csv(Part::whole(&map)) {
        assert!(!table.text.contains('\u{1b}'), "{}", table.name);
    }
}

#[test]
fn what_an_import_keeps_breaks_out_of_no_export() {
    let evil = argmap::syntax::toml_string("# Rain\n::error file=a::b\u{1b}[2J\u{202e}\rx");
    let toml = format!(
        "[map.data.argdown]\nfrontmatter = {evil}\nheading = {evil}\n\
         relations = [{{ from = \"a\", to = {evil} }}]\n\
         [claim.a]\ntext = \"A.\"\n\
         data.argdown = {{ heading = {evil}, text = {evil}, members = [{evil}], data = {{ x = {evil} }} }}\n\
         [[claim.a.reason]]\npremises = [\"b\"]\nid = {evil}\n\
         data.argdown = {{ text = {evil}, tags = [{evil}], inference = {{ uses = [{evil}] }} }}\n\
         [[claim.a.objection]]\npremises = [\"b\", \"c\"]\nid = {evil}\n\
         data.argdown = {{ argument = {evil}, tags = [{evil}], members = [{evil}], data = {{ x = {evil} }} }}\n\
         [claim.b]\ntext = \"B.\"\n[claim.c]\ntext = \"C.\"\n[question.q]\ntext = {evil}\nanswers = [\"a\"]\n"
    );
    let map = map_of(&toml);
    for format in export::FORMATS {
        let out = written(format.name(), &map);
        let commands = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!out.contains(commands), "{}: {out:?}", format.name());
        // Only front matter has several lines in Argdown.
        let body = out.split("===\n").nth(2);
        assert!(body.is_none_or(|it| !it.contains("\n::error")), "{out}");
    }
}

/// Text from right to left needs marks of direction, and text may begin with two colons.
#[test]
fn exports_write_text_as_it_is() {
    let hebrew = "הקוד נכתב ב-C++\u{200e}, והוא מהיר.\u{200f}";
    let colons = "::std::mem is a module\u{61c}";
    let map = map_of(&format!(
        "claim.a.text = \"{hebrew}\"\nclaim.a.premises = [\"b\", \"c\"]\nclaim.b.text = \"{colons}\"\nclaim.c.text = \"C.\"\n"
    ));
    let part = Part::whole(&map);
    let mut outs: Vec<(&str, String)> = export::csv(part)
        .into_iter()
        .filter(|table| table.name == "claims.csv")
        .map(|table| ("csv", table.text))
        .collect();
    for format in export::FORMATS {
        outs.push((format.name(), written(format.name(), &map)));
    }
    let proof = argmap::proof::Proof::new(&map);
    let mut page = Vec::new();
    export::Page::default()
        .write(part, &proof, &mut page)
        .unwrap();
    outs.push(("html", String::from_utf8(page).unwrap()));
    let mut dot = Vec::new();
    export::Dot::default().write(part, &mut dot).unwrap();
    outs.push(("dot", String::from_utf8(dot).unwrap()));
    for (name, out) in outs {
        // JSON has escapes of its own.
        if !out.starts_with('{') {
            for mark in ["C++\u{200e}", ".\u{200f}", "::std::mem", "module\u{61c}"] {
                let plain = out.replace('\\', "");
                assert!(plain.contains(mark), "{name}: {mark:?} in {out}");
            }
        }
        assert!(
            !out.contains("u{200e}") && !out.contains("u{3a}"),
            "{name}: {out}"
        );
        if let Some(reader) = import::find(name) {
            let again = match read(reader.name(), "map", &out) {
                Ok(again) => map_of(&again.toml()),
                Err(failed) => panic!("{name}: {out}\n{:?}", failed.fault),
            };
            let texts: Vec<&str> = again.claims().map(|it| again.text(it, None)).collect();
            assert!(
                texts.contains(&hebrew) && texts.contains(&colons),
                "{name}: {texts:?}"
            );
        }
    }
}

#[test]
fn tables_say_how_many_there_are() {
    let map =
        Map::new(&Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("arguments")).unwrap());
    let rows: Vec<usize> = export::csv(Part::whole(&map))
        .iter()
        .map(|table| table.text.lines().count() - 1)
        .collect();
    let premises: usize = map.steps().map(|step| map.premises(step).count()).sum();
    assert_eq!(
        rows,
        [
            map.claim_count(),
            map.step_count() + map.undercuts().len(),
            premises + map.links().len() + map.undercuts().len(),
            map.questions().len()
        ]
    );
}

#[test]
fn tables_name_files_as_they_are_inside_the_map_s_folder() {
    let folder = tempfile::tempdir().unwrap();
    let text = "question.q = \"Is it so?\"\nclaim.a = { text = \"It is.\", answers = \"q\" }\n";
    std::fs::write(folder.path().join("one.toml"), text).unwrap();
    let map = Map::new(&Files::read(folder.path()).unwrap());
    for table in export::csv(Part::whole(&map)) {
        let mut lines = table.text.lines();
        let mut header = lines.next().unwrap().split(',');
        if header.next_back() == Some("file") {
            assert!(
                lines.all(|line| line.ends_with(",one.toml")),
                "{}",
                table.text
            );
        } else {
            assert!(!table.text.contains("one.toml"), "{}", table.text);
        }
    }
}

#[test]
fn a_microtext_has_its_undercuts_its_examples_and_its_opponent() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange/arggraph/road.xml");
    let map = map_of(
        &read(
            "arggraph",
            "road.xml",
            &std::fs::read_to_string(path).unwrap(),
        )
        .unwrap()
        .toml(),
    );
    assert_eq!(
        (map.claim_count(), map.step_count(), map.undercuts().len()),
        (6, 3, 1)
    );
    let linked = map
        .steps()
        .filter(|step| map.premises(*step).count() == 2)
        .count();
    assert_eq!(linked, 1);
    let poor = map
        .claims()
        .find(|claim| map.text(*claim, None).contains("poor & the old"))
        .unwrap();
    assert_eq!(&*map.claim(poor).by[0].value, "opponent");
}

#[test]
fn undercuts_of_undercuts_of_several_premises_and_in_circles_come_in() {
    let node = |id: u8, kind: &str| {
        format!(r#"{{"nodeID": "{id}", "text": "{kind} {id}", "type": "{kind}"}}"#)
    };
    let edge = |number: usize, (from, to): (u8, u8)| {
        format!(r#"{{"edgeID": "e{number}", "fromID": "{from}", "toID": "{to}"}}"#)
    };
    let text = |steps: &[(u8, &str)], ends: &[(u8, u8)]| {
        let claims = (0..10).map(|id| node(id, "I"));
        let steps = steps.iter().map(|(id, kind)| node(*id, kind));
        let nodes: Vec<String> = claims.chain(steps).collect();
        let edges: Vec<String> = ends
            .iter()
            .enumerate()
            .map(|(number, ends)| edge(number, *ends))
            .collect();
        format!(
            r#"{{"nodes": [{}], "edges": [{}]}}"#,
            nodes.join(","),
            edges.join(",")
        )
    };
    // 3 and 4 together undercut the step from 1 to 0. 5 undercuts that, and 6 in turn undercuts what 5 does.
    let nested = text(
        &[(20, "CA"), (21, "CA"), (22, "CA"), (23, "RA")],
        &[
            (6, 20),
            (20, 21),
            (5, 21),
            (21, 22),
            (3, 22),
            (4, 22),
            (22, 23),
            (1, 23),
            (23, 0),
        ],
    );
    // 1 and 2 undercut each other, and 3 undercuts what 1 does.
    let circle = text(
        &[(20, "CA"), (21, "CA"), (22, "CA")],
        &[(1, 20), (20, 21), (2, 21), (21, 20), (3, 22), (22, 20)],
    );
    for (text, undercuts) in [(nested, 3), (circle, 3)] {
        let toml = read("aif", "map.json", &text).unwrap().toml();
        let map = map_of(&toml);
        assert_eq!(faults(&map), Vec::<String>::new(), "{toml}");
        assert_eq!(map.undercuts().len(), undercuts, "{toml}");
        assert!(!toml.contains("map.data.aif"), "{toml}");
        assert_eq!(graph(&written("aif", &map)), graph(&text));
    }
    // An undercut of something that is also an objection, and an undercut of several steps, do not become undercuts of
    // the map, yet still come back.
    let knot = text(
        &[(20, "CA"), (21, "CA"), (22, "RA"), (23, "CA")],
        &[
            (1, 20),
            (20, 21),
            (20, 5),
            (2, 21),
            (21, 20),
            (3, 22),
            (22, 4),
            (6, 23),
            (23, 20),
            (23, 22),
        ],
    );
    let map = map_of(&read("aif", "map.json", &knot).unwrap().toml());
    assert_eq!(faults(&map), Vec::<String>::new());
    assert_eq!(graph(&written("aif", &map)), graph(&knot));
}

#[test]
fn undercuts_in_a_row_are_read_in_linear_time() {
    let long = 20_000;
    let mut nodes = vec![r#"{"nodeID": "a", "text": "A.", "type": "I"}, {"nodeID": "s0", "text": "RA", "type": "RA"}"#.to_owned()];
    let mut edges = vec![r#"{"edgeID": 0, "fromID": "a", "toID": "s0"}, {"edgeID": "x", "fromID": "s0", "toID": "a"}"#.to_owned()];
    for step in 1..long {
        nodes.push(format!(
            r#"{{"nodeID": "s{step}", "text": "CA", "type": "CA"}}"#
        ));
        edges.push(format!(
            r#"{{"edgeID": "f{step}", "fromID": "a", "toID": "s{step}"}}"#
        ));
        edges.push(format!(
            r#"{{"edgeID": "t{step}", "fromID": "s{step}", "toID": "s{}"}}"#,
            step - 1
        ));
    }
    let text = format!(
        r#"{{"nodes": [{}], "edges": [{}]}}"#,
        nodes.join(","),
        edges.join(",")
    );
    let map = map_of(&read("aif", "map.json", &text).unwrap().toml());
    assert_eq!(map.undercuts().len(), long - 1);
}

#[test]
fn an_essay_of_brat_is_quoted_where_its_annotations_stand() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange/brat/essay.ann");
    let imported = read(
        "brat",
        path.to_str().unwrap(),
        &std::fs::read_to_string(&path).unwrap(),
    )
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    for file in imported.files() {
        std::fs::write(folder.path().join(file.name), file.text).unwrap();
    }
    let map = Map::new(&Files::read(folder.path()).unwrap());
    let report = check(&map, &Levels::default());
    assert_eq!((report.summary.quotations, report.summary.proven), (4, 4));
    assert_eq!((map.step_count(), map.thesis().len()), (3, 1));
}

#[test]
fn a_rephrase_in_aif_restates_a_claim_and_comes_back_as_it_was() {
    let text = r#"{"nodes": [
        {"nodeID": "1", "text": "Charge for the road.", "type": "I"},
        {"nodeID": "2", "text": "So: make drivers pay.", "type": "I"},
        {"nodeID": "3", "text": "Default Rephrase", "type": "MA", "scheme": "Default Rephrase", "schemeID": "144"}],
        "edges": [{"edgeID": "4", "fromID": "2", "toID": "3"}, {"edgeID": "5", "fromID": "3", "toID": "1"}]}"#;
    let imported = read("aif", "map.json", text).unwrap();
    let map = map_of(&imported.toml());
    let restated = ["make drivers pay", "Charge for"].map(|words| {
        let claim = map
            .claims()
            .find(|&claim| map.text(claim, None).contains(words));
        map.id(claim.unwrap()).to_owned()
    });
    assert_eq!(said(&map).restatements, [restated.into()].into());
    let again: serde_json::Value = serde_json::from_str(&written("aif", &map)).unwrap();
    let was: serde_json::Value = serde_json::from_str(text).unwrap();
    let row = |graph: &serde_json::Value, list: &str, id: &str| {
        let mut rows = graph[list].as_array().unwrap().iter();
        rows.find(|row| row["nodeID"] == id || row["edgeID"] == id)
            .cloned()
    };
    assert_eq!(row(&again, "nodes", "3"), row(&was, "nodes", "3"));
    for edge in ["4", "5"] {
        assert_eq!(row(&again, "edges", edge), row(&was, "edges", edge));
    }
}

#[test]
fn an_issue_of_carneades_is_a_question_whose_answers_exclude_each_other() {
    let text = "statements:\n  a: Buy the Volvo.\n  b: Buy the Porsche.\nissues:\n  cars:\n    meta:\n      title: Which car?\n    positions: [a, b]\n    standard: PE\n";
    let imported = read("carneades", "cars.yml", text).unwrap();
    let map = map_of(&imported.toml());
    let found = said(&map).questions;
    let (asked, answers, is_exclusive) = found.first().unwrap();
    assert_eq!(
        (found.len(), asked.as_str(), answers.len(), is_exclusive),
        (1, "Which car?", 2, &true)
    );
    assert!(imported.toml().contains("standard"), "{}", imported.toml());
}

#[test]
fn who_asserts_a_claim_in_aif_holds_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchange");
    let map = |format: &str, name: &str| {
        let text = std::fs::read_to_string(folder.join(format).join(name)).unwrap();
        map_of(&read(format, name, &text).unwrap().toml())
    };
    let by = |map: &Map, words: &str| -> Vec<String> {
        let claim = map
            .claims()
            .find(|claim| map.text(*claim, None).contains(words))
            .unwrap();
        map.claim(claim)
            .by
            .iter()
            .map(|name| name.value.to_string())
            .collect()
    };
    assert_eq!(by(&map("aif", "road-charge.json"), "So: charge"), ["Ann"]);
    assert_eq!(
        by(&map("xaif", "oamf-readme-1.json"), "the SNP has"),
        ["Speaker 2"]
    );
}

#[test]
fn a_linked_undercut_of_an_undercut_in_a_microtext_comes_in() {
    let unit = |number: u8| {
        format!(
            r#"<edu id="e{number}">Unit {number}.</edu><adu id="a{number}" type="pro"/>
            <edge id="s{number}" src="e{number}" trg="a{number}" type="seg"/>"#
        )
    };
    let units: String = (1..6).map(unit).collect();
    let edge = |(id, from, to, kind)| {
        format!(r#"<edge id="{id}" src="{from}" trg="{to}" type="{kind}"/>"#)
    };
    // The undercut of an undercut comes before what it undercuts.
    let edges: String = [
        ("c1", "a2", "a1", "sup"),
        ("c3", "a4", "c2", "und"),
        ("c2", "a3", "c1", "und"),
        ("c4", "a5", "c3", "add"),
    ]
    .map(edge)
    .concat();
    let text = format!(r#"<?xml version="1.0"?><arggraph id="rain">{units}{edges}</arggraph>"#);
    let toml = read("arggraph", "rain.xml", &text).unwrap().toml();
    let map = map_of(&toml);
    assert_eq!(faults(&map), Vec::<String>::new(), "{toml}");
    let unit = |number: u8| format!("unit-{number}");
    let nested = vec![vec![unit(4), unit(5)], vec![unit(3)], vec![unit(2)]];
    assert!(said(&map).undercuts.contains(&(nested, unit(1))), "{toml}");
    assert!(!toml.contains("undercuts = [{ id"), "{toml}");
}

#[test]
fn an_assurance_case_has_strategies_contexts_assumptions_and_links() {
    let map = map_of(
        r#"[claim.safe]
text = "The road is safe."
quote = "so the road is safe"
premises = ["lit", "dry"]
[claim.lit]
text = "It is lit (all night)."
assumed = true
[claim.dry]
text = "It is dry {by day}"
assumed = true
supports = ["lit"]
[claim.ice]
text = "There is ice."
attacks = ["safe"]
[[claim.ice.reason]]
id = "cold"
premises = ["dry"]
why = "What is dry may freeze."
"#,
    );
    assert_eq!(
        written("ltac", &map),
        r"- Claim safe: The road is safe.
  - Context: “so the road is safe”
  - Strategy step 1: Together
    - Claim lit: It is lit (all night). {assumed}
      - Assumption dry: It is dry {by day} {}
    - Link dry
  - Claim ice: There is ice. {iscounter}
    - Strategy cold: What is dry may freeze.
      - Link dry
"
    );
}

#[test]
fn a_tree_in_latex_has_no_empty_line_in_which_it_would_end() {
    let map = map_of(
        "[claim.a]\ntext = \"[A] <<b>> -- c\"\ntitle = \"T\"\n[claim.b]\ntext = \"B.\"\nattacks = [\"a\"]\n",
    );
    let out = written("latex", &map);
    let tree = out.split_once("\\begin{forest}").unwrap().1;
    assert!(!tree.contains("\n\n"), "{out}");
    // A bracket right after a line break would be read as a length.
    assert!(
        tree.contains(r"\textbf{T}\\{} [A] \textless{}\textless{}b"),
        "{out}"
    );
    assert!(
        tree.contains(r"-{}-{} c}, rejected, no edge, name=c0"),
        "{out}"
    );
    assert!(
        tree.contains(r"[{B.}, accepted, against, name=c1]"),
        "{out}"
    );
}

#[cfg(feature = "parquet")]
#[test]
fn tables_in_parquet_hold_what_those_in_csv_do() {
    use std::io::Write;

    use parquet::file::reader::SerializedFileReader;
    use parquet::record::Field;

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-key.toml");
    let map = Map::new(&Files::read(&path).unwrap());
    let part = Part::whole(&map);
    let tables = export::csv(part)
        .into_iter()
        .zip(export::parquet(part).unwrap());
    for (csv, parquet) in tables {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&parquet.bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<Vec<(String, Field)>> = reader
            .into_iter()
            .map(|row| row.unwrap().into_columns())
            .collect();
        let field = |field: &Field| match field {
            Field::Null => String::new(),
            Field::Str(text) if text.contains([',', '"', '\n', '\r']) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            Field::Str(text) => text.clone(),
            Field::Double(number) => number.to_string(),
            other => other.to_string(),
        };
        let rows = rows.iter().map(|row| {
            let fields: Vec<String> = row.iter().map(|(_, value)| field(value)).collect();
            fields.join(",") + "\r\n"
        });
        let (_, body) = csv.text.split_once("\r\n").unwrap();
        assert_eq!(rows.collect::<String>(), body, "{}", csv.name);
    }
}

#[test]
fn exports_tell_an_undercut_of_two_premises_and_the_undercut_of_it() {
    let claims = ["a", "b", "c", "d", "e"].map(|id| format!("[claim.{id}]\ntext = \"{id}\"\n"));
    let map = map_of(&format!(
        "{}[[undercut]]\nid = \"both\"\nstep = \"b -> a\"\npremises = [\"c\", \"d\"]\n{}",
        claims
            .concat()
            .replace("\"b\"\n", "\"b\"\nsupports = [\"a\"]\n"),
        "[[undercut]]\nstep = \"both\"\npremises = [\"e\"]\n"
    ));
    assert_eq!(faults(&map), Vec::<String>::new());
    let tables = export::csv(Part::whole(&map));
    assert_eq!(
        tables[1].text.replace('\r', ""),
        "step,id,kind,conclusion,undercuts,premises,scheme,why,strength\n1,,reason,a,,1,,,\n2,both,undercut,a,1,2,,,\n3,,undercut,a,2,1,,,\n"
    );
    assert_eq!(
        tables[2].text.replace('\r', ""),
        "kind,from,to,step,on,why,strength\npremise,b,a,1,,,\nundercut,c,a,2,,,\nundercut,d,a,2,,,\nundercut,e,a,3,,,\n"
    );
    let chart = written("mermaid", &map);
    for line in [
        "s1((\" \")) -. undercuts .-x s0",
        "c2 -.- s1",
        "c3 -.- s1",
        "c4 -. undercuts .-x s1",
    ] {
        assert!(chart.contains(line), "{line}\n{chart}");
    }
    let graph = written("graphml", &map);
    for edge in [
        ("c", "both", "premise"),
        ("both", "step 0", "undercut"),
        ("e", "both", "undercut"),
    ] {
        let (from, to, relation) = edge;
        let line = format!(
            "<edge source=\"{from}\" target=\"{to}\"><data key=\"edge-relation\">{relation}</data>"
        );
        assert!(graph.contains(&line), "{line}\n{graph}");
    }
}
