// Compiles presets with a tiny model and few problems in the place of what their user brings.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emitPlan, type PlanResult, planFile } from '@allot/compiler';
import type { Plan } from '@allot/spec';
import type { EngineName, Preset } from '@allot/templates';
import { compileBundle } from '../../packages/allot/src/bundle/compile-bundle.js';
import { createHost } from '../../packages/allot/src/host.js';
import { root } from '../e2e/command.js';
import { writeTinyR1 } from '../e2e/tiny-r1.js';

/** Problems of the training data: as many as the largest step of a preset takes. */
const PROBLEMS = 512;

const brought = {
  policy: { model: 'model' },
  datasets: { train: { kind: 'jsonl', path: 'train.jsonl' }, test: { kind: 'jsonl', path: 'test.jsonl' } },
};

/** Files that take the place of models and datasets. */
export async function writeStandIns(folder: string): Promise<void> {
  await writeFile(join(folder, 'train.jsonl'), problems(0, PROBLEMS));
  await writeFile(join(folder, 'test.jsonl'), problems(1000, 4));
  await writeTinyR1(join(folder, 'model'));
}

const problems = (first: number, count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `${JSON.stringify({ problem: `What is ${first + index} + 1?`, answer: `${first + index + 1}` })}\n`,
  ).join('');

/** Plans its file of pipelines/paper, for the engine that it names. */
export async function planPaperFile(folder: string, name: string): Promise<PlanResult> {
  const file = join(folder, `${name}.ts`);
  const paper = join(root, 'pipelines/paper', `${name}.js`);
  const replaced = JSON.stringify(brought).slice(1, -1);
  await writeFile(file, `import paper from '${paper}';\nexport default { ...paper, ${replaced} };\n`);
  const overrides = [{ path: 'engine.device', text: 'cpu', flag: '--device cpu' }];
  return planFile(file, createHost(), { types: false, overrides, allotEntry });
}

const allotEntry = join(root, 'packages/allot/dist/index.js');

/** Plans it for any engine, with as many problems as a step takes. */
export async function planPreset(
  folder: string,
  { name, definition }: Preset,
  engine: EngineName,
): Promise<PlanResult> {
  const file = join(folder, `${name}.json`);
  const count = definition.training.promptsPerStep;
  const path = `train-${count}.jsonl`;
  await writeFile(join(folder, path), problems(0, count));
  const datasets = { ...brought.datasets, train: { kind: 'jsonl', path } };
  await writeFile(file, JSON.stringify({ ...definition, ...brought, datasets, engine: { name: engine } }));
  return planFile(file, createHost());
}

/** Emits a plan into `folder`; answers what went wrong. */
export async function emitPreset(plan: Plan, folder: string): Promise<readonly string[]> {
  if (plan.engine.name === 'onnx' || plan.engine.name === 'torch')
    return (await emitPlan(plan, folder))[1].map(({ message }) => message);
  let told = '';
  const sink = { color: false, interactive: false, columns: 100, closed: false };
  const terminal = { out: () => {}, error: (text: string) => (told += text), stdout: sink, stderr: sink };
  const oneGpu = { nodes: 1, gpusPerNode: 1, tensorParallel: 1 };
  const code = await compileBundle(plan, oneGpu, folder, terminal);
  return code === 0 ? [] : [told];
}
