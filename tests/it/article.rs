//! The map that comes with argmap keeps every rule about quotations and leaves little of its source out.

use argmap::check::{Levels, check};
use argmap::diagnostic::Level;
use argmap::map::{Map, SourceId};
use argmap::proof::Proof;

use crate::maps::article;

const RULES_OF_QUOTATIONS: [&str; 10] = [
    "missing-source",
    "changed-source",
    "unfound-quote",
    "ambiguous-quote",
    "loose-quote",
    "short-quote",
    "unquoted-claim",
    "quoted-implicit",
    "idle-ignore",
    "low-coverage",
];

#[test]
fn every_quotation_of_the_article_is_proven_character_by_character() {
    let files = article();
    let mut levels = Levels::default();
    for rule in RULES_OF_QUOTATIONS {
        levels.set(rule, Level::Deny).unwrap();
    }
    let report = check(&Map::new(&files), &levels);
    assert_eq!(report.diagnostics, []);
    assert!(report.summary.quotations >= 60);
    assert_eq!(report.summary.proven, report.summary.quotations);
}

#[test]
fn the_article_is_covered_by_its_map() {
    let files = article();
    let map = Map::new(&files);
    let coverage = Proof::new(&map).coverage(SourceId::at(0)).unwrap();
    assert!(coverage.letters.covered() >= 0.97, "{:?}", coverage.letters);
    assert!(
        coverage.sentences.covered() >= 0.97,
        "{:?}",
        coverage.sentences
    );
}
