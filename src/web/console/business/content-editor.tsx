import { Button, Group, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { api, send, textOf } from "../api";
import { NotAvailable } from "../not-available";
import { Notice, when } from "../notice";
import { tell } from "../tell";
import { useLoad } from "../use-load";
import { ActionSecrets } from "./action-secrets";
import { Preview } from "./preview";

export interface Content {
  revision: number;
  yaml: string;
  author?: string | null;
  at?: string | null;
}

interface Revision {
  revision: number;
  author: string;
  at: string;
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
      await send("PUT", path, { yaml: text, after: loaded.value!.revision });
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
            <Textarea className="code" label={`${section[0]!.toUpperCase()}${section.slice(1)}, YAML`} description={loaded.value.revision === 0 ? "As in business.yaml" : `Revision ${loaded.value.revision}${loaded.value.author ? `, by ${loaded.value.author}` : ""}`} spellCheck={false} autosize minRows={14} maxRows={30}
              value={text} onChange={(event) => setDraft(event.target.value)} />
            <p className="error" role="alert">{error}</p>
            <Group mt="xs">
              <Button type="submit" variant="filled" disabled={busy || text === kept}>Save</Button>
              {text !== kept && <Button onClick={() => setDraft(null)}>Drop the changes</Button>}
            </Group>
            <History key={loaded.value.revision} path={path} onTake={setDraft} onFault={setError} />
          </form>
          <div>
            <Preview section={section} yaml={text} />
            {section === "actions" && <ActionSecrets yaml={kept} />}
          </div>
        </div>
      )}
    </>
  );
}

function History({ path, onTake, onFault }: { path: string; onTake(yaml: string): void; onFault(error: string): void }) {
  const history = useLoad<Revision[]>(`${path}/history`);
  const take = async (revision: number) => {
    try {
      onTake((await api<Content>(`${path}?revision=${revision}`)).yaml);
    } catch (thrown) {
      onFault(textOf(thrown));
    }
  };
  return !history.value || history.value.length === 0 ? null : (
    <details>
      <summary>Revisions ({history.value.length})</summary>
      <ul className="plain">
        {history.value.map((row) => (
          <li key={row.revision}>
            Revision {row.revision}, {when(row.at)}, by {row.author}{" "}
            <Button size="compact-xs" onClick={() => void take(row.revision)}>Take it up again<span className="sr">, revision {row.revision}</span></Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
