import { expect, test } from "vitest";
import { chance, percent, points } from "../console/figures";
import { furtherCases } from "../console/run-outcome";

test("a share is in percent, small ones with a decimal, and none is said to be none", () => {
  expect([0, 0.052, 0.5, 1, null].map(percent)).toEqual(["0 %", "5.2 %", "50 %", "100 %", "none yet"]);
});

test("a difference is in points with its sign, and nothing has none", () => {
  expect([0.0312, -0.2, 0.0001].map(points)).toEqual(["+3.1", "−20", "0"]);
});

test("a chance that is very small is told by its bound", () => {
  expect([0.0004, 0.0123].map(chance)).toEqual(["under 0.001", "0.012"]);
});

test("of several requirements that lack evidence the one that needs most cases counts", () => {
  expect(furtherCases("score 0.6 -> 0.7: not enough evidence, about 12 more cases would tell; style: not enough evidence, about 130 more cases would tell")).toBe(130);
  expect(furtherCases("not enough evidence, and the change lies on the bound")).toBeNull();
  expect(furtherCases(null)).toBeNull();
});
