// A policy of each family: trained from new weights, saved as a folder, and trained on from there, split over files.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWeights, readPolicy, writeModelFolder } from '@allot/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder, writeFiles } from './command.js';
import { tinyYamlWith } from './definitions.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => removeFolder(cwd));

describe.each([
  ['llama', ''],
  ['qwen2', ', family: qwen2'],
  ['qwen3', ', family: qwen3, headDim: 16'],
])('%s', (family, settings) => {
  const policy = `runs/${family}/checkpoints/000002/policy`;

  test('new weights are trained and saved', async () => {
    const text = tinyYamlWith('maxPositions: 64 }', `maxPositions: 64${settings} }`);
    await writeFiles(cwd, { [`${family}.yaml`]: text });
    const { code, stderr } = await allot(['run', `${family}.yaml`, '--run-dir', `runs/${family}`], { cwd });
    expect({ code, stderr: stderr.slice(-500) }).toMatchObject({ code: 0 });
    const config = JSON.parse(await readFile(join(cwd, policy, 'config.json'), 'utf8')) as unknown;
    expect(config).toMatchObject({ model_type: family, dtype: 'float32' });
  });

  test('what was saved is a policy to start from, in several files, too', async () => {
    const [tensors = []] = await openWeights(join(cwd, policy));
    let offset = 0;
    const layout = tensors.map(({ name, shape }) => {
      const parameter = { name, shape, offset };
      offset += shape.reduce((product, size) => product * size, 1);
      return parameter;
    });
    const [parameters = new Float32Array()] = await readPolicy(join(cwd, policy), layout);
    const file = (name: string) => readFileSync(join(cwd, policy, name));
    const config = JSON.parse(file('config.json').toString()) as Record<string, unknown>;
    const extras = { 'tokenizer.json': file('tokenizer.json') };
    await writeModelFolder(join(cwd, `${family}-split`), { config, layout, parameters, extras }, 4000);
    const from = (model: string) =>
      tinyYamlWith('  architecture:', `  model: ${model}\n  #`).replace(/^ {2}tokenizer: .*\n/m, '');
    await writeFiles(cwd, { 'whole.yaml': from(policy), 'split.yaml': from(`${family}-split`) });
    const keys = [];
    for (const name of ['whole', 'split']) {
      const { stdout } = await allot(['plan', `${name}.yaml`, '--json'], { cwd });
      keys.push((JSON.parse(stdout) as { key: string }).key);
    }
    expect(keys[0]).toBe(keys[1]);
    const { code } = await allot(['run', 'split.yaml', '--run-dir', `runs/${family}-again`], { cwd });
    expect(code).toBe(0);
  });
});
