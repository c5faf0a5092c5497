import { placesOf, type Place } from "./lineage-layout";
import type { Version } from "./types";

const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const box = { wide: 132, high: 44, across: 34, down: 14 };

/** Which version was made from which; the table of versions says the same in its column "from". */
export function LineageGraph({ versions }: { versions: Version[] }) {
  const places = placesOf(versions);
  const x = (place: Place) => 2 + place.column * (box.wide + box.across);
  const y = (place: Place) => 2 + place.row * (box.high + box.down);
  const width = 4 + Math.max(0, ...places.map(x)) + box.wide;
  const height = 4 + Math.max(0, ...places.map(y)) + box.high;
  return (
    <div className="scroll framed lineage" tabIndex={0} role="region" aria-label="Lineage, drawn">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={places.map(sentenceOf).join("; ")}>
        {places.filter((place) => place.parent).map((place) => {
          const [fromX, fromY, toX, toY] = [x(place.parent!) + box.wide, y(place.parent!) + box.high / 2, x(place), y(place) + box.high / 2];
          const middle = toX - box.across / 2;
          return <path key={place.version.id} d={`M${fromX} ${fromY} H${middle} V${toY} H${toX}`} />;
        })}
        {places.map((place) => (
          <g key={place.version.id} className={place.version.status.replace(" ", "-")}>
            <rect x={x(place)} y={y(place)} width={box.wide} height={box.high} rx="10" />
            <text x={x(place) + box.wide / 2} y={y(place) + 19} textAnchor="middle" className="name">version {place.version.number}</text>
            <text x={x(place) + box.wide / 2} y={y(place) + 35} textAnchor="middle">{`${place.version.status}, ${short.format(new Date(place.version.createdAt))}`}</text>
          </g>
        ))}
      </svg>
    </div>
  );
}

const sentenceOf = ({ version, parent }: Place): string =>
  `version ${version.number}, ${version.status}, from ${parent === null ? "the base model" : `version ${parent.version.number}`}`;
