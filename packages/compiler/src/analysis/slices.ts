// The rows over which a shape of single rollouts is evaluated: every length, in every tier, right and wrong.
import { type Expression, evaluateShape, type ShapeField, somePart } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { type KnownFields, specialise } from './specialise.js';
import { type StandIns, standInShares, standInValue } from './stand-ins.js';

/** Rows that share all fields but the length and what follows from it. */
export interface Slice {
  readonly tier: number;
  readonly correct: boolean;
  /** What the rows share beside tier and correctness; equal numbers can stand in one group. */
  readonly world: number;
  readonly known: KnownFields;
  readonly lengths: Float64Array;
  /** Share of the tokens that are thinking. */
  readonly thinking: number;
  /** Whether a response as long as its cap counts as truncated. */
  readonly cut: boolean;
}

export interface Slices {
  readonly slices: readonly Slice[];
  /** Absent: nothing is left out. */
  readonly resolution?: string;
}

export const readsField = (expression: Expression, ...names: readonly ShapeField[]): boolean =>
  somePart(expression, (part) => part.kind === 'field' && names.some((name) => name === part.name));

/** One value a length of the slice. */
export function evaluateSlice(expression: Expression, slice: Slice): Float64Array {
  const { lengths, thinking, known, cut } = slice;
  const rest = specialise(expression, known);
  if (rest.kind === 'number' || rest.kind === 'parameter')
    return new Float64Array(lengths.length).fill(rest.value);
  const whole = readsField(rest, 'thinkingTokens', 'answerTokens')
    ? lengths.map((tokens) => Math.round(tokens * thinking))
    : lengths;
  const last = lengths.at(-1);
  return evaluateShape(rest, {
    length: lengths.length,
    fields: {
      tokens: lengths,
      thinkingTokens: whole,
      answerTokens: lengths.map((tokens, row) => tokens - (whole[row] as number)),
      truncated: lengths.map((tokens) => (cut && tokens === last ? 1 : 0)),
    },
  });
}

/** Values that fields take one at a time, the first being the usual one. */
const variants: Readonly<Partial<Record<ShapeField, readonly number[]>>> = {
  mode: [1, 0],
  repetition: [0, 0.5, 0.99],
  meanLogProbability: [-0.5, -0.01, -5],
  minLogProbability: [-5, -0.1, -20],
};
const thinkingShares = [0.9, 1, 0.5, 0];

/** Longest cap of which every length is evaluated. */
const EVERY_LENGTH = 65_536;
/** Lengths of a longer cap. */
const SAMPLED_LENGTHS = 16_384;

/** Slices for expressions that read no other rows. */
export function pointSlices(expressions: readonly Expression[], context: AnalysisContext): Slices {
  const reads = (...names: readonly ShapeField[]): boolean =>
    expressions.some((expression) => readsField(expression, ...names));
  const { tiers, lMax, steps } = context;
  const when = reads('step', 'progress') ? [...new Set([1, Math.ceil(steps / 2), steps])] : [steps];
  const answers = [
    { correct: true, formatted: 1, cut: false },
    { correct: false, formatted: 1, cut: true },
    ...(reads('formatted') ? [{ correct: false, formatted: 0, cut: true }] : []),
  ];
  const extras = extraFields(reads, context.standIns);
  const stride = Math.max(1, Math.ceil(lMax / SAMPLED_LENGTHS));
  const coarse = lMax > EVERY_LENGTH;
  const marks = tiers.flatMap(({ budget, cap }) => [cap, budget - 1, budget, budget + 1, budget + 2]);
  const slices = tiers.flatMap(({ budget, cap }, tier) => {
    const lengths = coarse
      ? someLengths(cap, stride, marks)
      : Float64Array.from({ length: cap + 1 }, (_, n) => n);
    return when.flatMap((step, world) =>
      answers.flatMap(({ correct, formatted, cut }) =>
        extras.map(({ thinking, fields }): Slice => {
          const known = {
            correct: Number(correct),
            formatted,
            budget,
            tier,
            lMax,
            step,
            progress: step / steps,
            ...fields,
          };
          return { tier, correct, world, lengths, thinking, cut, known };
        }),
      ),
    );
  });
  const parts = [
    ...(coarse ? [`every ${stride} tokens`] : []),
    ...(when.length > 1 ? [`at the steps ${when.join(', ')}`] : []),
    ...(extras.length > 1 ? [`${extras.length} settings of the other fields`] : []),
  ];
  return parts.length > 0 ? { slices, resolution: parts.join(', ') } : { slices };
}

interface Extra {
  readonly thinking: number;
  readonly fields: KnownFields;
}

/** The usual values, and each other value alone. */
function extraFields(
  reads: (...names: readonly ShapeField[]) => boolean,
  standIns: StandIns = new Map(),
): readonly Extra[] {
  const read = [
    ...Object.entries(variants).filter(([name]) => reads(name as ShapeField)),
    ...[...standIns].map(
      ([name, interval]) => [name, standInShares.map((share) => standInValue(interval, share))] as const,
    ),
  ];
  const usual = Object.fromEntries(read.map(([name, values]) => [name, values[0] as number]));
  const [share = 1, ...shares] = reads('thinkingTokens', 'answerTokens') ? thinkingShares : [1];
  return [
    { thinking: share, fields: usual },
    ...shares.map((thinking) => ({ thinking, fields: usual })),
    ...read.flatMap(([name, values]) =>
      values.slice(1).map((value) => ({ thinking: share, fields: { ...usual, [name]: value } })),
    ),
  ];
}

/** Every `stride` tokens, and the marks: the same lengths in every tier, up to its cap. */
function someLengths(cap: number, stride: number, marks: readonly number[]): Float64Array {
  const lengths = new Set(marks);
  for (let tokens = 0; tokens <= cap; tokens += stride) lengths.add(tokens);
  return Float64Array.from([...lengths].filter((tokens) => tokens >= 0 && tokens <= cap)).sort();
}
