//! What a map says that a format cannot express.

use super::Part;
use crate::losses::{Losses, What};
use crate::map::{Map, StepId};
use crate::syntax::{Detail, Polarity, RelationKind};

/// Something that maps say and a format may or may not be able to express.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
#[non_exhaustive]
pub enum Thing {
    Title,
    Translation,
    Quotation,
    Source,
    Flag,
    Assumed,
    Credence,
    Subject,
    Tag,
    Speaker,
    Note,
    Data,
    Linked,
    StepId,
    Warrant,
    Scheme,
    Strength,
    Undercut,
    NestedUndercut,
    Contradiction,
    Contrast,
    Restatement,
    Objection,
    Thesis,
    MapTitle,
    Question,
    Exclusion,
    Expectation,
    Lint,
}

impl Thing {
    pub(super) const fn what(self) -> What {
        match self {
            Self::Title => What::new("title", "titles"),
            Self::Translation => What::new("translation", "translations"),
            Self::Quotation => What::new("quotation", "quotations"),
            Self::Source => What::new("source", "sources"),
            Self::Flag => What::new(
                "mark (`implicit`, `denied`)",
                "marks (`implicit`, `denied`)",
            ),
            Self::Assumed => What::new("assumption (`assumed`)", "assumptions (`assumed`)"),
            Self::Credence => What::new("credence", "credences"),
            Self::Subject => What::new("subject (`about`)", "subjects (`about`)"),
            Self::Tag => What::new("tag", "tags"),
            Self::Speaker => What::new("speaker (`by`)", "speakers (`by`)"),
            Self::Note => What::new("note", "notes"),
            Self::Data => What::new("table of `data`", "tables of `data`"),
            Self::Linked => What::new("linked reason", "linked reasons"),
            Self::StepId => What::new("id of a step", "ids of steps"),
            Self::Warrant => What::new("remark (`why`)", "remarks (`why`)"),
            Self::Scheme => What::new("scheme", "schemes"),
            Self::Strength => What::new("strength", "strengths"),
            Self::Undercut => What::new("undercut", "undercuts"),
            Self::NestedUndercut => What::new(
                "undercut of an undercut, or of several premises",
                "undercuts of undercuts, or of several premises",
            ),
            Self::Contradiction => What::new("contradiction", "contradictions"),
            Self::Contrast => What::new("contrast", "contrasts"),
            Self::Restatement => What::new("restatement", "restatements"),
            Self::Objection => What::new("objection", "objections"),
            Self::Thesis => What::new("declared thesis", "declared theses"),
            Self::MapTitle => What::new("title of the map", "titles of the map"),
            Self::Question => What::new("question", "questions"),
            Self::Exclusion => What::new(
                "question whose answers exclude each other",
                "questions whose answers exclude each other",
            ),
            Self::Expectation => What::new("expectation", "expectations"),
            Self::Lint => What::new("level of a rule", "levels of rules"),
        }
    }
}

/// What is lost when a part of a map is written in a format that can express only `carried`. The format finds its own
/// data again under its name, or under a name in `keeps`. Linear in the map.
pub(super) fn losses(part: Part<'_>, carried: &[Thing], name: &str, keeps: &[&str]) -> Losses {
    let mut counts = LossCounts {
        carried,
        lost: Losses::default(),
    };
    let map = part.map;
    let foreign = |data: Option<&toml::Table>| {
        data.map_or(0, |data| {
            let is_own = |format: &str| format == name || keeps.contains(&format);
            data.keys().filter(|format| !is_own(format)).count()
        })
    };
    counts.add(Thing::MapTitle, usize::from(map.title().is_some()));
    let headers = map
        .documents()
        .iter()
        .filter_map(|document| document.header.as_ref());
    counts.add(
        Thing::Thesis,
        headers.map(|header| header.thesis.len()).sum(),
    );
    counts.add(Thing::Data, foreign(map.data()));
    counts.add(Thing::Source, map.sources().len());
    for id in part.questions() {
        counts.add(Thing::Question, 1);
        if carried.contains(&Thing::Question) {
            let question = map.question(id);
            counts.add(Thing::Exclusion, usize::from(question.is_exclusive()));
            counts.lose(Thing::Translation, question.text.len().saturating_sub(1));
            counts.lose(Thing::Quotation, question.quotes.len());
            counts.lose(Thing::Data, foreign(question.data.as_deref()));
        }
    }
    counts.add(Thing::Expectation, map.expectations().len());
    counts.add(Thing::Lint, map.lints().count());
    for id in part.claims() {
        let claim = map.claim(id);
        counts.add(Thing::Title, usize::from(claim.title.is_some()));
        counts.add(Thing::Translation, claim.text.len().saturating_sub(1));
        counts.add(Thing::Quotation, claim.quotes.len());
        let flags = [&claim.implicit, &claim.denied];
        counts.add(
            Thing::Flag,
            flags.iter().filter(|flag| flag.is_some()).count(),
        );
        counts.add(Thing::Assumed, usize::from(claim.assumed.is_some()));
        counts.add(Thing::Credence, usize::from(claim.credence.is_some()));
        counts.add(Thing::Subject, usize::from(claim.about.is_some()));
        counts.add(Thing::Tag, claim.tags.len());
        counts.add(Thing::Speaker, claim.by.len());
        counts.add(Thing::Note, usize::from(claim.note.is_some()));
        counts.add(Thing::Data, foreign(claim.data.as_deref()));
    }
    for id in part.steps() {
        let step = map.step(id);
        let premises = map.premises(id).count();
        counts.add(Thing::Linked, usize::from(premises > 1));
        counts.add(
            Thing::Objection,
            usize::from(step.polarity == Polarity::Against),
        );
        of_step(map, id, &mut counts, &foreign);
    }
    for id in part.undercuts() {
        let target = map.step(id).undercuts;
        let is_nested = target.is_some_and(|step| map.step(step).undercuts.is_some());
        let is_plain = map.premises(id).nth(1).is_none() && !is_nested;
        let thing = if is_plain {
            Thing::Undercut
        } else {
            Thing::NestedUndercut
        };
        counts.add(thing, 1);
        of_step(map, id, &mut counts, &foreign);
    }
    for id in part.links() {
        counts.add(
            match map.link(id).kind {
                RelationKind::Contradicts => Thing::Contradiction,
                RelationKind::Restates => Thing::Restatement,
                _ => Thing::Contrast,
            },
            1,
        );
        if let Some(detail) = map.link_detail(id) {
            counts.detail(detail);
            counts.add(Thing::Data, foreign(detail.data.as_deref()));
        }
    }
    counts.lost
}

/// What has been counted so far.
struct LossCounts<'c> {
    carried: &'c [Thing],
    lost: Losses,
}

impl LossCounts<'_> {
    /// Counts a thing as lost unless the format can express it.
    fn add(&mut self, thing: Thing, count: usize) {
        if !self.carried.contains(&thing) {
            self.lose(thing, count);
        }
    }

    /// Counts a thing that no format can express.
    fn lose(&mut self, thing: Thing, count: usize) {
        self.lost.add(thing.what(), count);
    }

    /// Counts what is said about a link, or about one of several premises, which no format can express.
    fn detail(&mut self, detail: &Detail) {
        self.lose(Thing::Warrant, usize::from(detail.why.is_some()));
        self.lose(Thing::Strength, usize::from(detail.strength.is_some()));
        self.lose(Thing::Speaker, detail.by.len());
    }
}

/// Counts what a step says about itself.
fn of_step(
    map: &Map,
    id: StepId,
    counts: &mut LossCounts<'_>,
    foreign: &impl Fn(Option<&toml::Table>) -> usize,
) {
    counts.add(Thing::StepId, usize::from(map.step_name(id).is_some()));
    counts.add(Thing::Warrant, usize::from(map.step_why(id).is_some()));
    counts.add(Thing::Scheme, usize::from(map.step_scheme(id).is_some()));
    counts.add(
        Thing::Strength,
        usize::from(map.step_strength(id).is_some()),
    );
    counts.add(Thing::Speaker, map.step_by(id).len());
    counts.add(Thing::Data, foreign(map.step_data(id)));
    if step_has_details(map, id) {
        for premise in map.premises(id) {
            if let Some(detail) = map.premise_detail(id, premise) {
                counts.detail(detail);
                let data = detail.data.as_ref();
                counts.lose(Thing::Data, data.map_or(0, |data| data.len()));
            }
        }
    }
}

/// Whether a step is written as a reason, whose premises may have details of their own.
fn step_has_details(map: &Map, step: StepId) -> bool {
    map.step_reason(step).is_some()
}
