// Round axis ticks around a range of values.

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** About as many ticks as have room for their numbers on so many pixels. */
export const ticksAcross = (pixels: number): number => Math.min(8, Math.max(2, Math.floor(pixels / 60)));

/** A scale whose ends are ticks: steps of 1, 2, 2.5 or 5 times a power of ten, about `count` of them. */
export function roundScale(low: number, high: number, count: number): Scale {
  const [from, to] = isWide(low, high) ? [low, high] : widen(low);
  const step = roundStep((to - from) / count);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => cleanProduct(first + index, step));
  return { min: ticks[0] as number, max: ticks.at(-1) as number, ticks };
}

/** A scale that ends exactly at the data, with round whole ticks inside: for training steps. */
export function tightScale(low: number, high: number, count: number): Scale {
  if (!isWide(low, high)) return { min: low - 1, max: high + 1, ticks: [low] };
  const inside = roundScale(low, high, count).ticks.filter(
    (tick) => tick >= low && tick <= high && Number.isInteger(tick),
  );
  return { min: low, max: high, ticks: inside };
}

/** Beyond the rounding of a mean of equal numbers, and of numbers that are 0 but for rounding. */
const isWide = (low: number, high: number): boolean =>
  high - low > Math.max(smallest, 1e-9 * Math.max(Math.abs(low), Math.abs(high)));

const smallest = 1e-100;

const widen = (value: number): [number, number] =>
  Math.abs(value) < smallest ? [0, 1] : [value - Math.abs(value) / 2, value + Math.abs(value) / 2];

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Without the dust of binary fractions: 3 * 0.1 is 0.3. */
const cleanProduct = (count: number, step: number): number => Number((count * step).toPrecision(12));
