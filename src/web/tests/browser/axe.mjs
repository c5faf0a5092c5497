// What axe-core finds wrong on a page of the console, as it is now.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function faultsOf(page) {
  // The page's policy lets no script in but by the debugger.
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { runOnly: ${JSON.stringify(rules)} })`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${[...node.any, ...node.all, ...node.none][0]?.message ?? ""}`).join(" | ").slice(0, 400)}`);
}
