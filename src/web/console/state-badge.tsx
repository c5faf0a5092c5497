import { Badge } from "@mantine/core";
import type { ReactNode } from "react";

/** A word that says how something stands; its state gives the colour, and words alone say it too. */
export function StateBadge({ of = "", title, children }: { of?: string; title?: string; children: ReactNode }) {
  return <Badge component="span" variant="default" className={`badge ${of}`} title={title}>{children}</Badge>;
}
