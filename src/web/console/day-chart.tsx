import { dayFrame, dayScaleOf, stretches } from "./day-scale";

interface Series {
  name: string;
  /** A value for each day; null where there is none. */
  values: (number | null)[];
}

interface Props {
  title: string;
  /** Oldest first, 2026-11-26. */
  days: string[];
  series: Series[];
  unit?: string;
}

const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

/** Values by day; a table beside it holds the numbers, and each point tells its own. */
export function DayChart({ title, days, series, unit = "" }: Props) {
  const scale = dayScaleOf(days, series.flatMap((one) => one.values.filter((value) => value !== null)));
  const { width, height, left, right, bottom } = dayFrame;
  const tell = (name: string, i: number, value: number) => `${days[i]}: ${name} ${Number(value.toFixed(value < 1 ? 3 : 1))}${unit}`;
  return (
    <figure className="days">
      <figcaption><b>{title}</b></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}: ${series.map(({ name, values }) => `${name} ${summary(values, unit)}`).join("; ")}`}>
        {scale.valueTicks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width - right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text x={left - 7} y={scale.y(tick) + 4} textAnchor="end">{tick}</text>
          </g>
        ))}
        {scale.dayTicks.map((i) => <text key={i} x={scale.x(i)} y={height - bottom + 18} textAnchor="middle">{short.format(new Date(days[i]!))}</text>)}
        {series.map(({ name, values }, s) => (
          <g key={name} className={`series s${s}`}>
            {stretches(values).map((stretch) => <polyline key={stretch[0]} points={stretch.map((i) => `${scale.x(i).toFixed(1)},${scale.y(values[i]!).toFixed(1)}`).join(" ")} />)}
            {values.map((value, i) => value !== null && (
              <circle key={days[i]} cx={scale.x(i)} cy={scale.y(value)} r="3.5"><title>{tell(name, i, value)}</title></circle>
            ))}
          </g>
        ))}
      </svg>
      {series.length > 1 && <ul className="keys-of" aria-hidden="true">{series.map(({ name }, s) => <li key={name} className={`s${s}`}>{name}</li>)}</ul>}
    </figure>
  );
}

function summary(values: (number | null)[], unit: string): string {
  const there = values.filter((value) => value !== null);
  const text = (value: number) => `${Number(value.toFixed(2))}${unit}`;
  return there.length === 0 ? "without a value" : `from ${text(Math.min(...there))} to ${text(Math.max(...there))}, last ${text(there.at(-1)!)}`;
}
