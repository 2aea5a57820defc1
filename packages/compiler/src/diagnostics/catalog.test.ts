// Every page of the catalog has an example that fails as the page says.

import type { CompilerHost } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { type CheckTextOptions, codesOf, planText } from '../testing/check-text.js';
import { allotEntry } from '../testing/entry-path.js';
import { fakeConfig, fakeHost, fakeModel } from '../testing/fake-host.js';
import { compilerCatalog } from './catalog.js';
import { baseCatalog } from './report.js';

const model = (changes: Partial<typeof fakeModel>): Partial<CompilerHost> => ({
  inspectModel: async () => [{ ...fakeModel, ...changes }, []],
});

const hosts: Readonly<Record<string, Partial<CompilerHost>>> = {
  'policy/unsupported-model': model({ config: { ...fakeConfig, rope_scaling: { factor: 2 } } }),
  'policy/tensor-missing': model({ tensors: fakeModel.tensors.slice(1) }),
  'policy/tensor-shape': model({
    tensors: fakeModel.tensors.map((tensor) => ({ ...tensor, shape: [...tensor.shape].reverse() })),
  }),
};

const files = {
  'model-with-rope-scaling/': '',
  'model-without-a-tensor/': '',
  'model-with-a-wrong-shape/': '',
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
