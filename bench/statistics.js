// The few figures that a row of runs comes down to.

/** The value below which this share of the values lies, interpolated between neighbours. */
export function quantile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/**
 * Median and quartiles; null of no values.
 * @returns {{ median: number, low: number, high: number } | null}
 */
export function summary(values) {
  if (values.length === 0) return null;
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** One median by another; null where there is none. */
export const ratio = (one, other) => (one && other && other.median > 0 ? one.median / other.median : null);
