// What is emitted: the same bytes for the same plan, all or nothing.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmittedGraph, Plan } from '@allot/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { emitPlan } from '../index.js';
import { baseReinforcement, baseSupervised, overlay } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';

let folder: string;
let plan: Plan;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allot-emit-'));
  plan = await planOf(baseReinforcement);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function planOf(definition: object): Promise<Plan> {
  const { plan: planned } = await planText(stringify(definition));
  if (!planned) throw new Error('the base definition has errors');
  return planned;
}

const filesOf = (root: string): Record<string, Buffer> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(root.length + 1), readFileSync(file)]),
  );

test('graphs, what lies beside them, and the manifest that names them', async () => {
  const root = join(folder, 'engine');
  const [manifest, diagnostics] = await emitPlan(plan, root);
  expect(diagnostics).toEqual([]);
  expect(JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))).toEqual(manifest);
  expect(manifest).toMatchObject({
    engine: 'onnx',
    planKey: plan.key,
    decoder: {
      vocabularySize: 25,
      layers: 1,
      heads: 2,
      keyValueHeads: 1,
      headDimension: 8,
      maxPositions: 128,
    },
  });
  const graphs = manifest?.engine === 'onnx' ? Object.values(manifest.graphs) : [];
  expect(graphs).toHaveLength(7);
  for (const file of graphs) {
    expect(existsSync(join(root, file))).toBe(true);
    const beside = JSON.parse(readFileSync(join(root, file.replace('.onnx', '.json')), 'utf8')) as object;
    expect(Object.keys(beside)).toEqual(['name', 'inputs', 'outputs', 'weights', 'sha256']);
  }
  expect(manifest?.parameters.at(-1)).toEqual({
    name: 'model.norm.weight',
    shape: [16],
    offset: plan.settings.policy.parameters - 16,
  });
});

test('the reward and the advantage as NumPy code; a supervised plan has none', async () => {
  const root = join(folder, 'shapes');
  await emitPlan(plan, root);
  expect(readFileSync(join(root, 'shapes/reward.py'), 'utf8')).toContain('def hbpo(*, correct');
  expect(readFileSync(join(root, 'shapes/advantage.py'), 'utf8')).toMatch(/def hbpo\(\*, .*reward/);
  await emitPlan(await planOf(baseSupervised), root);
  expect(existsSync(join(root, 'shapes'))).toBe(false);
});

test('the credit of tokens and the cut as NumPy code', async () => {
  const root = join(folder, 'credited');
  const unsure = 'logProbability < response.mean((t) => t.logProbability, { empty: 0 }) ? 0 : 1';
  const definition = overlay(baseReinforcement, {
    credit: [{ tokens: 'thinking', multiply: { expression: unsure } }],
    cut: { to: 'group.mean((r) => r.tokens, { empty: 0 }) + 8' },
  });
  await emitPlan(await planOf(definition), root);
  const credit = readFileSync(join(root, 'shapes/credit-0-multiply.py'), 'utf8');
  expect(credit).toContain('def credit_0_multiply(*, rows, log_probability, row_of_token)');
  expect(credit).toContain('mean_of(log_probability, responses, empty=0.0)');
  expect(readFileSync(join(root, 'shapes/cut-to.py'), 'utf8')).toContain('def cut_to(*, tokens, group)');
  expect(readFileSync(join(root, 'shapes/cut-when.py'), 'utf8')).toContain('def cut_when(');
});

test('the same plan gives the same bytes, also over an older folder', async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  await emitPlan(await planOf(baseSupervised), two);
  writeFileSync(join(two, 'left-over'), 'x');
  for (const end of ['new', 'old']) cpSync(two, `${two}.allot-${end}`, { recursive: true });
  await emitPlan(plan, one);
  await emitPlan(plan, two);
  expect(filesOf(two)).toEqual(filesOf(one));
  expect(readdirSync(folder).filter((name) => /-(new|old)$/.test(name))).toEqual([]);
});

test('a place that cannot be written is a diagnostic, and nothing is left', async () => {
  writeFileSync(join(folder, 'file'), '');
  const [manifest, diagnostics] = await emitPlan(plan, join(folder, 'file', 'engine'));
  expect(manifest).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'emit/unwritable' }]);
});

test.each([
  [{}, []],
  [{ dualClip: 3, entropyBonus: 0.1, klCov: {} }, ['dual_clip', 'entropy_bonus', 'kl_cov_coefficients']],
  [{ kl: { coefficient: 0.1 } }, ['kl_coefficient', 'reference_log_probabilities']],
  [{ kl: { coefficient: 0.1, in: 'reward' } }, []],
])('the train graph reads what the objective %j has, and no more', async (objective, names) => {
  const root = join(folder, 'objective');
  await emitPlan(await planOf(overlay(baseReinforcement, { objective })), root);
  const { inputs } = JSON.parse(readFileSync(join(root, 'graphs/train.json'), 'utf8')) as EmittedGraph;
  const optional = inputs.map(({ name }) => name).filter((name) => /dual|entropy|kl|reference/.test(name));
  expect(optional).toEqual(names);
});

test.each([{ kind: 'cispo' }, { ratioLevel: 'sequence' }])('%j makes another graph', async (objective) => {
  const hashes = [];
  for (const changes of [{}, objective]) {
    const root = join(folder, 'surrogate');
    await emitPlan(await planOf(overlay(baseReinforcement, { objective: changes })), root);
    hashes.push(readFileSync(join(root, 'graphs/train.onnx'), 'base64'));
  }
  expect(hashes[0]).not.toBe(hashes[1]);
});

test('jobs for the torch engine, of the same key', async () => {
  const root = join(folder, 'torch');
  const [manifest] = await emitPlan({ ...plan, engine: { ...plan.engine, name: 'torch' } }, root);
  expect(manifest).toMatchObject({
    engine: 'torch',
    planKey: plan.key,
    objective: { kind: 'policy-gradient' },
  });
  const job = JSON.parse(readFileSync(join(root, 'jobs/update.json'), 'utf8')) as object;
  expect(job).toMatchObject({
    protocol: 1,
    open: { manifest: '../manifest.json', device: 'cpu', policy: 'policy' },
    calls: [
      { method: 'update', params: { numbers: { clip_low: 0.2 } } },
      { method: 'snapshot', params: { of: 'weights' } },
      { method: 'save' },
    ],
  });
  expect(existsSync(join(root, 'jobs/rollout.json'))).toBe(true);
  expect(existsSync(join(root, 'graphs'))).toBe(false);
});

test('an adapter for the torch engine as peft describes it, its jobs beside a policy that stays as it is', async () => {
  const lora = { rank: 4, alpha: 8, targets: ['v_proj', 'q_proj'] };
  const adapted = await planOf(
    overlay(baseReinforcement, { policy: { model: 'allot:tiny-base', lora }, engine: { name: 'torch' } }),
  );
  const root = join(folder, 'adapter');
  const [manifest] = await emitPlan(adapted, root);
  expect(manifest).toMatchObject({
    adapter: {
      config: {
        base_model_name_or_path: adapted.sources.model,
        r: 4,
        lora_alpha: 8,
        target_modules: ['q_proj', 'v_proj'],
      },
      seed: 1,
    },
  });
  const names = manifest?.engine === 'torch' ? manifest.adapter?.parameters.map(({ name }) => name) : [];
  expect(names).toContain('base_model.model.model.layers.0.self_attn.v_proj.lora_B.weight');
  expect(names).toHaveLength(4);
  const job = JSON.parse(readFileSync(join(root, 'jobs/update.json'), 'utf8')) as object;
  expect(job).toMatchObject({
    open: { policy: 'policy', adapter: 'adapter', optimizer: 'optimizer.safetensors' },
    calls: [
      { method: 'update' },
      { method: 'snapshot', params: { of: 'adapter' } },
      { method: 'save', params: { adapter: 'adapter', optimizer: 'optimizer.safetensors' } },
    ],
  });
});
