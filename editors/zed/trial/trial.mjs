// Plays the part of Zed: loads the compiled extension, asks how argmap's server is started, starts it, and says hello.
//
//     node trial.mjs EXTENSION.wasm ARGMAP

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { WASIShim } from "@bytecodealliance/preview2-shim/instantiation";
import { transpileBytes } from "@bytecodealliance/jco-transpile";

const [extension, argmap] = process.argv.slice(2);

/** A folder that is open in Zed. */
class Worktree {
  constructor(onPath, settings) {
    Object.assign(this, { onPath, settings });
  }
  id() {
    return 1n;
  }
  rootPath() {
    return "/map";
  }
  which(name) {
    return this.onPath[name];
  }
  shellEnv() {
    return [["HOME", "/home/me"]];
  }
}

const { files } = await transpileBytes(await readFile(extension), { name: "extension", instantiation: "async" });
const source = new TextDecoder().decode(files["extension.js"]);
const { instantiate } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** The command for a folder, by an extension that has just been loaded. */
async function command(worktree) {
  const getSettings = (location, category, key) => {
    assert.deepEqual([location.worktreeId, category, key], [1n, "lsp", "argmap"]);
    return JSON.stringify(worktree.settings);
  };
  const unused = class {};
  const imports = {
    ...new WASIShim().getImportObject(),
    "get-settings": { default: getSettings },
    "key-value-store": { default: unused },
    project: { default: unused },
    worktree: { default: Worktree },
  };
  const loaded = await instantiate((path) => WebAssembly.compile(files[path]), imports);
  loaded.initExtension();
  return loaded.languageServerCommand("argmap", worktree);
}

const plain = await command(new Worktree({ argmap }, {}));
assert.deepEqual(plain, { command: argmap, args: ["lsp"], env: [["HOME", "/home/me"]] });

const binary = { path: "/opt/argmap", arguments: ["lsp", "--help"], env: { A: "b" } };
assert.deepEqual(await command(new Worktree({ argmap }, { binary })), {
  command: "/opt/argmap",
  args: ["lsp", "--help"],
  env: [
    ["HOME", "/home/me"],
    ["A", "b"],
  ],
});

await assert.rejects(command(new Worktree({}, {})), (error) => String(error).includes("install it"));

const server = spawn(plain.command, plain.args, { stdio: ["pipe", "pipe", "inherit"] });
const hello = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { processId: null, rootUri: null, capabilities: {} },
});
server.stdin.write(`Content-Length: ${hello.length}\r\n\r\n${hello}`);
let answer = "";
for await (const part of server.stdout) {
  answer += part;
  if (answer.includes('"completionProvider"')) break;
}
server.kill();
assert.match(answer, /"completionProvider"/);
console.log("Zed's extension starts the server");
