// Every reward a second time, in plain TypeScript over rows, with the default values written out.
import type { Row } from './rows.js';
import { clip, least, mean, most, quantile, sigmoid, std } from './statistics.js';

/** The value of one row, given its siblings (itself among them) and its batch. */
export type Oracle = (row: Row, siblings: readonly Row[], batch: readonly Row[]) => number;

const lengths = (rows: readonly Row[]): number[] => rows.map((row) => row.tokens);
const right = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row.correct);
const wrong = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => !row.correct);
const rate = (rows: readonly Row[]): number => right(rows).length / rows.length;

const quarter = (length: number, lMax: number, pi = Math.PI): number =>
  4 * Math.cos((pi * length) / (2 * lMax));

const hbpoPieces = ({ tokens, budget, lMax }: Row, pi?: number): readonly [number, number] => [
  quarter(tokens, lMax, pi) - Math.abs(tokens - budget) / lMax,
  quarter(budget, lMax, pi),
];

const laserTarget = (siblings: readonly Row[], lMax: number): number => {
  const p = rate(siblings);
  if (p >= 2 / 3) return lMax / 8;
  return p >= 1 / 3 ? lMax / 4 : lMax / 2;
};

const laser = (row: Row, rightBonus: boolean, wrongBonus = false): number => {
  if (!row.formatted) return -1;
  return row.correct ? 1 + (rightBonus ? 0.5 : 0) : -0.5 + (wrongBonus ? 0.5 : 0);
};

const autothink = ({ mode, correct }: Row): number => {
  if (mode === 1) return correct ? 1 : 0;
  return correct ? 2 : -1;
};

export const rewardOracles: Readonly<Record<string, Oracle>> = {
  hbpo: (row) => {
    if (!row.correct || row.tokens > row.lMax) return 0;
    const [f1, f2] = hbpoPieces(row);
    return row.tokens > row.budget ? f1 : f2;
  },
  'hbpo-released': (row) => {
    if (!row.formatted) return -1;
    if (!row.correct || row.tokens > row.lMax) return 0;
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: the released code's own number
    return Math.min(...hbpoPieces(row, 3.1416));
  },
  bingo: ({ correct, signals: { low = 0, lowReference = 0, high = 0, highReference = 0 } }) => {
    const x = Math.cos(Math.min(low / Math.max(lowReference, 1), Math.PI / 2));
    if (correct) return 1 + 5 * x;
    return Math.min(0, 2 * (x - 1) + ((5 / (Math.PI / 2)) * high) / Math.max(highReference, 1) - 5);
  },
  classic: ({ correct }) => (correct ? 1 : 0),
  'global-cosine': ({ correct, tokens, lMax }) => (correct && tokens <= lMax ? quarter(tokens, lMax) : 0),
  cosine: ({ correct, tokens, lMax }) => {
    if (tokens + 16 >= lMax) return -10;
    const [start, end] = correct ? [2, 1] : [-10, 0];
    return end + ((start - end) / 2) * (1 + Math.cos((Math.PI * tokens) / lMax));
  },
  'l1-exact': ({ correct, tokens, budget }) => (correct ? 1 : 0) - 0.0003 * Math.abs(budget - tokens),
  'l1-max': ({ correct, tokens, budget }) => (correct ? clip(0.0003 * (budget - tokens) + 0.5, 0, 1) : 0),
  budgetthinker: ({ correct, formatted, tokens, budget }) => {
    const room = budget + Math.floor(budget / 50);
    const d = (tokens - room) / room;
    let near = Math.max(1 - (tokens < room && budget >= 1500 ? 1 : 16) * d * d, 0);
    if (correct && tokens <= room) near = 1;
    return (correct ? 0.7 : 0) + (formatted ? 0.15 : 0) + 0.15 * near;
  },
  'lapo-internalize': ({ correct, tokens, budget }) =>
    correct ? 1 + 0.7 * Math.exp(-((tokens - budget) ** 2) / (2 * 120 ** 2)) : 0,
  'dapo-overlong': ({ correct, tokens, lMax }) => {
    const cache = lMax / 5;
    const over = tokens - (lMax - cache);
    return (correct ? 1 : -1) - clip(over / cache, 0, 1);
  },
  thinkprune: ({ correct, tokens }) => (correct && tokens <= 4000 ? 1 : 0),
  dler: ({ correct, tokens }) => (correct && tokens <= 4000 ? 1 : 0),
  laser: (row) => laser(row, row.tokens <= 8192),
  'a-dlp': ({ correct, tokens }) => (correct ? 1 : -1) - tokens / 1000,
  hapo: ({ correct }) => (correct ? 1 : 0),
  tlmre: (row, siblings) => {
    if (!row.correct || row.truncated) return 0;
    const known = lengths(right(siblings).filter(({ truncated }) => !truncated));
    return 1 - 0.1 * sigmoid((row.tokens - mean(known)) / (std(known, 0) + 1e-7));
  },
  kimi: ({ correct, tokens }, siblings) => {
    const [low, high] = [least(lengths(siblings)), most(lengths(siblings))];
    const lambda = high === low ? 0 : 0.5 - (tokens - low) / (high - low);
    return correct ? 1 + 0.4 * lambda : 0.4 * Math.min(0, lambda);
  },
  shorterbetter: ({ correct, tokens }, siblings) => {
    const known = lengths(right(siblings));
    const optimal = known.length > 0 ? Math.min(...known) : mean(lengths(siblings));
    return (correct ? 2 : 0) - 0.001 * Math.abs(tokens - optimal);
  },
  dast: ({ correct, tokens, lMax }, siblings) => {
    const p = rate(siblings);
    const budget = p * mean(lengths(right(siblings))) + (1 - p) * lMax;
    const lambda = (tokens - budget) / budget;
    return correct ? Math.max(0.5 - 0.5 * lambda, 0.1) : Math.min(0.9 * lambda - 0.1, -0.1);
  },
  'grpo-lead': ({ correct, tokens }, siblings) => {
    const known = lengths(right(siblings));
    return correct ? Math.exp((-0.05 * (tokens - mean(known))) / (std(known) + 1e-6)) : -1;
  },
  // Counted pair by pair, the two virtual siblings among them.
  twyn: (row, siblings) => {
    const others = siblings.filter((other) => other !== row);
    const all = [
      ...others.map(({ correct, tokens }) => ({ correct, tokens })),
      { correct: false, tokens: 0 },
      { correct: true, tokens: Number.POSITIVE_INFINITY },
    ];
    let score = 0;
    for (const other of all)
      if (row.correct && other.correct) score += Math.sign(other.tokens - row.tokens);
      else if (row.correct !== other.correct) score += row.correct ? 10 : -10;
    return score;
  },
  'lc-r1': ({ correct, formatted, tokens }, siblings) =>
    (formatted ? 1 : 0) + (correct ? 2 - tokens / most(lengths(right(siblings))) : 0),
  jet: ({ correct, formatted, tokens }, siblings) => {
    const form = formatted ? 0.1 : 0;
    if (!correct) return form;
    const known = lengths(right(siblings));
    const share = (most(known) - tokens) / (most(known) - least(known) + 1e-8);
    return form + 0.9 + share * 1.2 * 0.95 + 0.05;
  },
  'short-rl': ({ correct, formatted, tokens }, siblings) => {
    if (!formatted) return -3;
    if (!correct) return -0.5;
    const known = lengths(right(siblings));
    if (tokens <= least(known) + 100) return 3.5;
    return 3.5 - (tokens - least(known)) / (most(known) - least(known) + 1e-5);
  },
  'lapo-discovery': ({ correct, tokens }, siblings) => {
    if (!correct) return 0;
    const known = lengths(right(siblings));
    const [low, high] = [quantile(known, 0.3), quantile(known, 0.7)];
    if (low >= high) return 1;
    if (low <= tokens && tokens <= high) return 1.7;
    const away = Math.min(Math.abs(tokens - low), Math.abs(tokens - high));
    return 1 + 0.7 * Math.max(0, 1 - away / 100);
  },
  smartthinker: (row, siblings) => {
    const p = rate(siblings);
    if (p === 0 || p === 1) return row.correct ? 1 : 0;
    const [all, known] = [lengths(siblings), lengths(right(siblings))];
    const [m1, m2] = [mean(all), mean(known)];
    const v1 = mean(all.map((length) => (length - m1) ** 2));
    const v2 = mean(known.map((length) => (length - m2) ** 2));
    let best = clip((v1 * m2 - v2 * m1) / (v1 - v2), least(all), most(all));
    if (v2 > v1) best = least(all);
    if (Math.abs(v2 - v1) < 1e-6) best = m2 < m1 ? most(all) : least(all);
    const penalty = (one: Row): number => (one.correct ? Math.max(0, one.tokens - best) : 0);
    const room = most(right(siblings).map(penalty)) - mean(siblings.map(penalty));
    return (row.correct ? 1 : 0) - ((1 - p) / (room + 1e-6)) * penalty(row);
  },
  gr3: ({ correct, tokens }, siblings) =>
    correct ? 1 / (1 + (0.33 * tokens) / Math.max(mean(lengths(siblings)), 1)) : 0,
  grlc: (row, siblings) => {
    const top = quantile(
      siblings.map(({ correct }) => Number(correct)),
      0.8,
    );
    const term = (field: 'thinkingTokens' | 'answerTokens'): number => {
      const all = siblings.map((one) => one[field]);
      const span = most(all) - least(all);
      const short = (length: number): number => (span === 0 ? 1 : 1 - (length - least(all)) / span);
      const bonus = row[field] === least(all) && Number(row.correct) >= top ? 0.5 : 0;
      return 0.5 * (short(row[field]) - mean(all.map(short))) + bonus;
    };
    return Number(row.correct) + term('thinkingTokens') + term('answerTokens');
  },
  dot: ({ correct, tokens }, siblings) => {
    if (rate(siblings) < 1) return correct ? 1 : 0;
    const limit = Math.floor(mean(lengths(siblings)) + 3 * std(lengths(siblings)));
    return tokens - limit >= 32 ? 0 : 1;
  },
  'da-dler': ({ correct, tokens }, siblings) =>
    correct && tokens <= (rate(siblings) >= 0.5 ? 2000 : 4000) ? 1 : 0,
  'laser-d': (row, siblings) => laser(row, row.tokens <= laserTarget(siblings, row.lMax)),
  'laser-de': (row, siblings) => {
    const within = row.tokens <= laserTarget(siblings, row.lMax);
    return laser(row, within, !within && row.repetition < 0.5);
  },
  alp: ({ correct, tokens }, siblings) =>
    (correct ? 1 : 0) - 1e-7 * tokens * Math.max(rate(siblings), 1 / siblings.length),
  autothink,
  'autothink-balance': (row, _, batch) => {
    const thinking = mean(batch.map(({ mode }) => mode));
    const u = clip(2 * ((row.mode === 1 ? thinking : 1 - thinking) - 0.5), 0, 1);
    const target = row.mode === 1 ? (row.correct ? 0 : -1) : row.correct ? 1 : -2;
    return (1 - u) * autothink(row) + u * target;
  },
  'autothink-length': (row, siblings) => {
    const alike = lengths(row.correct ? right(siblings) : wrong(siblings));
    if (alike.length < 2) return autothink(row);
    const z = (row.tokens - mean(alike)) / Math.max(std(alike), 1e-6);
    return autothink(row) + (row.correct ? Math.exp(-0.05 * z) - 1 : 1 - Math.exp(-0.05 * z));
  },
  thinkless: ({ correct, mode }) => {
    if (!correct) return -1;
    return mode === 1 ? 0.5 : 1;
  },
};
