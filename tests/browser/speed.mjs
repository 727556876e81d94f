// What a page takes: node speed.mjs PAGE. Prints of each act the milliseconds until it is drawn, the median and the least of five
// visits, and how long the page's main thread was at work on it, by the processor's clock (the median).
import { median, visit } from "./browser.mjs";

const [, , address] = process.argv;
const taken = new Map();

/** In the page: how long it takes from an act until what it changes has been drawn. */
const measure = () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  window.taken = async (act) => {
    await drawn();
    const start = performance.now();
    act();
    await drawn();
    return performance.now() - start;
  };
  // From the beginning of the navigation, with the page's script in place.
  window.usable = new Promise((done) => addEventListener("DOMContentLoaded", () => drawn().then(() => done(performance.now()))));
};

const THESIS = "document.querySelector('#-tree > li > .row > .fold').click()";
const search = (words) => `{ const find = document.getElementById("-find"); find.value = "${words}"; find.dispatchEvent(new Event("input")); }`;
const ACTS = [
  ["fold the thesis", THESIS],
  ["unfold it", THESIS],
  ["unfold all", "document.getElementById('-unfold').click()"],
  ["fold the thesis, all below it unfolded", THESIS],
  ["unfold it again", THESIS],
  ["fold all", "document.getElementById('-fold').click()"],
  ["open a claim", "document.querySelectorAll('#-tree .row > .t')[40].click()"],
  ["make the picture larger", "scrollTo(0, document.querySelector('.panes').offsetTop); document.querySelectorAll('.zoom button')[1].click()"],
  ...Array.from({ length: 6 }, () => ["make it larger still", "document.querySelectorAll('.zoom button')[1].click()"]),
  ...Array.from({ length: 6 }, () => ["move it", "document.querySelector('[id=\"-picture\"] .scroll').scrollTop += 200"]),
  ...["s", "st", "statement 77", "statement 7777", "nowhere"].map((words) => ["search", search(words)]),
];

for (let times = 0; times < 5; times++) {
  await visit(address, { init: measure, clock: "threadTicks" }, async (page, _, busy) => {
    let before = 0;
    const take = async (what, milliseconds) => {
      const now = await busy();
      taken.set(what, [...(taken.get(what) ?? []), [milliseconds, now - before]]);
    };
    await take("open", await page.evaluate(() => window.usable));
    await page.waitForTimeout(1500);
    for (const [what, act] of ACTS) {
      before = await busy();
      await take(what, await page.evaluate(`window.taken(() => { ${act} })`));
    }
  });
}
const column = (number) => number.toFixed(0).padStart(6);
for (const [what, all] of taken) {
  const milliseconds = all.map(([one]) => one);
  console.log(what.padEnd(40), column(median(milliseconds)), column(Math.min(...milliseconds)), column(median(all.map(([, one]) => one))));
}
