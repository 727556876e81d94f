// How long after a change on disk `argmap view` shows it: node renewal.mjs ADDRESS FILE, a map of which this script writes.
import { readFileSync, writeFileSync } from "node:fs";
import { median, visit } from "./browser.mjs";

const [, , address, file] = process.argv;
const first = readFileSync(file, "utf8");
await visit(address, { offline: false }, async (page) => {
  await page.waitForTimeout(1000);
  const taken = [];
  for (let times = 0; times < 9; times++) {
    const seen = page.evaluate((words) => new Promise((done) => {
      const look = () => {
        const text = document.querySelector("#-tree > li > .row > .words")?.textContent;
        if (text?.includes(words)) requestAnimationFrame(() => setTimeout(() => done(Date.now())));
        else requestAnimationFrame(look);
      };
      look();
    }), `Renewed ${times}: `);
    const start = Date.now();
    writeFileSync(file, first.replace("Statement 0", `Renewed ${times}: statement 0`));
    taken.push((await seen) - start);
    await page.waitForTimeout(400);
  }
  console.log(`renewed\t${median(taken)}\t${Math.max(...taken)}`);
});
