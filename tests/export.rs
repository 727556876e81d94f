//! What is exported is what the map says: to Graphviz's own eye, and as JSON.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Write;
use std::process::{Command, Stdio};

use argmap::export::{Cluster, Dot, Part, RankDir, json};
use argmap::map::Map;
use argmap::query::Query;
use argmap::syntax::Files;
use proptest::prelude::*;
use serde_json::Value;

/// What Graphviz makes of a graph, as JSON, and what it says of it.
struct Picture {
    graph: Value,
    complaints: String,
}

/// A graph, drawn by Graphviz; none where there is no Graphviz, unless it is required.
fn drawn(dot: &str) -> Option<Picture> {
    let child = Command::new("dot")
        .arg("-Tjson")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        let required = std::env::var_os("ARGMAP_REQUIRE_DOT").is_some();
        assert!(
            !required,
            "ARGMAP_REQUIRE_DOT is set, but there is no `dot`"
        );
        eprintln!("skipped: there is no `dot` (Graphviz) here");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let text = dot.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "dot refuses it: {complaints}\n{dot}"
    );
    assert!(!complaints.contains("syntax error"), "{complaints}\n{dot}");
    assert!(
        !complaints.contains("not well-formed"),
        "{complaints}\n{dot}"
    );
    Some(Picture {
        graph: serde_json::from_slice(&output.stdout).unwrap(),
        complaints: complaints.into_owned(),
    })
}

/// The names of the nodes, and of the pairs that edges join.
fn nodes_and_edges(graph: &Value) -> (Vec<String>, Vec<(String, String)>) {
    let objects = graph["objects"].as_array().cloned().unwrap_or_default();
    // Clusters are objects too; they hold nodes.
    let is_node =
        |object: &&Value| object.get("nodes").is_none() && object.get("subgraphs").is_none();
    let name = |object: &Value| object["name"].as_str().unwrap().to_owned();
    let nodes = objects.iter().filter(is_node).map(name).collect();
    let by_number = |number: &Value| {
        let found = objects.iter().find(|object| object["_gvid"] == *number);
        name(found.unwrap())
    };
    let edges = graph["edges"].as_array().cloned().unwrap_or_default();
    let ends = |edge: &Value| (by_number(&edge["tail"]), by_number(&edge["head"]));
    (nodes, edges.iter().map(ends).collect())
}

/// All the text that a node or an edge is drawn with.
fn words(graph: &Value) -> String {
    fn collect(value: &Value, out: &mut String) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
            Value::Object(entries) => {
                if entries.get("op").is_some_and(|op| op == "T") {
                    out.push_str(entries["text"].as_str().unwrap());
                    out.push(' ');
                }
                entries.values().for_each(|item| collect(item, out));
            }
            _ => {}
        }
    }
    let mut out = String::new();
    collect(graph, &mut out);
    // What keeps Graphviz from reading an escape is not seen.
    out.replace('\u{2060}', "")
}

const EVERY_RELATION: &str = r#"
[claim.y]
text = "Y."
premises = ["a", "b"]

[claim.a]
text = "A."
contradicts = ["c"]

[claim.b]
text = "B."
contrasts = [{ claim = "c", on = "an aspect" }]

[claim.c]
text = "C."
attacks = ["y"]

[claim.d]
text = "D."
supports = ["c"]

[claim.u]
text = "U."
undercuts = ["a -> y", "d -> c"]
"#;

#[test]
fn premises_meet_in_a_junction_and_undercuts_end_on_it() {
    let files = Files::from_text("map.toml", EVERY_RELATION);
    let map = Map::new(&files);
    let dot = Dot::default().draw(Part::whole(&map));
    let Some(Picture { graph, .. }) = drawn(&dot) else {
        return;
    };
    let (nodes, edges) = nodes_and_edges(&graph);
    // Six claims; a junction for the linked premises, one for the undercut support.
    assert_eq!(nodes.len(), 8, "{nodes:?}");
    let leads = |from: &str, to: &str| {
        edges
            .iter()
            .filter(|(tail, head)| tail == from && head == to)
            .count()
    };
    let into_junction = |(tail, head): &&(String, String)| tail == "a" && head.starts_with("step");
    let linked = edges.iter().find(into_junction).unwrap().1.clone();
    assert_eq!(leads("a", &linked), 1);
    assert_eq!(leads("b", &linked), 1);
    assert_eq!(leads(&linked, "y"), 1);
    assert_eq!(leads("u", &linked), 1, "the undercut ends on the junction");
    assert_eq!(leads("c", "y"), 1, "a plain objection needs no junction");
    assert_eq!(leads("d", "c"), 0, "an undercut support needs one");
}

#[test]
fn what_holds_both_ways_has_no_arrow_head() {
    let files = Files::from_text("map.toml", EVERY_RELATION);
    let map = Map::new(&files);
    let dot = Dot::default().draw(Part::whole(&map));
    let symmetric: Vec<_> = dot
        .lines()
        .filter(|line| line.contains("dir=none"))
        .collect();
    assert_eq!(
        symmetric.len(),
        2,
        "the contradiction and the contrast: {symmetric:?}"
    );
    assert!(symmetric.iter().any(|line| line.contains("an aspect")));
}

#[test]
fn any_text_and_any_id_draw_as_themselves() {
    let files = Files::from_text(
        "map.toml",
        r#"
        [map]
        title = 'A "title" \ with <all> & sorts'

        [claim.node]
        text = 'He said "no" \ <b>not bold</b> & &amp; {x|y} \N \G'
        supports = ["a:b", "graph"]

        [claim."a:b"]
        text = "two\nlines \u0001 and a bell \u0007, \u202e reversed"

        [claim.graph]
        title = "digraph"
        text = "}"
        about = "<about>"
        tags = ["sub\"graph\\"]

        [claim.edge]
        text = "-> [label=x];"
        contrasts = [{ claim = "graph", on = "<i>\"on\"</i> & \\" }]

        [claim.strict]
        title = " "
        text = "权利 não 👩‍👧"
        supports = ["graph"]
        "#,
    );
    let map = Map::new(&files);
    for cluster in [
        None,
        Some(Cluster::About),
        Some(Cluster::File),
        Some(Cluster::Tag),
    ] {
        let dot = Dot {
            cluster,
            legend: true,
            ..Dot::default()
        }
        .draw(Part::whole(&map));
        let Some(Picture { graph, .. }) = drawn(&dot) else {
            return;
        };
        let (nodes, _) = nodes_and_edges(&graph);
        for id in ["node", "a:b", "graph", "edge", "strict"] {
            assert_eq!(
                nodes.iter().filter(|node| *node == id).count(),
                1,
                "{id}: {nodes:?}"
            );
        }
        let words = words(&graph);
        for text in [
            r#""no""#,
            "<b>not",
            "&amp;",
            r"\N",
            r"\u{1}",
            r"\u{202e}",
            "-> [label=x];",
            "<i>",
            "权利",
            "digraph",
        ] {
            assert!(words.contains(text), "{text} is not drawn: {words}");
        }
    }
}

#[test]
fn a_selection_draws_its_claims_and_what_holds_among_them() {
    let files = Files::from_text("map.toml", EVERY_RELATION);
    let map = Map::new(&files);
    let claims = Query::parse("a | c | y").unwrap().evaluate(&map).unwrap();
    let part = Part {
        map: &map,
        claims: Some(&claims),
    };
    let dot = Dot {
        rankdir: RankDir::LeftToRight,
        ..Dot::default()
    }
    .draw(part);
    assert!(dot.contains("rankdir=LR"));
    assert!(dot.contains(r#""c" -> "y""#), "the objection is whole");
    assert!(
        !dot.contains(r#""a" -> "#) || !dot.contains("step"),
        "half a reason is none"
    );
    let value: Value = serde_json::from_str(&json(part)).unwrap();
    assert_eq!(value["claims"].as_array().unwrap().len(), 3);
    assert_eq!(value["steps"].as_array().unwrap().len(), 1);
    assert_eq!(value["contradictions"].as_array().unwrap().len(), 1);
}

#[test]
fn the_articles_map_is_drawn_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/arguments");
    let files = Files::read(folder.as_ref()).unwrap();
    let map = Map::new(&files);
    let dot = Dot {
        legend: true,
        ..Dot::default()
    }
    .draw(Part::whole(&map));
    let Some(Picture { graph, .. }) = drawn(&dot) else {
        return;
    };
    let (nodes, _) = nodes_and_edges(&graph);
    for claim in map.claims() {
        assert!(
            nodes.iter().any(|node| node == map.id(claim)),
            "{}",
            map.id(claim)
        );
    }
}

#[test]
fn the_articles_map_is_drawn_in_frames_without_a_complaint() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/arguments");
    let files = Files::read(folder.as_ref()).unwrap();
    let map = Map::new(&files);
    for cluster in [Cluster::About, Cluster::File, Cluster::Tag] {
        for rankdir in [RankDir::BottomToTop, RankDir::LeftToRight] {
            let dot = Dot {
                cluster: Some(cluster),
                rankdir,
                legend: true,
                ..Dot::default()
            }
            .draw(Part::whole(&map));
            let Some(picture) = drawn(&dot) else { return };
            assert_eq!(picture.complaints, "", "{cluster:?} {rankdir:?}");
        }
    }
}

#[test]
fn a_junction_stands_in_the_frame_of_its_conclusion() {
    let files = Files::from_text(
        "map.toml",
        r#"
[claim.y]
text = "Y."
about = "one"
premises = ["a", "b"]

[claim.a]
text = "A."
about = "another"

[claim.b]
text = "B."
"#,
    );
    let map = Map::new(&files);
    let dot = Dot {
        cluster: Some(Cluster::About),
        ..Dot::default()
    }
    .draw(Part::whole(&map));
    let Some(Picture { graph, .. }) = drawn(&dot) else {
        return;
    };
    let objects = graph["objects"].as_array().unwrap();
    let named = |name: &str| objects.iter().find(|object| object["name"] == name);
    let frame = named("cluster 0").unwrap();
    let held = |name: &str| {
        let nodes = frame["nodes"].as_array().unwrap();
        nodes.contains(&named(name).unwrap()["_gvid"])
    };
    assert!(held("y") && held("step 1"));
    assert!(!held("a") && !held("b"));
}

#[test]
fn json_loses_nothing() {
    let text = include_str!("fixtures/every-key.toml");
    let files = Files::from_text("every-key.toml", text);
    let map = Map::new(&files);
    assert_eq!(map.reading_diagnostics().count(), 0);
    assert_eq!(map.unresolved(), []);
    let json = json(Part::whole(&map));
    // Every string, number and date that the file gives is in the JSON.
    let written: toml::Table = toml::from_str(text).unwrap();
    let mut leaves = Vec::new();
    collect_leaves(&toml::Value::Table(written), &mut leaves);
    assert!(leaves.len() > 50);
    for leaf in leaves {
        // An undercut names its step by its place in `steps`.
        if leaf.contains("->") {
            continue;
        }
        let quoted = serde_json::to_string(&leaf).unwrap();
        assert!(
            json.contains(&quoted) || json.contains(&leaf),
            "{leaf} is lost: {json}"
        );
    }
    insta::assert_snapshot!("every_key", json);
}

fn collect_leaves(value: &toml::Value, leaves: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => table
            .values()
            .for_each(|value| collect_leaves(value, leaves)),
        toml::Value::Array(items) => items.iter().for_each(|value| collect_leaves(value, leaves)),
        toml::Value::String(text) => leaves.push(text.clone()),
        other => leaves.push(other.to_string()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_picture(text in "\\PC{0,40}|[\u{0}-\u{9f}]{1,20}|[<>&\"'\\\\{}|\\[\\];-]{1,20}") {
        let quoted = toml::Value::String(format!("x{text}")).to_string();
        let files = Files::from_text(
            "map.toml",
            format!("[claim.a]\ntext = {quoted}\ntitle = {quoted}\nabout = {quoted}\n\
                contrasts = [{{ claim = \"b\", on = {quoted} }}]\n[claim.b]\ntext = \"B\"\n"),
        );
        let map = Map::new(&files);
        let dot = Dot { cluster: Some(Cluster::About), ..Dot::default() }.draw(Part::whole(&map));
        if let Some(Picture { graph, .. }) = drawn(&dot) {
            prop_assert_eq!(nodes_and_edges(&graph).0, ["a", "b"]);
        }
    }
}
