import { act, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";

/** A component on a page of its own, over a server that answers as the test says and remembers what it was sent. */
export class Rendered {
  readonly posted: { path: string; body: unknown }[] = [];
  readonly asked: string[] = [];
  readonly host = document.body.appendChild(document.createElement("div"));
  private readonly root: Root = createRoot(this.host);

  private constructor(answer: (path: string) => unknown) {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    vi.stubGlobal("fetch", vi.fn(async (path: string, init: RequestInit) => {
      if (init.method === "POST") {
        this.posted.push({ path, body: JSON.parse(String(init.body)) });
        return new Response(null, { status: 204 });
      }
      this.asked.push(path);
      return new Response(JSON.stringify(answer(path)));
    }));
  }

  static async of(element: ReactElement, answer: (path: string) => unknown = () => []): Promise<Rendered> {
    const page = new Rendered(answer);
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

  get text(): string {
    return this.host.textContent!;
  }

  async end(): Promise<void> {
    await act(async () => this.root.unmount());
    this.host.remove();
    vi.unstubAllGlobals();
  }
}
