// The MLflow run that stands for a run of Allot: found by its id, or made.
import type { Phase } from '@allot/spec';
import type { TrackedRun } from '../tracked-run.js';
import type { Answer, MlflowServer } from './mlflow-server.js';

/** Tags of ours: the run's id, and the time of the newest event that the server has. */
const RUN_TAG = 'allot.run';
export const THROUGH_TAG = 'allot.through';

export interface MlflowRun {
  readonly id: string;
  readonly experiment: string;
  /** Time of the newest event that the server has, in milliseconds since 1970. */
  readonly through: number;
  /** Where its files go, as a path of the artifact proxy; absent where the server keeps files elsewhere. */
  readonly artifacts?: string;
}

/** Finds the run in the experiment of this name, or makes both. */
export async function findRun(
  server: MlflowServer,
  experimentName: string,
  run: TrackedRun,
): Promise<Phase<MlflowRun>> {
  const [experiment, problems] = await findExperiment(server, experimentName);
  if (experiment === undefined) return [undefined, problems];
  const [found, refused] = await server.post('runs/search', {
    experiment_ids: [experiment],
    filter: `tags."${RUN_TAG}" = '${run.id}'`,
    max_results: 1,
  });
  if (!found) return [undefined, refused];
  const [there] = Array.isArray(found.runs) ? (found.runs as Answer[]) : [];
  if (there) return [readRun(there, experiment), []];
  const [made, unmade] = await server.post('runs/create', {
    experiment_id: experiment,
    run_name: run.name,
    start_time: Date.parse(run.created),
    tags: [{ key: RUN_TAG, value: run.id }],
  });
  return made ? [readRun(made.run as Answer, experiment), []] : [undefined, unmade];
}

async function findExperiment(server: MlflowServer, name: string): Promise<Phase<string>> {
  const [found, problems] = await server.get('experiments/get-by-name', { experiment_name: name });
  if (found === undefined) return [undefined, problems];
  if (found !== 'absent') return [String((found.experiment as Answer).experiment_id), []];
  const [made, refused] = await server.post('experiments/create', { name });
  return made ? [String(made.experiment_id), []] : [undefined, refused];
}

function readRun(run: Answer, experiment: string): MlflowRun {
  const info = run.info as Answer;
  const { tags = [] } = run.data as {
    readonly tags?: readonly { readonly key: string; readonly value: string }[];
  };
  const through = Date.parse(tags.find(({ key }) => key === THROUGH_TAG)?.value ?? '');
  const artifacts = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/.exec(String(info.artifact_uri))?.[1];
  return {
    id: String(info.run_id),
    experiment,
    through: Number.isNaN(through) ? Number.NEGATIVE_INFINITY : through,
    ...(artifacts !== undefined && { artifacts }),
  };
}
