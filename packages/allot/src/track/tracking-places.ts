// Where runs are tracked: what the flags say, and what opens each tool.
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { TrackedRun } from './tracked-run.js';
import type { Tracker } from './tracker.js';

export interface TrackingFlags {
  /** Folder of event files. */
  readonly tensorboard?: string;
  /** Address of an MLflow server. */
  readonly mlflow?: string;
  /** Folder for `wandb sync`. */
  readonly wandb?: string;
  /** Name of the experiment in MLflow and of the project in Weights & Biases. */
  readonly experiment?: string;
  /** A Python that has wandb. */
  readonly python?: string;
}

/** Opens one tool for a run. */
export type TrackerOpener = (run: TrackedRun) => Promise<Phase<Tracker>>;

/** One for each tool that the flags name; none where they name none. */
export function trackerOpeners(flags: TrackingFlags): Phase<readonly TrackerOpener[]> {
  const { tensorboard: folder, mlflow: address, wandb, experiment, python = 'python3' } = flags;
  if (experiment !== undefined && address === undefined && wandb === undefined)
    return [
      undefined,
      [reportCommand('track/idle-flag', { flag: '--experiment', needs: '--mlflow or --wandb' })],
    ];
  if (flags.python !== undefined && wandb === undefined)
    return [undefined, [reportCommand('track/idle-flag', { flag: '--python', needs: '--wandb' })]];
  const openers: TrackerOpener[] = [];
  if (folder !== undefined)
    openers.push(async (run) =>
      (await import('./tensorboard/open-tensorboard.js')).openTensorboard(folder, run),
    );
  if (address !== undefined) {
    const url = httpUrl(address);
    if (!url) return [undefined, [wrongAddress(address)]];
    const place = { url, ...(experiment !== undefined && { experiment }) };
    openers.push(async (run) => (await import('./mlflow/open-mlflow.js')).openMlflow(place, run));
  }
  if (wandb !== undefined) {
    const place = { folder: wandb, python, ...(experiment !== undefined && { project: experiment }) };
    openers.push(async (run) => (await import('./wandb/open-wandb.js')).openWandb(place, run));
  }
  return [openers, []];
}

const wrongAddress = (address: string): Diagnostic => reportCommand('track/bad-address', { address });

function httpUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
