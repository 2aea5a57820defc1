// MLflow: one run there for one run here, continued whenever it is tracked again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, hasErrors, type Phase, type RunEvent } from '@allot/spec';
import { reportCommand } from '../../catalog.js';
import { refusalOf } from '../../cli/files.js';
import { type MetricPoint, metricName, metricPoints } from '../metric-points.js';
import { runFiles } from '../run-files.js';
import type { TrackedRun } from '../tracked-run.js';
import type { Tracker } from '../tracker.js';
import { findRun, type MlflowRun, THROUGH_TAG } from './find-run.js';
import { type MlflowServer, mlflowServer } from './mlflow-server.js';

/** What one request of MLflow takes. */
const MOST_METRICS = 1000;
const MOST_PARAMETERS = 100;
const MOST_VALUE = 6000;
const MOST_KEY = 250;

export interface MlflowPlace {
  readonly url: URL;
  /** Default: the name of the definition. */
  readonly experiment?: string;
}

/** Finds or makes the run on the server and says its settings. */
export async function openMlflow({ url, experiment }: MlflowPlace, run: TrackedRun): Promise<Phase<Tracker>> {
  const server = mlflowServer(url);
  const [found, problems] = await findRun(server, experiment ?? run.pipeline, run);
  if (!found) return [undefined, problems];
  const refused = await describeRun(server, found, run);
  if (refused.length > 0) return [undefined, refused];
  let status: Status = { status: 'RUNNING' };
  return [
    {
      place: () => `${server.address}/#/experiments/${found.experiment}/runs/${found.id}`,
      async add(events) {
        status = events.reduce(statusAfter, status);
        return logEvents(server, found, events);
      },
      async close() {
        const [, unsaid] = await server.post('runs/update', { run_id: found.id, ...status });
        return hasErrors(unsaid) ? unsaid : [...unsaid, ...(await putFiles(server, found, run.directory))];
      },
    },
    [],
  ];
}

async function describeRun(
  server: MlflowServer,
  { id }: MlflowRun,
  { facts, settings }: TrackedRun,
): Promise<readonly Diagnostic[]> {
  const parameters = new Map(settings.map(([path, value]) => [parameterName(path), value]));
  const params = [...parameters].map(([key, value]) => ({ key, value: value.slice(0, MOST_VALUE) }));
  const tags = Object.entries(facts).map(([name, value]) => ({ key: `allot.${name}`, value }));
  for (const [index, batch] of batches(params, MOST_PARAMETERS).entries()) {
    const body = { run_id: id, params: batch, ...(index === 0 && { tags }) };
    const [, refused] = await server.post('runs/log-batch', body);
    if (refused.length > 0) return refused;
  }
  return [];
}

/** `tiers[0].budget` is `tiers.0.budget`. */
const parameterName = (path: string): string => metricName([path.replace(/\[(\d+)\]/g, '.$1')], MOST_KEY);

/** What the server has already is left out; each request that ends an event says up to when the server has all. */
async function logEvents(
  server: MlflowServer,
  { id, through }: MlflowRun,
  events: readonly RunEvent[],
): Promise<readonly Diagnostic[]> {
  const fresh = events.filter(({ time }) => Date.parse(time) > through);
  const points = fresh.flatMap(metricPoints);
  for (const batch of batches(points, MOST_METRICS)) {
    const isLast = batch.at(-1) === points.at(-1);
    const last = fresh.at(-1)?.time;
    const body = {
      run_id: id,
      metrics: batch.map(toMetric),
      ...(isLast && last !== undefined && { tags: [{ key: THROUGH_TAG, value: last }] }),
    };
    const [, refused] = await server.post('runs/log-batch', body);
    if (refused.length > 0) return refused;
  }
  return [];
}

const toMetric = ({ name, value, time, step }: MetricPoint): object => ({
  key: name,
  value,
  timestamp: time,
  step,
});

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

interface Status {
  readonly status: 'RUNNING' | 'FINISHED' | 'KILLED';
  /** Milliseconds since 1970. */
  readonly end_time?: number;
}

function statusAfter(before: Status, { type, time }: RunEvent): Status {
  if (type === 'run-finished') return { status: 'FINISHED', end_time: Date.parse(time) };
  if (type === 'run-interrupted') return { status: 'KILLED', end_time: Date.parse(time) };
  return type === 'step-completed' || type === 'run-resumed' ? { status: 'RUNNING' } : before;
}

async function putFiles(
  server: MlflowServer,
  { artifacts }: MlflowRun,
  directory: string,
): Promise<readonly Diagnostic[]> {
  if (artifacts === undefined) return [reportCommand('track/no-artifacts', { address: server.address })];
  const diagnostics: Diagnostic[] = [];
  const unread = await refusalOf(async () => {
    for (const name of await runFiles(directory))
      diagnostics.push(
        ...(await server.putFile(
          `${artifacts}/${name}`,
          new Uint8Array(await readFile(join(directory, name))),
        )),
      );
  });
  return unread ? [...diagnostics, unread] : diagnostics;
}
