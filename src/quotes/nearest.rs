//! Finds the passage nearest to a missing quotation, and how the two differ.

use serde::Serialize;
use similar::{Algorithm, ChangeTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::approximate::PreparedPattern;
use super::boundary::{begins_whole, ends_whole};
use super::difference::{SignChange, sign_changes};
use super::find::trim;
use super::fold::{Items, Sign, Skeleton, fold_case, is_unseen};
use super::layout::floor;
use super::source::{Passage, SourceText};

/// Maximum difference between a quotation and its nearest passage, in percent of the quotation's characters.
pub const MAX_DIFFERENCE: usize = 35;

/// Maximum length, in characters, of a quotation that is searched as a whole; longer ones are searched by samples.
const WHOLE: usize = 128;

/// Maximum length, in characters, of a quotation for which a nearest passage is looked for.
const LONGEST: usize = 10_000;

/// How many samples of a long quotation are looked for, and how many characters each has.
const SAMPLES: usize = 4;
const SAMPLE: usize = 64;

/// A quotation is first cut into pieces that are searched unchanged: how many pieces, how many characters a piece needs
/// at least, and how many places of each are tried.
const PIECES: usize = 4;
const PIECE: usize = 10;
const PIECE_PLACES: usize = 8;

/// Maximum number of characters that an end of a passage is moved to include a whole word.
const WORD: usize = 40;

/// The passage nearest to a quotation that was not found. It is a hint, never a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Nearest {
    /// Where it is.
    #[serde(flatten)]
    pub passage: Passage,
    /// The text of the passage.
    pub text: String,
    /// How many characters differ: the edit distance (Levenshtein) over the characters that no tier may change, without
    /// white space and dashes.
    pub edits: usize,
    /// How the quotation differs from the passage, word by word.
    pub words: Vec<WordChange>,
    /// The signs that differ although the words seem to be the same. If there are none and no word differs either, the
    /// quotation is only found within longer words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<SignChange>,
}

/// A run of words in the comparison of a quotation with a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WordChange {
    /// Words in both, as the passage has them.
    Equal(String),
    /// Words of the passage that the quotation lacks.
    Missing(String),
    /// Words that only the quotation has.
    Added(String),
}

impl WordChange {
    /// The differences: the passage's words, paired with the words that the quotation has instead. Either may be empty.
    pub fn pairs(changes: &[Self]) -> impl Iterator<Item = (&str, &str)> {
        let mut changes = changes.iter().peekable();
        std::iter::from_fn(move || {
            let (mut theirs, mut own) = ("", "");
            let is_equal = |change: &&Self| matches!(change, Self::Equal(_));
            while changes.next_if(is_equal).is_some() {}
            while let Some(change) = changes.next_if(|change| match change {
                Self::Equal(_) => false,
                Self::Missing(_) => theirs.is_empty(),
                Self::Added(_) => own.is_empty(),
            }) {
                match change {
                    Self::Missing(words) => theirs = words,
                    Self::Added(words) => own = words,
                    Self::Equal(_) => {}
                }
            }
            (!theirs.is_empty() || !own.is_empty()).then_some((theirs, own))
        })
    }
}

impl SourceText {
    /// The passage nearest to `quotation`, or to one of its [parts](super::Quotation::parts), if the edits are at most
    /// [`MAX_DIFFERENCE`] percent of its characters.
    ///
    /// A passage that shares a quarter of the quotation unchanged is taken at once if it needs at most a third of the
    /// edits allowed. Otherwise a quotation of up to 128 characters gets the first of the nearest passages, and a
    /// longer one is searched by samples. A quotation of more than 10,000 characters gets no answer. O(size).
    pub fn nearest(&self, quotation: &str) -> Option<Nearest> {
        let quotation = trim(quotation);
        let key: Vec<char> = Skeleton::new(quotation).text.chars().collect();
        if key.is_empty() || key.len() > LONGEST {
            return None;
        }
        let most = key.len() * MAX_DIFFERENCE / 100;
        let skeleton = &self.skeleton().text;
        let likely = seeded(skeleton, &key, most).filter(|&(.., edits)| 3 * edits <= most);
        let (start, end, edits) = match likely {
            Some(stretch) => stretch,
            None if key.len() <= WHOLE => whole(skeleton, &key, most)?,
            None => sampled(skeleton, &key, most)?,
        };
        let range = self.with_own_marks(self.whole_words(start, end)?, quotation);
        let text = self.text().get(range.clone())?;
        let words = compare(text, quotation);
        Some(Nearest {
            signs: sign_changes(text, quotation, &words),
            words,
            text: text.to_owned(),
            passage: self.passage(range),
            edits,
        })
    }

    /// The range of the text for the bytes `start..end` of the skeleton, widened to whole words at both ends.
    fn whole_words(&self, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
        let text = self.text();
        let skeleton = self.skeleton();
        let last = skeleton.text.get(..end)?.chars().next_back()?.len_utf8();
        let mut start = floor(text, skeleton.text_offset(start));
        let mut end = floor(text, skeleton.text_offset(end - last));
        end += text.get(end..)?.chars().next()?.len_utf8();
        for _ in 0..WORD {
            if begins_whole(text, start, end) {
                break;
            }
            let before = text.get(..start)?.chars().next_back();
            start -= before.map_or(0, char::len_utf8);
        }
        for _ in 0..WORD {
            if ends_whole(text, start, end) {
                break;
            }
            end += text.get(end..)?.chars().next().map_or(0, char::len_utf8);
        }
        Some(start..end)
    }

    /// The range with the marks at its ends that belong to it: none before or after words where the quotation has none,
    /// and the one after its last word where the quotation has another there.
    fn with_own_marks(
        &self,
        range: std::ops::Range<usize>,
        quotation: &str,
    ) -> std::ops::Range<usize> {
        let text = self.text();
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !is_unseen(c);
        let std::ops::Range { mut start, mut end } = range;
        let passage = |start, end| text.get(start..end).unwrap_or("");
        while quotation.starts_with(char::is_alphanumeric)
            && let Some(c) = passage(start, end).chars().next()
            && !c.is_alphanumeric()
            && begins_whole(text, start + c.len_utf8(), end)
        {
            start += c.len_utf8();
        }
        while quotation.ends_with(char::is_alphanumeric)
            && let Some(c) = passage(start, end).chars().next_back()
            && !c.is_alphanumeric()
            && ends_whole(text, start, end - c.len_utf8())
        {
            end -= c.len_utf8();
        }
        if quotation.ends_with(is_mark)
            && passage(start, end).ends_with(char::is_alphanumeric)
            && let Some(c) = passage(end, text.len()).chars().next()
            && is_mark(c)
            && ends_whole(text, start, end + c.len_utf8())
        {
            end += c.len_utf8();
        }
        start..end
    }
}

/// A piece of a skeleton, in bytes, and how many edits turn it into the pattern.
type SkeletonPiece = (usize, usize, usize);

/// The nearest stretch to `key` among those that share a piece with it unchanged, as they do if only a word or two of
/// the quotation were changed. Takes a few look-ups.
fn seeded(text: &str, key: &[char], most: usize) -> Option<SkeletonPiece> {
    let pattern = PreparedPattern::new(key.iter().copied());
    let length = key.len() / PIECES;
    let offsets = (0..PIECES).map(|piece| piece * length);
    let pieces = offsets.filter_map(|offset| Some((offset, key.get(offset..offset + length)?)));
    pieces
        .filter(|(_, piece)| piece.len() >= PIECE)
        .flat_map(|(offset, piece)| {
            let piece: String = piece.iter().collect();
            let places = memchr::memmem::find_iter(text.as_bytes(), &piece);
            places
                .take(PIECE_PLACES)
                .map(move |at| (offset, at))
                .collect::<Vec<_>>()
        })
        .filter_map(|(offset, at)| stretch(text, &pattern, key, at, offset, most))
        .min_by_key(|&(start, _, edits)| (edits, start))
}

/// The nearest stretch to `key`.
fn whole(text: &str, key: &[char], most: usize) -> Option<SkeletonPiece> {
    let pattern = PreparedPattern::new(key.iter().copied());
    let near = pattern.nearest_end(text.chars());
    (near.edits <= most).then(|| anchored(text, byte_of(text, near.at), key, near.edits))
}

/// The nearest stretch to `key` among those around the best matches of its samples.
fn sampled(text: &str, key: &[char], most: usize) -> Option<SkeletonPiece> {
    let pattern = PreparedPattern::new(key.iter().copied());
    let spread = (key.len() - SAMPLE) / (SAMPLES - 1);
    let offsets = (0..SAMPLES).map(|sample| sample * spread);
    offsets
        .filter_map(|offset| {
            let sample = key.get(offset..offset + SAMPLE)?;
            let near = PreparedPattern::new(sample.iter().copied()).nearest_end(text.chars());
            let near_enough = near.edits <= SAMPLE * MAX_DIFFERENCE / 100;
            let end = near_enough.then(|| byte_of(text, near.at))?;
            stretch(text, &pattern, key, end, offset + SAMPLE, most)
        })
        .min_by_key(|&(start, _, edits)| (edits, start))
}

/// The nearest stretch to `key` around the byte `at`, which is roughly where the character `offset` of `key` is.
fn stretch(
    text: &str,
    pattern: &PreparedPattern,
    key: &[char],
    at: usize,
    offset: usize,
    most: usize,
) -> Option<SkeletonPiece> {
    let mut before = text.get(..at)?.char_indices().rev();
    let start = before.nth(offset + most).map_or(0, |(start, _)| start);
    let window = text.get(start..)?;
    let near = pattern.nearest_end(window.chars().take(key.len() + 2 * most + 1));
    let end = start + byte_of(window, near.at);
    (near.edits <= most).then(|| anchored(text, end, key, near.edits))
}

/// The best stretch that ends at the byte `end`, if `key` is at most `edits` edits away from it.
fn anchored(text: &str, end: usize, key: &[char], edits: usize) -> SkeletonPiece {
    let before = text.get(..end).unwrap_or("");
    let back = PreparedPattern::new(key.iter().rev().copied())
        .nearest_prefix(before.chars().rev().take(key.len() + edits));
    let length: usize = before.chars().rev().take(back.at).map(char::len_utf8).sum();
    (end - length, end, back.edits)
}

fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
}

/// How `quotation` differs from `passage`, in runs of words.
fn compare(passage: &str, quotation: &str) -> Vec<WordChange> {
    let (old, new) = (words(passage), words(quotation));
    let compared = |form: fn(&str) -> String| {
        let [old, new] = [&old, &new].map(|words| {
            let words = words.iter().map(|&(_, word)| form(word));
            words.collect::<Vec<_>>()
        });
        differences(&old, &new)
    };
    let mut changes = compared(fold);
    if changes.iter().all(|change| change.0 == ChangeTag::Equal) {
        // The difference may be one that a reader hardly sees.
        changes = compared(str::to_owned);
    }
    let run = |text: &str, words: &[(usize, &str)], range: std::ops::Range<usize>| {
        let words = words.get(range).unwrap_or(&[]);
        let start = words.first().map_or(0, |&(start, _)| start);
        let end = words.last().map_or(0, |&(start, word)| start + word.len());
        text.get(start..end).unwrap_or("").to_owned()
    };
    changes
        .into_iter()
        .map(|(tag, range)| match tag {
            ChangeTag::Equal => WordChange::Equal(run(passage, &old, range)),
            ChangeTag::Delete => WordChange::Missing(run(passage, &old, range)),
            ChangeTag::Insert => WordChange::Added(run(quotation, &new, range)),
        })
        .collect()
}

/// The runs of words that are equal, deleted or inserted: ranges of `old`, or of `new` if inserted.
fn differences(old: &[String], new: &[String]) -> Vec<(ChangeTag, std::ops::Range<usize>)> {
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (tag, old, new) = op.as_tag_tuple();
        match tag {
            similar::DiffTag::Equal => changes.push((ChangeTag::Equal, old)),
            similar::DiffTag::Delete => changes.push((ChangeTag::Delete, old)),
            similar::DiffTag::Insert => changes.push((ChangeTag::Insert, new)),
            similar::DiffTag::Replace => {
                changes.push((ChangeTag::Delete, old));
                changes.push((ChangeTag::Insert, new));
            }
        }
    }
    changes
}

/// The words and signs of `text`, with the bytes at which they begin.
fn words(text: &str) -> Vec<(usize, &str)> {
    let seen = |c: char| !c.is_whitespace() && !is_unseen(c);
    text.split_word_bound_indices()
        .filter(|(_, word)| word.contains(seen))
        .collect()
}

fn fold(word: &str) -> String {
    Items::new(word)
        .filter_map(|item| match item.sign {
            Sign::Char(c) => Some(fold_case(c)),
            _ => None,
        })
        .collect()
}
