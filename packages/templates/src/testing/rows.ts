// Rows of a batch as tests write them, and templates evaluated over them.
import { evaluateShape, evaluateTokens, type ShapeField, type ShapeRows } from '@allot/spec';
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
  /** Numbers from outside, by name. */
  readonly signals: Readonly<Record<string, number>>;
  /** Tokens that carry loss. */
  readonly response: readonly TokenRow[];
}

export interface TokenRow {
  readonly logProbability: number;
  readonly thinking: boolean;
  readonly segmentIndex: number;
  /** Numbers from outside. */
  readonly attention: number;
  readonly needed: number;
}

export const token = (given: Partial<TokenRow> = {}): TokenRow => ({
  logProbability: -1,
  thinking: true,
  segmentIndex: 0,
  attention: 0.1,
  needed: 1,
  ...given,
});

const plainSignals = {
  low: 1,
  lowReference: 1,
  high: 1,
  highReference: 1,
  validThinking: 1,
  keepsAnswer: 1,
  first: 1,
  second: 1,
  third: 1,
  fourth: 1,
};

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
  signals: { ...plainSignals },
  response: [],
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
    Object.keys(row())
      .filter((key) => key !== 'signals' && key !== 'response')
      .map((key) => [key, rows.map((one) => Number(one[key as keyof Row]))]),
  ) as Record<ShapeField | 'group', number[]>;
  const signals = new Set(rows.flatMap((one) => Object.keys(one.signals)));
  const tokens = rows.flatMap(({ response }) => response);
  const column = (of: (one: TokenRow) => number | boolean) => tokens.map((one) => Number(of(one)));
  return {
    length: rows.length,
    fields,
    group,
    signals: Object.fromEntries(
      [...signals].map((name) => [name, rows.map((one) => one.signals[name] ?? Number.NaN)]),
    ),
    responses: {
      row: Int32Array.from(rows.flatMap(({ response }, at) => response.map(() => at))),
      fields: {
        index: rows.flatMap(({ response }) => response.map((_, at) => at)),
        segmentIndex: column((one) => one.segmentIndex),
        logProbability: column((one) => one.logProbability),
        thinking: column((one) => one.thinking),
      },
      signals: { attention: column((one) => one.attention), needed: column((one) => one.needed) },
    },
  };
}

type Parameters = Readonly<Record<string, number | boolean>>;

/** Cells that `memory` does not name stand at their initial values. */
const evaluate =
  (kind: 'rewards' | 'advantages' | 'credits') =>
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
    const values = kind === 'credits' ? evaluateTokens : evaluateShape;
    return [...values(template.build(parameters), columns)];
  };

export const rewardOf = evaluate('rewards');
export const advantageOf = evaluate('advantages');
/** One value a token, row by row. */
export const creditOf = evaluate('credits');
