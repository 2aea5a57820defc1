// A shape as curves over the length of a response: one a tier for right answers, one for wrong ones.
import {
  type Expression,
  evaluateShape,
  readsOf,
  readsTokens,
  type ShapeField,
  type ShapeReads,
  type ShapeRows,
  signalsOf,
} from '@allot/spec';
import { type Crossing, findCrossings } from './crossings.js';
import {
  DRAWN_SIGNAL,
  type DrawnRollout,
  describeFixed,
  drawnField,
  drawnTokens,
  referenceSiblings,
  type ShapeSetting,
} from './shape-setting.js';

export interface DrawnShape {
  readonly kind: 'reward' | 'advantage';
  readonly expression: Expression;
  /** For an advantage: the reward that the rollouts get. */
  readonly reward?: { readonly name: string; readonly expression: Expression };
}

export interface ShapeCurve {
  /** Index of the tier; absent where every tier has the same curve. */
  readonly tier?: number;
  readonly correct: boolean;
  /** One value a length; NaN where the shape has none. */
  readonly values: Float64Array;
}

export interface ShapeCurves {
  readonly kind: DrawnShape['kind'];
  readonly setting: ShapeSetting;
  /** Lengths in tokens, ascending, from 0 to the cap. */
  readonly lengths: Float64Array;
  /** Distance between lengths, in tokens. */
  readonly resolution: number;
  readonly curves: readonly ShapeCurve[];
  /** Where the curves of right answers of two tiers change places. */
  readonly crossings: readonly Crossing[];
  /** What is held fixed, in words; absent when the shape reads nothing but length, correctness and tier. */
  readonly reference?: string;
}

/** Evaluates the shape at every length of a grid: each token where a rollout stands alone, coarser inside a group or where tokens are read. */
export function shapeCurves(shape: DrawnShape, setting: ShapeSetting): ShapeCurves {
  const reads = readsOf(shape.expression, ...(shape.reward ? [shape.reward.expression] : []));
  const grouped = reads.scopes.length > 0;
  const points = reads.tokenScopes.length > 0 ? 128 : grouped ? 1024 : 4096;
  const resolution = Math.max(1, Math.ceil(setting.lMax / points));
  const lengths = gridOf(setting.lMax, resolution);
  const draw = (correct: boolean): ShapeCurve[] =>
    mergeEqual(
      tiersOf(reads, setting).map((tier) => {
        const probes = Array.from(lengths, (tokens): DrawnRollout => ({ tokens, correct, tier }));
        return { tier, correct, values: evaluateProbes(shape, reads, probes, setting) };
      }),
    );
  const right = draw(true);
  const reference = describeFixed(reads.fields, {
    siblingsOf: grouped ? setting : undefined,
    reward: shape.reward?.name,
    signals: signalsRead(shape),
  });
  return {
    kind: shape.kind,
    setting,
    lengths,
    resolution,
    curves: [...right, ...draw(false)],
    crossings: findCrossings(lengths, right),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** Names of the signals of responses that are read. */
const signalsRead = ({ expression, reward }: DrawnShape): readonly string[] =>
  signalsOf(expression, ...(reward ? [reward.expression] : [])).flatMap(({ name, per }) =>
    per === 'response' ? [name] : [],
  );

function gridOf(lMax: number, step: number): Float64Array {
  const count = Math.ceil(lMax / step) + 1;
  return Float64Array.from({ length: count }, (_, index) => Math.min(lMax, index * step));
}

const tiersOf = ({ fields }: ShapeReads, { budgets }: ShapeSetting): number[] =>
  fields.includes('budget') || fields.includes('tier') ? [...budgets.keys()] : [0];

/** One curve for every tier where all of them are the same. */
function mergeEqual(curves: readonly (ShapeCurve & { readonly tier: number })[]): ShapeCurve[] {
  const [first] = curves;
  if (
    !first ||
    !curves.every(({ values }) => values.every((value, at) => Object.is(value, first.values[at])))
  )
    return [...curves];
  return [{ correct: first.correct, values: first.values }];
}

/** The value of the shape for each probe, alone or in its own group of siblings. */
function evaluateProbes(
  shape: DrawnShape,
  { fields, scopes }: ShapeReads,
  probes: readonly DrawnRollout[],
  setting: ShapeSetting,
): Float64Array {
  if (scopes.length === 0) return evaluateRollouts(shape, fields, probes, 1, setting);
  const siblings = referenceSiblings(setting);
  const size = siblings.length + 1;
  const groups = probes.map((probe) => [probe, ...siblings]);
  // A batch is one group here, so that probes do not see one another.
  if (scopes.includes('batch'))
    return Float64Array.from(
      groups,
      (group) => evaluateRollouts(shape, fields, group, size, setting)[0] as number,
    );
  const values = evaluateRollouts(shape, fields, groups.flat(), size, setting);
  return Float64Array.from(probes, (_, index) => values[index * size] as number);
}

function evaluateRollouts(
  { expression, reward }: DrawnShape,
  fields: readonly ShapeField[],
  rollouts: readonly DrawnRollout[],
  groupSize: number,
  setting: ShapeSetting,
): Float64Array {
  const columns: Partial<Record<ShapeField, Float64Array>> = {};
  for (const field of fields)
    if (field !== 'reward')
      columns[field] = Float64Array.from(rollouts, (rollout) => drawnField(field, rollout, setting));
  const group = Int32Array.from(rollouts, (_, row) => Math.floor(row / groupSize));
  const signals = signalsRead({ kind: 'reward', expression, ...(reward ? { reward } : {}) });
  const tokens = readsTokens(expression) || (reward && readsTokens(reward.expression));
  const rows: ShapeRows = {
    length: rollouts.length,
    fields: columns,
    group,
    signals: Object.fromEntries(
      signals.map((name) => [name, new Float64Array(rollouts.length).fill(DRAWN_SIGNAL)]),
    ),
    ...(tokens ? { responses: drawnTokens(rollouts) } : {}),
  };
  if (!reward) return evaluateShape(expression, rows);
  const rewards = evaluateShape(reward.expression, rows);
  return evaluateShape(expression, { ...rows, fields: { ...columns, reward: rewards } });
}
