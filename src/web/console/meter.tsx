/** How many new corrections there are until the loop trains by itself. */
export function Meter({ value, of }: { value: number; of: number }) {
  const text = of > 0 ? `${value} of ${of} new corrections until training` : `${value} new corrections`;
  return (
    <div className="meter">
      <span>{text}</span>
      {of > 0 && <progress max={of} value={Math.min(value, of)} aria-label={text} />}
    </div>
  );
}
