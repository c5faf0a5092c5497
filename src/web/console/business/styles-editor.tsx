import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "../api";
import type { ListPage } from "../lists/use-list";
import { NotAvailable } from "../not-available";
import { Notice } from "../notice";
import { tell } from "../tell";
import { useLoad } from "../use-load";
import { Preview } from "./preview";

interface Style {
  name: string;
  yaml: string;
  revision?: number;
}

/** Edits style templates: tone, length, greeting, forbidden words. */
export function StylesEditor() {
  const loaded = useLoad<Style[] | ListPage<Style>>("/api/styles");
  const styles = Array.isArray(loaded.value) ? loaded.value : loaded.value?.items ?? [];
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState<string | null>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState("");
  const style = styles.find((one) => one.name === chosen) ?? styles[0];
  const text = draft ?? style?.yaml ?? "";
  const save = async () => {
    setError("");
    try {
      const wanted = name ?? style?.name;
      const made = await api<{ version?: { number: number } } | undefined>("/api/styles", { name: wanted, yaml: text, ...(wanted === style?.name && style?.revision !== undefined ? { after: style.revision } : {}) });
      tell(made?.version ? `Saved as version ${made.version.number}, which serves once it is promoted under Versions.` : "Saved.");
      setDraft(null);
      await loaded.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  if (loaded.missing) {
    return <NotAvailable what="The editor of styles is" />;
  }
  return (
    <>
      <p className="muted">How the assistant speaks: tone, length, form, greeting, words it does not use.</p>
      <Notice error={loaded.error} loading={loaded.value === null} empty={loaded.value && styles.length === 0 ? "There is no style yet." : null} />
      {loaded.value && (
        <div className="beside">
          <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
            <div className="filters">
              <NativeSelect label="Style" value={style?.name ?? ""} data={styles.map((one) => ({ value: one.name, label: one.name }))}
                onChange={(event) => { setChosen(event.target.value); setDraft(null); setName(null); }} />
              <TextInput label="Save as" value={name ?? style?.name ?? ""} maxLength={100} onChange={(event) => setName(event.target.value)} />
            </div>
            <Textarea className="code" label="Template, YAML" spellCheck={false} autosize minRows={14} maxRows={30} value={text} onChange={(event) => setDraft(event.target.value)} />
            <p className="error" role="alert">{error}</p>
            <Button type="submit" variant="filled" mt="xs" disabled={text.trim() === ""}>Save</Button>
          </form>
          <Preview section="style" yaml={text} />
        </div>
      )}
    </>
  );
}
