import { h } from "../dom";
import type { Texts } from "../texts/texts";

const schemes = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address where it is one that a page may open; null for anything else, such as `javascript:` or a relative one. */
export function safeAddress(address: string): URL | null {
  // A browser drops tabs and line ends within an address; one that has them wants to deceive.
  if (/[\u0000-\u0020\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]/.test(address) || !/^[a-z]+:/i.test(address)) {
    return null;
  }
  try {
    const url = new URL(address);
    const credentials = url.username !== "" || url.password !== "";
    return schemes.has(url.protocol) && !credentials ? url : null;
  } catch {
    return null;
  }
}

/** A real link: opened by a click alone, in a page of its own that knows nothing of this one. */
export function anchor(url: URL, ...children: (Node | string)[]): HTMLAnchorElement {
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", referrerpolicy: "no-referrer" }, ...children);
}

/**
 * A link in an answer. One of the page's own host opens at once; any other first shows where it leads, so that its text
 * cannot deceive, and has no address that a browser could follow before that.
 */
export function answerLink(url: URL, label: Node[], texts: Texts): HTMLElement {
  if (url.host === location.host && url.host !== "") {
    return anchor(url, ...label);
  }
  const where = url.host || url.href;
  const link = h("button", { type: "button", class: "link", "aria-expanded": "false", title: where }, ...label);
  const wrap = h("span", { class: "link-wrap" }, link);
  link.addEventListener("click", () => {
    const open = wrap.querySelector(".leads");
    link.setAttribute("aria-expanded", String(!open));
    if (open) {
      open.remove();
      return;
    }
    const go = anchor(url, `${texts.openLink} ↗`);
    wrap.append(h("span", { class: "leads" }, h("span", { class: "where", dir: "ltr" }, url.href), go));
    go.focus();
  });
  return wrap;
}
