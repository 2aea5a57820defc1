// Every page of the catalog has an example that fails as the page says.

import type { CompilerHost, ModelInspection, ModelTensor, Pilot } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { type CheckTextOptions, codesOf, planText } from '../testing/check-text.js';
import { allotEntry } from '../testing/entry-path.js';
import { fakeConfig, fakeHost, fakeModelWith, fakeTensors } from '../testing/fake-host.js';
import { compilerCatalog } from './catalog.js';
import { baseCatalog } from './report.js';

const host = (model: ModelInspection): Partial<CompilerHost> => ({ inspectModel: async () => [model, []] });
const withTensors = (change: (tensors: readonly ModelTensor[]) => readonly ModelTensor[]) =>
  host(fakeModelWith(change(fakeTensors)));

const thinPilot: Pilot = {
  format: 1,
  key: 'k',
  dataset: 'train',
  mode: 'natural',
  problems: 8,
  rollouts: 8,
  solveRate: 0,
  meanTokens: 1,
  truncatedShare: 0,
  difficulty: [],
  lengths: [{ tokens: 1, right: 0, wrong: 64 }],
};

const hosts: Readonly<Record<string, Partial<CompilerHost>>> = {
  'tiers/pilot-too-thin': { findPilot: async () => [thinPilot, []] },
  'policy/unsupported-model': host({
    ...fakeModelWith(),
    config: { ...fakeConfig, rope_scaling: { rope_type: 'dynamic', factor: 2 } },
  }),
  'policy/tensor-missing': withTensors((tensors) => tensors.slice(1)),
  'policy/tensor-shape': withTensors((tensors) =>
    tensors.map((tensor) => ({ ...tensor, shape: [...tensor.shape].reverse() })),
  ),
  'policy/tensor-unexpected': withTensors((tensors) => [
    ...tensors,
    { name: 'model.layers.0.self_attn.q_proj.lora_A.weight', shape: [4, 16], dtype: 'F32' },
  ]),
  'policy/tensor-type': withTensors((tensors) => tensors.map((tensor) => ({ ...tensor, dtype: 'I8' }))),
};

const files = {
  'model-with-dynamic-rope/': '',
  'model-without-a-tensor/': '',
  'model-with-a-wrong-shape/': '',
  'model-with-an-adapter/': '',
  'model-in-eight-bits/': '',
};

/** Settings of an example that is no complete file of its own. */
const isWhole = (code: string): boolean => code.startsWith('yaml/') || code === 'definition/empty';

function optionsFor(code: string): CheckTextOptions {
  return {
    allotEntry,
    host: fakeHost(hosts[code]),
    files,
    types: code.startsWith('typescript/'),
    limits: { seconds: code === 'definition/too-slow' ? 1 : 20, megabytes: 32 },
  };
}

const entries = Object.entries(baseCatalog).filter(([, { example }]) => example.language !== 'shell');

describe('catalog', () => {
  test('codes are area/slug, and every entry is complete', () => {
    const incomplete = Object.entries(compilerCatalog).filter(
      ([code, { why, message, help }]) =>
        !/^[a-z]+\/[a-z]+(-[a-z]+)*$/.test(code) || why.length < 40 || message.endsWith('.') || help === '',
    );
    expect(incomplete).toEqual([]);
  });

  test.each(entries)('the example of %s fails as it says', async (code, { example: { language, text } }) => {
    const options = optionsFor(code);
    const result =
      language === 'typescript'
        ? await planText(text, { ...options, name: 'definition.ts' })
        : await planText(isWhole(code) ? text : completeDefinition(text), options);
    expect(codesOf(result)).toContain(code);
    const found = result.diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.span).toBeDefined();
    expect(`${found?.message} ${found?.help}`).not.toMatch(/undefined|NaN|\[object|\{[a-z]+\}/);
  });
});
