// Rows of a batch as tests write them, and templates evaluated over them.
import { evaluateShape, type ShapeField, type ShapeRows } from '@allot/spec';
import { templates } from '../library.js';

export interface Row {
  readonly group: number;
  readonly tokens: number;
  readonly thinkingTokens: number;
  readonly answerTokens: number;
  readonly correct: boolean;
  readonly formatted: boolean;
  readonly truncated: boolean;
  readonly budget: number;
  readonly tier: number;
  readonly mode: number;
  readonly lMax: number;
  readonly step: number;
  readonly progress: number;
  readonly repetition: number;
  readonly meanLogProbability: number;
  readonly minLogProbability: number;
  readonly reward: number;
  readonly advantage: number;
}

/** A right, well-formed answer of 1,000 tokens at budget 1,024 of at most 4,096, alone in group 0 unless said otherwise. */
export const row = (given: Partial<Row> = {}): Row => ({
  group: 0,
  tokens: 1000,
  thinkingTokens: given.tokens ?? 1000,
  answerTokens: 0,
  correct: true,
  formatted: true,
  truncated: false,
  budget: 1024,
  tier: 0,
  mode: 1,
  lMax: 4096,
  step: 1,
  progress: 0.01,
  repetition: 0,
  meanLogProbability: -0.5,
  minLogProbability: -2,
  reward: 0,
  advantage: 0,
  ...given,
});

/** Siblings of one group: right answers by their lengths, then wrong ones. */
export const siblings = (right: readonly number[], wrong: readonly number[] = []): readonly Row[] => [
  ...right.map((tokens) => row({ tokens })),
  ...wrong.map((tokens) => row({ tokens, correct: false })),
];

/** Rollouts of one group by their rewards. */
export const rewarded = (...rewards: readonly number[]): readonly Row[] =>
  rewards.map((reward) => row({ reward, correct: reward > 0 }));

export function columnsOf(rows: readonly Row[]): ShapeRows {
  const { group, ...fields } = Object.fromEntries(
    Object.keys(row()).map((key) => [key, rows.map((one) => Number(one[key as keyof Row]))]),
  ) as Record<ShapeField | 'group', number[]>;
  return { length: rows.length, fields, group };
}

type Parameters = Readonly<Record<string, number | boolean>>;

/** Cells that `memory` does not name stand at their initial values. */
const evaluate =
  (kind: 'rewards' | 'advantages') =>
  (
    name: string,
    rows: readonly Row[],
    parameters: Parameters = {},
    memory: Readonly<Record<string, number>> = {},
  ): number[] => {
    const template = templates[kind].get(name);
    if (!template) throw new Error(`there is no template ${name}`);
    const state = Object.entries(template.cells?.(parameters) ?? {}).map(
      ([cell, { initial }]) => [cell, rows.map(() => memory[cell] ?? initial)] as const,
    );
    const columns = { ...columnsOf(rows), state: Object.fromEntries(state) };
    return [...evaluateShape(template.build(parameters), columns)];
  };

export const rewardOf = evaluate('rewards');
export const advantageOf = evaluate('advantages');
