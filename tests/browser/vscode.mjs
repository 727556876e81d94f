// VS Code's own test runner: node vscode.mjs EXTENSION TESTS FOLDER PICTURE PROGRAM. Starts the server of VS Code, which
// `code-server` carries, opens the folder in a browser with the extension, which is told where the program is, and runs the tests
// inside; all that is shown at the end stands in the picture.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { absent, check, launch } from "./browser.mjs";

const [, , extension, tests, folder, picture, program] = process.argv;
const vscode = fileURLToPath(new URL("../../target/peers/node_modules/code-server/lib/vscode/out/server-main.js", import.meta.url));
if (!existsSync(join(vscode, "../../node_modules"))) absent("code-server");

/** A port that nothing listens on. */
const port = await new Promise((tell) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => tell(port));
  });
});
const own = mkdtempSync(join(tmpdir(), "argmap-vscode-"));
mkdirSync(join(own, "extensions"));
mkdirSync(join(own, "data/Machine"), { recursive: true });
writeFileSync(join(own, "data/Machine/settings.json"), JSON.stringify({ "argmap.path": program }));
const server = spawn(
  process.execPath,
  [
    vscode, "--host", "127.0.0.1", "--port", port, "--without-connection-token", "--accept-server-license-terms",
    "--telemetry-level", "off", "--server-data-dir", own, "--extensions-dir", join(own, "extensions"),
  ].map(String),
  { stdio: ["ignore", "pipe", "pipe"] },
);
const said = [];
for (const stream of [server.stdout, server.stderr]) stream.on("data", (bytes) => said.push(String(bytes)));

let browser;
try {
  const answers = () => fetch(`http://127.0.0.1:${port}/version`).then(({ ok }) => ok, () => false);
  for (const end = Date.now() + 60000; !(await answers()); ) {
    check(Date.now() < end && server.exitCode === null, `VS Code starts: ${said.join("")}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}\n`));
  const exit = new Promise((end, late) => {
    page.exposeFunction("codeAutomationExit", end);
    page.exposeFunction("codeAutomationLog", () => {});
    setTimeout(() => late(new Error("VS Code's tests are not done after five minutes")), 300000).unref();
  });
  // The tests inside wait for this file, which says that the page of the map has been seen beside its text.
  const watch = setInterval(async () => {
    for (const frame of page.frames()) {
      const seen = await frame.locator("li#close-the-square").isVisible().catch(() => false);
      if (seen && existsSync(folder)) writeFileSync(join(folder, "seen"), "");
    }
  }, 200);
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = JSON.stringify([["extensionDevelopmentPath", remote(extension)], ["extensionTestsPath", remote(tests)]]);
  await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ folder, payload })}`);
  const code = await exit.catch((error) => error).finally(() => page.screenshot({ path: picture }));
  clearInterval(watch);
  check(code === 0, `the tests in VS Code pass: ${code}\n${said.join("")}`);
  const toasts = await page.locator(".notification-toast .notification-list-item-message").allTextContents();
  console.log(toasts.join("\n"));
} finally {
  await browser?.close();
  server.kill();
  await new Promise((end) => (server.exitCode === null ? server.on("exit", end) : end()));
  rmSync(own, { recursive: true, force: true, maxRetries: 10 });
}
