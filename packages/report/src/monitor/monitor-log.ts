// Watches a log row by row, in memory that does not grow with it: depth and quality of each group against the baseline's evaluation.
import { type DifficultyRanges, randomStream, shuffledIndices } from '@allot/spec';
import type { Evaluation, ProblemResult } from '../compare/evaluated-policy.js';
import type { LogRow } from './log-row.js';
import type { MonitoredGroup, ToleratedDrift } from './monitor-document.js';
import { watchMean } from './monitored-mean.js';

export interface MonitorOptions {
  readonly alpha: number;
  readonly tolerated: ToleratedDrift;
}

export interface LogMonitor {
  observe(row: LogRow): void;
  readonly tests: number;
  readonly counts: {
    readonly used: number;
    readonly otherModes: ReadonlyMap<string, number>;
    readonly withoutDifficulty: number;
    readonly knownProblems: number;
    /** Lines that stand before an earlier one, by their times. */
    readonly outOfOrder: number;
  };
  groups(): readonly MonitoredGroup[];
}

/** The evaluations are of one dataset, each of another mode. */
export function createMonitor(evaluations: readonly Evaluation[], options: MonitorOptions): LogMonitor {
  const parts = evaluations.flatMap(partsOf);
  // Tokens and accuracy, upwards and downwards.
  const tests = 4 * parts.length;
  const groups = parts.map((part) => watchGroup(part, tests, options));
  const results = new Map(evaluations.map(({ mode, problems }) => [mode, problems]));
  const counts = {
    used: 0,
    otherModes: new Map<string, number>(),
    withoutDifficulty: 0,
    knownProblems: 0,
    outOfOrder: 0,
  };
  let newest = Number.NEGATIVE_INFINITY;
  const observe = (row: LogRow): void => {
    const time = row.time === undefined ? Number.NaN : Date.parse(row.time);
    if (time < newest) counts.outOfOrder++;
    if (time > newest) newest = time;
    const problems = results.get(row.mode);
    if (problems === undefined) {
      counts.otherModes.set(row.mode, (counts.otherModes.get(row.mode) ?? 0) + 1);
      return;
    }
    const known = row.problem === undefined ? undefined : problems.get(row.problem);
    const difficulty = row.difficulty ?? known?.difficulty;
    counts.used++;
    if (known !== undefined) counts.knownProblems++;
    if (difficulty === undefined) counts.withoutDifficulty++;
    for (const group of groups)
      if (group.part.mode === row.mode && isInside(difficulty, group.part.range)) group.observe(row, known);
  };
  return { observe, tests, counts, groups: () => groups.map((group) => group.result()) };
}

interface Part {
  readonly mode: string;
  readonly difficulty: string;
  /** Absent: all. */
  readonly range?: DifficultyRanges[string];
  readonly problems: readonly ProblemResult[];
  readonly maxTokens: number;
}

/** All problems of a mode, and those of each difficulty that has some. */
function partsOf({ mode, problems, difficulty: ranges, maxTokens }: Evaluation): Part[] {
  const all = [...problems.values()];
  const named = Object.entries(ranges).map(([difficulty, range]) => ({
    mode,
    difficulty,
    range,
    problems: all.filter((problem) => isInside(problem.difficulty, range)),
    maxTokens,
  }));
  return [
    { mode, difficulty: 'all', problems: all, maxTokens },
    ...named.filter((part) => part.problems.length > 0),
  ];
}

const isInside = (difficulty: number | undefined, range: DifficultyRanges[string] | undefined): boolean =>
  range === undefined || (difficulty !== undefined && difficulty >= range[0] && difficulty <= range[1]);

function watchGroup(part: Part, tests: number, { alpha, tolerated }: MonitorOptions) {
  // An order that is not that of difficulty, and does not depend on what was answered.
  const order = shuffledIndices(part.problems.length, randomStream(0, 'order', part.problems.length));
  const problems = Array.from(order, (index) => part.problems[index] as ProblemResult);
  const { cap, rest } = chooseCap(problems, part.maxTokens);
  const share = tolerated.tokensPercent / 100;
  const points = tolerated.accuracyPoints / 100;
  const tokens = watchMean({
    values: rest.map((problem) => Math.min(problem.tokens, cap)),
    cap,
    widen: ([low, high]) => [low * (1 - share), high * (1 + share)],
    tests,
    alpha,
  });
  const accuracy = watchMean({
    values: problems.map((problem) => problem.accuracy),
    cap: 1,
    widen: ([low, high]) => [low - points, high + points],
    tests,
    alpha,
  });
  let rows = 0;
  return {
    part,
    observe({ tokens: count, correct, ...place }: LogRow, known: ProblemResult | undefined): void {
      rows++;
      tokens.observe(count, place, known && Math.min(known.tokens, cap));
      if (correct !== undefined) accuracy.observe(correct, place, known?.accuracy);
    },
    result: (): MonitoredGroup => ({
      mode: part.mode,
      difficulty: part.difficulty,
      rows,
      tokens: { ...tokens.result(), cap },
      accuracy: accuracy.result(),
    }),
  };
}

/** A tenth of the problems chooses the cap of tokens: twice the longest of them, at most that of the evaluation. The others are the baseline. */
function chooseCap(
  problems: readonly ProblemResult[],
  most: number,
): { readonly cap: number; readonly rest: readonly ProblemResult[] } {
  const few = Math.ceil(problems.length / 10);
  const [choosing, rest] = [problems.slice(0, few), problems.slice(few)];
  const longest = Math.max(...choosing.map(({ tokens }) => tokens));
  return { cap: Math.max(1, Math.min(most, 2 * longest)), rest: rest.length > 0 ? rest : choosing };
}
