import { randomStream } from '@allot/spec';
import { describe, expect, it } from 'vitest';
import type { Evaluation, ProblemResult } from '../compare/evaluated-policy.js';
import type { LogRow } from './log-row.js';
import { createMonitor, type LogMonitor } from './monitor-log.js';

interface World {
  /** Share of right answers and mean tokens, by difficulty 1 and 2. */
  readonly right: readonly [number, number];
  readonly tokens: readonly [number, number];
}
const usual: World = { right: [0.95, 0.7], tokens: [20, 60] };

/** An answer to a problem of a difficulty, from two uniform numbers. */
const answer = ({ right, tokens }: World, difficulty: number, u: number, v: number) => ({
  correct: Number(u < (right[difficulty - 1] as number)),
  tokens: (tokens[difficulty - 1] as number) * (0.5 + v),
});

function baseline(problems: number, seed = 0, mode = 'natural'): Evaluation {
  const random = randomStream(21, 'problem', seed);
  const results = Array.from({ length: problems }, (_, index): ProblemResult => {
    const difficulty = 1 + (index % 2);
    const { correct, tokens } = answer(usual, difficulty, random.at(2 * index), random.at(2 * index + 1));
    return { id: `p${index}`, difficulty, samples: 1, accuracy: correct, tokens, prompt: '' };
  });
  return {
    place: '',
    benchmark: 'test',
    mode,
    digest: { kind: 'none' },
    conditions: { sampling: {}, prompt: {}, environment: {}, grading: {} },
    difficulty: { easy: [1, 1], hard: [2, 2] },
    problems: new Map(results.map((result) => [result.id, result])),
    maxTokens: 200,
  };
}

function watch(
  evaluations: readonly Evaluation[],
  rows: number,
  world: (row: number) => World = () => usual,
  { alpha = 0.01, tokensPercent = 0, accuracyPoints = 0, seed = 1 } = {},
): LogMonitor {
  const monitor = createMonitor(evaluations, { alpha, tolerated: { tokensPercent, accuracyPoints } });
  const random = randomStream(22, 'problem', seed);
  for (let line = 1; line <= rows; line++) {
    const difficulty = random.at(3 * line) < 0.5 ? 1 : 2;
    const { correct, tokens } = answer(
      world(line),
      difficulty,
      random.at(3 * line + 1),
      random.at(3 * line + 2),
    );
    monitor.observe({ line, mode: 'natural', correct, tokens, difficulty });
  }
  return monitor;
}

const drifts = (monitor: LogMonitor): string[] =>
  monitor
    .groups()
    .flatMap(({ mode, difficulty, tokens, accuracy }) => [
      ...(tokens.drift ? [`${mode} ${difficulty} tokens ${tokens.drift.direction}`] : []),
      ...(accuracy.drift ? [`${mode} ${difficulty} accuracy ${accuracy.drift.direction}`] : []),
    ]);

it('raises false alarms in at most alpha of worlds, the chance of the baseline itself among them', () => {
  const worlds = 200;
  const wrong = Array.from({ length: worlds }, (_, seed) => seed).filter(
    (seed) =>
      drifts(watch([baseline(100, seed + 1)], 400, undefined, { alpha: 0.1, seed: seed + 1 })).length > 0,
  );
  // 10% of 200 is 20 with a standard deviation of 4.2; the union of bounds keeps well below.
  expect(wrong.length).toBeLessThanOrEqual(20 + 3 * 4.2);
});

describe('drift', () => {
  it('of the tokens of hard problems is found there, and since when', () => {
    const longer: World = { ...usual, tokens: [20, 90] };
    const monitor = watch([baseline(1000)], 6000, (line) => (line <= 3000 ? usual : longer));
    expect(drifts(monitor)).toContain('natural hard tokens up');
    expect(drifts(monitor)).not.toContain('natural easy tokens up');
    const drift = monitor.groups().find(({ difficulty }) => difficulty === 'hard')?.tokens.drift;
    expect(drift?.sinceLine).toBeGreaterThan(2800);
    expect(drift?.line).toBeLessThan(4000);
  });

  it('of accuracy is found, and tolerated where that is said', () => {
    const worse = (): World => ({ ...usual, right: [0.95, 0.5] });
    expect(drifts(watch([baseline(1000)], 6000, worse))).toContain('natural hard accuracy down');
    expect(drifts(watch([baseline(1000)], 6000, worse, { accuracyPoints: 30 }))).toEqual([]);
  });

  it('of tokens downwards is found, and tolerated where that is said', () => {
    const shorter = (): World => ({ ...usual, tokens: [14, 42] });
    expect(drifts(watch([baseline(1000)], 6000, shorter))).toContain('natural all tokens down');
    expect(drifts(watch([baseline(1000)], 6000, shorter, { tokensPercent: 40 }))).toEqual([]);
  });
});

describe('rows', () => {
  const row = (about: Partial<LogRow>): LogRow => ({ line: 1, mode: 'natural', tokens: 30, ...about });
  const observed = (...rows: readonly LogRow[]): LogMonitor => {
    const monitor = createMonitor([baseline(20), baseline(20, 1, 'efficient')], {
      alpha: 0.01,
      tolerated: { tokensPercent: 0, accuracyPoints: 0 },
    });
    for (const one of rows) monitor.observe(one);
    return monitor;
  };
  const rowsOf = (monitor: LogMonitor) =>
    Object.fromEntries(
      monitor
        .groups()
        .flatMap(({ mode, difficulty, rows }) => (rows > 0 ? [[`${mode} ${difficulty}`, rows]] : [])),
    );

  it('have the difficulty of the problem where they state none, and are compared with its own result', () => {
    const monitor = observed(row({ problem: 'p1' }), row({ problem: 'p3', tokens: 500 }));
    expect(rowsOf(monitor)).toEqual({ 'natural all': 2, 'natural hard': 2 });
    expect(monitor.counts).toMatchObject({ used: 2, knownProblems: 2, withoutDifficulty: 0 });
    const [all] = monitor.groups();
    const known = baseline(20).problems;
    expect(all?.tokens.expected).toBeCloseTo(
      ((known.get('p1')?.tokens ?? 0) + (known.get('p3')?.tokens ?? 0)) / 2,
      9,
    );
    expect(all?.tokens.mean).toBeCloseTo((30 + (all?.tokens.cap ?? 0)) / 2, 9);
  });

  it('of other problems, unknown difficulties, other modes and earlier times are counted', () => {
    const monitor = observed(
      row({ problem: 'elsewhere', time: '2026-01-02T00:00:00Z' }),
      row({ difficulty: 1, mode: 'efficient', correct: 0.5, time: '2026-01-01T00:00:00Z' }),
      row({ mode: 'budget=64' }),
    );
    expect(rowsOf(monitor)).toEqual({ 'natural all': 1, 'efficient all': 1, 'efficient easy': 1 });
    expect(monitor.counts).toMatchObject({ used: 2, knownProblems: 0, withoutDifficulty: 1, outOfOrder: 1 });
    expect([...monitor.counts.otherModes]).toEqual([['budget=64', 1]]);
    // 2 modes, all and 2 difficulties, tokens and accuracy, up and down.
    expect(monitor.tests).toBe(24);
    expect(monitor.groups().find(({ mode }) => mode === 'efficient')?.accuracy).toMatchObject({
      rows: 1,
      mean: 0.5,
    });
  });
});
