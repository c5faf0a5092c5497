import { button, h } from "../dom";
import { reasons, type Reason, type Texts } from "../texts/texts";
import { reasonText } from "./view";

/** Asks what was wrong with an answer: reasons to tick, and room for more. */
export function reasonForm(texts: Texts, send: (reason: string) => Promise<void>, done: () => void): HTMLFormElement {
  const chosen = new Set<Reason>();
  const more = h("textarea", { rows: "2", maxlength: "1000", "aria-label": texts.tellMore, placeholder: texts.tellMore, dir: "auto" });
  const said = h("p", { class: "said", role: "status" });
  const chip = (reason: Reason): HTMLElement => {
    const made: HTMLElement = button(texts.reasons[reason], null, { class: "chip", "aria-pressed": "false" }, () => {
      const on = !chosen.delete(reason);
      if (on) {
        chosen.add(reason);
      }
      made.setAttribute("aria-pressed", String(on));
    });
    return made;
  };
  const submit = async (): Promise<void> => {
    const reason = reasonText(reasons.filter((candidate) => chosen.has(candidate)), more.value);
    try {
      await (reason === "" ? Promise.resolve(done()) : send(reason));
    } catch {
      said.textContent = texts.notSent;
    }
  };
  const chips = h("div", { class: "chips", role: "group", "aria-label": texts.whatWasWrong }, ...reasons.map(chip));
  return h(
    "form",
    {
      class: "text-form",
      onsubmit: (event) => {
        event.preventDefault();
        void submit();
      },
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key === "Escape") {
          event.stopPropagation();
          done();
        }
      },
    },
    h("p", { class: "form-title", "aria-hidden": "true" }, texts.whatWasWrong),
    chips,
    more,
    said,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, texts.send), button(texts.skip, null, {}, done)),
  );
}
