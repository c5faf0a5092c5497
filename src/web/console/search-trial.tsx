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
        <label>Question<input required maxLength={2000} value={question} onChange={(event) => setQuestion(event.target.value)} /></label>
        <label>Message before it, if any<input maxLength={2000} value={earlier} onChange={(event) => setEarlier(event.target.value)} /></label>
        <button type="submit" disabled={busy || question.trim() === ""}>Search</button>
      </form>
      <p className="error" role="alert">{error}</p>
      <p className="said" role="status">{busy ? "Searching…" : found ? verdict(found) : ""}</p>
      {found && found.passages.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Passages found">
          <table>
            <thead>
              <tr><th scope="col">passage</th><th scope="col">the model sees it</th><th scope="col">by words</th><th scope="col">by meaning</th></tr>
            </thead>
            <tbody>
              {found.passages.map((passage) => (
                <tr key={`${passage.path} ${passage.title} ${passage.text}`}>
                  <th scope="row">{passage.title}<br /><small>{passage.text}</small><br /><code>{passage.path}{passage.page ? `, page ${passage.page}` : ""}</code></th>
                  <td>{passage.chosen ? "yes" : "no"}</td>
                  <td>{placed(passage.byWords)}</td>
                  <td>{placed(passage.byMeaning)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function verdict(found: SearchView): string {
  const share = `${Math.round(100 * found.answerable)} %`;
  return found.passages.some((passage) => passage.chosen)
    ? `Searched “${found.question}”. The documents answer it with a probability of ${share}.`
    : `Searched “${found.question}”. Nothing is shown to the model: the documents answer it with a probability of ${share} only.`;
}

function placed(place: SearchPlace | null | undefined): string {
  return place ? `${place.rank} (${place.score.toFixed(2)})` : "–";
}
