import { afterEach, expect, test } from "vitest";
import { DocumentWarnings } from "../console/document-warnings";
import { Rendered } from "./render";

let page: Rendered;
afterEach(() => page.end());

test("a document that looks like an instruction is named with its signs", async () => {
  page = await Rendered.of(<DocumentWarnings />, () => [
    { path: "evil.md", title: "<b>Returns</b>", signs: ["overrides-instructions", "active-markup", "a-later-sign"] },
  ]);
  expect(page.text).toContain("<b>Returns</b> evil.md: says to ignore instructions; holds an image, a script or a link with data; a-later-sign");
});

test("without such documents nothing is said", async () => {
  page = await Rendered.of(<DocumentWarnings />, () => []);
  expect(page.text.trim()).toBe("");
});
