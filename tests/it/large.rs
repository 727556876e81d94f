//! Maps of extreme shapes: every command finishes without a stack overflow. Time is measured elsewhere.

use std::collections::BTreeSet;
use std::fmt::Write;

use argmap::answer::Stats;
use argmap::check::{Levels, check};
use argmap::diagnostic::{Diagnostic, RuleName};
use argmap::export::{Dot, Part, json};
use argmap::map::{Map, ReferenceFault};
use argmap::query::Query;
use argmap::syntax::Files;

use crate::maps::{folder, loose_map_of, map_of, write};
use crate::pictures::boxes;

/// A chain of claims: each supports the one before it.
fn chain(length: usize) -> String {
    let mut text = String::from("[map]\nthesis = [\"c0\"]\n[claim.c0]\ntext = \"C\"\n");
    for number in 1..length {
        let _ = writeln!(
            text,
            "[claim.c{number}]\ntext = \"C\"\nassumed = true\nsupports = [\"c{}\"]",
            number - 1
        );
    }
    text
}

/// Runs every command's work on a map with `claims` claims, of which `crucial` are crucial for its thesis.
fn worked_through(text: String, claims: usize, crucial: usize) {
    let map = map_of(text);
    assert_eq!(map.claim_count(), claims);
    let report = check(&map, &Levels::default());
    assert_eq!(report.summary.deny, 0, "{:?}", report.diagnostics.first());
    let count = |expression| {
        let query = Query::parse(expression).unwrap();
        query.evaluate(&map).unwrap().len()
    };
    assert_eq!(count("grounds(thesis()) | thesis()"), claims);
    assert_eq!(count("paths(leaves(), thesis())"), claims);
    assert_eq!(count("crucial(thesis())"), crucial);
    assert_eq!(boxes(&Dot::default().draw(Part::whole(&map))), claims);
    let json = json(Part::whole(&map));
    assert_eq!(
        json.matches(
            "
      \"id\": "
        )
        .count(),
        claims
    );
}

#[test]
fn a_chain_of_thirty_thousand_supports() {
    worked_through(chain(30_000), 30_000, 2);
}

#[test]
#[ignore = "takes a while unless optimised: cargo test --release --test it large -- --ignored"]
fn a_chain_of_a_million_supports() {
    worked_through(chain(1_000_000), 1_000_000, 2);
}

#[test]
fn thirty_thousand_premises_of_one_claim() {
    let mut text = String::from("[map]\nthesis = [\"y\"]\n[claim.y]\ntext = \"Y\"\npremises = [\n");
    for number in 0..30_000 {
        let _ = writeln!(text, "  \"x{number}\",");
    }
    text.push_str("]\n");
    for number in 0..30_000 {
        let _ = writeln!(text, "[claim.x{number}]\ntext = \"X\"\nassumed = true");
    }
    worked_through(text, 30_001, 30_001);
}

#[test]
fn thirty_thousand_premises_of_one_claim_each_with_a_finding() {
    let mut text = String::from("[map]\nthesis = [\"y\"]\n[claim.y]\ntext = \"Y\"\npremises = [\n");
    for number in 0..30_000 {
        let _ = writeln!(text, "  \"x{number}\",");
    }
    text.push_str("]\n");
    for number in 0..30_000 {
        let _ = writeln!(text, "[claim.x{number}]\ntext = \"X\"");
    }
    // A source, so that each claim is asked for its own ground.
    text.push_str("[source.s]\npath = \"s.txt\"\n");
    let map = map_of(text);
    let report = check(&map, &Levels::default());
    let hanging = report.diagnostics.iter();
    let hanging = hanging.filter(|finding| finding.rule == RuleName::UNSUPPORTED_CLAIM);
    let places: BTreeSet<_> = hanging.map(Diagnostic::place).collect();
    assert_eq!(places.len(), 30_000);
    // Each premise is reported where it is named, not where the reason begins.
    let step = map.steps().next().unwrap();
    let premises = map.premises(step);
    let places: BTreeSet<_> = premises.map(|it| map.premise_place(step, it)).collect();
    assert_eq!(places.len(), 30_000);
}

#[test]
fn fifty_thousand_undercuts_of_one_reason_by_each_of_its_premises() {
    let mut text = String::from("[map]\nthesis = [\"y\"]\n[claim.y]\ntext = \"Y\"\npremises = [\n");
    for number in 0..50_000 {
        let _ = writeln!(text, "  \"x{number}\",");
    }
    text.push_str("]\n");
    for number in 0..50_000 {
        let _ = writeln!(
            text,
            "[claim.x{number}]\ntext = \"X\"\nassumed = true\n[claim.u{number}]\ntext = \"U\"\nassumed = true\nundercuts = [\"x{number} -> y\"]"
        );
    }
    let map = map_of(text);
    let claims = Query::parse("all() - x7").unwrap().evaluate(&map).unwrap();
    let stats = Stats::new(&map, Some(&claims));
    assert_eq!((stats.reasons, stats.undercuts), (1, 50_000));
    assert_eq!(Stats::new(&map, None).undercuts, 50_000);
    let part = Part {
        map: &map,
        claims: Some(&claims),
    };
    assert_eq!(part.undercuts().count(), 0, "half a reason is none");
    assert_eq!(Part::whole(&map).undercuts().count(), 50_000);
}

#[test]
fn fifty_thousand_undercuts_that_could_mean_fifty_thousand_reasons() {
    let mut text = String::from("[claim.y]\ntext = \"Y\"\n");
    for number in 0..50_000 {
        let _ = writeln!(
            text,
            "[[claim.y.reason]]\npremises = [\"a\", \"b{number}\"]"
        );
    }
    text.push_str("[claim.a]\ntext = \"A\"\n");
    for number in 0..50_000 {
        let _ = writeln!(
            text,
            "[claim.b{number}]\ntext = \"B\"\nundercuts = [\"a -> y\"]"
        );
    }
    let map = loose_map_of(text);
    assert_eq!(map.unresolved().len(), 50_000);
    for unresolved in map.unresolved() {
        let ReferenceFault::AmbiguousStep { steps, count, .. } = &unresolved.fault else {
            panic!("{unresolved:?}");
        };
        assert_eq!(*count, 50_000);
        assert!(steps.len() < 10);
    }
}

#[test]
fn ten_thousand_files() {
    let folder = folder(&[]);
    for number in 0..10_000 {
        let name = format!("{:03}/{number:05}.toml", number / 100);
        let text = format!("[claim.c{number}]\ntext = \"C\"\nassumed = true\n");
        write(folder.path(), &name, &text);
    }
    let files = Files::read(folder.path()).unwrap();
    let map = Map::new(&files);
    assert_eq!(map.claim_count(), 10_000);
    assert!(
        map.claims()
            .map(|claim| map.id(claim))
            .eq((0..10_000).map(|number| format!("c{number}")))
    );
}

#[test]
fn a_file_of_fifty_megabytes() {
    let mut text = String::from("[map]\nthesis = [\"c0\"]\n");
    let wording = "a long wording ".repeat(660);
    for number in 0..5_100 {
        let _ = writeln!(
            text,
            "[claim.c{number}]\ntext = \"{wording}\"\nassumed = true"
        );
    }
    assert!(text.len() > 50_000_000);
    let map = map_of(text);
    assert_eq!(map.claim_count(), 5_100);
    assert_eq!(check(&map, &Levels::default()).summary.deny, 0);
}

#[test]
fn nesting_without_end_is_a_finding() {
    for text in [
        format!("x = {}", "[".repeat(200_000)),
        format!("x = {}", "{a=".repeat(200_000)),
        format!("[{}a]", "a.".repeat(200_000)),
        format!("{}a = 1", "a.".repeat(200_000)),
        format!(
            "[claim.x.data]\n{}a = {}1{}",
            "a.".repeat(100),
            "[".repeat(300),
            "]".repeat(300)
        ),
    ] {
        let files = Files::from_text("deep.toml", text);
        let map = Map::new(&files);
        assert!(
            map.reading_diagnostics()
                .any(|finding| finding.rule == RuleName::INVALID_TOML)
        );
    }
}
