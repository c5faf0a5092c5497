const labels = ["wrong", "unsafe", "off-brand", "not-executable", "unclear", "missing-knowledge"];

/** Says in a word what is wrong with an answer. */
export function FlagMenu({ busy, onFlag }: { busy: boolean; onFlag(label: string): void }) {
  return (
    <label className="inline">
      Flag as
      <select value="" disabled={busy} onChange={(event) => onFlag(event.target.value)}>
        <option value="">choose…</option>
        {labels.map((label) => <option key={label}>{label}</option>)}
      </select>
    </label>
  );
}
