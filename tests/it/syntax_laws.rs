//! Laws of reading any text as a map file: everything that is found has its place in the text.

use argmap::syntax::{Document, Lines, Text, canonical_language};
use proptest::prelude::*;

use crate::maps::article;
use crate::random;
use crate::syntax::{clean, document};

const SAMPLE: &str = include_str!("../fixtures/syntax/sample.toml");

/// Every text in a document, with its place.
fn texts(document: &Document) -> Vec<&Text> {
    let mut texts = Vec::new();
    if let Some(header) = &document.header {
        texts.extend(
            header
                .title
                .iter()
                .chain(&header.language)
                .chain(&header.thesis),
        );
    }
    for source in &document.sources {
        texts.push(&source.id);
        texts.extend(
            [
                &source.title,
                &source.path,
                &source.language,
                &source.url,
                &source.author,
                &source.published,
                &source.accessed,
                &source.sha256,
            ]
            .into_iter()
            .flatten(),
        );
        for ignore in &source.ignores {
            texts.push(&ignore.quote.text);
            texts.extend(&ignore.reason);
        }
    }
    for claim in &document.claims {
        texts.push(&claim.id);
        texts.extend(
            [&claim.title, &claim.about, &claim.note]
                .into_iter()
                .flatten(),
        );
        texts.extend(&claim.tags);
        for wording in &claim.text {
            texts.extend(&wording.language);
            texts.push(&wording.text);
        }
        for quote in &claim.quotes {
            texts.push(&quote.text);
            if let Some(selector) = &quote.selector {
                texts.extend(
                    [&selector.source, &selector.prefix, &selector.suffix]
                        .into_iter()
                        .flatten(),
                );
            }
        }
        let premises = claim.reasons.iter().flat_map(|reason| &reason.premises);
        let entries = claim
            .relations
            .iter()
            .map(|relation| (&relation.target, &relation.detail));
        for (target, detail) in
            entries.chain(premises.map(|premise| (&premise.claim, &premise.detail)))
        {
            texts.push(target);
            if let Some(detail) = detail {
                texts.extend([&detail.why, &detail.on].into_iter().flatten());
            }
        }
        for reason in &claim.reasons {
            texts.extend(
                [&reason.id, &reason.why, &reason.scheme]
                    .into_iter()
                    .flatten(),
            );
        }
    }
    texts.extend(document.lints.iter().map(|lint| &lint.rule));
    texts.extend(document.allows.iter().map(|allow| &allow.rule));
    let expect = &document.expect;
    texts.extend(
        expect
            .accepted
            .iter()
            .chain(&expect.rejected)
            .chain(&expect.undecided)
            .chain(&expect.accepted_either_way),
    );
    texts
}

/// A place that is marked does not end in the middle of a character.
#[test]
fn what_is_marked_ends_with_a_whole_character() {
    let text = "[a]“\n";
    let document = document(text);
    spans_are_right(text, &document);
    let marked = document
        .diagnostics
        .iter()
        .flat_map(|finding| &finding.labels);
    let marked: Vec<&str> = marked
        .map(|label| &text[label.place.span.range()])
        .collect();
    assert!(marked.contains(&"“"), "{marked:?}");
}

#[test]
fn a_tag_of_a_language_with_a_blank_in_it_is_kept_in_one_spelling() {
    let text = "[claim.a]\ntext.\"pt-BR \" = \"x\"\n";
    spans_are_right(text, &document(text));
}

/// Checks that the spans of a document are in its text. The span of a text without escapes must hold just that text.
fn spans_are_right(text: &str, document: &Document) {
    for found in texts(document) {
        let raw = &text[found.span.range()];
        // A key written as in YAML is read without its colon, and a value without typographic quotation marks. A line
        // break right after three quotation marks does not count.
        let is_quote = |mark: char| "\"':“”„«»‘’‚".contains(mark);
        let is_mark = |mark: char| mark.is_whitespace() || is_quote(mark);
        let bare = |text: &str| text.trim_matches(is_mark).to_owned();
        // The tags of languages are kept in one spelling, and so is what is no tag because of a blank in it.
        let tag = raw.trim_matches(is_quote);
        let is_same_tag = [tag, tag.trim()]
            .iter()
            .any(|tag| bare(&canonical_language(tag)) == bare(&found.value));
        assert!(
            bare(raw) == bare(&found.value)
                || is_same_tag
                || raw.contains('\\')
                || raw.contains('\r'),
            "{raw} is no {}",
            found.value
        );
    }
    let lines = u32::try_from(Lines::new(text).count()).unwrap();
    for allow in &document.allows {
        assert!(allow.line <= allow.target && allow.target <= lines);
    }
    for finding in &document.diagnostics {
        assert!(!finding.labels.is_empty() && !finding.message.is_empty());
        assert!(
            !finding.message.contains('\n') && !finding.message.ends_with('.'),
            "{}",
            finding.message
        );
        for label in &finding.labels {
            assert!(text.get(label.place.span.range()).is_some(), "{finding:?}");
        }
        for (place, _) in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(place.span.range()).is_some(), "{finding:?}");
        }
    }
}

/// The files of the repository's own map, and one with every key.
fn samples() -> Vec<String> {
    let article = article();
    let own = article.files().iter().map(|file| file.text.to_string());
    own.chain([SAMPLE.to_owned()]).collect()
}

#[test]
fn whole_files_are_read_without_a_finding() {
    for sample in samples() {
        let document = clean(&sample);
        spans_are_right(&sample, &document);
    }
}

#[test]
fn every_beginning_of_a_file_is_read() {
    for sample in samples() {
        let ends = sample.char_indices().map(|(at, _)| at);
        // For long files, only some beginnings: in steps of a prime number, so that every kind of place comes up.
        let step = 1 + sample.len() / 2_000;
        for end in ends.step_by(step) {
            let text = &sample[..end];
            spans_are_right(text, &document(text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_is_too_strange_to_read(text in random::text(40)) {
        spans_are_right(&text, &document(&text));
    }

    #[test]
    fn scraps_among_wide_characters_are_read(text in "[\\[\\]{}=.,#\"'\\\\\n a\r“”é世😀\u{a0}]{0,12}") {
        spans_are_right(&text, &document(&text));
    }

    #[test]
    fn mutilated_files_are_read(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, "[\\[\\]{}=.,#\"'\n\\\\ aé\r\u{0}]{0,4}"), 1..6)
    ) {
        let mut characters: Vec<char> = SAMPLE.chars().collect();
        for (at, removed, added) in edits {
            let at = at.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, added.chars());
        }
        let text: String = characters.into_iter().collect();
        spans_are_right(&text, &document(&text));
    }
}
