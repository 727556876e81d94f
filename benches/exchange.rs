//! How long it takes to import maps from other formats and write them as TOML, compared with reading that TOML. For AIF
//! and Argdown, about twice as long; it must be no more than three times as long.

use std::fmt::Write;

use argmap::import::{find, import};
use argmap::map::Map;
use argmap::syntax::{File, Files};
use divan::Bencher;

fn main() {
    divan::main();
}

/// An AIF graph with 10,000 nodes: 6,000 claims and 4,000 steps.
fn aif() -> String {
    let mut nodes = Vec::new();
    let mut edges = Vec::new();
    for claim in 0..6_000 {
        nodes.push(format!(
            r#"{{"nodeID":"{claim}","text":"Claim {claim} says that what is said of {} is so.","type":"I","timestamp":"2026-01-01 00:00:00"}}"#,
            claim * 7 % 6_000
        ));
    }
    for step in 6_000..10_000 {
        let kind = if step % 5 == 0 { "CA" } else { "RA" };
        nodes.push(format!(r#"{{"nodeID":"{step}","text":"{kind}","type":"{kind}","timestamp":"2026-01-01 00:00:01"}}"#));
        for (number, (from, to)) in [
            (step - 5_999, step),
            (step * 3 % 5_000, step),
            (step, (step - 6_000) / 2),
        ]
        .into_iter()
        .enumerate()
        {
            edges.push(format!(
                r#"{{"edgeID":"{step}{number}","fromID":"{from}","toID":"{to}","formEdgeID":null}}"#
            ));
        }
    }
    format!(
        "{{\"nodes\":[{}],\"edges\":[{}],\"locutions\":[]}}",
        nodes.join(","),
        edges.join(",")
    )
}

/// An Argdown text with 10,000 statements.
fn argdown() -> String {
    let mut text = String::new();
    for block in 0..2_000 {
        let _ = write!(
            text,
            "[Statement {block}]: The statement with the number {block} says *something* of its own. #tag-{}\n  \
             + <Argument {block}>: It is so because of what the number {block} means.\n    - That is not what it means at all, or not in {block}.\n  \
             - [Statement {}]\n\n<Argument {block}>\n\n(1) Whatever has the number {block} says so.\n(2) This has the number {block}.\n----\n(3) [Statement {block}]\n\n",
            block % 20,
            block / 2
        );
    }
    text
}

fn toml(format: &str, text: &str) -> String {
    let file = File {
        path: "bench".to_owned(),
        name: "bench".to_owned(),
        text: text.into(),
    };
    let imported = find(format).and_then(|format| {
        let none = |_: &str, _: &str| Err(String::new());
        import(format, vec![file], &none).ok()
    });
    imported.map_or_else(String::new, |imported| imported.toml())
}

fn text(format: &str) -> String {
    match format {
        "aif" => aif(),
        _ => argdown(),
    }
}

#[divan::bench(args = ["aif", "argdown"])]
fn imported(bencher: Bencher<'_, '_>, format: &str) {
    let text = text(format);
    bencher.bench(|| toml(format, &text));
}

#[divan::bench(args = ["aif", "argdown"])]
fn read(bencher: Bencher<'_, '_>, format: &str) {
    let toml = toml(format, &text(format));
    bencher.bench(|| Map::new(&Files::from_text("map.toml", toml.as_str())));
}
