//! What expressions mean: every function as a statement about arguments, and the laws of sets and of support.

use std::collections::BTreeSet;
use std::fmt::Write;

use argmap::map::Map;
use argmap::query::{Function, Query, QueryError};
use argmap::syntax::Files;
use proptest::prelude::*;

use crate::maps::{files, loose_map_of, map_of};
use crate::random;

/// The ids of the claims that an expression means on a map.
fn find(toml: &str, expression: &str) -> String {
    let files = Files::from_text("map.toml", toml);
    find_in(&Map::new(&files), expression)
}

fn find_in(map: &Map, expression: &str) -> String {
    let set = Query::parse(expression)
        .and_then(|query| query.evaluate(map))
        .unwrap_or_else(|error| panic!("{expression}: {error}"));
    let ids: Vec<_> = set.iter().map(|claim| map.id(claim)).collect();
    assert_eq!(ids.len(), set.len());
    ids.join(" ")
}

fn fails(toml: &str, expression: &str) -> String {
    let map = loose_map_of(toml);
    let error = Query::parse(expression)
        .and_then(|query| query.evaluate(&map))
        .unwrap_err();
    error.to_string()
}

/// Socrates: a linked reason, a ground below it, an objection, an undercut, and things beside.
const SOCRATES: &str = r#"
[map]
language = "en"
thesis = ["mortal"]

[claim.mortal]
text = "Socrates is mortal."
premises = ["man", "men-die"]

[claim.man]
text.en = "Socrates is a man."
text.pt = "Sócrates é um homem."
title = "A man"
about = "Socrates"
quote = "a man"
tags = ["minor", "biography"]

[claim.men-die]
text = "All men are mortal."
about = "mankind"
tags = ["major"]

[claim.all-have-died]
text = "All men before us have died."
assumed = true
supports = ["men-die"]

[claim.some-live]
text = "Some men are alive."
denied = true
attacks = ["men-die"]

[claim.past-is-past]
text = "What has been need not be."
implicit = true
undercuts = ["all-have-died -> men-die"]

[claim.immortal]
text = "Socrates is immortal."
contradicts = ["mortal"]

[claim.plato]
text = "Plato is a philosopher."
contrasts = [{ claim = "man", on = "who" }]
"#;

#[test]
fn an_id_is_one_claim_and_a_glob_those_that_fit() {
    assert_eq!(find(SOCRATES, "man"), "man");
    assert_eq!(find(SOCRATES, "\"men-die\""), "men-die");
    assert_eq!(find(SOCRATES, "m*"), "mortal man men-die");
    assert_eq!(find(SOCRATES, "{plato,*mortal}"), "mortal immortal plato");
    assert_eq!(find(SOCRATES, "m[!o]n*"), "man men-die");
    assert_eq!(find(SOCRATES, "ma?"), "man");
    assert_eq!(find(SOCRATES, "zeus*"), "");
}

#[test]
fn operators_bind_not_then_both_then_either() {
    assert_eq!(find(SOCRATES, "man | plato & m*"), "man");
    assert_eq!(find(SOCRATES, "(man | plato) & immortal"), "");
    assert_eq!(find(SOCRATES, "man | plato & immortal"), "man");
    assert_eq!(find(SOCRATES, "plato | m* - mortal"), "man men-die plato");
    assert_eq!(find(SOCRATES, "m* - mortal - man"), "men-die");
    assert_eq!(find(SOCRATES, "m* - man & men-die"), "men-die");
    assert_eq!(find(SOCRATES, "!m* & !*-*"), "immortal plato");
    assert_eq!(find(SOCRATES, "!!man"), "man");
    assert_eq!(find(SOCRATES, "m* -man"), "mortal men-die");
    assert_eq!(find(SOCRATES, "all() - !plato"), "plato");
    assert_eq!(find(SOCRATES, "none()"), "");
}

#[test]
fn support_is_walked_by_steps_or_all_the_way() {
    assert_eq!(find(SOCRATES, "premises(mortal)"), "man men-die");
    assert_eq!(
        find(SOCRATES, "grounds(mortal)"),
        "man men-die all-have-died"
    );
    assert_eq!(find(SOCRATES, "conclusions(all-have-died)"), "men-die");
    assert_eq!(
        find(SOCRATES, "consequences(all-have-died)"),
        "mortal men-die"
    );
    assert_eq!(
        find(SOCRATES, "premises(premises(mortal))"),
        "all-have-died"
    );
    assert_eq!(find(SOCRATES, "grounds(man)"), "");
}

#[test]
fn objections_are_no_support() {
    assert_eq!(find(SOCRATES, "grounds(mortal) & some-live"), "");
    assert_eq!(find(SOCRATES, "consequences(some-live)"), "");
}

#[test]
fn attackers_object_undercut_or_contradict() {
    assert_eq!(
        find(SOCRATES, "attackers(men-die)"),
        "some-live past-is-past"
    );
    assert_eq!(find(SOCRATES, "attackers(mortal)"), "immortal");
    assert_eq!(find(SOCRATES, "attackers(immortal)"), "mortal");
    assert_eq!(find(SOCRATES, "attacked(past-is-past)"), "men-die");
    assert_eq!(
        find(SOCRATES, "attacked(some-live | immortal)"),
        "mortal men-die"
    );
    assert_eq!(find(SOCRATES, "contradictions(mortal)"), "immortal");
}

#[test]
fn contrasts_attack_nothing_and_hold_both_ways() {
    assert_eq!(find(SOCRATES, "contrasts(man)"), "plato");
    assert_eq!(find(SOCRATES, "contrasts(plato)"), "man");
    assert_eq!(find(SOCRATES, "attackers(man) | attacked(plato)"), "");
}

#[test]
fn roots_speak_for_nothing_and_leaves_rest_on_nothing() {
    assert_eq!(find(SOCRATES, "roots()"), "mortal immortal plato");
    assert_eq!(
        find(SOCRATES, "leaves()"),
        "man all-have-died some-live past-is-past immortal plato"
    );
    assert_eq!(find(SOCRATES, "thesis()"), "mortal");
}

#[test]
fn the_only_root_is_the_thesis_where_none_is_declared() {
    let toml = "[claim.a]\ntext = 'A'\npremises = ['b']\n[claim.b]\ntext = 'B'\n";
    assert_eq!(find(toml, "thesis()"), "a");
}

#[test]
fn properties_are_those_that_are_written() {
    assert_eq!(find(SOCRATES, "quoted()"), "man");
    assert_eq!(find(SOCRATES, "implicit()"), "past-is-past");
    assert_eq!(find(SOCRATES, "assumed()"), "all-have-died");
    assert_eq!(find(SOCRATES, "denied()"), "some-live");
    assert_eq!(find(SOCRATES, "tag(minor)"), "man");
    assert_eq!(find(SOCRATES, "tag(\"m*\")"), "man men-die");
    assert_eq!(find(SOCRATES, "about(Socrates)"), "man");
    assert_eq!(find(SOCRATES, "about(*)"), "man men-die");
}

#[test]
fn words_are_looked_for_in_all_wordings_and_in_titles() {
    assert_eq!(find(SOCRATES, r#"matches("homem")"#), "man");
    assert_eq!(find(SOCRATES, r#"matches("^A man$")"#), "man");
    assert_eq!(
        find(SOCRATES, r#"matches("(?i)ALL MEN\b")"#),
        "men-die all-have-died"
    );
    assert_eq!(find(SOCRATES, "matches(philosopher)"), "plato");
}

#[test]
fn a_file_is_named_from_the_folder_of_the_map() {
    let mut files = files([
        ("a.toml", "[claim.one]\ntext = '1'\n"),
        ("deep/er/b.toml", "[claim.two]\ntext = '2'\n"),
    ]);
    for file in &mut files.files {
        file.path = format!("arguments/{}", file.name);
    }
    let map = Map::new(&files);
    assert_eq!(find_in(&map, "file(a.toml)"), "one");
    assert_eq!(find_in(&map, "file(*)"), "one");
    assert_eq!(find_in(&map, "file(deep/**)"), "two");
    assert_eq!(find_in(&map, r#"file("**/*.toml")"#), "one two");
}

#[test]
fn a_path_holds_its_ends_and_all_between() {
    assert_eq!(
        find(SOCRATES, "paths(all-have-died, mortal)"),
        "mortal men-die all-have-died"
    );
    assert_eq!(find(SOCRATES, "paths(mortal, all-have-died)"), "");
    assert_eq!(find(SOCRATES, "paths(man, man)"), "man");
}

#[test]
fn every_premise_of_the_only_reason_is_crucial() {
    assert_eq!(
        find(SOCRATES, "crucial(mortal)"),
        "mortal man men-die all-have-died"
    );
}

#[test]
fn of_two_reasons_only_what_both_need_is_crucial() {
    let toml = "
        claim.x = { text = '', reason = [{ premises = ['a', 'b'] }, { premises = ['c', 'd'] }] }
        claim.a = { text = '', premises = ['y'] }
        claim.b = { text = '' }
        claim.c = { text = '', premises = ['y', 'z'] }
        claim.d = { text = '' }
        claim.y = { text = '' }
        claim.z = { text = '' }
    ";
    assert_eq!(find(toml, "crucial(x)"), "x y");
    assert_eq!(find(toml, "crucial(c)"), "c y z");
    assert_eq!(find(toml, "crucial(b | c)"), "b c y z");
    assert_eq!(find(toml, "crucial(none())"), "");
}

#[test]
fn what_is_assumed_needs_no_reason_and_what_circles_has_none() {
    let toml = "
        claim.x = { text = '', premises = ['y'] }
        claim.y = { text = '', assumed = true, premises = ['z'] }
        claim.z = { text = '' }
        claim.p = { text = '', premises = ['q'] }
        claim.q = { text = '', premises = ['p'] }
    ";
    assert_eq!(find(toml, "crucial(x)"), "x y");
    assert_eq!(find(toml, "crucial(p)"), "");
    assert_eq!(find(toml, "grounds(p)"), "p q");
}

#[test]
fn a_long_chain_is_walked_without_a_stack_of_calls() {
    let mut toml = String::new();
    let depth = 20_000;
    for number in 0..depth {
        let _ = writeln!(
            toml,
            "[claim.c{number}]\ntext = ''\nreason = [{{ premises = ['a{number}'] }}, {{ premises = ['b{number}'] }}]\n\
             [claim.a{number}]\ntext = ''\npremises = ['c{n}']\n[claim.b{number}]\ntext = ''\npremises = ['c{n}']",
            n = number + 1
        );
    }
    let _ = writeln!(toml, "[claim.c{depth}]\ntext = ''");
    let map = map_of(toml);
    let count = |expression| {
        let query = Query::parse(expression).unwrap();
        query.evaluate(&map).unwrap().len()
    };
    assert_eq!(count("grounds(c0)"), 3 * depth);
    assert_eq!(count("crucial(c0)"), depth + 1);
    assert_eq!(
        count(&format!("{}none()", "all() | ".repeat(1000))),
        3 * depth + 1
    );
}

#[test]
fn what_no_claim_has_is_an_error_with_the_nearest() {
    insta::assert_snapshot!(fails(SOCRATES, "grounds(mortl) & leaves()"), @"column 9: no claim has the id `mortl`; did you mean `mortal`?");
    insta::assert_snapshot!(fails(SOCRATES, "man & zeus"), @r#"column 7: no claim has the id `zeus`; a glob may match none: `*zeus*`; `matches("zeus")` looks in the wordings"#);
    insta::assert_snapshot!(fails(SOCRATES, "mortal-man"), @"column 1: no claim has the id `mortal-man`; `-` may be part of an id: for a difference write `mortal - man`");
    insta::assert_snapshot!(fails(SOCRATES, "all-have-died- man"), @"column 16: unexpected `man`; expected `&`, `|`, `-` or the end; `-` may be part of an id: for a difference put spaces on both sides of it");
    insta::assert_snapshot!(fails(SOCRATES, "leaves & man"), @"column 1: no claim has the id `leaves`; the function is written `leaves()`");
}

#[test]
fn what_fits_nothing_is_told_with_the_nearest() {
    let map = map_of(SOCRATES);
    let told = |expression: &str| -> Vec<String> {
        let query = Query::parse(expression).unwrap();
        let unmatched = query.unmatched(&map);
        unmatched.iter().map(QueryError::to_string).collect()
    };
    insta::assert_debug_snapshot!(told("z* | tag(major)"), @r#"
    [
        "column 1: no claim has an id like `z*`",
    ]
    "#);
    insta::assert_debug_snapshot!(told("tag(mayor) | about(socrates)"), @r#"
    [
        "column 5: no claim has the tag `mayor`; did you mean `major`?",
        "column 20: no claim is about `socrates`; did you mean `Socrates`?",
    ]
    "#);
    insta::assert_debug_snapshot!(told("file(arguments/map.toml) | file(mop.toml)"), @r#"
    [
        "column 6: no file with claims is called `arguments/map.toml`; files are named from the map's folder: `map.toml`",
        "column 33: no file with claims is called `mop.toml`; did you mean `map.toml`?",
    ]
    "#);
    insta::assert_debug_snapshot!(told("matches(\"all MEN\")"), @r#"
    [
        "column 9: no wording and no title matches `all MEN`; letter case counts; `(?i)` at the start makes it not count",
    ]
    "#);
}

fn parse_error(expression: &str) -> String {
    Query::parse(expression).unwrap_err().to_string()
}

#[test]
fn mistakes_are_told_where_they_are() {
    insta::assert_snapshot!(parse_error(""), @"column 1: the expression is empty; `all()` is every claim, `grounds(x)` what `x` rests on");
    insta::assert_snapshot!(parse_error("a &"), @"column 4: the expression ends too early; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("& a"), @"column 1: unexpected `&`; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("a b"), @"column 3: unexpected `b`; expected `&`, `|`, `-` or the end; join two sets by `&` (in both), `|` (in either) or `-` (in the first only)");
    insta::assert_snapshot!(parse_error("a and b"), @"column 3: unexpected `and`; expected `&`, `|`, `-` or the end; write `&` for what is in both");
    insta::assert_snapshot!(parse_error("a && b"), @"column 3: unexpected `&&`; one `&` is enough");
    insta::assert_snapshot!(parse_error("a !b"), @"column 3: unexpected `!`; expected `&`, `|`, `-` or the end; write `-`, or `& !`, for what is in the first only");
    insta::assert_snapshot!(parse_error("a, b"), @"column 2: unexpected `,`; expected `&`, `|`, `-` or the end; write `|` for what is in either");
    insta::assert_snapshot!(parse_error("(a | b"), @"column 1: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("a | b)"), @"column 6: this `)` closes nothing; expected `&`, `|`, `-` or the end");
    insta::assert_snapshot!(parse_error("()"), @"column 2: unexpected `)`; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("«a»"), @r#"column 1: `«` has no meaning here; names are quoted by straight marks: "…""#);
    insta::assert_snapshot!(parse_error("\"a"), @r#"column 1: this `"` is never closed; add the `"` that ends it"#);
    insta::assert_snapshot!(parse_error("é | a[b"), @"column 6: this `[` is never closed; add the `]` that ends it");
    insta::assert_snapshot!(parse_error("{a,b"), @"column 1: this `{` is never closed; add the `}` that ends it");
}

#[test]
fn calls_are_told_what_they_take() {
    insta::assert_snapshot!(parse_error("gronds(a)"), @"column 1: there is no function `gronds`; did you mean `grounds(x)`?");
    insta::assert_snapshot!(parse_error("frobnicate(a)"), @"column 1: there is no function `frobnicate`; there are all, none, thesis, roots, leaves, quoted, implicit, assumed, denied, accepted, rejected, undecided, stronger, weaker, premises, conclusions, grounds, consequences, bearing, attackers, attacked, contrasts, contradictions, paths, crucial, hinges, tag, about, file, matches");
    insta::assert_snapshot!(parse_error("grounds()"), @"column 9: `grounds` takes one set, and is given nothing; write `grounds(x)`");
    insta::assert_snapshot!(parse_error("grounds(a, b)"), @"column 10: `grounds` takes one set, and is given more; write `grounds(a | b)` for several claims");
    insta::assert_snapshot!(parse_error("grounds(a"), @"column 8: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("paths(a)"), @"column 8: `paths` takes two sets, and is given one; write `paths(a, b)`");
    insta::assert_snapshot!(parse_error("paths(a b)"), @"column 9: unexpected `b`; expected `&`, `|`, `-` or `,`; join two sets by `&` (in both), `|` (in either) or `-` (in the first only)");
    insta::assert_snapshot!(parse_error("paths(a, b, c)"), @"column 11: `paths` takes two sets, and is given more; write `paths(a, b)`");
    insta::assert_snapshot!(parse_error("leaves(a)"), @"column 8: `leaves` takes nothing; expected `)`; to narrow it, write `leaves() & …`");
    insta::assert_snapshot!(parse_error("leaves("), @"column 8: the expression ends too early; expected `)`");
    insta::assert_snapshot!(parse_error("tag()"), @"column 5: `tag` is given nothing; expected a word, a glob, or a text in quotation marks");
    insta::assert_snapshot!(parse_error("tag(a | b)"), @"column 7: `tag` takes one name or text; expected `)`; write `tag(…) | tag(…)` for either");
    insta::assert_snapshot!(parse_error("about(large models)"), @r#"column 13: `about` takes one name or text; expected `)`; put a text of several words in quotation marks: "…""#);
    insta::assert_snapshot!(parse_error("tag(leaves())"), @"column 11: `tag` takes one name or text; expected `)`");
    insta::assert_snapshot!(parse_error("matches(\"(a\")"), @"column 9: this is no regular expression: unclosed group");
    insta::assert_snapshot!(parse_error("tag(\"[b-a]\")"), @"column 5: `[b-a]` is no glob: invalid range; 'b' > 'a'");
    insta::assert_snapshot!(parse_error(&format!("{}a{}", "(".repeat(300), ")".repeat(300))), @"column 257: nested more than 256 deep");
}

#[test]
fn bounds_on_strengths_are_told_what_they_take() {
    insta::assert_snapshot!(parse_error("stronger()"), @"column 10: `stronger` is given nothing; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger("), @"column 10: the expression ends too early; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(high)"), @"column 10: `high` is no number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(nan)"), @"column 10: `nan` is no number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(grounds(a))"), @"column 10: `grounds` is no number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("weaker(70)"), @"column 8: `70` is not from 0 to 1; for 70 per cent write `0.7`");
    insta::assert_snapshot!(parse_error("weaker(1000)"), @"column 8: `1000` is not from 0 to 1; strengths go from 0 to 1");
    insta::assert_snapshot!(parse_error("weaker(-0.3)"), @"column 8: strengths are never below 0; expected a number from 0 to 1; write `weaker(0.3)`");
    insta::assert_snapshot!(parse_error("weaker(70%)"), @"column 10: `%` has no meaning here");
    insta::assert_snapshot!(parse_error("weaker(0,7)"), @"column 10: there is no semantics `7`; with a decimal point: `weaker(0.7)`");
    insta::assert_snapshot!(parse_error("weaker(0.7"), @"column 7: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("weaker(0.7, eular)"), @"column 13: there is no semantics `eular`; did you mean `euler`?");
    insta::assert_snapshot!(parse_error("weaker(0.7, grounded)"), @"column 13: there is no semantics `grounded`; there are df-quad, quadratic-energy, euler, log-odds");
    insta::assert_snapshot!(parse_error("weaker(0.7, )"), @"column 13: unexpected `)`; expected `df-quad`, `quadratic-energy`, `euler` or `log-odds`");
    insta::assert_snapshot!(parse_error("weaker(0.7, euler, a)"), @"column 18: `weaker` takes a number, and a semantics at most; expected `)`");
    insta::assert_snapshot!(parse_error("weaker(0.7 | 0.8)"), @"column 12: `weaker` takes a number, and a semantics at most; expected `)`");
    insta::assert_snapshot!(parse_error("strong(0.7)"), @"column 1: there is no function `strong`; did you mean `stronger(0.7)`?");
}

#[test]
fn bounds_on_strengths_find_what_is_beyond_them() {
    let text = "
        claim.a = { text = '', credence = 0.7 }
        claim.b = { text = '', credence = 0.5, supports = ['c'] }
        claim.c = { text = '', credence = 0.5, attacks = ['d'] }
        claim.d = { text = '', credence = 0.3 }
    ";
    let map = map_of(text);
    let found = |expression: &str| -> Vec<_> {
        let set = Query::parse(expression).unwrap().evaluate(&map).unwrap();
        set.iter().map(|claim| map.id(claim).to_owned()).collect()
    };
    // A bound itself is neither above nor below it, whatever rounding does.
    assert_eq!(found("stronger(0.7)"), [""; 0]);
    assert_eq!(found("stronger(0.69)"), ["a"]);
    assert_eq!(found("weaker(0.5)"), ["d"]);
    assert_eq!(found("!stronger(0.5)"), ["b", "d"]);
    // By quadratic energy 0.5 + 0.5 · 0.25 ∕ 1.25 = 0.6; by DF-QuAD 0.75.
    assert_eq!(found("stronger(0.61) & c"), [""; 0]);
    assert_eq!(found("stronger(0.61, quadratic-energy) & c"), [""; 0]);
    assert_eq!(found("stronger(0.74, df-quad) & c"), ["c"]);
    assert_eq!(
        found("stronger(0) - stronger(1, log-odds)"),
        ["a", "b", "c", "d"]
    );
}

#[test]
fn columns_count_characters_and_spans_bytes() {
    let error = Query::parse("não & ).").unwrap_err();
    assert_eq!((error.column, error.span.range()), (7, 7..8));
}

#[test]
fn every_function_is_found_by_its_name() {
    for function in Function::ALL {
        assert_eq!(Function::named(function.name()), Some(function));
        assert!(function.signature().starts_with(function.name()));
    }
}

/// A random map: claims `c0`…; every reason or objection has a conclusion and one to three premises.
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

    /// The claims that hold up without `missing`, by trying until nothing changes.
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
                    // Premises after their conclusion; where none is, the reason is a leaf's and falls away.
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

/// An expression over the claims of a map of at least four.
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
            // What is asked of two sets is asked of each.
            same(format!("{function}({a} | {b})"), format!("{function}({a}) | {function}({b})"))?;
        }
        // Support is transitive; what one rests on has it as its consequence.
        same(format!("grounds(grounds({a})) - grounds({a})"), "none()".to_owned())?;
        same(format!("grounds({a})"), format!("premises({a} | grounds({a}))"))?;
        // A debate takes in all that bears on what is in it, and nothing else.
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

#[test]
fn a_debate_is_all_that_speaks_for_or_against_a_claim() {
    let map = "
        claim.thesis = { text = '', premises = ['a'], contrasts = ['apart'] }
        claim.a = { text = '' }
        claim.against = { text = '', attacks = ['thesis'] }
        claim.undercuts-that = { text = '', undercuts = ['against -> thesis'] }
        claim.supports-that = { text = '', supports = ['undercuts-that'] }
        claim.rival = { text = '', contradicts = ['a'], premises = ['for-rival'] }
        claim.for-rival = { text = '' }
        claim.above = { text = '', premises = ['thesis'] }
        claim.apart = { text = '' }
        claim.self = { text = '', attacks = ['self'] }
    ";
    assert_eq!(
        find(map, "bearing(thesis)"),
        "thesis a against undercuts-that supports-that rival for-rival"
    );
    assert_eq!(find(map, "bearing(self)"), "self");
    assert_eq!(find(map, "bearing(above) - bearing(thesis)"), "above");
    assert_eq!(find(map, "bearing(none())"), "");
}

#[test]
fn expressions_of_any_length_are_read_and_faulted_in_one_pass() {
    // Were any of these quadratic, the test would not come to an end.
    let long = 1_000_000;
    let map = "claim.a = { text = '' }";
    assert_eq!(find(map, &("!".repeat(long) + "a")), "a");
    assert_eq!(find(map, &("a | ".repeat(long / 4) + "a")), "a");
    assert!(Query::parse(&"(".repeat(long)).is_err());
    assert!(Query::parse(&"{".repeat(long)).is_err());
    assert!(Query::parse(&format!("{}x{}", "{".repeat(long), "}".repeat(long))).is_err());
    assert!(
        Query::parse(&format!(
            "tag(\"{}x{}\")",
            "{".repeat(long),
            "}".repeat(long)
        ))
        .is_err()
    );
    assert!(fails(map, &("a".to_owned() + &"-a".repeat(long))).contains("no claim has the id"));
    let files = Files::from_text("map.toml", map);
    let query = Query::parse(&("tag(x) | ".repeat(50_000) + "none()")).unwrap();
    let unmatched = query.unmatched(&Map::new(&files));
    assert_eq!(unmatched.len(), 50_000);
    assert_eq!(
        unmatched.last().map(|last| last.column),
        Some(9 * 49_999 + 5)
    );
}

#[test]
fn globs_of_any_shape_are_globs_or_errors() {
    for nested in [1, 31, 32, 33, 300, 3_000] {
        let glob = format!("{}x{}", "{".repeat(nested), "}".repeat(nested));
        assert_eq!(Query::parse(&glob).is_ok(), nested <= 32, "{nested}");
    }
    // Compiled, or said to be too large.
    let _ = Query::parse(&"{a,b,c,d,e,f,g,h}*".repeat(20_000));
}
