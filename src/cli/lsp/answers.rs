//! Turns the library's answers into those of the protocol.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use argmap::check::{Levels, Report, check};
use argmap::diagnostic::{Applicability, Diagnostic, Fix, Level, Place};
use argmap::edit::{Moving, mend, relocate, rename, tidy_file};
use argmap::editor::{
    self, Completion, CompletionKind, Grid, NamedThing, Neighbour, Symbol, SymbolKind, Units,
};
use argmap::map::{ClaimId, Map};
use argmap::proof::Proof;
use argmap::quotes::{Offsets, Passage};
use argmap::syntax::{FileId, SharedStr, Span, TableKind};
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::hunks::{hunks, small_hunks};
use super::server::{Client, Served};
use super::uri;

/// Maximum number of symbols listed at once for a whole map.
const MOST_SYMBOLS: usize = 256;

/// Maximum number of files offered as targets for a move.
const MOST_FILES: usize = 24;

/// Maximum number of characters of a label in a list.
const LONGEST: usize = 90;

/// Whether requests with this method are answered, even if only with an empty answer.
pub(super) fn is_known(method: &str) -> bool {
    matches!(
        method,
        "textDocument/completion"
            | "textDocument/hover"
            | "textDocument/definition"
            | "textDocument/references"
            | "textDocument/documentHighlight"
            | "textDocument/prepareRename"
            | "textDocument/rename"
            | "textDocument/documentSymbol"
            | "textDocument/foldingRange"
            | "textDocument/documentLink"
            | "textDocument/inlayHint"
            | "textDocument/codeLens"
            | "textDocument/formatting"
            | "textDocument/codeAction"
            | "codeAction/resolve"
            | "textDocument/prepareCallHierarchy"
            | "callHierarchy/incomingCalls"
            | "callHierarchy/outgoingCalls"
    )
}

/// The answer to a request about a file of a map, or about one of its sources.
pub(super) fn answer(
    served: &mut Served,
    client: Client,
    method: &str,
    path: &Path,
    params: &Value,
) -> Result<Value, (ErrorCode, String)> {
    // The labels must be computed before the map is borrowed.
    if matches!(method, "textDocument/hover" | "textDocument/inlayHint") {
        served.label();
    }
    let served = &*served;
    let labelling = served.labelled();
    let proof = served.workspace.proof();
    let asked = MapRequest {
        served,
        proof: &proof,
        client,
        path,
        params,
    };
    let Some(file) = served.file(path) else {
        return Ok(match method {
            "textDocument/codeAction" => asked.draft().into_iter().collect(),
            method if is_known(method) => Value::Null,
            _ => return Err((ErrorCode::MethodNotFound, format!("no method `{method}`"))),
        });
    };
    let map = proof.map();
    let grids = Grids::new(served, map, client.units);
    let offset = || asked.offset(&grids, file, "/position");
    let thing = || editor::thing_at(map, file, offset());
    Ok(match method {
        "textDocument/completion" => asked.completions(&grids, file, offset()),
        "textDocument/hover" => labelling
            .and_then(|labelling| editor::hover(&proof, labelling, file, offset()))
            .map_or(Value::Null, |hover| {
                json!({
                    "contents": { "kind": "markdown", "value": hover.text },
                    "range": grids.range(file, hover.span),
                })
            }),
        "textDocument/definition" => asked.definition(&grids, file, offset()),
        "textDocument/references" => {
            let with = params.pointer("/context/includeDeclaration");
            let with = with.and_then(Value::as_bool).unwrap_or(true);
            let all = thing().map(|thing| editor::references(map, &thing));
            let all = all.into_iter().flatten();
            let all = all.filter(|(_, is_definition)| with || !is_definition);
            all.map(|(place, _)| grids.location(place)).collect()
        }
        "textDocument/documentHighlight" => {
            let all = thing().map(|thing| editor::references(map, &thing));
            let own = all
                .into_iter()
                .flatten()
                .filter(|(place, _)| place.file == file);
            own.map(|(place, is_definition)| {
                // 3 stands for a write, 2 for a read.
                let kind = if is_definition { 3 } else { 2 };
                json!({ "range": grids.range(file, place.span), "kind": kind })
            })
            .collect()
        }
        "textDocument/prepareRename" => thing().map_or(
            Value::Null,
            |thing| json!({ "range": grids.range(file, thing.span), "placeholder": &*thing.name }),
        ),
        "textDocument/rename" => asked.rename(&grids, thing())?,
        "textDocument/documentSymbol" => {
            let symbols = editor::symbols(map, file).into_iter();
            let symbols = symbols.map(|symbol| {
                json!({
                    "name": named(&symbol.name),
                    "detail": short(&symbol.detail),
                    "kind": symbol_kind(symbol.kind),
                    "range": grids.range(file, symbol.whole),
                    "selectionRange": grids.range(file, symbol.span),
                })
            });
            symbols.collect()
        }
        "textDocument/foldingRange" => {
            let folds = editor::folds(grids.text(file))
                .into_iter()
                .filter_map(|fold| {
                    let start = grids.line(file, fold.range().start);
                    let end = grids.line(file, fold.range().end);
                    (start < end)
                        .then(|| json!({ "startLine": start, "endLine": end, "kind": "region" }))
                });
            folds.collect()
        }
        "textDocument/documentLink" => {
            let links = editor::links(&proof, file).into_iter().map(|link| {
                let at = link.passage.as_ref().map(|passage| passage.start);
                let at = at.map_or_else(String::new, |at| format!("#L{},{}", at.line, at.column));
                let target = uri::of_path(&served.path(&link.path)) + &at;
                json!({ "range": grids.range(file, link.span), "target": target })
            });
            links.collect()
        }
        "textDocument/inlayHint" => {
            let start = asked.offset(&grids, file, "/range/start");
            let end = asked.offset(&grids, file, "/range/end");
            let range = Span::new(start, end.max(start));
            let text = &map.files().file(file).text;
            let hints = labelling.map(|labelling| editor::hints(map, labelling, file, range));
            let hints = hints.into_iter().flatten().map(|hint| {
                // The hint goes after the header.
                let rest = text.get(hint.span.range().end..).unwrap_or_default();
                let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
                let at = hint.span.range().end + end;
                json!({
                    "position": grids.position(file, at),
                    "label": hint.text,
                    "paddingLeft": true,
                })
            });
            hints.collect()
        }
        "textDocument/codeLens" => {
            let lenses = editor::lenses(map, file).into_iter().map(|lens| {
                json!({
                    "range": grids.range(file, lens.span),
                    "command": { "title": lens.text, "command": "" },
                })
            });
            lenses.collect()
        }
        "textDocument/formatting" => {
            let text = grids.text(file);
            let new = tidy_file(map.files(), file).unwrap_or_default();
            let edits = new.map(|new| small_hunks(text, &new)).into_iter().flatten();
            edits
                .map(|(span, new)| json!({ "range": grids.range(file, span), "newText": new }))
                .collect()
        }
        "textDocument/codeAction" => asked.actions(&grids, file),
        "codeAction/resolve" => asked.resolved(&grids)?,
        "textDocument/prepareCallHierarchy" => {
            let claim = thing().and_then(|thing| map.find(&thing.name));
            claim.map_or(Value::Null, |claim| json!([asked.item(&grids, claim)]))
        }
        "callHierarchy/incomingCalls" => asked.calls(&grids, "from", editor::grounds),
        "callHierarchy/outgoingCalls" => asked.calls(&grids, "to", editor::uses),
        _ => return Err((ErrorCode::MethodNotFound, format!("no method `{method}`"))),
    })
}

/// The files of a map as the editor sees them: their names, and the lines and columns in them. Each is worked out when
/// first needed.
struct Grids<'m> {
    served: &'m Served,
    map: &'m Map,
    units: Units,
    cells: Vec<(OnceCell<Grid>, OnceCell<String>)>,
}

impl<'m> Grids<'m> {
    fn new(served: &'m Served, map: &'m Map, units: Units) -> Self {
        let cells = map.files().files().iter().map(|_| <_>::default());
        Self {
            served,
            map,
            units,
            cells: cells.collect(),
        }
    }

    fn text(&self, file: FileId) -> &'m str {
        &self.map.files().file(file).text
    }

    /// The grid of a file, or `None` if the file does not exist.
    fn grid(&self, file: FileId) -> Option<&Grid> {
        let (grid, _) = self.cells.get(file.index())?;
        Some(grid.get_or_init(|| Grid::new(self.text(file), self.units)))
    }

    /// The byte at a line and a column.
    fn offset(&self, file: FileId, line: u32, character: u32) -> usize {
        let grid = self.grid(file);
        grid.map_or(0, |grid| grid.offset(self.text(file), line, character))
    }

    fn path(&self, file: FileId) -> PathBuf {
        self.served.path(&self.map.files().file(file).name)
    }

    fn uri(&self, file: FileId) -> &str {
        let cell = self.cells.get(file.index());
        cell.map_or("", |(_, uri)| {
            uri.get_or_init(|| uri::of_path(&self.path(file)))
        })
    }

    fn line(&self, file: FileId, offset: usize) -> u32 {
        let grid = self.grid(file);
        grid.map_or(0, |grid| grid.position(self.text(file), offset).0)
    }

    fn position(&self, file: FileId, offset: usize) -> Value {
        let place = self
            .grid(file)
            .map(|grid| grid.position(self.text(file), offset));
        let (line, character) = place.unwrap_or_default();
        json!({ "line": line, "character": character })
    }

    fn range(&self, file: FileId, span: Span) -> Value {
        json!({
            "start": self.position(file, span.range().start),
            "end": self.position(file, span.range().end.max(span.range().start)),
        })
    }

    /// A workspace edit that makes these changes.
    fn edit(&self, edits: &[(Place, String)]) -> Value {
        let mut changes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (place, new) in edits {
            let edit = json!({ "range": self.range(place.file, place.span), "newText": new });
            changes
                .entry(self.uri(place.file).to_owned())
                .or_default()
                .push(edit);
        }
        json!({ "changes": changes })
    }

    fn location(&self, place: Place) -> Value {
        json!({ "uri": self.uri(place.file), "range": self.range(place.file, place.span) })
    }
}

/// A request about a map.
struct MapRequest<'a> {
    served: &'a Served,
    proof: &'a Proof<'a>,
    client: Client,
    path: &'a Path,
    params: &'a Value,
}

impl MapRequest<'_> {
    fn map(&self) -> &Map {
        self.proof.map()
    }

    /// The byte at a position in the request.
    fn offset(&self, grids: &Grids<'_>, file: FileId, pointer: &str) -> usize {
        let (line, character) = position(self.params.pointer(pointer));
        grids.offset(file, line, character)
    }

    fn completions(&self, grids: &Grids<'_>, file: FileId, offset: usize) -> Value {
        let found = editor::completions(self.proof, file, offset);
        let text = &self.map().files().file(file).text;
        let items = found.items.iter().enumerate();
        let items = items.filter(|(_, item)| {
            // An editor can only replace text within one line.
            let replaced = text.get(item.replace.range());
            replaced.is_some_and(|replaced| !replaced.contains(['\n', '\r']))
        });
        let items: Vec<Value> = items
            .map(|(number, item)| self.completion(grids, file, number, item))
            .collect();
        json!({ "isIncomplete": found.is_incomplete, "items": items })
    }

    fn completion(
        &self,
        grids: &Grids<'_>,
        file: FileId,
        number: usize,
        item: &Completion,
    ) -> Value {
        let kind = match item.kind {
            CompletionKind::Claim | CompletionKind::Step => 18,
            CompletionKind::Source => 17,
            CompletionKind::Speaker => 6,
            CompletionKind::Key => 10,
            CompletionKind::Table => 9,
            CompletionKind::Value => 12,
            CompletionKind::Rule => 20,
            CompletionKind::Quotation => 1,
        };
        let snippet = item.snippet.as_ref().filter(|_| self.client.takes_snippets);
        let mut out = json!({
            "label": short(&item.label),
            "kind": kind,
            "sortText": format!("{number:05}"),
            "insertTextFormat": if snippet.is_some() { 2 } else { 1 },
            "textEdit": {
                "range": grids.range(file, item.replace),
                "newText": snippet.unwrap_or(&item.insert),
            },
        });
        if let Some(out) = out.as_object_mut() {
            if !item.detail.is_empty() {
                out.insert("detail".to_owned(), short(&item.detail).into());
            }
            if item.detail.chars().count() > LONGEST || item.label.chars().count() > LONGEST {
                let whole = if item.kind == CompletionKind::Quotation {
                    &item.label
                } else {
                    &item.detail
                };
                out.insert("documentation".to_owned(), whole.as_str().into());
            }
            if let Some(filter) = &item.filter {
                out.insert("filterText".to_owned(), filter.as_str().into());
            }
        }
        out
    }

    /// Where the thing here is defined or, for a quotation, where it is in its source.
    fn definition(&self, grids: &Grids<'_>, file: FileId, offset: usize) -> Value {
        if let Some(thing) = editor::thing_at(self.map(), file, offset) {
            let places = editor::definitions(self.map(), &thing).into_iter();
            return places.map(|place| grids.location(place)).collect();
        }
        let holds = |span: Span| span.range().start <= offset && offset <= span.range().end;
        let link = editor::links(self.proof, file)
            .into_iter()
            .find(|link| holds(link.span));
        let Some(link) = link else {
            return Value::Null;
        };
        let range = link
            .passage
            .and_then(|passage| self.in_source(&link.path, &passage));
        let nowhere = json!({ "line": 0, "character": 0 });
        let range = range.unwrap_or_else(|| json!({ "start": nowhere, "end": nowhere }));
        json!([{ "uri": uri::of_path(&self.served.path(&link.path)), "range": range }])
    }

    /// The range of a passage of a source, in the editor's lines and columns.
    fn in_source(&self, path: &str, passage: &Passage) -> Option<Value> {
        let shown = uri::of_path(&self.served.path(path));
        let mut sources = self.proof.sources();
        let (id, ..) = sources.find(|(id, ..)| {
            let own = Path::new(self.proof.path(*id));
            uri::of_path(own) == shown
        })?;
        let source = self.proof.source(id).ok()?;
        if source.offsets() != Offsets::File {
            return None;
        }
        let text = source.file();
        let grid = Grid::new(text, self.client.units);
        let at = |offset: usize| {
            let (line, character) = grid.position(text, offset);
            json!({ "line": line, "character": character })
        };
        Some(json!({ "start": at(passage.bytes.start), "end": at(passage.bytes.end) }))
    }

    fn rename(
        &self,
        grids: &Grids<'_>,
        thing: Option<NamedThing>,
    ) -> Result<Value, (ErrorCode, String)> {
        let failed = |message: String| (ErrorCode::RequestFailed, message);
        let new = self
            .params
            .get("newName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let thing = thing.ok_or_else(|| failed("there is no id here".to_owned()))?;
        let renaming = rename(self.map(), &thing.name, new, Some(thing.space))
            .map_err(|error| failed(error.to_string()))?;
        Ok(grids.edit(&renaming.change.edits))
    }

    /// Fixes for the findings in the requested range, and changes offered for the reason there.
    fn actions(&self, grids: &Grids<'_>, file: FileId) -> Value {
        let start = self.offset(grids, file, "/range/start");
        let mut offered = Vec::new();
        if self.wants("refactor.rewrite") {
            let fixes = editor::refactorings(self.map(), file, start).into_iter();
            offered.extend(fixes.map(|fix| {
                json!({
                    "title": capital(&fix.title),
                    "kind": "refactor.rewrite",
                    "edit": grids.edit(&fix.edits),
                })
            }));
        }
        if self.wants("refactor.move") {
            offered.extend(self.moves(grids, file, start));
        }
        if self.params.pointer("/context/only").is_some() && self.wants("source.fixAll.argmap") {
            offered.extend(self.fix_all(grids, file));
        }
        let report = self
            .served
            .report
            .as_ref()
            .filter(|_| self.wants("quickfix"));
        let Some(report) = report else {
            return offered.into();
        };
        let end = self.offset(grids, file, "/range/end").max(start);
        let is_here = |finding: &&Diagnostic| {
            finding.place().is_some_and(|place| {
                let span = place.span.range();
                place.file == file && span.start <= end && start <= span.end
            })
        };
        let findings = report.diagnostics.iter().filter(is_here);
        let actions = findings.flat_map(|finding| {
            let only = finding.only_fix().is_some();
            let told = told(grids, finding);
            let action = move |fix: &Fix| {
                let is_certain = fix.applicability == Applicability::Certain;
                let title = if is_certain {
                    capital(&fix.title)
                } else {
                    format!("Perhaps: {}", fix.title)
                };
                json!({
                    "title": title,
                    "kind": "quickfix",
                    "isPreferred": is_certain && only,
                    "diagnostics": [told],
                    "edit": grids.edit(&fix.edits),
                })
            };
            finding.fixes.iter().map(action)
        });
        actions.chain(offered).collect()
    }

    /// Actions that move the thing whose id is in the header there into each other file of the map.
    fn moves(&self, grids: &Grids<'_>, file: FileId, offset: usize) -> Vec<Value> {
        let map = self.map();
        let before = grids.text(file).get(..offset).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        if !line
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('[')
        {
            return Vec::new();
        }
        let Some(thing) = editor::thing_at(map, file, offset) else {
            return Vec::new();
        };
        let own = map.files().file(file);
        let others = map.files().files().iter();
        let others = others
            .filter(|other| other.name != own.name)
            .take(MOST_FILES);
        let actions = others.filter_map(|other| {
            let (kind, id) = (thing.space.key(), &*thing.name);
            let data = json!({
                "textDocument": { "uri": grids.uri(file) }, "kind": kind, "id": id, "to": other.name,
            });
            let action = json!({
                "title": format!("Move `{}` to {}", short(id), short(&other.name)),
                "kind": "refactor.move",
                "data": data,
            });
            if self.client.resolves_actions {
                return Some(action);
            }
            self.moved(grids, action).ok()
        });
        actions.collect()
    }

    /// An action with the changes that it makes.
    fn resolved(&self, grids: &Grids<'_>) -> Result<Value, (ErrorCode, String)> {
        let action = self.params.clone();
        let is_move = action.get("kind").and_then(Value::as_str) == Some("refactor.move");
        if is_move {
            self.moved(grids, action)
        } else {
            Ok(action)
        }
    }

    fn moved(&self, grids: &Grids<'_>, mut action: Value) -> Result<Value, (ErrorCode, String)> {
        let of = |key: &str| {
            let value = action.pointer("/data").and_then(|data| data.get(key));
            value.and_then(Value::as_str).unwrap_or_default()
        };
        let kind = of("kind");
        let ids = [of("id").to_owned()];
        let moving = Moving {
            ids: &ids,
            kind: TableKind::ALL.into_iter().find(|it| it.key() == kind),
            with_their_own: false,
        };
        let moved = relocate(self.map(), &moving, of("to"))
            .map_err(|error| (ErrorCode::RequestFailed, error.to_string()))?;
        let edit = self.texts(grids, &moved.files);
        if let Some(fields) = action.as_object_mut() {
            fields.insert("edit".to_owned(), edit);
        }
        Ok(action)
    }

    /// An action that makes every certain fix for findings in the file, as long as the fix changes only this file.
    fn fix_all(&self, grids: &Grids<'_>, file: FileId) -> Option<Value> {
        let Ok(mended) = mend(self.map().files(), false, |map| {
            let mut found = check(map, &Levels::default()).diagnostics;
            found.retain(|finding| {
                let only = finding.only_fix();
                only.is_some_and(|fix| fix.edits.iter().all(|(place, _)| place.file == file))
            });
            Ok::<_, Infallible>(found)
        });
        (!mended.files.is_empty()).then(|| {
            json!({
                "title": "Make all certain fixes",
                "kind": "source.fixAll.argmap",
                "edit": self.texts(grids, &mended.files),
            })
        })
    }

    /// A workspace edit that gives files new texts, changing only the lines that differ.
    fn texts(&self, grids: &Grids<'_>, files: &[(FileId, SharedStr)]) -> Value {
        let mut edits = Vec::new();
        for (file, new) in files {
            let hunks = hunks(&self.map().files().file(*file).text, new);
            edits.extend(hunks.into_iter().map(|(span, new)| {
                let place = Place { file: *file, span };
                (place, new)
            }));
        }
        grids.edit(&edits)
    }

    /// Whether the editor asks for actions of this kind.
    fn wants(&self, kind: &str) -> bool {
        let only = self
            .params
            .pointer("/context/only")
            .and_then(Value::as_array);
        only.is_none_or(|only| {
            let mut only = only.iter().filter_map(Value::as_str);
            only.any(|wanted| {
                kind.strip_prefix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    }

    /// An action that turns the words selected in a source into a claim.
    fn draft(&self) -> Option<Value> {
        if !self.wants("refactor.extract") {
            return None;
        }
        let shown = uri::of_path(self.path);
        let mut sources = self.proof.sources();
        let (id, ..) =
            sources.find(|(id, ..)| uri::of_path(Path::new(self.proof.path(*id))) == shown)?;
        let source = self.proof.source(id).ok()?;
        let text = source.file();
        let grid = Grid::new(text, self.client.units);
        let at = |pointer: &str| {
            let (line, character) = position(self.params.pointer(pointer));
            grid.offset(text, line, character)
        };
        let (start, end) = (at("/range/start"), at("/range/end"));
        let words = text
            .get(start..end)
            .filter(|words| !words.trim().is_empty())?;
        let draft = editor::draft(self.proof, id, words, start)?;
        let grids = Grids::new(self.served, self.map(), self.client.units);
        Some(json!({
            "title": format!("Add the claim `{}`, quoted from here", draft.id),
            "kind": "refactor.extract",
            "edit": grids.edit(&[(draft.place, draft.text)]),
        }))
    }

    fn item(&self, grids: &Grids<'_>, claim: ClaimId) -> Value {
        let map = self.map();
        let place = map.place(claim);
        let range = grids.range(place.file, place.span);
        json!({
            "name": named(map.id(claim)),
            "detail": short(map.text(claim, None)),
            "kind": symbol_kind(SymbolKind::Claim),
            "uri": grids.uri(place.file),
            "range": range,
            "selectionRange": range,
            "data": map.id(claim),
        })
    }

    fn calls(
        &self,
        grids: &Grids<'_>,
        end: &str,
        ties: impl Fn(&Map, ClaimId) -> Vec<Neighbour>,
    ) -> Value {
        let map = self.map();
        let id = self.params.pointer("/item/data").and_then(Value::as_str);
        let Some(claim) = id.and_then(|id| map.find(id)) else {
            return Value::Null;
        };
        let ties = ties(map, claim).into_iter().map(|tie| {
            // The ranges are in the file of the calling claim.
            let caller = if end == "from" { tie.claim } else { claim };
            let own = map.place(caller);
            let mut ranges: Vec<Value> = tie
                .by
                .iter()
                .filter(|(_, place)| place.file == own.file)
                .map(|(_, place)| grids.range(place.file, place.span))
                .collect();
            if ranges.is_empty() {
                ranges.push(grids.range(own.file, own.span));
            }
            json!({ (end): self.item(grids, tie.claim), "fromRanges": ranges })
        });
        ties.collect()
    }
}

/// The findings in each file of a map.
pub(super) fn findings(
    served: &Served,
    report: &Report,
    units: Units,
) -> BTreeMap<PathBuf, Vec<Value>> {
    let map = served.workspace.map();
    let grids = Grids::new(served, map, units);
    let mut found: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    let mut paths: BTreeMap<FileId, PathBuf> = BTreeMap::new();
    for finding in &report.diagnostics {
        let file = finding.place().map_or(FileId::at(0), |place| place.file);
        if map.files().files().is_empty() {
            continue;
        }
        let path = paths.entry(file).or_insert_with(|| grids.path(file));
        let told = told(&grids, finding);
        match found.get_mut(path) {
            Some(findings) => findings.push(told),
            None => {
                found.insert(path.clone(), vec![told]);
            }
        }
    }
    found
}

/// The symbols of a map that contain these words.
pub(super) fn find_symbols(served: &Served, units: Units, words: &str) -> Vec<Value> {
    let map = served.workspace.map();
    let grids = Grids::new(served, map, units);
    let found = editor::find_symbols(map, words, MOST_SYMBOLS).into_iter();
    let told = |symbol: Symbol| {
        json!({
            "name": named(&symbol.name),
            "containerName": short(&symbol.detail),
            "kind": symbol_kind(symbol.kind),
            "location": grids.location(Place { file: symbol.file, span: symbol.span }),
        })
    };
    found.map(told).collect()
}

/// A finding: its place, what is wrong, and the other places involved.
fn told(grids: &Grids<'_>, finding: &Diagnostic) -> Value {
    let own = finding.place();
    let range = own.map_or_else(
        || json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }),
        |place| grids.range(place.file, place.span),
    );
    let label = finding.labels.first().map(|label| label.text.as_str());
    let lines = [finding.message.as_str()]
        .into_iter()
        .chain(label.filter(|label| !label.is_empty()))
        .chain(finding.notes.iter().map(String::as_str));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let message: Vec<String> = lines.map(str::to_owned).chain(help).collect();
    let related =
        |place: Place, text: &str| json!({ "location": grids.location(place), "message": text });
    let labels = finding.labels.iter().skip(1);
    let labels = labels.map(|label| related(label.place, &label.text));
    let steps = finding.trails.iter().flat_map(|trail| &trail.steps);
    let steps = steps.filter_map(|step| Some(related(step.place?, &step.text)));
    let others: Vec<Value> = labels.chain(steps).collect();
    let mut out = json!({
        "range": range,
        "severity": match finding.level {
            Level::Deny => 1,
            Level::Warn => 2,
            Level::Note | Level::Allow => 3,
        },
        "code": finding.rule.as_str(),
        "source": "argmap",
        "message": message.join("\n"),
    });
    if let Some(out) = out.as_object_mut() {
        if !others.is_empty() {
            out.insert("relatedInformation".to_owned(), others.into());
        }
        if let Some(page) = page(finding.rule.as_str()) {
            out.insert("codeDescription".to_owned(), json!({ "href": page }));
        }
    }
    out
}

/// The address of a rule's page on the web, if the package names its repository.
fn page(rule: &str) -> Option<String> {
    const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");
    let file = rule.replace('-', "_");
    (!SOURCE.is_empty()).then(|| format!("{SOURCE}/blob/main/src/check/rules/{file}.md"))
}

/// A line and a column; both 0 if there is no position.
fn position(place: Option<&Value>) -> (u32, u32) {
    let number = |key: &str| {
        let number = place
            .and_then(|place| place.get(key))
            .and_then(Value::as_u64);
        u32::try_from(number.unwrap_or_default()).unwrap_or(u32::MAX)
    };
    (number("line"), number("character"))
}

fn symbol_kind(kind: SymbolKind) -> u32 {
    match kind {
        // A function, because the call hierarchy is used to show what rests on what.
        SymbolKind::Claim => 12,
        SymbolKind::Source => 1,
        SymbolKind::Speaker => 13,
        SymbolKind::Question => 10,
    }
}

/// An id to show in a list, where names must not be empty.
fn named(id: &str) -> &str {
    if id.is_empty() { "\"\"" } else { id }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
