//! Builds claims, steps and relations from the blocks of Argdown texts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ARGDOWN;
use super::inline::ArgdownContent;
use super::source::ArgdownSource;
use super::syntax::{
    ArgdownBlock, ArgdownElement, ArgdownKind, ArgdownTree, Inference, Owner, Pcs,
};
use crate::import::draft::{AskedQuestion, DraftStep, MapDraft, text};
use crate::import::fault::ImportError;
use crate::import::yaml::Yaml;
use crate::losses::What;
use crate::syntax::{Detail, RelationKind};

/// Texts that become one map.
#[derive(Default)]
pub(super) struct ArgdownBuilder {
    texts: Vec<(ArgdownSource, ArgdownTree)>,
}

/// A text and an element in it, as indices.
type ElementAt = (usize, usize);

/// Everything that is said about one statement or argument.
#[derive(Debug, Default)]
struct SaidAbout {
    is_argument: bool,
    title: Option<String>,
    /// Its elements, in order.
    at: Vec<ElementAt>,
    /// The reconstructions of an argument, each given by its text and block.
    pcs: Vec<(usize, usize)>,
    claim: Option<usize>,
    /// The steps of a reconstructed argument. `conclusion` is what the last of them leads to.
    steps: Vec<usize>,
    conclusion: Option<usize>,
    /// The id of a claim, if argmap wrote this statement as the claim's opposite, so that an inference can object to
    /// the claim.
    objection: Option<String>,
    /// Whether argmap wrote it for a question.
    is_question: bool,
}

impl ArgdownBuilder {
    pub(super) fn add(&mut self, source: ArgdownSource, tree: ArgdownTree) {
        self.texts.push((source, tree));
    }

    pub(super) fn build(self, draft: &mut MapDraft) -> Result<(), ImportError> {
        let mut build = Build {
            texts: &self.texts,
            things: Vec::new(),
            of: FxHashMap::default(),
            data: FxHashMap::default(),
            ids: FxHashMap::default(),
            restated: Vec::new(),
            is_strict: false,
        };
        build.front_matter(draft)?;
        build.gather();
        build.read_data()?;
        build.stand_ins();
        build.claims(draft);
        build.restatements(draft);
        build.questions(draft);
        let inferences = build.reconstructions(draft)?;
        build.relations(draft, &inferences);
        Ok(())
    }
}

struct Build<'b> {
    texts: &'b [(ArgdownSource, ArgdownTree)],
    things: Vec<SaidAbout>,
    /// The thing that each element belongs to.
    of: FxHashMap<ElementAt, usize>,
    /// The data in braces of each element.
    data: FxHashMap<ElementAt, toml::Table>,
    /// The claims by id.
    ids: FxHashMap<String, usize>,
    /// Claims and the ids that their data says they restate.
    restated: Vec<(usize, toml::Value)>,
    /// Whether an attack between two statements means that they contradict each other: the mode `strict`.
    is_strict: bool,
}

/// The steps that inferences have become, by text, block and number.
type Inferences = FxHashMap<(usize, usize, usize), usize>;

impl Build<'_> {
    fn element(&self, (text, number): ElementAt) -> Option<&ArgdownElement> {
        self.texts.get(text)?.1.elements.get(number)
    }

    fn thing(&self, at: ElementAt) -> Option<&SaidAbout> {
        self.things.get(*self.of.get(&at)?)
    }

    fn front_matter(&mut self, draft: &mut MapDraft) -> Result<(), ImportError> {
        for (source, tree) in self.texts {
            let Some((from, to)) = tree.front else {
                continue;
            };
            let front = source.text.get(from..to).unwrap_or_default();
            let (file, span) = source.place(from, to);
            let yaml = Yaml {
                file,
                format: ARGDOWN,
                text: front,
                start: span.start as usize,
            }
            .tree()?;
            let Some(root) = yaml.root() else { continue };
            for (key, _, value) in yaml.entries(root, "the front matter")? {
                if key == "title"
                    && let Some(title) = yaml.text(value)
                {
                    draft
                        .header()
                        .title
                        .get_or_insert_with(|| text(title.trim()));
                }
                if key == "model" && yaml.is_map(value) {
                    let mut model = yaml.entries(value, "the model")?.into_iter();
                    let mode = model.find(|(key, ..)| *key == "mode");
                    self.is_strict |= mode.and_then(|(.., mode)| yaml.text(mode)) == Some("strict");
                }
            }
            if front.trim()
                != format!(
                    "title: {}",
                    draft
                        .header()
                        .title
                        .as_ref()
                        .map_or("", |title| &title.value)
                )
            {
                draft
                    .map_data(ARGDOWN)
                    .entry("frontmatter")
                    .or_insert_with(|| front.into());
            }
        }
        Ok(())
    }

    /// Finds out which elements belong to the same statement or argument.
    fn gather(&mut self) {
        let mut named: FxHashMap<(bool, &str), usize> = FxHashMap::default();
        for (text, (_, tree)) in self.texts.iter().enumerate() {
            for (number, element) in tree.elements.iter().enumerate() {
                let known = element
                    .title
                    .as_deref()
                    .and_then(|title| named.get(&(element.is_argument, title)));
                let thing = known.copied().unwrap_or_else(|| {
                    self.things.push(SaidAbout {
                        is_argument: element.is_argument,
                        title: element.title.clone(),
                        ..SaidAbout::default()
                    });
                    self.things.len() - 1
                });
                if let Some(title) = element.title.as_deref() {
                    named.insert((element.is_argument, title), thing);
                }
                if let Some(known) = self.things.get_mut(thing) {
                    known.at.push((text, number));
                }
                self.of.insert((text, number), thing);
            }
            let mut before: Option<&ArgdownBlock> = None;
            for (number, block) in tree.blocks.iter().enumerate() {
                if let ArgdownBlock::Pcs(_) = block {
                    let argument = match before {
                        Some(ArgdownBlock::Element(element)) => {
                            self.of.get(&(text, *element)).copied()
                        }
                        _ => None,
                    };
                    let argument = argument.filter(|thing| {
                        self.things
                            .get(*thing)
                            .is_some_and(|thing| thing.is_argument)
                    });
                    let argument = argument.unwrap_or_else(|| {
                        self.things.push(SaidAbout {
                            is_argument: true,
                            ..SaidAbout::default()
                        });
                        self.things.len() - 1
                    });
                    if let Some(argument) = self.things.get_mut(argument) {
                        argument.pcs.push((text, number));
                    }
                }
                before = Some(block);
            }
        }
    }

    /// Reads the data in braces of all elements.
    fn read_data(&mut self) -> Result<(), ImportError> {
        for (text, (_, tree)) in self.texts.iter().enumerate() {
            for (number, element) in tree.elements.iter().enumerate() {
                if let Some(data) = self.braces(text, element.data)? {
                    self.data.insert((text, number), data);
                }
            }
        }
        Ok(())
    }

    /// Finds the statements that an export of argmap uses for the opposite of a claim or for a question.
    fn stand_ins(&mut self) {
        for thing in &mut self.things {
            let &[at] = thing.at.as_slice() else {
                continue;
            };
            let Some(data) = self.data.get(&at) else {
                continue;
            };
            let text = |key: &str| data.get(key).and_then(toml::Value::as_str);
            if thing.title.is_none() {
                thing.objection = text("objection").map(str::to_owned);
            }
            let answers = data.get("answers").and_then(toml::Value::as_array);
            thing.is_question = !thing.is_argument
                && text("question").is_some()
                && answers.is_some_and(|answers| answers.iter().all(toml::Value::is_str));
        }
    }

    /// The claim with this id.
    fn claim_of_id(&self, id: &toml::Value) -> Option<usize> {
        self.ids.get(id.as_str()?).copied()
    }

    /// Adds the restatements. If one of the ids is not a claim's, they all stay in the data of the claim.
    fn restatements(&mut self, draft: &mut MapDraft) {
        for (claim, restated) in std::mem::take(&mut self.restated) {
            let ids = restated.as_array().map(Vec::as_slice).unwrap_or_default();
            let known: Option<Vec<usize>> = ids.iter().map(|id| self.claim_of_id(id)).collect();
            if let Some(known) = known {
                for other in known {
                    draft.link(RelationKind::Restates, claim, other, Detail::default());
                }
                continue;
            }
            let kept = draft.get(claim).data.get_or_insert_default();
            let kept = kept
                .entry(ARGDOWN)
                .or_insert_with(|| toml::Table::new().into());
            let data = kept.as_table_mut().map(|kept| {
                kept.entry("data")
                    .or_insert_with(|| toml::Table::new().into())
            });
            if let Some(toml::Value::Table(data)) = data {
                data.insert("restates".to_owned(), restated);
            }
        }
    }

    /// Adds the questions.
    fn questions(&self, draft: &mut MapDraft) {
        for thing in self.things.iter().filter(|thing| thing.is_question) {
            let at = thing.at.first().copied();
            let Some((element, data)) =
                at.and_then(|at| Some((self.element(at)?, self.data.get(&at)?)))
            else {
                continue;
            };
            let ids = data.get("answers").and_then(toml::Value::as_array);
            let ids = ids.map(Vec::as_slice).unwrap_or_default();
            let answers: Vec<usize> = ids.iter().filter_map(|id| self.claim_of_id(id)).collect();
            draft.lose(
                What::new(
                    "answer that is not a statement",
                    "answers that are not statements",
                ),
                ids.len() - answers.len(),
            );
            let content = element.content.as_ref();
            draft.question(&AskedQuestion {
                id: data.get("question").and_then(toml::Value::as_str),
                text: content.map_or("", |content| &content.plain),
                answers: &answers,
                is_exclusive: data.get("exclusive") == Some(&true.into()),
            });
        }
    }

    /// Adds the claims, each in the first place that has its text.
    fn claims(&mut self, draft: &mut MapDraft) {
        let mut homes: FxHashMap<ElementAt, usize> = FxHashMap::default();
        let mut related: FxHashSet<ElementAt> = FxHashSet::default();
        for (text, (_, tree)) in self.texts.iter().enumerate() {
            related.extend(tree.relations.iter().map(|relation| (text, relation.other)));
        }
        for (number, thing) in self.things.iter().enumerate() {
            let is_steps = thing.is_argument && !thing.pcs.is_empty();
            if is_steps || thing.is_question || thing.objection.is_some() {
                continue;
            }
            let mut at = thing.at.iter().copied();
            let said = at.find(|at| {
                self.element(*at)
                    .is_some_and(|element| element.content.is_some())
            });
            // A thing without a text belongs where it is not just the other end of a relation.
            let alone = thing.at.iter().copied().find(|at| !related.contains(at));
            if let Some(home) = said.or(alone).or(thing.at.first().copied()) {
                homes.insert(home, number);
            }
        }
        for (text, (source, tree)) in self.texts.iter().enumerate() {
            // The headings above the next claim.
            let mut heading: Option<String> = None;
            let mut next = 0;
            let ends = tree.blocks.iter().map(|block| match block {
                ArgdownBlock::Heading(_) => None,
                ArgdownBlock::Element(first) => Some(*first),
                ArgdownBlock::List(items) => items.first().copied(),
                ArgdownBlock::Pcs(pcs) => pcs.statements.first().map(|(_, element)| *element),
            });
            // The first element of each block; for a block without elements, that of the next block that has one.
            let mut starts: Vec<Option<usize>> = ends.chain([Some(tree.elements.len())]).collect();
            let mut following = None;
            for start in starts.iter_mut().rev() {
                following = start.or(following);
                *start = following;
            }
            for (number, block) in tree.blocks.iter().enumerate() {
                if let ArgdownBlock::Heading(title) = block {
                    draft.section(&title.content.plain, title.level);
                    let title = heading_of(source, title);
                    match &mut heading {
                        Some(before) => before.extend(["\n\n", &title]),
                        None => heading = Some(title),
                    }
                    continue;
                }
                let end = starts.get(number + 1).copied().flatten().unwrap_or(next);
                for element in next..end {
                    let Some(&thing) = homes.get(&(text, element)) else {
                        continue;
                    };
                    let claim = self.claim(thing, heading.take(), draft);
                    self.ids.insert(draft.id(claim).value.to_string(), claim);
                    if let Some(thing) = self.things.get_mut(thing) {
                        thing.claim = Some(claim);
                    }
                }
                next = end.max(next);
            }
            if let Some(heading) = heading {
                draft
                    .map_data(ARGDOWN)
                    .insert("heading".to_owned(), heading.into());
            }
        }
    }

    fn claim(&mut self, number: usize, heading: Option<String>, draft: &mut MapDraft) -> usize {
        let empty = SaidAbout::default();
        let thing = self.things.get(number).unwrap_or(&empty);
        let elements = || thing.at.iter().filter_map(|at| self.element(*at));
        let mut contents = elements().filter_map(|element| element.content.as_ref());
        let first: Option<&ArgdownContent> = contents.next();
        let title = thing.title.as_deref();
        let said = first.filter(|content| !content.plain.is_empty());
        let words = said.map_or(title.unwrap_or_default(), |content| &content.plain);
        let claim = match title {
            Some(title) => draft.claim_of_id(title, words),
            None => draft.claim(words),
        };
        if let Some(title) = title.filter(|title| *title != &*draft.id(claim).value) {
            draft.get(claim).title = Some(text(title));
        }
        draft.get(claim).tags = tags_of(elements()).map(text).collect();
        let mut kept = toml::Table::new();
        if let Some(heading) = heading {
            kept.insert("heading".to_owned(), heading.into());
        }
        if thing.is_argument {
            kept.insert("argument".to_owned(), true.into());
        }
        if said.is_none() && title.is_some() {
            kept.insert("unsaid".to_owned(), true.into());
        }
        if let Some(marked) = first.and_then(|content| content.marked.clone()) {
            kept.insert("text".to_owned(), marked.into());
        }
        let others = contents.filter(|other| first.is_none_or(|first| first.plain != other.plain));
        keep_members(&mut kept, others);
        let mut all = toml::Table::new();
        for at in &thing.at {
            if let Some(data) = self.data.get(at) {
                all.extend(data.clone());
            }
        }
        if let Some(toml::Value::Array(ids)) = all.get("restates")
            && ids.iter().all(toml::Value::is_str)
        {
            let restated = all.remove("restates");
            self.restated
                .extend(restated.map(|restated| (claim, restated)));
        }
        if let Some(toml::Value::String(title)) = all.get("title") {
            draft.get(claim).title = Some(text(title.as_str()));
            all.remove("title");
        }
        if let Some(toml::Value::Array(more)) = all.get("tags")
            && more.iter().all(toml::Value::is_str)
        {
            let more = more.iter().filter_map(toml::Value::as_str).map(text);
            let claim = draft.get(claim);
            claim.tags = claim.tags.iter().cloned().chain(more).collect();
            all.remove("tags");
        }
        if !all.is_empty() {
            kept.insert("data".to_owned(), all.into());
        }
        draft.keep(claim, ARGDOWN, kept);
        claim
    }

    /// The data in braces, as TOML.
    fn braces(
        &self,
        text: usize,
        data: Option<(usize, usize)>,
    ) -> Result<Option<toml::Table>, ImportError> {
        let (Some((source, _)), Some((from, to))) = (self.texts.get(text), data) else {
            return Ok(None);
        };
        let (file, span) = source.place(from, to);
        let written = source.text.get(from..to).unwrap_or_default();
        let yaml = Yaml {
            file,
            format: ARGDOWN,
            text: written,
            start: span.start as usize,
        }
        .tree()?;
        let Some(root) = yaml.root() else {
            return Ok(None);
        };
        Ok(match yaml.kept(root)? {
            Some(toml::Value::Table(table)) => Some(table),
            _ => None,
        })
    }

    /// Adds the steps of reconstructed arguments.
    fn reconstructions(&mut self, draft: &mut MapDraft) -> Result<Inferences, ImportError> {
        let mut inferences = Inferences::default();
        for number in 0..self.things.len() {
            let pcs: Vec<(usize, usize)> = self
                .things
                .get(number)
                .map_or(Vec::new(), |thing| thing.pcs.clone());
            for (text, block) in pcs {
                let Some((_, tree)) = self.texts.get(text) else {
                    continue;
                };
                let Some(ArgdownBlock::Pcs(pcs)) = tree.blocks.get(block) else {
                    continue;
                };
                let mut steps = Vec::new();
                // If two statements have the same number, it means the first.
                let statements = pcs.statements.iter().rev().copied();
                let numbered: FxHashMap<u32, usize> = statements.collect();
                for (index, inference) in pcs.inferences.iter().enumerate() {
                    let is_last = index + 1 == pcs.inferences.len();
                    let Some(step) =
                        self.inference(number, (text, pcs, &numbered), index, inference)?
                    else {
                        continue;
                    };
                    let conclusion = step.conclusion;
                    let has_premises = !step.premises.is_empty();
                    if let Some(step) = draft.step(step) {
                        inferences.insert((text, block, index), step);
                        steps.push(step);
                    } else {
                        let what = if has_premises {
                            What::new("inference stated twice", "inferences stated twice")
                        } else {
                            What::new("inference from nothing", "inferences from nothing")
                        };
                        draft.lose(what, 1);
                    }
                    if is_last && let Some(thing) = self.things.get_mut(number) {
                        thing.conclusion = Some(conclusion);
                    }
                }
                if let Some(thing) = self.things.get_mut(number) {
                    thing.steps = steps;
                }
            }
        }
        Ok(inferences)
    }

    fn inference(
        &self,
        number: usize,
        (in_text, pcs, numbered): (usize, &Pcs, &FxHashMap<u32, usize>),
        index: usize,
        inference: &Inference,
    ) -> Result<Option<DraftStep>, ImportError> {
        let is_last = index + 1 == pcs.inferences.len();
        let claim = |element: usize| self.thing((in_text, element)).and_then(|thing| thing.claim);
        let data = self.braces(in_text, inference.data)?;
        let uses = data.as_ref().and_then(|data| data.get("uses")?.as_array());
        let first = match index
            .checked_sub(1)
            .and_then(|before| pcs.inferences.get(before))
        {
            // Start at the conclusion of the previous inference.
            Some(before) => before.before,
            None => 0,
        };
        let between = pcs.statements.get(first..inference.before);
        let named: Vec<usize> = if let Some(uses) = uses {
            let numbers = uses
                .iter()
                .filter_map(|number| u32::try_from(number.as_integer()?).ok());
            let named = numbers.filter_map(|number| numbered.get(&number));
            named.copied().collect()
        } else {
            let between = between.into_iter().flatten();
            between.map(|(_, element)| *element).collect()
        };
        let Some(&(_, conclusion)) = pcs.statements.get(inference.before) else {
            return Ok(None);
        };
        let opposite = self
            .thing((in_text, conclusion))
            .and_then(|thing| thing.objection.as_deref());
        let opposite = opposite.and_then(|id| self.ids.get(id).copied());
        let Some(conclusion) = opposite.or(claim(conclusion)) else {
            return Ok(None);
        };
        let premises: Vec<usize> = named.into_iter().filter_map(claim).collect();
        let empty = SaidAbout::default();
        let thing = self.things.get(number).unwrap_or(&empty);
        let mut kept = toml::Table::new();
        let mut why = None;
        let mut id = None;
        if is_last {
            id.clone_from(&thing.title);
            let elements = || thing.at.iter().filter_map(|at| self.element(*at));
            let mut contents = elements().filter_map(|element| element.content.as_ref());
            if let Some(first) = contents.next() {
                why = Some(first.plain.clone());
                if let Some(marked) = &first.marked {
                    kept.insert("text".to_owned(), marked.clone().into());
                }
                let others = contents.filter(|other| other.plain != first.plain);
                keep_members(&mut kept, others);
            }
            let tags: Vec<toml::Value> = tags_of(elements()).map(Into::into).collect();
            if !tags.is_empty() {
                kept.insert("tags".to_owned(), tags.into());
            }
            for at in &thing.at {
                if let Some(data) = self.data.get(at) {
                    kept.insert("data".to_owned(), data.clone().into());
                }
            }
        }
        if let Some(title) = &thing.title {
            kept.insert("argument".to_owned(), title.clone().into());
        }
        if let Some(mut data) = data {
            data.remove("uses");
            if !data.is_empty() {
                kept.insert("inference".to_owned(), data.into());
            }
        }
        let mut data = toml::Table::new();
        if !kept.is_empty() {
            data.insert(ARGDOWN.to_owned(), kept.into());
        }
        Ok(Some(DraftStep {
            premises,
            conclusion,
            is_against: opposite.is_some(),
            id,
            why,
            scheme: Some(inference.rules.clone()).filter(|rules| !rules.is_empty()),
            data,
            ..DraftStep::default()
        }))
    }

    /// Adds the relations. Undercuts come last, because they need the steps that other relations become.
    fn relations(&self, draft: &mut MapDraft, inferences: &Inferences) {
        let mut undercuts: Vec<(usize, End)> = Vec::new();
        // For each claim, the steps that have only this premise. An undercut of an argument that became a claim
        // undercuts these.
        let mut plain: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (text, (_, tree)) in self.texts.iter().enumerate() {
            for relation in &tree.relations {
                if let Owner::Element(element) = relation.owner
                    && self
                        .thing((text, element))
                        .is_some_and(|thing| thing.objection.is_some())
                {
                    // The step that has this conclusion says it already.
                    continue;
                }
                let owner = match relation.owner {
                    Owner::Element(element) => self.end(text, element),
                    Owner::Inference(block, index) => {
                        let step = inferences.get(&(text, block, index)).copied();
                        step.map_or(End::Nothing, End::Step)
                    }
                };
                let other = self.end(text, relation.other);
                let (from, to) = if relation.is_outward {
                    (owner, other)
                } else {
                    (other, owner)
                };
                let Some((source, is_sketch)) = from.source() else {
                    draft.lose(What::new("relation of nothing", "relations of nothing"), 1);
                    continue;
                };
                match (relation.kind, &to) {
                    (ArgdownKind::Contradiction, End::Claim(to, _)) => {
                        let detail = if self.is_strict {
                            contradictory()
                        } else {
                            Detail::default()
                        };
                        draft.link(RelationKind::Contradicts, source, *to, detail);
                    }
                    (ArgdownKind::Attack, End::Claim(to, false))
                        if self.is_strict && !is_sketch =>
                    {
                        draft.link(RelationKind::Contradicts, source, *to, Detail::default());
                    }
                    (ArgdownKind::Support | ArgdownKind::Attack, End::Claim(to, _)) => {
                        let is_against = relation.kind == ArgdownKind::Attack;
                        if !is_against && source == *to {
                            // The steps of an argument already say that it supports its own conclusion.
                            if matches!(from, End::Claim(..)) {
                                let what = "relation of a statement to itself";
                                let many = "relations of statements to themselves";
                                draft.lose(What::new(what, many), 1);
                            }
                            continue;
                        }
                        let step = DraftStep {
                            premises: vec![source],
                            conclusion: *to,
                            is_against,
                            ..DraftStep::default()
                        };
                        if let Some(step) = draft.step(step) {
                            plain.entry(source).or_default().push(step);
                        }
                    }
                    (ArgdownKind::Undercut, End::Claim(..)) => undercuts.push((source, to)),
                    (ArgdownKind::Undercut | ArgdownKind::Attack, _) if to.step().is_some() => {
                        undercuts.push((source, to));
                    }
                    (kind, End::Argument(_, _, title)) => keep_relation(draft, kind, source, title),
                    (_, End::Step(_) | End::Nothing) => {
                        draft.lose(What::new("relation of nothing", "relations of nothing"), 1);
                    }
                }
            }
        }
        for (source, target) in undercuts {
            if let Some(step) = target.step() {
                draft.step(DraftStep::undercut(source, step));
                continue;
            }
            let End::Claim(claim, _) = target else {
                continue;
            };
            let steps = plain.get(&claim).map(Vec::as_slice).unwrap_or_default();
            for step in steps {
                draft.step(DraftStep::undercut(source, *step));
            }
            if steps.is_empty() {
                // An argument that is not reconstructed and leads nowhere has no step to undercut: add an objection to
                // it instead.
                draft.step(DraftStep {
                    premises: vec![source],
                    conclusion: claim,
                    is_against: true,
                    data: kept([("relation", "undercut".into())]),
                    ..DraftStep::default()
                });
            }
        }
    }

    /// What an element is as an end of a relation.
    fn end(&self, text: usize, element: usize) -> End {
        let Some(thing) = self.thing((text, element)) else {
            return End::Nothing;
        };
        if let Some(claim) = thing.claim {
            return End::Claim(claim, thing.is_argument);
        }
        let title = thing.title.clone().unwrap_or_default();
        match thing.conclusion {
            Some(conclusion) => End::Argument(conclusion, thing.steps.last().copied(), title),
            None => End::Nothing,
        }
    }
}

/// One end of a relation.
enum End {
    /// A claim, and whether it is an argument that is not reconstructed.
    Claim(usize, bool),
    /// A reconstructed argument: its conclusion, its last step, its title.
    Argument(usize, Option<usize>, String),
    /// A step of a reconstructed argument.
    Step(usize),
    Nothing,
}

impl End {
    /// The claim from which a relation that starts here comes, and whether it is an argument that is not reconstructed.
    fn source(&self) -> Option<(usize, bool)> {
        match self {
            Self::Claim(claim, is_argument) => Some((*claim, *is_argument)),
            Self::Argument(conclusion, ..) => Some((*conclusion, false)),
            Self::Step(_) | Self::Nothing => None,
        }
    }

    /// The step to undercut: the step itself, or the last step of the argument.
    fn step(&self) -> Option<usize> {
        match self {
            Self::Argument(_, step, _) => *step,
            Self::Step(step) => Some(*step),
            Self::Claim(..) | Self::Nothing => None,
        }
    }
}

fn kept<const N: usize>(rows: [(&str, toml::Value); N]) -> toml::Table {
    let rows = rows.into_iter().map(|(key, value)| (key.to_owned(), value));
    let table: toml::Table = rows.collect();
    toml::Table::from_iter([(ARGDOWN.to_owned(), table.into())])
}

/// Keeps what other elements of the same statement or argument say, with their markup.
fn keep_members<'c>(kept: &mut toml::Table, others: impl Iterator<Item = &'c ArgdownContent>) {
    let words = others.map(|other| other.marked.as_ref().unwrap_or(&other.plain).clone().into());
    let words: Vec<toml::Value> = words.collect();
    if !words.is_empty() {
        kept.insert("members".to_owned(), words.into());
    }
}

/// Detail for two claims that are more than contrary: one of them must hold.
fn contradictory() -> Detail {
    Detail {
        data: Some(Box::new(kept([("relation", "contradictory".into())]))),
        ..Detail::default()
    }
}

/// Keeps a relation to an argument that only Argdown can express.
fn keep_relation(draft: &mut MapDraft, kind: ArgdownKind, from: usize, to: &str) {
    let kind = match kind {
        ArgdownKind::Support => "support",
        ArgdownKind::Attack => "attack",
        ArgdownKind::Undercut => "undercut",
        ArgdownKind::Contradiction => "contradiction",
    };
    let id = draft.id(from).value.to_string();
    let mut row = toml::Table::new();
    row.insert("from".to_owned(), id.into());
    row.insert("relation".to_owned(), kind.into());
    row.insert("to".to_owned(), to.into());
    let rows = draft
        .map_data(ARGDOWN)
        .entry("relations")
        .or_insert_with(|| Vec::<toml::Value>::new().into());
    if let toml::Value::Array(rows) = rows {
        rows.push(row.into());
    }
}

/// The tags of these elements, each once.
fn tags_of<'e>(
    elements: impl Iterator<Item = &'e ArgdownElement>,
) -> impl Iterator<Item = &'e str> {
    let mut known = FxHashSet::default();
    let tags = elements.flat_map(|element| element.tags.iter().map(String::as_str));
    tags.filter(move |tag| known.insert(*tag))
}

/// A heading as written.
fn heading_of(source: &ArgdownSource, heading: &super::syntax::ArgdownHeading) -> String {
    let words = heading
        .content
        .marked
        .as_ref()
        .unwrap_or(&heading.content.plain);
    let mut written = format!("{} {words}", "#".repeat(usize::from(heading.level)));
    for tag in &heading.content.tags {
        written.push_str(&super::written_tag(tag));
    }
    if let Some((from, to)) = heading.data {
        written.push(' ');
        written.push_str(&super::inline::on_one_line(
            source.text.get(from..to).unwrap_or_default(),
        ));
    }
    written
}
