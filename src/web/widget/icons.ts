const svg = "http://www.w3.org/2000/svg";

// Drawn, for not every system has a font that holds them.
const paths = {
  chat: "M12 3.5c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-1 0-2-.1-2.9-.4L4.4 21l.9-4C3.9 15.6 3 13.5 3 11.2c0-4.3 4-7.700 9-7.700z",
  close: "M6 6l12 12M18 6L6 18",
  fresh: "M20 12.5V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h5.5M17.800 3.700a1.800 1.800 0 0 1 2.5 2.5L12 14.5 8.5 15.5l1-3.5z",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  stop: "M7 7h10v10H7z",
  up: "M7 20H4.5a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1H7zm2.5 0V10.3l3.900-6.800c.5-.8 2.6-.4 2.6 1.5 0 1.3-.5 2.800-.9 4.2h4.2c1.400 0 2.400 1.3 2 2.700l-1.700 6.2a2.6 2.6 0 0 1-2.5 1.900z",
  copy: "M9 9h10v11H9zM5 15V4h10",
  again: "M20 5v5h-5M4 19v-5h5M5.2 9A7.5 7.5 0 0 1 18.5 7.5L20 10M4 14l1.5 2.5A7.5 7.5 0 0 0 18.800 15",
  edit: "M4 20l1-4.5L16.5 4a1.800 1.800 0 0 1 2.5 0l1 1a1.800 1.800 0 0 1 0 2.5L8.5 19z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-3.800 3.700-5.5 7.5-5.5s6.900 1.700 7.5 5.5",
  down: "M12 5v14M5.5 12.5 12 19l6.5-6.5",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-14 15M5 20c1.5-4.5 4.5-7.5 9-9.5",
  star: "M12 3.5l2.6 5.400 5.900.8-4.3 4.100 1 5.900-5.2-2.800-5.2 2.800 1-5.900-4.3-4.100 5.900-.8z",
  bulb: "M9 18h6M10 21h4M8.5 15c-1.6-1.2-2.5-3-2.5-5a6 6 0 0 1 12 0c0 2-.9 3.800-2.5 5z",
} as const;

export type IconName = keyof typeof paths | "thumb-up" | "thumb-down";

/** An icon in the colour of the text around it. */
export function icon(name: IconName, size = 18): SVGSVGElement {
  const drawn = document.createElementNS(svg, "svg");
  const set = (element: Element, attributes: Record<string, string>) => Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  set(drawn, { viewBox: "0 0 24 24", width: String(size), height: String(size), "aria-hidden": "true", class: `icon icon-${name}` });
  const path = document.createElementNS(svg, "path");
  const shape = name === "thumb-up" || name === "thumb-down" ? paths.up : paths[name];
  set(path, { d: shape, fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" });
  if (name === "thumb-down") {
    path.setAttribute("transform", "rotate(180 12 12)");
  }
  drawn.append(path);
  return drawn;
}
