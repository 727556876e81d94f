//! What query expressions mean: every function, as a statement about arguments.

use std::fmt::Write;

use argmap::map::Map;
use argmap::query::{Function, Query};
use argmap::syntax::Files;

use crate::maps::{files, map_of};

/// The ids of the claims that an expression selects in a map.
pub(crate) fn find(toml: &str, expression: &str) -> String {
    let files = Files::from_text("map.toml", toml);
    find_in(&Map::new(&files), expression)
}

pub(crate) fn find_in(map: &Map, expression: &str) -> String {
    let set = Query::parse(expression)
        .and_then(|query| query.evaluate(map))
        .unwrap_or_else(|error| panic!("{expression}: {error}"));
    let ids: Vec<_> = set.iter().map(|claim| map.id(claim)).collect();
    assert_eq!(ids.len(), set.len());
    ids.join(" ")
}

/// Socrates: a linked reason, a ground below it, an objection, an undercut, and unrelated claims.
pub(crate) const SOCRATES: &str = r#"
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
    let files = files([
        ("a.toml", "[claim.one]\ntext = '1'\n"),
        ("deep/er/b.toml", "[claim.two]\ntext = '2'\n"),
    ]);
    let mut files = files.files().to_vec();
    for file in &mut files {
        file.path = format!("arguments/{}", file.name);
    }
    let map = Map::new(&Files::new(files));
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
    // A bound itself is neither above nor below it, however numbers are rounded.
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
fn every_function_is_found_by_its_name() {
    for function in Function::ALL {
        assert_eq!(Function::named(function.name()), Some(function));
        assert!(function.signature().starts_with(function.name()));
    }
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
