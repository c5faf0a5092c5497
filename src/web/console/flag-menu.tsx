import { NativeSelect } from "@mantine/core";

export const labels = ["wrong", "unsafe", "off-brand", "not-executable", "unclear", "missing-knowledge"];

/** Says in a word what is wrong with an answer. */
export function FlagMenu({ busy, onFlag }: { busy: boolean; onFlag(label: string): void }) {
  return (
    <NativeSelect className="inline" label="Flag as" value="" disabled={busy} onChange={(event) => onFlag(event.target.value)}
      data={[{ value: "", label: "choose…" }, ...labels.map((label, i) => ({ value: label, label: `${i + 1} ${label}` }))]} />
  );
}
