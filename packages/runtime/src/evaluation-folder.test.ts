import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fakeHost } from '../test-support/fake-engine.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { planOf, tinyReinforcement } from '../test-support/tiny-plan.js';
import { evaluateCheckpoint } from './evaluate-checkpoint.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();
const plan = planOf(tinyReinforcement());
const run = folder();
const options = {
  checkpointDirectory: path.join(run, 'checkpoints', '000006'),
  plan,
  host: fakeHost(),
  modes: ['natural', 'efficient'] as const,
  samplesPerProblem: 100,
};

beforeAll(async () => {
  await startRun({ plan, runDirectory: run, host: fakeHost() });
});

const bytesOf = (kept: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(kept, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(kept, file), readFileSync(file, 'hex')]),
  );

/** Evaluates into a folder, counting the responses that are sampled. */
async function evaluateInto(kept: string, changes: Partial<Parameters<typeof evaluateCheckpoint>[0]> = {}) {
  let sampled = 0;
  const host = fakeHost({
    onRollout: (requests) => {
      sampled += requests.length;
    },
  });
  const [outcome, diagnostics] = await evaluateCheckpoint({ ...options, host, keep: () => kept, ...changes });
  return { outcome, diagnostics, sampled };
}

test('trajectories are kept in parts, with the results that come without them', async () => {
  const kept = folder();
  const { outcome, sampled } = await evaluateInto(kept);
  const [without] = await evaluateCheckpoint(options);
  expect(outcome?.results).toEqual(without?.results);
  expect(sampled).toBe(1800);
  const parts = ['part-00001.parquet', 'part-00002.parquet', 'part-00003.parquet'];
  const names = Object.keys(bytesOf(kept)).map((name) => name.replace(/\.[0-9a-f]{16}\./, '.'));
  expect(names.sort()).toEqual([
    ...parts.map((part) => `efficient/${part}`),
    'evaluation.json',
    ...parts.map((part) => `natural/${part}`),
    'results.json',
  ]);
  expect(JSON.parse(readFileSync(path.join(kept, 'results.json'), 'utf8'))).toEqual({
    format: 1,
    difficulty: expect.any(Object),
    results: outcome?.results,
  });
});

test('what is done is not done again; what is missing or damaged is, with the same bytes', async () => {
  const kept = folder();
  await evaluateInto(kept);
  const whole = bytesOf(kept);
  expect((await evaluateInto(kept)).sampled).toBe(0);
  const part = (mode: string, number: number): string =>
    path.join(kept, mode, readdirSync(path.join(kept, mode)).sort()[number - 1] as string);
  rmSync(part('natural', 2));
  const flipped = readFileSync(part('natural', 1));
  flipped[200] = (flipped[200] as number) ^ 1;
  writeFileSync(part('natural', 1), flipped);
  truncateSync(part('efficient', 3), 100);
  rmSync(path.join(kept, 'results.json'));
  expect((await evaluateInto(kept)).sampled).toBe(900);
  expect(bytesOf(kept)).toEqual(whole);
});

test('an evaluation that is stopped goes on where it was', async () => {
  const [kept, undisturbed] = [folder(), folder()];
  const controller = new AbortController();
  const host = fakeHost({
    onRollout: () => {
      if (readdirSync(kept).includes('natural')) controller.abort('SIGINT');
    },
  });
  const stopped = evaluateCheckpoint({ ...options, host, keep: () => kept, signal: controller.signal });
  await expect(stopped).rejects.toBe('SIGINT');
  const done = readdirSync(path.join(kept, 'natural')).length;
  expect(done).toBeGreaterThan(0);
  expect((await evaluateInto(kept)).sampled).toBe(1800 - 300 * done);
  await evaluateInto(undisturbed);
  expect(bytesOf(kept)).toEqual(bytesOf(undisturbed));
});

test('another evaluation does not go into the same folder; another mode of the same does', async () => {
  const kept = folder();
  await evaluateInto(kept, { modes: ['natural'] });
  const { outcome, diagnostics } = await evaluateInto(kept, { temperature: 0.5 });
  expect(outcome).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'evaluate/other-evaluation' }]);
  expect(diagnostics[0]?.message).toContain('sampling');
  await evaluateInto(kept, { modes: ['efficient'] });
  const { results } = JSON.parse(readFileSync(path.join(kept, 'results.json'), 'utf8')) as {
    results: object[];
  };
  expect(results).toMatchObject([{ mode: 'natural' }, { mode: 'efficient' }]);
});

test('a part of the problems is always the same part', async () => {
  const some = async (problems: number) =>
    (await evaluateInto(folder(), { problems, samplesPerProblem: 1 })).outcome?.results[0]?.all;
  expect(await some(4)).toEqual(await some(4));
  expect(await some(4)).toMatchObject({ problems: 4 });
  expect(await some(1000)).toMatchObject({ problems: 9 });
});

test('a folder with other files is refused, and one where the first write was killed is not', async () => {
  const foreign = folder();
  mkdirSync(foreign);
  writeFileSync(path.join(foreign, 'letter.txt'), 'Dear Ada');
  const refused = await evaluateInto(foreign);
  expect(refused.diagnostics).toMatchObject([{ code: 'evaluate/folder-in-use' }]);
  expect([refused.sampled, readdirSync(foreign)]).toEqual([0, ['letter.txt']]);
  const killed = folder();
  mkdirSync(killed);
  writeFileSync(path.join(killed, 'evaluation.json.tmp'), '{');
  expect((await evaluateInto(killed)).diagnostics).toEqual([]);
});
