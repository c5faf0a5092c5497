/** What one version's answers of one day took, as the server says it. */
export interface UsageDay {
  day: string;
  version: number | null;
  answers: number;
  promptTokens: number;
  answerTokens: number;
  /** Null where nothing was measured. */
  firstTextMs: Span | null;
  latencyMs: Span | null;
  cost: number | null;
}

/** Milliseconds of half and of 95 in 100 answers. */
export interface Span {
  median: number;
  p95: number;
}

export interface Usage {
  /** The first and the last day of the report. */
  from?: string;
  to?: string;
  days: UsageDay[];
  currency?: string;
  /** What the machine cost in the hours of these days, where it has a price. */
  machineCost?: number;
  hours?: number;
}

/** All versions of a day together, for the charts; times are the slowest version's. */
export interface WholeDay {
  day: string;
  answers: number;
  prompt: number;
  answer: number;
  cost: number;
  firstText: number | null;
  latency: number | null;
}

/** Days of the report without an answer are there too, so that the charts' days are evenly apart. */
export function wholeDays({ days, from, to }: Usage): WholeDay[] {
  const whole = new Map<string, WholeDay>();
  for (let day = from; day !== undefined && to !== undefined && day <= to; day = after(day)) {
    whole.set(day, none(day));
  }
  for (const row of days) {
    const day = whole.get(row.day) ?? none(row.day);
    whole.set(row.day, {
      day: row.day,
      answers: day.answers + row.answers,
      prompt: day.prompt + row.promptTokens,
      answer: day.answer + row.answerTokens,
      cost: day.cost + (row.cost ?? 0),
      firstText: larger(day.firstText, row.firstTextMs?.p95 ?? null),
      latency: larger(day.latency, row.latencyMs?.p95 ?? null),
    });
  }
  return [...whole.values()].sort((a, b) => a.day.localeCompare(b.day));
}

const none = (day: string): WholeDay => ({ day, answers: 0, prompt: 0, answer: 0, cost: 0, firstText: null, latency: null });

const after = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const larger = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
