// Starts `argmap lsp` for the maps that are open, and shows the page of `argmap view` beside the text.

const { execFile, spawn } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;
/** What serves the page of each map, by the map's folder. */
const views = new Map();

function program() {
  return vscode.workspace.getConfiguration("argmap").get("path") || "argmap";
}

/** Why the program cannot be run, if it cannot. */
function hindrance() {
  return new Promise((tell) => {
    execFile(program(), ["--version"], (error) => tell(error));
  });
}

/** Says what went wrong, and offers the setting that says where the program is. */
async function complain(error) {
  const why = error.code === "ENOENT" ? `there is no program \`${program()}\`` : error.message ?? error;
  const settings = "Settings";
  const message = `argmap could not be started: ${why}. Install it, or say in the settings where it is.`;
  if ((await vscode.window.showErrorMessage(message, settings)) === settings) {
    vscode.commands.executeCommand("workbench.action.openSettings", "argmap.path");
  }
}

async function start() {
  const error = await hindrance();
  if (error) {
    complain(error);
    return;
  }
  const files = ["**/*.toml", "**/*.txt", "**/*.md", "**/*.html"];
  client = new LanguageClient(
    "argmap",
    "argmap",
    { command: program(), args: ["lsp"] },
    { documentSelector: files.map((pattern) => ({ scheme: "file", pattern })) },
  );
  await client.start().catch(complain);
}

async function restart() {
  await client?.stop().catch(() => {});
  client = undefined;
  await start();
}

/** The map that a file is in: its folder `arguments`, or the folder that holds it. */
function mapOf(file) {
  const parts = file.split(path.sep);
  const at = parts.lastIndexOf("arguments");
  return at > 0 ? parts.slice(0, at + 1).join(path.sep) : path.dirname(file);
}

/** Shows the page of the map that the text is in, beside it. */
function view() {
  const file = vscode.window.activeTextEditor?.document.uri;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const map = file?.scheme === "file" ? mapOf(file.fsPath) : folder && path.join(folder.fsPath, "arguments");
  if (!map) {
    vscode.window.showErrorMessage("argmap: open a file of a map first.");
    return;
  }
  const known = views.get(map);
  if (known?.url) {
    show(known.url);
    return;
  }
  const server = spawn(program(), ["view", "--no-open", map]);
  const entry = { server, url: undefined };
  views.set(map, entry);
  let told = "";
  const listen = (bytes) => {
    told += bytes;
    const url = told.match(/http:\/\/\S+/)?.[0];
    if (url && !entry.url) {
      entry.url = url;
      show(url);
    }
  };
  server.stdout.on("data", listen);
  server.stderr.on("data", listen);
  server.on("error", (error) => vscode.window.showErrorMessage(`argmap view: ${error.message}`));
  server.on("exit", (code) => {
    views.delete(map);
    if (code && !entry.url) {
      vscode.window.showErrorMessage(`argmap view: ${told.trim()}`);
    }
  });
}

function show(url) {
  vscode.commands.executeCommand("simpleBrowser.api.open", vscode.Uri.parse(url), {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("argmap.view", view),
    vscode.commands.registerCommand("argmap.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("argmap.path")) {
        restart();
      }
    }),
  );
  await start();
}

async function deactivate() {
  for (const { server } of views.values()) {
    server.kill();
  }
  await client?.stop();
}

module.exports = { activate, deactivate, mapOf };
