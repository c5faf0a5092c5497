import type { Curve, Point } from "./loss-points";

/** The drawing's size and the margins around the plot, in the drawing's units. */
export const frame = { width: 640, height: 250, left: 48, right: 14, top: 12, bottom: 40 };

export interface Scale {
  x(step: number): number;
  y(loss: number): number;
  lossTicks: number[];
  stepTicks: number[];
}

/** Where steps and losses lie in the drawing; step 1 is the left edge, the run's last step the right one. */
export function scaleOf(curve: Curve): Scale {
  const wide = frame.width - frame.left - frame.right;
  const high = frame.height - frame.top - frame.bottom;
  return {
    x: (step) => frame.left + (wide * (step - 1)) / Math.max(1, curve.steps - 1),
    y: (loss) => frame.top + (high * (curve.high - loss)) / (curve.high - curve.low),
    lossTicks: ticks(curve.low, curve.high, 5),
    stepTicks: ticks(1, curve.steps, 6).filter((step) => Number.isInteger(step) && step >= 1),
  };
}

/** Round numbers from low to high, about as many as wanted: multiples of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / wanted;
  if (!(rough > 0)) {
    return [low];
  }
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const all: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++) {
    all.push(Number((i * step).toPrecision(12)));
  }
  return all;
}

/** The position of the point nearest to a place on the drawing; the steps need not be without gaps. */
export function nearest(points: Point[], x: number, scale: Scale): number {
  let best = 0;
  points.forEach((point, i) => {
    if (Math.abs(scale.x(point.step) - x) < Math.abs(scale.x(points[best]!.step) - x)) {
      best = i;
    }
  });
  return best;
}

/** The last held-out measurement at or before a step. */
export const heldOutAt = (curve: Curve, step: number): Point | undefined => curve.heldOut.findLast((point) => point.step <= step);
