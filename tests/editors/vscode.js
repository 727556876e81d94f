// Writes a map in VS Code as someone would who has the letter before them: every reference and every quotation is taken from what the
// editor offers by itself. VS Code's test runner calls `run`.
const assert = require("node:assert/strict");
const path = require("node:path");
const vscode = require("vscode");

const run = vscode.commands.executeCommand;

/** What `ask` gives once it gives something. */
async function until(what, ask) {
  for (const end = Date.now() + 60000; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`never so: ${what}`);
}

exports.run = async () => {
  const [{ uri: folder }] = vscode.workspace.workspaceFolders;
  const file = vscode.Uri.joinPath(folder, "arguments/square.toml");
  await vscode.workspace.fs.writeFile(file, new Uint8Array());
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  assert.equal(document.languageId, "toml");
  const extension = vscode.extensions.getExtension("argmap.argmap");
  await until("the extension is active", () => extension.isActive);

  const type = async (text) => {
    for (const key of text) await run("type", { text: key });
  };
  /** Types the beginning of what is offered as `label`, and takes what is offered first. */
  const complete = async (typed, label) => {
    await type(typed);
    const before = document.getText();
    await until(`${label} is offered for ${typed}`, async () => {
      await run("acceptSelectedSuggestion");
      return document.getText() !== before;
    });
    const { line, character } = editor.selection.active;
    const written = document.lineAt(line).text.slice(0, character);
    assert(written.endsWith(label), `not ${label}, but ${written}`);
  };

  await type('[source.letter]\npath = "letter.txt"\n\n');
  // What is typed before the server has started is offered nothing.
  await until("the server answers", async () => (await run("vscode.executeDocumentSymbolProvider", file))?.length > 0);
  await type('[claim.children-play]\ntext  = "Children play in the square every day."\nquote = "');
  await complete("children play", "Children play there every day");
  await type('"\n\n[claim.play-is-blind]\ntext  = "A child at play does not look out for traffic."\nquote = "');
  await complete("a playing", "a playing child does not look out for traffic");
  await type('"\n\n[claim.close-the-square]\ntext     = "The square should be closed to cars."\nquote    = "');
  await complete("the sq", "The square should be closed to cars");
  await type('"\npremises = ["');
  await complete("chi", "children-play");
  await type('", "');
  await complete("traffic", "play-is-blind");
  await type('"]\n\n[claim.trade-suffers]\ntext    = "Closing the square would harm the shops\' trade."\nquote   = "');
  await complete("Shop", "Shopkeepers fear for their trade");
  await type('"\nattacks = ["');
  await complete("clo", "close-the-square");
  await type('"]\n\n[claim.customers-walk]\ntext    = "Nine in ten of the shops\' customers come on foot."\nquote   = "');
  await complete("nine out", "nine out of ten of their customers come on foot already");
  await type('"\nattacks = ["');
  await complete("tra", "trade-suffers");
  await type('"]\n\n[map]\ntitle  = "A square without cars"\nlanguage = "en"\nthesis = ["');
  await complete("close", "close-the-square");
  await type('"]\n');

  // What is found when something is wrong, and what the editor offers to mend it.
  const findings = () => vscode.languages.getDiagnostics(file);
  const place = (text) => document.positionAt(document.getText().indexOf(text) + 1);
  await until("there is nothing to find", () => findings().length === 0);
  const thesis = place('thesis = ["close-the');
  await editor.edit((edit) => edit.replace(new vscode.Range(thesis.translate(0, 10), thesis.translate(0, 26)), "close-the-squar"));
  await until("a claim that is not there is found", () => findings().some(({ code }) => (code.value ?? code) === "unknown-claim"));
  const at = new vscode.Range(thesis.translate(0, 12), thesis.translate(0, 12));
  const actions = await run("vscode.executeCodeActionProvider", file, at, vscode.CodeActionKind.QuickFix.value, 100);
  const mend = actions.find(({ title }) => title.includes("close-the-square"));
  assert(mend, `no change is offered, but ${actions.map(({ title }) => title)}`);
  await vscode.workspace.applyEdit(mend.edit);
  await until("it is mended", () => findings().length === 0);

  // What is told of a premise, where it is used, and another name for it everywhere.
  const premise = place("play-is-blind");
  const [hover] = await run("vscode.executeHoverProvider", file, premise);
  assert(hover.contents.some(({ value }) => value.includes("does not look out for traffic")));
  const uses = await run("vscode.executeReferenceProvider", file, premise);
  assert.equal(uses.length, 2);
  const rename = await run("vscode.executeDocumentRenameProvider", file, premise, "blind-at-play");
  await vscode.workspace.applyEdit(rename);
  const lenses = await run("vscode.executeCodeLensProvider", file, 100);
  assert(lenses.length > 0);
  const hints = await run("vscode.executeInlayHintProvider", file, new vscode.Range(0, 0, document.lineCount, 0));
  assert(hints.length >= 5, `${hints.length} hints`);
  assert(await document.save());

  // The page of the map beside the text; who looks at the window writes a file when it can be seen.
  await run("argmap.view");
  const seen = vscode.Uri.joinPath(folder, "seen");
  await until("the page is beside the text", () => vscode.workspace.fs.stat(seen).then(() => true, () => false));

  // A program that is not there is told once, and one that is there again serves again.
  const settings = vscode.workspace.getConfiguration("argmap");
  const program = settings.get("path");
  await settings.update("path", path.join(folder.fsPath, "no-such-program"), vscode.ConfigurationTarget.Global);
  await until("nothing checks any more", async () => {
    const list = await run("vscode.executeHoverProvider", file, place("blind-at-play"));
    return list.length === 0;
  });
  await settings.update("path", program, vscode.ConfigurationTarget.Global);
  await until("it checks again", async () => (await run("vscode.executeHoverProvider", file, place("blind-at-play"))).length > 0);
};
