// The states in which the widget is looked at: by axe for whoever cannot see it, and on pictures for whoever can.
import { expect } from "./expect.mjs";
import { cancelling, cited } from "./stage.mjs";

const arabic = {
  business: "ألدر وفينش",
  assistant: "فينش",
  welcome: "مرحبًا! أنا **فينش**. اسألني عن الشحن أو الإرجاع أو أي منتج.",
  suggestions: ["كم تكلفة الشحن العادي؟", "خلال كم يوم يمكنني الإرجاع؟"],
};

/** Each state: how a page gets there. `server` is what the business shows, `page` the embedding page. */
export const states = [
  { name: "closed", run: async () => {} },
  { name: "open", run: async ({ visitor }) => visitor.open() },
  {
    name: "streaming",
    run: async ({ visitor, server }) => {
      server.answer = () => ({ text: "Standard shipping costs **4.90 €** within the country. Orders above 60 € ship for free.", hold: new Promise((resolve) => setTimeout(resolve, 8000)) });
      await visitor.open();
      await visitor.send("How much is standard shipping?");
      await expect(async () => (await visitor.last.locator(".body").innerText()).includes("for free"));
    },
  },
  {
    name: "waiting",
    run: async ({ visitor, server }) => {
      server.answer = () => ({ pieces: [], hold: new Promise((resolve) => setTimeout(resolve, 8000)) });
      await visitor.open();
      await visitor.send("How much is standard shipping?");
      await visitor.last.locator(".dots").waitFor();
    },
  },
  { name: "answered", run: answered },
  {
    name: "source",
    run: async (at) => {
      await answered(at);
      await at.visitor.last.locator(".mark").first().click();
    },
  },
  {
    name: "feedback",
    run: async (at) => {
      await answered(at);
      await at.visitor.last.getByLabel("Bad answer").click();
      await at.visitor.last.getByRole("button", { name: "Not correct" }).click();
    },
  },
  {
    name: "action",
    run: async ({ visitor, server }) => {
      server.answer = () => ({ text: "I found your order. Shall I cancel it for you?", actions: [cancelling] });
      await visitor.open();
      await visitor.ask("Please cancel my order 1041");
    },
  },
  {
    name: "hand-over",
    run: async (at) => {
      const { visitor, server } = at;
      server.answer = () => ({ text: "I am an assistant and cannot do that, but a person can." });
      await visitor.open();
      await visitor.ask("My parcel came open");
      await visitor.page.getByRole("button", { name: "Talk to a person" }).click();
      server.agentSays(server.last, "Anna joined the conversation.", undefined, "note");
      server.handle(server.last, "agent", "Anna");
      server.agentSays(server.last, "Hello, this is Anna. I am sorry to hear that. Can you tell me your order number?");
      server.tell(server.last, "TypingChanged", { conversationId: server.last.id, who: "agent", name: "Anna", typing: true });
      await visitor.page.getByLabel("Anna is writing").waitFor();
    },
  },
  {
    name: "satisfaction",
    run: async (at) => {
      await answered(at);
      await at.visitor.page.keyboard.press("Escape");
      await at.visitor.page.getByLabel("4: Helpful").click();
    },
  },
  {
    name: "error",
    run: async ({ visitor, server }) => {
      server.answer = () => ({ error: { code: "rate_limited", detail: "Too much.", retryAfterSeconds: 12 } });
      await visitor.open();
      await visitor.send("And another question");
      await visitor.page.locator(".clock").filter({ hasText: "12" }).waitFor();
    },
  },
  {
    name: "lost",
    run: async (at) => {
      await answered(at);
      at.server.offline = true;
      at.server.drop();
      await at.visitor.page.locator(".notice", { hasText: "Connection lost" }).waitFor();
    },
  },
  {
    name: "rtl",
    page: { lang: "ar", dir: "rtl" },
    server: arabic,
    run: async ({ visitor, server }) => {
      server.answer = () => ({
        text: "تكلفة الشحن العادي **4.90 €** [1].\n\n- التوصيل خلال *يومين إلى ثلاثة* أيام\n- مجاني فوق 60 €",
        citations: [{ number: 1, title: "الشحن › التكلفة", text: "تكلفة الشحن العادي 4.90 يورو.", path: "a.md", anchor: "a", passageId: "p" }],
      });
      await visitor.launcher.click();
      await visitor.page.locator(".welcome").waitFor();
      await visitor.page.getByLabel("رسالتك").fill("كم تكلفة الشحن العادي؟");
      await visitor.page.getByLabel("رسالتك").press("Enter");
      await visitor.ended();
      await visitor.last.locator("summary").first().click();
    },
  },
];

async function answered({ visitor, server }) {
  server.answer = () => cited;
  await visitor.open();
  await visitor.ask("How much is standard shipping?");
}
