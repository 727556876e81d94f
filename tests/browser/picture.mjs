// A picture of a page: node picture.mjs PAGE PNG.
import { visit } from "./browser.mjs";

const [, , address, png] = process.argv;
await visit(address, { viewport: { width: 1180, height: 880 }, colorScheme: "light" }, async (page) => {
  await page.screenshot({ path: png });
});
