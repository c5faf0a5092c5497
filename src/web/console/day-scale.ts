import { ticks } from "./loss-scale";

/** The drawing's size and the margins around the plot, in the drawing's units. */
export const dayFrame = { width: 440, height: 200, left: 44, right: 14, top: 12, bottom: 28 };

export interface DayScale {
  x(index: number): number;
  y(value: number): number;
  valueTicks: number[];
  /** Positions of the days that are named. */
  dayTicks: number[];
}

const named = 5;
const oneDay = 86_400_000;

/** Where days and values lie: days by the calendar, so that a gap is one; values from 0 up. */
export function dayScaleOf(days: string[], values: number[]): DayScale {
  const times = days.map((day) => Date.parse(day));
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0];
  const top = Math.max(...values, 0) || 1;
  const wide = dayFrame.width - dayFrame.left - dayFrame.right;
  const high = dayFrame.height - dayFrame.top - dayFrame.bottom;
  const x = (index: number) => dayFrame.left + (to - from < oneDay ? wide / 2 : (wide * (times[index]! - from)) / (to - from));
  const every = Math.max(1, Math.ceil(days.length / named));
  return {
    x,
    y: (value) => dayFrame.top + high * (1 - value / (top * 1.05)),
    valueTicks: ticks(0, top * 1.05, 4),
    dayTicks: days.map((_, i) => i).filter((i) => i % every === 0),
  };
}

/** The stretches of days that have a value; a line is not drawn over days without one. */
export function stretches(values: (number | null)[]): number[][] {
  const all: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) {
      return;
    }
    if (i > 0 && values[i - 1] !== null && all.length > 0) {
      all.at(-1)!.push(i);
    } else {
      all.push([i]);
    }
  });
  return all;
}
