import { Button, Checkbox, Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "../api";
import { useMe } from "../shell/use-me";
import type { NewKey } from "./keys-page";

/** What a key may do, and what that is; the server's documentation has the same words. */
const scopes = {
  chat: "ask the assistant", read: "read everything but keys, sites, the audit log and exports", feedback: "rate, flag, correct, compare",
  review: "assign, dismiss, decide, answer visitors", learning: "train, promote, roll back, experiment, import", content: "change documents, styles, glossary and rules",
  keys: "keys, sites and their secrets", settings: "limits, retention, prices, webhooks", audit: "read and check the audit log", erase: "export and erase visitors",
} as const;
type Scope = keyof typeof scopes;
const all = Object.keys(scopes) as Scope[];

/** What a role may where a key says nothing else. */
const usual: Record<string, Scope[]> = {
  agent: ["chat", "read", "feedback", "review"], operator: ["chat", "read", "content", "keys", "settings", "audit"], owner: all,
};

/** Makes a key: whose it is, what it may do, how long it works. Nobody gives more than their own key has. */
export function KeyForm({ onMade, onCancel }: { onMade(key: NewKey): void; onCancel(): void }) {
  const me = useMe();
  const [name, setName] = useState("");
  const [role, setRole] = useState("agent");
  const [chosen, setChosen] = useState<string[]>(usual.agent!);
  const [days, setDays] = useState("");
  const [error, setError] = useState("");
  const given = me?.scopes ?? all;
  const add = async () => {
    setError("");
    try {
      const usually = usual[role]!;
      const same = chosen.length === usually.length && usually.every((scope) => chosen.includes(scope));
      onMade(await api<NewKey>("/api/keys", {
        name: name.trim(), role, ...(same ? {} : { scopes: all.filter((scope) => chosen.includes(scope)) }), ...(days === "" ? {} : { expiresInDays: Number(days) }),
      }));
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <TextInput label="Name" description="Who or what uses it; the audit log has it." required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} data-autofocus mb="sm" />
      <NativeSelect label="Role" value={role} data={["agent", "operator", "owner"]} mb="sm"
        onChange={(event) => { setRole(event.target.value); setChosen(usual[event.target.value]!.filter((scope) => given.includes(scope))); }} />
      <Checkbox.Group label="May" value={chosen} onChange={setChosen} mb="sm">
        {all.map((scope) => <Checkbox key={scope} value={scope} label={<><b>{scope}</b>: {scopes[scope]}</>} disabled={!given.includes(scope)} mt="xs" />)}
      </Checkbox.Group>
      <NativeSelect label="Works" value={days} onChange={(event) => setDays(event.target.value)}
        data={[{ value: "", label: "until it is revoked" }, { value: "30", label: "for 30 days" }, { value: "90", label: "for 90 days" }, { value: "365", label: "for a year" }]} />
      <p className="error" role="alert">{error}</p>
      <Group mt="md"><Button type="submit" variant="filled" disabled={name.trim() === "" || chosen.length === 0}>Make the key</Button><Button onClick={onCancel}>Cancel</Button></Group>
    </form>
  );
}
