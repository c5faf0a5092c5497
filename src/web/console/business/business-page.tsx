import { Tabs } from "@mantine/core";
import { ContentEditor } from "./content-editor";
import { StylesEditor } from "./styles-editor";

const sections = ["glossary", "rules", "actions", "limits", "fallbacks", "styles"] as const;
type Section = (typeof sections)[number];

const notes: Record<Exclude<Section, "styles">, string> = {
  glossary: "Terms, what they mean and how they are to be said.",
  rules: "What the assistant is to do when, such as during a promotion.",
  actions: "What the assistant may propose; nothing is done before the visitor confirms.",
  limits: "What the assistant may never say or promise.",
  fallbacks: "What is said where there is no answer.",
};

/** What a business says of its words, rules and style; each part with its preview. */
export function BusinessPage({ id }: { id: string | null }) {
  const section = sections.find((one) => one === id) ?? "glossary";
  return (
    <>
      <h1>Business</h1>
      <Tabs value={section} onChange={(to) => { location.hash = `#/business/${to}`; }} keepMounted={false}>
        <Tabs.List aria-label="Parts">{sections.map((one) => <Tabs.Tab key={one} value={one}>{one[0]!.toUpperCase() + one.slice(1)}</Tabs.Tab>)}</Tabs.List>
        {sections.map((one) => (
          <Tabs.Panel key={one} value={one} pt="md">
            {one === "styles" ? <StylesEditor /> : <ContentEditor section={one} note={notes[one]} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
