//! The passage nearest to a quotation that is not found.

use argmap::quotes::WordChange::{Added, Equal, Missing};
use argmap::quotes::{Nearest, WordChange};

use crate::quotes::source;

fn near(text: &str, quotation: &str) -> Option<Nearest> {
    source(text).nearest(quotation)
}

fn words(text: &str, quotation: &str) -> Vec<WordChange> {
    near(text, quotation).unwrap().words
}

fn equal(words: &str) -> WordChange {
    Equal(words.to_owned())
}

#[test]
fn the_words_that_differ_are_told() {
    let text = "Alto.\nA tendência dos grandes modelos é a centralização.";
    let quotation = "A tendência dos grandes modelos não é a centralização";
    let nearest = near(text, quotation).unwrap();
    assert_eq!(
        nearest.text,
        "A tendência dos grandes modelos é a centralização"
    );
    assert_eq!((nearest.passage.start.line, nearest.edits), (2, 3));
    assert_eq!(
        nearest.words,
        [
            equal("A tendência dos grandes modelos"),
            Added("não".into()),
            equal("é a centralização")
        ]
    );
}

#[test]
fn a_passage_has_the_mark_that_the_quotation_has_otherwise_and_no_stray_one() {
    for (text, quotation, passage) in [
        ("So is it true? No.", "is it true!", "is it true?"),
        (
            "He asked (all of them) twice.",
            "(all of them]",
            "(all of them)",
        ),
        (
            "Bread; œuvre of bakers.",
            "oeuvre of baker",
            "œuvre of bakers",
        ),
        (
            "The grey) walls of it.",
            "gray walls of it",
            "grey) walls of it",
        ),
        ("It fell by −5 points.", "5 points", "−5 points"),
    ] {
        assert_eq!(near(text, quotation).unwrap().text, passage, "{quotation}");
    }
}

#[test]
fn whole_words_and_numbers_are_shown() {
    assert_eq!(
        words("He unaccepted it", "accepted it"),
        [
            Missing("unaccepted".into()),
            Added("accepted".into()),
            equal("it")
        ]
    );
    assert_eq!(
        words("only 0.5 % of it", "5 % of it"),
        [Missing("0.5".into()), Added("5".into()), equal("% of it")]
    );
    assert_eq!(
        words("it fell by −5 points", "fell by 5 points"),
        [equal("fell by"), Missing("−".into()), equal("5 points")]
    );
    assert_eq!(
        words("a man—eating shark", "man-eating shark")[1..3],
        [Missing("—".into()), Added("-".into())]
    );
}

#[test]
fn signs_are_told_where_words_seem_the_same() {
    let nearest = near(
        "They paid 5 € for it at last",
        "They paid 5€ for it at last",
    )
    .unwrap();
    assert_eq!(nearest.signs.len(), 1);
    assert_eq!(nearest.signs[0].theirs, " ");
    let nearest = near("He said no, and left", "He said not, and left").unwrap();
    assert_eq!(nearest.signs, []);
}

#[test]
fn what_is_too_far_is_not_near() {
    assert_eq!(near("entirely other words", "blockchains and models"), None);
    assert_eq!(near("", "a"), None);
    assert_eq!(near("a", "—"), None);
}

#[test]
fn a_long_quotation_is_found_by_samples() {
    let sentence = |n: usize| format!("Sentence {n} says that {} follows {}. ", n * 7, n * n);
    let text: String = (0..2_000).map(sentence).collect();
    let quotation: String = (900..960).map(sentence).collect();
    let quotation = quotation.replace("Sentence 930 says", "Sentence 930 never said");
    let nearest = near(&text, &quotation).unwrap();
    assert!(
        nearest.words.contains(&Added("never said".into())),
        "{:?}",
        nearest.words
    );
    assert!(nearest.text.starts_with("Sentence 900 says"));
    assert!(
        nearest.text.ends_with("follows 919681."),
        "{}",
        nearest.text
    );
}
