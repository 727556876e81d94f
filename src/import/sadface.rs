//! Reads `SADFace` in JSON (Simple Argument Description Format, Wells & Douglas 2021;
//! <https://github.com/Open-Argumentation/SADFace>).
//!
//! Atoms become claims and schemes become steps. A scheme is an objection if its name says so. Titles are kept, and
//! what a map cannot express is kept as `data.sadface`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::draft::text;
use super::fault::ImportError;
use super::json::Json;
use super::network::{ImportNetwork, ImportNode, NodeMeaning};
use super::{ImportFormat, MapDraft, Reading};
use crate::syntax::Span;

/// The name under which a map keeps what it cannot express.
const SADFACE: &str = "sadface";

/// `SADFace` in JSON.
pub(super) struct SadfaceImport;

impl ImportFormat for SadfaceImport {
    fn name(&self) -> &'static str {
        SADFACE
    }

    fn about(&self) -> &'static str {
        "SADFace in JSON"
    }

    fn is_like(&self, _: &str, text: &str) -> bool {
        let has = |words: &str| super::has(text, words);
        super::starts_json(text) && has("\"resources\"") && has("\"metadata\"") && has("\"core\"")
    }

    fn read(&self, reading: &mut Reading<'_>) -> Result<(), ImportError> {
        reading.each(SADFACE, |json, _, draft| graph(json, draft))
    }
}

fn graph(json: Json<'_>, draft: &mut MapDraft) -> Result<(), ImportError> {
    let whole = json.whole()?;
    if !whole.has("nodes") {
        return Err(json.fault(
            Span::default(),
            "this is not sadface: it has no `nodes`",
            "",
        ));
    }
    let mut network = ImportNetwork {
        format: SADFACE,
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    let mut numbers: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    let mut raws = Vec::new();
    for raw in json.list(whole.get("nodes"))? {
        let object = json.object(raw)?;
        let (id, span) = json.id(&object, "id", raw)?;
        if numbers.insert(id.name.clone(), raws.len()).is_some() {
            return Err(json.fault(
                span,
                format!("the node `{}` is here twice", id.name),
                "the second",
            ));
        }
        raws.push(raw);
        let mut data = toml::Table::new();
        data.insert("id".to_owned(), id.value());
        let mut others = json.others(&object, &["id", "type", "text", "name"])?;
        others.retain(|_, value| !is_empty(value));
        data.extend(others);
        let kind = match json.string(object.get("type"))?.as_deref() {
            Some("atom") => {
                let words = json.string(object.get("text"))?.unwrap_or_default();
                let claim = draft.claim(&words);
                draft.keep(claim, SADFACE, std::mem::take(&mut data));
                NodeMeaning::Claim(claim)
            }
            Some("scheme") => {
                let name = json.string(object.get("name"))?.unwrap_or_default();
                let lower = name.to_lowercase();
                let is_against = ["conflict", "attack", "undercut", "rebut"]
                    .iter()
                    .any(|word| lower.contains(word));
                let is_default = matches!(
                    lower.as_str(),
                    "" | "support" | "inference" | "conflict" | "attack"
                );
                NodeMeaning::Step {
                    is_against,
                    scheme: (!is_default).then(|| name.into_owned()),
                    id: None,
                }
            }
            other => {
                let message = format!("a node is of the type `{}`", other.unwrap_or_default());
                return Err(json.fault(json.span(raw), message, "neither an atom nor a scheme"));
            }
        };
        network.nodes.push(ImportNode {
            kind,
            data,
            keeps_edges: true,
        });
    }
    let number_of = |id: &str| numbers.get(id).copied();
    let edges = network.read_edges(json, &whole, ["id", "source_id", "target_id"], number_of)?;
    let said = network.join(draft);
    for (key, raws, said) in [("nodes", raws, said.nodes), ("edges", edges, said.edges)] {
        let mut unsaid = Vec::new();
        for (raw, _) in raws.into_iter().zip(said).filter(|(_, said)| !said) {
            unsaid.extend(json.kept(raw)?);
        }
        if !unsaid.is_empty() {
            draft
                .map_data(SADFACE)
                .insert(key.to_owned(), unsaid.into());
        }
    }
    let mut rest = json.others(&whole, &["nodes", "edges"])?;
    let title = rest
        .get("metadata")
        .and_then(|metadata| metadata.get("core")?.get("title")?.as_str());
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        let title = text(title);
        draft.header().title.get_or_insert(title);
    }
    rest.retain(|_, value| !is_empty(value));
    draft.map_data(SADFACE).extend(rest);
    Ok(())
}

fn is_empty(value: &toml::Value) -> bool {
    match value {
        toml::Value::Array(items) => items.is_empty(),
        toml::Value::Table(table) => table.is_empty(),
        toml::Value::String(text) => text.is_empty(),
        _ => false,
    }
}
