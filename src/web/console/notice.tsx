import { Alert, Skeleton, Stack } from "@mantine/core";

/** What went wrong, or that something is still coming. */
export function Notice({ error, loading, empty }: { error: string | null; loading: boolean; empty?: string | null }) {
  if (error) {
    return <Alert color="red" variant="light" role="alert" className="error">{error}</Alert>;
  }
  if (loading) {
    return <Stack gap="xs" my="sm" role="status" aria-label="Loading"><Skeleton height={22} width="60%" radius="md" /><Skeleton height={48} radius="md" /></Stack>;
  }
  return empty ? <p className="empty" role="status">{empty}</p> : null;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export const when = (iso: string): string => dates.format(new Date(iso));
