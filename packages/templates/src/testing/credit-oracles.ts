// Every credit a second time, in plain TypeScript over rows and their tokens, with the default values written out.
import type { Row, TokenRow } from './rows.js';
import { mean, quantile, std, sum } from './statistics.js';

/** The value of the token at a place of a row, among the rows of its group. */
export type CreditOracle = (row: Row, at: number, siblings: readonly Row[]) => number;

const rate = (rows: readonly Row[]): number => mean(rows.map(({ correct }) => Number(correct)));
const tokenOf = ({ response }: Row, at: number): TokenRow => response[at] as TokenRow;

/** Reward of a place for DECS; a response that has ended goes on as it was. */
function decsReward(row: Row, at: number): number {
  if (!row.correct) return 0;
  const own = row.response[at];
  if (!own?.thinking || own.needed === 1) return 1.1;
  return 1 - (0.1 * row.tokens) / row.lMax;
}

const stretches = ['first', 'second', 'third', 'fourth'] as const;
const shares = (row: Row): number[] => stretches.map((name) => row.signals[name] as number);
const returned = (row: Row, s: number): number => sum(shares(row).slice(s)) / 4;

export const creditOracles: Readonly<Record<string, CreditOracle>> = {
  decs: (row, at, siblings) => {
    const rewards = siblings.map((one) => decsReward(one, at));
    return (decsReward(row, at) - mean(rewards)) / (std(rewards) + 1e-6);
  },
  attnpo: (row, at, siblings) => {
    const p = rate(siblings);
    const base = (p * p * row.answerTokens) / row.tokens;
    const { attention } = tokenOf(row, at);
    if (!row.correct) return 1;
    if (row.advantage > 0 && attention < base && 1000 * (1 - p) < row.step)
      return (p * p * attention) / base + 1 - p * p;
    return row.advantage < 0 && attention > base ? 0 : 1;
  },
  sas: (row, at) => {
    const steps = new Map<number, number[]>();
    for (const { segmentIndex, logProbability } of row.response)
      steps.set(segmentIndex, [...(steps.get(segmentIndex) ?? []), logProbability]);
    const sure = [...steps.values()].map(mean);
    const own = mean(steps.get(tokenOf(row, at).segmentIndex) as number[]);
    return (row.correct && own < quantile(sure, 0.3)) || (!row.correct && own > quantile(sure, 0.7)) ? 0 : 1;
  },
  'anytime-reasoner': (row, at, siblings) => {
    const s = Math.min(3, Math.floor(at / 2000));
    const weights = [1, 2, 4].slice(0, s);
    const before = s === 0 ? 0 : sum(weights.map((w, j) => w * (shares(row)[j] as number))) / sum(weights);
    const own = ((4 - s) / 4) * before;
    const groups = mean(siblings.map((one) => returned(one, s)));
    return returned(row, s) - (s * own + (4 - s) * groups) / 4;
  },
  'lc-r1': (row, at) => {
    const closing = row.response.findIndex(({ thinking }) => !thinking);
    if (!row.correct || at !== closing) return 0;
    const { validThinking = 0, keepsAnswer } = row.signals;
    return keepsAnswer ? 1 - validThinking / Math.max(row.thinkingTokens, 1) : -1;
  },
};
