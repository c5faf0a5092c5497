import type { Measure } from "./loop-types";

const width = 150;

/** An interval about zero, drawn; the words beside it say the same. */
export function Interval({ measure, widest }: { measure: Measure; widest: number }) {
  const x = (difference: number) => width / 2 + (difference / widest) * (width / 2 - 2);
  const sure = measure.least > 0 ? "above" : measure.most < 0 ? "below" : "open";
  // More of anything but thumbs up is worse.
  const tone = sure === "open" ? "open" : (sure === "above") === (measure.name === "up") ? "good" : "bad";
  return (
    <svg className={`interval-plot ${tone}`} width={width} height="16" viewBox={`0 0 ${width} 16`} aria-hidden="true">
      <line className="zero" x1={width / 2} x2={width / 2} y1="0" y2="16" />
      <line className="bar" x1={x(measure.least)} x2={x(measure.most)} y1="8" y2="8" />
      {[measure.least, measure.most].map((end) => <line key={end} className="end" x1={x(end)} x2={x(end)} y1="4" y2="12" />)}
    </svg>
  );
}
