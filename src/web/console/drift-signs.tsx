import { Table } from "@mantine/core";
import { chance, percent } from "./figures";
import type { DriftSign } from "./loop-types";
import { StateBadge } from "./state-badge";

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
      <Table role="table" className="cards">
        <Table.Thead role="rowgroup"><Table.Tr role="row">{["sign", "before", "now", "by chance, all signs considered", "level"].map((name) => <Table.Th key={name} scope="col" role="columnheader">{name}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody role="rowgroup">
          {signs.map((sign) => (
            <Table.Tr key={sign.name} role="row">
              <Table.Th scope="row" role="rowheader" data-label="sign">{signName(sign)}</Table.Th>
              <Table.Td role="cell" data-label="before">{sign.name === "questions" ? "the reference" : percent(sign.before)}</Table.Td>
              <Table.Td role="cell" data-label="now">{sign.name === "questions" ? `distance ${sign.now?.toFixed(3)}` : percent(sign.now)}</Table.Td>
              <Table.Td role="cell" data-label="by chance">{chance(sign.corrected)}</Table.Td>
              <Table.Td role="cell" data-label="level"><StateBadge of={`level ${sign.level}`}>{sign.level}</StateBadge></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
