interface Props<T extends string> {
  label: string;
  value: string;
  options: readonly T[];
  nameOf?: (option: T) => string;
  onChange(event: { target: { value: string } }): void;
}

/** A part of a filter: one of some options, or any. */
export function Choice<T extends string>({ label, value, options, nameOf = (option) => option, onChange }: Props<T>) {
  return (
    <label className="inline">
      {label}
      <select value={value} onChange={onChange}>
        <option value="">any</option>
        {options.map((option) => <option key={option} value={option}>{nameOf(option)}</option>)}
      </select>
    </label>
  );
}
