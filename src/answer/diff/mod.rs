//! Compares two maps.
//!
//! The comparison is about what maps say, not how they are written: comments, layout and order do not matter. Things
//! with the same id in both are the same; a claim that is gone and a new one count as renamed if they have the same
//! wordings, which is a guess and reported as one. Linear in the two maps, apart from sorting.

mod facts;
mod labels;
mod pairs;
mod relations;
mod telling;
mod words;

use serde::Serialize;
use serde_json::Value;

use super::{Named, NamedStep, ToldLine, Version};
use crate::diagnostic::Place;
use crate::map::{ClaimId, Map, StepKind};
use crate::place::{Places, Written};
use crate::reason::{Label, Labelling, Suppositions, grounded};
use crate::syntax::{FileId, SharedStr};
use facts::{Facts, changes};
use pairs::{Joint, Pairs};
pub use telling::relation_words;
pub use words::{TextRun, word_runs};

/// What differs between two maps.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DiffAnswer {
    /// The version of this form.
    pub version: Version<1>,
    /// What the older map is called.
    pub old: String,
    /// What the newer map is called.
    pub new: String,
    /// The counts.
    pub summary: DiffCounts,
    /// The claims in both maps whose labels differ under grounded semantics: causes before what follows from them.
    pub labels: Vec<LabelChange>,
    /// Claims: those of the newer map in its order, then those that are gone.
    pub claims: Vec<ClaimChange>,
    /// Reasons, objections and undercuts, in the same order.
    pub steps: Vec<StepChange>,
    /// Contradictions, contrasts and restatements.
    pub links: Vec<LinkChange>,
    /// Questions.
    pub questions: Vec<ThingChange>,
    /// Sources.
    pub sources: Vec<ThingChange>,
    /// Speakers.
    pub speakers: Vec<ThingChange>,
    /// What `[map]`, `[lints]` and `[expect]` say.
    pub map: Vec<KeyChange>,
}

/// How many things differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DiffCounts {
    /// Claims whose labels differ.
    pub labels: usize,
    /// Claims of the newer map alone.
    pub claims_added: usize,
    /// Claims of the older map alone.
    pub claims_gone: usize,
    /// Claims whose wording differs.
    pub claims_reworded: usize,
    /// Claims that seem to have been renamed.
    pub claims_renamed: usize,
    /// Claims that are in another file.
    pub claims_moved: usize,
    /// Claims that differ in nothing of these, but in something else.
    pub claims_changed: usize,
    /// Steps and links of the newer map alone.
    pub relations_added: usize,
    /// Steps and links of the older map alone.
    pub relations_gone: usize,
    /// Steps and links that differ.
    pub relations_changed: usize,
    /// Everything else that differs: questions, sources, speakers, and lines of `[map]`, `[lints]` and `[expect]`.
    pub others: usize,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is in the newer map alone.
    Added,
    /// It is in the older map alone.
    Gone,
    /// It is in both, and differs.
    Changed,
}

/// What differs under one key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key, such as `text.en` or `tags`.
    pub key: String,
    /// What the older map says; none if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What the newer map says; none if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// Of two texts, how the newer differs from the older, word by word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<TextRun>,
}

/// A claim that has another label.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LabelChange {
    /// The claim, as the newer map names it.
    pub claim: Named,
    /// Its label in the older map.
    pub from: Label,
    /// Its label in the newer map.
    pub to: Label,
    /// Why it has that, in a line.
    #[serde(serialize_with = "as_text")]
    pub why: ToldLine<'static>,
    /// Which claims that the line names are new or have another label.
    pub causes: Vec<Cause>,
    /// Where the line names nothing new: why it had the other label.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "as_some_text"
    )]
    pub was_why: Option<ToldLine<'static>>,
    /// Where the claim is written.
    #[serde(flatten)]
    pub at: Written,
}

/// A claim by which another has another label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cause {
    /// The claim.
    pub claim: Named,
    /// Its label in the older map; none if it is new.
    pub was: Option<Label>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClaimChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// The claim; one that is gone as the older map names it, all others as the newer.
    pub claim: Named,
    /// Its id in the older map, if it seems to have been renamed: a guess, by its wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<SharedStr>,
    /// Its wording.
    pub text: String,
    /// The label of one that was added or is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The file that it was in, if it is in another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// The file that it is in now, by its path in the map's folder; not in JSON.
    #[serde(skip)]
    pub moved_to: Option<String>,
    /// What it says differently.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

impl ClaimChange {
    /// Whether its wording differs.
    pub fn is_reworded(&self) -> bool {
        self.changes
            .iter()
            .any(|change| change.key.starts_with("text"))
    }
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StepChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// What it is now, or was.
    pub kind: StepKind,
    /// From what to what it leads; of one that is gone, as the older map has it.
    #[serde(flatten)]
    pub step: NamedStep,
    /// What it says differently.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// What became of a contradiction, a contrast or a restatement.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LinkChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// The key that states it: `"contradicts"`, `"contrasts"` or `"restates"`.
    pub kind: &'static str,
    /// What it joins.
    pub claims: [Named; 2],
    /// What it says differently.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// What became of a question, a source or a speaker.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ThingChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// Its id.
    pub id: SharedStr,
    /// What is asked, or its name.
    pub text: String,
    /// What it says differently.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// A map to compare, and its name.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'m> {
    /// What to call it, such as `HEAD`.
    pub name: &'m str,
    /// The map.
    pub map: &'m Map,
}

/// One of the two maps, with what is asked of it again and again.
struct Side<'m> {
    map: &'m Map,
    labels: Labelling,
    places: Places<'m>,
    /// The numbers by which its claims go in both maps.
    joints: Vec<Joint>,
}

impl<'m> Side<'m> {
    fn new(map: &'m Map, joints: Vec<Joint>) -> Self {
        Self {
            map,
            labels: grounded(map, &Suppositions::default()),
            places: Places::new(map.files()),
            joints,
        }
    }

    fn joint(&self, claim: ClaimId) -> Joint {
        self.joints.get(claim.index()).copied().unwrap_or_default()
    }

    fn file(&self, file: FileId) -> &'m str {
        &self.map.files().file(file).name
    }

    fn written(&self, place: Place) -> Written {
        self.places.written(place)
    }
}

impl DiffAnswer {
    /// Compares two maps, of which one may be empty.
    pub fn new(old: Compared<'_>, new: Compared<'_>) -> Self {
        let pairs = Pairs::new(old.map, new.map);
        let (before, after) = pairs.joints();
        let sides = (Side::new(old.map, before), Side::new(new.map, after));
        let mut answer = Self {
            version: Version,
            old: old.name.to_owned(),
            new: new.name.to_owned(),
            summary: DiffCounts::default(),
            labels: labels::changes(&sides, &pairs),
            claims: claims(&sides, &pairs),
            steps: relations::steps(&sides),
            links: relations::links(&sides),
            questions: things(&sides, facts::questions),
            sources: things(&sides, facts::sources),
            speakers: things(&sides, facts::speakers),
            map: changes(&facts::map(&sides.0), &facts::map(&sides.1)),
        };
        answer.summary = answer.counts();
        answer
    }

    /// Whether the maps say the same.
    pub fn is_empty(&self) -> bool {
        self.summary == DiffCounts::default()
    }

    fn counts(&self) -> DiffCounts {
        let mut counts = DiffCounts {
            labels: self.labels.len(),
            others: self.questions.len()
                + self.sources.len()
                + self.speakers.len()
                + self.map.len(),
            ..DiffCounts::default()
        };
        for claim in &self.claims {
            match claim.change {
                Fate::Added => counts.claims_added += 1,
                Fate::Gone => counts.claims_gone += 1,
                Fate::Changed => {
                    let (renamed, moved) =
                        (claim.renamed_from.is_some(), claim.moved_from.is_some());
                    counts.claims_renamed += usize::from(renamed);
                    counts.claims_moved += usize::from(moved);
                    counts.claims_reworded += usize::from(claim.is_reworded());
                    let is_other = !renamed && !moved && !claim.is_reworded();
                    counts.claims_changed += usize::from(is_other);
                }
            }
        }
        let steps = self.steps.iter().map(|step| step.change);
        for fate in steps.chain(self.links.iter().map(|link| link.change)) {
            *match fate {
                Fate::Added => &mut counts.relations_added,
                Fate::Gone => &mut counts.relations_gone,
                Fate::Changed => &mut counts.relations_changed,
            } += 1;
        }
        counts
    }
}

fn claims(sides: &(Side<'_>, Side<'_>), pairs: &Pairs) -> Vec<ClaimChange> {
    let (old, new) = sides;
    // A file that is compared with another is one place under two names.
    let is_moved = |from: &str, to: &str| {
        let counts = [old, new].map(|side| side.map.files().files.len());
        from != to && counts != [1, 1]
    };
    let mut told = Vec::new();
    for claim in new.map.claims() {
        let Some(before) = pairs.old_of(claim) else {
            told.push(alone(new, claim, Fate::Added));
            continue;
        };
        let (from, to) = (
            old.file(old.map.file_of(before)),
            new.file(new.map.file_of(claim)),
        );
        let is_one = facts::is_one_language((old.map, before), (new.map, claim));
        let change = ClaimChange {
            change: Fate::Changed,
            claim: Named::new(new.map, claim),
            renamed_from: pairs
                .is_renamed(claim)
                .then(|| Named::new(old.map, before).id),
            text: new.map.text(claim, None).to_owned(),
            label: None,
            moved_from: is_moved(from, to).then(|| from.to_owned()),
            moved_to: is_moved(from, to).then(|| to.to_owned()),
            changes: changes(
                &facts::claim(old.map, before, is_one),
                &facts::claim(new.map, claim, is_one),
            ),
            at: new.written(new.map.place(claim)),
        };
        if !change.changes.is_empty()
            || change.renamed_from.is_some()
            || change.moved_from.is_some()
        {
            told.push(change);
        }
    }
    let gone = old
        .map
        .claims()
        .filter(|&claim| pairs.new_of(claim).is_none());
    told.extend(gone.map(|claim| alone(old, claim, Fate::Gone)));
    told
}

/// A claim of one side alone.
fn alone(side: &Side<'_>, claim: ClaimId, change: Fate) -> ClaimChange {
    ClaimChange {
        change,
        claim: Named::new(side.map, claim),
        renamed_from: None,
        text: side.map.text(claim, None).to_owned(),
        label: Some(side.labels.claim(claim)),
        moved_from: None,
        moved_to: None,
        changes: Vec::new(),
        at: side.written(side.map.place(claim)),
    }
}

/// A question, a source or a speaker, and what it says.
struct Thing<'m> {
    id: &'m SharedStr,
    place: Place,
    text: &'m str,
    facts: Facts<'m>,
}

/// What became of the things of one kind.
fn things<'m>(
    (old, new): &(Side<'m>, Side<'m>),
    of: impl Fn(&Side<'m>) -> Vec<Thing<'m>>,
) -> Vec<ThingChange> {
    let (before, after) = (of(old), of(new));
    let (mut told, gone) = facts::by_id(&before, &after, |was, is| {
        let changes = was.map_or_else(Vec::new, |was| changes(&was.facts, &is.facts));
        let change = match was {
            None => Fate::Added,
            Some(_) if changes.is_empty() => return None,
            Some(_) => Fate::Changed,
        };
        Some(one(new, is, change, changes))
    });
    told.extend(
        gone.into_iter()
            .map(|was| one(old, was, Fate::Gone, Vec::new())),
    );
    told
}

fn one(side: &Side<'_>, thing: &Thing<'_>, change: Fate, changes: Vec<KeyChange>) -> ThingChange {
    ThingChange {
        change,
        id: thing.id.clone(),
        text: thing.text.to_owned(),
        changes,
        at: side.written(thing.place),
    }
}

fn as_text<S: serde::Serializer>(line: &ToldLine<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&line.text())
}

#[expect(clippy::ref_option, reason = "so serde calls it")]
fn as_some_text<S: serde::Serializer>(
    line: &Option<ToldLine<'_>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    line.as_ref().map(ToldLine::text).serialize(serializer)
}
