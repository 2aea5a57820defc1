// Runs whose shapes read numbers from outside.
import { cpSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ResolvedSignal, shape } from '@allot/spec';
import { readAdvantages, readRollouts, readScores } from '@allot/store';
import { describe, expect, test } from 'vitest';
import { differingFiles } from '../../test-support/compare-runs.js';
import { fakeHost } from '../../test-support/fake-engine.js';
import { temporaryFolder } from '../../test-support/temporary-folder.js';
import { planOf, tinyReinforcement } from '../../test-support/tiny-plan.js';
import { resumeRun } from '../resume-run.js';
import { runStage } from '../run-stage.js';
import { startRun } from '../start-run.js';

const folder = temporaryFolder();
const judge = fileURLToPath(new URL('../../test-support/judge.mjs', import.meta.url));
const judged = (
  how: string,
  per: ResolvedSignal['per'] = 'response',
  more: Partial<ResolvedSignal> = {},
) => ({
  per,
  command: [process.execPath, judge, how],
  timeout: 20,
  ...more,
});
const settings = tinyReinforcement({
  signals: { length: judged('length'), digits: judged('digits', 'token', { range: [0, 1] }) },
  reward: {
    name: 'judged',
    parameters: {},
    components: {},
    expression: shape.add(
      shape.signal('length', 'response'),
      shape.reduce('sum', 'response', shape.signal('digits', 'token')),
    ),
  },
  credit: [{ tokens: 'all', multiply: shape.signal('digits', 'token') }],
});
const host = { ...fakeHost(), allowCommands: true };
const plan = planOf(settings);

test('rewards and credits read what programs say; the files keep it', async () => {
  const runDirectory = folder();
  const outcome = await startRun({ plan, runDirectory, host });
  expect(outcome).toMatchObject({ status: 'finished', diagnostics: [] });
  const at = (file: string): string => path.join(runDirectory, 'steps/000001', file);
  const [rollouts = []] = await readRollouts(at('rollouts.parquet'));
  const [scores = []] = await readScores(at('scores.parquet'));
  const [advantages = []] = await readAdvantages(at('advantages.parquet'));
  expect(scores.length).toBeGreaterThan(0);
  for (const [row, { signals, reward }] of scores.entries()) {
    const { text, tokenOrigins } = rollouts[row]!;
    const digits = Array.from(signals?.digits as Float32Array);
    expect(signals?.length).toBe(text.length);
    expect(reward).toBe(text.length + digits.reduce((sum, one) => sum + one, 0));
    const sampled = Array.from(tokenOrigins).flatMap((origin, place) => (origin === 0 ? [place] : []));
    const { advantage, tokenAdvantages } = advantages[row]!;
    expect(sampled.map((place) => tokenAdvantages?.[place])).toEqual(
      digits.map((digit) => Math.fround(digit * advantage + 0)),
    );
  }
  expect(new Set(scores.map(({ reward }) => reward)).size).toBeGreaterThan(1);

  const copy = folder();
  cpSync(runDirectory, copy, { recursive: true });
  expect((await runStage({ runDirectory: copy, host, kind: 'score', step: 1 })).diagnostics).toEqual([]);
  expect((await runStage({ runDirectory: copy, host, kind: 'advantage', step: 1 })).diagnostics).toEqual([]);
  expect(differingFiles(runDirectory, copy)).toEqual([]);
});

describe('refused', () => {
  test('programs that are not allowed: nothing is started, and the run can go on later', async () => {
    const runDirectory = folder();
    const refused = await startRun({ plan, runDirectory, host: fakeHost() });
    expect(refused).toMatchObject({ status: 'failed', diagnostics: [{ code: 'run/commands-not-allowed' }] });
    const again = await startRun({ plan, runDirectory, host });
    expect(again.status).toBe('finished');
    expect(await resumeRun({ runDirectory, host: fakeHost() })).toMatchObject({ status: 'finished' });
  });

  test.each([
    ['error', {}, 'it could not judge a response: "too hard"'],
    ['text', {}, 'it gave "five" where a number as "value" is expected'],
    ['huge', { range: [0, 1] as const }, 'it gave 7, which lies outside of 0 to 1'],
    ['digits', {}, 'where a number as "value" is expected'],
  ])('%s', async (how, more, reason) => {
    const failing = planOf(
      tinyReinforcement({
        signals: { brief: judged(how, 'response', more) },
        reward: { ...settings.reward, expression: shape.signal('brief', 'response') },
      }),
    );
    const outcome = await startRun({ plan: failing, runDirectory: folder(), host });
    expect(outcome).toMatchObject({
      status: 'failed',
      step: 0,
      diagnostics: [{ code: 'run/signal-failed' }],
    });
    expect(outcome.diagnostics[0]?.message).toContain(reason);
  });
});
