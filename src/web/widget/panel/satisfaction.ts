import { button, h } from "../dom";
import { icon } from "../icons";
import type { View } from "./view";

/** Asks once how the conversation was: 1 to 5, and a comment. */
export function satisfactionCard(view: View, done: () => void): HTMLElement {
  const { texts, chat } = view;
  let score = 0;
  const said = h("p", { class: "said", role: "status" });
  const comment = h("textarea", { rows: "2", maxlength: "1000", "aria-label": texts.comment, placeholder: texts.comment, dir: "auto" });
  const word = h("span", { class: "score-word", "aria-hidden": "true" });
  const stars = texts.scores.map((label, at) =>
    button(`${at + 1}: ${label}`, icon("star", 26), { class: "star", "aria-pressed": "false" }, () => choose(at + 1)),
  );
  const send = h("button", { type: "submit", class: "primary" }, texts.send);
  const more = h("div", { class: "more", hidden: true }, comment, said, h("div", { class: "buttons" }, send, button(texts.skip, null, {}, () => void submit(""))));
  const choose = (chosen: number): void => {
    score = chosen;
    stars.forEach((star, at) => {
      star.setAttribute("aria-pressed", String(at + 1 === chosen));
      star.classList.toggle("lit", at < chosen);
    });
    word.textContent = texts.scores[chosen - 1]!;
    more.hidden = false;
  };
  const submit = async (text: string): Promise<void> => {
    try {
      await chat.rateChat(score, text);
      view.emit("satisfaction", { score, ...(text === "" ? {} : { comment: text }) });
      view.announce(texts.thankYou);
      done();
    } catch {
      said.textContent = texts.notSent;
    }
  };
  return h(
    "form",
    {
      class: "satisfaction",
      onsubmit: (event) => {
        event.preventDefault();
        void submit(comment.value.trim());
      },
    },
    h("div", { class: "ask" }, h("p", { class: "form-title" }, texts.howWasIt), button(texts.skip, icon("close", 16), { class: "tool" }, done)),
    h("div", { class: "stars", role: "group", "aria-label": texts.howWasIt }, ...stars, word),
    more,
  );
}
