//! Laws of sets, of support and of crucial claims, on maps of any shape.

use std::collections::BTreeSet;
use std::fmt::Write;

use argmap::query::Query;
use proptest::prelude::*;

use crate::maps::map_of;
use crate::query::find_in;
use crate::random;

/// A random map: claims `c0` and so on. Every reason or objection has a conclusion and one to three premises.
#[derive(Debug, Clone)]
struct Sketch {
    claims: usize,
    reasons: Vec<(usize, Vec<usize>)>,
    objections: Vec<(usize, Vec<usize>)>,
    contradictions: Vec<(usize, usize)>,
    assumed: Vec<bool>,
}

impl Sketch {
    fn toml(&self) -> String {
        let mut toml = String::new();
        for claim in 0..self.claims {
            let _ = writeln!(
                toml,
                "[claim.c{claim}]\ntext = 'Claim {claim}.'\nassumed = {}",
                self.assumed[claim]
            );
            let contradicted: Vec<_> = self
                .contradictions
                .iter()
                .filter(|c| c.0 == claim)
                .map(|c| format!("'c{}'", c.1))
                .collect();
            let _ = writeln!(toml, "contradicts = [{}]", contradicted.join(", "));
            for (key, steps) in [("reason", &self.reasons), ("objection", &self.objections)] {
                for (_, premises) in steps
                    .iter()
                    .filter(|step| step.0 == claim && !step.1.is_empty())
                {
                    let premises: Vec<_> = premises.iter().map(|p| format!("'c{p}'")).collect();
                    let _ = writeln!(
                        toml,
                        "[[claim.c{claim}.{key}]]\npremises = [{}]",
                        premises.join(", ")
                    );
                }
            }
        }
        toml
    }

    /// The claims that hold up without `missing`, found by trying until nothing changes.
    fn holding(&self, missing: Option<usize>) -> BTreeSet<usize> {
        let mut holding = BTreeSet::new();
        loop {
            let before = holding.len();
            for claim in (0..self.claims).filter(|&claim| Some(claim) != missing) {
                let reasons: Vec<Vec<_>> = self
                    .reasons
                    .iter()
                    .filter(|reason| reason.0 == claim)
                    .map(|reason| reason.1.clone())
                    .filter(|premises| !premises.is_empty())
                    .collect();
                if self.assumed[claim]
                    || reasons.is_empty()
                    || reasons
                        .iter()
                        .any(|premises| premises.iter().all(|p| holding.contains(p)))
                {
                    holding.insert(claim);
                }
            }
            if holding.len() == before {
                return holding;
            }
        }
    }

    fn crucial(&self, claim: usize) -> Vec<usize> {
        if !self.holding(None).contains(&claim) {
            return Vec::new();
        }
        (0..self.claims)
            .filter(|&missing| !self.holding(Some(missing)).contains(&claim))
            .collect()
    }
}

fn sketch(acyclic: bool) -> impl Strategy<Value = Sketch> {
    (4_usize..11).prop_flat_map(move |claims| {
        let step = move || {
            let ends = (0..claims, prop::collection::vec(0..claims, 1..4));
            ends.prop_map(move |(conclusion, mut premises)| {
                if acyclic {
                    // Premises must come after their conclusion. A reason that has none left is dropped.
                    premises.retain(|&premise| premise > conclusion);
                }
                (conclusion, premises)
            })
        };
        (
            prop::collection::vec(step(), 0..16),
            prop::collection::vec(step(), 0..4),
            prop::collection::vec((0..claims, 0..claims), 0..3),
            prop::collection::vec(prop::bool::weighted(0.1), claims),
        )
            .prop_map(
                move |(reasons, objections, contradictions, assumed)| Sketch {
                    claims,
                    reasons,
                    objections,
                    contradictions,
                    assumed,
                },
            )
    })
}

/// An expression about the claims of a map with at least four.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0..4).prop_map(|claim| format!("c{claim}")),
        Just("c[1-3]".to_owned()),
        Just("leaves()".to_owned()),
        Just("roots()".to_owned()),
        Just("assumed()".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} & {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} - {b})")),
            inner.clone().prop_map(|a| format!("!{a}")),
            inner.clone().prop_map(|a| format!("grounds({a})")),
            inner.prop_map(|a| format!("attackers({a})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_the_parser_panic(text in random::text(8)) {
        if let Err(error) = Query::parse(&text) {
            prop_assert!(text.get(error.span.range()).is_some());
        }
    }

    #[test]
    fn no_near_expression_makes_the_parser_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "a", "b-c", "*", "&", "|", " - ", "!", "(", ")", ",", "\"", "grounds(", "paths(", "tag(", "leaves()", "[", "{", "}", "é",
        ]), 0..14)
    ) {
        let text = parts.concat();
        if let Err(error) = Query::parse(&text) {
            prop_assert!(text.get(error.span.range()).is_some());
        }
    }

    #[test]
    fn sets_obey_the_laws_of_sets(sketch in sketch(false), a in expression(), b in expression()) {
        let toml = sketch.toml();
        let map = map_of(toml);
        let same = |left: String, right: String| {
            prop_assert_eq!(find_in(&map, &left), find_in(&map, &right), "{} = {}", left, right);
            Ok(())
        };
        same(format!("!({a} & {b})"), format!("!{a} | !{b}"))?;
        same(format!("!({a} | {b})"), format!("!{a} & !{b}"))?;
        same(format!("{a} - {b}"), format!("{a} & !{b}"))?;
        same(format!("{a} & {b}"), format!("{b} & {a}"))?;
        same(format!("!!{a}"), a.clone())?;
        for function in ["premises", "conclusions", "grounds", "consequences", "bearing", "attackers", "attacked", "contradictions", "crucial"] {
            // For two sets together, these give what they give for each.
            same(format!("{function}({a} | {b})"), format!("{function}({a}) | {function}({b})"))?;
        }
        // Support is transitive, and a claim is a consequence of what it rests on.
        same(format!("grounds(grounds({a})) - grounds({a})"), "none()".to_owned())?;
        same(format!("grounds({a})"), format!("premises({a} | grounds({a}))"))?;
        // A debate contains everything that bears on what is in it, and nothing else.
        same(format!("bearing(bearing({a}))"), format!("bearing({a})"))?;
        same(format!("({a} | grounds({a}) | attackers(bearing({a}))) - bearing({a})"), "none()".to_owned())?;
        same(format!("bearing({a})"), format!("{a} | premises(bearing({a})) | attackers(bearing({a}))"))?;
        same(format!("paths({a}, {b})"), format!("(consequences({a}) | {a}) & (grounds({b}) | {b})"))?;
    }

    #[test]
    fn what_goes_up_comes_down(sketch in sketch(false)) {
        let map = map_of(sketch.toml());
        let sets = |function: &str| -> Vec<BTreeSet<usize>> {
            (0..sketch.claims)
                .map(|claim| {
                    let ids = find_in(&map, &format!("{function}(c{claim})"));
                    ids.split_whitespace().map(|id| id[1..].parse().unwrap()).collect()
                })
                .collect()
        };
        for (down, up) in [("premises", "conclusions"), ("grounds", "consequences"), ("attackers", "attacked"), ("contradictions", "contradictions")] {
            let pairs = |sets: Vec<BTreeSet<usize>>| -> BTreeSet<_> {
                let pairs = sets.into_iter().enumerate();
                pairs.flat_map(|(of, found)| found.into_iter().map(move |claim| (of, claim))).collect()
            };
            let turned: BTreeSet<_> = pairs(sets(up)).into_iter().map(|(of, claim)| (claim, of)).collect();
            prop_assert_eq!(pairs(sets(down)), turned);
        }
    }

    #[test]
    fn crucial_is_what_falls_with_a_claim(sketch in sketch(true)) {
        crucial_is_exact(&sketch)?;
    }

    #[test]
    fn crucial_is_exact_in_circles_too(sketch in sketch(false)) {
        crucial_is_exact(&sketch)?;
    }
}

fn crucial_is_exact(sketch: &Sketch) -> Result<(), TestCaseError> {
    let map = map_of(sketch.toml());
    for claim in 0..sketch.claims {
        let wanted: Vec<_> = sketch
            .crucial(claim)
            .iter()
            .map(|claim| format!("c{claim}"))
            .collect();
        prop_assert_eq!(
            find_in(&map, &format!("crucial(c{claim})")),
            wanted.join(" ")
        );
    }
    Ok(())
}
