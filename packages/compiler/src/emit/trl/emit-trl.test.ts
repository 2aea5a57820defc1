// A bundle for TRL as text: golden/. ALLOT_UPDATE_GOLDENS=1 rewrites.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '@allot/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type BundleInputs, type Cluster, emitTrl } from '../../index.js';
import { baseReinforcement, overlay } from '../../testing/base-definitions.js';
import { planText } from '../../testing/check-text.js';

const golden = fileURLToPath(new URL('./golden', import.meta.url));
const update = process.env.ALLOT_UPDATE_GOLDENS === '1';
const machine: Cluster = { nodes: 1, gpusPerNode: 2, tensorParallel: 1 };

const problem = (id: number) => ({
  problem: { id: `p${id}`, problem: `${id}+1`, answer: `${id + 1}`, source: 'test' },
  prompts: [[id, 10, 1, 23]],
});
const inputs: BundleInputs = {
  train: [1, 2, 3, 4, 5, 6, 7, 8].map(problem),
  test: [9].map(problem),
  tiers: [
    { prompt: 0, prefill: [15, 1, 8, 16] },
    { prompt: 0, prefill: [15, 3, 6, 16] },
  ],
  modes: [{ prompt: 0, prefill: [] }],
  stopTokens: [22],
  tokenizer: { 'tokenizer.json': Buffer.from('{}') },
  version: '1.2.3',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allot-trl-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function planOf(changes: Readonly<Record<string, unknown>> = {}): Promise<Plan> {
  const definition = overlay(baseReinforcement, { engine: { name: 'trl' }, ...changes });
  const { plan, diagnostics } = await planText(stringify(definition));
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

async function emitted(plan: Plan, name: string): Promise<string> {
  const root = join(folder, name);
  const [bundle, diagnostics] = await emitTrl(plan, inputs, machine, root);
  expect(diagnostics).toEqual([]);
  expect(bundle?.files.every((file) => existsSync(join(root, file)))).toBe(true);
  return root;
}

test('the bundle as people read it', async () => {
  const root = await emitted(await planOf(), 'bundle');
  for (const file of [
    'README.md',
    'config.yaml',
    'launch.sh',
    'allot_trl/settings.json',
    'allot_bundle/versions.json',
  ]) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/[^\s"(:]*\/(definition\.yaml)/g, '$1');
    const place = join(golden, file.replaceAll('/', '-'));
    if (update) writeFileSync(place, text);
    expect(text).toBe(readFileSync(place, 'utf8'));
  }
  expect(statSync(join(root, 'launch.sh')).mode & 0o111).not.toBe(0);
});

test.each([
  [{ aggregation: 'seq-mean-token-mean' }, { loss_type: 'grpo' }],
  [{ aggregation: 'token-mean' }, { loss_type: 'dapo' }],
  [{ aggregation: 'seq-mean-token-sum-norm' }, { loss_type: 'dapo' }],
  [{ dualClip: 3 }, { delta: 3 }],
  [{ ratioLevel: 'sequence' }, { importance_sampling_level: 'sequence' }],
  [{ kl: { coefficient: 0.01 } }, { beta: 0.01, use_bias_correction_kl: false }],
])('the objective %j is %j of TRL', async (objective, keys) => {
  const root = await emitted(await planOf({ objective }), 'objective');
  expect(parse(readFileSync(join(root, 'config.yaml'), 'utf8'))).toMatchObject(keys);
});

test('the steps of TRL are optimizer steps', async () => {
  const training = { promptsPerMinibatch: 2 };
  const root = await emitted(await planOf({ steps: 10, training, checkpoints: { everySteps: 5 } }), 'steps');
  const config = parse(readFileSync(join(root, 'config.yaml'), 'utf8')) as unknown;
  expect(config).toMatchObject({ max_steps: 20, save_steps: 10 });
  const settings = JSON.parse(readFileSync(join(root, 'allot_trl/settings.json'), 'utf8')) as unknown;
  expect(settings).toMatchObject({ updates_per_step: 2, schedule: { total: 20 } });
});

test.each([
  [{ nodes: 2 }, ['trl/one-machine']],
  [{ tensorParallel: 2 }, ['trl/one-machine']],
  [{ gpusPerNode: 3 }, ['trl/does-not-divide', 'trl/does-not-divide']],
])('the machine %j is refused', async (changes, codes) => {
  const [bundle, diagnostics] = await emitTrl(
    await planOf(),
    inputs,
    { ...machine, ...changes },
    join(folder, 'refused'),
  );
  expect(bundle).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});
