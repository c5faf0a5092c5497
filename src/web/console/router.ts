import { useEffect, useState } from "react";

export const pages = [
  "inbox", "conversations", "review", "feedback", "comparison", "gaps", "documents", "business",
  "learning", "data-sets", "versions", "drift", "usage", "keys", "sites", "webhooks", "limits", "audit", "erase",
] as const;
export type Page = (typeof pages)[number];

export interface Route {
  page: Page;
  id: string | null;
}

/** "#/conversations/ID?search=x" is page and id; anything unknown is the review queue. */
export function routeOf(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, "").replace(/\?.*$/s, "").split("/");
  return pages.includes(page as Page) ? { page: page as Page, id: id || null } : { page: "review", id: null };
}

export function useRoute(): Route {
  const [route, setRoute] = useState(routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}
