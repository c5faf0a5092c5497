import { button, h } from "../dom";
import type { ActionState, ActionView } from "../../shared/protocol";
import type { Texts } from "../texts/texts";
import type { View } from "./view";

/** What the assistant proposes to do, with all that it would send; nothing is done before the visitor confirms. */
export function actionCard(action: ActionView, view: View): HTMLElement {
  const { texts } = view;
  const card = h(
    "section",
    { class: "action", "data-state": action.state, "aria-label": action.title },
    h("p", { class: "action-title", dir: "auto" }, action.title),
    h("dl", {}, ...action.fields.map((field) => h("div", {}, h("dt", { dir: "auto" }, field.label), h("dd", { dir: "auto" }, field.value)))),
  );
  if (action.state === "proposed") {
    const answer = (confirmed: boolean): void => {
      card.querySelectorAll("button").forEach((pressed) => (pressed.disabled = true));
      view.emit("action", { id: action.id, name: action.name, confirmed });
      void view.chat.confirm(action, confirmed).finally(() => card.querySelectorAll("button").forEach((pressed) => (pressed.disabled = false)));
    };
    card.append(
      h("div", { class: "buttons" }, button(texts.confirm, null, { class: "primary" }, () => answer(true)), button(texts.decline, null, {}, () => answer(false))),
    );
  } else {
    card.append(h("p", { class: "action-state" }, stateText(action.state, texts), ...(action.result ? [h("span", { dir: "auto" }, ` · ${action.result}`)] : [])));
  }
  return card;
}

function stateText(state: Exclude<ActionState, "proposed">, texts: Texts): string {
  switch (state) {
    case "running":
      return texts.actionRunning;
    case "done":
      return texts.actionDone;
    case "failed":
      return texts.actionFailed;
    case "declined":
      return texts.actionDeclined;
    case "expired":
      return texts.actionExpired;
  }
}
