//! Compares two maps.
//!
//! The comparison is about what maps say, not how they are written: comments, layout and order do not matter. Things
//! with the same id in both are the same. A claim that is gone and a new one with the same wordings count as one
//! renamed claim; that is a guess, and reported as one. Linear in the two maps, apart from sorting.

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
use pairs::{PairId, Pairs};
pub use telling::relation_words;
pub use words::{TextRun, word_runs};

/// The differences between two maps.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DiffAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The name of the older map.
    pub old: String,
    /// The name of the newer map.
    pub new: String,
    /// How many differences of each kind there are.
    pub summary: DiffCounts,
    /// The claims in both maps whose labels differ under grounded semantics, causes before effects.
    pub labels: Vec<LabelChange>,
    /// Claims: first those of the newer map in its order, then those that are gone.
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
    /// The keys of `[map]`, `[lints]` and `[expect]`.
    pub map: Vec<KeyChange>,
}

/// How many things differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DiffCounts {
    /// Claims whose labels differ.
    pub labels: usize,
    /// Claims that only the newer map has.
    pub claims_added: usize,
    /// Claims that only the older map has.
    pub claims_gone: usize,
    /// Claims whose wording differs.
    pub claims_reworded: usize,
    /// Claims that seem to have been renamed.
    pub claims_renamed: usize,
    /// Claims that are in another file.
    pub claims_moved: usize,
    /// Claims that differ, but in none of these ways.
    pub claims_changed: usize,
    /// Steps and links that only the newer map has.
    pub relations_added: usize,
    /// Steps and links that only the older map has.
    pub relations_gone: usize,
    /// Steps and links that differ.
    pub relations_changed: usize,
    /// Everything else that differs: questions, sources, speakers, and lines of `[map]`, `[lints]` and `[expect]`.
    pub others: usize,
}

/// What happened to something between the two maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Only the newer map has it.
    Added,
    /// Only the older map has it.
    Gone,
    /// Both maps have it, and it differs.
    Changed,
}

/// The difference under one key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key, such as `text.en` or `tags`.
    pub key: String,
    /// The value in the older map; `None` if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// The value in the newer map; `None` if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// For two texts: how the newer differs from the older, word by word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<TextRun>,
}

/// A claim whose label differs.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LabelChange {
    /// The claim, as the newer map names it.
    pub claim: Named,
    /// Its label in the older map.
    pub from: Label,
    /// Its label in the newer map.
    pub to: Label,
    /// Why it has the newer label, in one line.
    #[serde(serialize_with = "as_text")]
    pub why: ToldLine<'static>,
    /// The claims named in that line that are new or have a different label.
    pub causes: Vec<Cause>,
    /// Why it had the older label, if the line names nothing that is new.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "as_some_text"
    )]
    pub was_why: Option<ToldLine<'static>>,
    /// Where the claim is written.
    #[serde(flatten)]
    pub at: Written,
}

/// A claim that causes the different label of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cause {
    /// The claim.
    pub claim: Named,
    /// Its label in the older map; `None` if it is new.
    pub was: Option<Label>,
}

/// What happened to a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClaimChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// The claim, as the newer map names it, or as the older does if it is gone.
    pub claim: Named,
    /// Its id in the older map, if it seems to have been renamed. This is a guess, based on its wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<SharedStr>,
    /// Its wording.
    pub text: String,
    /// Its label, if it was added or is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The file that it was in, if it is now in another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// The file that it is in now, as a path in the map's folder; not in JSON.
    #[serde(skip)]
    pub moved_to: Option<String>,
    /// What differs in it.
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

/// What happened to a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StepChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// Its kind now, or its old kind if it is gone.
    pub kind: StepKind,
    /// Its premises and conclusion; those in the older map if it is gone.
    #[serde(flatten)]
    pub step: NamedStep,
    /// What differs in it.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// What happened to a contradiction, a contrast or a restatement.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LinkChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// The key that states it: `"contradicts"`, `"contrasts"` or `"restates"`.
    pub kind: &'static str,
    /// The two claims that it links.
    pub claims: [Named; 2],
    /// What differs in it.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// What happened to a question, a source or a speaker.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ThingChange {
    /// Whether it was added, is gone or differs.
    pub change: Fate,
    /// Its id.
    pub id: SharedStr,
    /// The text of the question, or the name.
    pub text: String,
    /// What differs in it.
    pub changes: Vec<KeyChange>,
    /// Where it is written.
    #[serde(flatten)]
    pub at: Written,
}

/// A map to compare, and its name.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'m> {
    /// The name, such as `HEAD`.
    pub name: &'m str,
    /// The map.
    pub map: &'m Map,
}

/// One of the two maps, with what is often needed about it.
struct Half<'m> {
    map: &'m Map,
    labels: Labelling,
    places: Places<'m>,
    /// The numbers of its claims, shared by both maps.
    joints: Vec<PairId>,
}

impl<'m> Half<'m> {
    fn new(map: &'m Map, joints: Vec<PairId>) -> Self {
        Self {
            map,
            labels: grounded(map, &Suppositions::default()),
            places: Places::new(map.files()),
            joints,
        }
    }

    fn joint(&self, claim: ClaimId) -> PairId {
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
    /// Compares two maps. Either may be empty.
    pub fn new(old: Compared<'_>, new: Compared<'_>) -> Self {
        let pairs = Pairs::new(old.map, new.map);
        let (before, after) = pairs.joints();
        let sides = (Half::new(old.map, before), Half::new(new.map, after));
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

    /// Whether the maps say the same thing.
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

fn claims(sides: &(Half<'_>, Half<'_>), pairs: &Pairs) -> Vec<ClaimChange> {
    let (old, new) = sides;
    // If one file is compared with one other file, different names do not mean that claims have moved.
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

/// The change for a claim that only one side has.
fn alone(side: &Half<'_>, claim: ClaimId, change: Fate) -> ClaimChange {
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

/// A question, a source or a speaker, and what is said about it.
struct Entity<'m> {
    id: &'m SharedStr,
    place: Place,
    text: &'m str,
    facts: Facts<'m>,
}

/// The changes of things of one kind.
fn things<'m>(
    (old, new): &(Half<'m>, Half<'m>),
    of: impl Fn(&Half<'m>) -> Vec<Entity<'m>>,
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

fn one(side: &Half<'_>, thing: &Entity<'_>, change: Fate, changes: Vec<KeyChange>) -> ThingChange {
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
