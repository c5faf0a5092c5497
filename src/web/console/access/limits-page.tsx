import { Button, JsonInput, TextInput } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { send, textOf } from "../api";
import { NotAvailable } from "../not-available";
import { Notice } from "../notice";
import { tell } from "../tell";
import { useLoad } from "../use-load";

const parts = [
  ["limits", "Limits", "How much may be asked. An empty field sets no bound."],
  ["retention", "Retention", "How long things are kept. An empty field keeps them."],
  ["prices", "Prices", "What tokens cost, for the costs under Usage."],
] as const;

/** What a business sets by itself: limits, retention and prices. */
export function LimitsPage() {
  return (
    <>
      <h1>Limits, retention, prices</h1>
      {parts.map(([name, title, note]) => <Settings key={name} name={name} title={title} note={note} />)}
    </>
  );
}

type Values = Record<string, unknown>;

function Settings({ name, title, note }: { name: string; title: string; note: string }) {
  const given = useLoad<Values>(`/api/${name}`);
  // Limits come with what was used of them so far.
  const value = useMemo(() => (given.value?.limits as Values | undefined) ?? given.value, [given.value]);
  const used = given.value?.used as Record<string, number> | undefined;
  const loaded = { ...given, value };
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [error, setError] = useState("");
  useEffect(() => setTexts(Object.fromEntries(Object.entries(loaded.value ?? {}).map(([key, value]) => [key, textFor(value)]))), [loaded.value]);
  const save = async () => {
    setError("");
    try {
      const values = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, valueOf(key, text, loaded.value![key])]));
      await send("PUT", `/api/${name}`, values);
      tell(`${title} saved.`);
      await loaded.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <section className="card" aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`}>{title}</h2>
      {loaded.missing ? <NotAvailable what={`${title} are`} /> : (
        <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
          <p className="muted">{note}</p>
          {used && <p>Used so far: {Object.entries(used).map(([key, count]) => `${labelOf(key).toLowerCase()} ${count}`).join(", ")}.</p>}
          <Notice error={loaded.error} loading={loaded.value === null} />
          <div className="fields">
            {Object.entries(texts).map(([key, text]) => isPlain(loaded.value?.[key])
              ? <TextInput key={key} label={labelOf(key)} value={text} inputMode={typeof loaded.value?.[key] === "string" ? "text" : "decimal"} onChange={(event) => setTexts({ ...texts, [key]: event.target.value })} />
              : <JsonInput key={key} label={labelOf(key)} value={text} autosize minRows={3} className="wide" onChange={(value) => setTexts({ ...texts, [key]: value })} />)}
          </div>
          <p className="error" role="alert">{error}</p>
          {loaded.value && <Button type="submit" variant="filled">Save {title.toLowerCase()}</Button>}
        </form>
      )}
    </section>
  );
}

const isPlain = (value: unknown): boolean => value === null || typeof value !== "object";

const textFor = (value: unknown): string => (value === null || value === undefined ? "" : isPlain(value) ? String(value) : JSON.stringify(value, null, 2));

/** "answersPerDay" is "Answers per day". */
export const labelOf = (key: string): string => {
  const words = key.replace(/([A-Z])/g, " $1").toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
};

/** What a field's text says, in the kind that the server gave. */
export function valueOf(key: string, text: string, before: unknown): unknown {
  if (!isPlain(before)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Error(`${labelOf(key)} is no JSON.`);
    }
  }
  if (text.trim() === "") {
    return null;
  }
  if (typeof before === "string") {
    return text.trim();
  }
  if (typeof before === "boolean") {
    return text.trim() === "true";
  }
  const number = Number(text.replace(",", "."));
  if (Number.isNaN(number)) {
    throw new Error(`${labelOf(key)} must be a number; given: ${text}`);
  }
  return number;
}
