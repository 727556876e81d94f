//! Laws of reading any input: the fuzz targets' properties, on a stable toolchain.

use argmap::check::{Levels, check};
use argmap::export::{Dot, Part, json};
use argmap::map::Map;
use argmap::syntax::Files;
use proptest::prelude::*;

use crate::maps::{article, map_of};
use crate::pictures::boxes;
use crate::random;

const SAMPLE: &str = include_str!("../fixtures/every-key.toml");

fn read_checked_and_drawn(bytes: &[u8]) {
    let files = Files::from_stdin(bytes);
    let map = Map::new(&files);
    for finding in check(&map, &Levels::default()).diagnostics {
        let message = &finding.message;
        assert!(!message.contains(char::is_control), "{message:?}");
        for label in finding.labels {
            let file = files.file(label.place.file);
            assert!(
                file.text.get(label.place.span.range()).is_some(),
                "{}",
                finding.message
            );
        }
    }
    let part = Part::whole(&map);
    let dot = Dot::default().draw(part);
    assert_eq!(boxes(&dot), map.claim_count(), "{dot}");
    let value: serde_json::Value = serde_json::from_str(&json(part)).unwrap();
    assert_eq!(
        value.get("claims").unwrap().as_array().unwrap().len(),
        map.claim_count()
    );
}

#[test]
fn what_a_conflict_of_a_merge_says_is_shown_on_one_line() {
    read_checked_and_drawn(
        b"[claim.a]\ntext = \"A\"\n\n[[conflict]]\nat = \"\\u0000\\n\"\nother = \"\"\nwas = \"\\u001b[31m\"\n",
    );
}

/// The sample with some bytes replaced, removed or repeated.
fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<prop::sample::Index>(),
        0..3_u8,
        "[\\[\\]{}=\",.#\n\\\\a-c1 é\u{0}-]{0,6}",
    );
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, kind, text) in changes {
            let at = at.index(bytes.len());
            let end = (at + text.len()).min(bytes.len());
            match kind {
                0 => drop(bytes.splice(at..end, text.bytes())),
                1 => drop(bytes.drain(at..end)),
                _ => {
                    let again: Vec<u8> =
                        bytes.get(at..).unwrap().iter().take(80).copied().collect();
                    drop(bytes.splice(at..at, again));
                }
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_map_is_read_checked_and_drawn(bytes in spoilt()) {
        read_checked_and_drawn(&bytes);
    }

    #[test]
    fn any_bytes_are_read_checked_and_drawn(bytes in random::bytes(40)) {
        read_checked_and_drawn(&bytes);
    }

    #[test]
    fn where_a_claim_stands_carries_no_meaning(order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let claim = |number: &usize| format!(
            "[claim.c{number}]\ntext = \"C {number}\"\nassumed = true\nsupports = [\"c{}\"]\n", (number + 1) % 9
        );
        let text: String = order.iter().map(claim).collect::<String>() + "[claim.c8]\ntext = \"C 8\"\n";
        let map = map_of(text);
        let conclusions = |number: usize| {
            let id = map.find(&format!("c{number}")).unwrap();
            map.supported_by(id).map(|claim| map.id(claim).to_owned()).collect::<Vec<_>>()
        };
        for number in 0..8 {
            prop_assert_eq!(conclusions(number), [format!("c{}", number + 1)]);
        }
    }
}

#[test]
fn every_kind_of_beginning_of_a_map_is_read_checked_and_drawn() {
    for file in article().files() {
        // In steps of a prime number, so that every kind of place comes up.
        for end in (0..file.text.len()).step_by(97) {
            read_checked_and_drawn(&file.text.as_bytes()[..end]);
        }
    }
}
