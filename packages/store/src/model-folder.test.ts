import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { smallLayout, smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { inspectModelFolder } from './inspect-model.js';
import { readParameters, writeModelFolder } from './model-folder.js';
import { encodeSafetensors } from './safetensors.js';

const folder = temporaryFolder();
let count = 0;

async function written(): Promise<{ model: string; weights: string }> {
  const model = path.join(folder, `model-${++count}`);
  await writeModelFolder(model, smallModel());
  return { model, weights: path.join(model, 'model.safetensors') };
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('a written folder is read back and names the type its weights have', async () => {
  const { model, weights } = await written();
  const [values, diagnostics] = await readParameters(weights, smallLayout);
  expect(diagnostics).toEqual([]);
  expect(values).toEqual(smallModel().parameters);
  expect(json(path.join(model, 'config.json'))).toEqual({
    model_type: 'llama',
    eos_token_id: 1,
    dtype: 'float32',
  });
  expect(json(path.join(model, 'generation_config.json'))).toEqual({ eos_token_id: 1, do_sample: true });
});

test('missing, unexpected and misshapen tensors are all named', async () => {
  const { weights } = await written();
  writeFileSync(
    weights,
    encodeSafetensors([
      { name: 'model.norm.weight', shape: [1, 2], data: new Float32Array(2) },
      { name: 'model.layers.0.extra', shape: [1], data: new Float32Array(1) },
    ]),
  );
  const [values, diagnostics] = await readParameters(weights, smallLayout);
  expect(values).toBeUndefined();
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    'model/missing-tensor',
    'model/unexpected-tensor',
    'model/wrong-shape',
  ]);
  expect(diagnostics.find(({ code }) => code === 'model/wrong-shape')?.message).toContain('[1, 2]');
});

test('a tied output embedding may stand in the file', async () => {
  const { weights } = await written();
  const { parameters } = smallModel();
  writeFileSync(
    weights,
    encodeSafetensors([
      { name: 'lm_head.weight', shape: [3, 2], data: parameters.slice(0, 6) },
      { name: 'model.norm.weight', shape: [2], data: parameters.slice(6) },
      { name: 'model.embed_tokens.weight', shape: [3, 2], data: parameters.slice(0, 6) },
    ]),
  );
  expect((await readParameters(weights, smallLayout))[0]).toEqual(parameters);
});

test('integers are no weights', async () => {
  const { weights } = await written();
  const bytes = Buffer.from(
    encodeSafetensors([{ name: 'model.norm.weight', shape: [2], data: new Float32Array(2) }]),
  );
  writeFileSync(weights, Buffer.from(bytes.toString('latin1').replace('"F32"', '"I32"'), 'latin1'));
  const [, diagnostics] = await readParameters(weights, smallLayout.slice(1));
  expect(diagnostics.map(({ code }) => code)).toEqual(['model/unsupported-dtype']);
});

test('weights that are not finite are refused by name', async () => {
  const { model, weights } = await written();
  const { parameters } = smallModel();
  const last = parameters.length - 1;
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await writeModelFolder(model, { ...smallModel(), parameters: parameters.with(last, value) });
    const [inspection, diagnostics] = await inspectModelFolder(model);
    expect(inspection).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['model/not-finite']);
    expect(diagnostics[0]?.message).toContain(weights);
  }
});

test('the digest depends on the weights, not on their order in the file', async () => {
  const { model, weights } = await written();
  const [before] = await inspectModelFolder(model);
  expect(before?.tensors).toContainEqual({ name: 'model.norm.weight', shape: [2], dtype: 'F32' });
  expect(before?.tokenizerFile).toBe(path.join(model, 'tokenizer.json'));
  const { parameters } = smallModel();
  const [embedding, norm] = [
    { name: 'model.embed_tokens.weight', shape: [3, 2], data: parameters.slice(0, 6) },
    { name: 'model.norm.weight', shape: [2], data: parameters.slice(6) },
  ];
  writeFileSync(weights, encodeSafetensors([norm, embedding], {}));
  expect((await inspectModelFolder(model))[0]?.weightsDigest).toBe(before?.weightsDigest);
  writeFileSync(weights, encodeSafetensors([{ ...norm, data: Float32Array.of(7, 9) }, embedding], {}));
  expect((await inspectModelFolder(model))[0]?.weightsDigest).not.toBe(before?.weightsDigest);
});

test('what is no model folder is refused with what it lacks', async () => {
  const codeOf = async (model: string) => (await inspectModelFolder(model))[1].map(({ code }) => code);
  expect(await codeOf(path.join(folder, 'nowhere'))).toEqual(['store/missing-file']);
  const file = path.join(folder, 'model.safetensors');
  writeFileSync(file, '');
  expect(await codeOf(file)).toEqual(['model/not-a-folder']);
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  expect(await codeOf(empty)).toEqual(['model/missing-file']);
  writeFileSync(path.join(empty, 'config.json'), '[1]');
  expect(await codeOf(empty)).toEqual(['model/malformed-config']);
  writeFileSync(path.join(empty, 'config.json'), '{');
  expect(await codeOf(empty)).toEqual(['model/malformed-config']);
  writeFileSync(path.join(empty, 'config.json'), '{}');
  expect(await codeOf(empty)).toEqual(['model/missing-file']);
  writeFileSync(path.join(empty, 'model.safetensors.index.json'), '{}');
  expect(await codeOf(empty)).toEqual(['model/sharded']);
  writeFileSync(path.join(empty, 'model.safetensors'), 'GIF89a, and no tensors at all');
  expect(await codeOf(empty)).toEqual(['model/missing-file']);
  writeFileSync(path.join(empty, 'tokenizer.json'), '{}');
  expect(await codeOf(empty)).toEqual(['model/malformed-safetensors']);
});
