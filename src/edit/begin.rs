//! Begins a map of a text, or adds a text to a map: the text is declared and pinned, and its sentences are listed as
//! possible claims.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::tidy::tidy;
use crate::map::Map;
use crate::quotes::{Outcome, Outline, PlaceSelector, Quotation, QuotePlace, SourceText, Tier};
use crate::schema;
use crate::syntax::toml_string;

/// Maximum number of words from a sentence in the id of its claim.
const WORDS_OF_ID: usize = 4;

/// Maximum length of an id in characters, without its number.
const LONGEST_ID: usize = 40;

/// The files that begin a map, or that add a text to one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewFiles {
    /// The file that declares and pins the source, and also begins the map if it is new.
    pub source: NewFile,
    /// The sentences, commented out.
    pub todo: NewFile,
    /// The JSON Schema of the format, which the other two files name in their first lines. The map may have it already.
    pub schema: NewFile,
    /// The source's id.
    pub id: String,
    /// How many sentences there are.
    pub sentences: usize,
    /// How many sentences are in menus and tables of contents, and are therefore ignored.
    pub navigation: usize,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewFile {
    /// Its name in the map's folder.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// Begins a map of the text `name` in the map's folder, or adds the text to the map `into`.
///
/// Every sentence that has letters is listed once, with a quotation that is found only in its place. Sentences in menus
/// and tables of contents are listed as passages that the source ignores. The files can be checked as they are. Ids and
/// file names do not repeat any that `into` has. O(size), apart from sentences that occur several times.
pub fn begin(source: &SourceText, name: &str, into: Option<&Map>) -> NewFiles {
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or(stem);
    let Outline { title, navigation } = source.outline();
    let title = title.unwrap_or_else(|| stem.to_owned());
    let id = source_id(stem, into);
    let file = |name: &str, added: &str| NewFile {
        name: into.map_or_else(|| name.to_owned(), |map| free_name(map, added)),
        text: schema::directive(),
    };
    let mut named = file("map.toml", &format!("source-{id}"));
    let mut todo = file("todo.toml", &format!("todo-{id}"));
    named.text += &source_text(source, &id, name, &title, into.is_none());
    let _ = write!(
        todo.text,
        "# What the text says, sentence by sentence. Uncomment a sentence that claims something, put the claim in your\n\
         # own words as its `text`, and move it to the file where it belongs. Set aside what claims nothing:\n\
         # `[[source.{id}.ignore]]` in {}. `argmap coverage` shows what is left; then delete this file.\n",
        named.name
    );
    let mut ids = NewIds::new(into);
    let mut quotations = Quotations::new(source);
    let quoted_from = into.is_some().then_some(id.as_str());
    let (mut sentences, mut ignored) = (0, Vec::new());
    let mut navigation = navigation.into_iter().peekable();
    for range in source.sentences() {
        while navigation.next_if(|part| part.end <= range.start).is_some() {}
        let Some(quotation) = quotations.of(range) else {
            continue;
        };
        let part = navigation.peek();
        if part.is_some_and(|part| part.contains(&range.start)) {
            ignored.push(quotation.entry(None));
            continue;
        }
        let entry = quotation.entry(quoted_from);
        let claim = ids.id(source.text().get(range.clone()).unwrap_or_default());
        let start = source.passage(range.clone()).start;
        let _ = write!(
            todo.text,
            "\n# [claim.{claim}] # {}:{}\n# text  = \"\"\n# quote = {entry}\n",
            start.line, start.column,
        );
        sentences += 1;
    }
    if !ignored.is_empty() {
        let entries = ignored.join(",\n  ");
        let _ = write!(
            named.text,
            "\n# Menus and tables of contents:\n[[source.{id}.ignore]]\nquote  = [\n  {entries},\n]\nreason = \"navigation\"\n"
        );
    }
    named.text = tidy(&named.text);
    NewFiles {
        source: named,
        todo,
        schema: NewFile {
            name: schema::FILE_NAME.to_owned(),
            text: format!("{:#}\n", schema::schema()),
        },
        id,
        sentences,
        navigation: ignored.len(),
    }
}

/// An id made from a claim's first words that no claim or step of the map has.
pub(crate) fn new_claim_id(map: &Map, words: &str) -> String {
    NewIds::new(Some(map)).id(words)
}

/// The value of `quote` that finds this range of the source's text and nothing else. It names the source if `named` is
/// given. `None` if no value does.
pub(crate) fn quote_entry(
    source: &SourceText,
    range: Range<usize>,
    named: Option<&str>,
) -> Option<String> {
    let singled = Quotations::new(source).of(&range)?;
    Some(singled.entry(named))
}

/// An id for the source that the map does not have yet.
fn source_id(stem: &str, into: Option<&Map>) -> String {
    let id = Some(slug(stem, usize::MAX)).filter(|id| !id.is_empty());
    let id = id.unwrap_or_else(|| "text".to_owned());
    let is_free = |id: &str| into.is_none_or(|map| map.find_source(id).is_none());
    numbered(&id, "", is_free)
}

/// A name for a TOML file that the map does not have yet.
fn free_name(map: &Map, stem: &str) -> String {
    let names = map.files().files.iter().map(|file| file.name.as_str());
    let names: HashSet<&str> = names.collect();
    numbered(stem, ".toml", |name| !names.contains(name))
}

/// The first of `stem`, `stem-2`, `stem-3` and so on that is free with this ending.
fn numbered(stem: &str, ending: &str, is_free: impl Fn(&str) -> bool) -> String {
    let mut name = format!("{stem}{ending}");
    let mut number = 1_u32;
    while !is_free(&name) {
        number += 1;
        name = format!("{stem}-{number}{ending}");
    }
    name
}

/// The file that declares and pins a source, and begins the map if it is new.
fn source_text(source: &SourceText, id: &str, name: &str, title: &str, is_new: bool) -> String {
    let title = toml_string(title);
    let header = if is_new {
        format!(
            "\n\
             # What is mapped, and what the map argues for.\n\
             \n\
             [map]\n\
             title = {title}\n\
             # language = \"en\"       # the language of each claim's `text`\n\
             # thesis   = [\"…\"]      # the claims that the whole text argues for\n\
             \n\
             [source.{id}]\n"
        )
    } else {
        format!("\n[source.{id}]\ntitle  = {title}\n")
    };
    format!(
        "{header}\
         path   = {}\n\
         sha256 = {}\n\
         \n\
         # What makes no claim is set aside, with the reason:\n\
         #\n\
         # [[source.{id}.ignore]]\n\
         # quote  = \"…\"\n\
         # reason = \"a heading\"\n",
        toml_string(name),
        toml_string(source.sha256()),
    )
}

/// Creates ids that neither the map nor another sentence has.
struct NewIds<'m> {
    map: Option<&'m Map>,
    given: HashSet<String>,
    /// For each sequence of words, the number of the last id.
    numbers: FxHashMap<String, u32>,
}

impl<'m> NewIds<'m> {
    fn new(map: Option<&'m Map>) -> Self {
        Self {
            map,
            given: HashSet::new(),
            numbers: FxHashMap::default(),
        }
    }

    /// An id for a sentence: its first words, followed by a number if they are taken.
    fn id(&mut self, words: &str) -> String {
        let mut stem = slug(words, WORDS_OF_ID);
        if stem.is_empty() {
            "sentence".clone_into(&mut stem);
        }
        let number = self.numbers.entry(stem.clone()).or_insert(0);
        loop {
            *number += 1;
            let id = match *number {
                1 => stem.clone(),
                number => format!("{stem}-{number}"),
            };
            let is_taken = |map: &Map| map.find(&id).is_some() || map.find_step(&id).is_some();
            if !self.map.is_some_and(is_taken) && self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Words that stand in more places than this are told apart by number, since what is beside each would have to be
/// compared with what is beside all.
const MOST_BY_CONTEXT: usize = 20;

/// Finds what tells the sentences of a source apart.
struct Quotations<'s> {
    source: &'s SourceText,
    /// The places of words that occur several times.
    several: FxHashMap<String, RepeatedWords>,
}

/// The places of words that occur several times.
enum RepeatedWords {
    /// The places, if there are few.
    Places(Vec<QuotePlace>),
    /// Only where each place begins, if there are many.
    Starts(Vec<usize>),
}

impl<'s> Quotations<'s> {
    fn new(source: &'s SourceText) -> Self {
        Self {
            source,
            several: FxHashMap::default(),
        }
    }

    /// The words and selector that find the sentence at `range` of the source's text and nothing else, as exactly as
    /// possible. `None` if there are none.
    fn of(&mut self, range: &Range<usize>) -> Option<Singled> {
        let words = self.source.text().get(range.clone())?;
        let mut best: Option<(Tier, String, PlaceSelector)> = None;
        for words in wordings(words) {
            if let Some((tier, selector)) = self.single_out(&words, range.start)
                && best.as_ref().is_none_or(|(best, ..)| tier < *best)
            {
                best = Some((tier, words, selector));
            }
            if best.as_ref().is_some_and(|(tier, ..)| *tier == Tier::Exact) {
                break;
            }
        }
        let (_, words, selector) = best?;
        Some(Singled { words, selector })
    }

    /// The selector that finds only the place where `words` begin at byte `start`, and how exactly they match there.
    fn single_out(&mut self, words: &str, start: usize) -> Option<(Tier, PlaceSelector)> {
        if let Some(several) = self.several.get(words) {
            return several.single_out(self.source, words, start);
        }
        match self.source.find(&Quotation::new(words)) {
            Outcome::Found { place, .. } => {
                (place.whole.text.start == start).then(|| (place.tier, PlaceSelector::default()))
            }
            Outcome::Ambiguous { places, total } => {
                let several = if total <= MOST_BY_CONTEXT {
                    RepeatedWords::Places(places)
                } else {
                    let tier = places.first()?.tier;
                    RepeatedWords::Starts(self.source.starts(words, tier))
                };
                let single = several.single_out(self.source, words, start);
                self.several.insert(words.to_owned(), several);
                single
            }
            _ => None,
        }
    }
}

/// Words, and what tells one of their places apart.
struct Singled {
    words: String,
    selector: PlaceSelector,
}

impl Singled {
    /// The value of `quote`, with the source's id if it is given.
    fn entry(&self, source: Option<&str>) -> String {
        let Self { words, selector } = self;
        let text = toml_string(words);
        let occurrence = selector.occurrence.map(|number| number.to_string());
        let keys = [
            ("source", source.map(toml_string)),
            ("prefix", selector.prefix.as_deref().map(toml_string)),
            ("suffix", selector.suffix.as_deref().map(toml_string)),
            ("occurrence", occurrence),
        ];
        let keys = keys.into_iter();
        let keys = keys.filter_map(|(key, value)| Some(format!(", {key} = {}", value?)));
        let keys: String = keys.collect();
        if keys.is_empty() {
            text
        } else {
            format!("{{ text = {text}{keys} }}")
        }
    }
}

impl RepeatedWords {
    fn single_out(
        &self,
        source: &SourceText,
        words: &str,
        start: usize,
    ) -> Option<(Tier, PlaceSelector)> {
        match self {
            Self::Places(places) => {
                let mut places = places.iter();
                let place = places.find(|place| place.whole.text.start == start)?;
                Some((place.tier, source.shortest_selector(words, place)?))
            }
            Self::Starts(starts) => {
                let before = starts.binary_search(&start).ok()?;
                let selector = PlaceSelector {
                    occurrence: u32::try_from(before + 1).ok(),
                    ..PlaceSelector::default()
                };
                Some((Tier::Exact, selector))
            }
        }
    }
}

/// The ways to quote a sentence: on one line, with words divided at line endings joined or not; or with its line
/// breaks.
fn wordings(words: &str) -> Vec<String> {
    let mut wordings = vec![on_one_line(words, true), on_one_line(words, false)];
    wordings.dedup();
    if words.contains(char::is_control) {
        wordings.push(words.to_owned());
    }
    wordings
}

/// `words` on one line. White space of several characters or with a line break becomes one space. With `undivided`, no
/// space follows a hyphen at the end of a line, so that divided words are joined.
fn on_one_line(words: &str, undivided: bool) -> String {
    let is_blank = |c: char| c.is_control() || c.is_whitespace();
    let mut line = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(is_blank) {
        let (before, ahead) = rest.split_at(at);
        line.push_str(before);
        rest = ahead.trim_start_matches(is_blank);
        let blanks = ahead.strip_suffix(rest).unwrap_or_default();
        let breaks = blanks.contains(char::is_control);
        if undivided && breaks && line.ends_with('\u{AD}') {
            line.pop();
        } else if undivided && breaks && line.ends_with(['-', '‐']) {
        } else if breaks || blanks.chars().nth(1).is_some() {
            line.push(' ');
        } else {
            line.push_str(blanks);
        }
    }
    line + rest
}

/// The first words of a text as an id that TOML allows without quotation marks: in lower case, without accents, joined
/// by hyphens. Empty if they have no letters or digits that ASCII can spell.
fn slug(text: &str, words: usize) -> String {
    let mut slug = String::new();
    for word in text.unicode_words().take(words) {
        let plain: String = word
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if plain.is_empty() || slug.len() + plain.len() > LONGEST_ID {
            continue;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&plain);
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::{Levels, check};
    use crate::diagnostic::{Diagnostic, RuleName};
    use crate::map::SourceId;
    use crate::proof::Proof;
    use crate::quotes::SourceKind;
    use crate::syntax::{File, Files};

    /// Begins a map of a text and uncomments every sentence. Returns the number of sentences, the findings, and the
    /// share of the text's letters that are covered.
    fn begun(text: &str, name: &str) -> (usize, Vec<Diagnostic>, f64) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        let kind = SourceKind::of(name.as_ref(), text.as_bytes());
        let source = SourceText::load(text.as_bytes().to_vec(), kind).unwrap();
        let new = begin(&source, name, None);
        let file = |name: &str, text: String| File {
            path: name.to_owned(),
            name: name.to_owned(),
            text: text.into(),
        };
        let files = Files {
            world: Some(std::sync::Arc::new(
                crate::world::Disk::new(folder.path()).unwrap(),
            )),
            files: vec![
                file(&new.source.name, new.source.text),
                file(&new.todo.name, uncommented(&new.todo.text)),
            ],
            diagnostics: Vec::new(),
        };
        let map = Map::new(&files);
        assert_eq!(map.claim_count(), new.sentences);
        let report = check(&map, &Levels::default());
        let about_quotations = |finding: &Diagnostic| {
            // What a claim is used for is up to the analyst.
            !matches!(
                finding.rule,
                RuleName::ISOLATED_CLAIM
                    | RuleName::NO_THESIS
                    | RuleName::OFF_THESIS
                    | RuleName::UNSUPPORTED_CLAIM
            )
        };
        let findings = report
            .diagnostics
            .into_iter()
            .filter(about_quotations)
            .collect();
        let coverage = Proof::new(&map).coverage(SourceId(0)).unwrap();
        (new.sentences, findings, coverage.letters.covered())
    }

    fn uncommented(todo: &str) -> String {
        let (head, sentences) = todo.split_once("\n\n").unwrap_or((todo, ""));
        assert!(head.lines().all(|line| line.starts_with('#')));
        let lines = sentences
            .split('\n')
            .map(|line| line.strip_prefix("# ").unwrap_or(line));
        let lines = lines.map(|line| line.replace("text  = \"\"", "text  = \"Worded.\""));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn sentences_in_many_places_are_told_apart_by_number() {
        let text = "So it goes. And on. ".repeat(MOST_BY_CONTEXT + 1);
        let source = SourceText::load(text.clone().into_bytes(), SourceKind::Plain).unwrap();
        let mut quotations = Quotations::new(&source);
        for (number, start) in (1..).zip(text.match_indices("And on.").map(|(at, _)| at)) {
            let singled = quotations.of(&(start..start + "And on.".len())).unwrap();
            assert_eq!(singled.selector.occurrence, Some(number));
        }
        let (sentences, findings, _) = begun(&text, "often.txt");
        assert_eq!(
            (sentences, findings),
            (2 * (MOST_BY_CONTEXT + 1), Vec::new())
        );
    }

    #[test]
    fn every_sentence_uncommented_checks_clean() {
        for (text, name) in [
            (
                "Uma coisa só. Outra “coisa”!\n\nEsta linha é tão comprida que se quebra no meio dela,\ne \
              continua aqui. Uma coisa só. 1. 公共区块链。\tBack\\slash \"quoted\".\n",
                "ação.txt",
            ),
            (
                "Yes. Yes. Yes 2. Step. Step. Step 2. Yes-2.",
                "repeated.txt",
            ),
            (
                "Dr. Who is a. C. good.\r\nHe said […] and\r\nleft. Then [...] it ended.\u{C}New page.",
                "a.b.txt",
            ),
            (
                "old mac\rlines\r\rend\there. So.\rWell-\rknown words, inter\u{AD}\rnational \u{AD}ones.",
                "crcr.txt",
            ),
            (
                "# Well-\n\nreal text here. More.\n\n- one -\n- two\n  lines\n\n| a | b |\n|---|---|\n| c | d |\n",
                "a.md",
            ),
            (
                "---\ntitle: T\n---\n\n- [x](#x)\n\n1. A~~B~~C. <b>d</b> `e  f`.\\\ng\n",
                "b.md",
            ),
            (
                "<title>T</title><nav>Home</nav><h1>T</h1><p>A &amp;\n\t b<br>c. <p>D<table><tr><td>e<td>f",
                "c.html",
            ),
            ("\u{FEFF}A mark. Of\u{A0}: order « no ».", "bom.txt"),
        ] {
            let (sentences, findings, _) = begun(text, name);
            assert!(sentences > 0, "{text}");
            assert_eq!(findings, [], "{text}");
        }
        assert_eq!(begun("", "empty.txt").0, 0);
    }

    #[test]
    fn sentences_leave_no_letter_of_a_plain_text_out() {
        let (_, _, covered) = begun(
            "One.\nTwo is\nlonger; it goes on. 3. Three!\n\nFour",
            "a.txt",
        );
        assert!((covered - 1.0).abs() < 1e-9, "{covered}");
    }

    #[test]
    fn a_sentence_that_stands_very_often_is_counted_out() {
        let text = "Yes. ".repeat(300);
        let (sentences, findings, _) = begun(&text, "a.txt");
        assert_eq!((sentences, findings), (300, Vec::new()));
    }

    #[test]
    fn a_sentence_is_quoted_on_one_line() {
        let text = "One  two,\u{A0}three\n  four; a sub-\ndivision is inter\u{AD}\nnational.";
        assert_eq!(
            wordings(text)[0],
            "One two,\u{A0}three four; a sub-division is international."
        );
        assert_eq!(wordings("One two."), ["One two."]);
    }

    #[test]
    fn menus_are_ignored_and_the_title_is_the_text_s_own() {
        let html = "<nav>Home. Away.</nav><h1>A square</h1><p>Close it. Home!<ul><li><a href=x>Away</a></ul>";
        let source = SourceText::load(html.into(), SourceKind::Html).unwrap();
        let new = begin(&source, "page.html", None);
        assert_eq!((new.sentences, new.navigation), (3, 3));
        assert!(new.source.text.contains("title = \"A square\""));
        let (_, findings, covered) = begun(html, "page.html");
        assert_eq!(findings, []);
        // The menu is ignored, and everything else is quoted.
        assert!((covered - 1.0).abs() < 1e-9, "{covered}");
    }

    #[test]
    fn what_is_added_to_a_map_takes_no_name_that_is_taken() {
        let files = Files::from_text(
            "source-letter.toml",
            "[source.letter]\npath = \"x.txt\"\n[claim.close-it]\ntext = \"x\"\n\
             [[claim.close-it.reason]]\nid = \"close-it-2\"\npremises = [\"y\"]\n[claim.y]\ntext = \"y\"",
        );
        let map = Map::new(&files);
        let source = SourceText::load("Close it.".into(), SourceKind::Plain).unwrap();
        let new = begin(&source, "letter.txt", Some(&map));
        assert_eq!(new.id, "letter-2");
        assert_eq!(new.source.name, "source-letter-2.toml");
        assert_eq!(new.todo.name, "todo-letter-2.toml");
        assert!(
            new.todo.text.contains("# [claim.close-it-3] # 1:1\n"),
            "{}",
            new.todo.text
        );
        assert!(
            new.todo
                .text
                .contains("quote = { text = \"Close it.\", source = \"letter-2\" }")
        );
    }

    /// Pieces of texts. Those that are hard to quote are more frequent than in real texts.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => "[A-Za-zé]{1,8}",
            6 => Just(" ".to_owned()),
            2 => proptest::sample::select(vec![
                ". ", ".", "! ", "? ", ", ", "; ", ": ", "\n", "\n\n", "\r\n", "\r", "\t", "\u{C}", "\u{B}", "-\n", "-", " - ",
                "–", "—", "\u{AD}", "\u{AD}\n", "\u{200B}", "\u{A0}", "[…]", "[...]", "…", "\"", "'", "“", "”", "«", "»", "(", ")",
                "\\", "#", "# ", "* ", "1. ", "3", "5 %", "-7", "²", "Dr. ", "e\u{301}", "公共。", "👩\u{200D}👧", "\u{202E}", "\u{2028}", "\u{2029}",
                "`", "_", "~~", "<b>", "</b>", "<p>", "&amp;", "&", "|", "> ", "[a](b)", "\n- [", "](#c)\n", "<nav>", "</nav>", "<li><a href=d>", "\u{FEFF}",
            ]).prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn of_any_text_every_sentence_uncommented_checks_clean(
            pieces in proptest::collection::vec(piece(), 0..40),
            name in proptest::sample::select(vec!["a.txt", "a.md", "a.html"]),
        ) {
            let text = pieces.concat();
            let (_, findings, _) = begun(&text, name);
            prop_assert_eq!(findings, []);
        }
    }
}
