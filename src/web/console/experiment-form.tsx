import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useDeed } from "./deed";
import type { Version } from "./types";
import { canBeTried } from "./version-actions";

/** Starts an experiment: which version, on how many of the visitors. */
export function ExperimentForm({ versions, onStarted }: { versions: Version[]; onStarted(said: string): void }) {
  const { busy, error, send } = useDeed();
  const [promote, setPromote] = useState(false);
  const triable = versions.filter(canBeTried);
  if (triable.length === 0) {
    return <p className="empty">No version can be tried: each other one was rejected, retired or removed.</p>;
  }
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [version, share] = [Number(form.get("version")), Number(form.get("share"))];
    if (await send("/api/experiments", { version, share, promoteWhenBetter: promote })) {
      onStarted(`Version ${version} answers ${share} % of the visitors from their next message on.`);
    }
  };
  return (
    <form className="card" aria-label="Start an experiment" onSubmit={(event) => void start(event)}>
      <p className="muted">Try a version on a share of the visitors beside the serving one. It stops by itself when it proves worse.</p>
      <div className="filters">
        <NativeSelect label="Version" name="version" data={triable.map((version) => ({ value: `${version.number}`, label: `${version.number} · ${version.status}` }))} />
        <TextInput label="Share in percent" name="share" type="number" min={1} max={99} defaultValue={10} required className="short" />
        <Checkbox label="Promote it when it proves better" checked={promote} onChange={(event) => setPromote(event.target.checked)} />
        <Button type="submit" variant="filled" disabled={busy}>Start</Button>
      </div>
      <p className="error" role="alert">{error}</p>
    </form>
  );
}
