import { useId, useState, type KeyboardEvent } from "react";
import { curveOf, type Point } from "./loss-points";
import type { RunEvent } from "./types";

const width = 640, height = 240, left = 46, right = 12, top = 12, bottom = 34;

/** Training and held-out loss by step. Arrow keys and the pointer read single values; a table holds them all. */
export function LossCurve({ events }: { events: RunEvent[] }) {
  const curve = curveOf(events);
  const [at, setAt] = useState<number | null>(null);
  const title = useId();
  if (curve.training.length < 2) {
    return <p className="muted">The curve begins with the first steps.</p>;
  }
  const x = (step: number) => left + ((width - left - right) * (step - 1)) / Math.max(1, curve.steps - 1);
  const y = (loss: number) => height - bottom - ((height - top - bottom) * (loss - curve.low)) / (curve.high - curve.low);
  const line = (points: Point[]) => points.map((point) => `${x(point.step).toFixed(1)},${y(point.loss).toFixed(1)}`).join(" ");
  const shown = curve.training[Math.min(at ?? curve.training.length - 1, curve.training.length - 1)]!;
  const move = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(curve.training.length - 1, (at ?? curve.training.length - 1) + by)));
    }
  };
  const ticks = [curve.low, (curve.low + curve.high) / 2, curve.high];
  return (
    <figure className="curve">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={title}
        tabIndex={0}
        onKeyDown={move}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const share = ((event.clientX - box.left) / box.width * width - left) / (width - left - right);
          setAt(Math.max(0, Math.min(curve.training.length - 1, Math.round(share * (curve.steps - 1)))));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <title id={title}>{`Loss from ${curve.training[0]!.loss.toFixed(2)} to ${curve.training.at(-1)!.loss.toFixed(2)} in ${curve.training.length} steps`}</title>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end">{tick.toFixed(2)}</text>
          </g>
        ))}
        <text x={left} y={height - 14} textAnchor="middle">1</text>
        <text x={width - right} y={height - 14} textAnchor="end">{curve.steps}</text>
        <text x={(left + width) / 2} y={height - 2} textAnchor="middle">step</text>
        <polyline className="training" points={line(curve.training)} />
        {curve.heldOut.length > 1 && <polyline className="held-out" points={line(curve.heldOut)} />}
        {curve.heldOut.map((point) => <circle key={point.step} className="held-out" r={3.5} cx={x(point.step)} cy={y(point.loss)} />)}
        <circle className="training" r={4} cx={x(shown.step)} cy={y(shown.loss)} />
      </svg>
      <figcaption>
        <span className="key training">training</span> <span className="key held-out">held out</span>
        <output>step {shown.step}: {shown.loss.toFixed(3)} nats a token</output>
      </figcaption>
      <details>
        <summary>As a table</summary>
        <table>
          <thead><tr><th scope="col">step</th><th scope="col">training</th><th scope="col">held out</th></tr></thead>
          <tbody>
            {curve.training.map((point) => (
              <tr key={point.step}>
                <td>{point.step}</td>
                <td>{point.loss.toFixed(3)}</td>
                <td>{curve.heldOut.find((other) => other.step === point.step)?.loss.toFixed(3) ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
