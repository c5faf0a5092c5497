import { NativeSelect } from "@mantine/core";

interface Props<T extends string> {
  label: string;
  value: string;
  options: readonly T[];
  nameOf?: (option: T) => string;
  /** What the choice of none is called. */
  any?: string;
  onChange(event: { target: { value: string } }): void;
}

/** A part of a filter: one of some options, or any. */
export function Choice<T extends string>({ label, value, options, nameOf = (option) => option, any = "any", onChange }: Props<T>) {
  return (
    <NativeSelect label={label} value={value} onChange={onChange}
      data={[{ value: "", label: any }, ...options.map((option) => ({ value: option, label: nameOf(option) }))]} />
  );
}
