/** What went wrong, or that something is still coming. */
export function Notice({ error, loading, empty }: { error: string | null; loading: boolean; empty?: string | null }) {
  if (error) {
    return <p className="error" role="alert">{error}</p>;
  }
  if (loading) {
    return <p className="muted" role="status">Loading…</p>;
  }
  return empty ? <p className="empty" role="status">{empty}</p> : null;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export const when = (iso: string): string => dates.format(new Date(iso));
