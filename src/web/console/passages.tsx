import { Button } from "@mantine/core";
import { StateBadge } from "./state-badge";
import type { Passage } from "./types";

interface Props {
  passages: Passage[];
  cited: Passage[];
  /** Puts a passage's number into the text that is being written. */
  onCite(number: number): void;
}

/** The passages that the assistant saw, those it cited marked. */
export function Passages({ passages, cited, onCite }: Props) {
  if (passages.length === 0) {
    return <p className="muted">The assistant saw no passage for this answer.</p>;
  }
  return (
    <details className="passages" open>
      <summary>Passages that the assistant saw</summary>
      <ul>
        {passages.map((passage) => (
          <li key={passage.number}>
            <Button type="button" onClick={() => onCite(passage.number)} aria-label={`Cite passage ${passage.number}, ${passage.title}`}>{passage.number}</Button>
            <span>
              <b>{passage.title}</b>
              {cited.some((citation) => citation.number === passage.number) && <> <StateBadge of="cited">cited</StateBadge></>}
              <br />
              {passage.text}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
