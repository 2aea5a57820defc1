// Where runs are tracked: what the flags say, and what opens each tool.
import type { Phase } from '@allot/spec';
import type { TrackedRun } from './tracked-run.js';
import type { Tracker } from './tracker.js';

export interface TrackingPlaces {
  /** Folder of event files. */
  readonly tensorboard?: string;
}

type Opener = (run: TrackedRun) => Promise<Phase<Tracker>>;

export const trackerOpeners = ({ tensorboard }: TrackingPlaces): readonly Opener[] => [
  ...(tensorboard === undefined
    ? []
    : [
        async (run: TrackedRun) =>
          (await import('./tensorboard/open-tensorboard.js')).openTensorboard(tensorboard, run),
      ]),
];
