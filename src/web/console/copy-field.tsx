import { Button, Code, CopyButton, Group } from "@mantine/core";

/** A text to be copied in full, such as a key. */
export function CopyField({ text, name }: { text: string; name: string }) {
  return (
    <Group align="start" gap="xs" wrap="nowrap">
      <Code block className="copied" tabIndex={0} aria-label={name}>{text}</Code>
      <CopyButton value={text}>{({ copied, copy }) => <Button size="xs" onClick={copy}>{copied ? "Copied" : "Copy"}<span className="sr"> {name}</span></Button>}</CopyButton>
    </Group>
  );
}
