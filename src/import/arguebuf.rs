//! Reads arguebuf JSON, the format of the tools around `arguebuf` (Lenz et al. 2022; <https://arguebuf.github.io>).
//!
//! Atoms become claims and schemes become steps; the major claim is the thesis. A resource becomes a source, and a
//! reference to it a quotation. If the map is written to a folder, the text of each resource is one of its files.
//! Participants, times and whatever else a map cannot express are kept as `data.arguebuf`.

use rustc_hash::FxHashMap;

use super::draft::{AskedQuestion, MapDraft, text};
use super::fault::ImportError;
use super::json::{Json, ObjectEntries, Raw};
use super::network::{ImportEdge, ImportNetwork, ImportNode, NodeMeaning};
use super::places::CharIndex;
use super::{CONTRADICTION, ImportFormat, Reading};
use crate::syntax::{Quote, RelationKind, Selector, Span, Spanned};

/// The name under which a map keeps what it cannot express.
pub(crate) const ARGUEBUF: &str = "arguebuf";

/// arguebuf JSON.
pub(super) struct ArguebufImport;

impl ImportFormat for ArguebufImport {
    fn name(&self) -> &'static str {
        ARGUEBUF
    }

    fn about(&self) -> &'static str {
        "arguebuf in JSON"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        let has = |words: &str| super::has(text, words);
        super::starts_json(text)
            && (has("\"atom\"") || has("\"schemaVersion\"") || has("\"libraryVersion\""))
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        reading.each(ARGUEBUF, |json, _, draft| graph(json, draft))
    }
}

/// A resource: its id in the map, and places in its text.
struct Resource<'r> {
    id: String,
    places: CharIndex<'r>,
}

fn graph(json: Json<'_>, draft: &mut MapDraft) -> Result<(), ImportError> {
    let whole = json.whole()?;
    let Some(raw_nodes) = whole.get("nodes") else {
        return Err(json.fault(
            Span::default(),
            "this is not arguebuf: it has no `nodes`",
            "",
        ));
    };
    let userdata = match whole
        .get("userdata")
        .filter(|raw| raw.get().starts_with('{'))
    {
        Some(raw) => json.object(raw)?,
        None => ObjectEntries::default(),
    };
    let own = match userdata.get("argmap") {
        Some(raw) => json.object(raw)?,
        None => ObjectEntries::default(),
    };
    let is_own = own.has("version");
    let mut resources = resources(json, &whole, draft)?;
    let nodes = json.object(raw_nodes)?;
    let mut network = ImportNetwork {
        format: ARGUEBUF,
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (id, raw) in nodes.iter() {
        numbers.insert(id, network.nodes.len());
        network
            .nodes
            .push(node(json, id, raw, is_own, &mut resources, draft)?);
    }
    let edges = match whole.get("edges").filter(|raw| raw.get() != "null") {
        Some(raw) => json.object(raw)?,
        None => ObjectEntries::default(),
    };
    for (id, raw) in edges.iter() {
        let object = json.object(raw)?;
        let end = |key: &str| {
            let name = json.string(object.get(key))?.unwrap_or_default();
            numbers.get(&*name).copied().ok_or_else(|| {
                let message = format!("an edge names the node `{name}`, which does not exist");
                let span = object.get(key).map_or(json.span(raw), |raw| json.span(raw));
                json.fault(span, message, "no node has this id")
            })
        };
        let (from, to) = (end("source")?, end("target")?);
        let mut kept = json.others(&object, &["source", "target"])?;
        let id = if kept.is_empty() {
            toml::Value::from(id)
        } else {
            let rest = std::mem::take(&mut kept);
            kept.insert("id".to_owned(), id.into());
            kept.extend(rest);
            kept.into()
        };
        network.edges.push(ImportEdge {
            from,
            to,
            id: Some(id),
        });
    }
    let said = network.join(draft);
    for (key, object, said) in [("nodes", &nodes, said.nodes), ("edges", &edges, said.edges)] {
        let mut rows = toml::Table::new();
        for ((id, raw), _) in object.iter().zip(said).filter(|(_, said)| !said) {
            if let Some(row) = json.kept(raw)? {
                rows.insert(id.to_owned(), row);
            }
        }
        if !rows.is_empty() {
            draft.map_data(ARGUEBUF).insert(key.to_owned(), rows.into());
        }
    }
    if let Some(raw) = whole.get("majorClaim").filter(|raw| raw.get() != "null") {
        let major = json.string(Some(raw))?.unwrap_or_default();
        let number = numbers
            .get(&*major)
            .and_then(|number| network.nodes.get(*number));
        match number.map(|node| &node.kind) {
            Some(NodeMeaning::Claim(claim)) => {
                let id = draft.id(*claim);
                draft.header().thesis.push(id);
            }
            _ if major.is_empty() => {}
            _ => {
                let message =
                    format!("the major claim is the atom `{major}`, which does not exist");
                return Err(json.fault(json.span(raw), message, "no atom has this id"));
            }
        }
    }
    questions(json, &own, &numbers, &network, draft)?;
    let known: &[&str] = if is_own {
        &["nodes", "edges", "majorClaim", "schemaVersion"]
    } else {
        &["nodes", "edges", "majorClaim"]
    };
    let mut rest = json.others(&whole, known)?;
    if let Some(toml::Value::Table(userdata)) = rest.get_mut("userdata")
        && userdata.remove("argmap").is_some()
        && userdata.is_empty()
    {
        rest.remove("userdata");
    }
    draft.map_data(ARGUEBUF).extend(rest);
    Ok(())
}

/// Adds the questions that an export of argmap contains.
fn questions(
    json: Json<'_>,
    own: &ObjectEntries<'_>,
    numbers: &FxHashMap<&str, usize>,
    network: &ImportNetwork,
    draft: &mut MapDraft,
) -> Result<(), ImportError> {
    for raw in json.list(own.get("questions"))? {
        let object = json.object(raw)?;
        let (id, _) = json.id(&object, "id", raw)?;
        let text = json.string(object.get("text"))?.unwrap_or_default();
        let mut answers = Vec::new();
        for raw in json.list(object.get("answers"))? {
            let name = json.string(Some(raw))?.unwrap_or_default();
            let number = numbers.get(&*name).copied();
            answers.push(
                number
                    .and_then(|number| network.claim_at(number))
                    .ok_or_else(|| {
                        let message =
                            format!("an answer is the atom `{name}`, which does not exist");
                        json.fault(json.span(raw), message, "no atom has this id")
                    })?,
            );
        }
        draft.question(&AskedQuestion {
            id: Some(&id.name),
            text: &text,
            answers: &answers,
            is_exclusive: json.flag(object.get("exclusive"))?,
        });
    }
    Ok(())
}

/// Adds the resources as sources of the map, and returns them by their ids in the graph.
fn resources<'t>(
    json: Json<'t>,
    whole: &ObjectEntries<'t>,
    draft: &mut MapDraft,
) -> Result<FxHashMap<String, Resource<'t>>, ImportError> {
    let mut resources = FxHashMap::default();
    let Some(raw) = whole
        .get("resources")
        .filter(|raw| raw.get().starts_with('{'))
    else {
        return Ok(resources);
    };
    for (key, raw) in json.object(raw)?.iter() {
        let object = json.object(raw)?;
        let words = json.string(object.get("text"))?.unwrap_or_default();
        if words.trim().is_empty() {
            continue;
        }
        let title = json
            .string(object.get("title"))?
            .filter(|title| !title.is_empty());
        let url = json
            .string(object.get("source"))?
            .filter(|url| !url.is_empty());
        let id = draft.source(title.as_deref().unwrap_or("text"), &words, |source| {
            source.title = title.as_deref().map(text);
            source.url = url.as_deref().map(text);
        });
        resources.insert(
            key.to_owned(),
            Resource {
                id,
                places: CharIndex::new(words),
            },
        );
    }
    Ok(resources)
}

fn node(
    json: Json<'_>,
    id: &str,
    raw: Raw<'_>,
    is_own: bool,
    resources: &mut FxHashMap<String, Resource<'_>>,
    draft: &mut MapDraft,
) -> Result<ImportNode, ImportError> {
    let object = json.object(raw)?;
    let mut data = toml::Table::new();
    if !is_own {
        data.insert("id".to_owned(), id.into());
    }
    data.extend(json.others(&object, &["atom", "scheme"])?);
    if let Some(raw) = object.get("atom") {
        let atom = json.object(raw)?;
        let words = json.string(atom.get("text"))?.unwrap_or_default();
        let claim = if is_own {
            draft.claim_of_id(id, &words)
        } else {
            draft.claim(&words)
        };
        if words.trim() != words || words.is_empty() {
            data.insert("text".to_owned(), toml::Value::from(&*words));
        }
        let kept = json.others(&atom, &["text"])?;
        if let Some(quote) = kept
            .get("reference")
            .and_then(|reference| quotation(reference, resources))
        {
            draft.get(claim).quotes = vec![quote].into();
        }
        if !kept.is_empty() {
            data.insert("atom".to_owned(), kept.into());
        }
        draft.keep(claim, ARGUEBUF, data);
        return Ok(ImportNode {
            kind: NodeMeaning::Claim(claim),
            data: toml::Table::new(),
            keeps_edges: false,
        });
    }
    let Some(raw) = object.get("scheme") else {
        return Err(json.fault(
            json.span(raw),
            format!("the node `{id}` is neither an atom nor a scheme"),
            "this one",
        ));
    };
    let scheme = json.object(raw)?;
    let name = |kind: &str| json.string(scheme.get(kind));
    if let Some(name) = name("rephrase")? {
        if name != REPHRASE {
            data.insert("scheme_name".to_owned(), toml::Value::from(&*name));
        }
        return Ok(ImportNode {
            kind: NodeMeaning::Link(RelationKind::Restates),
            data,
            keeps_edges: !is_own,
        });
    }
    let (kind, name) = match (name("support")?, name("attack")?) {
        (Some(name), _) => ("support", name),
        (None, Some(name)) => ("attack", name),
        _ => {
            return Ok(ImportNode {
                kind: NodeMeaning::Other,
                data,
                keeps_edges: !is_own,
            });
        }
    };
    let own = data
        .get("userdata")
        .and_then(|userdata| userdata.get("scheme")?.as_str())
        .map(str::to_owned);
    let own = own.filter(|_| is_own);
    if is_own {
        data.remove("userdata");
    }
    if own.as_deref() == Some(CONTRADICTION) {
        return Ok(ImportNode {
            kind: NodeMeaning::Link(RelationKind::Contradicts),
            data: toml::Table::new(),
            keeps_edges: false,
        });
    }
    let prefix = format!("{}_", kind.to_uppercase());
    let words = name
        .strip_prefix(&prefix)
        .unwrap_or(&name)
        .to_lowercase()
        .replace('_', " ");
    let is_default = words == "default";
    if !is_default {
        data.insert("scheme_name".to_owned(), toml::Value::from(&*name));
    }
    let more = json.others(&scheme, &[kind])?;
    if !more.is_empty() {
        data.insert("scheme_data".to_owned(), more.into());
    }
    Ok(ImportNode {
        kind: NodeMeaning::Step {
            is_against: kind == "attack",
            scheme: own.or((!is_default).then_some(words)),
            id: (is_own && !id.contains("->")).then(|| id.to_owned()),
        },
        data,
        keeps_edges: !is_own,
    })
}

/// The name of the scheme by which one claim restates another.
pub(crate) const REPHRASE: &str = "REPHRASE_DEFAULT";

/// The words that a reference points to, as a quotation.
fn quotation(
    reference: &toml::Value,
    resources: &mut FxHashMap<String, Resource<'_>>,
) -> Option<Quote> {
    let words = reference
        .get("text")?
        .as_str()
        .filter(|words| !words.trim().is_empty())?;
    let resource = resources.get_mut(reference.get("resource")?.as_str()?)?;
    let offset = reference.get("offset").and_then(toml::Value::as_integer);
    let offset = offset.and_then(|offset| usize::try_from(offset).ok());
    let at = resource.places.byte(offset.unwrap_or(0));
    let occurrence = resource.places.occurrence(words, at);
    let selector = Selector {
        source: Some(text(resource.id.as_str())),
        occurrence: occurrence.map(Spanned::unplaced),
        ..Selector::default()
    };
    Some(Quote {
        text: text(words),
        span: Span::default(),
        selector: Some(Box::new(selector)),
    })
}
