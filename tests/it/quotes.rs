//! Which quotations are found in a source, where and how exactly, and what is never found.

use argmap::quotes::{
    MAX_COUNTED, Outcome, Quotation, QuotePlace, SourceKind, SourceText, Tier, coverage,
};
use argmap::syntax::Position;

pub(crate) fn source(text: &str) -> SourceText {
    SourceText::load(text.as_bytes().to_vec(), SourceKind::Plain).unwrap()
}

pub(crate) fn found_in(source: &SourceText, quotation: &str) -> Option<QuotePlace> {
    match source.find(&Quotation::new(quotation)) {
        Outcome::Found { place, of: 1 } => Some(place),
        _ => None,
    }
}

/// The tier at which `quotation` is found in `text`, and what the file says there.
fn found<'t>(text: &'t str, quotation: &str) -> Option<(Tier, &'t str)> {
    let place = found_in(&source(text), quotation)?;
    Some((place.tier, &text[place.whole.bytes]))
}

mod ladder {
    use super::*;

    #[test]
    fn the_tightest_rung_that_matches_is_told() {
        let text = "First “the base\r\n  layer” is — re-\nbuilt… THE END.";
        assert_eq!(found(text, "is"), Some((Tier::Exact, "is")));
        assert_eq!(
            found(text, "the base layer"),
            Some((Tier::Exact, "the base\r\n  layer"))
        );
        assert_eq!(
            found(text, "rebuilt"),
            Some((Tier::Typography, "re-\nbuilt"))
        );
        assert_eq!(
            found(text, "re-built"),
            Some((Tier::Typography, "re-\nbuilt"))
        );
        assert_eq!(
            found(text, "\"the base layer\" is - rebuilt..."),
            Some((Tier::Typography, "“the base\r\n  layer” is — re-\nbuilt…"))
        );
        assert_eq!(found(text, "the end."), Some((Tier::Case, "THE END.")));
    }

    #[test]
    fn an_exact_place_outranks_a_loose_one() {
        let text = "The end. the end, the “end”.";
        assert_eq!(found(text, "the end,"), Some((Tier::Exact, "the end,")));
        assert_eq!(found(text, "The end"), Some((Tier::Exact, "The end")));
        assert_eq!(
            found(text, "the \"end\""),
            Some((Tier::Typography, "the “end”"))
        );
    }

    #[test]
    fn a_wrapped_line_is_as_exact_as_one_that_is_not() {
        let text = "We see the base layer. Then the base\nlayer again.";
        assert!(matches!(
            source(text).find(&Quotation::new("the base layer")),
            Outcome::Ambiguous { total: 2, .. }
        ));
        assert_eq!(
            found("We see the base\nlayer.", "the\nbase layer"),
            Some((Tier::Exact, "the base\nlayer"))
        );
    }

    #[test]
    fn a_dropped_word_sign_or_figure_is_not_found() {
        for (text, quotation) in [
            ("isto não é verdade", "isto é verdade"),
            ("it is not so", "it is so"),
            ("rose by 0.5 %", "rose by 5 %"),
            ("rose by -5 %", "rose by 5 %"),
            ("rose by −5 %", "rose by 5 %"),
            ("rose by –5 %", "rose by -5 %"),
            ("rose by 5 %", "rose by -5 %"),
            ("rose by 15 %", "5 %"),
            ("was unaccepted", "accepted"),
            ("x² = 4", "x2 = 4"),
            ("½ of it", "1/2 of it"),
            ("№ 5", "No 5"),
            ("1 000 euros", "1000 euros"),
            ("1000 euros", "1 000 euros"),
            ("€5 each", "$5 each"),
            ("5 km away", "5 m away"),
            ("5 MW of power", "5 mW of power"),
            ("the co-op here", "the coop here"),
            ("the coop here", "the co-op here"),
            ("a man—eating shark", "a man-eating shark"),
            ("in Maßen trinken", "in Massen trinken"),
            ("o avo dele", "o avô dele"),
            ("par", "party"),
            ("a party", "par"),
            ("10–20 people", "10 20 people"),
            ("10−20", "10–20"),
            ("５ people", "5 people"),
            ("a.b", "a b"),
            ("we can't", "we can"),
            ("it rose 1,5 points", "it rose 1 ,5 points"),
            ("it rose 3 .14 points", "it rose 3.14 points"),
            ("Minutes by Ann-\n\nThe end", "Minutes by AnnThe end"),
            ("we can`t", "we can"),
        ] {
            assert!(
                matches!(
                    source(text).find(&Quotation::new(quotation)),
                    Outcome::NotFound { part: 0 }
                ),
                "{quotation} in {text}"
            );
        }
    }

    #[test]
    fn a_quotation_may_begin_and_end_with_signs() {
        assert_eq!(
            found("a\n— Olá, disse", "- Olá"),
            Some((Tier::Typography, "— Olá"))
        );
        assert_eq!(found("by −5 to", "-5"), Some((Tier::Typography, "−5")));
        assert_eq!(
            found("he said «no»!", "\"no\""),
            Some((Tier::Typography, "«no»"))
        );
        assert_eq!(
            found("wait… no", "wait..."),
            Some((Tier::Typography, "wait…"))
        );
        assert_eq!(found("a — b", "—"), Some((Tier::Exact, "—")));
        assert_eq!(
            found("a\n----------------\nb", "----------------\nb"),
            Some((Tier::Exact, "----------------\nb"))
        );
    }

    #[test]
    fn signs_alone_are_found_over_line_breaks_too() {
        for (text, quotation, tier, said) in [
            ("a – – b", "– –", Tier::Exact, "– –"),
            ("a – – b", "–\n–", Tier::Exact, "– –"),
            ("a –\n– b", "– –", Tier::Exact, "–\n–"),
            ("a — b", "–", Tier::Typography, "—"),
            ("a - - - b", "- - -", Tier::Exact, "- - -"),
            ("a * * * b", "*\n*\n*", Tier::Exact, "* * *"),
            ("a 👍 👎 b", "👍\n👎", Tier::Exact, "👍 👎"),
            ("a ?! b", "?!", Tier::Exact, "?!"),
            ("a -> b", "->", Tier::Exact, "->"),
            ("a … b", "...", Tier::Typography, "…"),
            ("a §\u{A0}§ b", "§ §", Tier::Exact, "§\u{A0}§"),
        ] {
            assert_eq!(found(text, quotation), Some((tier, said)), "{quotation:?}");
        }
        for (text, quotation) in [("a – b", "– –"), ("by −5", "−"), ("10–20", "–")] {
            assert_eq!(found(text, quotation), None, "{quotation:?} in {text:?}");
        }
    }

    #[test]
    fn a_line_that_ends_in_a_hyphen_does_not_swallow_the_next_paragraph() {
        for text in [
            "Minutes by Ann-\n\nThe bridge is safe.",
            "Minutes by Ann-\r\n\r\nThe bridge is safe.",
            "Minutes by Ann\u{AD}\n \nThe bridge is safe.",
            "- Ann-\n- The bridge is safe.",
        ] {
            assert_eq!(
                found(text, "The bridge is safe"),
                Some((Tier::Exact, "The bridge is safe")),
                "{text:?}"
            );
        }
        assert_eq!(
            found("Minutes by Ann-\n", "by Ann-"),
            Some((Tier::Exact, "by Ann-"))
        );
        assert_eq!(
            found("Minutes by Ann-\n\nThe", "by Ann"),
            Some((Tier::Exact, "by Ann"))
        );
    }

    #[test]
    fn french_and_english_spacing_are_one() {
        let text = "Elle demanda\u{202F}: «\u{A0}Vient-il demain\u{202F}?\u{A0}» Personne ne répondit\u{A0}!";
        for quotation in [
            "Elle demanda : « Vient-il demain ? » Personne",
            "Elle demanda: «Vient-il demain?» Personne",
            "Elle demanda : \"Vient-il demain ?\" Personne",
            "Elle demanda: \"Vient-il demain?\" Personne ne répondit!",
        ] {
            let (_, said) = found(text, quotation).unwrap();
            assert_eq!(said, text.split_at(said.len()).0, "{quotation}");
            assert_eq!(text.len() == said.len(), quotation.ends_with('!'));
        }
        assert_eq!(
            found("Keep  it , please .", "Keep it, please."),
            Some((Tier::Typography, "Keep  it , please ."))
        );
    }

    #[test]
    fn blank_quotations_are_told_apart() {
        for text in ["", " \n ", "[…]", "\u{AD}"] {
            assert_eq!(source("a").find(&Quotation::new(text)), Outcome::Blank);
        }
        assert_eq!(
            source("").find(&Quotation::new("a")),
            Outcome::NotFound { part: 0 }
        );
    }

    #[test]
    fn the_source_s_own_bracketed_ellipsis_is_text() {
        assert_eq!(
            found("he [...] said it", "he [...] said"),
            Some((Tier::Exact, "he [...] said"))
        );
    }
}

mod offsets {
    use super::*;

    #[test]
    fn bytes_characters_lines_and_columns_are_those_of_the_file() {
        let text = "\u{FEFF}Não é\r\nassim “que\r\nfoi” já.";
        let place = found_in(&source(text), "\"que foi\"").unwrap();
        assert_eq!(&text[place.whole.bytes.clone()], "“que\r\nfoi”");
        assert_eq!(place.whole.chars, 14..24);
        assert_eq!(place.whole.start, Position { line: 2, column: 7 });
        assert_eq!(place.whole.end, Position { line: 3, column: 5 });
        let first = found_in(&source(text), "Não").unwrap();
        assert_eq!((first.whole.bytes, first.whole.chars), (3..7, 1..4));
        assert_eq!(first.whole.start, Position { line: 1, column: 1 });
    }

    #[test]
    fn a_long_line_has_exact_columns() {
        let text = format!("{}fim", "é ".repeat(5_000));
        let place = found_in(&source(&text), "fim").unwrap();
        assert_eq!(
            place.whole.start,
            Position {
                line: 1,
                column: 10_001
            }
        );
    }

    #[test]
    fn the_same_place_is_found_before_and_after_indexing() {
        let text = format!(
            "{} the one place of it, {}",
            "a b c ".repeat(900),
            "d e ".repeat(900)
        );
        let source = source(&text);
        let places: Vec<_> = (0..10)
            .map(|_| found_in(&source, "the one place of it").unwrap())
            .collect();
        assert!(places.iter().all(|place| *place == places[0]));
        let loose: Vec<_> = (0..10)
            .map(|_| found_in(&source, "the One  place of it").unwrap())
            .collect();
        assert!(loose.iter().all(|place| place.whole == places[0].whole));
    }
}

mod ellipsis {
    use super::*;

    #[test]
    fn parts_stand_in_order_within_reach() {
        let text = format!("alpha one. beta two. {} gamma three.", "x ".repeat(900));
        let place = found_in(&source(&text), "alpha one […] beta [...] gamma three").unwrap();
        let parts: Vec<&str> = place
            .parts
            .iter()
            .map(|part| &text[part.bytes.clone()])
            .collect();
        assert_eq!(parts, ["alpha one", "beta", "gamma three"]);
        assert_eq!(place.whole.bytes, 0..text.len() - 1);
        assert!(matches!(
            source(&text).find(&Quotation::new("beta […] alpha")),
            Outcome::PartsApart { parts, together: 1 } if parts.len() == 2
        ));
        let far = text.replace("x ", "xyz ");
        assert!(matches!(
            source(&far).find(&Quotation::new("beta […] gamma")),
            Outcome::PartsApart { .. }
        ));
        assert!(matches!(
            source(&text).find(&Quotation::new("alpha […] delta […] gamma")),
            Outcome::NotFound { part: 1 }
        ));
    }

    #[test]
    fn the_shortest_reading_is_the_one_meant() {
        let text = "so it is, so it was, and so on, and so on.";
        let place = found_in(&source(text), "so it […] and so on").unwrap();
        assert_eq!(&text[place.whole.bytes], "so it was, and so on");
    }

    #[test]
    fn the_rung_is_the_loosest_part_s() {
        assert_eq!(
            found("One two. Three", "One […] three").map(|found| found.0),
            Some(Tier::Case)
        );
    }
}

mod selectors {
    use super::*;

    const TEXT: &str = "We trade blows. They Trade  blows, and we trade blows again.";

    fn find(quotation: Quotation<'_>) -> Outcome {
        source(TEXT).find(&quotation)
    }

    #[test]
    fn several_places_are_listed() {
        let Outcome::Ambiguous { places, total } = find(Quotation::new("trade blows")) else {
            panic!()
        };
        assert_eq!(total, 2);
        assert_eq!(places[1].whole.start.column, 43);
        for (many, counted) in [(250, 250), (5_000, MAX_COUNTED)] {
            let many = "go ".repeat(many);
            let Outcome::Ambiguous { places, total } = source(&many).find(&Quotation::new("go"))
            else {
                panic!()
            };
            assert_eq!((places.len(), total), (100, counted));
            let last = Quotation {
                occurrence: Some(u32::try_from(many.len() / 3).unwrap()),
                ..Quotation::new("go")
            };
            assert!(
                matches!(source(&many).find(&last), Outcome::Found { place, .. } if place.whole.bytes.end == many.len() - 1)
            );
        }
    }

    #[test]
    fn context_or_count_settles_which() {
        let quotation = Quotation::new("trade blows");
        let start = |quotation| match find(quotation) {
            Outcome::Found { place, .. } => place.whole.bytes.start,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            start(Quotation {
                prefix: Some("and we "),
                ..quotation
            }),
            42
        );
        assert_eq!(
            start(Quotation {
                suffix: Some(". They"),
                ..quotation
            }),
            3
        );
        assert_eq!(
            start(Quotation {
                occurrence: Some(2),
                ..quotation
            }),
            42
        );
        // The looser place is the only one with this prefix.
        assert_eq!(
            start(Quotation {
                prefix: Some("they"),
                ..quotation
            }),
            21
        );
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let quotation = Quotation::new("trade blows");
        assert!(matches!(
            find(Quotation {
                prefix: Some("you"),
                suffix: Some("again"),
                ..quotation
            }),
            Outcome::OutOfContext {
                total: 2,
                prefix_fits: false,
                suffix_fits: true,
                ..
            }
        ));
        for occurrence in [0, 3, u32::MAX] {
            assert!(matches!(
                find(Quotation {
                    occurrence: Some(occurrence),
                    ..quotation
                }),
                Outcome::NoSuchOccurrence { total: 2, .. }
            ));
        }
    }

    #[test]
    fn overlapping_places_are_all_places() {
        assert!(matches!(
            source("on and on and on").find(&Quotation::new("on and on")),
            Outcome::Ambiguous { total: 2, .. }
        ));
    }
}

#[test]
fn coverage_counts_what_places_quote() {
    let source = source("One two. Three four five. Six.");
    let place = found_in(&source, "One […] Three").unwrap();
    let quoted: Vec<_> = place.text_ranges().collect();
    let ignored: Vec<_> = found_in(&source, "three four")
        .unwrap()
        .text_ranges()
        .collect();
    let cover = coverage(&source, &quoted, &ignored);
    assert_eq!(
        (
            cover.letters.quoted,
            cover.letters.ignored,
            cover.letters.left_out
        ),
        (8, 4, 10)
    );
    let left: Vec<&str> = cover
        .left_out
        .iter()
        .map(|left| left.text.as_str())
        .collect();
    assert_eq!(left, ["five. Six", "two"]);
}

mod shortest_selector {
    use super::*;
    use argmap::quotes::PlaceSelector;

    fn pin(text: &str, quotation: &str, nth: usize) -> PlaceSelector {
        let source = source(text);
        let Outcome::Ambiguous { places, .. } = source.find(&Quotation::new(quotation)) else {
            panic!()
        };
        let selector = source.shortest_selector(quotation, &places[nth]).unwrap();
        let pinned = Quotation {
            prefix: selector.prefix.as_deref(),
            suffix: selector.suffix.as_deref(),
            occurrence: selector.occurrence,
            ..Quotation::new(quotation)
        };
        let Outcome::Found { place, .. } = source.find(&pinned) else {
            panic!("{selector:?}")
        };
        assert_eq!(place, places[nth]);
        selector
    }

    #[test]
    fn one_word_on_the_shorter_side_is_enough() {
        let text = "Thus we trade blows now. They trade blows again.";
        let prefix = |words: &str| PlaceSelector {
            prefix: Some(words.into()),
            ..PlaceSelector::default()
        };
        let suffix = |words: &str| PlaceSelector {
            suffix: Some(words.into()),
            ..PlaceSelector::default()
        };
        assert_eq!(pin(text, "trade blows", 0), prefix("we"));
        assert_eq!(pin(text, "trade blows", 1), prefix("They"));
        assert_eq!(
            pin("one day it is. A long day it was.", "day it", 0),
            suffix("is")
        );
        assert_eq!(pin("公共链 和 私有链", "链", 1), prefix("有"));
    }

    #[test]
    fn both_sides_are_used_where_one_would_be_long() {
        let text = "a x b. a x c. d x b.";
        let both = PlaceSelector {
            prefix: Some("a".into()),
            suffix: Some("b".into()),
            occurrence: None,
        };
        assert_eq!(pin(text, "x", 0), both);
    }

    #[test]
    fn where_no_context_tells_a_count_does() {
        let text = "tick ".repeat(100);
        let count = PlaceSelector {
            occurrence: Some(50),
            ..PlaceSelector::default()
        };
        assert_eq!(pin(&text, "tick", 49), count);
    }

    #[test]
    fn a_single_place_needs_nothing() {
        let source = source("one two");
        let place = found_in(&source, "one").unwrap();
        assert_eq!(
            source.shortest_selector("one", &place),
            Some(PlaceSelector::default())
        );
        assert_eq!(source.shortest_selector("two", &place), None);
    }
}
