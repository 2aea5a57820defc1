import { expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import type { Change, RunSummary } from './run-summary.js';
import { summarizeRun } from './summarize-run.js';
import { verdictOf } from './verdict.js';

const summary = summarizeRun(synthesizeRun({ steps: 20, problems: 120 }));

function withChange(change: Change, hard: Partial<Change> = {}): RunSummary {
  const [natural] = summary.modes;
  if (!natural) throw new Error('the fixture has modes');
  const byDifficulty = natural.byDifficulty.map((row) =>
    row.name === 'hard' ? { ...row, change: { ...change, ...hard } } : { ...row, change },
  );
  const mode = {
    ...natural,
    all: { ...natural.all, change },
    byDifficulty,
    depth: { easiest: 'easy', hardest: 'hard', base: 1.1, trained: 3.14 },
  };
  return { ...summary, modes: [mode] };
}

const change: Change = {
  paired: true,
  accuracyPoints: 5.04,
  accuracyPointsInterval: [3, 7],
  tokensCutPercent: 49.2,
  tokensCutPercentInterval: [48, 50],
};

it('says what changed', () => {
  expect(verdictOf(withChange(change)).headline).toBe(
    'It now thinks in 49% fewer tokens, at 5.0 points more accuracy; hard problems get 3.1 times the tokens of easy ones.',
  );
});

it('claims nothing that the intervals do not carry', () => {
  const { headline } = verdictOf(
    withChange({ ...change, accuracyPointsInterval: [-1, 7], tokensCutPercentInterval: [-2, 50] }),
  );
  expect(headline).toMatch(
    /^It thinks in about as many tokens as before, at an accuracy that did not measurably change;/,
  );
});

it('says of equal effort that it is equal', () => {
  const [mode] = withChange(change).modes;
  const flat = mode && { ...mode, depth: { easiest: 'easy', hardest: 'hard', base: 1.02, trained: 1.04 } };
  const { headline, details } = verdictOf({ ...summary, modes: flat ? [flat] : [] });
  expect(headline).toMatch(/; hard problems get about as many tokens as easy ones\.$/);
  expect(details[1]).toBe('Before training, hard problems got about as many tokens as easy ones.');
});

it('names losses', () => {
  const worse = {
    ...change,
    accuracyPoints: -2.5,
    accuracyPointsInterval: [-4, -1],
    tokensCutPercent: -12,
    tokensCutPercentInterval: [-14, -10],
  } as const;
  expect(verdictOf(withChange(worse)).headline).toMatch(
    /^It now thinks in 12% more tokens, but at 2.5 points less accuracy;/,
  );
});

it('warns of a range that lost while the mean did not', () => {
  const { details } = verdictOf(withChange(change, { accuracyPoints: -4, accuracyPointsInterval: [-6, -2] }));
  expect(details).toContain('Mind: in natural mode accuracy fell by 4.0 points on hard problems.');
});

it('does not take the only evaluation for the base where the log has lost that', () => {
  const run = synthesizeRun({ steps: 9, problems: 40 });
  const lost = run.events.filter(({ type, step }) => type !== 'evaluation-completed' || step === 9);
  expect(verdictOf(summarizeRun({ ...run, events: lost })).headline).toMatch(
    /^After step 9 it answers \d.*; no earlier evaluation is there to compare it with\.$/,
  );
});

it('has a sentence for every stage of a run', () => {
  const headline = (options: Parameters<typeof synthesizeRun>[0]) =>
    verdictOf(summarizeRun(synthesizeRun(options))).headline;
  expect(headline({ steps: 0, plannedSteps: 9, problems: 0 })).toBe('Nothing has been measured yet.');
  expect(headline({ steps: 0, plannedSteps: 9, problems: 40 })).toMatch(/^Before training it answers \d/);
  expect(headline({ steps: 9, problems: 0 })).toMatch(
    /^In training responses went from .* tokens; nothing has been evaluated yet\.$/,
  );
  expect(headline({ steps: 9, problems: 0, kind: 'supervised' })).toMatch(/^In training the loss went from/);
  expect(headline({ steps: 9, problems: 40, kind: 'supervised' })).toMatch(
    /^After 9 steps the policy answers/,
  );
});
