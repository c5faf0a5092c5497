import type { Page } from "../router";

/** What a page is called. */
export const titles: Record<Page, string> = {
  inbox: "Inbox", conversations: "Conversations", review: "Review", feedback: "Feedback", comparison: "Blind comparison", gaps: "Knowledge gaps",
  documents: "Documents", business: "Business", learning: "Learning", "data-sets": "Data sets", versions: "Versions", drift: "Drift", usage: "Usage",
  keys: "Keys", sites: "Sites", webhooks: "Webhooks", limits: "Limits", audit: "Audit", erase: "Erase a visitor",
};

/** The pages by what one comes for. */
export const groups: { name: string; pages: Page[] }[] = [
  { name: "Work", pages: ["inbox", "conversations", "review", "feedback", "comparison"] },
  { name: "Knowledge", pages: ["gaps", "documents", "business"] },
  { name: "Loop", pages: ["learning", "data-sets", "versions"] },
  { name: "Reports", pages: ["drift", "usage"] },
  { name: "Settings", pages: ["keys", "sites", "webhooks", "limits", "audit", "erase"] },
];

/** The letter that goes to a page after g. */
export const letters: Partial<Record<Page, string>> = {
  inbox: "i", conversations: "c", review: "r", feedback: "f", comparison: "b", gaps: "g", documents: "d", business: "y",
  learning: "l", "data-sets": "s", versions: "v", drift: "t", usage: "u", keys: "k", audit: "a",
};

/** The scope without which a page has nothing to show. */
export const needs: Partial<Record<Page, string>> = { keys: "keys", sites: "keys", audit: "audit", erase: "erase" };
