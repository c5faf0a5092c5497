import { Button, Group, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { send, textOf } from "../api";
import { NotAvailable } from "../not-available";
import { Notice, when } from "../notice";
import { tell } from "../tell";
import { useLoad } from "../use-load";
import { Preview } from "./preview";

export interface Content {
  revision: number;
  yaml: string;
  history: { revision: number; by?: string; at?: string; yaml?: string }[];
}

/** Edits one part of a business's content as YAML, with what an answer would be beside it. */
export function ContentEditor({ section, note }: { section: string; note: string }) {
  const path = `/api/business/${section}`;
  const loaded = useLoad<Content>(path);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const kept = loaded.value?.yaml ?? "";
  useEffect(() => setDraft(null), [section]);
  const text = draft ?? kept;
  const save = async () => {
    setBusy(true);
    setError("");
    try {
      await send("PUT", path, { yaml: text, revision: loaded.value!.revision });
      tell("Saved. The next answer follows it.");
      setDraft(null);
      await loaded.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  if (loaded.missing) {
    return <NotAvailable what={`The editor of ${section} is`} />;
  }
  return (
    <>
      <p className="muted">{note}</p>
      <Notice error={loaded.error} loading={loaded.value === null} />
      {loaded.value && (
        <div className="beside">
          <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
            <Textarea className="code" label={`${section[0]!.toUpperCase()}${section.slice(1)}, YAML`} description={`Revision ${loaded.value.revision}`} spellCheck={false} autosize minRows={14} maxRows={30}
              value={text} onChange={(event) => setDraft(event.target.value)} />
            <p className="error" role="alert">{error}</p>
            <Group>
              <Button type="submit" variant="filled" disabled={busy || text === kept}>Save</Button>
              {text !== kept && <Button onClick={() => setDraft(null)}>Drop the changes</Button>}
            </Group>
            <History content={loaded.value} onTake={setDraft} />
          </form>
          <Preview section={section} yaml={text} />
        </div>
      )}
    </>
  );
}

function History({ content, onTake }: { content: Content; onTake(yaml: string): void }) {
  return content.history.length === 0 ? null : (
    <details>
      <summary>Revisions before ({content.history.length})</summary>
      <ul className="plain">
        {content.history.map((row) => (
          <li key={row.revision}>
            Revision {row.revision}{row.at && `, ${when(row.at)}`}{row.by && `, by ${row.by}`}{" "}
            {row.yaml !== undefined && <Button size="compact-xs" onClick={() => onTake(row.yaml!)}>Take it<span className="sr"> up again, revision {row.revision}</span></Button>}
          </li>
        ))}
      </ul>
    </details>
  );
}
