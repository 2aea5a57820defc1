// Whether a wrong answer can earn more than a right one.
import type { AnalysisContext } from './context.js';
import type { Curve, Curves } from './curves.js';
import type { Overtaking, ShapeFinding } from './finding.js';
import { rangeOf, rounding } from './reward-bounds.js';

/**
 * In each tier, right answers against the wrong answer that earns most. It is an error where an answer loses that
 * uses its budget, from half of it to all of it; far past the budget, or far below it, it is a warning. A reward that
 * does not read the budget is measured by the smallest one.
 */
export function findOvertaking(
  { curves, settled }: Curves,
  { tiers }: AnalysisContext,
  readsBudget: boolean,
): ShapeFinding[] {
  const found = tiers.flatMap(({ budget, cap }, tier): Overtaking[] => {
    const right = curves.filter((curve) => curve.tier === tier && curve.correct);
    const losses = right.flatMap((curve) => {
      const rivals = curves.filter(
        (other) => other.tier === tier && !other.correct && other.world === curve.world,
      );
      const loss = overtaking(curve, rivals, budget, cap);
      return loss ? [loss] : [];
    });
    // The setting in which the fewest tokens lose.
    return losses
      .sort((a, b) => Number(usesBudget(b)) - Number(usesBudget(a)) || a.from - b.from)
      .slice(0, 1);
  });
  const smallest = Math.min(...tiers.map(({ budget }) => budget));
  const counts = readsBudget || found.some((loss) => loss.budget === smallest && usesBudget(loss));
  const grave = counts ? found.filter(usesBudget) : [];
  const other = found.filter((loss) => !grave.includes(loss));
  return [
    ...(grave.length > 0
      ? [{ code: 'shape/wrong-beats-right', severity: 'error', settled, tiers: grave } as const]
      : []),
    ...(other.length > 0
      ? [{ code: 'shape/right-falls-below-wrong', severity: 'warning', settled, tiers: other } as const]
      : []),
  ];
}

const usesBudget = ({ budget, from, to }: Overtaking): boolean => from <= budget && to >= budget / 2;

function overtaking(
  { lengths, values }: Curve,
  rivals: readonly Curve[],
  budget: number,
  cap: number,
): Overtaking | undefined {
  const most = rangeOf(rivals.map((rival) => rival.values))[1];
  const best = rivals.find((rival) => rival.values.includes(most));
  if (!best) return undefined;
  const slack = rounding([most, most]);
  const places: number[] = [];
  for (let index = 0; index < values.length; index++)
    if ((values[index] as number) < most - slack) places.push(index);
  if (places.length === 0) return undefined;
  // Of several stretches, the one that reaches into the upper half of the budget, else the last.
  const stretches = split(places);
  const chosen =
    stretches.find(
      ([from, to]) => (lengths[from] as number) <= budget && (lengths[to] as number) >= budget / 2,
    ) ?? stretches.at(-1);
  const [from, to] = chosen as readonly [number, number];
  const [x, y] = [lengths[from - 1] ?? 0, lengths[from] as number];
  const [above, below] = [(values[from - 1] ?? most) - most, most - (values[from] as number)];
  return {
    budget,
    cap,
    from: lengths[from] as number,
    to: lengths[to] as number,
    meets: from === 0 ? 0 : x + ((y - x) * above) / (above + below),
    right: rangeOf([values.subarray(from, to + 1)])[0],
    wrong: most,
    wrongTokens: best.lengths[best.values.indexOf(most)] as number,
  };
}

/** Runs of neighbouring indices. */
function split(places: readonly number[]): (readonly [first: number, last: number])[] {
  const starts = places.filter((place, index) => place - 1 !== places[index - 1]);
  const ends = places.filter((place, index) => place + 1 !== places[index + 1]);
  return starts.map((start, index) => [start, ends[index] as number]);
}
