/** A share of 0 to 1 in percent; nothing where there is none. */
export const percent = (share: number | null): string => (share === null ? "none yet" : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`);

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10;
  return rounded === 0 ? "0" : `${rounded > 0 ? "+" : "−"}${Math.abs(rounded)}`;
}

/** A probability: small ones by their bound. */
export const chance = (probability: number): string => (probability < 0.001 ? "under 0.001" : probability.toFixed(3));
