// What the tests of the page share: a browser with the network off, and claims about what it shows.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The status that says that something these tests need is not there. */
const ABSENT = 77;

const absent = (what) => {
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

/** Runs `visit` on a page; whatever the console says fails it. */
export const visit = async (address, options, visit) => {
  const browser = await driver.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, offline: true, ...options });
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    await page.goto(address.startsWith("http") ? address : pathToFileURL(address).href.replace("%23", "#"));
    await visit(page, context);
    equal(said, [], "the console is clean");
  } finally {
    await browser.close();
  }
};
