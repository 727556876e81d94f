//! Which claims a map argues for, which claims do not bear on them, and which stand alone.

use crate::graph_rules::of;
use crate::maps::{checked, loose_map_of};

fn thesis_of(text: &str) -> Vec<String> {
    let map = loose_map_of(text);
    map.thesis()
        .iter()
        .map(|id| map.id(*id).to_owned())
        .collect()
}

fn rules_of(text: &str) -> Vec<&'static str> {
    let of_graph = ["no-thesis", "off-thesis", "isolated-claim"];
    let findings = checked(text).diagnostics;
    let rules = findings.iter().map(|finding| finding.rule.as_str());
    rules.filter(|rule| of_graph.contains(rule)).collect()
}

#[test]
fn the_thesis_is_what_is_declared_or_else_the_one_claim_that_is_only_argued_for() {
    let reason = "[claim.a]\ntext = 'a'\nsupports = ['b']\n[claim.b]\ntext = 'b'\n";
    assert_eq!(thesis_of(reason), ["b"]);
    assert_eq!(
        thesis_of(&format!("[map]\nthesis = ['a']\n{reason}")),
        ["a"]
    );

    // A map does not argue for a claim that only opposes, nor for one without relations.
    let opposed = "[claim.c]\ntext = 'c'\ncontradicts = ['a']\n[claim.d]\ntext = 'd'\n";
    assert_eq!(thesis_of(&format!("{reason}{opposed}")), ["b"]);

    let second = "[claim.c]\ntext = 'c'\nsupports = ['d']\n[claim.d]\ntext = 'd'\n";
    assert!(thesis_of(&format!("{reason}{second}")).is_empty());
    assert_eq!(rules_of(&format!("{reason}{second}")), ["no-thesis"]);
    assert!(thesis_of("").is_empty());
}

#[test]
fn a_thesis_that_could_not_be_found_is_still_declared() {
    let text = "[map]\nthesis = ['e']\n[claim.a]\ntext = 'a'\nsupports = ['b']\n\
        [claim.b]\ntext = 'b'\n[claim.c]\ntext = 'c'\nsupports = ['d']\n[claim.d]\ntext = 'd'\n";
    assert!(thesis_of(text).is_empty());
    assert!(rules_of(text).is_empty());
}

#[test]
fn a_claim_by_itself_is_the_thesis_and_not_isolated() {
    let text = "[claim.a]\ntext = 'a'\n";
    assert_eq!(thesis_of(text), ["a"]);
    assert!(rules_of(text).is_empty());
}

#[test]
fn who_undercuts_a_reason_for_the_thesis_bears_on_it() {
    let text = "[map]\nthesis = ['b']\n[claim.a]\ntext = 'a'\nsupports = ['b']\n[claim.b]\ntext = 'b'\n\
        [claim.c]\ntext = 'c'\nundercuts = ['a -> b']\n[claim.d]\ntext = 'd'\npremises = ['c']\n";
    // A claim that the undercutter supports does not bear on the thesis.
    let report = checked(text);
    let off = of(&report, "off-thesis");
    assert_eq!(
        off.iter()
            .map(|finding| &finding.message)
            .collect::<Vec<_>>(),
        ["`d` does not bear on the thesis `b`"]
    );
}

#[test]
fn a_relation_that_could_not_be_followed_leaves_no_claim_isolated() {
    let text = "[claim.a]\ntext = 'a'\nsupports = ['bb']\n[claim.b]\ntext = 'b'\n[claim.c]\ntext = 'c'\nattacks = ['b']\n";
    assert!(rules_of(text).is_empty());
}

#[test]
fn a_relation_that_could_not_be_read_leaves_its_claim_uncalled_isolated() {
    let bad = "[claim.a]\ntext = 'a'\nsuports = ['b']\n[claim.b]\ntext = 'b'\npremises = 'a'\n\
        [claim.c]\ntext = 'c'\n";
    let report = checked(bad);
    let isolated = of(&report, "isolated-claim");
    assert_eq!(isolated.len(), 1);
    assert!(isolated[0].message.starts_with("`c`"));
}

#[test]
fn a_thesis_that_no_one_declares_is_not_guessed_where_support_is_circular() {
    let text = "[claim.a]\ntext = 'a'\npremises = ['b']\n[claim.b]\ntext = 'b'\npremises = ['a']\n\
        [claim.c]\ntext = 'c'\npremises = ['d']\n[claim.d]\ntext = 'd'\n";
    assert!(rules_of(text).is_empty());
}
