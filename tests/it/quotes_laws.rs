//! Laws for every quotation of every source.

use std::ops::Range;

use argmap::quotes::{
    Outcome, Quotation, QuotePlace, SourceKind, SourceText, Tier, coverage, word_count,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use unicode_normalization::UnicodeNormalization;

use crate::random;

const WORDS: &[&str] = &[
    "não",
    "é",
    "construção",
    "blockchains",
    "públicas",
    "d'água",
    "Maßen",
    "Straße",
    "größer",
    "Öl",
    "σοφός",
    "άνθρωπος",
    "Ἀθήνα",
    "πρῶτος",
    "مرحبا",
    "العَرَبِيَّة",
    "شبكة",
    "公共区块链",
    "大模型",
    "不是",
    "👩\u{200D}👩\u{200D}👧",
    "🏳\u{FE0F}\u{200D}🌈",
    "👍🏽",
    "🇧🇷",
    "cafe\u{301}",
    "n\u{303}a\u{303}o",
    "co-op",
    "can’t",
    "“quoted”",
    "«cited»",
    "(aside)",
    "wait…",
    "–",
    "12",
    "0,5",
    "-7",
    "−3",
    "2024",
    "5%",
    "€40",
    "x²",
    "(½)",
    "the",
    "of",
    "Not",
    "eﬃcient",
    "한국은",
];

const GAPS: &[&str] = &[
    " ", " ", " ", " ", "  ", "\r\n", "\n", "\u{A0}", ", ", ". ", "\n\n",
];

/// A text, and where each of its words is.
fn texts() -> impl Strategy<Value = (String, Vec<Range<usize>>)> {
    let tokens = prop::collection::vec((select(WORDS), select(GAPS)), 1..60);
    (any::<bool>(), tokens).prop_map(|(marked, tokens)| {
        let mut text = String::from(if marked { "\u{FEFF}" } else { "" });
        let mut words = Vec::new();
        for (word, gap) in tokens {
            // To a reader, `12` and `-7` with a no-break space between them are one number.
            let gap = if gap == "\u{A0}" && word.ends_with(char::is_numeric) {
                " "
            } else {
                gap
            };
            words.push(text.len()..text.len() + word.len());
            text.push_str(word);
            text.push_str(gap);
        }
        (text, words)
    })
}

/// A text, and the byte range of some consecutive words.
fn slices() -> impl Strategy<Value = (String, Range<usize>)> {
    (texts(), any::<Index>(), any::<Index>()).prop_map(|((text, words), first, length)| {
        let first = first.index(words.len());
        let last = first + length.index((words.len() - first).min(12));
        let range = words.get(first).unwrap().start..words.get(last).unwrap().end;
        (text, range)
    })
}

fn load(text: &str) -> SourceText {
    SourceText::load(text.as_bytes().to_vec(), SourceKind::Plain).unwrap()
}

fn places(source: &SourceText, quotation: &str) -> Vec<QuotePlace> {
    match source.find(&Quotation::new(quotation)) {
        Outcome::Found { place, .. } => vec![place],
        Outcome::Ambiguous { places, .. } => places,
        _ => Vec::new(),
    }
}

/// `text` normalised in the simplest way: texts that say the same at some tier become the same.
fn normal(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{AD}' | '\u{FEFF}' | '\u{200B}');
    let text: String = text.chars().filter(|&c| !unseen(c)).nfc().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words
        .join(" ")
        .replace('ﬃ', "ffi")
        .replace('ﬁ', "fi")
        .replace('…', "...");
    let text = text
        .replace(['“', '”', '„', '«', '»'], "\"")
        .replace('’', "'");
    // A dash between spaces is a hyphen between spaces, and two or three hyphens stand for one.
    let words = text.split(' ').map(|word| match word {
        "–" | "--" | "---" => "-",
        word => word,
    });
    let text = words.collect::<Vec<_>>().join(" ");
    let signed = text.replace('−', "-");
    signed
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .collect()
}

/// `text` with runs of white space as single spaces, and without soft hyphens.
fn closed_up(text: &str) -> String {
    let seen: String = text.chars().filter(|&c| c != '\u{AD}').collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cuts_a_word(text: &str, range: &Range<usize>) -> bool {
    let within = text.get(range.clone()).unwrap();
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let joined = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => {
            a.is_alphanumeric() && b.is_alphanumeric() && !han(a) && !han(b)
                || matches!(a, '-' | '−' | ',' | '€') && b.is_numeric() && !within.starts_with(a)
                || a.is_numeric() && b == '%'
        }
        _ => false,
    };
    let before = text.get(..range.start).unwrap().chars().next_back();
    let after = text.get(range.end..).unwrap().chars().next();
    joined(before, within.chars().next()) || joined(within.chars().next_back(), after)
}

/// Checks that every place found says what the quotation says and cuts no word.
fn all_true(text: &str, quotation: &str, places: &[QuotePlace]) -> Result<(), TestCaseError> {
    for place in places {
        let said = text.get(place.whole.bytes.clone()).unwrap();
        prop_assert_eq!(
            normal(said),
            normal(quotation),
            "{:?} in {:?}",
            quotation,
            text
        );
        prop_assert!(
            !cuts_a_word(text, &place.whole.bytes),
            "{quotation:?} in {text:?}"
        );
        if place.tier == Tier::Exact {
            prop_assert_eq!(closed_up(said), closed_up(quotation));
        }
    }
    Ok(())
}

/// Checks that the bytes `range` are among `places`, with the right lines and columns, and returns the tier.
fn holds(text: &str, range: &Range<usize>, places: &[QuotePlace]) -> Result<Tier, TestCaseError> {
    let place = places.iter().find(|place| place.whole.bytes == *range);
    prop_assert!(
        place.is_some(),
        "{range:?} is not among {places:?} in {text:?}"
    );
    let place = place.unwrap();
    let before = text.get(..range.start).unwrap();
    let line = before
        .rsplit('\n')
        .next()
        .unwrap()
        .trim_start_matches('\u{FEFF}');
    prop_assert_eq!(place.whole.chars.start, before.chars().count());
    prop_assert_eq!(
        place.whole.start.line as usize,
        before.matches('\n').count() + 1
    );
    prop_assert_eq!(place.whole.start.column as usize, line.chars().count() + 1);
    let chars = text.get(range.clone()).unwrap().chars().count();
    prop_assert_eq!(place.whole.chars.len(), chars);
    Ok(place.tier)
}

/// Replaces each run of white space, and may put soft hyphens into words.
fn respaced(slice: &str, gaps: &[&str], hyphenate: bool) -> String {
    let mut words = slice.split_whitespace();
    let mut respaced = String::from(words.next().unwrap_or(""));
    for (word, gap) in words.zip(gaps.iter().cycle()) {
        respaced.push_str(gap);
        respaced.push_str(word);
    }
    if hyphenate {
        respaced = respaced.replace("blockchains", "block\u{AD}chains");
    }
    respaced
}

/// Changes the typography, character by character.
fn reset(slice: &str, decompose: bool) -> String {
    let swapped: String = slice
        .chars()
        .flat_map(|c| match c {
            '“' => vec!['«'],
            '”' | '»' => vec!['"'],
            '«' => vec!['„'],
            '’' => vec!['\''],
            '\'' => vec!['’'],
            '…' => vec!['.', '.', '.'],
            '−' => vec!['-'],
            'ﬃ' => vec!['f', 'ﬁ'],
            c => vec![c],
        })
        .collect();
    if decompose {
        swapped.nfd().collect()
    } else {
        swapped.nfc().collect()
    }
}

#[derive(Debug, Clone)]
enum Change {
    Drop,
    Replace(char),
    Insert(char),
    DropWord,
    InsertWord(&'static str),
}

fn changes() -> impl Strategy<Value = Change> {
    let c = || {
        select(vec![
            'a', 'ã', 'Z', '0', '5', '9', '-', '−', '%', '²', 'ß', 'σ', 'ل', '不', '€',
        ])
    };
    prop_oneof![
        Just(Change::Drop),
        c().prop_map(Change::Replace),
        c().prop_map(Change::Insert),
        Just(Change::DropWord),
        select(vec!["não", "not", "0,5", "不", "-"]).prop_map(Change::InsertWord),
    ]
}

fn changed(slice: &str, change: &Change, at: Index) -> String {
    match change {
        Change::DropWord | Change::InsertWord(_) => {
            let mut words: Vec<&str> = slice.split_whitespace().collect();
            let at = at.index(words.len());
            match change {
                Change::InsertWord(word) => words.insert(at, word),
                _ => drop(words.remove(at)),
            }
            words.join(" ")
        }
        _ => {
            let mut chars: Vec<char> = slice.chars().collect();
            let at = at.index(chars.len());
            match *change {
                Change::Replace(c) => chars.splice(at..=at, [c]).for_each(drop),
                Change::Insert(c) => chars.insert(at, c),
                _ => drop(chars.remove(at)),
            }
            chars.into_iter().collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 65_536, ..ProptestConfig::default() })]

    #[test]
    fn a_slice_is_found_exactly((text, range) in slices()) {
        let source = load(&text);
        let slice = text.get(range.clone()).unwrap();
        // The first searches walk through the text, later ones use the index.
        for _ in 0..5 {
            let places = places(&source, slice);
            prop_assert_eq!(holds(&text, &range, &places)?, Tier::Exact);
            all_true(&text, slice, &places)?;
        }
    }

    #[test]
    fn other_white_space_is_no_difference(
        (text, range) in slices(),
        gaps in prop::collection::vec(select(vec![" ", "\n", "\r\n  ", "\u{A0}", "\u{2009}", "\t"]), 1..5),
        hyphenate: bool,
    ) {
        let quotation = respaced(text.get(range.clone()).unwrap(), &gaps, hyphenate);
        prop_assume!(!text.contains(&quotation));
        let source = load(&text);
        for _ in 0..5 {
            let places = places(&source, &quotation);
            prop_assert_eq!(holds(&text, &range, &places)?, Tier::Exact);
            all_true(&text, &quotation, &places)?;
        }
    }

    #[test]
    fn what_is_found_to_the_letter_is_what_an_index_finds(
        words in prop::collection::vec(
            (
                select(vec![
                    "blockchains", "quoted", "the", "2024", "Quoted", "block-\nchains", "quo\u{AD}ted", "(aside)", "cited,",
                    "“quoted”", "Maßen", "x²", "the blockchains",
                ]),
                select(vec![" ", " ", " ", "\n", "  ", "\u{A0}", "\n\n", ""]),
            ),
            5..40
        ),
        from: Index, count in 1_usize..5,
    ) {
        let text: String = words.iter().flat_map(|(word, gap)| [*word, *gap]).collect();
        let from = from.index(words.len());
        let quoted = words.iter().skip(from).take(count).map(|(word, _)| *word);
        let quotation = quoted.collect::<Vec<_>>().join(" ");
        let (fresh, worn) = (load(&text), load(&text));
        for _ in 0..70 {
            let _ = worn.find(&Quotation::new("words that stand nowhere"));
        }
        let quotation = Quotation::new(&quotation);
        prop_assert_eq!(fresh.find(&quotation), worn.find(&quotation));
    }

    #[test]
    fn other_typography_is_found_on_its_rung(
        (text, range) in slices(), decompose: bool, space: bool
    ) {
        let slice = text.get(range.clone()).unwrap();
        let quotation = reset(slice, decompose);
        prop_assume!(quotation != slice);
        let quotation = if space { respaced(&quotation, &["\n"], false) } else { quotation };
        let source = load(&text);
        let places = places(&source, &quotation);
        all_true(&text, &quotation, &places)?;
        // The same words may occur elsewhere with exactly the typography asked for.
        if places.iter().all(|place| place.tier == Tier::Typography) {
            holds(&text, &range, &places)?;
        } else {
            prop_assert!(!places.is_empty());
        }
    }

    #[test]
    fn what_says_something_else_is_never_found(
        (text, range) in slices(), change in changes(), at: Index
    ) {
        let quotation = changed(text.get(range).unwrap(), &change, at);
        let places = places(&load(&text), &quotation);
        all_true(&text, &quotation, &places)?;
    }

    #[test]
    fn every_slice_of_chinese_is_found(
        text in "[公共区块链很大模型不是,。\r\n]{1,60}", first: Index, length: Index
    ) {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let first = first.index(starts.len() - 1);
        let last = first + 1 + length.index(starts.len() - 1 - first);
        let range = *starts.get(first).unwrap()..*starts.get(last).unwrap();
        let slice = text.get(range.clone()).unwrap();
        prop_assume!(slice == slice.trim() && !slice.is_empty());
        let places = places(&load(&text), slice);
        if places.len() < 100 {
            prop_assert_eq!(holds(&text, &range, &places)?, Tier::Exact);
        }
    }

    #[test]
    fn a_pin_settles_every_place((text, range) in slices()) {
        let source = load(&text);
        let slice = text.get(range).unwrap();
        for place in places(&source, slice) {
            let selector = source.shortest_selector(slice, &place).unwrap();
            let pinned = Quotation {
                text: slice,
                prefix: selector.prefix.as_deref(),
                suffix: selector.suffix.as_deref(),
                occurrence: selector.occurrence,
            };
            let Outcome::Found { place: found, .. } = source.find(&pinned) else {
                return Err(TestCaseError::fail(format!("{pinned:?} in {text:?}")));
            };
            prop_assert_eq!(found, place);
        }
    }

    #[test]
    fn letters_are_shared_out((text, range) in slices(), (_, other) in slices()) {
        let source = load(&text);
        let cover = coverage(&source, std::slice::from_ref(&range), &[other]);
        let letters = source.text().chars().filter(|c| c.is_alphabetic()).count();
        prop_assert_eq!(cover.letters.total(), letters);
        let left: usize = cover.left_out.iter().map(|left| left.letters).sum();
        prop_assert_eq!(left, cover.letters.left_out);
        for left in cover.left_out {
            prop_assert_eq!(text.get(left.passage.bytes), Some(left.text.as_str()));
        }
    }

    #[test]
    fn places_in_html_stand_for_what_is_quoted(
        tokens in prop::collection::vec((
            select(vec!["an", "old", "&amp;", "&eacute;t&#233;", "R&D", "x&lt;y", "&copy2020", "公共"]),
            select(vec![" ", "</b> ", " <i class='x'>", "\r\n", "<!-- a --> ", " <script>an</script>"]),
        ), 1..30),
        first: Index, length: Index,
    ) {
        let mut html = String::from("<p>");
        let mut words = Vec::new();
        for (word, gap) in tokens {
            words.push(html.len()..html.len() + word.len());
            html.push_str(word);
            html.push_str(gap);
        }
        let first = first.index(words.len());
        let last = first + length.index(words.len() - first);
        let range = words.get(first).unwrap().start..words.get(last).unwrap().end;
        let rendered = |html: &str| {
            SourceText::load(html.as_bytes().to_vec(), SourceKind::Html).unwrap().text().to_owned()
        };
        let slice = rendered(html.get(range.clone()).unwrap());
        let source = SourceText::load(html.clone().into_bytes(), SourceKind::Html).unwrap();
        let places = places(&source, &slice);
        prop_assert!(places.iter().any(|place| place.whole.bytes == range), "{places:?} {html:?}");
        for place in places {
            let said = rendered(html.get(place.whole.bytes).unwrap());
            prop_assert_eq!(closed_up(&said), closed_up(&slice));
        }
    }

    #[test]
    fn places_in_markdown_stand_for_what_is_quoted(
        tokens in prop::collection::vec(
            select(vec!["an", "*old*", "**new**", "`code`", "[link](http://x.y)", "\\*star", "&amp;", "été"]),
            1..30,
        ),
        breaks: bool, first: Index, length: Index,
    ) {
        let gap = if breaks { "\n" } else { " " };
        let file = tokens.join(gap);
        let said: Vec<String> = tokens
            .iter()
            .map(|token| match *token {
                "\\*star" => "*star".to_owned(),
                "[link](http://x.y)" => "link".to_owned(),
                "&amp;" => "&".to_owned(),
                token => token.replace(['*', '`'], ""),
            })
            .collect();
        let first = first.index(said.len());
        let last = first + length.index(said.len() - first);
        let quotation = said.get(first..=last).unwrap().join(gap);
        let source = SourceText::load(file.clone().into_bytes(), SourceKind::Markdown).unwrap();
        prop_assert_eq!(source.text().trim_end(), said.join(gap));
        for place in places(&source, &quotation) {
            prop_assert_eq!(place.tier, Tier::Exact);
            let written = file.get(place.whole.bytes).unwrap();
            let bare = written.replace("*star", "¤star").replace("**", "").replace("&amp;", "&").replace('\\', "");
            let bare = bare.replace("](http://x.y)", "").replace(['*', '`', '['], "");
            prop_assert_eq!(bare.replace('¤', "*"), quotation.as_str(), "{}", written);
        }
    }

    #[test]
    fn nothing_makes_it_panic(
        text in random::text(40), quotation in random::text(4),
        cut: Index, prefix in proptest::option::of(random::text(2)), occurrence in proptest::option::of(0_u32..4),
    ) {
        let middle = cut.index(text.len() + 1);
        let cut: String = text.chars().skip(middle / 3).take(9).collect();
        for kind in [SourceKind::Plain, SourceKind::Markdown, SourceKind::Html, SourceKind::Xhtml] {
            let source = SourceText::load(text.clone().into_bytes(), kind);
            let Ok(source) = source else { continue };
            for quotation in [quotation.as_str(), cut.as_str()] {
                for place in places(&source, quotation) {
                    prop_assert!(source.file().get(place.whole.bytes.clone()).is_some());
                    prop_assert!(source.shortest_selector(quotation, &place).is_some());
                }
                let prefix = prefix.as_deref();
                source.find(&Quotation { text: quotation, prefix, suffix: prefix, occurrence });
                source.nearest(quotation);
                word_count(quotation, usize::MAX);
            }
            coverage(&source, &[middle..middle + 3, 0..1], &[middle / 2..middle, 0..0]);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in random::bytes(40)) {
        for kind in [SourceKind::Plain, SourceKind::Markdown, SourceKind::Html, SourceKind::Pdf] {
            if let Ok(source) = SourceText::load(bytes.clone(), kind) {
                let words: Vec<&str> = source.text().split_whitespace().take(4).collect();
                for place in places(&source, &words.join(" ")) {
                    prop_assert!(source.file().get(place.whole.bytes).is_some());
                }
            }
        }
    }
}
