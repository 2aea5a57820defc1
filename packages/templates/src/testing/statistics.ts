// Statistics as textbooks write them, for tests to compare with.

export const sum = (values: readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : sum(values) / values.length;

/** 0 when there are no more values than `ddof`. */
export function std(values: readonly number[], ddof: 0 | 1 = 1): number {
  if (values.length <= ddof) return 0;
  const middle = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - ddof));
}

/** Linear between order statistics. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export const least = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values));
export const most = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.max(...values));
export const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
