import { Table } from "@mantine/core";
import { percent, points } from "./figures";
import { Interval } from "./interval";
import type { Experiment, Reading } from "./loop-types";

const names: Record<string, string> = { unhappy: "were unhappy: any of the next three", down: "rated down", fallback: "got no answer", regenerated: "asked again", up: "rated up" };

/** What an experiment says: shares of visitors in both arms, and an interval that holds however often one looks. */
export function ReadingTable({ reading, experiment }: { reading: Reading; experiment: Experiment }) {
  const widest = Math.max(0.1, ...reading.measures.flatMap((measure) => [Math.abs(measure.least), Math.abs(measure.most)]));
  return (
    <>
      <p role="status"><b>{reading.why}</b></p>
      <p className="muted">
        {reading.controlVisitors} {reading.controlVisitors === 1 ? "visitor" : "visitors"} with version {experiment.control}, {reading.treatmentVisitors} with version {experiment.treatment}.
        Evidence that it is worse {reading.harm.toFixed(2)} of 10, better {reading.benefit.toFixed(2)} of 20.
      </p>
      <div className="scroll" tabIndex={0} role="region" aria-label="Result by measure">
        <Table role="table" className="cards">
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">{["visitors who…", `version ${experiment.control}`, `version ${experiment.treatment}`, "difference, 95 % at any look"].map((name) => <Table.Th key={name} scope="col" role="columnheader">{name}</Table.Th>)}</Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {reading.measures.map((measure) => (
              <Table.Tr key={measure.name} role="row">
                <Table.Th scope="row" role="rowheader" data-label="visitors">{names[measure.name] ?? measure.name}</Table.Th>
                <Table.Td role="cell" data-label={`version ${experiment.control}`}>{percent(measure.control)}</Table.Td>
                <Table.Td role="cell" data-label={`version ${experiment.treatment}`}>{percent(measure.treatment)}</Table.Td>
                <Table.Td role="cell" data-label="difference">
                  <span className="interval"><Interval measure={measure} widest={widest} /> {points(measure.least)} to {points(measure.most)} points</span>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
