import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { smallLayout, smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { isPlainName, locateModelFile } from './model-file.js';
import { writeModelFolder } from './model-folder.js';
import { openWeights, readPolicy } from './weight-files.js';

const folder = temporaryFolder();
const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
let count = 0;
let model = '';

/** A model in two files. */
beforeEach(async () => {
  model = path.join(folder, `model-${++count}`);
  await writeModelFolder(model, smallModel(), 24);
});

const indexFile = () => path.join(model, 'model.safetensors.index.json');
const writeMap = (map: unknown) => writeFileSync(indexFile(), JSON.stringify({ weight_map: map }));
const [embedding, norm] = ['model.embed_tokens.weight', 'model.norm.weight'] as const;

async function problems(): Promise<readonly string[]> {
  const [values, diagnostics] = await readPolicy(model, smallLayout);
  expect(values).toBeUndefined();
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe('an index', () => {
  test.each([
    '../../etc/passwd',
    '/etc/passwd.safetensors',
    '..\\\\other.safetensors',
    'deep/model.safetensors',
    '.hidden.safetensors',
    'config.json',
    'a\0.safetensors',
    '',
  ])('that names %j is refused, and nothing is opened', async (name) => {
    writeMap({ [embedding]: name, [norm]: shards[1] });
    expect(await problems()).toEqual([expect.stringContaining('no .safetensors file of the folder')]);
  });

  test('that names a tensor its shard lacks', async () => {
    writeMap({ [embedding]: shards[0], [norm]: shards[1], 'model.extra': shards[1] });
    expect(await problems()).toEqual([
      expect.stringContaining(`"model.extra" in ${shards[1]}, which lacks it`),
    ]);
  });

  test('with a tensor in two shards', async () => {
    writeFileSync(path.join(model, 'again.safetensors'), readFileSync(path.join(model, shards[1])));
    writeMap({ [embedding]: shards[0], [norm]: shards[1], other: 'again.safetensors' });
    expect((await problems()).join()).toContain('again.safetensors');
  });

  test('names every missing shard', async () => {
    for (const shard of shards) renameSync(path.join(model, shard), path.join(model, `${shard}.part`));
    expect(await problems()).toEqual(
      shards.map((shard) => `model/missing-file The model folder ${model} has no ${shard}.`),
    );
  });

  test.each([
    ['{', 'no JSON'],
    ['[]', 'another JSON value'],
    ['{}', 'no JSON object'],
    ['{"weight_map":{}}', 'is empty'],
    ['{"weight_map":{"a":3}}', 'names no file'],
    ['{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}', 'twice'],
  ])('%s', async (text, problem) => {
    writeFileSync(indexFile(), text);
    expect(await problems()).toEqual([expect.stringMatching(new RegExp(`malformed-index.*${problem}`))]);
  });
});

describe('links', () => {
  const move = (to: string, target = to) => {
    mkdirSync(path.dirname(to), { recursive: true });
    renameSync(path.join(model, shards[0]), to);
    symlinkSync(target, path.join(model, shards[0]));
  };

  test('inside the folder are followed', async () => {
    move(path.join(model, 'data', 'first'), path.join('data', 'first'));
    expect((await readPolicy(model, smallLayout))[0]).toEqual(smallModel().parameters);
  });

  test('out of the folder are refused', async () => {
    move(path.join(folder, `elsewhere-${count}`));
    expect(await problems()).toEqual([expect.stringContaining('model/outside-folder')]);
  });

  test('to themselves are refused', async () => {
    renameSync(path.join(model, shards[0]), path.join(model, 'gone'));
    symlinkSync(shards[0], path.join(model, shards[0]));
    expect(await problems()).toEqual([expect.stringContaining('its links go in circles')]);
  });

  test('of a hub cache lead into the blobs of their repository, and nowhere else', async () => {
    const repository = path.join(folder, `models--of--${count}`);
    const snapshot = path.join(repository, 'snapshots', 'abc');
    mkdirSync(path.join(repository, 'snapshots'), { recursive: true });
    renameSync(model, snapshot);
    model = snapshot;
    move(path.join(repository, 'blobs', 'hash'), path.join('..', '..', 'blobs', 'hash'));
    expect((await readPolicy(model, smallLayout))[0]).toEqual(smallModel().parameters);
    renameSync(path.join(model, shards[1]), path.join(repository, 'refs'));
    symlinkSync(path.join('..', '..', 'refs'), path.join(model, shards[1]));
    expect(await problems()).toEqual([expect.stringContaining('model/outside-folder')]);
  });
});

test('a plain name stays in the folder, whatever it is', async () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('..', '.', '/', '\\\\', 'a', '\0'), { maxLength: 8 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(names, (name) => {
      expect(!isPlainName(name) || path.dirname(path.join('/model', name)) === '/model').toBe(true);
    }),
    { numRuns: 500 },
  );
  writeFileSync(path.join(folder, 'neighbour'), '');
  const [, refused] = await locateModelFile(model, '../neighbour');
  expect(refused.map(({ code }) => code)).toEqual(['model/outside-folder']);
});

test('any damage to any file is refused or leaves tensors inside their files; nothing is thrown', async () => {
  const files = [...shards, 'model.safetensors.index.json'].map((name) => path.join(model, name));
  const whole = files.map((file) => readFileSync(file));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(2),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(), { freq: 3 }),
      async (which, bytes, cut) => {
        const damaged = Buffer.from(whole[which] as Buffer);
        for (const [at, byte] of bytes) damaged[at % damaged.length] = byte;
        const length = cut === null ? damaged.length : cut % damaged.length;
        writeFileSync(files[which] as string, damaged.subarray(0, length));
        const [tensors, diagnostics] = await openWeights(model);
        expect(diagnostics.length > 0).toBe(tensors === undefined);
        await readPolicy(model, smallLayout);
        for (const { end, file } of tensors ?? []) expect(end).toBeLessThanOrEqual(readFileSync(file).length);
        writeFileSync(files[which] as string, whole[which] as Buffer);
      },
    ),
    { numRuns: 300 },
  );
});
