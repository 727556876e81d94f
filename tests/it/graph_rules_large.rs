//! The rules about how claims are connected, on long chains, wide reasons and dense knots.

use std::fmt::Write as _;

use argmap::diagnostic::Diagnostic;

use crate::graph_rules::{ids, of};
use crate::maps::checked;

/// A chain of claims. Each is the only reason for the one before it.
fn chain(claims: usize, extra: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for claim in 0..claims {
        writeln!(text, "[claim.c{claim}]\ntext = \"t\"").unwrap();
        if claim > 0 {
            writeln!(text, "supports = [\"c{}\"]", claim - 1).unwrap();
        }
        text.push_str(&extra(claim));
    }
    text
}

#[test]
fn a_long_chain_of_contradictions_is_checked_to_its_end() {
    const CLAIMS: usize = 30_000;
    let text = chain(CLAIMS, |claim| {
        if claim < CLAIMS / 20 {
            format!("contradicts = [\"c{}\"]\n", CLAIMS - 1 - claim)
        } else {
            String::new()
        }
    });
    let report = checked(&text);
    let found = of(&report, "self-defeating-claim");
    assert_eq!(found.len(), CLAIMS / 20);
    assert_eq!(found[0].trails[0].steps.len(), 9);
    let more = &found[0].trails[0].steps[4].text;
    assert_eq!(more, "… 29,991 more steps …");
    assert!(of(&report, "contradictory-grounds").is_empty());
}

#[test]
fn a_long_circle_is_shown_by_its_ends() {
    const CLAIMS: usize = 30_000;
    let closing = format!("supports = [\"c{}\"]\n", CLAIMS - 1);
    let report = checked(&chain(CLAIMS, |claim| {
        if claim == 0 {
            closing.clone()
        } else {
            String::new()
        }
    }));
    let found = of(&report, "circular-support");
    let [finding] = found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(finding.message, "`c0` rests on itself");
    let steps = &finding.trails[0].steps;
    assert_eq!(steps[0].text, "c0 ◀─ supports ─ c1");
    assert_eq!(steps[4].text, "… 29,992 more steps …");
    assert_eq!(steps[4].place, None);
    assert_eq!(steps[8].text, "c29999 ◀─ supports ─ c0");
    assert_eq!(steps.len(), 9);
}

#[test]
fn many_reasons_that_contradict_each_other_are_no_fault_of_what_they_carry() {
    const CLAIMS: usize = 10_000;
    let mut text = "[claim.c0]\ntext = \"t\"\n".to_owned();
    for claim in 1..CLAIMS {
        let next = claim % (CLAIMS - 1) + 1;
        writeln!(
            text,
            "[claim.c{claim}]\ntext = \"t\"\nassumed = true\nsupports = [\"c0\"]\ncontradicts = [\"c{next}\"]"
        )
        .unwrap();
    }
    let report = checked(&text);
    assert!(of(&report, "contradictory-grounds").is_empty());
}

/// Linked premises in the middle of a wide reason. Two of them rest on claims that contradict each other.
#[test]
fn a_wide_reason_is_checked_whole() {
    const PREMISES: usize = 10_000;
    let mut text = format!(
        "[claim.c0]\ntext = \"t\"\npremises = {}\n",
        ids(1..=PREMISES)
    );
    for claim in 1..=PREMISES {
        let ground = PREMISES + claim;
        writeln!(
            text,
            "[claim.c{claim}]\ntext = \"t\"\npremises = [\"c{ground}\"]"
        )
        .unwrap();
        writeln!(text, "[claim.c{ground}]\ntext = \"t\"\nassumed = true").unwrap();
        if claim % 2 == 0 {
            writeln!(text, "contradicts = [\"c{}\"]", ground - 1).unwrap();
        }
    }
    let report = checked(&text);
    assert_eq!(of(&report, "contradictory-grounds").len(), PREMISES / 2);
}

#[test]
fn a_dense_knot_is_one_finding() {
    const CLAIMS: usize = 400;
    let mut text = String::new();
    for claim in 0..CLAIMS {
        let next = ids((1..CLAIMS / 2).map(|by| (claim + by) % CLAIMS));
        writeln!(text, "[claim.c{claim}]\ntext = \"t\"\nsupports = {next}").unwrap();
    }
    let report = checked(&text);
    let found = of(&report, "circular-support");
    assert_eq!(found.len(), 1);
    // c0 supports c1 to c199, so these claims do not support each other.
    assert_eq!(found[0].trails[0].steps.len(), 3);
}

/// Layers of claims. Each claim needs several from the layer below, so that no walk gets through cheaply.
#[test]
fn what_could_not_be_checked_is_said() {
    const WIDTH: usize = 300;
    const LAYERS: usize = 60;
    let mut text = String::new();
    for claim in 0..WIDTH * LAYERS {
        let (layer, column) = (claim / WIDTH, claim % WIDTH);
        writeln!(text, "[claim.c{claim}]\ntext = \"t\"").unwrap();
        if layer < LAYERS - 1 {
            let below = [0, 7, 91].map(|by| (layer + 1) * WIDTH + (column + by) % WIDTH);
            writeln!(text, "premises = {}", ids(below.into_iter())).unwrap();
        }
        if layer == LAYERS - 1 {
            let others = (column + 1..WIDTH).map(|other| layer * WIDTH + other);
            writeln!(text, "contradicts = {}", ids(others)).unwrap();
        }
    }
    let report = checked(&text);
    let found = of(&report, "contradictory-grounds");
    let (unplaced, placed) = found
        .iter()
        .partition::<Vec<&Diagnostic>, _>(|finding| finding.labels.is_empty());
    let [unplaced] = unplaced[..] else {
        panic!("{unplaced:?}")
    };
    let checked = unplaced.message.strip_prefix("only ");
    let checked =
        checked.and_then(|rest| rest.strip_suffix(" of 44,850 contradictions were checked"));
    let checked: usize = checked.unwrap().replace(',', "").parse().unwrap();
    assert!((10..checked).contains(&placed.len()), "{}", placed.len());
}
