import { expectTypeOf, test } from "vitest";
import type * as declared from "../widget/package/index";
import type * as written from "../widget/index";

test("the package's declarations say what the element is", () => {
  type Own = Omit<written.AssistantLoopChat, keyof HTMLElement | "connectedCallback" | "disconnectedCallback" | "attributeChangedCallback">;
  type Told = Omit<declared.AssistantLoopChat, keyof HTMLElement>;
  expectTypeOf<Own>().toEqualTypeOf<Told>();
  expectTypeOf<typeof written.define>().toEqualTypeOf<typeof declared.define>();
});
