import { button, h } from "../dom";
import type { Texts } from "../texts/texts";

/** The longest message in characters; the server refuses a longer one. */
export const maxLength = 4000;

/** A box to write in with Send and Cancel, put below a message. Escape cancels. */
export function textForm(
  texts: Texts,
  label: string,
  text: string,
  send: (text: string) => Promise<void>,
  done: () => void,
): HTMLFormElement {
  const box = h("textarea", { rows: "3", maxlength: String(maxLength), "aria-label": label, dir: "auto" });
  box.value = text;
  const said = h("p", { class: "said", role: "status" });
  const submit = async (): Promise<void> => {
    const written = box.value.trim();
    if (written === "") {
      said.textContent = texts.errors.message_empty;
      return;
    }
    try {
      await send(written);
    } catch {
      said.textContent = texts.notSent;
    }
  };
  const form = h(
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
    box,
    said,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, texts.send), button(texts.cancel, null, {}, done)),
  );
  queueMicrotask(() => box.focus());
  return form;
}
