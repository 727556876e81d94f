// The page of `argmap view`: node live.mjs ADDRESS FILE, a map of which this script writes.
import { readFileSync, writeFileSync } from "node:fs";
import { check, equal, visit } from "./browser.mjs";

const [, , address, file] = process.argv;
const first = readFileSync(file, "utf8");
await visit(address, { offline: false, viewport: { width: 1300, height: 400 } }, async (page) => {
  const row = (id) => page.locator(`li[id="${id}"] > .row`);
  await row("cars").press("ArrowLeft");
  await row("square").press("Enter");
  await page.locator("li.on .suppose button").first().click();
  await page.locator("#-supposed a").first().waitFor({ timeout: 20000 });
  await row("last").scrollIntoViewIfNeeded();
  const top = () => row("last").evaluate((row) => row.getBoundingClientRect().top);
  const before = await top();

  writeFileSync(file, first.replace("The square should be closed.", "The square should be closed at once."));
  await page.getByText("closed at once").first().waitFor({ timeout: 20000 });
  equal(await row("cars").getAttribute("aria-expanded"), "false", "what is folded stays so");
  check(await page.locator('li[id="square"].on').isVisible(), "what is picked stays so");
  // What is above may still get its height.
  for (const end = Date.now() + 5000; Math.abs((await top()) - before) >= 2 && Date.now() < end; ) await page.waitForTimeout(50);
  await page.waitForTimeout(200);
  equal(await row("square").locator("> .v").textContent(), "✗ falls", "what is supposed stays so");
  check(Math.abs((await top()) - before) < 2, `the page stays where it was: ${await top()}, ${before}`);

  writeFileSync(file, first + '\n[claim.odd]\ntext = "Odd."\nsupports = ["squar"]\n');
  await page.locator(".findings pre").getByText("unknown-claim").waitFor({ timeout: 20000 });
  writeFileSync(file, first);
  await page.getByText("unknown-claim").waitFor({ state: "detached", timeout: 20000 });
});
