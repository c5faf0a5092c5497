import { expect, test } from "vitest";
import { wordDifference } from "../console/word-difference";

const side = (kind: "in" | "out", before: string, after: string) => wordDifference(before, after).filter((piece) => piece.kind !== kind).map((piece) => piece.text).join("");

test("both texts come back from the pieces", () => {
  for (const [before, after] of [["", ""], ["a b c", ""], ["30 days [1].", "Within 30 days of delivery [1]!"], ["äöü 漢字 ok", "äöü 字 ok"], ["x ".repeat(2000), "y"]] as const) {
    expect(side("in", before, after)).toBe(before);
    expect(side("out", before, after)).toBe(after);
  }
});

test("what both have is the same, and neighbours are joined", () => {
  expect(wordDifference("It costs 4.90 euros.", "It costs 5 euros, sir.")).toEqual([
    { text: "It costs ", kind: "same" }, { text: "4.90", kind: "out" }, { text: "5", kind: "in" }, { text: " euros", kind: "same" },
    { text: ", sir", kind: "in" }, { text: ".", kind: "same" },
  ]);
});
