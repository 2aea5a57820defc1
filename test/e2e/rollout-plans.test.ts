// Rollout plans and credit of tokens on the real engine: what a run leaves in its files, and its stages alone.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdvantageRow, type RolloutRow, readAdvantages, readRollouts } from '@allot/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, type Ended, removeFolder, temporaryFolder } from './command.js';
import { plannedYaml } from './definitions.js';

const origin = { sampled: 0, prefill: 1, overridden: 2, forced: 3, declared: 4 } as const;
const close = 3;

let cwd: string;
let ended: Ended;
let rollouts: readonly RolloutRow[];
let advantages: readonly AdvantageRow[];
beforeAll(async () => {
  cwd = await temporaryFolder({ 'planned.yaml': plannedYaml });
  ended = await allot(['run', 'planned.yaml', '--run-dir', 'run', '--quiet'], { cwd });
  rollouts = (await readRollouts(join(cwd, 'run/steps/000002/rollouts.parquet')))[0] ?? [];
  advantages = (await readAdvantages(join(cwd, 'run/steps/000002/advantages.parquet')))[0] ?? [];
});
afterAll(() => removeFolder(cwd));

const tier = (index: number): readonly RolloutRow[] => rollouts.filter((row) => row.tier === index);

test('the plan runs, and its tiers, cut and credit are no reason to complain', () => {
  expect(ended.stderr).not.toMatch(/error|tiers\/|cut\/|credit\/|budget-unread/);
  expect(ended.code).toBe(0);
});

test('tiers of one group read prompts of their own', () => {
  expect(rollouts).toHaveLength(64);
  for (const { promptText } of tier(0)) expect(promptText).toMatch(/^\[min\]\d.*\d<think>$/);
  for (const { promptText } of tier(1)) expect(promptText).toMatch(/^\d.*\d\[12\]<think>$/);
  expect(new Set(rollouts.map(({ groupId }) => groupId)).size).toBe(4);
});

test('a declared first token has its log-probability and is trained on', () => {
  for (const { responseTokens, tokenOrigins, logProbabilities, thinkingTokens } of tier(0)) {
    expect(responseTokens[0]).toBe(close);
    expect(tokenOrigins[0]).toBe(origin.declared);
    expect(logProbabilities[0]).toBe(Math.fround(Math.log(0.5)));
    expect(thinkingTokens).toBe(0);
  }
});

test('a reasoning that reaches its cap is closed and answered', () => {
  const forced = tier(1).filter(({ tokenOrigins }) => tokenOrigins.includes(origin.forced));
  expect(forced.length).toBeGreaterThan(4);
  for (const { tokenOrigins, responseTokens, logProbabilities } of forced) {
    expect([...tokenOrigins.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, origin.forced]);
    expect(tokenOrigins.subarray(8).every((kind) => kind === origin.sampled)).toBe(true);
    expect([close, undefined]).toContain(responseTokens[7]);
    expect(logProbabilities[6]).toBe(0);
    expect(responseTokens.length).toBeLessThanOrEqual(24);
  }
  expect(forced.some(({ responseTokens }) => responseTokens.length > 8)).toBe(true);
});

test('responses that are longer than the cut allows are cut, and count as truncated', () => {
  const longest = Math.max(...rollouts.map(({ tokens }) => tokens));
  expect(longest).toBe(18);
  const cut = rollouts.filter(({ tokens, finishReason }) => tokens === 18 && finishReason === 'length');
  expect(cut.length).toBeGreaterThan(0);
});

test('tokens have advantages of their own', () => {
  for (const [index, { advantage, tokenAdvantages = new Float32Array() }] of advantages.entries()) {
    const { responseTokens } = rollouts[index] as RolloutRow;
    const closed = responseTokens.indexOf(close);
    const expected = Float32Array.from(responseTokens, (_, token) => {
      const bonus = closed >= 0 && token >= closed ? 0.25 : 0;
      return (token === 0 ? advantage * 0.5 : advantage) + bonus;
    });
    expect([...tokenAdvantages]).toEqual([...expected]);
  }
});

test('stages alone write the same bytes', { timeout: 120_000 }, async () => {
  const file = (name: string): string => join(cwd, 'run/steps/000002', `${name}.parquet`);
  for (const [stage, name] of [
    ['rollout', 'rollouts'],
    ['score', 'scores'],
    ['advantage', 'advantages'],
  ] as const) {
    const before = await readFile(file(name));
    await rm(file(name));
    const { code } = await allot(['stage', stage, '--run', 'run', '--step', '2'], { cwd });
    expect(code).toBe(0);
    expect((await readFile(file(name))).equals(before)).toBe(true);
  }
});

test('mistakes in a plan are pointed at before anything runs', async () => {
  const wrong = plannedYaml
    .replace('thinkingCap: 6', 'thinkingCap: 23')
    .replace("text: '</think>'", "text: 'min'")
    .replace("to: '18'", "to: 'tokns'");
  const folder = await temporaryFolder({ 'wrong.yaml': wrong });
  const { code, stdout, stderr } = await allot(['check', 'wrong.yaml'], { cwd: folder });
  const told = stdout + stderr;
  expect(code).toBe(1);
  for (const name of ['tiers/thinking-cap-over-cap', 'tiers/first-token-not-one', 'shape/unknown-name'])
    expect(told).toContain(name);
  expect(told).toMatch(/wrong\.yaml:\d+:\d+/);
  await removeFolder(folder);
});
