//! Any bytes are read as a map, checked, evaluated, shown, exported and queried without a panic.
//!
//! The input is a query, a NUL, and the map.
#![no_main]

use argmap::answer::{Contrasts, Stats};
use argmap::check::{Levels, RULES, check};
use argmap::diagnostic::Level;
use argmap::export::{self, Cluster, Dot, Flat, Paint, Part, RankDir};
use argmap::map::{ClaimId, Map};
use argmap::proof::Proof;
use argmap::query::{ClaimSet, Query};
use argmap::reason::af::{Acceptance, Budget, FrameworkFormat, Semantics};
use argmap::reason::{
    Explainer, Extensions, Hinges, Label, Suppositions, grounded, strength, strengths,
};
use argmap::render::{self, WorkTree};
use argmap::syntax::Files;
use argmap::tree::{Direction, ItemNode, Occurrence, TextOrder, Tree, View};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Maximum number of claims asked about, where that takes long.
const MOST_ASKED: usize = 8;

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("what is said to be JSON is")
}

/// Every rule counts, even those that are off by default.
fn strict() -> Levels {
    let mut levels = Levels::default();
    for rule in RULES {
        levels
            .set(rule.name.as_str(), Level::Deny)
            .expect("a rule of the list");
    }
    levels
}

fn checked(map: &Map) {
    let report = check(map, &strict());
    let (files, tree) = (map.files(), WorkTree::default());
    let findings = parsed(&render::json(&report, files));
    let count = report.diagnostics.len();
    assert_eq!(
        findings["diagnostics"].as_array().map(Vec::len),
        Some(count)
    );
    let log = parsed(&render::sarif(&report, files, &tree));
    assert!(log["runs"][0]["results"].is_array());
    // A finding is one line, whatever it is about.
    assert_eq!(render::github(&report, files, &tree).lines().count(), count);
    render::short(&report, files);
}

fn evaluated(map: &Map) {
    let nothing = Suppositions::default();
    let labels = grounded(map, &nothing);
    let explainer = Explainer::new(map, &nothing, &labels);
    for claim in map.claims().take(MOST_ASKED) {
        let explanation = explainer.explain(claim);
        let first = explanation
            .claims
            .first()
            .expect("a claim explains its own label");
        assert_eq!((first.claim, first.label), (claim, labels.claim(claim)));
    }
    for semantics in strength::GradualSemantics::ALL {
        let strengths = strengths(map, semantics, &nothing);
        assert!(
            map.claims()
                .all(|claim| (0.0..=1.0).contains(&strengths.claim(claim)))
        );
        assert!(
            map.steps()
                .all(|step| (0.0..=1.0).contains(&strengths.step(step)))
        );
    }
    let Ok(extensions) = Extensions::new(map, &nothing) else {
        return;
    };
    for semantics in Semantics::ALL {
        for reading in [Acceptance::Sceptical, Acceptance::Credulous] {
            let budget = Budget::of_conflicts(1000);
            let Ok(Some(all)) = extensions.labels(semantics, reading, &budget) else {
                continue;
            };
            // Only stage semantics may drop what the grounded labelling accepts.
            for claim in map.claims().filter(|_| semantics != Semantics::Stage) {
                let label = labels.claim(claim);
                assert!(label == Label::Undecided || label == all.claim(claim));
            }
        }
    }
    for claim in map.claims().take(MOST_ASKED) {
        let hinges = Hinges::new(map, &nothing, &[claim]).alone();
        assert!(
            hinges
                .found
                .iter()
                .all(|hinge| hinge.to != labels.claim(hinge.target))
        );
    }
}

fn shown(map: &Map) {
    let order = TextOrder::new(map, &Proof::new(map));
    let first: Vec<ClaimId> = map.claims().take(1).collect();
    for direction in [Direction::Grounds, Direction::Consequences] {
        let whole = View {
            direction,
            order: Some(&order),
            ..View::default()
        };
        let views = [
            View {
                roots: &first,
                depth: Some(1),
                ..whole
            },
            View {
                roots: &first,
                ..whole
            },
            View {
                depth: Some(1),
                ..whole
            },
            whole,
        ];
        for view in views {
            let tree = Tree::new(map, view);
            let mut shown = ClaimSet::empty(map);
            for item in tree.walk() {
                if let ItemNode::Claim(claim, _, Occurrence::Full | Occurrence::Cut(_)) = item.node
                {
                    assert!(shown.insert(claim), "{} is shown twice", map.id(claim));
                }
            }
            let is_whole = view.roots.is_empty() && view.depth.is_none();
            assert!(!is_whole || shown.len() == map.claim_count());
        }
    }
}

fn exported(part: Part<'_>) {
    let value = parsed(&export::json(part));
    assert_eq!(
        value["claims"].as_array().map(Vec::len),
        Some(part.claims().count())
    );
    let labels = grounded(part.map, &Suppositions::default());
    let plain = Dot::default().draw(part);
    let rich = Dot {
        titles: true,
        paint: Paint::Label(&labels),
        cluster: Some(Cluster::Tag),
        rankdir: Some(RankDir::LeftToRight),
        legend: true,
        ..Dot::default()
    };
    for drawing in [plain, rich.draw(part)] {
        assert!(drawing.starts_with("digraph") && drawing.ends_with("}\n"));
    }
    for format in FrameworkFormat::ALL {
        let Ok(flat) = Flat::new(part, format) else {
            continue;
        };
        let mut written = Vec::new();
        flat.write(&mut written).expect("memory can be written to");
        let written = String::from_utf8(written).expect("what is written is text");
        let again = format
            .parse(&written)
            .expect("what is written is read again");
        assert_eq!(again.argument_count(), flat.framework().argument_count());
        assert_eq!(again.attack_count(), flat.framework().attack_count());
        let mut names = Vec::new();
        flat.write_names(&mut names)
            .expect("memory can be written to");
        let names = String::from_utf8(names).expect("names are text");
        assert_eq!(names.lines().count(), again.argument_count() as usize);
    }
}

fuzz_target!(|input: &[u8]| {
    let cut = input.iter().position(|&byte| byte == 0);
    let (query, text) = input.split_at(cut.unwrap_or(0));
    let files = Files::from_stdin(text.strip_prefix(b"\0").unwrap_or(text));
    let map = Map::new(&files);
    checked(&map);
    evaluated(&map);
    shown(&map);
    exported(Part::whole(&map));
    let query = str::from_utf8(query)
        .ok()
        .and_then(|query| Query::parse(query).ok());
    if let Some(Ok(claims)) = query.map(|query| query.evaluate(&map)) {
        exported(Part {
            map: &map,
            claims: Some(&claims),
        });
        Stats::new(&map, Some(&claims));
        Contrasts::new(&map, Some(&claims), None);
    }
    assert_eq!(Stats::new(&map, None).claims, map.claim_count());
    Contrasts::new(&map, None, None);
});
