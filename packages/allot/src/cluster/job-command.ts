// The shell commands that a cluster runs for a run.
import { type ClusterPaths, launchName } from './cluster-paths.js';

/** What every command of a run is told by its environment. */
export interface JobSetup {
  readonly paths: ClusterPaths;
  /** Folder of the policy; absent: the one that the bundle was compiled with. */
  readonly model?: string;
  /** Command of the grader. */
  readonly allot: string;
}

/** Looks at every node; what it prints has `token` in it. */
export const examineCommand = (setup: JobSetup, model: string, token: string): string =>
  [
    'env',
    ...variables({
      ...environmentOf(setup),
      ALLOT_BUNDLE: setup.paths.bundle,
      ALLOT_MODEL: model,
      PYTHONPATH: setup.paths.bundle,
    }),
    'python3 -m allot_verl.examine',
    word(token),
  ].join(' ');

/** Trains, from the newest checkpoint where there is one. */
export const trainCommand = (setup: JobSetup, launch: number): string =>
  [
    'env',
    ...variables({
      ...environmentOf(setup),
      ...(setup.model !== undefined && { ALLOT_MODEL: setup.model }),
      ALLOT_LAUNCH: launchName(launch),
    }),
    'bash',
    word(`${setup.paths.bundle}/launch.sh`),
  ].join(' ');

const environmentOf = ({ paths, allot }: JobSetup) => ({ ALLOT_RUN: paths.verl, ALLOT_COMMAND: allot });

const variables = (values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).map(([name, value]) => word(`${name}=${value}`));

/** A text as one word of the shell, in which nothing is read. */
export const word = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
