// MLflow's own client finds in MLflow's own server what `allot track` sent there.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Tracked, trackRuns } from '../../../packages/allot/src/track/track-runs.js';
import { trackerOpeners } from '../../../packages/allot/src/track/tracking-places.js';
import { synthesizeRun, writeRunFolder } from '../../../packages/report/test-support/synthetic-run.js';
import { findMissingTool, pythonJson } from './environment.js';
import { freePort, type StartedMlflow, startMlflow } from './mlflow-server.js';

const missing = findMissingTool('mlflow');
if (missing !== undefined) console.warn(missing);

const read = `
import json, sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1])
runs = client.search_runs([client.get_experiment_by_name(sys.argv[2]).experiment_id])
print(json.dumps([{
    "name": run.info.run_name, "status": run.info.status, "params": run.data.params, "tags": run.data.tags,
    "history": {key: [[point.step, point.timestamp, point.value] for point in client.get_metric_history(run.info.run_id, key)] for key in run.data.metrics},
    "files": sorted(file.path for file in client.list_artifacts(run.info.run_id)),
} for run in runs]))
`;

interface Seen {
  readonly name: string;
  readonly status: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly history: Readonly<
    Record<string, readonly (readonly [step: number, time: number, value: number])[]>
  >;
  readonly files: readonly string[];
}

const recorded = synthesizeRun({ steps: 40, problems: 12 });
let folder: string;
let run: string;
let server: StartedMlflow | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-mlflow-'));
  run = join(folder, 'quickstart-1');
  await writeRunFolder(recorded, run);
  if (missing === undefined) server = await startMlflow(folder);
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const track = (mlflow: string, experiment?: string): Promise<Tracked> => {
  const [openers = []] = trackerOpeners({ mlflow, ...(experiment !== undefined && { experiment }) });
  return trackRuns([run], openers);
};
const seen = (experiment: string): readonly Seen[] =>
  pythonJson(read, server?.url ?? '', experiment) as readonly Seen[];
const losses = recorded.events.flatMap((event) =>
  event.type === 'step-completed' ? [[event.step, Date.parse(event.time), event.metrics.loss]] : [],
);

describe.skipIf(missing !== undefined)('MLflow', { timeout: 120_000 }, () => {
  test('has the metrics by step, the settings, what the run is, and its files', async () => {
    const { places, diagnostics } = await track(server?.url ?? '');
    expect(diagnostics).toEqual([]);
    expect(places[0]).toContain(`${server?.url}/#/experiments/`);
    const [found, ...others] = seen('quickstart');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      name: 'quickstart-1',
      status: 'FINISHED',
      params: { 'training.promptsPerStep': '16', 'tiers.0.budget': '12' },
      tags: { 'allot.run': recorded.identity.id, 'allot.plan': recorded.identity.planKey },
      files: ['plan.json', 'run.json'],
    });
    expect(found?.history['train/loss']).toEqual(losses);
    expect(found?.history['tiers/24/accuracy']).toHaveLength(40);
    expect(found?.history['evaluation/test/efficient/accuracy']?.at(-1)?.[0]).toBe(40);
  });

  test('goes on with the same run, and takes only what is new', async () => {
    const step = recorded.events.find(({ type }) => type === 'step-completed');
    const later = { ...step, step: 41, time: '2026-11-23T19:00:00.000Z' };
    await appendFile(join(run, 'events.jsonl'), `${JSON.stringify(later)}\n`);
    expect((await track(server?.url ?? '')).diagnostics).toEqual([]);
    const found = seen('quickstart');
    expect(found.map(({ status }) => status)).toEqual(['RUNNING']);
    expect(found[0]?.history['train/loss']?.map(([at]) => at)).toEqual(
      Array.from({ length: 41 }, (_, at) => at + 1),
    );
  });

  test('keeps another experiment apart', async () => {
    expect((await track(server?.url ?? '', 'budgets: 1 & 2')).diagnostics).toEqual([]);
    expect(seen('budgets: 1 & 2')).toHaveLength(1);
  });
});

describe('diagnostics', () => {
  test('nobody listens', async () => {
    const { places, diagnostics } = await track(`http://127.0.0.1:${await freePort()}`);
    expect([places, diagnostics.map(({ code }) => code)]).toEqual([[], ['track/unreachable']]);
    expect(diagnostics[0]?.message).toContain('ECONNREFUSED');
  });

  test.each(['sqlite:///mlflow.db', 'mlflow.example', 'file:///tmp'])('%s is no server', (mlflow) => {
    const [openers, diagnostics] = trackerOpeners({ mlflow });
    expect([openers, diagnostics.map(({ code }) => code)]).toEqual([undefined, ['track/bad-address']]);
  });
});
