import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { curveOf, type Point } from "./loss-points";
import { frame, heldOutAt, nearest, scaleOf } from "./loss-scale";
import { LossTable } from "./loss-table";
import type { RunEvent } from "./types";

/** Training and held-out loss by step. Arrow keys and the pointer read single values; a table holds them all. */
export function LossCurve({ events }: { events: RunEvent[] }) {
  const curve = curveOf(events);
  const [at, setAt] = useState<number | null>(null);
  if (curve.training.length < 2) {
    return <p className="muted">The curve begins with the first steps.</p>;
  }
  const scale = scaleOf(curve);
  const { width, height, left, right, top, bottom } = frame;
  const line = (points: Point[]) => points.map((point) => `${scale.x(point.step).toFixed(1)},${scale.y(point.loss).toFixed(1)}`).join(" ");
  const last = curve.training.length - 1;
  const position = Math.min(at ?? last, last);
  const shown = curve.training[position]!;
  const held = heldOutAt(curve, shown.step);
  const reading = `step ${shown.step}: training ${shown.loss.toFixed(3)}${held ? `, held out ${held.loss.toFixed(3)} (step ${held.step})` : ""}`;
  const keys = (event: KeyboardEvent) => {
    const to = { ArrowRight: position + 1, ArrowUp: position + 1, ArrowLeft: position - 1, ArrowDown: position - 1, PageUp: position + 10, PageDown: position - 10, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(last, to)));
    }
  };
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(nearest(curve.training, ((event.clientX - box.left) / box.width) * width, scale));
  };
  return (
    <figure className="curve">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="slider"
        tabIndex={0}
        aria-label="Loss by step; arrow keys read single steps"
        aria-valuemin={curve.training[0]!.step}
        aria-valuemax={curve.training[last]!.step}
        aria-valuenow={shown.step}
        aria-valuetext={reading}
        onKeyDown={keys}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        {scale.lossTicks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width - right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text x={left - 8} y={scale.y(tick) + 4} textAnchor="end">{tick}</text>
          </g>
        ))}
        {scale.stepTicks.map((tick) => <text key={tick} x={scale.x(tick)} y={height - bottom + 17} textAnchor="middle">{tick}</text>)}
        <text className="axis" x={(left + width - right) / 2} y={height - 5} textAnchor="middle">step</text>
        <text className="axis" x={13} y={(top + height - bottom) / 2} textAnchor="middle" transform={`rotate(-90 13 ${(top + height - bottom) / 2})`}>loss</text>
        <line className="cursor" x1={scale.x(shown.step)} x2={scale.x(shown.step)} y1={top} y2={height - bottom} />
        <polyline className="training" points={line(curve.training)} />
        {curve.heldOut.length > 1 && <polyline className="held-out" points={line(curve.heldOut)} />}
        {curve.heldOut.map((dot) => <circle key={dot.step} className="held-out" r={3.5} cx={scale.x(dot.step)} cy={scale.y(dot.loss)} />)}
        <circle className="training" r={4.5} cx={scale.x(shown.step)} cy={scale.y(shown.loss)} />
      </svg>
      <figcaption>
        <span className="key training">training</span>
        <span className="key held-out">held out</span>
        <span className="reading">{reading}</span>
        <span>nats a token</span>
      </figcaption>
      <LossTable curve={curve} />
    </figure>
  );
}
