// Flags of commands that track a run while it goes on.
import type { Phase } from '@allot/spec';
import type { Command } from 'commander';
import { type TrackerOpener, type TrackingFlags, trackerOpeners } from './tracking-places.js';

export type LiveTrackingFlags = Pick<TrackingFlags, 'tensorboard' | 'mlflow' | 'experiment'>;

export const withTrackingFlags = (command: Command): Command =>
  command
    .option('--tensorboard <dir>', 'write TensorBoard event files, a folder a run')
    .option('--mlflow <url>', 'send metrics and settings to an MLflow server')
    .option('--experiment <name>', 'experiment in MLflow (default: the name of the definition)');

/** One for each tool that the flags name; other flags of the command are not looked at. */
export const liveTrackers = ({
  tensorboard,
  mlflow,
  experiment,
}: LiveTrackingFlags): Phase<readonly TrackerOpener[]> =>
  trackerOpeners({
    ...(tensorboard !== undefined && { tensorboard }),
    ...(mlflow !== undefined && { mlflow }),
    ...(experiment !== undefined && { experiment }),
  });
