//! Checks the rules about how claims are connected against their definitions, on small maps.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use argmap::check::Report;
use argmap::diagnostic::Diagnostic;
use argmap::map::ClaimId;
use argmap::map::support::{Search, Support};
use argmap::reason::{Label, Suppositions, grounded};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::definition::number;
use crate::maps::{checked, map_of};

/// An argument as bare numbers. Both a map and the truth about it are made from this.
#[derive(Debug, Clone)]
struct Argument {
    claims: usize,
    supports: BTreeSet<(usize, usize)>,
    attacks: BTreeSet<(usize, usize)>,
    /// Pairs, lower number first.
    contradicts: BTreeSet<(usize, usize)>,
    contrasts: BTreeSet<(usize, usize)>,
    /// Linked premises and their conclusion, for each reason.
    reasons: Vec<(BTreeSet<usize>, usize)>,
    objections: Vec<(BTreeSet<usize>, usize)>,
}

fn arguments() -> impl Strategy<Value = Argument> {
    (3_usize..9).prop_flat_map(|claims| {
        let relations = |most| {
            let pairs = btree_set((0..claims, 0..claims), 0..=most);
            pairs.prop_map(|pairs| pairs.into_iter().filter(|(a, b)| a != b).collect())
        };
        let linked = |most| {
            let steps = vec((btree_set(0..claims, 2..4), 0..claims), 0..=most);
            steps.prop_map(|steps| {
                let fit = |(premises, conclusion): &(BTreeSet<usize>, usize)| {
                    !premises.contains(conclusion)
                };
                steps.into_iter().filter(fit).collect()
            })
        };
        let one_way = |pairs: BTreeSet<(usize, usize)>| -> BTreeSet<_> {
            pairs
                .into_iter()
                .map(|(a, b)| (a.min(b), a.max(b)))
                .collect()
        };
        (
            relations(8),
            relations(3),
            relations(3).prop_map(one_way),
            relations(2).prop_map(one_way),
            linked(3),
            linked(1),
        )
            .prop_map(
                move |(supports, attacks, contradicts, contrasts, reasons, objections)| Argument {
                    claims,
                    supports,
                    attacks,
                    contradicts,
                    contrasts,
                    reasons,
                    objections,
                },
            )
    })
}

impl Argument {
    fn toml(&self) -> String {
        let mut text = String::new();
        for claim in 0..self.claims {
            writeln!(text, "[claim.c{claim}]\ntext = \"Claim {claim}.\"").unwrap();
            for (key, pairs) in [
                ("supports", &self.supports),
                ("attacks", &self.attacks),
                ("contradicts", &self.contradicts),
                ("contrasts", &self.contrasts),
            ] {
                let own = pairs.iter().filter(|(from, _)| *from == claim);
                writeln!(text, "{key} = {}", ids(own.map(|(_, to)| *to))).unwrap();
            }
            for (key, steps) in [("reason", &self.reasons), ("objection", &self.objections)] {
                for (premises, _) in steps.iter().filter(|(_, conclusion)| *conclusion == claim) {
                    let premises = ids(premises.iter().copied());
                    writeln!(text, "[[claim.c{claim}.{key}]]\npremises = {premises}").unwrap();
                }
            }
        }
        text
    }

    /// The smallest number of steps down from each claim to each other, or from a claim back to itself; `None` if there
    /// is no path.
    fn distances(&self) -> Vec<Vec<Option<usize>>> {
        self.distances_along(&self.arcs())
    }

    fn distances_along(&self, arcs: &BTreeSet<(usize, usize)>) -> Vec<Vec<Option<usize>>> {
        let mut distances = vec![vec![None; self.claims]; self.claims];
        for &(premise, conclusion) in arcs {
            distances[conclusion][premise] = Some(1);
        }
        for by in 0..self.claims {
            for from in 0..self.claims {
                for to in 0..self.claims {
                    if let (Some(there), Some(on)) = (distances[from][by], distances[by][to]) {
                        let best = distances[from][to].unwrap_or(usize::MAX);
                        distances[from][to] = Some(best.min(there + on));
                    }
                }
            }
        }
        distances
    }

    fn arcs(&self) -> BTreeSet<(usize, usize)> {
        let linked = self.reasons.iter().flat_map(|(premises, conclusion)| {
            premises.iter().map(|premise| (*premise, *conclusion))
        });
        self.supports.iter().copied().chain(linked).collect()
    }

    /// All objections. Plain ones are listed as linked ones with one premise.
    fn all_objections(&self) -> Vec<(BTreeSet<usize>, usize)> {
        let plain = self
            .attacks
            .iter()
            .map(|&(from, to)| (BTreeSet::from([from]), to));
        plain.chain(self.objections.clone()).collect()
    }

    /// All reasons. Plain ones are listed as linked ones with one premise.
    fn all_reasons(&self) -> Vec<(BTreeSet<usize>, usize)> {
        let plain = self
            .supports
            .iter()
            .map(|&(from, to)| (BTreeSet::from([from]), to));
        plain.chain(self.reasons.clone()).collect()
    }

    /// The claims that cannot hold up without `ground`, including itself: each reason for them has a premise that is
    /// one of them.
    fn needing(&self, ground: usize) -> BTreeSet<usize> {
        let reasons = self.all_reasons();
        let mut needing = BTreeSet::from([ground]);
        for _ in 0..self.claims {
            for claim in 0..self.claims {
                let mut own = reasons.iter().filter(|reason| reason.1 == claim).peekable();
                if own.peek().is_some() && own.all(|(premises, _)| !premises.is_disjoint(&needing))
                {
                    needing.insert(claim);
                }
            }
        }
        needing
    }

    fn needs(&self, claim: usize, ground: usize) -> bool {
        claim != ground && self.needing(ground).contains(&claim)
    }

    /// The claims that `claim` rests on and that rest on it; empty if it does not rest on itself.
    fn knot(&self, claim: usize, arcs: &BTreeSet<(usize, usize)>) -> BTreeSet<usize> {
        let distances = self.distances_along(arcs);
        let mutual = |other: &usize| {
            distances[claim][*other].is_some() && distances[*other][claim].is_some()
        };
        (0..self.claims).filter(mutual).collect()
    }

    /// The claims that rest on each other and whose every reason has a premise that is one of them.
    fn unfounded(&self) -> BTreeSet<usize> {
        let (reasons, arcs) = (self.all_reasons(), self.arcs());
        let knots: Vec<_> = (0..self.claims)
            .map(|claim| self.knot(claim, &arcs))
            .collect();
        let mut unfounded: BTreeSet<usize> = knots.iter().flatten().copied().collect();
        for _ in 0..self.claims {
            let carried = reasons.iter().filter(|(premises, conclusion)| {
                let mut inner = premises.intersection(&knots[*conclusion]);
                !inner.any(|premise| unfounded.contains(premise))
            });
            let carried: BTreeSet<usize> = carried.map(|reason| reason.1).collect();
            unfounded.retain(|claim| !carried.contains(claim));
        }
        unfounded
    }

    fn share_reason(&self, a: usize, b: usize) -> bool {
        self.reasons
            .iter()
            .any(|(premises, _)| premises.contains(&a) && premises.contains(&b))
    }
}

pub(crate) fn ids(claims: impl Iterator<Item = usize>) -> String {
    let quoted: Vec<_> = claims.map(|claim| format!("\"c{claim}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

pub(crate) fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Diagnostic> {
    let findings = report.diagnostics.iter();
    findings
        .filter(|finding| finding.rule.as_str() == rule)
        .collect()
}

/// The numbers of the claims that a finding's message names in backquotes.
fn named(finding: &Diagnostic) -> Vec<usize> {
    names(&finding.message)
}

fn names(text: &str) -> Vec<usize> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(number).collect()
}

/// The steps of a trail, as conclusion and premise.
fn hops(trail: &argmap::diagnostic::Trail) -> Vec<(usize, usize)> {
    let ends = |text: &str| {
        let (conclusion, rest) = text.split_once(" ◀─ ").unwrap();
        let (_, premise) = rest.split_once(" ─ ").unwrap();
        (number(conclusion), number(premise))
    };
    trail.steps.iter().map(|step| ends(&step.text)).collect()
}

/// Whether a trail is a path from `from` to `to` along existing reasons.
fn is_way(argument: &Argument, hops: &[(usize, usize)], from: usize, to: usize) -> bool {
    let arcs = argument.arcs();
    hops.first().is_some_and(|first| first.0 == from)
        && hops.last().is_some_and(|last| last.1 == to)
        && hops.windows(2).all(|pair| pair[0].1 == pair[1].0)
        && hops
            .iter()
            .all(|&(conclusion, premise)| arcs.contains(&(premise, conclusion)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_search_finds_a_shortest_path_wherever_there_is_one(argument in arguments()) {
        let map = map_of(argument.toml());
        let support = Support::new(&map);
        let mut search = Search::new(&support);
        let distances = argument.distances();
        let id = |claim| ClaimId::at(claim);
        for (from, row) in distances.iter().enumerate() {
            for (to, distance) in row.iter().enumerate().filter(|(to, _)| *to != from) {
                let path = search.path(id(from), id(to)).unwrap();
                prop_assert_eq!(path.map(|path| path.steps()), *distance);
                prop_assert_eq!(search.rests(id(from), id(to)).unwrap(), distance.is_some());
            }
        }
    }

    #[test]
    fn every_knot_is_found_once_with_a_shortest_way_round(argument in arguments()) {
        let report = checked(&argument.toml());
        let unfounded = argument.unfounded();
        let arcs = argument.arcs();
        let inner = arcs.iter().copied().filter(|(a, b)| unfounded.contains(a) && unfounded.contains(b));
        let is_founded = |knot: &BTreeSet<usize>| knot.is_disjoint(&unfounded);
        for (rule, arcs, counts) in [
            ("circular-support", inner.collect(), &(|_: &BTreeSet<usize>| true) as &dyn Fn(&BTreeSet<usize>) -> bool),
            ("mutual-support", arcs.clone(), &is_founded),
        ] {
            let distances = argument.distances_along(&arcs);
            let knot = |claim: usize| argument.knot(claim, &arcs);
            let knots: BTreeSet<_> =
                (0..argument.claims).map(knot).filter(|knot| !knot.is_empty() && counts(knot)).collect();
            let found = of(&report, rule);
            let mut of_knots = BTreeSet::new();
            for finding in &found {
                let claim = named(finding)[0];
                let way = hops(&finding.trails[0]);
                prop_assert!(is_way(&argument, &way, claim, claim), "{:?}", way);
                let shortest = knot(claim).into_iter().map(|claim| distances[claim][claim].unwrap()).min();
                prop_assert_eq!(Some(way.len()), shortest);
                of_knots.insert(knot(claim));
            }
            prop_assert_eq!(found.len(), knots.len());
            prop_assert_eq!(of_knots, knots);
        }
    }

    #[test]
    fn what_only_a_circle_carries_is_never_accepted(argument in arguments()) {
        let map = map_of(argument.toml());
        let labelling = grounded(&map, &Suppositions::default());
        for claim in argument.unfounded() {
            let claim = map.find(&format!("c{claim}")).unwrap();
            prop_assert_ne!(labelling.claim(claim), Label::Accepted);
        }
    }

    #[test]
    fn self_defeating_claims_are_those_that_need_their_opponents(argument in arguments()) {
        let text = argument.toml();
        let report = checked(&text);
        let distances = argument.distances();
        let by_objection = argument.all_objections().into_iter().filter(|(premises, conclusion)| {
            premises.iter().all(|premise| argument.needs(*conclusion, *premise))
        });
        let needs = |a: usize, b: usize| argument.needs(a, b);
        let by_contradiction = argument.contradicts.iter().filter(|(a, b)| needs(*a, *b) || needs(*b, *a));
        let found = of(&report, "self-defeating-claim");
        prop_assert_eq!(found.len(), by_objection.count() + by_contradiction.count());
        let map = map_of(&text);
        let labelling = grounded(&map, &Suppositions::default());
        for finding in found {
            let [claim, opponent] = named(finding)[..] else { panic!("{}", finding.message) };
            let way = hops(&finding.trails[0]);
            prop_assert!(is_way(&argument, &way, claim, opponent));
            prop_assert_eq!(Some(way.len()), distances[claim][opponent]);
            let claim = map.find(&format!("c{claim}")).unwrap();
            prop_assert_ne!(labelling.claim(claim), Label::Accepted);
        }
    }

    #[test]
    fn contradictory_grounds_are_those_that_one_reason_needs(argument in arguments()) {
        let report = checked(&argument.toml());
        let needs = |premises: &BTreeSet<usize>, ground: usize| !argument.needing(ground).is_disjoint(premises);
        let reasons = argument.all_reasons();
        let is_needed = |&(a, b): &(usize, usize)| {
            !argument.share_reason(a, b)
                && !argument.needs(a, b)
                && !argument.needs(b, a)
                && reasons.iter().any(|(premises, _)| needs(premises, a) && needs(premises, b))
        };
        let expected: BTreeSet<_> = argument.contradicts.iter().copied().filter(is_needed).collect();
        let mut found = BTreeSet::new();
        for finding in of(&report, "contradictory-grounds") {
            let [claim, a, b] = named(finding)[..] else { panic!("{}", finding.message) };
            let ways: Vec<_> = finding.trails.iter().map(hops).collect();
            for (way, ground) in ways.iter().zip([a, b]) {
                prop_assert!(is_way(&argument, way, claim, ground));
                for &(conclusion, premise) in way.iter().skip(1) {
                    prop_assert!(argument.needs(conclusion, ground) && (premise == ground || argument.needs(premise, ground)));
                }
            }
            let first = [ways[0][0].1, ways[1][0].1];
            prop_assert!(reasons.iter().any(|(premises, to)| *to == claim && first.iter().all(|one| premises.contains(one))));
            prop_assert!(found.insert((a, b)));
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn contrasts_with_grounds_are_those_along_a_path(argument in arguments()) {
        let report = checked(&argument.toml());
        let distances = argument.distances();
        let along = |(a, b): &&(usize, usize)| distances[*a][*b].or(distances[*b][*a]).is_some();
        let expected = argument.contrasts.iter().filter(along).count();
        let found = of(&report, "contrast-with-ground");
        prop_assert_eq!(found.len(), expected);
        for finding in found {
            let [claim, ground] = named(finding)[..] else { panic!("{}", finding.message) };
            prop_assert!(is_way(&argument, &hops(&finding.trails[0]), claim, ground));
        }
    }

    #[test]
    fn redundant_supports_are_those_that_something_else_gives(argument in arguments()) {
        let report = checked(&argument.toml());
        let distances = argument.distances();
        let arcs = argument.arcs();
        let expected: BTreeSet<_> = argument.supports.iter().copied().filter(|&(premise, conclusion)| {
            let linked: Vec<_> = argument.reasons.iter().filter(|reason| reason.1 == conclusion).collect();
            let plain = argument.supports.iter().filter(|support| support.1 == conclusion).count();
            let in_only_other = plain == 1 && matches!(linked[..], [(premises, _)] if premises.contains(&premise));
            let mut others = arcs.clone();
            others.remove(&(premise, conclusion));
            let roundabout = argument.distances_along(&others)[conclusion][premise].is_some();
            distances[premise][conclusion].is_none() && (in_only_other || roundabout)
        }).collect();
        let found: BTreeSet<_> = of(&report, "redundant-support").into_iter().map(|finding| {
            let names = named(finding);
            (names[0], names[1])
        }).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn clashes_of_one_step_are_all_found(argument in arguments()) {
        let report = checked(&argument.toml());
        let reasons = argument.all_reasons();
        let mut expected = BTreeSet::new();
        for (premises, conclusion) in argument.all_objections() {
            let is_needed = premises.iter().all(|premise| argument.needs(conclusion, *premise));
            if !is_needed && reasons.iter().any(|(own, to)| *to == conclusion && premises.is_subset(own)) {
                expected.insert(conclusion);
            }
        }
        let arcs = argument.arcs();
        for &(a, b) in &argument.contradicts {
            let is_clash = |arc: &(usize, usize)| arcs.contains(arc) && !argument.needs(arc.1, arc.0);
            expected.extend([(a, b), (b, a)].into_iter().filter(is_clash).map(|arc| arc.1));
        }
        let found = of(&report, "support-and-attack");
        let found: BTreeSet<_> = found.into_iter().filter_map(|finding| named(finding).pop()).collect();
        prop_assert_eq!(found, expected);

        let clashes = |(premises, _): &(BTreeSet<usize>, usize)| {
            let both = |(a, b): &&(usize, usize)| premises.contains(a) && premises.contains(b);
            argument.contradicts.iter().filter(both).count()
        };
        let expected: usize = argument.reasons.iter().chain(&argument.objections).map(clashes).sum();
        prop_assert_eq!(of(&report, "contradictory-premises").len(), expected);
    }

    #[test]
    fn off_thesis_and_isolated_claims_are_those_that_lead_nowhere(argument in arguments(), thesis in 0_usize..3) {
        let text = format!("[map]\nthesis = [\"c{thesis}\"]\n{}", argument.toml());
        let report = checked(&text);
        let mut leads: BTreeSet<(usize, usize)> = argument.arcs();
        for (premises, conclusion) in argument.all_objections() {
            leads.extend(premises.into_iter().map(|premise| (premise, conclusion)));
        }
        for &(a, b) in argument.contradicts.iter().chain(&argument.contrasts) {
            leads.extend([(a, b), (b, a)]);
        }
        let mut bears = BTreeSet::from([thesis]);
        for _ in 0..argument.claims {
            let more: Vec<_> = leads.iter().filter(|lead| bears.contains(&lead.1)).map(|lead| lead.0).collect();
            bears.extend(more);
        }
        let isolated: BTreeSet<_> = (0..argument.claims)
            .filter(|claim| !leads.iter().any(|(a, b)| a == claim || b == claim))
            .collect();
        let off: BTreeSet<_> = (0..argument.claims)
            .filter(|claim| !bears.contains(claim) && !isolated.contains(claim))
            .collect();
        let told = |rule| of(&report, rule).into_iter().map(|finding| named(finding)[0]).collect::<BTreeSet<_>>();
        // For connected claims, the message names one, and the note names the others.
        let digressions = of(&report, "off-thesis");
        let others = digressions.iter().flat_map(|finding| &finding.notes).flat_map(|note| names(note));
        let all: BTreeSet<_> = told("off-thesis").into_iter().chain(others).collect();
        prop_assert_eq!(all, off);
        if isolated.len() > 3 {
            let [finding] = of(&report, "isolated-claim")[..] else { panic!("not one finding") };
            let count = format!("{} claims, such as ", isolated.len());
            prop_assert!(finding.message.starts_with(&count), "{}", finding.message);
        } else {
            prop_assert_eq!(told("isolated-claim"), isolated);
        }
    }
}
