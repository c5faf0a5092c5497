import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";
import { pl } from "./pl";
import { pt } from "./pt";
import type { Texts } from "./texts";

export const languages = { en, de, fr, es, it, pt, pl, ar } satisfies Record<string, Texts>;

export type Language = keyof typeof languages;

/** The first of the wished languages (`de-AT` counts as `de`) that the widget speaks; English where it speaks none. */
export function languageOf(...wished: (string | null | undefined)[]): Language {
  for (const wish of wished) {
    const primary = wish?.trim().toLowerCase().split(/[-_]/)[0] ?? "";
    if (Object.hasOwn(languages, primary)) {
      return primary as Language;
    }
  }
  return "en";
}
