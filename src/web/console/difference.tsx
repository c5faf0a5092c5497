import { useMemo } from "react";
import { wordDifference, type Piece } from "./word-difference";

interface Props {
  before: string;
  after: string;
  names?: [string, string];
}

/** Two texts side by side: what one lacks of the other is struck out or set off. */
export function Difference({ before, after, names = ["Given", "Yours"] }: Props) {
  const pieces = useMemo(() => wordDifference(before, after), [before, after]);
  return (
    <div className="sides difference" role="group" aria-label={`${names[0]} and ${names[1]}, compared word by word`}>
      <p className="pair worse"><b>{names[0]}</b> {pieces.filter(({ kind }) => kind !== "in").map(shown)}</p>
      <p className="pair better"><b>{names[1]}</b> {pieces.filter(({ kind }) => kind !== "out").map(shown)}</p>
    </div>
  );
}

const shown = ({ text, kind }: Piece, i: number) => (kind === "same" ? <span key={i}>{text}</span> : kind === "out" ? <del key={i}>{text}</del> : <ins key={i}>{text}</ins>);
