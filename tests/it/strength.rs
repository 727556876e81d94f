//! Checks strengths against published graphs, the page on evaluation, and maps made for a single purpose.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use argmap::map::ClaimId;
use argmap::reason::strength::{BipolarGraph, CLAMP, GradualSemantics};
use argmap::reason::{Suppositions, strengths};

use crate::maps::{id, map_of};

/// How close to rest a circle is brought, with some room since circles multiply errors.
pub(crate) const REST: f64 = 1e-6;

#[derive(serde::Deserialize)]
struct Published {
    name: String,
    base: BTreeMap<String, f64>,
    attacks: Vec<(String, String)>,
    supports: Vec<(String, String)>,
    strength: BTreeMap<String, Figures>,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Figures {
    /// Without circles: the figures on which all implementations agree.
    Straight(BTreeMap<String, f64>),
    /// By implementation; `None` for one that cannot handle circles.
    Circular(BTreeMap<String, Option<BTreeMap<String, f64>>>),
}

impl Published {
    /// All figures for a semantics.
    fn figures(&self, semantics: &str) -> Vec<(&String, f64)> {
        let figures: Vec<_> = match &self.strength[semantics] {
            Figures::Straight(figures) => vec![figures],
            Figures::Circular(figures) => figures.values().flatten().collect(),
        };
        let figures = figures.into_iter().flatten();
        figures
            .map(|(argument, &figure)| (argument, figure))
            .collect()
    }
}

fn published() -> Vec<Published> {
    serde_json::from_str(include_str!("../fixtures/gradual.json")).unwrap()
}

const PUBLISHED_NAMES: [(&str, GradualSemantics); 3] = [
    ("dfquad", GradualSemantics::DfQuad),
    ("qe", GradualSemantics::QuadraticEnergy),
    ("ebs", GradualSemantics::Euler),
];

#[test]
fn published_graphs_have_their_published_strengths() {
    let mut compared = 0;
    for graph in published() {
        let names: Vec<_> = graph.base.keys().collect();
        let number = |name: &String| u32::try_from(names.binary_search(&name).unwrap()).unwrap();
        let pairs = |pairs: &[(String, String)]| -> Vec<_> {
            pairs.iter().map(|(a, b)| (number(a), number(b))).collect()
        };
        let base = graph.base.values().copied().collect();
        let plain = BipolarGraph::plain(base, &pairs(&graph.attacks), &pairs(&graph.supports));
        for (name, semantics) in PUBLISHED_NAMES {
            let found = plain.strengths(semantics);
            assert!(found.converged());
            for (argument, expected) in graph.figures(name) {
                let found = found.claim(ClaimId::at(number(argument) as usize));
                assert!(
                    (found - expected).abs() <= 1e-9,
                    "{} {argument} by {semantics}: {found}, not {expected}",
                    graph.name
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 816);
}

#[test]
fn published_graphs_written_as_maps_have_them_too() {
    for graph in published() {
        let mut text = String::new();
        for (argument, base) in &graph.base {
            let targets = |pairs: &[(String, String)]| {
                let own = pairs.iter().filter(|(from, _)| from == argument);
                own.map(|(_, to)| format!("'{to}'"))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            writeln!(
                text,
                "[claim.{argument}]\ntext = ''\ncredence = {base:?}\nattacks = [{}]\nsupports = [{}]",
                targets(&graph.attacks),
                targets(&graph.supports)
            )
            .unwrap();
        }
        let map = &map_of(&text);
        for (name, semantics) in PUBLISHED_NAMES {
            let found = strengths(map, semantics, &Suppositions::default());
            for (argument, expected) in graph.figures(name) {
                let found = found.claim(map.find(argument).unwrap());
                assert!(
                    (found - expected).abs() <= 1e-9,
                    "{} {argument}",
                    graph.name
                );
            }
        }
    }
}

pub(crate) fn near(a: f64, b: f64, most: f64) -> bool {
    (a - b).abs() <= most
}

#[test]
fn a_circle_that_does_not_come_to_rest_says_so_and_so_does_what_rests_on_it() {
    // Each of three claims argues three times against the next: strong weakens, weak strengthens, for ever.
    let mut text = String::new();
    for claim in 0..3 {
        let next = (claim + 1) % 3;
        writeln!(
            text,
            "[claim.c{claim}]\ntext = ''\ncredence = 0.{}",
            4 + claim
        )
        .unwrap();
        for copy in 3 + 3 * claim..6 + 3 * claim {
            writeln!(text, "[[claim.c{copy}.reason]]\npremises = ['c{claim}']\n[claim.c{copy}]\ntext = ''\nattacks = ['c{next}']").unwrap();
        }
    }
    writeln!(
        text,
        "[claim.c12]\ntext = ''\npremises = ['c0']\n[claim.c13]\ntext = ''"
    )
    .unwrap();
    let map = &map_of(&text);
    let found = strengths(map, GradualSemantics::LogOdds, &Suppositions::default());
    assert!(!found.converged());
    let step = map.reasons_for(id(map, 12)).next().unwrap();
    assert!(!found.is_step_settled(step));
    for claim in 0..14 {
        assert_eq!(found.is_settled(id(map, claim)), claim == 13, "c{claim}");
    }
    for semantics in [
        GradualSemantics::DfQuad,
        GradualSemantics::QuadraticEnergy,
        GradualSemantics::Euler,
    ] {
        let found = strengths(map, semantics, &Suppositions::default());
        assert!(found.converged(), "{semantics}");
    }
}

#[test]
fn claims_that_are_almost_in_balance_come_to_rest() {
    // However small the advantage of one claim, in the end it gets everything.
    for more in [1e-2, 1e-4, 1e-6] {
        let text = format!(
            "claim.c0 = {{ text = '', credence = {:?}, contradicts = ['c1'] }}
             claim.c1 = {{ text = '', credence = 0.5 }}",
            0.5 + more
        );
        let map = &map_of(&text);
        let found = strengths(map, GradualSemantics::LogOdds, &Suppositions::default());
        assert!(found.converged(), "{more}");
        assert!(near(found.claim(id(map, 0)), CLAMP.1, REST));
        assert!(near(found.claim(id(map, 1)), CLAMP.0, REST));
    }
}

#[test]
fn claims_that_begin_at_the_bounds_come_to_rest_too() {
    let text = "
        claim.c0 = { text = '', credence = 0.001, attacks = ['c1'] }
        claim.c1 = { text = '', credence = 0.001, supports = ['c0', 'c2'], undercuts = ['c2 -> c1'] }
        claim.c2 = { text = '', credence = 0.001, attacks = ['c1'] }
    ";
    let map = &map_of(text);
    let found = strengths(map, GradualSemantics::LogOdds, &Suppositions::default());
    assert!(found.converged());
    // Two equals attack what supports them. In log-odds: a = base + b and b = base − a − (c's step, undercut by b).
    let [a, b, c] = [0, 1, 2].map(|claim| found.claim(id(map, claim)));
    assert!(near(a, c, REST));
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let base = logit(CLAMP.0);
    assert!(near(logit(a), base + logit(b), 1e-6));
    let undercut = (logit(c) - logit(b)).max(base);
    assert!(near(logit(b), base - logit(a) - undercut, 1e-6));
}

#[test]
fn a_step_that_weighs_what_its_premise_weighs_is_as_settled_and_is_not_clamped_itself() {
    let text = "
        claim.c0 = { text = '' }
        claim.c1 = { text = '', credence = 1.0, supports = ['c0'] }
        claim.c2 = { text = '', credence = 1.0, supports = [{ claim = 'c0', strength = 0.0 }] }
    ";
    let map = &map_of(text);
    let found = strengths(map, GradualSemantics::LogOdds, &Suppositions::default());
    let steps: Vec<_> = map.reasons_for(id(map, 0)).collect();
    let strengths: Vec<_> = steps.iter().map(|&step| found.step(step)).collect();
    assert!(near(strengths[0], CLAMP.1, 0.0) && near(strengths[1], CLAMP.0, 0.0));
    let clamped: Vec<_> = steps
        .iter()
        .map(|&step| found.is_step_clamped(step))
        .collect();
    assert_eq!(clamped, [false, true]);
    assert!(steps.iter().all(|&step| found.is_step_settled(step)));
}

#[test]
fn a_clamp_is_told() {
    let text = "
        claim.c0 = { text = '', credence = 1.0 }
        claim.c1 = { text = '', credence = 0.9, supports = ['c2'] }
        claim.c2 = { text = '', credence = 0.999 }
        claim.c3 = { text = '', credence = 0.999 }
    ";
    let map = &map_of(text);
    let found = strengths(map, GradualSemantics::LogOdds, &Suppositions::default());
    let clamped: Vec<_> = map.claims().map(|claim| found.is_clamped(claim)).collect();
    assert_eq!(clamped, [true, false, true, false]);
    assert!(near(found.claim(id(map, 0)), CLAMP.1, 0.0));
    let found = strengths(map, GradualSemantics::Euler, &Suppositions::default());
    assert!(!map.claims().any(|claim| found.is_clamped(claim)));
}

#[test]
fn a_long_chain_and_a_long_circle_are_evaluated_without_a_stack_of_calls() {
    for closes in [false, true] {
        let length = 50_000;
        let mut text = String::new();
        for claim in 0..length {
            let next = if closes {
                (claim + 1) % length
            } else {
                claim + 1
            };
            writeln!(text, "[claim.c{claim}]\ntext = ''\nattacks = ['c{next}']").unwrap();
        }
        if !closes {
            writeln!(text, "[claim.c{length}]\ntext = ''").unwrap();
        }
        let map = &map_of(&text);
        let found = strengths(
            map,
            GradualSemantics::QuadraticEnergy,
            &Suppositions::default(),
        );
        assert!(found.converged());
        // Far from its ends, a chain has the strength x = 0.5 − 0.5·x² ∕ (1 + x²).
        let x = found.claim(id(map, 49_000));
        assert!(near(x, 0.5 - 0.5 * x * x / (1.0 + x * x), REST));
    }
}

#[test]
fn the_figures_of_the_page_on_evaluation_are_true() {
    let page = include_str!("../../docs/evaluation.md");
    let mut compared = 0;
    for block in page.split("```toml\n").skip(1) {
        let (text, after) = block.split_once("```\n").unwrap();
        let table = after.trim_start().lines();
        let mut rows = table.take_while(|line| line.starts_with('|')).map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells
                .map(|cell| cell.trim().trim_matches('`'))
                .collect::<Vec<_>>()
        });
        let Some(head) = rows.next() else {
            continue;
        };
        let map = &map_of(text);
        for row in rows.skip(1) {
            let claim = map.find(row[0]).unwrap();
            for (name, figure) in head[1..].iter().zip(&row[1..]) {
                let semantics = GradualSemantics::named(name).unwrap();
                let strength = strengths(map, semantics, &Suppositions::default()).claim(claim);
                let digits = figure.len() - 2;
                assert_eq!(
                    *figure,
                    format!("{strength:.digits$}"),
                    "{} by {name}",
                    row[0]
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 24);
}
