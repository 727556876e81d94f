//! Reads Goal Structuring Notation in the YAML of gsn2x (<https://github.com/jonasthewolf/gsn2x>).
//!
//! Goals, strategies and solutions become claims. What supports a goal or a strategy is a linked reason for it. What
//! challenges a node becomes an objection, and what challenges a relation an undercut. Contexts, assumptions and
//! justifications become claims that are assumed and tagged. Undeveloped nodes are tagged too. Several files
//! are modules of one case.

use rustc_hash::FxHashMap;

use super::draft::{DraftStep, MapDraft, text};
use super::fault::ImportError;
use super::yaml::{Yaml, YamlTree, YamlValue};
use super::{ImportFormat, Reading};
use crate::narrow::narrow;
use crate::syntax::{File, FileId, SharedStr, Spanned};

/// The name under which a map keeps what it cannot express.
const GSN: &str = "gsn";

/// GSN in YAML.
pub(super) struct GsnImport;

impl ImportFormat for GsnImport {
    fn name(&self) -> &'static str {
        GSN
    }

    fn about(&self) -> &'static str {
        "GSN in YAML, as gsn2x reads it"
    }

    fn is_like(&self, name: &str, text: &str) -> bool {
        let has = |words: &str| super::has(text, words);
        name.ends_with(".gsn.yaml")
            || name.ends_with(".gsn.yml")
            || (!super::starts_json(text) && (has("supportedBy:") || has("inContextOf:")))
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        let mut nodes: Vec<GsnNode> = Vec::new();
        let texts = texts(reading)?;
        let mut trees = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let yaml = Yaml {
                file: FileId(narrow(number)),
                format: GSN,
                text,
                start: 0,
            };
            trees.push(yaml.tree()?);
        }
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for (number, tree) in trees.iter().enumerate() {
            let Some(root) = tree.root() else { continue };
            for (id, key, value) in tree.entries(root, "the file")? {
                if id == "module" {
                    module(tree, value, &mut reading.draft)?;
                    continue;
                }
                if let Some(&first) = known.get(id) {
                    let message = format!("the node `{id}` is in two modules");
                    let fault = tree.fault(key, message, "the second");
                    let first = nodes
                        .get(first)
                        .and_then(|node| Some((trees.get(node.tree)?, node)));
                    return Err(match first {
                        Some((first, node)) => fault.label(
                            FileId(narrow(node.tree)),
                            first.span(node.key),
                            "the first",
                        ),
                        None => fault,
                    });
                }
                known.insert(id.to_owned(), nodes.len());
                nodes.push(node(tree, number, id, key, value, &mut reading.draft)?);
            }
        }
        join(&trees, &nodes, &known, &mut reading.draft)
    }
}

/// The texts of all files and of the modules that they use.
fn texts(reading: &mut Reading<'_>) -> Result<Vec<SharedStr>, ImportError> {
    /// Maximum number of modules.
    const MOST: usize = 1000;
    let mut texts: Vec<SharedStr> = Vec::new();
    while let Some(file) = reading.files.files.get(texts.len()) {
        let (text, base) = (file.text.clone(), file.name.clone());
        let number = FileId(narrow(texts.len()));
        let tree = Yaml {
            file: number,
            format: GSN,
            text: &text,
            start: 0,
        }
        .tree()?;
        for (at, name) in uses(&tree)? {
            let (path, name, text) = (reading.includes)(&base, &name).map_err(|why| {
                tree.fault(at, format!("cannot use `{name}`: {why}"), "this module")
            })?;
            let is_known = reading.files.files.iter().any(|file| file.name == name);
            if !is_known && reading.files.files.len() < MOST {
                reading.files.files.push(File {
                    path,
                    name,
                    text: text.into(),
                });
            }
        }
        texts.push(text);
    }
    Ok(texts)
}

/// The modules that a file uses.
fn uses(tree: &YamlTree<'_>) -> Result<Vec<(YamlValue, String)>, ImportError> {
    let Some(root) = tree.root() else {
        return Ok(Vec::new());
    };
    let entries = tree.entries(root, "the file")?;
    let Some((.., module)) = entries.iter().find(|(key, ..)| *key == "module") else {
        return Ok(Vec::new());
    };
    let entries = tree.entries(*module, "the module")?;
    let Some((.., uses)) = entries.iter().find(|(key, ..)| *key == "uses") else {
        return Ok(Vec::new());
    };
    let items = match tree.items(*uses) {
        Some(items) => items.to_vec(),
        None => vec![*uses],
    };
    let name = |item: YamlValue| Some((item, tree.text(item)?.to_owned()));
    Ok(items.into_iter().filter_map(name).collect())
}

/// A node of an assurance case.
struct GsnNode {
    tree: usize,
    key: YamlValue,
    claim: usize,
    supported: Vec<(String, YamlValue)>,
    context: Vec<(String, YamlValue)>,
    challenges: Vec<(String, YamlValue)>,
}

fn module(tree: &YamlTree<'_>, value: YamlValue, draft: &mut MapDraft) -> Result<(), ImportError> {
    let Some(toml::Value::Table(module)) = tree.kept(value)? else {
        return Ok(());
    };
    if let Some(title) = module
        .get("brief")
        .or(module.get("name"))
        .and_then(toml::Value::as_str)
    {
        let title = text(title);
        draft.header().title.get_or_insert(title);
    }
    let rows = draft
        .map_data(GSN)
        .entry("modules")
        .or_insert_with(|| Vec::<toml::Value>::new().into());
    if let toml::Value::Array(rows) = rows {
        rows.push(module.into());
    }
    Ok(())
}

/// The tag for the kind of a node. The first letters of its id tell the kind if it is not stated.
fn tag_of(id: &str, kind: Option<&str>) -> Option<&'static str> {
    let kind = kind.unwrap_or(id);
    let begins = |word: &str| kind.starts_with(word);
    Some(match kind {
        "Context" => "context",
        "Assumption" => "assumption",
        "Justification" => "justification",
        _ if begins("Sn") || begins("Solution") || begins("CSn") || begins("CounterSolution") => {
            "solution"
        }
        _ if begins("S") => "strategy",
        _ if begins("CG") || begins("CC") || begins("CSn") || begins("Counter") => return None,
        _ if begins("C") => "context",
        _ if begins("A") => "assumption",
        _ if begins("J") => "justification",
        _ => return None,
    })
}

fn node(
    tree: &YamlTree<'_>,
    number: usize,
    id: &str,
    key: YamlValue,
    value: YamlValue,
    draft: &mut MapDraft,
) -> Result<GsnNode, ImportError> {
    let mut kept = toml::Table::new();
    let mut words = String::new();
    let mut kind = None;
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    let mut undeveloped = false;
    for (key, _, value) in tree.entries(value, "a node")? {
        let list = match key {
            "supportedBy" => 0,
            "inContextOf" => 1,
            "challenges" => 2,
            "text" => {
                tree.text(value)
                    .unwrap_or_default()
                    .trim()
                    .clone_into(&mut words);
                continue;
            }
            "nodeType" => {
                kind = tree.text(value);
                continue;
            }
            "undeveloped" => {
                undeveloped = tree.text(value) == Some("true");
                continue;
            }
            key => {
                if let Some(value) = tree.kept(value)? {
                    kept.insert(key.to_owned(), value);
                }
                continue;
            }
        };
        let items = match tree.items(value) {
            Some(items) => items.to_vec(),
            None => vec![value],
        };
        for item in items.into_iter().filter(|item| !tree.is_null(*item)) {
            let Some(name) = tree.text(item) else {
                return Err(tree.fault(
                    item,
                    format!("`{key}` must name nodes"),
                    "this is not a name",
                ));
            };
            if let Some(list) = lists.get_mut(list) {
                list.push((name.to_owned(), item));
            }
        }
    }
    let claim = draft.claim_of_id(id, if words.is_empty() { id } else { &words });
    let mut tags: Vec<&str> = tag_of(id, kind).into_iter().collect();
    if undeveloped {
        tags.push("undeveloped");
    }
    let is_given = matches!(
        tags.first(),
        Some(&("context" | "assumption" | "justification"))
    );
    let written = draft.get(claim);
    written.tags = tags.into_iter().map(text).collect();
    if is_given {
        written.assumed = Some(Spanned::unplaced(true));
    }
    if let Some(kind) = kind {
        kept.insert("nodeType".to_owned(), kind.into());
    }
    draft.keep(claim, GSN, kept);
    let [supported, context, challenges] = lists;
    Ok(GsnNode {
        tree: number,
        key,
        claim,
        supported,
        context,
        challenges,
    })
}

fn join(
    trees: &[YamlTree<'_>],
    nodes: &[GsnNode],
    known: &FxHashMap<String, usize>,
    draft: &mut MapDraft,
) -> Result<(), ImportError> {
    let find = |node: &GsnNode, name: &str, at: YamlValue| {
        known
            .get(name)
            .and_then(|number| nodes.get(*number))
            .map(|node| node.claim)
            .ok_or_else(|| {
                let message = format!("there is no node `{name}`");
                match trees.get(node.tree) {
                    Some(tree) => tree.fault(at, message, "no node has this id"),
                    None => ImportError::new(
                        GSN,
                        FileId(0),
                        crate::syntax::Span::default(),
                        message,
                        "",
                    ),
                }
            })
    };
    let mut steps: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for node in nodes {
        let mut premises = Vec::new();
        for (name, at) in node.supported.iter().chain(&node.context) {
            premises.push(find(node, name, *at)?);
        }
        if node.supported.is_empty() {
            // Contexts alone do not support a goal; they say what it is about. So they are kept as data.
            let mut rows = Vec::new();
            for (name, _) in &node.context {
                rows.push(toml::Value::from(name.as_str()));
            }
            if !rows.is_empty() {
                let data = draft.get(node.claim).data.get_or_insert_default();
                let own = data.entry(GSN).or_insert_with(|| toml::Table::new().into());
                if let toml::Value::Table(own) = own {
                    own.insert("inContextOf".to_owned(), rows.into());
                }
            }
            continue;
        }
        let step = DraftStep {
            premises: premises.clone(),
            conclusion: node.claim,
            ..DraftStep::default()
        };
        if let Some(step) = draft.step(step) {
            for premise in premises {
                steps.insert((node.claim, premise), step);
            }
        }
    }
    for node in nodes {
        for (name, at) in &node.challenges {
            let ends = name
                .split_once("->")
                .map(|(from, to)| (from.trim(), to.trim()));
            if let Some((from, to)) = ends {
                let ends = (find(node, from, *at)?, find(node, to, *at)?);
                let step = steps.get(&ends).or(steps.get(&(ends.1, ends.0)));
                if let Some(step) = step {
                    draft.step(DraftStep::undercut(node.claim, *step));
                } else if let Some(tree) = trees.get(node.tree) {
                    let message = format!("nothing leads from `{from}` to `{to}`");
                    return Err(tree.fault(*at, message, "no relation to challenge"));
                }
                continue;
            }
            let conclusion = find(node, name, *at)?;
            let step = DraftStep {
                premises: vec![node.claim],
                conclusion,
                is_against: true,
                ..DraftStep::default()
            };
            if let Some(step) = draft.step(step) {
                steps.insert((node.claim, conclusion), step);
                steps.insert((conclusion, node.claim), step);
            }
        }
    }
    Ok(())
}
