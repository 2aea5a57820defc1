import { TokenOrigin } from '@allot/spec';
import { expect, test } from 'vitest';
import { fakeManifest, openFakeEngine } from '../../test-support/fake-engine.js';
import { loadTiny } from '../../test-support/load-tiny.js';
import { plannedReinforcement } from '../../test-support/tiny-plan.js';
import type { Engine, RolloutRequest } from '../engine.js';
import { rolloutStage } from './rollout.js';

const planned = plannedReinforcement();
const { cut, ...uncut } = { ...planned, training: { ...planned.training, promptsPerStep: 40 } };
const settings = uncut;
const experiment = await loadTiny(settings);
const { tokenizer } = experiment;
const asked: (readonly RolloutRequest[])[] = [];
const [engine] = await openFakeEngine({ onRollout: (requests) => asked.push(requests) })({
  folder: '',
  manifest: fakeManifest('key'),
  device: 'cpu',
  workers: 1,
  state: {
    parameters: new Float32Array(52),
    firstMoment: new Float32Array(52),
    secondMoment: new Float32Array(52),
    optimizerStep: 0,
  },
});
const rows = await rolloutStage(experiment, settings, engine as Engine, 1, {});
const tier = (index: number) => rows.filter((row) => row.tier === index);
const [first, second] = [tier(0), tier(1)];

test('tiers of one problem have prompts of their own and one group', () => {
  expect([first.length, second.length]).toEqual([80, 80]);
  for (const [index, row] of first.entries()) {
    const other = second[index];
    expect(row.promptText).toMatch(/^\[min\]\d.*\d<think>$/);
    expect(other?.promptText).toBe(row.promptText.replace('[min]', '').replace('<think>', '[12]<think>'));
    expect(other?.groupId).toBe(row.groupId);
  }
  for (const { promptText, promptTokens } of rows) expect(tokenizer.encode(promptText)).toEqual(promptTokens);
});

test('a declared first token carries loss, with the logarithm of its probability', () => {
  const close = tokenizer.encode('</think>')[0];
  for (const { responseTokens, tokenOrigins, logProbabilities, tokens, thinkingTokens } of first) {
    expect(tokenizer.decode(responseTokens.subarray(0, 3))).toBe('[6]');
    expect(responseTokens[3]).toBe(close);
    expect([...tokenOrigins.subarray(0, 4)]).toEqual([1, 1, 1, TokenOrigin.declared]);
    expect(logProbabilities[3]).toBe(Math.fround(Math.log(0.5)));
    expect([tokens, thinkingTokens]).toEqual([responseTokens.length - 3, 0]);
    expect(tokens).toBeLessThanOrEqual(20);
  }
});

test('a reasoning that is open at its cap is closed by the closing of its tier', () => {
  const forced = second.filter(({ tokenOrigins }) => tokenOrigins.includes(TokenOrigin.forced));
  expect(forced.length).toBeGreaterThan(20);
  for (const { text, tokens, thinkingTokens, responseTokens } of forced) {
    expect(tokenizer.decode(responseTokens.subarray(6, 8))).toBe('=</think>');
    expect(text.indexOf('</think>')).toBeGreaterThan(0);
    expect(thinkingTokens).toBe(7);
    expect(tokens).toBeGreaterThan(8);
    expect(tokens).toBeLessThanOrEqual(16);
  }
});

test('the engine is asked twice, and the second time for what is not finished', () => {
  expect(asked.map((requests) => requests.length)[0]).toBe(160);
  expect(asked).toHaveLength(2);
});

test('a cut changes the responses that it shortens and no others', async () => {
  if (!cut) throw new Error('the plan has no cut');
  const after = await rolloutStage(experiment, { ...settings, cut }, engine as Engine, 1, {});
  const shortened = after.flatMap((row, index) => (row.tokens < (rows[index]?.tokens ?? 0) ? [index] : []));
  expect(shortened.length).toBeGreaterThan(10);
  expect(shortened.length).toBeLessThan(120);
  const left = after.filter((_, index) => !shortened.includes(index));
  expect(left).toEqual(rows.filter((_, index) => !shortened.includes(index)));
  expect(shortened.every((index) => after[index]?.finishReason === 'length')).toBe(true);
});
