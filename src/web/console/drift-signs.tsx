import { chance, percent } from "./figures";
import type { DriftSign } from "./loop-types";

const names: Record<string, string> = {
  questions: "what is asked",
  "out-of-scope": "no passage found",
  "retrieval-misses": "passages miss the question",
  fallbacks: "no answer given",
  "rated-down": "down among rated",
};

/** A sign's name in words. */
export const signName = (sign: DriftSign): string => names[sign.name] ?? sign.name;

/** Each sign of drift with its shares and the probability that chance alone would show as much. */
export function DriftSigns({ signs }: { signs: DriftSign[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Signs of drift">
      <table role="table" className="cards">
        <thead role="rowgroup"><tr role="row">{["sign", "before", "now", "by chance, all signs considered", "level"].map((name) => <th key={name} scope="col" role="columnheader">{name}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {signs.map((sign) => (
            <tr key={sign.name} role="row">
              <th scope="row" role="rowheader" data-label="sign">{signName(sign)}</th>
              <td role="cell" data-label="before">{sign.name === "questions" ? "the reference" : percent(sign.before)}</td>
              <td role="cell" data-label="now">{sign.name === "questions" ? `distance ${sign.now?.toFixed(3)}` : percent(sign.now)}</td>
              <td role="cell" data-label="by chance">{chance(sign.corrected)}</td>
              <td role="cell" data-label="level"><span className={`badge level ${sign.level}`}>{sign.level}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
