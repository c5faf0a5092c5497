import { Table } from "@mantine/core";
import type { DriftDay } from "./loop-types";

/** The plots' numbers. */
export function DriftDays({ days }: { days: DriftDay[] }) {
  return (
    <details className="numbers">
      <summary>As a table</summary>
      <div className="scroll tall" tabIndex={0} role="region" aria-label="Answers by day">
        <Table>
          <Table.Thead><Table.Tr>{["day", "questions", "no passage", "missed", "no answer", "rated", "down", "distance"].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {days.map((day) => (
              <Table.Tr key={day.day}>
                <Table.Th scope="row">{day.day}</Table.Th>
                <Table.Td>{day.questions}</Table.Td><Table.Td>{day.outOfScope}</Table.Td><Table.Td>{day.missed}</Table.Td><Table.Td>{day.fallbacks}</Table.Td><Table.Td>{day.rated}</Table.Td><Table.Td>{day.down}</Table.Td><Table.Td>{day.distance.toFixed(3)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
