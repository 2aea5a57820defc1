// What `allot eval --json` prints.
import type { EvaluationResult } from '@allot/spec';

export interface EvaluationDocument {
  readonly format: 1;
  /** Path of the checkpoint, as given or as found in the run, or of the model folder. */
  readonly checkpoint: string;
  /** sha256 key of the plan whose settings the evaluation took. */
  readonly planKey: string;
  /** Folder with the trajectories, where they are kept. */
  readonly folder?: string;
  readonly results: readonly EvaluationResult[];
}
