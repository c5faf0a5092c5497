import type { Curve } from "./loss-points";

/** The curve's numbers, for those who do not see the drawing. */
export function LossTable({ curve }: { curve: Curve }) {
  const held = new Map(curve.heldOut.map((point) => [point.step, point.loss]));
  const trained = new Map(curve.training.map((point) => [point.step, point.loss]));
  const steps = [...new Set([...trained.keys(), ...held.keys()])].sort((a, b) => a - b);
  return (
    <details>
      <summary>As a table</summary>
      <div className="scroll tall" tabIndex={0} role="region" aria-label="Losses by step">
        <table>
          <thead><tr><th scope="col">step</th><th scope="col">training</th><th scope="col">held out</th></tr></thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step}>
                <th scope="row">{step}</th>
                <td>{trained.get(step)?.toFixed(3)}</td>
                <td>{held.get(step)?.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
