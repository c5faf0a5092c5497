type Child = Node | string;
export type Properties = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element; properties are set as attributes, `on…` functions as listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

/** A button; without a text of its own its name is also its tool tip. */
export function button(name: string, icon: Node | null, properties: Properties, press: () => void): HTMLButtonElement {
  const named: Properties = icon ? { "aria-label": name, title: name } : {};
  return h("button", { type: "button", ...named, ...properties, onclick: () => press() }, icon ?? name);
}

/** Sets an element's children where they are others than before, so that focus and selection stay where nothing changed. */
export function place(parent: Element, children: Element[]): void {
  const wanted = new Set<Element>(children);
  for (const child of [...parent.children]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }
  children.forEach((child, at) => {
    if (parent.children[at] !== child) {
      parent.insertBefore(child, parent.children[at] ?? null);
    }
  });
}
