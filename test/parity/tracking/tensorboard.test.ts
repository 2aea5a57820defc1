// TensorBoard reads the event files of `allot track` as they were meant.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTensorboard } from '../../../packages/allot/src/track/tensorboard/open-tensorboard.js';
import { trackRuns } from '../../../packages/allot/src/track/track-runs.js';
import { openTrackedRun } from '../../../packages/allot/src/track/tracked-run.js';
import { trackerOpeners } from '../../../packages/allot/src/track/tracking-places.js';
import { synthesizeRun, writeRunFolder } from '../../../packages/report/test-support/synthetic-run.js';
import type { RunEvent } from '../../../packages/spec/src/index.js';
import { allot, removeFolder, temporaryFolder } from '../../e2e/command.js';
import { tinyYaml } from '../../e2e/definitions.js';
import { findMissingTool, pythonJson } from './environment.js';

const missing = findMissingTool('tensorboard');
if (missing !== undefined) console.warn(missing);

const read = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
board = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "tensors": 0})
board.Reload()
tags = board.Tags()
print(json.dumps({
    "scalars": {tag: [[point.step, point.wall_time, point.value] for point in board.Scalars(tag)] for tag in tags["scalars"]},
    "texts": {tag: board.Tensors(tag)[0].tensor_proto.string_val[0].decode() for tag in tags["tensors"]},
}))
`;

interface Board {
  readonly scalars: Readonly<
    Record<string, readonly (readonly [step: number, time: number, value: number])[]>
  >;
  readonly texts: Readonly<Record<string, string>>;
}

const recorded = synthesizeRun({ steps: 6, problems: 12 });
let folder: string;
let run: string;
let board: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-board-'));
  run = join(folder, 'quickstart-1');
  board = join(folder, 'board');
  await writeRunFolder(recorded, run);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(missing !== undefined)('TensorBoard', () => {
  test('shows curves by step, tier and evaluation mode, and the settings', async () => {
    const { places, diagnostics } = await trackRuns([run], trackerOpeners({ tensorboard: board })[0] ?? []);
    expect([places, diagnostics]).toEqual([[join(board, 'quickstart-1')], []]);
    const { scalars, texts } = pythonJson(read, join(board, 'quickstart-1')) as Board;
    const steps = recorded.events.flatMap((event) => (event.type === 'step-completed' ? [event] : []));
    expect(scalars['train/accuracy']).toEqual(
      steps.map(({ step, time, metrics }) => [
        step,
        Date.parse(time) / 1000,
        Math.fround(metrics.accuracy as number),
      ]),
    );
    expect(scalars['tiers/24/meanTokens']?.map(([, , value]) => value)).toEqual(
      steps.map(({ metrics }) => Math.fround(metrics.tiers?.[1]?.meanTokens as number)),
    );
    const evaluated = scalars['evaluation/test/natural/accuracy'];
    expect(evaluated?.[0]?.[0]).toBe(0);
    expect(evaluated?.at(-1)?.[0]).toBe(6);
    expect(texts['settings/text_summary']).toContain('| training.promptsPerStep | 16 |');
  });

  test('shows the same after it was written again', async () => {
    await trackRuns([run], trackerOpeners({ tensorboard: board })[0] ?? []);
    expect(await readdir(join(board, 'quickstart-1'))).toHaveLength(1);
    const { scalars } = pythonJson(read, join(board, 'quickstart-1')) as Board;
    expect(scalars['train/loss']).toHaveLength(6);
  });

  test('shows each step of a run that was stopped and resumed once', { timeout: 180_000 }, async () => {
    const cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml });
    try {
      const flags = ['--tensorboard', 'board'];
      const steps = ['--steps', '12', '--set', 'checkpoints.everySteps=5'];
      const cut = await allot(['run', 'tiny.yaml', ...steps, ...flags], {
        cwd,
        watch: (stderr, kill) => {
          if (stderr.includes('step  7/12')) kill('SIGKILL');
        },
      });
      expect(cut.code).not.toBe(0);
      expect((await allot(['resume', 'runs/tiny-1', '--quiet', ...flags], { cwd })).code).toBe(0);
      const { scalars } = pythonJson(read, join(cwd, 'board/tiny-1')) as Board;
      const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
      expect(scalars['train/loss']?.map(([step]) => step)).toEqual(numbers);
      expect(await readdir(join(cwd, 'board/tiny-1'))).toHaveLength(1);
    } finally {
      await removeFolder(cwd);
    }
  });

  test('forgets the steps that a guard took back while it looked on', async () => {
    const [tracked] = await openTrackedRun(run);
    const [tracker] = await openTensorboard(join(folder, 'live'), { ...tracked!, name: 'live' });
    const back: RunEvent = {
      type: 'guard-fired',
      time: '2026-11-23T18:00:00Z',
      step: 6,
      guard: 'collapse',
      kind: 'range',
      action: 'rollback',
      finding: 'It fell.',
      value: 0.1,
      limit: 0.2,
      rollback: { to: 2, change: { learningRate: 0.5 }, count: 1 },
    };
    const again = recorded.events.filter(({ type, step }) => type === 'step-completed' && step === 3);
    expect(await tracker?.add([...recorded.events, back, ...again])).toEqual([]);
    const { scalars } = pythonJson(read, join(folder, 'live/live')) as Board;
    expect(scalars['train/loss']?.map(([step]) => step)).toEqual([1, 2, 3]);
  });
});
