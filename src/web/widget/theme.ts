const name = /^[a-z][a-zA-Z0-9-]{0,40}$/;
const value = /^[#\w\s.,%()/"'+-]{1,120}$/;
/** What would load something, or read what is not the widget's. */
const forbidden = /url|image|src|attr|var|env|expression/i;

/**
 * A business's theme as CSS variables: `accent` becomes `--al-accent`. Names that end in `Dark` are for the dark look,
 * all other colours for the light one; sizes and fonts are for both. What is no plain value is left out.
 */
export function variables(theme: Record<string, string> | null | undefined, dark: boolean): [name: string, value: string][] {
  const given = Object.entries(theme ?? {}).filter(
    ([key, text]) => name.test(key) && typeof text === "string" && value.test(text) && !forbidden.test(text),
  );
  const chosen = given.flatMap(([key, text]): [string, string][] => {
    const forDark = /-?[dD]ark$/.test(key);
    const both = /^(radius|font|text)/.test(key);
    return forDark === dark || (both && !forDark) ? [[`--al-${kebab(key.replace(/-?[dD]ark$/, ""))}`, text.trim()]] : [];
  });
  const accent = chosen.find(([key]) => key === "--al-accent")?.[1];
  const derived: [string, string][] = accent ? [["--al-accent-strong", accent], ["--al-header", accent]] : [];
  const ink = accent ? inkOn(accent) : null;
  if (ink) {
    derived.push(["--al-on-accent", ink], ["--al-on-header", ink]);
  }
  return [...derived.filter(([key]) => !chosen.some(([given]) => given === key)), ...chosen];
}

/** Black or white, whichever reads better on a colour; null where the colour is not written as hex. */
export function inkOn(colour: string): string | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!hex) {
    return null;
  }
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const channel = parseInt(long.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

function kebab(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
