// The page of a map of many claims, `c0` and so on, each the reason for one before it: node large.mjs PAGE CLAIMS DEEP, an id far down.
import { writeFileSync } from "node:fs";
import { check, equal, faults, visit } from "./browser.mjs";

const [, , address, count, deep] = process.argv;
const claims = Number(count);

const init = () => addEventListener("DOMContentLoaded", () => { window.first = document.querySelectorAll("#-tree li[id]").length; });
await visit(address, { init }, async (page) => {
  const first = await page.evaluate("first");
  check(first > 20 && first < claims, `not all claims are made at first: ${first}`);
  await page.waitForFunction((claims) => document.querySelectorAll("#-tree li[id]").length === claims, claims, { timeout: 30000 });
  equal(await page.locator("#-tree .gap").count(), 0, "but soon, for the browser to find them");
  const order = await page.evaluate(() => [...document.querySelectorAll("#-tree li[id]")].map((item) => item.item.place));
  equal(order, order.toSorted((one, other) => one - other), "in their order");
  equal(await page.locator("#-tree .more").count(), 0, "what else is known of them is made when they are opened");
});

await visit(address, { bypassCSP: true, viewport: { width: 1900, height: 900 } }, async (page) => {
  equal(await faults(page), [], "axe-core, while lines are still to be made");
});

// An address leads to a claim that is not made yet, and the picture shows it.
await visit(`${address}#${deep}`, { viewport: { width: 1900, height: 900 } }, async (page) => {
  check(await page.locator(`li[id="${deep}"].on > .row > .more`).isVisible(), "an address opens a claim far down");
  const box = page.locator("svg.map .claim.on");
  equal(await box.getAttribute("data-id"), deep, "its box is drawn");
  const drawn = await page.locator("svg.map .claim").count();
  check(drawn < claims, `what is not in the window is not drawn: ${drawn}`);
  // The picture is made larger at the mouse, and moved.
  const pane = page.locator("[id='-picture'] .scroll");
  const { x, y, width, height } = await pane.boundingBox();
  const middle = [x + width / 2, y + height / 2];
  await page.mouse.move(...middle);
  await page.keyboard.down("Control");
  for (let times = 0; times < 12; times++) await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  const unit = () => page.evaluate(() => document.querySelector("svg.map").getBoundingClientRect().width / document.querySelector("svg.map").viewBox.baseVal.width);
  check((await unit()) > 0.5, `the wheel with Ctrl makes it larger: ${await unit()}`);
  await page.waitForTimeout(200);
  check((await page.locator("svg.map .claim text").count()) > 0, "from near there are words");
  check((await page.locator("svg.map .claim").count()) < 301, "of what is in the window");
  const before = await pane.evaluate((pane) => [pane.scrollLeft, pane.scrollTop]);
  await page.mouse.down();
  await page.mouse.move(middle[0] + 60, middle[1] + 40, { steps: 4 });
  await page.mouse.up();
  const after = await pane.evaluate((pane) => [pane.scrollLeft, pane.scrollTop]);
  check(before[0] - after[0] === 60 || after[0] === 0, `the mouse moves it: ${before}, ${after}`);
  equal(await page.locator("li.on").getAttribute("id"), deep, "to move it picks nothing");
  const seen = await page.evaluate(() => {
    const pane = document.querySelector("[id='-picture'] .scroll").getBoundingClientRect();
    return [...document.querySelectorAll("svg.map .claim rect")].map((rect) => rect.getBoundingClientRect()).findIndex((box) => box.left > pane.left && box.right < pane.right && box.top > pane.top && box.bottom < pane.bottom);
  });
  if (seen >= 0) {
    const other = await page.locator("svg.map .claim").nth(seen).getAttribute("data-id");
    await page.locator("svg.map .claim rect").nth(seen).click();
    equal(await page.locator("li.on").getAttribute("id"), other, "a box leads to its claim");
  }
  await page.getByRole("button", { name: "Fit the picture into its pane" }).click();
  await page.waitForTimeout(200);
  equal(await page.locator("svg.map .claim").count(), 1, "from afar there are outlines, and the claim that is picked");
});

// Search and the keys reach what is not made; all unfolds, and folds.
await visit(address, {}, async (page) => {
  await page.fill("#-find", deep);
  await page.press("#-find", "Enter");
  equal(await page.evaluate(() => document.activeElement.parentElement.id), deep, "what is found is shown");
  await page.click("#-unfold");
  await page.waitForFunction(() => !document.querySelector("#-tree li.folded"), null, { timeout: 30000 });
  await page.locator("#-tree .row").first().press("End");
  equal(await page.evaluate(() => document.activeElement.parentElement.item.place), await page.evaluate(() => Math.max(...[...document.querySelectorAll("#-tree li")].map((item) => item.item?.place ?? 0))), "End goes to the last line");
  const isInSight = () => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; };
  await page.waitForFunction(isInSight, null, { timeout: 30000 });
  await page.click("#-fold");
  await page.waitForFunction(() => document.querySelectorAll("#-tree li.folded").length > 0, null, { timeout: 30000 });
});

await visit(address, {}, async (page) => writeFileSync(`${address}.pdf`, await page.pdf()));
