// A page of a map whose every text would be markup: node hostile.mjs PAGE TEXT.
import { check, equal, visit } from "./browser.mjs";

const [, , address, text] = process.argv;
await visit(address, {}, async (page) => {
  equal(await page.locator("li[data-c='0'] > .row > .words").textContent(), text, "a text draws as itself");
  equal(await page.locator("li[data-c='0'] > .row > .t").textContent(), text, "a title draws as itself");
  equal(await page.title(), text.trim(), "the page has its title");
  check(!(await page.evaluate(() => "broken" in window)), "no text runs");
  equal(await page.locator("script:not([type])").count(), 3, "there is no other script");
  equal(await page.locator("[onclick], b i").count(), 0, "no text is a tag");
  await page.locator("[role=treeitem]").first().press("Enter");
  check(await page.locator("li[data-c='0'] > .row > .more").isVisible(), "a claim opens");
  await page.fill("#-find", text.slice(0, 12));
  check((await page.locator("#-found b").first().textContent()) === text, "what is found draws as itself");
});
