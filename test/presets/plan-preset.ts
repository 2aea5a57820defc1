// Plans a file of pipelines/paper with a tiny model and few problems in the place of what its user brings.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PlanResult, planFile } from '@allot/compiler';
import { createHost } from '../../packages/allot/src/host.js';
import { root } from '../e2e/command.js';
import { writeTinyR1 } from '../e2e/tiny-r1.js';

/** Problems of the training data: as many as the largest step of a preset takes. */
const PROBLEMS = 512;

const allotEntry = join(root, 'packages/allot/dist/index.js');

/** Files that take the place of models and datasets. */
export async function writeStandIns(folder: string): Promise<void> {
  const rows = (first: number, count: number): string =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ problem: `What is ${first + index} + 1?`, answer: `${first + index + 1}` }),
    ).join('\n');
  await writeFile(join(folder, 'train.jsonl'), `${rows(0, PROBLEMS)}\n`);
  await writeFile(join(folder, 'test.jsonl'), `${rows(1000, 4)}\n`);
  await writeTinyR1(join(folder, 'model'));
}

/** Plans it for an engine, from a definition in `folder` that takes its model and data from there. */
export async function planPreset(folder: string, name: string, engine: string): Promise<PlanResult> {
  const file = join(folder, `${name}.ts`);
  await writeFile(
    file,
    `import paper from '${join(root, 'pipelines/paper', `${name}.js`)}';
export default {
  ...paper,
  policy: { model: 'model' },
  datasets: { train: { kind: 'jsonl', path: 'train.jsonl' }, test: { kind: 'jsonl', path: 'test.jsonl' } },
};
`,
  );
  const overrides = [
    { path: 'engine.name', text: engine, flag: `--engine ${engine}` },
    { path: 'engine.device', text: 'cpu', flag: '--device cpu' },
  ];
  return planFile(file, createHost(), { types: false, overrides, allotEntry });
}
