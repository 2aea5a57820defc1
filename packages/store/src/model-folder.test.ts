import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { smallLayout, smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { inspectModelFolder } from './inspect-model.js';
import { type ModelFolder, writeModelFolder } from './model-folder.js';
import { writeSafetensors } from './safetensors.js';
import { readPolicy } from './weight-files.js';

const folder = temporaryFolder();
let count = 0;

async function written(
  content: ModelFolder = smallModel(),
  shardBytes?: number,
): Promise<{ model: string; weights: string }> {
  const model = path.join(folder, `model-${++count}`);
  await writeModelFolder(model, content, shardBytes);
  return { model, weights: path.join(model, 'model.safetensors') };
}

async function digestOf(model: string): Promise<string | undefined> {
  const [inspection] = await inspectModelFolder(model);
  const [weights] = (await inspection?.weights()) ?? [];
  return (await weights?.digest())?.[0];
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('a written folder is read back and names the type its weights have', async () => {
  const { model } = await written();
  const [values, diagnostics] = await readPolicy(model, smallLayout);
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
  const { model, weights } = await written();
  await writeSafetensors(weights, [
    { name: 'model.norm.weight', shape: [1, 2], data: new Float32Array(2) },
    { name: 'model.layers.0.extra', shape: [1], data: new Float32Array(1) },
  ]);
  const [values, diagnostics] = await readPolicy(model, smallLayout);
  expect(values).toBeUndefined();
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    'model/missing-tensor',
    'model/unexpected-tensor',
    'model/wrong-shape',
  ]);
  expect(diagnostics.find(({ code }) => code === 'model/wrong-shape')?.message).toContain('[1, 2]');
});

test('a tied output embedding may stand in the file', async () => {
  const { parameters, config } = smallModel();
  const { model, weights } = await written({
    ...smallModel(),
    config: { ...config, tie_word_embeddings: true },
  });
  const file = (head: Float32Array) =>
    writeSafetensors(weights, [
      { name: 'lm_head.weight', shape: [3, 2], data: head },
      { name: 'model.norm.weight', shape: [2], data: parameters.slice(6) },
      { name: 'model.embed_tokens.weight', shape: [3, 2], data: parameters.slice(0, 6) },
    ]);
  await file(parameters.slice(0, 6));
  expect((await readPolicy(model, smallLayout))[0]).toEqual(parameters);
  expect(await digestOf(model)).toBeDefined();
  await file(parameters.slice(1, 7));
  const [weightsThere] = (await (await inspectModelFolder(model))[0]?.weights()) ?? [];
  expect((await weightsThere?.digest())?.[1]).toMatchObject([{ code: 'model/two-embeddings' }]);
});

test('integers are no weights', async () => {
  const { model, weights } = await written();
  await writeSafetensors(weights, [{ name: 'model.norm.weight', shape: [2], data: new Float32Array(2) }]);
  const bytes = readFileSync(weights);
  writeFileSync(weights, Buffer.from(bytes.toString('latin1').replace('"F32"', '"I32"'), 'latin1'));
  const [, diagnostics] = await readPolicy(model, smallLayout.slice(1));
  expect(diagnostics.map(({ code }) => code)).toEqual(['model/unsupported-dtype']);
});

test('weights that are not finite are refused by name', async () => {
  const { model, weights } = await written();
  const { parameters } = smallModel();
  const last = parameters.length - 1;
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await writeModelFolder(model, { ...smallModel(), parameters: parameters.with(last, value) });
    const [inspection] = await inspectModelFolder(model);
    const [found] = (await inspection?.weights()) ?? [];
    const [digest, diagnostics = []] = (await found?.digest()) ?? [];
    expect(digest).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['model/not-finite']);
    expect(diagnostics[0]?.message).toContain(weights);
  }
});

test('the digest depends on the weights, not on their order and not on how they are split', async () => {
  const { model, weights } = await written();
  const [inspection] = await inspectModelFolder(model);
  const [found] = (await inspection?.weights()) ?? [];
  expect(found?.tensors).toContainEqual(
    expect.objectContaining({ name: 'model.norm.weight', shape: [2], dtype: 'F32' }),
  );
  expect(inspection?.tokenizerFile).toBe(path.join(model, 'tokenizer.json'));
  const before = await digestOf(model);
  const { parameters } = smallModel();
  const [embedding, norm] = [
    { name: 'model.embed_tokens.weight', shape: [3, 2], data: parameters.slice(0, 6) },
    { name: 'model.norm.weight', shape: [2], data: parameters.slice(6) },
  ];
  await writeSafetensors(weights, [norm, embedding], {});
  expect(await digestOf(model)).toBe(before);
  expect(await digestOf((await written(smallModel(), 10)).model)).toBe(before);
  await writeSafetensors(weights, [{ ...norm, data: Float32Array.of(7, 9) }, embedding], {});
  expect(await digestOf(model)).not.toBe(before);
});

test('weights beyond the limit are split over files, which an index names', async () => {
  const { model } = await written(smallModel(), 24);
  expect(readdirSync(model).sort()).toEqual([
    'config.json',
    'generation_config.json',
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
    'model.safetensors.index.json',
    'tokenizer.json',
  ]);
  expect(json(path.join(model, 'model.safetensors.index.json'))).toEqual({
    metadata: { total_size: 32 },
    weight_map: {
      'model.embed_tokens.weight': 'model-00001-of-00002.safetensors',
      'model.norm.weight': 'model-00002-of-00002.safetensors',
    },
  });
  expect((await readPolicy(model, smallLayout))[0]).toEqual(smallModel().parameters);
});

test('what is no model folder is refused with what it lacks', async () => {
  const codesOf = async (model: string) => {
    const [inspection, problems] = await inspectModelFolder(model);
    const [, malformed] = (await inspection?.weights()) ?? [undefined, []];
    return [...problems, ...malformed].map(({ code }) => code);
  };
  expect(await codesOf(path.join(folder, 'nowhere'))).toEqual(['store/missing-file']);
  const file = path.join(folder, 'model.safetensors');
  writeFileSync(file, '');
  expect(await codesOf(file)).toEqual(['model/not-a-folder']);
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  const add = (name: string, content: string) => writeFileSync(path.join(empty, name), content);
  expect(await codesOf(empty)).toEqual(['model/missing-file']);
  add('config.json', '[1]');
  expect(await codesOf(empty)).toEqual(['model/malformed-config']);
  add('config.json', '{}');
  expect(await codesOf(empty)).toEqual(['model/missing-file']);
  add('tokenizer.json', '{}');
  expect(await codesOf(empty)).toEqual(['model/missing-file']);
  add('pytorch_model.bin', '');
  expect(await codesOf(empty)).toEqual(['model/pickled-weights']);
  add('model.safetensors.index.json', '{}');
  expect(await codesOf(empty)).toEqual(['model/malformed-index']);
  add('model.safetensors', 'GIF89a, and no tensors at all');
  expect(await codesOf(empty)).toEqual(['model/malformed-safetensors']);
});
