import type { RunEvent } from "./types";

export interface Point {
  step: number;
  loss: number;
}

export interface Curve {
  training: Point[];
  heldOut: Point[];
  /** Steps of the whole run, so that the curve grows to the right. */
  steps: number;
  low: number;
  high: number;
}

/** The curves of a run's events. The range holds every point with a little room, also where all are equal. */
export function curveOf(events: RunEvent[]): Curve {
  const progress = events.filter((event) => event.kind === "progress" && typeof event.step === "number");
  const points = (lossOf: (event: RunEvent) => number | null | undefined): Point[] =>
    progress.flatMap((event) => {
      const loss = lossOf(event);
      return typeof loss === "number" ? [{ step: event.step!, loss }] : [];
    });
  const training = points((event) => event.loss);
  const heldOut = points((event) => event.heldOutLoss);
  const losses = [...training, ...heldOut].map((point) => point.loss);
  const least = Math.min(...losses), most = Math.max(...losses);
  const room = Math.max((most - least) * 0.05, 0.01);
  return {
    training,
    heldOut,
    steps: Math.max(1, ...progress.map((event) => event.steps ?? event.step!)),
    low: Math.max(0, least - room),
    high: most + room,
  };
}
