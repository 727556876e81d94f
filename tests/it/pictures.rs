//! Checks with Graphviz that pictures show what the map says.

use std::fmt::Write as _;
use std::io::Write;
use std::process::{Command, Stdio};

use argmap::export::{Cluster, Dot, Paint, Part, RankDir, json};
use argmap::map::Map;
use argmap::query::Query;
use argmap::reason::strength::GradualSemantics;
use argmap::reason::{Suppositions, grounded, strengths};
use proptest::prelude::*;
use serde_json::Value;

use crate::maps::{article, map_of};
use crate::random;
use crate::tools::started;

/// The graph that Graphviz draws, as JSON, and its complaints.
struct Picture {
    graph: Value,
    complaints: String,
}

/// A graph drawn by Graphviz; `None` if Graphviz is not installed.
fn drawn(dot: &str) -> Option<Picture> {
    let (picture, complaints) = graphviz(dot, "-Tjson")?;
    Some(Picture {
        graph: serde_json::from_str(&picture).unwrap(),
        complaints,
    })
}

/// A graph converted by Graphviz to one of its formats, and its complaints.
fn graphviz(dot: &str, format: &str) -> Option<(String, String)> {
    let child = Command::new("dot")
        .arg(format)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started("dot", child)?;
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
    let picture = String::from_utf8(output.stdout).unwrap();
    Some((picture, complaints.into_owned()))
}

/// The texts between `before` and `after` in an SVG, as a reader sees them.
fn seen(svg: &str, before: &str, after: &str) -> Vec<String> {
    let pieces = svg.split(before).skip(1);
    let pieces = pieces.map(|piece| piece.split(after).next().unwrap());
    pieces.map(html_unescaped).collect()
}

/// The text with XML entities resolved. No other entities may be in it.
fn html_unescaped(xml: &str) -> String {
    let mut parts = xml.split('&');
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';').unwrap();
        out.push_str(&match entity {
            "amp" => "&".to_owned(),
            "lt" => "<".to_owned(),
            "gt" => ">".to_owned(),
            "quot" => "\"".to_owned(),
            "apos" => "'".to_owned(),
            // Graphviz keeps consecutive blanks apart.
            "#160" => " ".to_owned(),
            number => {
                let number = number.strip_prefix('#').unwrap().parse().unwrap();
                char::from_u32(number).unwrap().to_string()
            }
        });
        out.push_str(rest);
    }
    out
}

/// How many claims there are in a picture without a legend.
pub(crate) fn boxes(dot: &str) -> usize {
    let labelled = dot.lines().filter(|line| line.contains("\" [label=<"));
    let questions = |line: &&str| line.trim_start().starts_with("\"question ");
    let labelled = labelled.filter(|line| !questions(line));
    labelled.filter(|line| !line.contains("\" -> \"")).count()
}

/// The names of the nodes, and the pairs of nodes that edges connect.
fn nodes_and_edges(graph: &Value) -> (Vec<String>, Vec<(String, String)>) {
    let objects = graph["objects"].as_array().cloned().unwrap_or_default();
    // Clusters are objects too, but contain nodes.
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
    out
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
    let map = map_of(EVERY_RELATION);
    let dot = Dot::default().draw(Part::whole(&map));
    let Some(Picture { graph, .. }) = drawn(&dot) else {
        return;
    };
    let (nodes, edges) = nodes_and_edges(&graph);
    // Six claims, a junction for the linked premises and one for the undercut support.
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
    let map = map_of(EVERY_RELATION);
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
    let map = map_of(
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

/// The texts that a reader sees in a picture of a map that has this text everywhere: tooltips, words and titles.
fn texts_seen(text: &str) -> Option<[Vec<String>; 3]> {
    let quoted = toml::Value::String(text.to_owned()).to_string();
    let map = map_of(format!(
        "[map]\ntitle = {quoted}\n\
             [claim.a]\ntext = {quoted}\nabout = {quoted}\n\
             contrasts = [{{ claim = \"b\", on = {quoted} }}]\n\
             [[claim.a.reason]]\npremises = [\"b\"]\nwhy = {quoted}\n\
             [claim.b]\ntitle = {quoted}\ntext = {quoted}\n"
    ));
    assert_eq!(map.claim_count(), 2);
    let dot = Dot {
        cluster: Some(Cluster::About),
        legend: true,
        ..Dot::default()
    }
    .draw(Part::whole(&map));
    let (svg, _) = graphviz(&dot, "-Tsvg")?;
    let words = svg.split("<text ").skip(1);
    let words = words.map(|text| {
        let (_, text) = text.split_once('>').unwrap();
        html_unescaped(text.split("</text>").next().unwrap())
    });
    let words = words.collect();
    Some([
        seen(&svg, "xlink:title=\"", "\""),
        words,
        seen(&svg, "<title>", "</title>"),
    ])
}

#[test]
fn what_graphviz_would_rewrite_is_drawn_as_written() {
    for text in [
        r"C:\Notes\Guides\Tools\Home\Edges\Lists",
        r"\n \l \r \N \G \L \T \H \E \\ \\N \\\N \x",
        r"ends in \",
        r"ends in two \\",
        r#"\"quoted\" \'"#,
        "&copy; &lt;b&gt; &amp;amp; &#92;N &#x5c; & &; &copy",
        "<b>bold</b> <!-- --> ]]> <br/> a->b -- c",
        "%5C %25 {a|b} [x] ; # // /* */",
    ] {
        let Some([tooltips, words, titles]) = texts_seen(text) else {
            return;
        };
        // Two claims, one step and the frame.
        let same = tooltips.iter().filter(|tooltip| *tooltip == text).count();
        assert_eq!(same, 4, "{text}: {tooltips:?}");
        assert_eq!(titles.first().unwrap(), text);
        let without_blanks = |text: &str| text.replace(' ', "");
        let words = without_blanks(&words.concat());
        let times = words.matches(&without_blanks(text)).count();
        // Two texts, a title, a frame, an aspect and a row of the legend.
        assert_eq!(times, 6, "{text}: {words}");
    }
}

#[test]
fn what_is_too_long_for_graphviz_is_cut_and_marked() {
    for character in [
        "w",
        "é",
        "€",
        "&",
        "\\",
        "\"",
        "e\u{301}",
        "👩\u{200d}👧",
        "a ",
    ] {
        for times in [2_500, 17_000] {
            let text = character.repeat(times);
            let text = text.trim_end();
            let Some([tooltips, words, titles]) = texts_seen(text) else {
                return;
            };
            let is_part = |seen: &str| match seen.strip_suffix('…') {
                Some(start) => {
                    let rest = text.strip_prefix(start).unwrap();
                    start.len() > 2_000
                        && rest.len() > 1
                        && (rest.trim_start().starts_with(character.trim_end()))
                }
                None => seen == text,
            };
            let long: Vec<_> = tooltips.iter().filter(|tip| tip.len() > 2_000).collect();
            assert_eq!(long.len(), 4);
            assert!(long.iter().all(|tooltip| is_part(tooltip)), "{character}");
            assert!(is_part(titles.first().unwrap()), "{character}");
            assert!(!words.is_empty());
            if times == 17_000 {
                assert!(
                    long.iter().all(|tooltip| tooltip.ends_with('…')),
                    "{character}"
                );
            }
        }
    }
}

#[test]
fn ids_of_any_length_are_nodes_of_their_own() {
    let long = "x".repeat(20_000);
    let map = map_of(format!(
        "[claim.{long}a]\ntext = \"A\"\n[claim.{long}b]\ntext = \"B\"\n\
             [[claim.{long}a.reason]]\nid = \"{long}\"\npremises = [\"{long}b\"]\n\
             [claim.c]\ntext = \"C\"\nundercuts = [\"{long}\"]\n"
    ));
    assert_eq!(map.unresolved(), []);
    let Some(Picture { graph, .. }) = drawn(&Dot::default().draw(Part::whole(&map))) else {
        return;
    };
    let (nodes, edges) = nodes_and_edges(&graph);
    assert_eq!(
        (nodes.len(), edges.len()),
        (4, 3),
        "three claims and a junction"
    );
}

/// What the legend of a map shows.
fn legend(text: &str) -> Vec<String> {
    let map = map_of(text);
    let labelling = grounded(&map, &Suppositions::default());
    let dot = Dot {
        legend: true,
        paint: Paint::Label(&labelling),
        ..Dot::default()
    };
    let dot = dot.draw(Part::whole(&map));
    let Some((_, legend)) = dot.split_once("cluster legend") else {
        return Vec::new();
    };
    let mut words = seen(legend, ", label=\" ", " \"");
    let cells = legend.split("</td>");
    let cells = cells.filter_map(|cell| cell.rsplit_once("\">"));
    words.extend(cells.map(|(_, words)| words.to_owned()));
    words.retain(|words| !words.contains('\n'));
    words
}

#[test]
fn the_legend_names_what_occurs_and_nothing_else() {
    let unrelated = "claim.a.text = \"A\"\nclaim.b.text = \"B\"";
    assert_eq!(legend(unrelated), ["✓ accepted"]);
    assert_eq!(legend("claim.a.text = \"A\""), ["thesis", "✓ accepted"]);
    assert_eq!(
        legend(
            "map.thesis = [\"a\"]\nclaim.a.text = \"A\"\n\
             claim.b = { text = \"B\", attacks = [\"a\"], implicit = true }"
        ),
        ["attacks", "thesis", "implicit", "✓ accepted", "✗ rejected"]
    );
    let mut all = legend(EVERY_RELATION);
    all.sort();
    assert_eq!(
        all,
        [
            "attacks",
            "contradicts",
            "contrasts with",
            "support together",
            "supports",
            "thesis",
            "undercuts the step",
            "✓ accepted",
            "✗ rejected"
        ]
    );
}

#[test]
fn in_the_legend_an_undercut_ends_on_a_step() {
    let map = map_of(EVERY_RELATION);
    let dot = Dot {
        legend: true,
        ..Dot::default()
    };
    let Some(Picture { graph, .. }) = drawn(&dot.draw(Part::whole(&map))) else {
        return;
    };
    let (_, edges) = nodes_and_edges(&graph);
    let undercuts: Vec<_> = edges
        .iter()
        .filter(|(from, _)| from.starts_with("legend undercuts"))
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    let name = |letter| format!("legend undercuts {letter}");
    let (x, y, z, dot) = (name("X"), name("Y"), name("Z"), name("dot"));
    for (from, to) in [(&y, &dot), (&dot, &z), (&x, &dot)] {
        assert!(undercuts.contains(&(from, to)), "{undercuts:?}");
    }
}

#[test]
fn claims_are_painted_by_what_becomes_of_them() {
    let map = map_of(
        r#"
        claim.stands = { text = "Stands.", attacks = ["falls"] }
        claim.falls = { text = "Falls." }
        claim.one = { text = "One.", contradicts = ["other"] }
        claim.other = { text = "Other." }
        "#,
    );
    let labelling = grounded(&map, &Suppositions::default());
    let dot = Dot {
        paint: Paint::Label(&labelling),
        ..Dot::default()
    };
    let dot = dot.draw(Part::whole(&map));
    let look = |id: &str| {
        let start = format!("  \"{id}\" [label=<");
        let line = dot.lines().find_map(|line| line.strip_prefix(&start));
        let fill = line.unwrap().split("fillcolor=\"").nth(1).unwrap();
        (line.unwrap().chars().next().unwrap(), fill[..7].to_owned())
    };
    let looks = ["stands", "falls", "one", "other"].map(look);
    assert_eq!(looks.map(|(sign, _)| sign), ['✓', '✗', '?', '?']);
    let [stands, falls, one, other] = ["stands", "falls", "one", "other"].map(|id| look(id).1);
    assert!(stands != falls && falls != one && stands != one && one == other);
}

/// The width and height of the picture.
fn size(dot: &str) -> Option<(f64, f64)> {
    let (plain, _) = graphviz(dot, "-Tplain")?;
    // The line has "graph", a scale, the width and the height.
    let mut numbers = plain.split_whitespace().skip(2);
    let mut next = || numbers.next().unwrap().parse().unwrap();
    Some((next(), next()))
}

/// `claims` claims. Each except the first supports the one that `above` gives.
fn supports(claims: usize, above: impl Fn(usize) -> usize) -> String {
    let mut text = String::from("claim.c0.text = \"The claim that all the others are for.\"\n");
    for number in 1..claims {
        let above = above(number);
        let _ = writeln!(
            text,
            "claim.c{number} = {{ text = \"Claim number {number}, worded at some length, as claims are.\", \
             supports = [\"c{above}\"] }}"
        );
    }
    text
}

#[test]
fn the_direction_is_the_one_that_looks_best() {
    for map in [
        map_of(supports(20, |number| number - 1)),
        map_of(supports(20, |_| 0)),
        map_of(supports(75, |number| (number - 1) / 3)),
        map_of(supports(75, |number| number.saturating_sub(6))),
        Map::new(&article()),
    ] {
        let miss = |rankdir| {
            let dot = Dot {
                rankdir,
                ..Dot::default()
            };
            let (width, height) = size(&dot.draw(Part::whole(&map)))?;
            Some((width / height / 1.5).ln().abs())
        };
        let [chosen, upwards, leftwards] =
            [None, Some(RankDir::BottomToTop), Some(RankDir::RightToLeft)].map(miss);
        let Some(chosen) = chosen else { return };
        let best = upwards.unwrap().min(leftwards.unwrap());
        assert!(chosen < best + 0.2, "{chosen}, where {best} could be had");
    }
}

#[test]
fn a_selection_draws_its_claims_and_what_holds_among_them() {
    let map = map_of(EVERY_RELATION);
    let claims = Query::parse("a | c | y").unwrap().evaluate(&map).unwrap();
    let part = Part {
        map: &map,
        claims: Some(&claims),
    };
    let dot = Dot {
        rankdir: Some(RankDir::LeftToRight),
        ..Dot::default()
    }
    .draw(part);
    assert!(dot.contains("rankdir=LR"));
    let edges = dot.lines().filter(|line| line.contains("\" -> \""));
    let ends = edges.map(|line| line.trim_start().split(" [").next().unwrap());
    assert_eq!(
        ends.collect::<Vec<_>>(),
        [r#""c" -> "y""#, r#""a" -> "c""#],
        "half a reason is none"
    );
    let value: Value = serde_json::from_str(&json(part)).unwrap();
    assert_eq!(value["claims"].as_array().unwrap().len(), 3);
    assert_eq!(value["steps"].as_array().unwrap().len(), 1);
    assert_eq!(value["contradictions"].as_array().unwrap().len(), 1);
}

#[test]
fn the_articles_map_is_drawn_whole() {
    let map = Map::new(&article());
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
    let map = Map::new(&article());
    for cluster in [Cluster::About, Cluster::File, Cluster::Tag] {
        for rankdir in [RankDir::BottomToTop, RankDir::LeftToRight] {
            let dot = Dot {
                cluster: Some(cluster),
                rankdir: Some(rankdir),
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
    let map = map_of(
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_escapes_is_drawn_as_written(text in "[\\\\\\\\&;NGLTEHnlr\"<>#92amp-]{1,24}") {
        if let Some([tooltips, _, titles]) = texts_seen(&text) {
            prop_assert_eq!(tooltips.iter().filter(|tooltip| **tooltip == text).count(), 4, "{:?}", tooltips);
            prop_assert_eq!(titles.first(), Some(&text));
        }
    }

    #[test]
    fn no_text_breaks_the_picture(text in prop_oneof![random::text(12), "[\u{0}-\u{9f}]{1,20}".boxed()]) {
        let quoted = toml::Value::String(format!("x{text}")).to_string();
        let map = map_of(format!("[claim.a]\ntext = {quoted}\ntitle = {quoted}\nabout = {quoted}\n\
                contrasts = [{{ claim = \"b\", on = {quoted} }}]\n[claim.b]\ntext = \"B\"\n"));
        let dot = Dot { cluster: Some(Cluster::About), ..Dot::default() }.draw(Part::whole(&map));
        if let Some(Picture { graph, .. }) = drawn(&dot) {
            prop_assert_eq!(nodes_and_edges(&graph).0, ["a", "b"]);
        }
    }
}

#[test]
fn claims_are_painted_by_what_they_do_and_by_how_far_they_stand() {
    let map = map_of(EVERY_RELATION);
    let node = |dot: &str, id: &str| {
        let begins = format!("  \"{id}\" [label=");
        let mut lines = dot.lines().filter(|line| line.starts_with(&begins));
        lines.next().unwrap().to_owned()
    };
    let drawn = |paint| {
        let dot = Dot {
            paint,
            legend: true,
            ..Dot::default()
        };
        dot.draw(Part::whole(&map))
    };
    let by_role = drawn(Paint::Relation);
    let fill = |id: &str| {
        let node = node(&by_role, id);
        let after = node.split_once("fillcolor=\"");
        after.map(|(_, after)| after.split('"').next().unwrap().to_owned())
    };
    assert_eq!(fill("a"), fill("b"), "both are premises of a reason");
    assert_eq!(fill("y"), None, "it leads to nothing");
    let fills = ["a", "c", "u"].map(|id| fill(id).unwrap());
    assert!(fills[0] != fills[1] && fills[1] != fills[2] && fills[0] != fills[2]);
    assert!(by_role.contains("undercuts a step"), "{by_role}");

    let weighed = strengths(
        &map,
        GradualSemantics::QuadraticEnergy,
        &Suppositions::default(),
    );
    let by_strength = drawn(Paint::Strength(&weighed));
    let c = weighed.claim(map.find("c").unwrap());
    let node = node(&by_strength, "c");
    assert!(node.contains(&format!("label=<{c:.2} ")), "{node}");
    assert!(
        by_strength.contains("strength 0."),
        "the legend explains it"
    );
}
