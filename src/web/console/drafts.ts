/** Corrections that were begun and not sent, by the answer's id: they outlive a look at another answer or page. */
export const drafts = new Map<string, string>();
