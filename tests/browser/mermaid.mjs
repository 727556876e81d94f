// Mermaid draws charts: node mermaid.mjs SCRIPT CHART…; prints how many boxes and lines each has.
import { readFileSync } from "node:fs";
import { visit } from "./browser.mjs";

const [, , script, ...charts] = process.argv;
await visit("about:blank", {}, async (page) => {
  await page.addScriptTag({ path: script });
  for (const chart of charts) {
    const drawn = await page.evaluate(async (text) => {
      mermaid.initialize({ startOnLoad: false });
      document.body.innerHTML = (await mermaid.render("chart", text)).svg;
      const count = (what) => document.querySelectorAll(what).length;
      return `${count("g.node")} ${count("path.flowchart-link")}`;
    }, readFileSync(chart, "utf8"));
    console.log(drawn);
  }
});
