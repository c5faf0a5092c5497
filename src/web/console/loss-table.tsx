import { Table } from "@mantine/core";
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
        <Table>
          <Table.Thead><Table.Tr><Table.Th scope="col">step</Table.Th><Table.Th scope="col">training</Table.Th><Table.Th scope="col">held out</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {steps.map((step) => (
              <Table.Tr key={step}>
                <Table.Th scope="row">{step}</Table.Th>
                <Table.Td>{trained.get(step)?.toFixed(3)}</Table.Td>
                <Table.Td>{held.get(step)?.toFixed(3)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
