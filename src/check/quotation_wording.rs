//! How findings describe quotations, their places, and how they differ from the source.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::Context;
use super::wording::{list, name, on_one_line};
use crate::diagnostic::{CitedPassage, Diagnostic, Fix, PassageRole, Place, RuleName};
use crate::map::SourceId;
use crate::proof;
use crate::proof::{Cited, Entry};
use crate::quotes::{self, Nearest, PlaceSelector, SignChange, SourceText, WordChange, look_alike};
use crate::syntax::{FileId, Position, Quote};

/// Maximum number of places listed for a quotation.
pub(super) const TOLD_PLACES: usize = 4;

/// Maximum number of differences listed between a quotation and a passage.
const TOLD_CHANGES: usize = 4;

/// Words with more characters than this are cut in the middle.
const LONGEST: usize = 200;

/// A quotation or an ignored passage whose source could be read.
#[derive(Clone, Copy)]
pub(super) struct ReadQuote<'c, 'm> {
    pub(super) cited: &'c Cited,
    pub(super) file: FileId,
    pub(super) quote: &'m Quote,
    pub(super) source: SourceId,
    pub(super) text: &'c SourceText,
}

/// The quotations that could be from any source and were found in none, or in several.
pub(super) fn sourceless<'c, 'm>(
    context: &'c Context<'m>,
) -> impl Iterator<Item = (&'c Cited, FileId, &'m Quote)> {
    let proof = context.proof();
    let cited = proof.quotations().iter();
    let cited = cited.filter(|cited| cited.source.is_none());
    cited.filter_map(|cited| proof.quote(cited).map(|(file, quote)| (cited, file, quote)))
}

/// Everything that could be searched for in a single source, with the quotations of claims first.
pub(super) fn citations<'c, 'm>(
    context: &'c Context<'m>,
) -> impl Iterator<Item = ReadQuote<'c, 'm>> {
    let proof = context.proof();
    proof.cited().iter().filter_map(|cited| {
        let source = cited.source?;
        let text = proof.source(source).ok()?;
        let (file, quote) = proof.quote(cited)?;
        let span = quote.text.span;
        // Text that is not valid TOML is not what its author meant to quote.
        if context.unread.is_broken(Place { file, span }) {
            return None;
        }
        Some(ReadQuote {
            cited,
            file,
            quote,
            source,
            text,
        })
    })
}

impl ReadQuote<'_, '_> {
    /// What a message calls it: `this quotation of …` or `this ignored passage`.
    pub(super) fn subject(&self, context: &Context<'_>) -> String {
        subject(context, self.cited)
    }

    /// The source's id in backquotes.
    pub(super) fn source_name(&self, context: &Context<'_>) -> String {
        source_name(context, self.source)
    }

    /// The place of the words in the map.
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.file,
            span: self.quote.text.span,
        }
    }

    /// A finding about the words.
    pub(super) fn finding(
        &self,
        rule: RuleName,
        message: String,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(rule, message).label(self.file, self.quote.text.span, label)
    }

    /// A passage of the source, as attached to findings.
    pub(super) fn passage(
        &self,
        context: &Context<'_>,
        passage: &quotes::Passage,
        role: PassageRole,
    ) -> CitedPassage {
        carried(context, self.source, passage, role)
    }

    /// The finding, with the first few places of the words listed.
    pub(super) fn with_places(
        &self,
        context: &Context<'_>,
        mut finding: Diagnostic,
        places: &[quotes::QuotePlace],
        total: usize,
    ) -> Diagnostic {
        for place in places.iter().take(TOLD_PLACES) {
            let around = around(self.text, place);
            finding = finding
                .passage(self.passage(context, &place.whole, PassageRole::Place))
                .note(format!("{}: {around}", at(place.whole.start)));
        }
        if total > TOLD_PLACES {
            finding = finding.note(format!("and in {} more places", total - TOLD_PLACES));
        }
        finding
    }

    /// The fix that makes the entry mean the place that `selector` singles out.
    pub(super) fn select(&self, context: &Context<'_>, selector: &PlaceSelector) -> Option<Fix> {
        let source = &context.map.files().file(self.file).text;
        proof::select(source, self.file, self.quote, selector)
    }
}

/// What a message calls it: `this quotation of …` or `this ignored passage`.
pub(super) fn subject(context: &Context<'_>, cited: &Cited) -> String {
    match cited.entry {
        Entry::Claim(claim, _) => format!("this quotation of {}", name(context.map.id(claim))),
        Entry::Question(question, _) => {
            let id = &context.map.question(question).id.value;
            format!("this quotation of the question {}", name(id))
        }
        Entry::Ignore(..) => "this ignored passage".to_owned(),
    }
}

/// The words at a place with a few words around them, such as `…before them «the words» after them…`.
pub(super) fn around(source: &SourceText, place: &quotes::QuotePlace) -> String {
    const NEAR: usize = 24;
    let text = source.text();
    let before = text.get(..place.whole.text.start).unwrap_or_default();
    let after = text.get(place.whole.text.end..).unwrap_or_default();
    let words = text.get(place.whole.text.clone()).unwrap_or_default();
    let from = before.char_indices().rev().nth(NEAR);
    let head = from.map_or(before, |(at, _)| whole_words_from(before, at));
    let to = after.char_indices().nth(NEAR);
    let tail = to.map_or(after, |(at, _)| whole_words_to(after, at));
    let cut = |whole: &str, part: &str| if whole.len() > part.len() { "…" } else { "" };
    on_one_line(&format!(
        "{}{}{}{}{}",
        cut(before, head),
        one_line(head),
        said(words, NEAR * 2),
        one_line(tail),
        cut(after, tail)
    ))
}

/// The source's id in backquotes.
pub(super) fn source_name(context: &Context<'_>, id: SourceId) -> String {
    let written = context.proof().written(id);
    written.map_or_else(String::new, |(_, source)| name(&source.id.value))
}

/// A passage of a source, as attached to findings.
pub(super) fn carried(
    context: &Context<'_>,
    source: SourceId,
    passage: &quotes::Passage,
    role: PassageRole,
) -> CitedPassage {
    let proof = context.proof();
    CitedPassage {
        source: proof
            .written(source)
            .map_or_else(String::new, |(_, source)| source.id.value.to_string()),
        path: proof.path(source).to_owned(),
        bytes: passage.bytes.clone(),
        start: passage.start,
        end: passage.end,
        role,
        text: None,
    }
}

/// The passage nearest to words that were not found, with its full text.
pub(super) fn carried_nearest(
    context: &Context<'_>,
    source: SourceId,
    nearest: &Nearest,
) -> CitedPassage {
    CitedPassage {
        text: Some(nearest.text.clone()),
        ..carried(context, source, &nearest.passage, PassageRole::Nearest)
    }
}

/// A position in words: `line 1, column 2604`.
pub(super) fn at(position: Position) -> String {
    format!("line {}, column {}", position.line, position.column)
}

/// Words in quotation marks on one line, cut in the middle if longer than `longest` characters.
pub(super) fn said(words: &str, longest: usize) -> String {
    let words = one_line(words.trim());
    let length = words.chars().count();
    if length <= longest {
        return format!("«{words}»");
    }
    let half = longest.saturating_sub(3) / 2;
    let start = |number: usize| words.char_indices().nth(number);
    let at = |number: usize| start(number).map_or(words.len(), |(at, _)| at);
    let head = whole_words_to(&words, at(half));
    let tail = whole_words_from(&words, at(length - half));
    format!("«{} … {}»", head.trim_end(), tail.trim_start())
}

/// The whole words of `text` that end at byte `to` or before. If there is no blank before it, the text is cut there.
fn whole_words_to(text: &str, to: usize) -> &str {
    let head = text.get(..to).unwrap_or(text);
    let blank = head.rfind(char::is_whitespace);
    blank.and_then(|blank| head.get(..blank)).unwrap_or(head)
}

/// The whole words of `text` that begin after byte `from`. If there is no blank after it, the text is cut there.
fn whole_words_from(text: &str, from: usize) -> &str {
    let tail = text.get(from..).unwrap_or(text);
    let blank = tail.find(char::is_whitespace);
    let words = blank.and_then(|blank| tail.get(blank..));
    words.map_or(tail, str::trim_start)
}

/// White space becomes single blanks, and invisible characters are spelt out.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let blank = |is_there: bool| if is_there { " " } else { "" };
    let before = blank(text.starts_with(char::is_whitespace));
    let after = blank(text.ends_with(char::is_whitespace) && !words.is_empty());
    on_one_line(&format!("{before}{}{after}", words.join(" ")))
}

/// The nearest passage in words: `nearest, line 1, column 2604: «…»; yours adds «não»`.
pub(super) fn nearest(nearest: &Nearest) -> String {
    nearest_in("nearest", nearest)
}

/// The same, beginning with `said_first`, which may say in which source the passage is.
pub(super) fn nearest_in(said_first: &str, nearest: &Nearest) -> String {
    let mut out = format!(
        "{said_first}, {}: {}",
        at(nearest.passage.start),
        said(&nearest.text, LONGEST)
    );
    let (seen, mut changes) = changes(&nearest.words);
    changes.extend(nearest.signs.iter().map(sign_change));
    if changes.is_empty() {
        out.push_str(
            "; the words are there only inside longer ones, or shown in the reverse order",
        );
        return out;
    }
    let more = changes.len().saturating_sub(TOLD_CHANGES);
    changes.truncate(TOLD_CHANGES);
    if more > 0 {
        changes.push(format!("differs {more} times more"));
    }
    out.push_str(match seen {
        Seen::Nothing => "; the difference is hard to see: yours ",
        Seen::Punctuation => "; only punctuation differs: yours ",
        Seen::Words => "; yours ",
    });
    out.push_str(&list(&changes));
    out
}

/// How much a reader sees of the differences between a quotation and a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Nothing,
    Punctuation,
    Words,
}

/// How a quotation differs from a passage, in words: `adds «a»`, `lacks «b»`, `has «c» for «d»`.
fn changes(words: &[WordChange]) -> (Seen, Vec<String>) {
    const FEW: usize = 60;
    let letters =
        |words: &str| -> String { words.chars().filter(|c| c.is_alphanumeric()).collect() };
    let mut seen = Seen::Nothing;
    let changes = WordChange::pairs(words)
        .filter(|(theirs, own)| !look_alike(theirs, own))
        .map(|(theirs, own)| {
            // A difference in text with numbers or other signs is never just punctuation.
            let sign = |c: char| !(c.is_whitespace() || ".,;:!?…'’\"“”„«»‹›‘()[]-–—".contains(c));
            // Nor is a dash between words: it may be a minus.
            let is_dash = |text: &str| letters(text).is_empty() && text.contains(['-', '–', '—']);
            let punctuation = letters(theirs) == letters(own)
                && !is_dash(theirs)
                && !is_dash(own)
                && !letters(own).contains(char::is_numeric)
                && !own.contains(|c: char| !c.is_alphanumeric() && sign(c))
                && !theirs.contains(|c: char| !c.is_alphanumeric() && sign(c));
            let change = if punctuation {
                Seen::Punctuation
            } else {
                Seen::Words
            };
            seen = seen.max(change);
            match (theirs, own) {
                ("", own) => format!("adds {}", said(own, FEW)),
                (theirs, "") => format!("lacks {}", said(theirs, FEW)),
                (theirs, own) => format!("has {} for {}", said(own, FEW), said(theirs, FEW)),
            }
        })
        .collect();
    (seen, changes)
}

/// A difference that is hard to see, by code point: `lacks a variation selector (U+FE0F) after ❤`.
fn sign_change(change: &SignChange) -> String {
    let SignChange {
        theirs,
        own,
        before,
        after,
    } = change;
    let is_blank = |text: &str| text.chars().all(char::is_whitespace);
    let beside = |word: &str, c: &Option<char>| {
        let c = c.filter(|c| !c.is_whitespace())?;
        Some(format!(" {word} {}", on_one_line(&c.to_string())))
    };
    // A blank belongs to what comes after it, a combining mark to what it is put on.
    let at = if is_blank(theirs) && is_blank(own) {
        beside("before", after).or_else(|| beside("after", before))
    } else {
        beside("after", before).or_else(|| beside("before", after))
    };
    let at = at.unwrap_or_default();
    match (signs(theirs), signs(own)) {
        (theirs, own) if theirs.is_empty() => format!("adds {own}{at}"),
        (theirs, own) if own.is_empty() => format!("lacks {theirs}{at}"),
        (theirs, own) => format!("has {own} for {theirs}{at}"),
    }
}

/// Characters by code point: `a no-break space (U+00A0)`, `Cyrillic «а» (U+0430)`.
fn signs(text: &str) -> String {
    const MOST: usize = 4;
    let mut told: Vec<String> = text.chars().take(MOST).map(sign).collect();
    if text.chars().nth(MOST).is_some() {
        told.push("more".to_owned());
    }
    list(&told)
}

fn sign(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    let name = match c {
        '\n' => return "a line break".to_owned(),
        ' ' => return "a space".to_owned(),
        '\u{A0}' => "a no-break space",
        '\u{202F}' => "a narrow no-break space",
        '\u{200C}' => "a zero-width non-joiner",
        '\u{200D}' => "a zero-width joiner",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "a variation selector",
        c if c.is_whitespace() => "a space",
        c if is_combining_mark(c) => "a combining mark",
        c if c.is_control() => return code,
        c => {
            let script = match c.script() {
                Script::Common | Script::Inherited | Script::Unknown => "",
                script => script.full_name(),
            };
            let shown = on_one_line(&c.to_string());
            let told = format!("{script} «{shown}» ({code})");
            return told.trim_start().to_owned();
        }
    };
    format!("{name} ({code})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_words() {
        let words = |text: &str| text.to_owned();
        let change = [
            WordChange::Equal(words("a")),
            WordChange::Missing(words("b ")),
            WordChange::Added(words("c")),
            WordChange::Equal(words("d")),
            WordChange::Added(words("não")),
            WordChange::Equal(words("e")),
            WordChange::Missing(words("f")),
        ];
        let told = ["has «c» for «b»", "adds «não»", "lacks «f»"].map(str::to_owned);
        assert_eq!(changes(&change), (Seen::Words, told.to_vec()));
    }

    fn told(source: &str, quotation: &str) -> String {
        let source = SourceText::load(source.into(), quotes::SourceKind::Plain).unwrap();
        let said = nearest(&source.nearest(quotation).unwrap());
        let (_, yours) = said.split_once("; ").unwrap();
        yours.to_owned()
    }

    #[test]
    fn what_is_hardly_seen_is_told_by_code_point() {
        for (source, quotation, expected) in [
            (
                "I love ❤\u{FE0F} this old town",
                "I love ❤ this old town",
                "lacks a variation selector (U+FE0F) after ❤",
            ),
            (
                "It costs 5\u{A0}€ on every day",
                "It costs 5€ on every day",
                "lacks a no-break space (U+00A0) before €",
            ),
            (
                "The paper says it all",
                "The p\u{430}per says it all",
                "has Cyrillic «\u{430}» (U+0430) for Latin «a» (U+0061) after p",
            ),
            (
                "They met 👩\u{200D}👧 at home today",
                "They met 👩👧 at home today",
                "lacks a zero-width joiner (U+200D) after 👩",
            ),
        ] {
            assert_eq!(
                told(source, quotation),
                format!("the difference is hard to see: yours {expected}")
            );
        }
    }

    #[test]
    fn punctuation_alone_is_told_from_words_and_figures() {
        assert_eq!(
            told("It is so, they say, and go", "It is so they say, and go"),
            "only punctuation differs: yours lacks «,»"
        );
        assert_eq!(
            told(
                "It rose by 1.5 points at last",
                "It rose by 15 points at last"
            ),
            "yours has «15» for «1.5»"
        );
        assert_eq!(
            told(
                "It rose by −5 points at last",
                "It rose by 5 points at last"
            ),
            "yours lacks «−»"
        );
        assert_eq!(
            told(
                "We hear that this is not so, they say",
                "We hear that this is so, they say"
            ),
            "yours lacks «not»"
        );
    }

    #[test]
    fn long_words_are_cut_in_the_middle() {
        assert_eq!(said("one\n two", 20), "«one two»");
        assert_eq!(said("one two three four", 13), "«one … four»");
        assert_eq!(said("unbroken-and-long", 9), "«unb … ong»");
    }
}
