import { act, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";

/** A component on a page of its own, over a server that answers as the test says and remembers what it was sent. */
export class Rendered {
  readonly posted: { path: string; body: unknown }[] = [];
  readonly asked: string[] = [];
  readonly host = document.body.appendChild(document.createElement("div"));
  private readonly root: Root = createRoot(this.host);

  private constructor(answer: (path: string) => unknown, refusal: (path: string, body: unknown) => string | null) {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    vi.stubGlobal("fetch", vi.fn(async (path: string, init: RequestInit) => {
      if (init.method === "POST") {
        const body: unknown = JSON.parse(String(init.body));
        this.posted.push({ path, body });
        const refused = refusal(path, body);
        return refused === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify({ detail: refused }), { status: 409 });
      }
      this.asked.push(path);
      const given = answer(path);
      return new Response(typeof given === "string" ? given : JSON.stringify(given));
    }));
  }

  /** @param refusal why a POST is refused as a conflict; null where it is taken. */
  static async of(element: ReactElement, answer: (path: string) => unknown = () => [], refusal: (path: string, body: unknown) => string | null = () => null): Promise<Rendered> {
    // The test's browser has no dialogs.
    HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) { this.open = true; };
    HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
      this.open = false;
      this.dispatchEvent(new Event("close"));
    };
    const page = new Rendered(answer, refusal);
    await act(async () => page.root.render(element));
    return page;
  }

  button(name: string): HTMLButtonElement {
    const found = [...this.host.querySelectorAll("button")].find((button) => button.textContent === name);
    if (found === undefined) {
      throw new Error(`There is no button "${name}".`);
    }
    return found;
  }

  click(name: string): Promise<void> {
    return act(async () => this.button(name).click());
  }

  /** Presses the open dialog's first button, which does what it asks. */
  confirm(): Promise<void> {
    return act(async () => this.host.querySelector<HTMLButtonElement>("dialog[open] button[type=submit]")!.click());
  }

  /** Chooses or types a value as a person would. */
  set(label: string, value: string): Promise<void> {
    const field = [...this.host.querySelectorAll("label")].find((one) => one.textContent!.trim().startsWith(label))!
      .querySelector<HTMLSelectElement | HTMLInputElement>("select, input")!;
    const write = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")!.set!;
    return act(async () => {
      write.call(field, value);
      field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
    });
  }

  /** Types into the field of an id, which has a label beside it. */
  type(id: string, value: string): Promise<void> {
    const field = this.host.querySelector<HTMLInputElement>(`#${id}`)!;
    return act(async () => {
      field.value = value;
    });
  }

  get text(): string {
    return this.host.textContent!;
  }

  async end(): Promise<void> {
    await act(async () => this.root.unmount());
    this.host.remove();
    vi.unstubAllGlobals();
  }
}
