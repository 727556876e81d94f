// What the tests of the page share: a browser with the network off, and claims about what it shows.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** The status that says that something these tests need is not there. */
const ABSENT = 77;

export const absent = (what) => {
  console.log(what);
  process.exit(ABSENT);
};

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (!chromium) absent("chromium");
const driver = await import("playwright-core").catch(() => absent("playwright-core"));

export const check = (holds, said) => {
  if (!holds) throw new Error(`not so: ${said}`);
};
export const equal = (found, wanted, said) => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${said}: ${one} where ${other} is wanted`);
};

/** What axe-core finds on a page that was visited with `bypassCSP`, by rule and element. */
export const faults = (page) => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return page.evaluate(async (axe) => {
    (0, eval)(axe);
    const { violations } = await window.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
  }, axe);
};

export const median = (all) => all.toSorted((one, other) => one - other)[all.length >> 1];

export const launch = () => driver.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });

/**
 * Runs `visit` on a page, in which `init` has run before anything else; whatever the console says fails it.
 * `busy` tells how long the page's main thread has been at work, in milliseconds of its `clock`.
 */
export const visit = async (address, { init, clock, ...options }, visit) => {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, offline: true, ...options });
    context.setDefaultTimeout(60000);
    const page = await context.newPage();
    if (init) await page.addInitScript(init);
    const client = await context.newCDPSession(page);
    if (clock) await client.send("Performance.enable", { timeDomain: clock });
    const busy = async () => (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
    const said = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    await page.goto(/^(http|about:)/.test(address) ? address : pathToFileURL(address).href.replace("%23", "#"));
    await visit(page, context, busy);
    equal(said, [], "the console is clean");
  } finally {
    await browser.close();
  }
};
