import { Button, Group, Modal, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { api, textOf } from "../api";
import type { ListPage } from "../lists/use-list";
import { tell } from "../tell";
import type { Version } from "../types";
import { useLoad } from "../use-load";

/** Has another version answer the same question, for a comparison in which nobody sees whose answer is whose. */
export function CompareButton({ messageId }: { messageId: string }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button type="button" onClick={dialog.open}>Compare</Button>
      <Modal opened={opened} onClose={dialog.close} title="Compare blind with another version">
        {opened && <Form messageId={messageId} onDone={dialog.close} />}
      </Modal>
    </>
  );
}

function Form({ messageId, onDone }: { messageId: string; onDone(): void }) {
  const versions = useLoad<ListPage<Version>>("/api/versions?pageSize=200");
  const [version, setVersion] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const usable = (versions.value?.items ?? []).filter((one) => one.purgedAt === null);
  const start = async () => {
    setBusy(true);
    setError("");
    try {
      await api("/api/comparisons", { messageId, version: Number(version || usable[0]!.number) }, 120_000);
      tell("It waits under Blind comparison.");
      onDone();
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void start(); }}>
      <NativeSelect label="Version" description="It answers the very same prompt, passages and style included: choose one that was trained otherwise." value={version} onChange={(event) => setVersion(event.target.value)}
        data={usable.map((one) => ({ value: `${one.number}`, label: `${one.number} · ${one.status}` }))} />
      <p className="error" role="alert">{error || versions.error}</p>
      <Group mt="md">
        <Button type="submit" variant="filled" disabled={busy || usable.length === 0}>{busy ? "It answers…" : "Start"}</Button>
        <Button type="button" onClick={onDone}>Cancel</Button>
      </Group>
    </form>
  );
}
