import { Button, Checkbox, Group, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { send, textOf } from "../api";
import type { SiteRow } from "./sites-page";

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** What a business says of a page that embeds the chat. */
export function SiteForm({ site, onSaved, onCancel }: { site: SiteRow | null; onSaved(said: string): void; onCancel(): void }) {
  const [name, setName] = useState(site?.name ?? "");
  const [origins, setOrigins] = useState((site?.allowedOrigins ?? []).join("\n"));
  const [welcome, setWelcome] = useState(site?.welcome ?? "");
  const [suggestions, setSuggestions] = useState((site?.suggestions ?? []).join("\n"));
  const [language, setLanguage] = useState(site?.language ?? "");
  const [requireIdentity, setRequireIdentity] = useState(site?.requiresIdentity ?? false);
  const [handOver, setHandOver] = useState(site?.handOver ?? true);
  const [satisfaction, setSatisfaction] = useState(site?.satisfaction ?? true);
  const [error, setError] = useState("");
  const save = async () => {
    setError("");
    try {
      await send(site === null ? "POST" : "PUT", site === null ? "/api/sites" : `/api/sites/${site.id}`, {
        name: name.trim(), allowedOrigins: linesOf(origins), requiresIdentity: requireIdentity, handOver, satisfaction,
        welcome: welcome.trim() || null, suggestions: linesOf(suggestions).length === 0 ? null : linesOf(suggestions), theme: site?.theme ?? {}, language: language.trim() || null,
      });
      onSaved(site === null ? `${name.trim()} is added.` : `${name.trim()} is changed.`);
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <TextInput label="Name" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} data-autofocus mb="sm" />
      <Textarea label="Origins, one a line" description="Such as https://shop.example; no other page may use the key." autosize minRows={2} value={origins} onChange={(event) => setOrigins(event.target.value)} mb="sm" />
      <TextInput label="Welcome" maxLength={500} value={welcome} onChange={(event) => setWelcome(event.target.value)} mb="sm" />
      <Textarea label="Suggested questions, one a line" autosize minRows={2} value={suggestions} onChange={(event) => setSuggestions(event.target.value)} mb="sm" />
      <TextInput label="Language" description="Such as en or de; the visitor's own where nothing is said." maxLength={11} value={language} onChange={(event) => setLanguage(event.target.value)} mb="sm" />
      <Checkbox label="Visitors must come with a signed identity" checked={requireIdentity} onChange={(event) => setRequireIdentity(event.target.checked)} mb="xs" />
      <Checkbox label="Visitors may ask for a person" checked={handOver} onChange={(event) => setHandOver(event.target.checked)} mb="xs" />
      <Checkbox label="Visitors are asked how satisfied they are" checked={satisfaction} onChange={(event) => setSatisfaction(event.target.checked)} />
      <p className="error" role="alert">{error}</p>
      <Group mt="md"><Button type="submit" variant="filled" disabled={name.trim() === "" || linesOf(origins).length === 0}>Save</Button><Button onClick={onCancel}>Cancel</Button></Group>
    </form>
  );
}
