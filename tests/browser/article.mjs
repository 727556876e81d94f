// The article's page: node article.mjs PAGE CLAIMS, with the ids of all claims.
import { writeFileSync } from "node:fs";
import { check, equal, faults, visit } from "./browser.mjs";

const [, , address, ...claims] = process.argv;

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1300, 380]) {
    await visit(address, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true }, async (page) => {
      await page.locator("[role=treeitem]").first().press("Enter");
      equal(await faults(page), [], `axe-core, ${colorScheme}, ${width} wide`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wide <= 0, `nothing is wider than a window of ${width}: ${wide}`);
    });
  }
}

// The keyboard alone.
await visit(address, {}, async (page) => {
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.parentElement.id);
  const line = () => page.evaluate(() => document.activeElement.querySelector(":scope > a, :scope > b:not(.v)")?.textContent);
  for (let presses = 0; presses < 60 && !(await page.evaluate(() => document.activeElement.matches("[role=treeitem]"))); presses++) await page.keyboard.press("Tab");
  equal(await at(), "alike-yet-apart", "Tab leads to the thesis");
  await page.keyboard.press("ArrowRight");
  equal(await line(), "because, together", "right goes in");
  await page.keyboard.press("ArrowDown");
  equal(await at(), "alike", "down goes to the next line");
  await page.keyboard.press("ArrowLeft");
  check(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded") === "false"), "left folds");
  await page.keyboard.press("ArrowDown");
  equal(await at(), "paths-diverge", "what is folded is passed over");
  await page.keyboard.press("Home");
  equal(await at(), "alike-yet-apart", "Home goes to the first line");
  await page.keyboard.press("End");
  check((await at()) !== "alike-yet-apart", "End goes to the last");
  await page.keyboard.press("Home");
  await page.keyboard.type("models cent");
  equal(await at(), "models-centralise", "letters go to a title");
  await page.keyboard.press("Enter");
  check(await page.locator("li#models-centralise > .row > .more").isVisible(), "Enter opens a claim");
  check((await page.locator(".said .q.on").count()) > 0, "its words are marked in the text");
  equal(await page.locator("svg.map .claim.on").getAttribute("data-id"), "models-centralise", "its box is marked in the picture");
  check(!(await page.evaluate(() => [...document.querySelectorAll("[role=treeitem]")].some((item) => !item.parentElement.querySelector(":scope > ul") && item.hasAttribute("aria-expanded")))), "leaves are not expanded");
  equal(await page.locator("[role=treeitem][tabindex='0']").count(), 1, "one line is reached by Tab");
  // Search.
  for (let presses = 0; presses < 90 && (await at()) !== "-find"; presses++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("giants");
  check((await page.locator("#-found [role=option]").count()) > 0, "a search finds claims");
  await page.keyboard.press("Enter");
  check(["few-giants"].includes(await at()), `Enter goes to what was found: ${await at()}`);
});

// The panes follow each other; an address leads to a claim.
await visit(address + "#few-giants", {}, async (page) => {
  check(await page.locator("li#few-giants > .row > .more").isVisible(), "an address opens its claim");
  await page.locator("svg.map .claim").nth(3).click();
  equal(await page.locator("li.on").getAttribute("data-c"), await page.locator("svg.map .claim").nth(3).getAttribute("data-c"), "a box leads to its claim");
  await page.locator(".said .q").first().click();
  check((await page.locator(".said .q").first().getAttribute("data-c")).split(" ").includes(await page.locator("li.on").getAttribute("data-c")), "a passage leads to its claim");
  await page.selectOption("#-language", "pt");
  equal(await page.locator("li#alike > .row > .words:visible").getAttribute("lang"), "pt", "the language changes");
});

// Suppose: the library in the page says what falls, and why, and all is as before when nothing is supposed.
await visit(address + "#paths-diverge", {}, async (page) => {
  const verdict = (id) => page.locator(`li[id="${id}"] > .row > .v`).textContent();
  const why = page.locator(".claimed [data-why]");
  const before = await why.innerHTML();
  await page.locator("li.on .suppose button").first().press("Enter");
  await page.locator("#-supposed a").first().waitFor({ timeout: 20000 });
  equal(await verdict("paths-diverge"), "✗ falls", "what is denied falls");
  equal(await verdict("alike-yet-apart"), "✗ falls", "so does the thesis");
  equal(await verdict("alike"), "✓ stands", "the other half stands");
  check((await why.textContent()).includes("falls"), "why it falls is said");
  check((await page.locator("#-supposed").textContent()).includes("1 more falls"), "what changes is told");
  check(await page.locator("svg.map .claim.moved").count() === 2, "the picture shows it");
  await page.locator("#-supposed button").click();
  equal(await verdict("alike-yet-apart"), "✓ stands", "nothing supposed, it stands");
  equal(await why.innerHTML(), before, "the library in the page says what the one that wrote it said");
});

// Without JavaScript, and printed, everything is there.
await visit(address, { javaScriptEnabled: false }, async (page) => {
  for (const id of claims) check(await page.locator(`li[id="${id}"] > .row > .words`).first().isVisible(), `${id} is seen without JavaScript`);
});
await visit(address, {}, async (page) => {
  await page.locator("#-fold").click();
  writeFileSync(`${address}.pdf`, await page.pdf());
});
