/** Said in place of what this server cannot do. */
export function NotAvailable({ what }: { what: string }) {
  return <p className="empty" role="status">{what} not available on this server. A newer one has {what.endsWith("are") ? "them" : "it"}.</p>;
}
