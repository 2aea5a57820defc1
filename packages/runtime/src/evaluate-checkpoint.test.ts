import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fakeHost, openFakeEngine } from '../test-support/fake-engine.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { planOf, tinyReinforcement, tinySupervised } from '../test-support/tiny-plan.js';
import type { Engine, OpenEngine } from './engine.js';
import { evaluateCheckpoint } from './evaluate-checkpoint.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();
const host = fakeHost();
const plan = planOf(tinyReinforcement());
const run = folder();
const checkpointDirectory = path.join(run, 'checkpoints', '000006');
const options = { checkpointDirectory, plan, host, modes: ['natural'] } as const;

beforeAll(async () => {
  await startRun({ plan, runDirectory: run, host });
});

test('a checkpoint gives what the run found at its step, whether by its folder or as a model', async () => {
  const modes = ['natural', 'efficient'] as const;
  const written = modes.map(
    (mode) =>
      JSON.parse(readFileSync(path.join(run, 'evaluations', '000006', `${mode}.json`), 'utf8')) as unknown,
  );
  const [outcome, diagnostics] = await evaluateCheckpoint({ ...options, modes });
  expect(diagnostics).toEqual([]);
  expect(outcome?.results).toEqual(written);
  const model = path.join(checkpointDirectory, 'policy');
  const engineFolder = path.join(run, 'engine');
  const [again] = await evaluateCheckpoint({ ...options, modes, checkpointDirectory: model, engineFolder });
  expect(again?.results).toEqual(written);
});

test('several samples a problem have intervals over problems', async () => {
  const [outcome] = await evaluateCheckpoint({ ...options, samplesPerProblem: 4, temperature: 0.5 });
  const cell = outcome?.results[0]?.all;
  expect(cell).toMatchObject({ problems: 9, samples: 36 });
  expect(cell?.meanTokensInterval[0]).toBeLessThanOrEqual(cell?.meanTokens ?? 0);
  expect(cell?.meanTokensInterval[1]).toBeGreaterThanOrEqual(cell?.meanTokens ?? 0);
});

test('a budget is told as the tiers tell it', async () => {
  const texts: number[] = [];
  const watching = fakeHost({
    onRollout: (requests) => texts.push(...requests.map(({ prefill }) => prefill.length)),
  });
  const [outcome] = await evaluateCheckpoint({ ...options, host: watching, modes: ['budget=24'] });
  expect(outcome?.results[0]?.mode).toBe('budget=24');
  expect(new Set(texts)).toEqual(new Set(['[24]'.length]));
});

test('problems of a file', async () => {
  const datasetFile = folder('problems.jsonl');
  const data = { definition: { kind: 'jsonl', path: 'problems.jsonl' }, files: [datasetFile] } as const;
  writeFileSync(datasetFile, '{"problem":"1+2","answer":"3"}\n{"problem":"4*2","answer":"8"}\n');
  const [outcome] = await evaluateCheckpoint({ ...options, data });
  expect(outcome?.results[0]).toMatchObject({ dataset: 'data', all: { problems: 2 } });
  writeFileSync(datasetFile, '{"problem":"1+2"}\n');
  const [none, diagnostics] = await evaluateCheckpoint({ ...options, data });
  expect(none).toBeUndefined();
  expect(diagnostics[0]?.code).toBe('dataset/missing-field');
  writeFileSync(datasetFile, `{"problem":"${'1+'.repeat(40)}1","answer":"3"}\n`);
  expect((await evaluateCheckpoint({ ...options, data }))[1].map(({ code }) => code)).toContain(
    'run/prompt-too-long',
  );
});

test('responses that meet the end of the positions are told', async () => {
  const openEngine: OpenEngine = async (engineOptions) => {
    const [engine, problems] = await openFakeEngine()(engineOptions);
    if (!engine) return [undefined, problems];
    const rollout: Engine['rollout'] = async (requests, how) =>
      (await engine.rollout(requests, how)).map((sample) => ({ ...sample, finishReason: 'length' }));
    return [{ ...engine, rollout }, problems];
  };
  const cutting = { ...host, openEngine };
  const [outcome, diagnostics] = await evaluateCheckpoint({ ...options, host: cutting, maxTokens: 5000 });
  expect(outcome?.results[0]?.all.truncatedShare).toBe(1);
  expect(diagnostics).toMatchObject([{ code: 'evaluate/out-of-positions', severity: 'warning' }]);
});

test('what cannot be evaluated is refused', async () => {
  const codes = async (changes: Partial<Parameters<typeof evaluateCheckpoint>[0]>) =>
    (await evaluateCheckpoint({ ...options, ...changes }))[1].map(({ code }) => code);
  expect(await codes({ dataset: 'tset' })).toEqual(['evaluate/unknown-dataset']);
  const { evaluation: _, ...settings } = tinySupervised();
  expect(await codes({ plan: planOf(settings) })).toEqual(['evaluate/not-defined']);
  const tiers = tinyReinforcement().tiers.map((tier) => ({ ...tier, prefill: '' }));
  const silent = planOf(tinyReinforcement({ tiers }));
  expect(await codes({ plan: silent, modes: ['budget=8'] })).toEqual(['evaluate/no-budget-prefill']);
  const evaluation = { ...tinyReinforcement().evaluation!, efficientPrefill: 'quickly' };
  const wordy = planOf(tinyReinforcement({ evaluation }));
  expect(await codes({ plan: wordy, modes: ['efficient'] })).toEqual(['evaluate/prefill-not-encodable']);
  expect(await codes({ checkpointDirectory: folder('nowhere') })).toEqual(['tokenizer/not-found']);
  truncateSync(path.join(run, 'checkpoints', '000004', 'state.json'), 3);
  expect(await codes({ checkpointDirectory: path.join(run, 'checkpoints', '000004') })).toEqual([
    'store/broken-checkpoint',
  ]);
});

test('an abort is passed on', async () => {
  await expect(evaluateCheckpoint({ ...options, signal: AbortSignal.abort('SIGINT') })).rejects.toBe(
    'SIGINT',
  );
});
