//! Reads a quotation with the marks that people add when they quote: `[sic]`, `[T]he`, `…`, `[the mayor]`.

use super::insertion::{self, SHORTEST_STEM};
use crate::quotes::Quotation;

/// A way in which a quotation is read less literally than it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Loosening {
    /// The comma, full stop, colon or semicolon at its end was added by the answer.
    EndPunctuation,
    /// `…` or `[…]` stands for words left out.
    Ellipsis,
    /// `[sic]` was added by the answer.
    Sic,
    /// `[T]he` for `the`: a letter was changed in brackets.
    BracketedLetter,
    /// Words in brackets are the answer's: added, or put in place of a few of the source's words.
    Insertion,
    /// The service cut off its end.
    CutShort,
    /// A note mark in it is not part of the words.
    NoteMark,
    /// It runs over the end of a block of the source, such as a heading or a paragraph.
    AcrossBlocks,
    /// It runs from one table cell into the next.
    AcrossCells,
}

impl Loosening {
    /// A short description.
    pub fn words(self) -> &'static str {
        match self {
            Self::EndPunctuation => "the punctuation at its end is the answer's",
            Self::Ellipsis => "it leaves words out",
            Self::Sic => "`[sic]` is the answer's",
            Self::BracketedLetter => "a letter is changed in brackets",
            Self::Insertion => "words in brackets are the answer's",
            Self::CutShort => "it is cut at its end",
            Self::NoteMark => "the mark of a note is left out",
            Self::AcrossBlocks => {
                "it runs over the end of a paragraph, heading, list item or table row"
            }
            Self::AcrossCells => "it runs from one table cell into the next",
        }
    }
}

/// One way to read a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuoteWording {
    pub(super) text: String,
    pub(super) loosenings: Vec<Loosening>,
    /// Words in brackets that may replace a few of the source's.
    pub(super) replaced: Vec<Replaced>,
}

/// Words in brackets that were left out of a quotation; none for an ellipsis or a letter at its edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replaced {
    pub(super) words: String,
    /// The part of the text, counted from 0, before which they were.
    pub(super) before: usize,
}

/// The most literal reading of a quotation.
pub(super) fn literal(written: &str) -> QuoteWording {
    let written = written.trim();
    let parts = Quotation::new(written).parts();
    QuoteWording {
        text: written.to_owned(),
        loosenings: if parts == [written] {
            Vec::new()
        } else {
            vec![Loosening::Ellipsis]
        },
        replaced: bracketed_ends(written, &parts).collect(),
    }
}

/// The ends of a quotation with these parts that are an ellipsis or letters in brackets: the source must not deny
/// beside them.
fn bracketed_ends(written: &str, parts: &[&str]) -> impl Iterator<Item = Replaced> + use<> {
    let is_own = |inner: &str| {
        let is_letters = !inner.is_empty() && inner.chars().all(char::is_alphabetic);
        is_ellipsis(inner) || is_letters && !inner.eq_ignore_ascii_case("sic")
    };
    // In `[…].` the full stop is no words.
    let has_words = |part: &&str| part.contains(char::is_alphanumeric);
    let last_part = parts.iter().rposition(has_words).map_or(0, |last| last + 1);
    let first = written.strip_prefix('[');
    let first = first.and_then(|rest| rest.split_once(']'));
    let last = written.trim_end_matches([',', '.', ';', ':', ' ']);
    let last = last
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    let before = first.filter(|(inner, _)| is_own(inner.trim())).map(|_| 0);
    let after = last
        .filter(|(_, inner)| is_own(inner.trim()))
        .map(|_| last_part);
    before.into_iter().chain(after).map(|before| Replaced {
        words: String::new(),
        before,
    })
}

fn is_ellipsis(inner: &str) -> bool {
    matches!(inner, "…" | "..." | ". . .")
}

/// All readings of a quotation, the most literal first.
pub(super) fn wordings(written: &str) -> Vec<QuoteWording> {
    let written = written.trim();
    let mut all: Vec<QuoteWording> = Vec::new();
    let mut add = |wording: QuoteWording| {
        if !wording.text.is_empty()
            && all
                .iter()
                .all(|known| known.text != wording.text || known.replaced != wording.replaced)
        {
            all.push(wording);
        }
    };
    let literal = literal(written);
    add(literal.clone());
    add(trimmed(literal));
    for insertions in [Insertions::Added, Insertions::Instead] {
        if let Some(read) = read(written, insertions) {
            add(read.clone());
            add(trimmed(read));
        }
    }
    all
}

/// How words in brackets are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Insertions {
    /// They are added to the source's words.
    Added,
    /// They replace some of the source's words.
    Instead,
}

/// Removes what may be at the ends of a quotation without being the source's: ellipses and a punctuation mark.
fn trimmed(wording: QuoteWording) -> QuoteWording {
    let QuoteWording {
        text,
        mut loosenings,
        replaced,
    } = wording;
    let mut own = text.as_str();
    loop {
        let before = own;
        own = own.trim();
        for mark in ["[…]", "[...]", "…", "..."] {
            let whole = own;
            own = own.strip_prefix(mark).unwrap_or(own);
            own = own.strip_suffix(mark).unwrap_or(own).trim();
            if own != whole {
                loosenings.push(Loosening::Ellipsis);
            }
        }
        if let Some(rest) = own.strip_suffix([',', '.', ';', ':'])
            && rest.ends_with(|c: char| c.is_alphanumeric() || "]”’\"')%".contains(c))
        {
            own = rest;
            loosenings.push(Loosening::EndPunctuation);
        }
        if own == before {
            break;
        }
    }
    loosenings.sort_unstable();
    loosenings.dedup();
    QuoteWording {
        text: own.to_owned(),
        loosenings,
        replaced,
    }
}

/// Reads brackets and ellipses in their usual meaning in quotations. `None` if words in brackets that are added to the
/// source's might change what it says.
fn read(written: &str, insertions: Insertions) -> Option<QuoteWording> {
    let mut text = String::with_capacity(written.len());
    let mut loosenings = Vec::new();
    let mut replaced = Vec::new();
    let mut gaps = 0;
    let mut rest = written;
    loop {
        // Everything up to the next possible mark is words.
        let (words, marked) = rest.split_at(rest.find(['[', '(', '…', '.']).unwrap_or(rest.len()));
        text.push_str(words);
        rest = marked;
        let Some(c) = rest.chars().next() else { break };
        if let Some((inner, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            && !inner.contains('[')
        {
            let word = inner.trim();
            let joins = after.starts_with(char::is_alphanumeric);
            let follows = text.ends_with(char::is_alphanumeric);
            let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
            let mut is_part = false;
            if is_ellipsis(word) {
                gap(&mut text, &mut gaps);
                loosenings.push(Loosening::Ellipsis);
            } else if word.to_lowercase().trim_end_matches('!') == "sic" {
                loosenings.push(Loosening::Sic);
                trim_blank(&mut text);
            } else if is_word && (joins || (text.trim().is_empty() && word.chars().count() == 1)) {
                text.push_str(word);
                is_part = true;
                loosenings.push(Loosening::BracketedLetter);
            } else if word.chars().all(char::is_numeric) && !text.ends_with(char::is_numeric) {
                loosenings.push(Loosening::NoteMark);
                trim_blank(&mut text);
            } else if follows && insertion::is_ending(last_word(&text), word) {
                loosenings.push(Loosening::BracketedLetter);
                let stem = last_word(&text).len();
                if insertions == Insertions::Instead && stem >= SHORTEST_STEM {
                    // `mov[ing]` for `moves`
                    let words = text.split_off(text.len() - stem) + word;
                    gap(&mut text, &mut gaps);
                    replaced.push(Replaced {
                        words,
                        before: gaps,
                    });
                }
            } else {
                loosenings.push(Loosening::Insertion);
                match insertions {
                    Insertions::Added if !insertion::clarifies(word) => return None,
                    Insertions::Added => {
                        let is_first = !text.contains(char::is_alphanumeric);
                        // What the source has beside a quotation may be what the brackets stand for.
                        if is_first || !after.contains(char::is_alphanumeric) {
                            replaced.push(Replaced {
                                words: word.to_owned(),
                                before: gaps + usize::from(!is_first),
                            });
                        }
                        trim_blank(&mut text);
                    }
                    Insertions::Instead => {
                        gap(&mut text, &mut gaps);
                        replaced.push(Replaced {
                            words: word.to_owned(),
                            before: gaps,
                        });
                    }
                }
            }
            // What is left out joins no words.
            if joins && !is_part && text.ends_with(char::is_alphanumeric) {
                text.push(' ');
            }
            rest = after;
            continue;
        }
        let dots = ["(…)", "(...)", "…", "...", ". . ."]
            .iter()
            .find_map(|dots| rest.strip_prefix(*dots));
        if let Some(after) = dots {
            gap(&mut text, &mut gaps);
            loosenings.push(Loosening::Ellipsis);
            // A full stop beside it belongs to the sentence that was cut.
            rest = after.strip_prefix('.').unwrap_or(after);
            continue;
        }
        text.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    loosenings.sort_unstable();
    loosenings.dedup();
    let text = text.trim().replace("[…]  ", "[…] ");
    replaced.extend(bracketed_ends(written, &Quotation::new(&text).parts()));
    Some(QuoteWording {
        text,
        loosenings,
        replaced,
    })
}

/// The word at the end of a text.
fn last_word(text: &str) -> &str {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next();
    word.unwrap_or("")
}

fn gap(text: &mut String, gaps: &mut usize) {
    let before = text.trim_end();
    if before.is_empty() || before.ends_with("[…]") {
        return;
    }
    *gaps += 1;
    if !text.ends_with(' ') {
        text.push(' ');
    }
    text.push_str("[…] ");
}

/// Removes the blank before something that is left out.
fn trim_blank(text: &mut String) {
    let kept = text.trim_end().len();
    text.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(written: &str) -> Vec<String> {
        wordings(written).into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn what_is_written_comes_first() {
        assert_eq!(texts("the tide rises"), ["the tide rises"]);
        assert_eq!(
            texts("the tide rises."),
            ["the tide rises.", "the tide rises"]
        );
        assert_eq!(texts("Is it so?"), ["Is it so?"]);
        assert_eq!(texts("-5 %"), ["-5 %"]);
    }

    #[test]
    fn the_marks_of_those_who_quote_are_no_words() {
        assert!(texts("[T]he tide").contains(&"The tide".to_owned()));
        assert!(texts("teh [sic] tide").contains(&"teh tide".to_owned()));
        assert!(texts("they pay[s] now").contains(&"they pay now".to_owned()));
        assert!(texts("we [dis]agree").contains(&"we disagree".to_owned()));
        for (written, never) in [
            ("he would [not] pay", "he would pay"),
            ("5[0] metres", "5 metres"),
            ("5[.]3 mm", "53 mm"),
            ("no[sic]where", "nowhere"),
            ("harm[less] walls", "harm walls"),
        ] {
            assert!(!texts(written).contains(&never.to_owned()), "{written}");
        }
        let inserted = texts("that [the mayor] said so");
        assert!(inserted.contains(&"that said so".to_owned()));
        assert!(inserted.contains(&"that […] said so".to_owned()));
        assert!(texts("one ... three").contains(&"one […] three".to_owned()));
        assert!(texts("... one two …").contains(&"one two".to_owned()));
    }

    #[test]
    fn no_word_that_denies_is_ever_dropped() {
        for text in texts("it is not so, [they] say [sic]...") {
            assert!(text.contains("not"), "{text}");
        }
    }
}
