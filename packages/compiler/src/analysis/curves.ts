// A reward as curves over the length of a response: right and wrong answers, tier by tier.
import { type Expression, evaluateShape, somePart } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { everyLength, type Settled } from './finding.js';
import { drawing, layoutOf, rowsOf } from './groups.js';
import { evaluateSlice, pointSlices } from './slices.js';

export interface Curve {
  readonly tier: number;
  readonly correct: boolean;
  /** Curves of one world can stand in one group: the same step, the same siblings. */
  readonly world: number;
  readonly lengths: Float64Array;
  /** One value a length. */
  readonly values: Float64Array;
}

export interface Curves {
  readonly curves: readonly Curve[];
  readonly settled: Settled;
  /** Whether rollouts stand alone: nothing is read of siblings. */
  readonly alone: boolean;
}

export const readsSiblings = (expression: Expression): boolean =>
  somePart(expression, ({ kind }) => kind === 'reduce');

export function curvesOf(expression: Expression, context: AnalysisContext): Curves {
  if (readsSiblings(expression)) return amongSiblings(expression, context);
  const { slices, resolution } = pointSlices([expression], context);
  return {
    alone: true,
    settled: resolution === undefined ? everyLength : { how: 'sampled', resolution },
    curves: slices.map((slice) => ({ ...slice, values: evaluateSlice(expression, slice) })),
  };
}

/** Share of right answers and spread of lengths among the siblings of a world. */
const worlds = [
  { right: 0.5, shortest: 0.05, longest: 0.95 },
  { right: 1, shortest: 0.1, longest: 0.9 },
  { right: 0.75, shortest: 0.02, longest: 0.4 },
  { right: 0.25, shortest: 0.3, longest: 0.8 },
];
const PROBES = 40;

/** One rollout takes every length of a grid, the others of its group staying as they are. */
function amongSiblings(expression: Expression, context: AnalysisContext): Curves {
  const random = drawing();
  const layout = layoutOf(context);
  const curves = worlds.flatMap(({ right, shortest, longest }, world) => {
    const siblings = layout.map((tier, index) => {
      const { cap } = context.tiers[tier] as AnalysisContext['tiers'][number];
      const share = shortest + (longest - shortest) * random();
      return { tier, correct: index / layout.length < right, tokens: Math.round(share * cap) };
    });
    const mixed = shuffled(siblings, random);
    return context.tiers.flatMap(({ cap, budget }, tier) => {
      const lengths = grid(cap, budget);
      const place = layout.indexOf(tier);
      return [true, false].map((correct): Curve => {
        const groups = [...lengths].flatMap((tokens) =>
          mixed.map((sibling, index) => (index === place ? { tier, correct, tokens } : sibling)),
        );
        const rows = rowsOf(groups, layout.length, context, () => 0.5);
        // All lengths at one time: the end of the run.
        const { step, progress } = rows.fields;
        const fields = {
          ...rows.fields,
          step: step.map(() => context.steps),
          progress: progress.map(() => 1),
        };
        const all = evaluateShape(expression, { ...rows, fields });
        const values = lengths.map((_, probe) => all[probe * layout.length + place] as number);
        return { tier, correct, world, lengths, values };
      });
    });
  });
  const resolution = `${worlds.length} sets of siblings, ${PROBES} lengths`;
  return { alone: false, curves, settled: { how: 'sampled', resolution } };
}

/** Correctness and length change places; every place keeps its tier. */
function shuffled<T extends { readonly tier: number }>(members: readonly T[], random: () => number): T[] {
  const order = members.map((member) => ({ member, key: random() })).sort((a, b) => a.key - b.key);
  return members.map(({ tier }, index) => ({ ...(order[index] as { member: T }).member, tier }));
}

function grid(cap: number, budget: number): Float64Array {
  const lengths = new Set([0, cap, budget - 1, budget, budget + 1, budget + 2]);
  for (let probe = 0; probe <= PROBES; probe++) lengths.add(Math.round((probe * cap) / PROBES));
  return Float64Array.from([...lengths].filter((tokens) => tokens >= 0 && tokens <= cap)).sort();
}
