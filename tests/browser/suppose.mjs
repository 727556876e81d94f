// Runs the library as WebAssembly: node suppose.mjs BLOB CASES, which prints what it says of each case.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [, , blob, cases] = process.argv;
const module = new WebAssembly.Module(gunzipSync(readFileSync(blob)));
const answers = JSON.parse(readFileSync(cases, "utf8")).map(({ files, suppositions }) => {
  const { exports } = new WebAssembly.Instance(module, {});
  const said = (at) => new TextDecoder().decode(new Uint8Array(exports.memory.buffer, at, exports.length()));
  const ask = (call, question) => {
    const words = new TextEncoder().encode(JSON.stringify(question));
    const at = exports.room(words.length);
    new Uint8Array(exports.memory.buffer, at, words.length).set(words);
    return said(exports[call]());
  };
  const first = ask("open", { files });
  return suppositions.map((what) => {
    const labels = ask("suppose", what);
    return [first, labels, ...[...labels].flatMap((_, claim) => [said(exports.why(claim)), said(exports.fall(claim))])];
  });
});
console.log(JSON.stringify(answers));
