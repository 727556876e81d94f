//! Reads AIF in JSON, as `AIFdb` and the tools around it write it (Lawrence et al. 2012; <https://www.aifdb.org>), and
//! the extended AIF (xAIF) of the oAMF tools: the same graph in an envelope with the text.
//!
//! I-nodes become claims, RA-nodes reasons, and MA-nodes restatements. CA-nodes become objections, or undercuts if they
//! lead to another step. Locutions that argmap wrote for questions become questions again. The rest of a graph (other
//! locutions, illocutions, transitions, preferences, steps without premises) is kept as it is under `[map.data.aif]`.
//! What else claims and steps have is kept under their own `data.aif`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Reading;
use super::draft::{AskedQuestion, MapDraft, text};
use super::fault::ImportError;
use super::json::{Id, Json, ObjectEntries, Raw};
use super::network::{ImportEdge, ImportNetwork, ImportNode, NodeMeaning, Said, mark};
use crate::syntax::{RelationKind, SharedStr, Span, Text};

/// The name under which a map keeps what it cannot express.
pub(crate) const AIF: &str = "aif";

/// The name under which a map keeps the envelope of xAIF.
pub(crate) const XAIF: &str = "xaif";

/// The text of nodes that have the default scheme of this kind.
pub(crate) fn default_scheme(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "RA" => "Default Inference",
        "CA" => "Default Conflict",
        _ => return None,
    })
}

/// The text of a CA-node that is one half of a contradiction.
pub(crate) const CONTRADICTION: &str = "Contradiction";

/// The text of an MA-node, by which one claim restates another.
pub(crate) const REPHRASE: &str = "Default Rephrase";

/// The text of a YA-node by which a locution asks.
pub(crate) const ASKING: &str = "Pure Questioning";

/// AIF in JSON.
pub(super) struct AifImport;

impl super::ImportFormat for AifImport {
    fn name(&self) -> &'static str {
        AIF
    }

    fn about(&self) -> &'static str {
        "AIF in JSON, as AIFdb has it"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        let has = |key: &str| super::has(text, key);
        super::starts_json(text)
            && (has("\"nodeID\"") || has("\"nodes\"") && has("\"locutions\""))
            && !has("\"AIF\"")
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        reading.each(AIF, |json, graph, draft| {
            let whole = json.whole()?;
            graph_of(json, &whole, draft, graph)
        })
    }
}

/// xAIF.
pub(super) struct XaifImport;

impl super::ImportFormat for XaifImport {
    fn name(&self) -> &'static str {
        XAIF
    }

    fn about(&self) -> &'static str {
        "extended AIF, as oAMF's tools write it"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        super::starts_json(text) && super::has(text, "\"AIF\"")
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        reading.each(XAIF, |json, graph, draft| {
            let whole = json.whole()?;
            let Some(raw) = whole.get("AIF") else {
                let help = "an AIF graph without its envelope is the format `aif`";
                return Err(json
                    .fault(Span::default(), "this is not xaif: it has no `AIF`", "")
                    .help(help));
            };
            let mut envelope = json.others(&whole, &["AIF"])?;
            envelope.retain(|_, value| value.as_str() != Some(""));
            draft.map_data(XAIF).extend(envelope);
            graph_of(json, &json.object(raw)?, draft, graph)
        })
    }
}

/// The nodes of all files that are read: one graph may be spread over several files.
#[derive(Default)]
pub(super) struct AifGraph {
    has_several_files: bool,
    /// The claims of these files and their texts, by node id.
    seen: FxHashMap<String, (usize, String)>,
}

impl AifGraph {
    pub(super) fn new(has_several_files: bool) -> Self {
        Self {
            has_several_files,
            ..Self::default()
        }
    }
}

/// A node as written.
struct AifNode<'t> {
    id: Id<'t>,
    kind: Cow<'t, str>,
    text: Cow<'t, str>,
    object: ObjectEntries<'t>,
    raw: Raw<'t>,
}

fn graph_of<'t>(
    json: Json<'t>,
    whole: &ObjectEntries<'t>,
    draft: &mut MapDraft,
    graph: &mut AifGraph,
) -> Result<(), ImportError> {
    let json = Json {
        format: AIF,
        ..json
    };
    if !whole.has("nodes") {
        return Err(json.fault(Span::default(), "this is not aif: it has no `nodes`", ""));
    }
    // In a graph that argmap wrote, the ids of nodes are ids of a map.
    let is_own = whole.has("argmap");
    let mut nodes = Vec::new();
    for raw in json.list(whole.get("nodes"))? {
        let object = json.object(raw)?;
        let (id, _) = json.id(&object, "nodeID", raw)?;
        let kind = json.string(object.get("type"))?.unwrap_or_default();
        let text = json.string(object.get("text"))?.unwrap_or_default();
        nodes.push(AifNode {
            id,
            kind,
            text,
            object,
            raw,
        });
    }
    let stamp = common_timestamp(json, &nodes)?;
    let mut network = ImportNetwork {
        format: AIF,
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, node) in nodes.iter().enumerate() {
        if let Some(&first) = numbers.get(&*node.id.name) {
            let message = format!("the node `{}` is here twice", node.id.name);
            let first = nodes.get(first).map(|first| json.span(first.raw));
            let fault = json.fault(json.span(node.raw), message, "the second");
            return Err(match first {
                Some(first) => fault.label(json.file, first, "the first"),
                None => fault,
            });
        }
        numbers.insert(&node.id.name, number);
        network
            .nodes
            .push(node_of(json, node, stamp.as_deref(), is_own, draft, graph)?);
    }
    let number_of = |id: &str| numbers.get(id).copied();
    let written = network.read_edges(json, whole, ["edgeID", "fromID", "toID"], number_of)?;
    let mut said = network.join(draft);
    questions(json, &nodes, &network, draft, &mut said)?;
    speakers(json, whole, &nodes, &network, &said, draft)?;
    let rest = |raws: Vec<Raw<'t>>, said: &[bool]| -> Result<Vec<toml::Value>, ImportError> {
        let unsaid = raws.into_iter().zip(said).filter(|(_, said)| !**said);
        let kept = unsaid.map(|(raw, _)| json.kept(raw));
        Ok(kept
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    };
    let raws = nodes.iter().map(|node| node.raw).collect();
    keep_rows(draft, "nodes", rest(raws, &said.nodes)?);
    keep_rows(draft, "edges", rest(written, &said.edges)?);
    if let Some(stamp) = stamp {
        draft
            .map_data(AIF)
            .entry("timestamp")
            .or_insert(toml::Value::from(&*stamp));
    }
    for (key, value) in json.others(whole, &["nodes", "edges", "argmap"])? {
        match value {
            toml::Value::Array(listed) => keep_rows(draft, &key, listed),
            value => {
                draft.map_data(AIF).insert(key, value);
            }
        }
    }
    Ok(())
}

/// Adds the questions that an export of argmap contains: locutions that ask, and the claims that answer them.
fn questions(
    json: Json<'_>,
    nodes: &[AifNode<'_>],
    network: &ImportNetwork,
    draft: &mut MapDraft,
    said: &mut Said,
) -> Result<(), ImportError> {
    let mut asked: Vec<(usize, ObjectEntries<'_>)> = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        if node.kind == "L"
            && let Some(raw) = node.object.get("argmap")
        {
            let about = json.object(raw)?;
            if about.has("question") {
                asked.push((number, about));
            }
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    let places = asked.iter().enumerate();
    let places: FxHashMap<usize, usize> = places.map(|(place, (node, _))| (*node, place)).collect();
    // For each node that asks a question: the question, and the edge that leads to the node.
    let mut asking: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    for (number, edge) in network.edges.iter().enumerate() {
        let is_asking = nodes.get(edge.to);
        let is_asking = is_asking.is_some_and(|node| node.kind == "YA" && node.text == ASKING);
        if let (Some(&place), true) = (places.get(&edge.from), is_asking) {
            asking.insert(edge.to, (place, number));
        }
    }
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); asked.len()];
    for (number, edge) in network.edges.iter().enumerate() {
        if let Some(&(place, before)) = asking.get(&edge.from)
            && let Some(claim) = network.claim_at(edge.to)
            && let Some(answers) = answers.get_mut(place)
        {
            answers.push(claim);
            mark(&mut said.nodes, [edge.from].into_iter());
            mark(&mut said.edges, [before, number].into_iter());
        }
    }
    for ((number, about), answers) in asked.iter().zip(answers) {
        let Some(node) = nodes.get(*number) else {
            continue;
        };
        let (id, _) = json.id(about, "question", node.raw)?;
        draft.question(&AskedQuestion {
            id: Some(&id.name),
            text: &node.text,
            answers: &answers,
            is_exclusive: json.flag(about.get("exclusive"))?,
        });
        mark(&mut said.nodes, [*number].into_iter());
    }
    Ok(())
}

/// Adds to each claim the speakers whose locutions assert it. A name comes from the list of participants if it is
/// there, or else from the text before the first colon of the locution, as in `Ann : It rains.`
fn speakers(
    json: Json<'_>,
    whole: &ObjectEntries<'_>,
    nodes: &[AifNode<'_>],
    network: &ImportNetwork,
    said: &Said,
    draft: &mut MapDraft,
) -> Result<(), ImportError> {
    let mut names: FxHashMap<Cow<'_, str>, String> = FxHashMap::default();
    for raw in json.list(whole.get("participants"))? {
        let object = json.object(raw)?;
        let (id, _) = json.id(&object, "participantID", raw)?;
        let first = json.string(object.get("firstname"))?.unwrap_or_default();
        let last = json.string(object.get("surname"))?.unwrap_or_default();
        names.insert(id.name, format!("{first} {last}").trim().to_owned());
    }
    let mut persons: FxHashMap<Cow<'_, str>, String> = FxHashMap::default();
    for raw in json.list(whole.get("locutions"))? {
        let object = json.object(raw)?;
        if !object.has("nodeID") || !object.has("personID") {
            continue;
        }
        let (id, _) = json.id(&object, "nodeID", raw)?;
        let (person, _) = json.id(&object, "personID", raw)?;
        if let Some(name) = names.get(&person.name).filter(|name| !name.is_empty()) {
            persons.insert(id.name, name.clone());
        }
    }
    let is = |node: usize, kind: &str| nodes.get(node).is_some_and(|node| node.kind == kind);
    let mut locutions: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let is_said = |node: usize| said.nodes.get(node).is_some_and(|said| *said);
    // A locution that only asks or challenges asserts nothing.
    let is_pure = |node: usize| {
        nodes
            .get(node)
            .is_some_and(|node| node.text.starts_with("Pure "))
    };
    let asserts = |edge: &&ImportEdge| {
        let is_assertion = is(edge.from, "L") && is(edge.to, "YA");
        is_assertion && !is_said(edge.from) && !is_pure(edge.to)
    };
    for edge in network.edges.iter().filter(asserts) {
        locutions.entry(edge.to).or_default().push(edge.from);
    }
    let mut known: FxHashSet<(usize, &str)> = FxHashSet::default();
    let mut by: BTreeMap<usize, Vec<Text>> = BTreeMap::new();
    for edge in network.edges.iter().filter(|edge| is(edge.from, "YA")) {
        let Some(&NodeMeaning::Claim(claim)) = network.nodes.get(edge.to).map(|node| &node.kind)
        else {
            continue;
        };
        for &locution in locutions.get(&edge.from).into_iter().flatten() {
            let Some(node) = nodes.get(locution) else {
                continue;
            };
            let before = node.text.split_once(':').map(|(before, _)| before.trim());
            // A name is short and is not a sentence.
            let before = before
                .filter(|name| (1..=40).contains(&name.len()) && !name.contains(['.', '?', '!']));
            let listed = persons.get(&node.id.name).map(String::as_str);
            let Some(name) = listed.or(before) else {
                continue;
            };
            if known.insert((claim, name)) {
                by.entry(claim).or_default().push(text(name));
            }
        }
    }
    for (claim, by) in by {
        let claim = draft.get(claim);
        let mut known: FxHashSet<SharedStr> = FxHashSet::default();
        let mut by: Vec<Text> = claim.by.iter().cloned().chain(by).collect();
        by.retain(|name| known.insert(name.value.clone()));
        claim.by = by.into();
    }
    Ok(())
}

/// Adds rows to a list in the map's data.
fn keep_rows(draft: &mut MapDraft, key: &str, mut rows: Vec<toml::Value>) {
    if rows.is_empty() {
        return;
    }
    let kept = draft
        .map_data(AIF)
        .entry(key)
        .or_insert_with(|| Vec::<toml::Value>::new().into());
    if let toml::Value::Array(kept) = kept {
        kept.append(&mut rows);
    }
}

/// The time that more than half of the nodes have, so that it can be stated once for all of them.
fn common_timestamp<'t>(
    json: Json<'t>,
    nodes: &[AifNode<'t>],
) -> Result<Option<Cow<'t, str>>, ImportError> {
    let mut candidate: Option<Cow<'t, str>> = None;
    let mut lead = 0usize;
    let mut stamps = Vec::with_capacity(nodes.len());
    for node in nodes {
        let stamp = match node.object.get("timestamp") {
            Some(raw) if raw.get().starts_with('"') => json.string(Some(raw))?,
            _ => None,
        };
        // The only candidate for a majority (Boyer & Moore 1981).
        if lead == 0 {
            candidate.clone_from(&stamp);
        }
        lead = if candidate == stamp {
            lead + 1
        } else {
            lead - 1
        };
        stamps.push(stamp);
    }
    let count = stamps.iter().filter(|stamp| **stamp == candidate).count();
    Ok(candidate.filter(|_| count > 1 && 2 * count > nodes.len()))
}

fn node_of(
    json: Json<'_>,
    node: &AifNode<'_>,
    stamp: Option<&str>,
    is_own: bool,
    draft: &mut MapDraft,
    graph: &mut AifGraph,
) -> Result<ImportNode, ImportError> {
    let time = node.object.get("timestamp");
    let is_common = stamp.is_some()
        && time.is_some_and(|raw| raw.get().starts_with('"'))
        && json.string(time)?.as_deref() == stamp;
    let known: &[&str] = if is_common {
        &["nodeID", "type", "text", "timestamp"]
    } else {
        &["nodeID", "type", "text"]
    };
    let mut data = json.others(&node.object, known)?;
    if !is_common && stamp.is_some() && !data.contains_key("timestamp") {
        // This node has no time, unlike the others.
        data.insert("timestamp".to_owned(), "".into());
    }
    let identified = |mut data: toml::Table| {
        if !is_own {
            let rest = std::mem::take(&mut data);
            data.insert("id".to_owned(), node.id.value());
            data.extend(rest);
        }
        data
    };
    let is_step = default_scheme(&node.kind);
    let kind = match (&*node.kind, is_step) {
        ("I", _) => {
            if let Some((claim, text)) = graph.seen.get(&*node.id.name) {
                if *text == node.text {
                    return Ok(ImportNode {
                        kind: NodeMeaning::Claim(*claim),
                        data: toml::Table::new(),
                        keeps_edges: false,
                    });
                }
                let message = format!(
                    "the node `{}` says something else in another file",
                    node.id.name
                );
                let help = "import these files as separate maps";
                return Err(json.fault(json.span(node.raw), message, "here").help(help));
            }
            let claim = if is_own {
                draft.claim_of_id(&node.id.name, &node.text)
            } else {
                draft.claim(&node.text)
            };
            if node.text.trim() != node.text || node.text.is_empty() {
                data.insert("text".to_owned(), toml::Value::from(&*node.text));
            }
            draft.keep(claim, AIF, identified(data));
            if graph.has_several_files {
                let said = (claim, node.text.to_string());
                graph.seen.insert(node.id.name.to_string(), said);
            }
            return Ok(ImportNode {
                kind: NodeMeaning::Claim(claim),
                data: toml::Table::new(),
                keeps_edges: false,
            });
        }
        ("CA", _) if is_own && node.text == CONTRADICTION => {
            NodeMeaning::Link(RelationKind::Contradicts)
        }
        ("MA", _) => {
            if node.text != REPHRASE {
                data.insert("text".to_owned(), toml::Value::from(&*node.text));
            }
            if data.get("scheme").and_then(toml::Value::as_str) == Some(REPHRASE) {
                data.remove("scheme");
            }
            NodeMeaning::Link(RelationKind::Restates)
        }
        (_, Some(default)) => {
            let scheme = match data.get("scheme") {
                Some(toml::Value::String(scheme)) => Some(scheme.clone()),
                _ => None,
            };
            let named = scheme.clone().unwrap_or_else(|| node.text.to_string());
            let is_default = named.is_empty() || named == default || named == node.kind;
            if scheme.is_some() {
                data.remove("scheme");
            }
            let usual = if is_default { default } else { named.as_str() };
            if node.text != usual {
                data.insert("text".to_owned(), toml::Value::from(&*node.text));
            }
            NodeMeaning::Step {
                is_against: node.kind == "CA",
                scheme: (!is_default).then_some(named),
                id: (is_own && !node.id.name.contains("->")).then(|| node.id.name.to_string()),
            }
        }
        _ => NodeMeaning::Other,
    };
    Ok(ImportNode {
        kind,
        data: identified(data),
        keeps_edges: !is_own,
    })
}
