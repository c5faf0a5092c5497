/** Puts a text on the clipboard; also on a page without TLS, which has no clipboard of its own. */
export async function copy(text: string, near: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "sr";
    near.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    if (!copied) {
      throw new Error("The browser forbids it.");
    }
  }
}
