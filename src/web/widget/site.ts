import type { SiteView } from "../shared/protocol";

/** Asks what the business shows before anyone has written. Fails where the server cannot be reached or refuses the site. */
export async function siteOf(server: string, site: string): Promise<SiteView> {
  const reply = await fetch(`${server}/api/site${site === "" ? "" : `?site=${encodeURIComponent(site)}`}`, {
    credentials: "omit",
    signal: AbortSignal.timeout(10_000),
  });
  if (!reply.ok) {
    throw new Error(`The server answered ${reply.status}.`);
  }
  return (await reply.json()) as SiteView;
}
