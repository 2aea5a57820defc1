import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallLayout, smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { adapterConfig, adapterWeights, policyFolders, readMergedPolicy } from './adapter.js';
import { inspectModelFolder } from './inspect-model.js';
import { writeModelFolder } from './model-folder.js';
import { writeSafetensors } from './safetensors.js';

const folder = temporaryFolder();
let count = 0;
const module = 'base_model.model.model.embed_tokens';

interface Written {
  readonly rank: number;
  readonly alpha: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly config?: string;
}

/** A run's base policy, and beside it a checkpoint with an adapter to the matrix [3, 2] of the small model. */
async function write({ rank, alpha, a, b, config }: Written): Promise<string> {
  const run = path.join(folder, `run-${++count}`);
  await writeModelFolder(path.join(run, 'checkpoints', '000000', 'policy'), smallModel());
  const adapter = path.join(run, 'checkpoints', '000002', 'policy');
  mkdirSync(adapter, { recursive: true });
  writeFileSync(path.join(adapter, adapterConfig), config ?? JSON.stringify({ r: rank, lora_alpha: alpha }));
  await writeSafetensors(path.join(adapter, adapterWeights), [
    { name: `${module}.lora_A.weight`, shape: [a.length / 2, 2], data: Float32Array.from(a) },
    { name: `${module}.lora_B.weight`, shape: [3, b.length / 3], data: Float32Array.from(b) },
  ]);
  return adapter;
}

test('an adapter belongs to the base policy of its run, a whole folder to nothing else', async () => {
  const adapter = await write({ rank: 1, alpha: 1, a: [1, 2], b: [1, 0, 0] });
  const base = path.join(adapter, '../../000000/policy');
  expect(policyFolders(adapter)).toEqual({ policy: base, adapter });
  writeFileSync(path.join(base, adapterConfig), '{}');
  expect(policyFolders(base)).toEqual({ policy: base });
});

test('its product is added to the weight, times alpha / rank', async () => {
  const small = fc.integer({ min: -8, max: 8 });
  const adapters = fc.integer({ min: 1, max: 3 }).chain((rank) =>
    fc.record({
      rank: fc.constant(rank),
      alpha: fc.integer({ min: 1, max: 4 }).map((times) => times * rank),
      a: fc.array(small, { minLength: 2 * rank, maxLength: 2 * rank }),
      b: fc.array(small, { minLength: 3 * rank, maxLength: 3 * rank }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(adapters, async (adapter) => {
      const { rank, alpha, a, b } = adapter;
      const [merged, diagnostics] = await readMergedPolicy(policyFolders(await write(adapter)), smallLayout);
      expect(diagnostics).toEqual([]);
      const expected = smallModel().parameters;
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 2; column++)
          for (let inner = 0; inner < rank; inner++)
            expected[2 * row + column] =
              (expected[2 * row + column] as number) +
              (alpha / rank) * (b[row * rank + inner] as number) * (a[2 * inner + column] as number);
      expect(merged).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['{ "r": 2', 'model/malformed-config'],
  ['{ "r": 2 }', 'model/malformed-config'],
  ['{ "r": 0, "lora_alpha": 1 }', 'model/malformed-config'],
])('the configuration %s is refused', async (config, code) => {
  const adapter = await write({ rank: 1, alpha: 1, a: [1, 2], b: [1, 0, 0], config });
  const [merged, diagnostics] = await readMergedPolicy(policyFolders(adapter), smallLayout);
  expect([merged, diagnostics.map((one) => one.code)]).toEqual([undefined, [code]]);
});

test('matrices that do not fit each other are refused', async () => {
  const adapter = await write({ rank: 2, alpha: 1, a: [1, 2, 3, 4], b: [1, 0, 0] });
  const [merged, diagnostics] = await readMergedPolicy(policyFolders(adapter), smallLayout);
  expect([merged, diagnostics.map(({ code }) => code)]).toEqual([undefined, ['model/wrong-shape']]);
});

test('as a model folder it is refused, with the command that makes one', async () => {
  const adapter = await write({ rank: 1, alpha: 1, a: [1, 2], b: [1, 0, 0] });
  const [found, diagnostics] = await inspectModelFolder(adapter);
  expect(found).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { code: 'model/adapter-alone', help: expect.stringContaining('allot export') },
  ]);
});
