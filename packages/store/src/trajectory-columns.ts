// The columns of trajectory files. Every table names its rows by group_id and rollout.
import type { Rollout, ScoredRollout, SignalValues, Trajectory } from '@allot/spec';
import type { Column, TableRow } from './parquet-table.js';

/** A rollout and its texts. */
export interface RolloutRow extends Rollout {
  /** Decoded prompt and response, for people. */
  readonly promptText: string;
  readonly text: string;
}

export type ScoreRow = Pick<
  ScoredRollout,
  'groupId' | 'rollout' | 'answer' | 'correct' | 'formatted' | 'reward' | 'components' | 'signals'
>;
export type AdvantageRow = Pick<Trajectory, 'groupId' | 'rollout' | 'advantage' | 'tokenAdvantages'>;
/** A sampled response of an evaluation; it has no reward. */
export type EvaluationRow = RolloutRow & Pick<ScoredRollout, 'answer' | 'correct' | 'formatted'>;

interface Key {
  readonly groupId: string;
  readonly rollout: number;
}

const keyColumns: readonly Column<Key>[] = [
  { name: 'group_id', type: 'text', value: (row) => row.groupId },
  { name: 'rollout', type: 'int32', value: (row) => row.rollout },
];

export const rolloutColumns: readonly Column<RolloutRow>[] = [
  ...keyColumns,
  { name: 'problem_id', type: 'text', value: (row) => row.problemId },
  { name: 'tier', type: 'int32', value: (row) => row.tier },
  { name: 'budget', type: 'int32', value: (row) => row.budget },
  { name: 'difficulty', type: 'double', optional: true, value: (row) => row.difficulty },
  { name: 'prompt_tokens', type: 'int32-list', value: (row) => row.promptTokens },
  { name: 'response_tokens', type: 'int32-list', value: (row) => row.responseTokens },
  { name: 'token_origins', type: 'int32-list', value: (row) => row.tokenOrigins },
  { name: 'log_probabilities', type: 'float-list', value: (row) => row.logProbabilities },
  { name: 'tokens', type: 'int32', value: (row) => row.tokens },
  { name: 'thinking_tokens', type: 'int32', value: (row) => row.thinkingTokens },
  { name: 'finish_reason', type: 'text', value: (row) => row.finishReason },
  { name: 'prompt', type: 'text', value: (row) => row.promptText },
  { name: 'text', type: 'text', value: (row) => row.text },
];

/** A column of files whose rows have it. */
export const referenceColumn: Column<RolloutRow> = {
  name: 'reference_log_probabilities',
  type: 'float-list',
  optional: true,
  value: (row) => row.referenceLogProbabilities,
};

const gradeColumns: readonly Column<Pick<ScoredRollout, 'answer' | 'correct' | 'formatted'>>[] = [
  { name: 'answer', type: 'text', value: (row) => row.answer },
  { name: 'correct', type: 'boolean', value: (row) => row.correct },
  { name: 'formatted', type: 'boolean', value: (row) => row.formatted },
];

export const scoreColumns: readonly Column<ScoreRow>[] = [
  ...keyColumns,
  ...gradeColumns,
  { name: 'reward', type: 'double', value: (row) => row.reward },
];

const COMPONENT = 'reward_';

/** A column for each named component of the reward. */
export const componentColumns = (names: readonly string[]): readonly Column<ScoreRow>[] =>
  names.map((name) => ({ name: COMPONENT + name, type: 'double', value: (row) => row.components[name] }));

/** Names of the components among a file's columns. */
export const componentNames = (columns: readonly string[]): readonly string[] =>
  columns.filter((column) => column.startsWith(COMPONENT)).map((column) => column.slice(COMPONENT.length));

const SIGNAL = 'signal_';
const TOKEN_SIGNAL = 'token_signal_';

/** A column for each signal: its number of the response, or those of its tokens. */
export const signalColumns = (signals: SignalValues): readonly Column<ScoreRow>[] =>
  Object.entries(signals).map(([name, value]) =>
    typeof value === 'number'
      ? { name: SIGNAL + name, type: 'double', value: (row) => row.signals?.[name] as number }
      : {
          name: TOKEN_SIGNAL + name,
          type: 'float-list',
          value: (row) => row.signals?.[name] as Float32Array,
        },
  );

/** The same for what stands in a file. */
export const signalColumnsOf = (columns: readonly string[]): readonly Column<ScoreRow>[] =>
  columns.flatMap((column) => {
    if (column.startsWith(TOKEN_SIGNAL))
      return signalColumns({ [column.slice(TOKEN_SIGNAL.length)]: new Float32Array() });
    return column.startsWith(SIGNAL) ? signalColumns({ [column.slice(SIGNAL.length)]: 0 }) : [];
  });

function toSignals(row: TableRow): Pick<ScoreRow, 'signals'> {
  const signals = Object.entries(row).flatMap(([column, value]): [string, number | Float32Array][] => {
    if (column.startsWith(TOKEN_SIGNAL))
      return [[column.slice(TOKEN_SIGNAL.length), Float32Array.from(value as number[])]];
    return column.startsWith(SIGNAL) ? [[column.slice(SIGNAL.length), Number(value)]] : [];
  });
  return signals.length > 0 ? { signals: Object.fromEntries(signals) } : {};
}

export const advantageColumns: readonly Column<AdvantageRow>[] = [
  ...keyColumns,
  { name: 'advantage', type: 'double', value: (row) => row.advantage },
];

/** In files of runs that tell the tokens of a response apart. */
export const tokenAdvantagesColumn: Column<AdvantageRow> = {
  name: 'token_advantages',
  type: 'float-list',
  value: (row) => row.tokenAdvantages,
};

export const evaluationColumns: readonly Column<EvaluationRow>[] = [...rolloutColumns, ...gradeColumns];

/** A row of `rolloutColumns` as read from a file. */
export function toRollout(row: TableRow): RolloutRow {
  const difficulty = row.difficulty as number | null | undefined;
  const reference = row.reference_log_probabilities as number[] | undefined;
  return {
    problemId: String(row.problem_id),
    groupId: String(row.group_id),
    tier: Number(row.tier),
    budget: Number(row.budget),
    rollout: Number(row.rollout),
    ...(typeof difficulty === 'number' ? { difficulty } : {}),
    promptTokens: Int32Array.from(row.prompt_tokens as number[]),
    responseTokens: Int32Array.from(row.response_tokens as number[]),
    tokenOrigins: Uint8Array.from(row.token_origins as number[]),
    logProbabilities: Float32Array.from(row.log_probabilities as number[]),
    ...(reference ? { referenceLogProbabilities: Float32Array.from(reference) } : {}),
    tokens: Number(row.tokens),
    thinkingTokens: Number(row.thinking_tokens),
    finishReason: row.finish_reason === 'stop' ? 'stop' : 'length',
    promptText: String(row.prompt),
    text: String(row.text),
  };
}

export function toScore(row: TableRow): ScoreRow {
  const names = componentNames(Object.keys(row));
  return {
    groupId: String(row.group_id),
    rollout: Number(row.rollout),
    ...toGrade(row),
    reward: Number(row.reward),
    components: Object.fromEntries(names.map((name) => [name, Number(row[COMPONENT + name])])),
    ...toSignals(row),
  };
}

export const toAdvantage = (row: TableRow): AdvantageRow => ({
  groupId: String(row.group_id),
  rollout: Number(row.rollout),
  advantage: Number(row.advantage),
  ...(row.token_advantages ? { tokenAdvantages: Float32Array.from(row.token_advantages as number[]) } : {}),
});

export const toGrade = (row: TableRow): Pick<ScoredRollout, 'answer' | 'correct' | 'formatted'> => ({
  answer: String(row.answer),
  correct: row.correct === true,
  formatted: row.formatted === true,
});
