//! Reads Carneades 4 in YAML (Gordon & Walton 2016; <https://github.com/carneades/carneades-4>).
//!
//! Statements become claims, arguments reasons, and undercutters undercuts. Assumptions are `assumed`. An issue becomes
//! a question whose answers exclude each other, and `tests` become `[expect]`. Schemes with variables, languages and
//! weighing functions have no place in a map and are kept as `data.carneades`.

use rustc_hash::FxHashMap;

use super::draft::{AskedQuestion, DraftStep, MapDraft, text};
use super::fault::ImportError;
use super::yaml::{Yaml, YamlTree, YamlValue};
use super::{ImportFormat, Imported, Reading};
use crate::losses::What;
use crate::map::Map;
use crate::narrow::narrow;
use crate::reason::{Label, Suppositions, grounded};
use crate::syntax::{FileId, Files, Spanned, Text};

/// The name under which a map keeps what it cannot express.
const CARNEADES: &str = "carneades";

/// Carneades 4 in YAML.
pub(super) struct CarneadesImport;

impl ImportFormat for CarneadesImport {
    fn name(&self) -> &'static str {
        CARNEADES
    }

    fn about(&self) -> &'static str {
        "Carneades 4 in YAML"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        let has = |words: &str| super::has(text, words);
        !super::starts_json(text)
            && (text.starts_with("statements:")
                || has("\nstatements:")
                || has("\nargument_schemes:")
                || (has("meta:") && has("\nassumptions:")))
    }

    /// Moves tests that do not hold in the map from `[expect]` to `data.carneades.tests`. Carneades evaluates
    /// differently: it weighs arguments, and does not accept statements that nothing supports.
    fn settle(&self, imported: &mut Imported) {
        let map = Map::new(&Files::from_text("map.toml", imported.toml()));
        let labels = grounded(&map, &Suppositions::default());
        let expect = &mut imported.document.expect;
        let mut kept = toml::Table::new();
        for (key, ids, label) in [
            ("in", &mut expect.accepted, Label::Accepted),
            ("out", &mut expect.rejected, Label::Rejected),
            ("undecided", &mut expect.undecided, Label::Undecided),
        ] {
            let is_ours = |id: &Text| {
                map.find(&id.value)
                    .is_some_and(|claim| labels.claim(claim) == label)
            };
            let (ours, others): (Vec<Text>, Vec<Text>) =
                std::mem::take(ids).into_iter().partition(is_ours);
            *ids = ours;
            if !others.is_empty() {
                let others = others.into_iter().map(|id| id.value.to_string().into());
                kept.insert(key.to_owned(), others.collect::<Vec<toml::Value>>().into());
            }
        }
        if !kept.is_empty() {
            let header = imported.document.header.get_or_insert_default();
            let data = header.data.get_or_insert_default();
            let own = data
                .entry(CARNEADES)
                .or_insert_with(|| toml::Table::new().into());
            if let toml::Value::Table(own) = own {
                own.insert("tests".to_owned(), kept.into());
            }
        }
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        for (number, file) in reading.files.files.iter().enumerate() {
            let yaml = Yaml {
                file: FileId(narrow(number)),
                format: CARNEADES,
                text: &file.text,
                start: 0,
            };
            graph(&yaml.tree()?, &mut reading.draft)?;
        }
        Ok(())
    }
}

struct CarneadesGraph<'g, 't> {
    tree: &'g YamlTree<'t>,
    claims: FxHashMap<String, usize>,
}

fn graph(tree: &YamlTree<'_>, draft: &mut MapDraft) -> Result<(), ImportError> {
    let Some(root) = tree.root() else {
        return Ok(());
    };
    let parts = tree.entries(root, "the file")?;
    let part = |name: &str| {
        parts
            .iter()
            .find(|(key, ..)| *key == name)
            .map(|(.., value)| *value)
    };
    let mut graph = CarneadesGraph {
        tree,
        claims: FxHashMap::default(),
    };
    if let Some(statements) = part("statements") {
        graph.statements(statements, draft)?;
    }
    for claim in graph.ids(part("assumptions"))? {
        let claim = graph.named(claim.0, claim.1, draft)?;
        draft.get(claim).assumed = Some(Spanned::unplaced(true));
    }
    let undercutters = match part("arguments") {
        Some(arguments) => graph.arguments(arguments, draft)?,
        None => FxHashMap::default(),
    };
    graph.undercuts(&undercutters, draft);
    if let Some(issues) = part("issues") {
        graph.issues(issues, draft)?;
    }
    if let Some(tests) = part("tests") {
        for (label, _, value) in tree.entries(tests, "`tests`")? {
            for (name, at) in graph.ids(Some(value))? {
                let id = graph.named(name, at, draft)?;
                let id = draft.id(id);
                let expect = &mut draft.document.expect;
                match label {
                    "in" => expect.accepted.push(id),
                    "out" => expect.rejected.push(id),
                    "undecided" => expect.undecided.push(id),
                    _ => {}
                }
            }
        }
    }
    let mut kept = toml::Table::new();
    for (key, _, value) in &parts {
        match *key {
            "statements" | "assumptions" | "arguments" | "issues" | "tests" => {}
            "meta" => {
                let Some(toml::Value::Table(mut meta)) = tree.kept(*value)? else {
                    continue;
                };
                if let Some(toml::Value::String(title)) = meta.remove("title") {
                    draft
                        .header()
                        .title
                        .get_or_insert_with(|| text(title.trim()));
                }
                if !meta.is_empty() {
                    kept.insert("meta".to_owned(), meta.into());
                }
            }
            key => {
                if let Some(value) = tree.kept(*value)? {
                    kept.insert(key.to_owned(), value);
                }
            }
        }
    }
    draft.map_data(CARNEADES).extend(kept);
    Ok(())
}

impl<'g> CarneadesGraph<'g, '_> {
    fn statements(
        &mut self,
        statements: YamlValue,
        draft: &mut MapDraft,
    ) -> Result<(), ImportError> {
        for (id, key, value) in self.tree.entries(statements, "`statements`")? {
            let mut kept = toml::Table::new();
            let words = self.tree.text(value).filter(|_| !self.tree.is_null(value));
            let mut words = words.unwrap_or_default().to_owned();
            let mut is_assumed = false;
            if self.tree.is_map(value) {
                for (key, _, value) in self.tree.entries(value, "a statement")? {
                    match key {
                        "text" => self
                            .tree
                            .text(value)
                            .unwrap_or_default()
                            .clone_into(&mut words),
                        "assumed" => is_assumed = self.tree.text(value) == Some("true"),
                        key => {
                            if let Some(value) = self.tree.kept(value)? {
                                kept.insert(key.to_owned(), value);
                            }
                        }
                    }
                }
            }
            let words = if words.trim().is_empty() {
                id.to_owned()
            } else {
                words
            };
            let claim = draft.claim_of_id(id, &words);
            if is_assumed {
                draft.get(claim).assumed = Some(Spanned::unplaced(true));
            }
            if &*draft.id(claim).value != id {
                kept.insert("id".to_owned(), id.into());
            }
            draft.keep(claim, CARNEADES, kept);
            if self.claims.insert(plain(id), claim).is_some() {
                let message = format!("the statement `{id}` is here twice, with different spaces");
                return Err(self.tree.fault(key, message, "the second"));
            }
        }
        Ok(())
    }

    /// The single word or the words of a list, each with its place.
    fn ids(&self, value: Option<YamlValue>) -> Result<Vec<(&'g str, YamlValue)>, ImportError> {
        let Some(value) = value.filter(|value| !self.tree.is_null(*value)) else {
            return Ok(Vec::new());
        };
        if let Some(word) = self.tree.text(value) {
            return Ok(vec![(word, value)]);
        }
        let items: Vec<YamlValue> = match self.tree.items(value) {
            Some(items) => items.to_vec(),
            None => self
                .tree
                .entries(value, "a list of statements")?
                .into_iter()
                .map(|(.., value)| value)
                .collect(),
        };
        let word = |item: YamlValue| {
            let word = self.tree.text(item);
            word.map(|word| (word, item)).ok_or_else(|| {
                self.tree
                    .fault(item, "a statement must be named here", "this is none")
            })
        };
        items.into_iter().map(word).collect()
    }

    /// The claim of a statement. A term of a language, such as `p(x)`, may be assumed or argued from without a
    /// statement; it becomes a claim too.
    fn named(
        &mut self,
        name: &str,
        at: YamlValue,
        draft: &mut MapDraft,
    ) -> Result<usize, ImportError> {
        if let Some(&claim) = self.claims.get(&plain(name)) {
            return Ok(claim);
        }
        if !name.contains('(') {
            let message = format!("there is no statement `{name}`");
            return Err(self.tree.fault(at, message, "no statement has this name"));
        }
        let claim = draft.claim_of_id(name, name);
        let mut kept = toml::Table::new();
        kept.insert("id".to_owned(), name.into());
        draft.keep(claim, CARNEADES, kept);
        self.claims.insert(plain(name), claim);
        Ok(claim)
    }

    /// Adds the arguments. Returns the undercut steps, by the claim of their undercutter.
    fn arguments(
        &mut self,
        arguments: YamlValue,
        draft: &mut MapDraft,
    ) -> Result<FxHashMap<usize, Vec<usize>>, ImportError> {
        let mut undercutters: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (id, key, value) in self.tree.entries(arguments, "`arguments`")? {
            let mut kept = toml::Table::new();
            let mut step = DraftStep {
                id: Some(id.to_owned()),
                ..DraftStep::default()
            };
            let (mut conclusion, mut undercutter) = (None, None);
            for (key, _, value) in self.tree.entries(value, "an argument")? {
                match key {
                    "conclusion" => {
                        if let Some((name, at)) = self.ids(Some(value))?.first().copied() {
                            conclusion = Some(self.named(name, at, draft)?);
                        }
                    }
                    "premises" => {
                        if self.tree.is_map(value) {
                            let roles = self
                                .tree
                                .entries(value, "premises")?
                                .into_iter()
                                .map(|(role, ..)| role.into());
                            kept.insert(
                                "roles".to_owned(),
                                roles.collect::<Vec<toml::Value>>().into(),
                            );
                        }
                        for (name, at) in self.ids(Some(value))? {
                            let claim = self.named(name, at, draft)?;
                            step.premises.push(claim);
                        }
                    }
                    "scheme" => step.scheme = self.tree.text(value).map(str::to_owned),
                    "undercutter" => {
                        if let Some((name, at)) = self.ids(Some(value))?.first().copied() {
                            undercutter = Some(self.named(name, at, draft)?);
                        }
                    }
                    key => {
                        if let Some(value) = self.tree.kept(value)? {
                            kept.insert(key.to_owned(), value);
                        }
                    }
                }
            }
            let Some(conclusion) = conclusion else {
                return Err(self.tree.fault(
                    key,
                    format!("the argument `{id}` has no conclusion"),
                    "this one",
                ));
            };
            step.conclusion = conclusion;
            if step.premises.is_empty() {
                // An argument without premises means that its conclusion is taken for granted.
                let mut row = toml::Table::new();
                row.insert("argument".to_owned(), id.into());
                if let Some(scheme) = step.scheme {
                    row.insert("scheme".to_owned(), scheme.into());
                }
                let claim = draft.get(conclusion);
                claim.assumed = Some(Spanned::unplaced(true));
                let data = claim.data.get_or_insert_default();
                let own = data
                    .entry(CARNEADES)
                    .or_insert_with(|| toml::Table::new().into());
                if let toml::Value::Table(own) = own {
                    own.extend(row);
                }
                continue;
            }
            if !kept.is_empty() {
                step.data.insert(CARNEADES.to_owned(), kept.into());
            }
            if let Some(claim) = undercutter {
                if let Some(step) = draft.step(step) {
                    undercutters.entry(claim).or_default().push(step);
                }
            } else if draft.step(step).is_none() {
                draft.lose(
                    What::new("argument stated twice", "arguments stated twice"),
                    1,
                );
            }
        }
        Ok(undercutters)
    }

    /// Adds the undercuts: an undercutter is a claim against the arguments that name it.
    #[expect(clippy::unused_self, reason = "reads like the other parts")]
    fn undercuts(&self, undercutters: &FxHashMap<usize, Vec<usize>>, draft: &mut MapDraft) {
        let mut all: Vec<(usize, usize)> = undercutters
            .iter()
            .flat_map(|(claim, steps)| steps.iter().map(|step| (*claim, *step)))
            .collect();
        all.sort_unstable();
        for (claim, step) in all {
            draft.step(DraftStep::undercut(claim, step));
        }
    }

    fn issues(&mut self, issues: YamlValue, draft: &mut MapDraft) -> Result<(), ImportError> {
        let mut kept = toml::Table::new();
        for (id, _, value) in self.tree.entries(issues, "`issues`")? {
            let mut positions = Vec::new();
            let mut row = toml::Table::new();
            for (key, _, value) in self.tree.entries(value, "an issue")? {
                if key == "positions" {
                    for (name, at) in self.ids(Some(value))? {
                        positions.push(self.named(name, at, draft)?);
                    }
                } else if let Some(value) = self.tree.kept(value)? {
                    row.insert(key.to_owned(), value);
                }
            }
            let asked = title_of(&mut row);
            let asked = asked.unwrap_or_else(|| format!("Which position holds in {id}?"));
            let id = draft.question(&AskedQuestion {
                id: Some(id),
                text: &asked,
                answers: &positions,
                is_exclusive: true,
            });
            if !row.is_empty() {
                kept.insert(id, row.into());
            }
        }
        if !kept.is_empty() {
            draft
                .map_data(CARNEADES)
                .insert("issues".to_owned(), kept.into());
        }
        Ok(())
    }
}

/// The title of an issue, which is removed from its `meta`.
fn title_of(issue: &mut toml::Table) -> Option<String> {
    let meta = issue.get_mut("meta")?.as_table_mut()?;
    let key = ["title", "description"].into_iter().find(|key| {
        let value = meta.get(*key).and_then(toml::Value::as_str);
        value.is_some_and(|value| !value.trim().is_empty())
    })?;
    let toml::Value::String(title) = meta.remove(key)? else {
        return None;
    };
    if meta.is_empty() {
        issue.remove("meta");
    }
    Some(title.trim().to_owned())
}

/// A name without white space. Terms are the same however they are spaced.
fn plain(name: &str) -> String {
    name.split_whitespace().collect()
}
