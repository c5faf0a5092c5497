import { Button, NativeSelect, Table, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "../api";
import { ConfirmDialog, type Confirmation } from "../confirm-dialog";
import { Notice, when } from "../notice";
import { tell } from "../tell";
import { useLoad } from "../use-load";

interface Report {
  visitor: string;
  removed: Record<string, number>;
  dataSets: unknown[];
  versions: number[];
  promoted: number | null;
  problem: string | null;
}

interface Erasures {
  erasures: { id: string; visitor: string; policy: string; requestedBy: string; erasedAt: string; scrubbedAt: string | null }[];
  markedVersions: number[];
}

const policies = [
  { value: "retire", label: "Retire the versions trained on it" },
  { value: "retrain", label: "Retire them and train a successor" },
  { value: "list", label: "Only list them" },
];

/** Erases all that is kept of a visitor, after a trial that says what that is. */
export function ErasePage() {
  const erasures = useLoad<Erasures>("/api/erasures");
  const [visitor, setVisitor] = useState("");
  const [policy, setPolicy] = useState("retire");
  const [trial, setTrial] = useState<Report | null>(null);
  const [error, setError] = useState("");
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const id = visitor.trim();
  const post = (dryRun: boolean) => api<Report>(`/api/visitors/${encodeURIComponent(id)}/erase`, { policy, dryRun });
  const attempt = async () => {
    setError("");
    setTrial(null);
    try {
      setTrial(await post(true));
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  const erase = async () => {
    setTrial(await post(false));
    tell("The visitor is erased.");
    await erasures.reload();
  };
  return (
    <>
      <h1>Erase a visitor</h1>
      <p className="muted">Conversations, ratings, suggestions and samples of one visitor go for good, from the database and from data sets. The audit log keeps only a pseudonym.</p>
      <form className="card" aria-label="Erase a visitor" onSubmit={(event) => { event.preventDefault(); void attempt(); }}>
        <div className="filters">
          <TextInput className="grow" label="Visitor's id" required maxLength={200} value={visitor} autoComplete="off" onChange={(event) => { setVisitor(event.target.value); setTrial(null); }} />
          <NativeSelect label="Versions that learnt from it" value={policy} data={policies} onChange={(event) => { setPolicy(event.target.value); setTrial(null); }} />
          <Button type="submit" disabled={id === ""}>See what goes</Button>
        </div>
        <p className="error" role="alert">{error}</p>
        {trial && (
          <div role="status">
            <p>{summaryOf(trial)}</p>
            {trial.problem && <p className="error">{trial.problem}</p>}
          </div>
        )}
        {trial && (
          <Button className="danger" variant="filled" onClick={() => setAsked({
            title: "Erase for good", deed: "Erase", typed: id, run: erase,
            note: `${summaryOf(trial)} This cannot be taken back.`,
          })}>Erase…</Button>
        )}
      </form>
      <h2>Erased before</h2>
      <Notice error={erasures.error} loading={erasures.value === null} empty={erasures.value?.erasures.length === 0 ? "Nobody was erased." : null} />
      {(erasures.value?.erasures.length ?? 0) > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Erasures">
          <Table role="table" className="cards">
            <Table.Thead role="rowgroup"><Table.Tr role="row">{["visitor", "when", "by", "versions", "files"].map((name) => <Table.Th key={name} scope="col" role="columnheader">{name}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody role="rowgroup">
              {erasures.value!.erasures.map((row) => (
                <Table.Tr key={row.id} role="row">
                  <Table.Th scope="row" role="rowheader" data-label="visitor"><code>{row.visitor.slice(0, 12)}</code></Table.Th>
                  <Table.Td role="cell" data-label="when">{when(row.erasedAt)}</Table.Td>
                  <Table.Td role="cell" data-label="by">{row.requestedBy}</Table.Td>
                  <Table.Td role="cell" data-label="versions">{row.policy}</Table.Td>
                  <Table.Td role="cell" data-label="files">{row.scrubbedAt ? `removed ${when(row.scrubbedAt)}` : "being removed"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function summaryOf({ removed, dataSets, versions }: Report): string {
  const rows = Object.entries(removed).filter(([, count]) => count > 0).map(([name, count]) => `${count} ${wordsOf(name, count)}`);
  return `${rows.length === 0 ? "Nothing is kept of this visitor" : rows.join(", ")}; ${dataSets.length} data ${dataSets.length === 1 ? "set" : "sets"}, ${versions.length === 0 ? "no version" : `version ${versions.join(", ")}`}.`;
}

/** "preferencePairs" is "preference pairs", and "preference pair" where there is one. */
function wordsOf(name: string, count: number): string {
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return count === 1 ? words.replace(/s$/, "") : words;
}
