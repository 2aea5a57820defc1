// What a GPU holds at once, for the shape of R1-Distill-Qwen-1.5B.
import type { Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement, overlay } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';
import { printGpu } from './print-gpu.js';
import { printPlan } from './print-plan.js';

const qwen = {
  model_type: 'qwen2',
  architectures: ['Qwen2ForCausalLM'],
  hidden_size: 1536,
  intermediate_size: 8960,
  num_hidden_layers: 28,
  num_attention_heads: 12,
  num_key_value_heads: 2,
  vocab_size: 151936,
  max_position_embeddings: 131072,
  rms_norm_eps: 1e-6,
  rope_theta: 10000,
  hidden_act: 'silu',
  tie_word_embeddings: false,
};

async function planned(change: Readonly<Record<string, unknown>>): Promise<Plan> {
  const engine = { name: 'torch', device: 'cuda' };
  const { plan, diagnostics } = await planText(stringify(overlay(baseReinforcement, { engine, ...change })));
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  const policy = { ...plan.settings.policy, config: qwen };
  return { ...plan, settings: { ...plan.settings, policy }, cost: { ...plan.cost, longestSequence: 2688 } };
}

const GIB = 2 ** 30;

test('micro-batches and rows are picked, and the peaks fit', async () => {
  const text = printGpu(await planned({}), 80 * GIB);
  expect(text).toMatch(/tokens of a micro-batch +\d,\d{3}, picked/);
  expect(text).toMatch(/responses at once +\d{3}, picked for 2,688 tokens each/);
  expect(text).toMatch(/peak of an update +about .*, layers and caches kept/);
  expect(text).not.toContain('does not fit');
  const large = printGpu(await planned({}), 140 * GIB);
  expect(large).toMatch(/tokens of a micro-batch +16,384, picked/);
  expect(large).toMatch(/responses at once +512, picked/);
});

test('a smaller GPU holds less, a micro-batch that was written stays', async () => {
  const text = printGpu(await planned({ training: { tokensPerMicrobatch: 4096 } }), 40 * GIB);
  expect(text).toMatch(/tokens of a micro-batch +4,096\n/);
  expect(text).toMatch(/responses at once +\d+, picked/);
  expect(text).toMatch(/peak of an update +about .*, layers computed again/);
});

test('how long a run takes on a GPU is not known', async () => {
  const plan = await planned({});
  expect(plan.cost.seconds).toBeUndefined();
  expect(printPlan(plan)).toMatch(/\n {2}time +not known for a GPU$/m);
  const onCpu = await planned({ engine: { name: 'torch', device: 'cpu' } });
  expect(printPlan(onCpu)).toMatch(/\n {2}time +about \d/);
});

test('a policy that does not fit is told', async () => {
  expect(printGpu(await planned({}), 16 * GIB)).toContain('does not fit');
});
