//! Divides a source's text by the entries that quote it, for an annotated edition.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Cited, Entry, Proof};
use crate::map::{ClaimId, QuestionId, SourceId};

/// Maximum number of claims named for a run.
pub const NAMED_CLAIMS: usize = 12;

/// A stretch of a source that is quoted by the same claims from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// Bytes of the source's rendered text.
    pub text: Range<usize>,
    /// The claims that quote it, in the order of the map; at most the first [`NAMED_CLAIMS`].
    pub claims: Vec<ClaimId>,
    /// The first question that quotes it, if no claim does.
    pub question: Option<QuestionId>,
    /// How many quotations include it.
    pub count: usize,
    /// The number of the ignored passage that includes it, if nothing quotes it.
    pub ignored: Option<u32>,
}

impl Run {
    /// Whether it is neither quoted nor ignored.
    pub fn is_left_out(&self) -> bool {
        self.count == 0 && self.ignored.is_none()
    }
}

impl Proof<'_> {
    /// The runs of a source's text, in order and without gaps; `None` if the source could not be read.
    ///
    /// Text without letters, such as the blank between two quotations or the number of a heading, belongs to the run
    /// before it. O(n log n) in quotations and runs, with at most [`NAMED_CLAIMS`] claims a run.
    pub fn edition(&self, source: SourceId) -> Option<Vec<Run>> {
        let text = self.source(source).ok()?.text();
        let cited = || self.from(source).chain(self.ignored(source));
        let mut events: Vec<(usize, bool, Entry)> = cited().flat_map(events).collect();
        events.sort_unstable();
        let mut quoting = Quoting::default();
        let mut ignored: BTreeSet<u32> = BTreeSet::new();
        let mut runs: Vec<Run> = Vec::new();
        let mut at = 0;
        let mut push = |range: Range<usize>, quoting: &Quoting, ignored| {
            if range.is_empty() {
                return;
            }
            let mut run = run(range, quoting, ignored);
            if let Some(last) = runs.last_mut()
                && run.is_left_out()
            {
                let lead = lead(text.get(run.text.clone()).unwrap_or_default());
                last.text.end += lead;
                run.text.start += lead;
            }
            let piece = text.get(run.text.clone()).unwrap_or_default();
            let is_silent = || !piece.contains(char::is_alphabetic);
            match runs.last_mut() {
                Some(last) if last.same(&run) || is_silent() => last.text.end = run.text.end,
                _ if run.text.is_empty() => {}
                _ => runs.push(run),
            }
        };
        for (offset, begins, entry) in events {
            push(at..offset, &quoting, ignored.first().copied());
            at = offset;
            match (entry, begins) {
                (Entry::Claim(claim, number), true) => quoting.claims.insert((claim, number)),
                (Entry::Claim(claim, number), false) => quoting.claims.remove(&(claim, number)),
                (Entry::Question(id, number), true) => quoting.questions.insert((id, number)),
                (Entry::Question(id, number), false) => quoting.questions.remove(&(id, number)),
                (Entry::Ignore(_, number), true) => ignored.insert(number),
                (Entry::Ignore(_, number), false) => ignored.remove(&number),
            };
        }
        push(at..text.len(), &quoting, None);
        Some(runs)
    }
}

/// The quotations that include the current place.
#[derive(Debug, Default)]
struct Quoting {
    claims: BTreeSet<(ClaimId, u32)>,
    questions: BTreeSet<(QuestionId, u32)>,
}

/// How many bytes at the start of an uncovered text belong to the run before it: blanks, and the signs that end a
/// sentence. All of the text if it has no letters.
fn lead(text: &str) -> usize {
    let Some(first) = text.find(char::is_alphabetic) else {
        return text.len();
    };
    let before = text.get(..first).unwrap_or_default();
    before.trim_end_matches(|c: char| !c.is_whitespace()).len()
}

/// The beginning (true) and end (false) of each part of a quotation.
fn events(cited: &Cited) -> impl Iterator<Item = (usize, bool, Entry)> + '_ {
    let entry = cited.entry;
    let ends = move |range: Range<usize>| [(range.start, true, entry), (range.end, false, entry)];
    cited.text_ranges().flat_map(ends)
}

fn run(text: Range<usize>, quoting: &Quoting, ignored: Option<u32>) -> Run {
    let claims = quoting.claims.iter().take(NAMED_CLAIMS);
    let mut claims: Vec<ClaimId> = claims.map(|&(claim, _)| claim).collect();
    // A claim may quote the same words twice; its quotations are adjacent here.
    claims.dedup();
    let count = quoting.claims.len() + quoting.questions.len();
    let question = quoting.questions.first();
    Run {
        text,
        ignored: ignored.filter(|_| count == 0),
        question: question.map(|&(id, _)| id).filter(|_| claims.is_empty()),
        claims,
        count,
    }
}

impl Run {
    fn same(&self, other: &Self) -> bool {
        self.claims == other.claims
            && self.question == other.question
            && self.count == other.count
            && self.ignored == other.ignored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Map;
    use crate::syntax::{File, Files};

    #[test]
    fn a_text_is_divided_by_what_claims_it() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Title.\n\nAll men are mortal, and so is he. An aside.";
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let files = Files {
            world: Some(std::sync::Arc::new(
                crate::world::Disk::new(folder.path()).unwrap(),
            )),
            files: vec![File {
                path: "map.toml".to_owned(),
                name: "map.toml".to_owned(),
                text: r#"
                    [source.a]
                    path = "a.txt"
                    [[source.a.ignore]]
                    quote = "Title."
                    [claim.all]
                    text = "All."
                    quote = "All men are mortal, and so is he"
                    [claim.he]
                    text = "He."
                    quote = "and so is he"
                "#
                .into(),
            }],
            diagnostics: Vec::new(),
        };
        let map = Map::new(&files);
        let runs = Proof::new(&map).edition(SourceId(0)).unwrap();
        let told: Vec<_> = runs
            .iter()
            .map(|run| {
                let ids: Vec<_> = run.claims.iter().map(|&claim| map.id(claim)).collect();
                (&text[run.text.clone()], ids.join(" "), run.ignored)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Title.\n\n", String::new(), Some(0)),
                ("All men are mortal, ", "all".to_owned(), None),
                ("and so is he. ", "all he".to_owned(), None),
                ("An aside.", String::new(), None),
            ]
        );
    }
}
