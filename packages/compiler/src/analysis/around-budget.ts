// What a right answer's reward does inside the budget, at it, and past it.
import type { AnalysedTier, AnalysisContext } from './context.js';
import type { Curve, Curves } from './curves.js';
import type { Fall, Jump, ShapeFinding } from './finding.js';
import { rangeOf, rounding } from './reward-bounds.js';

/**
 * HBPO's properties (arXiv 2507.15844, section 3.2): never less for more tokens inside the budget, less for more past it.
 * Where a shorter answer is always worth more in every tier, that is told once, as the risk of collapse.
 */
export function findAroundBudget(
  { curves, settled, alone }: Curves,
  { tiers }: AnalysisContext,
  readsBudget: boolean,
): ShapeFinding[] {
  const perTier = tiers.map((tier, index) =>
    curves.filter((curve) => curve.correct && curve.tier === index).map((curve) => describe(curve, tier)),
  );
  const worst = <T>(choose: (described: Described) => T | undefined, size: (found: T) => number): T[] =>
    perTier.flatMap((described) => {
      const found = described.map(choose).filter((value) => value !== undefined);
      return found.sort((a, b) => size(b) - size(a)).slice(0, 1);
    });
  const bySize = ({ change }: Fall): number => Math.abs(change);
  const found: ShapeFinding[] = [];
  const collapses = collapsing(perTier);
  const falls = worst(({ fall }) => fall, bySize);
  if (collapses) found.push({ code: 'shape/collapse-risk', severity: 'warning', settled, tiers: falls });
  else if (falls.length > 0)
    found.push({ code: 'shape/falls-inside-budget', severity: 'warning', settled, tiers: falls });
  const jumps = worst(
    ({ jump }) => jump,
    ({ at, past }) => Math.abs(past - at),
  );
  if (jumps.length > 0)
    found.push({ code: 'shape/jump-at-budget', severity: 'warning', settled, tiers: jumps });
  const rises = worst(({ rise }) => rise, bySize);
  // Among siblings a length that pays can lie anywhere; alone, an overlong answer that pays best is a mistake.
  const pays = alone && perTier.flat().some(({ paysOvershoot }) => paysOvershoot);
  const flat = perTier.filter((described) => described.every(({ flatPast }) => flatPast));
  if (rises.length > 0)
    found.push({
      code: 'shape/rises-past-budget',
      severity: pays ? 'error' : 'warning',
      settled,
      tiers: rises,
    });
  else if (readsBudget && flat.length > 0) {
    const budgets = flat.map(([first]) => ({ budget: (first as Described).budget }));
    found.push({ code: 'shape/flat-past-budget', severity: 'warning', settled, tiers: budgets });
  }
  return found;
}

/** Whether some step, or some set of siblings, has every tier pay strictly more for fewer tokens. */
function collapsing(perTier: readonly (readonly Described[])[]): boolean {
  const worlds = new Set(perTier.flatMap((described) => described.map(({ world }) => world)));
  const grows = perTier.flat().some((described) => described.grows);
  return (
    !grows &&
    [...worlds].some((world) =>
      perTier.every((described) => described.some((one) => one.world === world && one.strictlyFalls)),
    )
  );
}

interface Described {
  readonly budget: number;
  readonly world: number;
  /** Greatest fall inside the budget. */
  readonly fall: Fall | undefined;
  /** Greatest rise past it. */
  readonly rise: Fall | undefined;
  readonly jump: Jump | undefined;
  /** Whether more tokens are anywhere worth more. */
  readonly grows: boolean;
  /** Whether every further token inside the budget is worth less. */
  readonly strictlyFalls: boolean;
  readonly flatPast: boolean;
  /** Whether some answer past the budget earns more than every answer inside it. */
  readonly paysOvershoot: boolean;
}

function describe(curve: Curve, { budget, cap }: AnalysedTier): Described {
  const { lengths, values, world } = curve;
  const slack = rounding(rangeOf([values]));
  const inside = lengths.findLastIndex((tokens) => tokens <= budget);
  const last = lengths.length - 1;
  const all = changes(curve, 0, last, slack);
  const past = changes(curve, inside, last, slack);
  const within = changes(curve, 0, inside, slack);
  const most = (from: number, to: number): number => rangeOf([values.subarray(from, to)])[1];
  return {
    budget,
    world,
    fall: within.fall && { budget, ...within.fall },
    rise: past.rise && { budget, ...past.rise },
    jump: jumpAt(curve, inside, budget),
    grows: all.rise !== undefined,
    strictlyFalls: within.steps === within.falls && inside > 0,
    flatPast: cap > budget && past.rise === undefined && past.fall === undefined,
    paysOvershoot: inside < last && most(inside + 1, last + 1) > most(0, inside + 1) + slack,
  };
}

type Change = Omit<Fall, 'budget'>;
interface Changes {
  readonly fall: Change | undefined;
  readonly rise: Change | undefined;
  readonly steps: number;
  /** Steps from one length to the next that fall. */
  readonly falls: number;
}

/** Greatest fall below an earlier value, and greatest rise above one, from index to index. */
function changes({ lengths, values }: Curve, from: number, to: number, slack: number): Changes {
  let [high, low, falls] = [from, from, 0];
  let fall: Change | undefined;
  let rise: Change | undefined;
  const value = (index: number): number => values[index] as number;
  for (let index = from + 1; index <= to; index++) {
    if (value(index) < value(index - 1)) falls++;
    if (value(index) > value(high)) high = index;
    if (value(index) < value(low)) low = index;
    const down = value(index) - value(high);
    const up = value(index) - value(low);
    if (-down > slack && (!fall || down < fall.change)) fall = change(high, index, down);
    if (up > slack && (!rise || up > rise.change)) rise = change(low, index, up);
  }
  function change(start: number, end: number, size: number): Change {
    return { from: lengths[start] as number, to: lengths[end] as number, change: size };
  }
  return { fall, rise, steps: to - from, falls };
}

/** A step from the budget to the next token that is far greater than the steps beside it. */
function jumpAt({ lengths, values }: Curve, inside: number, budget: number): Jump | undefined {
  const around = [-1, 0, 1, 2].map((offset) => values[inside + offset]);
  if (lengths[inside] !== budget || around.some((value) => value === undefined)) return undefined;
  const [before, at, past, after] = around as [number, number, number, number];
  const [least, most] = rangeOf([values]);
  const size = Math.abs(past - at);
  const beside = Math.max(Math.abs(at - before), Math.abs(after - past));
  return size > 5 * beside && size > 0.01 * (most - least) ? { budget, at, past } : undefined;
}
