// What the first evaluation is called: the base policy, or the step it was made at.
import type { ModeSummary, RunSummary } from './run-summary.js';

/** A supervised run that starts from new weights has no base worth the name. */
export const nameBefore = ({ kind }: RunSummary, { baseStep }: ModeSummary): string =>
  kind === 'supervised' || baseStep > 0 ? `step ${baseStep}` : 'base';
