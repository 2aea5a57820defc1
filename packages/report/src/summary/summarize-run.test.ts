import type { EvaluationCell, RunEvent } from '@allot/spec';
import { describe, expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import type { RunRecord } from '../run/run-record.js';
import { summarizeRun } from './summarize-run.js';

const cell = (accuracy: number, meanTokens: number, problems = 100): EvaluationCell => ({
  problems,
  samples: problems,
  accuracy,
  accuracyInterval: [accuracy - 0.03, accuracy + 0.03],
  meanTokens,
  meanTokensInterval: [meanTokens / 1.1, meanTokens * 1.1],
  truncatedShare: 0,
});

const evaluated = (
  step: number,
  cells: readonly [all: EvaluationCell, easy: EvaluationCell, hard: EvaluationCell],
): RunEvent => ({
  type: 'evaluation-completed',
  time: '',
  step,
  results: [
    { mode: 'natural', dataset: 'test', all: cells[0], byDifficulty: { easy: cells[1], hard: cells[2] } },
  ],
  evaluationSeconds: 2,
});

const withEvents = (events: readonly RunEvent[]): RunRecord => ({
  ...synthesizeRun({ steps: 2, problems: 0 }),
  events,
  rollouts: [],
});

const before = evaluated(0, [cell(0.8, 50), cell(0.85, 40), cell(0.75, 60)]);
const after = evaluated(10, [cell(0.84, 25), cell(0.95, 10), cell(0.75, 40)]);

describe('summarizeRun', () => {
  it('compares the first and the last evaluation', () => {
    const between = evaluated(5, [cell(0.1, 1), cell(0.1, 1), cell(0.1, 1)]);
    const [mode] = summarizeRun(withEvents([before, between, after])).modes;
    expect(mode).toMatchObject({ mode: 'natural', dataset: 'test', baseStep: 0, trainedStep: 10 });
    expect(mode?.all.change?.paired).toBe(false);
    expect(mode?.all.change?.accuracyPoints).toBeCloseTo(4, 10);
    expect(mode?.all.change?.tokensCutPercent).toBeCloseTo(50, 10);
    // Both sides are 3 points wide, independent: 4 -+ 3 sqrt 2.
    expect(mode?.all.change?.accuracyPointsInterval[0]).toBeCloseTo(4 - 3 * Math.SQRT2, 10);
    expect(mode?.all.change?.accuracyPointsInterval[1]).toBeCloseTo(4 + 3 * Math.SQRT2, 10);
    // The ratio 0.5 times or over 1.1 to the power of sqrt 2.
    const factor = 1.1 ** Math.SQRT2;
    expect(mode?.all.change?.tokensCutPercentInterval?.[0]).toBeCloseTo(100 * (1 - 0.5 * factor), 10);
    expect(mode?.all.change?.tokensCutPercentInterval?.[1]).toBeCloseTo(100 * (1 - 0.5 / factor), 10);
    expect(mode?.depth).toEqual({ easiest: 'easy', hardest: 'hard', base: 1.5, trained: 4 });
    // 0.5 + 3 * 0.05.
    expect(mode?.efficiencyScore).toBeCloseTo(0.65, 10);
  });

  it('pairs by problem when the responses are there, which narrows the interval', () => {
    const run = synthesizeRun({ steps: 20, problems: 200 });
    const paired = summarizeRun(run).modes[0]?.all.change;
    const unpaired = summarizeRun({ ...run, rollouts: [] }).modes[0]?.all.change;
    const width = (interval: readonly [number, number] | undefined): number =>
      interval ? interval[1] - interval[0] : Number.NaN;
    expect(paired?.paired).toBe(true);
    expect(unpaired?.paired).toBe(false);
    expect(paired?.tokensCutPercent).toBe(unpaired?.tokensCutPercent);
    expect(width(paired?.tokensCutPercentInterval)).toBeLessThan(width(unpaired?.tokensCutPercentInterval));
  });

  it('says how a run ended', () => {
    const stop = { time: '', step: 2 };
    const status = (...events: RunEvent[]) => summarizeRun(withEvents([before, ...events])).status;
    expect(status()).toBe('unfinished');
    expect(status({ ...stop, type: 'run-finished', totalSeconds: 1 })).toBe('finished');
    expect(status({ ...stop, type: 'run-interrupted', signal: 'SIGINT' })).toBe('interrupted');
    expect(
      status(
        { ...stop, type: 'run-interrupted', signal: 'SIGINT' },
        { ...stop, type: 'run-resumed', checkpoint: 2 },
      ),
    ).toBe('unfinished');
    const diagnostic = {
      code: 'run/nan-loss',
      severity: 'error',
      message: 'the loss is not a number',
    } as const;
    expect(status({ ...stop, type: 'diagnostic', diagnostic })).toBe('failed');
  });

  it('says what is missing', () => {
    expect(summarizeRun(withEvents([])).notes).toEqual([
      'The run has not finished: 0 of 2 steps are done.',
      'There is no evaluation yet, so base and trained policy cannot be compared.',
    ]);
    expect(summarizeRun(withEvents([before])).notes[1]).toContain('only one evaluation');
    const fewer = evaluated(10, [cell(0.84, 25, 50), cell(0.95, 10), cell(0.75, 40)]);
    expect(summarizeRun(withEvents([before, fewer])).notes[1]).toContain(
      '100 problems and the trained policy on 50',
    );
  });

  it('makes no change of an empty range', () => {
    const empty = cell(Number.NaN, Number.NaN, 0);
    const [mode] = summarizeRun(
      withEvents([evaluated(0, [cell(0.8, 50), empty, empty]), evaluated(9, [cell(0.8, 50), empty, empty])]),
    ).modes;
    expect(mode?.byDifficulty.map(({ change }) => change)).toEqual([undefined, undefined]);
  });

  it('adds up the time of steps and evaluations', () => {
    expect(summarizeRun(synthesizeRun({ steps: 4, problems: 12 })).seconds).toBeCloseTo(
      4 * 1.05 + 2 * 1.5,
      10,
    );
  });

  it('turns metrics that are no numbers into gaps', () => {
    const run = synthesizeRun({ steps: 3, problems: 0 });
    const events = run.events.map((event) =>
      event.type === 'step-completed' && event.step === 2
        ? { ...event, metrics: { ...event.metrics, loss: Number.NaN, tiers: [] } }
        : event,
    );
    const { metrics, tiers } = summarizeRun({ ...run, events }).training;
    expect(metrics.loss?.map((value) => value === null)).toEqual([false, true, false]);
    expect(tiers.map(({ budget }) => budget)).toEqual([12, 24, 48, 60]);
    expect(tiers[0]?.meanTokens.map((value) => value === null)).toEqual([false, true, false]);
  });
});
