//! The main loop: takes messages from the editor, and sends answers and findings.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use argmap::check::{Levels, Report};
use argmap::editor::Units;
use argmap::reason::{Labelling, Suppositions, grounded};
use argmap::syntax::{FileId, Scan};
use argmap::workspace::Workspace;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use rustc_hash::FxBuildHasher;
use serde_json::{Value, json};

use super::answers;
use super::overlay::Overlay;
use super::texts::OpenText;
use super::uri;

/// Any error that ends the loop early.
type Broken = Box<dyn std::error::Error + Send + Sync>;

/// Serves one editor until it sends `exit`.
pub(super) fn serve(connection: &Connection) -> Result<(), Broken> {
    let (id, params) = connection.initialize_start()?;
    let mut server = LspServer::new(connection, &params);
    connection.initialize_finish(id, server.capabilities())?;
    server.begin()?;
    server.run()
}

/// What the editor supports.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an ability of the editor"
)]
pub(super) struct Client {
    pub(super) units: Units,
    pub(super) takes_snippets: bool,
    /// Whether it asks for an action's changes only once the action is chosen.
    pub(super) resolves_actions: bool,
    refreshes_findings: bool,
    refreshes_hints: bool,
    refreshes_lenses: bool,
    watches: bool,
}

/// A map that is being served.
pub(super) struct Served {
    /// The map's folder or file.
    pub(super) root: PathBuf,
    overlay: Arc<Overlay>,
    pub(super) workspace: Workspace,
    /// The result of the last check; `None` if something has changed since.
    pub(super) report: Option<Report>,
    labelling: Option<Labelling>,
}

impl Served {
    fn new(root: PathBuf) -> Result<Self, Broken> {
        let overlay = Arc::new(Overlay::new(root.clone()));
        let workspace = Workspace::of(Arc::clone(&overlay) as _)?;
        Ok(Self {
            root,
            overlay,
            workspace,
            report: None,
            labelling: None,
        })
    }

    /// A file's path relative to the map's folder, if it is in that folder.
    fn name(&self, path: &Path) -> Option<String> {
        if self.root == path {
            return Some(path.file_name()?.to_string_lossy().into_owned());
        }
        let folder = if is_toml(&self.root) && !self.root.is_dir() {
            self.root.parent()?
        } else {
            &self.root
        };
        let inside = path.strip_prefix(folder).ok()?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The path of a file of the map, or of a source.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        argmap::world::World::path_of(&*self.overlay, Path::new(name))
    }

    /// The file at a path.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let name = self.name(path)?;
        let files = (0..)
            .map(FileId::at)
            .zip(self.workspace.map().files().files());
        let mut files = files.filter(|(_, file)| file.name == name);
        files.next().map(|(file, _)| file)
    }

    /// Drops results that are out of date because something has changed.
    fn expire(&mut self) {
        self.report = None;
        self.labelling = None;
    }

    /// Computes the labels. Linear in the size of the map, the first time after a change.
    pub(super) fn label(&mut self) {
        let map = self.workspace.map();
        self.labelling
            .get_or_insert_with(|| grounded(map, &Suppositions::default()));
    }

    /// The labels, if they have been computed.
    pub(super) fn labelled(&self) -> Option<&Labelling> {
        self.labelling.as_ref()
    }
}

pub(super) struct LspServer<'c> {
    connection: &'c Connection,
    pub(super) client: Client,
    folders: Vec<PathBuf>,
    open: BTreeMap<PathBuf, OpenText>,
    /// Open texts that have changed since they were passed to their maps.
    changed: BTreeSet<PathBuf>,
    maps: Vec<Served>,
    /// The findings of each file that were last sent to the editor, with a hash of them.
    published: BTreeMap<PathBuf, (u64, Vec<Value>)>,
    waiting: VecDeque<Message>,
    requests: i32,
}

impl<'c> LspServer<'c> {
    fn new(connection: &'c Connection, params: &Value) -> Self {
        let can = |path: &str| {
            let path = format!("/capabilities/{path}");
            params.pointer(&path).and_then(Value::as_bool) == Some(true)
        };
        let resolves = "/capabilities/textDocument/codeAction/resolveSupport/properties";
        let resolves = params.pointer(resolves).and_then(Value::as_array);
        let encodings = params.pointer("/capabilities/general/positionEncodings");
        let encodings = encodings.and_then(Value::as_array);
        let takes_utf8 = encodings.is_some_and(|all| all.iter().any(|one| one == "utf-8"));
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let folders = folders.into_iter().flatten();
        let mut folders: Vec<PathBuf> = folders.filter_map(folder).collect();
        if folders.is_empty() {
            let root = params.get("rootUri").and_then(Value::as_str);
            folders.extend(root.and_then(uri::to_path));
        }
        Self {
            connection,
            client: Client {
                units: if takes_utf8 {
                    Units::Utf8
                } else {
                    Units::Utf16
                },
                takes_snippets: can("textDocument/completion/completionItem/snippetSupport"),
                resolves_actions: resolves.is_some_and(|all| all.iter().any(|one| one == "edit")),
                refreshes_findings: can("workspace/diagnostics/refreshSupport"),
                refreshes_hints: can("workspace/inlayHint/refreshSupport"),
                refreshes_lenses: can("workspace/codeLens/refreshSupport"),
                watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            },
            folders,
            open: BTreeMap::new(),
            changed: BTreeSet::new(),
            maps: Vec::new(),
            published: BTreeMap::new(),
            waiting: VecDeque::new(),
            requests: 0,
        }
    }

    fn capabilities(&self) -> Value {
        json!({
            "capabilities": {
                "positionEncoding": match self.client.units {
                    Units::Utf8 => "utf-8",
                    Units::Utf16 => "utf-16",
                },
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "completionProvider": { "triggerCharacters": ["\"", "'", "[", "{", ".", ",", " "] },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "renameProvider": { "prepareProvider": true },
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "documentFormattingProvider": true,
                "foldingRangeProvider": true,
                "documentLinkProvider": {},
                "inlayHintProvider": true,
                "codeLensProvider": {},
                "codeActionProvider": {
                    "codeActionKinds": [
                        "quickfix", "refactor.extract", "refactor.move", "refactor.rewrite", "source.fixAll.argmap",
                    ],
                    "resolveProvider": true,
                },
                "callHierarchyProvider": true,
                "diagnosticProvider": {
                    "identifier": "argmap",
                    "interFileDependencies": true,
                    "workspaceDiagnostics": false,
                },
                "workspace": {
                    "workspaceFolders": { "supported": true, "changeNotifications": true },
                },
            },
            "serverInfo": { "name": "argmap", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Opens the maps of the editor's folders and asks the editor to report changes on the disk.
    fn begin(&mut self) -> Result<(), Broken> {
        for folder in self.folders.clone() {
            self.open_folder(&folder)?;
        }
        if self.client.watches {
            let watchers =
                ["**/*.{toml,txt,md,html,htm,pdf}"].map(|glob| json!({ "globPattern": glob }));
            self.request(
                "client/registerCapability",
                json!({ "registrations": [{
                    "id": "files",
                    "method": "workspace/didChangeWatchedFiles",
                    "registerOptions": { "watchers": watchers },
                }]}),
            )?;
        }
        Ok(())
    }

    fn open_folder(&mut self, folder: &Path) -> Result<(), Broken> {
        let own = folder.join("arguments");
        for root in [own.as_path(), folder] {
            let is_map = root.is_dir() && (root == own || root.join("map.toml").is_file());
            if is_map && self.maps.iter().all(|map| map.root != root) {
                self.maps.push(Served::new(root.to_owned())?);
                break;
            }
        }
        Ok(())
    }

    /// Answers requests until the editor leaves.
    fn run(&mut self) -> Result<(), Broken> {
        loop {
            while let Ok(message) = self.connection.receiver.try_recv() {
                self.waiting.push_back(message);
            }
            let message = match self.waiting.pop_front() {
                Some(message) => message,
                // No request is waiting, so there is time to check what has changed.
                None if self.check_one()? => continue,
                None => match self.connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return Ok(()),
                },
            };
            match message {
                Message::Request(request) if self.connection.handle_shutdown(&request)? => {
                    return Ok(());
                }
                Message::Request(request) => self.answer(&request)?,
                Message::Notification(notification) => self.notice(&notification)?,
                Message::Response(_) => {}
            }
        }
    }

    /// Whether the editor has cancelled the request meanwhile.
    fn is_cancelled(&mut self, id: &RequestId) -> bool {
        while let Ok(message) = self.connection.receiver.try_recv() {
            self.waiting.push_back(message);
        }
        self.waiting.iter().any(|message| {
            matches!(message, Message::Notification(Notification { method, params })
                if method == "$/cancelRequest" && params.get("id").is_some_and(|wanted| {
                    serde_json::from_value::<RequestId>(wanted.clone()).is_ok_and(|wanted| wanted == *id)
                }))
        })
    }

    fn answer(&mut self, request: &Request) -> Result<(), Broken> {
        let id = request.id.clone();
        let answer = if self.is_cancelled(&id) {
            Err((ErrorCode::RequestCanceled, "cancelled".to_owned()))
        } else {
            self.flush();
            // Fixes must be offered for the current findings.
            while request.method == "textDocument/codeAction" && self.check_one()? {}
            self.asked(request)
        };
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        Ok(self.connection.sender.send(Message::Response(response))?)
    }

    fn asked(&mut self, request: &Request) -> Result<Value, (ErrorCode, String)> {
        let params = &request.params;
        if request.method == "textDocument/diagnostic" {
            return Ok(self.pulled(params));
        }
        if request.method == "workspace/symbol" {
            let words = params
                .get("query")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let units = self.client.units;
            let found = self
                .maps
                .iter()
                .map(|map| answers::find_symbols(map, units, words));
            return Ok(found.flatten().collect());
        }
        let item = params.pointer("/item/uri");
        let action = params.pointer("/data/textDocument/uri");
        let uri = params.pointer("/textDocument/uri").or(item).or(action);
        let path = uri.and_then(Value::as_str).and_then(uri::to_path);
        let client = self.client;
        let served = path
            .as_ref()
            .and_then(|path| Some((self.map_of(path)?, path)));
        let Some((served, path)) = served else {
            return if answers::is_known(&request.method) {
                Ok(Value::Null)
            } else {
                Err((
                    ErrorCode::MethodNotFound,
                    format!("no method `{}`", request.method),
                ))
            };
        };
        answers::answer(served, client, &request.method, path, params)
    }

    fn notice(&mut self, notification: &Notification) -> Result<(), Broken> {
        let params = &notification.params;
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let path = uri.and_then(uri::to_path);
        match (notification.method.as_str(), uri.zip(path)) {
            ("textDocument/didOpen", Some((uri, path))) => {
                let text = params.pointer("/textDocument/text").and_then(Value::as_str);
                let open = OpenText {
                    uri: uri.to_owned(),
                    text: text.unwrap_or_default().to_owned(),
                    is_pulled: false,
                };
                self.open.insert(path.clone(), open);
                self.changed.insert(path);
            }
            ("textDocument/didChange", Some((_, path))) => {
                let changes = params.get("contentChanges").and_then(Value::as_array);
                if let (Some(open), Some(changes)) = (self.open.get_mut(&path), changes) {
                    open.change(changes, self.client.units);
                    self.changed.insert(path);
                }
            }
            ("textDocument/didClose", Some((_, path))) => {
                self.changed.remove(&path);
                if self.open.remove(&path).is_some() {
                    self.release(&path);
                }
            }
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => self.refresh(),
            ("workspace/didChangeWorkspaceFolders", _) => {
                let of = |key: &str| -> Vec<PathBuf> {
                    let folders = params
                        .pointer(&format!("/event/{key}"))
                        .and_then(Value::as_array);
                    folders.into_iter().flatten().filter_map(folder).collect()
                };
                let removed = of("removed");
                self.folders.retain(|folder| !removed.contains(folder));
                self.forget(&removed)?;
                for folder in of("added") {
                    self.open_folder(&folder)?;
                    self.folders.push(folder);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Passes texts that have changed to their maps.
    fn flush(&mut self) {
        for path in std::mem::take(&mut self.changed) {
            let Some(text) = self.open.get(&path).map(|open| open.text.clone()) else {
                continue;
            };
            let Some(map) = self.map_of(&path) else {
                continue;
            };
            let Some(name) = map.name(&path) else {
                continue;
            };
            if is_toml(&path) {
                map.workspace.set(&name, text);
            } else {
                map.overlay.set_source(&name, Some(&text));
            }
            map.expire();
        }
    }

    /// Goes back to the text on disk.
    fn release(&mut self, path: &Path) {
        let Some(map) = self.known_map_of(path) else {
            return;
        };
        let Some(name) = map.name(path) else {
            return;
        };
        if is_toml(path) {
            // If the map is gone from the disk, it just has no files.
            let _ = map.workspace.release(&name);
        } else {
            map.overlay.set_source(&name, None);
        }
        map.expire();
    }

    fn refresh(&mut self) {
        for map in &mut self.maps {
            let _ = map.workspace.refresh();
            map.expire();
        }
    }

    /// Drops the maps in folders that the editor has closed, except those with open files.
    fn forget(&mut self, folders: &[PathBuf]) -> Result<(), Broken> {
        let open: Vec<&PathBuf> = self.open.keys().collect();
        let is_left = |map: &Served| {
            !folders.iter().any(|folder| map.root.starts_with(folder))
                || open.iter().any(|path| path.starts_with(&map.root))
        };
        let (kept, gone) = std::mem::take(&mut self.maps)
            .into_iter()
            .partition(is_left);
        self.maps = kept;
        for map in gone {
            let theirs: Vec<PathBuf> = self
                .published
                .keys()
                .filter(|path| path.starts_with(&map.root))
                .cloned()
                .collect();
            for path in theirs {
                self.publish(path, Vec::new())?;
            }
        }
        Ok(())
    }

    /// The map that a file belongs to, which is opened if necessary. `None` for a file that is not part of a map.
    fn map_of(&mut self, path: &Path) -> Option<&mut Served> {
        if self.known_map_of(path).is_none() {
            let text = self.open.get(path).map(|open| open.text.as_str());
            let root = root_of(path, &self.folders, text)?;
            self.maps.push(Served::new(root).ok()?);
            return self.maps.last_mut();
        }
        self.known_map_of(path)
    }

    /// The innermost open map that contains the file.
    fn known_map_of(&mut self, path: &Path) -> Option<&mut Served> {
        let holds = |map: &&mut Served| {
            let is_alone = is_toml(&map.root) && !map.root.is_dir();
            map.root == path
                || !is_alone && path.starts_with(&map.root)
                // The sources of a map that is a single file are next to it.
                || is_alone && !is_toml(path) && map.root.parent() == path.parent()
        };
        let maps = self.maps.iter_mut().filter(holds);
        maps.max_by_key(|map| map.root.components().count())
    }

    /// Checks one map that has changed, and sends the editor its findings. Returns false if no map has changed.
    fn check_one(&mut self) -> Result<bool, Broken> {
        self.flush();
        let Some(number) = self.maps.iter().position(|map| map.report.is_none()) else {
            return Ok(false);
        };
        let Some(map) = self.maps.get_mut(number) else {
            return Ok(false);
        };
        let report = map.workspace.check(&Levels::default());
        let mut found = answers::findings(map, &report, self.client.units);
        map.report = Some(report);
        let root = map.root.clone();
        // Files of this map that had findings before may have none now.
        let inner: Vec<PathBuf> = self.maps.iter().map(|map| map.root.clone()).collect();
        let is_own = |path: &Path| {
            let holders = inner.iter().filter(|root| path.starts_with(root));
            holders.max_by_key(|root| root.components().count()) == Some(&root)
        };
        for path in self.published.keys().filter(|path| is_own(path)) {
            found.entry(path.clone()).or_default();
        }
        let mut has_changed = false;
        for (path, findings) in found {
            has_changed |= self.publish(path, findings)?;
        }
        if has_changed {
            if self.client.refreshes_findings && self.open.values().any(|open| open.is_pulled) {
                self.request("workspace/diagnostic/refresh", Value::Null)?;
            }
            if self.client.refreshes_hints {
                self.request("workspace/inlayHint/refresh", Value::Null)?;
            }
            if self.client.refreshes_lenses {
                self.request("workspace/codeLens/refresh", Value::Null)?;
            }
        }
        Ok(true)
    }

    /// Sends the editor the findings of a file, unless it already has them. Returns whether they were new.
    fn publish(&mut self, path: PathBuf, findings: Vec<Value>) -> Result<bool, Broken> {
        let hash = FxBuildHasher.hash_one(serde_json::to_string(&findings)?);
        let known = self.published.get(&path);
        let is_new = match known {
            Some((known, _)) => *known != hash,
            None => !findings.is_empty(),
        };
        if !is_new {
            return Ok(false);
        }
        let open = self.open.get(&path);
        let uri = open.map_or_else(|| uri::of_path(&path), |open| open.uri.clone());
        if !open.is_some_and(|open| open.is_pulled) {
            let params = json!({ "uri": uri, "diagnostics": findings });
            self.notify("textDocument/publishDiagnostics", params)?;
        }
        if findings.is_empty() {
            self.published.remove(&path);
        } else {
            self.published.insert(path, (hash, findings));
        }
        Ok(true)
    }

    /// The findings of a file, for an editor that asks for them. From now on they are not sent to it unasked.
    fn pulled(&mut self, params: &Value) -> Value {
        let nothing = json!({ "kind": "full", "items": [] });
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let Some((uri, path)) = uri.and_then(|uri| Some((uri, uri::to_path(uri)?))) else {
            return nothing;
        };
        while self.check_one().unwrap_or(false) {}
        if let Some(open) = self.open.get_mut(&path)
            && !std::mem::replace(&mut open.is_pulled, true)
        {
            let empty = json!({ "uri": uri, "diagnostics": [] });
            let _ = self.notify("textDocument/publishDiagnostics", empty);
        }
        let Some((hash, findings)) = self.published.get(&path) else {
            return nothing;
        };
        let id = format!("{hash:x}");
        if params.get("previousResultId").and_then(Value::as_str) == Some(&id) {
            return json!({ "kind": "unchanged", "resultId": id });
        }
        json!({ "kind": "full", "resultId": id, "items": findings })
    }

    fn notify(&self, method: &str, params: Value) -> Result<(), Broken> {
        let notification = Notification::new(method.to_owned(), params);
        Ok(self
            .connection
            .sender
            .send(Message::Notification(notification))?)
    }

    fn request(&mut self, method: &str, params: Value) -> Result<(), Broken> {
        self.requests += 1;
        let request = Request::new(RequestId::from(self.requests), method.to_owned(), params);
        Ok(self.connection.sender.send(Message::Request(request))?)
    }
}

fn folder(folder: &Value) -> Option<PathBuf> {
    uri::to_path(folder.get("uri")?.as_str()?)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// The root of the map that a file belongs to, if it is in no open map. That is the folder `arguments` that it is in.
/// Otherwise it is the nearest folder above the file that contains a `map.toml`, within the editor's folders; outside
/// them, only the file's own folder is looked at. Otherwise it is the file itself, if it is a TOML file that looks like
/// a map.
fn root_of(path: &Path, folders: &[PathBuf], text: Option<&str>) -> Option<PathBuf> {
    let above = || path.ancestors().skip(1);
    let arguments =
        above().find(|folder| folder.file_name().is_some_and(|name| name == "arguments"));
    if let Some(folder) = arguments {
        return Some(folder.to_owned());
    }
    let limit = folders.iter().find(|folder| path.starts_with(folder));
    let within = above().take_while(|folder| limit.is_none_or(|limit| folder.starts_with(limit)));
    let mut within = within.take(if limit.is_some() { usize::MAX } else { 1 });
    if let Some(folder) = within.find(|folder| folder.join("map.toml").is_file()) {
        return Some(folder.to_owned());
    }
    (is_toml(path) && text.is_some_and(looks_like_a_map)).then(|| path.to_owned())
}

/// Whether a text has a top-level key that only maps have.
fn looks_like_a_map(text: &str) -> bool {
    let scan = Scan::new(text);
    let mut first = scan.keys.iter().filter(|key| key.parent.is_none());
    first.any(|key| matches!(&*key.name, "claim" | "map" | "question" | "undercut"))
}
