//! Laws for the tree of any map, however tangled.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use argmap::export::{Flat, Part};
use argmap::map::{ClaimId, Map};
use argmap::proof::Proof;
use argmap::query::ClaimSet;
use argmap::reason::{Suppositions, af, grounded};
use argmap::tree::{Direction, Item, ItemNode, Occurrence, Role, TextOrder, Tree, View};
use proptest::prelude::*;

use crate::maps::{files_in, folder, loose_map_of, map_of};

/// Relations between numbered claims: the key, the claim it is from, the claim it is to.
type Relations = Vec<(usize, usize, usize)>;

const CLAIMS: usize = 12;

fn text(relations: &Relations, linked: &[Vec<usize>], thesis: Option<usize>) -> String {
    const KEYS: [&str; 6] = [
        "supports",
        "attacks",
        "contradicts",
        "contrasts",
        "undercuts",
        "restates",
    ];
    let mut text = String::new();
    if let Some(thesis) = thesis {
        let _ = writeln!(text, "[map]\nthesis = [\"c{thesis}\"]");
    }
    for number in 0..CLAIMS {
        let _ = writeln!(text, "[claim.c{number}]\ntext = \"words\"");
        if let Some(premises) = linked.get(number).filter(|premises| !premises.is_empty()) {
            let names: Vec<_> = premises
                .iter()
                .map(|premise| format!("\"c{premise}\""))
                .collect();
            let _ = writeln!(text, "premises = [{}]", names.join(", "));
        }
        for (kind, key) in KEYS.iter().enumerate() {
            let own = relations
                .iter()
                .filter(|relation| (relation.0, relation.1) == (kind, number));
            let targets = own.map(|&(_, _, to)| match (kind, relations.get(to)) {
                (4, Some(&(0 | 1, from, to))) => format!("\"c{from} -> c{to}\""),
                _ => format!("\"c{to}\""),
            });
            let _ = writeln!(text, "{key} = [{}]", targets.collect::<Vec<_>>().join(", "));
        }
    }
    text
}

fn maps() -> impl Strategy<Value = String> {
    (
        prop::collection::vec((0..6_usize, 0..CLAIMS, 0..CLAIMS), 0..30),
        prop::collection::vec(prop::collection::vec(0..CLAIMS, 0..4), 0..4),
        prop::option::of(0..CLAIMS),
    )
        .prop_map(|(relations, linked, thesis)| text(&relations, &linked, thesis))
}

/// How many times each claim is shown in full.
fn shown(items: &[Item]) -> BTreeMap<ClaimId, usize> {
    let mut shown = BTreeMap::new();
    for item in items {
        if let ItemNode::Claim(claim, _, Occurrence::Full | Occurrence::Cut(_)) = item.node {
            *shown.entry(claim).or_default() += 1;
        }
    }
    shown
}

/// Checks that levels follow each other, last children are last, and references point where they say.
fn is_sound(items: &[Item]) -> Result<(), TestCaseError> {
    let full: BTreeSet<_> = shown(items).into_keys().collect();
    let mut open: Vec<Item> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        if let ItemNode::Aside(claim, _, occurrence) = item.node {
            // A claim that is related to itself has this aside directly below it.
            if occurrence == Occurrence::Above {
                let own = open.last().map(|above| above.node);
                prop_assert!(matches!(own, Some(ItemNode::Claim(above, ..)) if above == claim));
                continue;
            }
            prop_assert!(!seen.contains(&claim));
            prop_assert_eq!(occurrence == Occurrence::Below, full.contains(&claim));
            continue;
        }
        prop_assert!(item.level <= open.len());
        open.truncate(item.level);
        prop_assert!(open.last().is_none_or(|above| above.parent));
        open.push(*item);
        // The next item on the same level is a sibling, if nothing further up comes before it.
        let later = items
            .iter()
            .skip(index + 1)
            .filter(|later| !matches!(later.node, ItemNode::Aside(..)))
            .find(|later| later.level <= item.level);
        let has_sibling = later.is_some_and(|later| later.level == item.level);
        prop_assert!(item.level == 0 || item.last != has_sibling);
        if let ItemNode::Claim(claim, _, occurrence) = item.node {
            match occurrence {
                Occurrence::Full | Occurrence::Cut(_) => prop_assert!(seen.insert(claim)),
                Occurrence::Above => prop_assert!(seen.contains(&claim)),
                Occurrence::Below => prop_assert!(!seen.contains(&claim) && full.contains(&claim)),
                Occurrence::Absent => {
                    prop_assert!(false, "a claim that hangs here is shown somewhere");
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_claim_is_shown_in_full_just_once(text in maps(), up in any::<bool>()) {
        let map = loose_map_of(text);
        let direction = if up { Direction::Consequences } else { Direction::Grounds };
        let tree = Tree::new(&map, View { direction, ..View::default() });
        let items: Vec<_> = tree.walk().collect();
        let shown = shown(&items);
        prop_assert_eq!(shown.len(), CLAIMS);
        prop_assert!(shown.values().all(|&times| times == 1), "{:?}", shown);
        is_sound(&items)?;
    }

    #[test]
    fn every_selected_claim_and_no_other_is_shown(
        text in maps(),
        chosen in prop::collection::btree_set(0..CLAIMS, 0..CLAIMS),
    ) {
        let map = loose_map_of(text);
        let chosen = chosen.into_iter().filter_map(|number| map.find(&format!("c{number}")));
        let selected = ClaimSet::of(&map, chosen);
        let tree = Tree::new(&map, View { selected: Some(&selected), ..View::default() });
        let items: Vec<_> = tree.walk().collect();
        let shown: Vec<_> = shown(&items).into_keys().collect();
        prop_assert_eq!(shown, selected.iter().collect::<Vec<_>>());
        is_sound(&items)?;
    }

    #[test]
    fn a_limit_shows_what_is_no_deeper_just_once(text in maps(), root in 0..CLAIMS, limit in 0..4_u32) {
        let map = loose_map_of(text);
        let root = [map.find(&format!("c{root}")).unwrap()];
        let whole = Tree::new(&map, View { roots: &root, ..View::default() });
        let limited = Tree::new(&map, View { roots: &root, depth: Some(limit), ..View::default() });
        let items: Vec<_> = limited.walk().collect();
        is_sound(&items)?;
        prop_assert!(items.iter().all(|item| item.depth <= limit));
        let (whole, limited) = (shown(&whole.walk().collect::<Vec<_>>()), shown(&items));
        prop_assert!(limited.keys().all(|claim| whole.contains_key(claim)));
        if limit == 0 {
            prop_assert_eq!(limited.len(), 1);
        }
    }

    #[test]
    fn what_a_limit_leaves_out_is_counted_once_to_the_end(
        relations in prop::collection::vec((prop::sample::select(vec![0_usize, 1, 4]), 0..CLAIMS, 0..CLAIMS), 0..30),
        root in 0..CLAIMS,
        limit in 0..4_u32,
    ) {
        let map = loose_map_of(text(&relations, &[], None));
        let root = [map.find(&format!("c{root}")).unwrap()];
        let tree = Tree::new(&map, View { roots: &root, depth: Some(limit), ..View::default() });
        let items: Vec<_> = tree.walk().collect();
        let shown = shown(&items);
        for item in items {
            let ItemNode::Claim(claim, _, Occurrence::Cut(left_out)) = item.node else { continue };
            // Everything below the claim. After as many rounds as there are claims, all of it is known.
            let mut below = BTreeSet::from([claim]);
            for _ in 0..CLAIMS {
                for claim in below.clone() {
                    for step in map.reasons_for(claim).chain(map.objections_to(claim)) {
                        below.extend(map.premises(step));
                        let undercuts = map.undercuts_below(step);
                        below.extend(undercuts.flat_map(|undercut| map.premises(undercut)));
                    }
                }
            }
            below.remove(&claim);
            let elsewhere = below.iter().any(|claim| shown.contains_key(claim));
            below.retain(|claim| !shown.contains_key(claim));
            prop_assert_eq!((left_out.claims, left_out.or_more), (below.len(), false));
            prop_assert_eq!(left_out.elsewhere, elsewhere);
        }
    }

    #[test]
    fn an_order_moves_lines_and_changes_none(
        text in maps(),
        places in prop::collection::vec(prop::option::of(0..40_usize), CLAIMS),
    ) {
        let words: Vec<_> = (0..40).map(|number| format!("word{number:02}")).collect();
        let folder = folder(&[("text.txt", &words.join(" "))]);
        let mut text = text + "\n[source.text]\npath = \"text.txt\"\n";
        for (number, place) in places.iter().enumerate() {
            if let Some(place) = place {
                text = text.replace(
                    &format!("[claim.c{number}]\n"),
                    &format!("[claim.c{number}]\nquote = \"word{place:02}\"\n"),
                );
            }
        }
        let files = files_in(folder.path(), [("map.toml", text)]);
        let map = Map::new(&files);
        let proof = Proof::new(&map);
        let order = TextOrder::new(&map, &proof);
        let by_file: Vec<_> = Tree::new(&map, View::default()).walk().collect();
        let by_text = Tree::new(&map, View { order: Some(&order), ..View::default() });
        let by_text: Vec<_> = by_text.walk().collect();
        is_sound(&by_text)?;
        prop_assert_eq!(shown(&by_text), shown(&by_file));
        // Quoted claims that are siblings are in the order of the text.
        let mut last = Vec::new();
        for item in by_text {
            let ItemNode::Claim(claim, Role::Support(_), _) = item.node else {
                last.truncate(item.level);
                continue;
            };
            last.resize(item.level + 1, 0);
            if let Some(&Some(place)) = places.get(claim.index()) {
                prop_assert!(last[item.level] <= place);
                last[item.level] = place;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn what_bears_on_a_claim_decides_its_label(
        relations in prop::collection::vec((0..5_usize, 0..9_usize, 0..9_usize), 0..24),
        root in 0..9_usize,
    ) {
        const KEYS: [&str; 5] = ["supports", "attacks", "contradicts", "premises", "undercuts"];
        let mut text = String::new();
        for number in 0..9 {
            let _ = writeln!(text, "[claim.c{number}]\ntext = \"words\"");
            for (kind, key) in KEYS.iter().enumerate() {
                let own = relations.iter().filter(|relation| (relation.0, relation.1) == (kind, number));
                let targets: Vec<_> = own.map(|&(_, _, to)| match relations.get(to) {
                    Some(&(0 | 1, from, to)) if kind == 4 => format!("\"c{from} -> c{to}\""),
                    _ => format!("\"c{to}\""),
                }).collect();
                if !targets.is_empty() {
                    let _ = writeln!(text, "{key} = [{}]", targets.join(", "));
                }
            }
        }
        let map = loose_map_of(text);
        let root = map.find(&format!("c{root}")).unwrap();
        let claims = Tree::new(&map, View { roots: &[root], ..View::default() }).claims();
        let removed = map.claims().filter(|&claim| !claims.contains(claim)).collect();
        let whole = grounded(&map, &Suppositions::default());
        let part = grounded(&map, &Suppositions { removed, ..Suppositions::default() });
        prop_assert_eq!(part.claim(root), whole.claim(root));
        // The framework covers just that part.
        let part = Part { map: &map, claims: Some(&claims) };
        let flat = Flat::new(part, af::FrameworkFormat::Tgf).unwrap();
        prop_assert!(flat.framework().argument_count() as usize >= claims.len());
    }
}

#[test]
fn a_thesis_that_another_rests_on_is_referred_to() {
    let text = r#"
        map.thesis = ["a", "b"]
        claim.a = { text = "a", premises = ["b"] }
        claim.b = { text = "b" }
    "#;
    let map = map_of(text);
    let tree = Tree::new(&map, View::default());
    let occurrences: Vec<_> = tree
        .walk()
        .filter_map(|item| match item.node {
            ItemNode::Claim(claim, _, occurrence) => Some((map.id(claim).to_owned(), occurrence)),
            _ => None,
        })
        .collect();
    let [a, b, again] = occurrences.as_slice() else {
        panic!("{occurrences:?}");
    };
    assert_eq!(
        (a.0.as_str(), b.0.as_str(), again.0.as_str()),
        ("a", "b", "b")
    );
    assert_eq!(again.1, Occurrence::Above);
}

#[test]
fn claims_under_no_thesis_are_counted_and_hang_on_the_fewest_roots() {
    let text = r#"
        map.thesis = ["top"]
        claim.top  = { text = "t", contradicts = ["rival"] }
        claim.rival = { text = "r", premises = ["ground"] }
        claim.ground = { text = "g" }
        claim.leaf = { text = "l", supports = ["mid"] }
        claim.mid  = { text = "m", supports = ["other"] }
        claim.other = { text = "o" }
    "#;
    let map = map_of(text);
    let tree = Tree::new(&map, View::default());
    let roots: Vec<_> = tree.roots().iter().map(|&claim| map.id(claim)).collect();
    assert_eq!(roots, ["top", "other"]);
    assert_eq!((tree.main_roots(), tree.beyond()), (1, 3));
}
