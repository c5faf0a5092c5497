const svg = "http://www.w3.org/2000/svg";

/** A thumb, drawn: not every system has a font that holds one. */
export function thumb(direction: "up" | "down"): SVGSVGElement {
  const icon = document.createElementNS(svg, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("width", "16");
  icon.setAttribute("height", "16");
  icon.setAttribute("aria-hidden", "true");
  if (direction === "down") {
    icon.setAttribute("transform", "rotate(180)");
  }
  const path = document.createElementNS(svg, "path");
  path.setAttribute(
    "d",
    "M7 21H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3zm2 0V10l4.2-7.1c.5-.8 2.8-.4 2.8 1.6 0 1.4-.6 3-1 4.5h4.6c1.5 0 2.6 1.4 2.2 2.9l-1.8 7A2.8 2.8 0 0 1 17.3 21z",
  );
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.8");
  path.setAttribute("stroke-linejoin", "round");
  icon.append(path);
  return icon;
}
