//! Any quotation can be searched for in any page without a panic. What is found is in the file and says what was quoted.
//!
//! The input is a quotation, a NUL, and the page.
#![no_main]

use argmap::quotes::{Outcome, Quotation, QuotePlace, SourceKind, SourceText, Tier, coverage};
use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation;

/// The text without white space and invisible characters.
fn bare(text: &str) -> String {
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{AD}'
                    | '\u{200B}'
                    | '\u{200E}'
                    | '\u{200F}'
                    | '\u{2060}'..='\u{2064}'
                    | '\u{2066}'
                    | '\u{2068}'
                    | '\u{2069}'
                    | '\u{FEFF}'
                    | '\u{61C}'
            )
    };
    text.chars().filter(|&c| !unseen(c)).collect()
}

fn lies_in(source: &SourceText, place: &QuotePlace, quotation: &str) {
    assert!(source.file().get(place.whole.bytes.clone()).is_some());
    let mut said = String::new();
    for part in &place.parts {
        assert!(source.file().get(part.bytes.clone()).is_some());
        said += source
            .text()
            .get(part.text.clone())
            .expect("a range of the text");
    }
    // Characters that may be note marks may be either quoted or skipped.
    let plain = !quotation.contains([
        '[', '^', '*', '†', '‡', '§', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹',
    ]);
    if place.tier == Tier::Exact && plain {
        assert_eq!(bare(&said), bare(quotation));
    }
    assert!(source.shortest_selector(quotation, place).is_some() || !plain);
}

/// Whether the text's first character would combine with a blank before it.
fn joins_a_blank(text: &str) -> bool {
    let joined = format!(" {text}");
    joined.graphemes(true).next() != Some(" ")
}

fuzz_target!(|input: &str| {
    let (quotation, page) = input.split_once('\0').unwrap_or(("", input));
    for kind in [
        SourceKind::Plain,
        SourceKind::Markdown,
        SourceKind::Html,
        SourceKind::Xhtml,
    ] {
        let Ok(source) = SourceText::load(page.as_bytes().to_vec(), kind) else {
            return;
        };
        let text = source.text().trim();
        for quotation in [quotation, text] {
            match source.find(&Quotation::new(quotation)) {
                Outcome::Found { place, .. } => lies_in(&source, &place, quotation),
                Outcome::Ambiguous { places, .. } => {
                    places
                        .iter()
                        .for_each(|place| lies_in(&source, place, quotation));
                }
                // A mark that was put on a blank is not part of the text that is left without the blank.
                Outcome::NotFound { .. } => assert!(
                    quotation != text || joins_a_blank(text),
                    "a page says what it says: {text:?}"
                ),
                _ => {}
            }
            if let Some((passage, _)) = source.unseen(&Quotation::new(quotation)) {
                assert!(source.file().get(passage.bytes).is_some());
                assert!(source.text().get(passage.text).is_some());
            }
            source.nearest(quotation);
        }
        coverage(&source, &[0..3], &[2..5]);
    }
});
