import { Button, Table, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { api, textOf } from "./api";
import type { SearchPlace, SearchView } from "./types";

/** Which passages a question finds, and why: tried here before a visitor asks. */
export function SearchTrial() {
  const [question, setQuestion] = useState("");
  const [earlier, setEarlier] = useState("");
  const [found, setFound] = useState<SearchView | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const search = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      const asked = new URLSearchParams({ question, ...(earlier.trim() === "" ? {} : { earlier }) });
      setFound(await api<SearchView>(`/api/search?${asked.toString()}`));
    } catch (thrown) {
      setFound(null);
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="search-trial">
      <h2 id="search-trial">Try a question</h2>
      <form className="trial" onSubmit={(event) => void search(event)}>
        <TextInput label="Question" required maxLength={2000} value={question} onChange={(event) => setQuestion(event.target.value)} />
        <TextInput label="Message before it, if any" maxLength={2000} value={earlier} onChange={(event) => setEarlier(event.target.value)} />
        <Button type="submit" disabled={busy || question.trim() === ""}>Search</Button>
      </form>
      <p className="error" role="alert">{error}</p>
      <p className="said" role="status">{busy ? "Searching…" : found ? verdict(found) : ""}</p>
      {found && found.passages.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Passages found">
          <Table>
            <Table.Thead>
              <Table.Tr><Table.Th scope="col">passage</Table.Th><Table.Th scope="col">the model sees it</Table.Th><Table.Th scope="col">by words</Table.Th><Table.Th scope="col">by meaning</Table.Th><Table.Th scope="col">answers it</Table.Th></Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.passages.map((passage) => (
                <Table.Tr key={`${passage.path} ${passage.title} ${passage.text}`}>
                  <Table.Th scope="row">{passage.title}<br /><small>{passage.text}</small><br /><code>{passage.path}{passage.page ? `, page ${passage.page}` : ""}</code></Table.Th>
                  <Table.Td>{passage.chosen ? "yes" : "no"}</Table.Td>
                  <Table.Td>{placed(passage.byWords)}</Table.Td>
                  <Table.Td>{placed(passage.byMeaning)}</Table.Td>
                  <Table.Td>{passage.chance == null ? "–" : `${Math.round(100 * passage.chance)} %`}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function verdict(found: SearchView): string {
  const share = `${Math.round(100 * found.answerable)} %`;
  const asked = `Searched “${found.question}”.`;
  if (found.passages.some((passage) => passage.chosen)) {
    return `${asked} The documents answer it with a probability of ${share}.`;
  }
  return found.passages.some((passage) => passage.chance != null)
    ? `${asked} Nothing is shown to the model: what was found is near the question and does not answer it.`
    : `${asked} Nothing is shown to the model: the documents answer it with a probability of ${share} only.`;
}

function placed(place: SearchPlace | null | undefined): string {
  return place ? `${place.rank} (${place.score.toFixed(2)})` : "–";
}
