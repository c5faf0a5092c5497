import { afterEach, expect, test } from "vitest";
import { SearchTrial } from "../console/search-trial";
import type { SearchView } from "../console/types";
import { Rendered } from "./render";

let page: Rendered;
afterEach(() => page.end());

const label = { title: "Returns > Return label", text: "The label costs 3.50 euros.", path: "returns.md" };

async function searched(found: SearchView, earlier = ""): Promise<void> {
  page = await Rendered.of(<SearchTrial />, () => found);
  await page.set("Question", "what does it cost & when?");
  if (earlier !== "") {
    await page.set("Message before", earlier);
  }
  await page.click("Search");
}

test("each passage is shown with its place by words and by meaning", async () => {
  await searched({
    question: "label cost", words: ["label", "cost"], answerable: 0.854,
    passages: [
      { ...label, chosen: true, byWords: { rank: 1, score: 8.824 }, byMeaning: { rank: 2, score: 0.713 }, chance: 0.934 },
      { ...label, title: "Shipping > Cost", chosen: false, byWords: null, byMeaning: { rank: 1, score: 0.8 } },
    ],
  }, "the label");

  expect(page.asked).toEqual(["/api/search?question=what+does+it+cost+%26+when%3F&earlier=the+label"]);
  expect(page.text).toContain("with a probability of 85 %");
  const rows = [...page.host.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent));
  expect(rows).toEqual([["yes", "1 (8.82)", "2 (0.71)", "93 %"], ["no", "–", "1 (0.80)", "–"]]);
});

test("where the documents do not say, that is told", async () => {
  await searched({ question: "chainsaws", words: ["chainsaws"], answerable: 0.02, passages: [{ ...label, chosen: false }] });

  expect(page.text).toContain("Nothing is shown to the model");
});

test("where what was found does not answer, that is told and not the search's own estimate", async () => {
  await searched({ question: "label colour", words: ["label", "colour"], answerable: 0.9, passages: [{ ...label, chosen: false, chance: 0.04 }] });

  expect(page.text).toContain("near the question and does not answer it");
  expect(page.text).not.toContain("90 %");
});
