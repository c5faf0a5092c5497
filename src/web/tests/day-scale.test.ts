import { expect, test } from "vitest";
import { dayFrame, dayScaleOf, stretches } from "../console/day-scale";

test("days lie by the calendar, so that a gap is a gap", () => {
  const scale = dayScaleOf(["2026-03-01", "2026-03-02", "2026-03-05"], [1, 2, 4]);
  const wide = dayFrame.width - dayFrame.left - dayFrame.right;
  expect([0, 1, 2].map(scale.x)).toEqual([dayFrame.left, dayFrame.left + wide / 4, dayFrame.left + wide]);
  expect(scale.y(0)).toBe(dayFrame.height - dayFrame.bottom);
  expect(scale.y(4)).toBeGreaterThanOrEqual(dayFrame.top);
});

test("a single day lies in the middle, and values of zero have a scale", () => {
  const scale = dayScaleOf(["2026-03-01"], [0]);
  expect(scale.x(0)).toBe(dayFrame.left + (dayFrame.width - dayFrame.left - dayFrame.right) / 2);
  expect(scale.y(0)).toBe(dayFrame.height - dayFrame.bottom);
});

test("few of many days are named", () => {
  const days = Array.from({ length: 30 }, (_, i) => `2026-03-${String(i + 1).padStart(2, "0")}`);
  expect(dayScaleOf(days, [1]).dayTicks).toEqual([0, 6, 12, 18, 24]);
});

test("a line stops at a day without a value", () => {
  expect(stretches([null, 1, 2, null, 3])).toEqual([[1, 2], [4]]);
  expect(stretches([null])).toEqual([]);
});
