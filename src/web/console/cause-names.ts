import type { Cause } from "./types";

const names: Record<Cause, string> = {
  "missing-document": "Missing document",
  "retrieval-miss": "Retrieval miss",
  "wrong-citation": "Wrong citation",
  style: "Style",
  behaviour: "Model behaviour",
};

const remedies: Record<Cause, string> = {
  "missing-document": "For the documents' owner; nothing is trained on it.",
  "retrieval-miss": "For the documents' owner; nothing is trained on it.",
  "wrong-citation": "Training can mend it.",
  style: "Training or the prompt can mend it.",
  behaviour: "Training can mend it.",
};

export const causeName = (cause: Cause | null): string => (cause === null ? "Undecided" : names[cause]);

/** Who mends an answer with that fault. */
export const remedyOf = (cause: Cause | null): string =>
  cause === null ? "A right answer would tell." : remedies[cause];
