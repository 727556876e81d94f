//! What a map argues for is the same, whichever part of argmap is asked.

use argmap::export::{Dot, Part, json};
use argmap::map::Map;
use argmap::query::Query;
use argmap::reason::{Hinges, Suppositions};
use argmap::tree::{Tree, View};
use serde_json::Value;

use crate::maps::map_of;

const REASON: &str = "claim.b = { text = 'b', premises = ['a'] }\nclaim.a = { text = 'a' }\n";
const SECOND: &str = "claim.d = { text = 'd', premises = ['c'] }\nclaim.c = { text = 'c' }\n";
const ALONE: &str = "claim.e = { text = 'e' }\n";
/// Two claims that rest on each other.
const CIRCLE: &str = "claim.x = { text = 'x', premises = ['y'] }\n\
    claim.y = { text = 'y', premises = ['x'] }\n";

/// Two claims that attack each other, each with a reason.
const RIVALS: &str = "claim.v = { text = 'v', premises = ['m'], attacks = ['w'] }\n\
    claim.w = { text = 'w', premises = ['n'], attacks = ['v'] }\n\
    claim.m = { text = 'm' }\nclaim.n = { text = 'n' }\n";

/// Maps, and what each argues for.
fn maps() -> Vec<(String, &'static [&'static str])> {
    let declared = |thesis: &str| format!("map.thesis = {thesis}\n");
    vec![
        (String::new(), &[]),
        (ALONE.to_owned(), &["e"]),
        (REASON.to_owned(), &["b"]),
        (REASON.to_owned() + ALONE, &["b"]),
        (ALONE.to_owned() + REASON, &["b"]),
        (REASON.to_owned() + SECOND, &[]),
        (declared("['b']") + REASON + SECOND, &["b"]),
        (declared("['d', 'b']") + REASON + SECOND, &["d", "b"]),
        // The declared thesis may be a premise, or have no relations.
        (declared("['a']") + REASON, &["a"]),
        (declared("['b', 'a', 'b']") + REASON, &["b", "a"]),
        (declared("['e']") + REASON + ALONE, &["e"]),
        // A circle that leads nowhere may be what the map argues for, but not one that leads to the only root.
        (CIRCLE.to_owned(), &[]),
        (CIRCLE.to_owned() + REASON, &[]),
        (declared("['b']") + REASON + CIRCLE, &["b"]),
        (declared("['x']") + REASON + CIRCLE, &["x"]),
        (
            CIRCLE.to_owned() + "claim.b = { text = 'b', premises = ['x'] }\n",
            &["b"],
        ),
        (
            CIRCLE.to_owned()
                + REASON
                + "claim.o = { text = 'o', premises = ['x'], attacks = ['b'] }\n",
            &["b"],
        ),
        // It may be either of two sides that attack each other, but never a claim that nobody argues for.
        (RIVALS.to_owned() + ALONE, &[]),
        (RIVALS.to_owned() + REASON, &["b"]),
        (RIVALS.replace(", premises = ['n']", "") + ALONE, &["v"]),
        (
            RIVALS.replace(
                "premises = ['n'], attacks = ['v']",
                "undercuts = ['m -> v']",
            ) + ALONE,
            &["v"],
        ),
    ]
}

fn ids(map: &Map, claims: impl IntoIterator<Item = argmap::map::ClaimId>) -> Vec<&str> {
    claims.into_iter().map(|claim| map.id(claim)).collect()
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

#[test]
fn the_map_the_query_the_tree_and_the_exports_agree_on_the_thesis() {
    for (text, thesis) in maps() {
        let map = &map_of(text.as_str());
        assert_eq!(ids(map, map.thesis().iter().copied()), thesis, "{text}");

        let found = |query: &str| Query::parse(query).unwrap().evaluate(map).unwrap();
        let as_set = sorted(thesis.to_vec());
        assert_eq!(sorted(ids(map, found("thesis()").iter())), as_set, "{text}");

        let hinges = Hinges::new(map, &Suppositions::default(), map.thesis()).alone();
        let mut hinges: Vec<_> = hinges.found.iter().map(|hinge| hinge.claim).collect();
        hinges.sort_unstable();
        let asked = found("hinges(thesis())");
        assert_eq!(asked.iter().collect::<Vec<_>>(), hinges, "{text}");

        let tree = Tree::new(map, View::default());
        if !thesis.is_empty() {
            let (main, _) = tree.roots().split_at(tree.main_roots());
            assert_eq!(ids(map, main.iter().copied()), thesis, "{text}");
        }

        let whole: Value = serde_json::from_str(&json(Part::whole(map))).unwrap();
        let exported: Vec<&str> = whole["map"]["thesis"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(exported, thesis, "{text}");

        let picture = Dot::default().draw(Part::whole(map));
        let thick = picture.lines().filter(|line| line.contains("penwidth=2.5"));
        let drawn: Vec<_> = thick.filter_map(|line| line.trim().get(1..2)).collect();
        assert_eq!(sorted(drawn), as_set, "{picture}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn the_commands_agree_on_the_thesis() {
    use crate::maps::folder;
    use crate::program::run;

    /// What a command calls the thesis.
    fn called_thesis(output: &str) -> Vec<&str> {
        let called = output
            .lines()
            .filter_map(|line| line.split_once("the thesis "));
        called
            .filter_map(|(_, rest)| rest.split(' ').next())
            .collect()
    }

    for (text, thesis) in maps().into_iter().filter(|(text, _)| !text.is_empty()) {
        let folder = folder(&[("map.toml", &text)]);
        let said = |arguments: &[&str]| run(folder.path(), &[arguments, &["map.toml"]].concat());

        let hinges = said(&["hinges"]);
        assert_eq!(called_thesis(&hinges.stdout), thesis, "{text}{hinges:?}");
        let evaluated = said(&["evaluate"]);
        assert_eq!(
            called_thesis(&evaluated.stdout),
            thesis,
            "{text}{evaluated:?}"
        );
        let queried = said(&["query", "thesis()", "--format", "ids"]).stdout;
        assert_eq!(sorted(queried.lines().collect()), sorted(thesis.to_vec()));
        // If there are several candidates, one has to be declared, unless something else is wrong first.
        let is_asked_for = said(&["check", "--format", "short"])
            .stdout
            .contains("no-thesis");
        let is_circular = text.contains("claim.x");
        assert_eq!(is_asked_for, thesis.is_empty() && !is_circular, "{text}");
    }
}
