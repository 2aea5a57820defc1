// The main job in small: the quickstart's first steps already teach the base policy to think less and better.
// The whole promise, on three seeds: `npm run seeds`.
import { afterAll, expect, test } from 'vitest';
import { allot, removeFolder, root, temporaryFolder } from './command.js';

interface Cell {
  readonly accuracy: number;
  readonly meanTokens: number;
}

interface Evaluation {
  readonly results: readonly { readonly mode: string; readonly all: Cell }[];
}

let run: string;
afterAll(() => removeFolder(run));

test('60 steps of HBPO: fewer tokens, no less accuracy', { timeout: 400_000 }, async () => {
  run = await temporaryFolder();
  const flags = ['--steps', '60', '--no-types', '--quiet', '--set', 'evaluation.everySteps=60'];
  const ended = await allot(['run', 'pipelines/quickstart.ts', '--run-dir', run, ...flags], { cwd: root });
  expect(ended).toMatchObject({ code: 0 });
  const cells: Cell[] = [];
  for (const checkpoint of ['000000', '000060']) {
    const words = ['eval', `${run}/checkpoints/${checkpoint}`, '--mode', 'natural', '--no-keep', '--json'];
    const { stdout } = await allot(words, { cwd: root });
    cells.push((JSON.parse(stdout) as Evaluation).results[0]!.all);
  }
  const [base, trained] = cells as [Cell, Cell];
  expect(trained.meanTokens).toBeLessThan(0.7 * base.meanTokens);
  expect(trained.accuracy).toBeGreaterThan(base.accuracy - 0.01);
});
