// Plans: equal for equal experiments, whatever they are written in and wherever their files lie.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  canonicalJson,
  contentKey,
  type Plan,
  type ResolvedReinforcement,
  type ResolvedShape,
  sha256,
  withoutNames,
} from '@allot/spec';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { renderDiagnostics } from './index.js';
import { stageSteps } from './plan/plan-stages.js';
import { printPlan } from './plan/print-plan.js';
import { baseReinforcement, baseSupervised, overlay } from './testing/base-definitions.js';
import { type CheckTextOptions, planText } from './testing/check-text.js';
import { allotEntry } from './testing/entry-path.js';
import { fakeHost, fakeModelWith } from './testing/fake-host.js';

async function planOf(definition: object, options: CheckTextOptions = {}): Promise<Plan> {
  const { plan, diagnostics } = await planText(stringify(definition), options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan as Plan;
}

const readSchema = (name: string): object =>
  JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../../schemas/${name}`, import.meta.url)), 'utf8'),
  ) as object;

/** Definitions without errors: the base with random settings. */
const definitions = fc
  .record({
    steps: fc.integer({ min: 1, max: 1000 }),
    seed: fc.integer({ min: 0, max: 1000 }),
    budgets: fc.uniqueArray(fc.integer({ min: 4, max: 60 }), { minLength: 1, maxLength: 4 }),
    rollouts: fc.integer({ min: 2, max: 4 }),
    learningRate: fc.constantFrom(1e-6, 3e-4, 1e-3),
    modes: fc.constantFrom(['natural'], ['natural', 'efficient']),
    keep: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  })
  .map(({ steps, seed, budgets, rollouts, learningRate, modes, keep }) => {
    const tiers = [...budgets]
      .sort((a, b) => a - b)
      .map((budget) => ({ budget, rollouts, prefill: '[{budget}]' }));
    return overlay(baseReinforcement, {
      steps,
      seed,
      tiers,
      optimizer: { kind: 'adamw', learningRate },
      training: { rolloutsPerPrompt: rollouts * tiers.length },
      evaluation: { modes },
      checkpoints: keep === undefined ? { everySteps: 1 } : { everySteps: 1, keep },
    });
  });

const reversedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversedKeys(member)]),
  );
};

describe('the key', () => {
  test('is equal in block YAML, flow YAML, JSON, and with the settings in another order', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const plans = await Promise.all([
          planText(stringify(definition)),
          planText(stringify(definition, { collectionStyle: 'flow' })),
          planText(JSON.stringify(definition), { name: 'definition.json' }),
          planText(stringify(reversedKeys(definition))),
        ]);
        for (const { plan } of plans) {
          expect(plan?.key).toBeDefined();
          expect(plan?.key).toBe(plans[0]?.plan?.key);
          expect(canonicalJson(plan?.settings)).toBe(canonicalJson(plans[0]?.plan?.settings));
        }
      }),
      { numRuns: 12 },
    );
  });

  test('is equal in TypeScript', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const text = `export default ${JSON.stringify(definition)};\n`;
        const { plan } = await planText(text, { name: 'definition.ts', types: false, allotEntry });
        expect(plan?.key).toBe((await planOf(definition)).key);
      }),
      { numRuns: 4 },
    );
  });

  test('counts content and not places', async () => {
    const inspectDataset = async () => [{ rows: 50, digest: sha256('rows') }, []] as const;
    const host = fakeHost({ inspectDataset });
    const at = (path: string) =>
      planOf(overlay(baseReinforcement, { datasets: { train: { kind: 'jsonl', path } } }), {
        host,
        files: { [path]: '' },
      });
    const [one, other] = await Promise.all([at('a.jsonl'), at('deep/b.jsonl')]);
    expect(one.key).toBe(other.key);
    expect(one.sources.datasets.train).not.toBe(other.sources.datasets.train);
    expect(JSON.stringify(one.settings)).not.toContain('deep/');
  });

  test('of an adapter counts which layers have one, in whatever order they are named', async () => {
    const keyOf = async (lora?: object): Promise<string> => {
      const policy = { model: 'allot:tiny-base', ...(lora && { lora: { rank: 4, alpha: 8, ...lora } }) };
      return (await planOf(overlay(baseReinforcement, { policy, engine: { name: 'torch' } }))).key;
    };
    expect(await keyOf()).toBe((await planOf(baseReinforcement)).key);
    const all = ['down_proj', 'up_proj', 'gate_proj', 'o_proj', 'v_proj', 'k_proj', 'q_proj'];
    expect(await keyOf({ targets: all })).toBe(await keyOf({}));
    expect(await keyOf({ targets: ['q_proj', 'v_proj', 'q_proj'] })).toBe(
      await keyOf({ targets: ['v_proj', 'q_proj'] }),
    );
    const keys = [undefined, {}, { rank: 5 }, { alpha: 9 }, { targets: ['q_proj'] }];
    expect(new Set(await Promise.all(keys.map(keyOf))).size).toBe(keys.length);
  });

  test('changes with every setting, and not with the description', async () => {
    const { key } = await planOf(baseReinforcement);
    expect((await planOf({ ...baseReinforcement, description: 'other words' })).key).toBe(key);
    const changes = [
      { seed: 2 },
      { steps: 99 },
      { response: { maxTokens: 65 } },
      { optimizer: { kind: 'adamw', learningRate: 1e-4 } },
      { reward: { template: 'classic' } },
      { evaluation: { modes: ['natural', 'efficient'] } },
    ];
    const keys = await Promise.all(
      changes.map(async (change) => (await planOf(overlay(baseReinforcement, change))).key),
    );
    expect(new Set([key, ...keys]).size).toBe(changes.length + 1);
    const weights = fakeHost({
      inspectModel: async () => [fakeModelWith(undefined, sha256('others')), []],
    });
    expect((await planOf(baseReinforcement, { host: weights })).key).not.toBe(key);
  });
});

describe('a plan', () => {
  test.each([
    ['reinforcement', baseReinforcement],
    ['supervised', baseSupervised],
  ])('of %s fits its schema, and every value has an origin', async (_, base) => {
    const plan = await planOf(base);
    const validate = new Ajv({ strict: false }).compile(readSchema('plan.schema.json'));
    validate(JSON.parse(JSON.stringify(plan)));
    expect(validate.errors).toBeNull();
    const rows = printPlan(plan).split('\n');
    const settings = rows.slice(rows.indexOf('Settings') + 1, rows.indexOf('Stages'));
    for (const row of settings.filter((line) => /^ {2}\S/.test(line)))
      expect(row).toMatch(/ {2}(default|template|from|definition|\S*definition\.yaml:\d+|\S*tiny-base)/);
  });

  test('counts rollouts, sequences and tokens exactly', async () => {
    const { cost } = await planOf(overlay(baseReinforcement, { steps: 10, evaluation: { everySteps: 5 } }));
    expect(cost.rollouts).toBe(10 * 4 * 4);
    // 160 training rollouts and evaluations of 4096 problems at steps 0, 5 and 10, each of at most 64 tokens
    expect(cost.maxResponseTokens).toBe((160 + 3 * 4096) * 64);
  });

  test('stages come in the order of a step, and each has a key of its own', async () => {
    const { stages, settings } = await planOf(baseReinforcement);
    expect(stages.map(({ kind }) => kind)).toEqual([
      'rollout',
      'score',
      'advantage',
      'update',
      'evaluate',
      'checkpoint',
    ]);
    expect(new Set(stages.map(({ key }) => key)).size).toBe(stages.length);
    const checkpoint = stages.at(-1);
    expect(checkpoint && stageSteps(checkpoint, settings.steps)).toEqual([0, 25, 50, 75, 100]);
  });

  test('evaluation settings leave the keys of training stages alone', async () => {
    const [one, other] = await Promise.all([
      planOf(baseReinforcement),
      planOf(overlay(baseReinforcement, { evaluation: { samplesPerProblem: 2 } })),
    ]);
    const keys = (plan: Plan): Record<string, string> =>
      Object.fromEntries(plan.stages.map(({ kind, key }) => [kind, key]));
    expect(keys(other).update).toBe(keys(one).update);
    expect(keys(other).evaluate).not.toBe(keys(one).evaluate);
  });

  test('key is the content key of what counts: not what shapes are called, nor what is allowed', async () => {
    const keyOf = async (changes: object) => (await planOf({ ...baseReinforcement, ...changes })).key;
    const { key, settings } = await planOf(baseReinforcement);
    const { allow: _, reward, advantage, ...rest } = settings as ResolvedReinforcement;
    const meaning = ({ expression, components }: ResolvedShape) => ({
      expression: withoutNames(expression),
      components,
    });
    expect(key).toBe(contentKey({ ...rest, reward: meaning(reward), advantage: meaning(advantage) }));
    const four = await keyOf({ reward: { expression: 'correct ? 4 : 0' } });
    expect(await keyOf({ reward: { onlyIf: 'correct', use: { expression: '4' } } })).toBe(four);
    expect(await keyOf({ reward: { expression: 'correct ? 3 : 0' } })).not.toBe(four);
  });
});

test('JSON diagnostics fit their schema', async () => {
  const { diagnostics, sources } = await planText('name: My Run\nsteps: 2k\n');
  const printed = renderDiagnostics(diagnostics, sources, { format: 'json', color: false });
  const validate = new Ajv({ strict: false }).compile(readSchema('diagnostics.schema.json'));
  validate(JSON.parse(printed));
  expect(validate.errors).toBeNull();
});

test('an objective says what the stages read and what the run costs', async () => {
  const stagesOf = ({ stages }: Plan) => Object.fromEntries(stages.map(({ kind, inputs }) => [kind, inputs]));
  const withObjective = (objective: object) => planOf(overlay(baseReinforcement, { objective }));
  const plain = await withObjective({});
  const refill = { drop: ['equal-rewards'], refill: { mostRounds: 3 } };
  const full = await withObjective({ kl: { coefficient: 0.001 }, groups: refill });
  expect(stagesOf(plain).rollout).toEqual(['checkpoints/{previous}']);
  expect(stagesOf(full).rollout).toEqual(['checkpoints/{previous}', 'checkpoints/000000']);
  expect(stagesOf(plain).update).not.toContain('steps/{step}/scores.parquet');
  expect(stagesOf(full).update).toContain('steps/{step}/scores.parquet');
  expect(full.cost.rollouts).toBe(3 * plain.cost.rollouts);
  expect(full.cost.trainedSequences).toBe(plain.cost.trainedSequences);
  expect(full.cost.flops).toBeGreaterThan(1.2 * plain.cost.flops);
});
