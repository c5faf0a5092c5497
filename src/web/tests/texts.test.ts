import { expect, test } from "vitest";
import { languageOf, languages } from "../widget/texts/catalogue";
import { en } from "../widget/texts/en";

test("the first wished language that the widget speaks is taken, English where there is none", () => {
  expect(languageOf("de-AT", "en")).toBe("de");
  expect(languageOf(null, "ar_EG")).toBe("ar");
  expect(languageOf("nl", "", "fr")).toBe("fr");
  expect(languageOf("xx", "toString")).toBe("en");
});

test("there are eight languages, and none says anything in English or nothing at all", () => {
  expect(Object.keys(languages)).toEqual(["en", "de", "fr", "es", "it", "pt", "pl", "ar"]);
  const same = new Set(["code", "conversation", "sources", "source"]);
  for (const [language, texts] of Object.entries(languages).filter(([name]) => name !== "en")) {
    for (const [key, text] of Object.entries(texts)) {
      const english = (en as unknown as Record<string, unknown>)[key];
      if (typeof text === "string" && key !== "direction" && !same.has(key)) {
        expect(text.trim(), `${language}.${key}`).not.toBe("");
        expect(text, `${language}.${key}`).not.toBe(english);
      } else if (typeof text === "object") {
        expect(Object.values(text), `${language}.${key}`).not.toEqual(Object.values(english as object));
      }
    }
  }
});
