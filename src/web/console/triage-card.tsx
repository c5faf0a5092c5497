import { NativeSelect, Table } from "@mantine/core";
import { causeName, remedyOf } from "./cause-names";
import { useDeed } from "./deed";
import { StateBadge } from "./state-badge";
import { causes, type FactEvidence, type Triage } from "./types";

/** Why the answer was bad, what shows it, and an agent's own word on it. */
export function TriageCard({ triage, onChanged }: { triage: Triage; onChanged(said: string): void }) {
  const { busy, error, send } = useDeed();
  const { evidence } = triage;
  const overrule = async (cause: string) => {
    if (await send(`/api/triage/${triage.messageId}/cause`, { cause: cause === "" ? null : cause })) {
      onChanged(cause === "" ? "Back to what triage found." : "Noted as the cause.");
    }
  };
  return (
    <section className="triage" aria-label="Why the answer was bad">
      <p>
        <StateBadge of={`cause ${triage.cause ?? "undecided"}`}>{causeName(triage.cause)}</StateBadge>
        {evidence.because} <span className="muted">{remedyOf(triage.cause)}</span>
      </p>
      {triage.overruledBy && <p className="meta">Set by {triage.overruledBy}; triage found: {causeName(triage.found)}.</p>}
      <details>
        <summary>Evidence ({evidence.rule})</summary>
        {evidence.facts.length > 0 && (
          <div className="scroll" tabIndex={0} role="region" aria-label="Where the facts stand">
            <Table>
              <Table.Thead><Table.Tr><Table.Th scope="col">fact</Table.Th><Table.Th scope="col">in the answer</Table.Th><Table.Th scope="col">in its prompt</Table.Th><Table.Th scope="col">elsewhere</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {evidence.facts.map((fact, i) => (
                  <Table.Tr key={i}><Table.Th scope="row">{fact.text}</Table.Th><Table.Td>{fact.inAnswer ? "yes" : "no"}</Table.Td><Table.Td>{promptOf(fact)}</Table.Td><Table.Td>{fact.documents.join("; ") || "–"}</Table.Td></Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
        <ul>
          {evidence.unsupported.length > 0 && <li>Said, and in no passage: {evidence.unsupported.join(", ")}</li>}
          <li>Cites: {numbersOf(evidence.cited)}{evidence.right.length > 0 && `; the facts stand in ${numbersOf(evidence.right)}`}</li>
          {evidence.style.length > 0 && <li>The right answer's form: {evidence.style.join(", ")}</li>}
          {evidence.foundToday && <li>A search finds the passage by now.</li>}
        </ul>
      </details>
      <NativeSelect className="inline" label="Cause" value={triage.overruledBy ? triage.cause ?? "" : ""} disabled={busy} onChange={(event) => void overrule(event.target.value)}
        data={[{ value: "", label: "as found" }, ...causes.map((cause) => ({ value: cause, label: causeName(cause) }))]} />
      <p className="error" role="alert">{error}</p>
    </section>
  );
}

const numbersOf = (numbers: number[]): string => (numbers.length === 0 ? "nothing" : numbers.map((number) => `[${number}]`).join(" "));

const promptOf = (fact: FactEvidence): string => (fact.inPrompt.length === 0 ? "no" : numbersOf(fact.inPrompt));
