import { Chat } from "../widget/chat/chat";
import { Memory } from "../widget/memory";
import type { View } from "../widget/panel/view";
import { en } from "../widget/texts/en";
import { FakeHub } from "./fake-hub";

/** What the parts of the chat share, with nobody behind it. */
export function fakeView(hub = new FakeHub()): View {
  const chat = new Chat(() => hub.hub, new Memory("test"), () => ({}), { changed: () => {}, arrived: () => {}, refused: () => {}, handling: () => {} });
  return { texts: en, language: "en", chat, assistant: "Finch", announce: () => {}, emit: () => {} };
}
