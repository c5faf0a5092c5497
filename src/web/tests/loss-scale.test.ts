import { expect, test } from "vitest";
import { duration } from "../console/duration";
import type { Curve } from "../console/loss-points";
import { frame, heldOutAt, nearest, scaleOf, ticks } from "../console/loss-scale";

const curve: Curve = {
  training: [{ step: 1, loss: 3 }, { step: 2, loss: 2 }, { step: 50, loss: 1 }, { step: 101, loss: 0.5 }],
  heldOut: [{ step: 2, loss: 2.5 }, { step: 50, loss: 1.2 }],
  steps: 101, low: 0, high: 4,
};

test("the first step lies on the left edge, the last on the right, the highest loss on top", () => {
  const scale = scaleOf(curve);
  expect(scale.x(1)).toBe(frame.left);
  expect(scale.x(101)).toBe(frame.width - frame.right);
  expect(scale.x(51)).toBeCloseTo((frame.left + frame.width - frame.right) / 2);
  expect(scale.y(4)).toBe(frame.top);
  expect(scale.y(0)).toBe(frame.height - frame.bottom);
});

test("ticks are round numbers inside the range", () => {
  expect(ticks(0, 4, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(ticks(0.83, 2.61, 5)).toEqual([1, 1.5, 2, 2.5]);
  expect(ticks(0.011, 0.049, 4)).toEqual([0.02, 0.03, 0.04]);
  expect(ticks(1, 1, 5)).toEqual([1]);
});

test("a run of one step has a place in the drawing", () => {
  const scale = scaleOf({ training: [{ step: 1, loss: 1 }], heldOut: [], steps: 1, low: 0.9, high: 1.1 });
  expect(scale.x(1)).toBe(frame.left);
  expect(scale.stepTicks).toEqual([1]);
});

test("the pointer reads the nearest point, also where steps are missing", () => {
  const scale = scaleOf(curve);
  expect(nearest(curve.training, scale.x(60), scale)).toBe(2);
  expect(nearest(curve.training, scale.x(90), scale)).toBe(3);
  expect(nearest(curve.training, -100, scale)).toBe(0);
  expect(nearest(curve.training, 10_000, scale)).toBe(3);
});

test("a step reads the last held-out measurement before it", () => {
  expect(heldOutAt(curve, 1)).toBeUndefined();
  expect(heldOutAt(curve, 49)).toEqual({ step: 2, loss: 2.5 });
  expect(heldOutAt(curve, 101)).toEqual({ step: 50, loss: 1.2 });
});

test("the time left is rounded up", () => {
  expect([0, 0.2, 59.1, 61, 3600, 5400].map(duration)).toEqual(["0 s", "1 s", "1 min", "2 min", "1 h 0 min", "1 h 30 min"]);
});
