//! Builds a map from a foreign file. Claims, steps and links have numbers at first, and become documents in the end.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::FreshIds;
use crate::edit::NewFile;
use crate::losses::{Losses, What};
use crate::syntax::{
    Claim, Detail, Document, Header, Heading, Polarity, Premise, Question, Reason, Relation,
    RelationKind, SharedStr, Source, Spanned, Text, Undercut, Wording, is_short_data, write_toml,
};

/// A map that is being built.
#[derive(Debug, Default)]
pub(super) struct MapDraft {
    pub(super) document: Document,
    /// What the map keeps for each format.
    kept: Vec<(String, toml::Table)>,
    steps: Vec<DraftStep>,
    links: Vec<DraftLink>,
    sections: Vec<DraftSection>,
    names: FreshIds,
    source_names: FreshIds,
    question_names: FreshIds,
    /// The texts of sources.
    texts: Vec<NewFile>,
    /// What has been stated, so that nothing is stated twice.
    stated: FxHashSet<StatedOnce>,
    lost: Losses,
}

/// A reason, an objection, or an undercut of another step.
#[derive(Debug, Default)]
pub(super) struct DraftStep {
    /// The claims that form the reason together; at least one.
    pub(super) premises: Vec<usize>,
    /// The claim that it supports or attacks; unused for an undercut.
    pub(super) conclusion: usize,
    pub(super) is_against: bool,
    /// For an undercut, the number of the step that it undercuts, which may be an undercut too.
    pub(super) undercuts: Option<usize>,
    /// The id that it should have, if any.
    pub(super) id: Option<String>,
    pub(super) why: Option<String>,
    pub(super) scheme: Option<String>,
    pub(super) strength: Option<f64>,
    pub(super) data: toml::Table,
}

impl DraftStep {
    /// An undercut by a claim of the step with this number.
    pub(super) fn undercut(claim: usize, step: usize) -> Self {
        Self {
            premises: vec![claim],
            undercuts: Some(step),
            ..Self::default()
        }
    }

    pub(super) fn polarity(&self) -> Polarity {
        if self.is_against {
            Polarity::Against
        } else {
            Polarity::For
        }
    }

    /// Whether it has no id, scheme or data.
    fn is_plain(&self) -> bool {
        self.id.is_none() && self.scheme.is_none() && self.data.is_empty()
    }
}

#[derive(Debug)]
struct DraftLink {
    kind: RelationKind,
    from: usize,
    to: usize,
    detail: Detail,
}

/// Claims that belong together, such as those under a heading.
#[derive(Debug)]
struct DraftSection {
    /// The first of its claims.
    claim: usize,
    title: String,
    level: u8,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum StatedOnce {
    Step(Vec<usize>, usize, bool),
    Undercut(Vec<usize>, usize),
    Link(RelationKind, usize, usize),
}

/// A question with the numbers of its answers.
#[derive(Debug)]
pub(super) struct AskedQuestion<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) text: &'a str,
    pub(super) answers: &'a [usize],
    pub(super) is_exclusive: bool,
}

/// The wording of a claim or question, in one language. If there are no words, some are put in their place.
fn wording(words: &str) -> Box<[Wording]> {
    let words = match words.trim() {
        "" => "(without words)",
        words => words,
    };
    Box::new([Wording {
        language: None,
        text: text(words),
    }])
}

/// A text that is not in any file.
pub(super) fn text(text: impl Into<SharedStr>) -> Text {
    Spanned::unplaced(text.into())
}

/// Adds and finds the parts of a map.
impl MapDraft {
    /// Adds a claim with an id made from its words, and returns its number. A claim without words is given some.
    pub(super) fn claim(&mut self, wording: &str) -> usize {
        let id = self.names.of_words(wording, "claim");
        self.named_claim(id, wording)
    }

    /// Adds a claim with this id or the closest valid one, and returns its number.
    pub(super) fn claim_of_id(&mut self, id: &str, wording: &str) -> usize {
        let id = self.names.of_id(id);
        self.named_claim(id, wording)
    }

    fn named_claim(&mut self, id: String, wording: &str) -> usize {
        let mut claim = Claim::new(text(id));
        claim.text = self::wording(wording);
        self.document.claims.push(claim);
        self.document.claims.len() - 1
    }

    /// The claim with this number.
    #[expect(clippy::indexing_slicing, reason = "numbers are given here")]
    pub(super) fn get(&mut self, claim: usize) -> &mut Claim {
        &mut self.document.claims[claim]
    }

    /// The id of the claim with this number.
    pub(super) fn id(&self, claim: usize) -> Text {
        let claim = self.document.claims.get(claim);
        claim.map_or_else(|| text(""), |claim| claim.id.clone())
    }

    /// Keeps a table in the claim's data for a format.
    pub(super) fn keep(&mut self, claim: usize, format: &str, table: toml::Table) {
        if !table.is_empty() {
            let data = self.get(claim).data.get_or_insert_default();
            data.insert(format.to_owned(), toml::Value::Table(table));
        }
    }

    /// The header of the map.
    pub(super) fn header(&mut self) -> &mut Header {
        self.document.header.get_or_insert_default()
    }

    /// The table that the map keeps for a format.
    #[expect(
        clippy::indexing_slicing,
        reason = "it is there, or has just been added"
    )]
    pub(super) fn map_data(&mut self, format: &str) -> &mut toml::Table {
        let at = self.kept.iter().position(|(name, _)| name == format);
        let at = at.unwrap_or_else(|| {
            self.kept.push((format.to_owned(), toml::Table::new()));
            self.kept.len() - 1
        });
        &mut self.kept[at].1
    }

    /// Adds a source with its text, which becomes a file of the map. Returns its id.
    pub(super) fn source(
        &mut self,
        title: &str,
        words: &str,
        more: impl FnOnce(&mut Source),
    ) -> String {
        let id = self.source_names.of_words(title, "text");
        let name = format!("{id}.txt");
        let mut source = Source::new(text(id.as_str()));
        source.path = Some(text(name.as_str()));
        more(&mut source);
        self.document.sources.push(source);
        self.texts.push(NewFile {
            name,
            text: words.to_owned(),
        });
        id
    }

    /// Adds a step and returns its number; `None` if it has no premises or has been stated already.
    pub(super) fn step(&mut self, mut step: DraftStep) -> Option<usize> {
        let mut seen = FxHashSet::default();
        step.premises.retain(|&premise| seen.insert(premise));
        let mut premises = step.premises.clone();
        premises.sort_unstable();
        let statement = match step.undercuts {
            Some(undercut) => StatedOnce::Undercut(premises, undercut),
            None => StatedOnce::Step(premises, step.conclusion, step.is_against),
        };
        if step.premises.is_empty() || !self.stated.insert(statement) {
            return None;
        }
        if let Some(id) = step.id.take() {
            step.id = Some(self.names.of_id(&id));
        }
        self.steps.push(step);
        Some(self.steps.len() - 1)
    }

    /// The number that the next step will have.
    pub(super) fn next_step(&self) -> usize {
        self.steps.len()
    }

    /// Adds a contradiction, a contrast or a restatement. Returns whether it is new.
    pub(super) fn link(
        &mut self,
        kind: RelationKind,
        from: usize,
        to: usize,
        detail: Detail,
    ) -> bool {
        let (one, other) = (from.min(to), from.max(to));
        let is_new = self.stated.insert(StatedOnce::Link(kind, one, other));
        if is_new {
            self.links.push(DraftLink {
                kind,
                from,
                to,
                detail,
            });
        }
        is_new
    }

    /// Adds a question and returns its id, which is made from its words if none is given. A single answer is never
    /// exclusive.
    pub(super) fn question(&mut self, asked: &AskedQuestion<'_>) -> String {
        let id = match asked.id {
            Some(id) => self.question_names.of_id(id),
            None => self.question_names.of_words(asked.text, "question"),
        };
        let mut known = FxHashSet::default();
        let answers = asked.answers.iter();
        let answers = answers.filter(|answer| known.insert(**answer));
        let answers: Box<[Text]> = answers.map(|&answer| self.id(answer)).collect();
        let exclusive = asked.is_exclusive && answers.len() > 1;
        self.document.questions.push(Question {
            text: wording(asked.text),
            exclusive: exclusive.then(|| Spanned::unplaced(true)),
            answers,
            ..Question::new(text(id.as_str()))
        });
        id
    }

    /// Begins a section. Claims that are added from now on belong to it.
    pub(super) fn section(&mut self, title: &str, level: u8) {
        let claim = self.document.claims.len();
        self.sections.push(DraftSection {
            claim,
            title: title.to_owned(),
            level,
        });
    }

    /// Counts something in the foreign file that has no place in the map.
    pub(super) fn lose(&mut self, what: What, count: usize) {
        self.lost.add(what, count);
    }
}

/// The result of an import.
#[derive(Debug)]
#[non_exhaustive]
pub struct Imported {
    pub(super) document: Document,
    sections: Vec<DraftSection>,
    texts: Vec<NewFile>,
    /// What has no place in the map: the kinds of things, and how many of each.
    pub lost: Losses,
}

impl MapDraft {
    /// Completes the map: writes steps and links into the claims that state them. Linear in the draft.
    pub(super) fn finish(mut self) -> Imported {
        self.name_steps();
        let kept = std::mem::take(&mut self.kept).into_iter();
        let kept = kept.filter(|(_, table)| !table.is_empty());
        let kept: toml::Table = kept
            .map(|(format, table)| (format, toml::Value::Table(table)))
            .collect();
        if !kept.is_empty() {
            self.header().data = Some(Box::new(kept));
        }
        let mut relations: Vec<Vec<Relation>> = vec![Vec::new(); self.document.claims.len()];
        let mut reasons: Vec<Vec<Reason>> = vec![Vec::new(); self.document.claims.len()];
        let names = self.undercut_names();
        let mut has_short = vec![false; self.document.claims.len()];
        let steps = std::mem::take(&mut self.steps).into_iter().zip(names);
        let (undercuts, steps): (Vec<_>, Vec<_>) =
            steps.partition(|(step, _)| step.undercuts.is_some());
        for (step, _) in steps {
            let polarity = step.polarity();
            let is_plain = step.is_plain();
            let DraftStep {
                premises,
                conclusion,
                is_against,
                id,
                why,
                scheme,
                strength,
                data,
                undercuts: _,
            } = step;
            if let (&[premise], true) = (premises.as_slice(), is_plain) {
                let kind = if is_against {
                    RelationKind::Attacks
                } else {
                    RelationKind::Supports
                };
                let detail = Detail {
                    why: why.map(text),
                    strength: strength.map(Spanned::unplaced),
                    ..Detail::default()
                };
                let relation = Relation {
                    kind,
                    target: self.id(conclusion),
                    detail: boxed(detail),
                };
                push(&mut relations, premise, relation);
                continue;
            }
            let premises = premises.iter().map(|&premise| Premise {
                claim: self.id(premise),
                detail: None,
            });
            let is_short = is_plain && !is_against && why.is_none() && strength.is_none();
            let short = is_short && !has_short.get(conclusion).copied().unwrap_or(true);
            if short && let Some(has) = has_short.get_mut(conclusion) {
                *has = true;
            }
            let reason = Reason {
                id: id.map(text),
                why: why.map(text),
                scheme: scheme.map(text),
                strength: strength.map(Spanned::unplaced),
                data: (!data.is_empty()).then(|| Box::new(data)),
                short,
                ..Reason::new(polarity, premises.collect())
            };
            push(&mut reasons, conclusion, reason);
        }
        for (step, name) in undercuts {
            let id = step.id.map(text);
            let why = step.why.map(text);
            let strength = step.strength.map(Spanned::unplaced);
            let data = (!step.data.is_empty()).then(|| Box::new(step.data));
            if let (&[premise], None) = (step.premises.as_slice(), &step.scheme) {
                let detail = Detail {
                    why,
                    strength,
                    id,
                    data,
                    ..Detail::default()
                };
                let relation = Relation {
                    kind: RelationKind::Undercuts,
                    target: text(name),
                    detail: boxed(detail),
                };
                push(&mut relations, premise, relation);
                continue;
            }
            let premises = step.premises.iter().map(|&premise| Premise {
                claim: self.id(premise),
                detail: None,
            });
            let reason = Reason {
                id,
                why,
                scheme: step.scheme.map(text),
                strength,
                data,
                ..Reason::new(Polarity::Against, premises.collect())
            };
            self.document.undercuts.push(Undercut {
                step: text(name),
                reason,
            });
        }
        for link in std::mem::take(&mut self.links) {
            let relation = Relation {
                kind: link.kind,
                target: self.id(link.to),
                detail: boxed(link.detail),
            };
            push(&mut relations, link.from, relation);
        }
        for ((claim, relations), reasons) in
            self.document.claims.iter_mut().zip(relations).zip(reasons)
        {
            claim.relations = relations.into();
            claim.reasons = reasons.into();
        }
        Imported {
            document: self.document,
            sections: self.sections,
            texts: self.texts,
            lost: self.lost,
        }
    }

    /// Gives ids to undercut steps that could not be named otherwise.
    fn name_steps(&mut self) {
        let ways = self.ways();
        for number in 0..self.steps.len() {
            let target = self.steps.get(number).and_then(|step| step.undercuts);
            let Some((index, step)) =
                target.and_then(|index| Some((index, self.steps.get(index)?)))
            else {
                continue;
            };
            if step.id.is_some() || only_way(step, &ways).is_some() {
                continue;
            }
            let first = step.premises.first().map(|&premise| self.id(premise).value);
            let first = first.unwrap_or_default();
            let words = match step.undercuts {
                Some(_) => format!("{first}-undercuts"),
                None => format!("{first}-to-{}", self.id(step.conclusion).value),
            };
            let id = self.names.free(&words);
            if let Some(step) = self.steps.get_mut(index) {
                step.id = Some(id);
            }
        }
    }

    /// In how many steps to the second claim the first claim is a premise.
    fn ways(&self) -> FxHashMap<(usize, usize), usize> {
        let mut ways = FxHashMap::default();
        for step in &self.steps {
            // An undercut of a step to the conclusion could have the same name, so it counts too.
            let target = match step.undercuts {
                Some(undercut) => self.steps.get(undercut),
                None => Some(step),
            };
            let Some(target) = target.filter(|target| target.undercuts.is_none()) else {
                continue;
            };
            for &premise in &step.premises {
                *ways.entry((premise, target.conclusion)).or_insert(0) += 1;
            }
        }
        ways
    }

    /// The name that each undercut uses for the step that it undercuts; empty for other steps.
    fn undercut_names(&self) -> Vec<String> {
        let ways = self.ways();
        let name = |step: &DraftStep| {
            let target = self.steps.get(step.undercuts?)?;
            if let Some(id) = &target.id {
                return Some(id.clone());
            }
            let premise = only_way(target, &ways)?;
            Some(format!(
                "{} -> {}",
                self.id(premise).value,
                self.id(target.conclusion).value
            ))
        };
        self.steps
            .iter()
            .map(|step| name(step).unwrap_or_default())
            .collect()
    }
}

/// A premise of a reason or objection that is in no other step to the same conclusion.
fn only_way(step: &DraftStep, ways: &FxHashMap<(usize, usize), usize>) -> Option<usize> {
    if step.undercuts.is_some() {
        return None;
    }
    let mut premises = step.premises.iter().copied();
    premises.find(|&premise| ways.get(&(premise, step.conclusion)) == Some(&1))
}

fn boxed(detail: Detail) -> Option<Box<Detail>> {
    (!detail.is_empty()).then(|| Box::new(detail))
}

fn push<T>(rows: &mut [Vec<T>], row: usize, item: T) {
    if let Some(row) = rows.get_mut(row) {
        row.push(item);
    }
}

impl Imported {
    /// The whole map as one TOML file.
    pub fn toml(&self) -> String {
        let headings = self.sections.iter().map(|section| Heading {
            claim: section.claim,
            text: section.title.clone(),
        });
        write_toml(&self.document, &headings.collect::<Vec<_>>())
    }

    /// How many texts of sources there are. Each becomes a separate file.
    pub fn texts(&self) -> usize {
        self.texts.len()
    }

    /// How many claims there are.
    pub fn claims(&self) -> usize {
        self.document.claims.len()
    }

    /// The map as the files of a folder: `map.toml` with what concerns the whole map, a file for each chapter, one for
    /// long data, and the texts of the sources.
    pub fn files(self) -> Vec<NewFile> {
        let Document {
            mut header,
            sources,
            speakers,
            questions,
            lints,
            expect,
            claims,
            undercuts,
            ..
        } = self.document;
        let texts = self.texts;
        let mut names = FreshIds::default();
        let name =
            |names: &mut FreshIds, stem: &str| format!("{}.toml", names.of_words(stem, "claims"));
        let mut files = Vec::new();
        let mut add = |name: String, document: &Document, headings: &[Heading]| {
            let text = write_toml(document, headings);
            if !text.is_empty() {
                files.push(NewFile { name, text });
            }
        };
        let mut data = None;
        if let Some(header) = header.as_mut() {
            data = header.data.take_if(|data| !is_short_data(data));
        }
        let says_nothing = |header: &Header| {
            let Header {
                span: _,
                title,
                language,
                thesis,
                source,
                data,
            } = header;
            let texts = [title, language, source];
            texts.iter().all(|text| text.is_none()) && thesis.is_empty() && data.is_none()
        };
        header = header.filter(|header| !says_nothing(header));
        let main = Document {
            header,
            sources,
            speakers,
            questions,
            lints,
            expect,
            ..Document::default()
        };
        add(name(&mut names, "map"), &main, &[]);
        // Chapters are the sections of the highest level that has several sections.
        let mut levels: Vec<u8> = self.sections.iter().map(|section| section.level).collect();
        levels.sort_unstable();
        let chapter = levels
            .chunk_by(|one, other| one == other)
            .find(|same| same.len() > 1)
            .and_then(|same| same.first().copied());
        // An undercut with several premises goes to the file of its first premise.
        let mut of: FxHashMap<SharedStr, Vec<Undercut>> = FxHashMap::default();
        for undercut in undercuts {
            let first = undercut.reason.premises.first();
            let first = first.map(|premise| premise.claim.value.clone());
            of.entry(first.unwrap_or_default())
                .or_default()
                .push(undercut);
        }
        let mut claims = claims.into_iter();
        let mut at = 0;
        let mut chapters = vec![(String::from("claims"), 0, Vec::new())];
        for section in self.sections {
            let is_chapter = chapter.is_some_and(|level| section.level <= level);
            if is_chapter {
                chapters.push((section.title.clone(), section.claim, Vec::new()));
            }
            if let Some((_, start, headings)) = chapters.last_mut() {
                headings.push(Heading {
                    claim: section.claim - *start,
                    text: section.title,
                });
            }
        }
        let ends: Vec<usize> = chapters
            .iter()
            .skip(1)
            .map(|(_, start, _)| *start)
            .chain([usize::MAX])
            .collect();
        let mut parts = Vec::new();
        for ((title, _, headings), end) in chapters.into_iter().zip(ends) {
            let count = end.saturating_sub(at);
            let claims: Vec<Claim> = claims.by_ref().take(count).collect();
            at += claims.len();
            if claims.is_empty() {
                continue;
            }
            let undercuts = claims.iter().filter_map(|claim| of.remove(&claim.id.value));
            let document = Document {
                undercuts: undercuts.flatten().collect(),
                claims,
                ..Document::default()
            };
            parts.push((name(&mut names, &title), document, headings));
        }
        // Files are read in the order of their names. If that is not the order of the chapters, add numbers.
        let is_sorted = parts.is_sorted_by_key(|(name, ..)| name.clone());
        let width = parts.len().to_string().len();
        for (number, (name, document, headings)) in (1..).zip(parts) {
            let name = if is_sorted {
                name
            } else {
                format!("{number:0width$}-{name}")
            };
            add(name, &document, &headings);
        }
        if let Some(data) = data {
            let stem = data.keys().next().map_or("data", String::as_str).to_owned();
            let header = Header {
                data: Some(data),
                ..Header::default()
            };
            let document = Document {
                header: Some(header),
                ..Document::default()
            };
            add(name(&mut names, &stem), &document, &[]);
        }
        files.extend(texts);
        files
    }
}
