import { Group, Progress, Text } from "@mantine/core";

/** How many new corrections there are until the loop trains by itself. */
export function Meter({ value, of }: { value: number; of: number }) {
  const text = of > 0 ? `${value} of ${of} new corrections until training` : `${value} new corrections`;
  return (
    <Group className="meter" gap="sm">
      <Text size="sm" c="dimmed">{text}</Text>
      {of > 0 && <Progress w={160} value={Math.min(100, (100 * value) / of)} radius="xl" aria-label={text} />}
    </Group>
  );
}
