import { type Expression, shape } from '@allot/spec';
import { describe, expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { unbalancedTags } from '../../test-support/unbalanced-tags.js';
import { withoutOwn } from '../../test-support/without-own.js';
import type { RunRecord } from '../run/run-record.js';
import { renderReport } from './render-report.js';

const run = synthesizeRun({ steps: 24, problems: 60 });
const page = renderReport([run]);

const runs: readonly (readonly [string, readonly RunRecord[]])[] = [
  ['a finished run', [run]],
  ['a supervised run', [synthesizeRun({ steps: 24, problems: 60, kind: 'supervised' })]],
  [
    'a run of one step without evaluation',
    [synthesizeRun({ steps: 1, plannedSteps: 9, problems: 0, finished: false })],
  ],
  ['a run that has not begun', [{ ...run, events: [], rollouts: [] }]],
  ['two runs', [run, synthesizeRun({ name: 'single-budget', steps: 20, problems: 60, budgets: [27] })]],
  ['no run', []],
];

describe.each(runs)('the report of %s', (_, records) => {
  const text = renderReport(records);

  it('is well-formed', () => {
    expect(unbalancedTags(text)).toEqual([]);
  });

  it('has no id twice', () => {
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const [, used] of text.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(used);
  });

  it('reaches nothing outside itself and runs nothing', () => {
    expect(
      withoutOwn(text).match(/https?:|\/\/[a-z]|@import|<script|<link|<iframe|<img| on[a-z]+="|url\((?!#)/gi),
    ).toBeNull();
  });

  it('shows no number that is none', () => {
    expect(withoutOwn(text).match(/NaN|undefined|Infinity|\[object/g)).toBeNull();
  });
});

it('is the same for the same run, whatever was drawn before', () => {
  expect(renderReport([run])).toBe(page);
});

it('shows every named component of the reward by tier', () => {
  expect(page).toContain('Reward: length');
  expect(page).toContain('reward right, budget 12');
});

it('lists its sections, and every name leads to one', () => {
  const [, contents = ''] = /<nav class="contents"[^>]*>([\s\S]*?)<\/nav>/.exec(page) ?? [];
  const targets = [...contents.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(7);
  for (const id of targets) expect(page).toContain(`<section id="${id}">`);
});

it('draws the shapes as the compiler sees them, with what it found and what was allowed', () => {
  const { settings } = run.plan;
  if (settings.kind !== 'reinforcement') throw new Error('the run has rewards');
  const finding = { code: 'shape/x', severity: 'warning', message: 'It pays for nothing', help: '' } as const;
  const part = (expression: Expression) => ({ expression, findings: [finding] });
  const paid = shape.subtract(shape.field('budget'), shape.field('tokens'));
  const shapes = { reward: part(paid), advantage: part(shape.field('reward')) };
  const text = renderReport([{ ...run, shapes }]);
  expect(text).toContain('Reward over length');
  expect(text).toContain('Advantage over length');
  expect(text).toContain('<li class="warning">It pays for nothing. <code>shape/x</code></li>');
  const allow = { 'shape/x': 'it is meant' };
  const allowed = renderReport([{ ...run, plan: { ...run.plan, settings: { ...settings, allow } }, shapes }]);
  expect(allowed).toContain('Allowed: it is meant');
});

it('folds the thinking of a response, and counts it', () => {
  expect(page).toMatch(/<details class="thinking"><summary>thinking, \d+ tokens<\/summary>/);
});

it('names every chart for those who cannot see it', () => {
  const charts = [...page.matchAll(/<svg [^>]*>/g)].map(([tag]) => tag);
  expect(charts.length).toBeGreaterThan(15);
  for (const tag of charts) expect(tag).toMatch(/role="img" aria-label="[^"]{20,}"/);
});

it('shows verdict, results, curves, responses, settings and events', () => {
  for (const text of [
    '<h2>Tiers</h2>',
    '<h2>Reward shape</h2>',
    '<h2>Time line</h2>',
    '<h2>Cost</h2>',
    `allot run RUN/definition.ts --steps 150 --set &#39;datasets.test.path=it&#39;\\&#39;&#39;s here.jsonl&#39;`,
    'allot compare RUN@0 RUN',
    'hard problems get',
    'paired by problem',
    'Tokens per tier',
    'Length spread inside groups',
    'A typical hard problem',
    'quickstart.ts:12:9',
    'checkpoint written',
  ])
    expect(page).toContain(text);
});

it('escapes what a problem, a name or a diagnostic says', () => {
  const attack = '"\'><script>alert(1)</script><img src=x onerror=alert(1)>\u202e';
  const { settings } = run.plan;
  const difficulty = { [attack]: [1, 4] as const, hard: [5, 8] as const };
  const evaluation = settings.evaluation && { ...settings.evaluation, difficulty };
  const hostile: RunRecord = {
    identity: { ...run.identity, name: attack, version: attack, planKey: attack },
    plan: { ...run.plan, settings: { ...settings, description: attack, ...(evaluation && { evaluation }) } },
    vocabulary: (run.vocabulary ?? []).map((text) => text + attack),
    rollouts: run.rollouts.map((one) => ({
      ...one,
      rollouts: one.rollouts.map((rollout) => ({ ...rollout, answer: attack })),
    })),
    events: [
      ...run.events.map((event) =>
        event.type === 'evaluation-completed'
          ? {
              ...event,
              results: event.results.map((result) => ({
                ...result,
                dataset: attack,
                byDifficulty: { [attack]: result.all, hard: result.all },
              })),
            }
          : event,
      ),
      {
        type: 'diagnostic',
        time: attack,
        step: 24,
        diagnostic: { code: attack, severity: 'error', message: attack, help: attack },
      },
      { type: 'run-interrupted', time: attack, step: 24, signal: attack },
    ],
  };
  const text = renderReport([hostile, hostile]);
  expect(text).toContain('&lt;script&gt;alert(1)');
  expect(withoutOwn(text).match(/<script|<img|\u202e/g)).toBeNull();
  expect(unbalancedTags(text)).toEqual([]);
});

it('draws around metrics that are not finite', () => {
  const events = run.events.map((event) =>
    event.type === 'step-completed' && event.step > 18
      ? { ...event, metrics: { ...event.metrics, loss: Number.NaN, gradientNorm: Number.POSITIVE_INFINITY } }
      : event,
  );
  const text = renderReport([{ ...run, events }]);
  expect(text).toContain('Gradient norm');
  expect(withoutOwn(text).match(/NaN|Infinity/g)).toBeNull();
});

it('stays small for a run as long as the quickstart', () => {
  expect(renderReport([synthesizeRun({ steps: 150, problems: 60 })]).length).toBeLessThan(600_000);
});

it('an overview says what its changes are against, and of which step a run without training is', () => {
  const [done, begun] = [
    synthesizeRun({ name: 'done', steps: 8, problems: 30 }),
    synthesizeRun({ name: 'begun', steps: 3, plannedSteps: 8, problems: 30, finished: false }),
  ];
  const base = begun.events.filter(({ type, step }) => type !== 'evaluation-completed' || step === 0);
  const text = renderReport([done, { ...begun, events: base }]);
  expect(text).toContain('Changes and AES: each run against its own first evaluation.');
  expect(text).toContain('<td>natural, step 0</td>');
  expect(text).toMatch(/Not here, without an evaluation after training: begun, seed 5\./);
});
