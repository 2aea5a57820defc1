import type { RunEvent, StepCompleted } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { createLines } from './lines.js';
import { createPace } from './pace.js';

const step = (number: number, metrics: Partial<StepCompleted['metrics']> = {}): StepCompleted => ({
  type: 'step-completed',
  time: '2026-01-01T00:00:00.000Z',
  step: number,
  metrics: { loss: 0.5, gradientNorm: 1, learningRate: 3e-4, responseTokens: 8000, ...metrics },
  rolloutSeconds: 0.5,
  updateSeconds: 0.4,
  stepSeconds: 1,
});

function linesOf(events: readonly RunEvent[], steps: number): string[] {
  const lines: string[] = [];
  const progress = createLines((line) => lines.push(line), steps);
  for (const event of events) progress.event(event);
  progress.close();
  return lines;
}

describe('lines in a pipe', () => {
  test('a step says accuracy, tokens, tiers, pace and the time left', () => {
    const metrics = {
      accuracy: 0.8831,
      meanTokens: 33.14,
      meanReward: 3.1,
      tiers: [
        { budget: 12, accuracy: 0.85, meanTokens: 28.1, meanReward: 3 },
        { budget: 24, accuracy: 0.91, meanTokens: 30.4, meanReward: 3.2 },
      ],
    };
    expect(linesOf([step(3, metrics)], 10)).toEqual([
      'step  3/10  accuracy 88.3%  tokens 33.1  reward 3.10  tiers 12: 85% 28.1 | 24: 91% 30.4  16,000 tokens/s  7 s left',
    ]);
  });

  test("a sampler whose log-probabilities are not the trainer's is told of", () => {
    const metrics = { accuracy: 0.5, meanTokens: 10, samplerMeanDifference: 0.0124 };
    expect(linesOf([step(10, metrics)], 10)[0]).toContain('tokens 10.0  sampler off 0.012  ');
    expect(linesOf([step(10, { ...metrics, samplerMeanDifference: 1e-7 })], 10)[0]).not.toContain('sampler');
  });

  test('supervised training says its loss', () => {
    expect(linesOf([{ ...step(10), rolloutSeconds: 0 }], 10)).toEqual([
      'step 10/10  loss 0.5000  8,000 tokens/s',
    ]);
  });

  test('every step is a line, however long the run', () => {
    const events = Array.from({ length: 1703 }, (_, index) => step(index + 1));
    const lines = linesOf(events, 1703);
    expect(lines).toHaveLength(1703);
    expect(lines[0]).toContain('step    1/1703');
    expect(lines.at(-1)).toContain('step 1703/1703');
  });

  test('evaluations name their modes', () => {
    const all = {
      problems: 512,
      samples: 1,
      accuracy: 0.826,
      accuracyInterval: [0.79, 0.86],
      meanTokens: 53.8,
      meanTokensInterval: [52, 55],
      truncatedShare: 0,
    } as const;
    const event: RunEvent = {
      type: 'evaluation-completed',
      time: '2026-01-01T00:00:00.000Z',
      step: 0,
      evaluationSeconds: 2,
      results: [{ mode: 'natural', dataset: 'test', all, byDifficulty: {} }],
    };
    expect(linesOf([event], 10)).toEqual(['evaluation of the base policy: natural 82.6% with 53.8 tokens']);
  });

  test('checkpoints and interruptions are no lines', () => {
    const time = '2026-01-01T00:00:00.000Z';
    expect(
      linesOf(
        [
          { type: 'checkpoint-written', time, step: 5, path: 'checkpoints/000005' },
          { type: 'run-interrupted', time, step: 5, signal: 'SIGINT' },
        ],
        10,
      ),
    ).toEqual([]);
  });
});

test('the pace follows steps that become faster', () => {
  const pace = createPace();
  expect(pace.secondsFor(10)).toBeUndefined();
  pace.step(2);
  expect(pace.secondsFor(10)).toBe(20);
  for (let index = 0; index < 100; index++) pace.step(1);
  expect(pace.secondsFor(10)).toBeCloseTo(10, 0);
});
