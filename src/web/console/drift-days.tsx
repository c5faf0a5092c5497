import type { DriftDay } from "./loop-types";

/** The plots' numbers. */
export function DriftDays({ days }: { days: DriftDay[] }) {
  return (
    <details className="numbers">
      <summary>As a table</summary>
      <div className="scroll tall" tabIndex={0} role="region" aria-label="Answers by day">
        <table>
          <thead><tr>{["day", "questions", "no passage", "missed", "no answer", "rated", "down", "distance"].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{day.day}</th>
                <td>{day.questions}</td><td>{day.outOfScope}</td><td>{day.missed}</td><td>{day.fallbacks}</td><td>{day.rated}</td><td>{day.down}</td><td>{day.distance.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
