// A bundle for verl as text: golden/. ALLOT_UPDATE_GOLDENS=1 rewrites.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '@allot/spec';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type BundleInputs, emitVerl } from '../../index.js';
import { baseReinforcement, overlay } from '../../testing/base-definitions.js';
import { planText } from '../../testing/check-text.js';

const golden = fileURLToPath(new URL('./golden', import.meta.url));
const update = process.env.ALLOT_UPDATE_GOLDENS === '1';
const cluster = { nodes: 1, gpusPerNode: 4, tensorParallel: 1 };

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
  folder = mkdtempSync(join(tmpdir(), 'allot-verl-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function planOf(changes: Readonly<Record<string, unknown>> = {}): Promise<Plan> {
  const definition = overlay(baseReinforcement, { engine: { name: 'verl' }, ...changes });
  const { plan, diagnostics } = await planText(stringify(definition));
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

async function emitted(plan: Plan, name: string): Promise<string> {
  const root = join(folder, name);
  const [bundle, diagnostics] = await emitVerl(plan, inputs, cluster, root);
  expect(diagnostics).toEqual([]);
  expect(bundle?.files.every((file) => existsSync(join(root, file)))).toBe(true);
  return root;
}

const texts = [
  'README.md',
  'config.yaml',
  'agent_loops.yaml',
  'launch.sh',
  'submit.sh',
  'allot_bundle/experiment.json',
  'allot_bundle/versions.json',
  'allot_bundle/shapes/__init__.py',
];

test('the bundle as people read it', async () => {
  const root = await emitted(await planOf(), 'bundle');
  for (const file of texts) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/[^\s"(:]*\/(definition\.yaml)/g, '$1');
    const place = join(golden, file.replaceAll('/', '-'));
    if (update) writeFileSync(place, text);
    expect(text).toBe(readFileSync(place, 'utf8'));
  }
  expect(statSync(join(root, 'launch.sh')).mode & 0o111).not.toBe(0);
});

test('the data has the columns of verl, a row a problem and a mode', async () => {
  const root = await emitted(await planOf({ evaluation: { dataset: 'test', modes: ['natural'] } }), 'data');
  const read = (name: string) => {
    const bytes = readFileSync(join(root, 'data', name));
    return parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    });
  };
  const train = await read('train.parquet');
  expect(train).toHaveLength(8);
  expect(train[0]).toEqual({
    prompt: [{ role: 'user', content: '1+1' }],
    data_source: 'train',
    reward_model: { style: 'rule', ground_truth: '2' },
    extra_info: { index: 0, mode: -1, problem: 'p1', answers: ['2'], prompts: [[1, 10, 1, 23]] },
  });
  expect((await read('test.parquet')).map(({ data_source }) => data_source)).toEqual(['test/natural']);
});

test('equal plans give equal bytes', async () => {
  const plan = await planOf();
  const [one, two] = [await emitted(plan, 'one'), await emitted(plan, 'two')];
  for (const file of readdirSync(one, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(one, file)).isDirectory()) continue;
    expect(readFileSync(join(two, file)).equals(readFileSync(join(one, file)))).toBe(true);
  }
});

test.each([
  [{ aggregation: 'token-mean' }, { loss_agg_mode: 'token-mean', loss_scale_factor: null }],
  // 64 tokens over 4 prompts of 4 rollouts
  [{ aggregation: 'seq-mean-token-sum-norm' }, { loss_scale_factor: 4 }],
  [{ dualClip: 3 }, { clip_ratio_c: 3 }],
  [{ ratioLevel: 'sequence' }, { policy_loss: { loss_mode: 'gspo' } }],
  [{ kind: 'cispo' }, { policy_loss: { loss_mode: 'cispo' } }],
  [{ kl: { coefficient: 0.01 } }, { use_kl_loss: true, kl_loss_coef: 0.01, kl_loss_type: 'k3' }],
])('the objective %j is %j of verl', async (objective, actor) => {
  const root = await emitted(await planOf({ objective }), 'objective');
  const config = parse(readFileSync(join(root, 'config.yaml'), 'utf8')) as {
    actor_rollout_ref: { actor: object };
  };
  expect(config.actor_rollout_ref.actor).toMatchObject(actor);
});

test("an adapter is that of verl's model", async () => {
  const lora = { rank: 8, alpha: 16, targets: ['v_proj', 'q_proj'] };
  const root = await emitted(await planOf({ policy: { model: 'allot:tiny-base', lora } }), 'adapter');
  const config = parse(readFileSync(join(root, 'config.yaml'), 'utf8')) as {
    actor_rollout_ref: { model: object };
  };
  expect(config.actor_rollout_ref.model).toMatchObject({
    lora_rank: 8,
    lora_alpha: 16,
    target_modules: ['q_proj', 'v_proj'],
  });
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('parts/lora_adapter');
});

test('submit.sh asks for the address of the job server, and hands the rest to ray', async () => {
  const root = await emitted(await planOf(), 'submitted');
  const tools = join(root, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'ray'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const submit = (environment: Readonly<Record<string, string>>) =>
    spawnSync('bash', [join(root, 'submit.sh'), 'trainer.nnodes=2'], {
      encoding: 'utf8',
      env: { PATH: `${tools}:${process.env.PATH}`, ...environment },
    });
  const lost = submit({});
  expect([lost.status, lost.stdout]).toEqual([2, '']);
  expect(lost.stderr).toMatch(/^submit\.sh: no RAY_ADDRESS .*\n$/);
  const sent = submit({ RAY_ADDRESS: 'http://head:8265' });
  expect([sent.status, sent.stdout]).toEqual([
    0,
    expect.stringMatching(/^job submit --no-wait -- env .*trainer\.nnodes=2\n$/),
  ]);
  const named = submit({ RAY_JOB_OPTIONS: '--address http://head:8265' });
  expect([named.status, named.stdout]).toEqual([0, expect.stringContaining('--address http://head:8265')]);
});

test('heads, feed-forward layers and GPUs are shared out, or the group of GPUs is refused', async () => {
  const plan = await planOf();
  const tried = async (gpusPerNode: number, tensorParallel: number) => {
    const shared = { nodes: 1, gpusPerNode, tensorParallel };
    const [bundle, diagnostics] = await emitVerl(plan, inputs, shared, join(folder, 'shared'));
    return bundle ? 'emitted' : diagnostics.map(({ code, message }) => `${code} ${message}`);
  };
  const { num_attention_heads: heads, num_key_value_heads: groups } = (
    plan.settings as { policy: { config: Record<string, number> } }
  ).policy.config;
  expect([heads, groups]).toEqual([2, 1]);
  // The one key-value head stands on both GPUs of a group.
  expect(await tried(4, 2)).toBe('emitted');
  const config = parse(readFileSync(join(folder, 'shared/config.yaml'), 'utf8')) as unknown;
  expect(config).toMatchObject({ actor_rollout_ref: { rollout: { tensor_model_parallel_size: 2 } } });
  expect(await tried(1, 2)).toEqual([
    'verl/tensor-parallel 1 GPUs of a node cannot be shared out to groups of 2 GPUs',
  ]);
  expect(await tried(4, 4)).toEqual([
    'verl/tensor-parallel 2 attention heads cannot be shared out to groups of 4 GPUs',
  ]);
});

test('batches that GPUs cannot share are refused', async () => {
  const refused = await emitVerl(
    await planOf(),
    inputs,
    { nodes: 1, gpusPerNode: 3, tensorParallel: 1 },
    join(folder, 'three'),
  );
  expect(refused).toMatchObject([undefined, [{ code: 'verl/does-not-divide' }]]);
  expect(existsSync(join(folder, 'three'))).toBe(false);
});
